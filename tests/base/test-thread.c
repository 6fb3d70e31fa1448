/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-thread.h"

static gpointer
ask_in_thread (gpointer user_data)
{
  return GINT_TO_POINTER (ecpa_thread_is_main ());
}

static gboolean
other_thread_is_main (void)
{
  return GPOINTER_TO_INT (g_thread_join (g_thread_new ("other", ask_in_thread, NULL)));
}

static void
test_main_thread (void)
{
  g_assert_false (ecpa_thread_is_main ());
  ECPA_ASSERT_NOT_MAIN_THREAD ();

  ecpa_thread_mark_main ();
  g_assert_true (ecpa_thread_is_main ());
  ECPA_ASSERT_MAIN_THREAD ();
  g_assert_false (other_thread_is_main ());
}

/* The assertions end the process, otherwise they would be comments. */
static void
test_wrong_thread (void)
{
  if (g_test_subprocess ())
    {
      ecpa_thread_mark_main ();
      ECPA_ASSERT_NOT_MAIN_THREAD ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ecpa_thread_is_main*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/thread/main", test_main_thread);
  g_test_add_func ("/base/thread/wrong", test_wrong_thread);

  return g_test_run ();
}
