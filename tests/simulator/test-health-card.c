/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-double.h"
#include "ecpa-national-id.h"
#include "ecpa-simulator.h"

/* How many APDUs a read and a proof take: SELECT and GET DATA; and then the id, the challenge, the signature and
 * GET DATA once more. */
#define READ_APDUS 2
#define PROVE_APDUS 6

typedef struct
{
  EcpaSimulator     *simulator;
  EcpaCardTransport *transport; /* borrowed: the same */
  const char        *reader;
  GPtrArray         *profiles;
  BackendDouble      backend;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  fixture->profiles = ecpa_card_profiles_load (&error);
  g_assert_no_error (error);
  fixture->transport = ECPA_CARD_TRANSPORT (fixture->simulator);
  fixture->reader = ecpa_simulator_get_reader (fixture->simulator, 0);
  fixture->backend.profiles = fixture->profiles;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer simulator = fixture->simulator;

  g_object_add_weak_pointer (G_OBJECT (fixture->simulator), &simulator);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->simulator);
  g_assert_null (simulator);
  g_ptr_array_unref (fixture->profiles);
  backend_double_clear (&fixture->backend);
}

static EcpaHealthCard *
insert_and_read (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GError) error = NULL;
  EcpaHealthCard *card;

  g_assert_true (ecpa_simulator_put (fixture->simulator, id, 0));
  card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (card);
  assert_same_person (card, find_profile (fixture->profiles, id));

  return card;
}

static EcpaCardProof *
prove (Fixture         *fixture,
       EcpaHealthCard  *expected,
       GError         **error)
{
  return ecpa_health_card_prove (fixture->transport, fixture->reader, expected, backend_double_fetch,
                                 &fixture->backend, NULL, error);
}

/* Whatever went wrong before: the card that is put in next is read and proves itself. */
static void
assert_recovers (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;

  ecpa_simulator_set_fault (fixture->simulator, 0, NULL);
  ecpa_simulator_take (fixture->simulator, 0);
  card = insert_and_read (fixture, id);
  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_true (backend_double_accept (&fixture->backend, proof) == find_profile (fixture->profiles, id));
}

/* Tests -------------------------------------------------------------------- */

/* What a reader sees of each card of the tray; a card without a row fails the test. */
static const struct
{
  const char        *id;
  int                error; /* EcpaCardError, or -1 where it is read and proves itself */
  const char        *name;
  gboolean           complete;
  EcpaTrainingGroup  group;
} tray[] = {
  { "ordinary", -1, "林曉青", TRUE, ECPA_TRAINING_WORKS },
  { "newest", -1, "陳建宏", TRUE, ECPA_TRAINING_WORKS },
  { "rare-name", -1, "黃〓玲", FALSE, ECPA_TRAINING_WORKS },
  { "not-registered", -1, "吳美惠", TRUE, ECPA_TRAINING_PROBLEM },
  { "no-account", -1, "張志豪", TRUE, ECPA_TRAINING_PROBLEM },
  { "foreign", -1, "NGUYEN THI THANH HUO", TRUE, ECPA_TRAINING_WORKS },
  { "empty-name", -1, "", TRUE, ECPA_TRAINING_WORKS },
  { "space-padded", -1, "周志偉", TRUE, ECPA_TRAINING_WORKS },
  { "retired", -1, "李國棟", TRUE, ECPA_TRAINING_WORKS },
  { "slow", -1, "楊俊雄", TRUE, ECPA_TRAINING_WORKS },
  { "not-verified", -1, "蔡雅雯", TRUE, ECPA_TRAINING_PROBLEM },
  { "stopped", -1, "許文傑", TRUE, ECPA_TRAINING_PROBLEM },
  { "cancelled", -1, "鄭淑芬", TRUE, ECPA_TRAINING_PROBLEM },
  { "other-kind", ECPA_CARD_ERROR_NOT_HEALTH_CARD, NULL, FALSE, ECPA_TRAINING_OTHER_CARD },
  { "mute", ECPA_CARD_ERROR_MUTE, NULL, FALSE, ECPA_TRAINING_SILENT_CARD },
};

static void
check_tray_row (Fixture *fixture,
                guint    row)
{
  EcpaCardProfile *profile = g_ptr_array_index (fixture->profiles, row);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;

  g_test_message ("%s", tray[row].id);
  g_assert_cmpstr (profile->id, ==, tray[row].id);
  g_assert_cmpint (profile->group, ==, tray[row].group);
  ecpa_simulator_put (fixture->simulator, profile->id, 0);
  card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 2 * profile->delay_ms * G_TIME_SPAN_MILLISECOND);
  if (tray[row].error >= 0)
    {
      g_assert_error (error, ECPA_CARD_ERROR, tray[row].error);
      return;
    }

  g_assert_no_error (error);
  assert_same_person (card, profile);
  g_assert_cmpstr (card->name, ==, tray[row].name);
  g_assert_true (card->name_complete == tray[row].complete);
  g_assert_true (ecpa_national_id_is_valid (card->national_id));
  if (profile->delay_ms > 0)
    return; /* its proof takes four seconds and is like any other */

  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_true (backend_double_accept (&fixture->backend, proof) == profile);
}

static void
test_every_card (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_cmpuint (fixture->profiles->len, ==, G_N_ELEMENTS (tray));
  for (guint i = 0; i < G_N_ELEMENTS (tray); i++)
    check_tray_row (fixture, i);
}

static void
test_n_apdus (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = insert_and_read (fixture, "ordinary");
  g_autoptr (EcpaCardProof) proof = NULL;

  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, READ_APDUS);
  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, READ_APDUS + PROVE_APDUS);
}

/* What one fault at one APDU has to come to: @code, or -1 for a success that must tell the truth. */
typedef struct
{
  const char    *name;
  EcpaCardFaultKind  kind;
  gboolean       forever;
  int            read[READ_APDUS];
  int            prove[PROVE_APDUS];
} Row;

#define OK -1
#define REMOVED ECPA_CARD_ERROR_REMOVED
#define CHANGED ECPA_CARD_ERROR_CHANGED
#define BAD ECPA_CARD_ERROR_BAD_ANSWER
#define COMM ECPA_CARD_ERROR_COMMUNICATION

/* A bad status to SELECT is ignored, and what fails once before the backend was asked is tried once more. */
static const Row matrix[] = {
  { "pulled", ECPA_CARD_FAULT_REMOVE, FALSE, { REMOVED, REMOVED },
    { REMOVED, REMOVED, REMOVED, REMOVED, REMOVED, REMOVED } },
  { "empty", ECPA_CARD_FAULT_EMPTY_ANSWER, FALSE, { REMOVED, REMOVED },
    { REMOVED, REMOVED, REMOVED, REMOVED, REMOVED, REMOVED } },
  { "garbage", ECPA_CARD_FAULT_GARBAGE, FALSE, { OK, OK }, { OK, OK, BAD, BAD, BAD, BAD } },
  { "garbage-forever", ECPA_CARD_FAULT_GARBAGE, TRUE, { BAD, BAD }, { BAD, BAD, BAD, BAD, BAD, BAD } },
  { "failure", ECPA_CARD_FAULT_TRANSMIT_ERROR, FALSE, { OK, OK }, { OK, OK, COMM, COMM, COMM, COMM } },
  { "failure-forever", ECPA_CARD_FAULT_TRANSMIT_ERROR, TRUE, { COMM, COMM },
    { COMM, COMM, COMM, COMM, COMM, COMM } },
  { "swapped", ECPA_CARD_FAULT_SWAP, FALSE, { REMOVED, REMOVED },
    { REMOVED, REMOVED, REMOVED, REMOVED, REMOVED, REMOVED } },
  { "swapped-silently", ECPA_CARD_FAULT_SILENT_SWAP, FALSE, { OK, OK },
    { CHANGED, CHANGED, CHANGED, CHANGED, CHANGED, CHANGED } },
};

static void
assert_outcome (const GError *error,
                gboolean      succeeded,
                int           code)
{
  g_assert_true (succeeded == (code == OK));
  if (code == OK)
    g_assert_no_error (error);
  else
    g_assert_error (error, ECPA_CARD_ERROR, code);
}

static void
check_read (Fixture    *fixture,
            const Row  *row,
            guint       apdu,
            const char *before,
            const char *after)
{
  EcpaCardFault fault = { row->kind, apdu, row->forever, 0, after };
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;

  g_test_message ("read, %s at APDU %u, %s and %s", row->name, apdu, before, after);
  ecpa_simulator_take (fixture->simulator, 0);
  ecpa_simulator_put (fixture->simulator, before, 0);
  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);
  assert_outcome (error, card != NULL, row->read[apdu]);
  if (card != NULL)
    assert_same_person (card, find_profile (fixture->profiles,
                                            row->kind == ECPA_CARD_FAULT_SILENT_SWAP ? after : before));
}

static void
check_prove (Fixture    *fixture,
             const Row  *row,
             guint       apdu,
             const char *before,
             const char *after)
{
  EcpaCardFault fault = { row->kind, apdu, row->forever, 0, after };
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;

  g_test_message ("proof, %s at APDU %u, %s and %s", row->name, apdu, before, after);
  ecpa_simulator_take (fixture->simulator, 0);
  card = insert_and_read (fixture, before);
  fixture->backend.n_calls = 0;
  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  proof = prove (fixture, card, &error);
  assert_outcome (error, proof != NULL, row->prove[apdu]);
  g_assert_cmpuint (fixture->backend.n_calls, <=, 1);
  if (proof != NULL)
    g_assert_true (backend_double_accept (&fixture->backend, proof)
                   == find_profile (fixture->profiles, before));
}

/* Every fault at every APDU of read and proof, with cards that need the SELECT and cards that refuse it. */
static void
test_matrix (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const pairs[][2] = {
    { "ordinary", "newest" },
    { "newest", "ordinary" },
    { "ordinary", "no-account" },
    { "rare-name", "not-registered" },
  };

  for (guint pair = 0; pair < G_N_ELEMENTS (pairs); pair++)
    for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
      {
        for (guint apdu = 0; apdu < READ_APDUS; apdu++)
          {
            check_read (fixture, &matrix[i], apdu, pairs[pair][0], pairs[pair][1]);
            assert_recovers (fixture, pairs[pair][1]);
          }
        for (guint apdu = 0; apdu < PROVE_APDUS; apdu++)
          {
            check_prove (fixture, &matrix[i], apdu, pairs[pair][0], pairs[pair][1]);
            assert_recovers (fixture, pairs[pair][0]);
          }
      }
}

/* Between reading and proving: one card for another, and one for another and back. */
static void
test_swapped_between (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = insert_and_read (fixture, "ordinary");
  g_autoptr (EcpaCardProof) proof = NULL;

  ecpa_simulator_put (fixture->simulator, "no-account", 0);
  proof = prove (fixture, card, &error);
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED);
  g_assert_null (proof);
  g_assert_cmpuint (fixture->backend.n_calls, ==, 0);
  g_clear_error (&error);

  ecpa_simulator_put (fixture->simulator, "ordinary", 0);
  proof = prove (fixture, card, &error);
  g_assert_no_error (error);
  g_assert_nonnull (proof);
}

typedef struct
{
  Fixture      *fixture;
  const char   *put;
  gboolean      take;
  gboolean      silent;
  GCancellable *cancel;
} During;

static void
meddle (gpointer data)
{
  During *during = data;
  EcpaCardFault fault = { ECPA_CARD_FAULT_SILENT_SWAP, 0, FALSE, 0, during->put };

  if (during->take)
    ecpa_simulator_take (during->fixture->simulator, 0);
  else if (during->silent)
    ecpa_simulator_set_fault (during->fixture->simulator, 0, &fault);
  else if (during->put != NULL)
    ecpa_simulator_put (during->fixture->simulator, during->put, 0);
  if (during->cancel != NULL)
    g_cancellable_cancel (during->cancel);
}

/* While the backend is being asked, which may take seconds. */
static void
test_meddled_during (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const struct
  {
    During during;
    GQuark domain;
    int    code;
  } cases[] = {
    { { fixture, NULL, TRUE, FALSE, NULL }, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED },
    { { fixture, "newest", FALSE, FALSE, NULL }, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED },
    { { fixture, "newest", FALSE, TRUE, NULL }, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED },
    { { fixture, "no-account", FALSE, TRUE, NULL }, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED },
    { { fixture, NULL, FALSE, FALSE, cancellable }, G_IO_ERROR, G_IO_ERROR_CANCELLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      During during = cases[i].during;
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = insert_and_read (fixture, "ordinary");
      g_autoptr (EcpaCardProof) proof = NULL;
      guint before;

      fixture->backend.during = meddle;
      fixture->backend.during_data = &during;
      before = ecpa_simulator_get_n_apdus (fixture->simulator, 0);
      proof = ecpa_health_card_prove (fixture->transport, fixture->reader, card, backend_double_fetch,
                                      &fixture->backend, during.cancel, &error);
      fixture->backend.during = NULL;
      g_assert_error (error, cases[i].domain, cases[i].code);
      g_assert_null (proof);
      if (during.cancel != NULL)
        g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, before + 4);
      assert_recovers (fixture, "ordinary");
    }
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  ecpa_simulator_put (fixture->simulator, "ordinary", 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (ecpa_health_card_read (fixture->transport, fixture->reader, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, 0);
}

static void
test_connecting (Fixture       *fixture,
                 gconstpointer  data)
{
  const struct
  {
    EcpaCardFault fault;
    int       code;
  } cases[] = {
    { { ECPA_CARD_FAULT_IN_USE, 0, FALSE, 0, NULL }, ECPA_CARD_ERROR_IN_USE },
    { { ECPA_CARD_FAULT_MUTE, 0, FALSE, 0, NULL }, OK },
    { { ECPA_CARD_FAULT_MUTE, 0, TRUE, 0, NULL }, ECPA_CARD_ERROR_MUTE },
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_CARD);
  g_clear_error (&error);
  g_assert_null (ecpa_health_card_read (fixture->transport, "Another Reader", NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_READER);
  g_clear_error (&error);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (EcpaHealthCard) card = NULL;

      ecpa_simulator_put (fixture->simulator, "ordinary", 0);
      ecpa_simulator_set_fault (fixture->simulator, 0, &cases[i].fault);
      card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &local);
      assert_outcome (local, card != NULL, cases[i].code);
      assert_recovers (fixture, "newest");
    }

  ecpa_simulator_set_service (fixture->simulator, FALSE);
  g_assert_null (ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);
}

static gpointer
read_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);

  g_assert_null (card);
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED);

  return NULL;
}

static void
await_apdus (Fixture *fixture,
             guint    n)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (ecpa_simulator_get_n_apdus (fixture->simulator, 0) < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

/* A card that would answer in a minute and is pulled now; and the same at the end of the process. */
static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaCardFault fault = { ECPA_CARD_FAULT_DELAY, 1, TRUE, 60000, NULL };
  gint64 start = g_get_monotonic_time ();
  GThread *thread;

  ecpa_simulator_put (fixture->simulator, "ordinary", 0);
  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  thread = g_thread_new ("read", read_thread, fixture);
  await_apdus (fixture, 2);
  ecpa_simulator_take (fixture->simulator, 0);
  g_thread_join (thread);

  ecpa_simulator_put (fixture->simulator, "ordinary", 0);
  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  thread = g_thread_new ("read", read_thread, fixture);
  await_apdus (fixture, 4);
  ecpa_simulator_shut_down (fixture->simulator);
  g_thread_join (thread);

  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
}

static void
test_late_but_well (Fixture       *fixture,
                    gconstpointer  data)
{
  EcpaCardFault fault = { ECPA_CARD_FAULT_DELAY, 0, TRUE, 30, NULL };
  gint64 start = g_get_monotonic_time ();

  ecpa_simulator_set_fault (fixture->simulator, 0, &fault);
  ecpa_health_card_free (insert_and_read (fixture, "ordinary"));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, READ_APDUS * 30 * G_TIME_SPAN_MILLISECOND);
}

/* A second program waits until the first has ended its transaction. */
static gpointer
begin_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = ecpa_health_card_read (fixture->transport, fixture->reader, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (card);

  return NULL;
}

static void
test_transaction (Fixture       *fixture,
                  gconstpointer  data)
{
  static const guint8 get_challenge[] = { 0x00, 0x84, 0x00, 0x00, 0x08 };
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  ecpa_simulator_put (fixture->simulator, "newest", 0);
  channel = ecpa_card_transport_connect (fixture->transport, fixture->reader, NULL, &error);
  g_assert_true (ecpa_card_channel_begin (channel, NULL, &error));
  thread = g_thread_new ("read", begin_thread, fixture);
  for (guint i = 0; i < 100; i++)
    {
      guint16 status_word;
      g_autoptr (GBytes) answer = ecpa_card_channel_exchange (channel, get_challenge, sizeof get_challenge,
                                                              &status_word, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmphex (status_word, ==, 0x9000);
      g_assert_cmpuint (ecpa_simulator_get_n_apdus (fixture->simulator, 0), ==, i + 1);
      g_thread_yield ();
    }
  ecpa_card_channel_end (channel);
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/simulator/health-card/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("every-card", test_every_card);
  ADD ("n-apdus", test_n_apdus);
  ADD ("matrix", test_matrix);
  ADD ("swapped-between", test_swapped_between);
  ADD ("meddled-during", test_meddled_during);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("connecting", test_connecting);
  ADD ("late", test_late);
  ADD ("late-but-well", test_late_but_well);
  ADD ("transaction", test_transaction);

  return g_test_run ();
}
