/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-mail-settings.h"
#include "ecpa-mail.h"

G_BEGIN_DECLS

/* Where the link of a mail leads: a page of the backend, with the code behind `#`, which no browser sends anywhere. */
#define ECPA_MAIL_PAGE_VERIFY "/m/verify"
#define ECPA_MAIL_PAGE_RESET "/m/reset"

GBytes *ecpa_mail_compose (const EcpaMail          *mail,
                           const EcpaMailSettings  *settings,
                           const char              *public_uri,
                           gboolean                 training,
                           GError                 **error);

G_END_DECLS
