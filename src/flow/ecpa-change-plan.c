/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-care.h"
#include "ecpa-wizard-plans.h"

/* Types -------------------------------------------------------------------- */

/* N6 註冊密碼變更, and N5 刪除註冊申請: the card, and one step with the password. */
static gboolean change_check        (EcpaWizardFlow *flow);
static void     change_apply        (EcpaWizardFlow *flow,
                                     GTask          *task);
static gboolean cancellation_check  (EcpaWizardFlow *flow);
static void     cancellation_apply  (EcpaWizardFlow *flow,
                                     GTask          *task);

static const EcpaWizardStep change_steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "change-password", ECPA_WIZARD_STEP_CARD, NULL, change_check, change_apply, ecpa_card_care_ask_service, NULL },
};

const EcpaWizardPlan ecpa_change_plan = {
  .kind = "change",
  .steps = change_steps,
  .n_steps = G_N_ELEMENTS (change_steps),
  .opened = ecpa_card_care_opened,
  .outcome = "changed",
};

static const EcpaWizardStep cancellation_steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "cancellation", ECPA_WIZARD_STEP_CARD, NULL, cancellation_check, cancellation_apply, ecpa_card_care_ask_service, NULL },
};

const EcpaWizardPlan ecpa_cancellation_plan = {
  .kind = "cancellation",
  .steps = cancellation_steps,
  .n_steps = G_N_ELEMENTS (cancellation_steps),
  .opened = ecpa_card_care_opened,
  .outcome = "removed",
};

/* Change ------------------------------------------------------------------- */

static gboolean
change_check (EcpaWizardFlow *flow)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  return ecpa_wizard_draft_get_secret (draft, "password") != NULL
         && ecpa_wizard_draft_get_secret (draft, "new-password") != NULL;
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  ecpa_registration_service_change_password_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);
  ecpa_card_care_answer (user_data, "password", error);
}

static void
change_apply (EcpaWizardFlow *flow,
              GTask          *task)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  ecpa_registration_service_change_password_async (ecpa_card_care_service (flow),
                                                   ecpa_wizard_draft_get_secret (draft, "password"),
                                                   ecpa_wizard_draft_get_secret (draft, "new-password"),
                                                   ecpa_wizard_flow_get_key (flow, "password"),
                                                   g_task_get_cancellable (task), changed_cb, task);
}

/* Cancellation ------------------------------------------------------------- */

static gboolean
cancellation_check (EcpaWizardFlow *flow)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  return ecpa_card_care_field (flow, "understood") != NULL
         && ecpa_wizard_draft_get_secret (draft, "password") != NULL;
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  ecpa_registration_service_remove_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);
  ecpa_card_care_answer (user_data, "removal", error);
}

static void
cancellation_apply (EcpaWizardFlow *flow,
                    GTask          *task)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  ecpa_registration_service_remove_async (ecpa_card_care_service (flow),
                                          ecpa_wizard_draft_get_secret (draft, "password"),
                                          ecpa_wizard_flow_get_key (flow, "removal"), g_task_get_cancellable (task),
                                          removed_cb, task);
}
