/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui-test.h"

#include <gdk/x11/gdkx.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  guint    (*get) (gpointer user_data);
  gpointer   user_data;
  guint      wanted;
} Expectation;

typedef struct
{
  GtkAdjustment *adjustment;
  double         value;
  guint          n;             /* frames that have passed */
  guint          n_still;       /* those of them since the page moved */
  guint          wanted;
} Frames;

/* Auxiliaries -------------------------------------------------------------- */

static void
xdotool (const char *verb,
         const char *argument)
{
  const char *argv[] = { "xdotool", verb, argument, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
is_met (gpointer data)
{
  Expectation *expectation = data;

  return expectation->get (expectation->user_data) == expectation->wanted;
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  Frames *frames = data;
  double value = gtk_adjustment_get_value (frames->adjustment);

  frames->n++;
  frames->n_still = value == frames->value ? frames->n_still + 1 : 0;
  frames->value = value;

  return G_SOURCE_CONTINUE;
}

static gboolean
have_passed (gpointer data)
{
  Frames *frames = data;

  return frames->n >= frames->wanted;
}

static gboolean
have_been_still (gpointer data)
{
  Frames *frames = data;

  return frames->n_still >= frames->wanted;
}

static void
pass (GtkScrolledWindow *scroller,
      guint              wanted,
      gboolean         (*func) (gpointer frames))
{
  Frames frames = { .adjustment = gtk_scrolled_window_get_vadjustment (scroller), .wanted = wanted };
  guint id = gtk_widget_add_tick_callback (GTK_WIDGET (scroller), frame_cb, &frames, NULL);

  ecpa_test_until (func, &frames);
  gtk_widget_remove_tick_callback (GTK_WIDGET (scroller), id);
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

/* Public API --------------------------------------------------------------- */

/* Whether there is an X server and a program that presses its keys; else the test is skipped, and says so. */
gboolean
ui_test_can_type (void)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");

  if (program != NULL && GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    return TRUE;

  g_test_skip ("no X server or no xdotool to press keys with");

  return FALSE;
}

/* There is no window manager that would give it the focus. */
void
ui_test_focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));

  xdotool ("windowfocus", id);
  ecpa_test_until (is_active, window);
}

/* One key, by its X name; the caller waits for what it does. */
void
ui_test_press (const char *key)
{
  xdotool ("key", key);
}

/* The first button of the mouse, wherever that is. */
void
ui_test_hold_button (gboolean held)
{
  xdotool (held ? "mousedown" : "mouseup", "1");
}

void
ui_test_until_eq (guint    (*get) (gpointer user_data),
                  gpointer   user_data,
                  guint      wanted)
{
  Expectation expectation = { get, user_data, wanted };

  if (!ecpa_test_wait (is_met, &expectation, 20000))
    g_error ("waited in vain for %u, have %u", wanted, get (user_data));
}

/* Lets so many frames pass, however slow they are. */
void
ui_test_pass_frames (GtkScrolledWindow *scroller,
                     guint              n_frames)
{
  pass (scroller, n_frames, have_passed);
}

/* Lets frames pass until there have been so many one after the other in which the page did not move. */
void
ui_test_pass_still (GtkScrolledWindow *scroller,
                    guint              n_frames)
{
  pass (scroller, n_frames, have_been_still);
}

/* The first widget of @type under @root, or the one with @label on it. */
GtkWidget *
ui_test_find (GtkWidget  *root,
              GType       type,
              const char *label)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (label == NULL
          || (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
          || (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (root)), label) == 0)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_test_find (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Whether a label under @root that can be seen has @text in it. */
gboolean
ui_test_shows (GtkWidget  *root,
               const char *text)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (ui_test_shows (child, text))
      return TRUE;

  return FALSE;
}

/* How many widgets, @root among them, have @name to screen readers; for programs that set `GTK_A11Y=test`. */
guint
ui_test_count_named (GtkWidget  *root,
                     const char *name)
{
  g_autofree char *other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  guint n = other == NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += ui_test_count_named (child, name);

  return n;
}

/* (transfer none) (nullable): the message that is shown, or any of them */
AdwMessageDialog *
ui_test_find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window); /* GTK holds it */
    }

  return NULL;
}

/* For ecpa_test_until(). */
gboolean
ui_test_has_no_dialog (gpointer unused)
{
  return ui_test_find_dialog () == NULL;
}
