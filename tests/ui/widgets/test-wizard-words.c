/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-plan.h"
#include "ecpa-wizard-words.h"

/* Each wizard and each step is called something, and the handbook is about each. */
static void
test_complete (void)
{
  const EcpaWizardPlan *plan;
  guint n = 0;

  for (; (plan = ecpa_wizard_plan_nth (n)) != NULL; n++)
    {
      const EcpaWizardWords *words = ecpa_wizard_words (plan->kind);
      g_autofree char *page = NULL;

      g_test_message ("%s", plan->kind);
      g_assert_nonnull (words);
      page = g_strdup_printf ("%s/help/C/%s.page", g_getenv ("ECPA_SOURCE_ROOT"), words->topic);
      g_assert_true (g_file_test (page, G_FILE_TEST_EXISTS));
      for (guint i = 0; i < plan->n_steps; i++)
        {
          const EcpaWizardStepWords *step = ecpa_wizard_step_words (plan->steps[i].id);

          g_assert_nonnull (step);
          g_assert_true (step->type == NULL || step->type () != G_TYPE_INVALID);
          /* what cannot be taken back looks so */
          g_assert_true (step->destructive == (g_str_equal (plan->kind, "cancellation") && i == plan->n_steps - 1));
        }
    }
  g_assert_cmpuint (n, >=, 11);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/wizard-words/complete", test_complete);

  return g_test_run ();
}
