/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-phones.h"

#include "ecpa-card-care.h"
#include "ecpa-problem.h"
#include "ecpa-wizard-plans.h"

/* Types -------------------------------------------------------------------- */

/* N8 行動裝置認證, 行動裝置管理: one step after the card, which ends by a button of its own. */
static void phones_enter (EcpaWizardFlow *flow);

static const EcpaWizardStep steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "phones", ECPA_WIZARD_STEP_CARD, NULL, NULL, NULL, phones_enter, NULL },
};

const EcpaWizardPlan ecpa_phones_plan = {
  .kind = "phones",
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .opened = ecpa_card_care_opened,
  .outcome = NULL,
};

/* What is done to a phone, until it is answered. */
typedef struct
{
  EcpaWizardFlow *flow;
  const char     *key;          /* static */
} Deed;

/* Auxiliaries -------------------------------------------------------------- */

static Deed *
deed_new (EcpaWizardFlow *flow,
          const char     *key)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->flow = g_object_ref (flow);
  deed->key = key;
  ecpa_wizard_flow_dismiss (flow);

  return deed;
}

static void
deed_free (Deed *deed)
{
  g_object_unref (deed->flow);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

/* Takes @error. Once the backend has decided, the next one is another request. */
static void
end_deed (Deed   *deed,
          GError *error)
{
  if (ecpa_wizard_flow_get_state (deed->flow) == ECPA_WIZARD_DONE)
    {
      g_clear_error (&error);
      return;
    }

  if (error == NULL || ecpa_problem_peek (error) != NULL)
    ecpa_wizard_flow_drop_key (deed->flow, deed->key);
  /* what is not there any more is not to be seen any more either */
  if (error == NULL || ecpa_problem_peek (error) != NULL)
    ecpa_phones_load (deed->flow);
  if (error != NULL)
    ecpa_wizard_flow_take_error (deed->flow, error);
}

/* Callbacks ---------------------------------------------------------------- */

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (EcpaWizardFlow) flow = user_data;
  GError *error = NULL;
  g_autoptr (EcpaPhoneList) list =
    ecpa_registration_service_list_phones_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (ecpa_wizard_flow_get_state (flow) == ECPA_WIZARD_DONE)
    g_clear_error (&error);
  else if (list != NULL)
    ecpa_wizard_flow_keep (flow, "phones", G_OBJECT (list));
  else
    ecpa_wizard_flow_take_error (flow, error);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Deed) deed = user_data;
  GError *error = NULL;
  g_autoptr (EcpaPhone) phone =
    ecpa_registration_service_add_phone_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (phone != NULL)
    {
      EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (deed->flow);

      ecpa_wizard_draft_set (draft, "phone-name", NULL);
      ecpa_wizard_draft_set (draft, "phone-code", NULL);
      ecpa_wizard_draft_forget_secrets (draft);
    }
  end_deed (deed, error);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Deed) deed = user_data;
  GError *error = NULL;
  g_autoptr (EcpaPhone) phone =
    ecpa_registration_service_rename_phone_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);
  g_autofree char *field = phone != NULL ? ecpa_phones_name_field (phone) : NULL;

  if (field != NULL)
    ecpa_wizard_draft_give (ecpa_wizard_flow_get_draft (deed->flow), field, phone->name);
  end_deed (deed, error);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Deed) deed = user_data;
  GError *error = NULL;

  ecpa_registration_service_remove_phone_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);
  end_deed (deed, error);
}

static void
phones_enter (EcpaWizardFlow *flow)
{
  ecpa_phones_load (flow);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_phones_load:
 * @flow: the wizard of the phones
 *
 * Fetches them, and keeps them as `phones`, an #EcpaPhoneList.
 */
void
ecpa_phones_load (EcpaWizardFlow *flow)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));

  ecpa_registration_service_list_phones_async (ecpa_card_care_service (flow), NULL, listed_cb, g_object_ref (flow));
}

/**
 * ecpa_phones_name_field:
 * @phone: a phone
 *
 * Returns: (transfer full): the field of the draft in which its new name is kept until it has been saved
 */
char *
ecpa_phones_name_field (EcpaPhone *phone)
{
  g_return_val_if_fail (ECPA_IS_PHONE (phone), NULL);

  return g_strconcat ("name-of-", phone->id, NULL);
}

/**
 * ecpa_phones_add:
 * @flow: the wizard of the phones
 * @name: what it is called
 * @device_code: the code that the phone shows
 * @password: 註冊密碼
 *
 * 行動裝置認證. A refusal is the wizard's fault; otherwise the list is fetched again.
 */
void
ecpa_phones_add (EcpaWizardFlow *flow,
                 const char     *name,
                 const char     *device_code,
                 EcpaSecret     *password)
{
  g_autoptr (EcpaPhoneRequest) request = NULL;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (name != NULL && device_code != NULL && password != NULL);

  request = g_object_new (ECPA_TYPE_PHONE_REQUEST, "name", name, "device-code", device_code, NULL);
  ecpa_registration_service_add_phone_async (ecpa_card_care_service (flow), request, password,
                                             ecpa_wizard_flow_get_key (flow, "add"), NULL, added_cb,
                                             deed_new (flow, "add"));
}

/**
 * ecpa_phones_rename:
 * @flow: the wizard of the phones
 * @phone: one of them
 * @name: what it is called from now on
 */
void
ecpa_phones_rename (EcpaWizardFlow *flow,
                    EcpaPhone      *phone,
                    const char     *name)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (ECPA_IS_PHONE (phone) && name != NULL);

  ecpa_wizard_flow_drop_key (flow, "rename");
  ecpa_registration_service_rename_phone_async (ecpa_card_care_service (flow), phone->id, name,
                                                ecpa_wizard_flow_get_key (flow, "rename"), NULL, renamed_cb,
                                                deed_new (flow, "rename"));
}

/**
 * ecpa_phones_remove:
 * @flow: the wizard of the phones
 * @phone: one of them
 */
void
ecpa_phones_remove (EcpaWizardFlow *flow,
                    EcpaPhone      *phone)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (ECPA_IS_PHONE (phone));

  ecpa_wizard_flow_drop_key (flow, "remove");
  ecpa_registration_service_remove_phone_async (ecpa_card_care_service (flow), phone->id,
                                                ecpa_wizard_flow_get_key (flow, "remove"), NULL, removed_cb,
                                                deed_new (flow, "remove"));
}
