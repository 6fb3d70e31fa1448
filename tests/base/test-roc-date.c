/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-roc-date.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_is (const GDate *date,
           int          year,
           int          month,
           int          day)
{
  g_assert_true (g_date_valid (date));
  g_assert_cmpint (g_date_get_year (date), ==, year);
  g_assert_cmpint (g_date_get_month (date), ==, month);
  g_assert_cmpint (g_date_get_day (date), ==, day);
}

static GDateTime *
moment (const char *text)
{
  GDateTime *time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);

  return time;
}

/* Tests -------------------------------------------------------------------- */

static void
test_format (void)
{
  static const struct { int year; int month; int day; const char *text[3]; } cases[] = {
    { 2026, 8, 3, { "115/08/03", "115年8月3日", "中華民國115年8月3日" } },
    { 2010, 12, 31, { "099/12/31", "99年12月31日", "中華民國99年12月31日" } },
    { 1912, 1, 1, { "001/01/01", "1年1月1日", "中華民國1年1月1日" } },
    { 1911, 10, 10, { "-01/10/10", "民國前1年10月10日", "民國前1年10月10日" } },
    { 1900, 2, 28, { "-12/02/28", "民國前12年2月28日", "民國前12年2月28日" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (EcpaRocStyle style = ECPA_ROC_SHORT; style <= ECPA_ROC_FULL; style++)
      {
        g_autofree char *text = NULL;
        GDate date;

        g_date_clear (&date, 1);
        g_date_set_dmy (&date, cases[i].day, cases[i].month, cases[i].year);
        text = ecpa_roc_date_format (&date, style);
        g_assert_cmpstr (text, ==, cases[i].text[style]);
      }
}

/* The tests run with TZ=Asia/Taipei. */
static void
test_time (void)
{
  static const struct { const char *wire; const char *expected; } cases[] = {
    { "2026-08-03T01:02:03Z", "115/08/03 09:02" },
    { "2026-12-31T16:00:00Z", "116/01/01 00:00" },
    { "2026-12-31T15:59:59Z", "115/12/31 23:59" },
    { "2026-08-03T09:02:00+08:00", "115/08/03 09:02" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) time = moment (cases[i].wire);
      g_autofree char *text = ecpa_roc_date_format_time (time);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_from_time (void)
{
  g_autoptr (GDateTime) late = moment ("2026-02-28T16:30:00Z");
  GDate date;

  ecpa_roc_date_from_time (late, &date);
  assert_is (&date, 2026, 3, 1);
}

static void
test_parse_7 (void)
{
  static const char *const wrong[] = {
    "", "115080", "11508033", "0000000", "0000101", "1151301", "1150001", "1150100", "1150132",
    "1150229", "115 801", "-150801", "115080a", "１15080",
  };
  GDate date;

  g_assert_true (ecpa_roc_date_parse_7 ("1150803", &date));
  assert_is (&date, 2026, 8, 3);
  g_assert_true (ecpa_roc_date_parse_7 ("0010101", &date));
  assert_is (&date, 1912, 1, 1);
  g_assert_true (ecpa_roc_date_parse_7 ("1130229", &date));
  assert_is (&date, 2024, 2, 29);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("'%s'", wrong[i]);
      g_assert_false (ecpa_roc_date_parse_7 (wrong[i], &date));
      g_assert_false (g_date_valid (&date));
    }
}

static void
test_parse_iso (void)
{
  static const char *const wrong[] = {
    "", "2026-8-3", "2026-08-03T", "2026-08-3 ", "20260803", "2026/08/03", "2026-13-01",
    "2026-00-10", "2026-02-29", "2026-02-00", "0000-01-01", "-026-01-01", "2026--1-03",
    "2026-01--3", "2026-1-003", "202-010-03", "----------", "2026-01-0x",
  };
  GDate date;

  g_assert_true (ecpa_date_parse_iso ("2026-08-03", &date));
  assert_is (&date, 2026, 8, 3);
  g_assert_true (ecpa_date_parse_iso ("2024-02-29", &date));
  assert_is (&date, 2024, 2, 29);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("'%s'", wrong[i]);
      g_assert_false (ecpa_date_parse_iso (wrong[i], &date));
      g_assert_false (g_date_valid (&date));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/roc-date/format", test_format);
  g_test_add_func ("/base/roc-date/time", test_time);
  g_test_add_func ("/base/roc-date/from-time", test_from_time);
  g_test_add_func ("/base/roc-date/parse-7", test_parse_7);
  g_test_add_func ("/base/roc-date/parse-iso", test_parse_iso);

  return g_test_run ();
}
