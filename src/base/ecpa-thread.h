/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ECPA_ASSERT_MAIN_THREAD:
 *
 * Stops a debugging build where a function that belongs to the UI thread runs elsewhere.
 */
#define ECPA_ASSERT_MAIN_THREAD() g_assert (ecpa_thread_is_main ())

/**
 * ECPA_ASSERT_NOT_MAIN_THREAD:
 *
 * Stops a debugging build where a function that may block runs on the UI thread.
 */
#define ECPA_ASSERT_NOT_MAIN_THREAD() g_assert (!ecpa_thread_is_main ())

void     ecpa_thread_mark_main (void);
gboolean ecpa_thread_is_main   (void);

G_END_DECLS
