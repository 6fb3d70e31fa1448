/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into the application by LD_PRELOAD: looks at all its windows from within, as they are and in other sizes and
 * with other text. The product knows nothing of it.
 *
 * ECPA_WINDOW_PROBE names a folder. A line in its FIFO `ask`, "<name> <dpi>x<width>x<height> …" with 0x0 for the size
 * the window has, is answered by a file of that name with a line for each finding: size, window, kind, widget, details.
 * Each ask also goes through every window with Tab. */

#include "layout-walk.h"

#include <execinfo.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A window has its size when nothing has changed for so many frames, each asked for after the X server has answered and
 * all that waited to be laid out has been. */
#define QUIET_FRAMES 4
#define MOST_FRAMES 90
#define FRAME_MS 16

typedef struct
{
  GtkWindow *window;
  int        width;
  int        height;
} Window;

typedef struct
{
  char   *name;
  char  **steps;
  guint   at;
  GString *answer;
  GArray *windows;      /* as they were */
  guint   frames;
  guint   quiet;
  int     seen;
} Walk;

static char *folder;
static Walk *walk;
static guint n_asked;

static gboolean next_step (gpointer data);

static GArray *
list_windows (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GArray *windows = g_array_new (FALSE, FALSE, sizeof (Window));

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);
      Window entry = { .window = window };

      gtk_window_get_default_size (window, &entry.width, &entry.height);
      if (gtk_widget_get_mapped (GTK_WIDGET (window)))
        g_array_append_val (windows, entry);
    }

  return windows;
}

static void
note (const char *step,
      GtkWindow  *window,
      const char *finding)
{
  const char *title = gtk_window_get_title (window);

  g_string_append_printf (walk->answer, "%s\t%s\t%s\n", step, title != NULL ? title : "", finding);
}

/* The desk of the training is large, and takes most of the time to lay out: it is looked at once. */
static void
set_aside (gboolean aside)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_strcmp0 (G_OBJECT_TYPE_NAME (l->data), "EcpaTrainingWindow") == 0)
      gtk_widget_set_visible (l->data, !aside);
}

/* An open popover keeps the focus to itself until it is closed. */
static gboolean
has_popover (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_popover (child))
      return TRUE;

  return FALSE;
}

static void
look (const char *step)
{
  g_autoptr (GArray) windows = list_windows ();
  int width = 0;
  int dpi = 0;

  sscanf (step, "%dx%d", &dpi, &width);
  for (guint i = 0; i < windows->len; i++)
    {
      GtkWindow *window = g_array_index (windows, Window, i).window;
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

      if (width > 0)
        width_walk (window, width, findings);
      layout_walk (GTK_WIDGET (window), findings);
      if (walk->at == 0 && !has_popover (GTK_WIDGET (window)))
        focus_walk (window, findings);
      for (guint n = 0; n < findings->len; n++)
        note (step, window, g_ptr_array_index (findings, n));
    }
}

static void
set_text_and_size (const char *step)
{
  g_autoptr (GArray) windows = list_windows ();
  int dpi = 96;
  int width = 0;
  int height = 0;

  sscanf (step, "%dx%dx%d", &dpi, &width, &height);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi * 1024, "gtk-enable-animations", FALSE, NULL);
  for (guint i = 0; width > 0 && i < windows->len; i++)
    if (gtk_window_get_resizable (g_array_index (windows, Window, i).window))
      gtk_window_set_default_size (g_array_index (windows, Window, i).window, width, height);
}

static void
restore (void)
{
  g_autoptr (GArray) now = list_windows ();

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, "gtk-enable-animations", TRUE, NULL);
  for (guint i = 0; i < walk->windows->len; i++)
    for (guint n = 0; n < now->len; n++)
      if (g_array_index (now, Window, n).window == g_array_index (walk->windows, Window, i).window)
        gtk_window_set_default_size (g_array_index (now, Window, n).window,
                                     g_array_index (walk->windows, Window, i).width,
                                     g_array_index (walk->windows, Window, i).height);
  set_aside (FALSE);
}

static void
finish (void)
{
  g_autofree char *path = g_build_filename (folder, walk->name, NULL);

  g_file_set_contents (path, walk->answer->str, -1, NULL);
  g_array_unref (walk->windows);
  g_string_free (walk->answer, TRUE);
  g_strfreev (walk->steps);
  g_free (walk->name);
  g_clear_pointer (&walk, g_free);
}

/* All sizes as one number: when it stays, they do. */
static int
measure_all (void)
{
  g_autoptr (GArray) windows = list_windows ();
  int sum = 0;

  for (guint i = 0; i < windows->len; i++)
    {
      GtkWidget *window = GTK_WIDGET (g_array_index (windows, Window, i).window);

      sum = sum * 31 + gtk_widget_get_width (window) * 3 + gtk_widget_get_height (window);
    }

  return sum;
}

static gboolean
frame_cb (gpointer data)
{
  int now = measure_all ();

  gdk_display_sync (gdk_display_get_default ());
  walk->quiet = now == walk->seen ? walk->quiet + 1 : 0;
  walk->seen = now;
  if (walk->quiet < QUIET_FRAMES && walk->frames++ < MOST_FRAMES)
    return G_SOURCE_CONTINUE;

  /* Who asked finds the windows as they were. */
  if (walk->steps[walk->at] == NULL)
    {
      finish ();
      return G_SOURCE_REMOVE;
    }

  look (walk->steps[walk->at]);
  walk->at++;
  g_idle_add (next_step, NULL);

  return G_SOURCE_REMOVE;
}

static gboolean
next_step (gpointer data)
{
  if (walk->steps[walk->at] != NULL)
    set_text_and_size (walk->steps[walk->at]);
  else
    restore ();
  walk->frames = 0;
  walk->quiet = 0;
  gdk_display_sync (gdk_display_get_default ());
  g_timeout_add_full (G_PRIORITY_LOW, FRAME_MS, frame_cb, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static gboolean
asked (int          fd,
       GIOCondition condition,
       gpointer     data)
{
  char line[512];
  gssize length = read (fd, line, sizeof line - 1);
  g_auto (GStrv) words = NULL;

  if (length <= 0 || walk != NULL)
    return G_SOURCE_CONTINUE;

  line[length] = '\0';
  words = g_strsplit (g_strstrip (line), " ", -1);
  walk = g_new0 (Walk, 1);
  walk->name = g_strdup (words[0]);
  walk->steps = g_strdupv (words + 1);
  walk->answer = g_string_new (NULL);
  set_aside (n_asked++ > 0);
  walk->windows = list_windows ();
  g_idle_add (next_step, NULL);

  return G_SOURCE_CONTINUE;
}

/* Where a critical has ended the application (G_DEBUG=fatal-criticals), so that the log says from where; what has no name is
 * for addr2line. */
static void
tell_where (int number)
{
  void *frames[16];

  backtrace_symbols_fd (frames, backtrace (frames, G_N_ELEMENTS (frames)), STDERR_FILENO);
  signal (number, SIG_DFL);
  raise (number);
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("ECPA_WINDOW_PROBE");
  g_autofree char *fifo = NULL;
  int fd;

  if (path == NULL)
    return;

  /* Only the application itself, not the processes it starts. */
  unsetenv ("LD_PRELOAD");
  signal (SIGTRAP, tell_where);
  folder = g_strdup (path);
  fifo = g_build_filename (folder, "ask", NULL);
  if (mkfifo (fifo, 0600) != 0)
    g_error ("%s", fifo);
  fd = open (fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_unix_fd_add (fd, G_IO_IN, asked, NULL);
}
