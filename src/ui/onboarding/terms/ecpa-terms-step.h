/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaTermsStep:
 *
 * The terms of the card service, which are read to their end.
 */
#define ECPA_TYPE_TERMS_STEP (ecpa_terms_step_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTermsStep, ecpa_terms_step, ECPA, TERMS_STEP, EcpaStepPage)

G_END_DECLS
