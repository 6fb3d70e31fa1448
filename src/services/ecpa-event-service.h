/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-client.h"
#include "ecpa-event-stream.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaEventService:
 *
 * What happens at the backend while somebody is signed in. It belongs to the thread that made it. Signals:
 *
 * - `event` (#EcpaEvent): something happened
 * - `state-changed` (guint, an #EcpaEventStreamState): for whoever has to ask where nothing is told by itself
 */
#define ECPA_TYPE_EVENT_SERVICE (ecpa_event_service_get_type ())
G_DECLARE_FINAL_TYPE (EcpaEventService, ecpa_event_service, ECPA, EVENT_SERVICE, GObject)

EcpaEventService     *ecpa_event_service_new       (EcpaClient       *client,
                                                    EcpaWorker       *worker);
void                  ecpa_event_service_start     (EcpaEventService *self);
void                  ecpa_event_service_hurry     (EcpaEventService *self);
void                  ecpa_event_service_stop      (EcpaEventService *self);
EcpaEventStreamState  ecpa_event_service_get_state (EcpaEventService *self);
/* For tests. */
EcpaEventStream      *ecpa_event_service_get_stream (EcpaEventService *self);

G_END_DECLS
