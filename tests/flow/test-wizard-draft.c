/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test.h"
#include "ecpa-wizard-draft.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
count_cb (EcpaWizardDraft *draft,
          const char      *name,
          guint           *n)
{
  ++*n;
}

static void
forget_keys_cb (EcpaWizardDraft *draft)
{
  ecpa_wizard_draft_forget_own (draft, ".key-");
}

/* What a later run would have. */
static EcpaWizardDraft *
keep_and_take (EcpaWizardDraft *draft)
{
  g_autoptr (GVariant) fields = ecpa_wizard_draft_dup_fields (draft);
  EcpaWizardDraft *later = ecpa_wizard_draft_new ();

  ecpa_wizard_draft_take_fields (later, fields);

  return later;
}

/* Tests -------------------------------------------------------------------- */

/* What was only given is neither typed nor kept. */
static void
test_given (void)
{
  g_autoptr (EcpaWizardDraft) draft = ecpa_wizard_draft_new ();
  g_autoptr (GVariant) fields = NULL;

  ecpa_wizard_draft_give (draft, "mail", "a@mail.example");
  g_assert_cmpstr (ecpa_wizard_draft_get (draft, "mail"), ==, "a@mail.example");
  g_assert_true (ecpa_wizard_draft_is_empty (draft));
  ecpa_wizard_draft_set (draft, "mail", "b@mail.example");
  g_assert_false (ecpa_wizard_draft_is_empty (draft));
  ecpa_wizard_draft_set (draft, "mail", "a@mail.example");
  g_assert_true (ecpa_wizard_draft_is_empty (draft));
  fields = ecpa_wizard_draft_dup_fields (draft);
  g_assert_cmpuint (g_variant_n_children (fields), ==, 0);
}

/* A later run is given it anew: what was changed stays changed, emptied included; the rest is as it is by then. */
static void
test_given_again (void)
{
  g_autoptr (EcpaWizardDraft) draft = ecpa_wizard_draft_new ();
  g_autoptr (EcpaWizardDraft) later = NULL;

  ecpa_wizard_draft_give (draft, "mail", "a@mail.example");
  ecpa_wizard_draft_give (draft, "mobile", "0900000001");
  ecpa_wizard_draft_give (draft, "telephone", "02-00000052");
  ecpa_wizard_draft_set (draft, "mail", "b@mail.example");
  ecpa_wizard_draft_set (draft, "telephone", "");

  later = keep_and_take (draft);
  g_assert_cmpstr (ecpa_wizard_draft_get (later, "mobile"), ==, "");
  ecpa_wizard_draft_give (later, "mail", "a@mail.example");
  ecpa_wizard_draft_give (later, "mobile", "0900000002");
  ecpa_wizard_draft_give (later, "telephone", "02-00000052");
  g_assert_cmpstr (ecpa_wizard_draft_get (later, "mail"), ==, "b@mail.example");
  g_assert_cmpstr (ecpa_wizard_draft_get (later, "mobile"), ==, "0900000002");
  g_assert_cmpstr (ecpa_wizard_draft_get (later, "telephone"), ==, "");
}

/* A password is neither kept nor asked about. */
static void
test_secret (void)
{
  g_autoptr (EcpaWizardDraft) draft = ecpa_wizard_draft_new ();
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("Meihui-302", -1);

  ecpa_wizard_draft_set_secret (draft, "password", password);
  g_assert_true (ecpa_wizard_draft_is_empty (draft));
  ecpa_wizard_draft_set (draft, ".key-mail", "key");
  g_assert_true (ecpa_wizard_draft_is_empty (draft));
  ecpa_wizard_draft_set (draft, "mail", "a@mail.example");
  g_assert_false (ecpa_wizard_draft_is_empty (draft));
}

/* Only what changes is told. */
static void
test_told (void)
{
  g_autoptr (EcpaWizardDraft) draft = ecpa_wizard_draft_new ();
  guint n = 0;

  g_signal_connect (draft, "changed::mail", G_CALLBACK (count_cb), &n);
  ecpa_wizard_draft_give (draft, "mail", "a@mail.example");
  g_assert_cmpuint (n, ==, 1);
  ecpa_wizard_draft_set (draft, "mail", "b@mail.example");
  g_assert_cmpuint (n, ==, 2);
  ecpa_wizard_draft_give (draft, "mail", "b@mail.example");
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (ecpa_wizard_draft_is_empty (draft));
}

/* The flow forgets keys with each field that changes: they come after the fields. */
static void
test_own_last (void)
{
  g_autoptr (EcpaWizardDraft) draft = ecpa_wizard_draft_new ();
  g_autoptr (EcpaWizardDraft) later = ecpa_wizard_draft_new ();
  g_autoptr (GVariant) fields = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *own = g_strdup_printf (".key-%u", i);

      ecpa_wizard_draft_set (draft, own, "key");
      ecpa_wizard_draft_set (draft, own + 1, "typed");
    }
  fields = ecpa_wizard_draft_dup_fields (draft);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *signal = g_strdup_printf ("changed::key-%u", i);

      g_signal_connect (later, signal, G_CALLBACK (forget_keys_cb), NULL);
    }
  ecpa_wizard_draft_take_fields (later, fields);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *own = g_strdup_printf (".key-%u", i);

      g_assert_cmpstr (ecpa_wizard_draft_get (later, own), ==, "key");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/wizard-draft/given", test_given);
  g_test_add_func ("/flow/wizard-draft/given-again", test_given_again);
  g_test_add_func ("/flow/wizard-draft/secret", test_secret);
  g_test_add_func ("/flow/wizard-draft/told", test_told);
  g_test_add_func ("/flow/wizard-draft/own-last", test_own_last);

  return g_test_run ();
}
