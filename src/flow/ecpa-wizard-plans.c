/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plans.h"

/* Types -------------------------------------------------------------------- */

/* One row for each wizard. */
static const EcpaWizardPlan *const plans[] = {
  &ecpa_registration_plan,
  &ecpa_forgotten_plan,
  &ecpa_cancellation_plan,
  &ecpa_change_plan,
  &ecpa_contacts_plan,
  &ecpa_phones_plan,
  &ecpa_verification_plan,
  &ecpa_activation_plan,
  &ecpa_account_forgotten_plan,
  &ecpa_account_change_plan,
  &ecpa_guide_plan,
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_plan_find:
 * @kind: what `win.wizard` calls it
 *
 * Returns: (transfer none) (nullable): the plan, or %NULL for an unknown kind
 */
const EcpaWizardPlan *
ecpa_wizard_plan_find (const char *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (g_str_equal (plans[i]->kind, kind))
      return plans[i];

  return NULL;
}

/**
 * ecpa_wizard_plan_nth:
 * @i: which one
 *
 * Returns: (transfer none) (nullable): that plan, %NULL after the last
 */
const EcpaWizardPlan *
ecpa_wizard_plan_nth (guint i)
{
  return i < G_N_ELEMENTS (plans) ? plans[i] : NULL;
}

/**
 * ecpa_wizard_flow_new:
 * @services: the services
 * @kind: what `win.wizard` calls it
 *
 * Returns: (transfer full) (nullable): the wizard at its first step, or %NULL for an unknown kind
 */
EcpaWizardFlow *
ecpa_wizard_flow_new (EcpaServices *services,
                      const char   *kind)
{
  const EcpaWizardPlan *plan;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  plan = ecpa_wizard_plan_find (kind);

  return plan != NULL ? ecpa_wizard_flow_new_from_plan (services, plan) : NULL;
}
