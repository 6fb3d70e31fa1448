/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-commands.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW 1795147200 /* 2026-11-20 12:00 in Taipei */

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

/* The program itself, beside the server, on the same database. */
static gboolean
command_with_input (F           *f,
                    const char  *option,
                    const char  *argument,
                    const char  *input,
                    char       **said)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  const char *const argv[] = { path, "--training", "--directory", f->directory, option, argument, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                             | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, said, NULL, &error));
  g_assert_no_error (error);

  return g_subprocess_get_successful (process);
}

static gboolean
command (F           *f,
         const char  *option,
         const char  *argument,
         char       **said)
{
  return command_with_input (f, option, argument, "", said);
}

static gboolean
announce (F           *f,
          const char  *json,
          char       **said)
{
  g_autofree char *path = g_build_filename (f->directory, "announcement.json", NULL);

  g_assert_true (g_file_set_contents (path, json, -1, NULL));

  return command (f, "--announce", path, said);
}

static char *
list_ids (F *f)
{
  g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL);
  g_autoptr (EcpaServiceInfo) info = NULL;
  GString *ids = g_string_new (NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  info = ecpa_record_from_json (ECPA_TYPE_SERVICE_INFO, reply->json, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (info->announcements)); i++)
    {
      g_autoptr (EcpaAnnouncement) item = g_list_model_get_item (G_LIST_MODEL (info->announcements), i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", item->id);
    }

  return g_string_free (ids, FALSE);
}

static void
assert_ids (F          *f,
            const char *expected)
{
  g_autofree char *ids = list_ids (f);

  g_assert_cmpstr (ids, ==, expected);
}

/* Somebody who listens. */
typedef struct
{
  SoupWebsocketConnection *socket;
  GError                  *error;   /* (nullable): why it came to nothing */
  guint                    status;
  gboolean                 done;
  gboolean                 closed;
  GString                 *heard;   /* "kind:reason:unsigned " per frame */
} Ear;

static void
heard_cb (SoupWebsocketConnection *socket,
          int                      type,
          GBytes                  *message,
          Ear                     *ear)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaEvent) event = ecpa_record_parse (ECPA_TYPE_EVENT, g_bytes_get_data (message, NULL),
                                                   (gssize) g_bytes_get_size (message), &error);

  g_assert_no_error (error);
  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  g_string_append_printf (ear->heard, "%s:%s:%d ", event->kind, event->reason != NULL ? event->reason : "",
                          (int) event->unsigned_orders);
}

static void
closed_cb (SoupWebsocketConnection *socket,
           Ear                     *ear)
{
  ear->closed = TRUE;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Ear *ear = user_data;

  ear->socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &ear->error);
  if (ear->socket != NULL)
    {
      g_signal_connect (ear->socket, "message", G_CALLBACK (heard_cb), ear);
      g_signal_connect (ear->socket, "closed", G_CALLBACK (closed_cb), ear);
    }
  ear->done = TRUE;
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("Nothing within 20 s");
  return G_SOURCE_REMOVE;
}

#define wait_until(condition) \
  G_STMT_START \
  { \
    guint limit_ = g_timeout_add_seconds (20, too_late_cb, NULL); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (limit_); \
  } \
  G_STMT_END

static Ear *
listen_with (F          *f,
             const char *token)
{
  g_autofree char *uri = g_strdup_printf ("wss://127.0.0.1:%u" ECPA_PATH_EVENTS, ecpa_server_get_port (f->server));
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  Ear *ear = g_new0 (Ear, 1);

  ear->heard = g_string_new (NULL);
  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_session_websocket_connect_async (f->client, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL, opened_cb, ear);
  wait_until (ear->done);
  ear->status = soup_message_get_status (message);

  return ear;
}

static void
ear_free (Ear *ear)
{
  if (ear->socket != NULL)
    g_signal_handlers_disconnect_by_data (ear->socket, ear);
  g_clear_object (&ear->socket);
  g_clear_error (&ear->error);
  g_string_free (ear->heard, TRUE);
  g_free (ear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ear, ear_free)

static char *
start (F          *f,
       const char *card)
{
  char *token = card_token (f, card);

  agree (f, token);

  return token;
}

static void
end_session (F          *f,
             const char *token)
{
  g_autoptr (Reply) reply = call_now (f, "DELETE", ECPA_PATH_SESSION, token, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 204);
}

/* Whoever asks with the token of a session that is over is told why, where it is known. */
static void
assert_over (F          *f,
             const char *token,
             const char *why)
{
  g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SESSION, token, NULL, NULL);

  assert_problem (reply, ECPA_PROBLEM_SESSION_REQUIRED);
  g_assert_cmpstr (reply_text (reply, "field"), ==, why);
}

static void
sign (F          *f,
      const char *token)
{
  g_autofree char *order = first_unsigned (f, token);
  g_autofree char *path = g_strdup_printf (ECPA_PATH_ORDERS "/%s/receipts", order);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) reply = NULL;

  view (f, token, order);
  reply = call_now (f, "POST", path, token, key, "{}");
  g_assert_cmpuint (reply->status, ==, 201);
}

/* Tests -------------------------------------------------------------------- */

static void
test_validation (void)
{
  static const struct
  {
    const char *json;
    const char *says; /* (nullable): a part of the message; NULL is good */
  } cases[] = {
    { "{\"kind\":\"information\",\"title\":\"公告\"}", NULL },
    { "{\"id\":\"a.B-1_2\",\"kind\":\"registration-suspended\",\"title\":\" 暫停註冊 \",\"text\":\"一\\n\\n二\"}", NULL },
    { "{\"kind\":\"maintenance\",\"title\":\"維護\",\"starts_at\":\"2026-11-21T00:00:00+08:00\","
      "\"ends_at\":\"2026-11-21T06:00:00+08:00\"}", NULL },
    { "", "Not JSON" },
    { "[]", "Not a JSON object" },
    { "{\"title\":\"x\"}", "kind" },
    { "{\"kind\":\"information\"}", "title" },
    { "{\"kind\":\"party\",\"title\":\"x\"}", "“kind” has to be" },
    { "{\"kind\":\"information\",\"title\":\"  \"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":\"a\\nb\"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":\"a\\tb\"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":\"a\\u2028b\"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":\"a\\u001b[2J\"}", "“title” has to be" },
    { "{\"kind\":\"information\",\"title\":7}", "title" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"id\":\"a b\"}", "“id” has to be" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"id\":\"\"}", "“id” has to be" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"end_at\":\"2027-01-01T00:00:00Z\"}", "no member “end_at”" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"ends_at\":\"tomorrow\"}", "ends_at" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"ends_at\":\"2026-11-20T04:00:00Z\"}", "over already" },
    { "{\"kind\":\"information\",\"title\":\"x\",\"starts_at\":\"2027-02-01T00:00:00Z\","
      "\"ends_at\":\"2027-01-01T00:00:00Z\"}", "after “starts_at”" },
    { "{\"kind\":\"maintenance\",\"title\":\"x\"}", "needs “starts_at”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaAnnouncement) item = ecpa_announcement_read (cases[i].json, -1, NOW, &error);

      g_test_message ("%s", cases[i].json);
      if (cases[i].says == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (item->id);
          g_assert_false (g_str_has_prefix (item->title, " "));
        }
      else
        {
          g_assert_null (item);
          g_assert_nonnull (strstr (error->message, cases[i].says));
        }
    }
}

/* What is over is not sent; the rest by when it begins. */
static void
test_order (void)
{
  static const char *const texts[] = {
    "{\"id\":\"later\",\"kind\":\"information\",\"title\":\"x\",\"starts_at\":\"2026-12-02T00:00:00Z\"}",
    "{\"id\":\"sooner\",\"kind\":\"maintenance\",\"title\":\"x\",\"starts_at\":\"2026-12-01T00:00:00Z\","
    "\"ends_at\":\"2026-12-01T06:00:00Z\"}",
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (EcpaAnnouncement) item = ecpa_announcement_read (texts[i], -1, NOW, NULL);

      g_assert_true (ecpa_store_put_announcement (f->store, item, NOW, NULL));
    }
  assert_ids (f, "training sooner later");
  f->now = 1796104800 - 1; /* 2026-12-01 06:00 UTC */
  assert_ids (f, "training sooner later");
  f->now++;
  assert_ids (f, "training later");
  backend_fixture_free (f);
}

/* Beside the running server, which needs no telling. */
static void
test_commands (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *added = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *unknown = NULL;

  assert_ids (f, "training");
  /* What is of no date stands in the order in which it came, and a command goes by the clock of today. */
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL, "UPDATE announcements SET added_at = 0", ""));
  g_assert_true (announce (f, "{\"id\":\"x1\",\"kind\":\"information\",\"title\":\"第一則\"}", &added));
  g_assert_cmpstr (added, ==, "x1\n");
  assert_ids (f, "training x1");
  g_assert_true (announce (f, "{\"id\":\"x1\",\"kind\":\"information\",\"title\":\"改過\"}", &changed));
  assert_ids (f, "training x1");
  g_assert_false (announce (f, "{\"id\":\"x2\",\"kind\":\"information\"}", &refused));
  g_assert_nonnull (strstr (refused, "announcement.json: "));
  g_assert_nonnull (strstr (refused, "title"));
  assert_ids (f, "training x1");
  g_assert_true (command (f, "--announcements", NULL, &listed));
  g_assert_nonnull (strstr (listed, "x1\tinformation\t-\t-\tshown\t改過\n"));
  g_assert_true (command (f, "--retract", "x1", &gone));
  assert_ids (f, "training");
  g_assert_false (command (f, "--retract", "x1", &unknown));
  g_assert_nonnull (strstr (unknown, "no announcement “x1”"));
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action IN ('service.announce', 'service.retract')"
                                  " AND target = 'x1' AND outcome = 'ok' AND method = 'command'"), ==, 3);
  backend_fixture_free (f);
}

static void
test_events_refused (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  g_autoptr (Reply) nobody = call_now (f, "GET", ECPA_PATH_EVENTS, NULL, NULL, NULL);
  g_autoptr (Reply) plain = call_now (f, "GET", ECPA_PATH_EVENTS, token, NULL, NULL);
  g_autoptr (Ear) garbage = listen_with (f, "nonsense");
  g_autoptr (Ear) one = listen_with (f, token);
  g_autoptr (Ear) two = listen_with (f, token);
  g_autoptr (Ear) three = listen_with (f, token);

  assert_problem (nobody, ECPA_PROBLEM_SESSION_REQUIRED);
  assert_problem (plain, ECPA_PROBLEM_INVALID_REQUEST);
  g_assert_cmpstr (reply_text (plain, "field"), ==, "upgrade");
  g_assert_null (reply_text (nobody, "field"));
  g_assert_null (garbage->socket);
  g_assert_cmpuint (garbage->status, ==, 401);
  g_assert_no_error (one->error);
  g_assert_no_error (two->error);
  g_assert_null (three->socket);
  g_assert_cmpuint (three->status, ==, 429);
  /* A place that was left is free again. */
  soup_websocket_connection_close (two->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  wait_until (two->closed);
  {
    g_autoptr (Ear) four = listen_with (f, token);

    g_assert_no_error (four->error);
  }
  backend_fixture_free (f);
}

/* Who signs out elsewhere, orders that change, what is said to everybody: each hears their own. */
static void
test_events (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  g_autofree char *other = start (f, "newest");
  g_autofree char *by_account = account_token (f);
  g_autoptr (Ear) ear = listen_with (f, token);
  g_autoptr (Ear) other_ear = listen_with (f, other);
  g_autoptr (Ear) weak_ear = listen_with (f, by_account);
  g_autofree char *said = NULL;

  g_assert_no_error (ear->error);
  g_assert_no_error (weak_ear->error);
  sign (f, token);
  wait_until (strstr (ear->heard->str, "orders-changed::1 ") != NULL);
  g_assert_true (announce (f, "{\"kind\":\"information\",\"title\":\"新\"}", &said));
  wait_until (strstr (ear->heard->str, "service-changed") != NULL);
  wait_until (strstr (other_ear->heard->str, "service-changed") != NULL);
  wait_until (strstr (weak_ear->heard->str, "service-changed") != NULL);
  end_session (f, token);
  wait_until (ear->closed);
  g_assert_true (g_str_has_suffix (ear->heard->str, "session-ended:signed-out:-1 "));
  /* Nothing of the first one's orders, and by password nothing of anybody's. */
  g_assert_cmpstr (other_ear->heard->str, ==, "service-changed::-1 ");
  g_assert_cmpstr (weak_ear->heard->str, ==, "service-changed::-1 ");
  g_assert_false (other_ear->closed);
  backend_fixture_free (f);
}

/* Listening is no use of a session: neither the opening nor the time after it. */
static void
test_events_expire (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  g_autoptr (Ear) early = NULL;
  g_autoptr (Ear) late = NULL;

  early = listen_with (f, token);
  f->now += f->settings->session_idle_seconds - 1;
  late = listen_with (f, token);
  g_assert_no_error (late->error);
  f->now += 1;
  wait_until (early->closed && late->closed);
  g_assert_cmpstr (early->heard->str, ==, "session-ended:expired:-1 ");
  g_assert_cmpstr (late->heard->str, ==, "session-ended:expired:-1 ");
  assert_over (f, token, "expired");
  backend_fixture_free (f);
}

/* One that was purged before anybody looked has run out as well, for whoever asks within a day too. */
static void
test_events_purged (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  g_autoptr (Ear) ear = listen_with (f, token);

  f->now += f->settings->session_idle_seconds;
  purge (f);
  wait_until (ear->closed);
  g_assert_cmpstr (ear->heard->str, ==, "session-ended:expired:-1 ");
  assert_over (f, token, "expired");
  f->now += 86399;
  purge (f);
  assert_over (f, token, "expired");
  f->now += 1;
  purge (f);
  assert_over (f, token, NULL);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM ended_sessions"), ==, 0);
  backend_fixture_free (f);
}

/* Who signed out did, however late the purge. */
static void
test_ended_before_its_time (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");

  end_session (f, token);
  f->now += f->settings->session_seconds;
  purge (f);
  assert_over (f, token, "signed-out");
  backend_fixture_free (f);
}

static void
test_end_sessions (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  g_autofree char *other = start (f, "newest");
  g_autoptr (Ear) ear = listen_with (f, token);
  g_autoptr (Ear) other_ear = listen_with (f, other);
  g_autofree char *said = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *all = NULL;
  g_autofree char *none = NULL;

  g_assert_false (command_with_input (f, "--end-sessions", NULL, "nobody\n", &unknown));
  g_assert_nonnull (strstr (unknown, "no such person"));
  g_assert_false (command_with_input (f, "--end-sessions", NULL, "", &none));
  g_assert_true (command_with_input (f, "--end-sessions", NULL, "linqing115\n", &said));
  g_assert_cmpstr (said, ==, "1\n");
  wait_until (ear->closed);
  g_assert_cmpstr (ear->heard->str, ==, "session-ended:administrator:-1 ");
  /* a request that hears of it first hears the same */
  assert_over (f, token, "administrator");
  g_assert_false (other_ear->closed);
  g_assert_true (command (f, "--end-sessions-all", NULL, &all));
  g_assert_cmpstr (all, ==, "1\n");
  wait_until (other_ear->closed);
  g_assert_cmpstr (other_ear->heard->str, ==, "session-ended:administrator:-1 ");
  backend_fixture_free (f);
}

/* A server that ends says good-bye, and keeps no account of those who went. */
static void
test_events_leave_nothing (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "ordinary");
  gpointer server = NULL;
  guint before = ecpa_server_get_n_connections (f->server);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Ear) ear = listen_with (f, token);

      g_assert_no_error (ear->error);
      soup_websocket_connection_close (ear->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
      wait_until (ear->closed);
    }
  wait_until (ecpa_server_is_idle (f->server));
  wait_until (ecpa_server_get_n_connections (f->server) <= before);
  before = ecpa_server_get_n_connections (f->server);
  {
    g_autoptr (Ear) ear = listen_with (f, token);

    g_assert_cmpuint (ecpa_server_get_n_connections (f->server), ==, before + 1);
    ecpa_server_stop (f->server);
    wait_until (ear->closed);
    g_assert_cmpint (soup_websocket_connection_get_close_code (ear->socket), ==, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  }
  wait_until (ecpa_server_get_n_connections (f->server) <= before);
  server = f->server;
  g_object_add_weak_pointer (server, &server);
  backend_fixture_free (f);
  wait_until (server == NULL);
}

static void
short_silence (EcpaServerSettings *settings)
{
  settings->ping_seconds = 1;
  settings->silence_seconds = 2;
}

static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  errors,
           gpointer              user_data)
{
  return TRUE;
}

static void
shook_hands_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_assert_true (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
}

/* Somebody who shakes hands and then hears, but never answers a ping. One who does stays. */
static void
test_events_mute (void)
{
  F *f = backend_fixture_new (short_silence);
  g_autofree char *token = start (f, "ordinary");
  g_autoptr (Ear) ear = listen_with (f, token);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) tls = NULL;
  g_autofree char *hello =
    g_strdup_printf ("GET " ECPA_PATH_EVENTS " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                     "Authorization: Bearer %s\r\n\r\n", token);
  GInputStream *input;
  char buffer[4096];
  gssize n = -2;
  gboolean ready = FALSE;
  guint before = ecpa_server_get_n_connections (f->server);
  guint pings = 0;
  gint64 from;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) ecpa_server_get_port (f->server), NULL, NULL);
  g_assert_nonnull (connection);
  tls = g_tls_client_connection_new (G_IO_STREAM (connection), NULL, NULL);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  input = g_io_stream_get_input_stream (tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, shook_hands_cb, &ready);
  wait_until (ready);
  g_assert_cmpint (g_output_stream_write (g_io_stream_get_output_stream (tls), hello, strlen (hello), NULL, NULL), ==,
                   (gssize) strlen (hello));
  from = g_get_monotonic_time ();
  g_input_stream_read_async (input, buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL, read_cb, &n);
  wait_until (n != -2);
  g_assert_cmpint (n, >, 12);
  g_assert_true (g_str_has_prefix (buffer, "HTTP/1.1 101"));
  g_assert_cmpuint (ecpa_server_get_n_connections (f->server), ==, before + 1);
  while (n > 0)
    {
      n = -2;
      g_input_stream_read_async (input, buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL, read_cb, &n);
      wait_until (n != -2);
      pings += n > 0 && (guint8) buffer[0] == 0x89;
    }
  g_assert_cmpuint (pings, >, 0);
  g_assert_cmpint (g_get_monotonic_time () - from, >=, G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - from, <, 10 * G_USEC_PER_SEC);
  wait_until (ecpa_server_get_n_connections (f->server) == before);
  g_assert_false (ear->closed);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/service/validation", test_validation);
  g_test_add_func ("/backend/service/order", test_order);
  g_test_add_func ("/backend/service/commands", test_commands);

  g_test_add_func ("/backend/service/events", test_events);
  g_test_add_func ("/backend/service/events-refused", test_events_refused);
  g_test_add_func ("/backend/service/events-expire", test_events_expire);
  g_test_add_func ("/backend/service/events-purged", test_events_purged);
  g_test_add_func ("/backend/service/ended-before-its-time", test_ended_before_its_time);
  g_test_add_func ("/backend/service/events-mute", test_events_mute);
  g_test_add_func ("/backend/service/end-sessions", test_end_sessions);
  g_test_add_func ("/backend/service/events-leave-nothing", test_events_leave_nothing);

  return g_test_run ();
}
