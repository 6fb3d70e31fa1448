/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-thread.h"
#include "login-fixture.h"

/* Nothing that the person sees, and nothing that is done, may come from a card that is gone. */

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_settled (gpointer data)
{
  EcpaLoginState state = ecpa_login_flow_get_state (data);

  return state != ECPA_LOGIN_READING && state != ECPA_LOGIN_SIGNING_IN;
}

static gboolean
says_why_no_card (gpointer data)
{
  return ecpa_login_flow_get_state (data) == ECPA_LOGIN_NO_CARD && ecpa_login_flow_get_reader_fault (data) != NULL;
}

static void
set_fault (LoginFixture      *fixture,
           EcpaCardFaultKind  kind,
           guint              after,
           const char        *card_id)
{
  EcpaCardFault fault = { .kind = kind, .after_n_apdus = after, .card_id = card_id };

  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
}

static void
assert_nothing_stale (LoginFixture *fixture)
{
  if (ecpa_login_flow_get_state (fixture->login) == ECPA_LOGIN_READY)
    return;
  g_assert_null (ecpa_login_flow_get_holder (fixture->login));
  g_assert_null (ecpa_login_flow_get_card_number (fixture->login));
}

/* The next insertion works: another person's card, with their name and none of the last one's. */
static void
assert_next_insertion_works (LoginFixture *fixture)
{
  ecpa_simulator_set_fault (fixture->simulator, 0, NULL);
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  assert_nothing_stale (fixture);
  login_fixture_put (fixture, "newest");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "陳○○");
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_NONE);
  g_assert_null (ecpa_login_flow_get_reader_fault (fixture->login));
  login_fixture_submit (fixture, "Jianhong*88");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  login_fixture_sign_out (fixture);
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
}

static guint
count_apdus_of_read (LoginFixture *fixture)
{
  guint before = ecpa_simulator_get_n_apdus (fixture->simulator, 0);
  guint n;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  n = ecpa_simulator_get_n_apdus (fixture->simulator, 0) - before;
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  g_assert_cmpuint (n, >, 0);

  return n;
}

static guint
count_apdus_of_proof (LoginFixture *fixture)
{
  guint before;
  guint n;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  before = ecpa_simulator_get_n_apdus (fixture->simulator, 0);
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  n = ecpa_simulator_get_n_apdus (fixture->simulator, 0) - before;
  login_fixture_sign_out (fixture);
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  g_assert_cmpuint (n, >, 0);

  return n;
}

/* Tests -------------------------------------------------------------------- */

static void
test_pulled_while_read (LoginFixture  *fixture,
                        gconstpointer  data)
{
  guint n = count_apdus_of_read (fixture);

  for (guint i = 0; i < n; i++)
    {
      set_fault (fixture, ECPA_CARD_FAULT_REMOVE, i, NULL);
      login_fixture_put (fixture, "ordinary");
      ecpa_test_until (says_why_no_card, fixture->login);
      assert_nothing_stale (fixture);
      g_assert_cmpuint (ecpa_login_flow_get_reader_fault (fixture->login)->code, ==, ECPA_FAULT_CARD_REMOVED);
      assert_next_insertion_works (fixture);
    }
}

static void
test_pulled_while_proving (LoginFixture  *fixture,
                           gconstpointer  data)
{
  guint n = count_apdus_of_proof (fixture);

  g_test_message ("%u APDUs", n);
  for (guint i = 0; i < n; i++)
    {
      login_fixture_put (fixture, "ordinary");
      login_fixture_await (fixture, ECPA_LOGIN_READY);
      set_fault (fixture, ECPA_CARD_FAULT_REMOVE, i, NULL);
      login_fixture_submit (fixture, "Qinglin-115");
      login_fixture_await_end (fixture);
      login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
      g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_CARD_REMOVED);
      g_assert_null (fixture->home);
      assert_nothing_stale (fixture);
      assert_next_insertion_works (fixture);
    }
}

/* Answers of no bytes, noise and failed transmits: the card is still there, and the person hears what happened. */
static void
test_bad_answers (LoginFixture  *fixture,
                  gconstpointer  data)
{
  static const EcpaCardFaultKind kinds[] = { ECPA_CARD_FAULT_EMPTY_ANSWER, ECPA_CARD_FAULT_GARBAGE,
                                             ECPA_CARD_FAULT_TRANSMIT_ERROR };
  guint n = count_apdus_of_proof (fixture);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < n; i++)
      {
        login_fixture_put (fixture, "ordinary");
        login_fixture_await (fixture, ECPA_LOGIN_READY);
        set_fault (fixture, kinds[k], i, NULL);
        login_fixture_submit (fixture, "Qinglin-115");
        login_fixture_await_end (fixture);
        if (fixture->home != NULL)
          login_fixture_sign_out (fixture);       /* what a cold card may do once does no harm */
        else
          g_assert_true (login_fixture_fault (fixture) == ECPA_FAULT_CARD_REMOVED
                         || login_fixture_fault (fixture) == ECPA_FAULT_CARD_BAD_ANSWER
                         || login_fixture_fault (fixture) == ECPA_FAULT_CARD_COMMUNICATION);
        ecpa_test_until (is_settled, fixture->login);
        assert_nothing_stale (fixture);
        login_fixture_await (fixture, ECPA_LOGIN_READY);
        g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "林○○");
        ecpa_simulator_set_fault (fixture->simulator, 0, NULL);
        login_fixture_take (fixture);
        login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
      }
}

/* The news of the swap may come after the new card has been read, and then costs the attempt that it finds; no person
 * types as quickly as this test. */
static void
sign_in_at_last (LoginFixture *fixture,
                 const char   *password)
{
  login_fixture_submit (fixture, password);
  login_fixture_await_end (fixture);
  if (fixture->home == NULL)
    {
      g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_CARD_CHANGED);
      login_fixture_await (fixture, ECPA_LOGIN_READY);
      login_fixture_submit (fixture, password);
    }
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
}

/* Another card is in before anybody looks, with or without an event. It never signs for the first one's person. */
static void
test_swapped_while_proving (LoginFixture  *fixture,
                            gconstpointer  data)
{
  EcpaCardFaultKind kind = (EcpaCardFaultKind) GPOINTER_TO_INT (data);
  guint n = count_apdus_of_proof (fixture);

  for (guint i = 0; i < n; i++)
    {
      login_fixture_put (fixture, "ordinary");
      login_fixture_await (fixture, ECPA_LOGIN_READY);
      set_fault (fixture, kind, i, "newest");
      login_fixture_submit (fixture, "Qinglin-115");
      login_fixture_await_end (fixture);
      g_assert_null (fixture->home);
      g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), !=, "林○○");
      g_assert_true (login_fixture_fault (fixture) == ECPA_FAULT_CARD_REMOVED
                     || login_fixture_fault (fixture) == ECPA_FAULT_CARD_CHANGED
                     || login_fixture_fault (fixture) == ECPA_FAULT_CARD_COMMUNICATION);
      login_fixture_await (fixture, ECPA_LOGIN_READY);
      g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "陳○○");
      g_assert_cmpuint (login_fixture_fault (fixture), !=, ECPA_FAULT_NONE);
      sign_in_at_last (fixture, "Jianhong*88");
      g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->person_name, ==, "陳建宏");
      login_fixture_sign_out (fixture);
      login_fixture_take (fixture);
      login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
    }
}

/* Between the reading and the proof, with the desk's own hands. */
static void
test_swapped_between (LoginFixture  *fixture,
                      gconstpointer  data)
{
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  login_fixture_take (fixture);
  login_fixture_put (fixture, "newest");
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await_end (fixture);
  g_assert_null (fixture->home);
  g_assert_true (login_fixture_fault (fixture) == ECPA_FAULT_CARD_CHANGED
                 || login_fixture_fault (fixture) == ECPA_FAULT_CARD_REMOVED);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "陳○○");
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended == 1;
}

static void
test_pulled_while_signed_in (LoginFixture  *fixture,
                             gconstpointer  data)
{
  EcpaInbox *inbox;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  inbox = ecpa_home_flow_get_inbox (fixture->home);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), >, 0);

  login_fixture_take (fixture);
  ecpa_test_until (has_ended, fixture);
  g_assert_nonnull (fixture->ended_with);
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_CARD_REMOVED);
  g_assert_false (ecpa_home_flow_is_active (fixture->home));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  g_assert_null (ecpa_home_flow_get_session (fixture->home)->person_name);
  g_assert_cmpstr (ecpa_login_flow_get_locked_holder (fixture->login), ==, "林○○");
  ecpa_login_flow_reset (fixture->login);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_NO_CARD);
}

static EcpaOrderItem *
open_an_order (LoginFixture *fixture)
{
  EcpaOrderItem *item;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  login_fixture_agree (fixture);
  login_fixture_await_inbox (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (ecpa_home_flow_get_inbox (fixture->home)), 0);
  ecpa_order_item_open (item);
  login_fixture_await_order (item, ECPA_ORDER_OPEN);
  g_assert_true (ecpa_order_item_can_sign (item));

  return item;
}

/* A swap that no event tells of: nothing is signed for with another's card in the reader, and looking up ends it. */
static void
test_swapped_while_signed_in (LoginFixture  *fixture,
                              gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) item = open_an_order (fixture);

  set_fault (fixture, ECPA_CARD_FAULT_SILENT_SWAP, 0, "newest");
  if (g_strcmp0 (data, "sign") == 0)
    ecpa_order_item_sign (item);
  else
    ecpa_login_flow_retry (fixture->login);
  ecpa_test_until (has_ended, fixture);
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_CARD_REMOVED);
  g_assert_null (ecpa_order_item_get_signed_at (item));
  g_clear_object (&fixture->home);
  g_clear_object (&item);

  ecpa_login_flow_reset (fixture->login);
  ecpa_login_flow_forget_lock (fixture->login);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "陳○○");

  /* Nothing was signed for */
  fixture->n_ended = 0;
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  item = open_an_order (fixture);
  g_assert_null (ecpa_order_item_get_signed_at (item));
}

static void
count_cb (EcpaLoginFlow *login,
          GParamSpec    *pspec,
          guint         *n)
{
  (*n)++;
}

static gboolean
shows_newest (gpointer data)
{
  return g_strcmp0 (ecpa_login_flow_get_holder (data), "陳○○") == 0;
}

typedef struct
{
  EcpaSimulator *simulator;
  guint          n;
} Apdus;

static gboolean
has_apdus (gpointer data)
{
  Apdus *wanted = data;

  return ecpa_simulator_get_n_apdus (wanted->simulator, 0) >= wanted->n;
}

/* The look that the window takes when it becomes active is not seen, and costs two APDUs; so does the one before 簽收. */
static void
test_check_is_cheap (LoginFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) item = NULL;
  Apdus wanted = { fixture->simulator, 0 };
  guint n_changes = 0;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  ecpa_test_settle (50);
  wanted.n = ecpa_simulator_get_n_apdus (fixture->simulator, 0) + 2;
  g_signal_connect (fixture->login, "notify::state", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect (fixture->login, "notify::holder", G_CALLBACK (count_cb), &n_changes);
  ecpa_login_flow_retry (fixture->login);
  ecpa_test_until (has_apdus, &wanted);
  ecpa_test_settle (50);
  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, wanted.n);
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (fixture->login, &n_changes);

  set_fault (fixture, ECPA_CARD_FAULT_SILENT_SWAP, 0, "newest");
  ecpa_login_flow_retry (fixture->login);
  ecpa_test_until (shows_newest, fixture->login);
  login_fixture_take (fixture);
  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);

  item = open_an_order (fixture);
  wanted.n = ecpa_simulator_get_n_apdus (fixture->simulator, 0) + 2;
  ecpa_order_item_sign (item);
  login_fixture_await_order (item, ECPA_ORDER_SIGNED);
  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, wanted.n);
}

/* A second card in the other reader does not push the first one aside, and serves when that one goes. */
static void
test_two_readers (LoginFixture  *fixture,
                  gconstpointer  data)
{
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  ecpa_test_settle (100);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "林○○");
  login_fixture_submit (fixture, "Qinglin-115");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);

  ecpa_simulator_take (fixture->simulator, 1);
  ecpa_test_settle (100);
  g_assert_cmpuint (fixture->n_ended, ==, 0);
  login_fixture_take (fixture);
  ecpa_test_until (has_ended, fixture);
}

/* L8: the pick, the choice and the list ------------------------------------ */

static EcpaReaderItem *
peek_reader (LoginFixture *fixture,
             guint         i)
{
  g_autoptr (EcpaReaderItem) item = g_list_model_get_item (ecpa_login_flow_get_readers (fixture->login), i);

  g_assert_nonnull (item);

  return item;
}

typedef struct
{
  EcpaLoginFlow *login;
  const char    *reader;
  const char    *holder;        /* NULL: none */
  gboolean       automatic;
} Picked;

static gboolean
is_picked (gpointer data)
{
  Picked *picked = data;

  return g_strcmp0 (ecpa_login_flow_get_reader_name (picked->login), picked->reader) == 0
         && g_strcmp0 (ecpa_login_flow_get_holder (picked->login), picked->holder) == 0
         && ecpa_login_flow_is_picked_automatically (picked->login) == picked->automatic;
}

static void
await_pick (LoginFixture *fixture,
            guint         reader,
            const char   *holder,
            gboolean      automatic)
{
  Picked picked = { fixture->login, ecpa_reader_item_get_name (peek_reader (fixture, reader)), holder, automatic };

  ecpa_test_until (is_picked, &picked);
  g_assert_true (ecpa_reader_item_is_chosen (peek_reader (fixture, reader)));
  g_assert_false (ecpa_reader_item_is_chosen (peek_reader (fixture, 1 - reader)));
}

static void
choose (LoginFixture *fixture,
        guint         reader)
{
  ecpa_login_flow_choose_reader (fixture->login, ecpa_reader_item_get_name (peek_reader (fixture, reader)));
}

/* The wrong card in the right reader: what fits is picked, the person may want it otherwise, and may change their mind. */
static void
test_picks_what_fits (LoginFixture  *fixture,
                      gconstpointer  data)
{
  EcpaCardFault mute = { .kind = ECPA_CARD_FAULT_MUTE, .forever = TRUE };

  login_fixture_await (fixture, ECPA_LOGIN_NO_CARD);
  g_assert_cmpuint (g_list_model_get_n_items (ecpa_login_flow_get_readers (fixture->login)), ==, 2);
  ecpa_simulator_set_fault (fixture->simulator, 0, &mute);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_UNUSABLE);
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  await_pick (fixture, 1, "陳○○", TRUE);
  g_assert_cmpuint (ecpa_reader_item_get_state (peek_reader (fixture, 0)), ==, ECPA_CARD_VIEW_UNUSABLE);
  g_assert_cmpuint (ecpa_reader_item_get_fault (peek_reader (fixture, 0))->code, ==, ECPA_FAULT_CARD_MUTE);

  choose (fixture, 0);
  await_pick (fixture, 0, NULL, FALSE);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_UNUSABLE);
  g_assert_cmpstr (ecpa_reader_item_get_holder (peek_reader (fixture, 1)), ==, "陳○○");

  ecpa_login_flow_choose_reader (fixture->login, NULL);
  await_pick (fixture, 1, "陳○○", TRUE);
}

/* A choice holds until its card goes; one of an empty reader takes the first card that comes. */
static void
test_choice_holds (LoginFixture  *fixture,
                   gconstpointer  data)
{
  EcpaReaderItem *first;

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  first = peek_reader (fixture, 0);
  choose (fixture, 1);
  await_pick (fixture, 1, NULL, FALSE);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_NO_CARD);

  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  await_pick (fixture, 1, "陳○○", FALSE);
  ecpa_simulator_take (fixture->simulator, 1);
  await_pick (fixture, 0, "林○○", TRUE);
  g_assert_true (first == peek_reader (fixture, 0));

  /* A reader that there is not */
  ecpa_login_flow_choose_reader (fixture->login, "Nothing of that name");
  ecpa_test_settle (50);
  await_pick (fixture, 0, "林○○", TRUE);

  /* The service goes, and the choice with it */
  choose (fixture, 1);
  await_pick (fixture, 1, NULL, FALSE);
  ecpa_simulator_set_service (fixture->simulator, FALSE);
  login_fixture_await (fixture, ECPA_LOGIN_NO_SERVICE);
  g_assert_cmpuint (g_list_model_get_n_items (ecpa_login_flow_get_readers (fixture->login)), ==, 0);
  g_assert_true (ecpa_login_flow_is_picked_automatically (fixture->login));
  ecpa_simulator_set_service (fixture->simulator, TRUE);
  ecpa_login_flow_retry (fixture->login);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  await_pick (fixture, 0, "林○○", TRUE);
}

/* Whatever the person or another reader does, an attempt goes on with the card that it began with. */
static void
test_pick_stays (LoginFixture  *fixture,
                 gconstpointer  data)
{
  EcpaCardFault slow = { .kind = ECPA_CARD_FAULT_DELAY, .delay_ms = 150, .forever = TRUE };

  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  ecpa_test_settle (50);
  ecpa_simulator_set_fault (fixture->simulator, 0, &slow);
  login_fixture_submit (fixture, "Qinglin-115");
  choose (fixture, 1);
  ecpa_card_service_choose (ecpa_services_get_card (fixture->services),
                            ecpa_reader_item_get_name (peek_reader (fixture, 1)));
  ecpa_test_settle (100);
  g_assert_cmpuint (ecpa_login_flow_get_state (fixture->login), ==, ECPA_LOGIN_SIGNING_IN);
  g_assert_true (ecpa_reader_item_is_chosen (peek_reader (fixture, 0)));
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->person_name, ==, "林曉青");
}

/* Chosen, it is the other reader's person who signs in. */
static void
test_chosen_signs_in (LoginFixture  *fixture,
                      gconstpointer  data)
{
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  choose (fixture, 1);
  await_pick (fixture, 1, "陳○○", FALSE);
  login_fixture_submit (fixture, "Jianhong*88");
  login_fixture_await (fixture, ECPA_LOGIN_SIGNED_IN);
  g_assert_cmpstr (ecpa_home_flow_get_session (fixture->home)->person_name, ==, "陳建宏");
}

/* Readers that come and go while somebody looks; a card may be in them. */
static void
test_plugged (LoginFixture  *fixture,
              gconstpointer  data)
{
  GListModel *readers = ecpa_login_flow_get_readers (fixture->login);
  Picked second = { fixture->login, ecpa_simulator_get_reader (fixture->simulator, 1), "陳○○", TRUE };

  login_fixture_put (fixture, "ordinary");
  g_assert_true (ecpa_simulator_put (fixture->simulator, "newest", 1));
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  choose (fixture, 0);
  await_pick (fixture, 0, "林○○", FALSE);

  ecpa_simulator_plug (fixture->simulator, 0, FALSE);
  ecpa_test_until (is_picked, &second);
  g_assert_cmpuint (g_list_model_get_n_items (readers), ==, 1);
  ecpa_simulator_plug (fixture->simulator, 1, FALSE);
  login_fixture_await (fixture, ECPA_LOGIN_NO_READER);
  g_assert_cmpuint (g_list_model_get_n_items (readers), ==, 0);
  assert_nothing_stale (fixture);

  ecpa_simulator_plug (fixture->simulator, 0, TRUE);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_cmpstr (ecpa_login_flow_get_holder (fixture->login), ==, "林○○");

  /* Pulled in the middle of an attempt */
  set_fault (fixture, ECPA_CARD_FAULT_DELAY, 0, NULL);
  login_fixture_submit (fixture, "Qinglin-115");
  ecpa_simulator_plug (fixture->simulator, 0, FALSE);
  login_fixture_await_end (fixture);
  g_assert_cmpuint (login_fixture_fault (fixture), ==, ECPA_FAULT_READER_GONE);
  login_fixture_await (fixture, ECPA_LOGIN_NO_READER);
}

static void
test_service_gone (LoginFixture  *fixture,
                   gconstpointer  data)
{
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  ecpa_simulator_set_service (fixture->simulator, FALSE);
  login_fixture_await (fixture, ECPA_LOGIN_NO_SERVICE);
  g_assert_cmpuint (ecpa_login_flow_get_reader_fault (fixture->login)->code, ==, ECPA_FAULT_READER_NO_SERVICE);
  assert_nothing_stale (fixture);

  ecpa_simulator_set_service (fixture->simulator, TRUE);
  ecpa_login_flow_retry (fixture->login);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
  g_assert_null (ecpa_login_flow_get_reader_fault (fixture->login));
}

static void
test_in_use (LoginFixture  *fixture,
             gconstpointer  data)
{
  EcpaCardFault fault = { .kind = ECPA_CARD_FAULT_IN_USE, .forever = TRUE };

  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  login_fixture_put (fixture, "ordinary");
  login_fixture_await (fixture, ECPA_LOGIN_UNUSABLE);
  g_assert_cmpuint (ecpa_login_flow_get_reader_fault (fixture->login)->code, ==, ECPA_FAULT_CARD_IN_USE);
  ecpa_simulator_set_fault (fixture->simulator, 0, NULL);
  login_fixture_await (fixture, ECPA_LOGIN_READY);
}

#define ADD(path, func, data) \
  g_test_add ("/flow/card-events/" path, LoginFixture, data, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("pulled-while-read", test_pulled_while_read, NULL);
  ADD ("pulled-while-proving", test_pulled_while_proving, NULL);
  ADD ("bad-answers", test_bad_answers, NULL);
  ADD ("swapped-while-proving", test_swapped_while_proving, GINT_TO_POINTER (ECPA_CARD_FAULT_SWAP));
  ADD ("swapped-silently-while-proving", test_swapped_while_proving, GINT_TO_POINTER (ECPA_CARD_FAULT_SILENT_SWAP));
  ADD ("swapped-between", test_swapped_between, NULL);
  ADD ("pulled-while-signed-in", test_pulled_while_signed_in, NULL);
  ADD ("swapped-while-signed-in/sign", test_swapped_while_signed_in, "sign");
  ADD ("swapped-while-signed-in/look", test_swapped_while_signed_in, "look");
  ADD ("check-is-cheap", test_check_is_cheap, NULL);
  ADD ("two-readers", test_two_readers, NULL);
  ADD ("picks-what-fits", test_picks_what_fits, NULL);
  ADD ("choice-holds", test_choice_holds, NULL);
  ADD ("pick-stays", test_pick_stays, NULL);
  ADD ("chosen-signs-in", test_chosen_signs_in, NULL);
  ADD ("plugged", test_plugged, NULL);
  ADD ("service-gone", test_service_gone, NULL);
  ADD ("in-use", test_in_use, NULL);

  return ecpa_test_run ();
}
