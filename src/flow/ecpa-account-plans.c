/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plans.h"

#include "ecpa-card-care.h"
#include "ecpa-problem.h"
#include "ecpa-services-insides.h"

/* As the backend has it (docs/API.md): said while it is typed, and decided there. */
#define ACCOUNT_PATTERN "^[A-Za-z][A-Za-z0-9._-]{3,31}$"

/* Types -------------------------------------------------------------------- */

/* L7: 帳號啟用, 忘記密碼 and 變更密碼. The first two are proved by the card and its registration password, the third by the
 * session and the password that is to be changed. */
static gboolean is_account_chosen  (EcpaWizardFlow *flow);
static gboolean is_password_chosen (EcpaWizardFlow *flow);
static gboolean is_proof_there     (EcpaWizardFlow *flow);
static gboolean is_change_complete (EcpaWizardFlow *flow);
static void     activate_apply     (EcpaWizardFlow *flow,
                                    GTask          *task);
static void     reset_apply        (EcpaWizardFlow *flow,
                                    GTask          *task);
static void     change_apply       (EcpaWizardFlow *flow,
                                    GTask          *task);

static const EcpaWizardStep activation_steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "account", ECPA_WIZARD_STEP_CARD, NULL, is_account_chosen, NULL, ecpa_card_care_ask_service, NULL },
  { "account-proof", ECPA_WIZARD_STEP_CARD, NULL, is_proof_there, activate_apply, NULL, NULL },
};

const EcpaWizardPlan ecpa_activation_plan = {
  .kind = "activation",
  .steps = activation_steps,
  .n_steps = G_N_ELEMENTS (activation_steps),
  .opened = ecpa_card_care_opened,
  .outcome = "activated",
};

static const EcpaWizardStep forgotten_steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "account-password", ECPA_WIZARD_STEP_CARD, NULL, is_password_chosen, NULL, ecpa_card_care_ask_service, NULL },
  { "account-proof", ECPA_WIZARD_STEP_CARD, NULL, is_proof_there, reset_apply, NULL, NULL },
};

const EcpaWizardPlan ecpa_account_forgotten_plan = {
  .kind = "account-forgotten",
  .steps = forgotten_steps,
  .n_steps = G_N_ELEMENTS (forgotten_steps),
  .opened = ecpa_card_care_opened,
  .outcome = "reset",
};

static const EcpaWizardStep change_steps[] = {
  { "account-change", 0, NULL, is_change_complete, change_apply, ecpa_card_care_ask_service, NULL },
  { "account-done", ECPA_WIZARD_STEP_NO_BACK, NULL, NULL, NULL, NULL, NULL },
};

const EcpaWizardPlan ecpa_account_change_plan = {
  .kind = "account-change",
  .steps = change_steps,
  .n_steps = G_N_ELEMENTS (change_steps),
  .outcome = "changed",
  .no_draft = TRUE,
};

/* Auxiliaries -------------------------------------------------------------- */

static EcpaSecret *
get_secret (EcpaWizardFlow *flow,
            const char     *name)
{
  return ecpa_wizard_draft_get_secret (ecpa_wizard_flow_get_draft (flow), name);
}

/* What is wrong with the name or the new password is shown where that is typed. Takes @task and @error (nullable). */
static void
answer (GTask      *task,
        const char *choice,
        GError     *error)
{
  EcpaWizardFlow *flow = g_task_get_source_object (task);

  if (choice != NULL && error != NULL
      && (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_ACCOUNT_TAKEN)
          || g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_PASSWORD_POLICY)
          || g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_PASSWORD_REUSED)))
    ecpa_wizard_flow_set_next (flow, choice);
  ecpa_card_care_answer (task, "account", error);
}

/* Callbacks ---------------------------------------------------------------- */

static void
activated_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr (EcpaAccount) account =
    ecpa_registration_service_activate_account_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  answer (user_data, "account", error);
}

static void
reset_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr (EcpaAccount) account =
    ecpa_registration_service_reset_account_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  /* the password is the registration's here; the account may not be there */
  if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_NOT_FOUND))
    ecpa_fault_set_field (error, ECPA_FAULT_FIELD_ACCOUNT);
  answer (user_data, "account-password", error);
}

/* Of the passwords that the backend may mean this is the account's. */
static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  if (!ecpa_account_service_change_password_finish (ECPA_ACCOUNT_SERVICE (source), result, &error))
    ecpa_fault_set_field (error, ECPA_FAULT_FIELD_OLD_PASSWORD);
  answer (user_data, NULL, error);
}

/* Steps -------------------------------------------------------------------- */

static gboolean
is_password_chosen (EcpaWizardFlow *flow)
{
  return get_secret (flow, "new-password") != NULL;
}

static gboolean
is_account_chosen (EcpaWizardFlow *flow)
{
  const char *account = ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), "account");

  return is_password_chosen (flow) && g_regex_match_simple (ACCOUNT_PATTERN, account, G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
is_proof_there (EcpaWizardFlow *flow)
{
  return get_secret (flow, "password") != NULL && is_password_chosen (flow);
}

static gboolean
is_change_complete (EcpaWizardFlow *flow)
{
  return get_secret (flow, "password") != NULL && is_password_chosen (flow);
}

static void
activate_apply (EcpaWizardFlow *flow,
                GTask          *task)
{
  ecpa_registration_service_activate_account_async (ecpa_card_care_service (flow),
                                                    ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), "account"),
                                                    get_secret (flow, "new-password"), get_secret (flow, "password"),
                                                    ecpa_wizard_flow_get_key (flow, "account"),
                                                    g_task_get_cancellable (task), activated_cb, task);
}

static void
reset_apply (EcpaWizardFlow *flow,
             GTask          *task)
{
  ecpa_registration_service_reset_account_async (ecpa_card_care_service (flow), get_secret (flow, "password"),
                                                 get_secret (flow, "new-password"),
                                                 ecpa_wizard_flow_get_key (flow, "account"),
                                                 g_task_get_cancellable (task), reset_cb, task);
}

static void
change_apply (EcpaWizardFlow *flow,
              GTask          *task)
{
  EcpaAccountService *account = ecpa_services_get_account (ecpa_wizard_flow_get_services (flow));

  ecpa_account_service_change_password_async (account, get_secret (flow, "password"),
                                              get_secret (flow, "new-password"),
                                              ecpa_wizard_flow_get_key (flow, "account"),
                                              g_task_get_cancellable (task), changed_cb, task);
}
