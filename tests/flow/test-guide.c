/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-guide.h"
#include "ecpa-wizard-plan.h"

/* What the guide to the first sign-in (N9) decides: by what a person holds and how things stand with their card. */

typedef struct
{
  const char *holds;
  const char *card_state;
  const char *next;
  const char *after_next;       /* what is missing once that is done; NULL where that is the sign-in itself */
} Row;

static const Row rows[] = {
  { ECPA_GUIDE_CARD, "none", "registration", ECPA_GUIDE_SIGN_IN },
  { ECPA_GUIDE_CARD, "cancelled", "registration", ECPA_GUIDE_SIGN_IN },
  { ECPA_GUIDE_CARD, "unverified", "verification", ECPA_GUIDE_SIGN_IN },
  { ECPA_GUIDE_CARD, "stopped", "forgotten", ECPA_GUIDE_SIGN_IN },
  { ECPA_GUIDE_CARD, "verified", ECPA_GUIDE_SIGN_IN, NULL },
  { ECPA_GUIDE_CARD, "of next year", ECPA_GUIDE_SIGN_IN, NULL },
  { ECPA_GUIDE_CARD, NULL, ECPA_GUIDE_SIGN_IN, NULL },
  { ECPA_GUIDE_NEW_ACCOUNT, "none", "registration", "activation" },
  { ECPA_GUIDE_NEW_ACCOUNT, "cancelled", "registration", "activation" },
  { ECPA_GUIDE_NEW_ACCOUNT, "unverified", "verification", "activation" },
  { ECPA_GUIDE_NEW_ACCOUNT, "stopped", "forgotten", "activation" },
  { ECPA_GUIDE_NEW_ACCOUNT, "verified", "activation", ECPA_GUIDE_SIGN_IN_BY_ACCOUNT },
  { ECPA_GUIDE_ACCOUNT, NULL, ECPA_GUIDE_SIGN_IN_BY_ACCOUNT, NULL },
  { ECPA_GUIDE_ACCOUNT, "none", ECPA_GUIDE_SIGN_IN_BY_ACCOUNT, NULL },
  { ECPA_GUIDE_NOTHING, NULL, ECPA_GUIDE_NOWHERE, NULL },
  { NULL, "verified", ECPA_GUIDE_SIGN_IN, NULL },
};

static void
test_decisions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (ecpa_guide_next (rows[i].holds, rows[i].card_state), ==, rows[i].next);
      if (rows[i].after_next == NULL)
        continue;
      g_assert_cmpstr (ecpa_guide_after (rows[i].holds, rows[i].next), ==, rows[i].after_next);
      /* What is said to be missing exists. */
      g_assert_nonnull (ecpa_wizard_plan_find (rows[i].next));
    }
}

/* However things stand, the guide comes to an end: at most two wizards, then the sign-in. */
static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *next = ecpa_guide_next (rows[i].holds, rows[i].card_state);
      guint n = 0;

      for (; ecpa_wizard_plan_find (next) != NULL; n++)
        next = ecpa_guide_after (rows[i].holds, next);
      g_assert_cmpuint (n, <=, 2);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/flow/guide/decisions", test_decisions);
  g_test_add_func ("/flow/guide/ends", test_ends);

  return g_test_run ();
}
