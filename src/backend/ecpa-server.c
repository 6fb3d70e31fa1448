/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-endpoints.h"
#include "ecpa-server-private.h"

#include <string.h>

/* How long an answer may take to be read by the other side. */
#define ANSWER_SECONDS 60
/* A body over the limit is read and dropped up to this many times the limit, so that its sender sees the answer. */
#define PATIENCE 16
#define EXCHANGE "ecpa-exchange"

G_DEFINE_FINAL_TYPE (EcpaServer, ecpa_server, G_TYPE_OBJECT)

/* Types -------------------------------------------------------------------- */

/* A request on its way: kept by its message. */
typedef struct
{
  EcpaServer        *server;  /* owned */
  SoupServerMessage *message; /* borrowed */
  EcpaInquiry       *request; /* (nullable) */
  gsize              received;
  gboolean           too_large;
  gboolean           answered;
  gboolean           finished; /* the answer is written, or nobody is there to read it */
} Exchange;

/* Auxiliaries -------------------------------------------------------------- */

static void
exchange_free (Exchange *exchange)
{
  g_clear_pointer (&exchange->request, ecpa_inquiry_free);
  g_object_unref (exchange->server);
  g_free (exchange);
}

static void
set_deadline (Exchange *exchange,
              guint     seconds)
{
  EcpaConnection *connection =
    ecpa_server_find_connection (exchange->server, soup_server_message_get_remote_address (exchange->message));

  if (connection != NULL)
    ecpa_connection_set_deadline (connection, seconds);
}

static void
set_common_headers (SoupMessageHeaders *headers)
{
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
}

static void
send_too_large (Exchange *exchange)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message), "Connection", "close");
  ecpa_server_send_problem (exchange->message, ECPA_PROBLEM_TOO_LARGE);
  exchange->answered = TRUE;
}

static void
send_answer (Exchange *exchange)
{
  EcpaInquiry *request = exchange->request;
  SoupServerMessage *message = exchange->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *body = ecpa_inquiry_get_answer (request);

  set_common_headers (headers);
  if (ecpa_inquiry_get_version (request) > 0)
    {
      g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", ecpa_inquiry_get_version (request));

      soup_message_headers_replace (headers, "ETag", etag);
    }
  if (ecpa_inquiry_get_retry_after (request) >= 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ecpa_inquiry_get_retry_after (request));

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  if (ecpa_inquiry_get_allow (request) != NULL)
    soup_message_headers_replace (headers, "Allow", ecpa_inquiry_get_allow (request));
  if (ecpa_inquiry_get_status (request) == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (*body != '\0')
    soup_server_message_set_response (message, ecpa_inquiry_get_media_type (request), SOUP_MEMORY_COPY, body,
                                      strlen (body));
  soup_server_message_set_status (message, ecpa_inquiry_get_status (request), NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static void
answered_cb (EcpaInquiry *request,
             gpointer     user_data)
{
  SoupServerMessage *message = user_data;
  Exchange *exchange = g_object_get_data (G_OBJECT (message), EXCHANGE);

  exchange->answered = TRUE;
  if (exchange->finished)
    exchange->server->n_requests--;
  else
    {
      if (ecpa_inquiry_get_watch (request) != NULL && ecpa_inquiry_get_status (request) == SOUP_STATUS_SWITCHING_PROTOCOLS)
        ecpa_server_add_listener (exchange->server, message, ecpa_inquiry_get_watch (request));
      else
        send_answer (exchange);
      soup_server_message_unpause (message);
    }
  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    ecpa_server_look (exchange->server);
  g_object_unref (message);
}

static void
handler_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  EcpaServer *self = user_data;
  Exchange *exchange = g_object_get_data (G_OBJECT (message), EXCHANGE);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *incoming = soup_server_message_get_request_body (message);
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr (GBytes) body = NULL;
  EcpaInquiry *request;

  g_return_if_fail (exchange != NULL && exchange->request == NULL);

  if (exchange->too_large)
    {
      send_too_large (exchange);
      return;
    }

  if (ecpa_server_send_page (self, message, path))
    {
      exchange->answered = TRUE;
      return;
    }

  body = soup_message_body_flatten (incoming);
  request = exchange->request = ecpa_inquiry_new (soup_server_message_get_method (message), path,
                                                  g_uri_get_query (uri), body);
  ecpa_inquiry_set_header (request, "Authorization", soup_message_headers_get_one (headers, "Authorization"));
  ecpa_inquiry_set_header (request, "Content-Type", soup_message_headers_get_one (headers, "Content-Type"));
  ecpa_inquiry_set_header (request, "Upgrade", soup_message_headers_get_one (headers, "Upgrade"));
  ecpa_inquiry_set_header (request, "Accept-Language", soup_message_headers_get_list (headers, "Accept-Language"));
  ecpa_inquiry_set_header (request, "If-Match", soup_message_headers_get_one (headers, "If-Match"));
  ecpa_inquiry_set_header (request, ECPA_HEADER_IDEMPOTENCY_KEY,
                           soup_message_headers_get_one (headers, ECPA_HEADER_IDEMPOTENCY_KEY));

  ecpa_inquiry_set_peer (request, soup_server_message_get_remote_host (message),
                         soup_message_headers_get_list (headers, "X-Forwarded-For"));
  self->n_requests++;
  soup_server_message_pause (message);
  ecpa_backend_handle (self->backend, request, answered_cb, g_object_ref (message));
}

static void
got_headers_cb (SoupServerMessage *message,
                Exchange          *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  set_deadline (exchange, exchange->server->header_seconds);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > exchange->server->body_limit)
    {
      exchange->too_large = TRUE;
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
      send_too_large (exchange);
    }
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              Exchange          *exchange)
{
  exchange->received += g_bytes_get_size (chunk);
  if (exchange->received <= exchange->server->body_limit)
    return;

  exchange->too_large = TRUE;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  if (exchange->received > (gsize) exchange->server->body_limit * PATIENCE)
    {
      EcpaConnection *connection =
        ecpa_server_find_connection (exchange->server, soup_server_message_get_remote_address (message));

      if (connection != NULL)
        ecpa_connection_reset (connection);
    }
}

static void
got_body_cb (SoupServerMessage *message,
             Exchange          *exchange)
{
  set_deadline (exchange, ANSWER_SECONDS);
}

static void
finished_cb (SoupServerMessage *message,
             Exchange          *exchange)
{
  exchange->finished = TRUE;
  if (exchange->answered && exchange->request != NULL)
    exchange->server->n_requests--;
  set_deadline (exchange, exchange->server->idle_seconds);
}

static void
request_started_cb (SoupServer        *soup,
                    SoupServerMessage *message,
                    EcpaServer        *self)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->server = g_object_ref (self);
  exchange->message = message;
  g_object_set_data_full (G_OBJECT (message), EXCHANGE, exchange, (GDestroyNotify) exchange_free);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), exchange);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), exchange);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), exchange);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), exchange);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_server_dispose (GObject *object)
{
  EcpaServer *self = ECPA_SERVER (object);

  ecpa_server_stop (self);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_ptr_array_set_size (self->listeners, 0);
  g_hash_table_remove_all (self->connections);
  g_clear_object (&self->soup);
  g_clear_object (&self->service);
  g_clear_object (&self->backend);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (ecpa_server_parent_class)->dispose (object);
}

static void
ecpa_server_finalize (GObject *object)
{
  EcpaServer *self = ECPA_SERVER (object);

  g_hash_table_unref (self->connections);
  g_clear_pointer (&self->pages, ecpa_server_free_pages);
  g_ptr_array_unref (self->listeners);

  G_OBJECT_CLASS (ecpa_server_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_server_class_init (EcpaServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_server_dispose;
  object_class->finalize = ecpa_server_finalize;
}

static void
ecpa_server_init (EcpaServer *self)
{
  self->connections = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) ecpa_connection_free);
  ecpa_server_init_listeners (self);
  self->soup = soup_server_new ("server-header", NULL, NULL);
  soup_server_add_handler (self->soup, NULL, handler_cb, self, NULL);
  g_signal_connect_object (self->soup, "request-started", G_CALLBACK (request_started_cb), self, 0);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_send_problem:
 * @message: a request
 * @code: what happened
 *
 * Answers without asking the backend.
 */
void
ecpa_server_send_problem (SoupServerMessage *message,
                          EcpaProblemCode    code)
{
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (code);
  g_autofree char *body = ecpa_record_print (ECPA_RECORD (problem));

  set_common_headers (soup_server_message_get_response_headers (message));
  soup_server_message_set_response (message, ECPA_MEDIA_PROBLEM, SOUP_MEMORY_COPY, body, strlen (body));
  soup_server_message_set_status (message, (guint) problem->status, NULL);
}

/**
 * ecpa_server_new:
 * @backend: what answers
 * @settings: its limits
 * @certificate: the certificate with its key
 *
 * Returns: (transfer full): a server that does not listen yet
 */
EcpaServer *
ecpa_server_new (EcpaBackend         *backend,
                 EcpaServerSettings  *settings,
                 GTlsCertificate     *certificate)
{
  EcpaServer *self;

  g_return_val_if_fail (ECPA_IS_BACKEND (backend) && settings != NULL && G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_object_new (ECPA_TYPE_SERVER, NULL);
  self->backend = g_object_ref (backend);
  self->certificate = g_object_ref (certificate);
  self->pages = ecpa_server_make_pages (settings->training);
  self->body_limit = settings->body_limit;
  self->header_seconds = settings->header_seconds;
  self->ping_seconds = settings->ping_seconds;
  self->silence_seconds = settings->silence_seconds;
  self->idle_seconds = settings->idle_seconds;
  self->max_connections = settings->connections;

  return self;
}

/**
 * ecpa_server_listen:
 * @self: a server
 * @address: an IP address
 * @port: a port; 0 picks a free one
 * @error: where the address is none, or taken
 *
 * Returns: whether it listens, in the thread's default context
 */
gboolean
ecpa_server_listen (EcpaServer  *self,
                    const char  *address,
                    guint        port,
                    GError     **error)
{
  g_return_val_if_fail (ECPA_IS_SERVER (self) && self->service == NULL, FALSE);

  return ecpa_server_start_listener (self, address, port, error);
}

/**
 * ecpa_server_get_port:
 * @self: a server that listens
 *
 * Returns: its port
 */
guint
ecpa_server_get_port (EcpaServer *self)
{
  g_return_val_if_fail (ECPA_IS_SERVER (self), 0);

  return self->port;
}

/**
 * ecpa_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many connections are open
 */
guint
ecpa_server_get_n_connections (EcpaServer *self)
{
  g_return_val_if_fail (ECPA_IS_SERVER (self), 0);

  return g_hash_table_size (self->connections);
}

/**
 * ecpa_server_stop:
 * @self: a server
 *
 * Takes no further connections. What is being answered goes on.
 */
void
ecpa_server_stop (EcpaServer *self)
{
  g_return_if_fail (ECPA_IS_SERVER (self));

  ecpa_server_close_listeners (self);
  if (self->service == NULL)
    return;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}

/**
 * ecpa_server_is_idle:
 * @self: a server
 *
 * Returns: whether nothing is being answered
 */
gboolean
ecpa_server_is_idle (EcpaServer *self)
{
  g_return_val_if_fail (ECPA_IS_SERVER (self), TRUE);

  return self->n_requests == 0;
}
