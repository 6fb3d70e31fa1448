/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaLoginPage:
 *
 * The sign-in (ui.md): the reader as it is just now, the health card's tile with its form, the personal-data notice.
 * It shows what its #EcpaLoginFlow says and hands on what the person types; it decides nothing.
 *
 * Property `flow` (#EcpaLoginFlow, construct-only).
 */
#define ECPA_TYPE_LOGIN_PAGE (ecpa_login_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLoginPage, ecpa_login_page, ECPA, LOGIN_PAGE, GtkWidget)

GtkWidget *ecpa_login_page_new (EcpaLoginFlow *flow);
/* The account's tile, as if the person had opened it. */
void       ecpa_login_page_open_account (EcpaLoginPage *self);
/* The password where a card can be signed in with, else what comes first. */
void       ecpa_login_page_take_focus   (EcpaLoginPage *self);
/* Whether nobody has ever signed in here: the guide is then offered more plainly. */
void       ecpa_login_page_set_guided   (EcpaLoginPage *self,
                                         gboolean       guided);

G_END_DECLS
