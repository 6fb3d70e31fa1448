/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-divisions.h"

/* The whole country, as the Ministry of the Interior counts it (facts/domain.md). */
static void
test_counts (void)
{
  const char *const *counties = ecpa_divisions_get_counties ();
  guint n_towns = 0;
  guint n_villages = 0;

  for (guint i = 0; counties[i] != NULL; i++)
    {
      const char *const *towns = ecpa_divisions_get_towns (counties[i]);

      for (guint j = 0; towns[j] != NULL; j++, n_towns++)
        n_villages += g_strv_length ((char **) ecpa_divisions_get_villages (counties[i], towns[j]));
    }
  g_assert_cmpuint (g_strv_length ((char **) counties), ==, 22);
  g_assert_cmpuint (n_towns, ==, 368);
  g_assert_cmpuint (n_villages, ==, 7748);
}

static void
test_has (void)
{
  g_assert_true (ecpa_divisions_has ("臺北市", "萬華區", "糖廍里"));
  g_assert_false (ecpa_divisions_has ("臺北市", "板橋區", "公舘里"));
  g_assert_false (ecpa_divisions_has ("臺北市", "萬華區", ""));
  g_assert_null (ecpa_divisions_get_towns ("臺灣省"));
  g_assert_null (ecpa_divisions_get_villages ("臺北市", "板橋區"));
}

static void
test_fold (void)
{
  static const char *const pairs[][2] = {
    { "台北市", "臺北市" },
    { "台東縣", "臺東縣" },
    { " 臺中市 ", "台中市" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *one = ecpa_divisions_fold (pairs[i][0]);
      g_autofree char *two = ecpa_divisions_fold (pairs[i][1]);

      g_assert_cmpstr (one, ==, two);
    }
}

static void
test_neighbourhood (void)
{
  static const struct { const char *text; guint number; } rows[] = {
    { "3", 3 },           { "003", 3 },         { "３", 3 },        { "０２５", 25 },     { " 12 鄰 ", 12 },
    { "第7鄰", 7 },       { "三", 3 },          { "三鄰", 3 },      { "第十二鄰", 12 },   { "十", 10 },
    { "二十", 20 },       { "二十五鄰", 25 },   { "廿五", 25 },     { "卅", 30 },         { "一百", 100 },
    { "一百零三", 103 },  { "一〇三", 103 },    { "一百十", 110 },  { "一百二十三鄰", 123 }, { "〇〇三", 3 },
    { "九百九十九", 999 }, { "999", 999 },      { "1000", 0 },      { "99999999999999999999", 0 }, { "", 0 },
    { "0", 0 },           { "〇", 0 },          { "鄰", 0 },        { "第鄰", 0 },        { "-3", 0 },
    { "3a", 0 },          { "三3", 0 },         { "十十", 0 },      { "十百", 0 },        { "一二三四", 0 },
    { "里", 0 },          { "3 4", 34 },        { "\xff", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpuint (ecpa_neighbourhood_read (rows[i].text), ==, rows[i].number);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/divisions/counts", test_counts);
  g_test_add_func ("/protocol/divisions/has", test_has);
  g_test_add_func ("/protocol/divisions/fold", test_fold);
  g_test_add_func ("/protocol/divisions/neighbourhood", test_neighbourhood);

  return g_test_run ();
}
