/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-step-page.h"

G_BEGIN_DECLS

/**
 * EcpaVerifyStepPage:
 *
 * 電子信箱認證 (N2): where the mail went, its code, and another mail.
 */
#define ECPA_TYPE_VERIFY_STEP_PAGE (ecpa_verify_step_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaVerifyStepPage, ecpa_verify_step_page, ECPA, VERIFY_STEP_PAGE, EcpaStepPage)

G_END_DECLS
