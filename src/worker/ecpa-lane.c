/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-lane.h"

#include "ecpa-thread.h"

/* Types -------------------------------------------------------------------- */

/* A job without a task asks the thread to end. */
typedef struct
{
  GTask          *task;
  EcpaLaneFunc    func;
  GDestroyNotify  free_result;
  gulong          handler;
  gint            answered;     /* atomic: whoever sets it answers the task */
} Job;

struct _EcpaLane
{
  GObject      parent_instance;

  /* Owned */
  char        *name;
  GAsyncQueue *jobs;            /* shared with the thread */
  gboolean     running;
  gboolean     ended;
};

G_DEFINE_FINAL_TYPE (EcpaLane, ecpa_lane, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->task);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static gboolean
claim (Job *job)
{
  return g_atomic_int_compare_and_exchange (&job->answered, FALSE, TRUE);
}

static gboolean
answer_cancelled (gpointer data)
{
  Job *job = data;

  g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  return G_SOURCE_REMOVE;
}

/* The answer goes by an idle source of the task's own context: g_task_return() might call back from within
 * g_cancellable_cancel(), where nobody expects it. */
static void
abandon (Job *job)
{
  g_autoptr (GSource) source = NULL;

  if (!claim (job))
    return;

  source = g_idle_source_new ();
  g_source_set_name (source, "ecpa-lane-cancelled");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, answer_cancelled, g_atomic_rc_box_acquire (job), job_unref);
  g_source_attach (source, g_task_get_context (job->task));
}

static void
perform (Job *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  g_autoptr (GError) error = NULL;
  gpointer result;

  ECPA_ASSERT_NOT_MAIN_THREAD ();
  if (g_atomic_int_get (&job->answered))
    return;

  result = job->func (g_task_get_task_data (job->task), cancellable, &error);

  if (!claim (job))
    {
      if (result != NULL && job->free_result != NULL)
        job->free_result (result);
    }
  else if (result == NULL && error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&error));
  else
    g_task_return_pointer (job->task, result, job->free_result);
}

static gpointer
run (gpointer data)
{
  GAsyncQueue *jobs = data;
  gboolean ended = FALSE;
  Job *job;

  while (!ended)
    {
      job = g_async_queue_pop (jobs);
      ended = job->task == NULL;
      if (!ended)
        {
          perform (job);
          if (job->handler != 0)
            g_cancellable_disconnect (g_task_get_cancellable (job->task), job->handler);
        }
      job_unref (job);
    }

  while ((job = g_async_queue_try_pop (jobs)) != NULL)
    {
      abandon (job);
      if (job->handler != 0)
        g_cancellable_disconnect (g_task_get_cancellable (job->task), job->handler);
      job_unref (job);
    }
  g_async_queue_unref (jobs);

  return NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
job_cancelled_cb (GCancellable *cancellable,
                  Job          *job)
{
  abandon (job);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_lane_finalize (GObject *object)
{
  EcpaLane *self = ECPA_LANE (object);

  ecpa_lane_quit (self);
  g_async_queue_unref (self->jobs);
  g_free (self->name);

  G_OBJECT_CLASS (ecpa_lane_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_lane_class_init (EcpaLaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_lane_finalize;
}

static void
ecpa_lane_init (EcpaLane *self)
{
  self->jobs = g_async_queue_new ();
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_lane_new:
 * @name: the thread's name, for people with a debugger
 *
 * Returns: (transfer full): a lane; its thread starts with the first job
 */
EcpaLane *
ecpa_lane_new (const char *name)
{
  EcpaLane *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (ECPA_TYPE_LANE, NULL);
  self->name = g_strdup (name);

  return self;
}

/**
 * ecpa_lane_push:
 * @self: a lane
 * @task: (transfer full): answered in its own context: with the result, the error, or %G_IO_ERROR_CANCELLED as soon
 *   as its cancellable is cancelled, whatever the job does. Its last reference may go on the lane: it must not be
 *   the owner of anything that belongs to one thread
 * @func: the work
 * @free_result: (nullable): frees a result that nobody wants
 *
 * One thread (the lane's owner). A job that is cancelled before its turn is never begun.
 */
void
ecpa_lane_push (EcpaLane       *self,
                GTask          *task,
                EcpaLaneFunc    func,
                GDestroyNotify  free_result)
{
  GCancellable *cancellable;
  Job *job;

  g_return_if_fail (ECPA_IS_LANE (self));
  g_return_if_fail (G_IS_TASK (task) && func != NULL);

  job = g_atomic_rc_box_new0 (Job);
  job->task = task;
  job->func = func;
  job->free_result = free_result;

  if (self->ended)
    {
      abandon (job);
      job_unref (job);
      return;
    }

  if (!self->running)
    g_thread_unref (g_thread_new (self->name, run, g_async_queue_ref (self->jobs)));
  self->running = TRUE;

  cancellable = g_task_get_cancellable (task);
  if (cancellable != NULL)
    job->handler = g_cancellable_connect (cancellable, G_CALLBACK (job_cancelled_cb),
                                          g_atomic_rc_box_acquire (job), job_unref);
  g_async_queue_push (self->jobs, job);
}

/**
 * ecpa_lane_quit:
 * @self: a lane
 *
 * One thread (the lane's owner). Returns at once: a job that runs may end, those behind it are answered as cancelled, and the
 * thread goes by itself.
 */
void
ecpa_lane_quit (EcpaLane *self)
{
  g_return_if_fail (ECPA_IS_LANE (self));

  if (self->ended)
    return;

  self->ended = TRUE;
  if (self->running)
    g_async_queue_push_front (self->jobs, g_atomic_rc_box_new0 (Job));
}
