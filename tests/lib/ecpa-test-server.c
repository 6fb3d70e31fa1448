/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test-server.h"
#include "ecpa-test.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTestServer
{
  GSocket         *listener;
  GThread         *thread;
  GTlsCertificate *certificate;
  GTlsCertificate *wrong;
  GCancellable    *ending;
  guint16          port;
  gint             handlers;    /* atomic */

  GMutex           lock;
  EcpaTestMode     mode;
  EcpaTestMode     then;
  guint            before_then;
  char            *answer;
  char            *elsewhere;
  char            *request;
  guint            delay_ms;
  guint            n_requests;
  guint            n_connections;
};

typedef struct
{
  EcpaTestServer    *server;
  GSocketConnection *connection;
} Handler;

/* Certificates ------------------------------------------------------------- */

/**
 * ecpa_test_make_certificate:
 * @name: its common name
 *
 * Returns: (transfer full): a self-signed certificate for 127.0.0.1, with its key
 */
GTlsCertificate *
ecpa_test_make_certificate (const char *name)
{
  static const guint8 loopback[] = { 127, 0, 0, 1 };
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t pem_key = { NULL, 0 }, pem_certificate = { NULL, 0 };
  g_autofree char *both = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *self;
  guint32 serial = g_random_int () | 1;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) - 3600);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 86400);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned) strlen (name));
  gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback,
                                        GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_key (certificate, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem_certificate), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem_key), ==, 0);

  both = g_strdup_printf ("%.*s%.*s", (int) pem_certificate.size, (char *) pem_certificate.data, (int) pem_key.size,
                          (char *) pem_key.data);
  self = g_tls_certificate_new_from_pem (both, -1, &error);
  g_assert_no_error (error);

  gnutls_free (pem_certificate.data);
  gnutls_free (pem_key.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return self;
}

/* On a handler's thread ---------------------------------------------------- */

/* Until the server ends, or the client does. */
static void
keep_waiting (EcpaTestServer *server,
              GSocket        *socket,
              guint           ms)
{
  (void) g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, ms > 0 ? (gint64) ms * 1000 : -1,
                                        server->ending, NULL);
}

static char *
read_request (GInputStream *stream,
              GCancellable *cancellable)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize wanted = G_MAXSIZE;
  char buffer[4096];
  gssize n;

  while (text->len < wanted && (n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, NULL)) > 0)
    {
      const char *end;

      g_string_append_len (text, buffer, n);
      end = strstr (text->str, "\r\n\r\n");
      if (end != NULL && wanted == G_MAXSIZE)
        {
          const char *length = strstr (text->str, "Content-Length: ");

          wanted = (gsize) (end + 4 - text->str)
                   + (length != NULL && length < end ? (gsize) g_ascii_strtoull (length + 16, NULL, 10) : 0);
        }
    }

  return text->len >= wanted ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
say (GOutputStream *stream,
     const char    *status,
     const char    *type,
     const char    *extra,
     const char    *body,
     gsize          promised)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: %s\r\n%sConnection: close\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                                           status, type, extra, promised, body);

  (void) g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL);
}

static void
say_and_stay (GOutputStream *stream,
              const char    *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                           "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (body), body);

  (void) g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL);
}

static void
say_problem (GOutputStream *stream,
             const char    *status,
             const char    *code,
             int            retry_after)
{
  g_autofree char *retry = retry_after > 0 ? g_strdup_printf (",\"retry_after\":%d", retry_after) : g_strdup ("");
  g_autofree char *body = g_strdup_printf ("{\"type\":\"urn:ecpa:problem:%s\",\"title\":\"t\",\"status\":%d,"
                                           "\"code\":\"%s\"%s}",
                                           code, atoi (status), code, retry);

  say (stream, status, "application/problem+json", "", body, strlen (body));
}

static void
say_without_end (EcpaTestServer *server,
                 GOutputStream  *stream)
{
  char block[65536];

  memset (block, ' ', sizeof block);
  say (stream, "200 OK", "application/json", "", "", (gsize) 1 << 40);
  while (g_output_stream_write_all (stream, block, sizeof block, NULL, server->ending, NULL))
    ;
}

static void
reset (GSocket       *socket,
       GOutputStream *stream,
       const char    *body)
{
  struct linger linger = { 1, 0 };
  g_autofree char *half = g_strndup (body, strlen (body) / 2);

  say (stream, "200 OK", "application/json", "", half, strlen (body));
  (void) setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  (void) g_socket_close (socket, NULL);
}

static void
answer (EcpaTestServer *server,
        EcpaTestMode    mode,
        GSocket        *socket,
        GOutputStream  *stream)
{
  g_autofree char *body = NULL;
  g_autofree char *elsewhere = NULL;
  guint delay_ms;

  g_mutex_lock (&server->lock);
  body = g_strdup (server->answer);
  elsewhere = g_strdup_printf ("Location: %s\r\n", server->elsewhere != NULL ? server->elsewhere : "/");
  delay_ms = server->delay_ms;
  g_mutex_unlock (&server->lock);

  switch (mode)
    {
    case ECPA_TEST_MUTE:
      keep_waiting (server, socket, 0);
      break;
    case ECPA_TEST_500:
      say (stream, "500 Internal Server Error", "text/plain", "", "oops", 4);
      break;
    case ECPA_TEST_500_PROBLEM:
      say_problem (stream, "500 Internal Server Error", "internal", -1);
      break;
    case ECPA_TEST_503_SOON:
      say_problem (stream, "503 Service Unavailable", "unavailable", 1);
      break;
    case ECPA_TEST_503_LATER:
      say_problem (stream, "503 Service Unavailable", "unavailable", 3600);
      break;
    case ECPA_TEST_TRUNCATED_JSON:
      body[strlen (body) / 2] = '\0';
      say (stream, "200 OK", "application/json", "", body, strlen (body));
      break;
    case ECPA_TEST_SHORT_BODY:
      say (stream, "200 OK", "application/json", "", body, strlen (body) + 100);
      break;
    case ECPA_TEST_STALLED_BODY:
      say (stream, "200 OK", "application/json", "", body, strlen (body) + 100);
      keep_waiting (server, socket, 0);
      break;
    case ECPA_TEST_RESET:
      reset (socket, stream, body);
      break;
    case ECPA_TEST_WRONG_TYPE:
      say (stream, "200 OK", "text/html", "", body, strlen (body));
      break;
    case ECPA_TEST_REDIRECT:
      say (stream, "307 Temporary Redirect", "application/json", elsewhere, "{}", 2);
      break;
    case ECPA_TEST_HUGE:
      say_without_end (server, stream);
      break;
    case ECPA_TEST_NO_HTTP:
      (void) g_output_stream_write_all (stream, "SSH-2.0-no\r\n\r\n", 14, NULL, NULL, NULL);
      break;
    case ECPA_TEST_HANG_UP:
      break;
    case ECPA_TEST_KEEP:
      say_and_stay (stream, body);
      break;
    case ECPA_TEST_SLOW:
      keep_waiting (server, socket, delay_ms);
      say (stream, "200 OK", "application/json", "", body, strlen (body));
      break;
    default:
      say (stream, "200 OK", "application/json", "", body, strlen (body));
    }
}

static EcpaTestMode
next_mode (EcpaTestServer *server,
           char           *request)
{
  EcpaTestMode mode;

  g_mutex_lock (&server->lock);
  server->n_requests++;
  g_free (server->request);
  server->request = request;
  mode = server->mode;
  if (server->before_then > 0 && --server->before_then == 0)
    server->mode = server->then;
  g_mutex_unlock (&server->lock);

  return mode;
}

static gpointer
handle (gpointer data)
{
  Handler *handler = data;
  EcpaTestServer *server = handler->server;
  GSocket *socket = g_socket_connection_get_socket (handler->connection);
  g_autoptr (GIOStream) tls = NULL;
  EcpaTestMode mode;
  char *request = NULL;

  g_mutex_lock (&server->lock);
  mode = server->mode;
  server->n_connections++;
  g_mutex_unlock (&server->lock);

  if (mode == ECPA_TEST_MUTE_TCP)
    {
      next_mode (server, NULL);
      while (!g_cancellable_is_cancelled (server->ending)
             && g_socket_condition_timed_wait (socket, G_IO_HUP, -1, server->ending, NULL))
        break;
    }
  else if (mode == ECPA_TEST_CUT_TLS)
    {
      char words[4096];

      next_mode (server, NULL);
      (void) g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (handler->connection)), words, sizeof words,
                                  server->ending, NULL);
    }
  else
    {
      tls = g_tls_server_connection_new (G_IO_STREAM (handler->connection),
                                         mode == ECPA_TEST_WRONG_CERTIFICATE ? server->wrong : server->certificate,
                                         NULL);
      do
        {
          request = read_request (g_io_stream_get_input_stream (tls), server->ending);
          if (request != NULL)
            {
              mode = next_mode (server, request);
              answer (server, mode, socket, g_io_stream_get_output_stream (tls));
            }
        }
      while (request != NULL && mode == ECPA_TEST_KEEP);
      (void) g_io_stream_close (tls, server->ending, NULL);
    }
  (void) g_io_stream_close (G_IO_STREAM (handler->connection), NULL, NULL);

  g_object_unref (handler->connection);
  g_free (handler);
  g_atomic_int_dec_and_test (&server->handlers);

  return NULL;
}

/* On the server's thread --------------------------------------------------- */

static gpointer
run (gpointer data)
{
  EcpaTestServer *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, self->ending, NULL)) != NULL)
    {
      Handler *handler = g_new0 (Handler, 1);

      handler->server = self;
      handler->connection = g_socket_connection_factory_create_connection (socket);
      g_object_unref (socket);
      g_atomic_int_inc (&self->handlers);
      g_thread_unref (g_thread_new ("test-handler", handle, handler));
    }

  return NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_test_server_new:
 *
 * Returns: (transfer full): a server that answers well
 */
EcpaTestServer *
ecpa_test_server_new (void)
{
  EcpaTestServer *self = g_new0 (EcpaTestServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_test_trust_nobody ();
  g_mutex_init (&self->lock);
  self->certificate = ecpa_test_make_certificate ("the right one");
  self->wrong = ecpa_test_make_certificate ("another one");
  self->answer = g_strdup ("{}");
  self->ending = g_cancellable_new ();

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->listener, address, TRUE, &error));
  g_assert_true (g_socket_listen (self->listener, &error));
  effective = g_socket_get_local_address (self->listener, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->thread = g_thread_new ("test-server", run, self);

  return self;
}

/**
 * ecpa_test_server_free:
 * @self: (transfer full): a server
 *
 * Its port is closed and its threads have ended when this returns.
 */
void
ecpa_test_server_free (EcpaTestServer *self)
{
  g_cancellable_cancel (self->ending);
  g_thread_join (self->thread);
  (void) g_socket_close (self->listener, NULL);
  while (g_atomic_int_get (&self->handlers) > 0)
    g_thread_yield ();

  g_object_unref (self->listener);
  g_object_unref (self->certificate);
  g_object_unref (self->wrong);
  g_object_unref (self->ending);
  g_mutex_clear (&self->lock);
  g_free (self->answer);
  g_free (self->elsewhere);
  g_free (self->request);
  g_free (self);
}

/**
 * ecpa_test_server_dup_uri:
 * @self: a server
 *
 * Returns: (transfer full): its base URI
 */
char *
ecpa_test_server_dup_uri (EcpaTestServer *self)
{
  return g_strdup_printf ("https://127.0.0.1:%u", self->port);
}

/**
 * ecpa_test_server_get_certificate:
 * @self: a server
 *
 * Returns: (transfer none): the right one
 */
GTlsCertificate *
ecpa_test_server_get_certificate (EcpaTestServer *self)
{
  return self->certificate;
}

/**
 * ecpa_test_server_set_mode:
 * @self: a server
 * @mode: for connections from now on
 */
void
ecpa_test_server_set_mode (EcpaTestServer *self,
                           EcpaTestMode    mode)
{
  g_mutex_lock (&self->lock);
  self->mode = mode;
  self->before_then = 0;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_test_server_set_then:
 * @self: a server
 * @n: after how many requests
 * @then: the mode changes to this
 */
void
ecpa_test_server_set_then (EcpaTestServer *self,
                           guint           n,
                           EcpaTestMode    then)
{
  g_mutex_lock (&self->lock);
  self->before_then = n;
  self->then = then;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_test_server_set_answer:
 * @self: a server
 * @json: what it answers
 * @delay_ms: how late in %ECPA_TEST_SLOW
 */
void
ecpa_test_server_set_answer (EcpaTestServer *self,
                             const char     *json,
                             guint           delay_ms)
{
  g_mutex_lock (&self->lock);
  g_free (self->answer);
  self->answer = g_strdup (json);
  self->delay_ms = delay_ms;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_test_server_set_elsewhere:
 * @self: a server
 * @uri: where it redirects to
 */
void
ecpa_test_server_set_elsewhere (EcpaTestServer *self,
                                const char     *uri)
{
  g_mutex_lock (&self->lock);
  g_free (self->elsewhere);
  self->elsewhere = g_strdup (uri);
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_test_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many connections have come
 */
guint
ecpa_test_server_get_n_connections (EcpaTestServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_connections;
  g_mutex_unlock (&self->lock);

  return n;
}

/**
 * ecpa_test_server_get_n_requests:
 * @self: a server
 *
 * Returns: how many have come
 */
guint
ecpa_test_server_get_n_requests (EcpaTestServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_requests;
  g_mutex_unlock (&self->lock);

  return n;
}

/**
 * ecpa_test_server_dup_request:
 * @self: a server
 *
 * Returns: (transfer full) (nullable): the last request as it came
 */
char *
ecpa_test_server_dup_request (EcpaTestServer *self)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->lock);

  return request;
}

/**
 * ecpa_test_server_set_certificate:
 * @self: a server that nobody has talked to yet
 * @certificate: with its key
 */
void
ecpa_test_server_set_certificate (EcpaTestServer  *self,
                                  GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

/**
 * ecpa_test_server_get_port:
 * @self: a server
 *
 * Returns: its port on loopback
 */
guint
ecpa_test_server_get_port (EcpaTestServer *self)
{
  return self->port;
}
