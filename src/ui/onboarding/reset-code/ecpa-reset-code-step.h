/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaResetCodeStep:
 *
 * N3: the code that is in the mail.
 */
#define ECPA_TYPE_RESET_CODE_STEP (ecpa_reset_code_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaResetCodeStep, ecpa_reset_code_step, ECPA, RESET_CODE_STEP, EcpaStepPage)

G_END_DECLS
