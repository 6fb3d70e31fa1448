/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test.h"
#include "table.h"

#include <stdlib.h>
#include <winscard.h>

#define READ_APDUS 2
#define PROVE_APDUS 6

/* What one fault at one APDU has to come to; -1 for a success that must tell the truth. */
#define OK -1
#define REMOVED ECPA_CARD_ERROR_REMOVED
#define CHANGED ECPA_CARD_ERROR_CHANGED
#define BAD ECPA_CARD_ERROR_BAD_ANSWER

typedef struct
{
  const char *words;
  const char *after; /* whose card it is then */
  int         read[READ_APDUS];
  int         prove[PROVE_APDUS];
} Row;

/* A pulled card's answer is a success of no bytes. */
static const Row matrix[] = {
  { "remove", NULL, { REMOVED, REMOVED }, { REMOVED, REMOVED, REMOVED, REMOVED, REMOVED, REMOVED } },
  { "garbage", NULL, { OK, OK }, { OK, OK, BAD, BAD, BAD, BAD } },
  { "swap card=newest", "newest", { REMOVED, REMOVED }, { REMOVED, REMOVED, REMOVED, REMOVED, REMOVED, REMOVED } },
  { "silent-swap card=newest", "newest", { OK, OK }, { CHANGED, CHANGED, CHANGED, CHANGED, CHANGED, CHANGED } },
};

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_outcome (const GError *error,
                gboolean      succeeded,
                int           code)
{
  if (code == OK)
    g_assert_no_error (error);
  else
    g_assert_error (error, ECPA_CARD_ERROR, code);
  g_assert_true (succeeded == (code == OK));
}

static void
check_read (Table     *table,
            const Row *row,
            guint      apdu)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) before = table_insert (table, "ordinary");
  g_autoptr (EcpaHealthCard) card = NULL;

  g_test_message ("read, %s at APDU %u", row->words, apdu);
  g_free (table_tell (table, "fault %s after=%u", row->words, apdu));
  card = table_read (table, &error);
  assert_outcome (error, card != NULL, row->read[apdu]);
  if (card != NULL)
    assert_same_person (card, find_profile (table->profiles, row->after != NULL ? row->after : "ordinary"));
}

static void
check_prove (Table     *table,
             const Row *row,
             guint      apdu)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = table_insert (table, "ordinary");
  g_autoptr (EcpaCardProof) proof = NULL;

  g_test_message ("proof, %s at APDU %u", row->words, apdu);
  table->backend.n_calls = 0;
  g_free (table_tell (table, "fault %s after=%u", row->words, apdu));
  proof = table_prove (table, card, &error);
  assert_outcome (error, proof != NULL, row->prove[apdu]);
  g_assert_cmpuint (table->backend.n_calls, <=, 1);
  if (proof != NULL)
    g_assert_true (backend_double_accept (&table->backend, proof) == find_profile (table->profiles, "ordinary"));
}

typedef struct
{
  Table      *table;
  const char *id;
} Wanted;

static gboolean
can_be_read (gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (EcpaHealthCard) card = table_read (wanted->table, NULL);

  if (card != NULL)
    assert_same_person (card, find_profile (wanted->table->profiles, wanted->id));

  return card != NULL;
}

static gboolean
is_mute (gpointer data)
{
  EcpaReaderState *state = table_reader (data);

  return state != NULL && state->card_present && state->mute;
}

static gboolean
has_come (gpointer data)
{
  EcpaReaderState *state = table_reader (data);

  return state != NULL && state->card_present && (state->mute || state->atr != NULL);
}

/* A card that cannot be read, each time for the same reason. */
static void
refuse_card (Table           *table,
             EcpaCardProfile *profile)
{
  gboolean mute = profile->behaviour == ECPA_CARD_MUTE;

  g_free (table_tell (table, "eject"));
  table_await_empty (table);
  g_free (table_tell (table, "insert %s", profile->id));
  ecpa_test_until (has_come, table);
  g_assert_true (table_reader (table)->mute == mute);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (table_read (table, &error));
      g_assert_error (error, ECPA_CARD_ERROR,
                      (gint) (mute ? ECPA_CARD_ERROR_MUTE : ECPA_CARD_ERROR_NOT_HEALTH_CARD));
    }
}

/* Tests -------------------------------------------------------------------- */

static void
test_every_card (Table         *table,
                 gconstpointer  data)
{
  for (guint i = 0; i < table->profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (table->profiles, i);

      if (profile->behaviour == ECPA_CARD_OTHER || profile->behaviour == ECPA_CARD_MUTE)
        refuse_card (table, profile);
      else
        ecpa_health_card_free (table_insert (table, profile->id));
    }
}

/* Each case begins with the proof that the one before left nothing behind. */
static void
test_matrix (Table         *table,
             gconstpointer  data)
{
  const Row *row = data;

  for (guint apdu = 0; apdu < READ_APDUS; apdu++)
    check_read (table, row, apdu);
  for (guint apdu = 0; apdu < PROVE_APDUS; apdu++)
    check_prove (table, row, apdu);
  ecpa_health_card_free (table_insert (table, "rare-name"));
}

/* One card for another between reading and proving, faster than pcscd looks. It may notice or not: nobody is
 * signed in, the backend hears nothing of either card, and the one that is in can be read. */
static void
test_quick_swap (Table         *table,
                 gconstpointer  data)
{
  g_autoptr (EcpaHealthCard) card = table_insert (table, "ordinary");
  Wanted wanted = { table, "no-account" };

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaCardProof) proof = NULL;
      const char *other = i % 2 == 0 ? "no-account" : "ordinary";

      ecpa_test_settle (i * 50);
      g_free (table_tell (table, "insert %s", other));
      table->backend.n_calls = 0;
      proof = table_prove (table, card, &error);
      g_assert_null (proof);
      g_assert_cmpuint (table->backend.n_calls, ==, 0);
      g_assert_true (g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED)
                     || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED)
                     || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_CARD)
                     || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_MUTE));

      wanted.id = other;
      ecpa_test_until (can_be_read, &wanted);
      g_clear_pointer (&card, ecpa_health_card_free);
      card = table_read (table, NULL);
      g_assert_nonnull (card);
    }
}

static void
test_mute (Table         *table,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_free (table_tell (table, "fault mute forever"));
  g_free (table_tell (table, "insert ordinary"));
  ecpa_test_until (is_mute, table);
  g_assert_null (table_read (table, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_MUTE);
  ecpa_health_card_free (table_insert (table, "ordinary"));
}

static void
test_nothing_there (Table         *table,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (table_read (table, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_CARD);
  g_clear_error (&error);
  g_assert_null (ecpa_health_card_read (table->transport, "No Such Reader", NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_READER);
}

/* Another program has the card for itself; and then shares it, and finds it as it left it. */
static void
test_other_program (Table         *table,
                    gconstpointer  data)
{
  static const guint8 get_challenge[] = { 0x00, 0x84, 0x00, 0x00, 0x08 };
  g_autoptr (EcpaHealthCard) card = table_insert (table, "ordinary");
  g_autoptr (EcpaHealthCard) again = NULL;
  g_autoptr (GError) error = NULL;
  guint8 answer[258];
  DWORD length = sizeof answer;
  SCARDCONTEXT context;
  SCARDHANDLE other;
  DWORD protocol;

  g_assert_cmpint (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context), ==, SCARD_S_SUCCESS);
  g_assert_cmpint (SCardConnect (context, "Virtual PCD 00 00", SCARD_SHARE_EXCLUSIVE,
                                 SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &other, &protocol), ==, SCARD_S_SUCCESS);
  g_assert_null (table_read (table, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_cmpint (SCardDisconnect (other, SCARD_LEAVE_CARD), ==, SCARD_S_SUCCESS);

  g_assert_cmpint (SCardConnect (context, "Virtual PCD 00 00", SCARD_SHARE_SHARED,
                                 SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &other, &protocol), ==, SCARD_S_SUCCESS);
  again = table_read (table, &error);
  g_assert_no_error (error);
  g_assert_true (ecpa_health_card_equal (card, again));
  g_assert_cmpint (SCardTransmit (other, SCARD_PCI_T1, get_challenge, sizeof get_challenge, NULL, answer, &length),
                   ==, SCARD_S_SUCCESS);
  g_assert_cmpuint (length, ==, 8 + 2);
  SCardDisconnect (other, SCARD_LEAVE_CARD);
  SCardReleaseContext (context);
}

/* Between two APDUs nothing takes long; 44 ms for each would be the delayed acknowledgement. That would slow down each
 * reading, and whatever else keeps the machine busy does not. */
static void
test_fast (Table         *table,
           gconstpointer  data)
{
  g_autoptr (EcpaHealthCard) card = table_insert (table, "newest");
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < 20; i++)
    {
      gint64 start = g_get_monotonic_time ();

      ecpa_health_card_free (table_read (table, NULL));
      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_test_message ("the quickest of 20 readings took %.1f ms", (double) best / 1000);
  g_assert_cmpint (best, <, 40 * G_TIME_SPAN_MILLISECOND);
}

typedef struct
{
  Table      *table;
  const char *reader;
  const char *id;
} Lane;

static gpointer
lane_thread (gpointer data)
{
  Lane *lane = data;
  EcpaCardProfile *profile = find_profile (lane->table->profiles, lane->id);
  BackendDouble backend = { .profiles = lane->table->profiles };

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = ecpa_health_card_read (lane->table->transport, lane->reader, NULL, &error);
      g_autoptr (EcpaCardProof) proof = NULL;

      g_assert_no_error (error);
      assert_same_person (card, profile);
      proof = ecpa_health_card_prove (lane->table->transport, lane->reader, card, backend_double_fetch, &backend,
                                      NULL, &error);
      g_assert_no_error (error);
      g_assert_true (backend_double_accept (&backend, proof) == profile);
    }
  backend_double_clear (&backend);

  return NULL;
}

static gboolean
both_in (gpointer data)
{
  Table *table = data;
  guint n = 0;

  for (guint i = 0; table->states != NULL && i < table->states->len; i++)
    n += ((EcpaReaderState *) g_ptr_array_index (table->states, i))->card_present;

  return n == 2;
}

/* Two cards in two readers, each transmitting on its own lane. */
static void
test_both_readers (Table         *table,
                   gconstpointer  data)
{
  g_autoptr (EcpaHealthCard) card = table_insert (table, "ordinary");
  g_autofree char *port = g_strdup_printf ("%d", atoi (g_getenv ("ECPA_VPCD_PORT")) + 1);
  Lane lanes[] = { { table, "Virtual PCD 00 00", "ordinary" }, { table, "Virtual PCD 00 01", "newest" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, hand_program,
                                                    "--port", port, "--card", "newest", NULL);
  GThread *threads[G_N_ELEMENTS (lanes)];

  g_assert_no_error (error);
  ecpa_test_until (both_in, table);
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    threads[i] = g_thread_new ("lane", lane_thread, &lanes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    g_thread_join (threads[i]);

  /* The end of its input is the end of it. */
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (other), NULL, &error));
  g_assert_true (g_subprocess_wait_check (other, NULL, &error));
  g_assert_no_error (error);
}

static gpointer
crowd_thread (gpointer data)
{
  Table *table = data;
  const char *asked = g_getenv ("ECPA_CONNECTS");
  guint n = asked != NULL ? (guint) atoi (asked) : 500;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaCardChannel) channel = ecpa_card_transport_connect (table->transport, "Virtual PCD 00 00", NULL,
                                                                          &error);

      g_assert_no_error (error);
    }

  return NULL;
}

/* Cards that are let go while others look for theirs; libpcsclite does not stand that (ecpa-pcsc-channel.c). It shows
 * itself rarely; ECPA_CONNECTS says how often to try. */
static void
test_crowd (Table         *table,
            gconstpointer  data)
{
  g_autoptr (EcpaHealthCard) card = table_insert (table, "ordinary");
  GThread *threads[12];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("crowd", crowd_thread, table);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  hand_program = argv[1];

#define ADD(path, data, func) g_test_add ("/pcscd/cards/" path, Table, data, table_set_up, func, table_tear_down)
  ADD ("every-card", NULL, test_every_card);
  for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      g_auto (GStrv) words = g_strsplit (matrix[i].words, " ", 2);
      g_autofree char *path = g_strconcat ("/pcscd/cards/matrix/", words[0], NULL);

      g_test_add (path, Table, &matrix[i], table_set_up, test_matrix, table_tear_down);
    }
  ADD ("quick-swap", NULL, test_quick_swap);
  ADD ("mute", NULL, test_mute);
  ADD ("nothing-there", NULL, test_nothing_there);
  ADD ("other-program", NULL, test_other_program);
  ADD ("fast", NULL, test_fast);
  ADD ("both-readers", NULL, test_both_readers);
  ADD ("crowd", NULL, test_crowd);

  return g_test_run ();
}
