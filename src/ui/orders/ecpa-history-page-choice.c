/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-page-private.h"

#include <glib/gi18n.h>

#include "ecpa-history-line.h"
#include "ecpa-parent-window.h"
#include "ecpa-toast.h"

/* Choosing several orders, to print them or to save them as one PDF (O4). */

/* As many as one answer of the backend has; more is a job for the CSV. */
#define MOST_CHOSEN 100

/* Auxiliaries -------------------------------------------------------------- */

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  EcpaOrderSummary *first = ecpa_order_item_get_summary (*(EcpaOrderItem *const *) a);
  EcpaOrderSummary *second = ecpa_order_item_get_summary (*(EcpaOrderItem *const *) b);
  int by_day = g_strcmp0 (second->issued_on, first->issued_on);

  return by_day != 0 ? by_day : g_strcmp0 (second->document_number, first->document_number);
}

/* (transfer full): what was chosen, newest first, however it was found */
static GPtrArray *
collect (EcpaHistoryPage *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (items, g_object_ref (item));
  g_ptr_array_sort (items, compare_items);

  return items;
}

static void
show_choice (EcpaHistoryPage *self)
{
  guint n = g_hash_table_size (self->chosen);
  g_autofree char *words = n > 0 ? g_strdup_printf (ngettext ("%u order chosen", "%u orders chosen", n), n)
                                 : g_strdup (_("Choose orders in the list"));

  gtk_widget_set_visible (self->choice_bar, self->choosing);
  gtk_label_set_label (self->choice_label, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.print-chosen", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.preview-chosen", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.save-chosen", n > 0);
}

/* Every line that is there, seen or not. */
static void
mark_lines (EcpaHistoryPage *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *line = gtk_widget_get_first_child (row);

      if (ECPA_IS_HISTORY_LINE (line))
        _ecpa_history_page_mark (self, ECPA_HISTORY_LINE (line));
    }
}

/* A number that is not what was meant must not look like it. */
static void
tell_most (EcpaHistoryPage *self)
{
  g_autofree char *words = g_strdup_printf (ngettext ("At most %u order can be chosen at a time",
                                                      "At most %u orders can be chosen at a time", MOST_CHOSEN),
                                            MOST_CHOSEN);

  ecpa_toast_show (self->toasts, words);
}

static void
choose_position (EcpaHistoryPage *self,
                 guint            position)
{
  g_autoptr (EcpaOrderItem) item = ecpa_history_get_order (self->history, position);

  if (item != NULL && g_hash_table_size (self->chosen) < MOST_CHOSEN)
    g_hash_table_insert (self->chosen, g_strdup (ecpa_order_item_get_summary (item)->id), g_object_ref (item));
}

/* Callbacks ---------------------------------------------------------------- */

static void
saved_cb (EcpaHistoryPage *self,
          const char      *uri)
{
  ecpa_toast_show_saved (self->toasts, _("Saved as PDF"), "history.open-file", uri);
}

static void
failed_cb (EcpaHistoryPage *self,
           const GError    *error)
{
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  self->file_fault = ecpa_fault_new (ECPA_FAULT_FILE, error->message);
  _ecpa_history_page_sync (self);
}

static void
print_failed_cb (EcpaHistoryPage *self)
{
  ecpa_toast_show (self->toasts, _("The orders could not be printed; check the printer and try again."));
}

/* For the other files of this class ---------------------------------------- */

/* Once, at the beginning. */
void
_ecpa_history_page_set_up_choice (EcpaHistoryPage *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->printer = ecpa_order_printer_new ();
  g_signal_connect_object (self->printer, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->printer, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->printer, "print-failed", G_CALLBACK (print_failed_cb), self, G_CONNECT_SWAPPED);
  show_choice (self);
}

/* Nothing stays chosen, and what was begun with it ends. */
void
_ecpa_history_page_end_choice (EcpaHistoryPage *self)
{
  ecpa_order_printer_cancel (self->printer);
  g_hash_table_remove_all (self->chosen);
  gtk_toggle_button_set_active (self->choose_button, FALSE);
  show_choice (self);
}

/* The button was pressed, or taken back; what is chosen goes with it. */
void
_ecpa_history_page_set_choosing (EcpaHistoryPage *self,
                                 gboolean         choosing)
{
  if (self->choosing == choosing)
    return;

  self->choosing = choosing;
  if (!choosing)
    g_hash_table_remove_all (self->chosen);
  mark_lines (self);
  show_choice (self);
}

/* How one line stands. */
void
_ecpa_history_page_mark (EcpaHistoryPage *self,
                         EcpaHistoryLine *line)
{
  const char *id = ecpa_history_line_get_order_id (line);
  gboolean chosen = id != NULL && g_hash_table_contains (self->chosen, id);

  ecpa_history_line_set_mark (line, !self->choosing ? ECPA_HISTORY_MARK_NONE
                                    : chosen        ? ECPA_HISTORY_MARK_CHOSEN
                                                    : ECPA_HISTORY_MARK_OPEN);
}

/* The row was clicked, or Return or the space bar pressed in it. */
void
_ecpa_history_page_toggle (EcpaHistoryPage *self,
                           guint            position)
{
  g_autoptr (EcpaOrderItem) item = ecpa_history_get_order (self->history, position);

  if (item == NULL)
    return;

  if (!g_hash_table_remove (self->chosen, ecpa_order_item_get_summary (item)->id))
    {
      if (g_hash_table_size (self->chosen) >= MOST_CHOSEN)
        {
          tell_most (self);
          return;
        }
      g_hash_table_insert (self->chosen, g_strdup (ecpa_order_item_get_summary (item)->id), g_object_ref (item));
    }
  mark_lines (self);
  show_choice (self);
}

/* The first rows of what was found, as many as may be chosen. */
void
_ecpa_history_page_choose_all (EcpaHistoryPage *self)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->history));

  for (guint i = 0; i < MIN (n_rows, MOST_CHOSEN); i++)
    choose_position (self, i);
  mark_lines (self);
  show_choice (self);
  if (n_rows > MOST_CHOSEN)
    tell_most (self);
}

/* @verb: the action's name. */
void
_ecpa_history_page_bring_out (EcpaHistoryPage *self,
                              const char      *verb)
{
  g_autoptr (GPtrArray) items = collect (self);

  if (items->len == 0)
    return;

  if (g_str_equal (verb, "history.print-chosen"))
    ecpa_order_printer_print_items (self->printer, ecpa_parent_window_of (self), items);
  else if (g_str_equal (verb, "history.preview-chosen"))
    ecpa_order_printer_preview_items (self->printer, ecpa_parent_window_of (self), items);
  else
    ecpa_order_printer_save_items (self->printer, ecpa_parent_window_of (self), items);
}
