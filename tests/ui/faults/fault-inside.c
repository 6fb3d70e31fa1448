/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-inside.h"
#include "fault-steps.h"

#include "ecpa-ended-bar.h"
#include "ecpa-endpoints.h"
#include "ecpa-secret-row.h"
#include "ecpa-services-insides.h"

#include <string.h>

/* What goes wrong when somebody is inside: the session ends or locks, and what was shown is not what the service has. */

/* Types -------------------------------------------------------------------- */

typedef FaultFixture F;

typedef struct
{
  const char    *name;
  EcpaFaultCode  code;
  void         (*begin) (F *f);
} EndRow;

static F *fixture;

/* Causes ------------------------------------------------------------------- */

static void
run_out (F *f)
{
  fault_fixture_sql (f, "UPDATE sessions SET last_used_at = last_used_at - 86400");
}

/* The same token, used by somebody who is not this window. */
static void
sign_out_elsewhere (F *f)
{
  g_autoptr (EcpaRequest) request = ecpa_request_new ("DELETE", ECPA_PATH_SESSION, G_TYPE_NONE);

  ecpa_client_call_async (ecpa_services_get_client (f->services), request, NULL, NULL, NULL);
}

/* As an administrator would, at the machine of the service. */
static void
end_all_sessions (F *f)
{
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *directory = g_path_get_dirname (ecpa_test_backend_get_database (f->backend));
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--training", "--directory", directory,
                              "--end-sessions-all", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static void
lock (F *f)
{
  ecpa_window_lock (f->window, ECPA_FAULT_LOCKED);
}

static void
lock_screen (F *f)
{
  ecpa_window_lock (f->window, ECPA_FAULT_LOCKED_SCREEN);
}

/* Nobody touches it, the machine sleeps meanwhile. */
static void
go_away (F *f)
{
  EcpaAttendance *attendance = ecpa_home_flow_get_attendance (fault_steps_get_home ());

  ecpa_attendance_set_limit (attendance, 60);
  ecpa_idle_watch_sleep (ecpa_attendance_get_watch (attendance), 61 * G_USEC_PER_SEC);
}

/* Auxiliaries -------------------------------------------------------------- */

static gpointer
login_part (F          *f,
            const char *name)
{
  return fault_fixture_part (ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_LOGIN_PAGE, NULL), ECPA_TYPE_LOGIN_PAGE, name);
}

/* Said over the sign-in: who is to come back, and why. Nothing else of theirs is there. */
static void
check_locked (F             *f,
              EcpaFaultCode  code)
{
  const EcpaFaultWords *words = ecpa_fault_words (code);
  const char *title = gtk_label_get_label (fault_fixture_ended_part (f, "title_label"));
  const char *text = gtk_label_get_label (fault_fixture_ended_part (f, "text_label"));

  g_assert_true (gtk_widget_get_mapped (fault_fixture_ended_part (f, "title_label")));
  g_assert_false (gtk_widget_has_css_class (ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_ENDED_BAR, NULL), "done"));
  g_assert_nonnull (strstr (title, "林○○"));
  if (strstr (text, words->advice) == NULL || (code != ECPA_FAULT_LOCKED && strstr (text, words->title) == NULL))
    g_error ("“%s” in place of “%s”", text, words->title);
  g_assert_true (gtk_widget_get_mapped (fault_fixture_ended_part (f, "somebody_else_button")));
  /* nothing is begun in front of somebody who is to come back */
  g_assert_false (gtk_widget_get_mapped (login_part (f, "card_services")));
  g_assert_false (gtk_widget_get_mapped (login_part (f, "guide_button")));
  g_assert_false (fault_steps_shows_orders (f));
  g_assert_false (ui_test_shows (GTK_WIDGET (f->window), "林曉青"));
}

static gboolean
is_back_at_order (gpointer data)
{
  EcpaOrderItem *item = fault_steps_get_order (data);

  return item != NULL && ecpa_order_item_get_order (item) != NULL;
}

/* The same card leads back to the order that was open. */
static void
come_back (F          *f,
           const char *id)
{
  fault_steps_sign_in_again (f, "Qinglin-115");
  ecpa_test_until (is_back_at_order, f);
  g_assert_cmpstr (ecpa_order_item_get_summary (fault_steps_get_order (f))->id, ==, id);
  g_assert_false (gtk_widget_get_mapped (fault_fixture_ended_part (f, "title_label")));
}

static char *
begin_at_order (F *f)
{
  fault_steps_come_in (f);
  fault_steps_open_order (f, 1);

  return g_strdup (ecpa_order_item_get_summary (fault_steps_get_order (f))->id);
}

static gboolean
shows_other_card (gpointer data)
{
  return ui_test_shows (GTK_WIDGET (((F *) data)->window), ecpa_fault_words (ECPA_FAULT_LOCKED_OTHER_CARD)->title);
}

/* Another card says so, and there is no place to type a password in. */
static void
put_other_card (F *f)
{
  fault_fixture_put (f, "newest");
  ecpa_test_until (shows_other_card, f);
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_SECRET_ROW, NULL)));
}

/* Tests -------------------------------------------------------------------- */

static const EndRow end_rows[] = {
  { "run-out", ECPA_FAULT_SESSION_EXPIRED, run_out },
  { "ended-elsewhere", ECPA_FAULT_SESSION_ELSEWHERE, sign_out_elsewhere },
  { "ended-by-administrator", ECPA_FAULT_SESSION_ADMINISTRATOR, end_all_sessions },
  { "locked", ECPA_FAULT_LOCKED, lock },
  { "locked-idle", ECPA_FAULT_LOCKED_IDLE, go_away },
  { "locked-with-screen", ECPA_FAULT_LOCKED_SCREEN, lock_screen },
};

/* Whether a request that was on its way hears of the end first, or the events tell it. */
static void
test_end (gconstpointer data)
{
  const EndRow *row = data;
  F *f = fixture;
  g_autofree char *id = begin_at_order (f);

  row->begin (f);
  fault_fixture_await_page (f, "sign-in");
  check_locked (f, row->code);
  come_back (f, id);
  fault_steps_leave (f);
}

/* Another card while locked: the right one put in leads back. */
static void
test_other_card (void)
{
  F *f = fixture;
  g_autofree char *id = begin_at_order (f);

  lock (f);
  fault_fixture_await_page (f, "sign-in");
  put_other_card (f);
  fault_fixture_put (f, "ordinary");
  fault_fixture_await_card (f);
  come_back (f, id);
  fault_steps_leave (f);
}

/* The other way out: whoever has the other card signs in, and sees nothing of the first. */
static void
test_somebody_else (void)
{
  F *f = fixture;
  g_autofree char *id = begin_at_order (f);

  lock (f);
  fault_fixture_await_page (f, "sign-in");
  put_other_card (f);
  fault_fixture_click (fault_fixture_ended_part (f, "somebody_else_button"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (fault_fixture_await_dialog (f)), "go-on");
  fault_fixture_await_card (f);
  g_assert_false (ui_test_shows (GTK_WIDGET (f->window), "林○○"));
  fault_steps_sign_in_again (f, "Jianhong*88");
  g_assert_null (fault_steps_get_order (f));
  g_assert_false (ui_test_shows (GTK_WIDGET (f->window), "林○○"));
  g_assert_false (ui_test_shows (GTK_WIDGET (f->window), "林曉青"));
  fault_steps_leave (f);
}

static gboolean
has_no_fault (gpointer data)
{
  EcpaOrderItem *item = fault_steps_get_order (data);

  return item == NULL || ecpa_order_item_get_fault (item) == NULL;
}

static gboolean
is_list_shorter (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ecpa_home_flow_get_inbox (fault_steps_get_home ())))
         < GPOINTER_TO_UINT (data);
}

/* Withdrawn while it stands in the list: loading again takes it off the list. */
static void
test_not_found (void)
{
  F *f = fixture;
  GListModel *inbox;
  g_autoptr (EcpaOrderItem) first = NULL;
  g_autofree char *sql = NULL;
  EcpaFaultView *view;
  guint n;

  fault_steps_come_in (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  inbox = G_LIST_MODEL (ecpa_home_flow_get_inbox (fault_steps_get_home ()));
  n = g_list_model_get_n_items (inbox);
  first = g_list_model_get_item (inbox, n - 1);
  sql = g_strdup_printf ("DELETE FROM orders WHERE id = '%s'", ecpa_order_item_get_summary (first)->id);

  fault_fixture_sql (f, "CREATE TABLE kept_orders AS SELECT * FROM orders");
  fault_fixture_sql (f, sql);
  fault_steps_activate (f, n - 1);
  view = fault_fixture_await_fault (f, ECPA_FAULT_NOT_FOUND);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  ecpa_test_until (is_list_shorter, GUINT_TO_POINTER (n));
  fault_fixture_sql (f, "INSERT OR IGNORE INTO orders SELECT * FROM kept_orders");
  fault_fixture_sql (f, "DROP TABLE kept_orders");
  fault_steps_open_order (f, 0);
  fault_steps_leave (f);
}

/* Made one on paper while it was read: it need not be signed for, and that can be put away. */
static void
test_not_electronic (void)
{
  F *f = fixture;
  g_autofree char *id = begin_at_order (f);
  g_autofree char *to_paper = g_strdup_printf ("UPDATE orders SET electronic = 0 WHERE id = '%s'", id);
  g_autofree char *back = g_strdup_printf ("UPDATE orders SET electronic = 1 WHERE id = '%s'", id);
  EcpaFaultView *view;

  fault_fixture_sql (f, to_paper);
  g_assert_true (gtk_widget_activate_action (fault_steps_get_order_view (f), "order.sign", NULL));
  view = fault_fixture_await_fault (f, ECPA_FAULT_NOT_ELECTRONIC);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (view)));
  fault_fixture_sql (f, back);
  fault_steps_leave (f);
}

static gboolean
has_toast (gpointer data)
{
  GtkWidget *toast = ui_test_find (GTK_WIDGET (((F *) data)->window), g_type_from_name ("AdwToastWidget"), NULL);

  return toast != NULL;
}

/* A folder that is not there; choosing again leads through the notice to another place. */
static void
test_file (void)
{
  F *f = fixture;
  g_autofree char *id = begin_at_order (f);
  g_autofree char *nowhere = g_build_filename (f->directory, "missing", "order.pdf", NULL);
  g_autofree char *somewhere = g_build_filename (f->directory, "order.pdf", NULL);
  GtkWidget *order = fault_steps_get_order_view (f);
  EcpaFaultView *view;
  GtkWindow *notice;

  g_assert_true (gtk_widget_activate_action (order, "order.export-to", "s", nowhere));
  view = fault_fixture_await_fault (f, ECPA_FAULT_FILE);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  notice = fault_fixture_await_dialog (f);
  g_assert_true (ADW_IS_MESSAGE_DIALOG (notice));
  gtk_window_close (notice);
  g_assert_true (gtk_widget_activate_action (order, "order.export-to", "s", somewhere));
  ecpa_test_until (has_toast, f);
  g_assert_true (g_file_test (somewhere, G_FILE_TEST_EXISTS));
  g_assert_true (has_no_fault (f));
  fault_steps_leave (f);
}

/* For test-faults.c -------------------------------------------------------- */

const EcpaFaultCode fault_inside_codes[] = {
  ECPA_FAULT_SESSION_EXPIRED, ECPA_FAULT_SESSION_ELSEWHERE, ECPA_FAULT_SESSION_ADMINISTRATOR,
  ECPA_FAULT_LOCKED, ECPA_FAULT_LOCKED_IDLE, ECPA_FAULT_LOCKED_SCREEN, ECPA_FAULT_LOCKED_OTHER_CARD,
  ECPA_FAULT_FILE, ECPA_FAULT_NOT_FOUND, ECPA_FAULT_NOT_ELECTRONIC,
};
const guint fault_inside_n_codes = G_N_ELEMENTS (fault_inside_codes);

void
fault_inside_add (FaultFixture *for_all)
{
  fixture = for_all;
  for (guint i = 0; i < G_N_ELEMENTS (end_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/faults/%s", end_rows[i].name);

      g_test_add_data_func (path, &end_rows[i], test_end);
    }
  g_test_add_func ("/ui/faults/other-card", test_other_card);
  g_test_add_func ("/ui/faults/somebody-else", test_somebody_else);
  g_test_add_func ("/ui/faults/not-found", test_not_found);
  g_test_add_func ("/ui/faults/not-electronic", test_not_electronic);
  g_test_add_func ("/ui/faults/file", test_file);
}
