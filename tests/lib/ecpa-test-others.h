/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <unistd.h>

G_BEGIN_DECLS

/* The beginning of a file of proc(5). */
static inline const char *
ecpa_test_read_proc (const char *path,
                     char       *text,
                     gsize       size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize length = fd >= 0 ? read (fd, text, size - 1) : 0;

  text[MAX (length, 0)] = '\0';
  if (fd >= 0)
    close (fd);

  return text;
}

/**
 * ecpa_test_taken_by_others:
 *
 * How long the calling thread could not run although it was ready to: what it waited for a processor that others had
 * (proc(5), `schedstat`), and what a host took from the processors of this machine (`steal`). It counts from any beginning;
 * what lies between two calls on the same thread is no fault of the program's.
 *
 * Returns: µs; what nobody counts is 0
 */
static inline gint64
ecpa_test_taken_by_others (void)
{
  char text[160];
  guint64 ran, ready = 0, stolen = 0;

  if (sscanf (ecpa_test_read_proc ("/proc/thread-self/schedstat", text, sizeof text),
              "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &ran, &ready) != 2)
    ready = 0;
  if (sscanf (ecpa_test_read_proc ("/proc/stat", text, sizeof text),
              "cpu %*u %*u %*u %*u %*u %*u %*u %" G_GUINT64_FORMAT, &stolen) != 1)
    stolen = 0;

  return (gint64) (ready / 1000) + (gint64) stolen * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}

G_END_DECLS
