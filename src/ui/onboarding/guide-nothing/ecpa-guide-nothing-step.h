/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* What to get first. */
#define ECPA_TYPE_GUIDE_NOTHING_STEP (ecpa_guide_nothing_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaGuideNothingStep, ecpa_guide_nothing_step, ECPA, GUIDE_NOTHING_STEP, EcpaStepPage)

G_END_DECLS
