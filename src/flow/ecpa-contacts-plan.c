/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-care.h"
#include "ecpa-verify-step.h"
#include "ecpa-wizard-plans.h"

/* Types -------------------------------------------------------------------- */

/* N7 基本資料異動: nothing of it is shown before the password; of what was read nothing is saved, only what was changed. */
static gboolean password_check  (EcpaWizardFlow *flow);
static void     password_apply  (EcpaWizardFlow *flow,
                                 GTask          *task);
static gboolean contacts_check  (EcpaWizardFlow *flow);
static void     contacts_apply  (EcpaWizardFlow *flow,
                                 GTask          *task);
static gboolean is_unverified   (EcpaWizardFlow *flow);
static gboolean code_check      (EcpaWizardFlow *flow);
static void     code_apply      (EcpaWizardFlow *flow,
                                 GTask          *task);
static const char *conclude     (EcpaWizardFlow *flow);

static const EcpaWizardStep steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "contacts-password", ECPA_WIZARD_STEP_CARD, NULL, password_check, password_apply, ecpa_card_care_ask_service, NULL },
  { "contact-data", ECPA_WIZARD_STEP_CARD | ECPA_WIZARD_STEP_BRANCH, NULL, contacts_check, contacts_apply, NULL, NULL },
  { "contacts-mail", ECPA_WIZARD_STEP_SKIPPABLE | ECPA_WIZARD_STEP_NO_BACK | ECPA_WIZARD_STEP_CARD, is_unverified,
    code_check, code_apply, ecpa_verify_step_enter, ecpa_verify_step_leave },
};

const EcpaWizardPlan ecpa_contacts_plan = {
  .kind = "contacts",
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .opened = ecpa_card_care_opened,
  .conclude = conclude,
};

/* What is kept once the code of the new address was right, and what the wizard concludes with then */
#define VERIFIED "verified"

static const char *const fields[] = { "telephone", "extension", "mobile", "mail", "mail-secondary" };

/* Checks ------------------------------------------------------------------- */

static gboolean
password_check (EcpaWizardFlow *flow)
{
  return ecpa_wizard_draft_get_secret (ecpa_wizard_flow_get_draft (flow), "password") != NULL;
}

static gboolean
contacts_check (EcpaWizardFlow *flow)
{
  return password_check (flow) && ecpa_contacts_step_check (flow);
}

static gboolean
is_unverified (EcpaWizardFlow *flow)
{
  return ecpa_card_care_field (flow, ECPA_CONTACTS_NEW_MAIL) != NULL;
}

static gboolean
code_check (EcpaWizardFlow *flow)
{
  return ecpa_card_care_is_code (ecpa_card_care_field (flow, "code"));
}

/* Applies ------------------------------------------------------------------ */

static void
contacts_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);
  GError *error = NULL;
  g_autoptr (EcpaContacts) contacts =
    ecpa_registration_service_read_contacts_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  for (guint i = 0; contacts != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = NULL;

      g_object_get (contacts, fields[i], &text, NULL);
      ecpa_wizard_draft_give (draft, fields[i], text);
    }
  if (contacts != NULL)
    ecpa_wizard_flow_keep (flow, "contacts", G_OBJECT (contacts));
  ecpa_card_care_answer (task, "reading", error);
}

static void
password_apply (EcpaWizardFlow *flow,
                GTask          *task)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  ecpa_registration_service_read_contacts_async (ecpa_card_care_service (flow),
                                                 ecpa_wizard_draft_get_secret (draft, "password"),
                                                 ecpa_wizard_flow_get_key (flow, "reading"),
                                                 g_task_get_cancellable (task), contacts_read_cb, task);
}

static void
contacts_changed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (EcpaRegistration) registration =
    ecpa_registration_service_change_contacts_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (registration != NULL)
    ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (g_task_get_source_object (task)), ECPA_CONTACTS_NEW_MAIL,
                           registration->new_mail_masked);
  ecpa_card_care_answer (task, "contacts", error);
}

static void
contacts_apply (EcpaWizardFlow *flow,
                GTask          *task)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);
  g_autoptr (EcpaContacts) contacts = g_object_new (ECPA_TYPE_CONTACTS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_object_set (contacts, fields[i], ecpa_card_care_field (flow, fields[i]), NULL);
  ecpa_registration_service_change_contacts_async (ecpa_card_care_service (flow),
                                                   ecpa_wizard_draft_get_secret (draft, "password"), contacts,
                                                   ecpa_wizard_flow_get_key (flow, "contacts"),
                                                   g_task_get_cancellable (task), contacts_changed_cb, task);
}

/* The new address --------------------------------------------------------- */

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr (EcpaRegistration) registration =
    ecpa_registration_service_verify_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (registration != NULL)
    ecpa_wizard_flow_keep (g_task_get_source_object (user_data), VERIFIED, G_OBJECT (registration));
  ecpa_card_care_answer (user_data, "verification", error);
}

static void
code_apply (EcpaWizardFlow *flow,
            GTask          *task)
{
  ecpa_registration_service_verify_async (ecpa_card_care_service (flow), ecpa_card_care_field (flow, "code"),
                                          ecpa_wizard_flow_get_key (flow, "verification"),
                                          g_task_get_cancellable (task), verified_cb, task);
}

/* By the code, or by the link of the mail on whatever computer. */
static const char *
conclude (EcpaWizardFlow *flow)
{
  EcpaRegistration *watched = ecpa_wizard_flow_find (flow, "registration");
  gboolean verified = ecpa_wizard_flow_find (flow, VERIFIED) != NULL
                      || (is_unverified (flow) && watched != NULL && watched->new_mail_masked == NULL);

  return verified ? VERIFIED : "changed";
}
