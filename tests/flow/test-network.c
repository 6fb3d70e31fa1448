/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <sqlite3.h>

#include "ecpa-login-flow-private.h"
#include "ecpa-patience.h"
#include "ecpa-test-others.h"
#include "ecpa-test-relay.h"
#include "ecpa-thread.h"
#include "login-fixture.h"

#define INFO "{\"name\":\"test\",\"version\":\"1\",\"training\":true,\"time\":\"2026-08-03T00:00:00Z\"}"

/* What the person is told, and how long a gap of the main loop may be. */
#define CARD_LATE_MS 3000
#define BACKEND_LATE_MS 5000
#define GAP_MS 100.0
#define AT_ONCE_MS 250

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_service_or_fault (gpointer data)
{
  return ecpa_login_flow_get_service (data) != NULL || ecpa_login_flow_get_service_fault (data) != NULL;
}

static gboolean
has_service (gpointer data)
{
  return ecpa_login_flow_get_service (data) != NULL && ecpa_login_flow_get_service_fault (data) == NULL;
}

/* For what has to be answered at once: what the program itself has needed, in µs. */
static gint64
get_own_time (void)
{
  return g_get_monotonic_time () - ecpa_test_taken_by_others ();
}

static void
set_limits (LoginFixture *fixture,
            guint         connect_ms,
            guint         answer_ms)
{
  EcpaClientLimits limits;

  ecpa_client_get_limits (ecpa_services_get_client (fixture->services), &limits);
  limits.connect_ms = connect_ms;
  limits.answer_ms = answer_ms;
  limits.pause_ms = 20;
  ecpa_client_set_limits (ecpa_services_get_client (fixture->services), &limits);
}

/* A server that misbehaves ------------------------------------------------- */

typedef struct
{
  const char    *name;
  EcpaTestMode   mode;
  EcpaFaultCode  code;
} Case;

static const Case cases[] = {
  { "mute-tcp", ECPA_TEST_MUTE_TCP, ECPA_FAULT_TIMEOUT },
  { "cut-tls", ECPA_TEST_CUT_TLS, ECPA_FAULT_OFFLINE },
  { "mute", ECPA_TEST_MUTE, ECPA_FAULT_TIMEOUT },
  { "too-slow", ECPA_TEST_SLOW, ECPA_FAULT_TIMEOUT },
  { "500", ECPA_TEST_500, ECPA_FAULT_SERVER_ERROR },
  { "500-problem", ECPA_TEST_500_PROBLEM, ECPA_FAULT_SERVER_ERROR },
  { "503", ECPA_TEST_503_LATER, ECPA_FAULT_UNAVAILABLE },
  { "truncated-json", ECPA_TEST_TRUNCATED_JSON, ECPA_FAULT_BAD_ANSWER },
  { "short-body", ECPA_TEST_SHORT_BODY, ECPA_FAULT_BAD_ANSWER },
  { "wrong-type", ECPA_TEST_WRONG_TYPE, ECPA_FAULT_BAD_ANSWER },
  { "redirect", ECPA_TEST_REDIRECT, ECPA_FAULT_BAD_ANSWER },
  { "no-http", ECPA_TEST_NO_HTTP, ECPA_FAULT_BAD_ANSWER },
  { "wrong-certificate", ECPA_TEST_WRONG_CERTIFICATE, ECPA_FAULT_UNTRUSTED },
  { "reset", ECPA_TEST_RESET, ECPA_FAULT_OFFLINE },
  { "hang-up", ECPA_TEST_HANG_UP, ECPA_FAULT_OFFLINE },
};

static gboolean
is_ready_again (gpointer data)
{
  return ecpa_login_flow_get_state (data) == ECPA_LOGIN_READY;
}

/* The first question and a login meet the same fault; both are named, the flow stays usable, and a retry succeeds. */
static void
test_fault (gconstpointer data)
{
  const Case *row = data;
  EcpaTestServer *server = ecpa_test_server_new ();
  g_autofree char *uri = ecpa_test_server_dup_uri (server);
  LoginFixture fixture = { NULL };

  ecpa_test_server_set_answer (server, INFO, 20000);
  ecpa_test_server_set_mode (server, row->mode);
  login_fixture_begin (&fixture, uri, ecpa_test_server_get_certificate (server));
  g_clear_object (&fixture.login);
  /* Each limit is met twice; what ends by itself is given the time to. */
  if (row->code == ECPA_FAULT_TIMEOUT)
    set_limits (&fixture, 400, 400);
  else
    set_limits (&fixture, 15000, 15000);
  login_fixture_begin_login (&fixture);

  ecpa_test_until (has_service_or_fault, fixture.login);
  g_assert_null (ecpa_login_flow_get_service (fixture.login));
  g_assert_cmpuint (ecpa_login_flow_get_service_fault (fixture.login)->code, ==, row->code);
  if (row->mode == ECPA_TEST_503_LATER)
    g_assert_cmpint (ecpa_login_flow_get_service_fault (fixture.login)->retry_after, ==, 3600);

  login_fixture_put (&fixture, "ordinary");
  login_fixture_await (&fixture, ECPA_LOGIN_READY);
  login_fixture_submit (&fixture, "Qinglin-115");
  login_fixture_await_end (&fixture);
  g_assert_cmpuint (login_fixture_fault (&fixture), ==, row->code);
  ecpa_test_until (is_ready_again, fixture.login);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture.login), ==, "林○○");

  ecpa_test_server_set_mode (server, ECPA_TEST_GOOD);
  set_limits (&fixture, 15000, 15000);
  ecpa_login_flow_retry (fixture.login);
  ecpa_test_until (has_service, fixture.login);

  login_fixture_end (&fixture);
  ecpa_test_server_free (server);
}

/* The real backend --------------------------------------------------------- */

static void
test_down_and_up (LoginFixture  *fixture,
                  gconstpointer  data)
{
  set_limits (fixture, 15000, 15000);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  ecpa_test_backend_kill (fixture->backend);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await_end (fixture);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);

  ecpa_test_backend_start (fixture->backend);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_NONE);

  /* The inbox meets the same, and a reload helps. */
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  ecpa_test_backend_kill (fixture->backend);
  ecpa_inbox_reload (ecpa_home_flow_get_inbox (fixture->home));
  login_fixture_await_inbox (fixture);
  g_assert_cmpuint (ecpa_inbox_get_fault (ecpa_home_flow_get_inbox (fixture->home))->code, ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home))), >, 0);
  ecpa_test_backend_start (fixture->backend);
  ecpa_inbox_reload (ecpa_home_flow_get_inbox (fixture->home));
  login_fixture_await_inbox (fixture);
  g_assert_null (ecpa_inbox_get_fault (ecpa_home_flow_get_inbox (fixture->home)));
}

static gboolean
resume_cb (gpointer data)
{
  ecpa_test_backend_resume (((LoginFixture *) data)->backend);
  return G_SOURCE_REMOVE;
}

static void
pause_backend (LoginFixture *fixture,
               guint         ms)
{
  ecpa_test_backend_pause (fixture->backend);
  g_timeout_add (ms, resume_cb, fixture);
}

/* A card 3 s late, a backend 5 s late: the loop of the UI knows nothing of it, and signing out answers at once. */
static void
test_late (LoginFixture  *fixture,
           gconstpointer  data)
{
  EcpaCardFault late = { .kind = ECPA_CARD_FAULT_DELAY, .after_n_apdus = 0, .delay_ms = CARD_LATE_MS };
  EcpaTestProbe *probe = ecpa_test_probe_start ();
  g_autoptr (EcpaOrderItem) item = NULL;
  EcpaInbox *inbox;
  gint64 begun = g_get_monotonic_time ();
  gint64 asked, took;
  double gap;

  ecpa_simulator_set_fault (fixture->simulator, 0, &late);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, (CARD_LATE_MS - 100) * G_TIME_SPAN_MILLISECOND);

  ecpa_simulator_set_fault (fixture->simulator, 0, &late);
  pause_backend (fixture, BACKEND_LATE_MS);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=,
                   (CARD_LATE_MS + BACKEND_LATE_MS - 200) * G_TIME_SPAN_MILLISECOND);
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);

  /* Now everything hangs at once: a card in the other reader, the list, a document. */
  pause_backend (fixture, BACKEND_LATE_MS);
  ecpa_simulator_set_fault (fixture->simulator, 1, &late);
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  item = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  ecpa_inbox_reload (inbox);
  ecpa_order_item_open (item);
  ecpa_test_settle (200);
  g_assert_true (ecpa_inbox_is_loading (inbox));

  asked = get_own_time ();
  ecpa_home_flow_sign_out (fixture->home);
  took = get_own_time () - asked;
  g_assert_cmpuint (fixture->n_ended, ==, 1);
  g_assert_cmpint (took, <, AT_ONCE_MS * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  g_assert_cmpuint (ecpa_order_item_get_state (item), ==, ECPA_ORDER_CLOSED);

  /* What answers now is too late. */
  ecpa_test_settle (BACKEND_LATE_MS + 300);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  g_assert_cmpuint (ecpa_order_item_get_state (item), ==, ECPA_ORDER_CLOSED);
  g_assert_null (ecpa_order_item_get_order (item));
  g_assert_cmpuint (fixture->n_ended, ==, 1);

  gap = ecpa_test_probe_stop (probe);
  g_test_message ("longest gap %.1f ms, sign-out %.2f ms", gap, (double) took / 1000.0);
  g_assert_cmpfloat (gap, <, GAP_MS);
}

static gboolean
is_login_slow (gpointer data)
{
  return ecpa_login_flow_is_slow (data);
}

static gboolean
is_inbox_slow (gpointer data)
{
  return ecpa_inbox_is_slow (data);
}

/* A backend that takes its time has not failed: the person is told, and then it goes on. */
static void
test_slow (LoginFixture  *fixture,
           gconstpointer  data)
{
  EcpaInbox *inbox;

  ecpa_patience_set_limit (200);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  ecpa_test_backend_pause (fixture->backend);
  login_fixture_submit (fixture, "Qinglin-115");
  g_assert_false (ecpa_login_flow_is_slow (fixture->login));
  ecpa_test_until (is_login_slow, fixture->login);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_SIGNING_IN);
  ecpa_test_backend_resume (fixture->backend);
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_false (ecpa_login_flow_is_slow (fixture->login));

  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  ecpa_test_backend_pause (fixture->backend);
  ecpa_inbox_reload (inbox);
  ecpa_test_until (is_inbox_slow, inbox);
  g_assert_true (ecpa_inbox_is_loading (inbox));
  ecpa_test_backend_resume (fixture->backend);
  login_fixture_await_inbox (fixture);
  g_assert_false (ecpa_inbox_is_slow (inbox));
  g_assert_null (ecpa_inbox_get_fault (inbox));
  ecpa_patience_set_limit (ECPA_PATIENCE_MS);
}

/* Another program, or a card that takes its time: a spinner alone would not say so. */
static void
test_slow_card (LoginFixture  *fixture,
                gconstpointer  data)
{
  EcpaCardFault late = { .kind = ECPA_CARD_FAULT_DELAY, .delay_ms = 800 };

  ecpa_patience_set_limit (200);
  ecpa_simulator_set_fault (fixture->simulator, 0, &late);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READING);
  g_assert_false (ecpa_login_flow_is_slow (fixture->login));
  ecpa_test_until (is_login_slow, fixture->login);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READING);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_false (ecpa_login_flow_is_slow (fixture->login));
  ecpa_patience_set_limit (ECPA_PATIENCE_MS);
}

static gboolean
is_service_known (gpointer login)
{
  return ecpa_login_flow_get_service (login) != NULL;
}

static void
answered_cb (LoginFixture *fixture,
             GParamSpec   *pspec,
             gpointer      n_answers)
{
  (*(guint *) n_answers)++;
}

static gboolean
is_not_zero (gpointer number)
{
  return *(guint *) number != 0;
}

/* The window gets the focus often; what the service said is asked for again once it is five minutes old. */
static void
test_service_grows_old (LoginFixture  *fixture,
                        gconstpointer  data)
{
  guint n_answers = 0;
  gulong handler;

  ecpa_test_until (is_service_known, fixture->login);
  handler = g_signal_connect (fixture->login, "notify::service", G_CALLBACK (answered_cb), &n_answers);

  fixture->login->asked_at -= 295 * G_TIME_SPAN_SECOND;
  ecpa_login_flow_retry (fixture->login);
  g_assert_null (fixture->login->asking);
  g_assert_cmpuint (n_answers, ==, 0);

  fixture->login->asked_at -= 6 * G_TIME_SPAN_SECOND;
  ecpa_login_flow_retry (fixture->login);
  ecpa_test_until (is_not_zero, &n_answers);
  n_answers = 0;
  ecpa_login_flow_retry (fixture->login);
  g_assert_null (fixture->login->asking);

  /* a clock that was set back is no reason to wait for it to come round */
  fixture->login->asked_at += G_TIME_SPAN_HOUR;
  ecpa_login_flow_retry (fixture->login);
  ecpa_test_until (is_not_zero, &n_answers);
  g_signal_handler_disconnect (fixture->login, handler);
}

/* Cancelling a login is answered at once wherever it stands, and the next one works. */
static void
test_cancel_login (LoginFixture  *fixture,
                   gconstpointer  data)
{
  gboolean card_late = GPOINTER_TO_INT (data);
  EcpaCardFault late = { .kind = ECPA_CARD_FAULT_DELAY, .after_n_apdus = 1, .delay_ms = 1500 };
  gint64 asked;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  if (card_late)
    ecpa_simulator_set_fault (fixture->simulator, 0, &late);
  else
    pause_backend (fixture, 1500);
  login_fixture_submit (fixture, "Qinglin-115");
  ecpa_test_settle (300);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_SIGNING_IN);

  asked = get_own_time ();
  ecpa_login_flow_cancel (fixture->login);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);
  g_assert_cmpint (get_own_time () - asked, <, AT_ONCE_MS * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_NONE);

  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended == 1;
}

/* Whatever asks first learns that the session has ended, and it has for all; or the event socket tells it, and why. */
static void
test_session_ended (LoginFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) item = NULL;
  EcpaInbox *inbox;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  item = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  login_fixture_execute (fixture, "DELETE FROM sessions");
  ecpa_order_item_open (item);
  ecpa_test_until (has_ended, fixture);
  g_assert_true (fixture->ended_with->code == ECPA_FAULT_SESSION_ENDED
                 || fixture->ended_with->code == ECPA_FAULT_SESSION_EXPIRED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, 0);
}

static int
count_sessions (LoginFixture *fixture)
{
  sqlite3 *database;
  sqlite3_stmt *statement;
  int n;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (fixture->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT count(*) FROM sessions", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return n;
}

static gboolean
has_no_session (gpointer data)
{
  return count_sessions (data) == 0;
}

static void
test_sign_out_is_told (LoginFixture  *fixture,
                       gconstpointer  data)
{
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  g_assert_cmpint (count_sessions (fixture), ==, 1);
  login_fixture_sign_out (fixture);
  ecpa_test_until (has_no_session, fixture);
}

/* A session that opens after the person has given up is closed again. The answer passes through this main loop once before
 * it comes to the flow, so that it is still on its way when the session is there. */
static void
test_late_session (void)
{
  LoginFixture fixture = { 0 };
  EcpaTestRelay *relay = ecpa_test_relay_new ();
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u", ecpa_test_relay_get_port (relay));
  gint64 limit = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  fixture.backend = ecpa_test_backend_new (NULL);
  ecpa_test_relay_set_target (relay, ecpa_test_backend_get_port (fixture.backend));
  login_fixture_begin (&fixture, uri, ecpa_test_backend_get_certificate (fixture.backend));
  login_fixture_put (&fixture, "ordinary");
  login_fixture_await (&fixture, ECPA_LOGIN_READY);
  login_fixture_submit (&fixture, "Qinglin-115");
  while (count_sessions (&fixture) == 0)
    {
      g_assert_cmpuint (ecpa_login_flow_get_state (fixture.login), ==, ECPA_LOGIN_SIGNING_IN);
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
      g_main_context_iteration (NULL, FALSE);
    }
  ecpa_login_flow_cancel (fixture.login);
  ecpa_test_until (has_no_session, &fixture);
  g_assert_null (fixture.home);
  login_fixture_tear_down (&fixture, NULL);
  ecpa_test_relay_free (relay);
}

#define ADD(path, func, data) \
  g_test_add ("/flow/network/" path, LoginFixture, data, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/flow/network/fault/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_fault);
    }
  ADD ("down-and-up", test_down_and_up, NULL);
  ADD ("late", test_late, NULL);
  ADD ("slow", test_slow, NULL);
  ADD ("slow-card", test_slow_card, NULL);
  ADD ("service-grows-old", test_service_grows_old, NULL);
  ADD ("cancel-login/card-late", test_cancel_login, GINT_TO_POINTER (TRUE));
  ADD ("cancel-login/backend-late", test_cancel_login, GINT_TO_POINTER (FALSE));
  ADD ("session-ended", test_session_ended, NULL);
  ADD ("sign-out-is-told", test_sign_out_is_told, NULL);
  g_test_add_func ("/flow/network/late-session", test_late_session);

  return ecpa_test_run ();
}
