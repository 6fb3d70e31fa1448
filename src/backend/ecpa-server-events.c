/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-endpoints.h"
#include "ecpa-server-private.h"

#include <string.h>

/* Another process at the database is noticed within this time; what happens here, at once. */
#define LOOK_SECONDS 2
#define LISTENERS_PER_SESSION 2
/* Nobody has anything to say here. */
#define MAX_INCOMING 1024

/* Types -------------------------------------------------------------------- */

/* Somebody who is told what happens. */
typedef struct
{
  EcpaServer              *server; /* borrowed: the listener is in its list */
  EcpaWatch               *watch;  /* owned */
  SoupWebsocketConnection *socket; /* (nullable): owned; not before the handshake is written */
  GSocketAddress          *peer;
} Listener;

/* Auxiliaries -------------------------------------------------------------- */

static void
listener_free (gpointer data)
{
  Listener *listener = data;

  if (listener->socket != NULL)
    g_signal_handlers_disconnect_by_data (listener->socket, listener);
  g_clear_object (&listener->socket);
  g_clear_object (&listener->peer);
  ecpa_watch_unref (listener->watch);
  g_free (listener);
}

static guint
count_listeners (EcpaServer *self,
                 EcpaWatch  *watch)
{
  guint n = 0;

  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = g_ptr_array_index (self->listeners, i);

      n += g_bytes_equal (listener->watch->token_hash, watch->token_hash);
    }

  return n;
}

static void
send_event (Listener   *listener,
            const char *kind,
            const char *reason,
            gint64      unsigned_orders)
{
  g_autoptr (EcpaEvent) event = g_object_new (ECPA_TYPE_EVENT, NULL);
  g_autofree char *text = NULL;

  if (soup_websocket_connection_get_state (listener->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  event->kind = g_strdup (kind);
  event->reason = g_strdup (reason);
  event->unsigned_orders = unsigned_orders;
  text = ecpa_record_print (ECPA_RECORD (event));
  soup_websocket_connection_send_text (listener->socket, text);
}

static void
close_socket (Listener   *listener,
              gushort     code,
              const char *why)
{
  if (listener->socket != NULL
      && soup_websocket_connection_get_state (listener->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (listener->socket, code, why);
}

static void
tell (Listener *listener)
{
  EcpaWatch *watch = listener->watch;

  if (watch->ended != NULL)
    {
      send_event (listener, "session-ended", watch->ended, -1);
      close_socket (listener, SOUP_WEBSOCKET_CLOSE_NORMAL, "session-ended");
      return;
    }
  if (watch->service_changed)
    send_event (listener, "service-changed", NULL, -1);
  if (watch->orders_changed)
    send_event (listener, "orders-changed", NULL, watch->unsigned_orders);
  if (watch->registration_changed)
    send_event (listener, "registration-changed", NULL, -1);
  watch->orders_changed = watch->service_changed = watch->registration_changed = FALSE;
}

/* The connection is cut when nothing comes for too long. */
static void
note_life (Listener *listener)
{
  EcpaConnection *connection = ecpa_server_find_connection (listener->server, listener->peer);

  if (connection != NULL)
    ecpa_connection_set_deadline (connection, listener->server->silence_seconds);
}

/* Callbacks ---------------------------------------------------------------- */

static void
looked_cb (gpointer user_data)
{
  g_autoptr (EcpaServer) self = user_data;

  self->looking = FALSE;
  /* Whoever is told of the end may be gone at once. */
  for (guint i = self->listeners->len; i-- > 0;)
    {
      Listener *listener = g_ptr_array_index (self->listeners, i);

      if (listener->socket != NULL)
        tell (listener);
    }
  if (self->look_again)
    ecpa_server_look (self);
}

static gboolean
look_cb (gpointer user_data)
{
  EcpaServer *self = user_data;

  if (self->listeners->len == 0)
    {
      self->look_timer = 0;
      return G_SOURCE_REMOVE;
    }
  ecpa_server_look (self);

  return G_SOURCE_CONTINUE;
}

static void
pong_cb (SoupWebsocketConnection *socket,
         GBytes                  *data,
         Listener                *listener)
{
  note_life (listener);
}

static void
closed_cb (SoupWebsocketConnection *socket,
           Listener                *listener)
{
  g_ptr_array_remove_fast (listener->server->listeners, listener);
}

/* The handshake is on its way: from here on the connection is a WebSocket. */
static void
wrote_informational_cb (SoupServerMessage *message,
                        Listener          *listener)
{
  g_autoptr (GIOStream) stream = NULL;

  g_signal_handlers_disconnect_by_data (message, listener);
  listener->peer = g_object_ref (soup_server_message_get_remote_address (message));
  stream = soup_server_message_steal_connection (message);
  if (stream == NULL)
    {
      g_ptr_array_remove_fast (listener->server->listeners, listener);
      return;
    }
  /* A message whose connection was taken is never “finished” (libsoup 3.2). */
  listener->server->n_requests--;
  listener->socket = soup_websocket_connection_new (stream, soup_server_message_get_uri (message),
                                                    SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, NULL, NULL);
  soup_websocket_connection_set_max_incoming_payload_size (listener->socket, MAX_INCOMING);
  soup_websocket_connection_set_keepalive_interval (listener->socket, listener->server->ping_seconds);
  g_signal_connect (listener->socket, "pong", G_CALLBACK (pong_cb), listener);
  g_signal_connect (listener->socket, "closed", G_CALLBACK (closed_cb), listener);
  note_life (listener);
  ecpa_server_look (listener->server);
}

static void
finished_cb (SoupServerMessage *message,
             Listener          *listener)
{
  g_signal_handlers_disconnect_by_data (message, listener);
  g_ptr_array_remove_fast (listener->server->listeners, listener);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_add_listener:
 * @self: a server
 * @message: a request whose sender may listen; paused
 * @watch: what is watched
 *
 * Makes a connection a WebSocket, or answers why not.
 */
void
ecpa_server_add_listener (EcpaServer         *self,
                          SoupServerMessage  *message,
                          EcpaWatch          *watch)
{
  Listener *listener;

  if (count_listeners (self, watch) >= LISTENERS_PER_SESSION || self->listeners->len >= self->max_connections / 2)
    {
      ecpa_server_send_problem (message, ECPA_PROBLEM_TOO_MANY);
      return;
    }
  if (!soup_websocket_server_check_handshake (message, NULL, NULL, NULL, NULL)
      || !soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    {
      ecpa_server_send_problem (message, ECPA_PROBLEM_INVALID_REQUEST);
      return;
    }

  listener = g_new0 (Listener, 1);
  listener->server = self;
  listener->watch = ecpa_watch_ref (watch);
  g_ptr_array_add (self->listeners, listener);
  g_signal_connect (message, "wrote-informational", G_CALLBACK (wrote_informational_cb), listener);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), listener);
  if (self->look_timer == 0)
    self->look_timer = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
}

/**
 * ecpa_server_look:
 * @self: a server
 *
 * Looks whether anything has happened, and tells those who listen.
 */
void
ecpa_server_look (EcpaServer *self)
{
  GPtrArray *watches;

  self->look_again = self->looking;
  if (self->looking || self->listeners->len == 0)
    return;

  watches = g_ptr_array_new_full (self->listeners->len, (GDestroyNotify) ecpa_watch_unref);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = g_ptr_array_index (self->listeners, i);

      /* One that is on its way began from what there was; it is looked after once it is there. */
      if (listener->socket != NULL)
        g_ptr_array_add (watches, ecpa_watch_ref (listener->watch));
    }
  self->looking = TRUE;
  ecpa_backend_look (self->backend, watches, looked_cb, g_object_ref (self));
}

/**
 * ecpa_server_init_listeners:
 * @self: a server
 */
void
ecpa_server_init_listeners (EcpaServer *self)
{
  self->listeners = g_ptr_array_new_with_free_func (listener_free);
}

/**
 * ecpa_server_close_listeners:
 * @self: a server
 *
 * Says good-bye to everybody who listens.
 */
void
ecpa_server_close_listeners (EcpaServer *self)
{
  g_clear_handle_id (&self->look_timer, g_source_remove);
  for (guint i = self->listeners->len; i-- > 0;)
    close_socket (g_ptr_array_index (self->listeners, i), SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "going away");
}
