/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole logins in which nothing is simulated but the card: a real pcscd with its reader driver, libpcsclite, the
 * application's services and flow, real HTTPS, and the real backend on its real database. */

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "daemon.h"
#include "ecpa-mask.h"
#include "ecpa-pcsc-transport.h"
#include "ecpa-thread.h"
#include "hand.h"
#include "login-fixture.h"

#define READ_APDUS 2
#define PROVE_APDUS 6
/* Of the proof: reading who it is, card id and card challenge; then the backend is asked. */
#define APDUS_BEFORE_BACKEND 4
/* In it the backend is stopped, however busy the machine is. */
#define LAST_APDU_MS 2000

#define SWAP(one, other) \
  G_STMT_START \
    { \
      const LoginCard *held = (one); \
      (one) = (other); \
      (other) = held; \
    } \
  G_STMT_END

/* Types -------------------------------------------------------------------- */

typedef struct
{
  LoginFixture  login;
  Hand          hand;
  Daemon        daemon;         /* of the tests that kill it */
  gpointer      transport;      /* weak */
  GPtrArray    *shown;          /* every holder that was shown since forget_shown () */
} Fixture;

/* Auxiliaries: the database ------------------------------------------------ */

static int
count_rows (Fixture    *self,
            const char *sql)
{
  sqlite3 *database;
  sqlite3_stmt *statement;
  int n;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (self->login.backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return n;
}

static gboolean
has_no_session (gpointer data)
{
  return count_rows (data, "SELECT count(*) FROM sessions") == 0;
}

static gboolean
has_a_session (gpointer data)
{
  return !has_no_session (data);
}

/* Auxiliaries: the card ---------------------------------------------------- */

static const LoginCard *
find_card (const char *id)
{
  for (guint i = 0; i < n_login_cards; i++)
    if (g_str_equal (login_cards[i].id, id))
      return &login_cards[i];

  g_assert_not_reached ();
}

static void
tell (Fixture    *self,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
tell (Fixture    *self,
      const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  g_free (hand_tell_valist (&self->hand, format, args));
  va_end (args);
}

static guint
count_apdus (Fixture *self)
{
  g_autofree char *n = hand_tell (&self->hand, "count");

  return (guint) atoi (n);
}

typedef struct
{
  Fixture *fixture;
  guint    n;
} Apdus;

static gboolean
has_come_to (gpointer data)
{
  Apdus *wanted = data;

  return count_apdus (wanted->fixture) >= wanted->n;
}

/* Auxiliaries: what is shown ----------------------------------------------- */

static void
holder_shown_cb (EcpaLoginFlow *login,
                 GParamSpec    *pspec,
                 Fixture       *self)
{
  if (ecpa_login_flow_get_holder (login) != NULL)
    g_ptr_array_add (self->shown, g_strdup (ecpa_login_flow_get_holder (login)));
}

static void
forget_shown (Fixture *self)
{
  g_ptr_array_set_size (self->shown, 0);
}

/* Neither now nor at any moment since forget_shown (). */
static void
assert_not_shown (Fixture         *self,
                  const LoginCard *card)
{
  g_assert_cmpstr (ecpa_login_flow_get_holder (self->login.login), !=, card->holder);
  g_assert_cmpstr (ecpa_login_flow_get_card_number (self->login.login), !=, card->number);
  for (guint i = 0; i < self->shown->len; i++)
    g_assert_cmpstr (g_ptr_array_index (self->shown, i), !=, card->holder);
}

static void
assert_shows (Fixture         *self,
              const LoginCard *card)
{
  g_assert_cmpstr (ecpa_login_flow_get_holder (self->login.login), ==, card->holder);
  g_assert_cmpstr (ecpa_login_flow_get_card_number (self->login.login), ==, card->number);
  g_assert_null (ecpa_login_flow_get_reader_fault (self->login.login));
}

static gboolean
says_why_no_card (gpointer data)
{
  return ecpa_login_flow_get_state (data) == ECPA_LOGIN_NO_CARD && ecpa_login_flow_get_reader_fault (data) != NULL;
}

/* Auxiliaries: steps ------------------------------------------------------- */

static void
insert (Fixture         *self,
        const LoginCard *card)
{
  tell (self, "insert %s", card->id);
  login_fixture_await (&self->login, ECPA_LOGIN_READY);
  assert_shows (self, card);
}

static void
eject (Fixture *self)
{
  tell (self, "eject");
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
  g_assert_null (ecpa_login_flow_get_holder (self->login.login));
  g_assert_null (ecpa_login_flow_get_card_number (self->login.login));
}

static void
assert_person (Fixture         *self,
               const LoginCard *card)
{
  EcpaSession *session = ecpa_home_flow_get_session (self->login.home);
  g_autofree char *masked = NULL;

  g_assert_cmpstr (session->method, ==, "health-card");
  masked = ecpa_mask_name (session->person_name);
  /* The backend knows the name of whom the card does not name. */
  if (*card->holder != '\0')
    g_assert_cmpstr (masked, ==, card->holder);
}

/* The news of a swap may come after the new card has been read, and then costs the attempt that it finds; no person
 * types as quickly as this test. */
static void
sign_in_and_out (Fixture         *self,
                 const LoginCard *card)
{
  LoginFixture *login = &self->login;

  login_fixture_submit (login, card->password);
  login_fixture_await_end (login);
  if (login->home == NULL)
    {
      g_assert_cmpuint (login_fixture_fault (login), ==, ECPA_FAULT_CARD_CHANGED);
      login_fixture_await (login, ECPA_LOGIN_READY);
      assert_shows (self, card);
      login_fixture_submit (login, card->password);
    }
  login_fixture_await (login, ECPA_LOGIN_SIGNED_IN);
  assert_person (self, card);
  login_fixture_sign_out (login);
}

/* Once the card has gone: another person's works, and nothing is left of the first one's. */
static void
assert_next_insertion_works (Fixture         *self,
                             const LoginCard *gone,
                             const LoginCard *next)
{
  insert (self, next);
  g_assert_cmpuint (login_fixture_fault (&self->login), ==, ECPA_FAULT_NONE);
  sign_in_and_out (self, next);
  assert_not_shown (self, gone);
}

/* Set-up and tear-down ----------------------------------------------------- */

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();

  self->transport = transport;
  g_object_add_weak_pointer (G_OBJECT (transport), &self->transport);
  self->shown = g_ptr_array_new_with_free_func (g_free);
  hand_open (&self->hand);
  self->login.backend = ecpa_test_backend_new (NULL);
  login_fixture_begin_with (&self->login, ECPA_CARD_TRANSPORT (transport), NULL,
                            ecpa_test_backend_get_uri (self->login.backend),
                            ecpa_test_backend_get_certificate (self->login.backend));
  g_signal_connect (self->login.login, "notify::holder", G_CALLBACK (holder_shown_cb), self);
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
}

/* However a login ended, the backend keeps no session that nobody has. */
static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  ecpa_test_until (has_no_session, self);
  tell (self, "eject");
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
  hand_close (&self->hand);
  g_signal_handlers_disconnect_by_data (self->login.login, self);
  login_fixture_tear_down (&self->login, data);
  ecpa_test_assert_dies (self->transport);
  g_ptr_array_unref (self->shown);
}

static void
set_up_daemon (Fixture       *self,
               gconstpointer  data)
{
  daemon_replace (&self->daemon);
  set_up (self, data);
}

static void
tear_down_daemon (Fixture       *self,
                  gconstpointer  data)
{
  tear_down (self, data);
  daemon_clear (&self->daemon);
}

/* Tests -------------------------------------------------------------------- */

/* Every card of the tray, with its outcome. */
static void
test_tray (Fixture       *self,
           gconstpointer  data)
{
  LoginFixture *login = &self->login;

  for (guint i = 0; i < n_login_cards; i++)
    {
      const LoginCard *card = &login_cards[i];

      forget_shown (self);
      insert (self, card);
      login_fixture_submit (login, card->password);
      login_fixture_await_end (login);
      g_assert_cmpuint (login_fixture_fault (login), ==, card->outcome);
      g_assert_true ((login->home != NULL) == (card->outcome == ECPA_FAULT_NONE));
      if (login->home != NULL)
        {
          assert_person (self, card);
          g_assert_null (ecpa_home_flow_get_session (login->home)->token);
          login_fixture_sign_out (login);
        }
      eject (self);
      for (guint n = 0; n < self->shown->len; n++)
        g_assert_cmpstr (g_ptr_array_index (self->shown, n), ==, card->holder);
    }
}

/* From the card to the receipt. */
static void
test_main_job (Fixture       *self,
               gconstpointer  data)
{
  LoginFixture *login = &self->login;
  g_autoptr (EcpaOrderItem) item = NULL;
  EcpaInbox *inbox;
  guint waiting;
  int receipts = count_rows (self, "SELECT count(*) FROM receipts");

  insert (self, find_card ("ordinary"));
  login_fixture_submit (login, "Qinglin-115");
  login_fixture_await (login, ECPA_LOGIN_SIGNED_IN);
  login_fixture_agree (login);
  login_fixture_await_inbox (login);
  inbox = ecpa_home_flow_get_inbox (login->home);
  g_assert_null (ecpa_inbox_get_fault (inbox));
  waiting = ecpa_home_flow_get_unsigned_orders (login->home);
  g_assert_cmpuint (waiting, >, 0);

  item = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  ecpa_order_item_open (item);
  login_fixture_await_order (item, ECPA_ORDER_OPEN);
  g_assert_true (ecpa_order_item_can_sign (item));
  ecpa_order_item_sign (item);
  login_fixture_await_order (item, ECPA_ORDER_SIGNED);
  g_assert_nonnull (ecpa_order_item_get_signed_at (item));
  g_assert_cmpuint (ecpa_home_flow_get_unsigned_orders (login->home), ==, waiting - 1);
  g_assert_cmpint (count_rows (self, "SELECT count(*) FROM receipts"), ==, receipts + 1);

  login_fixture_sign_out (login);
  g_assert_cmpuint (ecpa_login_flow_get_state (login->login), ==, ECPA_LOGIN_READY);
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended == 1;
}

static void
await_end_of_session (Fixture       *self,
                      EcpaFaultCode  code)
{
  LoginFixture *login = &self->login;
  EcpaInbox *inbox = ecpa_home_flow_get_inbox (login->home);

  ecpa_test_until (has_ended, login);
  g_assert_nonnull (login->ended_with);
  g_assert_cmpuint (login->ended_with->code, ==, code);
  g_assert_false (ecpa_home_flow_is_active (login->home));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  g_assert_null (ecpa_home_flow_get_session (login->home)->person_name);
  login->n_ended = 0;
  g_clear_object (&login->home);
  ecpa_login_flow_reset (login->login);
  ecpa_login_flow_forget_lock (login->login);
  ecpa_test_until (has_no_session, self);
}

static void
begin_session (Fixture         *self,
               const LoginCard *card)
{
  LoginFixture *login = &self->login;

  insert (self, card);
  login->n_ended = 0;
  login_fixture_submit (login, card->password);
  login_fixture_await (login, ECPA_LOGIN_SIGNED_IN);
  login_fixture_agree (login);
  login_fixture_await_inbox (login);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (login->home))), >, 0);
  g_assert_true (has_a_session (self));
}

static void
test_pulled_while_signed_in (Fixture       *self,
                             gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");

  begin_session (self, card);
  forget_shown (self);
  tell (self, "eject");
  await_end_of_session (self, ECPA_FAULT_CARD_REMOVED);
  g_assert_cmpuint (ecpa_login_flow_get_state (self->login.login), ==, ECPA_LOGIN_NO_CARD);
  assert_next_insertion_works (self, card, find_card ("newest"));
}

/* Pulled at each APDU of the reading. */
static void
test_pulled_while_read (Fixture       *self,
                        gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");

  insert (self, card);
  g_assert_cmpuint (count_apdus (self), ==, READ_APDUS);
  for (guint i = 0; i < READ_APDUS; i++)
    {
      eject (self);
      forget_shown (self);
      tell (self, "fault remove after=%u", i);
      tell (self, "insert %s", card->id);
      ecpa_test_until (says_why_no_card, self->login.login);
      g_assert_cmpuint (ecpa_login_flow_get_reader_fault (self->login.login)->code, ==, ECPA_FAULT_CARD_REMOVED);
      assert_next_insertion_works (self, card, next);
    }
}

/* Swapped at each APDU of the reading: what is shown is one card or the other, and in the end the one that is in. */
static void
test_swapped_while_read (Fixture       *self,
                         gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");

  for (guint i = 0; i < READ_APDUS; i++)
    {
      tell (self, "fault swap card=%s after=%u", next->id, i);
      forget_shown (self);
      tell (self, "insert %s", card->id);
      login_fixture_await (&self->login, ECPA_LOGIN_READY);
      assert_shows (self, next);
      sign_in_and_out (self, next);
      assert_not_shown (self, card);
      eject (self);
    }
}

/* Pulled at each APDU of the proof; each login is the next insertion of the one before. */
static void
test_pulled_while_proving (Fixture       *self,
                           gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");
  LoginFixture *login = &self->login;
  guint n;

  insert (self, card);
  n = count_apdus (self);
  sign_in_and_out (self, card);
  g_assert_cmpuint (count_apdus (self) - n, ==, PROVE_APDUS);

  for (guint i = 0; i < PROVE_APDUS; i++)
    {
      tell (self, "fault remove after=%u", i);
      forget_shown (self);
      login_fixture_submit (login, card->password);
      login_fixture_await_end (login);
      g_assert_null (login->home);
      g_assert_cmpuint (login_fixture_fault (login), ==, ECPA_FAULT_CARD_REMOVED);
      login_fixture_await (login, ECPA_LOGIN_NO_CARD);
      g_assert_cmpuint (login_fixture_fault (login), ==, ECPA_FAULT_CARD_REMOVED);
      assert_next_insertion_works (self, card, next);
      SWAP (card, next);
    }
}

/* Another card in at each APDU of the proof, with an event or without one. It never signs for the first one's person,
 * and what is shown afterwards is never the first one. */
static void
test_swapped_while_proving (Fixture       *self,
                            gconstpointer  data)
{
  const char *how = data;
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");
  LoginFixture *login = &self->login;

  insert (self, card);
  for (guint i = 0; i < PROVE_APDUS; i++)
    {
      tell (self, "fault %s card=%s after=%u", how, next->id, i);
      forget_shown (self);
      login_fixture_submit (login, card->password);
      login_fixture_await_end (login);
      g_assert_null (login->home);
      g_assert_true (login_fixture_fault (login) == ECPA_FAULT_CARD_CHANGED
                     || (g_str_equal (how, "swap") && login_fixture_fault (login) == ECPA_FAULT_CARD_REMOVED));
      login_fixture_await (login, ECPA_LOGIN_READY);
      assert_shows (self, next);
      g_assert_cmpuint (login_fixture_fault (login), !=, ECPA_FAULT_NONE);
      sign_in_and_out (self, next);
      assert_not_shown (self, card);
      SWAP (card, next);
    }
}

/* Swapped between reading and password, more quickly than pcscd looks. The first person's password does nothing. */
static void
test_swapped_between (Fixture       *self,
                      gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");
  LoginFixture *login = &self->login;

  insert (self, card);
  for (guint i = 0; i < 4; i++)
    {
      ecpa_test_settle (i * 90);
      forget_shown (self);
      tell (self, "insert %s", next->id);
      login_fixture_submit (login, card->password);
      login_fixture_await_end (login);
      g_assert_null (login->home);
      g_assert_true (login_fixture_fault (login) == ECPA_FAULT_CARD_CHANGED
                     || login_fixture_fault (login) == ECPA_FAULT_CARD_REMOVED);
      login_fixture_await (login, ECPA_LOGIN_READY);
      assert_shows (self, next);
      sign_in_and_out (self, next);
      assert_not_shown (self, card);
      SWAP (card, next);
    }
}

/* Pulled when the card has done its part: the proof is on its way, and the session that it opens is closed again. */
static void
test_pulled_after_proof (Fixture       *self,
                         gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  LoginFixture *login = &self->login;
  Apdus all = { self, 0 };

  insert (self, card);
  all.n = count_apdus (self) + PROVE_APDUS;
  forget_shown (self);
  tell (self, "fault delay after=%u ms=%u", PROVE_APDUS - 1, LAST_APDU_MS);
  login_fixture_submit (login, card->password);
  ecpa_test_until (has_come_to, &all);
  ecpa_test_backend_pause (login->backend);
  ecpa_test_settle (LAST_APDU_MS + 300);
  g_assert_cmpuint (ecpa_login_flow_get_state (login->login), ==, ECPA_LOGIN_SIGNING_IN);

  tell (self, "eject");
  login_fixture_await_end (login);
  g_assert_null (login->home);
  g_assert_cmpuint (login_fixture_fault (login), ==, ECPA_FAULT_CARD_REMOVED);
  g_assert_cmpuint (ecpa_login_flow_get_state (login->login), ==, ECPA_LOGIN_NO_CARD);
  ecpa_test_backend_resume (login->backend);
  assert_next_insertion_works (self, card, find_card ("newest"));
}

/* The daemon ---------------------------------------------------------------- */

static gboolean
says_down (gpointer data)
{
  EcpaFault *fault = ecpa_login_flow_get_reader_fault (data);

  return fault != NULL && fault->code == ECPA_FAULT_READER_SERVICE_DOWN;
}

static void
assert_service_lost (Fixture *self)
{
  login_fixture_await (&self->login, ECPA_LOGIN_NO_SERVICE);
  ecpa_test_until (says_down, self->login.login);
  g_assert_null (ecpa_login_flow_get_holder (self->login.login));
  g_assert_null (self->login.home);
}

/* Nobody has to do anything but put the card in again. */
static void
restart_daemon (Fixture *self)
{
  daemon_start (&self->daemon);
  login_fixture_await (&self->login, ECPA_LOGIN_NO_CARD);
}

/* Killed while the card is busy with an APDU of reading or proof. */
static void
test_killed_in_apdu (Fixture       *self,
                     gconstpointer  data)
{
  static const guint moments[] = { 1, APDUS_BEFORE_BACKEND, PROVE_APDUS };
  const LoginCard *card = find_card ("ordinary");
  const LoginCard *next = find_card ("newest");
  Apdus wanted = { self, READ_APDUS };

  tell (self, "fault delay after=%u ms=60000", READ_APDUS - 1);
  tell (self, "insert %s", card->id);
  ecpa_test_until (has_come_to, &wanted);
  daemon_end (&self->daemon, SIGKILL);
  assert_service_lost (self);
  restart_daemon (self);
  assert_next_insertion_works (self, card, next);

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      SWAP (card, next);
      wanted.n = count_apdus (self) + moments[i];
      tell (self, "fault delay after=%u ms=60000", moments[i] - 1);
      forget_shown (self);
      login_fixture_submit (&self->login, card->password);
      ecpa_test_until (has_come_to, &wanted);
      daemon_end (&self->daemon, SIGKILL);
      login_fixture_await_end (&self->login);
      g_assert_cmpuint (login_fixture_fault (&self->login), ==, ECPA_FAULT_READER_NO_SERVICE);
      assert_service_lost (self);
      restart_daemon (self);
      assert_next_insertion_works (self, card, next);
    }
}

/* Killed, and back, while the backend is asked for its challenge. */
static void
test_killed_at_backend (Fixture       *self,
                        gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");
  LoginFixture *login = &self->login;
  Apdus wanted = { self, READ_APDUS + APDUS_BEFORE_BACKEND };

  insert (self, card);
  forget_shown (self);
  ecpa_test_backend_pause (login->backend);
  login_fixture_submit (login, card->password);
  ecpa_test_until (has_come_to, &wanted);
  daemon_end (&self->daemon, SIGKILL);
  login_fixture_await_end (login);
  g_assert_cmpuint (login_fixture_fault (login), ==, ECPA_FAULT_READER_NO_SERVICE);
  assert_service_lost (self);

  restart_daemon (self);
  ecpa_test_backend_resume (login->backend);
  assert_next_insertion_works (self, card, find_card ("newest"));
}

static void
test_killed_while_signed_in (Fixture       *self,
                             gconstpointer  data)
{
  const LoginCard *card = find_card ("ordinary");

  begin_session (self, card);
  forget_shown (self);
  daemon_end (&self->daemon, SIGKILL);
  await_end_of_session (self, ECPA_FAULT_READER_NO_SERVICE);
  assert_service_lost (self);
  restart_daemon (self);
  assert_next_insertion_works (self, card, find_card ("newest"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  hand_program = argv[1];
  ecpa_thread_mark_main ();

#define ADD(path, data, func) g_test_add ("/pcscd/login/" path, Fixture, data, set_up, func, tear_down)
  ADD ("tray", NULL, test_tray);
  ADD ("main-job", NULL, test_main_job);
  ADD ("pulled-while-signed-in", NULL, test_pulled_while_signed_in);
  ADD ("pulled-while-read", NULL, test_pulled_while_read);
  ADD ("swapped-while-read", NULL, test_swapped_while_read);
  ADD ("pulled-while-proving", NULL, test_pulled_while_proving);
  ADD ("swapped-while-proving", "swap", test_swapped_while_proving);
  ADD ("swapped-silently-while-proving", "silent-swap", test_swapped_while_proving);
  ADD ("swapped-between", NULL, test_swapped_between);
  ADD ("pulled-after-proof", NULL, test_pulled_after_proof);

  /* Last: the daemon of before is gone then. */
#define ADD_DAEMON(path, func) \
  g_test_add ("/pcscd/login/" path, Fixture, NULL, set_up_daemon, func, tear_down_daemon)
  if (daemon_is_allowed ())
    {
      ADD_DAEMON ("killed-in-apdu", test_killed_in_apdu);
      ADD_DAEMON ("killed-at-backend", test_killed_at_backend);
      ADD_DAEMON ("killed-while-signed-in", test_killed_while_signed_in);
    }

  return ecpa_test_run ();
}
