/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-care.h"
#include "ecpa-problem.h"
#include "ecpa-wizard-plans.h"

/* The wizard's own: a mail has been sent. */
#define MAILED ".mailed"

/* Types -------------------------------------------------------------------- */

/* N3 忘記註冊密碼: a mail to the registered address, or to another one for whoever knows residence and mobile; then a new
 * password with the code that is in it. */
static gboolean way_is_open     (EcpaWizardFlow *flow);
static gboolean way_is_other    (EcpaWizardFlow *flow);
static void     way_apply       (EcpaWizardFlow *flow,
                                 GTask          *task);
static gboolean contact_check   (EcpaWizardFlow *flow);
static void     contact_apply   (EcpaWizardFlow *flow,
                                 GTask          *task);
static gboolean code_check      (EcpaWizardFlow *flow);
static gboolean password_check  (EcpaWizardFlow *flow);
static void     password_apply  (EcpaWizardFlow *flow,
                                 GTask          *task);

static const EcpaWizardStep steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "reset-way", ECPA_WIZARD_STEP_CARD | ECPA_WIZARD_STEP_BRANCH, way_is_open, NULL, way_apply, NULL, NULL },
  { "household", 0, way_is_other, ecpa_household_step_check, NULL, NULL, NULL },
  { "address", 0, way_is_other, ecpa_address_step_check, NULL, NULL, NULL },
  { "reset-contact", ECPA_WIZARD_STEP_CARD, way_is_other, contact_check, contact_apply, NULL, NULL },
  { "reset-code", 0, NULL, code_check, NULL, NULL, NULL },
  { "new-password", ECPA_WIZARD_STEP_CARD, NULL, password_check, password_apply, ecpa_card_care_ask_service, NULL },
};

const EcpaWizardPlan ecpa_forgotten_plan = {
  .kind = "forgotten",
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .opened = ecpa_card_care_opened,
  .outcome = "changed",
};

/* Checks ------------------------------------------------------------------- */

/* Whoever comes with a code, by the link of a mail, needs no other mail; it would make that code worthless. Where the
 * mail was sent from here, restarts in between, what led to it stays. */
static gboolean
way_is_open (EcpaWizardFlow *flow)
{
  return ecpa_card_care_field (flow, MAILED) != NULL
         || !ecpa_card_care_is_code (ecpa_card_care_field (flow, "code"));
}

static gboolean
way_is_other (EcpaWizardFlow *flow)
{
  return way_is_open (flow) && g_strcmp0 (ecpa_card_care_field (flow, "way"), ECPA_RESET_WAY_OTHER) == 0;
}

static gboolean
contact_check (EcpaWizardFlow *flow)
{
  return ecpa_card_care_is_mobile (ecpa_card_care_field (flow, "mobile"))
         && ecpa_card_care_is_mail (ecpa_card_care_field (flow, "mail"));
}

static gboolean
code_check (EcpaWizardFlow *flow)
{
  return ecpa_card_care_is_code (ecpa_card_care_field (flow, "code"));
}

static gboolean
password_check (EcpaWizardFlow *flow)
{
  return ecpa_wizard_draft_get_secret (ecpa_wizard_flow_get_draft (flow), "new-password") != NULL;
}

/* Applies ------------------------------------------------------------------ */

static void
reset_requested_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (EcpaMailNotice) notice =
    ecpa_registration_service_request_reset_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (notice != NULL)
    {
      ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), "code", NULL);
      ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), MAILED, "yes");
      ecpa_wizard_flow_keep (flow, "notice", G_OBJECT (notice));
    }
  else if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_RESIDENCE_MISMATCH))
    {
      /* the backend names the step and never the field */
      const char *field = ecpa_problem_peek (error)->field;

      if (g_strcmp0 (field, "household") == 0 || g_strcmp0 (field, "address") == 0)
        ecpa_wizard_flow_set_next (flow, field);
    }
  else if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_STOPPED))
    {
      ecpa_fault_set_field (error, ECPA_FAULT_FIELD_RESIDENCE);
    }
  ecpa_card_care_answer (task, "mail", error);
}

/* Whoever has a mail, asked for at another computer, needs no other one; in the other way the mail is asked for once all
 * of that has been typed. */
static void
way_apply (EcpaWizardFlow *flow,
           GTask          *task)
{
  if (!way_is_open (flow) || way_is_other (flow)
      || g_strcmp0 (ecpa_card_care_field (flow, "way"), ECPA_RESET_WAY_HAVE) == 0)
    {
      ecpa_card_care_answer (task, "mail", NULL);
      return;
    }

  ecpa_registration_service_request_reset_async (ecpa_card_care_service (flow), NULL,
                                                 ecpa_wizard_flow_get_key (flow, "mail"),
                                                 g_task_get_cancellable (task), reset_requested_cb, task);
}

static void
contact_apply (EcpaWizardFlow *flow,
               GTask          *task)
{
  g_autoptr (EcpaPasswordResetRequest) request =
    g_object_new (ECPA_TYPE_PASSWORD_RESET_REQUEST,
                  "mobile", ecpa_card_care_field (flow, "mobile"),
                  "mail", ecpa_card_care_field (flow, "mail"), NULL);

  ecpa_residence_fill_in (flow, G_OBJECT (request));
  ecpa_registration_service_request_reset_async (ecpa_card_care_service (flow), request,
                                                 ecpa_wizard_flow_get_key (flow, "mail"),
                                                 g_task_get_cancellable (task), reset_requested_cb, task);
}

/* What is wrong with the code is said where it is typed. */
static void
password_reset_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  GError *error = NULL;

  if (!ecpa_registration_service_reset_password_finish (ECPA_REGISTRATION_SERVICE (source), result, &error)
      && error->domain == ECPA_PROBLEM_ERROR && error->code >= ECPA_PROBLEM_CODE_INVALID
      && error->code <= ECPA_PROBLEM_CODE_OTHER_CARD)
    ecpa_wizard_flow_set_next (flow, "reset-code");
  ecpa_card_care_answer (task, "password", error);
}

static void
password_apply (EcpaWizardFlow *flow,
                GTask          *task)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  ecpa_registration_service_reset_password_async (ecpa_card_care_service (flow), ecpa_wizard_draft_get (draft, "code"),
                                                  ecpa_wizard_draft_get_secret (draft, "new-password"),
                                                  ecpa_wizard_flow_get_key (flow, "password"),
                                                  g_task_get_cancellable (task), password_reset_cb, task);
}
