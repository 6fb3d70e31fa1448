/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaMailSettings:
 * @maildir: (nullable): the Maildir that takes mail where there is no @smtp_url; %NULL for `mail` beside the database
 * @smtp_url: (nullable): `smtp://HOST:PORT` (STARTTLS) or `smtps://HOST:PORT`
 * @smtp_ca: (nullable): file of certificates to trust instead of the system's, PEM
 * @smtp_user: (nullable): the name to sign in with
 * @smtp_password: (nullable): and the password; copied by whichever thread sends
 * @sender: the address that mails come from
 * @service: the name that they are signed with
 * @public_uri: (nullable): where people reach the backend, for links
 * @timeout_seconds: how long one try may take
 * @tries: how often a mail is tried
 * @first_wait_seconds: the time to the second try; it doubles from try to try, up to an hour
 *
 * The group `mail` of the settings.
 */
typedef struct
{
  char       *maildir;
  char       *smtp_url;
  char       *smtp_ca;
  char       *smtp_user;
  EcpaSecret *smtp_password;
  char       *sender;
  char       *service;
  char       *public_uri;
  guint       timeout_seconds;
  guint       tries;
  guint       first_wait_seconds;
} EcpaMailSettings;

void     ecpa_mail_settings_init   (EcpaMailSettings  *self);
gboolean ecpa_mail_settings_read   (EcpaMailSettings  *self,
                                    GKeyFile          *file,
                                    GError           **error);
gboolean ecpa_mail_settings_allow_plain
                                   (const EcpaMailSettings *self,
                                    gboolean           training);
gboolean ecpa_mail_settings_read_credentials
                                   (EcpaMailSettings  *self,
                                    const char        *path,
                                    GError           **error);
void     ecpa_mail_settings_clear  (EcpaMailSettings  *self);

G_END_DECLS
