/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* What is still missing, and what comes next. */
#define ECPA_TYPE_GUIDE_NEXT_STEP (ecpa_guide_next_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaGuideNextStep, ecpa_guide_next_step, ECPA, GUIDE_NEXT_STEP, EcpaStepPage)

G_END_DECLS
