/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-server-settings.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char *group;
  const char *key;
  gsize       offset;
  guint       value;
  guint       minimum;
  guint       maximum;
} NumberRow;

#define NUMBER(group, key, member, value, minimum, maximum) \
  { group, key, G_STRUCT_OFFSET (EcpaServerSettings, member), value, minimum, maximum }

/* Every number with its default and what makes sense. docs/API.md repeats this table. */
static const NumberRow numbers[] = {
  NUMBER ("server", "port", port, 8443, 0, 65535),
  NUMBER ("login", "errors-before-stop", errors_before_stop, 3, 1, 100),
  NUMBER ("login", "stop-seconds", stop_seconds, 600, 1, 86400),
  NUMBER ("login", "stops-before-cancel", stops_before_cancel, 3, 1, 100),
  NUMBER ("login", "account-errors", account_errors, 5, 1, 100),
  NUMBER ("login", "account-lock-seconds", account_lock_seconds, 900, 1, 86400),
  NUMBER ("login", "address-errors", address_errors, 200, 1, 100000),
  NUMBER ("login", "address-lock-seconds", address_lock_seconds, 900, 1, 86400),
  NUMBER ("login", "session-idle-seconds", session_idle_seconds, 1800, 10, 86400),
  NUMBER ("login", "session-seconds", session_seconds, 43200, 10, 604800),
  NUMBER ("login", "challenge-seconds", challenge_seconds, 60, 5, 600),
  NUMBER ("login", "challenges-per-card", challenges_per_card, 60, 1, 10000),
  NUMBER ("login", "challenges-per-address", challenges_per_address, 2000, 1, 1000000),
  NUMBER ("login", "challenges-in-all", challenges_in_all, 20000, 1, 1000000),
  NUMBER ("login", "hash-cost", hash_cost, 0, 0, 11),
  NUMBER ("login", "hash-threads", hash_threads, 2, 1, 64),
  NUMBER ("login", "hash-queue", hash_queue, 64, 1, 10000),
  NUMBER ("account", "min-length", account_password.min_length, 8, 1, 128),
  NUMBER ("account", "max-length", account_password.max_length, 64, 1, 128),
  NUMBER ("account", "classes", account_password.classes, 3, 0, 4),
  NUMBER ("account", "history", account_password.history, 3, 0, 100),
  NUMBER ("account", "min-hours", account_password.min_hours, 2, 0, 720),
  NUMBER ("registration", "min-length", registration_password.min_length, 6, 1, 128),
  NUMBER ("registration", "max-length", registration_password.max_length, 12, 1, 128),
  NUMBER ("registration", "classes", registration_password.classes, 0, 0, 4),
  NUMBER ("registration", "history", registration_password.history, 1, 0, 100),
  NUMBER ("registration", "session-idle-seconds", card_session_idle_seconds, 900, 10, 86400),
  NUMBER ("registration", "session-seconds", card_session_seconds, 7200, 10, 86400),
  NUMBER ("registration", "residence-errors", residence_errors, 5, 1, 100),
  NUMBER ("registration", "residence-stop-seconds", residence_stop_seconds, 1800, 1, 86400),
  NUMBER ("registration", "code-seconds", code_seconds, 1800, 60, 86400),
  NUMBER ("registration", "mails-per-hour", mails_per_hour, 5, 1, 100),
  NUMBER ("registration", "mail-pause-seconds", mail_pause_seconds, 60, 1, 3600),
  NUMBER ("registration", "phones", phones, 5, 1, 100),
  NUMBER ("limits", "keep-answers-seconds", keep_answers_seconds, 30 * 86400, 60, 366 * 86400),
  NUMBER ("limits", "body-bytes", body_limit, 65536, 1024, 64 * 1024 * 1024),
  NUMBER ("limits", "header-seconds", header_seconds, 20, 1, 600),
  NUMBER ("limits", "idle-seconds", idle_seconds, 75, 1, 3600),
  NUMBER ("limits", "ping-seconds", ping_seconds, 25, 1, 3600),
  NUMBER ("limits", "silence-seconds", silence_seconds, 75, 1, 7200),
  NUMBER ("limits", "connections", connections, 512, 1, 100000),
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
read_number (EcpaServerSettings  *self,
             GKeyFile            *file,
             const NumberRow     *row,
             GError             **error)
{
  gint64 value;
  g_autoptr (GError) local_error = NULL;

  if (!g_key_file_has_key (file, row->group, row->key, NULL))
    return TRUE;

  value = g_key_file_get_int64 (file, row->group, row->key, &local_error);
  if (local_error != NULL || value < row->minimum || value > row->maximum)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                   "[%s] %s has to be a number from %u to %u", row->group, row->key, row->minimum, row->maximum);
      return FALSE;
    }
  G_STRUCT_MEMBER (guint, self, row->offset) = (guint) value;

  return TRUE;
}

/* Passwords that nobody could choose. */
static gboolean
make_sense (EcpaPasswordRules  *rules,
            const char         *group,
            GError            **error)
{
  if (rules->min_length <= rules->max_length && rules->classes <= rules->max_length)
    return TRUE;

  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
               "[%s] max-length has to be as long as min-length and classes ask for", group);

  return FALSE;
}

/* One that is none would be believed by nobody, and everybody behind it be one address. */
static gboolean
read_proxies (EcpaServerSettings  *self,
              GKeyFile            *file,
              GError             **error)
{
  self->trusted_proxies = g_key_file_get_string_list (file, "server", "trusted-proxies", NULL, NULL);
  for (char **proxy = self->trusted_proxies; proxy != NULL && *proxy != NULL; proxy++)
    if (!g_hostname_is_ip_address (g_strstrip (*proxy)))
      {
        g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                     "[server] trusted-proxies has to be IP addresses, “%s” is none", *proxy);
        return FALSE;
      }

  return TRUE;
}

static void
read_text (char       **slot,
           GKeyFile    *file,
           const char  *key)
{
  char *value = g_key_file_get_string (file, "server", key, NULL);

  if (value == NULL)
    return;
  g_free (*slot);
  *slot = value;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_settings_new:
 *
 * Returns: (transfer full): the defaults
 */
EcpaServerSettings *
ecpa_server_settings_new (void)
{
  EcpaServerSettings *self = g_new0 (EcpaServerSettings, 1);

  self->name = g_strdup ("ecpa-backend");
  self->listen = g_strdup ("127.0.0.1");
  ecpa_mail_settings_init (&self->mail);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    G_STRUCT_MEMBER (guint, self, numbers[i].offset) = numbers[i].value;

  return self;
}

/**
 * ecpa_server_settings_load:
 * @path: a key file with the groups `server`, `login`, `account`, `registration`, `limits`, `mail`
 * @error: a #GKeyFileError or #GFileError
 *
 * Reads settings; what the file does not name keeps its default, and a number that makes no sense is refused.
 *
 * Returns: (transfer full) (nullable): the settings
 */
EcpaServerSettings *
ecpa_server_settings_load (const char  *path,
                           GError     **error)
{
  g_autoptr (EcpaServerSettings) self = ecpa_server_settings_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!read_number (self, file, &numbers[i], error))
      return NULL;

  if (!ecpa_mail_settings_read (&self->mail, file, error))
    return NULL;
  if (!make_sense (&self->account_password, "account", error)
      || !make_sense (&self->registration_password, "registration", error))
    return NULL;

  read_text (&self->name, file, "name");
  read_text (&self->listen, file, "listen");
  read_text (&self->certificate, file, "certificate");
  read_text (&self->key, file, "key");
  read_text (&self->database, file, "database");
  if (!read_proxies (self, file, error))
    return NULL;
  if (self->certificate == NULL || self->key == NULL || self->database == NULL)
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
                   "[server] needs certificate, key and database");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ecpa_server_settings_free:
 * @self: (transfer full): settings
 */
void
ecpa_server_settings_free (EcpaServerSettings *self)
{
  g_free (self->name);
  g_free (self->listen);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->database);
  g_strfreev (self->trusted_proxies);
  ecpa_mail_settings_clear (&self->mail);
  g_free (self);
}
