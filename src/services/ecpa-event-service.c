/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-event-service.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaEventService
{
  GObject               parent_instance;

  /* Owned */
  EcpaEventStream      *stream;
  GNetworkMonitor      *network;        /* nullable while stopped */
  EcpaEventStreamState  state;
};

enum
{
  EVENT,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaEventService, ecpa_event_service, G_TYPE_OBJECT)

/* Callbacks ---------------------------------------------------------------- */

static void
set_state (EcpaEventService     *self,
           EcpaEventStreamState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_debug ("Events: state %u", state);
  g_signal_emit (self, signals[STATE_CHANGED], 0, (guint) state);
}

static void
told_cb (EcpaEventStreamState  state,
         EcpaEvent            *event,
         gpointer              user_data)
{
  g_autoptr (EcpaEventService) self = g_object_ref (user_data);

  set_state (self, state);
  if (event != NULL)
    g_signal_emit (self, signals[EVENT], 0, event);
}

static void
network_changed_cb (GNetworkMonitor  *network,
                    gboolean          available,
                    EcpaEventService *self)
{
  if (available)
    ecpa_event_stream_hurry (self->stream);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_event_service_dispose (GObject *object)
{
  EcpaEventService *self = ECPA_EVENT_SERVICE (object);

  ecpa_event_service_stop (self);

  G_OBJECT_CLASS (ecpa_event_service_parent_class)->dispose (object);
}

static void
ecpa_event_service_finalize (GObject *object)
{
  EcpaEventService *self = ECPA_EVENT_SERVICE (object);

  g_clear_object (&self->stream);

  G_OBJECT_CLASS (ecpa_event_service_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_event_service_class_init (EcpaEventServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_event_service_dispose;
  object_class->finalize = ecpa_event_service_finalize;

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ECPA_TYPE_EVENT);
  signals[STATE_CHANGED] = g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ecpa_event_service_init (EcpaEventService *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_event_service_new:
 * @client: the way to the backend
 * @worker: its thread
 *
 * Returns: (transfer full): a service that is stopped
 */
EcpaEventService *
ecpa_event_service_new (EcpaClient *client,
                        EcpaWorker *worker)
{
  EcpaEventService *self;

  g_return_val_if_fail (ECPA_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);

  self = g_object_new (ECPA_TYPE_EVENT_SERVICE, NULL);
  self->stream = ecpa_event_stream_new (client, worker, told_cb, self);

  return self;
}

/**
 * ecpa_event_service_start:
 * @self: a service
 *
 * Somebody has signed in: listens in the name of that session, from now on until it is stopped.
 */
void
ecpa_event_service_start (EcpaEventService *self)
{
  g_return_if_fail (ECPA_IS_EVENT_SERVICE (self));

  if (self->network == NULL)
    {
      self->network = g_object_ref (g_network_monitor_get_default ());
      g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
    }
  set_state (self, ECPA_EVENT_STREAM_CONNECTING);
  ecpa_event_stream_start (self->stream);
}

/**
 * ecpa_event_service_hurry:
 * @self: a service
 *
 * Tries again now, where it waits for that or was refused. No use of the session, whatever comes of it.
 */
void
ecpa_event_service_hurry (EcpaEventService *self)
{
  g_return_if_fail (ECPA_IS_EVENT_SERVICE (self));

  ecpa_event_stream_hurry (self->stream);
}

/**
 * ecpa_event_service_stop:
 * @self: a service
 *
 * Nothing is told any more.
 */
void
ecpa_event_service_stop (EcpaEventService *self)
{
  g_return_if_fail (ECPA_IS_EVENT_SERVICE (self));

  if (self->network == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);
  ecpa_event_stream_stop (self->stream);
  self->state = ECPA_EVENT_STREAM_STOPPED;
}

/**
 * ecpa_event_service_get_state:
 * @self: a service
 *
 * Returns: where it stands
 */
EcpaEventStreamState
ecpa_event_service_get_state (EcpaEventService *self)
{
  g_return_val_if_fail (ECPA_IS_EVENT_SERVICE (self), ECPA_EVENT_STREAM_STOPPED);

  return self->state;
}

/**
 * ecpa_event_service_get_stream:
 * @self: a service
 *
 * Returns: (transfer none): what it listens to, for tests
 */
EcpaEventStream *
ecpa_event_service_get_stream (EcpaEventService *self)
{
  g_return_val_if_fail (ECPA_IS_EVENT_SERVICE (self), NULL);

  return self->stream;
}
