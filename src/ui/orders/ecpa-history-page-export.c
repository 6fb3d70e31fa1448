/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-page-private.h"

#include <glib/gi18n.h>

#include "ecpa-export-file.h"
#include "ecpa-export-notice.h"
#include "ecpa-order-csv.h"
#include "ecpa-parent-window.h"
#include "ecpa-roc-date.h"
#include "ecpa-toast.h"

/* How long an export takes before its progress is shown. */
#define PATIENCE_MS 500

/* Types -------------------------------------------------------------------- */

/* An export on its way to a file. */
typedef struct
{
  EcpaHistoryPage *page;
  GFile           *file;
  GCancellable    *cancellable;
} Export;

/* Auxiliaries -------------------------------------------------------------- */

static void
export_free (Export *export)
{
  g_object_unref (export->page);
  g_object_unref (export->file);
  g_object_unref (export->cancellable);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static char *
make_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;
  g_autofree char *day = NULL;

  ecpa_roc_date_from_time (now, &today);
  day = ecpa_roc_date_format (&today, ECPA_ROC_LONG);

  return g_strdup_printf ("個人歷年獎懲-%s.csv", day);
}

/* Takes @fault. */
static void
finish (Export    *export,
        EcpaFault *fault)
{
  EcpaHistoryPage *self = export->page;
  g_autofree char *uri = g_file_get_uri (export->file);

  if (self->exporting != export->cancellable)
    {
      g_clear_pointer (&fault, ecpa_fault_free);
      return;
    }

  g_clear_object (&self->exporting);
  g_clear_handle_id (&self->export_shown, g_source_remove);
  gtk_widget_set_visible (self->export_bar, FALSE);
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  self->file_fault = fault;
  _ecpa_history_page_sync (self);
  if (fault == NULL)
    ecpa_toast_show_saved (self->toasts, _("Saved as CSV"), "history.open-file", uri);
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
patience_ended_cb (gpointer data)
{
  EcpaHistoryPage *self = data;

  self->export_shown = 0;
  gtk_widget_set_visible (self->export_bar, TRUE);

  return G_SOURCE_REMOVE;
}

static void
progressed_cb (guint    done,
               guint    total,
               gpointer data)
{
  Export *export = data;
  g_autofree char *text = NULL;

  if (export->page->exporting != export->cancellable)
    return;

  /* Translators: how many orders have been fetched for an export, and how many there are */
  text = g_strdup_printf (_("Exporting %u of %u…"), done, total);
  gtk_progress_bar_set_text (export->page->export_progress, text);
  gtk_progress_bar_set_fraction (export->page->export_progress, total > 0 ? MIN (1.0, (double) done / total) : 0);
}

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (Export) export = data;
  g_autoptr (GError) error = NULL;

  ecpa_export_file_write_finish (G_FILE (source), result, &error);
  finish (export, error != NULL ? ecpa_fault_new (ECPA_FAULT_FILE, error->message) : NULL);
}

static void
collected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Export) export = data;
  EcpaFault *fault = NULL;
  g_autoptr (GPtrArray) summaries = ecpa_history_collect_finish (ECPA_HISTORY (source), result, &fault);
  g_autoptr (GBytes) table = NULL;
  GFile *file = export->file;
  GCancellable *cancellable = export->cancellable;

  if (summaries == NULL || g_cancellable_is_cancelled (cancellable))
    {
      finish (export, fault);
      return;
    }

  table = ecpa_order_csv_new (summaries);
  ecpa_export_file_write_async (file, table, cancellable, file_written_cb, g_steal_pointer (&export));
}

static void
file_chosen_cb (EcpaHistoryPage *self,
                int              response,
                GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && uri != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "history.export-to", "s", uri);
}

static void
notice_answered_cb (EcpaHistoryPage *self,
                    const char      *response)
{
  g_autofree char *name = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;

  if (!g_str_equal (response, "go") || self->history == NULL)
    return;

  name = make_name ();
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("Tables (CSV)"));
  gtk_file_filter_add_mime_type (filter, "text/csv");

  g_set_object (&self->chooser, NULL);
  self->chooser = gtk_file_chooser_native_new (_("Save as CSV"), ecpa_parent_window_of (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* For the other file of this class ----------------------------------------- */

/* Notice, then where to. */
void
_ecpa_history_page_export (EcpaHistoryPage *self)
{
  AdwMessageDialog *dialog = ecpa_export_notice_new (ecpa_parent_window_of (self), self->notice, _("_Save as CSV"));

  g_signal_connect_object (dialog, "response", G_CALLBACK (notice_answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dialogs, "cancelled", G_CALLBACK (gtk_window_close), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* All rows of what was found, readable by the person only. */
void
_ecpa_history_page_export_to (EcpaHistoryPage *self,
                              GFile           *file)
{
  Export *export;

  if (self->history == NULL || self->exporting != NULL)
    return;

  self->exporting = g_cancellable_new ();
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  gtk_progress_bar_set_fraction (self->export_progress, 0);
  self->export_shown = g_timeout_add (PATIENCE_MS, patience_ended_cb, self);
  _ecpa_history_page_sync (self);

  export = g_new0 (Export, 1);
  export->page = g_object_ref (self);
  export->file = g_object_ref (file);
  export->cancellable = g_object_ref (self->exporting);
  ecpa_history_collect_async (self->history, progressed_cb, export, self->exporting, collected_cb, export);
}

void
_ecpa_history_page_cancel_export (EcpaHistoryPage *self)
{
  if (self->exporting == NULL)
    return;

  g_cancellable_cancel (self->exporting);
  g_clear_object (&self->exporting);
  g_clear_handle_id (&self->export_shown, g_source_remove);
  gtk_widget_set_visible (self->export_bar, FALSE);
  _ecpa_history_page_sync (self);
}

/* Ends what was begun: dialogs, and an export that still runs. */
void
_ecpa_history_page_end_export (EcpaHistoryPage *self)
{
  if (self->exporting != NULL)
    g_cancellable_cancel (self->exporting);
  g_clear_object (&self->exporting);
  g_clear_handle_id (&self->export_shown, g_source_remove);
  if (self->export_bar != NULL)
    gtk_widget_set_visible (self->export_bar, FALSE);
  if (self->dialogs != NULL)
    g_cancellable_cancel (self->dialogs);
  g_clear_object (&self->dialogs);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}
