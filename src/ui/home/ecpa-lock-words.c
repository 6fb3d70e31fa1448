/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-lock-words.h"

#include <glib/gi18n.h>

#include "ecpa-fault-words.h"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_about_card (EcpaFault *fault)
{
  return fault->code >= ECPA_FAULT_READER_NO_SERVICE && fault->code <= ECPA_FAULT_CARD_COMMUNICATION;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_lock_words_title:
 * @holder: the masked name of whoever is to come back; "" for a card without a name
 *
 * Returns: (transfer full): what stands over the sign-in of a locked session, translated
 */
char *
ecpa_lock_words_title (const char *holder)
{
  g_return_val_if_fail (holder != NULL, NULL);

  /* Translators: %s is the masked name of whoever is to come back: 林○○ */
  return *holder != '\0' ? g_strdup_printf (_("Locked – %s"), holder) : g_strdup (_("Locked"));
}

/**
 * ecpa_lock_words_text:
 * @fault: why it is locked
 * @by_account: whether an account leads back, and no card
 *
 * Returns: (transfer full): why, and what leads back, translated
 */
char *
ecpa_lock_words_text (EcpaFault *fault,
                      gboolean   by_account)
{
  const EcpaFaultWords *words;
  const char *advice;

  g_return_val_if_fail (fault != NULL, NULL);

  words = ecpa_fault_words (fault->code);
  advice = words->advice;
  if (by_account && fault->code >= ECPA_FAULT_LOCKED && fault->code <= ECPA_FAULT_LOCKED_SCREEN)
    advice = _("Type the password of the same account to go on where you were.");

  if (fault->code == ECPA_FAULT_LOCKED)
    return g_strdup (advice);
  if (is_about_card (fault))
    return g_strdup (_("The card was taken out. Put the same card in and sign in to go on where you were; what was signed for stays signed for."));

  /* Translators: why it is locked, and what to do; in Chinese with a full stop of its own kind */
  return g_strdup_printf (C_("why and what to do", "%s. %s"), words->title, advice);
}
