/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-fault-view.h"
#include "ui-test.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
action_cb (EcpaFaultView *view,
           int            action,
           int           *answer)
{
  *answer = action;
}

static gboolean
may_try_again (gpointer view)
{
  return ui_test_shows (view, "You can try again now.");
}

static GtkWidget *
create_view (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = ecpa_fault_view_new ();

  gtk_window_set_child (GTK_WINDOW (window), view);

  return view;
}

static void
destroy_view (GtkWidget *view)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (view)));
}

/* Tests -------------------------------------------------------------------- */

static void
test_comes_and_goes (void)
{
  GtkWidget *view = create_view ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  EcpaFault fault = { ECPA_FAULT_WRONG_PASSWORD, 2, -1, now, NULL };

  g_assert_false (gtk_widget_get_visible (view));
  ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (view), &fault);
  g_assert_true (gtk_widget_get_visible (view));
  g_assert_true (ui_test_shows (view, "The registration password is wrong"));
  g_assert_true (ui_test_shows (view, "2 tries are left"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_ALERT);

  fault.code = ECPA_FAULT_NONE;
  ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (view), &fault);
  g_assert_false (gtk_widget_get_visible (view));
  g_assert_null (ecpa_fault_view_get_fault (ECPA_FAULT_VIEW (view)));
  destroy_view (view);
}

static void
test_button (void)
{
  GtkWidget *view = create_view ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  EcpaFault fault = { ECPA_FAULT_OFFLINE, -1, -1, now, NULL };
  int answer = -1;

  g_signal_connect (view, "action", G_CALLBACK (action_cb), &answer);
  ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (view), &fault);
  g_signal_emit_by_name (ui_test_find (view, GTK_TYPE_BUTTON, "_Try Again"), "clicked");
  g_assert_cmpint (answer, ==, ECPA_FAULT_ACTION_RETRY);

  /* what goes by itself has no button */
  fault.code = ECPA_FAULT_CARD_ABSENT;
  ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (view), &fault);
  g_assert_false (gtk_widget_get_visible (ui_test_find (view, GTK_TYPE_BUTTON, NULL)));
  destroy_view (view);
}

static void
test_countdown (void)
{
  GtkWidget *view = create_view ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  EcpaFault fault = { ECPA_FAULT_STOPPED, -1, 2, now, NULL };

  ecpa_fault_view_set_fault (ECPA_FAULT_VIEW (view), &fault);
  g_assert_true (ui_test_shows (view, "You can try again in "));
  ecpa_test_until (may_try_again, view);
  destroy_view (view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/widgets/fault-view/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/ui/widgets/fault-view/button", test_button);
  g_test_add_func ("/ui/widgets/fault-view/countdown", test_countdown);

  return g_test_run ();
}
