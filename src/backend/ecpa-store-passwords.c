/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-cards.h"

#include "ecpa-store-private.h"

#define CODE_COLUMNS "code_hash, purpose, person_id, card_id, mail, created_at, expires_at, used_at, superseded_at"
/* More than anybody can ask not to come again. */
#define KEPT_PASSWORDS 100

/* Auxiliaries -------------------------------------------------------------- */

static EcpaCodeRow *
read_code (EcpaRows  *rows,
           GError   **error)
{
  EcpaCodeRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaCodeRow, 1);
  row->code_hash = ecpa_rows_dup_bytes (rows, 0);
  row->purpose = ecpa_rows_dup_text (rows, 1);
  row->person_id = ecpa_rows_get_int (rows, 2);
  row->card_id = ecpa_rows_dup_bytes (rows, 3);
  row->mail = ecpa_rows_dup_text (rows, 4);
  row->created_at = ecpa_rows_get_int (rows, 5);
  row->expires_at = ecpa_rows_get_int (rows, 6);
  row->used_at = ecpa_rows_get_int (rows, 7);
  row->superseded_at = ecpa_rows_get_int (rows, 8);

  return row;
}

/* What is in force becomes what was. */
static gboolean
keep_password (EcpaStore   *self,
               gint64       person_id,
               const char  *kind,
               const char  *table,
               gint64       now,
               GError     **error)
{
  g_autofree char *keep = g_strdup_printf ("INSERT INTO password_history (person_id, kind, password_hash, replaced_at)"
                                           " SELECT person_id, $2, password_hash, $3 FROM %s WHERE person_id = $1",
                                           table);

  return ecpa_database_execute (self->database, NULL, error, keep, "isi", person_id, kind, now)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM password_history WHERE person_id = $1 AND kind = $2 AND id NOT IN"
                                   " (SELECT id FROM password_history WHERE person_id = $1 AND kind = $2"
                                   " ORDER BY id DESC LIMIT $3)",
                                   "isi", person_id, kind, (gint64) KEPT_PASSWORDS);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_add_code:
 * @self: a store
 * @row: a code
 * @error: a #EcpaDatabaseError
 *
 * Adds a code; those of the same purpose that the person got before are worth nothing from here on.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_code (EcpaStore    *self,
                     EcpaCodeRow  *row,
                     GError      **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE codes SET superseded_at = $3"
                                " WHERE person_id = $1 AND purpose = $2 AND superseded_at IS NULL AND used_at IS NULL",
                                "isi", row->person_id, row->purpose, row->created_at)
         && ecpa_database_execute (self->database, NULL, error,
                                   "INSERT INTO codes (code_hash, purpose, person_id, card_id, mail, created_at,"
                                   " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                                   "bsibsii", row->code_hash, row->purpose, row->person_id, row->card_id, row->mail,
                                   row->created_at, row->expires_at);
}

/**
 * ecpa_store_find_code:
 * @self: a store
 * @code_hash: SHA-256 of a code
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the code, good or not
 */
EcpaCodeRow *
ecpa_store_find_code (EcpaStore  *self,
                      GBytes     *code_hash,
                      GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error, "SELECT " CODE_COLUMNS " FROM codes WHERE code_hash = $1",
                         "b", code_hash);

  return read_code (rows, error);
}

/**
 * ecpa_store_find_open_code:
 * @self: a store
 * @person_id: whose
 * @purpose: what for
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the code that is good at this moment
 */
EcpaCodeRow *
ecpa_store_find_open_code (EcpaStore   *self,
                           gint64       person_id,
                           const char  *purpose,
                           gint64       now,
                           GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT " CODE_COLUMNS " FROM codes WHERE person_id = $1 AND purpose = $2"
                         " AND used_at IS NULL AND superseded_at IS NULL AND expires_at > $3",
                         "isi", person_id, purpose, now);

  return read_code (rows, error);
}

/**
 * ecpa_store_use_code:
 * @self: a store
 * @code_hash: SHA-256 of a code
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written that the code was used
 */
gboolean
ecpa_store_use_code (EcpaStore  *self,
                     GBytes     *code_hash,
                     gint64      now,
                     GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error, "UPDATE codes SET used_at = $2 WHERE code_hash = $1",
                                "bi", code_hash, now);
}

/**
 * ecpa_store_count_codes:
 * @self: a store
 * @person_id: whose
 * @since: from when on they count
 * @count: (out): how many mails with a code were asked for
 * @first_at: (out): when the first of them was, or 0
 * @last_at: (out): when the last of them was, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_count_codes (EcpaStore  *self,
                        gint64      person_id,
                        gint64      since,
                        gint64     *count,
                        gint64     *first_at,
                        gint64     *last_at,
                        GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT count(*), min(created_at), max(created_at) FROM codes"
                         " WHERE person_id = $1 AND created_at > $2", "ii", person_id, since);
  gboolean found = ecpa_rows_next (rows, NULL);

  *count = found ? ecpa_rows_get_int (rows, 0) : 0;
  *first_at = found ? ecpa_rows_get_int (rows, 1) : 0;
  *last_at = found ? ecpa_rows_get_int (rows, 2) : 0;

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_list_passwords:
 * @self: a store
 * @person_id: whose
 * @kind: %ECPA_PASSWORD_ACCOUNT or %ECPA_PASSWORD_REGISTRATION
 * @limit: how many at most
 * @hashes: (element-type utf8): takes the hashes of the passwords before the one in force, the newest first
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_list_passwords (EcpaStore   *self,
                           gint64       person_id,
                           const char  *kind,
                           guint        limit,
                           GPtrArray   *hashes,
                           GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT password_hash FROM password_history WHERE person_id = $1 AND kind = $2"
                         " ORDER BY id DESC LIMIT $3", "isi", person_id, kind, (gint64) limit);

  while (ecpa_rows_next (rows, NULL))
    g_ptr_array_add (hashes, ecpa_rows_dup_text (rows, 0));

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_set_registration_password:
 * @self: a store
 * @person_id: whose
 * @password_hash: of the new password
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Sets a new password; errors and stops are forgotten with the old one.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_set_registration_password (EcpaStore   *self,
                                      gint64       person_id,
                                      const char  *password_hash,
                                      gint64       now,
                                      GError     **error)
{
  return keep_password (self, person_id, ECPA_PASSWORD_REGISTRATION, "registrations", now, error)
         && ecpa_database_execute (self->database, NULL, error,
                                   "UPDATE registrations SET password_hash = $2, errors = 0, stopped_until = 0,"
                                   " stops = 0 WHERE person_id = $1", "is", person_id, password_hash);
}

/**
 * ecpa_store_set_account_password:
 * @self: a store
 * @person_id: whose
 * @password_hash: of the new password
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_set_account_password (EcpaStore   *self,
                                 gint64       person_id,
                                 const char  *password_hash,
                                 gint64       now,
                                 GError     **error)
{
  return keep_password (self, person_id, ECPA_PASSWORD_ACCOUNT, "accounts", now, error)
         && ecpa_database_execute (self->database, NULL, error,
                                   "UPDATE accounts SET password_hash = $2, changed_at = $3 WHERE person_id = $1",
                                   "isi", person_id, password_hash, now);
}

/**
 * ecpa_store_renew_hash:
 * @self: a store
 * @person_id: whose
 * @kind: %ECPA_PASSWORD_REGISTRATION or %ECPA_PASSWORD_ACCOUNT
 * @password_hash: a hash in force
 * @renewed: another of the same password
 * @error: a #EcpaDatabaseError
 *
 * Puts another hash into its place, unless the password has been changed meanwhile.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_renew_hash (EcpaStore   *self,
                       gint64       person_id,
                       const char  *kind,
                       const char  *password_hash,
                       const char  *renewed,
                       GError     **error)
{
  const char *sql = strcmp (kind, ECPA_PASSWORD_ACCOUNT) == 0
                      ? "UPDATE accounts SET password_hash = $3 WHERE person_id = $1 AND password_hash = $2"
                      : "UPDATE registrations SET password_hash = $3 WHERE person_id = $1 AND password_hash = $2";

  return ecpa_database_execute (self->database, NULL, error, sql, "iss", person_id, password_hash, renewed);
}

/**
 * ecpa_store_find_hash_kinds:
 * @self: a store
 * @kinds: (element-type utf8): takes the beginnings of the hashes of accounts' passwords, up to their salts, each once
 * @error: a #EcpaDatabaseError
 *
 * Looks at all accounts.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_hash_kinds (EcpaStore  *self,
                            GPtrArray  *kinds,
                            GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT DISTINCT substr (password_hash, 1, 3 + instr (substr (password_hash, 4), '$'))"
                         " FROM accounts", "");

  while (ecpa_rows_next (rows, NULL))
    g_ptr_array_add (kinds, ecpa_rows_dup_text (rows, 0));

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_find_account_name:
 * @self: a store
 * @person_id: whose
 * @changed_at: (out): when its password was set, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the name of the person's account
 */
char *
ecpa_store_find_account_name (EcpaStore  *self,
                              gint64      person_id,
                              gint64     *changed_at,
                              GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT account, changed_at FROM accounts WHERE person_id = $1", "i", person_id);

  *changed_at = 0;
  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;
  *changed_at = ecpa_rows_get_int (rows, 1);

  return ecpa_rows_dup_text (rows, 0);
}

/**
 * ecpa_store_create_account:
 * @self: a store
 * @person_id: whose; has no account
 * @account: its name
 * @password_hash: of its password
 * @now: the time
 * @created: (out): whether the name was free, whatever its case
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_create_account (EcpaStore   *self,
                           gint64       person_id,
                           const char  *account,
                           const char  *password_hash,
                           gint64       now,
                           gboolean    *created,
                           GError     **error)
{
  gint64 n_changed = 0;
  gboolean done = ecpa_database_execute (self->database, &n_changed, error,
                                         "INSERT INTO accounts (account, person_id, password_hash, changed_at)"
                                         " SELECT $1, $2, $3, $4"
                                         " WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE lower (account) = lower ($1))"
                                         " ON CONFLICT DO NOTHING",
                                         "sisi", account, person_id, password_hash, now);

  *created = done && n_changed > 0;

  return done;
}

/**
 * ecpa_code_row_free:
 * @row: (transfer full): a code
 */
void
ecpa_code_row_free (EcpaCodeRow *row)
{
  g_clear_pointer (&row->code_hash, g_bytes_unref);
  g_clear_pointer (&row->card_id, g_bytes_unref);
  g_free (row->purpose);
  g_free (row->mail);
  g_free (row);
}
