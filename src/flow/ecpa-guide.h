/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 首次登入說明 (N9): what a person holds, as the guide's draft and the settings have it. */
#define ECPA_GUIDE_HOLDS ".holds"
#define ECPA_GUIDE_CARD "card"                   /* a health card */
#define ECPA_GUIDE_ACCOUNT "account"             /* an account and its password */
#define ECPA_GUIDE_NEW_ACCOUNT "new-account"     /* a health card, and wants an account as well */
#define ECPA_GUIDE_NOTHING "nothing"             /* none of them */

/* Where it leads, beside the kinds of wizards: to the sign-in, by card or by account; or nowhere yet. */
#define ECPA_GUIDE_SIGN_IN "sign-in"
#define ECPA_GUIDE_SIGN_IN_BY_ACCOUNT "sign-in-by-account"
#define ECPA_GUIDE_NOWHERE "nowhere"

const char *ecpa_guide_next  (const char *holds,
                              const char *card_state);
const char *ecpa_guide_after (const char *holds,
                              const char *kind);

G_END_DECLS
