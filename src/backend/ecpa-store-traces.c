/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-store-private.h"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
purge_sessions (EcpaStore  *self,
                gint64      now,
                gint64      last_used,
                gint64      created,
                GError    **error)
{
  return ecpa_store_note_endings (self,
                                  ecpa_database_query (self->database, error,
                                                       "DELETE FROM sessions WHERE last_used_at <= $1 OR created_at <= $2"
                                                       " RETURNING token_hash",
                                                       "ii", last_used, created),
                                  "expired", now, NULL, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_store_find_answer:
 * @self: a store
 * @person_id: who asks
 * @key: their idempotency key
 * @not_before: answers older than this have been forgotten
 * @error: a #EcpaDatabaseError
 *
 * Returns: (transfer full) (nullable): what was answered before
 */
EcpaAnswerRow *
ecpa_store_find_answer (EcpaStore   *self,
                        gint64       person_id,
                        const char  *key,
                        gint64       not_before,
                        GError     **error)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (self->database, error,
                         "SELECT request_hash, status, body, version FROM idempotency"
                         " WHERE person_id = $1 AND key = $2 AND created_at >= $3",
                         "isi", person_id, key, not_before);
  EcpaAnswerRow *row;

  if (rows == NULL || !ecpa_rows_next (rows, error))
    return NULL;

  row = g_new0 (EcpaAnswerRow, 1);
  row->request_hash = ecpa_rows_dup_bytes (rows, 0);
  row->status = (guint) ecpa_rows_get_int (rows, 1);
  row->body = ecpa_rows_dup_text (rows, 2);
  row->version = ecpa_rows_get_int (rows, 3);

  return row;
}

/**
 * ecpa_store_add_answer:
 * @self: a store
 * @person_id: who asked
 * @key: their idempotency key
 * @row: what is answered
 * @now: the time
 * @error: a #EcpaDatabaseError
 *
 * Keeps an answer, in the transaction of what it reports.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_answer (EcpaStore      *self,
                       gint64          person_id,
                       const char     *key,
                       EcpaAnswerRow  *row,
                       gint64          now,
                       GError        **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "DELETE FROM idempotency WHERE person_id = $1 AND key = $2", "is", person_id, key)
         && ecpa_database_execute (self->database, NULL, error,
                                   "INSERT INTO idempotency (person_id, key, request_hash, status, body, version,"
                                   " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                                   "isbisii", person_id, key, row->request_hash, (gint64) row->status, row->body,
                                   row->version, now);
}

/**
 * ecpa_store_add_audit:
 * @self: a store
 * @now: the time
 * @person_id: who did it; 0 where nobody had signed in
 * @subject_id: whose data it was; 0 where nobody's
 * @method: how they had signed in, or the empty string
 * @action: what, e.g. `order.read`
 * @target: of what, e.g. an order's id
 * @outcome: `ok`, or the name of a problem code
 * @error: a #EcpaDatabaseError
 *
 * Adds a line to the audit log. No argument may hold a secret.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_store_add_audit (EcpaStore   *self,
                      gint64       now,
                      gint64       person_id,
                      gint64       subject_id,
                      const char  *method,
                      const char  *action,
                      const char  *target,
                      const char  *outcome,
                      GError     **error)
{
  return ecpa_database_execute (self->database, NULL, error,
                                "INSERT INTO audit (at, person_id, subject_id, method, action, target, outcome)"
                                " VALUES ($1, nullif ($2, 0), nullif ($3, 0), $4, $5, $6, $7)",
                                "iiissss", now, person_id, subject_id, method, action, target, outcome);
}

/**
 * ecpa_store_purge:
 * @self: a store
 * @now: the time
 * @idle_seconds: sessions not used for this long have ended
 * @session_seconds: and those opened this long ago
 * @keep_seconds: how long answers to idempotency keys are kept
 * @error: a #EcpaDatabaseError
 *
 * Forgets what has run out; of sessions a day later, why. The audit log stays.
 *
 * Returns: whether it is done
 */
gboolean
ecpa_store_purge (EcpaStore  *self,
                  gint64      now,
                  gint64      idle_seconds,
                  gint64      session_seconds,
                  gint64      keep_seconds,
                  GError    **error)
{
  return ecpa_store_begin (self, error)
         && purge_sessions (self, now, now - idle_seconds, now - session_seconds, error)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM idempotency WHERE created_at < $1", "i", now - keep_seconds)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM card_sessions WHERE last_used_at <= $1 OR created_at <= $2",
                                   "ii", now - (gint64) 86400, now - (gint64) 86400)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM codes WHERE expires_at <= $1", "i", now - (gint64) (7 * 86400))
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM login_challenges WHERE expires_at <= $1", "i", now)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM ended_sessions WHERE at <= $1", "i", now - (gint64) 86400)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM address_attempts WHERE locked_until <= $1 AND last_at <= $2",
                                   "ii", now, now - (gint64) 86400)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM account_attempts WHERE locked_until <= $1 AND last_at <= $2",
                                   "ii", now, now - (gint64) 86400)
         && ecpa_database_execute (self->database, NULL, error,
                                   "DELETE FROM mails WHERE done_at IS NOT NULL AND done_at < $1", "i",
                                   now - keep_seconds)
         && ecpa_store_commit (self, error);
}
