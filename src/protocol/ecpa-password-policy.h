/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"
#include "ecpa-secret.h"

G_BEGIN_DECLS

/**
 * EcpaPasswordFaults:
 * @ECPA_PASSWORD_TOO_SHORT: fewer characters than `min_length`
 * @ECPA_PASSWORD_TOO_LONG: more characters than `max_length`
 * @ECPA_PASSWORD_FEW_CLASSES: fewer classes of characters than `classes`
 * @ECPA_PASSWORD_CHARACTERS: a blank, or something that is not in ASCII
 *
 * Which rules of an #EcpaPasswordPolicy a password breaks, as far as the password alone tells.
 */
typedef enum
{
  ECPA_PASSWORD_TOO_SHORT = 1 << 0,
  ECPA_PASSWORD_TOO_LONG = 1 << 1,
  ECPA_PASSWORD_FEW_CLASSES = 1 << 2,
  ECPA_PASSWORD_CHARACTERS = 1 << 3,
} EcpaPasswordFaults;

/**
 * EcpaPasswordStrength:
 * @ECPA_PASSWORD_WEAK: 弱
 * @ECPA_PASSWORD_FAIR: 中
 * @ECPA_PASSWORD_GOOD: 中強
 * @ECPA_PASSWORD_STRONG: 強: lower case, upper case, digits and other characters, at least 8 (features.md N1)
 *
 * How hard a password is to guess.
 */
typedef enum
{
  ECPA_PASSWORD_WEAK,
  ECPA_PASSWORD_FAIR,
  ECPA_PASSWORD_GOOD,
  ECPA_PASSWORD_STRONG,
} EcpaPasswordStrength;

EcpaPasswordFaults   ecpa_password_policy_check    (EcpaPasswordPolicy *self,
                                                    EcpaSecret         *password);
const char          *ecpa_password_faults_get_rule (EcpaPasswordFaults  faults);
EcpaPasswordStrength ecpa_password_get_strength    (EcpaSecret         *password);

G_END_DECLS
