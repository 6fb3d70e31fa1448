/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test.h"
#include "ecpa-worker.h"

typedef struct
{
  EcpaWorker *worker;
  GArray     *order;
  gint        done;
  gint        destroyed;
  GMutex      gate;
} Fixture;

typedef struct
{
  Fixture *fixture;
  int      number;
} Step;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->worker = ecpa_worker_new ("test");
  fixture->order = g_array_new (FALSE, FALSE, sizeof (int));
  g_mutex_init (&fixture->gate);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->worker != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (fixture->worker), (gpointer *) &fixture->worker);
      g_object_unref (fixture->worker);
      ecpa_test_assert_dies (fixture->worker);
    }
  g_array_unref (fixture->order);
  g_mutex_clear (&fixture->gate);
}

static void
take_step (gpointer data)
{
  Step *step = data;

  g_assert_true (ecpa_worker_is_current (step->fixture->worker));
  g_assert_true (g_main_context_get_thread_default () == ecpa_worker_get_context (step->fixture->worker));
  g_array_append_val (step->fixture->order, step->number);
}

static void
finish (gpointer data)
{
  g_atomic_int_set (&((Fixture *) data)->done, TRUE);
}

static void
count_destroyed (gpointer data)
{
  g_atomic_int_inc (&((Fixture *) data)->destroyed);
}

static gboolean
three_destroyed (gpointer data)
{
  return g_atomic_int_get (&((Fixture *) data)->destroyed) == 3;
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_false (ecpa_worker_is_current (fixture->worker));
  for (int i = 0; i < 100; i++)
    {
      Step *step = g_new (Step, 1);

      step->fixture = fixture;
      step->number = i;
      ecpa_worker_invoke (fixture->worker, take_step, step, g_free);
    }
  ecpa_worker_invoke (fixture->worker, finish, fixture, NULL);
  ecpa_test_until (ecpa_test_is_set, &fixture->done);

  g_assert_cmpuint (fixture->order->len, ==, 100);
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (g_array_index (fixture->order, int, i), ==, i);
}

static void
wait_at_gate (gpointer data)
{
  Fixture *fixture = data;

  g_mutex_lock (&fixture->gate);
  g_mutex_unlock (&fixture->gate);
}

/* What was handed in before the end runs, what comes later is dropped, and the data of both is freed. */
static void
test_quit (Fixture       *fixture,
           gconstpointer  data)
{
  g_mutex_lock (&fixture->gate);
  ecpa_worker_invoke (fixture->worker, wait_at_gate, fixture, count_destroyed);
  ecpa_worker_invoke (fixture->worker, finish, fixture, count_destroyed);
  ecpa_worker_quit (fixture->worker);
  ecpa_worker_invoke (fixture->worker, finish, fixture, count_destroyed);
  g_assert_cmpint (fixture->destroyed, ==, 1);
  g_assert_false (fixture->done);

  g_mutex_unlock (&fixture->gate);
  ecpa_test_until (ecpa_test_is_set, &fixture->done);
  ecpa_test_until (three_destroyed, fixture);
}

/* A worker whose thread is stuck is let go of all the same. */
static void
test_never_joined (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 begun;

  g_mutex_lock (&fixture->gate);
  ecpa_worker_invoke (fixture->worker, wait_at_gate, fixture, NULL);
  ecpa_worker_invoke (fixture->worker, finish, fixture, NULL);
  begun = g_get_monotonic_time ();
  g_clear_object (&fixture->worker);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_TIME_SPAN_SECOND);
  g_assert_false (fixture->done);

  g_mutex_unlock (&fixture->gate);
  ecpa_test_until (ecpa_test_is_set, &fixture->done);
}

static void
hold_in_worker (gpointer data)
{
  Fixture *fixture = data;

  ecpa_worker_hold (fixture->worker);
  g_atomic_int_set (&fixture->done, TRUE);
}

static gboolean
release_cb (gpointer data)
{
  Fixture *fixture = data;

  ecpa_worker_release (fixture->worker);
  g_atomic_int_inc (&fixture->destroyed);
  return G_SOURCE_REMOVE;
}

/* What has been cancelled and still has to come back finds its thread. */
static void
test_hold (Fixture       *fixture,
           gconstpointer  data)
{
  ecpa_worker_invoke (fixture->worker, hold_in_worker, fixture, NULL);
  ecpa_test_until (ecpa_test_is_set, &fixture->done);
  ecpa_worker_quit (fixture->worker);

  g_main_context_invoke (ecpa_worker_get_context (fixture->worker), release_cb, fixture);
  ecpa_test_until (ecpa_test_is_set, &fixture->destroyed);
}

static void
assert_worker_wrongly (void)
{
  g_autoptr (EcpaWorker) worker = ecpa_worker_new ("test");

  ECPA_ASSERT_WORKER (worker);
}

static void
test_assertion (void)
{
  if (g_test_subprocess ())
    {
      assert_worker_wrongly ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ecpa_worker_is_current*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/worker/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/worker/quit", Fixture, NULL, set_up, test_quit, tear_down);
  g_test_add ("/worker/never-joined", Fixture, NULL, set_up, test_never_joined, tear_down);
  g_test_add ("/worker/hold", Fixture, NULL, set_up, test_hold, tear_down);
  g_test_add_func ("/worker/assertion", test_assertion);

  return ecpa_test_run ();
}
