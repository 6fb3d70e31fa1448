/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaContactsPasswordStep:
 *
 * N7: nothing is shown before the password.
 */
#define ECPA_TYPE_CONTACTS_PASSWORD_STEP (ecpa_contacts_password_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaContactsPasswordStep, ecpa_contacts_password_step, ECPA, CONTACTS_PASSWORD_STEP, EcpaStepPage)

G_END_DECLS
