/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-lane.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

typedef struct
{
  EcpaLane *lane;
  GMutex    gate;
  gint      begun;
  gint      ended;
  gint      freed;
  guint     answers;
  GString  *log;
} Fixture;

static Fixture *current;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->lane = ecpa_lane_new ("test-lane");
  fixture->log = g_string_new (NULL);
  g_mutex_init (&fixture->gate);
  current = fixture;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->lane != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (fixture->lane), (gpointer *) &fixture->lane);
      g_object_unref (fixture->lane);
      ecpa_test_assert_dies (fixture->lane);
    }
  g_string_free (fixture->log, TRUE);
  g_mutex_clear (&fixture->gate);
}

static gpointer
work (gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  g_assert_false (ecpa_thread_is_main ());
  return g_strdup (data);
}

static gpointer
work_behind_gate (gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_atomic_int_set (&current->begun, TRUE);
  g_mutex_lock (&current->gate);
  g_mutex_unlock (&current->gate);
  g_atomic_int_set (&current->ended, TRUE);
  return g_strdup (data);
}

static gpointer
fail (gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s", (char *) data);
  return NULL;
}

static void
free_result (gpointer data)
{
  g_free (data);
  g_atomic_int_inc (&current->freed);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);

  g_assert_true (ecpa_thread_is_main ());
  fixture->answers++;
  if (error != NULL)
    g_string_append_printf (fixture->log, "%s%s ", g_quark_to_string (error->domain),
                            g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? ":cancelled" : "");
  else
    g_string_append_printf (fixture->log, "%s ", text);
}

static void
push (Fixture      *fixture,
      const char   *text,
      EcpaLaneFunc  func,
      GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, answered_cb, fixture);

  g_task_set_task_data (task, g_strdup (text), g_free);
  ecpa_lane_push (fixture->lane, task, func, free_result);
}

static gboolean
has_three_answers (gpointer data)
{
  return ((Fixture *) data)->answers == 3;
}

static gboolean
has_one_answer (gpointer data)
{
  return ((Fixture *) data)->answers == 1;
}

static gboolean
has_freed (gpointer data)
{
  return g_atomic_int_get (&((Fixture *) data)->freed) == 1;
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  push (fixture, "one", work, NULL);
  push (fixture, "two", fail, NULL);
  push (fixture, "three", work, NULL);
  ecpa_test_until (has_three_answers, fixture);
  g_assert_cmpstr (fixture->log->str, ==, "one g-io-error-quark three ");
}

/* The answer to a cancellation does not wait for the card; what the card brings later is thrown away. */
static void
test_cancel_during (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 asked;

  g_mutex_lock (&fixture->gate);
  push (fixture, "late", work_behind_gate, cancellable);
  ecpa_test_until (ecpa_test_is_set, &fixture->begun);

  asked = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (fixture->answers, ==, 0);
  ecpa_test_until (has_one_answer, fixture);
  g_assert_cmpint (g_get_monotonic_time () - asked, <, 2 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (fixture->log->str, ==, "g-io-error-quark:cancelled ");
  g_assert_false (fixture->ended);

  g_mutex_unlock (&fixture->gate);
  ecpa_test_until (has_freed, fixture);
  g_assert_cmpuint (fixture->answers, ==, 1);
}

static void
test_cancel_before (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  push (fixture, "never", work_behind_gate, cancellable);
  push (fixture, "other", work, NULL);
  push (fixture, "another", work, NULL);
  ecpa_test_until (has_three_answers, fixture);
  g_assert_nonnull (strstr (fixture->log->str, "cancelled"));
  g_assert_false (fixture->begun);
}

static void
test_cancel_after (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  push (fixture, "done", work, cancellable);
  ecpa_test_until (has_one_answer, fixture);
  g_cancellable_cancel (cancellable);
  ecpa_test_settle (20);
  g_assert_cmpstr (fixture->log->str, ==, "done ");
}

/* A job that hangs lets nobody wait, and those behind it are answered. */
static void
test_quit (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 asked;

  g_mutex_lock (&fixture->gate);
  push (fixture, "hangs", work_behind_gate, NULL);
  push (fixture, "behind", work, NULL);
  ecpa_test_until (ecpa_test_is_set, &fixture->begun);
  asked = g_get_monotonic_time ();
  ecpa_lane_quit (fixture->lane);
  push (fixture, "too late", work, NULL);
  g_clear_object (&fixture->lane);
  g_assert_cmpint (g_get_monotonic_time () - asked, <, 2 * G_TIME_SPAN_SECOND);
  g_mutex_unlock (&fixture->gate);

  ecpa_test_until (has_three_answers, fixture);
  g_assert_cmpstr (fixture->log->str, ==, "g-io-error-quark:cancelled hangs g-io-error-quark:cancelled ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  g_test_add ("/worker/lane/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/worker/lane/cancel-before", Fixture, NULL, set_up, test_cancel_before, tear_down);
  g_test_add ("/worker/lane/cancel-during", Fixture, NULL, set_up, test_cancel_during, tear_down);
  g_test_add ("/worker/lane/cancel-after", Fixture, NULL, set_up, test_cancel_after, tear_down);
  g_test_add ("/worker/lane/quit", Fixture, NULL, set_up, test_quit, tear_down);

  return ecpa_test_run ();
}
