/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-gather-dialog.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"
#include "ecpa-fault-words.h"

/* What is there sooner needs no dialogue. */
#define SHOWN_AFTER_MS 500

/* Types -------------------------------------------------------------------- */

/* Lives as long as its task; held by the signals of the gathering. */
typedef struct
{
  GtkWindow          *parent;   /* borrowed, cleared when it goes */
  EcpaOrderGathering *gathering;
  GTask              *task;
  AdwMessageDialog   *dialog;   /* nullable; borrowed, cleared when it goes */
  GtkProgressBar     *bar;
  guint               shown_source;
  gulong              cancelled_id;
  gboolean            over;
} Gather;

/* Auxiliaries -------------------------------------------------------------- */

static void
gather_free (gpointer data)
{
  Gather *self = data;

  g_clear_weak_pointer (&self->parent);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->gathering);
  g_free (self);
}

/* Takes @error; without one the orders are the answer. */
static void
finish (Gather *self,
        GError *error)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  GCancellable *cancellable;

  if (self->over)
    {
      g_clear_error (&error);
      return;
    }

  self->over = TRUE;
  task = self->task;
  cancellable = g_task_get_cancellable (task);
  g_clear_handle_id (&self->shown_source, g_source_remove);
  if (self->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, self->cancelled_id);
  g_signal_handlers_disconnect_by_data (self->gathering, self);
  ecpa_order_gathering_stop (self->gathering);
  if (self->dialog != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->dialog, self);
      gtk_window_destroy (GTK_WINDOW (self->dialog));
    }

  orders = error == NULL ? ecpa_order_gathering_dup_orders (self->gathering) : NULL;
  if (orders != NULL)
    g_task_return_pointer (task, g_steal_pointer (&orders), (GDestroyNotify) g_ptr_array_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session ended");
}

static void
finish_cancelled (Gather *self)
{
  finish (self, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

static void
show_progress (Gather *self)
{
  guint done = ecpa_order_gathering_get_done (self->gathering);
  guint total = ecpa_order_gathering_get_total (self->gathering);
  EcpaFault *fault = ecpa_order_gathering_get_fault (self->gathering);
  g_autofree char *body = NULL;

  if (self->dialog == NULL)
    return;

  if (fault != NULL)
    {
      g_autofree char *advice = ecpa_fault_describe (fault);

      body = g_strdup_printf ("%s\n%s", ecpa_fault_words (fault->code)->title, advice);
    }
  else
    {
      /* Translators: how many orders have come, and how many there are */
      body = g_strdup_printf (_("%u of %u"), done, total);
    }
  adw_message_dialog_set_body (self->dialog, body);
  adw_message_dialog_set_response_enabled (self->dialog, "retry", fault != NULL);
  gtk_progress_bar_set_fraction (self->bar, total > 0 ? (double) done / total : 0);
}

/* Callbacks ---------------------------------------------------------------- */

static void show_dialog (Gather *self);

static void
response_cb (Gather     *self,
             const char *response)
{
  /* A message dialogue closes with any answer; this one comes back for another try. */
  if (g_str_equal (response, "retry"))
    {
      g_signal_handlers_disconnect_by_data (self->dialog, self);
      g_clear_weak_pointer (&self->dialog);
      show_dialog (self);
      ecpa_order_gathering_start (self->gathering);
    }
  else
    finish_cancelled (self);
}

static void
show_dialog (Gather *self)
{
  GtkWidget *dialog = adw_message_dialog_new (self->parent, _("Fetching the Orders"), NULL);

  g_set_weak_pointer (&self->dialog, ADW_MESSAGE_DIALOG (dialog));
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fetching the Orders"), -1);
  adw_message_dialog_set_extra_child (self->dialog, GTK_WIDGET (self->bar));
  adw_message_dialog_add_responses (self->dialog, "cancel", _("_Cancel"), "retry", _("_Try Again"), NULL);
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), self);
  show_progress (self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
shown_cb (gpointer data)
{
  Gather *self = data;

  self->shown_source = 0;
  show_dialog (self);

  return G_SOURCE_REMOVE;
}

static void
gathering_changed_cb (Gather *self)
{
  if (ecpa_order_gathering_has_ended (self->gathering))
    finish_cancelled (self);
  else if (ecpa_order_gathering_is_finished (self->gathering))
    finish (self, NULL);
  else if (ecpa_order_gathering_get_fault (self->gathering) != NULL && self->dialog == NULL)
    {
      g_clear_handle_id (&self->shown_source, g_source_remove);
      show_dialog (self);
    }
  else
    show_progress (self);
}

/* Not from within the cancellable's own lock. */
static gboolean
cancelled_later_cb (gpointer data)
{
  GTask *task = data;

  finish_cancelled (g_task_get_task_data (task));

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              Gather       *self)
{
  g_idle_add_full (G_PRIORITY_HIGH, cancelled_later_cb, g_object_ref (self->task), g_object_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_gather_dialog_run_async:
 * @parent: (nullable): what the dialogue belongs to
 * @items: (element-type EcpaOrderItem): what is wanted
 * @cancellable: (nullable): ends it and puts the dialogue away
 * @callback: called when all orders are there, or none will come
 * @user_data: for @callback
 *
 * Fetches the documents of several orders, with progress and cancel where that takes more than half a second, and with
 * another try where one does not come. UI thread.
 */
void
ecpa_gather_dialog_run_async (GtkWindow           *parent,
                              GPtrArray           *items,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Gather *self;

  g_return_if_fail (items != NULL && items->len > 0);

  self = g_new0 (Gather, 1);
  g_set_weak_pointer (&self->parent, parent);
  self->gathering = ecpa_order_gathering_new (items);
  self->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, ecpa_gather_dialog_run_async);
  g_task_set_task_data (self->task, self, gather_free);
  g_task_set_check_cancellable (self->task, FALSE);
  if (cancellable != NULL)
    self->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect_swapped (self->gathering, "notify", G_CALLBACK (gathering_changed_cb), self);
  self->shown_source = g_timeout_add (SHOWN_AFTER_MS, shown_cb, self);

  ecpa_order_gathering_start (self->gathering);
}

/**
 * ecpa_gather_dialog_run_finish:
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED where the person or the end of the session stopped it
 *
 * Returns: (transfer full) (element-type EcpaOrder) (nullable): the orders, in the order asked for
 */
GPtrArray *
ecpa_gather_dialog_run_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_gather_dialog_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
