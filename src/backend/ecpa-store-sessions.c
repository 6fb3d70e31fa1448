/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
find_previous (EcpaStore       *self,
               EcpaSessionRow  *row,
               GError         **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT at, method FROM sign_ins WHERE person_id = $1", "i", row->person_id);

  if (ecpa_rows_next (rows, NULL))
    {
      row->previous_at = ecpa_rows_get_int (rows, 0);
      row->previous_method = ecpa_rows_dup_text (rows, 1);
    }

  return ecpa_rows_end (rows, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_note_endings:
 * @self: a store
 * @removed: (transfer full) (nullable): the answer to `DELETE … RETURNING token_hash`; a statement that failed has none
 * @reason: `expired`, `signed-out` or `administrator`
 * @now: the time
 * @n_ended: (out) (optional): how many there were
 * @error: a #EcpaDatabaseError; left alone where @removed is %NULL, for the statement has set it
 *
 * Takes sessions out, and keeps why: whoever asks with one of them later learns it. The first reason of each stands.
 *
 * Returns: whether they are gone
 */
gboolean
ecpa_store_note_endings (EcpaStore   *self,
                         EcpaRows    *removed,
                         const char  *reason,
                         gint64       now,
                         gint64      *n_ended,
                         GError     **error)
{
  g_autoptr (EcpaRows) rows = removed;
  gint64 n = 0;

  while (ecpa_rows_next (rows, NULL))
    {
      g_autoptr (GBytes) token_hash = ecpa_rows_dup_bytes (rows, 0);

      if (!ecpa_database_execute (self->database, NULL, error,
                                  "INSERT INTO ended_sessions (token_hash, reason, at) VALUES ($1, $2, $3)"
                                  " ON CONFLICT (token_hash) DO NOTHING",
                                  "bsi", token_hash, reason, now))
        return FALSE;
      n++;
    }
  if (n_ended != NULL)
    *n_ended = n;

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_add_session:
 * @self: a store
 * @row: (inout): a session; its previous sign-in is filled in here
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_session (EcpaStore       *self,
                        EcpaSessionRow  *row,
                        GError         **error)
{
  return find_previous (self, row, error)
         && ecpa_database_execute (self->database, NULL, error,
                                   "INSERT INTO sessions (token_hash, person_id, method, created_at, last_used_at,"
                                   " previous_at, previous_method) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                                   "bisiiis", row->token_hash, row->person_id, row->method, row->created_at,
                                   row->last_used_at, row->previous_at, row->previous_method)
         && ecpa_database_execute (self->database, NULL, error,
                                   "INSERT INTO sign_ins (person_id, method, at) VALUES ($1, $2, $3)"
                                   " ON CONFLICT (person_id) DO UPDATE SET method = excluded.method, at = excluded.at",
                                   "isi", row->person_id, row->method, row->created_at);
}

/**
 * ecpa_store_find_session:
 * @self: a store
 * @token_hash: SHA-256 of a token
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the session, ended by time or not
 */
EcpaSessionRow *
ecpa_store_find_session (EcpaStore  *self,
                         GBytes     *token_hash,
                         GError    **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT person_id, method, created_at, last_used_at, previous_at, previous_method"
                         " FROM sessions WHERE token_hash = $1",
                         "b", token_hash);
  EcpaSessionRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaSessionRow, 1);
  row->token_hash = g_bytes_ref (token_hash);
  row->person_id = ecpa_rows_get_int (rows, 0);
  row->method = ecpa_rows_dup_text (rows, 1);
  row->created_at = ecpa_rows_get_int (rows, 2);
  row->last_used_at = ecpa_rows_get_int (rows, 3);
  row->previous_at = ecpa_rows_get_int (rows, 4);
  row->previous_method = ecpa_rows_dup_text (rows, 5);

  return row;
}

/**
 * ecpa_store_touch_session:
 * @self: a store
 * @token_hash: a session
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Notes that the session was used.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_touch_session (EcpaStore  *self,
                          GBytes     *token_hash,
                          gint64      now,
                          GError    **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "UPDATE sessions SET last_used_at = $2 WHERE token_hash = $1", "bi", token_hash, now);
}

/**
 * ecpa_store_remove_session:
 * @self: a store
 * @token_hash: a session
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Ends a session because its person wants it.
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_remove_session (EcpaStore  *self,
                           GBytes     *token_hash,
                           gint64      now,
                           GError    **error)
{
  return ecpa_store_note_endings (self,
                                  ecpa_database_query (self->database, error,
                                                       "DELETE FROM sessions WHERE token_hash = $1 RETURNING token_hash",
                                                       "b", token_hash),
                                  "signed-out", now, NULL, error);
}

/**
 * ecpa_store_end_sessions:
 * @self: a store
 * @person_id: whose; 0 for everybody's
 * @now: the time
 * @n_ended: (out): how many there were
 * @error: a #EcpaDatabaseError
 *
 * Ends sessions because an administrator wants it.
 *
 * Returns: whether they are gone
 */
gboolean
ecpa_store_end_sessions (EcpaStore  *self,
                         gint64      person_id,
                         gint64      now,
                         gint64     *n_ended,
                         GError    **error)
{
  return ecpa_store_note_endings (self,
                                  ecpa_database_query (self->database, error,
                                                       "DELETE FROM sessions WHERE $1 IN (0, person_id)"
                                                       " RETURNING token_hash",
                                                       "i", person_id),
                                  "administrator", now, n_ended, error);
}

/**
 * ecpa_store_end_sessions_by:
 * @self: a store
 * @person_id: whose
 * @method: how they were opened
 * @but: (nullable): the one that stays
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Ends sessions that were opened by what is no longer good.
 *
 * Returns: whether they are gone
 */
gboolean
ecpa_store_end_sessions_by (EcpaStore   *self,
                            gint64       person_id,
                            const char  *method,
                            GBytes      *but,
                            gint64       now,
                            GError     **error)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  return ecpa_store_note_endings (self,
                                  ecpa_database_query (self->database, error,
                                                       "DELETE FROM sessions"
                                                       " WHERE person_id = $1 AND method = $2 AND token_hash <> $3"
                                                       " RETURNING token_hash",
                                                       "isb", person_id, method, but != NULL ? but : none),
                                  "signed-out", now, NULL, error);
}

/**
 * ecpa_store_find_ending:
 * @self: a store
 * @token_hash: a session that is gone
 * @reason: (out) (nullable): `expired`, `signed-out` or `administrator`; %NULL where nobody knows any more
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_ending (EcpaStore   *self,
                        GBytes      *token_hash,
                        char       **reason,
                        GError     **error)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->database, error,
                                                   "SELECT reason FROM ended_sessions WHERE token_hash = $1", "b",
                                                   token_hash);

  *reason = NULL;
  if (ecpa_rows_next (rows, NULL))
    *reason = ecpa_rows_dup_text (rows, 0);

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_find_text:
 * @self: a store
 * @scope: what it is about
 * @today: `YYYY-MM-DD`
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): the text in force
 */
EcpaLegalText *
ecpa_store_find_text (EcpaStore   *self,
                      const char  *scope,
                      const char  *today,
                      GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT version, effective_on, title, text FROM legal_texts"
                         " WHERE scope = $1 AND effective_on <= $2 ORDER BY effective_on DESC, version DESC LIMIT 1",
                         "ss", scope, today);
  EcpaLegalText *text;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  text = g_object_new (ECPA_TYPE_LEGAL_TEXT, NULL);
  text->scope = g_strdup (scope);
  text->version = ecpa_rows_dup_text (rows, 0);
  text->effective_on = ecpa_rows_dup_text (rows, 1);
  text->title = ecpa_rows_dup_text (rows, 2);
  text->text = ecpa_rows_dup_text (rows, 3);

  return text;
}

/**
 * ecpa_store_put_text:
 * @self: a store
 * @text: a legal text
 * @error: a #EcpaDatabaseError
 *
 * Adds a text. A version that is there already stays as it is: people have agreed to its words.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_put_text (EcpaStore      *self,
                     EcpaLegalText  *text,
                     GError        **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO legal_texts (scope, version, effective_on, title, text)"
                                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (scope, version) DO NOTHING",
                                "sssss", text->scope, text->version, text->effective_on, text->title, text->text);
}

/**
 * ecpa_store_find_consent:
 * @self: a store
 * @person_id: a person
 * @scope: exactly this scope; none covers another
 * @agreed_at: (out): when they agreed, or 0
 * @version: (out) (optional) (nullable): to which text
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_store_find_consent (EcpaStore   *self,
                         gint64       person_id,
                         const char  *scope,
                         gint64      *agreed_at,
                         char       **version,
                         GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT agreed_at, version FROM consents WHERE person_id = $1 AND scope = $2",
                         "is", person_id, scope);

  *agreed_at = 0;
  if (ecpa_rows_next (rows, NULL))
    {
      *agreed_at = ecpa_rows_get_int (rows, 0);
      if (version != NULL)
        *version = ecpa_rows_dup_text (rows, 1);
    }

  return ecpa_rows_end (rows, error);
}

/**
 * ecpa_store_add_consent:
 * @self: a store
 * @person_id: a person
 * @scope: what they agreed to
 * @version: which text of it
 * @now: the time
 * @method: how they had signed in
 * @error: a #EcpaDatabaseError
 *
 * Records an agreement. The first one stands: agreeing again changes nothing.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_consent (EcpaStore   *self,
                        gint64       person_id,
                        const char  *scope,
                        const char  *version,
                        gint64       now,
                        const char  *method,
                        GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO consents (person_id, scope, version, agreed_at, method)"
                                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, scope) DO NOTHING",
                                "issis", person_id, scope, version, now, method);
}
