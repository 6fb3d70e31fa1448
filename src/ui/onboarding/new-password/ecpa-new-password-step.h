/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaNewPasswordStep:
 *
 * N3: the new 註冊密碼.
 */
#define ECPA_TYPE_NEW_PASSWORD_STEP (ecpa_new_password_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaNewPasswordStep, ecpa_new_password_step, ECPA, NEW_PASSWORD_STEP, EcpaStepPage)

G_END_DECLS
