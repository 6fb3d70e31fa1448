/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-account-service.h"
#include "ecpa-card-service.h"
#include "ecpa-draft-store.h"
#include "ecpa-event-service.h"
#include "ecpa-order-service.h"
#include "ecpa-registration-service.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/* What the bundle holds: for the floor flow, and for tests. All (transfer none). */
EcpaCardService    *ecpa_services_get_card    (EcpaServices *self);
EcpaAccountService *ecpa_services_get_account (EcpaServices *self);
EcpaOrderService   *ecpa_services_get_orders  (EcpaServices *self);
EcpaEventService   *ecpa_services_get_events  (EcpaServices *self);
EcpaRegistrationService *ecpa_services_get_registration (EcpaServices *self);
EcpaDraftStore     *ecpa_services_get_drafts  (EcpaServices *self);
EcpaClient         *ecpa_services_get_client  (EcpaServices *self);
EcpaWorker         *ecpa_services_get_worker  (EcpaServices *self);

G_END_DECLS
