/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-care.h"

#include <string.h>

#include "ecpa-contact-check.h"
#include "ecpa-problem.h"
#include "ecpa-services-insides.h"

#define CODE_LENGTH 12

/* Callbacks ---------------------------------------------------------------- */

static void
service_asked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (EcpaWizardFlow) flow = user_data;
  g_autoptr (EcpaServiceInfo) service = ecpa_account_service_ask_finish (ECPA_ACCOUNT_SERVICE (source), result, NULL);

  if (service != NULL && ecpa_wizard_flow_get_state (flow) != ECPA_WIZARD_DONE)
    ecpa_wizard_flow_keep (flow, "service", G_OBJECT (service));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_care_service:
 * @flow: a wizard
 *
 * Returns: (transfer none): whom it asks
 */
EcpaRegistrationService *
ecpa_card_care_service (EcpaWizardFlow *flow)
{
  return ecpa_services_get_registration (ecpa_wizard_flow_get_services (flow));
}

/**
 * ecpa_card_care_get_session:
 * @flow: a wizard
 *
 * Returns: (transfer none) (nullable): the card session
 */
EcpaCardSession *
ecpa_card_care_get_session (EcpaWizardFlow *flow)
{
  return ecpa_registration_service_get_session (ecpa_card_care_service (flow));
}

/**
 * ecpa_card_care_field:
 * @flow: a wizard
 * @name: a field of its draft
 *
 * Returns: (transfer none) (nullable): what was typed, %NULL where nothing was
 */
const char *
ecpa_card_care_field (EcpaWizardFlow *flow,
                      const char     *name)
{
  const char *text = ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), name);

  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * ecpa_card_care_answer:
 * @task: (transfer full): of an apply
 * @key: what its idempotency key is for
 * @error: (nullable) (transfer full): why it failed
 *
 * Once the backend has decided, the next attempt is another request; until then it is the same one.
 */
void
ecpa_card_care_answer (GTask      *task,
                       const char *key,
                       GError     *error)
{
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  g_autoptr (GTask) owned = task;

  if (error == NULL || !ecpa_card_care_is_undecided (error))
    ecpa_wizard_flow_drop_key (flow, key);
  if (error != NULL)
    g_task_return_error (owned, error);
  else
    g_task_return_boolean (owned, TRUE);
}

/**
 * ecpa_card_care_is_undecided:
 * @error: why a request failed
 *
 * Returns: whether the backend has not decided about it, as far as one knows: the same request makes sense once more
 */
gboolean
ecpa_card_care_is_undecided (const GError *error)
{
  g_return_val_if_fail (error != NULL, TRUE);

  return error->domain != ECPA_PROBLEM_ERROR || error->code == ECPA_PROBLEM_UNAVAILABLE
         || error->code == ECPA_PROBLEM_TOO_MANY || error->code == ECPA_PROBLEM_INTERNAL
         || error->code == ECPA_PROBLEM_SESSION_REQUIRED;
}

/**
 * ecpa_card_care_opened:
 * @flow: a wizard
 * @session: its card's
 * @error: that there is no registration
 *
 * For plans that need a registration: says at once where there is none.
 *
 * Returns: whether there is one
 */
gboolean
ecpa_card_care_opened (EcpaWizardFlow   *flow,
                       EcpaCardSession  *session,
                       GError          **error)
{
  g_autoptr (EcpaProblem) problem = NULL;
  gboolean none = g_strcmp0 (session->state, "none") == 0;

  if (!none && g_strcmp0 (session->state, "cancelled") != 0)
    return TRUE;

  problem = ecpa_problem_new (none ? ECPA_PROBLEM_NOT_REGISTERED : ECPA_PROBLEM_REGISTRATION_CANCELLED);
  g_propagate_error (error, ecpa_problem_to_error (problem));

  return FALSE;
}

/**
 * ecpa_card_care_ask_service:
 * @flow: a wizard
 *
 * Fetches what the service says of passwords, once.
 */
void
ecpa_card_care_ask_service (EcpaWizardFlow *flow)
{
  EcpaServices *services = ecpa_wizard_flow_get_services (flow);

  if (ecpa_wizard_flow_find (flow, "service") == NULL)
    ecpa_account_service_ask_async (ecpa_services_get_account (services), NULL, service_asked_cb, g_object_ref (flow));
}

/**
 * ecpa_card_care_is_mail:
 * @text: (nullable): what was typed
 *
 * Returns: whether it can be a mail address; the mail itself decides
 */
gboolean
ecpa_card_care_is_mail (const char *text)
{
  return text != NULL && ecpa_contact_is_mail (text);
}

/**
 * ecpa_card_care_is_mobile:
 * @text: (nullable): what was typed
 *
 * Returns: whether it can be a number of a mobile phone: 09 and eight digits
 */
gboolean
ecpa_card_care_is_mobile (const char *text)
{
  return text != NULL && ecpa_contact_is_mobile (text);
}

/**
 * ecpa_card_care_is_code:
 * @text: (nullable): what was typed
 *
 * Returns: whether it is as long as a mail's code; blanks and dashes do not count
 */
gboolean
ecpa_card_care_is_code (const char *text)
{
  guint n = 0;

  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_isalnum (*text))
      n++;
    else if (strchr (" -\t", *text) == NULL)
      return FALSE;

  return n == CODE_LENGTH;
}
