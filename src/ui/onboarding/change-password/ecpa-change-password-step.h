/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaChangePasswordStep:
 *
 * N6 註冊密碼變更.
 */
#define ECPA_TYPE_CHANGE_PASSWORD_STEP (ecpa_change_password_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaChangePasswordStep, ecpa_change_password_step, ECPA, CHANGE_PASSWORD_STEP, EcpaStepPage)

G_END_DECLS
