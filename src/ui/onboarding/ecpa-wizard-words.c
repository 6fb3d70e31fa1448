/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-wizard-words.h"

#include "ecpa-address-step.h"
#include "ecpa-cancellation-step.h"
#include "ecpa-account-done-step.h"
#include "ecpa-account-proof-step.h"
#include "ecpa-account-step.h"
#include "ecpa-card-step.h"
#include "ecpa-change-password-step.h"
#include "ecpa-contacts-mail-step.h"
#include "ecpa-contacts-password-step.h"
#include "ecpa-contacts-step.h"
#include "ecpa-guide-hold-step.h"
#include "ecpa-guide-next-step.h"
#include "ecpa-guide-nothing-step.h"
#include "ecpa-household-step.h"
#include "ecpa-new-password-step.h"
#include "ecpa-password-step.h"
#include "ecpa-phones-step.h"
#include "ecpa-reset-code-step.h"
#include "ecpa-reset-contact-step.h"
#include "ecpa-reset-way-step.h"
#include "ecpa-summary-step.h"
#include "ecpa-terms-step.h"
#include "ecpa-verify-step-page.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* One row for each step, whichever wizards it belongs to. */
static const EcpaWizardStepWords steps[] = {
  /* Translators: the button is official: 我已閱讀完畢，並瞭解相關規定 */
  { "terms", N_("Terms of the Card Service"), N_("I Have Read and _Understood Them"), ecpa_terms_step_get_type },
  { "card", N_("Read the Card"), N_("_Read"), ecpa_card_step_get_type },
  { "household", N_("Household Number"), N_("_Next"), ecpa_household_step_get_type },
  { "reset-way", N_("Where the Mail Goes"), N_("_Next"), ecpa_reset_way_step_get_type },
  { "reset-contact", N_("Another E-Mail Address"), N_("_Send the Mail"), ecpa_reset_contact_step_get_type },
  { "reset-code", N_("Code from the Mail"), N_("_Next"), ecpa_reset_code_step_get_type },
  { "new-password", N_("New Registration Password"), N_("_Set the Password"), ecpa_new_password_step_get_type },
  { "cancellation", N_("What Is Lost"), N_("_Delete the Registration"), ecpa_cancellation_step_get_type,
    .destructive = TRUE },
  { "change-password", N_("Old and New Password"), N_("_Change the Password"), ecpa_change_password_step_get_type },
  { "contacts-password", N_("Registration Password"), N_("_Next"), ecpa_contacts_password_step_get_type },
  { "contact-data", N_("Contact Data"), N_("_Save"), ecpa_contacts_step_get_type },
  { "contacts-mail", N_("Verify the New Address"), N_("_Verify"), ecpa_contacts_mail_step_get_type },
  { "phones", N_("Registered Phones"), N_("_Done"), ecpa_phones_step_get_type },
  { "address", N_("Registered Address"), N_("_Next"), ecpa_address_step_get_type },
  { "password", N_("Registration Password"), N_("_Next"), ecpa_password_step_get_type },
  { "contacts", N_("How to Reach You"), N_("_Next"), ecpa_contacts_step_get_type },
  /* Translators: the button is official: 確認申請 */
  { "summary", N_("Is All of This Right?"), N_("Confirm the _Application"), ecpa_summary_step_get_type,
    .only_looked_at = TRUE },
  /* Translators: the button is official: 確定 */
  { "verify", N_("Check Your Mail"), N_("_Confirm"), ecpa_verify_step_page_get_type },
  { "account", N_("Choose Account and Password"), N_("_Next"), ecpa_account_step_get_type },
  { "account-password", N_("Choose a New Password"), N_("_Next"), ecpa_account_step_get_type },
  { "account-proof", N_("Type the Registration Password"), N_("_Confirm"), ecpa_account_proof_step_get_type },
  { "account-change", N_("Choose a New Password"), N_("_Change"), ecpa_account_step_get_type },
  { "guide-hold", N_("What Do You Have at Hand?"), N_("_Next"), ecpa_guide_hold_step_get_type },
  { "guide-nothing", N_("What You Need First"), N_("_Close"), ecpa_guide_nothing_step_get_type },
  { "guide-next", N_("What Comes Next"), N_("_Go On"), ecpa_guide_next_step_get_type },
  { "account-done", N_("The Password Has Been Changed"), N_("_Close"), ecpa_account_done_step_get_type },
};

/* One row for each wizard. */
static const EcpaWizardWords wizards[] = {
  { "registration", N_("Register the Health Card"), N_("Your e-mail address has been verified"),
    N_("The card is registered. Sign in with the password that you have just chosen."), "register" },
  /* Translators: official: 註冊密碼變更成功, and 下次使用【健保卡】登入系統請用新的註冊密碼！ */
  { "forgotten", N_("Forgotten Registration Password"), N_("The registration password has been changed"),
    N_("Use the new registration password the next time you sign in with your health card!"), "forgotten" },
  { "cancellation", N_("Delete the Card's Registration"), N_("The registration of the card has been deleted"),
    N_("To sign in with this card again, register it anew."), "card-services" },
  { "change", N_("Change the Registration Password"), N_("The registration password has been changed"),
    N_("Use the new registration password the next time you sign in with your health card!"), "card-services" },
  { "contacts", N_("Change the Contact Data"), N_("Your contact data has been changed"),
    N_("A new main e-mail address counts as soon as it has been verified."), "card-services" },
  { "contacts-verified", N_("Change the Contact Data"), N_("Your contact data has been changed"),
    N_("The new main e-mail address has been verified and counts from now on."), "card-services" },
  { "phones", N_("Phones of the Health Card"), NULL, NULL, "card-services" },
  { "verification", N_("Verify the E-Mail Address"), N_("Your e-mail address has been verified"),
    N_("The card is registered. Sign in with your registration password."), "verify" },
  { "verification-before", N_("Verify the E-Mail Address"), N_("Your e-mail address was verified before"),
    N_("The link and the code of the mail have done their work. Sign in with your registration password."), "verify" },
  { "guide", N_("Guide to the First Sign-In"), N_("Everything is ready"),
    N_("Sign in now. Then you are asked once whether you want to read reward orders on line."), "first-sign-in" },
  { "activation", N_("Activate the Account"), N_("Your account is ready"),
    N_("Sign in with the account and the password that you have just chosen."), "account" },
  { "account-forgotten", N_("New Password for the Account"), N_("The account has a new password"),
    N_("Sign in with the account and the password that you have just chosen."), "account" },
  { "account-change", N_("Change the Password of the Account"), NULL, NULL, "account" },
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

/**
 * ecpa_wizard_words_of_end:
 * @kind: what `win.wizard` calls it
 * @outcome: (nullable): what its plan calls the end; %NULL where it was left
 *
 * UI thread.
 *
 * Returns: (transfer none) (nullable): what is said of this end, or of every end of this wizard; like ecpa_wizard_words()
 */
const EcpaWizardWords *
ecpa_wizard_words_of_end (const char *kind,
                          const char *outcome)
{
  g_autofree char *end = NULL;
  const EcpaWizardWords *words;

  g_return_val_if_fail (kind != NULL, NULL);

  end = g_strdup_printf ("%s-%s", kind, outcome != NULL ? outcome : "");
  words = ecpa_wizard_words (end);

  return words != NULL ? words : ecpa_wizard_words (kind);
}
