/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-scope.h"
#include "ecpa-thread.h"
#include "login-fixture.h"

/* Every card of the tray, with its outcome. */
static void
test_tray (LoginFixture  *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < n_login_cards; i++)
    {
      const LoginCard *card = &login_cards[i];

      login_fixture_put (fixture, card->id);
      login_fixture_await (fixture, ECPA_LOGIN_READY);
      g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, card->holder);
      g_assert_cmpstr (ecpa_login_flow_get_card_number (fixture->login), ==, card->number);
      g_assert_null (ecpa_login_flow_get_reader_fault (fixture->login));

      login_fixture_submit (fixture, card->password);
      g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_SIGNING_IN);
      login_fixture_await_end (fixture);
      g_assert_cmpuint (login_fixture_fault (fixture), ==, card->outcome);
      if (card->outcome == ECPA_FAULT_NONE)
        {
          g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->method, ==, "health-card");
          g_assert_null (ecpa_home_flow_get_session (fixture->home)->token);
          login_fixture_sign_out (fixture);
        }
      g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);

      login_fixture_take (fixture);
      login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
      g_assert_null (ecpa_login_flow_get_holder (fixture->login));
    }
}

static void
test_wrong_password (LoginFixture  *fixture,
                     gconstpointer  data)
{
  g_autofree char *endless = g_strnfill (200, 'x');
  EcpaFault *fault;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  /* Longer than any there is: wrong like any other, and no try is taken for it. */
  login_fixture_submit (fixture, endless);
  login_fixture_await_end (fixture);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_WRONG_PASSWORD);
  for (int left = 2; left > 0; left--)
    {
      login_fixture_submit (fixture, "wrong");
      login_fixture_await_end (fixture);
      fault = ecpa_login_flow_get_fault (fixture->login);
      g_assert_nonnull (fault);
      g_assert_cmpuint (fault->code, ==, ECPA_FAULT_WRONG_PASSWORD);
      g_assert_cmpint (fault->tries_left, ==, left);
      g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);
    }
  login_fixture_submit (fixture, "wrong");
  login_fixture_await_end (fixture);
  fault = ecpa_login_flow_get_fault (fixture->login);
  g_assert_cmpuint (fault->code, ==, ECPA_FAULT_STOPPED);
  g_assert_cmpint (fault->retry_after, >, 0);

  /* It goes with the next card. */
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_STOPPED);
  login_fixture_put (fixture, "newest");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_NONE);
}

static gboolean
has_service (gpointer data)
{
  return ecpa_login_flow_get_service (data) != NULL;
}

/* From the card to the receipt. */
static void
test_main_job (LoginFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) item = NULL;
  EcpaInbox *inbox;
  guint waiting;

  ecpa_test_until (has_service, fixture->login);
  g_assert_true (ecpa_login_flow_get_service (fixture->login)->training);
  g_assert_nonnull (ecpa_login_flow_get_service (fixture->login)->notice);

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  g_assert_true (ecpa_home_flow_is_active (fixture->home));
  g_assert_nonnull (ecpa_home_flow_get_session (fixture->home)->notice_address_masked);
  inbox = ecpa_home_flow_get_inbox (fixture->home);

  /* Not before consent */
  ecpa_inbox_reload (inbox);
  login_fixture_await_inbox (fixture);
  g_assert_cmpuint (ecpa_inbox_get_fault (inbox)->code, ==, ECPA_FAULT_CONSENT_REQUIRED);
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  g_assert_null (ecpa_inbox_get_fault (inbox));

  waiting = ecpa_home_flow_get_unsigned_orders (fixture->home);
  g_assert_cmpuint (waiting, >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), >, 0);
  item = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  g_assert_false (ecpa_order_item_can_sign (item));
  ecpa_order_item_open (item);
  login_fixture_await_order (item, ECPA_ORDER_OPEN);
  g_assert_nonnull (ecpa_order_item_get_order (item));
  g_assert_nonnull (ecpa_order_item_get_viewed_at (item));
  g_assert_true (ecpa_order_item_can_sign (item));

  ecpa_order_item_sign (item);
  login_fixture_await_order (item, ECPA_ORDER_SIGNED);
  g_assert_nonnull (ecpa_order_item_get_signed_at (item));
  g_assert_false (ecpa_order_item_can_sign (item));
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, waiting - 1);

  login_fixture_sign_out (fixture);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
  g_assert_null (fixture->ended_with);
  g_assert_null (ecpa_order_item_get_order (item));
  g_assert_null (ecpa_order_item_get_summary (item)->document_number);
}

/* The event that tells of a receipt may be here before the receipt itself; then it counts, and only once. */
static void
test_receipt_counts_once (LoginFixture  *fixture,
                          gconstpointer  data)
{
  g_autoptr (EcpaScope) scope = ecpa_scope_new (fixture->services);
  guint first;
  guint second;

  /* Two at a time, and nobody says anything. */
  ecpa_scope_set_unsigned (scope, 4);
  first = ecpa_scope_ask_receipt (scope);
  second = ecpa_scope_ask_receipt (scope);
  ecpa_scope_count_receipt (scope, first);
  g_assert_cmpuint (ecpa_scope_get_unsigned (scope), ==, 3);
  ecpa_scope_count_receipt (scope, second);
  g_assert_cmpuint (ecpa_scope_get_unsigned (scope), ==, 2);

  /* The event was quicker. */
  first = ecpa_scope_ask_receipt (scope);
  ecpa_scope_set_unsigned (scope, 1);
  ecpa_scope_count_receipt (scope, first);
  g_assert_cmpuint (ecpa_scope_get_unsigned (scope), ==, 1);

  /* Something from before the receipt was slower. */
  first = ecpa_scope_ask_receipt (scope);
  ecpa_scope_set_unsigned (scope, 1);
  ecpa_scope_count_receipt (scope, first);
  g_assert_cmpuint (ecpa_scope_get_unsigned (scope), ==, 0);
}

#define ADD(path, func) \
  g_test_add ("/flow/login/" path, LoginFixture, NULL, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("tray", test_tray);
  ADD ("wrong-password", test_wrong_password);
  ADD ("main-job", test_main_job);
  ADD ("receipt-counts-once", test_receipt_counts_once);

  return ecpa_test_run ();
}
