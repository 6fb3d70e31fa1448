/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaSummaryStep:
 *
 * All that was typed, to be looked over and changed before it is sent.
 */
#define ECPA_TYPE_SUMMARY_STEP (ecpa_summary_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSummaryStep, ecpa_summary_step, ECPA, SUMMARY_STEP, EcpaStepPage)

G_END_DECLS
