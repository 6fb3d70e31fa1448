/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-hasher.h"

#include <crypt.h>
#include <string.h>

#define YESCRYPT_PREFIX "$y$"

/* Types -------------------------------------------------------------------- */

struct _EcpaHasher
{
  GObject      parent_instance;

  /* Owned */
  GThreadPool *pool;
  GPtrArray   *nobodys_hashes; /* one of each kind that there is, the one of now first */

  guint        queue_length;
  guint        cost;
};

G_DEFINE_FINAL_TYPE (EcpaHasher, ecpa_hasher, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* Whatever the two hold, it takes as long as they are. */
static gboolean
equal_in_constant_time (const char *a,
                        const char *b)
{
  gsize length = strlen (a);
  guint different = length != strlen (b);

  for (gsize i = 0; i < length && !different; i++)
    different |= (guint) (a[i] ^ b[i]);

  return !different;
}

static char *
run_crypt (EcpaSecret  *password,
           const char  *setting,
           GError     **error)
{
  struct crypt_data *data = g_new0 (struct crypt_data, 1);
  char *hash = g_strdup (crypt_rn (ecpa_secret_peek (password, NULL), setting, data, sizeof *data));

  explicit_bzero (data, sizeof *data);
  g_free (data);
  if (hash == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "yescrypt: %s", g_strerror (errno));

  return hash;
}

/* What says how long a hash takes: `$y$j9T$` of `$y$j9T$SALT$HASH`. */
static gsize
length_of_kind (const char *hash)
{
  const char *end = strlen (hash) > 3 ? strchr (hash + 3, '$') : NULL;

  return end != NULL ? (gsize) (end + 1 - hash) : strlen (hash);
}

static gboolean
is_same_kind (const char *a,
              const char *b)
{
  gsize length = length_of_kind (a);

  return length == length_of_kind (b) && strncmp (a, b, length) == 0;
}

static gboolean
check (EcpaSecret  *password,
       const char  *hash,
       gboolean    *fits,
       GError     **error)
{
  g_autofree char *computed = run_crypt (password, hash, error);

  *fits = computed != NULL && equal_in_constant_time (computed, hash);

  return computed != NULL;
}

/* Where hashes of several costs are about, each check takes one of each: how long it takes tells nothing of whose it is. */
static gboolean
check_typed (EcpaHasher     *self,
             EcpaHasherJob  *job,
             GError        **error)
{
  gboolean unused;

  job->fits = FALSE;
  for (guint i = 0; i < self->nobodys_hashes->len; i++)
    {
      const char *nobodys = g_ptr_array_index (self->nobodys_hashes, i);
      gboolean instead = job->hash == NULL ? i == 0 || job->even : job->even && !is_same_kind (job->hash, nobodys);

      if (instead && !check (job->password, nobodys, &unused, error))
        return FALSE;
    }

  return job->hash == NULL || check (job->password, job->hash, &job->fits, error);
}

/* A new password is looked at only where the old one fits. */
static gboolean
do_job (EcpaHasher     *self,
        EcpaHasherJob  *job,
        GError        **error)
{
  EcpaSecret *fresh = job->fresh;

  job->fits = job->password == NULL;
  if (job->password != NULL && !check_typed (self, job, error))
    return FALSE;
  if (fresh == NULL && job->renew && job->hash != NULL && !is_same_kind (job->hash, self->nobodys_hashes->pdata[0]))
    fresh = job->password;
  if (!job->fits || fresh == NULL)
    return TRUE;

  for (guint i = 0; job->former != NULL && i < job->former->len && !job->reused; i++)
    if (!check (fresh, g_ptr_array_index (job->former, i), &job->reused, error))
      return FALSE;
  if (!job->reused)
    job->fresh_hash = ecpa_hash_password (fresh, self->cost, error);

  return job->reused || job->fresh_hash != NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
work_on_thread (gpointer item,
                gpointer user_data)
{
  g_autoptr (GTask) task = item;
  EcpaHasherJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (do_job (g_task_get_source_object (task), job, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_hasher_finalize (GObject *object)
{
  EcpaHasher *self = ECPA_HASHER (object);

  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, FALSE); /* the last reference may be one of its threads' */
  g_ptr_array_unref (self->nobodys_hashes);

  G_OBJECT_CLASS (ecpa_hasher_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_hasher_class_init (EcpaHasherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_hasher_finalize;
}

static void
ecpa_hasher_init (EcpaHasher *self)
{
  self->nobodys_hashes = g_ptr_array_new_with_free_func (g_free);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_hasher_new:
 * @n_threads: passwords checked at a time
 * @queue_length: passwords that may wait
 * @cost: yescrypt's cost, 1–11, or 0 for its own default
 * @error: where libcrypt does not know yescrypt
 *
 * Returns: (transfer full) (nullable): a hasher
 */
EcpaHasher *
ecpa_hasher_new (guint    n_threads,
                 guint    queue_length,
                 guint    cost,
                 GError **error)
{
  g_autoptr (EcpaHasher) self = g_object_new (ECPA_TYPE_HASHER, NULL);
  g_autoptr (EcpaSecret) nobody = ecpa_secret_new_from_text ("nobody's password", -1);
  char *nobodys_hash;

  self->queue_length = queue_length;
  self->cost = cost;
  nobodys_hash = ecpa_hash_password (nobody, cost, error);
  if (nobodys_hash == NULL)
    return NULL;
  g_ptr_array_add (self->nobodys_hashes, nobodys_hash);

  self->pool = g_thread_pool_new (work_on_thread, NULL, (int) n_threads, FALSE, error);

  return self->pool != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * ecpa_hasher_is_full:
 * @self: a hasher
 *
 * Returns: whether another password would have to wait too long
 */
gboolean
ecpa_hasher_is_full (EcpaHasher *self)
{
  g_return_val_if_fail (ECPA_IS_HASHER (self), TRUE);

  return g_thread_pool_unprocessed (self->pool) >= self->queue_length;
}

/**
 * ecpa_hasher_add_kind:
 * @self: a hasher that has not worked yet
 * @kind: the beginning of hashes that there are, up to their salt
 *
 * Has even checks take as long as if a hash of that kind were looked at, too; where there can be none it is left out.
 */
void
ecpa_hasher_add_kind (EcpaHasher *self,
                      const char *kind)
{
  g_autofree char *nobodys = NULL;
  const char *newest;

  g_return_if_fail (ECPA_IS_HASHER (self));
  g_return_if_fail (kind != NULL);

  newest = self->nobodys_hashes->pdata[0];
  for (guint i = 0; i < self->nobodys_hashes->len; i++)
    if (is_same_kind (kind, self->nobodys_hashes->pdata[i]))
      return;
  nobodys = g_strconcat (kind, newest + length_of_kind (newest), NULL);
  if (crypt_checksalt (nobodys) != CRYPT_SALT_INVALID)
    g_ptr_array_add (self->nobodys_hashes, g_steal_pointer (&nobodys));
}

/**
 * ecpa_hasher_job_new:
 *
 * Returns: (transfer full): a job with nothing to do
 */
EcpaHasherJob *
ecpa_hasher_job_new (void)
{
  return g_new0 (EcpaHasherJob, 1);
}

/**
 * ecpa_hasher_job_free:
 * @self: (transfer full): a job
 */
void
ecpa_hasher_job_free (EcpaHasherJob *self)
{
  g_clear_pointer (&self->password, ecpa_secret_unref);
  g_clear_pointer (&self->fresh, ecpa_secret_unref);
  g_clear_pointer (&self->former, g_ptr_array_unref);
  g_free (self->hash);
  g_free (self->fresh_hash);
  g_free (self);
}

/**
 * ecpa_hasher_work_async:
 * @self: a hasher
 * @job: (transfer full): what to do; its secrets must be nobody else's, as they belong to another thread from here on
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Checks a password, and hashes another where it fits, on another thread.
 */
void
ecpa_hasher_work_async (EcpaHasher          *self,
                        EcpaHasherJob       *job,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ECPA_IS_HASHER (self));
  g_return_if_fail (job != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ecpa_hasher_work_async);
  g_task_set_task_data (task, job, (GDestroyNotify) ecpa_hasher_job_free);
  g_thread_pool_push (self->pool, g_steal_pointer (&task), NULL);
}

/**
 * ecpa_hasher_work_finish:
 * @self: a hasher
 * @result: the result
 * @error: where hashing failed, which is not the same as a wrong password
 *
 * Returns: (transfer none) (nullable): the job with what was found out; lives as long as @result
 */
EcpaHasherJob *
ecpa_hasher_work_finish (EcpaHasher    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_boolean (G_TASK (result), error) ? g_task_get_task_data (G_TASK (result)) : NULL;
}

/**
 * ecpa_hash_password:
 * @password: a password
 * @cost: yescrypt's cost, 1–11, or 0 for its own default
 * @error: where libcrypt fails
 *
 * Makes a hash with a salt of its own. Blocks for as long as the cost says.
 *
 * Returns: (transfer full) (nullable): the hash
 */
char *
ecpa_hash_password (EcpaSecret  *password,
                    guint        cost,
                    GError     **error)
{
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];

  g_return_val_if_fail (password != NULL, NULL);

  if (crypt_gensalt_rn (YESCRYPT_PREFIX, cost, NULL, 0, setting, sizeof setting) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "yescrypt: %s", g_strerror (errno));
      return NULL;
    }

  return run_crypt (password, setting, error);
}
