/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-draft-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ecpa-lane.h"
#include "ecpa-seal.h"

#define FOLDER "drafts"
#define KEY_FILE "draft-key"

/* Types -------------------------------------------------------------------- */

struct _EcpaDraftBox
{
  GObject   parent_instance;

  /* Owned */
  char     *path;
  GBytes   *key;
  GBytes   *found;      /* nullable */

  gboolean  closed;     /* nothing is kept */
};

struct _EcpaDraftStore
{
  GObject          parent_instance;

  /* Owned */
  EcpaLane        *lane;        /* the disk's */
  char            *directory;
  EcpaCardService *card;

  gint64           max_age;
};

/* A box that is being opened. */
typedef struct
{
  guint64       serial;
  char         *kind;
  EcpaDraftBox *box;            /* nullable: once the card's key is known */
} Opening;

/* What the lane is given. */
typedef struct
{
  char   *path;
  GBytes *key;          /* nullable */
  gint64  max_age;
} Job;

G_DEFINE_FINAL_TYPE (EcpaDraftBox, ecpa_draft_box, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (EcpaDraftStore, ecpa_draft_store, G_TYPE_OBJECT)

/* On the lane -------------------------------------------------------------- */

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_clear_pointer (&job->key, g_bytes_unref);
  g_free (job);
}

static gboolean
write_file (const char  *path,
            GBytes      *bytes,
            GError     **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "No directory for drafts");
      return FALSE;
    }

  return g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* This computer's key; made with the first draft. */
static gpointer
get_key_in_lane (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Job *job = data;
  g_autoptr (GBytes) key = NULL;
  char *contents;
  gsize length;

  if (g_file_get_contents (job->path, &contents, &length, NULL))
    {
      key = g_bytes_new_take (contents, length);
      if (length == ECPA_SEAL_KEY_LENGTH)
        return g_steal_pointer (&key);
      g_clear_pointer (&key, g_bytes_unref);
    }

  key = ecpa_seal_random (ECPA_SEAL_KEY_LENGTH);
  if (!write_file (job->path, key, error))
    return NULL;

  return g_steal_pointer (&key);
}

/* What does not open, or is too old, is as good as nothing, and goes. */
static gpointer
find_in_lane (gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Job *job = data;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  char *contents;
  gsize length;
  gint64 made;
  gint64 age;

  if (!g_file_get_contents (job->path, &contents, &length, NULL))
    return NULL;

  sealed = g_bytes_new_take (contents, length);
  plain = ecpa_seal_open (job->key, sealed, &made, NULL);
  age = plain != NULL ? g_get_real_time () / G_USEC_PER_SEC - made : 0;
  if (plain != NULL && age >= 0 && age <= job->max_age && job->max_age > 0)
    return g_steal_pointer (&plain);

  (void) g_unlink (job->path);

  return NULL;
}

/* Auxiliaries -------------------------------------------------------------- */

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->kind);
  g_clear_object (&opening->box);
  g_free (opening);
}

static GTask *
job_task (const char          *path,
          GBytes              *key,
          gint64               max_age,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->key = key != NULL ? g_bytes_ref (key) : NULL;
  job->max_age = max_age;
  g_task_set_task_data (task, job, job_free);

  return task;
}

/* Names say nothing: they are made with the card's key, too. */
static EcpaDraftBox *
make_box (EcpaDraftStore *self,
          const char     *kind,
          GBytes         *key)
{
  EcpaDraftBox *box = g_object_new (ECPA_TYPE_DRAFT_BOX, NULL);
  g_autofree char *name = g_compute_hmac_for_string (G_CHECKSUM_SHA256, g_bytes_get_data (key, NULL),
                                                     g_bytes_get_size (key), kind, -1);

  box->path = g_build_filename (self->directory, FOLDER, name, NULL);
  box->key = g_bytes_ref (key);
  box->closed = self->max_age == 0;

  return box;
}

/* Callbacks ---------------------------------------------------------------- */

static void
draft_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);

  opening->box->found = g_task_propagate_pointer (G_TASK (result), NULL);
  g_task_return_pointer (task, g_steal_pointer (&opening->box), g_object_unref);
}

static void
key_derived_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaDraftStore *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = ecpa_card_service_derive_finish (self->card, result, &error);
  EcpaDraftBox *box;

  if (key == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  box = opening->box = make_box (self, opening->kind, key);
  ecpa_lane_push (self->lane,
                  job_task (box->path, box->key, self->max_age, draft_found_cb, g_steal_pointer (&task)),
                  find_in_lane, (GDestroyNotify) g_bytes_unref);
}

static void
key_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaDraftStore *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = g_task_propagate_pointer (G_TASK (result), &error);

  if (key == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    ecpa_card_service_derive_async (self->card, opening->serial, key, key_derived_cb, g_steal_pointer (&task));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_draft_box_finalize (GObject *object)
{
  EcpaDraftBox *self = ECPA_DRAFT_BOX (object);

  g_free (self->path);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_pointer (&self->found, g_bytes_unref);

  G_OBJECT_CLASS (ecpa_draft_box_parent_class)->finalize (object);
}

static void
ecpa_draft_store_finalize (GObject *object)
{
  EcpaDraftStore *self = ECPA_DRAFT_STORE (object);

  g_clear_object (&self->lane);
  g_clear_object (&self->card);
  g_free (self->directory);

  G_OBJECT_CLASS (ecpa_draft_store_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_draft_box_class_init (EcpaDraftBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_draft_box_finalize;
}

static void
ecpa_draft_box_init (EcpaDraftBox *self)
{
}

static void
ecpa_draft_store_class_init (EcpaDraftStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_draft_store_finalize;
}

static void
ecpa_draft_store_init (EcpaDraftStore *self)
{
  self->lane = ecpa_lane_new ("ecpa-drafts");
  self->max_age = ECPA_DRAFT_SECONDS;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_draft_box_get_found:
 * @self: a box
 *
 * Returns: (transfer none) (nullable): what was in it when it was opened; %NULL for nothing that can still be offered
 */
GBytes *
ecpa_draft_box_get_found (EcpaDraftBox *self)
{
  g_return_val_if_fail (ECPA_IS_DRAFT_BOX (self), NULL);

  return self->found;
}

/**
 * ecpa_draft_box_save:
 * @self: a box
 * @draft: what to keep, less than a kilobyte; no secrets
 *
 * At once, so that nothing that comes after can lose it; where it does not work, that is logged.
 */
void
ecpa_draft_box_save (EcpaDraftBox *self,
                     GBytes       *draft)
{
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (ECPA_IS_DRAFT_BOX (self));
  g_return_if_fail (draft != NULL);

  if (self->closed)
    return;

  sealed = ecpa_seal_close (self->key, draft, g_get_real_time () / G_USEC_PER_SEC, &error);
  if (sealed == NULL || !write_file (self->path, sealed, &error))
    g_warning ("What was typed could not be kept: %s", error->message);
}

/**
 * ecpa_draft_box_drop:
 * @self: a box
 *
 * Nothing is kept any more.
 */
void
ecpa_draft_box_drop (EcpaDraftBox *self)
{
  g_return_if_fail (ECPA_IS_DRAFT_BOX (self));

  (void) g_unlink (self->path);
}

/**
 * ecpa_draft_store_new:
 * @directory: the application's data directory
 * @card: where the cards are
 *
 * Returns: (transfer full): the drafts; files are made with the first one
 */
EcpaDraftStore *
ecpa_draft_store_new (const char      *directory,
                      EcpaCardService *card)
{
  EcpaDraftStore *self;

  g_return_val_if_fail (directory != NULL && ECPA_IS_CARD_SERVICE (card), NULL);

  self = g_object_new (ECPA_TYPE_DRAFT_STORE, NULL);
  self->directory = g_strdup (directory);
  self->card = g_object_ref (card);

  return self;
}

/**
 * ecpa_draft_store_open_async:
 * @self: the drafts
 * @serial: which card, as its view said
 * @kind: what it is a draft of
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Opens the place of that card's draft, and what is in it.
 */
void
ecpa_draft_store_open_async (EcpaDraftStore      *self,
                             guint64              serial,
                             const char          *kind,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *path = NULL;
  Opening *opening;
  GTask *task;

  g_return_if_fail (ECPA_IS_DRAFT_STORE (self));
  g_return_if_fail (kind != NULL);

  opening = g_new0 (Opening, 1);
  opening->serial = serial;
  opening->kind = g_strdup (kind);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ecpa_draft_store_open_async);
  g_task_set_task_data (task, opening, opening_free);
  path = g_build_filename (self->directory, KEY_FILE, NULL);
  ecpa_lane_push (self->lane, job_task (path, NULL, 0, key_read_cb, task), get_key_in_lane,
                  (GDestroyNotify) g_bytes_unref);
}

/**
 * ecpa_draft_store_open_finish:
 * @self: the drafts
 * @result: what the callback was given
 * @error: the disk's, or %ECPA_CARD_ERROR_CHANGED
 *
 * Returns: (transfer full) (nullable): the place
 */
EcpaDraftBox *
ecpa_draft_store_open_finish (EcpaDraftStore  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (ECPA_IS_DRAFT_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_draft_store_set_max_age:
 * @self: the drafts
 * @seconds: what is older is not offered any more; 0: nothing is kept, in places that are opened from now on
 */
void
ecpa_draft_store_set_max_age (EcpaDraftStore *self,
                              gint64          seconds)
{
  g_return_if_fail (ECPA_IS_DRAFT_STORE (self));

  self->max_age = seconds;
}

/**
 * ecpa_draft_store_stop:
 * @self: the drafts
 */
void
ecpa_draft_store_stop (EcpaDraftStore *self)
{
  g_return_if_fail (ECPA_IS_DRAFT_STORE (self));

  ecpa_lane_quit (self->lane);
}
