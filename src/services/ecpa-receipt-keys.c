/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-receipt-keys.h"

#include <glib/gstdio.h>

#define FILE_NAME "receipt-keys.ini"
#define KEEP_SECONDS (30 * 24 * 3600)

/* Types -------------------------------------------------------------------- */

struct _EcpaReceiptKeys
{
  GObject   parent_instance;

  /* Owned */
  EcpaLane *lane;               /* the disk's */
  char     *path;
  char     *salt;               /* the backend's URI: the same order of another backend is another order */
};

/* What the lane is given. The file is the only state: it is read, changed and replaced within one job. */
typedef struct
{
  char *path;
  char *group;
} Job;

G_DEFINE_FINAL_TYPE (EcpaReceiptKeys, ecpa_receipt_keys, G_TYPE_OBJECT)

/* On the lane -------------------------------------------------------------- */

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->group);
  g_free (job);
}

/* A file that cannot be read is put aside, not thrown away: signing must stay possible, and the backend still records
 * one receipt per order. */
static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error)
      && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_autofree char *aside = g_strconcat (path, ".unreadable", NULL);

      g_warning ("The file of receipt keys cannot be read (%d) and is put aside", error->code);
      (void) g_rename (path, aside);
    }

  return file;
}

static gboolean
save (GKeyFile    *file,
      const char  *path,
      GError     **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  gsize length;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "No directory for the receipt keys");
      return FALSE;
    }
  text = g_key_file_to_data (file, &length, NULL);

  return g_file_set_contents_full (path, text, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static void
drop_old (GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; groups[i] != NULL; i++)
    if (g_key_file_get_boolean (file, groups[i], "acknowledged", NULL)
        && now - g_key_file_get_int64 (file, groups[i], "made", NULL) > KEEP_SECONDS)
      g_key_file_remove_group (file, groups[i], NULL);
}

static gpointer
get_in_lane (gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Job *job = data;
  g_autoptr (GKeyFile) file = load (job->path);
  g_autofree char *key = g_key_file_get_string (file, job->group, "key", NULL);

  if (key != NULL && g_uuid_string_is_valid (key))
    return g_steal_pointer (&key);

  g_free (key);
  key = g_uuid_string_random ();
  drop_old (file);
  g_key_file_set_string (file, job->group, "key", key);
  g_key_file_set_int64 (file, job->group, "made", g_get_real_time () / G_USEC_PER_SEC);
  g_key_file_set_boolean (file, job->group, "acknowledged", FALSE);
  if (!save (file, job->path, error))
    return NULL;

  return g_steal_pointer (&key);
}

static gpointer
acknowledge_in_lane (gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  Job *job = data;
  g_autoptr (GKeyFile) file = load (job->path);
  g_autoptr (GError) local_error = NULL;

  if (!g_key_file_has_group (file, job->group))
    return NULL;

  g_key_file_set_boolean (file, job->group, "acknowledged", TRUE);
  drop_old (file);
  if (!save (file, job->path, &local_error))
    g_warning ("A receipt key could not be marked as acknowledged: %s", local_error->message);

  return NULL;
}

/* Auxiliaries -------------------------------------------------------------- */

static GTask *
task_for (EcpaReceiptKeys     *self,
          const char          *order_id,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  g_autofree char *salted = g_strconcat (self->salt, "\n", order_id, NULL);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (self->path);
  job->group = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);
  g_task_set_task_data (task, job, job_free);

  return task;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_receipt_keys_finalize (GObject *object)
{
  EcpaReceiptKeys *self = ECPA_RECEIPT_KEYS (object);

  g_clear_object (&self->lane);
  g_free (self->path);
  g_free (self->salt);

  G_OBJECT_CLASS (ecpa_receipt_keys_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_receipt_keys_class_init (EcpaReceiptKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_receipt_keys_finalize;
}

static void
ecpa_receipt_keys_init (EcpaReceiptKeys *self)
{
  self->lane = ecpa_lane_new ("ecpa-disk");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_receipt_keys_new:
 * @directory: the application's data directory
 * @backend_uri: the backend the orders belong to
 *
 * Returns: (transfer full): the keys; the file is made with the first one
 */
EcpaReceiptKeys *
ecpa_receipt_keys_new (const char *directory,
                       const char *backend_uri)
{
  EcpaReceiptKeys *self;

  g_return_val_if_fail (directory != NULL && backend_uri != NULL, NULL);

  self = g_object_new (ECPA_TYPE_RECEIPT_KEYS, NULL);
  self->path = g_build_filename (directory, FILE_NAME, NULL);
  self->salt = g_strdup (backend_uri);

  return self;
}

/**
 * ecpa_receipt_keys_get_async:
 * @self: the keys
 * @order_id: the order to sign for
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context, once the key is on the disk
 * @user_data: for @callback
 */
void
ecpa_receipt_keys_get_async (EcpaReceiptKeys     *self,
                             const char          *order_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (ECPA_IS_RECEIPT_KEYS (self));
  g_return_if_fail (order_id != NULL);

  task = task_for (self, order_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_receipt_keys_get_async);
  ecpa_lane_push (self->lane, task, get_in_lane, g_free);
}

/**
 * ecpa_receipt_keys_get_finish:
 * @self: the keys
 * @result: what the callback was given
 * @error: %G_FILE_ERROR where it could not be written; then nothing may be sent
 *
 * Returns: (transfer full): the order's key
 */
char *
ecpa_receipt_keys_get_finish (EcpaReceiptKeys  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (ECPA_IS_RECEIPT_KEYS (self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_receipt_keys_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_receipt_keys_acknowledge:
 * @self: the keys
 * @order_id: an order whose receipt the backend has acknowledged
 *
 * In the background; where it does not get done the key is kept longer, which does no harm.
 */
void
ecpa_receipt_keys_acknowledge (EcpaReceiptKeys *self,
                               const char      *order_id)
{
  g_return_if_fail (ECPA_IS_RECEIPT_KEYS (self));
  g_return_if_fail (order_id != NULL);

  ecpa_lane_push (self->lane, task_for (self, order_id, NULL, NULL, NULL), acknowledge_in_lane, NULL);
}

/**
 * ecpa_receipt_keys_stop:
 * @self: the keys
 */
void
ecpa_receipt_keys_stop (EcpaReceiptKeys *self)
{
  g_return_if_fail (ECPA_IS_RECEIPT_KEYS (self));

  ecpa_lane_quit (self->lane);
}
