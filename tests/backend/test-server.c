/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include <gnutls/gnutls.h>
#include <string.h>

#define LIMIT 65536
#define TIME_OUT 20 /* seconds; of the client, where it is not told that the other side is gone */
#define HTTP_GET "GET /v1/service HTTP/1.1\r\nHost: 127.0.0.1\r\n"

typedef BackendFixture F;

/* A client of bytes, on a thread of its own, while the server runs on this one. */
typedef struct
{
  guint        port;
  const char  *send;      /* (nullable) */
  gboolean     plain;     /* no TLS */
  gboolean     keep;      /* read until the other side closes, not just one answer */
  gsize        endless;   /* bytes to send after that, or until the connection breaks */
  char        *answer;
  gboolean     closed;
  gint64       took;      /* milliseconds until it was over */
  gboolean     done;
} Raw;

static gboolean
accept_any_cb (void)
{
  return TRUE;
}

static GIOStream *
raw_connect (Raw *raw)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  GIOStream *tls;

  g_socket_client_set_timeout (client, TIME_OUT);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) raw->port, NULL, NULL);
  if (connection == NULL || raw->plain)
    return (GIOStream *) g_steal_pointer (&connection);

  tls = g_tls_client_connection_new (G_IO_STREAM (connection), NULL, NULL);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any_cb), NULL);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    g_clear_object (&tls);

  return tls;
}

static void
raw_send_endlessly (Raw           *raw,
                    GOutputStream *out)
{
  static char filler[16384];
  gsize sent = 0;

  memset (filler, 'x', sizeof filler);
  while (sent < raw->endless && g_output_stream_write_all (out, filler, sizeof filler, NULL, NULL, NULL))
    sent += sizeof filler;
  raw->endless = sent;
}

static gpointer
raw_run (gpointer data)
{
  Raw *raw = data;
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GIOStream) stream = raw_connect (raw);
  g_autoptr (GString) answer = g_string_new (NULL);
  char buffer[4096];
  gssize n = 0;

  if (stream != NULL)
    {
      GOutputStream *out = g_io_stream_get_output_stream (stream);

      if (raw->send != NULL)
        g_output_stream_write_all (out, raw->send, strlen (raw->send), NULL, NULL, NULL);
      if (raw->endless > 0)
        raw_send_endlessly (raw, out);
      while ((n = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL)) > 0)
        {
          g_string_append_len (answer, buffer, n);
          if (!raw->keep)
            break;
        }
    }
  raw->closed = n <= 0;
  raw->answer = g_string_free (g_steal_pointer (&answer), FALSE);
  raw->took = (g_get_monotonic_time () - begun) / G_TIME_SPAN_MILLISECOND;
  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
  g_atomic_int_set (&raw->done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* All at the same time. */
static void
raw_do_all (F     *f,
            Raw   *raws,
            guint  n)
{
  g_autofree GThread **threads = g_new (GThread *, n);

  for (guint i = 0; i < n; i++)
    {
      raws[i].port = ecpa_server_get_port (f->server);
      threads[i] = g_thread_new ("raw", raw_run, &raws[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      while (!g_atomic_int_get (&raws[i].done))
        g_main_context_iteration (NULL, TRUE);
      g_thread_join (threads[i]);
    }
}

static void
raw_do (F   *f,
        Raw *raw)
{
  raw_do_all (f, raw, 1);
}

static void
assert_alive (F *f)
{
  g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

static char *
padded_body (gsize length)
{
  char *body = g_malloc (length + 1);

  memset (body, ' ', length);
  body[0] = '{';
  body[length - 1] = '}';
  body[length] = '\0';

  return body;
}

static void
test_body_limit (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *fits = padded_body (LIMIT);
  g_autofree char *over = padded_body (LIMIT + 1);
  g_autoptr (Reply) good = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, fits);
  g_autoptr (Reply) bad = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, over);

  assert_problem (good, ECPA_PROBLEM_INVALID_REQUEST);
  g_assert_cmpstr (reply_text (good, "field"), ==, "method");
  assert_problem (bad, ECPA_PROBLEM_TOO_LARGE);
  assert_alive (f);
  backend_fixture_free (f);
}

/* No length said beforehand. */
static void
test_body_limit_chunked (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *over = padded_body (LIMIT + 1);
  g_autofree char *send =
    g_strdup_printf ("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", LIMIT + 1, over);
  Raw raw = { .send = send };

  raw_do (f, &raw);
  g_assert_true (g_str_has_prefix (raw.answer, "HTTP/1.1 413"));
  assert_alive (f);
  g_free (raw.answer);
  backend_fixture_free (f);
}

static void
test_endless_body (void)
{
  F *f = backend_fixture_new (NULL);
  Raw raw = { .send = "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n",
              .endless = 100 * 1024 * 1024, .keep = TRUE };

  raw_do (f, &raw);
  g_assert_true (raw.closed);
  g_assert_cmpuint (raw.endless, <, 16 * 1024 * 1024);
  g_assert_cmpint (raw.took, <, TIME_OUT * 1000);
  assert_alive (f);
  g_free (raw.answer);
  backend_fixture_free (f);
}

/* A header that never ends is libsoup's to refuse. */
static void
test_endless_header (void)
{
  F *f = backend_fixture_new (NULL);
  Raw raw = { .send = HTTP_GET "X-Long: ", .endless = 100 * 1024 * 1024, .keep = TRUE };

  raw_do (f, &raw);
  g_assert_true (raw.closed);
  g_test_message ("closed after %" G_GSIZE_FORMAT " bytes", raw.endless);
  g_assert_cmpuint (raw.endless, <, 16 * 1024 * 1024);
  g_assert_cmpint (raw.took, <, TIME_OUT * 1000);
  assert_alive (f);
  g_free (raw.answer);
  backend_fixture_free (f);
}

static void
impatient (EcpaServerSettings *settings)
{
  settings->header_seconds = 1;
  settings->idle_seconds = 1;
}

/* Whoever connects and says nothing, or half of something, is let go. */
static void
test_time_outs (void)
{
  static const struct
  {
    const char *send;
    gboolean    plain;
  } cases[] = {
    { NULL, TRUE },
    { NULL, FALSE },
    { HTTP_GET, FALSE },
    { "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", FALSE },
  };
  F *f = backend_fixture_new (impatient);
  Raw raws[G_N_ELEMENTS (cases)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    raws[i] = (Raw) { .send = cases[i].send, .plain = cases[i].plain, .keep = TRUE };
  raw_do_all (f, raws, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u: %d ms", i, (int) raws[i].took);
      g_assert_true (raws[i].closed);
      g_assert_cmpint (raws[i].took, >=, 500);
      g_assert_cmpint (raws[i].took, <, 10000);
      g_free (raws[i].answer);
    }
  assert_alive (f);
  backend_fixture_free (f);
}

static void
soon_idle (EcpaServerSettings *settings)
{
  settings->idle_seconds = 1;
}

/* And so is who says nothing more; what was asked is answered, however long a busy machine takes for the handshake. */
static void
test_time_out_after_answer (void)
{
  F *f = backend_fixture_new (soon_idle);
  Raw raw = { .send = HTTP_GET "\r\n", .keep = TRUE };

  raw_do (f, &raw);
  g_assert_true (raw.closed);
  g_assert_true (g_str_has_prefix (raw.answer, "HTTP/1.1 200"));
  g_assert_cmpint (raw.took, >=, 500);
  g_assert_cmpint (raw.took, <, 10000);
  assert_alive (f);
  g_free (raw.answer);
  backend_fixture_free (f);
}

static void
test_garbage (void)
{
  static const struct
  {
    const char *send;
    gboolean    plain;
  } cases[] = {
    { "GET / HTTP/1.1\r\n\r\n", TRUE },
    { "\x16\x03\x01\x02\x00garbage that is no hello", TRUE },
    { "\xff\xfe\x01\x02 \r\n\r\n", FALSE },
    { "GET\r\n\r\n", FALSE },
    { "GET /v1/service HTTP/9.9\r\n\r\n", FALSE },
    { "GET /v1/service HTTP/1.1\r\nContent-Length: -1\r\n\r\n", FALSE },
    { "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", FALSE },
    { "GET http://[::bad/ HTTP/1.1\r\nHost: x\r\n\r\n", FALSE },
    { "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", FALSE },
    { "CONNECT example.invalid:443 HTTP/1.1\r\nHost: x\r\n\r\n", FALSE },
  };
  F *f = backend_fixture_new (impatient);
  Raw raws[G_N_ELEMENTS (cases)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    raws[i] = (Raw) { .send = cases[i].send, .plain = cases[i].plain, .keep = TRUE };
  raw_do_all (f, raws, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u: %.12s", i, raws[i].answer);
      g_assert_true (raws[i].closed);
      g_assert_false (g_str_has_prefix (raws[i].answer, "HTTP/1.1 200"));
      g_free (raws[i].answer);
    }
  assert_alive (f);
  backend_fixture_free (f);
}

static void
few_connections (EcpaServerSettings *settings)
{
  settings->connections = 3;
  /* Within it all have to come, and be refused. */
  settings->header_seconds = 5;
}

typedef struct
{
  guint       port;
  const char *priority;
  gssize      answered; /* bytes; 0 or less where there was no answer */
  gboolean    done;
} Versioned;

static gpointer
versioned_run (gpointer data)
{
  Versioned *versioned = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) versioned->port, NULL, NULL);
  GSocket *socket = g_socket_connection_get_socket (connection);
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;
  char buffer[64];

  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_init (&session, GNUTLS_CLIENT);
  g_assert_cmpint (gnutls_priority_set_direct (session, versioned->priority, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, g_socket_get_fd (socket));
  while ((versioned->answered = gnutls_handshake (session)) == GNUTLS_E_AGAIN)
    g_socket_condition_timed_wait (socket, G_IO_IN, 10 * G_USEC_PER_SEC, NULL, NULL);
  if (versioned->answered == GNUTLS_E_SUCCESS)
    {
      gnutls_record_send (session, HTTP_GET "\r\n", strlen (HTTP_GET "\r\n"));
      while ((versioned->answered = gnutls_record_recv (session, buffer, sizeof buffer)) == GNUTLS_E_AGAIN)
        g_socket_condition_timed_wait (socket, G_IO_IN, 10 * G_USEC_PER_SEC, NULL, NULL);
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
  g_atomic_int_set (&versioned->done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* TLS 1.2 or later; the system's default would take 1.0 as well. */
static void
test_tls_versions (void)
{
  static const struct
  {
    const char *priority;
    gboolean    served;
  } cases[] = {
    { "NORMAL:-VERS-ALL:+VERS-TLS1.0:+SHA1:%COMPAT", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.1:+SHA1:%COMPAT", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE },
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Versioned versioned = { .port = ecpa_server_get_port (f->server), .priority = cases[i].priority };
      GThread *thread = g_thread_new ("tls", versioned_run, &versioned);

      while (!g_atomic_int_get (&versioned.done))
        g_main_context_iteration (NULL, TRUE);
      g_thread_join (thread);
      g_test_message ("%s: %d", cases[i].priority, (int) versioned.answered);
      g_assert_cmpint (versioned.answered > 0, ==, cases[i].served);
    }
  backend_fixture_free (f);
}

static void
test_connection_cap (void)
{
  F *f = backend_fixture_new (few_connections);
  Raw held[3] = { { .keep = TRUE }, { .keep = TRUE }, { .keep = TRUE } };
  Raw refused = { .send = HTTP_GET "\r\n" };
  GThread *threads[3];

  for (guint i = 0; i < 3; i++)
    {
      held[i].port = ecpa_server_get_port (f->server);
      threads[i] = g_thread_new ("held", raw_run, &held[i]);
    }
  while (ecpa_server_get_n_connections (f->server) < 3)
    g_main_context_iteration (NULL, TRUE);
  raw_do (f, &refused);
  g_assert_cmpstr (refused.answer, ==, "");
  g_assert_true (refused.closed);
  g_assert_cmpint (refused.took, <, 4000);

  /* Once the silent ones have been cut there is room again. */
  while (ecpa_server_get_n_connections (f->server) > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_thread_join (threads[i]);
      g_free (held[i].answer);
    }
  assert_alive (f);
  g_free (refused.answer);
  backend_fixture_free (f);
}

static void
test_kept_alive (void)
{
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < 5; i++)
    {
      assert_alive (f);
      g_assert_cmpuint (ecpa_server_get_n_connections (f->server), ==, 1);
    }
  backend_fixture_free (f);
}

static void
test_content_type (void)
{
  static const struct
  {
    const char *type;
    const char *field;
  } cases[] = {
    { NULL, "content_type" },
    { "text/plain", "content_type" },
    { "application/jsonx", "content_type" },
    { "application/json", "method" },
    { "Application/JSON; charset=utf-8", "method" },
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Call *call = call_start (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, NULL);
      g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
      g_autoptr (Reply) reply = NULL;

      soup_message_set_request_body_from_bytes (call->message, cases[i].type, body);
      reply = call_wait (call);
      assert_problem (reply, ECPA_PROBLEM_INVALID_REQUEST);
      g_assert_cmpstr (reply_text (reply, "field"), ==, cases[i].field);
    }
  backend_fixture_free (f);
}

/* Whoever hangs up while their password is being checked harms nobody. */
static void
test_gone_before_the_answer (void)
{
  F *f = backend_fixture_new (NULL);
  static const char body[] = "{\"method\":\"account\",\"account\":\"linqing115\",\"password\":\"x\"}";

  for (guint i = 0; i < 4; i++)
    {
      Call *call = call_start (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
      gint64 before = count_rows (f, "SELECT count(*) FROM account_attempts WHERE errors > 0");

      while (count_rows (f, "SELECT coalesce (sum (errors), 0) FROM account_attempts") <= i && before <= 1)
        g_main_context_iteration (NULL, TRUE);
      soup_session_abort (f->client);
      reply_free (call_wait (call));
      assert_alive (f);
    }
  while (!ecpa_server_is_idle (f->server))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count_rows (f, "SELECT errors FROM account_attempts"), ==, 4);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/server/body-limit", test_body_limit);
  g_test_add_func ("/backend/server/body-limit-chunked", test_body_limit_chunked);
  g_test_add_func ("/backend/server/endless-body", test_endless_body);
  g_test_add_func ("/backend/server/endless-header", test_endless_header);
  g_test_add_func ("/backend/server/time-outs", test_time_outs);
  g_test_add_func ("/backend/server/time-out-after-answer", test_time_out_after_answer);
  g_test_add_func ("/backend/server/garbage", test_garbage);
  g_test_add_func ("/backend/server/tls-versions", test_tls_versions);
  g_test_add_func ("/backend/server/connection-cap", test_connection_cap);
  g_test_add_func ("/backend/server/kept-alive", test_kept_alive);
  g_test_add_func ("/backend/server/content-type", test_content_type);
  g_test_add_func ("/backend/server/gone-before-the-answer", test_gone_before_the_answer);

  return g_test_run ();
}
