/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-fault-words.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
ends_a_sentence (const char *text)
{
  return g_str_has_suffix (text, ".");
}

/* Tests -------------------------------------------------------------------- */

static void
test_every_code_has_words (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = ECPA_FAULT_NONE + 1; code <= ECPA_FAULT_INTERNAL; code++)
    {
      const EcpaFaultWords *words = ecpa_fault_words ((EcpaFaultCode) code);

      g_test_message ("code %d: %s", code, words->title);
      g_assert_cmpstr (words->title, !=, "");
      g_assert_false (ends_a_sentence (words->title));
      g_assert_true (ends_a_sentence (words->advice));
      g_assert_true ((words->action == ECPA_FAULT_ACTION_NONE) == (words->button == NULL));
      if (words->button != NULL)
        g_assert_nonnull (strchr (words->button, '_'));

      /* a row left out would answer with the words of another */
      g_assert_true (g_hash_table_add (titles, (gpointer) words->title));
    }
}

static void
test_none_is_silent (void)
{
  const EcpaFaultWords *words = ecpa_fault_words (ECPA_FAULT_NONE);

  g_assert_cmpstr (words->title, ==, "");
  g_assert_cmpstr (words->advice, ==, "");
  g_assert_null (words->button);
}

static void
test_unknown_code (void)
{
  g_assert_cmpstr (ecpa_fault_words ((EcpaFaultCode) 4711)->title, ==,
                   ecpa_fault_words (ECPA_FAULT_INTERNAL)->title);
}

static void
test_tries (void)
{
  EcpaFault fault = { ECPA_FAULT_WRONG_PASSWORD, 2, -1, NULL, NULL, NULL };
  g_autofree char *many = ecpa_fault_describe (&fault);
  g_autofree char *one = NULL;
  g_autofree char *unknown = NULL;

  fault.tries_left = 1;
  one = ecpa_fault_describe (&fault);
  fault.tries_left = -1;
  unknown = ecpa_fault_describe (&fault);

  g_assert_true (g_str_has_suffix (many, " 2 tries are left before this card is stopped."));
  g_assert_true (g_str_has_suffix (one, " 1 try is left before this card is stopped."));
  g_assert_cmpstr (unknown, ==, ecpa_fault_words (ECPA_FAULT_WRONG_PASSWORD)->advice);
}

static void
test_wait (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) earlier = g_date_time_add_seconds (now, -500);
  g_autoptr (GDateTime) long_ago = g_date_time_add_seconds (now, -5000);
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 5000);
  EcpaFault fault = { ECPA_FAULT_STOPPED, -1, 600, NULL, NULL, NULL };

  g_assert_cmpint (ecpa_fault_get_seconds (&fault), ==, 600);

  fault.when = earlier;
  g_assert_cmpint (ecpa_fault_get_seconds (&fault), >, 90);
  g_assert_cmpint (ecpa_fault_get_seconds (&fault), <=, 100);

  fault.when = long_ago;
  g_assert_cmpint (ecpa_fault_get_seconds (&fault), ==, 0);

  /* a clock that was put back does not make the wait longer than the backend said */
  fault.when = later;
  g_assert_cmpint (ecpa_fault_get_seconds (&fault), ==, 600);

  fault.retry_after = -1;
  g_assert_cmpint (ecpa_fault_get_seconds (&fault), ==, -1);
}

static void
test_wait_in_words (void)
{
  static const struct { int seconds; const char *words; } cases[] = {
    { -1, NULL },
    { 0, "You can try again now." },
    { 1, "You can try again in 1 second." },
    { 59, "You can try again in 59 seconds." },
    { 60, "You can try again in 1 min 00 s." },
    { 545, "You can try again in 9 min 05 s." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = ecpa_fault_describe_wait (cases[i].seconds);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/widgets/fault-words/every-code", test_every_code_has_words);
  g_test_add_func ("/ui/widgets/fault-words/none", test_none_is_silent);
  g_test_add_func ("/ui/widgets/fault-words/unknown-code", test_unknown_code);
  g_test_add_func ("/ui/widgets/fault-words/tries", test_tries);
  g_test_add_func ("/ui/widgets/fault-words/wait", test_wait);
  g_test_add_func ("/ui/widgets/fault-words/wait-in-words", test_wait_in_words);

  return g_test_run ();
}
