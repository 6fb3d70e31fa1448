/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <sqlite3.h>

#include "ecpa-thread.h"
#include "login-fixture.h"

/* What the real backend tells whoever is signed in, and what follows in the application. */

/* A second process beside the server finds out within two seconds (docs/API.md); a fallback would take minutes. */
#define SOON_MS 8000

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaEventService     *events;
  EcpaEventStreamState  wanted;
} Wanted;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return ecpa_event_service_get_state (wanted->events) == wanted->wanted;
}

static void
await_stream (LoginFixture         *fixture,
              EcpaEventStreamState  state)
{
  Wanted wanted = { ecpa_services_get_events (fixture->services), state };

  ecpa_test_until (is_in_state, &wanted);
}

static void
begin_inside (LoginFixture *fixture)
{
  ecpa_event_stream_set_pauses (ecpa_event_service_get_stream (ecpa_services_get_events (fixture->services)), 50, 200);
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  await_stream (fixture, ECPA_EVENT_STREAM_OPEN);
  /* A list that came before the stream opened is asked for again. */
  login_fixture_await_inbox (fixture);
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended > 0;
}

/* What an administrator types beside the running server. */
static void
administer (LoginFixture *fixture,
            const char   *option,
            const char   *argument,
            const char   *input)
{
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *directory = g_path_get_dirname (ecpa_test_backend_get_database (fixture->backend));
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--training",
                      "--directory", directory, option, argument, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
}

static gint64
read_number (LoginFixture *fixture,
             const char   *sql)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (fixture->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return number;
}

static guint
count_announcements (LoginFixture *fixture)
{
  EcpaServiceInfo *service = ecpa_login_flow_get_service (fixture->login);

  return service != NULL ? g_list_model_get_n_items (G_LIST_MODEL (service->announcements)) : 0;
}

static gboolean
has_announcement (gpointer data)
{
  return count_announcements (data) > 0;
}

static gboolean
has_two_announcements (gpointer data)
{
  return count_announcements (data) == 2;
}

static gboolean
has_none_unsigned (gpointer data)
{
  LoginFixture *fixture = data;

  return ecpa_home_flow_get_unsigned_orders (fixture->home) == 0
         && !ecpa_inbox_is_loading (ecpa_home_flow_get_inbox (fixture->home));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static gboolean
are_two (gpointer n)
{
  return *(guint *) n == 2;
}

/* Tests -------------------------------------------------------------------- */

static void
test_administrator (LoginFixture  *fixture,
                    gconstpointer  data)
{
  gboolean all = GPOINTER_TO_INT (data);

  begin_inside (fixture);
  if (all)
    administer (fixture, "--end-sessions-all", NULL, NULL);
  else
    administer (fixture, "--end-sessions", NULL, "linqing115\n");
  g_assert_true (ecpa_test_wait (has_ended, fixture, SOON_MS));
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_SESSION_ADMINISTRATOR);
  g_assert_null (ecpa_home_flow_get_session (fixture->home)->person_name);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home))), ==, 0);
  g_assert_cmpstr (ecpa_login_flow_get_locked_holder (fixture->login), ==, "林○○");

  /* And back. */
  g_clear_object (&fixture->home);
  ecpa_login_flow_reset (fixture->login);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
}

/* Somebody else's sessions are ended: ours goes on, and what is told next arrives. */
static void
test_of_somebody_else (LoginFixture  *fixture,
                       gconstpointer  data)
{
  begin_inside (fixture);
  ecpa_test_until (has_announcement, fixture);
  administer (fixture, "--end-sessions", NULL, "meihuiwu\n");
  administer (fixture, "--announce", "-", "{\"kind\":\"information\",\"title\":\"新\"}");
  g_assert_true (ecpa_test_wait (has_two_announcements, fixture, SOON_MS));
  g_assert_cmpuint (fixture->n_ended, ==, 0);
  g_assert_true (ecpa_home_flow_is_active (fixture->home));
}

/* What was announced while nobody was signed in, and so was told to nobody, is there for whoever comes next. */
static void
test_announced_before (LoginFixture  *fixture,
                       gconstpointer  data)
{
  ecpa_test_until (has_announcement, fixture);
  administer (fixture, "--announce", "-", "{\"kind\":\"information\",\"title\":\"新\"}");
  begin_inside (fixture);
  g_assert_true (ecpa_test_wait (has_two_announcements, fixture, SOON_MS));
}

/* What is told while an answer is on its way, which may be from before, is asked for once more, and once only. */
static void
test_while_asking (LoginFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (EcpaEvent) event = g_object_new (ECPA_TYPE_EVENT, "kind", "service-changed", NULL);
  guint n = 0;

  ecpa_test_until (has_announcement, fixture);
  g_signal_connect (fixture->login, "notify::service", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (ecpa_services_get_events (fixture->services), "event", event);
  ecpa_test_until (are_two, &n);
  ecpa_test_settle (200);
  g_assert_cmpuint (n, ==, 2);
  g_signal_handlers_disconnect_by_func (fixture->login, count_cb, &n);
}

/* Something else takes all that waits for a signature: the badge and the list follow. */
static void
test_orders_changed (LoginFixture  *fixture,
                     gconstpointer  data)
{
  begin_inside (fixture);
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), >, 0);
  login_fixture_execute (fixture, "UPDATE orders SET electronic = 0");
  g_assert_true (ecpa_test_wait (has_none_unsigned, fixture, SOON_MS));
  g_assert_true (ecpa_home_flow_is_active (fixture->home));
}

static gboolean
has_rows (gpointer history)
{
  return g_list_model_get_n_items (history) > 0;
}

static gboolean
shows_new_reason (gpointer data)
{
  EcpaOrderSummary *summary = ecpa_history_row_get_summary (data);

  return summary != NULL && g_strcmp0 (summary->reason, "新的事由") == 0;
}

/* What changes in the history and not in the number of those that wait, as an order on paper does, is seen there too;
 * also where the server was away meanwhile. */
static void
test_history_changed (LoginFixture  *fixture,
                      gconstpointer  data)
{
  gboolean away = GPOINTER_TO_INT (data);
  g_autoptr (EcpaHistoryRow) row = NULL;
  EcpaHistory *history;
  guint waiting;

  begin_inside (fixture);
  waiting = ecpa_home_flow_get_unsigned_orders (fixture->home);
  history = ecpa_home_flow_get_history (fixture->home);
  ecpa_history_load (history);
  ecpa_test_until (has_rows, history);
  row = g_list_model_get_item (G_LIST_MODEL (history), 0);
  if (away)
    {
      ecpa_test_backend_kill (fixture->backend);
      await_stream (fixture, ECPA_EVENT_STREAM_WAITING);
    }
  login_fixture_execute (fixture, "UPDATE orders SET reason = '新的事由'");
  if (away)
    ecpa_test_backend_start (fixture->backend);
  g_assert_true (ecpa_test_wait (shows_new_reason, row, SOON_MS));
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, waiting);
}

/* What changes after the first list has come and before anybody can tell is seen none the less. */
static void
test_before_opening (LoginFixture  *fixture,
                     gconstpointer  data)
{
  EcpaEventService *events = ecpa_services_get_events (fixture->services);

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  g_assert_cmpuint (ecpa_event_service_get_state (events), !=, ECPA_EVENT_STREAM_OPEN);
  ecpa_event_service_stop (events);
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), >, 0);
  login_fixture_execute (fixture, "UPDATE orders SET electronic = 0");
  ecpa_event_service_start (events);
  g_assert_true (ecpa_test_wait (has_none_unsigned, fixture, SOON_MS));
  g_assert_true (ecpa_home_flow_is_active (fixture->home));
}

/* The session outlives the server, and what nobody told meanwhile is asked for. */
static void
test_restart (LoginFixture  *fixture,
              gconstpointer  data)
{
  begin_inside (fixture);
  ecpa_test_backend_kill (fixture->backend);
  await_stream (fixture, ECPA_EVENT_STREAM_WAITING);
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), >, 0);
  login_fixture_execute (fixture, "UPDATE orders SET electronic = 0");
  ecpa_test_backend_start (fixture->backend);
  await_stream (fixture, ECPA_EVENT_STREAM_OPEN);
  g_assert_true (ecpa_test_wait (has_none_unsigned, fixture, SOON_MS));
  g_assert_cmpuint (fixture->n_ended, ==, 0);

  /* And it is still the stream of this session. */
  administer (fixture, "--end-sessions-all", NULL, NULL);
  g_assert_true (ecpa_test_wait (has_ended, fixture, SOON_MS));
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_SESSION_ADMINISTRATOR);
}

/* A session that has gone while the server was away: the stream is refused, and the session itself says why. */
static void
test_gone_meanwhile (LoginFixture  *fixture,
                     gconstpointer  data)
{
  begin_inside (fixture);
  ecpa_test_backend_kill (fixture->backend);
  await_stream (fixture, ECPA_EVENT_STREAM_WAITING);
  login_fixture_execute (fixture, "DELETE FROM sessions");
  ecpa_test_backend_start (fixture->backend);
  ecpa_test_until (has_ended, fixture);
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_SESSION_ENDED);
}

/* Listening, and trying to, is no use of the session: nobody's goes on for ever because a program is open. */
static void
test_no_use (LoginFixture  *fixture,
             gconstpointer  data)
{
  EcpaEventService *events = ecpa_services_get_events (fixture->services);
  gint64 used_at;

  begin_inside (fixture);
  login_fixture_execute (fixture, "UPDATE sessions SET last_used_at = last_used_at - 600");
  used_at = read_number (fixture, "SELECT last_used_at FROM sessions");
  for (guint i = 0; i < 3; i++)
    {
      ecpa_event_service_stop (events);
      ecpa_event_service_start (events);
      ecpa_event_service_hurry (events);
      await_stream (fixture, ECPA_EVENT_STREAM_OPEN);
    }
  g_assert_cmpint (read_number (fixture, "SELECT last_used_at FROM sessions"), ==, used_at);

  /* It runs out, and that is told as what it is. */
  login_fixture_execute (fixture, "UPDATE sessions SET last_used_at = last_used_at - 100000");
  g_assert_true (ecpa_test_wait (has_ended, fixture, SOON_MS));
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_SESSION_EXPIRED);
}

#define ADD(path, func, data) \
  g_test_add ("/flow/events/" path, LoginFixture, data, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("administrator", test_administrator, GINT_TO_POINTER (FALSE));
  ADD ("administrator-all", test_administrator, GINT_TO_POINTER (TRUE));
  ADD ("of-somebody-else", test_of_somebody_else, NULL);
  ADD ("announced-before", test_announced_before, NULL);
  ADD ("while-asking", test_while_asking, NULL);
  ADD ("orders-changed", test_orders_changed, NULL);
  ADD ("history-changed", test_history_changed, GINT_TO_POINTER (FALSE));
  ADD ("history-changed-meanwhile", test_history_changed, GINT_TO_POINTER (TRUE));
  ADD ("before-opening", test_before_opening, NULL);
  ADD ("restart", test_restart, NULL);
  ADD ("gone-meanwhile", test_gone_meanwhile, NULL);
  ADD ("no-use", test_no_use, NULL);

  return ecpa_test_run ();
}
