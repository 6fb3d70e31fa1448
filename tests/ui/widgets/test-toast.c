/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-toast.h"
#include "ui-test.h"

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
find_close_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_close_button (child);

  return found;
}

/* Tests -------------------------------------------------------------------- */

/* The one that had to wait for its turn, while the first still fades, has a button with a name too. */
static void
test_close_has_name (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  ecpa_toast_show (ADW_TOAST_OVERLAY (overlay), "the first");
  ecpa_toast_show_saved (ADW_TOAST_OVERLAY (overlay), "the second", "test.open", "file:///nowhere");
  g_assert_true (ui_test_shows (overlay, "the first"));
  g_assert_false (ui_test_shows (overlay, "the second"));
  g_assert_cmpuint (ui_test_count_named (overlay, "Close"), ==, 1);

  g_signal_emit_by_name (find_close_button (overlay), "clicked");
  g_assert_true (ui_test_shows (overlay, "the second"));
  g_assert_nonnull (ui_test_find (overlay, GTK_TYPE_BUTTON, "Open"));
  g_assert_cmpuint (ui_test_count_named (overlay, "Close"), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/widgets/toast/close-has-name", test_close_has_name);

  return g_test_run ();
}
