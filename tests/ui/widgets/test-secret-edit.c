/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret-edit.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_edit (EcpaSecretEdit *edit,
             const char     *text,
             guint           anchor,
             guint           caret)
{
  g_assert_cmpstr (ecpa_secret_peek (edit->secret, NULL), ==, text);
  g_assert_cmpuint (edit->anchor, ==, anchor);
  g_assert_cmpuint (edit->caret, ==, caret);
}

static gboolean
insert (EcpaSecretEdit *edit,
        const char     *text)
{
  return ecpa_secret_edit_insert (edit, text, strlen (text));
}

/* Tests -------------------------------------------------------------------- */

static void
test_typing (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new ();
  EcpaSecretEdit edit = { secret };

  g_assert_true (insert (&edit, "a"));
  g_assert_true (insert (&edit, "c"));
  ecpa_secret_edit_move (&edit, ECPA_SECRET_BACKWARD, FALSE);
  g_assert_true (insert (&edit, "é密"));
  assert_edit (&edit, "aé密c", 3, 3);

  g_assert_true (ecpa_secret_edit_delete (&edit, ECPA_SECRET_BACKWARD));
  assert_edit (&edit, "aéc", 2, 2);
  g_assert_true (ecpa_secret_edit_delete (&edit, ECPA_SECRET_FORWARD));
  assert_edit (&edit, "aé", 2, 2);
  g_assert_false (ecpa_secret_edit_delete (&edit, ECPA_SECRET_FORWARD));
  g_assert_true (ecpa_secret_edit_delete (&edit, ECPA_SECRET_TO_START));
  assert_edit (&edit, "", 0, 0);
  g_assert_false (ecpa_secret_edit_delete (&edit, ECPA_SECRET_BACKWARD));
}

static void
test_moving (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("abcdef", -1);
  EcpaSecretEdit edit = { secret };

  ecpa_secret_edit_move (&edit, ECPA_SECRET_BACKWARD, FALSE);
  assert_edit (&edit, "abcdef", 0, 0);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_TO_END, FALSE);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_FORWARD, FALSE);
  assert_edit (&edit, "abcdef", 6, 6);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_BACKWARD, TRUE);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_BACKWARD, TRUE);
  assert_edit (&edit, "abcdef", 6, 4);

  /* the first step without shift only lets the selection go */
  ecpa_secret_edit_move (&edit, ECPA_SECRET_BACKWARD, FALSE);
  assert_edit (&edit, "abcdef", 4, 4);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_TO_START, TRUE);
  ecpa_secret_edit_move (&edit, ECPA_SECRET_FORWARD, FALSE);
  assert_edit (&edit, "abcdef", 4, 4);
  ecpa_secret_edit_place (&edit, 77, FALSE);
  assert_edit (&edit, "abcdef", 6, 6);
}

static void
test_selection (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("abcdef", -1);
  EcpaSecretEdit edit = { secret, 1, 4, 0 };

  g_assert_true (insert (&edit, "X"));
  assert_edit (&edit, "aXef", 2, 2);
  ecpa_secret_edit_select_all (&edit);
  assert_edit (&edit, "aXef", 0, 4);
  g_assert_true (ecpa_secret_edit_delete (&edit, ECPA_SECRET_BACKWARD));
  assert_edit (&edit, "", 0, 0);
}

static void
test_refusals (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("abcd", -1);
  EcpaSecretEdit edit = { secret, 4, 4, 6 };
  g_autofree char *long_text = g_strnfill (ECPA_SECRET_MAX_BYTES, 'x');

  /* nothing is cut off: it goes in as it is, or not at all */
  g_assert_false (insert (&edit, "efg"));
  assert_edit (&edit, "abcd", 4, 4);
  g_assert_true (insert (&edit, "ef"));

  /* what is selected makes room */
  ecpa_secret_edit_select_all (&edit);
  g_assert_true (insert (&edit, "123456"));
  g_assert_false (ecpa_secret_edit_insert (&edit, "\xff", 1));
  g_assert_false (insert (&edit, ""));
  edit.max_length = 0;
  g_assert_false (insert (&edit, long_text));
  assert_edit (&edit, "123456", 6, 6);
}

static void
test_clearing (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("abcd", -1);
  EcpaSecretEdit edit = { secret, 2, 1, 0 };

  g_assert_true (ecpa_secret_edit_clear (&edit));
  assert_edit (&edit, "", 0, 0);
  g_assert_false (ecpa_secret_edit_clear (&edit));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/widgets/secret-edit/typing", test_typing);
  g_test_add_func ("/ui/widgets/secret-edit/moving", test_moving);
  g_test_add_func ("/ui/widgets/secret-edit/selection", test_selection);
  g_test_add_func ("/ui/widgets/secret-edit/refusals", test_refusals);
  g_test_add_func ("/ui/widgets/secret-edit/clearing", test_clearing);

  return g_test_run ();
}
