/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaContactDataStep:
 *
 * N7 基本資料異動.
 */
#define ECPA_TYPE_CONTACT_DATA_STEP (ecpa_contact_data_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaContactDataStep, ecpa_contact_data_step, ECPA, CONTACT_DATA_STEP, EcpaStepPage)

G_END_DECLS
