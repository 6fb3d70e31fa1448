/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-wizard-plan.h"

G_BEGIN_DECLS

/* 電子信箱認證 (N2), the step "verify" of several plans: waits for the code of the mail, which is typed, pasted or comes by
 * link, and moves on by itself where it was used elsewhere. Keeps `registration` (EcpaRegistration) and `notice`
 * (EcpaMailNotice) up to date; its draft field is `code`. */
gboolean ecpa_verify_step_check       (EcpaWizardFlow *flow);
void     ecpa_verify_step_apply       (EcpaWizardFlow *flow,
                                       GTask          *task);
void     ecpa_verify_step_enter       (EcpaWizardFlow *flow);
void     ecpa_verify_step_leave       (EcpaWizardFlow *flow);

/* For a plan's `opened` */
gboolean ecpa_verify_step_is_shown    (EcpaWizardFlow *flow);
void     ecpa_verify_step_watch_again (EcpaWizardFlow *flow);

/* Another mail with a code, wherever one is waited for */
void     ecpa_verify_step_ask_again   (EcpaWizardFlow *flow);

/* 重寄認證信 */
void     ecpa_verify_step_resend      (EcpaWizardFlow *flow);
gboolean ecpa_verify_step_is_resending (EcpaWizardFlow *flow);

G_END_DECLS
