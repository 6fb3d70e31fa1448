/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a program by LD_PRELOAD: types into the field that has the focus, one change after the other, and notes how
 * long each takes until a frame with its answer has been painted. The program knows nothing of it.
 *
 * ECPA_WIZARD_PROBE is a folder. Its file “texts” has one text in a line, what the field is to hold next; each differs from
 * the one before by one key, or by all that was typed. On SIGUSR1 they are gone through, and the file “answer” gets one line
 * for each: microseconds of the change, microseconds of the same in the last field of the window (one letter more or less
 * in a field that nothing is searched for), and the first entry of the list below the field as it was painted. */

#include <gtk/gtk.h>

#include <dlfcn.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Between two keys, so that each begins with nothing left to be painted. */
#define PAUSE_MS 25

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GtkText *field;
  GtkText *floor;
  GStrv    texts;
  guint    at;
  gboolean on_floor;
  gint64   began;
  gint64   took;                /* of the change, while the floor's turn is on */
  char    *first;               /* (nullable): the first entry */
  gulong   painted_id;
  GString *answer;
} Run;

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
find_last (GtkWidget *widget,
           GType      type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    found = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *below = find_last (child, type);

      found = below != NULL ? below : found;
    }

  return found;
}

static GtkWidget *
find_first (GtkWidget *widget,
            GType      type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_first (child, type);

  return found;
}

/* What the row that the field is in shows first. */
static const char *
first_entry (GtkWidget *field)
{
  GtkWidget *label = NULL;

  for (GtkWidget *above = field; above != NULL && label == NULL; above = gtk_widget_get_parent (above))
    if (g_str_equal (gtk_widget_get_css_name (above), "choicerow"))
      {
        GtkWidget *list = find_first (above, GTK_TYPE_LIST_VIEW);

        label = list != NULL ? find_first (list, GTK_TYPE_LABEL) : NULL;
        break;
      }

  return label != NULL ? gtk_label_get_label (GTK_LABEL (label)) : "";
}

/* One change: what is the same at the beginning stays. */
static void
bring_to (GtkText    *field,
          const char *wanted)
{
  const char *now = gtk_editable_get_text (GTK_EDITABLE (field));
  int same = 0;

  while (*now != '\0' && g_utf8_get_char (now) == g_utf8_get_char (wanted))
    {
      now = g_utf8_next_char (now);
      wanted = g_utf8_next_char (wanted);
      same++;
    }
  if (*now != '\0')
    gtk_editable_delete_text (GTK_EDITABLE (field), same, -1);
  if (*wanted != '\0')
    gtk_editable_insert_text (GTK_EDITABLE (field), wanted, -1, &same);
  gtk_editable_set_position (GTK_EDITABLE (field), -1);
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
turn_cb (gpointer data)
{
  Run *run = data;

  if (run->texts[run->at] == NULL)
    {
      g_autofree char *path = g_build_filename (getenv ("ECPA_WIZARD_PROBE"), "answer", NULL);

      g_signal_handler_disconnect (gtk_widget_get_frame_clock (GTK_WIDGET (run->field)), run->painted_id);
      if (!g_file_set_contents (path, run->answer->str, -1, NULL))
        perror ("wizard-probe");
      g_string_free (run->answer, TRUE);
      g_strfreev (run->texts);
      g_free (run->first);
      g_free (run);
      return G_SOURCE_REMOVE;
    }

  run->began = g_get_monotonic_time ();
  if (run->on_floor)
    bring_to (run->floor, run->at % 2 == 0 ? "1" : "");
  else
    bring_to (run->field, run->texts[run->at]);
  /* a text that leaves all as it is would never be painted */
  gtk_widget_queue_draw (GTK_WIDGET (run->on_floor ? run->floor : run->field));

  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock,
            Run           *run)
{
  gint64 took = g_get_monotonic_time () - run->began;

  if (run->began == 0)
    return;

  run->began = 0;
  if (run->on_floor)
    {
      g_string_append_printf (run->answer, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n", run->took, took, run->first);
      run->at++;
    }
  else
    {
      run->took = took;
      g_free (run->first);
      run->first = g_strdup (first_entry (GTK_WIDGET (run->field)));
    }
  run->on_floor = !run->on_floor;
  g_timeout_add (PAUSE_MS, turn_cb, run);
}

static gboolean
asked_cb (gpointer window)
{
  g_autofree char *path = g_build_filename (getenv ("ECPA_WIZARD_PROBE"), "texts", NULL);
  g_autofree char *texts = NULL;
  GtkWidget *focus = gtk_window_get_focus (window);
  Run *run;

  if (!GTK_IS_TEXT (focus) || !g_file_get_contents (path, &texts, NULL, NULL))
    {
      fputs ("wizard-probe: no field has the focus, or there is nothing to type\n", stderr);
      return G_SOURCE_CONTINUE;
    }

  run = g_new0 (Run, 1);
  run->field = GTK_TEXT (focus);
  run->floor = GTK_TEXT (find_last (window, GTK_TYPE_TEXT));
  run->texts = g_strsplit (g_strchomp (texts), "\n", -1);
  run->answer = g_string_new (NULL);
  run->painted_id = g_signal_connect (gtk_widget_get_frame_clock (focus), "after-paint", G_CALLBACK (painted_cb), run);
  g_timeout_add (PAUSE_MS, turn_cb, run);

  return G_SOURCE_CONTINUE;
}

/* In place of GTK's own; declared in gtk/gtkwindow.h. */
G_MODULE_EXPORT void
gtk_window_present (GtkWindow *window)
{
  static void (*real) (GtkWindow *window);
  static gboolean begun;

  if (real == NULL)
    real = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");
  if (!begun && GTK_IS_APPLICATION_WINDOW (window) && getenv ("ECPA_WIZARD_PROBE") != NULL)
    {
      begun = TRUE;
      g_unix_signal_add (SIGUSR1, asked_cb, window);
    }
  real (window);
}

__attribute__ ((constructor)) static void
begin (void)
{
  /* Only the program itself, not the processes it starts. */
  unsetenv ("LD_PRELOAD");
}
