/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "ecpa-history-page-private.h"
#include "ecpa-test.h"
#include "history-double.h"
#include "order-item-double.h"
#include "ui-test.h"

#define MOST_CHOSEN 100

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GtkWindow       *window;
  EcpaHistoryPage *page;
  EcpaHistory     *history;
  char            *directory;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->history = history_double_new ();
  fixture->directory = ecpa_test_make_directory ();
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = g_object_new (ECPA_TYPE_HISTORY_PAGE, NULL);
  gtk_window_set_default_size (fixture->window, 900, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
  ecpa_history_page_set_history (fixture->page, fixture->history);
  ecpa_history_page_enter (fixture->page);
}

/* Nothing that showed the history may outlive the window. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaHistoryPage *page = fixture->page;
  EcpaHistory *history = fixture->history;

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  g_object_add_weak_pointer (G_OBJECT (history), (gpointer *) &history);
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->history);
  ecpa_test_assert_dies (page);
  ecpa_test_assert_dies (history);
  ecpa_test_remove_directory (fixture->directory);
  g_free (fixture->directory);
}

static void
answer (Fixture *fixture,
        guint    n_rows)
{
  history_double_answer (fixture->history, n_rows);
  history_double_set_ready (fixture->history, n_rows);
}

static const char *
shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->page->stack);
}

static void
act (Fixture    *fixture,
     const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), name, NULL));
}

/* Whether an action may be activated is asked for where the user interface asks: at a button with that action. */
static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  GtkWidget *button = gtk_button_new ();
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_insert_before (button, GTK_WIDGET (fixture->page), NULL);
  enabled = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);

  return enabled;
}

static GtkWidget *
get_line (Fixture *fixture,
          guint    position)
{
  g_autofree char *id = g_strdup_printf ("order-%u", position);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *line = gtk_widget_get_first_child (row);

      if (ECPA_IS_HISTORY_LINE (line)
          && g_strcmp0 (ecpa_history_line_get_order_id (ECPA_HISTORY_LINE (line)), id) == 0)
        return line;
    }

  return NULL;
}

static gboolean
has_lines (gpointer data)
{
  GtkWidget *line = get_line (data, 0);

  return line != NULL && gtk_widget_get_height (line) > 0;
}

static void
activate_row (Fixture *fixture,
              guint    position)
{
  g_signal_emit_by_name (fixture->page->list, "activate", position);
}

static guint
count_chosen (Fixture *fixture)
{
  return g_hash_table_size (fixture->page->chosen);
}

/* Whether the list item of an order says this to screen readers. */
typedef struct
{
  Fixture    *fixture;
  guint       position;
  const char *name;
} Naming;

static gboolean
is_named (gpointer data)
{
  Naming *naming = data;
  GtkWidget *line = get_line (naming->fixture, naming->position);
  g_autofree char *other = NULL;

  if (line == NULL)
    return FALSE;
  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (line)),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL, naming->name);

  return other == NULL;
}

static gboolean
is_progress_shown (gpointer page)
{
  return gtk_widget_get_visible (ECPA_HISTORY_PAGE (page)->export_bar);
}

static gboolean
has_file_fault (gpointer page)
{
  return ecpa_fault_view_get_fault (ECPA_HISTORY_PAGE (page)->more_fault) != NULL;
}

static gboolean
is_done (gpointer page)
{
  return ECPA_HISTORY_PAGE (page)->exporting == NULL;
}

static void
export_to (Fixture    *fixture,
           const char *path)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "history.export-to", "s", path));
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->directory, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;

  return n;
}

/* Tests: what is shown ----------------------------------------------------- */

static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);

  g_assert_cmpuint (history_double_n_loads (fixture->history), ==, 1);
  history_double_set_state (fixture->history, TRUE, FALSE, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (fixture), ==, "loading");
  g_assert_true (ui_test_shows (page, "Fetching your orders…"));
  history_double_set_state (fixture->history, TRUE, TRUE, ECPA_FAULT_NONE);
  g_assert_true (ui_test_shows (page, "The service takes longer than usual; still waiting…"));
  g_assert_false (is_enabled (fixture, "history.export") || is_enabled (fixture, "history.choose-all"));

  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_OFFLINE);
  g_assert_cmpstr (shown (fixture), ==, "failed");
  g_assert_nonnull (ecpa_fault_view_get_fault (fixture->page->load_fault));
  g_assert_null (ecpa_fault_view_get_fault (fixture->page->more_fault));
  g_signal_emit_by_name (fixture->page->load_fault, "action", ECPA_FAULT_ACTION_RETRY);
  g_assert_cmpuint (history_double_n_retries (fixture->history), ==, 1);

  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_NONE);
  answer (fixture, 0);
  g_assert_cmpstr (shown (fixture), ==, "none");
  g_assert_false (is_enabled (fixture, "history.export"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->page->totals)));

  /* a failure after that does not say that there were none */
  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_TIMEOUT);
  g_assert_cmpstr (shown (fixture), ==, "failed");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->page->totals)));
  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_NONE);

  answer (fixture, 5);
  g_assert_cmpstr (shown (fixture), ==, "list");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->page->totals)));
  g_assert_true (is_enabled (fixture, "history.export") && is_enabled (fixture, "history.choose-all"));
}

/* A page that does not come, and a search that takes its time, leave what is there. */
static void
test_states_in_list (Fixture       *fixture,
                     gconstpointer  data)
{
  answer (fixture, 5);
  history_double_set_state (fixture->history, TRUE, FALSE, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (fixture), ==, "list");
  g_assert_true (gtk_widget_get_visible (fixture->page->waiting) && gtk_spinner_get_spinning (fixture->page->spinner));
  g_assert_cmpstr (gtk_label_get_label (fixture->page->waiting_label), ==, "Searching…");
  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_TIMEOUT);
  g_assert_cmpstr (shown (fixture), ==, "list");
  g_assert_false (gtk_widget_get_visible (fixture->page->waiting) || gtk_spinner_get_spinning (fixture->page->spinner));
  g_assert_nonnull (ecpa_fault_view_get_fault (fixture->page->more_fault));
  g_signal_emit_by_name (fixture->page->more_fault, "action", ECPA_FAULT_ACTION_RETRY);
  g_assert_cmpuint (history_double_n_retries (fixture->history), ==, 1);
  history_double_set_state (fixture->history, FALSE, FALSE, ECPA_FAULT_NONE);
  g_assert_null (ecpa_fault_view_get_fault (fixture->page->more_fault));
}

static void
test_query (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const year[] = { "2025", NULL };
  EcpaHistoryPage *page = fixture->page;
  g_autofree char *long_text = g_strnfill (500, 'x');

  answer (fixture, 5);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->clear_button)));
  /* More than the backend would take cannot be typed. */
  gtk_editable_set_text (GTK_EDITABLE (page->search), long_text);
  g_assert_cmpuint (strlen (gtk_editable_get_text (GTK_EDITABLE (page->search))), ==, ECPA_ORDER_QUERY_MAX_TEXT);
  gtk_editable_set_text (GTK_EDITABLE (page->search), " 業務 ");
  ui_test_until_eq ((guint (*) (gpointer)) ecpa_history_is_filtered, fixture->history, TRUE);
  g_assert_cmpstr (ecpa_history_get_text (fixture->history), ==, "業務");
  /* What is typed stays as it was typed. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->search)), ==, " 業務 ");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (page->clear_button)));
  g_signal_emit_by_name (page->search, "activate");
  g_assert_cmpuint (history_double_n_nows (fixture->history), ==, 1);
  gtk_drop_down_set_selected (page->sort, ECPA_HISTORY_KIND);
  g_assert_cmpint (ecpa_history_get_sort (fixture->history), ==, ECPA_HISTORY_KIND);
  ecpa_facet_button_set_selected (page->years, year);
  g_signal_emit_by_name (page->years, "changed");
  g_assert_cmpstr (*ecpa_history_get_years (fixture->history), ==, "2025");

  history_double_answer (fixture->history, 0);
  g_assert_cmpstr (shown (fixture), ==, "no-match");
  act (fixture, "history.clear");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->search)), ==, "");
  g_assert_null (*ecpa_facet_button_get_selected (page->years));
  g_assert_false (ecpa_history_is_filtered (fixture->history));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->clear_button)));

  /* Back: what something else has set is what the controls say. */
  ecpa_history_set_text (fixture->history, "臺北");
  ecpa_history_set_kinds (fixture->history, (const char *const[]) { "4001", NULL });
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->search)), ==, "臺北");
  g_assert_cmpstr (*ecpa_facet_button_get_selected (page->kinds), ==, "4001");
}

static void
test_totals (Fixture       *fixture,
             gconstpointer  data)
{
  answer (fixture, 7);
  g_assert_true (ui_test_shows (GTK_WIDGET (fixture->page), "7 orders found"));
  g_assert_true (ui_test_shows (GTK_WIDGET (fixture->page), "嘉獎一次 7"));
}

static void
test_open_and_back (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) item = NULL;

  answer (fixture, 5);
  g_assert_false (is_enabled (fixture, "history.back"));
  activate_row (fixture, 2);
  item = ecpa_history_get_order (fixture->history, 2);
  g_assert_true (ecpa_history_page_can_go_back (fixture->page));
  g_assert_cmpuint (order_item_double_get_n_opened (item), ==, 1);
  g_assert_true (is_enabled (fixture, "history.back"));
  act (fixture, "history.back");
  g_assert_false (ecpa_history_page_can_go_back (fixture->page));
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->page->selection), ==, 2);

  /* A row that is on its way opens nothing. */
  history_double_answer (fixture->history, 5);
  activate_row (fixture, 2);
  g_assert_false (ecpa_history_page_can_go_back (fixture->page));
}

/* Tests: rows -------------------------------------------------------------- */

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (EcpaOrderSummary) paper = history_double_summary (0);
  g_autoptr (EcpaOrderSummary) second = history_double_summary (1);
  g_autofree char *name = ecpa_history_line_describe (paper, ", ");
  g_autofree char *other = ecpa_history_line_describe (second, ", ");
  g_autofree char *chosen = g_strdup_printf ("Chosen: %s", name);
  Naming plain = { fixture, 0, name }, marked = { fixture, 0, chosen }, beside = { fixture, 1, other };

  g_assert_true (g_str_has_suffix (name, "On paper"));
  g_assert_true (g_str_has_suffix (other, "Not signed for"));
  answer (fixture, 30);
  ecpa_test_until (has_lines, fixture);
  ecpa_test_until (is_named, &plain);
  gtk_toggle_button_set_active (fixture->page->choose_button, TRUE);
  activate_row (fixture, 0);
  ecpa_test_until (is_named, &marked);
  ecpa_test_until (is_named, &beside);
  gtk_toggle_button_set_active (fixture->page->choose_button, FALSE);
  ecpa_test_until (is_named, &plain);
}

/* A row has two lines where there is room for columns, and three otherwise; larger letters need more room. */
static void
test_widths (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *line;
  int wide, narrow, least;

  answer (fixture, 3);
  ecpa_test_until (has_lines, fixture);
  line = get_line (fixture, 0);
  gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, 1200, &wide, NULL, NULL, NULL);
  gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, 360, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide);
  g_assert_cmpint (3 * wide, <=, 2 * narrow + 6);
  g_assert_cmpint (least, <=, 340);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, width;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi > 0 ? dpi * 2 : 192 * 1024, NULL);
  answer (fixture, 3);
  gtk_toggle_button_set_active (fixture->page->choose_button, TRUE);
  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 400);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* Tests: choosing several -------------------------------------------------- */

static void
test_choosing (Fixture       *fixture,
               gconstpointer  data)
{
  EcpaHistoryPage *page = fixture->page;

  answer (fixture, 5);
  g_assert_false (gtk_widget_get_visible (page->choice_bar));
  gtk_toggle_button_set_active (page->choose_button, TRUE);
  g_assert_true (gtk_widget_get_visible (page->choice_bar));
  g_assert_false (is_enabled (fixture, "history.print-chosen") || is_enabled (fixture, "history.save-chosen"));
  activate_row (fixture, 1);
  activate_row (fixture, 3);
  g_assert_cmpuint (count_chosen (fixture), ==, 2);
  g_assert_cmpstr (gtk_label_get_label (page->choice_label), ==, "2 orders chosen");
  g_assert_false (ecpa_history_page_can_go_back (page));
  g_assert_true (is_enabled (fixture, "history.print-chosen") && is_enabled (fixture, "history.preview-chosen"));
  activate_row (fixture, 3);
  g_assert_cmpuint (count_chosen (fixture), ==, 1);

  /* Over a search what was chosen stays chosen, found or not. */
  ecpa_history_set_text (fixture->history, "xyz");
  answer (fixture, 0);
  g_assert_cmpuint (count_chosen (fixture), ==, 1);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (page->choose_button)));
  g_assert_true (is_enabled (fixture, "history.print-chosen"));
  answer (fixture, 5);
  g_assert_true (g_hash_table_contains (page->chosen, "order-1"));

  gtk_toggle_button_set_active (page->choose_button, FALSE);
  g_assert_cmpuint (count_chosen (fixture), ==, 0);
  g_assert_false (gtk_widget_get_visible (page->choice_bar));
  activate_row (fixture, 1);
  g_assert_true (ecpa_history_page_can_go_back (page));
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  answer (fixture, MOST_CHOSEN + 20);
  act (fixture, "history.choose-all");
  g_assert_true (gtk_toggle_button_get_active (fixture->page->choose_button));
  g_assert_cmpuint (count_chosen (fixture), ==, MOST_CHOSEN);
  /* Not all, and it says so. */
  g_assert_true (ui_test_shows (GTK_WIDGET (fixture->page), "At most 100 orders can be chosen at a time"));
  activate_row (fixture, MOST_CHOSEN + 5);
  g_assert_cmpuint (count_chosen (fixture), ==, MOST_CHOSEN);
  g_assert_true (ui_test_shows (GTK_WIDGET (fixture->page), "At most 100 orders can be chosen at a time"));
  g_assert_cmpuint (ui_test_count_named (GTK_WIDGET (fixture->page->toasts), "Close"), ==, 1);
  activate_row (fixture, 0);
  activate_row (fixture, MOST_CHOSEN + 5);
  g_assert_cmpuint (count_chosen (fixture), ==, MOST_CHOSEN);
  g_assert_true (g_hash_table_contains (fixture->page->chosen, "order-105"));
  g_assert_false (g_hash_table_contains (fixture->page->chosen, "order-0"));
}

/* Nothing of a person is there for the next one; the notice of a print goes too. */
static void
test_session_ends (Fixture       *fixture,
                   gconstpointer  data)
{
  EcpaHistoryPage *page = fixture->page;

  answer (fixture, 5);
  act (fixture, "history.choose-all");
  act (fixture, "history.save-chosen");
  g_assert_nonnull (ui_test_find_dialog ());
  ecpa_history_page_set_history (page, NULL);
  g_assert_cmpuint (count_chosen (fixture), ==, 0);
  g_assert_false (page->choosing || gtk_toggle_button_get_active (page->choose_button));
  g_assert_false (gtk_widget_get_visible (page->choice_bar));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (page->selection)), ==, 0);
  ecpa_test_until (ui_test_has_no_dialog, NULL);
}

/* Tests: CSV --------------------------------------------------------------- */

/* The notice in force comes first, and without a yes nothing follows. */
static void
test_notice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (EcpaLegalText) notice = g_object_new (ECPA_TYPE_LEGAL_TEXT, "title", "個資告知", "text", "請保護個資", NULL);
  AdwMessageDialog *dialog;

  answer (fixture, 5);
  ecpa_history_page_set_notice (fixture->page, notice);
  act (fixture, "history.export");
  dialog = ui_test_find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "個資告知");
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "請保護個資");
  gtk_window_close (GTK_WINDOW (dialog));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
  g_assert_null (fixture->page->chooser);
  g_assert_false (history_double_collects (fixture->history));
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "history.csv", NULL);
  g_autofree char *written = NULL;
  GStatBuf status;
  gint64 began = g_get_monotonic_time ();

  answer (fixture, 5);
  export_to (fixture, path);
  g_assert_true (history_double_collects (fixture->history));
  g_assert_false (is_enabled (fixture, "history.export"));
  g_assert_false (is_progress_shown (fixture->page));
  ecpa_test_until (is_progress_shown, fixture->page);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 490000);
  history_double_progress (fixture->history, 3);
  g_assert_cmpstr (gtk_progress_bar_get_text (fixture->page->export_progress), ==, "Exporting 3 of 5…");
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (fixture->page->export_progress), 0.6, 0.01);
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_until (is_done, fixture->page);
  g_assert_false (is_progress_shown (fixture->page) || has_file_fault (fixture->page));
  g_assert_true (is_enabled (fixture, "history.export"));
  g_assert_true (ui_test_shows (GTK_WIDGET (fixture->page), "Saved as CSV"));
  g_assert_cmpuint (ui_test_count_named (GTK_WIDGET (fixture->page->toasts), "Close"), ==, 1);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_nonnull (strstr (written, "辦理第4件業務"));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "history.csv", NULL);

  answer (fixture, 5);
  export_to (fixture, path);
  ecpa_test_until (is_progress_shown, fixture->page);
  act (fixture, "history.cancel-export");
  g_assert_false (is_progress_shown (fixture->page));
  g_assert_true (is_enabled (fixture, "history.export"));
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_settle (50);
  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_false (has_file_fault (fixture->page) || ui_test_shows (GTK_WIDGET (fixture->page), "Saved as CSV"));

  /* The next one is not the first one's. */
  export_to (fixture, path);
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_until (is_done, fixture->page);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_export_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "history.csv", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->directory, "no", "such", "history.csv", NULL);

  answer (fixture, 5);
  export_to (fixture, path);
  history_double_collected (fixture->history, ECPA_FAULT_OFFLINE);
  ecpa_test_until (has_file_fault, fixture->page);
  g_assert_cmpint (ecpa_fault_view_get_fault (fixture->page->more_fault)->code, ==, ECPA_FAULT_OFFLINE);

  export_to (fixture, nowhere);
  g_assert_false (has_file_fault (fixture->page));
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_until (has_file_fault, fixture->page);
  g_assert_cmpint (ecpa_fault_view_get_fault (fixture->page->more_fault)->code, ==, ECPA_FAULT_FILE);
  g_assert_cmpuint (count_files (fixture), ==, 0);

  /* The way out asks where to again, with the notice before it. */
  g_signal_emit_by_name (fixture->page->more_fault, "action", ECPA_FAULT_ACTION_RETRY);
  g_assert_false (has_file_fault (fixture->page));
  g_assert_nonnull (ui_test_find_dialog ());
  gtk_window_close (GTK_WINDOW (ui_test_find_dialog ()));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
  g_assert_cmpuint (history_double_n_retries (fixture->history), ==, 0);
}

/* No room: the file that was there before is whole, and nothing else is left. */
static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "history.csv", NULL);
  g_autofree char *written = NULL;
  struct rlimit old, none;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  answer (fixture, 200);
  export_to (fixture, path);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  none = old;
  none.rlim_cur = 512;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_until (is_done, fixture->page);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_true (has_file_fault (fixture->page));
  g_assert_cmpint (ecpa_fault_view_get_fault (fixture->page->more_fault)->code, ==, ECPA_FAULT_FILE);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, "before");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* The session ends while the file is being made. */
static void
test_export_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "history.csv", NULL);

  answer (fixture, 5);
  export_to (fixture, path);
  ecpa_test_until (is_progress_shown, fixture->page);
  ecpa_history_page_set_history (fixture->page, NULL);
  g_assert_false (is_progress_shown (fixture->page));
  history_double_collected (fixture->history, ECPA_FAULT_NONE);
  ecpa_test_settle (50);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/ui/history-page/states", test_states },
    { "/ui/history-page/states-in-list", test_states_in_list },
    { "/ui/history-page/query", test_query },
    { "/ui/history-page/totals", test_totals },
    { "/ui/history-page/open-and-back", test_open_and_back },
    { "/ui/history-page/names", test_names },
    { "/ui/history-page/widths", test_widths },
    { "/ui/history-page/narrow", test_narrow },
    { "/ui/history-page/choosing", test_choosing },
    { "/ui/history-page/limit", test_limit },
    { "/ui/history-page/session-ends", test_session_ends },
    { "/ui/history-page/notice", test_notice },
    { "/ui/history-page/export", test_export },
    { "/ui/history-page/cancel", test_cancel },
    { "/ui/history-page/export-fails", test_export_fails },
    { "/ui/history-page/disk-full", test_disk_full },
    { "/ui/history-page/export-ends", test_export_ends },
  };

  /* So that what screen readers are told can be asked for. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
