/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-view-private.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"

/* Types -------------------------------------------------------------------- */

/* What a thread needs to make a PDF: a document of its own, because one is used on one thread at a time. */
typedef struct
{
  EcpaOrder *order;
  gboolean   training;
} PdfRequest;

/* An export on its way to a file. */
typedef struct
{
  EcpaOrderView *view;
  GFile         *file;
  GCancellable  *cancellable;
} Export;

/* Auxiliaries -------------------------------------------------------------- */

static void
pdf_request_free (PdfRequest *request)
{
  g_clear_object (&request->order);
  g_free (request);
}

static void
export_free (Export *export)
{
  g_clear_object (&export->view);
  g_clear_object (&export->file);
  g_clear_object (&export->cancellable);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static GtkWindow *
get_window (EcpaOrderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_close_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_close_button (child);
}

static void
show_toast (EcpaOrderView *self,
            AdwToast      *toast)
{
  adw_toast_overlay_add_toast (self->toasts, toast);
  name_close_button (GTK_WIDGET (self->toasts));
}

/* Shows the personal-data notice (L11); @answered_cb hears `go` or `cancel`, and `cancel` where the order went away. */
static void
ask_notice (EcpaOrderView *self,
            const char    *verb,
            GCallback      answered_cb)
{
  EcpaLegalText *notice = self->notice;
  const char *heading = notice != NULL ? notice->title : _("Personal Data");
  const char *body = notice != NULL ? notice->text
                                    : _("This order holds personal data. Use it only for the purpose it was given "
                                        "for, keep it from others, and delete it when it is no longer needed.");
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), heading, NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_set_body (message, body);
  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "go", verb, NULL);
  adw_message_dialog_set_response_appearance (message, "go", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "go");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_object (message, "response", answered_cb, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancellable, "cancelled", G_CALLBACK (gtk_window_close), message, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A print operation cannot be told to put its dialog away, and the dialog would print the order after the person has
 * signed out. Its type is declared in another library; where a portal shows the dialog there is none to close. */
static void
close_print_dialogs (EcpaOrderView *self)
{
  GtkWindow *window = get_window (self);
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL && window != NULL; l = l->next)
    if (g_str_equal (G_OBJECT_TYPE_NAME (l->data), "GtkPrintUnixDialog") &&
        gtk_window_get_transient_for (l->data) == window)
      gtk_window_close (l->data);
}

static GtkPageSetup *
create_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, a4);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_PORTRAIT);

  return setup;
}

/* Callbacks ---------------------------------------------------------------- */

static void
make_pdf_in_thread (GTask        *task,
                    gpointer      source,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  PdfRequest *request = task_data;
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (request->order, request->training);
  g_autoptr (GError) error = NULL;
  GBytes *pdf = ecpa_order_document_to_pdf (document, &error);

  if (pdf != NULL)
    g_task_return_pointer (task, pdf, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
finish_export (Export       *export,
               const GError *error)
{
  EcpaOrderView *self = export->view;
  g_autofree char *uri = g_file_get_uri (export->file);
  AdwToast *toast;

  if (g_cancellable_is_cancelled (export->cancellable))
    return;

  _ecpa_order_view_set_file_fault (self, error);
  if (error != NULL)
    return;

  toast = adw_toast_new (_("Saved as PDF"));
  adw_toast_set_button_label (toast, _("Open"));
  adw_toast_set_action_name (toast, "order.open-file");
  adw_toast_set_action_target (toast, "s", uri);
  show_toast (self, toast);
}

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (Export) export = data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  finish_export (export, error);
}

static void
pdf_made_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (Export) export = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = g_task_propagate_pointer (G_TASK (result), &error);
  GFile *file = export->file;
  GCancellable *cancellable = export->cancellable;

  if (pdf == NULL)
    finish_export (export, error);
  else
    g_file_replace_contents_bytes_async (file, pdf, NULL, FALSE,
                                         G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                         cancellable, file_written_cb, g_steal_pointer (&export));
}

static void
file_chosen_cb (EcpaOrderView   *self,
                int              response,
                GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && uri != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "order.export-to", "s", uri);
}

static void
export_answered_cb (EcpaOrderView *self,
                    const char    *response)
{
  g_autofree char *name = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;

  if (!g_str_equal (response, "go") || self->document == NULL)
    return;

  name = ecpa_order_document_get_file_name (self->document);
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("PDF documents"));
  gtk_file_filter_add_mime_type (filter, "application/pdf");

  g_set_object (&self->chooser, NULL);
  self->chooser = gtk_file_chooser_native_new (_("Save as PDF"), get_window (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The same pages as on the screen, on whatever paper there is. */
static void
page_drawn_cb (GtkPrintOperation *operation,
               GtkPrintContext   *context,
               int                page,
               gpointer           data)
{
  EcpaOrderDocument *document = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  double scale = MIN (width / ECPA_PAGE_WIDTH, height / ECPA_PAGE_HEIGHT);

  if (scale > 0.99)
    scale = 1;
  cairo_translate (cr, (width - ECPA_PAGE_WIDTH * scale) / 2, (height - ECPA_PAGE_HEIGHT * scale) / 2);
  cairo_scale (cr, scale, scale);
  ecpa_order_document_draw_page (document, (guint) page, cr);
}

static void
print_done_cb (EcpaOrderView           *self,
               GtkPrintOperationResult  result,
               GtkPrintOperation       *operation)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      g_clear_object (&self->print_settings);
      self->print_settings = g_object_ref (gtk_print_operation_get_print_settings (operation));
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_warning ("Printing: %s", error != NULL ? error->message : "no reason given");
      show_toast (self, adw_toast_new (_("The order could not be printed; check the printer and try again.")));
    }
}

static void
print_answered_cb (EcpaOrderView *self,
                   const char    *response)
{
  if (g_str_equal (response, "go") && self->document != NULL)
    {
      g_autoptr (GtkPrintOperation) operation = _ecpa_order_view_create_print_operation (self);

      gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (self), NULL);
    }
}

/* For the other file of this class ----------------------------------------- */

/* Ends what was begun for the order so far: dialogs, an export, a print that still runs. */
void
_ecpa_order_view_cancel (EcpaOrderView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  close_print_dialogs (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

/* (transfer full): an operation that prints the order, for a dialog or, in tests, for a file */
GtkPrintOperation *
_ecpa_order_view_create_print_operation (EcpaOrderView *self)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = create_page_setup ();
  g_autofree char *name = ecpa_order_document_get_file_name (self->document);

  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_n_pages (operation, (int) ecpa_order_document_get_n_pages (self->document));
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (self->print_settings != NULL)
    gtk_print_operation_set_print_settings (operation, self->print_settings);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (page_drawn_cb), g_object_ref (self->document),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancellable, "cancelled", G_CALLBACK (gtk_print_operation_cancel), operation,
                           G_CONNECT_SWAPPED);

  return operation;
}

/* Notice, then the system's dialogue. */
void
_ecpa_order_view_print (EcpaOrderView *self)
{
  ask_notice (self, _("_Print"), G_CALLBACK (print_answered_cb));
}

/* Notice, then where to. */
void
_ecpa_order_view_export (EcpaOrderView *self)
{
  ask_notice (self, _("_Save as PDF"), G_CALLBACK (export_answered_cb));
}

/* Makes the PDF on a thread and writes it, readable by its owner only; nothing here waits. */
void
_ecpa_order_view_export_to (EcpaOrderView *self,
                            GFile         *file)
{
  PdfRequest *request = g_new0 (PdfRequest, 1);
  Export *export = g_new0 (Export, 1);
  g_autoptr (GTask) task = NULL;

  request->order = g_object_ref (ecpa_order_document_get_order (self->document));
  request->training = self->training;
  export->view = g_object_ref (self);
  export->file = g_object_ref (file);
  export->cancellable = g_object_ref (self->cancellable);

  task = g_task_new (NULL, self->cancellable, pdf_made_cb, export);
  g_task_set_source_tag (task, _ecpa_order_view_export_to);
  g_task_set_task_data (task, request, (GDestroyNotify) pdf_request_free);
  g_task_run_in_thread (task, make_pdf_in_thread);
}

/* Opens what was saved with the system's viewer. */
void
_ecpa_order_view_open_file (EcpaOrderView *self,
                            const char    *uri)
{
  gtk_show_uri (get_window (self), uri, GDK_CURRENT_TIME);
}
