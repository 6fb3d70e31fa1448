/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plans.h"

/* Types -------------------------------------------------------------------- */

/* N1. */
static gboolean household_check (EcpaWizardFlow *flow);

static const EcpaWizardStep steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "household", ECPA_WIZARD_STEP_CARD, NULL, household_check, NULL, NULL, NULL },
};

const EcpaWizardPlan ecpa_registration_plan = {
  .kind = "registration",
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .outcome = "registered",
};

/* Checks ------------------------------------------------------------------- */

static gboolean
household_check (EcpaWizardFlow *flow)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  return *ecpa_wizard_draft_get (draft, "household") != '\0';
}
