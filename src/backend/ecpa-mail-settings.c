/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mail-settings.h"

#include <glib/gstdio.h>
#include <string.h>

#define GROUP "mail"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
refuse (GError     **error,
        const char  *words)
{
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[" GROUP "] %s", words);

  return FALSE;
}

static void
read_text (char       **slot,
           GKeyFile    *file,
           const char  *key)
{
  char *value = g_key_file_get_string (file, GROUP, key, NULL);

  if (value == NULL)
    return;
  g_free (*slot);
  *slot = value;
}

static gboolean
is_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  return *text != '\0' && g_utf8_validate (text, -1, NULL);
}

static gboolean
check (EcpaMailSettings  *self,
       GError           **error)
{
  const char *at = strchr (self->sender, '@');

  if (at == NULL || at == self->sender || at[1] == '\0' || !g_str_is_ascii (self->sender)
      || strpbrk (self->sender, " <>\r\n\t") != NULL)
    return refuse (error, "sender has to be a mail address");
  if (!is_line (self->service))
    return refuse (error, "service has to be a line of text");
  if (self->smtp_url != NULL && !g_str_has_prefix (self->smtp_url, "smtp://")
      && !g_str_has_prefix (self->smtp_url, "smtps://"))
    return refuse (error, "smtp-url has to begin with smtp:// or smtps://");
  if (self->smtp_url != NULL && strchr (self->smtp_url, '@') != NULL)
    return refuse (error, "smtp-url holds no name or password; they go into smtp-credentials");
  if (self->smtp_url != NULL && self->maildir != NULL)
    return refuse (error, "either maildir or smtp-url");
  if (self->public_uri != NULL && !g_str_has_prefix (self->public_uri, "https://"))
    return refuse (error, "public-uri has to begin with https://");

  return TRUE;
}

static gboolean
read_numbers (EcpaMailSettings  *self,
              GKeyFile          *file,
              GError           **error)
{
  const struct
  {
    const char *key;
    guint      *slot;
    guint       maximum;
  } numbers[] = {
    { "timeout-seconds", &self->timeout_seconds, 600 },
    { "tries", &self->tries, 1000 },
    { "first-wait-seconds", &self->first_wait_seconds, 3600 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gint64 value;

      if (!g_key_file_has_key (file, GROUP, numbers[i].key, NULL))
        continue;
      value = g_key_file_get_int64 (file, GROUP, numbers[i].key, NULL);
      if (value < 1 || value > numbers[i].maximum)
        {
          g_autofree char *words =
            g_strdup_printf ("%s has to be a number from 1 to %u", numbers[i].key, numbers[i].maximum);

          return refuse (error, words);
        }
      *numbers[i].slot = (guint) value;
    }

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_mail_settings_init:
 * @self: (out): takes the defaults
 */
void
ecpa_mail_settings_init (EcpaMailSettings *self)
{
  memset (self, 0, sizeof *self);
  self->sender = g_strdup ("ecpa@localhost");
  self->service = g_strdup ("人事服務網 eCPA");
  self->timeout_seconds = 60;
  self->tries = 12;
  self->first_wait_seconds = 30;
}

/**
 * ecpa_mail_settings_read:
 * @self: settings with their defaults
 * @file: a key file, perhaps with the group `mail`
 * @error: a #GKeyFileError or #GFileError
 *
 * Returns: whether it makes sense
 */
gboolean
ecpa_mail_settings_read (EcpaMailSettings  *self,
                         GKeyFile          *file,
                         GError           **error)
{
  g_autofree char *credentials = g_key_file_get_string (file, GROUP, "smtp-credentials", NULL);

  read_text (&self->maildir, file, "maildir");
  read_text (&self->smtp_url, file, "smtp-url");
  read_text (&self->smtp_ca, file, "smtp-ca");
  read_text (&self->sender, file, "sender");
  read_text (&self->service, file, "service");
  read_text (&self->public_uri, file, "public-uri");
  if (!read_numbers (self, file, error) || !check (self, error))
    return FALSE;

  return credentials == NULL || ecpa_mail_settings_read_credentials (self, credentials, error);
}

/**
 * ecpa_mail_settings_read_credentials:
 * @self: settings
 * @path: a key file with `user` and `password` in the group `smtp`, which nobody but its owner may read
 * @error: a #GKeyFileError, or a #GFileError where the file is not there or open to others
 *
 * Returns: whether they were read
 */
gboolean
ecpa_mail_settings_read_credentials (EcpaMailSettings  *self,
                                     const char        *path,
                                     GError           **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *password = NULL;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && (info.st_mode & 077) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM, "%s may be read by its owner only (mode 0600)", path);
      return FALSE;
    }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;
  g_free (self->smtp_user);
  self->smtp_user = g_key_file_get_string (file, "smtp", "user", error);
  password = self->smtp_user != NULL ? g_key_file_get_string (file, "smtp", "password", error) : NULL;
  if (password == NULL)
    return FALSE;

  g_clear_pointer (&self->smtp_password, ecpa_secret_unref);
  self->smtp_password = ecpa_secret_new_from_text (password, -1);
  explicit_bzero (password, strlen (password));

  return TRUE;
}

/**
 * ecpa_mail_settings_allow_plain:
 * @self: settings
 * @training: whether the backend is in training
 *
 * Returns: whether mail may leave without TLS: in training, to this machine
 */
gboolean
ecpa_mail_settings_allow_plain (const EcpaMailSettings *self,
                                gboolean                training)
{
  g_autoptr (GUri) uri = self->smtp_url != NULL ? g_uri_parse (self->smtp_url, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (!training || uri == NULL || g_uri_get_host (uri) == NULL)
    return FALSE;
  address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * ecpa_mail_settings_clear:
 * @self: settings; what they hold is freed
 */
void
ecpa_mail_settings_clear (EcpaMailSettings *self)
{
  g_clear_pointer (&self->maildir, g_free);
  g_clear_pointer (&self->smtp_url, g_free);
  g_clear_pointer (&self->smtp_ca, g_free);
  g_clear_pointer (&self->smtp_user, g_free);
  g_clear_pointer (&self->smtp_password, ecpa_secret_unref);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->public_uri, g_free);
}
