/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret-clipboard.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

/* What has arrived; wiped when the task ends, however it ends. */
typedef struct
{
  GInputStream *stream;
  gsize         length;
  char          text[ECPA_SECRET_MAX_BYTES];
} Reading;

/* Auxiliaries -------------------------------------------------------------- */

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->stream);
  explicit_bzero (reading, sizeof (Reading));
  g_free (reading);
}

/* A password copied from a letter or a table often brings its end of line along. */
static gsize
length_of_first_line (const Reading *reading)
{
  gsize length = 0;

  while (length < reading->length && (guchar) reading->text[length] >= ' ' && reading->text[length] != 0x7f)
    length++;

  return length;
}

static void
return_secret (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  EcpaSecret *secret = ecpa_secret_new_from_text (reading->text, (gssize) length_of_first_line (reading));

  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) ecpa_secret_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The clipboard holds no UTF-8 text");
}

/* Callbacks ---------------------------------------------------------------- */

static void
some_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_get_task_data (task);
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  reading->length += (gsize) n;
  if (n == 0)
    return_secret (task);
  else if (reading->length == sizeof reading->text)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The clipboard holds too much text");
  else
    g_input_stream_read_async (reading->stream, reading->text + reading->length,
                               sizeof reading->text - reading->length,
                               G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                               some_read_cb, g_object_ref (task));
}

static void
stream_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_get_task_data (task);

  reading->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (reading->stream == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_input_stream_read_async (reading->stream, reading->text, sizeof reading->text,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                             some_read_cb, g_object_ref (task));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_secret_clipboard_read_async:
 * @clipboard: where to read
 * @cancellable: (nullable): for giving up
 * @callback: called in the UI thread
 * @user_data: for @callback
 *
 * Reads the first line of the text in @clipboard as a stream, straight into memory that is wiped:
 * gdk_clipboard_read_text_async() would leave copies behind.
 */
void
ecpa_secret_clipboard_read_async (GdkClipboard        *clipboard,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  static const char *types[] = { "text/plain;charset=utf-8", "text/plain", NULL };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  task = g_task_new (clipboard, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_secret_clipboard_read_async);
  g_task_set_task_data (task, g_new0 (Reading, 1), reading_free);
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, cancellable,
                            stream_opened_cb, g_steal_pointer (&task));
}

/**
 * ecpa_secret_clipboard_read_finish:
 * @clipboard: where it was read
 * @result: the answer
 * @error: %G_IO_ERROR_NOT_SUPPORTED where there is no text, %G_IO_ERROR_NO_SPACE where there is too much
 *
 * Returns: (transfer full) (nullable): the text
 */
EcpaSecret *
ecpa_secret_clipboard_read_finish (GdkClipboard  *clipboard,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
