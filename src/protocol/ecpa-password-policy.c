/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-password-policy.h"

#define STRONG_LENGTH 8
#define N_CLASSES 4

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaPasswordFaults  fault;
  const char         *rule;
} RuleRow;

/* What is told first stands first. The names are those of `field` in password_policy. */
static const RuleRow rules[] = {
  { ECPA_PASSWORD_CHARACTERS, "characters" },
  { ECPA_PASSWORD_TOO_SHORT, "min_length" },
  { ECPA_PASSWORD_TOO_LONG, "max_length" },
  { ECPA_PASSWORD_FEW_CLASSES, "classes" },
};

/* Auxiliaries -------------------------------------------------------------- */

/* Looks at the bytes where they are; nothing of them is kept. */
static gsize
measure (EcpaSecret *password,
         guint      *n_classes,
         gboolean   *is_plain)
{
  gsize length;
  const guint8 *text = (const guint8 *) ecpa_secret_peek (password, &length);
  gboolean found[N_CLASSES] = { FALSE };

  *is_plain = TRUE;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_islower (text[i]))
      found[0] = TRUE;
    else if (g_ascii_isupper (text[i]))
      found[1] = TRUE;
    else if (g_ascii_isdigit (text[i]))
      found[2] = TRUE;
    else if (text[i] > ' ' && text[i] < 0x7f)
      found[3] = TRUE;
    else
      *is_plain = FALSE;

  *n_classes = 0;
  for (guint i = 0; i < N_CLASSES; i++)
    *n_classes += found[i];

  return length;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_password_policy_check:
 * @self: a policy
 * @password: a password that somebody chooses
 *
 * Whether it was used before is not known here.
 *
 * Returns: the rules it breaks; 0 where it is good
 */
EcpaPasswordFaults
ecpa_password_policy_check (EcpaPasswordPolicy *self,
                            EcpaSecret         *password)
{
  EcpaPasswordFaults faults = 0;
  gboolean is_plain;
  guint n_classes;
  gsize length;

  g_return_val_if_fail (ECPA_IS_PASSWORD_POLICY (self) && password != NULL, 0);

  length = measure (password, &n_classes, &is_plain);
  if (!is_plain)
    faults |= ECPA_PASSWORD_CHARACTERS;
  if ((gint64) length < self->min_length)
    faults |= ECPA_PASSWORD_TOO_SHORT;
  if (self->max_length > 0 && (gint64) length > self->max_length)
    faults |= ECPA_PASSWORD_TOO_LONG;
  if ((gint64) n_classes < self->classes)
    faults |= ECPA_PASSWORD_FEW_CLASSES;

  return faults;
}

/**
 * ecpa_password_faults_get_rule:
 * @faults: rules that are broken
 *
 * Returns: (nullable): the first of them, as `field` of `password_policy` has it; %NULL where there is none
 */
const char *
ecpa_password_faults_get_rule (EcpaPasswordFaults faults)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((faults & rules[i].fault) != 0)
      return rules[i].rule;

  return NULL;
}

/**
 * ecpa_password_get_strength:
 * @password: a password
 *
 * The measure of the registration's own meter: 強 is all four classes and at least eight characters (features.md N1).
 * The steps below it are ours: a class or the length is missing (中強), two classes (中), less (弱).
 *
 * Returns: how strong it is
 */
EcpaPasswordStrength
ecpa_password_get_strength (EcpaSecret *password)
{
  gboolean is_plain;
  guint n_classes;
  gsize length;

  g_return_val_if_fail (password != NULL, ECPA_PASSWORD_WEAK);

  length = measure (password, &n_classes, &is_plain);
  if (length < STRONG_LENGTH - 2 || n_classes < 2)
    return ECPA_PASSWORD_WEAK;
  if (n_classes == 2 || (n_classes == 3 && length < STRONG_LENGTH))
    return ECPA_PASSWORD_FAIR;
  if (n_classes == 3 || length < STRONG_LENGTH)
    return ECPA_PASSWORD_GOOD;

  return ECPA_PASSWORD_STRONG;
}
