/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a program by LD_PRELOAD: notes when its first window was mapped and when its first frame had been
 * painted, and writes both to the file named by ECPA_WINDOW_PROBE, as "<mapped> <painted>" in microseconds
 * of the monotonic clock. The program knows nothing of it: what it calls to show a window is taken over here. */

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static gint64 mapped;
static gboolean written;

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  g_autofree char *line = NULL;
  g_autofree char *part = NULL;

  /* A frame from before the window was on the screen is none. */
  if (written || mapped == 0)
    return;

  written = TRUE;
  part = g_strconcat (getenv ("ECPA_WINDOW_PROBE"), ".part", NULL);
  line = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", mapped, g_get_monotonic_time ());
  if (!g_file_set_contents (part, line, -1, NULL) || rename (part, getenv ("ECPA_WINDOW_PROBE")) != 0)
    perror ("window-probe");
}

static void
mapped_cb (GtkWidget *window)
{
  if (mapped == 0)
    mapped = g_get_monotonic_time ();
}

static void
realized_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

/* In place of GTK's own; declared in gtk/gtkwindow.h. */
G_MODULE_EXPORT void
gtk_window_present (GtkWindow *window)
{
  static void (*real) (GtkWindow *window);
  static gboolean begun;

  if (real == NULL)
    real = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");
  if (!begun && getenv ("ECPA_WINDOW_PROBE") != NULL)
    {
      begun = TRUE;
      g_signal_connect_after (window, "map", G_CALLBACK (mapped_cb), NULL);
      g_signal_connect_after (window, "realize", G_CALLBACK (realized_cb), NULL);
    }
  real (window);
}

__attribute__ ((constructor)) static void
begin (void)
{
  /* Only the program itself, not the processes it starts. */
  unsetenv ("LD_PRELOAD");
}
