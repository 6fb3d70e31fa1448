/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-history-private.h"

#include "ecpa-services-insides.h"

/* How often it begins anew because something has changed meanwhile. */
#define MOST_TRIES 4

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GPtrArray           *summaries;
  EcpaOrderQuery      *query;           /* what was found when it began: meanwhile somebody may look for other things */
  char                *revision;        /* nullable */
  EcpaHistoryProgress  progress;        /* nullable */
  gpointer             progress_data;
  guint                page;
  guint                tries;
} Collection;

static void collect_next (GTask *task);

/* Auxiliaries -------------------------------------------------------------- */

static void
collection_free (Collection *self)
{
  g_ptr_array_unref (self->summaries);
  g_object_unref (self->query);
  g_free (self->revision);
  g_free (self);
}

/* Whether the page belongs to the others; where it does not, everything is asked for again. */
static gboolean
take_page (Collection      *self,
           EcpaOrderSearch *search)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (search->items));

  if (self->page > 0 && g_strcmp0 (self->revision, search->revision) != 0)
    {
      g_ptr_array_set_size (self->summaries, 0);
      self->page = 0;
      self->tries++;
      return FALSE;
    }
  g_free (self->revision);
  self->revision = g_strdup (search->revision);
  self->page++;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->summaries, g_list_model_get_item (G_LIST_MODEL (search->items), i));

  return TRUE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
page_collected_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Collection *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaOrderSearch) search = ecpa_order_service_search_finish (ECPA_ORDER_SERVICE (source), result, &error);
  EcpaScope *scope = ECPA_HISTORY (g_task_get_source_object (task))->scope;

  if (!ecpa_scope_is_alive (scope))
    {
      g_task_return_error (task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session has ended"));
      return;
    }
  if (search == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!take_page (self, search) && self->tries >= MOST_TRIES)
    {
      g_task_return_error (task, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "The history changes all the time"));
      return;
    }
  if (self->progress != NULL)
    self->progress (self->summaries->len, (guint) MAX (search->total, 0), self->progress_data);

  if (self->page > 0 && self->summaries->len >= search->total)
    g_task_return_pointer (task, g_ptr_array_ref (self->summaries), (GDestroyNotify) g_ptr_array_unref);
  else if (self->page > 0 && g_list_model_get_n_items (G_LIST_MODEL (search->items)) == 0)
    g_task_return_error (task, g_error_new (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "Fewer rows than there are"));
  else
    collect_next (task);
}

static void
collect_next (GTask *task)
{
  Collection *self = g_task_get_task_data (task);
  EcpaHistory *history = g_task_get_source_object (task);
  EcpaServices *services = ecpa_scope_get_services (history->scope);
  g_autoptr (EcpaOrderQuery) query = _ecpa_history_copy_query (self->query, self->page);

  ecpa_order_service_search_async (ecpa_services_get_orders (services), query, g_task_get_cancellable (task),
                                   page_collected_cb, g_object_ref (task));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_history_collect_async:
 * @self: a history
 * @progress: (nullable) (scope async): told after each page
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Fetches every row of what is found now, of one revision, whatever is looked for meanwhile; the model stays as it is.
 * UI thread.
 */
void
ecpa_history_collect_async (EcpaHistory         *self,
                            EcpaHistoryProgress  progress,
                            gpointer             progress_data,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Collection *collection;

  g_return_if_fail (ECPA_IS_HISTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_history_collect_async);
  collection = g_new0 (Collection, 1);
  collection->summaries = g_ptr_array_new_with_free_func (g_object_unref);
  collection->query = _ecpa_history_copy_query (self->shown != NULL ? self->shown : self->query, 0);
  collection->progress = progress;
  collection->progress_data = progress_data;
  g_task_set_task_data (task, collection, (GDestroyNotify) collection_free);
  collect_next (task);
}

/**
 * ecpa_history_collect_finish:
 * @self: a history
 * @result: what the callback was given
 * @fault: (out) (nullable) (transfer full): why there are none; %NULL where it was cancelled or the session has ended
 *
 * Returns: (transfer full) (nullable) (element-type EcpaOrderSummary): all rows, in their order
 */
GPtrArray *
ecpa_history_collect_finish (EcpaHistory   *self,
                             GAsyncResult  *result,
                             EcpaFault    **fault)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *summaries;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (fault != NULL, NULL);

  *fault = NULL;
  summaries = g_task_propagate_pointer (G_TASK (result), &error);
  if (summaries == NULL)
    *fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));

  return summaries;
}
