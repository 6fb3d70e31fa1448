/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* Choosing an account's password (L7): with its name where there is none yet, with the old one where that is changed. */
#define ECPA_TYPE_ACCOUNT_STEP (ecpa_account_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountStep, ecpa_account_step, ECPA, ACCOUNT_STEP, EcpaStepPage)

G_END_DECLS
