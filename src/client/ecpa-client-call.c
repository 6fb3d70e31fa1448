/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-client-private.h"

#include <string.h>

#include "ecpa-cancel-watch.h"
#include "ecpa-endpoints.h"
#include "ecpa-problem.h"

#define MAX_ANSWER (4 * 1024 * 1024)
#define CHUNK (16 * 1024)
#define STATUS_TOO_MANY 429 /* RFC 6585 4; libsoup has no name for it */

/* Types -------------------------------------------------------------------- */

/* Worker thread only, but for making one. */
struct _EcpaCall
{
  grefcount         refs;
  EcpaClient       *client;
  EcpaRequest      *request;
  GTask            *task;
  EcpaSecret       *token;        /* nullable */
  EcpaClientLimits  limits;
  gint64            begun;
  guint             attempt;
  gboolean          done;
  EcpaCancelWatch  *cancelled;    /* the caller's cancellable */
  EcpaCancelWatch  *stopped;      /* the client's */
  GSource          *limit;        /* the whole call */
  GSource          *pause;        /* before the next attempt */

  /* One attempt */
  GCancellable     *cancellable;
  SoupMessage      *message;
  GInputStream     *stream;
  GByteArray       *body;
  GSource          *timer;
  gboolean          connected;
  GError           *cause;        /* why the attempt was cut off, where that was us */
};

typedef EcpaCall Call;

static void attempt_begin (Call *call);

/* The call ----------------------------------------------------------------- */

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static Call *
call_ref (Call *call)
{
  g_ref_count_inc (&call->refs);
  return call;
}

static void
attempt_clear (Call *call)
{
  clear_source (&call->timer);
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
  g_clear_object (&call->stream);
  g_clear_object (&call->cancellable);
  g_clear_error (&call->cause);
  if (call->body != NULL && call->body->len > 0)
    explicit_bzero (call->body->data, call->body->len);
  g_clear_pointer (&call->body, g_byte_array_unref);
}

static void
call_unref (gpointer data)
{
  Call *call = data;

  if (!g_ref_count_dec (&call->refs))
    return;

  attempt_clear (call);
  g_clear_pointer (&call->token, ecpa_secret_unref);
  g_clear_pointer (&call->request, ecpa_request_unref);
  g_clear_object (&call->task);
  g_clear_object (&call->client);
  g_free (call);
}

static void
log_end (Call         *call,
         const GError *error)
{
  g_autofree char *route = ecpa_request_dup_route (call->request);

  g_debug ("%s: %s after %u attempts and %d ms", route,
           error == NULL ? "answered" : g_quark_to_string (error->domain), call->attempt,
           (int) ((g_get_monotonic_time () - call->begun) / 1000));
}

/* Takes @error and @record; the call is over with it. */
static void
call_end (Call     *call,
          gpointer  record,
          GError   *error)
{
  g_autoptr (GTask) task = NULL;

  ECPA_ASSERT_WORKER (call->client->worker);
  if (call->done)
    {
      g_clear_object (&record);
      g_clear_error (&error);
      return;
    }

  call->done = TRUE;
  log_end (call, error);
  g_clear_pointer (&call->cancelled, ecpa_cancel_watch_free);
  g_clear_pointer (&call->stopped, ecpa_cancel_watch_free);
  clear_source (&call->limit);
  clear_source (&call->pause);
  ecpa_worker_release (call->client->worker);

  task = g_steal_pointer (&call->task);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, record, g_object_unref);
  call_unref (call);
}

/* An attempt on its way comes back by itself with @cause; else the call ends here. */
static void
call_cut (Call   *call,
          GError *cause)
{
  if (call->cancellable == NULL)
    {
      call_end (call, NULL, cause);
      return;
    }

  if (call->cause == NULL)
    call->cause = cause;
  else
    g_error_free (cause);
  g_cancellable_cancel (call->cancellable);
}

static GSource *
call_after (Call        *call,
            guint        ms,
            GSourceFunc  func)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, func, call, NULL);
  g_source_attach (source, ecpa_worker_get_context (call->client->worker));

  return source;
}

/* Repetitions -------------------------------------------------------------- */

static gboolean
is_passing (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return TRUE;
  if (error->domain == ECPA_CLIENT_ERROR)
    return error->code == ECPA_CLIENT_ERROR_UNREACHABLE || error->code == ECPA_CLIENT_ERROR_SERVER;
  if (error->domain == G_TLS_ERROR)
    return error->code == G_TLS_ERROR_EOF || error->code == G_TLS_ERROR_NOT_TLS; /* cut, later or in the handshake */
  if (error->domain == ECPA_PROBLEM_ERROR)
    return error->code == ECPA_PROBLEM_UNAVAILABLE || error->code == ECPA_PROBLEM_TOO_MANY
           || error->code == ECPA_PROBLEM_INTERNAL;
  if (error->domain != G_IO_ERROR)
    return FALSE;

  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_TIMED_OUT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* With a key nothing can happen twice, so that even silence is asked again. */
static gboolean
may_repeat (Call         *call,
            const GError *error)
{
  if (call->attempt >= call->request->attempts)
    return FALSE;
  if (call->request->key != NULL && g_error_matches (error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER))
    return TRUE;

  return is_passing (error);
}

static gint64
pause_before_next (Call         *call,
                   const GError *error)
{
  EcpaProblem *problem = ecpa_problem_peek (error);
  gint64 pause = (gint64) call->limits.pause_ms << (call->attempt - 1);

  pause += pause > 0 ? g_random_int_range (0, (gint32) MIN (pause, 1000) + 1) / 4 : 0;
  if (problem != NULL && problem->retry_after > (gint64) call->limits.retry_after_s)
    return -1;
  if (problem != NULL && problem->retry_after > 0)
    pause = MAX (pause, problem->retry_after * 1000);

  return pause;
}

static gboolean
pause_passed_cb (gpointer data)
{
  Call *call = data;

  clear_source (&call->pause);
  attempt_begin (call);

  return G_SOURCE_REMOVE;
}

/* Takes @error. */
static void
attempt_fail (Call   *call,
              GError *error)
{
  gboolean ours = call->cause != NULL;
  gint64 pause = -1;

  if (ours)
    {
      g_error_free (error);
      error = g_steal_pointer (&call->cause);
    }
  attempt_clear (call);

  if (may_repeat (call, error))
    pause = pause_before_next (call, error);
  if (pause < 0)
    {
      call_end (call, NULL, error);
      return;
    }

  g_error_free (error);
  call->pause = call_after (call, (guint) pause, pause_passed_cb);
}

/* The answer --------------------------------------------------------------- */

static gboolean
has_type (Call       *call,
          const char *wanted)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (call->message), NULL);

  return type != NULL && g_ascii_strcasecmp (type, wanted) == 0;
}

/* libsoup takes an early end of the connection for the end of the body. */
static gboolean
is_whole (Call *call)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH
         || soup_message_headers_get_content_length (headers) == (goffset) call->body->len;
}

static GError *
read_problem (Call *call)
{
  guint status = soup_message_get_status (call->message);
  g_autoptr (EcpaProblem) problem = NULL;

  if (has_type (call, ECPA_MEDIA_PROBLEM))
    problem = ecpa_record_parse (ECPA_TYPE_PROBLEM, (const char *) call->body->data, (gssize) call->body->len, NULL);
  if (problem != NULL)
    return ecpa_problem_to_error (problem);

  if (status == SOUP_STATUS_SERVICE_UNAVAILABLE || status == STATUS_TOO_MANY)
    {
      problem = ecpa_problem_new (status == SOUP_STATUS_SERVICE_UNAVAILABLE ? ECPA_PROBLEM_UNAVAILABLE
                                                                            : ECPA_PROBLEM_TOO_MANY);
      return ecpa_problem_to_error (problem);
    }
  if (status >= 500)
    return g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_SERVER, "Status %u without a problem document", status);

  return g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER,
                      "Status %u without a problem document", status);
}

static void
attempt_answer (Call *call)
{
  g_autoptr (GError) error = NULL;
  guint status = soup_message_get_status (call->message);
  gpointer record = NULL;

  if (!is_whole (call))
    {
      attempt_fail (call, g_error_new (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "The answer breaks off"));
      return;
    }
  if (status < 200 || status > 299)
    {
      attempt_fail (call, read_problem (call));
      return;
    }

  if (call->request->answer != G_TYPE_NONE)
    {
      if (!has_type (call, ECPA_MEDIA_JSON))
        g_set_error (&error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "Not %s", ECPA_MEDIA_JSON);
      else
        record = ecpa_record_parse (call->request->answer, (const char *) call->body->data,
                                    (gssize) call->body->len, &error);
    }

  if (error != NULL)
    attempt_fail (call, g_steal_pointer (&error));
  else
    {
      attempt_clear (call);
      call_end (call, record, NULL);
    }
}

/* Callbacks ---------------------------------------------------------------- */

static void
chunk_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (call->done)
    ;
  else if (error != NULL)
    attempt_fail (call, g_steal_pointer (&error));
  else if (call->body->len + g_bytes_get_size (bytes) > MAX_ANSWER)
    attempt_fail (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "Answer too long"));
  else if (g_bytes_get_size (bytes) == 0)
    attempt_answer (call);
  else
    {
      g_byte_array_append (call->body, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
      g_input_stream_read_bytes_async (call->stream, CHUNK, G_PRIORITY_DEFAULT, call->cancellable, chunk_read_cb,
                                       call_ref (call));
    }
  call_unref (call);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (call->done)
    g_clear_object (&stream);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    attempt_fail (call, g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "Closed without an answer"));
  else if (stream == NULL)
    attempt_fail (call, g_steal_pointer (&error));
  else
    {
      call->stream = stream;
      call->body = g_byte_array_new ();
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, call->cancellable, chunk_read_cb,
                                       call_ref (call));
    }
  call_unref (call);
}

static gboolean
answer_overdue_cb (gpointer data)
{
  Call *call = data;

  clear_source (&call->timer);
  call_cut (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER, "No answer in time"));

  return G_SOURCE_REMOVE;
}

static gboolean
connection_overdue_cb (gpointer data)
{
  Call *call = data;

  clear_source (&call->timer);
  if (call->connected)
    call_cut (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER, "No TLS in time"));
  else
    call_cut (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_UNREACHABLE, "No connection in time"));

  return G_SOURCE_REMOVE;
}

static gboolean
call_overdue_cb (gpointer data)
{
  Call *call = data;

  clear_source (&call->limit);
  call->attempt = call->request->attempts;
  call_cut (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER, "No answer, whatever was tried"));

  return G_SOURCE_REMOVE;
}

static void
call_cancelled_cb (gpointer data)
{
  Call *call = data;

  call->attempt = call->request->attempts;
  g_clear_error (&call->cause);
  call_cut (call, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

static void
message_starting_cb (SoupMessage *message,
                     Call        *call)
{
  clear_source (&call->timer);
  call->timer = call_after (call, call->limits.answer_ms, answer_overdue_cb);
}

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  Call               *call)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    call->connected = TRUE;
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection)
      && ecpa_client_is_old_tls (G_TLS_CONNECTION (connection)))
    call_cut (call, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_OLD_TLS, "TLS below 1.2"));
}

/* The request -------------------------------------------------------------- */

static SoupMessage *
make_message (Call *call)
{
  EcpaRequest *request = call->request;
  g_autoptr (GUri) uri = g_uri_parse_relative (call->client->base, request->path, G_URI_FLAGS_ENCODED, NULL);
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* What does no harm when it is repeated may go over a connection that is kept: libsoup sends it again where the
   * backend has closed that meanwhile. A secret is sent once for an attempt: libsoup would send a PUT again without it. */
  if (request->secret_body != NULL)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  else if (request->attempts > 1)
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  soup_message_headers_replace (headers, "Accept", ECPA_MEDIA_JSON ", " ECPA_MEDIA_PROBLEM);
  if (request->key != NULL)
    soup_message_headers_replace (headers, ECPA_HEADER_IDEMPOTENCY_KEY, request->key);
  if (request->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", request->if_match);
  if (call->token != NULL)
    ecpa_client_add_token (message, call->token);

  return message;
}

static void
set_body (Call *call)
{
  EcpaRequest *request = call->request;

  if (request->secret_body != NULL)
    {
      g_autoptr (GInputStream) stream = ecpa_secret_body_open (request->secret_body);
      gsize length;

      ecpa_secret_body_peek (request->secret_body, &length);
      soup_message_set_request_body (call->message, ECPA_MEDIA_JSON, stream, (gssize) length);
    }
  else if (request->body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (request->body, strlen (request->body));

      soup_message_set_request_body_from_bytes (call->message, ECPA_MEDIA_JSON, bytes);
    }
}

static void
attempt_begin (Call *call)
{
  ECPA_ASSERT_WORKER (call->client->worker);

  call->attempt++;
  call->connected = FALSE;
  call->cancellable = g_cancellable_new ();
  call->message = make_message (call);
  set_body (call);
  g_signal_connect (call->message, "starting", G_CALLBACK (message_starting_cb), call);
  g_signal_connect (call->message, "network-event", G_CALLBACK (network_event_cb), call);
  call->timer = call_after (call, call->limits.connect_ms, connection_overdue_cb);

  soup_session_send_async (ecpa_client_ensure_session (call->client), call->message, G_PRIORITY_DEFAULT, call->cancellable,
                           sent_cb, call_ref (call));
}

static EcpaCancelWatch *
watch_cancellable (Call         *call,
                   GCancellable *cancellable)
{
  return ecpa_cancel_watch_new (cancellable, ecpa_worker_get_context (call->client->worker), call_cancelled_cb, call);
}

/* Public to the client ------------------------------------------------------- */

/**
 * ecpa_call_new:
 * @client: a client
 * @request: what to ask
 * @task: (transfer full): answered when the call is over
 *
 * Any thread.
 *
 * Returns: (transfer full): a call for [func@call_begin] on the worker's thread
 */
EcpaCall *
ecpa_call_new (EcpaClient  *client,
               EcpaRequest *request,
               GTask       *task)
{
  Call *call = g_new0 (Call, 1);

  g_ref_count_init (&call->refs);
  call->client = g_object_ref (client);
  call->request = ecpa_request_ref (request);
  call->task = task;
  g_mutex_lock (&client->lock);
  call->limits = client->limits;
  if (request->token != NULL)
    call->token = ecpa_secret_ref (request->token);
  else if (request->authenticated && client->token != NULL)
    call->token = ecpa_secret_copy (client->token);
  g_mutex_unlock (&client->lock);

  return call;
}

/**
 * ecpa_call_begin:
 * @data: a call
 *
 * Worker thread.
 */
void
ecpa_call_begin (gpointer data)
{
  Call *call = call_ref (data);
  EcpaClient *self = call->client;
  GCancellable *cancellable = g_task_get_cancellable (call->task);

  ECPA_ASSERT_WORKER (self->worker);
  ecpa_worker_hold (self->worker);
  call->begun = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (self->stopping) || g_cancellable_is_cancelled (cancellable))
    {
      call_end (call, NULL, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
      return;
    }
  if (call->request->authenticated && call->token == NULL)
    {
      g_autoptr (EcpaProblem) problem = ecpa_problem_new (ECPA_PROBLEM_SESSION_REQUIRED);

      call_end (call, NULL, ecpa_problem_to_error (problem));
      return;
    }

  if (cancellable != NULL)
    call->cancelled = watch_cancellable (call, cancellable);
  call->stopped = watch_cancellable (call, self->stopping);
  call->limit = call_after (call, call->limits.call_ms, call_overdue_cb);
  attempt_begin (call);
}

/**
 * ecpa_call_drop:
 * @data: (transfer full): a call
 *
 * Any thread. A call that never began, as the worker had ended, still answers.
 */
void
ecpa_call_drop (gpointer data)
{
  Call *call = data;

  if (call->task != NULL && call->begun == 0)
    g_task_return_new_error (call->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  call_unref (call);
}
