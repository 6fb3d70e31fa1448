/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-wizard-plan.h"

G_BEGIN_DECLS

/* Each in a file of its own: ecpa-<kind>-plan.c */
extern const EcpaWizardPlan ecpa_account_change_plan;
extern const EcpaWizardPlan ecpa_account_forgotten_plan;
extern const EcpaWizardPlan ecpa_activation_plan;
extern const EcpaWizardPlan ecpa_guide_plan;
extern const EcpaWizardPlan ecpa_registration_plan;
extern const EcpaWizardPlan ecpa_forgotten_plan;
extern const EcpaWizardPlan ecpa_cancellation_plan;
extern const EcpaWizardPlan ecpa_change_plan;
extern const EcpaWizardPlan ecpa_contacts_plan;
extern const EcpaWizardPlan ecpa_phones_plan;
extern const EcpaWizardPlan ecpa_verification_plan;

/* Steps that several plans have. */
gboolean ecpa_household_step_check (EcpaWizardFlow *flow);
gboolean ecpa_address_step_check   (EcpaWizardFlow *flow);
gboolean ecpa_contacts_step_check  (EcpaWizardFlow *flow);
/* Into what is sent: its members are called the same wherever they are. */
void     ecpa_residence_fill_in    (EcpaWizardFlow *flow,
                                    GObject        *record);
/* Where the guide leads, for its last step to say. */
const char *ecpa_guide_plan_get_next (EcpaWizardFlow *flow);

G_END_DECLS
