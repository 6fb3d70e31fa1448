/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaHouseholdStep:
 *
 * 戶號: asked so that nobody else can register the card.
 */
#define ECPA_TYPE_HOUSEHOLD_STEP (ecpa_household_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHouseholdStep, ecpa_household_step, ECPA, HOUSEHOLD_STEP, EcpaStepPage)

G_END_DECLS
