/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/* That it is the holder of the card who asks: its 註冊密碼. */
#define ECPA_TYPE_ACCOUNT_PROOF_STEP (ecpa_account_proof_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountProofStep, ecpa_account_proof_step, ECPA, ACCOUNT_PROOF_STEP, EcpaStepPage)

G_END_DECLS
