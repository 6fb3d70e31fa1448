/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rows_read_attempts:
 * @rows: (nullable): rows of `errors, locked_until`, one or none
 * @errors: (out): what went wrong so far; 0 where there is no row
 * @locked_until: (out): until when it is locked, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_rows_read_attempts (EcpaRows  *rows,
                         gint64    *errors,
                         gint64    *locked_until,
                         GError   **error)
{
  gboolean found = ecpa_rows_next (rows, NULL);

  *errors = found ? ecpa_rows_get_int (rows, 0) : 0;
  *locked_until = found ? ecpa_rows_get_int (rows, 1) : 0;

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_find_servant:
 * @self: a store
 * @person_id: a person
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the person as a civil servant, active or retired
 */
EcpaServantRow *
ecpa_store_find_servant (EcpaStore  *self,
                         gint64      person_id,
                         GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT p.national_id, p.name, a.name, c.position, c.status, c.notice_address, c.roles"
                         " FROM civil_servants c JOIN persons p ON p.id = c.person_id"
                         " JOIN agencies a ON a.code = c.agency_code WHERE c.person_id = $1",
                         "i", person_id);
  EcpaServantRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaServantRow, 1);
  row->person_id = person_id;
  row->national_id = ecpa_rows_dup_text (rows, 0);
  row->name = ecpa_rows_dup_text (rows, 1);
  row->agency_name = ecpa_rows_dup_text (rows, 2);
  row->position = ecpa_rows_dup_text (rows, 3);
  row->status = ecpa_rows_dup_text (rows, 4);
  row->notice_address = ecpa_rows_dup_text (rows, 5);
  row->roles = ecpa_rows_dup_text (rows, 6);

  return row;
}

/**
 * ecpa_store_find_card:
 * @self: a store
 * @card_id: a card's id
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the card, with whose it is and its public key
 */
EcpaCardRow *
ecpa_store_find_card (EcpaStore  *self,
                      GBytes     *card_id,
                      GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT number, scheme, public_key, person_id FROM cards WHERE card_id = $1",
                         "b", card_id);
  EcpaCardRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaCardRow, 1);
  row->card_id = g_bytes_ref (card_id);
  row->number = ecpa_rows_dup_text (rows, 0);
  row->scheme = ecpa_rows_dup_text (rows, 1);
  row->public_key = ecpa_rows_dup_bytes (rows, 2);
  row->person_id = ecpa_rows_get_int (rows, 3);

  return row;
}

/**
 * ecpa_store_find_registration:
 * @self: a store
 * @person_id: a person
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): their registration with Card Online Services
 */
EcpaRegistrationRow *
ecpa_store_find_registration (EcpaStore  *self,
                              gint64      person_id,
                              GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT password_hash, verified_at, errors, stopped_until, stops, created_at"
                         " FROM registrations WHERE person_id = $1",
                         "i", person_id);
  EcpaRegistrationRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaRegistrationRow, 1);
  row->person_id = person_id;
  row->password_hash = ecpa_rows_dup_text (rows, 0);
  row->verified_at = ecpa_rows_get_int (rows, 1);
  row->errors = ecpa_rows_get_int (rows, 2);
  row->stopped_until = ecpa_rows_get_int (rows, 3);
  row->stops = ecpa_rows_get_int (rows, 4);
  row->created_at = ecpa_rows_get_int (rows, 5);

  return row;
}

/**
 * ecpa_store_save_attempts:
 * @self: a store
 * @row: a registration whose counters changed
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the counters are written
 */
gboolean
ecpa_store_save_attempts (EcpaStore            *self,
                          EcpaRegistrationRow  *row,
                          GError              **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE registrations SET errors = $2, stopped_until = $3, stops = $4"
                                " WHERE person_id = $1",
                                "iiii", row->person_id, row->errors, row->stopped_until, row->stops);
}

/**
 * ecpa_store_find_account:
 * @self: a store
 * @account: a name
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the account
 */
EcpaAccountRow *
ecpa_store_find_account (EcpaStore   *self,
                         const char  *account,
                         GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT person_id, password_hash FROM accounts WHERE account = $1", "s", account);
  EcpaAccountRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaAccountRow, 1);
  row->person_id = ecpa_rows_get_int (rows, 0);
  row->password_hash = ecpa_rows_dup_text (rows, 1);

  return row;
}

/**
 * ecpa_store_find_account_attempts:
 * @self: a store
 * @account_hash: SHA-256 of the name that was tried
 * @errors: (out): wrong passwords since the last lock or success
 * @locked_until: (out): when the lock ends, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_account_attempts (EcpaStore  *self,
                                  GBytes     *account_hash,
                                  gint64     *errors,
                                  gint64     *locked_until,
                                  GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT errors, locked_until FROM account_attempts WHERE account_hash = $1",
                         "b", account_hash);

  return ecpa_rows_read_attempts (rows, errors, locked_until, error);
}

/**
 * ecpa_store_save_account_attempts:
 * @self: a store
 * @account_hash: SHA-256 of the name that was tried
 * @errors: wrong passwords so far
 * @locked_until: when the lock ends, or 0
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_save_account_attempts (EcpaStore  *self,
                                  GBytes     *account_hash,
                                  gint64      errors,
                                  gint64      locked_until,
                                  gint64      now,
                                  GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO account_attempts (account_hash, errors, locked_until, last_at)"
                                " VALUES ($1, $2, $3, $4) ON CONFLICT (account_hash) DO UPDATE"
                                " SET errors = excluded.errors, locked_until = excluded.locked_until,"
                                " last_at = excluded.last_at",
                                "biii", account_hash, errors, locked_until, now);
}

/**
 * ecpa_store_add_challenge:
 * @self: a store
 * @row: a login challenge
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_challenge (EcpaStore         *self,
                          EcpaChallengeRow  *row,
                          GError           **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO login_challenges"
                                " (login_id, card_id, card_challenge, backend_challenge, expires_at, address)"
                                " VALUES ($1, $2, $3, $4, $5, $6)",
                                "bbbbis", row->login_id, row->card_id, row->card_challenge, row->backend_challenge,
                                row->expires_at, row->address != NULL ? row->address : "");
}

/**
 * ecpa_store_count_challenges:
 * @self: a store
 * @card_id: a card's id
 * @address: (nullable): a network address
 * @now: the time
 * @of_card: (out): how many wait for this card
 * @of_address: (out): how many went to this address; 0 where there is none
 * @in_all: (out): how many wait in all
 * @error: a #EcpaDatabaseError
 *
 * Drops what has expired and counts the rest.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_count_challenges (EcpaStore  *self,
                             GBytes     *card_id,
                             const char *address,
                             gint64      now,
                             gint64     *of_card,
                             gint64     *of_address,
                             gint64     *in_all,
                             GError    **error)
{
  g_autoptr (EcpaRows) rows = NULL;

  if (!ecpa_database_execute (self->database, NULL, error,
                              "DELETE FROM login_challenges WHERE expires_at <= $1", "i", now))
    return FALSE;

  rows = ecpa_database_query (self->database, error,
                              "SELECT (SELECT count(*) FROM login_challenges WHERE card_id = $1),"
                              " (SELECT count(*) FROM login_challenges WHERE address = $2 AND address <> ''),"
                              " (SELECT count(*) FROM login_challenges)",
                              "bs", card_id, address != NULL ? address : "");
  if (rows == NULL || !ecpa_rows_next (rows, error))
    return FALSE;
  *of_card = ecpa_rows_get_int (rows, 0);
  *of_address = ecpa_rows_get_int (rows, 1);
  *in_all = ecpa_rows_get_int (rows, 2);

  return TRUE;
}

/**
 * ecpa_store_take_challenge:
 * @self: a store
 * @login_id: a login's id
 * @error: a #EcpaDatabaseError
 *
 * Takes a challenge out, so that it is good once only.
 *
 * Returns: (transfer full) (nullable): the challenge, expired or not
 */
EcpaChallengeRow *
ecpa_store_take_challenge (EcpaStore  *self,
                           GBytes     *login_id,
                           GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "DELETE FROM login_challenges WHERE login_id = $1"
                         " RETURNING card_id, card_challenge, backend_challenge, expires_at",
                         "b", login_id);
  EcpaChallengeRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaChallengeRow, 1);
  row->login_id = g_bytes_ref (login_id);
  row->card_id = ecpa_rows_dup_bytes (rows, 0);
  row->card_challenge = ecpa_rows_dup_bytes (rows, 1);
  row->backend_challenge = ecpa_rows_dup_bytes (rows, 2);
  row->expires_at = ecpa_rows_get_int (rows, 3);

  return row;
}

/**
 * ecpa_store_find_person:
 * @self: a store
 * @account_or_id: the name of an account, or a national ID
 * @person_id: (out): whose it is; 0 where nobody's
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_person (EcpaStore   *self,
                        const char  *account_or_id,
                        gint64      *person_id,
                        GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT person_id FROM accounts WHERE account = $1"
                         " UNION SELECT id FROM persons WHERE national_id = $1",
                         "s", account_or_id);

  *person_id = 0;
  if (ecpa_rows_next (rows, NULL))
    *person_id = ecpa_rows_get_int (rows, 0);

  return ecpa_rows_end (rows, error);
}
