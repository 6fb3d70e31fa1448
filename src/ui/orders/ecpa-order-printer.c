/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-printer.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"
#include "ecpa-export-notice.h"
#include "ecpa-gather-dialog.h"
#include "ecpa-order-press.h"
#include "ecpa-print-preview.h"

/* Types -------------------------------------------------------------------- */

typedef enum
{
  JOB_PRINT,
  JOB_PREVIEW,
  JOB_SAVE,
} JobKind;

struct _EcpaOrderPrinter
{
  GObject               parent_instance;

  /* Owned */
  EcpaLegalText        *notice;         /* nullable */
  GtkPrintSettings     *settings;       /* nullable: what was chosen last */
  GtkPageSetup         *page_setup;
  GCancellable         *job;            /* ends what was begun last */
  GPtrArray            *orders;         /* nullable: of the job that waits for an answer */
  GPtrArray            *items;          /* nullable: the same, to be opened first */
  EcpaOrderBundle      *bundle;         /* nullable: the same, laid out; one thread at a time uses it */
  GtkFileChooserNative *chooser;        /* nullable */

  GtkWindow            *parent;         /* borrowed, cleared when it goes */
  JobKind               kind;
  gboolean              training;
};

enum
{
  SIGNAL_SAVED,
  SIGNAL_FAILED,
  SIGNAL_PRINT_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaOrderPrinter, ecpa_order_printer, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static GtkPageSetup *
create_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, a4);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_PORTRAIT);

  return setup;
}

static void
set_parent (EcpaOrderPrinter *self,
            GtkWindow        *parent)
{
  g_set_weak_pointer (&self->parent, parent);
}

static void
begin (EcpaOrderPrinter *self,
       GtkWindow        *parent,
       JobKind           kind,
       GPtrArray        *orders,
       GPtrArray        *items)
{
  ecpa_order_printer_cancel (self);
  set_parent (self, parent);
  self->kind = kind;
  self->orders = orders != NULL ? g_ptr_array_ref (orders) : NULL;
  self->items = items != NULL ? g_ptr_array_ref (items) : NULL;
}

/* How many of the items are opened for the first time by this job, which the backend records as 檢視. */
static guint
count_unopened (EcpaOrderPrinter *self)
{
  guint n = 0;

  for (guint i = 0; self->items != NULL && i < self->items->len; i++)
    {
      EcpaOrderItem *item = g_ptr_array_index (self->items, i);

      n += ecpa_order_item_get_summary (item)->electronic && ecpa_order_item_get_viewed_at (item) == NULL;
    }

  return n;
}

/* A print operation cannot be told to put its dialog away, and the dialog would print the order after the person has
 * signed out. Its type is declared in another library; where a portal shows the dialog there is none to close. */
static void
close_print_dialogs (EcpaOrderPrinter *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL && self->parent != NULL; l = l->next)
    if ((g_str_equal (G_OBJECT_TYPE_NAME (l->data), "GtkPrintUnixDialog")
         || g_str_equal (G_OBJECT_TYPE_NAME (l->data), "GtkPageSetupUnixDialog")
         || ECPA_IS_PRINT_PREVIEW (l->data))
        && (gtk_window_get_transient_for (l->data) == self->parent
            || (ECPA_IS_PRINT_PREVIEW (l->data) && ecpa_print_preview_get_printer (l->data) == self)))
      gtk_window_close (l->data);
}

/* Saving ------------------------------------------------------------------- */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (EcpaOrderPrinter) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_file_get_uri (G_FILE (source));
  gboolean saved = ecpa_order_press_save_finish (G_FILE (source), result, &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  if (saved)
    g_signal_emit (self, signals[SIGNAL_SAVED], 0, uri);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
file_chosen_cb (EcpaOrderPrinter *self,
                int               response,
                GtkNativeDialog  *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autoptr (EcpaOrderBundle) bundle = g_steal_pointer (&self->bundle);

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL && bundle != NULL)
    ecpa_order_press_save_async (file, g_steal_pointer (&bundle), self->job, saved_cb, g_object_ref (self));
}

static void
choose_file (EcpaOrderPrinter *self)
{
  g_autofree char *name = ecpa_order_bundle_get_file_name (self->bundle);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("PDF documents"));
  gtk_file_filter_add_mime_type (filter, "application/pdf");

  self->chooser = gtk_file_chooser_native_new (_("Save as PDF"), self->parent,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Printing ----------------------------------------------------------------- */

static void
page_drawn_cb (GtkPrintOperation *operation,
               GtkPrintContext   *context,
               int                page,
               EcpaOrderBundle   *bundle)
{
  ecpa_order_printer_draw_on_paper (bundle, (guint) page, gtk_print_context_get_cairo_context (context),
                                    gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

static void
end_preview_cb (GtkPrintOperationPreview *preview)
{
  gtk_print_operation_preview_end_preview (preview);
}

/* The dialogue's own button for a preview leads to ours, which shows the same pages on the paper chosen there. */
static gboolean
preview_wanted_cb (EcpaOrderPrinter         *self,
                   GtkPrintOperationPreview *preview,
                   GtkPrintContext          *context,
                   GtkWindow                *parent,
                   GtkPrintOperation        *operation)
{
  EcpaOrderBundle *bundle = g_object_get_data (G_OBJECT (operation), "bundle");
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  cairo_surface_t *nowhere = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (nowhere);

  /* GTK does not begin without something to draw on, though nothing is. */
  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (nowhere);
  if (setup != NULL)
    ecpa_order_printer_set_page_setup (self, setup);
  g_signal_connect (preview, "ready", G_CALLBACK (end_preview_cb), NULL);
  ecpa_print_preview_present (self->parent, self, bundle);

  return TRUE;
}

static void
print_done_cb (EcpaOrderPrinter        *self,
               GtkPrintOperationResult  result,
               GtkPrintOperation       *operation)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
      GtkPageSetup *setup = gtk_print_operation_get_default_page_setup (operation);

      g_set_object (&self->settings, settings);
      if (setup != NULL)
        g_set_object (&self->page_setup, setup);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_warning ("Printing: %s", error != NULL ? error->message : "no reason given");
      g_signal_emit (self, signals[SIGNAL_PRINT_FAILED], 0);
    }
}

static void
run_print_dialog (EcpaOrderPrinter *self,
                  EcpaOrderBundle  *bundle)
{
  g_autoptr (GtkPrintOperation) operation = ecpa_order_printer_create_operation (self, bundle);

  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, self->parent, NULL);
}

/* Laying out --------------------------------------------------------------- */

static void
laid_out_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (EcpaOrderPrinter) self = data;
  g_autoptr (EcpaOrderBundle) bundle = ecpa_order_press_lay_out_finish (result, NULL);

  if (bundle == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))) || self->parent == NULL)
    return;

  if (self->kind == JOB_PRINT)
    run_print_dialog (self, bundle);
  else if (self->kind == JOB_PREVIEW)
    ecpa_print_preview_present (self->parent, self, bundle);
  else
    {
      g_set_object (&self->bundle, bundle);
      choose_file (self);
    }
}

static void
lay_out (EcpaOrderPrinter *self)
{
  g_autoptr (GPtrArray) orders = g_steal_pointer (&self->orders);

  ecpa_order_press_lay_out_async (orders, self->training, self->job, laid_out_cb, g_object_ref (self));
}

/* Fetching ----------------------------------------------------------------- */

static void
gathered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (EcpaOrderPrinter) self = data;
  g_autoptr (GPtrArray) orders = ecpa_gather_dialog_run_finish (result, NULL);

  if (orders == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self->orders = g_steal_pointer (&orders);
  lay_out (self);
}

static void
proceed (EcpaOrderPrinter *self)
{
  g_autoptr (GPtrArray) items = g_steal_pointer (&self->items);
  g_autoptr (EcpaOrderBundle) bundle = g_steal_pointer (&self->bundle);

  if (items != NULL)
    ecpa_gather_dialog_run_async (self->parent, items, self->job, gathered_cb, g_object_ref (self));
  else if (bundle != NULL)
    run_print_dialog (self, bundle);
  else if (self->orders != NULL)
    lay_out (self);
}

/* The notice --------------------------------------------------------------- */

static void
answered_cb (EcpaOrderPrinter *self,
             const char       *response)
{
  if (g_str_equal (response, "go"))
    proceed (self);
}

static GtkWidget *
create_warning (guint n_unopened)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("%u of these orders has not been opened yet; it counts as viewed after this.",
                               "%u of these orders have not been opened yet; they count as viewed after this.",
                               n_unopened),
                     n_unopened);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "heading");

  return label;
}

/* Shows the personal-data notice (L11); nothing follows without a yes, and it goes away with the job. */
static void
ask_notice (EcpaOrderPrinter *self,
            const char       *verb)
{
  AdwMessageDialog *message = ecpa_export_notice_new (self->parent, self->notice, verb);
  guint n_unopened = count_unopened (self);

  if (n_unopened > 0)
    adw_message_dialog_set_extra_child (message, create_warning (n_unopened));
  g_signal_connect_object (message, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "cancelled", G_CALLBACK (gtk_window_close), message, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (message));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_printer_dispose (GObject *object)
{
  EcpaOrderPrinter *self = ECPA_ORDER_PRINTER (object);

  ecpa_order_printer_cancel (self);
  set_parent (self, NULL);

  G_OBJECT_CLASS (ecpa_order_printer_parent_class)->dispose (object);
}

static void
ecpa_order_printer_finalize (GObject *object)
{
  EcpaOrderPrinter *self = ECPA_ORDER_PRINTER (object);

  g_clear_object (&self->job);
  g_clear_object (&self->notice);
  g_clear_object (&self->settings);
  g_clear_object (&self->page_setup);

  G_OBJECT_CLASS (ecpa_order_printer_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_printer_class_init (EcpaOrderPrinterClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_order_printer_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_order_printer_finalize;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_PRINT_FAILED] = g_signal_new ("print-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
ecpa_order_printer_init (EcpaOrderPrinter *self)
{
  self->page_setup = create_page_setup ();
  self->job = g_cancellable_new ();
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_printer_new:
 *
 * Returns: (transfer full): a printer with A4 paper set up
 */
EcpaOrderPrinter *
ecpa_order_printer_new (void)
{
  return g_object_new (ECPA_TYPE_ORDER_PRINTER, NULL);
}

/**
 * ecpa_order_printer_set_training:
 * @self: a printer
 * @training: whether each page says that it is for practice
 */
void
ecpa_order_printer_set_training (EcpaOrderPrinter *self,
                                 gboolean          training)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));

  self->training = training;
}

/**
 * ecpa_order_printer_set_notice:
 * @self: a printer
 * @notice: (nullable): the personal-data notice in force; a text of our own without
 */
void
ecpa_order_printer_set_notice (EcpaOrderPrinter *self,
                               EcpaLegalText    *notice)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (notice == NULL || ECPA_IS_LEGAL_TEXT (notice));

  g_set_object (&self->notice, notice);
}

/**
 * ecpa_order_printer_print:
 * @self: a printer
 * @parent: what the dialogues belong to
 * @orders: (element-type EcpaOrder): at least one; kept until the job is over
 *
 * Notice, then the system's dialogue, with page set-up and a preview in it.
 */
void
ecpa_order_printer_print (EcpaOrderPrinter *self,
                          GtkWindow        *parent,
                          GPtrArray        *orders)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (orders != NULL && orders->len > 0);

  begin (self, parent, JOB_PRINT, orders, NULL);
  ask_notice (self, _("_Print"));
}

/**
 * ecpa_order_printer_print_bundle:
 * @self: a printer
 * @parent: what the dialogues belong to
 * @bundle: what has been laid out, for a preview; nobody else uses it from now on
 *
 * As ecpa_order_printer_print(), without laying out a second time.
 */
void
ecpa_order_printer_print_bundle (EcpaOrderPrinter *self,
                                 GtkWindow        *parent,
                                 EcpaOrderBundle  *bundle)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (ECPA_IS_ORDER_BUNDLE (bundle));

  begin (self, parent, JOB_PRINT, NULL, NULL);
  self->bundle = g_object_ref (bundle);
  ask_notice (self, _("_Print"));
}

/**
 * ecpa_order_printer_preview:
 * @self: a printer
 * @parent: what the preview belongs to
 * @orders: (element-type EcpaOrder): at least one
 *
 * Shows the pages as they will come out, and from there leads to page set-up and printing.
 */
void
ecpa_order_printer_preview (EcpaOrderPrinter *self,
                            GtkWindow        *parent,
                            GPtrArray        *orders)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (orders != NULL && orders->len > 0);

  begin (self, parent, JOB_PREVIEW, orders, NULL);
  lay_out (self);
}

/**
 * ecpa_order_printer_save:
 * @self: a printer
 * @parent: what the dialogues belong to
 * @orders: (element-type EcpaOrder): at least one
 *
 * Notice, then where to, then one PDF of all of them. `saved` or `failed` follow unless the person changes their mind.
 */
void
ecpa_order_printer_save (EcpaOrderPrinter *self,
                         GtkWindow        *parent,
                         GPtrArray        *orders)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (orders != NULL && orders->len > 0);

  begin (self, parent, JOB_SAVE, orders, NULL);
  ask_notice (self, _("_Save as PDF"));
}

/**
 * ecpa_order_printer_print_items:
 * @self: a printer
 * @parent: what the dialogues belong to
 * @items: (element-type EcpaOrderItem): at least one
 *
 * As ecpa_order_printer_print(), for orders that may not have been opened: they are, after the notice, with progress.
 */
void
ecpa_order_printer_print_items (EcpaOrderPrinter *self,
                                GtkWindow        *parent,
                                GPtrArray        *items)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (items != NULL && items->len > 0);

  begin (self, parent, JOB_PRINT, NULL, items);
  ask_notice (self, _("_Print"));
}

/**
 * ecpa_order_printer_preview_items:
 * @self: a printer
 * @parent: what the preview belongs to
 * @items: (element-type EcpaOrderItem): at least one
 *
 * As ecpa_order_printer_preview(), for orders that may not have been opened.
 */
void
ecpa_order_printer_preview_items (EcpaOrderPrinter *self,
                                  GtkWindow        *parent,
                                  GPtrArray        *items)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (items != NULL && items->len > 0);

  begin (self, parent, JOB_PREVIEW, NULL, items);
  if (count_unopened (self) > 0)
    ask_notice (self, _("_Preview"));
  else
    proceed (self);
}

/**
 * ecpa_order_printer_save_items:
 * @self: a printer
 * @parent: what the dialogues belong to
 * @items: (element-type EcpaOrderItem): at least one
 *
 * As ecpa_order_printer_save(), for orders that may not have been opened.
 */
void
ecpa_order_printer_save_items (EcpaOrderPrinter *self,
                               GtkWindow        *parent,
                               GPtrArray        *items)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (items != NULL && items->len > 0);

  begin (self, parent, JOB_SAVE, NULL, items);
  ask_notice (self, _("_Save as PDF"));
}

/**
 * ecpa_order_printer_save_to:
 * @self: a printer
 * @orders: (element-type EcpaOrder): at least one
 * @file: where to
 *
 * Makes the PDF on a thread and writes it, readable by its owner only; nothing here waits. `saved` or `failed` follow.
 */
void
ecpa_order_printer_save_to (EcpaOrderPrinter *self,
                            GPtrArray        *orders,
                            GFile            *file)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (orders != NULL && orders->len > 0);
  g_return_if_fail (G_IS_FILE (file));

  ecpa_order_press_save_orders_async (file, orders, self->training, self->job, saved_cb, g_object_ref (self));
}

/**
 * ecpa_order_printer_is_choosing:
 * @self: a printer
 *
 * Returns: whether the person is asked where to save
 */
gboolean
ecpa_order_printer_is_choosing (EcpaOrderPrinter *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_PRINTER (self), FALSE);

  return self->chooser != NULL;
}

/**
 * ecpa_order_printer_cancel:
 * @self: a printer
 *
 * Ends what was begun: dialogues, a preview, a PDF on its way, a print that still runs. No signal follows.
 */
void
ecpa_order_printer_cancel (EcpaOrderPrinter *self)
{
  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));

  g_cancellable_cancel (self->job);
  g_clear_object (&self->job);
  self->job = g_cancellable_new ();
  close_print_dialogs (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->bundle);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

/**
 * ecpa_order_printer_get_page_setup:
 * @self: a printer
 *
 * Returns: (transfer none): the paper, A4 at first, then what was chosen last
 */
GtkPageSetup *
ecpa_order_printer_get_page_setup (EcpaOrderPrinter *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_PRINTER (self), NULL);

  return self->page_setup;
}

/**
 * ecpa_order_printer_set_page_setup:
 * @self: a printer
 * @setup: the paper for what is printed from now on; copied
 */
void
ecpa_order_printer_set_page_setup (EcpaOrderPrinter *self,
                                   GtkPageSetup     *setup)
{
  g_autoptr (GtkPageSetup) copy = NULL;

  g_return_if_fail (ECPA_IS_ORDER_PRINTER (self));
  g_return_if_fail (GTK_IS_PAGE_SETUP (setup));

  copy = gtk_page_setup_copy (setup);
  g_set_object (&self->page_setup, copy);
}

/**
 * ecpa_order_printer_create_operation:
 * @self: a printer
 * @bundle: what is to be printed
 *
 * Returns: (transfer full): an operation for the system's dialogue or, in tests, for a file
 */
GtkPrintOperation *
ecpa_order_printer_create_operation (EcpaOrderPrinter *self,
                                     EcpaOrderBundle  *bundle)
{
  GtkPrintOperation *operation;
  g_autofree char *name = NULL;

  g_return_val_if_fail (ECPA_IS_ORDER_PRINTER (self), NULL);
  g_return_val_if_fail (ECPA_IS_ORDER_BUNDLE (bundle), NULL);

  operation = gtk_print_operation_new ();
  name = ecpa_order_bundle_get_file_name (bundle);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_n_pages (operation, (int) ecpa_order_bundle_get_n_pages (bundle));
  gtk_print_operation_set_default_page_setup (operation, self->page_setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (self->settings != NULL)
    gtk_print_operation_set_print_settings (operation, self->settings);
  g_object_set_data_full (G_OBJECT (operation), "bundle", g_object_ref (bundle), g_object_unref);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (page_drawn_cb), bundle, 0);
  g_signal_connect_object (operation, "preview", G_CALLBACK (preview_wanted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "cancelled", G_CALLBACK (gtk_print_operation_cancel), operation,
                           G_CONNECT_SWAPPED);

  return operation;
}

/**
 * ecpa_order_printer_draw_on_paper:
 * @bundle: what is printed
 * @page: the page, from 0
 * @cr: a context with the paper's upper left corner as origin
 * @width: the paper's width, in points
 * @height: its height
 *
 * The same page as on the screen, on whatever paper there is: as it is where it fits, else made smaller, in the middle.
 */
void
ecpa_order_printer_draw_on_paper (EcpaOrderBundle *bundle,
                                  guint            page,
                                  cairo_t         *cr,
                                  double           width,
                                  double           height)
{
  double scale = MIN (width / ECPA_PAGE_WIDTH, height / ECPA_PAGE_HEIGHT);

  g_return_if_fail (ECPA_IS_ORDER_BUNDLE (bundle));
  g_return_if_fail (cr != NULL);

  if (scale > 0.99)
    scale = 1;
  cairo_save (cr);
  cairo_translate (cr, (width - ECPA_PAGE_WIDTH * scale) / 2, (height - ECPA_PAGE_HEIGHT * scale) / 2);
  cairo_scale (cr, scale, scale);
  ecpa_order_bundle_draw_page (bundle, page, cr);
  cairo_restore (cr);
}
