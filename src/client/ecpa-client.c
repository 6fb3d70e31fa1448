/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-client-private.h"

#include <string.h>

#include "ecpa-pinned-database.h"
#include "ecpa-thread.h"

#define MAX_CONNECTIONS 8

/* Types -------------------------------------------------------------------- */

G_DEFINE_QUARK (ecpa-client-error-quark, ecpa_client_error)
G_DEFINE_FINAL_TYPE (EcpaClient, ecpa_client, G_TYPE_OBJECT)

typedef struct
{
  EcpaClient *client;
  gpointer    record;
  GError     *error;
  gboolean    answered;
} Blocking;

/* Auxiliaries -------------------------------------------------------------- */

static void
unref_session (gpointer data)
{
  soup_session_abort (data);
  g_object_unref (data);
}

static void
stop_in_worker (gpointer data)
{
  EcpaClient *self = data;

  ECPA_ASSERT_WORKER (self->worker);
  g_cancellable_cancel (self->stopping);
  g_clear_pointer (&self->session, unref_session);
}

static void
do_nothing (gpointer data)
{
}

/* What the application speaks: Chinese where that is the first of the person's languages it has, else the English of its
 * sources. */
static const char *
find_language (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "zh_TW"))
        return "zh-TW";
      if (g_str_has_prefix (names[i], "en"))
        break;
    }

  return "en";
}

/* Callbacks ---------------------------------------------------------------- */

static void
blocking_answered_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  Blocking *blocking = user_data;

  ecpa_client_call_finish (blocking->client, result, &blocking->record, &blocking->error);
  blocking->answered = TRUE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_client_finalize (GObject *object)
{
  EcpaClient *self = ECPA_CLIENT (object);

  /* The session belongs to the worker's thread; where that has ended it goes here. */
  if (self->session != NULL && !ecpa_worker_is_current (self->worker))
    ecpa_worker_invoke (self->worker, do_nothing, g_steal_pointer (&self->session), unref_session);
  g_clear_pointer (&self->session, unref_session);
  g_clear_object (&self->stopping);
  g_clear_object (&self->worker);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (ecpa_client_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_client_class_init (EcpaClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_client_finalize;
}

static void
ecpa_client_init (EcpaClient *self)
{
  g_mutex_init (&self->lock);
  self->stopping = g_cancellable_new ();
  self->limits = (EcpaClientLimits) {
    .connect_ms = 5000,
    .answer_ms = 20000,
    .call_ms = 60000,
    .pause_ms = 250,
    .retry_after_s = 5,
  };
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_client_new:
 * @worker: the thread it lives on
 * @base_uri: https URI of the backend
 * @certificate: (nullable): the only certificate that is trusted; else the system's authorities decide
 *
 * Returns: (transfer full) (nullable): a client, or %NULL where @base_uri is no https URI
 */
EcpaClient *
ecpa_client_new (EcpaWorker      *worker,
                 const char      *base_uri,
                 GTlsCertificate *certificate)
{
  g_autoptr (GUri) base = NULL;
  EcpaClient *self;

  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);
  g_return_val_if_fail (base_uri != NULL, NULL);
  g_return_val_if_fail (certificate == NULL || G_IS_TLS_CERTIFICATE (certificate), NULL);

  base = g_uri_parse (base_uri, G_URI_FLAGS_ENCODED, NULL);
  if (base == NULL || g_strcmp0 (g_uri_get_scheme (base), "https") != 0)
    return NULL;

  self = g_object_new (ECPA_TYPE_CLIENT, NULL);
  self->worker = g_object_ref (worker);
  self->base = g_steal_pointer (&base);
  g_set_object (&self->certificate, certificate);

  return self;
}

/**
 * ecpa_client_check_name:
 * @self: a client
 * @backend_name: the name that a backend wants a card's proof bound to
 * @error: %ECPA_CLIENT_ERROR_OTHER_BACKEND
 *
 * A proof is good for the backend whose name it carries. So that nobody can pass a card's challenges on to another
 * backend, the name has to be the host that this client speaks to, as its certificate says it is; a backend whose very
 * certificate is pinned may call itself what it likes.
 *
 * Returns: whether a card may prove itself to that name
 */
gboolean
ecpa_client_check_name (EcpaClient  *self,
                        const char  *backend_name,
                        GError     **error)
{
  g_return_val_if_fail (ECPA_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (backend_name != NULL, FALSE);

  if (self->certificate != NULL || g_ascii_strcasecmp (backend_name, g_uri_get_host (self->base)) == 0)
    return TRUE;

  g_set_error (error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_OTHER_BACKEND, "A backend of another name");
  return FALSE;
}

/**
 * ecpa_client_ensure_session:
 * @self: a client
 *
 * Worker thread.
 *
 * Returns: (transfer none): the session, made with the first call
 */
SoupSession *
ecpa_client_ensure_session (EcpaClient *self)
{
  g_autoptr (GTlsDatabase) database = NULL;

  if (self->session != NULL)
    return self->session;

  self->session = soup_session_new_with_options ("max-conns-per-host", MAX_CONNECTIONS,
                                                 "max-conns", MAX_CONNECTIONS,
                                                 "timeout", 0,
                                                 "idle-timeout", 30,
                                                 "user-agent", "ecpa",
                                                 "accept-language", find_language (), NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  if (self->certificate != NULL)
    {
      database = ecpa_pinned_database_new (self->certificate);
      soup_session_set_tls_database (self->session, database);
      soup_session_set_proxy_resolver (self->session, NULL);
    }

  return self->session;
}

/**
 * ecpa_client_is_old_tls:
 * @connection: a connection after its handshake
 *
 * Any thread.
 *
 * Returns: whether it is below TLS 1.2
 */
gboolean
ecpa_client_is_old_tls (GTlsConnection *connection)
{
  switch (g_tls_connection_get_protocol_version (connection))
    {
    case G_TLS_PROTOCOL_VERSION_SSL_3_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * ecpa_client_add_token:
 * @message: a message that has not been sent
 * @token: a session's token
 *
 * Puts it into the message's header.
 */
void
ecpa_client_add_token (SoupMessage *message,
                       EcpaSecret  *token)
{
  char *bearer = g_strconcat ("Bearer ", ecpa_secret_peek (token, NULL), NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  explicit_bzero (bearer, strlen (bearer));
  g_free (bearer);
}

/**
 * ecpa_client_set_limits:
 * @self: a client
 * @limits: from the next call on
 *
 * Any thread.
 */
void
ecpa_client_set_limits (EcpaClient             *self,
                        const EcpaClientLimits *limits)
{
  g_return_if_fail (ECPA_IS_CLIENT (self) && limits != NULL);

  g_mutex_lock (&self->lock);
  self->limits = *limits;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_client_get_limits:
 * @self: a client
 * @limits: (out): what holds now
 *
 * Any thread.
 */
void
ecpa_client_get_limits (EcpaClient       *self,
                        EcpaClientLimits *limits)
{
  g_return_if_fail (ECPA_IS_CLIENT (self) && limits != NULL);

  g_mutex_lock (&self->lock);
  *limits = self->limits;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_client_set_token:
 * @self: a client
 * @token: (nullable): a session's token; the client keeps a copy
 *
 * Any thread. Calls that are on their way keep the one they began with.
 */
void
ecpa_client_set_token (EcpaClient *self,
                       EcpaSecret *token)
{
  g_return_if_fail (ECPA_IS_CLIENT (self));

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  if (token != NULL)
    self->token = ecpa_secret_copy (token);
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_client_take_token:
 * @self: a client
 *
 * Any thread. After this no call is made in the session's name but the one it is taken for.
 *
 * Returns: (transfer full) (nullable): the token
 */
EcpaSecret *
ecpa_client_take_token (EcpaClient *self)
{
  EcpaSecret *token;

  g_return_val_if_fail (ECPA_IS_CLIENT (self), NULL);

  g_mutex_lock (&self->lock);
  token = g_steal_pointer (&self->token);
  g_mutex_unlock (&self->lock);

  return token;
}

/**
 * ecpa_client_dup_token:
 * @self: a client
 *
 * Any thread. For a request that is made in the session's name even if that ends in the meantime.
 *
 * Returns: (transfer full) (nullable): a copy of the token
 */
EcpaSecret *
ecpa_client_dup_token (EcpaClient *self)
{
  EcpaSecret *token;

  g_return_val_if_fail (ECPA_IS_CLIENT (self), NULL);

  g_mutex_lock (&self->lock);
  token = self->token != NULL ? ecpa_secret_copy (self->token) : NULL;
  g_mutex_unlock (&self->lock);

  return token;
}

/**
 * ecpa_client_call_async:
 * @self: a client
 * @request: what to ask
 * @cancellable: (nullable): ends it at once
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Any thread.
 */
void
ecpa_client_call_async (EcpaClient          *self,
                        EcpaRequest         *request,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (ECPA_IS_CLIENT (self) && request != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_client_call_async);
  ecpa_worker_invoke (self->worker, ecpa_call_begin, ecpa_call_new (self, request, task), ecpa_call_drop);
}

/**
 * ecpa_client_call_finish:
 * @self: a client
 * @result: what the callback was given
 * @record: (out) (optional) (nullable) (transfer full): the answer, where the request expects one
 * @error: any of the domains that #EcpaClientError names
 *
 * Returns: whether the backend did what was asked
 */
gboolean
ecpa_client_call_finish (EcpaClient    *self,
                         GAsyncResult  *result,
                         gpointer      *record,
                         GError       **error)
{
  GError *local_error = NULL;
  g_autoptr (GObject) object = NULL;

  g_return_val_if_fail (ECPA_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_client_call_async), FALSE);

  object = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (record != NULL)
    *record = g_steal_pointer (&object);

  return TRUE;
}

/**
 * ecpa_client_call:
 * @self: a client
 * @request: what to ask
 * @record: (out) (optional) (nullable) (transfer full): the answer
 * @cancellable: (nullable): ends it at once
 * @error: as ecpa_client_call_finish()
 *
 * The same for a thread that may block: a lane with a card in the middle of its proof. Never the UI thread or the
 * worker's.
 *
 * Returns: whether the backend did what was asked
 */
gboolean
ecpa_client_call (EcpaClient    *self,
                  EcpaRequest   *request,
                  gpointer      *record,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Blocking blocking = { .client = self };

  g_return_val_if_fail (ECPA_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (!ecpa_worker_is_current (self->worker), FALSE);
  ECPA_ASSERT_NOT_MAIN_THREAD ();

  g_main_context_push_thread_default (context);
  ecpa_client_call_async (self, request, cancellable, blocking_answered_cb, &blocking);
  while (!blocking.answered)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);

  if (blocking.error != NULL)
    {
      g_propagate_error (error, blocking.error);
      return FALSE;
    }
  if (record != NULL)
    *record = blocking.record;
  else
    g_clear_object (&blocking.record);

  return TRUE;
}

/**
 * ecpa_client_stop:
 * @self: a client
 *
 * Any thread. Cancels what is on its way and everything that comes later; returns at once.
 */
void
ecpa_client_stop (EcpaClient *self)
{
  g_return_if_fail (ECPA_IS_CLIENT (self));

  ecpa_worker_invoke (self->worker, stop_in_worker, g_object_ref (self), g_object_unref);
}
