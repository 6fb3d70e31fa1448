/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaPasswordStep:
 *
 * 註冊密碼, twice.
 */
#define ECPA_TYPE_PASSWORD_STEP (ecpa_password_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPasswordStep, ecpa_password_step, ECPA, PASSWORD_STEP, EcpaStepPage)

G_END_DECLS
