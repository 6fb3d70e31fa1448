/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-thread.h"
#include "login-fixture.h"

/* A session that is locked is over, and only the card that opened it leads back (L10). */

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended > 0;
}

static void
begin_inside (LoginFixture *fixture)
{
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home))), >, 0);
}

/* What is left when it is over: nothing of the person but the masked name. */
static void
assert_over (LoginFixture  *fixture,
             EcpaFaultCode  code)
{
  ecpa_test_until (has_ended, fixture);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
  g_assert_nonnull (fixture->ended_with);
  /* Of a session that is gone a request learns, or the event socket tells it, whichever is first. */
  if (code != ECPA_FAULT_SESSION_ENDED || fixture->ended_with->code != ECPA_FAULT_SESSION_EXPIRED)
    g_assert_cmpuint (fixture->ended_with->code, ==, code);
  g_assert_false (ecpa_home_flow_is_active (fixture->home));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home))), ==, 0);
  g_assert_null (ecpa_home_flow_get_session (fixture->home)->person_name);
  fixture->n_ended = 0;
  g_clear_object (&fixture->home);
  ecpa_login_flow_reset (fixture->login);
}

static void
assert_locked (LoginFixture *fixture)
{
  g_assert_cmpstr (ecpa_login_flow_get_locked_holder (fixture->login), ==, "林○○");
}

static void
unlock (LoginFixture *fixture)
{
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_nonnull (fixture->home);
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
}

/* Tests -------------------------------------------------------------------- */

static void
test_lock_and_unlock (LoginFixture  *fixture,
                      gconstpointer  data)
{
  EcpaFaultCode code = (EcpaFaultCode) GPOINTER_TO_INT (data);

  begin_inside (fixture);
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
  ecpa_home_flow_lock (fixture->home, code);
  assert_over (fixture, code);
  assert_locked (fixture);
  unlock (fixture);
}

static void
test_wrong_password_stays_locked (LoginFixture  *fixture,
                                  gconstpointer  data)
{
  begin_inside (fixture);
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  assert_over (fixture, ECPA_FAULT_LOCKED);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  login_fixture_submit (fixture, "Wrong-pass1");
  login_fixture_await_end (fixture);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_WRONG_PASSWORD);
  assert_locked (fixture);
  unlock (fixture);
}

/* Another card is told from the one that locked, says so, and gets nobody in; the right one back still does. */
static void
test_other_card (LoginFixture  *fixture,
                 gconstpointer  data)
{
  EcpaFault *fault;
  g_autoptr (EcpaReaderItem) reader = NULL;

  begin_inside (fixture);
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  assert_over (fixture, ECPA_FAULT_LOCKED);

  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  login_fixture_put (fixture, "newest");
  login_fixture_await (fixture, ECPA_LOGIN_UNUSABLE);
  fault = ecpa_login_flow_get_reader_fault (fixture->login);
  g_assert_nonnull (fault);
  g_assert_cmpuint (fault->code, ==, ECPA_FAULT_LOCKED_OTHER_CARD);
  g_assert_null (ecpa_login_flow_get_holder (fixture->login));
  g_assert_null (ecpa_login_flow_get_card_number (fixture->login));
  /* Nor does the list of readers make it look as if it could. */
  reader = g_list_model_get_item (ecpa_login_flow_get_readers (fixture->login), 0);
  g_assert_cmpuint (ecpa_reader_item_get_state (reader), ==, ECPA_CARD_VIEW_UNUSABLE);
  g_assert_cmpuint (ecpa_reader_item_get_fault (reader)->code, ==, ECPA_FAULT_LOCKED_OTHER_CARD);
  g_assert_null (ecpa_reader_item_get_holder (reader));
  login_fixture_submit (fixture, "Jianhong*88");
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_UNUSABLE);
  g_assert_null (fixture->home);
  assert_locked (fixture);

  login_fixture_take (fixture);
  login_fixture_put (fixture, "ordinary");
  unlock (fixture);
}

static void
test_somebody_else (LoginFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (EcpaReaderItem) reader = NULL;

  begin_inside (fixture);
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  assert_over (fixture, ECPA_FAULT_LOCKED);
  login_fixture_take (fixture);
  login_fixture_put (fixture, "newest");
  login_fixture_await (fixture, ECPA_LOGIN_UNUSABLE);

  ecpa_login_flow_forget_lock (fixture->login);
  reader = g_list_model_get_item (ecpa_login_flow_get_readers (fixture->login), 0);
  g_assert_cmpstr (ecpa_reader_item_get_holder (reader), ==, "陳○○");
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "陳○○");
  login_fixture_submit (fixture, "Jianhong*88");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
}

static void
test_sign_out_does_not_lock (LoginFixture  *fixture,
                             gconstpointer  data)
{
  begin_inside (fixture);
  login_fixture_sign_out (fixture);
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
}

static void
test_removal_locks (LoginFixture  *fixture,
                    gconstpointer  data)
{
  begin_inside (fixture);
  login_fixture_take (fixture);
  assert_over (fixture, ECPA_FAULT_CARD_REMOVED);
  assert_locked (fixture);
  login_fixture_put (fixture, "ordinary");
  unlock (fixture);
}

static void
test_removal_ends (LoginFixture  *fixture,
                   gconstpointer  data)
{
  g_object_set (fixture->services, "card-removal", ECPA_CARD_REMOVAL_END, NULL);
  begin_inside (fixture);
  login_fixture_take (fixture);
  assert_over (fixture, ECPA_FAULT_CARD_REMOVED);
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
  login_fixture_put (fixture, "newest");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
}

/* The backend knows the session no more: the next request finds out, and the way back is the same. */
static void
test_ended_by_backend (LoginFixture  *fixture,
                       gconstpointer  data)
{
  begin_inside (fixture);
  login_fixture_execute (fixture, "DELETE FROM sessions");
  ecpa_inbox_reload (ecpa_home_flow_get_inbox (fixture->home));
  assert_over (fixture, ECPA_FAULT_SESSION_ENDED);
  assert_locked (fixture);
  unlock (fixture);
}

/* What the backend says by itself, as the stream of events hands it on. */
static void
say (LoginFixture *fixture,
     const char   *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaEvent) event = (EcpaEvent *) ecpa_record_parse (ECPA_TYPE_EVENT, json, -1, &error);

  g_assert_no_error (error);
  g_signal_emit_by_name (ecpa_services_get_events (fixture->services), "event", event);
}

static void
test_told_by_backend (LoginFixture  *fixture,
                      gconstpointer  data)
{
  static const struct { const char *json; EcpaFaultCode code; } rows[] = {
    { "{\"kind\":\"session-ended\",\"reason\":\"expired\"}", ECPA_FAULT_SESSION_EXPIRED },
    { "{\"kind\":\"session-ended\",\"reason\":\"signed-out\"}", ECPA_FAULT_SESSION_ELSEWHERE },
    { "{\"kind\":\"session-ended\",\"reason\":\"administrator\"}", ECPA_FAULT_SESSION_ADMINISTRATOR },
    { "{\"kind\":\"session-ended\",\"reason\":\"of next year\"}", ECPA_FAULT_SESSION_ENDED },
    { "{\"kind\":\"session-ended\"}", ECPA_FAULT_SESSION_ENDED },
  };

  begin_inside (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      say (fixture, "{\"kind\":\"something of next year\"}");
      g_assert_true (ecpa_home_flow_is_active (fixture->home));
      say (fixture, rows[i].json);
      assert_over (fixture, rows[i].code);
      assert_locked (fixture);
      unlock (fixture);
    }
}

/* The badge follows at once, the list is fetched again, and what is open stays the same item. */
static void
test_orders_changed (LoginFixture  *fixture,
                     gconstpointer  data)
{
  EcpaInbox *inbox;
  g_autoptr (EcpaOrderItem) before = NULL;
  g_autoptr (EcpaOrderItem) after = NULL;
  guint n;

  begin_inside (fixture);
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  n = ecpa_home_flow_get_unsigned_orders (fixture->home);
  before = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  say (fixture, "{\"kind\":\"orders-changed\",\"unsigned_orders\":7}");
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, 7);
  g_assert_true (ecpa_inbox_is_loading (inbox));
  login_fixture_await_inbox (fixture);
  after = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  g_assert_true (before == after);
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, n);
}

/* An order is had by its id before any list has it, opens, and is the one that the list then shows. */
static void
test_order_by_id (LoginFixture  *fixture,
                  gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr (EcpaOrderItem) first = NULL;
  g_autoptr (EcpaOrderItem) listed = NULL;
  g_autoptr (EcpaOrderItem) item = NULL;

  begin_inside (fixture);
  first = g_list_model_get_item (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home)), 0);
  id = g_strdup (ecpa_order_item_get_summary (first)->id);
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  assert_over (fixture, ECPA_FAULT_LOCKED);
  unlock (fixture);

  item = ecpa_inbox_get_order (ecpa_home_flow_get_inbox (fixture->home), id, TRUE);
  ecpa_order_item_open (item);
  login_fixture_await_order (item, ECPA_ORDER_OPEN);
  g_assert_nonnull (ecpa_order_item_get_summary (item)->kind_name);
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  listed = g_list_model_get_item (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home)), 0);
  g_assert_true (listed == item);
}

static gboolean
is_sending (gpointer data)
{
  return ecpa_home_flow_is_sending (data);
}

/* Signed for, and locked while the receipt is on its way: it arrives, and the session ends after it. */
static void
test_receipt_arrives (LoginFixture  *fixture,
                      gconstpointer  data)
{
  EcpaInbox *inbox;
  g_autofree char *id = NULL;
  g_autoptr (EcpaOrderItem) item = NULL;
  g_autoptr (EcpaOrderItem) again = NULL;

  begin_inside (fixture);
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  item = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  id = g_strdup (ecpa_order_item_get_summary (item)->id);
  ecpa_order_item_open (item);
  login_fixture_await_order (item, ECPA_ORDER_OPEN);

  ecpa_test_backend_pause (fixture->backend);
  ecpa_order_item_sign (item);
  ecpa_test_until (is_sending, fixture->home);
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  g_assert_true (ecpa_home_flow_is_sending (fixture->home));
  g_assert_null (ecpa_order_item_get_order (item));
  ecpa_test_backend_resume (fixture->backend);
  assert_over (fixture, ECPA_FAULT_LOCKED);

  unlock (fixture);
  again = ecpa_inbox_get_order (ecpa_home_flow_get_inbox (fixture->home), id, TRUE);
  ecpa_order_item_open (again);
  login_fixture_await_order (again, ECPA_ORDER_SIGNED);
}

#define ADD(path, func, data) \
  g_test_add ("/flow/lock/" path, LoginFixture, data, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("by-the-person", test_lock_and_unlock, GINT_TO_POINTER (ECPA_FAULT_LOCKED));
  ADD ("idle", test_lock_and_unlock, GINT_TO_POINTER (ECPA_FAULT_LOCKED_IDLE));
  ADD ("with-the-screen", test_lock_and_unlock, GINT_TO_POINTER (ECPA_FAULT_LOCKED_SCREEN));
  ADD ("wrong-password", test_wrong_password_stays_locked, NULL);
  ADD ("other-card", test_other_card, NULL);
  ADD ("somebody-else", test_somebody_else, NULL);
  ADD ("sign-out", test_sign_out_does_not_lock, NULL);
  ADD ("removal-locks", test_removal_locks, NULL);
  ADD ("removal-ends", test_removal_ends, NULL);
  ADD ("ended-by-backend", test_ended_by_backend, NULL);
  ADD ("told-by-backend", test_told_by_backend, NULL);
  ADD ("orders-changed", test_orders_changed, NULL);
  ADD ("order-by-id", test_order_by_id, NULL);
  ADD ("receipt-arrives", test_receipt_arrives, NULL);

  return ecpa_test_run ();
}
