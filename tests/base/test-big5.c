/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-big5.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       length;
  const char *expected;
  gboolean    complete;
} Big5Case;

static const Big5Case cases[] = {
  { "empty", "", 0, "", TRUE },
  { "nul-padding", "\xa4\xfd\xa4\x70\xa9\xfa\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20, "王小明", TRUE },
  { "space-padding", "\xa4\xfd\xa4\x70\xa9\xfa              ", 20, "王小明", TRUE },
  { "wide-padding", "\xa4\xfd\xa4\x70\xa9\xfa\xa1\x40\xa1\x40\xa1\x40", 12, "王小明", TRUE },
  { "mixed-padding", "\xa4\xfd\xa9\xfa\xa1\x40 \xa1\x40  \0\0", 12, "王明", TRUE },
  { "only-blanks", "    \xa1\x40\xa1\x40  \0\0", 12, "", TRUE },
  { "only-nul", "\0\0\0\0", 4, "", TRUE },
  { "after-nul", "\xa4\xfd\0\xa9\xfa", 5, "王", TRUE },
  { "blank-inside", "\xa4\xfd\xa1\x40\xa9\xfa", 6, "王　明", TRUE },
  { "romanised", "CHEN MEI-LING\0\0\0\0\0\0\0", 20, "CHEN MEI-LING", TRUE },
  { "full-field", "\xa4\xfd\xa4\x70\xa9\xfa\xa4\xfd\xa4\x70\xa9\xfa\xa4\xfd\xa4\x70\xa9\xfa\xa4\xfd", 20,
    "王小明王小明王小明王", TRUE },
  { "eten", "\xf9\xd6\xf9\xdc", 4, "碁嫺", TRUE },
  { "user-defined", "\xb3\xaf\xfb\x69\xfb\x46", 6, "陳〓〓", FALSE },
  { "user-defined-low", "\x88\x62", 2, "〓", FALSE },
  { "euro", "\xa3\xe1", 2, "€", TRUE },
  { "private-use", "\xb3\xaf\x81\x40\xa9\xfa", 6, "陳〓明", FALSE },
  { "lead-at-end", "\xa4\xfd\xa4", 3, "王〓", FALSE },
  { "lead-then-nul", "\xa4\xfd\xa4\0\0", 5, "王〓", FALSE },
  { "lead-then-ascii", "\xa4\x20\xa4\xfd", 4, "〓 王", FALSE },
  { "bad-bytes", "\x80\xff\xa4\xfd", 4, "〓〓王", FALSE },
  { "ascii-trail", "\xb3\x5c", 2, "許", TRUE },
  { "control", "A\x01\x1b\tB", 5, "AB", TRUE },
};

static void
test_case (gconstpointer data)
{
  const Big5Case *test = data;
  gboolean complete = !test->complete;
  g_autofree char *text = ecpa_big5_to_utf8 ((const guint8 *) test->bytes, test->length,
                                             &complete);
  g_autofree char *again = ecpa_big5_to_utf8 ((const guint8 *) test->bytes, test->length,
                                              NULL);

  g_assert_cmpstr (text, ==, test->expected);
  g_assert_cmpstr (again, ==, test->expected);
  g_assert_true (complete == test->complete);
}

/* Whatever a card sends comes out as valid UTF-8 without control characters. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      guint8 field[20];
      g_autofree char *text = NULL;

      for (gsize i = 0; i < sizeof field; i++)
        field[i] = (guint8) g_test_rand_int_range (0, 256);
      text = ecpa_big5_to_utf8 (field, sizeof field, NULL);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      for (const char *p = text; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
    }
}

/* Every pair of the standard plane reads as one known character. */
static void
test_plane (void)
{
  for (guint lead = 0xa4; lead <= 0xc5; lead++)
    for (guint trail = 0x40; trail <= 0xfe; trail++)
      {
        const guint8 pair[] = { (guint8) lead, (guint8) trail };
        g_autofree char *text = NULL;
        gboolean complete = FALSE;

        if (trail > 0x7e && trail < 0xa1)
          continue;
        text = ecpa_big5_to_utf8 (pair, sizeof pair, &complete);
        g_assert_true (complete);
        g_assert_cmpint (g_utf8_strlen (text, -1), ==, 1);
      }
}

/* No pair of the user-defined ranges reads as a character, whatever BIG5-HKSCS has there. */
static void
test_user_defined (void)
{
  static const guint16 ranges[][2] = { { 0x8140, 0x8dfe }, { 0x8e40, 0xa0fe }, { 0xc6a1, 0xc8fe }, { 0xfa40, 0xfefe } };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint code = ranges[i][0]; code <= ranges[i][1]; code++)
      {
        const guint8 pair[] = { (guint8) (code >> 8), (guint8) code };
        g_autofree char *text = NULL;
        gboolean complete = TRUE;

        if (pair[1] < 0x40 || pair[1] == 0xff || (pair[1] > 0x7e && pair[1] < 0xa1))
          continue;
        text = ecpa_big5_to_utf8 (pair, sizeof pair, &complete);
        g_assert_cmpstr (text, ==, ECPA_BIG5_UNKNOWN);
        g_assert_false (complete);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/base/big5/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/base/big5/random", test_random);
  g_test_add_func ("/base/big5/plane", test_plane);
  g_test_add_func ("/base/big5/ranges", test_user_defined);

  return g_test_run ();
}
