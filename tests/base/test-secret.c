/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_holds (const EcpaSecret *secret,
              const char       *expected)
{
  gsize length = 0;
  const char *text = ecpa_secret_peek (secret, &length);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
  g_assert_cmpuint (ecpa_secret_get_n_chars (secret), ==, g_utf8_strlen (expected, -1));
  g_assert_true (ecpa_secret_is_empty (secret) == (*expected == '\0'));
}

/* Everything behind the text must be zero: a shorter secret keeps nothing of a longer one. */
static void
assert_tail_is_wiped (const EcpaSecret *secret)
{
  gsize length = 0;
  const char *text = ecpa_secret_peek (secret, &length);

  for (gsize i = length; i <= ECPA_SECRET_MAX_BYTES; i++)
    g_assert_cmpint (text[i], ==, 0);
}

/* The flags the kernel keeps for the mapping an address lies in, or NULL. */
static char *
mapping_flags (gconstpointer address)
{
  g_autofree char *smaps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  if (!g_file_get_contents ("/proc/self/smaps", &smaps, NULL, NULL))
    return NULL;

  lines = g_strsplit (smaps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guintptr from = 0;
      guintptr to = 0;

      if (sscanf (lines[i], "%lx-%lx ", &from, &to) == 2)
        inside = from <= (guintptr) address && (guintptr) address < to;
      else if (inside && g_str_has_prefix (lines[i], "VmFlags:"))
        return g_strconcat (lines[i], " ", NULL);
    }

  return NULL;
}

/* Tests -------------------------------------------------------------------- */

static void
test_new (void)
{
  g_autoptr (EcpaSecret) empty = ecpa_secret_new ();
  g_autoptr (EcpaSecret) part = ecpa_secret_new_from_text ("密碼Abc-rest", 9);
  g_autoptr (EcpaSecret) copy = ecpa_secret_copy (part);

  assert_holds (empty, "");
  assert_tail_is_wiped (empty);
  assert_holds (part, "密碼Abc");
  assert_holds (copy, "密碼Abc");
  g_assert_true (ecpa_secret_equal (part, copy));

  ecpa_secret_clear (copy);
  assert_holds (part, "密碼Abc");
}

static void
test_new_refused (void)
{
  g_autofree char *long_text = g_strnfill (ECPA_SECRET_MAX_BYTES + 1, 'x');

  g_assert_null (ecpa_secret_new_from_text ("\xff\xfe", -1));
  g_assert_null (ecpa_secret_new_from_text (long_text, -1));
}

static void
test_insert (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new ();

  g_assert_true (ecpa_secret_insert (secret, 0, "王明", -1));
  g_assert_true (ecpa_secret_insert (secret, 1, "小", -1));
  assert_holds (secret, "王小明");
  g_assert_true (ecpa_secret_insert (secret, 2, "x", -1));
  assert_holds (secret, "王小x明");
  g_assert_true (ecpa_secret_insert (secret, 0, "🔑", -1));
  assert_holds (secret, "🔑王小x明");
  g_assert_true (ecpa_secret_insert (secret, 99, "é", -1));
  assert_holds (secret, "🔑王小x明é");
  g_assert_true (ecpa_secret_insert (secret, 3, "", -1));
  g_assert_true (ecpa_secret_insert (secret, 6, "1234", 2));
  assert_holds (secret, "🔑王小x明é12");
  assert_tail_is_wiped (secret);
}

static void
test_insert_refused (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("王明", -1);
  g_autofree char *filler = g_strnfill (ECPA_SECRET_MAX_BYTES - strlen ("王明"), 'x');
  g_autofree char *full = g_strconcat ("王", filler, "明", NULL);

  g_assert_false (ecpa_secret_insert (secret, 1, "\xe5\xb0", -1));
  g_assert_false (ecpa_secret_insert (secret, 1, "小", 2));
  g_assert_false (ecpa_secret_insert (secret, 1, "a\0b", 3));
  assert_holds (secret, "王明");

  g_assert_true (ecpa_secret_insert (secret, 1, filler, -1));
  assert_holds (secret, full);
  g_assert_false (ecpa_secret_append (secret, "y", -1));
  g_assert_false (ecpa_secret_insert (secret, 0, "y", -1));
  assert_holds (secret, full);
}

static void
test_delete (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("🔑王小x明é", -1);

  ecpa_secret_delete (secret, 2, 1);
  assert_holds (secret, "🔑王x明é");
  assert_tail_is_wiped (secret);
  ecpa_secret_delete (secret, 1, 2);
  assert_holds (secret, "🔑明é");
  assert_tail_is_wiped (secret);
  ecpa_secret_delete (secret, 0, 1);
  assert_holds (secret, "明é");
  ecpa_secret_delete (secret, 1, 99);
  assert_holds (secret, "明");
  ecpa_secret_delete (secret, 1, 1);
  ecpa_secret_delete (secret, 99, 1);
  ecpa_secret_delete (secret, 0, 0);
  assert_holds (secret, "明");
  ecpa_secret_delete (secret, 0, 1);
  assert_holds (secret, "");
  assert_tail_is_wiped (secret);
}

/* Random edits against GString, so that no pair of positions is left to the author's fantasy. */
static void
test_edits (void)
{
  static const char *const pieces[] = { "a", "é", "王", "🔑", "小x", "" };
  g_autoptr (EcpaSecret) secret = ecpa_secret_new ();
  g_autoptr (GString) model = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    {
      guint n = (guint) g_utf8_strlen (model->str, -1);
      guint at = (guint) g_test_rand_int_range (0, (gint32) n + 2);
      guint from = MIN (at, n);
      const char *start = g_utf8_offset_to_pointer (model->str, from);

      if (n < 100 && g_test_rand_bit ())
        {
          const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

          g_assert_true (ecpa_secret_insert (secret, at, piece, -1));
          g_string_insert (model, start - model->str, piece);
        }
      else
        {
          guint count = (guint) g_test_rand_int_range (0, 4);
          const char *end = g_utf8_offset_to_pointer (model->str, MIN (from + count, n));

          ecpa_secret_delete (secret, at, count);
          g_string_erase (model, start - model->str, end - start);
        }
      g_assert_cmpstr (ecpa_secret_peek (secret, NULL), ==, model->str);
    }
  assert_holds (secret, model->str);
  assert_tail_is_wiped (secret);
}

static void
test_clear (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("correct horse 電池", -1);

  ecpa_secret_clear (secret);
  assert_holds (secret, "");
  assert_tail_is_wiped (secret);

  g_assert_true (ecpa_secret_append (secret, "again", -1));
  assert_holds (secret, "again");
  assert_tail_is_wiped (secret);
}

static void
test_equal (void)
{
  g_autoptr (EcpaSecret) one = ecpa_secret_new_from_text ("Pass-word1", -1);
  g_autoptr (EcpaSecret) same = ecpa_secret_new_from_text ("Pass-word1", -1);
  g_autoptr (EcpaSecret) longer = ecpa_secret_new_from_text ("Pass-word12", -1);
  g_autoptr (EcpaSecret) other = ecpa_secret_new_from_text ("Pass-word2", -1);
  g_autoptr (EcpaSecret) empty = ecpa_secret_new ();

  g_assert_true (ecpa_secret_equal (one, one));
  g_assert_true (ecpa_secret_equal (one, same));
  g_assert_false (ecpa_secret_equal (one, longer));
  g_assert_false (ecpa_secret_equal (longer, one));
  g_assert_false (ecpa_secret_equal (one, other));
  g_assert_false (ecpa_secret_equal (one, empty));
}

static void
test_refs (void)
{
  EcpaSecret *secret = ecpa_secret_new_from_text ("kept", -1);
  GValue value = G_VALUE_INIT;

  g_value_init (&value, ECPA_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  g_assert_true (g_value_get_boxed (&value) == secret);
  ecpa_secret_unref (secret);
  assert_holds (secret, "kept");
  g_value_unset (&value);
}

/* The page goes back to the system with the last reference. */
static void
test_unmapped (void)
{
  EcpaSecret *secret = ecpa_secret_new_from_text ("gone", -1);
  const void *page = secret;
  g_autofree char *before = mapping_flags (page);
  g_autofree char *after = NULL;

  if (before == NULL)
    {
      ecpa_secret_unref (secret);
      g_test_skip ("No /proc/self/smaps here");
      return;
    }

  /* dd: not in a core dump */
  g_assert_nonnull (strstr (before, " dd "));

  ecpa_secret_unref (secret);
  after = mapping_flags (page);
  g_assert_true (after == NULL || strstr (after, " dd ") == NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/secret/new", test_new);
  g_test_add_func ("/base/secret/new-refused", test_new_refused);
  g_test_add_func ("/base/secret/insert", test_insert);
  g_test_add_func ("/base/secret/insert-refused", test_insert_refused);
  g_test_add_func ("/base/secret/delete", test_delete);
  g_test_add_func ("/base/secret/edits", test_edits);
  g_test_add_func ("/base/secret/clear", test_clear);
  g_test_add_func ("/base/secret/equal", test_equal);
  g_test_add_func ("/base/secret/refs", test_refs);
  g_test_add_func ("/base/secret/unmapped", test_unmapped);

  return g_test_run ();
}
