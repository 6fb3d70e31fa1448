/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-password-policy.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char           *password;
  const char           *account; /* the rule that is told; NULL where it is good */
  const char           *registration;
  EcpaPasswordStrength  strength;
} Row;

static const Row rows[] = {
  { "", "min_length", "min_length", ECPA_PASSWORD_WEAK },
  { "aB3$", "min_length", "min_length", ECPA_PASSWORD_WEAK },
  { "aB3$5", "min_length", "min_length", ECPA_PASSWORD_WEAK },
  { "abcdef", "min_length", NULL, ECPA_PASSWORD_WEAK },
  { "abcdefgh", "classes", NULL, ECPA_PASSWORD_WEAK },
  { "abcde1", "min_length", NULL, ECPA_PASSWORD_FAIR },
  { "abcdefg1", "classes", NULL, ECPA_PASSWORD_FAIR },
  { "Abcde1", "min_length", NULL, ECPA_PASSWORD_FAIR },
  { "Abcdefg1", NULL, NULL, ECPA_PASSWORD_GOOD },
  { "aB3$567", "min_length", NULL, ECPA_PASSWORD_GOOD },
  { "aB3$5678", NULL, NULL, ECPA_PASSWORD_STRONG },
  { "aB3$56789012", NULL, NULL, ECPA_PASSWORD_STRONG },
  { "aB3$567890123", NULL, "max_length", ECPA_PASSWORD_STRONG },
  { "aB3$ 5678", "characters", "characters", ECPA_PASSWORD_STRONG },
  { "aB3$567密", "characters", "characters", ECPA_PASSWORD_STRONG },
};

/* Tests -------------------------------------------------------------------- */

static void
test_rules (void)
{
  g_autoptr (EcpaPasswordPolicy) account =
    g_object_new (ECPA_TYPE_PASSWORD_POLICY, "min-length", (gint64) 8, "max-length", (gint64) 64, "classes", (gint64) 3, NULL);
  g_autoptr (EcpaPasswordPolicy) registration =
    g_object_new (ECPA_TYPE_PASSWORD_POLICY, "min-length", (gint64) 6, "max-length", (gint64) 12, "classes", (gint64) 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text (rows[i].password, -1);

      g_test_message ("%s", rows[i].password);
      g_assert_cmpstr (ecpa_password_faults_get_rule (ecpa_password_policy_check (account, password)), ==, rows[i].account);
      g_assert_cmpstr (ecpa_password_faults_get_rule (ecpa_password_policy_check (registration, password)), ==,
                       rows[i].registration);
      g_assert_cmpint (ecpa_password_get_strength (password), ==, rows[i].strength);
    }
}

/* More than one rule at a time can be shown as broken. */
static void
test_all_faults (void)
{
  g_autoptr (EcpaPasswordPolicy) policy =
    g_object_new (ECPA_TYPE_PASSWORD_POLICY, "min-length", (gint64) 8, "max-length", (gint64) 64, "classes", (gint64) 3, NULL);
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("a b", -1);

  g_assert_cmpint (ecpa_password_policy_check (policy, password), ==,
                   ECPA_PASSWORD_TOO_SHORT | ECPA_PASSWORD_FEW_CLASSES | ECPA_PASSWORD_CHARACTERS);
  g_assert_null (ecpa_password_faults_get_rule (0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/password/rules", test_rules);
  g_test_add_func ("/protocol/password/all-faults", test_all_faults);

  return g_test_run ();
}
