/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-wizard-words.h"

#include "ecpa-card-step.h"
#include "ecpa-household-step.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* One row for each step, whichever wizards it belongs to. */
static const EcpaWizardStepWords steps[] = {
  { "card", N_("Read the Card"), N_("_Read"), ecpa_card_step_get_type },
  { "household", N_("Household Number"), N_("_Next"), ecpa_household_step_get_type },
};

/* One row for each wizard. */
static const EcpaWizardWords wizards[] = {
  { "registration", N_("Register the Health Card"), N_("Your e-mail address has been verified"),
    N_("The card is registered. Sign in with the password that you have just chosen.") },
};

/* Auxiliaries -------------------------------------------------------------- */

static const char *
translate (const char *text)
{
  return text != NULL ? _(text) : NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_step_words:
 * @id: a step of a plan
 *
 * UI thread.
 *
 * Returns: (transfer none) (nullable): how it is shown, valid until the next call; %NULL for an unknown step
 */
const EcpaWizardStepWords *
ecpa_wizard_step_words (const char *id)
{
  static EcpaWizardStepWords words;

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].id, id))
      {
        words = steps[i];
        words.title = translate (words.title);
        words.button = translate (words.button);
        return &words;
      }

  return NULL;
}

/**
 * ecpa_wizard_words:
 * @kind: what `win.wizard` calls it
 *
 * UI thread.
 *
 * Returns: (transfer none) (nullable): how it is called, valid until the next call; %NULL for an unknown kind
 */
const EcpaWizardWords *
ecpa_wizard_words (const char *kind)
{
  static EcpaWizardWords words;

  g_return_val_if_fail (kind != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wizards); i++)
    if (g_str_equal (wizards[i].kind, kind))
      {
        words = wizards[i];
        words.title = translate (words.title);
        words.done_title = translate (words.done_title);
        words.done_text = translate (words.done_text);
        return &words;
      }

  return NULL;
}
