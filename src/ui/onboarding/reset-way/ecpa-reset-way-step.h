/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaResetWayStep:
 *
 * N3: to the registered address, or to another one.
 */
#define ECPA_TYPE_RESET_WAY_STEP (ecpa_reset_way_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaResetWayStep, ecpa_reset_way_step, ECPA, RESET_WAY_STEP, EcpaStepPage)

G_END_DECLS
