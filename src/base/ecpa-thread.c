/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-thread.h"

static GThread *main_thread;

/**
 * ecpa_thread_mark_main:
 *
 * Declares the calling thread the one that must never block. Called once, first thing in main().
 */
void
ecpa_thread_mark_main (void)
{
  g_atomic_pointer_set (&main_thread, g_thread_self ());
}

/**
 * ecpa_thread_is_main:
 *
 * Returns: whether this is the thread that was marked; %FALSE in a process that marked none
 */
gboolean
ecpa_thread_is_main (void)
{
  return g_atomic_pointer_get (&main_thread) == g_thread_self ();
}
