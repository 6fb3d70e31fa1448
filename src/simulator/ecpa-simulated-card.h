/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-profile.h"

G_BEGIN_DECLS

/**
 * EcpaSimulatedCard:
 *
 * A health card as a state machine over APDUs: the same in training, behind vpcd, and in tests. Not thread-safe:
 * whoever owns it takes turns.
 */
#define ECPA_TYPE_SIMULATED_CARD (ecpa_simulated_card_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSimulatedCard, ecpa_simulated_card, ECPA, SIMULATED_CARD, GObject)

EcpaSimulatedCard     *ecpa_simulated_card_new         (const EcpaCardProfile *profile);
const EcpaCardProfile *ecpa_simulated_card_get_profile (EcpaSimulatedCard     *self);
GBytes                *ecpa_simulated_card_get_atr     (EcpaSimulatedCard     *self);
void                   ecpa_simulated_card_reset       (EcpaSimulatedCard     *self);
GBytes                *ecpa_simulated_card_transmit    (EcpaSimulatedCard     *self,
                                                        const guint8          *apdu,
                                                        gsize                  length);

G_END_DECLS
