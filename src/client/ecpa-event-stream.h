/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-client.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaEventStreamState:
 * @ECPA_EVENT_STREAM_STOPPED: nobody wants to know
 * @ECPA_EVENT_STREAM_CONNECTING: on its way
 * @ECPA_EVENT_STREAM_OPEN: events come as they happen
 * @ECPA_EVENT_STREAM_WAITING: no connection; there will be another try
 * @ECPA_EVENT_STREAM_REFUSED: the backend, or something on the way to it, has no such thing; somebody has to ask
 * @ECPA_EVENT_STREAM_SIGNED_OUT: the backend knows the session no more
 *
 * Where a stream stands.
 */
typedef enum
{
  ECPA_EVENT_STREAM_STOPPED,
  ECPA_EVENT_STREAM_CONNECTING,
  ECPA_EVENT_STREAM_OPEN,
  ECPA_EVENT_STREAM_WAITING,
  ECPA_EVENT_STREAM_REFUSED,
  ECPA_EVENT_STREAM_SIGNED_OUT,
} EcpaEventStreamState;

/**
 * EcpaEventStream:
 *
 * What happens at the backend while somebody is signed in, over a WebSocket (`GET /v1/events`) of the client's session:
 * the same origin, the same TLS rules, the token in its header. It connects again by itself, later and later.
 * Lives on the worker's thread; its functions may be called from any thread, and it tells of everything in the context
 * of the thread that made it.
 */
#define ECPA_TYPE_EVENT_STREAM (ecpa_event_stream_get_type ())
G_DECLARE_FINAL_TYPE (EcpaEventStream, ecpa_event_stream, ECPA, EVENT_STREAM, GObject)

/**
 * EcpaEventStreamFunc:
 * @state: where the stream stands now
 * @event: (nullable): what happened, in %ECPA_EVENT_STREAM_OPEN
 * @user_data: what was given with it
 */
typedef void (*EcpaEventStreamFunc) (EcpaEventStreamState  state,
                                     EcpaEvent            *event,
                                     gpointer              user_data);

EcpaEventStream *ecpa_event_stream_new        (EcpaClient          *client,
                                               EcpaWorker          *worker,
                                               EcpaEventStreamFunc  func,
                                               gpointer             user_data);
void             ecpa_event_stream_set_pauses (EcpaEventStream     *self,
                                               guint                first_ms,
                                               guint                longest_ms);
void             ecpa_event_stream_start      (EcpaEventStream     *self);
void             ecpa_event_stream_start_for  (EcpaEventStream     *self,
                                               EcpaSecret          *token);
void             ecpa_event_stream_hurry      (EcpaEventStream     *self);
void             ecpa_event_stream_stop       (EcpaEventStream     *self);

G_END_DECLS
