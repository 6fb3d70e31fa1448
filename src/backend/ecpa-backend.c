/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-store-cards.h"

#include "ecpa-card-proof.h"
#include "ecpa-roc-date.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* Whoever makes its key proves nothing: there is no such card. */
#define NOBODYS_CARD "000000000000"
#define CALENDAR_PATH "/io/github/ecpa_desktop/Ecpa/backend/data/office-calendar.json"

G_DEFINE_FINAL_TYPE (EcpaBackend, ecpa_backend, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* Members that are left out of the hash of a request, for it is written down. */
static const char *const secret_members[] = {
  "password", "new_password", "registration_password", "code", "token", "device_code", NULL,
};

static gboolean
parse_body (EcpaInquiry  *request,
            GError      **error)
{
  const char *type = g_hash_table_lookup (request->headers, "content-type");
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (request->body, &size);

  if (type == NULL || g_ascii_strncasecmp (type, ECPA_MEDIA_JSON, strlen (ECPA_MEDIA_JSON)) != 0
      || strchr ("; ", type[strlen (ECPA_MEDIA_JSON)]) == NULL)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "content_type");

  request->json = data != NULL ? ecpa_json_parse (data, (gssize) size, &local_error) : NULL;
  if (request->json == NULL || !JSON_NODE_HOLDS_OBJECT (request->json))
    return ecpa_fail (error, ECPA_PROBLEM_INVALID_REQUEST);

  return TRUE;
}

static gboolean
has_secret (JsonObject *object)
{
  for (guint i = 0; secret_members[i] != NULL; i++)
    if (json_object_has_member (object, secret_members[i]))
      return TRUE;

  return FALSE;
}

/* Everything but the secrets: whoever has the hash could try passwords on it. */
static void
add_members (GByteArray *all,
             JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *value = NULL;

      g_byte_array_append (all, l->data, strlen (l->data) + 1);
      if (g_strv_contains (secret_members, l->data))
        continue;
      value = json_to_string (json_object_get_member (object, l->data), FALSE);
      g_byte_array_append (all, (const guint8 *) value, strlen (value) + 1);
    }
}

static GBytes *
hash_request (EcpaInquiry *request)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  JsonObject *object = request->json != NULL ? json_node_get_object (request->json) : NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (request->body, &size);

  g_byte_array_append (all, (const guint8 *) request->method, strlen (request->method) + 1);
  g_byte_array_append (all, (const guint8 *) request->path, strlen (request->path) + 1);
  if (object != NULL && has_secret (object))
    add_members (all, object);
  else if (size > 0)
    g_byte_array_append (all, data, (guint) size);

  return ecpa_sha256 (all->data, all->len);
}

/* By a card session where the route takes one, by a session where it takes that. */
static gboolean
find_session (EcpaInquiry  *request,
              GError      **error)
{
  EcpaRouteFlags flags = request->route->flags;

  if ((flags & ECPA_ROUTE_CARD) != 0)
    {
      if (!ecpa_card_session_find (request, error))
        return FALSE;
      if (request->card != NULL)
        return TRUE;
      if ((flags & ECPA_ROUTE_SESSION) == 0)
        return ecpa_fail (error, ECPA_PROBLEM_SESSION_REQUIRED);
    }

  return (flags & ECPA_ROUTE_SESSION) == 0 || ecpa_session_find (request, error);
}

/* The change, its answer, and the key they belong to: all or nothing. */
static gboolean
check_and_handle (EcpaInquiry  *request,
                  GError      **error)
{
  gboolean replayed;

  if (!ecpa_inquiry_check (request, error) || !ecpa_inquiry_find_answer (request, &replayed, error))
    return FALSE;

  return replayed || (request->route->handle (request, error) && ecpa_inquiry_keep_answer (request, error));
}

static gboolean
handle_in_transaction (EcpaInquiry  *request,
                       GError      **error)
{
  EcpaStore *store = request->backend->store;

  if (!ecpa_store_begin (store, error))
    return FALSE;
  if (!check_and_handle (request, error) || !ecpa_inquiry_add_audit (request, "ok", error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }

  return ecpa_store_commit (store, error);
}

/* What was refused is undone; that it was tried is not. */
static void
record_refusal (EcpaInquiry *request)
{
  g_autoptr (GError) error = NULL;

  if (request->route == NULL || (request->route->flags & ECPA_ROUTE_QUIET) != 0)
    return;
  if (!ecpa_store_begin (request->backend->store, &error)
      || !ecpa_inquiry_add_audit (request, ecpa_inquiry_get_outcome (request), &error)
      || !ecpa_store_commit (request->backend->store, &error))
    {
      ecpa_store_rollback (request->backend->store);
      g_warning ("A refusal could not be recorded: %s", error->message);
    }
}

/* On the clerk's thread. */
static void
dispatch (gpointer data)
{
  EcpaInquiry *request = data;
  g_autoptr (GError) error = NULL;
  gboolean handled;

  request->route = ecpa_route_find (request->method, request->path, &request->target, &request->allow);
  if (request->route == NULL)
    handled = ecpa_fail (&error, request->allow != NULL ? ECPA_PROBLEM_METHOD_NOT_ALLOWED : ECPA_PROBLEM_NOT_FOUND);
  else if (request->route->start != NULL)
    {
      request->route->start (request);
      return;
    }
  else if ((request->route->flags & ECPA_ROUTE_QUIET) != 0)
    handled = request->route->handle (request, &error);
  else
    handled = handle_in_transaction (request, &error);

  if (!handled)
    {
      ecpa_inquiry_set_problem (request, error);
      record_refusal (request);
    }
  ecpa_inquiry_finish (request);
}

typedef struct
{
  EcpaBackend *backend; /* owned */
  gint64       now;
} Purge;

static void
end_purge (gpointer data)
{
  Purge *purge = data;

  g_object_unref (purge->backend);
  g_free (purge);
}

static void
purge_written (gpointer      data,
               const GError *error)
{
  Purge *purge = data;

  ecpa_clerk_deliver (purge->backend->clerk, end_purge, purge);
}

/* On the clerk's thread. */
static void
purge_store (gpointer data)
{
  Purge *purge = data;
  EcpaBackend *self = purge->backend;
  g_autoptr (GError) error = NULL;

  if (!ecpa_store_purge (self->store, purge->now, self->settings->session_idle_seconds,
                         self->settings->session_seconds, self->settings->keep_answers_seconds, &error))
    {
      ecpa_store_rollback (self->store);
      g_warning ("What has run out could not be dropped: %s", error->message);
    }
  ecpa_clerk_when_written (self->clerk, purge_written, purge);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_backend_finalize (GObject *object)
{
  EcpaBackend *self = ECPA_BACKEND (object);

  if (self->postman != NULL)
    ecpa_postman_stop (self->postman); /* it needs the clerk until then */
  g_clear_object (&self->clerk); /* waits for its thread */
  g_clear_object (&self->postman);
  g_clear_object (&self->hasher);
  g_clear_object (&self->store);
  g_clear_pointer (&self->calendar, ecpa_office_calendar_free);
  g_clear_pointer (&self->nobodys_key, g_bytes_unref);
  g_clear_pointer (&self->settings, ecpa_server_settings_free);

  G_OBJECT_CLASS (ecpa_backend_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_backend_class_init (EcpaBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_backend_finalize;
}

static void
ecpa_backend_init (EcpaBackend *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_inquiry_check:
 * @self: a request
 * @error: a problem
 *
 * Every check there is before the thing itself, in the order in which they answer. Inside a transaction.
 *
 * Returns: whether the request may go on
 */
gboolean
ecpa_inquiry_check (EcpaInquiry  *self,
                    GError      **error)
{
  const EcpaRoute *route = self->route;

  if (!find_session (self, error)
      || !ecpa_access_check (self, route->application, route->scope, error)
      || ((route->flags & ECPA_ROUTE_JSON) != 0 && !parse_body (self, error)))
    return FALSE;
  if ((route->flags & ECPA_ROUTE_ONCE) == 0)
    return TRUE;

  self->key = g_hash_table_lookup (self->headers, "idempotency-key");
  if (self->key == NULL || !g_uuid_string_is_valid (self->key))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "idempotency_key");
  self->request_hash = hash_request (self);

  return TRUE;
}

/**
 * ecpa_inquiry_find_answer:
 * @self: a request that was checked
 * @found: (out): whether it was answered before, and is so again
 * @error: a problem
 *
 * Returns: whether its key, if it has one, may be used
 */
gboolean
ecpa_inquiry_find_answer (EcpaInquiry  *self,
                          gboolean     *found,
                          GError      **error)
{
  EcpaBackend *backend = self->backend;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaAnswerRow) row = NULL;

  *found = FALSE;
  if (self->key == NULL)
    return TRUE;
  row = ecpa_store_find_answer (backend->store, ecpa_inquiry_get_person (self), self->key,
                                self->now - backend->settings->keep_answers_seconds, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  if (!g_bytes_equal (row->request_hash, self->request_hash))
    return ecpa_fail (error, ECPA_PROBLEM_KEY_REUSED);

  *found = TRUE;
  self->status = row->status;
  self->answer = g_steal_pointer (&row->body);
  self->version = row->version;

  return TRUE;
}

/**
 * ecpa_inquiry_keep_answer:
 * @self: a request whose answer is set
 * @error: a #EcpaDatabaseError
 *
 * Keeps the answer under the request's key, if it has one, in the transaction of what it reports.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_inquiry_keep_answer (EcpaInquiry  *self,
                          GError      **error)
{
  EcpaAnswerRow row = { self->request_hash, self->status, self->answer, self->version };

  return self->key == NULL
         || ecpa_store_add_answer (self->backend->store, ecpa_inquiry_get_person (self), self->key, &row, self->now,
                                   error);
}

/**
 * ecpa_clock_system:
 * @unused: nothing
 *
 * Returns: the time
 */
gint64
ecpa_clock_system (gpointer unused)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * ecpa_backend_new:
 * @settings: (transfer full): the settings
 * @store: what it remembers; from here on only the backend may touch it
 * @clock: tells the time, to any thread
 * @clock_data: for @clock
 * @error: where libcrypt or the data that came with the program fails
 *
 * Returns: (transfer full) (nullable): a backend
 */
EcpaBackend *
ecpa_backend_new (EcpaServerSettings  *settings,
                  EcpaStore           *store,
                  EcpaClock            clock,
                  gpointer             clock_data,
                  GError             **error)
{
  g_autoptr (EcpaBackend) self = g_object_new (ECPA_TYPE_BACKEND, NULL);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) calendar = NULL;
  gsize size;
  const char *data;

  g_return_val_if_fail (settings != NULL && ECPA_IS_STORE (store) && clock != NULL, NULL);

  self->settings = settings;
  self->store = g_object_ref (store);
  self->clock = clock;
  self->clock_data = clock_data;

  calendar = g_resources_lookup_data (CALENDAR_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (calendar == NULL)
    return NULL;
  data = g_bytes_get_data (calendar, &size);
  self->calendar = ecpa_office_calendar_parse (data, (gssize) size, error);
  self->nobodys_key = self->calendar != NULL ? ecpa_training_card_public_key (NOBODYS_CARD, error) : NULL;
  if (self->nobodys_key == NULL)
    return NULL;

  self->hasher = ecpa_hasher_new (settings->hash_threads, settings->hash_queue, settings->hash_cost, error);
  if (self->hasher == NULL || !ecpa_store_find_hash_kinds (store, kinds, error))
    return NULL;
  for (guint i = 0; i < kinds->len; i++)
    ecpa_hasher_add_kind (self->hasher, g_ptr_array_index (kinds, i));
  self->clerk = ecpa_clerk_new (store);

  return g_steal_pointer (&self);
}

/**
 * ecpa_backend_handle:
 * @self: a backend
 * @request: a request; lives until it is answered
 * @answered: called once, later, in the context in which the backend was made
 * @user_data: for @answered
 *
 * Answers a request. What it changes is on the disk before it is answered.
 */
void
ecpa_backend_handle (EcpaBackend   *self,
                     EcpaInquiry   *request,
                     EcpaAnswered   answered,
                     gpointer       user_data)
{
  g_return_if_fail (ECPA_IS_BACKEND (self));
  g_return_if_fail (request != NULL && request->backend == NULL && answered != NULL);

  request->backend = g_object_ref (self);
  request->now = self->clock (self->clock_data);
  request->answered = answered;
  request->user_data = user_data;
  ecpa_clerk_push (self->clerk, dispatch, request);
}

/**
 * ecpa_backend_purge:
 * @self: a backend
 *
 * Forgets sessions, challenges and answers that have run out, before the requests that come after.
 */
void
ecpa_backend_purge (EcpaBackend *self)
{
  Purge *purge;

  g_return_if_fail (ECPA_IS_BACKEND (self));

  purge = g_new0 (Purge, 1);
  purge->backend = g_object_ref (self);
  purge->now = self->clock (self->clock_data);
  ecpa_clerk_push (self->clerk, purge_store, purge);
}

/**
 * ecpa_backend_start_post:
 * @self: a backend
 * @public_uri: where people reach it, for the links in mails; the settings' own goes first
 *
 * Begins to bring mail away: what has waited since the last time, and what comes.
 */
void
ecpa_backend_start_post (EcpaBackend *self,
                         const char  *public_uri)
{
  const char *own;

  g_return_if_fail (ECPA_IS_BACKEND (self) && self->postman == NULL && public_uri != NULL);

  own = self->settings->mail.public_uri;
  self->postman = ecpa_postman_new (self->settings, own != NULL ? own : public_uri, self->store, self->clerk,
                                    self->clock, self->clock_data);
}

/**
 * ecpa_backend_wake_post:
 * @self: a backend
 *
 * Has the outbox looked at now, where the clock was moved or another process put mail in.
 */
void
ecpa_backend_wake_post (EcpaBackend *self)
{
  g_return_if_fail (ECPA_IS_BACKEND (self));

  if (self->postman != NULL)
    ecpa_postman_wake (self->postman);
}

/**
 * ecpa_random_bytes:
 * @size: how many
 *
 * Returns: (transfer full): bytes that nobody can guess
 */
GBytes *
ecpa_random_bytes (gsize size)
{
  guint8 *data = g_malloc (size);

  if (gnutls_rnd (GNUTLS_RND_KEY, data, size) < 0)
    g_error ("The system has no randomness");

  return g_bytes_new_take (data, size);
}

/**
 * ecpa_sha256:
 * @data: bytes
 * @size: how many
 *
 * Returns: (transfer full): their SHA-256
 */
GBytes *
ecpa_sha256 (gconstpointer data,
             gsize         size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &length);

  return g_bytes_new (digest, length);
}
