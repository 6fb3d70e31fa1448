/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plans.h"

#include "ecpa-guide.h"
#include "ecpa-services-insides.h"

/* Types -------------------------------------------------------------------- */

/* N9: what do you hold; then reader and card are looked at together; then what is missing. */
static gboolean    has_answered  (EcpaWizardFlow *flow);
static gboolean    has_nothing   (EcpaWizardFlow *flow);
static gboolean    has_card      (EcpaWizardFlow *flow);
static const char *conclude      (EcpaWizardFlow *flow);

static const EcpaWizardStep steps[] = {
  { "guide-hold", ECPA_WIZARD_STEP_BRANCH, NULL, has_answered, NULL, NULL, NULL },
  { "guide-nothing", 0, has_nothing, NULL, NULL, NULL, NULL },
  { "card", 0, has_card, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "guide-next", ECPA_WIZARD_STEP_CARD, has_card, NULL, NULL, NULL, NULL },
};

const EcpaWizardPlan ecpa_guide_plan = {
  .kind = "guide",
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .conclude = conclude,
};

/* Auxiliaries -------------------------------------------------------------- */

static const char *
get_answer (EcpaWizardFlow *flow)
{
  return ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), ECPA_GUIDE_HOLDS);
}

static gboolean
has_answered (EcpaWizardFlow *flow)
{
  return *get_answer (flow) != '\0';
}

static gboolean
has_nothing (EcpaWizardFlow *flow)
{
  return g_str_equal (get_answer (flow), ECPA_GUIDE_NOTHING);
}

static gboolean
has_card (EcpaWizardFlow *flow)
{
  return !has_nothing (flow) && !g_str_equal (get_answer (flow), ECPA_GUIDE_ACCOUNT);
}

static const char *
conclude (EcpaWizardFlow *flow)
{
  return ecpa_guide_plan_get_next (flow);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_guide_plan_get_next:
 * @flow: the guide
 *
 * Returns: (transfer none): where it leads, as far as is known: as [func@Guide.next]
 */
const char *
ecpa_guide_plan_get_next (EcpaWizardFlow *flow)
{
  EcpaServices *services = ecpa_wizard_flow_get_services (flow);
  EcpaCardSession *session = ecpa_registration_service_get_session (ecpa_services_get_registration (services));

  return ecpa_guide_next (get_answer (flow), session != NULL ? session->state : NULL);
}
