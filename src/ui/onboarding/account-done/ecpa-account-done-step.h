/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* The password has been changed, and what comes next. */
#define ECPA_TYPE_ACCOUNT_DONE_STEP (ecpa_account_done_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountDoneStep, ecpa_account_done_step, ECPA, ACCOUNT_DONE_STEP, EcpaStepPage)

G_END_DECLS
