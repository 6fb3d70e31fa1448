/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-double.h"
#include "ecpa-simulator.h"
#include "ecpa-test.h"
#include "ecpa-training-desk.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaSimulator    *simulator;
  EcpaTrainingDesk *desk; /* borrowed: the same */
  GListModel       *tray; /* borrowed */
  guint             n_notified;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
moved_cb (EcpaTrainingCard *card,
          GParamSpec       *pspec,
          Fixture          *self)
{
  self->n_notified++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  self->desk = ECPA_TRAINING_DESK (self->simulator);
  self->tray = ecpa_training_desk_get_tray (self->desk);
  for (guint i = 0; i < g_list_model_get_n_items (self->tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (self->tray, i);

      g_signal_connect (card, "notify::in-slot", G_CALLBACK (moved_cb), self);
    }
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gpointer simulator = self->simulator;

  g_object_add_weak_pointer (G_OBJECT (self->simulator), &simulator);
  g_object_unref (self->simulator);
  ecpa_test_assert_dies (simulator);
}

static EcpaTrainingCard *
card_at (Fixture *self,
         guint    position)
{
  g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (self->tray, position);

  return card; /* the tray holds it */
}

/* Tests -------------------------------------------------------------------- */

static void
test_tray (Fixture       *self,
           gconstpointer  data)
{
  guint n_hints = 0;

  g_assert_cmpuint (g_list_model_get_n_items (self->tray), ==, 15);
  g_assert_cmpuint (ecpa_training_desk_get_n_slots (self->desk), ==, 2);
  g_assert_cmpstr (ecpa_training_desk_get_slot_name (self->desk, 1), ==, "Training Reader 00 01");
  for (guint i = 0; i < 15; i++)
    {
      EcpaTrainingCard *card = card_at (self, i);
      g_autofree char *holder = NULL;

      g_assert_cmpuint (ecpa_training_card_get_in_slot (card), ==, ECPA_TRAINING_TRAY);
      g_assert_cmpuint (strlen (ecpa_training_card_get_number (card)), ==, 12);
      g_assert_cmpuint (strlen (ecpa_training_card_get_feature (card)), >, 0);
      g_object_get (card, "holder", &holder, NULL);
      g_assert_cmpstr (holder, ==, ecpa_training_card_get_holder (card));
      n_hints += ecpa_training_card_get_hint (card) != NULL;
    }
  g_assert_cmpuint (n_hints, ==, 12);
}

/* A card is in one place only, and so is a slot's content. */
static void
test_moves (Fixture       *self,
            gconstpointer  data)
{
  ecpa_training_desk_insert (self->desk, card_at (self, 0), 0);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 0)), ==, 0);
  g_assert_cmpuint (self->n_notified, ==, 1);

  ecpa_training_desk_insert (self->desk, card_at (self, 1), 0);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 0)), ==, ECPA_TRAINING_TRAY);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 1)), ==, 0);
  g_assert_cmpuint (self->n_notified, ==, 3);

  ecpa_training_desk_insert (self->desk, card_at (self, 1), 1);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 1)), ==, 1);
  ecpa_training_desk_insert (self->desk, card_at (self, 1), 1);
  g_assert_cmpuint (self->n_notified, ==, 4);

  ecpa_training_desk_eject (self->desk, 0);
  g_assert_cmpuint (self->n_notified, ==, 4);
  ecpa_training_desk_eject (self->desk, 1);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 1)), ==, ECPA_TRAINING_TRAY);
  g_assert_cmpuint (self->n_notified, ==, 5);
}

static gboolean
is_in_tray (gpointer data)
{
  return ecpa_training_card_get_in_slot (data) == ECPA_TRAINING_TRAY;
}

/* Where a fault moved the card on another thread, the tray shows it. */
static void
test_moved_by_fault (Fixture       *self,
                     gconstpointer  data)
{
  EcpaCardFault fault = { ECPA_CARD_FAULT_REMOVE, 0, FALSE, 0, NULL };
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_training_desk_insert (self->desk, card_at (self, 0), 0);
  ecpa_simulator_set_fault (self->simulator, 0, &fault);
  card = ecpa_health_card_read (ECPA_CARD_TRANSPORT (self->simulator), ecpa_simulator_get_reader (self->simulator, 0),
                                NULL, &error);
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED);
  ecpa_test_until (is_in_tray, card_at (self, 0));
}

static void
count_cb (EcpaTrainingDesk *desk,
          guint            *n)
{
  (*n)++;
}

static void
assert_read_fails (Fixture *self,
                   int      code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ecpa_health_card_read (ECPA_CARD_TRANSPORT (self->simulator),
                                        ecpa_simulator_get_reader (self->simulator, 0), NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, code);
}

/* A reader that is unplugged keeps its card, and whoever was connected to it is told why not any more. */
static void
test_plug (Fixture       *self,
           gconstpointer  data)
{
  EcpaCardTransport *transport = ECPA_CARD_TRANSPORT (self->simulator);
  const char *reader = ecpa_simulator_get_reader (self->simulator, 0);
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_signal_connect (self->desk, "changed", G_CALLBACK (count_cb), &n);
  ecpa_training_desk_insert (self->desk, card_at (self, 0), 0);
  channel = ecpa_card_transport_connect (transport, reader, NULL, &error);
  g_assert_no_error (error);

  g_assert_true (ecpa_training_desk_is_plugged (self->desk, 0));
  ecpa_training_desk_plug (self->desk, 0, FALSE);
  ecpa_training_desk_plug (self->desk, 0, FALSE);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (ecpa_training_desk_is_plugged (self->desk, 0));
  g_assert_true (ecpa_training_desk_is_plugged (self->desk, 1));
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 0)), ==, 0);
  states = ecpa_card_transport_wait (transport, NULL, &error);
  g_assert_cmpuint (states->len, ==, 1);
  assert_read_fails (self, ECPA_CARD_ERROR_NO_READER);
  g_assert_false (ecpa_card_channel_begin (channel, NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_READER);
  g_clear_error (&error);

  ecpa_training_desk_plug (self->desk, 0, TRUE);
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (ecpa_card_channel_begin (channel, NULL, NULL));
  card = ecpa_health_card_read (transport, reader, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (card);
}

static void
test_serve_and_reset (Fixture       *self,
                      gconstpointer  data)
{
  guint n = 0;

  g_signal_connect (self->desk, "changed", G_CALLBACK (count_cb), &n);
  ecpa_training_desk_insert (self->desk, card_at (self, 0), 0);
  ecpa_training_desk_serve (self->desk, FALSE);
  g_assert_false (ecpa_training_desk_is_serving (self->desk));
  g_assert_cmpuint (n, ==, 1);
  assert_read_fails (self, ECPA_CARD_ERROR_NO_SERVICE);

  ecpa_training_desk_plug (self->desk, 1, FALSE);
  ecpa_training_desk_reset (self->desk);
  g_assert_true (ecpa_training_desk_is_serving (self->desk));
  g_assert_true (ecpa_training_desk_is_plugged (self->desk, 1));
  g_assert_cmpuint (ecpa_training_card_get_in_slot (card_at (self, 0)), ==, ECPA_TRAINING_TRAY);
  assert_read_fails (self, ECPA_CARD_ERROR_NO_CARD);
}

typedef struct
{
  EcpaSimulator *simulator;
  GPtrArray     *profiles;
  guint          slot;
  gint           finished;
  guint          n_good;
  guint          n_bad;
} Lane;

/* Reads and proves without end; what comes out is the truth about one card, or an error that can be acted on. */
static gpointer
lane_thread (gpointer data)
{
  Lane *self = data;
  EcpaCardTransport *transport = ECPA_CARD_TRANSPORT (self->simulator);
  const char *reader = ecpa_simulator_get_reader (self->simulator, self->slot);
  BackendDouble backend = { .profiles = self->profiles };

  while (!g_atomic_int_get (&self->finished))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = ecpa_health_card_read (transport, reader, NULL, &error);
      g_autoptr (EcpaCardProof) proof = NULL;

      if (card != NULL)
        proof = ecpa_health_card_prove (transport, reader, card, backend_double_fetch, &backend, NULL, &error);
      if (proof != NULL)
        {
          const EcpaCardProfile *profile = backend_double_accept (&backend, proof);

          g_assert_nonnull (profile);
          assert_same_person (card, profile);
          self->n_good++;
        }
      else
        {
          g_assert_true (g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_CARD)
                         || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED)
                         || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED));
          self->n_bad++;
        }
    }
  backend_double_clear (&backend);

  return NULL;
}

/* The person moves cards as fast as they can while both lanes transmit. */
static void
test_busy_lanes (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) profiles = ecpa_card_profiles_load (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (ecpa_test_seed ());
  Lane lanes[2] = { { self->simulator, profiles, 0, FALSE, 0, 0 }, { self->simulator, profiles, 1, FALSE, 0, 0 } };
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("lane", lane_thread, &lanes[i]);
  for (guint i = 0; i < 300; i++)
    {
      guint slot = (guint) g_rand_int_range (random, 0, 2);

      if (g_rand_int_range (random, 0, 4) == 0)
        ecpa_training_desk_eject (self->desk, slot);
      else
        ecpa_training_desk_insert (self->desk, card_at (self, (guint) g_rand_int_range (random, 0, 5)), slot);
      ecpa_test_settle ((guint) g_rand_int_range (random, 0, 5));
    }
  ecpa_training_desk_insert (self->desk, card_at (self, 0), 0);
  ecpa_training_desk_insert (self->desk, card_at (self, 1), 1);
  ecpa_test_settle (50);
  for (guint i = 0; i < 2; i++)
    {
      g_atomic_int_set (&lanes[i].finished, TRUE);
      g_thread_join (threads[i]);
      g_assert_cmpuint (lanes[i].n_good, >, 0);
      g_assert_cmpuint (lanes[i].n_bad, >, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/simulator/training-desk/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("tray", test_tray);
  ADD ("moves", test_moves);
  ADD ("moved-by-fault", test_moved_by_fault);
  ADD ("plug", test_plug);
  ADD ("serve-and-reset", test_serve_and_reset);
  ADD ("busy-lanes", test_busy_lanes);

  return g_test_run ();
}
