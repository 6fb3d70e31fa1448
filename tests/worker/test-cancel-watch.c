/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-cancel-watch.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

#define ROUNDS 2000

static void
count (gpointer data)
{
  g_assert_true (ecpa_thread_is_main ());
  (*(gint *) data)++;
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_other_thread (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint called = 0;
  EcpaCancelWatch *watch = ecpa_cancel_watch_new (cancellable, g_main_context_default (), count, &called);

  g_thread_join (g_thread_new ("test-cancel", cancel_in_thread, cancellable));
  g_assert_cmpint (called, ==, 0);
  ecpa_test_until (ecpa_test_is_set, &called);
  g_assert_cmpint (called, ==, 1);
  ecpa_cancel_watch_free (watch);
}

static void
test_already (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint called = 0;
  EcpaCancelWatch *watch;

  g_cancellable_cancel (cancellable);
  watch = ecpa_cancel_watch_new (cancellable, g_main_context_default (), count, &called);
  g_assert_cmpint (called, ==, 0);
  ecpa_test_until (ecpa_test_is_set, &called);
  ecpa_cancel_watch_free (watch);
}

static void
test_freed (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint called = 0;

  ecpa_cancel_watch_free (ecpa_cancel_watch_new (cancellable, g_main_context_default (), count, &called));
  g_cancellable_cancel (cancellable);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (called, ==, 0);
}

/* Freed here while it is cancelled there: one of the two comes first, and nothing is lost or called too late. */
static void
test_race (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint called = 0;
      EcpaCancelWatch *watch = ecpa_cancel_watch_new (cancellable, g_main_context_default (), count, &called);
      GThread *thread = g_thread_new ("test-cancel", cancel_in_thread, cancellable);

      ecpa_cancel_watch_free (watch);
      g_thread_join (thread);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (called, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  g_test_add_func ("/cancel-watch/other-thread", test_other_thread);
  g_test_add_func ("/cancel-watch/already", test_already);
  g_test_add_func ("/cancel-watch/freed", test_freed);
  g_test_add_func ("/cancel-watch/race", test_race);

  return ecpa_test_run ();
}
