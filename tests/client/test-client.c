/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-client.h"
#include "ecpa-problem.h"
#include "ecpa-records.h"
#include "ecpa-test-server.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

#include <string.h>

#define GOOD \
  "{\"name\":\"test\",\"version\":\"1\",\"training\":true,\"time\":\"2026-08-03T00:00:00Z\",\"more\":[1,2]}"

typedef struct
{
  EcpaTestServer  *server;
  EcpaWorker      *worker;
  EcpaClient      *client;
  EcpaServiceInfo *info;
  GError          *error;
  gint             answered;
} Fixture;

/* Long enough for a machine that is busy with something else. */
static const EcpaClientLimits limits = {
  .connect_ms = 15000,
  .answer_ms = 15000,
  .call_ms = 30000,
  .pause_ms = 20,
  .retry_after_s = 2,
};

/* Short, where it is the limit that is tested. */
static const EcpaClientLimits short_limits = {
  .connect_ms = 2000,
  .answer_ms = 600,
  .call_ms = 20000,
  .pause_ms = 20,
  .retry_after_s = 2,
};

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;

  fixture->server = ecpa_test_server_new ();
  ecpa_test_server_set_answer (fixture->server, GOOD, 0);
  uri = ecpa_test_server_dup_uri (fixture->server);
  fixture->worker = ecpa_worker_new ("test-worker");
  fixture->client = ecpa_client_new (fixture->worker, uri, ecpa_test_server_get_certificate (fixture->server));
  g_assert_nonnull (fixture->client);
  ecpa_client_set_limits (fixture->client, &limits);
}

static void
clear_answer (Fixture *fixture)
{
  g_clear_object (&fixture->info);
  g_clear_error (&fixture->error);
  fixture->answered = FALSE;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  clear_answer (fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->client), (gpointer *) &fixture->client);
  g_object_add_weak_pointer (G_OBJECT (fixture->worker), (gpointer *) &fixture->worker);
  ecpa_client_stop (fixture->client);
  ecpa_worker_quit (fixture->worker);
  g_object_unref (fixture->client);
  g_object_unref (fixture->worker);
  ecpa_test_assert_dies (fixture->client);
  ecpa_test_assert_dies (fixture->worker);
  if (fixture->server != NULL)
    ecpa_test_server_free (fixture->server);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (ecpa_thread_is_main ());
  g_assert_false (fixture->answered);
  fixture->answered = TRUE;
  ecpa_client_call_finish (fixture->client, result, (gpointer *) &fixture->info, &fixture->error);
}

static EcpaRequest *
make_request (const char *method)
{
  EcpaRequest *request = ecpa_request_new (method, "/v1/service/x?secret=no", ECPA_TYPE_SERVICE_INFO);

  request->authenticated = FALSE;
  return request;
}

static void
ask (Fixture     *fixture,
     EcpaRequest *request)
{
  clear_answer (fixture);
  ecpa_client_call_async (fixture->client, request, NULL, answered_cb, fixture);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);
  g_assert_true ((fixture->info != NULL) == (fixture->error == NULL));
}

/* The network table: what goes wrong, what it is called, whether it is tried again by itself, and that a later try
 * succeeds. */
typedef struct
{
  const char   *name;
  EcpaTestMode  mode;
  const char   *domain;
  int           code;
  guint         requests;       /* a GET is sent this often before it is given up; 0: never gets that far */
} Case;

static const Case cases[] = {
  { "mute-tcp", ECPA_TEST_MUTE_TCP, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_NO_ANSWER, 1 },
  { "cut-tls", ECPA_TEST_CUT_TLS, "g-tls-error-quark", G_TLS_ERROR_NOT_TLS, 3 },
  { "mute", ECPA_TEST_MUTE, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_NO_ANSWER, 1 },
  { "500", ECPA_TEST_500, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_SERVER, 3 },
  { "500-problem", ECPA_TEST_500_PROBLEM, "EcpaProblemError", ECPA_PROBLEM_INTERNAL, 3 },
  { "503-soon", ECPA_TEST_503_SOON, "EcpaProblemError", ECPA_PROBLEM_UNAVAILABLE, 3 },
  { "503-later", ECPA_TEST_503_LATER, "EcpaProblemError", ECPA_PROBLEM_UNAVAILABLE, 1 },
  { "truncated-json", ECPA_TEST_TRUNCATED_JSON, "ecpa-protocol-error-quark", ECPA_PROTOCOL_ERROR_SYNTAX, 1 },
  { "short-body", ECPA_TEST_SHORT_BODY, "g-io-error-quark", G_IO_ERROR_PARTIAL_INPUT, 3 },
  { "reset", ECPA_TEST_RESET, "g-io-error-quark", G_IO_ERROR_CONNECTION_CLOSED, 3 },
  { "hang-up", ECPA_TEST_HANG_UP, "g-io-error-quark", G_IO_ERROR_CONNECTION_CLOSED, 3 },
  { "wrong-type", ECPA_TEST_WRONG_TYPE, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_BAD_ANSWER, 1 },
  { "redirect", ECPA_TEST_REDIRECT, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_BAD_ANSWER, 1 },
  { "wrong-certificate", ECPA_TEST_WRONG_CERTIFICATE, "g-tls-error-quark", G_TLS_ERROR_BAD_CERTIFICATE, 0 },
  { "huge", ECPA_TEST_HUGE, "ecpa-client-error-quark", ECPA_CLIENT_ERROR_BAD_ANSWER, 1 },
  { "no-http", ECPA_TEST_NO_HTTP, "soup-session-error-quark", -1, 1 },
};

typedef struct
{
  EcpaTestServer *server;
  guint           n;
} Requests;

static gboolean
have_come (gpointer data)
{
  Requests *wanted = data;

  return ecpa_test_server_get_n_requests (wanted->server) >= wanted->n;
}

/* Who has given up waiting for an answer may have done so before the server came to read the request. */
static void
assert_requests (Fixture *fixture,
                 guint    n)
{
  Requests wanted = { fixture->server, n };

  ecpa_test_until (have_come, &wanted);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, n);
}

static void
limit (Fixture    *fixture,
       const Case *row)
{
  if (row->mode == ECPA_TEST_MUTE || row->mode == ECPA_TEST_MUTE_TCP)
    ecpa_client_set_limits (fixture->client, &short_limits);
}

static void
test_fault (Fixture       *fixture,
            gconstpointer  data)
{
  const Case *row = data;
  g_autoptr (EcpaRequest) request = make_request ("GET");

  limit (fixture, row);
  ecpa_test_server_set_mode (fixture->server, row->mode);
  ask (fixture, request);
  g_test_message ("%s: %s", row->name, fixture->error != NULL ? fixture->error->message : "answered");
  g_assert_nonnull (fixture->error);
  g_assert_cmpstr (g_quark_to_string (fixture->error->domain), ==, row->domain);
  if (row->code >= 0)
    g_assert_cmpint (fixture->error->code, ==, row->code);
  assert_requests (fixture, row->requests);

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_GOOD);
  ecpa_client_set_limits (fixture->client, &limits);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->info->name, ==, "test");
}

/* A POST without a key goes out once, whatever happens to it. */
static void
test_fault_post (Fixture       *fixture,
                 gconstpointer  data)
{
  const Case *row = data;
  g_autoptr (EcpaRequest) request = make_request ("POST");

  limit (fixture, row);
  ecpa_request_set_body (request, "{}");
  ecpa_test_server_set_mode (fixture->server, row->mode);
  ask (fixture, request);
  g_assert_nonnull (fixture->error);
  assert_requests (fixture, MIN (row->requests, 1));
}

static void
test_good (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");
  g_autofree char *seen = NULL;
  g_autofree char *route = ecpa_request_dup_route (request);

  ask (fixture, request);
  g_assert_no_error (fixture->error);
  seen = ecpa_test_server_dup_request (fixture->server);
  g_assert_true (g_str_has_prefix (seen, "GET /v1/service/x?secret=no HTTP/1.1\r\n"));
  g_assert_null (strstr (seen, "Authorization"));
  g_assert_null (strstr (seen, "Cookie"));
  g_assert_null (strstr (seen, "Accept-Encoding"));
  g_assert_cmpstr (route, ==, "GET /v1/service/…");
}

static void
test_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");

  g_clear_pointer (&fixture->server, ecpa_test_server_free);
  ask (fixture, request);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");

  ecpa_test_server_set_answer (fixture->server, GOOD, 300);
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_SLOW);
  ask (fixture, request);
  g_assert_no_error (fixture->error);

  ecpa_client_set_limits (fixture->client, &short_limits);
  ecpa_test_server_set_answer (fixture->server, GOOD, 3000);
  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER);
}

/* One bad answer, or two, and nobody has to know. */
static void
test_recovers (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_HANG_UP);
  ecpa_test_server_set_then (fixture->server, 2, ECPA_TEST_GOOD);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 3);
}

static void
test_retry_after (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");
  gint64 begun = g_get_monotonic_time ();

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_503_SOON);
  ecpa_test_server_set_then (fixture->server, 1, ECPA_TEST_GOOD);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, G_TIME_SPAN_SECOND);

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_503_LATER);
  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_UNAVAILABLE);
  g_assert_cmpint (ecpa_problem_peek (fixture->error)->retry_after, ==, 3600);
}

/* With a key even silence is asked again, under the same key. */
static void
test_key (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("POST");
  EcpaClientLimits longer = short_limits;
  g_autofree char *seen = NULL;

  /* The third time there is an answer, and it has to be in time. */
  longer.answer_ms = 2000;
  ecpa_request_set_body (request, "{}");
  ecpa_request_set_key (request, "the-key");
  ecpa_client_set_limits (fixture->client, &longer);
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_MUTE);
  ecpa_test_server_set_then (fixture->server, 2, ECPA_TEST_GOOD);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 3);
  seen = ecpa_test_server_dup_request (fixture->server);
  g_assert_nonnull (strstr (seen, "\r\nIdempotency-Key: the-key\r\n"));
}

/* A request that may be repeated takes the connection there is, which saves a handshake; one that may not has one of
 * its own, because libsoup could not send it again where an old connection turns out to be closed. */
static void
test_connections (Fixture       *fixture,
                  gconstpointer  data)
{
  gboolean keyed = GPOINTER_TO_INT (data);

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_KEEP);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (EcpaRequest) request = make_request ("POST");

      ecpa_request_set_body (request, "{}");
      if (keyed)
        ecpa_request_set_key (request, "the-key");
      ask (fixture, request);
      g_assert_no_error (fixture->error);
    }
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 3);
  g_assert_cmpuint (ecpa_test_server_get_n_connections (fixture->server), ==, keyed ? 1 : 3);
}

/* The connection that is kept closes under the second request: it is sent again, with the same key. */
static void
test_connection_closes (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (EcpaRequest) first = make_request ("POST");
  g_autoptr (EcpaRequest) second = make_request ("POST");
  g_autofree char *seen = NULL;

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_KEEP);
  ecpa_request_set_body (first, "{}");
  ecpa_request_set_key (first, "the-key");
  ask (fixture, first);
  g_assert_no_error (fixture->error);

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_HANG_UP);
  ecpa_test_server_set_then (fixture->server, 1, ECPA_TEST_KEEP);
  ecpa_request_set_body (second, "{}");
  ecpa_request_set_key (second, "another-key");
  ask (fixture, second);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 3);
  seen = ecpa_test_server_dup_request (fixture->server);
  g_assert_nonnull (strstr (seen, "\r\nIdempotency-Key: another-key\r\n"));
}

static void
test_whole_call (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("POST");
  EcpaClientLimits shorter = short_limits;
  gint64 begun = g_get_monotonic_time ();

  shorter.call_ms = 900;
  shorter.connect_ms = 800;
  ecpa_client_set_limits (fixture->client, &shorter);
  ecpa_request_set_body (request, "{}");
  ecpa_request_set_key (request, "the-key");
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_MUTE);
  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_TIME_SPAN_SECOND);
}

/* No other origin ever hears of a request. */
static void
test_redirect (Fixture       *fixture,
               gconstpointer  data)
{
  EcpaTestServer *other = ecpa_test_server_new ();
  g_autofree char *elsewhere = ecpa_test_server_dup_uri (other);
  g_autoptr (EcpaRequest) request = make_request ("GET");

  ecpa_test_server_set_elsewhere (fixture->server, elsewhere);
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_REDIRECT);
  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (other), ==, 0);
  ecpa_test_server_free (other);
}

/* Without a pinned certificate the system decides, and it does not know this one. */
static void
test_system_authorities (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *uri = ecpa_test_server_dup_uri (fixture->server);
  g_autoptr (EcpaRequest) request = make_request ("GET");
  g_autoptr (EcpaClient) client = ecpa_client_new (fixture->worker, uri, NULL);
  g_autoptr (EcpaClient) pinned = g_steal_pointer (&fixture->client);

  fixture->client = client;
  ask (fixture, request);
  fixture->client = g_steal_pointer (&pinned);
  g_assert_error (fixture->error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_https_only (void)
{
  g_autoptr (EcpaWorker) worker = ecpa_worker_new ("test-worker");

  g_assert_null (ecpa_client_new (worker, "http://127.0.0.1:1", NULL));
  g_assert_null (ecpa_client_new (worker, "nonsense", NULL));
}

/* Mails are written in the language that the request came in. */
static void
test_language (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *languages, *header; } rows[] = {
    { "zh_TW", "zh-TW" },    { "zh_TW.UTF-8", "zh-TW" }, { "ja:zh_TW:en", "zh-TW" }, { "en_GB:zh_TW", "en" },
    { "zh_CN", "en" },       { "ja_JP.UTF-8", "en" },    { "C", "en" },
  };
  g_autofree char *uri = ecpa_test_server_dup_uri (fixture->server);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EcpaClient) first = g_steal_pointer (&fixture->client);
      g_autoptr (EcpaRequest) request = make_request ("GET");
      g_autofree char *line = g_strdup_printf ("\r\nAccept-Language: %s\r\n", rows[i].header);
      g_autofree char *seen = NULL;

      g_test_message ("%s", rows[i].languages);
      g_setenv ("LANGUAGE", rows[i].languages, TRUE);
      ecpa_client_stop (first);
      fixture->client =
        ecpa_client_new (fixture->worker, uri, ecpa_test_server_get_certificate (fixture->server));
      ecpa_client_set_limits (fixture->client, &limits);
      ask (fixture, request);
      g_assert_no_error (fixture->error);
      seen = ecpa_test_server_dup_request (fixture->server);
      g_assert_nonnull (strstr (seen, line));
    }
  g_unsetenv ("LANGUAGE");
}

/* A proof is bound to the host that was asked, or to whatever a pinned backend calls itself. */
static void
test_name (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaClient) client = ecpa_client_new (fixture->worker, "https://ecpa.example:8443/", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_client_check_name (client, "ecpa.example", NULL));
  g_assert_true (ecpa_client_check_name (client, "ECPA.Example", NULL));
  g_assert_false (ecpa_client_check_name (client, "ecpa.example.evil", &error));
  g_assert_error (error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_OTHER_BACKEND);
  g_assert_true (ecpa_client_check_name (fixture->client, "ecpa-training", NULL));
}

static void
test_token (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = ecpa_request_new ("GET", "/v1/session", ECPA_TYPE_SERVICE_INFO);
  g_autoptr (EcpaSecret) token = ecpa_secret_new_from_text ("tok-en", -1);
  g_autoptr (EcpaSecret) taken = NULL;
  g_autofree char *seen = NULL;

  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_SESSION_REQUIRED);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 0);

  ecpa_client_set_token (fixture->client, token);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  seen = ecpa_test_server_dup_request (fixture->server);
  g_assert_nonnull (strstr (seen, "\r\nAuthorization: Bearer tok-en\r\n"));

  taken = ecpa_client_take_token (fixture->client);
  g_assert_true (ecpa_secret_equal (taken, token));
  ask (fixture, request);
  g_assert_error (fixture->error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_SESSION_REQUIRED);
}

/* A password with everything that JSON has to escape arrives as it was typed. */
static void
test_secret_body (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *typed = "a\"b\\c\x01\x1f/é中";
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text (typed, -1);
  g_autoptr (EcpaSecretBody) body = ecpa_secret_body_new (200);
  g_autoptr (EcpaRequest) request = make_request ("POST");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\xff", 2);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *seen = NULL;
  JsonObject *object;

  ecpa_secret_body_add_string (body, "method", "health-card");
  ecpa_secret_body_add_bytes (body, "proof", bytes);
  ecpa_secret_body_add_secret (body, "password", secret);
  ecpa_secret_body_close (body);
  ecpa_request_set_secret_body (request, body);
  ask (fixture, request);
  g_assert_no_error (fixture->error);

  seen = ecpa_test_server_dup_request (fixture->server);
  g_assert_nonnull (strstr (seen, "Content-Type: application/json\r\n"));
  node = ecpa_json_parse (strstr (seen, "\r\n\r\n") + 4, -1, NULL);
  g_assert_nonnull (node);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "method"), ==, "health-card");
  g_assert_cmpstr (json_object_get_string_member (object, "proof"), ==, "AP8=");
  g_assert_cmpstr (json_object_get_string_member (object, "password"), ==, typed);
}

static gboolean
has_request (gpointer data)
{
  return ecpa_test_server_get_n_requests (((Fixture *) data)->server) > 0;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  EcpaTestMode mode = (EcpaTestMode) GPOINTER_TO_INT (data);
  g_autoptr (EcpaRequest) request = make_request ("GET");
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (GCancellable) after = g_cancellable_new ();
  gint64 asked;

  g_cancellable_cancel (before);
  ecpa_client_call_async (fixture->client, request, before, answered_cb, fixture);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (ecpa_test_server_get_n_requests (fixture->server), ==, 0);

  clear_answer (fixture);
  ecpa_test_server_set_mode (fixture->server, mode);
  ecpa_client_call_async (fixture->client, request, during, answered_cb, fixture);
  ecpa_test_until (has_request, fixture);
  asked = g_get_monotonic_time ();
  g_cancellable_cancel (during);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - asked, <, 2 * G_TIME_SPAN_SECOND);

  clear_answer (fixture);
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_GOOD);
  ecpa_client_call_async (fixture->client, request, after, answered_cb, fixture);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);
  g_cancellable_cancel (after);
  ecpa_test_settle (20);
  g_assert_no_error (fixture->error);
}

/* A stopped client answers what is on its way, and everything that comes later. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_MUTE);
  ecpa_client_call_async (fixture->client, request, NULL, answered_cb, fixture);
  ecpa_test_until (has_request, fixture);
  ecpa_client_stop (fixture->client);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  ask (fixture, request);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ecpa_worker_quit (fixture->worker);
  ask (fixture, request);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
call_in_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (EcpaRequest) request = make_request ("GET");

  ecpa_client_call (fixture->client, request, (gpointer *) &fixture->info, NULL, &fixture->error);
  g_atomic_int_set (&fixture->answered, TRUE);
  return NULL;
}

static void
test_blocking (Fixture       *fixture,
               gconstpointer  data)
{
  g_thread_join (g_thread_new ("lane", call_in_thread, fixture));
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->info->name, ==, "test");
}

/* Many at once: a request that hangs does not hold up the others. */
static void
test_hanging_neighbour (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (EcpaRequest) request = make_request ("GET");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture other = *fixture;

  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_MUTE);
  other.answered = FALSE;
  ecpa_client_call_async (fixture->client, request, cancellable, answered_cb, &other);
  ecpa_test_until (has_request, fixture);
  ecpa_test_server_set_mode (fixture->server, ECPA_TEST_GOOD);
  ask (fixture, request);
  g_assert_no_error (fixture->error);
  g_assert_false (other.answered);

  g_cancellable_cancel (cancellable);
  ecpa_test_until (ecpa_test_is_set, &other.answered);
  g_clear_error (&other.error);
}

#define ADD(path, func, data) g_test_add ("/client/" path, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *get = g_strdup_printf ("/client/fault/%s", cases[i].name);
      g_autofree char *post = g_strdup_printf ("/client/fault-post/%s", cases[i].name);

      g_test_add (get, Fixture, &cases[i], set_up, test_fault, tear_down);
      g_test_add (post, Fixture, &cases[i], set_up, test_fault_post, tear_down);
    }
  ADD ("good", test_good, NULL);
  ADD ("down", test_down, NULL);
  ADD ("slow", test_slow, NULL);
  ADD ("recovers", test_recovers, NULL);
  ADD ("retry-after", test_retry_after, NULL);
  ADD ("key", test_key, NULL);
  ADD ("connections/keyed", test_connections, GINT_TO_POINTER (TRUE));
  ADD ("connections/unkeyed", test_connections, GINT_TO_POINTER (FALSE));
  ADD ("connections/closed", test_connection_closes, NULL);
  ADD ("whole-call", test_whole_call, NULL);
  ADD ("redirect", test_redirect, NULL);
  ADD ("system-authorities", test_system_authorities, NULL);
  ADD ("language", test_language, NULL);
  g_test_add_func ("/client/https-only", test_https_only);
  ADD ("name", test_name, NULL);
  ADD ("token", test_token, NULL);
  ADD ("secret-body", test_secret_body, NULL);
  ADD ("cancel/mute", test_cancel, GINT_TO_POINTER (ECPA_TEST_MUTE));
  ADD ("cancel/mute-tcp", test_cancel, GINT_TO_POINTER (ECPA_TEST_MUTE_TCP));
  ADD ("cancel/between-attempts", test_cancel, GINT_TO_POINTER (ECPA_TEST_503_SOON));
  ADD ("cancel/body", test_cancel, GINT_TO_POINTER (ECPA_TEST_STALLED_BODY));
  ADD ("stop", test_stop, NULL);
  ADD ("blocking", test_blocking, NULL);
  ADD ("hanging-neighbour", test_hanging_neighbour, NULL);

  return ecpa_test_run ();
}
