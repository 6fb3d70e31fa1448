/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-gathering.h"
#include "ecpa-thread.h"
#include "login-fixture.h"

/* Several orders are opened for one print job or one PDF (O4). */

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_all (gpointer data)
{
  return !ecpa_history_is_loading (data) && g_list_model_get_n_items (data) > 2;
}

/* (transfer full): all of the person's orders, the paper ones too */
static GPtrArray *
collect_items (LoginFixture *fixture)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  EcpaHistory *history;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  history = ecpa_home_flow_get_history (fixture->home);
  ecpa_history_load (history);
  ecpa_test_until (is_all, history);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (history)); i++)
    {
      EcpaOrderItem *item = ecpa_history_get_order (history, i);

      g_assert_nonnull (item);
      g_ptr_array_add (items, item);
    }

  return items;
}

static gboolean
is_finished (gpointer data)
{
  return ecpa_order_gathering_is_finished (data);
}

static gboolean
has_fault (gpointer data)
{
  return ecpa_order_gathering_get_fault (data) != NULL;
}

static void
assert_gathered (EcpaOrderGathering *gathering,
                 GPtrArray          *items)
{
  g_autoptr (GPtrArray) orders = ecpa_order_gathering_dup_orders (gathering);

  g_assert_cmpuint (orders->len, ==, items->len);
  g_assert_cmpuint (ecpa_order_gathering_get_done (gathering), ==, items->len);
  for (guint i = 0; i < items->len; i++)
    {
      g_assert_true (g_ptr_array_index (orders, i) == ecpa_order_item_get_order (g_ptr_array_index (items, i)));
      if (ecpa_order_item_get_summary (g_ptr_array_index (items, i))->electronic)
        g_assert_nonnull (ecpa_order_item_get_viewed_at (g_ptr_array_index (items, i)));
    }
}

/* Tests -------------------------------------------------------------------- */

static void
test_all (LoginFixture  *fixture,
          gconstpointer  data)
{
  g_autoptr (GPtrArray) items = collect_items (fixture);
  g_autoptr (EcpaOrderGathering) gathering = ecpa_order_gathering_new (items);

  g_assert_null (ecpa_order_gathering_dup_orders (gathering));
  ecpa_order_gathering_start (gathering);
  ecpa_test_until (is_finished, gathering);
  assert_gathered (gathering, items);
  login_fixture_sign_out (fixture);
  g_assert_null (ecpa_order_gathering_dup_orders (gathering));
}

/* What came before the fault stays; another start fetches only the rest. */
static void
test_fault (LoginFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) items = collect_items (fixture);
  g_autoptr (EcpaOrderGathering) gathering = ecpa_order_gathering_new (items);

  ecpa_order_item_open (g_ptr_array_index (items, 0));
  login_fixture_await_order (g_ptr_array_index (items, 0), ECPA_ORDER_OPEN);
  ecpa_test_backend_kill (fixture->backend);
  ecpa_order_gathering_start (gathering);
  ecpa_test_until (has_fault, gathering);
  g_assert_cmpint (ecpa_order_gathering_get_fault (gathering)->code, ==, ECPA_FAULT_OFFLINE);
  g_assert_false (ecpa_order_gathering_has_ended (gathering));

  ecpa_test_backend_start (fixture->backend);
  ecpa_order_gathering_start (gathering);
  g_assert_null (ecpa_order_gathering_get_fault (gathering));
  ecpa_test_until (is_finished, gathering);
  assert_gathered (gathering, items);
  login_fixture_sign_out (fixture);
}

static void
test_session_ends (LoginFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) items = collect_items (fixture);
  g_autoptr (EcpaOrderGathering) gathering = ecpa_order_gathering_new (items);

  ecpa_order_gathering_start (gathering);
  g_assert_false (ecpa_order_gathering_is_finished (gathering));
  login_fixture_sign_out (fixture);
  g_assert_true (ecpa_order_gathering_has_ended (gathering));
  g_assert_false (ecpa_order_gathering_is_finished (gathering));
  g_assert_null (ecpa_order_gathering_dup_orders (gathering));
  ecpa_order_gathering_start (gathering);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (LoginFixture *, gconstpointer);
  } tests[] = {
    { "/flow/gathering/all", test_all },
    { "/flow/gathering/fault", test_fault },
    { "/flow/gathering/session-ends", test_session_ends },
  };

  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, LoginFixture, NULL, login_fixture_set_up, tests[i].test, login_fixture_tear_down);

  return ecpa_test_run ();
}
