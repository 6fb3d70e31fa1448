/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-cards.h"

#include "ecpa-store-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_add_card_session:
 * @self: a store
 * @row: a card that proved itself
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_card_session (EcpaStore           *self,
                             EcpaCardSessionRow  *row,
                             GError             **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO card_sessions (token_hash, card_id, person_id, created_at, last_used_at)"
                                " VALUES ($1, $2, $3, $4, $5)",
                                "bbiii", row->token_hash, row->card_id, row->person_id, row->created_at,
                                row->last_used_at);
}

/**
 * ecpa_store_find_card_session:
 * @self: a store
 * @token_hash: SHA-256 of a token
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the card session with its holder's name, ended by time or not
 */
EcpaCardSessionRow *
ecpa_store_find_card_session (EcpaStore  *self,
                              GBytes     *token_hash,
                              GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT s.card_id, s.person_id, p.name, s.created_at, s.last_used_at"
                         " FROM card_sessions s JOIN persons p ON p.id = s.person_id WHERE s.token_hash = $1",
                         "b", token_hash);
  EcpaCardSessionRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaCardSessionRow, 1);
  row->token_hash = g_bytes_ref (token_hash);
  row->card_id = ecpa_rows_dup_bytes (rows, 0);
  row->person_id = ecpa_rows_get_int (rows, 1);
  row->name = ecpa_rows_dup_text (rows, 2);
  row->created_at = ecpa_rows_get_int (rows, 3);
  row->last_used_at = ecpa_rows_get_int (rows, 4);

  return row;
}

/**
 * ecpa_store_touch_card_session:
 * @self: a store
 * @token_hash: a card session
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Notes that the card session was used.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_touch_card_session (EcpaStore  *self,
                               GBytes     *token_hash,
                               gint64      now,
                               GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE card_sessions SET last_used_at = $2 WHERE token_hash = $1",
                                "bi", token_hash, now);
}

/**
 * ecpa_store_remove_card_session:
 * @self: a store
 * @token_hash: a card session
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Ends a card session, for those who listen too.
 *
 * Returns: whether it is gone
 */
gboolean
ecpa_store_remove_card_session (EcpaStore  *self,
                                GBytes     *token_hash,
                                gint64      now,
                                GError    **error)
{
  return ecpa_store_note_endings (self,
                                  ecpa_database_query (self->database, error,
                                                       "DELETE FROM card_sessions WHERE token_hash = $1"
                                                       " RETURNING token_hash",
                                                       "b", token_hash),
                                  "signed-out", now, NULL, error);
}

/**
 * ecpa_store_find_residence:
 * @self: a store
 * @person_id: whose
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): what the household register says
 */
EcpaResidence *
ecpa_store_find_residence (EcpaStore  *self,
                           gint64      person_id,
                           GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT household_number, county, town, village, neighbourhood FROM residences"
                         " WHERE person_id = $1", "i", person_id);
  EcpaResidence *residence;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  residence = g_object_new (ECPA_TYPE_RESIDENCE, NULL);
  residence->household_number = ecpa_rows_dup_text (rows, 0);
  residence->county = ecpa_rows_dup_text (rows, 1);
  residence->town = ecpa_rows_dup_text (rows, 2);
  residence->village = ecpa_rows_dup_text (rows, 3);
  residence->neighbourhood = ecpa_rows_dup_text (rows, 4);

  return residence;
}

/**
 * ecpa_store_put_residence:
 * @self: a store
 * @person_id: whose
 * @residence: what the household register says
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_residence (EcpaStore      *self,
                          gint64          person_id,
                          EcpaResidence  *residence,
                          GError        **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO residences"
                                " (person_id, household_number, county, town, village, neighbourhood)"
                                " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id) DO UPDATE"
                                " SET household_number = excluded.household_number, county = excluded.county,"
                                " town = excluded.town, village = excluded.village,"
                                " neighbourhood = excluded.neighbourhood",
                                "isssss", person_id, residence->household_number, residence->county, residence->town,
                                residence->village, residence->neighbourhood);
}

/**
 * ecpa_store_find_residence_attempts:
 * @self: a store
 * @person_id: whose residence was tried
 * @errors: (out): wrong ones since the last stop or success
 * @stopped_until: (out): when the stop ends, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_residence_attempts (EcpaStore  *self,
                                    gint64      person_id,
                                    gint64     *errors,
                                    gint64     *stopped_until,
                                    GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT errors, stopped_until FROM residence_attempts WHERE person_id = $1",
                         "i", person_id);

  return ecpa_rows_read_attempts (rows, errors, stopped_until, error);
}

/**
 * ecpa_store_save_residence_attempts:
 * @self: a store
 * @person_id: whose residence was tried
 * @errors: wrong ones so far
 * @stopped_until: when the stop ends, or 0
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_save_residence_attempts (EcpaStore  *self,
                                    gint64      person_id,
                                    gint64      errors,
                                    gint64      stopped_until,
                                    GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO residence_attempts (person_id, errors, stopped_until)"
                                " VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE"
                                " SET errors = excluded.errors, stopped_until = excluded.stopped_until",
                                "iii", person_id, errors, stopped_until);
}

/**
 * ecpa_card_session_row_free:
 * @row: (transfer full): a card session
 */
void
ecpa_card_session_row_free (EcpaCardSessionRow *row)
{
  g_clear_pointer (&row->token_hash, g_bytes_unref);
  g_clear_pointer (&row->card_id, g_bytes_unref);
  g_free (row->name);
  g_free (row);
}
