/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-roc-date.h"

#include <string.h>

/* How somebody has proved who they are, in the audit log, who has not signed in. */
#define CARD_SESSION "card"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
fail_with (GError          **error,
           EcpaProblemCode   code,
           const char       *field,
           gint64            retry_after)
{
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (code);

  problem->field = g_strdup (field);
  problem->retry_after = retry_after;
  g_propagate_error (error, ecpa_problem_to_error (problem));

  return FALSE;
}

/* What was sent may hold a password. */
static void
wipe (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (size > 0)
    explicit_bzero ((gpointer) data, size);
}

/* Takes the body. */
static void
set_answer (EcpaInquiry *self,
            guint        status,
            char        *body,
            gint64       version)
{
  self->status = status;
  self->version = version;
  self->is_problem = FALSE;
  g_free (self->answer);
  self->answer = body;
}

/* In the context of whoever asked. */
static void
hand_over (gpointer data)
{
  EcpaInquiry *self = data;

  self->answered (self, self->user_data);
}

static void
answer_was_written (gpointer      data,
                    const GError *error)
{
  EcpaInquiry *self = data;

  if (error != NULL)
    ecpa_inquiry_set_problem (self, error);
  ecpa_clerk_deliver (self->backend->clerk, hand_over, self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_fail:
 * @error: where the problem goes
 * @code: what happened
 *
 * Returns: %FALSE
 */
gboolean
ecpa_fail (GError          **error,
           EcpaProblemCode   code)
{
  return fail_with (error, code, NULL, -1);
}

/**
 * ecpa_fail_field:
 * @error: where the problem goes
 * @code: what happened
 * @field: (nullable): the member that is wrong
 *
 * Returns: %FALSE
 */
gboolean
ecpa_fail_field (GError          **error,
                 EcpaProblemCode   code,
                 const char       *field)
{
  return fail_with (error, code, field, -1);
}

/**
 * ecpa_fail_retry:
 * @error: where the problem goes
 * @code: what happened
 * @retry_after: seconds until it makes sense to try again
 *
 * Returns: %FALSE
 */
gboolean
ecpa_fail_retry (GError          **error,
                 EcpaProblemCode   code,
                 gint64            retry_after)
{
  return fail_with (error, code, NULL, MAX (retry_after, 1));
}

/**
 * ecpa_inquiry_new:
 * @method: the HTTP method
 * @path: the path
 * @query: (nullable): what follows the question mark
 * @body: (nullable): the body; wiped when the request is freed
 *
 * Returns: (transfer full): a request
 */
EcpaInquiry *
ecpa_inquiry_new (const char *method,
                  const char *path,
                  const char *query,
                  GBytes     *body)
{
  EcpaInquiry *self = g_new0 (EcpaInquiry, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->query = g_uri_parse_params (query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  self->retry_after = -1;

  return self;
}

/**
 * ecpa_inquiry_set_peer:
 * @self: a request
 * @address: (nullable): the IP address it came from
 * @forwarded_for: (nullable): its `X-Forwarded-For`; believed only where the address is a trusted proxy's
 *
 * Says where a request came from.
 */
void
ecpa_inquiry_set_peer (EcpaInquiry *self,
                       const char  *address,
                       const char  *forwarded_for)
{
  g_free (self->peer);
  self->peer = g_strdup (address);
  g_free (self->forwarded_for);
  self->forwarded_for = g_strdup (forwarded_for);
}

/**
 * ecpa_inquiry_set_header:
 * @self: a request
 * @name: a header's name
 * @value: (nullable): its value
 *
 * Adds one of the headers that matter.
 */
void
ecpa_inquiry_set_header (EcpaInquiry *self,
                         const char  *name,
                         const char  *value)
{
  g_return_if_fail (self != NULL && name != NULL);

  if (value != NULL)
    g_hash_table_insert (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
}

/**
 * ecpa_inquiry_read_text:
 * @self: a request with a JSON object
 * @member: one of its members
 * @max_length: the most bytes that make sense
 * @text: (out): its text
 * @error: a problem that names the member
 *
 * Returns: whether there is such a text, and not an empty one
 */
gboolean
ecpa_inquiry_read_text (EcpaInquiry  *self,
                        const char   *member,
                        gsize         max_length,
                        char        **text,
                        GError      **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->json), member);
  const char *value = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  if (value == NULL || *value == '\0' || strlen (value) > max_length)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);
  *text = g_strdup (value);

  return TRUE;
}

/**
 * ecpa_inquiry_read_record:
 * @self: a request with a JSON object
 * @type: what it should be
 * @error: a problem that names the member
 *
 * Returns: (transfer full) (nullable): the record
 */
gpointer
ecpa_inquiry_read_record (EcpaInquiry  *self,
                          GType         type,
                          GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  gpointer record = ecpa_record_from_json (type, self->json, &local_error);
  g_autoptr (GList) members = NULL;

  if (record != NULL)
    return record;

  /* Each member alone: the one that is wrong by itself is the one to name. */
  members = json_object_get_members (json_node_get_object (self->json));
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autoptr (JsonObject) alone = json_object_new ();
      g_autoptr (GError) wrong = NULL;
      g_autoptr (EcpaRecord) parsed = NULL;

      json_object_set_member (alone, l->data, json_object_dup_member (json_node_get_object (self->json), l->data));
      json_node_set_object (node, alone);
      parsed = ecpa_record_from_json (type, node, &wrong);
      if (g_error_matches (wrong, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_TYPE))
        {
          ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, l->data);
          return NULL;
        }
    }
  ecpa_fail (error, ECPA_PROBLEM_INVALID_REQUEST);

  return NULL;
}

/**
 * ecpa_inquiry_reply:
 * @self: a request
 * @status: the HTTP status
 * @record: (nullable): what is answered
 * @version: the record's version, or 0
 *
 * Sets the answer.
 */
void
ecpa_inquiry_reply (EcpaInquiry *self,
                    guint        status,
                    EcpaRecord  *record,
                    gint64       version)
{
  set_answer (self, status, record != NULL ? ecpa_record_print (record) : g_strdup (""), version);
}

/**
 * ecpa_inquiry_reply_with:
 * @self: a request
 * @record: what is answered, but for a list
 * @list: the list's property
 * @items: its items, printed
 *
 * Sets the answer with status 200, as ecpa_record_print_with() has it.
 */
void
ecpa_inquiry_reply_with (EcpaInquiry *self,
                         EcpaRecord  *record,
                         const char  *list,
                         GString     *items)
{
  set_answer (self, 200, ecpa_record_print_with (record, list, items->str), 0);
}

/**
 * ecpa_inquiry_set_problem:
 * @self: a request
 * @error: a problem; anything else is a fault of ours, which is logged and not told
 *
 * Sets a problem document as the answer.
 */
void
ecpa_inquiry_set_problem (EcpaInquiry  *self,
                          const GError *error)
{
  EcpaProblem *known = ecpa_problem_peek (error);
  g_autoptr (EcpaProblem) problem = known != NULL ? g_object_ref (known) : ecpa_problem_new (ECPA_PROBLEM_INTERNAL);

  if (known == NULL)
    g_warning ("%s: %s", self->route != NULL ? self->route->action : "request", error->message);

  ecpa_inquiry_reply (self, (guint) problem->status, ECPA_RECORD (problem), 0);
  self->is_problem = TRUE;
  self->retry_after = problem->retry_after;
}

/**
 * ecpa_inquiry_get_outcome:
 * @self: a request that was answered
 *
 * Returns: `ok`, or the name of the problem, as the audit log has it
 */
const char *
ecpa_inquiry_get_outcome (EcpaInquiry *self)
{
  g_autoptr (EcpaProblem) problem = NULL;

  if (!self->is_problem)
    return "ok";

  problem = ecpa_record_parse (ECPA_TYPE_PROBLEM, self->answer, -1, NULL);

  return ecpa_problem_code_get_name (ecpa_problem_get_code (problem));
}

/**
 * ecpa_inquiry_add_audit:
 * @self: a request
 * @outcome: `ok`, or the name of a problem code
 * @error: a #EcpaDatabaseError
 *
 * Adds the request's line to the audit log.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_inquiry_add_audit (EcpaInquiry  *self,
                        const char   *outcome,
                        GError      **error)
{
  gint64 person = ecpa_inquiry_get_person (self);

  return ecpa_store_add_audit (self->backend->store, self->now, person, person != 0 ? person : self->audit_person,
                               self->session != NULL ? self->session->method : self->card != NULL ? CARD_SESSION : "",
                               self->route->action,
                               self->target != NULL ? self->target : "", outcome, error);
}

/**
 * ecpa_inquiry_conclude:
 * @self: a request inside its transaction
 * @refusal: (nullable): why not
 *
 * Ends the transaction and answers. What was written before a refusal is kept, as spent challenges and counted tries
 * have to stay; what was written before a fault of ours is not. The clerk's thread only.
 */
void
ecpa_inquiry_conclude (EcpaInquiry  *self,
                       const GError *refusal)
{
  EcpaStore *store = self->backend->store;
  g_autoptr (GError) error = NULL;

  if (refusal != NULL)
    ecpa_inquiry_set_problem (self, refusal);
  if (refusal != NULL && refusal->domain != ECPA_PROBLEM_ERROR)
    {
      ecpa_store_rollback (store);
      if (!ecpa_store_begin (store, &error))
        g_warning ("A fault could not be recorded: %s", error->message);
    }
  if (error != NULL || !ecpa_inquiry_add_audit (self, ecpa_inquiry_get_outcome (self), &error)
      || !ecpa_store_commit (store, &error))
    {
      ecpa_store_rollback (store);
      ecpa_inquiry_set_problem (self, error);
    }
  ecpa_inquiry_finish (self);
}

/**
 * ecpa_inquiry_get_person:
 * @self: a request whose session was found
 *
 * Returns: who asks, by a session or by a card
 */
gint64
ecpa_inquiry_get_person (EcpaInquiry *self)
{
  return self->session != NULL ? self->session->person_id : self->card != NULL ? self->card->person_id : 0;
}

/**
 * ecpa_inquiry_finish:
 * @self: a request whose answer is set
 *
 * Hands the answer over once everything done so far is on the disk; where that fails, the answer is that. The clerk's
 * thread only. The request belongs to somebody else afterwards.
 */
void
ecpa_inquiry_finish (EcpaInquiry *self)
{
  ecpa_clerk_when_written (self->backend->clerk, answer_was_written, self);
}

/**
 * ecpa_inquiry_dup_today:
 * @self: a request
 *
 * Returns: (transfer full): the day in Taiwan, `YYYY-MM-DD`
 */
char *
ecpa_inquiry_dup_today (EcpaInquiry *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (self->now);
  GDate today;

  ecpa_roc_date_from_time (now, &today);

  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&today), (guint) g_date_get_month (&today),
                          (guint) g_date_get_day (&today));
}

/**
 * ecpa_inquiry_get_status:
 * @self: a request that was answered
 *
 * Returns: the HTTP status
 */
guint
ecpa_inquiry_get_status (EcpaInquiry *self)
{
  return self->status;
}

/**
 * ecpa_inquiry_get_answer:
 * @self: a request that was answered
 *
 * Returns: (transfer none): the body, perhaps empty
 */
const char *
ecpa_inquiry_get_answer (EcpaInquiry *self)
{
  return self->answer;
}

/**
 * ecpa_inquiry_get_media_type:
 * @self: a request that was answered
 *
 * Returns: the body's media type
 */
const char *
ecpa_inquiry_get_media_type (EcpaInquiry *self)
{
  return self->is_problem ? ECPA_MEDIA_PROBLEM : ECPA_MEDIA_JSON;
}

/**
 * ecpa_inquiry_get_allow:
 * @self: a request that was answered
 *
 * Returns: (nullable): the value of `Allow`
 */
const char *
ecpa_inquiry_get_allow (EcpaInquiry *self)
{
  return self->allow;
}

/**
 * ecpa_inquiry_get_version:
 * @self: a request that was answered
 *
 * Returns: the version for `ETag`, or 0
 */
gint64
ecpa_inquiry_get_version (EcpaInquiry *self)
{
  return self->version;
}

/**
 * ecpa_inquiry_get_retry_after:
 * @self: a request that was answered
 *
 * Returns: the value of `Retry-After`, or -1
 */
gint64
ecpa_inquiry_get_retry_after (EcpaInquiry *self)
{
  return self->retry_after;
}

/**
 * ecpa_inquiry_free:
 * @self: (transfer full): a request
 *
 * Frees it and wipes its body and answer.
 */
void
ecpa_inquiry_free (EcpaInquiry *self)
{
  wipe (self->body);
  g_bytes_unref (self->body);
  g_free (self->method);
  g_free (self->path);
  g_free (self->peer);
  g_free (self->forwarded_for);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_hash_table_unref (self->headers);
  g_clear_object (&self->backend);
  g_free (self->target);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->session, ecpa_session_row_free);
  g_clear_pointer (&self->servant, ecpa_servant_row_free);
  g_clear_pointer (&self->card, ecpa_card_session_row_free);
  g_clear_pointer (&self->request_hash, g_bytes_unref);
  g_clear_pointer (&self->watch, ecpa_watch_unref);
  if (self->answer != NULL)
    explicit_bzero (self->answer, strlen (self->answer)); /* it may hold a token */
  g_free (self->answer);
  g_free (self->allow);
  g_free (self);
}
