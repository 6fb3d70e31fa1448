/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-reader-watch.h"
#include "ecpa-simulator.h"
#include "ecpa-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaSimulator   *simulator;
  GMainContext    *desk; /* the simulator's, so that nothing but the watch is pending here */
  EcpaReaderWatch *watch;

  /* What was reported last */
  GPtrArray *states;
  GError    *error;
  guint      n_reports;
  guint      n_errors;
  gint       destroyed;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
reported_cb (GPtrArray    *states,
             const GError *error,
             gpointer      user_data)
{
  Fixture *self = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_true ((states != NULL) != (error != NULL));
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_error (&self->error);
  self->states = states != NULL ? g_ptr_array_ref (states) : NULL;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->n_reports++;
  self->n_errors += error != NULL;
}

static void
destroyed_cb (gpointer user_data)
{
  g_atomic_int_set (&((Fixture *) user_data)->destroyed, TRUE);
}

static void
start (Fixture *self)
{
  self->watch = ecpa_reader_watch_new (ECPA_CARD_TRANSPORT (self->simulator), NULL, reported_cb, self, destroyed_cb);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->desk = g_main_context_new ();
  g_main_context_push_thread_default (self->desk);
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->desk);
}

/* Everything dies: the watch, its thread's hold on the transport, the receiver's data. */
static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gpointer simulator = self->simulator;

  g_clear_object (&self->watch);
  ecpa_test_until (ecpa_test_is_set, &self->destroyed);
  while (g_main_context_iteration (self->desk, FALSE))
    ;
  g_object_add_weak_pointer (G_OBJECT (self->simulator), &simulator);
  g_object_unref (self->simulator);
  ecpa_test_assert_dies (simulator);
  g_main_context_unref (self->desk);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_error (&self->error);
}

static EcpaReaderState *
state_of (Fixture *self,
          guint    slot)
{
  return self->states != NULL ? g_ptr_array_index (self->states, slot) : NULL;
}

static gboolean
is_in (gpointer data)
{
  return state_of (data, 0) != NULL && state_of (data, 0)->card_present;
}

static gboolean
is_out (gpointer data)
{
  return state_of (data, 0) != NULL && !state_of (data, 0)->card_present;
}

static gboolean
has_no_service (gpointer data)
{
  return g_error_matches (((Fixture *) data)->error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);
}

/* Tests -------------------------------------------------------------------- */

static void
test_in_and_out (Fixture       *self,
                 gconstpointer  data)
{
  start (self);
  ecpa_test_until (is_out, self);
  g_assert_cmpuint (self->states->len, ==, ECPA_SIMULATOR_N_SLOTS);
  ecpa_simulator_put (self->simulator, "ordinary", 0);
  ecpa_test_until (is_in, self);
  g_assert_nonnull (state_of (self, 0)->atr);
  g_assert_false (state_of (self, 1)->card_present);
  ecpa_simulator_take (self->simulator, 0);
  ecpa_test_until (is_out, self);
}

typedef struct
{
  Fixture *fixture;
  guint    event_count;
} Wanted;

static gboolean
has_count (gpointer data)
{
  Wanted *wanted = data;

  return state_of (wanted->fixture, 0) != NULL && state_of (wanted->fixture, 0)->event_count == wanted->event_count;
}

/* However quick: the count tells that it is not the same card any more. */
static void
test_quick_swap (Fixture       *self,
                 gconstpointer  data)
{
  Wanted wanted = { self, 0 };

  ecpa_simulator_put (self->simulator, "ordinary", 0);
  start (self);
  ecpa_test_until (is_in, self);
  wanted.event_count = state_of (self, 0)->event_count + 2;
  ecpa_simulator_put (self->simulator, "newest", 0);
  ecpa_test_until (has_count, &wanted);
  g_assert_true (is_in (self));
}

/* News that nobody has fetched yet give way to newer ones. */
static void
test_coalescing (Fixture       *self,
                 gconstpointer  data)
{
  Wanted wanted = { self, 0 };
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  start (self);
  ecpa_test_until (is_out, self);
  wanted.event_count = state_of (self, 0)->event_count;
  self->n_reports = 0;
  /* Busy elsewhere for half a second, as a main loop should not be */
  while (g_get_monotonic_time () < end)
    {
      ecpa_simulator_put (self->simulator, "ordinary", 0);
      ecpa_simulator_take (self->simulator, 0);
      wanted.event_count += 2;
      g_thread_yield ();
    }
  ecpa_test_until (has_count, &wanted);
  g_assert_cmpuint (wanted.event_count, >, 20);
  g_assert_cmpuint (self->n_reports, <=, 3);
}

static void
test_no_service (Fixture       *self,
                 gconstpointer  data)
{
  guint n_reports;

  ecpa_simulator_set_service (self->simulator, FALSE);
  start (self);
  ecpa_test_until (has_no_service, self);
  n_reports = self->n_reports;
  for (guint i = 0; i < 5; i++)
    {
      ecpa_reader_watch_retry (self->watch);
      ecpa_test_settle (20);
    }
  g_assert_cmpuint (self->n_reports, ==, n_reports);

  ecpa_simulator_set_service (self->simulator, TRUE);
  ecpa_reader_watch_retry (self->watch);
  ecpa_test_until (is_out, self);

  ecpa_simulator_set_service (self->simulator, FALSE);
  ecpa_test_until (has_no_service, self);
  ecpa_simulator_set_service (self->simulator, TRUE);
  ecpa_reader_watch_retry (self->watch);
  ecpa_test_until (is_out, self);
}

static void
spin (GMainContext *until_pending,
      guint         ms)
{
  gint64 end = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end && !(until_pending != NULL && g_main_context_pending (until_pending)))
    g_thread_yield ();
}

/* The service went and came back while nobody fetched the news. Its counts begin anew, so that without the word that
 * it was away another card could look like the one of before. */
static void
test_no_service_unseen (Fixture       *self,
                        gconstpointer  data)
{
  start (self);
  ecpa_test_until (is_out, self);
  self->n_errors = 0;
  ecpa_simulator_set_service (self->simulator, FALSE);
  spin (g_main_context_default (), 10000);
  ecpa_simulator_set_service (self->simulator, TRUE);
  ecpa_reader_watch_retry (self->watch);
  spin (NULL, 100);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  ecpa_test_until (is_out, self);
  g_assert_cmpuint (self->n_errors, ==, 1);
}

/* Another try while all is well changes nothing. */
static void
test_needless_retry (Fixture       *self,
                     gconstpointer  data)
{
  start (self);
  ecpa_test_until (is_out, self);
  for (guint i = 0; i < 200; i++)
    ecpa_reader_watch_retry (self->watch);
  ecpa_simulator_put (self->simulator, "ordinary", 0);
  ecpa_test_until (is_in, self);
}

/* Stopped at any moment, that of its birth too: no report begins any more, and the thread goes. */
static void
test_stop (Fixture       *self,
           gconstpointer  data)
{
  ecpa_simulator_put (self->simulator, "ordinary", 0);
  for (guint i = 0; i < 300; i++)
    {
      guint n_reports;

      self->destroyed = FALSE;
      start (self);
      for (guint j = 0; j < i % 4; j++)
        ecpa_simulator_put (self->simulator, j % 2 == 0 ? "ordinary" : "newest", 0);
      if (i % 3 == 0)
        ecpa_test_until (is_in, self);
      ecpa_reader_watch_stop (self->watch);
      n_reports = self->n_reports;
      ecpa_test_until (ecpa_test_is_set, &self->destroyed);
      g_assert_cmpuint (self->n_reports, ==, n_reports);
      g_clear_object (&self->watch);
      g_clear_pointer (&self->states, g_ptr_array_unref);
    }
}

static void
test_interrupt_before (Fixture       *self,
                       gconstpointer  data)
{
  EcpaCardTransport *transport = ECPA_CARD_TRANSPORT (self->simulator);
  g_autoptr (GPtrArray) known = ecpa_card_transport_wait (transport, NULL, NULL);
  g_autoptr (GPtrArray) news = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_card_transport_interrupt (transport);
  g_assert_null (ecpa_card_transport_wait (transport, known, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* And it is used up */
  ecpa_simulator_put (self->simulator, "ordinary", 1);
  news = ecpa_card_transport_wait (transport, known, NULL);
  g_assert_nonnull (news);
  self->destroyed = TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/simulator/reader-watch/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("in-and-out", test_in_and_out);
  ADD ("quick-swap", test_quick_swap);
  ADD ("coalescing", test_coalescing);
  ADD ("no-service", test_no_service);
  ADD ("no-service-unseen", test_no_service_unseen);
  ADD ("needless-retry", test_needless_retry);
  ADD ("stop", test_stop);
  ADD ("interrupt-before", test_interrupt_before);

  return g_test_run ();
}
