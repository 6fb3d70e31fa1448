/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* What does the person hold: one of a few answers. */
#define ECPA_TYPE_GUIDE_HOLD_STEP (ecpa_guide_hold_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaGuideHoldStep, ecpa_guide_hold_step, ECPA, GUIDE_HOLD_STEP, EcpaStepPage)

G_END_DECLS
