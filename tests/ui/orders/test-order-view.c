/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ecpa-order-view-private.h"
#include "ecpa-print-preview.h"
#include "ecpa-test.h"
#include "order-fixtures.h"
#include "order-item-double.h"
#include "ui-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GtkWindow     *window;
  EcpaOrderView *view;
  EcpaOrder     *order;
  EcpaOrderItem *item;
  char          *directory;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->order = order_fixture_new (ORDER_FULL);
  fixture->item = order_item_double_new (fixture->order);
  fixture->directory = ecpa_test_make_directory ();
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ECPA_ORDER_VIEW (ecpa_order_view_new ());
  gtk_window_set_default_size (fixture->window, 800, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
}

/* Nothing that showed the order may outlive the window. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;
  EcpaOrderItem *item = fixture->item;
  EcpaOrder *order = fixture->order;

  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_add_weak_pointer (G_OBJECT (item), (gpointer *) &item);
  g_object_add_weak_pointer (G_OBJECT (order), (gpointer *) &order);
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->item);
  g_object_unref (fixture->order);
  ecpa_test_assert_dies (view);
  ecpa_test_assert_dies (item);
  ecpa_test_assert_dies (order);
  ecpa_test_remove_directory (fixture->directory);
  g_free (fixture->directory);
}

static void
show_open (Fixture *fixture)
{
  ecpa_order_view_set_item (fixture->view, fixture->item);
  order_item_double_set (fixture->item, ECPA_ORDER_OPEN, ECPA_FAULT_NONE);
}

static const char *
shown (GtkStack *stack)
{
  return gtk_stack_get_visible_child_name (stack);
}

static char *
get_twin (EcpaOrderView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
activate (EcpaOrderView *view,
          const char    *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (view), action, NULL);
}

/* Whether an action may be activated is asked for where the user interface asks: at a button with that action. */
static gboolean
is_enabled (EcpaOrderView *view,
            const char    *action)
{
  GtkWidget *button = gtk_button_new ();
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_insert_before (button, GTK_WIDGET (view), NULL);
  enabled = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);

  return enabled;
}

/* What a PDF ends with; the file is there from the first byte on. */
static gboolean
is_whole_pdf (gpointer path)
{
  g_autofree char *written = NULL;
  gsize length;

  return g_file_get_contents (path, &written, &length, NULL) && length > 6 &&
         memcmp (written + length - 6, "%%EOF\n", 6) == 0;
}

static gboolean
has_toast (gpointer view)
{
  return ui_test_count_named (GTK_WIDGET (ECPA_ORDER_VIEW (view)->toasts), "Close") == 1;
}

static gboolean
has_file_fault (gpointer view)
{
  return ecpa_fault_view_get_fault (ECPA_ORDER_VIEW (view)->fault) != NULL;
}

static gboolean
has_drawn (gpointer view)
{
  return gtk_widget_get_width (GTK_WIDGET (ECPA_ORDER_VIEW (view)->paper)) > 0;
}

/* Callbacks ---------------------------------------------------------------- */

static void
test_opening (Fixture       *fixture,
              gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;
  g_autofree char *twin = NULL, *expected = NULL;

  g_assert_cmpstr (shown (view->stack), ==, "empty");
  ecpa_order_view_set_item (view, fixture->item);
  g_assert_cmpuint (order_item_double_get_n_opened (fixture->item), ==, 1);
  order_item_double_set (fixture->item, ECPA_ORDER_OPENING, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (view->stack), ==, "order");
  g_assert_cmpstr (shown (view->forms), ==, "opening");
  g_assert_true (gtk_spinner_get_spinning (view->opening_spinner));
  g_assert_false (is_enabled (view, "order.print"));
  g_assert_cmpstr (gtk_label_get_label (view->title), ==, "嘉獎二次");

  order_item_double_set (fixture->item, ECPA_ORDER_OPEN, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (view->forms), ==, "paper");
  g_assert_false (gtk_spinner_get_spinning (view->opening_spinner));
  g_assert_true (is_enabled (view, "order.print") && is_enabled (view, "order.export"));
  twin = get_twin (view);
  expected = ecpa_order_document_get_text (view->document);
  g_assert_cmpstr (twin, ==, expected);
}

static void
test_times (Fixture       *fixture,
            gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;

  show_open (fixture);
  g_assert_cmpstr (gtk_label_get_label (view->notified_at), ==, "115/11/18 09:02");
  g_assert_cmpstr (gtk_label_get_label (view->viewed_at), ==, "115/11/21 10:30");
  g_assert_cmpstr (gtk_label_get_label (view->signed_at), ==, "—");
  gtk_test_accessible_assert_property (view->signed_at, GTK_ACCESSIBLE_PROPERTY_LABEL, "Signed For: not yet");
  g_assert_nonnull (strstr (gtk_label_get_label (view->remedy), "Estimate: until 115年12月21日 if you sign for it today"));

  order_item_double_set (fixture->item, ECPA_ORDER_SIGNED, ECPA_FAULT_NONE);
  g_assert_cmpstr (gtk_label_get_label (view->signed_at), ==, "115/11/21 10:31");
  g_assert_nonnull (strstr (gtk_label_get_label (view->remedy), "you signed for it (115年11月21日)"));
}

static void
test_signing (Fixture       *fixture,
              gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;

  show_open (fixture);
  g_assert_true (is_enabled (view, "order.sign"));
  g_assert_cmpstr (shown (view->receipt), ==, "sign");
  g_assert_true (activate (view, "order.sign"));
  g_assert_cmpuint (order_item_double_get_n_signed (fixture->item), ==, 1);

  order_item_double_set (fixture->item, ECPA_ORDER_SIGNING, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (view->receipt), ==, "signing");
  g_assert_true (gtk_spinner_get_spinning (view->sign_spinner));
  g_assert_false (is_enabled (view, "order.sign"));
  activate (view, "order.sign");
  g_assert_cmpuint (order_item_double_get_n_signed (fixture->item), ==, 1);

  order_item_double_set (fixture->item, ECPA_ORDER_SIGNED, ECPA_FAULT_NONE);
  g_assert_cmpstr (shown (view->receipt), ==, "signed");
  g_assert_false (gtk_spinner_get_spinning (view->sign_spinner));
  g_assert_cmpstr (gtk_label_get_label (view->signed_label), ==, "Signed for on 115/11/21 10:31");
  g_assert_false (is_enabled (view, "order.sign"));
}

static void
test_signing_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;

  show_open (fixture);
  order_item_double_set (fixture->item, ECPA_ORDER_OPEN, ECPA_FAULT_TIMEOUT);
  g_assert_nonnull (ecpa_fault_view_get_fault (view->fault));
  g_assert_cmpstr (shown (view->forms), ==, "paper");
  g_assert_true (is_enabled (view, "order.sign"));
  g_assert_true (activate (view, "order.retry"));
  g_assert_cmpuint (order_item_double_get_n_signed (fixture->item), ==, 1);
  order_item_double_set (fixture->item, ECPA_ORDER_SIGNING, ECPA_FAULT_NONE);
  g_assert_null (ecpa_fault_view_get_fault (view->fault));
}

static void
test_opening_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;

  ecpa_order_view_set_item (view, fixture->item);
  order_item_double_set (fixture->item, ECPA_ORDER_FAILED, ECPA_FAULT_OFFLINE);
  g_assert_cmpstr (shown (view->forms), ==, "failed");
  g_assert_nonnull (ecpa_fault_view_get_fault (view->failed));
  g_assert_true (activate (view, "order.retry"));
  g_assert_cmpuint (order_item_double_get_n_opened (fixture->item), ==, 2);
}

static void
fault_action_heard_cb (EcpaOrderView *view,
                       int            action,
                       int           *heard)
{
  *heard = action;
}

/* What this page cannot do goes to the window. */
static void
test_fault_action (Fixture       *fixture,
                   gconstpointer  data)
{
  int heard = -1;

  ecpa_order_view_set_item (fixture->view, fixture->item);
  g_signal_connect (fixture->view, "fault-action", G_CALLBACK (fault_action_heard_cb), &heard);
  order_item_double_set (fixture->item, ECPA_ORDER_FAILED, ECPA_FAULT_SESSION_ENDED);
  g_signal_emit_by_name (fixture->view->failed, "action", ECPA_FAULT_ACTION_SIGN_IN_AGAIN);
  g_assert_cmpint (heard, ==, ECPA_FAULT_ACTION_SIGN_IN_AGAIN);
}

/* An order that came on paper is history: nothing to sign, no period worked out. */
static void
test_on_paper (Fixture       *fixture,
               gconstpointer  data)
{
  g_object_set (fixture->order, "electronic", FALSE, NULL);
  show_open (fixture);
  g_assert_cmpstr (shown (fixture->view->receipt), ==, "paper");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->view->remedy)));
  g_assert_false (is_enabled (fixture->view, "order.sign"));
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;

  show_open (fixture);
  g_assert_true (activate (view, "order.text"));
  g_assert_cmpstr (shown (view->forms), ==, "text");
  g_assert_false (gtk_text_view_get_editable (view->text));
  g_assert_false (is_enabled (view, "order.zoom-in"));
  g_assert_true (activate (view, "order.text"));
  g_assert_cmpstr (shown (view->forms), ==, "paper");
  g_assert_true (is_enabled (view, "order.zoom-in"));
}

static void
test_zoom (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;
  double fit, larger;

  show_open (fixture);
  ecpa_test_until (has_drawn, view);
  fit = ecpa_paper_view_get_zoom (view->paper);
  activate (view, "order.zoom-in");
  larger = ecpa_paper_view_get_zoom (view->paper);
  g_assert_cmpfloat (larger, >, fit);
  activate (view, "order.zoom-out");
  g_assert_cmpfloat (ecpa_paper_view_get_zoom (view->paper), <, larger);
  for (guint i = 0; i < 50; i++)
    activate (view, "order.zoom-out");
  g_assert_cmpfloat (ecpa_paper_view_get_zoom (view->paper), >, 0.3);
  for (guint i = 0; i < 50; i++)
    activate (view, "order.zoom-in");
  g_assert_cmpfloat (ecpa_paper_view_get_zoom (view->paper), <, 4.1);
  ecpa_test_settle (300);
  activate (view, "order.zoom-fit");
  ecpa_test_settle (100);
  g_assert_cmpfloat_with_epsilon (ecpa_paper_view_get_zoom (view->paper), fit, 0.05);
}

/* Everything personal leaves the screen with the order. */
static void
test_clearing (Fixture       *fixture,
               gconstpointer  data)
{
  EcpaOrderView *view = fixture->view;
  g_autofree char *twin = NULL;

  show_open (fixture);
  g_assert_true (activate (view, "order.export"));
  g_assert_nonnull (ui_test_find_dialog ());
  ecpa_order_view_set_item (view, NULL);
  twin = get_twin (view);
  g_assert_cmpstr (twin, ==, "");
  g_assert_null (view->document);
  g_assert_cmpstr (gtk_label_get_label (view->title), ==, "");
  g_assert_cmpstr (shown (view->stack), ==, "empty");
  g_assert_false (is_enabled (view, "order.sign") || is_enabled (view, "order.export"));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
}

G_GNUC_UNUSED static gboolean
is_choosing (gpointer data)
{
  return ecpa_order_printer_is_choosing (((EcpaOrderView *) data)->printer);
}

static GtkWindow *
find_preview (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ECPA_IS_PRINT_PREVIEW (l->data))
      return l->data;

  return NULL;
}

static gboolean
has_preview (gpointer data)
{
  return find_preview () != NULL;
}

static gboolean
is_without_preview (gpointer data)
{
  return find_preview () == NULL;
}

G_GNUC_UNUSED static guint
count_print_dialogs (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  guint n = 0;

  for (GList *l = windows; l != NULL; l = l->next)
    n += g_str_equal (G_OBJECT_TYPE_NAME (l->data), "GtkPrintUnixDialog") && gtk_widget_get_visible (l->data);

  return n;
}

G_GNUC_UNUSED static gboolean
has_print_dialog (gpointer data)
{
  return count_print_dialogs () == 1;
}

G_GNUC_UNUSED static gboolean
is_without_print_dialog (gpointer data)
{
  return count_print_dialogs () == 0;
}

/* No dialog outlives the order: who signs out with one open leaves nothing to print or to save. */
static void
test_print_dialog_closes (Fixture       *fixture,
                          gconstpointer  data)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the print back ends that GTK loads leak");
#else
  show_open (fixture);
  g_assert_true (activate (fixture->view, "order.print"));
  adw_message_dialog_response (ui_test_find_dialog (), "go");
  ecpa_test_until (has_print_dialog, NULL);
  ecpa_order_view_set_item (fixture->view, NULL);
  ecpa_test_until (is_without_print_dialog, NULL);
#endif
}

/* From the preview too, with what it has laid out. */
static void
test_print_after_preview (Fixture       *fixture,
                          gconstpointer  data)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("what GTK's print dialog loads leaks");
#else
  show_open (fixture);
  g_assert_true (activate (fixture->view, "order.preview"));
  ecpa_test_until (has_preview, NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_preview ()), "preview.print", NULL));
  ecpa_test_until (is_without_preview, NULL);
  adw_message_dialog_response (ui_test_find_dialog (), "go");
  ecpa_test_until (has_print_dialog, NULL);
  ecpa_order_view_set_item (fixture->view, NULL);
  ecpa_test_until (is_without_print_dialog, NULL);
#endif
}

static void
test_file_dialog_closes (Fixture       *fixture,
                         gconstpointer  data)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("what GTK's file dialog loads leaks (libcloudproviders)");
#else
  show_open (fixture);
  g_assert_true (activate (fixture->view, "order.export"));
  adw_message_dialog_response (ui_test_find_dialog (), "go");
  ecpa_test_until (is_choosing, fixture->view);
  ecpa_order_view_set_item (fixture->view, NULL);
  g_assert_false (ecpa_order_printer_is_choosing (fixture->view->printer));
  ecpa_test_until (ui_test_has_no_dialog, NULL);
#endif
}

/* L11: the notice in force comes first, and without a yes nothing follows. */
static void
test_notice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (EcpaLegalText) notice = g_object_new (ECPA_TYPE_LEGAL_TEXT, "title", "重要訊息", "text", "使用完畢應即刪除", NULL);
  static const char *const actions[] = { "order.export", "order.print" };

  ecpa_order_view_set_notice (fixture->view, notice);
  show_open (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      AdwMessageDialog *dialog;

      g_assert_true (activate (fixture->view, actions[i]));
      dialog = ui_test_find_dialog ();
      g_assert_nonnull (dialog);
      g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "重要訊息");
      g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "使用完畢應即刪除");
      gtk_window_close (GTK_WINDOW (dialog));
      ecpa_test_until (ui_test_has_no_dialog, NULL);
      g_assert_false (ecpa_order_printer_is_choosing (fixture->view->printer));
    }
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "獎令.pdf", NULL);
  g_autoptr (GBytes) expected = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  gsize length;

  show_open (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "order.export-to", "s", path));
  ecpa_test_until (is_whole_pdf, path);
  g_file_get_contents (path, &written, &length, &error);
  g_assert_no_error (error);
  expected = ecpa_order_document_to_pdf (fixture->view->document, NULL);
  g_assert_cmpmem (written, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  ecpa_test_until (has_toast, fixture->view);
}

static void
test_export_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "not there", "獎令.pdf", NULL);
  EcpaOrderView *view = fixture->view;

  show_open (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "order.export-to", "s", path));
  ecpa_test_until (has_file_fault, view);
  g_assert_cmpint (ecpa_fault_view_get_fault (view->fault)->code, ==, ECPA_FAULT_FILE);
  g_assert_cmpstr (shown (view->forms), ==, "paper");
  g_signal_emit_by_name (view->fault, "action", ECPA_FAULT_ACTION_DISMISS);
  g_assert_null (ecpa_fault_view_get_fault (view->fault));
}

/* The printer gets what the screen shows and the PDF holds: as many pages, the same text. */
static void
test_print (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "print.pdf", NULL);
  g_autofree char *written = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (EcpaOrderBundle) bundle = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  show_open (fixture);
  orders = g_ptr_array_new ();
  g_ptr_array_add (orders, ecpa_order_document_get_order (fixture->view->document));
  bundle = ecpa_order_bundle_new (orders, FALSE);
  operation = ecpa_order_printer_create_operation (fixture->view->printer, bundle);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_file_get_contents (path, &written, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (written, "%PDF"));
  g_assert_cmpuint (length, >, 20000);
}

/* The preview shows the job on the paper that is set up, leads to the notice and from there to printing, and goes with
 * the order. */
static void
test_preview (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a5 = gtk_paper_size_new (GTK_PAPER_NAME_A5);
  AdwMessageDialog *dialog;

  show_open (fixture);
  gtk_page_setup_set_paper_size (setup, a5);
  ecpa_order_printer_set_page_setup (fixture->view->printer, setup);
  g_assert_true (activate (fixture->view, "order.preview"));
  ecpa_test_until (has_preview, NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_preview ()), "preview.larger", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_preview ()), "preview.print", NULL));
  ecpa_test_until (is_without_preview, NULL);
  dialog = ui_test_find_dialog ();
  g_assert_nonnull (dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  ecpa_test_until (ui_test_has_no_dialog, NULL);

  g_assert_true (activate (fixture->view, "order.preview"));
  ecpa_test_until (has_preview, NULL);
  ecpa_order_view_set_item (fixture->view, NULL);
  ecpa_test_until (is_without_preview, NULL);
}

/* A control without a name says nothing to those who do not see it. */
static void
check_names (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    {
      const char *tooltip = gtk_widget_get_tooltip_text (widget);

      g_assert_nonnull (tooltip);
      gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  show_open (fixture);
  check_names (GTK_WIDGET (fixture->view));
  gtk_test_accessible_assert_role (fixture->view->paper, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  gtk_test_accessible_assert_property (fixture->view->text, GTK_ACCESSIBLE_PROPERTY_LABEL, "Text of the order");
}

/* GTK's own rule: with all the room there is, nothing is higher than it says it must be. */
static void
test_height (Fixture       *fixture,
             gconstpointer  data)
{
  static const EcpaOrderState states[] = { ECPA_ORDER_OPEN, ECPA_ORDER_SIGNING, ECPA_ORDER_SIGNED };

  ecpa_order_view_set_item (fixture->view, fixture->item);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      int unlimited, wide;

      order_item_double_set (fixture->item, states[i], ECPA_FAULT_NONE);
      gtk_widget_measure (fixture->view->foot, GTK_ORIENTATION_VERTICAL, -1, &unlimited, NULL, NULL, NULL);
      gtk_widget_measure (fixture->view->foot, GTK_ORIENTATION_VERTICAL, 1048576, &wide, NULL, NULL, NULL);
      g_assert_cmpint (wide, <=, unlimited);
    }
}

static gboolean
is_low (gpointer view)
{
  return has_drawn (view) && gtk_widget_get_height (view) <= 450;
}

/* Letters twice as large in a corner of a small screen: everything wraps or scrolls, the button is always there. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, width, height, button;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi > 0 ? dpi * 2 : 192 * 1024, NULL);
  show_open (fixture);
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 400);
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_VERTICAL, 540, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <=, 400);
  order_item_double_set (fixture->item, ECPA_ORDER_OPEN, ECPA_FAULT_TIMEOUT);
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_VERTICAL, 540, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <=, 400);
  gtk_widget_measure (GTK_WIDGET (fixture->view->sign_button), GTK_ORIENTATION_VERTICAL, -1, &button, NULL, NULL, NULL);
  g_assert_cmpint (button, >=, 44);

  /* what is to be read has more of the room than what is said about it */
  order_item_double_set (fixture->item, ECPA_ORDER_OPEN, ECPA_FAULT_NONE);
  gtk_window_set_default_size (fixture->window, 800, 450);
  gtk_window_present (fixture->window);
  ecpa_test_until (is_low, fixture->view);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->view->paper)), >,
                   gtk_widget_get_height (GTK_WIDGET (fixture->view->facts)));
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
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
    { "/ui/order-view/opening", test_opening },
    { "/ui/order-view/times", test_times },
    { "/ui/order-view/signing", test_signing },
    { "/ui/order-view/signing-fails", test_signing_fails },
    { "/ui/order-view/opening-fails", test_opening_fails },
    { "/ui/order-view/fault-action", test_fault_action },
    { "/ui/order-view/on-paper", test_on_paper },
    { "/ui/order-view/text", test_text },
    { "/ui/order-view/zoom", test_zoom },
    { "/ui/order-view/clearing", test_clearing },
    { "/ui/order-view/print-dialog-closes", test_print_dialog_closes },
    { "/ui/order-view/file-dialog-closes", test_file_dialog_closes },
    { "/ui/order-view/notice", test_notice },
    { "/ui/order-view/export", test_export },
    { "/ui/order-view/export-fails", test_export_fails },
    { "/ui/order-view/print", test_print },
    { "/ui/order-view/preview", test_preview },
    { "/ui/order-view/print-after-preview", test_print_after_preview },
    { "/ui/order-view/names", test_names },
    { "/ui/order-view/height", test_height },
    { "/ui/order-view/narrow", test_narrow },
  };

  /* So that what screen readers are told can be asked for. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
