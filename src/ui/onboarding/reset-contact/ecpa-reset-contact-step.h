/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaResetContactStep:
 *
 * N3: who asks for a mail to another address, and which.
 */
#define ECPA_TYPE_RESET_CONTACT_STEP (ecpa_reset_contact_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaResetContactStep, ecpa_reset_contact_step, ECPA, RESET_CONTACT_STEP, EcpaStepPage)

G_END_DECLS
