/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-account-login-private.h"
#include "ecpa-endpoints.h"
#include "ecpa-thread.h"
#include "login-fixture.h"

/* Signing in by account and password (L7): what may happen, every failure that is told, and the lock that the same
 * account opens again (L10). */

#define ACCOUNT "linqing115"
#define PASSWORD "Portal-Lin115"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaAccountLogin *
get_account (LoginFixture *fixture)
{
  return ecpa_login_flow_get_account (fixture->login);
}

static EcpaFaultCode
fault_code (LoginFixture *fixture)
{
  EcpaFault *fault = ecpa_account_login_get_fault (get_account (fixture));

  return fault != NULL ? fault->code : ECPA_FAULT_NONE;
}

static gboolean
is_over (gpointer data)
{
  return ecpa_account_login_get_state (data) != ECPA_ACCOUNT_LOGIN_SIGNING_IN;
}

static void
submit (LoginFixture *fixture,
        const char   *account,
        const char   *password)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text (password, -1);

  ecpa_login_flow_sign_in_by_account (fixture->login, account, secret);
}

static void
try_to_sign_in (LoginFixture *fixture,
                const char   *account,
                const char   *password)
{
  submit (fixture, account, password);
  ecpa_test_until (is_over, get_account (fixture));
}

static void
assert_inside (LoginFixture *fixture)
{
  g_assert_cmpuint (ecpa_account_login_get_state (get_account (fixture)), ==, ECPA_ACCOUNT_LOGIN_SIGNED_IN);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_SIGNED_IN);
  g_assert_nonnull (fixture->home);
  g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->method, ==, ECPA_METHOD_ACCOUNT);
}

static void
assert_outside (LoginFixture  *fixture,
                EcpaFaultCode  code)
{
  g_assert_cmpuint (ecpa_account_login_get_state (get_account (fixture)), ==, ECPA_ACCOUNT_LOGIN_ENTRY);
  g_assert_cmpuint (fault_code (fixture), ==, code);
  g_assert_null (fixture->home);
}

static void
lock (LoginFixture *fixture)
{
  ecpa_home_flow_lock (fixture->home, ECPA_FAULT_LOCKED);
  g_clear_object (&fixture->home);
  ecpa_login_flow_reset (fixture->login);
}

/* Tests -------------------------------------------------------------------- */

static void
test_table (void)
{
  const EcpaStateTable *table = ecpa_account_login_get_table ();
  g_autoptr (GError) error = NULL;
  guint declared = 0;

  g_assert_true (ecpa_state_table_validate (table, &error));
  g_assert_no_error (error);
  for (guint state = 0; state < table->n_states; state++)
    for (guint event = 0; event < table->n_events; event++)
      declared += ecpa_state_table_find (table, state, event) != NULL;
  g_assert_cmpuint (declared, ==, 6);
}

/* No card is needed, and what the reader does meanwhile is nothing to the session. */
static void
test_signed_in (LoginFixture  *fixture,
                gconstpointer  data)
{
  EcpaApplication *orders;

  try_to_sign_in (fixture, " " ACCOUNT "  ", PASSWORD);
  assert_inside (fixture);
  orders = ecpa_home_flow_get_application (fixture->home, ECPA_SCOPE_REWARD_ORDERS);
  g_assert_nonnull (orders);
  g_assert_false (orders->allowed);
  g_assert_false (ecpa_home_flow_opens (fixture->home, ECPA_SCOPE_REWARD_ORDERS));
  g_assert_cmpstr (orders->reason, ==, "method_insufficient");
  g_assert_true (g_strv_contains ((const char *const *) orders->methods, ECPA_METHOD_HEALTH_CARD));
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (fixture->home), ==, 0);

  login_fixture_put (fixture, "newest");
  login_fixture_take (fixture);
  g_assert_true (ecpa_home_flow_is_active (fixture->home));
  login_fixture_sign_out (fixture);
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
  /* And then a card as ever. */
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  g_assert_true (ecpa_home_flow_opens (fixture->home, ECPA_SCOPE_REWARD_ORDERS));
}

typedef struct
{
  const char    *account;
  const char    *password;
  EcpaFaultCode  outcome;
  int            tries_left;
} Row;

#define TEN "一二三四五六七八九十"

/* Whether there is such an account cannot be told from what is said. */
static void
test_failures (LoginFixture  *fixture,
               gconstpointer  data)
{
  static const Row rows[] = {
    { ACCOUNT, "Portal-Lin116", ECPA_FAULT_ACCOUNT_REFUSED, 4 },
    { "nobody-of-this-name", "Portal-Lin116", ECPA_FAULT_ACCOUNT_REFUSED, 4 },
    { ACCOUNT, "portal-lin115", ECPA_FAULT_ACCOUNT_REFUSED, 3 },
    { "nobody-of-this-name", "portal-lin115", ECPA_FAULT_ACCOUNT_REFUSED, 3 },
    /* Longer than any there is: no fault of the program's. */
    { TEN TEN TEN, "x", ECPA_FAULT_ACCOUNT_REFUSED, -1 },
    { ACCOUNT, TEN TEN TEN TEN TEN, ECPA_FAULT_ACCOUNT_REFUSED, -1 },
    { ACCOUNT, "x", ECPA_FAULT_ACCOUNT_REFUSED, 2 },
    { ACCOUNT, "x", ECPA_FAULT_ACCOUNT_REFUSED, 1 },
    { ACCOUNT, "x", ECPA_FAULT_ACCOUNT_STOPPED, -1 },
    { ACCOUNT, PASSWORD, ECPA_FAULT_ACCOUNT_STOPPED, -1 },
    { "nobody-of-this-name", "x", ECPA_FAULT_ACCOUNT_REFUSED, 2 },
    { "nobody-of-this-name", "x", ECPA_FAULT_ACCOUNT_REFUSED, 1 },
    { "nobody-of-this-name", "x", ECPA_FAULT_ACCOUNT_STOPPED, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      EcpaFault *fault;

      try_to_sign_in (fixture, rows[i].account, rows[i].password);
      assert_outside (fixture, rows[i].outcome);
      fault = ecpa_account_login_get_fault (get_account (fixture));
      g_assert_cmpint (fault->tries_left, ==, rows[i].tries_left);
      if (rows[i].outcome == ECPA_FAULT_ACCOUNT_STOPPED)
        {
          g_assert_cmpint (fault->retry_after, >, 0);
          g_assert_cmpint (fault->retry_after, <=, 900);
        }
    }

  ecpa_account_login_dismiss (get_account (fixture));
  g_assert_null (ecpa_account_login_get_fault (get_account (fixture)));
  /* The way out that is named: the card still does. */
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
}

/* Nothing is sent where there is nothing to send, or while the card is at it. */
static void
test_not_now (LoginFixture  *fixture,
              gconstpointer  data)
{
  submit (fixture, "", PASSWORD);
  assert_outside (fixture, ECPA_FAULT_NONE);
  submit (fixture, "   ", PASSWORD);
  assert_outside (fixture, ECPA_FAULT_NONE);
  submit (fixture, NULL, PASSWORD);
  assert_outside (fixture, ECPA_FAULT_NONE);

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  login_fixture_submit (fixture, "Qinglin-115");
  submit (fixture, ACCOUNT, PASSWORD);
  assert_outside (fixture, ECPA_FAULT_NONE);
  ecpa_login_flow_cancel (fixture->login);
  login_fixture_await (fixture, ECPA_LOGIN_READY);

  submit (fixture, ACCOUNT, PASSWORD);
  login_fixture_submit (fixture, "Qinglin-115");
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_READY);
  ecpa_test_until (is_over, get_account (fixture));
  assert_inside (fixture);
}

static void
test_cancelled (LoginFixture  *fixture,
                gconstpointer  data)
{
  submit (fixture, ACCOUNT, PASSWORD);
  g_assert_cmpuint (ecpa_account_login_get_state (get_account (fixture)), ==, ECPA_ACCOUNT_LOGIN_SIGNING_IN);
  ecpa_account_login_cancel (get_account (fixture));
  assert_outside (fixture, ECPA_FAULT_NONE);

  try_to_sign_in (fixture, ACCOUNT, PASSWORD);
  assert_inside (fixture);
}

static void
test_backend_away (LoginFixture  *fixture,
                   gconstpointer  data)
{
  login_fixture_begin (fixture, "https://127.0.0.1:1/", NULL);
  try_to_sign_in (fixture, ACCOUNT, PASSWORD);
  assert_outside (fixture, ECPA_FAULT_OFFLINE);
  login_fixture_end (fixture);
}

/* Only the same account leads back, by its password alone; a card does not. */
static void
test_lock (LoginFixture  *fixture,
           gconstpointer  data)
{
  try_to_sign_in (fixture, ACCOUNT, PASSWORD);
  assert_inside (fixture);
  lock (fixture);
  g_assert_cmpstr (ecpa_login_flow_get_locked_holder (fixture->login), ==, "林○○");
  g_assert_cmpstr (ecpa_account_login_get_locked_account (get_account (fixture)), ==, "l***");

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_UNUSABLE);
  login_fixture_submit (fixture, "Qinglin-115");
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_UNUSABLE);

  try_to_sign_in (fixture, NULL, "Portal-Lin114");
  assert_outside (fixture, ECPA_FAULT_ACCOUNT_REFUSED);
  g_assert_nonnull (ecpa_login_flow_get_locked_holder (fixture->login));
  /* Whoever else types their own account here, it is the locked one that is asked for. */
  try_to_sign_in (fixture, "meihuiwu", PASSWORD);
  assert_inside (fixture);
  g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->person_name, ==, "林曉青");
  g_assert_null (ecpa_login_flow_get_locked_holder (fixture->login));
  g_assert_null (ecpa_account_login_get_locked_account (get_account (fixture)));
}

static void
test_somebody_else (LoginFixture  *fixture,
                    gconstpointer  data)
{
  try_to_sign_in (fixture, ACCOUNT, PASSWORD);
  lock (fixture);
  ecpa_login_flow_forget_lock (fixture->login);
  g_assert_null (ecpa_account_login_get_locked_account (get_account (fixture)));
  try_to_sign_in (fixture, "meihuiwu", "Taipei#Wu66");
  assert_inside (fixture);
  g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->person_name, ==, "吳美惠");
}

/* Where a card is to come back, no account gets in past it. */
static void
test_locked_by_card (LoginFixture  *fixture,
                     gconstpointer  data)
{
  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  lock (fixture);
  submit (fixture, ACCOUNT, PASSWORD);
  assert_outside (fixture, ECPA_FAULT_NONE);
  g_assert_nonnull (ecpa_login_flow_get_locked_holder (fixture->login));
}

#define ADD(path, func) \
  g_test_add ("/flow/account-login/" path, LoginFixture, NULL, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  g_test_add_func ("/flow/account-login/table", test_table);
  ADD ("signed-in", test_signed_in);
  ADD ("failures", test_failures);
  ADD ("not-now", test_not_now);
  ADD ("cancelled", test_cancelled);
  g_test_add ("/flow/account-login/backend-away", LoginFixture, NULL, NULL, test_backend_away, NULL);
  ADD ("lock", test_lock);
  ADD ("somebody-else", test_somebody_else);
  ADD ("locked-by-card", test_locked_by_card);

  return ecpa_test_run ();
}
