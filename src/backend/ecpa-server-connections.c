/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-server-private.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaServer        *server; /* owned */
  char              *peer;
  GSocketConnection *connection;
} Handshake;

/* Auxiliaries -------------------------------------------------------------- */

static void
handshake_free (Handshake *handshake)
{
  g_object_unref (handshake->server);
  g_object_unref (handshake->connection);
  g_free (handshake->peer);
  g_free (handshake);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handshake, handshake_free)

static char *
describe_peer (GSocketAddress *address)
{
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

/* A SoupServer keeps connections alive only while it listens to something itself (libsoup 3.2, request_finished).
 * It gets a socket that has no name any more, so that nobody can reach it. Until then its name is one by way of the open
 * directory: a path of temporary files may be longer than a socket's name, and GLib cuts it off without a word. */
static gboolean
keep_alive (EcpaServer  *self,
            GError     **error)
{
  g_autofree char *directory = g_dir_make_tmp ("ecpa-backend-XXXXXX", error);
  int fd = directory != NULL ? open (directory, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d/none", fd);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  gboolean bound;

  if (directory == NULL)
    return FALSE;

  address = g_unix_socket_address_new (path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  bound = socket != NULL && g_socket_bind (socket, address, FALSE, error);
  g_unlink (path);
  g_rmdir (directory);
  if (fd >= 0)
    close (fd);

  return bound && g_socket_listen (socket, error) && soup_server_listen_socket (self->soup, socket, 0, error);
}

/* Clients show no certificates. Without a word about a database the connection would read those of all the world's
 * authorities, each time: 10 ms a connection (glib-networking 2.74). */
static GIOStream *
make_secure (EcpaServer *self,
             GIOStream  *stream)
{
  GType type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());

  return g_initable_new (type, NULL, NULL, "base-io-stream", stream, "certificate", self->certificate, "database", NULL,
                         NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
deadline_passed_cb (gpointer user_data)
{
  EcpaConnection *self = user_data;

  self->timer = 0;
  g_debug ("A connection took too long");
  ecpa_connection_cut (self);

  return G_SOURCE_REMOVE;
}

typedef struct
{
  GWeakRef  server;
  char     *peer;
  guint64   serial;
} Ending;

static void
stream_finalized_cb (gpointer  user_data,
                     GObject  *where_it_was)
{
  Ending *ending = user_data;
  g_autoptr (EcpaServer) server = g_weak_ref_get (&ending->server);
  EcpaConnection *record = server != NULL ? g_hash_table_lookup (server->connections, ending->peer) : NULL;

  /* The peer may have come back from the same port meanwhile. */
  if (record != NULL && record->serial == ending->serial)
    g_hash_table_remove (server->connections, ending->peer);
  g_weak_ref_clear (&ending->server);
  g_free (ending->peer);
  g_free (ending);
}

static void
handshake_done_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Handshake) handshake = user_data;
  EcpaServer *self = handshake->server;
  EcpaConnection *connection = g_hash_table_lookup (self->connections, handshake->peer);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error) || connection == NULL)
    {
      g_debug ("A connection came to nothing: %s", error != NULL ? error->message : "too late");
      return;
    }

  /* GnuTLS's default on Debian 12 still takes TLS 1.0. */
  if (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (source)) < G_TLS_PROTOCOL_VERSION_TLS_1_2)
    return;

  local = g_socket_connection_get_local_address (handshake->connection, NULL);
  remote = g_socket_connection_get_remote_address (handshake->connection, NULL);
  if (local == NULL || remote == NULL
      || !soup_server_accept_iostream (self->soup, G_IO_STREAM (source), local, remote, &error))
    return;

  ecpa_connection_set_deadline (connection, self->header_seconds);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             EcpaServer        *self)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GIOStream) tls = NULL;
  EcpaConnection *record;
  Handshake *handshake;
  Ending *ending;

  if (remote == NULL || g_hash_table_size (self->connections) >= self->max_connections)
    {
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return TRUE;
    }
  tls = make_secure (self, G_IO_STREAM (connection));
  if (tls == NULL)
    return TRUE;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);

  record = g_new0 (EcpaConnection, 1);
  record->serial = ++self->last_serial;
  record->peer = describe_peer (remote);
  record->socket = g_object_ref (g_socket_connection_get_socket (connection));
  /* Header and body are written apart; with Nagle the other side's delayed ACK costs 40 ms an answer. */
  g_socket_set_option (record->socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_hash_table_replace (self->connections, record->peer, record);
  ecpa_connection_set_deadline (record, self->header_seconds);

  ending = g_new0 (Ending, 1);
  g_weak_ref_init (&ending->server, self);
  ending->peer = g_strdup (record->peer);
  ending->serial = record->serial;
  g_object_weak_ref (G_OBJECT (tls), stream_finalized_cb, ending);

  handshake = g_new0 (Handshake, 1);
  handshake->server = g_object_ref (self);
  handshake->connection = g_object_ref (connection);
  handshake->peer = g_strdup (record->peer);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_done_cb, handshake);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_start_listener:
 * @self: a server
 * @address: an IP address
 * @port: a port; 0 picks one
 * @error: where the address is none, or taken
 *
 * Returns: whether it listens
 */
gboolean
ecpa_server_start_listener (EcpaServer  *self,
                            const char  *address,
                            guint        port,
                            GError     **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autoptr (GSocketAddress) wanted = NULL;
  g_autoptr (GSocketAddress) effective = NULL;

  if (inet == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no IP address", address);
      return FALSE;
    }

  if (!keep_alive (self, error))
    return FALSE;

  self->service = g_socket_service_new ();
  wanted = g_inet_socket_address_new (inet, (guint16) port);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;

  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self, 0);
  g_socket_service_start (self->service);

  return TRUE;
}

/**
 * ecpa_server_find_connection:
 * @self: a server
 * @peer: the other side
 *
 * Returns: (transfer none) (nullable): the connection's record
 */
EcpaConnection *
ecpa_server_find_connection (EcpaServer      *self,
                             GSocketAddress  *peer)
{
  g_autofree char *key = peer != NULL ? describe_peer (peer) : NULL;

  return key != NULL ? g_hash_table_lookup (self->connections, key) : NULL;
}

/**
 * ecpa_connection_set_deadline:
 * @self: a connection
 * @seconds: how long what comes next may take
 *
 * Sets when the connection is cut if nothing sets it anew.
 */
void
ecpa_connection_set_deadline (EcpaConnection *self,
                              guint           seconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (seconds, deadline_passed_cb, self);
}

/**
 * ecpa_connection_cut:
 * @self: a connection
 *
 * Shuts its socket; whoever reads or writes finds it closed.
 */
void
ecpa_connection_cut (EcpaConnection *self)
{
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/**
 * ecpa_connection_reset:
 * @self: a connection whose other side does not stop sending
 *
 * Cuts it, and tells the other side so at once. A socket that is only shut never opens its window again: what waits to
 * be sent would wait until the other side gives up.
 */
void
ecpa_connection_reset (EcpaConnection *self)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ecpa_connection_cut (self);
}

/**
 * ecpa_connection_free:
 * @self: (transfer full): a connection's record
 */
void
ecpa_connection_free (EcpaConnection *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->socket);
  g_free (self->peer);
  g_free (self);
}
