/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-press.h"

#include "ecpa-export-file.h"

/* Types -------------------------------------------------------------------- */

/* What a thread needs: the orders, or what has been laid out of them, which is given away whole. */
typedef struct
{
  GPtrArray       *orders;      /* nullable */
  EcpaOrderBundle *bundle;      /* nullable */
  gboolean         training;
} Request;

/* Auxiliaries -------------------------------------------------------------- */

/* Takes @bundle. */
static Request *
request_new (GPtrArray       *orders,
             EcpaOrderBundle *bundle,
             gboolean         training)
{
  Request *request = g_new0 (Request, 1);

  request->orders = orders != NULL ? g_ptr_array_ref (orders) : NULL;
  request->bundle = bundle;
  request->training = training;

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->orders, g_ptr_array_unref);
  g_clear_object (&request->bundle);
  g_free (request);
}

/* On the thread ------------------------------------------------------------ */

static void
lay_out_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Request *request = task_data;

  g_task_return_pointer (task, ecpa_order_bundle_new (request->orders, request->training), g_object_unref);
}

static void
make_pdf_in_thread (GTask        *task,
                    gpointer      source,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  Request *request = task_data;
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  if (request->bundle == NULL)
    request->bundle = ecpa_order_bundle_new (request->orders, request->training);
  pdf = ecpa_order_bundle_to_pdf (request->bundle, cancellable, &error);
  if (pdf != NULL)
    g_task_return_pointer (task, pdf, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Callbacks ---------------------------------------------------------------- */

static void
file_written_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (ecpa_export_file_write_finish (G_FILE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
pdf_made_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = g_task_propagate_pointer (G_TASK (result), &error);
  GFile *file = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (pdf == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    ecpa_export_file_write_async (file, pdf, cancellable, file_written_cb, g_steal_pointer (&task));
}

/* Takes @request. */
static void
save (GFile               *file,
      Request             *request,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  GTask *task = g_task_new (file, cancellable, callback, user_data);
  g_autoptr (GTask) pdf = g_task_new (NULL, cancellable, pdf_made_cb, task);

  g_task_set_source_tag (task, save);
  g_task_set_source_tag (pdf, save);
  g_task_set_task_data (pdf, request, request_free);
  g_task_run_in_thread (pdf, make_pdf_in_thread);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_press_lay_out_async:
 * @orders: (element-type EcpaOrder): at least one; nobody changes them meanwhile
 * @training: whether each page says that it is for practice
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Dozens of orders take their time.
 */
void
ecpa_order_press_lay_out_async (GPtrArray           *orders,
                                gboolean             training,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (orders != NULL && orders->len > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_order_press_lay_out_async);
  g_task_set_task_data (task, request_new (orders, NULL, training), request_free);
  g_task_run_in_thread (task, lay_out_in_thread);
}

/**
 * ecpa_order_press_lay_out_finish:
 * @result: what the callback was given
 * @error: that it was cancelled
 *
 * Returns: (transfer full) (nullable): the pages; the thread has given them away whole
 */
EcpaOrderBundle *
ecpa_order_press_lay_out_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_order_press_save_async:
 * @file: where to
 * @bundle: (transfer full): what has been laid out; nobody else uses it from now on
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Makes one PDF of it and writes that, whole or not at all, readable by its owner only.
 */
void
ecpa_order_press_save_async (GFile               *file,
                             EcpaOrderBundle     *bundle,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (ECPA_IS_ORDER_BUNDLE (bundle));

  save (file, request_new (NULL, bundle, FALSE), cancellable, callback, user_data);
}

/**
 * ecpa_order_press_save_orders_async:
 * @file: where to
 * @orders: (element-type EcpaOrder): at least one; nobody changes them meanwhile
 * @training: whether each page says that it is for practice
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * As ecpa_order_press_save_async(), of what has not been laid out yet.
 */
void
ecpa_order_press_save_orders_async (GFile               *file,
                                    GPtrArray           *orders,
                                    gboolean             training,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (orders != NULL && orders->len > 0);

  save (file, request_new (orders, NULL, training), cancellable, callback, user_data);
}

/**
 * ecpa_order_press_save_finish:
 * @file: where to
 * @result: what the callback was given
 * @error: why there is no file, of `G_IO_ERROR` or of the PDF's library
 *
 * Returns: whether it is written
 */
gboolean
ecpa_order_press_save_finish (GFile         *file,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
