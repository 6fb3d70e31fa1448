/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into the application by LD_PRELOAD: a source of high priority on the main context measures how long the
 * UI loop was kept from running, and writes each new longest gap to the file named by ECPA_LOOP_PROBE. The product
 * knows nothing of it. The file holds one line, "<longest gap in ms> <number of turns> <longest gap of our own in ms>";
 * deleting it begins anew. A gap of our own is without what the thread spent waiting for a processor that others had, on
 * this machine or on the one that it is a part of.
 *
 * It also lends the memory test a place to plant a copy of a secret in, to prove that its scan finds one. */

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ecpa-test-others.h"

#define PERIOD_MS 5

/* Writable and never read here; tests/e2e/memory.py finds it by its beginning. */
volatile char ecpa_probe_plant[96] = "ECPA-PLANT-HERE:................................";

static const char *path;
static gint64 last;
static gint64 longest;
static gint64 longest_own;
static gint64 taken_before;
static guint64 turns;

static void
report (void)
{
  char line[64];
  int fd;
  int length = snprintf (line, sizeof line, "%.1f %" G_GUINT64_FORMAT " %.1f\n",
                         (double) longest / 1000.0, turns, (double) longest_own / 1000.0);

  fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  if (write (fd, line, (size_t) length) < 0)
    perror ("loop-probe");
  close (fd);
}

static gboolean
turned (G_GNUC_UNUSED gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();
  gboolean begin = access (path, F_OK) != 0;
  gint64 gap = last != 0 ? now - last - PERIOD_MS * 1000 : 0;
  gint64 taken = ecpa_test_taken_by_others ();
  gint64 own = gap - (taken - taken_before);

  last = now;
  taken_before = taken;
  turns++;
  if (begin)
    {
      longest = 0;
      longest_own = 0;
      turns = 0;
      report ();
    }
  else if (gap > longest || own > longest_own)
    {
      longest = MAX (longest, gap);
      longest_own = MAX (longest_own, own);
      report ();
    }

  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  path = getenv ("ECPA_LOOP_PROBE");
  if (path == NULL)
    return;

  /* Only the application itself, not the processes it starts. */
  unsetenv ("LD_PRELOAD");
  g_timeout_add_full (G_PRIORITY_HIGH, PERIOD_MS, turned, NULL, NULL);
}
