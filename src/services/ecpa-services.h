/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"
#include "ecpa-training-desk.h"

G_BEGIN_DECLS

/**
 * EcpaServices:
 *
 * The one bundle of services, made in main and handed down; there are no singletons. UI thread. Its insides
 * (card, account and order services, worker, client) are for the floor flow; the user interface sees flows only.
 */
#define ECPA_TYPE_SERVICES (ecpa_services_get_type ())
G_DECLARE_FINAL_TYPE (EcpaServices, ecpa_services, ECPA, SERVICES, GObject)

/* @transport: readers; @backend_uri: https URI of the backend; @certificate: (nullable): the only certificate that is
 * trusted (training), else the system's authorities; @desk: (nullable): the training desk, where this is training */
EcpaServices     *ecpa_services_new         (EcpaCardTransport *transport,
                                             const char        *backend_uri,
                                             GTlsCertificate   *certificate,
                                             EcpaTrainingDesk  *desk);
/* (nullable) (transfer none): not NULL exactly in training */
EcpaTrainingDesk *ecpa_services_get_desk    (EcpaServices      *self);
/* Ends lanes, watch and worker without waiting for a card. */
void              ecpa_services_shutdown    (EcpaServices      *self);

G_END_DECLS
