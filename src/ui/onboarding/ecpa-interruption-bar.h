/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-wizard-flow.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaInterruptionBar:
 *
 * Says in a wizard that the service has announced an interruption: when it is, and what becomes of what was typed. It is
 * there only where one is running or begins soon.
 */
#define ECPA_TYPE_INTERRUPTION_BAR (ecpa_interruption_bar_get_type ())
G_DECLARE_FINAL_TYPE (EcpaInterruptionBar, ecpa_interruption_bar, ECPA, INTERRUPTION_BAR, AdwBin)

void ecpa_interruption_bar_watch (EcpaInterruptionBar *self,
                                  EcpaWizardFlow      *flow);

G_END_DECLS
