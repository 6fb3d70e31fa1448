/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-care.h"
#include "ecpa-password-policy.h"
#include "ecpa-registration-service.h"
#include "ecpa-services-insides.h"
#include "ecpa-verify-step.h"
#include "ecpa-wizard-plans.h"

/* The wizard's own: the application was sent, and may have arrived. */
#define SENT ".sent"

/* Auxiliaries -------------------------------------------------------------- */

static const char *
get (EcpaWizardFlow *flow,
     const char     *name)
{
  return ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), name);
}

static EcpaRegistrationService *
get_service (EcpaWizardFlow *flow)
{
  return ecpa_services_get_registration (ecpa_wizard_flow_get_services (flow));
}

/* A member that was left empty is not sent. */
static const char *
get_or_null (EcpaWizardFlow *flow,
             const char     *name)
{
  const char *value = get (flow, name);

  return *value != '\0' ? value : NULL;
}

/* Checks ------------------------------------------------------------------- */

static gboolean
terms_check (EcpaWizardFlow *flow)
{
  EcpaLegalText *terms = ecpa_wizard_flow_find (flow, "terms");

  /* read earlier, and another text is not there yet */
  if (terms == NULL)
    return *get (flow, ".terms") != '\0';

  return g_strcmp0 (get (flow, ".terms"), terms->version) == 0;
}

static gboolean
password_check (EcpaWizardFlow *flow)
{
  EcpaServiceInfo *service = ecpa_wizard_flow_find (flow, "service");
  EcpaSecret *password = ecpa_wizard_draft_get_secret (ecpa_wizard_flow_get_draft (flow), "password");

  return password != NULL
         && (service == NULL || service->registration_policy == NULL
             || ecpa_password_policy_check (service->registration_policy, password) == 0);
}

/* Callbacks ---------------------------------------------------------------- */

static void
terms_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (EcpaWizardFlow) flow = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaLegalText) terms =
    ecpa_registration_service_get_terms_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (terms != NULL)
    ecpa_wizard_flow_keep (flow, "terms", G_OBJECT (terms));
  else if (ecpa_wizard_flow_get_state (flow) == ECPA_WIZARD_STEP)
    ecpa_wizard_flow_take_error (flow, g_steal_pointer (&error));
}

/* Others are in force by now: they are read before anything is applied for. */
static void
ask_terms_again (EcpaWizardFlow *flow)
{
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), ".terms", NULL);
  ecpa_wizard_flow_keep (flow, "terms", NULL);
  ecpa_wizard_flow_set_next (flow, "terms");
}

static void
service_asked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (EcpaWizardFlow) flow = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaServiceInfo) service =
    ecpa_account_service_ask_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  /* without the rules the backend decides */
  if (service != NULL)
    ecpa_wizard_flow_keep (flow, "service", G_OBJECT (service));
}

static void
residence_checked_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  EcpaProblem *problem;

  if (ecpa_registration_service_check_residence_finish (ECPA_REGISTRATION_SERVICE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  problem = ecpa_problem_peek (error);
  if (problem != NULL)
    ecpa_wizard_flow_drop_key (flow, "residence");
  if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_STOPPED))
    ecpa_fault_set_field (error, ECPA_FAULT_FIELD_RESIDENCE);
  if (problem != NULL && g_strcmp0 (problem->field, "household") == 0)
    ecpa_wizard_flow_set_next (flow, "household");
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaRegistration) registration =
    ecpa_registration_service_apply_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);
  EcpaProblem *problem;

  if (registration != NULL)
    ecpa_wizard_flow_keep (flow, "registration", G_OBJECT (registration));
  /* by an attempt of this wizard whose answer did not come */
  if (registration != NULL
      || (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_ALREADY_REGISTERED)
          && g_task_get_task_data (task) != NULL))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  /* refused for what was typed: what is sent next is something else */
  problem = ecpa_problem_peek (error);
  if (!ecpa_card_care_is_undecided (error))
    {
      ecpa_wizard_flow_drop_key (flow, "apply");
      ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), SENT, NULL);
    }
  if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_STOPPED))
    ecpa_fault_set_field (error, ECPA_FAULT_FIELD_RESIDENCE);
  if (problem != NULL && g_strcmp0 (problem->field, "terms_version") == 0)
    ask_terms_again (flow);
  else if (problem != NULL && g_strcmp0 (problem->code, "residence_mismatch") == 0)
    ecpa_wizard_flow_set_next (flow, g_strcmp0 (problem->field, "household") == 0 ? "household" : "address");
  else if (problem != NULL && g_str_has_prefix (problem->code, "password_"))
    ecpa_wizard_flow_set_next (flow, "password");
  g_task_return_error (task, g_steal_pointer (&error));
}

/* Steps -------------------------------------------------------------------- */

static void
terms_enter (EcpaWizardFlow *flow)
{
  if (ecpa_wizard_flow_find (flow, "terms") == NULL)
    ecpa_registration_service_get_terms_async (get_service (flow), NULL, terms_loaded_cb, g_object_ref (flow));
}

static void
password_enter (EcpaWizardFlow *flow)
{
  EcpaServices *services = ecpa_wizard_flow_get_services (flow);

  if (ecpa_wizard_flow_find (flow, "service") == NULL)
    ecpa_account_service_ask_async (ecpa_services_get_account (services), NULL, service_asked_cb, g_object_ref (flow));
}

static void
address_apply (EcpaWizardFlow *flow,
               GTask          *task)
{
  g_autoptr (EcpaResidence) residence = g_object_new (ECPA_TYPE_RESIDENCE, NULL);

  ecpa_residence_fill_in (flow, G_OBJECT (residence));
  ecpa_registration_service_check_residence_async (get_service (flow), residence,
                                                   ecpa_wizard_flow_get_key (flow, "residence"),
                                                   g_task_get_cancellable (task), residence_checked_cb, task);
}

static void
summary_apply (EcpaWizardFlow *flow,
               GTask          *task)
{
  g_autoptr (EcpaRegistrationRequest) application =
    g_object_new (ECPA_TYPE_REGISTRATION_REQUEST,
                  "terms-version", get (flow, ".terms"),
                  "telephone", get_or_null (flow, "telephone"),
                  "extension", get_or_null (flow, "extension"),
                  "mobile", get (flow, "mobile"),
                  "mail", get (flow, "mail"),
                  "mail-secondary", get_or_null (flow, "mail-secondary"), NULL);

  if (*get (flow, SENT) != '\0')
    g_task_set_task_data (task, GINT_TO_POINTER (TRUE), NULL);
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), SENT, "yes");
  ecpa_residence_fill_in (flow, G_OBJECT (application));
  ecpa_registration_service_apply_async (get_service (flow), application,
                                         ecpa_wizard_draft_get_secret (ecpa_wizard_flow_get_draft (flow), "password"),
                                         ecpa_wizard_flow_get_key (flow, "apply"), g_task_get_cancellable (task),
                                         applied_cb, task);
}

/* N4: a card that is registered is no card to register, but by this very application. */
static gboolean
card_opened (EcpaWizardFlow   *flow,
             EcpaCardSession  *session,
             GError          **error)
{
  if (g_strcmp0 (session->state, "unverified") == 0)
    ecpa_wizard_flow_set_next (flow, "verify");
  else if (g_strcmp0 (session->state, "verified") == 0
           && (ecpa_verify_step_is_shown (flow) || *get (flow, SENT) != '\0'))
    ecpa_wizard_flow_set_next (flow, ECPA_WIZARD_END);
  else if (g_strcmp0 (session->state, "verified") == 0 || g_strcmp0 (session->state, "stopped") == 0)
    {
      g_propagate_error (error, ecpa_wizard_error_new (ECPA_PROBLEM_ALREADY_REGISTERED, -1));
      return FALSE;
    }
  ecpa_verify_step_watch_again (flow);

  return TRUE;
}

/* Types -------------------------------------------------------------------- */

/* N1 and, as its end, N2. */
static const EcpaWizardStep registration_steps[] = {
  { "terms", 0, NULL, terms_check, NULL, terms_enter, NULL },
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "household", ECPA_WIZARD_STEP_CARD, NULL, ecpa_household_step_check, NULL, NULL, NULL },
  { "address", ECPA_WIZARD_STEP_CARD, NULL, ecpa_address_step_check, address_apply, NULL, NULL },
  { "password", ECPA_WIZARD_STEP_CARD, NULL, password_check, NULL, password_enter, NULL },
  { "contacts", ECPA_WIZARD_STEP_CARD, NULL, ecpa_contacts_step_check, NULL, NULL, NULL },
  { "summary", ECPA_WIZARD_STEP_CARD, NULL, NULL, summary_apply, NULL, NULL },
  { "verify", ECPA_WIZARD_STEP_CARD | ECPA_WIZARD_STEP_NO_BACK, NULL, ecpa_verify_step_check, ecpa_verify_step_apply,
    ecpa_verify_step_enter, ecpa_verify_step_leave },
};

const EcpaWizardPlan ecpa_registration_plan = {
  .kind = "registration",
  .steps = registration_steps,
  .n_steps = G_N_ELEMENTS (registration_steps),
  .opened = card_opened,
  .outcome = "verified",
};
