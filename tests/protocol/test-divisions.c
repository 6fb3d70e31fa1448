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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/divisions/counts", test_counts);
  g_test_add_func ("/protocol/divisions/has", test_has);
  g_test_add_func ("/protocol/divisions/fold", test_fold);

  return g_test_run ();
}
