/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"
#include "ecpa-training-desk.h"

G_BEGIN_DECLS

/**
 * EcpaCardRemoval:
 * @ECPA_CARD_REMOVAL_LOCK: the session is locked: the same card leads back to the same place
 * @ECPA_CARD_REMOVAL_END: the session is over, as after signing out
 *
 * What taking the card out does to a session (L9). Its nicks are those of the setting `card-removal`.
 */
typedef enum
{
  ECPA_CARD_REMOVAL_LOCK,
  ECPA_CARD_REMOVAL_END,
} EcpaCardRemoval;

#define ECPA_TYPE_CARD_REMOVAL (ecpa_card_removal_get_type ())
GType ecpa_card_removal_get_type (void) G_GNUC_CONST;

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
EcpaCardRemoval   ecpa_services_get_card_removal (EcpaServices *self);
/* Ends lanes, watch and worker without waiting for a card. */
void              ecpa_services_shutdown    (EcpaServices      *self);

G_END_DECLS
