/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-export-file.h"

/* Callbacks ---------------------------------------------------------------- */

/* In a thread. g_file_replace_contents() leaves the other file behind where the disk is full, with somebody's data. */
static void
write_cb (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (source);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (task_data, &length);
  gboolean done;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (path != NULL)
    done = g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  else
    done = g_file_replace_contents (source, text, length, NULL, FALSE,
                                    G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &error);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_export_file_write_async:
 * @file: where to; what is there before is replaced
 * @content: what to write
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context with @file as its source
 * @user_data: for @callback
 *
 * Writes to another name beside @file first, so that @file is whole or as it was, and nothing else stays behind. What is
 * written is readable by the person only.
 */
void
ecpa_export_file_write_async (GFile               *file,
                              GBytes              *content,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (content != NULL);

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_export_file_write_async);
  g_task_set_task_data (task, g_bytes_ref (content), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, write_cb);
}

/**
 * ecpa_export_file_write_finish:
 * @file: the file
 * @result: what the callback was given
 * @error: (nullable): %G_FILE_ERROR or %G_IO_ERROR
 *
 * Returns: whether it was written
 */
gboolean
ecpa_export_file_write_finish (GFile         *file,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
