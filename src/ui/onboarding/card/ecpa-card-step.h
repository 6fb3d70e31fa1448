/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaCardStep:
 *
 * 讀取: the reader as it is, large, and whose card is in it.
 */
#define ECPA_TYPE_CARD_STEP (ecpa_card_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardStep, ecpa_card_step, ECPA, CARD_STEP, EcpaStepPage)

G_END_DECLS
