/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test-relay.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaTestRelay
{
  GSocketService *service;     /* (nullable): while it is listening */
  GSocketClient  *client;
  GCancellable   *cancellable; /* of the connections there are */
  guint16         port;
  guint16         target;
};

typedef struct
{
  GSocketConnection *from;
  GCancellable      *cancellable;
} Pair;

/* Callbacks ---------------------------------------------------------------- */

static void
pair_free (Pair *pair)
{
  g_object_unref (pair->from);
  g_object_unref (pair->cancellable);
  g_free (pair);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Pair *pair = user_data;
  g_autoptr (GSocketConnection) to = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);

  if (to != NULL)
    g_io_stream_splice_async (G_IO_STREAM (pair->from), G_IO_STREAM (to),
                              G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                              G_PRIORITY_HIGH, pair->cancellable, NULL, NULL);
  pair_free (pair);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             EcpaTestRelay     *self)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->from = g_object_ref (connection);
  pair->cancellable = g_object_ref (self->cancellable);
  g_socket_client_connect_to_host_async (self->client, "127.0.0.1", self->target, self->cancellable, connected_cb, pair);

  return TRUE;
}

/* Auxiliaries -------------------------------------------------------------- */

static void
stop_listening (EcpaTestRelay *self)
{
  if (self->service == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
}

static void
listen_again (EcpaTestRelay *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, self->port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_test_relay_new:
 *
 * Returns: (transfer full): a relay to nowhere; its port is its own from now on
 */
EcpaTestRelay *
ecpa_test_relay_new (void)
{
  EcpaTestRelay *self = g_new0 (EcpaTestRelay, 1);

  self->client = g_socket_client_new ();
  self->cancellable = g_cancellable_new ();
  listen_again (self);

  return self;
}

/**
 * ecpa_test_relay_free:
 * @self: (transfer full): a relay
 */
void
ecpa_test_relay_free (EcpaTestRelay *self)
{
  stop_listening (self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_free (self);
}

/**
 * ecpa_test_relay_get_port:
 * @self: a relay
 *
 * Returns: its port on loopback
 */
guint
ecpa_test_relay_get_port (EcpaTestRelay *self)
{
  return self->port;
}

/**
 * ecpa_test_relay_set_target:
 * @self: a relay
 * @port: where it leads from now on, on loopback; 0 where nobody answers
 */
void
ecpa_test_relay_set_target (EcpaTestRelay *self,
                            guint          port)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->target = (guint16) port;
  if (port == 0)
    stop_listening (self);
  else if (self->service == NULL)
    listen_again (self);
}
