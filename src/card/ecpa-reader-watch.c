/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-reader-watch.h"

#include "ecpa-pcsc-daemon.h"

/* Types -------------------------------------------------------------------- */

/* A service that fails is asked again after a pause (ms), a few times: a daemon that is being killed still accepts a
 * connection and drops it, which reads as a refusal and not as a service that is not there. Then it is left alone
 * until its directory changes or somebody asks for another try. After this time (µs) a failure is a new one. */
#define PAUSE 50
#define MAX_PAUSES 5
#define QUICK_FAILURE G_TIME_SPAN_SECOND

/* What the watch, its thread and a report under way share; each holds a reference (g_atomic_rc_box). */
typedef struct
{
  /* Owned, never changed */
  EcpaCardTransport   *transport;
  GMainContext        *context;
  GMainContext        *thread_context;
  EcpaReaderWatchFunc  func;
  gpointer             user_data;
  GDestroyNotify       destroy;

  /* Under the lock */
  GMutex     lock;
  gboolean   stopped;
  gboolean   retry;
  gboolean   report_pending;
  GPtrArray *states;
  GError    *error;

  /* Watch thread only */
  GFileMonitor *monitor;
  char         *monitored;
  gint64        last_failure;
  guint         n_pauses;
} Shared;

struct _EcpaReaderWatch
{
  GObject parent_instance;

  Shared *shared;
};

G_DEFINE_FINAL_TYPE (EcpaReaderWatch, ecpa_reader_watch, G_TYPE_OBJECT)

/* Auxiliaries: the shared part --------------------------------------------- */

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_object (&shared->transport);
  g_clear_pointer (&shared->context, g_main_context_unref);
  g_clear_pointer (&shared->thread_context, g_main_context_unref);
  g_clear_pointer (&shared->states, g_ptr_array_unref);
  g_clear_error (&shared->error);
  g_mutex_clear (&shared->lock);
}

static void
shared_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, shared_clear);
}

static gboolean
is_stopped (Shared *shared)
{
  gboolean stopped;

  g_mutex_lock (&shared->lock);
  stopped = shared->stopped;
  g_mutex_unlock (&shared->lock);

  return stopped;
}

/* Another try is wanted; asking uses the wish up. */
static gboolean
take_retry (Shared *shared)
{
  gboolean retry;

  g_mutex_lock (&shared->lock);
  retry = shared->retry || shared->stopped;
  shared->retry = FALSE;
  g_mutex_unlock (&shared->lock);

  return retry;
}

/* In the context of the reports: the newest news, and before it that there was no service in between, because the
 * counts of events begin anew then. */
static gboolean
report_cb (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&shared->lock);
  shared->report_pending = FALSE;
  states = g_steal_pointer (&shared->states);
  error = g_steal_pointer (&shared->error);
  g_mutex_unlock (&shared->lock);

  if (error != NULL && !is_stopped (shared))
    shared->func (NULL, error, shared->user_data);
  if (states != NULL && !is_stopped (shared))
    shared->func (states, NULL, shared->user_data);

  return G_SOURCE_REMOVE;
}

static void
attach (Shared         *shared,
        GSourceFunc     func,
        const char     *name,
        gpointer        data,
        GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, name);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, shared->context);
}

/* Takes neither @states nor @error. */
static void
report (Shared       *shared,
        GPtrArray    *states,
        const GError *error)
{
  gboolean post;

  g_mutex_lock (&shared->lock);
  g_clear_pointer (&shared->states, g_ptr_array_unref);
  shared->states = states != NULL ? g_ptr_array_ref (states) : NULL;
  if (error != NULL)
    {
      g_clear_error (&shared->error);
      shared->error = g_error_copy (error);
    }
  post = !shared->report_pending && !shared->stopped;
  shared->report_pending = shared->report_pending || post;
  g_mutex_unlock (&shared->lock);

  if (post)
    attach (shared, report_cb, "[ecpa] reader report", g_atomic_rc_box_acquire (shared), shared_unref);
}

static gboolean
nothing_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* Auxiliaries: where the service will appear ------------------------------- */

static void
directory_changed_cb (GFileMonitor      *monitor,
                      GFile             *file,
                      GFile             *other,
                      GFileMonitorEvent  event,
                      Shared            *shared)
{
  g_mutex_lock (&shared->lock);
  shared->retry = TRUE;
  g_mutex_unlock (&shared->lock);
}

static void
stop_monitor (Shared *shared)
{
  if (shared->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (shared->monitor, shared);
      g_file_monitor_cancel (shared->monitor);
    }
  g_clear_object (&shared->monitor);
  g_clear_pointer (&shared->monitored, g_free);
}

/* Makes sure that the nearest directory is being watched; TRUE where it was not yet. */
static gboolean
start_monitor (Shared *shared)
{
  g_autofree char *path = ecpa_pcsc_daemon_get_directory ();
  g_autoptr (GFile) file = NULL;

  if (shared->monitored != NULL && g_str_equal (path, shared->monitored))
    return FALSE;

  stop_monitor (shared);
  file = g_file_new_for_path (path);
  shared->monitored = g_steal_pointer (&path);
  shared->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (shared->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (shared->monitor, 0);
      g_signal_connect (shared->monitor, "changed", G_CALLBACK (directory_changed_cb), shared);
    }

  return TRUE;
}

static gboolean
pause_ended_cb (gpointer data)
{
  Shared *shared = data;

  shared->n_pauses++;
  g_mutex_lock (&shared->lock);
  shared->retry = TRUE;
  g_mutex_unlock (&shared->lock);

  return G_SOURCE_REMOVE;
}

/* After a failure: returns when it makes sense to ask again. */
static void
await_service (Shared *shared)
{
  gint64 now = g_get_monotonic_time ();
  gboolean quick = shared->last_failure != 0 && now - shared->last_failure < QUICK_FAILURE;
  gboolean moved = start_monitor (shared);
  g_autoptr (GSource) pause = NULL;

  shared->last_failure = now;
  if (!quick)
    shared->n_pauses = 0;

  /* What appeared before the directory was being watched gives no event. */
  if (moved)
    return;

  if (shared->n_pauses < MAX_PAUSES)
    {
      pause = g_timeout_source_new (PAUSE);
      g_source_set_static_name (pause, "[ecpa] another try for the readers");
      g_source_set_callback (pause, pause_ended_cb, shared, NULL);
      g_source_attach (pause, shared->thread_context);
    }

  while (!take_retry (shared))
    g_main_context_iteration (shared->thread_context, TRUE);

  if (pause != NULL)
    g_source_destroy (pause);
}

/* Callbacks ---------------------------------------------------------------- */

static gpointer
watch_thread (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GError) reported = NULL;

  g_main_context_push_thread_default (shared->thread_context);
  while (!is_stopped (shared))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) states = ecpa_card_transport_wait (shared->transport, known, &error);

      if (states != NULL)
        {
          report (shared, states, NULL);
          shared->n_pauses = 0;
          g_clear_error (&reported);
          g_clear_pointer (&known, g_ptr_array_unref);
          known = g_steal_pointer (&states);
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_pointer (&known, g_ptr_array_unref);
          if (reported == NULL || !g_error_matches (reported, error->domain, error->code))
            report (shared, NULL, error);
          g_clear_error (&reported);
          reported = g_steal_pointer (&error);
          await_service (shared);
        }
    }
  stop_monitor (shared);
  g_main_context_pop_thread_default (shared->thread_context);

  /* The receiver's data goes where the receiver lives. */
  if (shared->destroy != NULL)
    attach (shared, nothing_cb, "[ecpa] reader watch end", shared->user_data, shared->destroy);
  shared_unref (shared);

  return NULL;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reader_watch_finalize (GObject *object)
{
  EcpaReaderWatch *self = ECPA_READER_WATCH (object);

  ecpa_reader_watch_stop (self);
  shared_unref (self->shared);

  G_OBJECT_CLASS (ecpa_reader_watch_parent_class)->finalize (object);
}

static void
ecpa_reader_watch_class_init (EcpaReaderWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_reader_watch_finalize;
}

static void
ecpa_reader_watch_init (EcpaReaderWatch *self)
{
  self->shared = g_atomic_rc_box_new0 (Shared);
  g_mutex_init (&self->shared->lock);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_watch_new:
 * @transport: the readers; nobody else may wait on it
 * @context: (nullable): where reports are made; %NULL for the default one
 * @func: told of news
 * @user_data: for @func
 * @destroy: (nullable): for @user_data; called in @context after the thread has ended
 *
 * Begins to watch. The first report comes at once.
 *
 * Returns: (transfer full): a watch; its last reference stops it
 */
EcpaReaderWatch *
ecpa_reader_watch_new (EcpaCardTransport   *transport,
                       GMainContext        *context,
                       EcpaReaderWatchFunc  func,
                       gpointer             user_data,
                       GDestroyNotify       destroy)
{
  EcpaReaderWatch *self;

  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (ECPA_TYPE_READER_WATCH, NULL);
  self->shared->transport = g_object_ref (transport);
  self->shared->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->shared->thread_context = g_main_context_new ();
  self->shared->func = func;
  self->shared->user_data = user_data;
  self->shared->destroy = destroy;
  g_thread_unref (g_thread_new ("ecpa-readers", watch_thread, g_atomic_rc_box_acquire (self->shared)));

  return self;
}

/**
 * ecpa_reader_watch_retry:
 * @self: a watch
 *
 * Asks the service again now, and for its list of readers too: the person acted, or the window got the focus.
 * Any thread.
 */
void
ecpa_reader_watch_retry (EcpaReaderWatch *self)
{
  g_return_if_fail (ECPA_IS_READER_WATCH (self));

  g_mutex_lock (&self->shared->lock);
  self->shared->retry = TRUE;
  g_mutex_unlock (&self->shared->lock);

  ecpa_card_transport_interrupt (self->shared->transport);
  g_main_context_wakeup (self->shared->thread_context);
}

/**
 * ecpa_reader_watch_stop:
 * @self: a watch
 *
 * Ends it. Returns at once; the thread goes by itself, and no report begins after this. Any thread.
 */
void
ecpa_reader_watch_stop (EcpaReaderWatch *self)
{
  g_return_if_fail (ECPA_IS_READER_WATCH (self));

  g_mutex_lock (&self->shared->lock);
  self->shared->stopped = TRUE;
  g_mutex_unlock (&self->shared->lock);

  ecpa_card_transport_interrupt (self->shared->transport);
  g_main_context_wakeup (self->shared->thread_context);
}
