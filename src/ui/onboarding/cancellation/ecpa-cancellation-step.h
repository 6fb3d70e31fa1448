/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaCancellationStep:
 *
 * N5 刪除註冊申請: what is lost, and whether it is meant.
 */
#define ECPA_TYPE_CANCELLATION_STEP (ecpa_cancellation_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCancellationStep, ecpa_cancellation_step, ECPA, CANCELLATION_STEP, EcpaStepPage)

G_END_DECLS
