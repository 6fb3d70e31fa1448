/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-fault.h"
#include "ecpa-card-transport.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaSimulator:
 *
 * Two simulated readers and a tray of simulated cards: an [iface@CardTransport] for what is above card/, and the
 * [iface@TrainingDesk] that the person moves cards on. The functions below may be called from any thread; the desk
 * belongs to the thread that made the simulator.
 */
#define ECPA_TYPE_SIMULATOR (ecpa_simulator_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSimulator, ecpa_simulator, ECPA, SIMULATOR, GObject)

#define ECPA_SIMULATOR_N_SLOTS 2

EcpaSimulator *ecpa_simulator_new           (GError          **error);
const char    *ecpa_simulator_get_reader    (EcpaSimulator    *self,
                                             guint             slot);
gboolean       ecpa_simulator_put           (EcpaSimulator    *self,
                                             const char       *card_id,
                                             guint             slot);
void           ecpa_simulator_take          (EcpaSimulator    *self,
                                             guint             slot);
void           ecpa_simulator_plug          (EcpaSimulator    *self,
                                             guint             slot,
                                             gboolean          plugged);
void           ecpa_simulator_set_service   (EcpaSimulator    *self,
                                             gboolean          running);
void           ecpa_simulator_follow_mail   (EcpaSimulator    *self,
                                             const char       *folder);

/* For tests */
void           ecpa_simulator_set_fault     (EcpaSimulator    *self,
                                             guint             slot,
                                             const EcpaCardFault  *fault);
guint          ecpa_simulator_get_n_apdus   (EcpaSimulator    *self,
                                             guint             slot);
void           ecpa_simulator_refuse        (EcpaSimulator    *self,
                                             EcpaCardError     trouble);
void           ecpa_simulator_shut_down     (EcpaSimulator    *self);

G_END_DECLS
