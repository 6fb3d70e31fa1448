/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plans.h"

#include "ecpa-card-care.h"
#include "ecpa-contact-check.h"
#include "ecpa-divisions.h"

/* Auxiliaries -------------------------------------------------------------- */

static const char *
get (EcpaWizardFlow *flow,
     const char     *name)
{
  return ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), name);
}

static gboolean
is_empty_or (EcpaWizardFlow *flow,
             const char     *name,
             gboolean      (*check) (const char *text))
{
  return *get (flow, name) == '\0' || check (get (flow, name));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_household_step_check:
 * @flow: a wizard
 *
 * Returns: whether what was typed can be a 戶號
 */
gboolean
ecpa_household_step_check (EcpaWizardFlow *flow)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (flow), FALSE);

  return g_regex_match_simple ("^[A-Za-z0-9]{8}$", get (flow, "household"), G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * ecpa_address_step_check:
 * @flow: a wizard
 *
 * Returns: whether there is such a village, and the neighbourhood can be one
 */
gboolean
ecpa_address_step_check (EcpaWizardFlow *flow)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (flow), FALSE);

  return ecpa_divisions_has (get (flow, "county"), get (flow, "town"), get (flow, "village"))
         && ecpa_neighbourhood_read (get (flow, "neighbourhood")) > 0;
}

/**
 * ecpa_contacts_step_check:
 * @flow: a wizard
 *
 * Returns: whether mobile number and main address are there, and all of it makes sense
 */
gboolean
ecpa_contacts_step_check (EcpaWizardFlow *flow)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (flow), FALSE);

  return ecpa_contact_is_mobile (get (flow, "mobile")) && ecpa_contact_is_mail (get (flow, "mail"))
         && is_empty_or (flow, "mail-secondary", ecpa_contact_is_mail)
         && is_empty_or (flow, "telephone", ecpa_contact_is_telephone)
         && is_empty_or (flow, "extension", ecpa_contact_is_extension);
}

/**
 * ecpa_residence_fill_in:
 * @flow: a wizard
 * @record: what is sent, with the members of a residence
 *
 * Where the person is registered, as it was typed; of the neighbourhood the number alone.
 */
void
ecpa_residence_fill_in (EcpaWizardFlow *flow,
                        GObject        *record)
{
  g_autofree char *neighbourhood = NULL;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (G_IS_OBJECT (record));

  neighbourhood = g_strdup_printf ("%u", ecpa_neighbourhood_read (get (flow, "neighbourhood")));
  g_object_set (record,
                "household-number", ecpa_card_care_field (flow, "household"),
                "county", ecpa_card_care_field (flow, "county"),
                "town", ecpa_card_care_field (flow, "town"),
                "village", ecpa_card_care_field (flow, "village"),
                "neighbourhood", neighbourhood, NULL);
}
