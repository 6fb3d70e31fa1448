/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-national-id.h"

#include <json-glib/json-glib.h>

/* Auxiliaries -------------------------------------------------------------- */

static JsonParser *
load_vectors (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "base", "id_vectors.json", NULL);
  JsonParser *parser = json_parser_new ();

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return parser;
}

static JsonArray *
member (JsonParser *parser,
        const char *name)
{
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), name);
}

static const char *
id_at (JsonArray *array,
       guint      i)
{
  return json_object_get_string_member (json_array_get_object_element (array, i), "id");
}

/* Tests -------------------------------------------------------------------- */

static void
test_valid (void)
{
  g_autoptr (JsonParser) parser = load_vectors ();
  JsonArray *valid = member (parser, "valid");

  g_assert_cmpuint (json_array_get_length (valid), >, 10);
  for (guint i = 0; i < json_array_get_length (valid); i++)
    {
      const char *id = id_at (valid, i);
      g_autofree char *same = ecpa_national_id_normalize (id);

      g_test_message ("%s", id);
      g_assert_true (ecpa_national_id_is_valid (id));
      g_assert_cmpstr (same, ==, id);
    }
}

static void
test_invalid (void)
{
  g_autoptr (JsonParser) parser = load_vectors ();
  JsonArray *invalid = member (parser, "invalid");

  g_assert_cmpuint (json_array_get_length (invalid), >, 5);
  for (guint i = 0; i < json_array_get_length (invalid); i++)
    {
      g_test_message ("%s", id_at (invalid, i));
      g_assert_false (ecpa_national_id_is_valid (id_at (invalid, i)));
    }
}

static void
test_shapes (void)
{
  static const char *const wrong[] = {
    "", "A", "1234567890", "A12345678X", "AE99990001", "A 23456789", "a123456789", "A12345678\xe7",
    "王王王1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (ecpa_national_id_is_valid (wrong[i]));
}

/* Where the weight has no factor in common with ten, no changed digit goes unnoticed. */
static void
test_check_digit (void)
{
  static const guint places[] = { 2, 6, 8, 9 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (char digit = '0'; digit <= '9'; digit++)
      {
        char id[] = "A123456789";
        gboolean same = id[places[i]] == digit;

        id[places[i]] = digit;
        g_assert_true (ecpa_national_id_is_valid (id) == same);
      }
}

/* Each letter by the value the vectors give it: L0 L1 10000000 and a check digit. */
static void
test_letters (void)
{
  g_autoptr (JsonParser) parser = load_vectors ();
  JsonObject *values = json_object_get_object_member (
    json_node_get_object (json_parser_get_root (parser)), "letter_values");
  guint seen = 0;

  for (char letter = 'A'; letter <= 'Z'; letter++)
    {
      const char name[] = { letter, '\0' };
      gint64 value = json_object_get_int_member (values, name);
      gint64 check = 10 - (value / 10 + value % 10 * 9 + 8) % 10;
      g_autofree char *good = g_strdup_printf ("%s10000000%d", name, (int) (check % 10));
      g_autofree char *bad = g_strdup_printf ("%s10000000%d", name, (int) ((check + 1) % 10));

      g_assert_true (ecpa_national_id_is_valid (good));
      g_assert_false (ecpa_national_id_is_valid (bad));
      seen++;
    }
  g_assert_cmpuint (seen, ==, json_object_get_size (values));
}

static void
test_normalize (void)
{
  static const struct { const char *typed; const char *expected; } cases[] = {
    { "a123456789", "A123456789" },
    { " A12345 6789\n", "A123456789" },
    { "Ａ１２３４５６７８９", "A123456789" },
    { "ａ123456789　", "A123456789" },
    { "", "" },
    { "王小明", "王小明" },
    { "A1\xff", "A1\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = ecpa_national_id_normalize (cases[i].typed);

      g_assert_cmpstr (id, ==, cases[i].expected);
    }
}

static void
test_mask (void)
{
  static const struct { const char *id; const char *expected; } cases[] = {
    { "A123456789", "A12****789" },
    { "AB99990003", "AB9****003" },
    { "A12345678", "**********" },
    { "", "**********" },
    { "王王王1", "**********" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = ecpa_national_id_mask (cases[i].id);

      g_assert_true (g_utf8_validate (masked, -1, NULL));
      g_assert_cmpstr (masked, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/national-id/valid", test_valid);
  g_test_add_func ("/base/national-id/invalid", test_invalid);
  g_test_add_func ("/base/national-id/shapes", test_shapes);
  g_test_add_func ("/base/national-id/check-digit", test_check_digit);
  g_test_add_func ("/base/national-id/letters", test_letters);
  g_test_add_func ("/base/national-id/normalize", test_normalize);
  g_test_add_func ("/base/national-id/mask", test_mask);

  return g_test_run ();
}
