/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-worker.h"

/* Types -------------------------------------------------------------------- */

/* What a job is; one without a function asks the thread to end. */
typedef struct
{
  EcpaWorkerFunc func;
  gpointer       user_data;
  GDestroyNotify destroy;
} Job;

/* Shared by the object and its thread, so that neither has to wait for the other. */
typedef struct
{
  GMainContext *context;
  GAsyncQueue  *jobs;
  GThread      *thread;         /* set by the thread itself */
  gint          quitting;       /* atomic */

  /* Worker thread only */
  guint         holds;
  gboolean      ended;
} Inside;

typedef struct
{
  GSource  parent;
  Inside  *inside;              /* borrowed: the thread that dispatches it owns one */
} JobSource;

struct _EcpaWorker
{
  GObject  parent_instance;

  /* Owned */
  Inside  *inside;
};

G_DEFINE_FINAL_TYPE (EcpaWorker, ecpa_worker, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->user_data);
  g_free (job);
}

static void
inside_clear (gpointer data)
{
  Inside *inside = data;

  g_async_queue_unref (inside->jobs);
  g_main_context_unref (inside->context);
}

static void
inside_unref (Inside *inside)
{
  g_atomic_rc_box_release_full (inside, inside_clear);
}

static void
push (Inside         *inside,
      EcpaWorkerFunc  func,
      gpointer        user_data,
      GDestroyNotify  destroy)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->user_data = user_data;
  job->destroy = destroy;
  g_async_queue_push (inside->jobs, job);
  g_main_context_wakeup (inside->context);
}

/* The source --------------------------------------------------------------- */

static gboolean
job_source_prepare (GSource *source,
                    int     *timeout)
{
  *timeout = -1;
  return g_async_queue_length (((JobSource *) source)->inside->jobs) > 0;
}

static gboolean
job_source_check (GSource *source)
{
  return g_async_queue_length (((JobSource *) source)->inside->jobs) > 0;
}

static gboolean
job_source_dispatch (GSource     *source,
                     GSourceFunc  callback,
                     gpointer     user_data)
{
  Inside *inside = ((JobSource *) source)->inside;
  Job *job = g_async_queue_try_pop (inside->jobs);

  if (job == NULL)
    return G_SOURCE_CONTINUE;

  if (job->func != NULL)
    job->func (job->user_data);
  else
    inside->ended = TRUE;
  job_free (job);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs job_source_funcs = {
  job_source_prepare,
  job_source_check,
  job_source_dispatch,
};

static gpointer
run (gpointer data)
{
  Inside *inside = data;
  g_autoptr (GSource) source = g_source_new (&job_source_funcs, sizeof (JobSource));
  Job *job;

  g_atomic_pointer_set (&inside->thread, g_thread_self ());
  g_main_context_push_thread_default (inside->context);
  ((JobSource *) source)->inside = inside;
  g_source_set_name (source, "ecpa-worker");
  g_source_attach (source, inside->context);

  while (!inside->ended || inside->holds > 0)
    g_main_context_iteration (inside->context, TRUE);

  g_source_destroy (source);
  while ((job = g_async_queue_try_pop (inside->jobs)) != NULL)
    job_free (job);
  g_main_context_pop_thread_default (inside->context);
  inside_unref (inside);

  return NULL;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_worker_finalize (GObject *object)
{
  EcpaWorker *self = ECPA_WORKER (object);

  ecpa_worker_quit (self);
  g_clear_pointer (&self->inside, inside_unref);

  G_OBJECT_CLASS (ecpa_worker_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_worker_class_init (EcpaWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_worker_finalize;
}

static void
ecpa_worker_init (EcpaWorker *self)
{
  self->inside = g_atomic_rc_box_new0 (Inside);
  self->inside->context = g_main_context_new ();
  self->inside->jobs = g_async_queue_new_full (job_free);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_worker_new:
 * @name: the thread's name, for people with a debugger
 *
 * Returns: (transfer full): a worker, already running
 */
EcpaWorker *
ecpa_worker_new (const char *name)
{
  EcpaWorker *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (ECPA_TYPE_WORKER, NULL);
  g_thread_unref (g_thread_new (name, run, g_atomic_rc_box_acquire (self->inside)));

  return self;
}

/**
 * ecpa_worker_get_context:
 * @self: a worker
 *
 * Returns: (transfer none): the main context of its thread, for sources that shall be dispatched there
 */
GMainContext *
ecpa_worker_get_context (EcpaWorker *self)
{
  g_return_val_if_fail (ECPA_IS_WORKER (self), NULL);

  return self->inside->context;
}

/**
 * ecpa_worker_is_current:
 * @self: a worker
 *
 * Returns: whether the caller runs on its thread
 */
gboolean
ecpa_worker_is_current (EcpaWorker *self)
{
  g_return_val_if_fail (ECPA_IS_WORKER (self), FALSE);

  return g_atomic_pointer_get (&self->inside->thread) == g_thread_self ();
}

/**
 * ecpa_worker_invoke:
 * @self: a worker
 * @func: called on its thread; must not block
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after @func, or in its place when the worker has ended
 *
 * Any thread. Jobs run in the order in which they are handed in.
 */
void
ecpa_worker_invoke (EcpaWorker     *self,
                    EcpaWorkerFunc  func,
                    gpointer        user_data,
                    GDestroyNotify  destroy)
{
  g_return_if_fail (ECPA_IS_WORKER (self));
  g_return_if_fail (func != NULL);

  if (g_atomic_int_get (&self->inside->quitting))
    {
      if (destroy != NULL)
        destroy (user_data);
      return;
    }

  push (self->inside, func, user_data, destroy);
}

/**
 * ecpa_worker_hold:
 * @self: a worker
 *
 * Worker thread. Keeps the thread going after ecpa_worker_quit() until ecpa_worker_release(): for what has been
 * cancelled and still has to come back. Never for a card.
 */
void
ecpa_worker_hold (EcpaWorker *self)
{
  g_return_if_fail (ECPA_IS_WORKER (self));
  ECPA_ASSERT_WORKER (self);

  self->inside->holds++;
}

/**
 * ecpa_worker_release:
 * @self: a worker
 *
 * Worker thread. The other half of ecpa_worker_hold().
 */
void
ecpa_worker_release (EcpaWorker *self)
{
  g_return_if_fail (ECPA_IS_WORKER (self));
  ECPA_ASSERT_WORKER (self);
  g_assert (self->inside->holds > 0);

  self->inside->holds--;
}

/**
 * ecpa_worker_quit:
 * @self: a worker
 *
 * Any thread. Returns at once; what was handed in before still runs, what comes later is dropped.
 */
void
ecpa_worker_quit (EcpaWorker *self)
{
  g_return_if_fail (ECPA_IS_WORKER (self));

  if (g_atomic_int_compare_and_exchange (&self->inside->quitting, FALSE, TRUE))
    push (self->inside, NULL, NULL, NULL);
}
