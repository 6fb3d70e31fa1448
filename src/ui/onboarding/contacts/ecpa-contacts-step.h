/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaContactsStep:
 *
 * How to reach the person: telephone, mobile, two mail addresses; of N1, and of N7 基本資料異動.
 */
#define ECPA_TYPE_CONTACTS_STEP (ecpa_contacts_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaContactsStep, ecpa_contacts_step, ECPA, CONTACTS_STEP, EcpaStepPage)

G_END_DECLS
