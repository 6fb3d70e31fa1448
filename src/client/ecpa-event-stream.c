/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-event-stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "ecpa-client-private.h"
#include "ecpa-endpoints.h"

#define MAX_FRAME (64 * 1024)
#define FIRST_PAUSE_MS 1000
#define LONGEST_PAUSE_MS (5 * 60 * 1000)
/* A connection that lasted this long was a good one: the next pause is short again. */
#define GOOD_MS (30 * 1000)
/* When the kernel asks whether a silent connection is still there; nobody here wakes up for it. */
#define KEEP_ALIVE_SECONDS 120

/* Types -------------------------------------------------------------------- */

struct _EcpaEventStream
{
  GObject              parent_instance;

  /* Owned; not changed after construction */
  EcpaClient          *client;
  EcpaWorker          *worker;
  GMainContext        *context;         /* of who made it */
  EcpaEventStreamFunc  func;
  gpointer             user_data;

  gint                 run;             /* atomic: counts starts and stops, so that what is late is dropped */

  /* Worker thread only */
  gint                 current_run;     /* 0 while stopped */
  EcpaSecret          *token;           /* nullable */
  GCancellable        *connecting;      /* nullable */
  SoupWebsocketConnection *connection;  /* nullable */
  GSource             *timer;           /* nullable: the end of a pause, or of patience */
  gint64               opened_at;
  guint                pause_ms;
  guint                first_ms;
  guint                longest_ms;
};

typedef struct
{
  EcpaEventStream *stream;
  EcpaSecret      *token;       /* nullable */
  gint             run;
  guint            first_ms;
  guint            longest_ms;
} Order;

typedef struct
{
  EcpaEventStream      *stream;
  EcpaEventStreamState  state;
  EcpaEvent            *event;  /* nullable */
  gint                  run;
} News;

typedef struct
{
  EcpaEventStream *stream;
  GCancellable    *connecting;
  SoupMessage     *message;
} Attempt;

G_DEFINE_FINAL_TYPE (EcpaEventStream, ecpa_event_stream, G_TYPE_OBJECT)

static void connect_again (EcpaEventStream *self);

/* Telling ------------------------------------------------------------------ */

static void
news_free (gpointer data)
{
  News *news = data;

  g_clear_object (&news->event);
  g_object_unref (news->stream);
  g_free (news);
}

static gboolean
news_came_cb (gpointer data)
{
  News *news = data;
  EcpaEventStream *self = news->stream;

  if (news->run == g_atomic_int_get (&self->run))
    self->func (news->state, news->event, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
tell (EcpaEventStream      *self,
      EcpaEventStreamState  state,
      EcpaEvent            *event)
{
  GSource *source = g_idle_source_new ();
  News *news = g_new0 (News, 1);

  news->stream = g_object_ref (self);
  news->state = state;
  news->event = event != NULL ? g_object_ref (event) : NULL;
  news->run = self->current_run;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, news_came_cb, news, news_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/* Worker thread: letting go ------------------------------------------------ */

static void
clear_timer (EcpaEventStream *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
set_timer (EcpaEventStream *self,
           guint            ms,
           GSourceFunc      func)
{
  clear_timer (self);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, func, self, NULL);
  g_source_attach (self->timer, ecpa_worker_get_context (self->worker));
}

static void
let_go (EcpaEventStream *self)
{
  clear_timer (self);
  if (self->connecting != NULL)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
}

/* Worker thread: waiting --------------------------------------------------- */

static gboolean
pause_over_cb (gpointer data)
{
  EcpaEventStream *self = data;

  clear_timer (self);
  connect_again (self);

  return G_SOURCE_REMOVE;
}

/* Longer each time, and not all programs of an office at the same moment. */
static void
wait_a_while (EcpaEventStream *self)
{
  guint ms = self->pause_ms / 2 + (guint) g_random_int_range (0, (gint32) self->pause_ms / 2 + 1);

  self->pause_ms = MIN (self->pause_ms * 2, self->longest_ms);
  set_timer (self, ms, pause_over_cb);
  tell (self, ECPA_EVENT_STREAM_WAITING, NULL);
}

/* Worker thread: connected ------------------------------------------------- */

static void
frame_came_cb (SoupWebsocketConnection *connection,
               SoupWebsocketDataType    type,
               GBytes                  *message,
               EcpaEventStream         *self)
{
  g_autoptr (EcpaEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (message, &length);

  if (type != SOUP_WEBSOCKET_DATA_TEXT || length == 0)
    return;

  event = (EcpaEvent *) ecpa_record_parse (ECPA_TYPE_EVENT, text, (gssize) length, &error);
  if (event != NULL)
    tell (self, ECPA_EVENT_STREAM_OPEN, event);
  else
    g_debug ("Event stream: a frame that was not understood");
}

static void
closed_cb (SoupWebsocketConnection *connection,
           EcpaEventStream         *self)
{
  if (g_get_monotonic_time () - self->opened_at >= GOOD_MS * G_GINT64_CONSTANT (1000))
    self->pause_ms = self->first_ms;
  let_go (self);
  wait_a_while (self);
}

/* The kernel finds out that the other side has gone without a word. */
static void
keep_alive (SoupWebsocketConnection *connection)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (connection);
  g_autoptr (GIOStream) base = NULL;
  GSocket *socket;

  if (G_IS_TLS_CONNECTION (stream))
    g_object_get (stream, "base-io-stream", &base, NULL);
  if (!G_IS_SOCKET_CONNECTION (base))
    return;

  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (base));
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_ALIVE_SECONDS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_ALIVE_SECONDS / 4, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, 4, NULL);
}

static void
open_stream (EcpaEventStream         *self,
             SoupWebsocketConnection *connection)
{
  clear_timer (self);
  g_clear_object (&self->connecting);
  self->connection = g_object_ref (connection);
  self->opened_at = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_FRAME);
  keep_alive (connection);
  g_signal_connect (connection, "message", G_CALLBACK (frame_came_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
  tell (self, ECPA_EVENT_STREAM_OPEN, NULL);
}

/* Worker thread: connecting ------------------------------------------------ */

static void
attempt_free (Attempt *attempt)
{
  g_signal_handlers_disconnect_by_data (attempt->message, attempt);
  ecpa_worker_release (attempt->stream->worker);
  g_object_unref (attempt->stream);
  g_object_unref (attempt->connecting);
  g_object_unref (attempt->message);
  g_free (attempt);
}

/* An answer that is one decides; silence, a broken connection and a service that is closed for the moment do not. */
static void
take_failure (EcpaEventStream *self,
              guint            status)
{
  let_go (self);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    tell (self, ECPA_EVENT_STREAM_SIGNED_OUT, NULL);
  else if (status >= 200 && status < 500 && status != 429)
    tell (self, ECPA_EVENT_STREAM_REFUSED, NULL);
  else
    wait_a_while (self);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Attempt *attempt = user_data;
  EcpaEventStream *self = attempt->stream;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  /* Stopped, or overtaken, in the meantime. */
  if (self->connecting == attempt->connecting)
    {
      if (connection != NULL)
        open_stream (self, connection);
      else
        take_failure (self, soup_message_get_status (attempt->message));
    }
  attempt_free (attempt);
}

static gboolean
patience_over_cb (gpointer data)
{
  EcpaEventStream *self = data;

  take_failure (self, 0);

  return G_SOURCE_REMOVE;
}

/* The same TLS rules as for calls. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  Attempt            *attempt)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection)
      && ecpa_client_is_old_tls (G_TLS_CONNECTION (connection)))
    g_cancellable_cancel (attempt->connecting);
}

static void
connect_again (EcpaEventStream *self)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (self->client->base, ECPA_PATH_EVENTS, G_URI_FLAGS_ENCODED, NULL);
  Attempt *attempt = g_new0 (Attempt, 1);
  EcpaClientLimits limits;

  ECPA_ASSERT_WORKER (self->worker);

  ecpa_client_get_limits (self->client, &limits);
  self->connecting = g_cancellable_new ();
  attempt->stream = g_object_ref (self);
  attempt->connecting = g_object_ref (self->connecting);
  attempt->message = soup_message_new_from_uri ("GET", uri);
  ecpa_worker_hold (self->worker);
  soup_message_add_flags (attempt->message, SOUP_MESSAGE_NO_REDIRECT);
  ecpa_client_add_token (attempt->message, self->token);
  g_signal_connect (attempt->message, "network-event", G_CALLBACK (network_event_cb), attempt);
  set_timer (self, limits.connect_ms + limits.answer_ms, patience_over_cb);
  soup_session_websocket_connect_async (ecpa_client_ensure_session (self->client), attempt->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->connecting, connected_cb, attempt);
}

/* Worker thread: what others want ------------------------------------------ */

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->token, ecpa_secret_unref);
  g_object_unref (order->stream);
  g_free (order);
}

static Order *
order_new (EcpaEventStream *self)
{
  Order *order = g_new0 (Order, 1);

  order->stream = g_object_ref (self);

  return order;
}

static void
start_in_worker (gpointer data)
{
  Order *order = data;
  EcpaEventStream *self = order->stream;

  let_go (self);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  self->token = g_steal_pointer (&order->token);
  self->current_run = order->run;
  self->pause_ms = self->first_ms;
  if (!g_cancellable_is_cancelled (self->client->stopping))
    connect_again (self);
}

static void
hurry_in_worker (gpointer data)
{
  EcpaEventStream *self = ((Order *) data)->stream;

  if (self->current_run == 0 || self->token == NULL || self->connecting != NULL || self->connection != NULL
      || g_cancellable_is_cancelled (self->client->stopping))
    return;

  clear_timer (self);
  self->pause_ms = self->first_ms;
  connect_again (self);
}

static void
stop_in_worker (gpointer data)
{
  EcpaEventStream *self = ((Order *) data)->stream;

  let_go (self);
  self->current_run = 0;
  g_clear_pointer (&self->token, ecpa_secret_unref);
}

static void
set_pauses_in_worker (gpointer data)
{
  Order *order = data;

  order->stream->first_ms = order->first_ms;
  order->stream->longest_ms = order->longest_ms;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_event_stream_finalize (GObject *object)
{
  EcpaEventStream *self = ECPA_EVENT_STREAM (object);

  let_go (self);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->worker);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (ecpa_event_stream_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_event_stream_class_init (EcpaEventStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_event_stream_finalize;
}

static void
ecpa_event_stream_init (EcpaEventStream *self)
{
  self->first_ms = FIRST_PAUSE_MS;
  self->longest_ms = LONGEST_PAUSE_MS;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_event_stream_new:
 * @client: the way to the backend
 * @worker: the client's thread
 * @func: told of every change and event, in the context of the calling thread
 * @user_data: for @func; has to live until ecpa_event_stream_stop()
 *
 * Returns: (transfer full): a stream that is stopped
 */
EcpaEventStream *
ecpa_event_stream_new (EcpaClient          *client,
                       EcpaWorker          *worker,
                       EcpaEventStreamFunc  func,
                       gpointer             user_data)
{
  EcpaEventStream *self;

  g_return_val_if_fail (ECPA_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (ECPA_TYPE_EVENT_STREAM, NULL);
  self->client = g_object_ref (client);
  self->worker = g_object_ref (worker);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;

  return self;
}

/**
 * ecpa_event_stream_set_pauses:
 * @self: a stream
 * @first_ms: before the second try
 * @longest_ms: before any
 *
 * Any thread. From the next start on; the usual ones are a second and five minutes.
 */
void
ecpa_event_stream_set_pauses (EcpaEventStream *self,
                              guint            first_ms,
                              guint            longest_ms)
{
  Order *order;

  g_return_if_fail (ECPA_IS_EVENT_STREAM (self));
  g_return_if_fail (first_ms > 0 && first_ms <= longest_ms);

  order = order_new (self);
  order->first_ms = first_ms;
  order->longest_ms = longest_ms;
  ecpa_worker_invoke (self->worker, set_pauses_in_worker, order, order_free);
}

/**
 * ecpa_event_stream_start:
 * @self: a stream
 *
 * Any thread. Connects in the name of the session that the client has at this moment; without one nothing happens.
 */
void
ecpa_event_stream_start (EcpaEventStream *self)
{
  g_autoptr (EcpaSecret) token = NULL;

  g_return_if_fail (ECPA_IS_EVENT_STREAM (self));

  token = ecpa_client_dup_token (self->client);
  if (token != NULL)
    ecpa_event_stream_start_for (self, token);
}

/**
 * ecpa_event_stream_start_for:
 * @self: a stream
 * @token: of a session that is not the client's; the stream keeps a reference until it is stopped
 *
 * Any thread. Connects in the name of that session.
 */
void
ecpa_event_stream_start_for (EcpaEventStream *self,
                             EcpaSecret      *token)
{
  Order *order;

  g_return_if_fail (ECPA_IS_EVENT_STREAM (self));
  g_return_if_fail (token != NULL);

  order = order_new (self);
  order->token = ecpa_secret_ref (token);
  order->run = g_atomic_int_add (&self->run, 1) + 1;
  ecpa_worker_invoke (self->worker, start_in_worker, order, order_free);
}

/**
 * ecpa_event_stream_hurry:
 * @self: a stream
 *
 * Any thread. The network has changed: what waits for another try does not wait any longer.
 */
void
ecpa_event_stream_hurry (EcpaEventStream *self)
{
  g_return_if_fail (ECPA_IS_EVENT_STREAM (self));

  ecpa_worker_invoke (self->worker, hurry_in_worker, order_new (self), order_free);
}

/**
 * ecpa_event_stream_stop:
 * @self: a stream
 *
 * The thread that made it. Nothing is told after this returns; the connection goes in the background, and with it the
 * token.
 */
void
ecpa_event_stream_stop (EcpaEventStream *self)
{
  g_return_if_fail (ECPA_IS_EVENT_STREAM (self));

  g_atomic_int_inc (&self->run);
  ecpa_worker_invoke (self->worker, stop_in_worker, order_new (self), order_free);
}
