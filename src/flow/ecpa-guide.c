/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-guide.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char *holds;
  const char *card_state;       /* NULL: whatever it is */
  const char *next;
} Decision;

/* What is missing, by what a person holds and what has become of their registration: the first row that fits. */
static const Decision decisions[] = {
  { ECPA_GUIDE_NOTHING, NULL, ECPA_GUIDE_NOWHERE },
  { ECPA_GUIDE_ACCOUNT, NULL, ECPA_GUIDE_SIGN_IN_BY_ACCOUNT },

  { ECPA_GUIDE_CARD, "none", "registration" },
  { ECPA_GUIDE_CARD, "cancelled", "registration" },
  { ECPA_GUIDE_CARD, "unverified", "verification" },
  { ECPA_GUIDE_CARD, "stopped", "forgotten" },
  { ECPA_GUIDE_CARD, NULL, ECPA_GUIDE_SIGN_IN },

  { ECPA_GUIDE_NEW_ACCOUNT, "none", "registration" },
  { ECPA_GUIDE_NEW_ACCOUNT, "cancelled", "registration" },
  { ECPA_GUIDE_NEW_ACCOUNT, "unverified", "verification" },
  { ECPA_GUIDE_NEW_ACCOUNT, "stopped", "forgotten" },
  { ECPA_GUIDE_NEW_ACCOUNT, NULL, "activation" },
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_guide_next:
 * @holds: (nullable): what the person holds
 * @card_state: (nullable): of the card session
 *
 * Returns: (transfer none): the kind of the wizard that is missing, or where to sign in
 */
const char *
ecpa_guide_next (const char *holds,
                 const char *card_state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (g_strcmp0 (decisions[i].holds, holds) == 0
        && (decisions[i].card_state == NULL || g_strcmp0 (decisions[i].card_state, card_state) == 0))
      return decisions[i].next;

  return ECPA_GUIDE_SIGN_IN;
}

/**
 * ecpa_guide_after:
 * @holds: (nullable): what the person holds
 * @kind: the wizard that has just been done
 *
 * Returns: (transfer none): as [func@Guide.next]
 */
const char *
ecpa_guide_after (const char *holds,
                  const char *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  if (g_str_equal (kind, "activation"))
    return ECPA_GUIDE_SIGN_IN_BY_ACCOUNT;

  return ecpa_guide_next (holds, "verified");
}
