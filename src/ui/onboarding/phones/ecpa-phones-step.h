/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaPhonesStep:
 *
 * N8 行動裝置認證, 行動裝置管理: the phones, and one more.
 */
#define ECPA_TYPE_PHONES_STEP (ecpa_phones_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPhonesStep, ecpa_phones_step, ECPA, PHONES_STEP, EcpaStepPage)

G_END_DECLS
