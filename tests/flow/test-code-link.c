/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-code-link.h"

#include <string.h>

#define CODE "K7QF-3M9T-XW2R"

static const struct
{
  const char *uri;
  gboolean    training;
  const char *wizard; /* "" for none */
  int         fault;  /* -1 for none */
} links[] = {
  { "ecpa:verify#" CODE, FALSE, "verification", -1 },
  { "ecpa:reset#" CODE, FALSE, "forgotten", -1 },
  { "ecpa-training:verify#" CODE, TRUE, "verification", -1 },
  { "ecpa-training:reset#" CODE, TRUE, "forgotten", -1 },
  { "ECPA:verify#k7qf3m9txw2r", FALSE, "verification", -1 },
  { "ecpa://verify#" CODE, FALSE, "verification", -1 },
  { "ecpa://verify/#" CODE, FALSE, "verification", -1 },
  { "ecpa:", FALSE, "", -1 },
  { "ecpa://", FALSE, "", -1 },
  { "ecpa-training:", TRUE, "", -1 },
  { "ecpa-training:verify#" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_TRAINING },
  { "ecpa:verify#" CODE, TRUE, NULL, ECPA_CODE_LINK_ERROR_REAL },
  { "ecpa:verify", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#K7QF-3M9T-XW2", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#" CODE "A", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#K7QF-3M9T-XW2U", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#K7QF 3M9T XW2R", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify#%4B7QF-3M9T-XW2R", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify?code=" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verification#" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:other#" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "ecpa:verify##" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "http://verify#" CODE, FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
  { "", FALSE, NULL, ECPA_CODE_LINK_ERROR_MALFORMED },
};

static void
test_links (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      const char *wizard = "before";
      EcpaSecret *code = NULL;
      g_autoptr (GError) error = NULL;
      gboolean fine = ecpa_code_link_parse (links[i].uri, links[i].training, &wizard, &code, &error);

      g_test_message ("%s", links[i].uri);
      g_assert_cmpint (fine, ==, links[i].fault < 0);
      if (links[i].fault >= 0)
        {
          g_assert_error (error, ECPA_CODE_LINK_ERROR, links[i].fault);
          g_assert_null (strstr (error->message, "K7QF"));
        }
      if (links[i].wizard != NULL && *links[i].wizard != '\0')
        {
          g_assert_cmpstr (wizard, ==, links[i].wizard);
          g_assert_cmpstr (ecpa_secret_peek (code, NULL), ==, CODE);
          ecpa_secret_unref (code);
        }
      else
        {
          g_assert_null (wizard);
          g_assert_null (code);
        }
    }
}

/* Anything may be handed to the application. */
static void
test_noise (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      static const char letters[] = "ecpa:-training/verifyreset#K7QF3M9T%U\n ?&";
      g_autoptr (GString) uri = g_string_new (g_test_rand_bit () ? "ecpa:" : "ecpa-training:verify#");
      const char *wizard;
      EcpaSecret *code;

      for (gint32 n = g_test_rand_int_range (0, 24); n > 0; n--)
        g_string_append_c (uri, letters[g_test_rand_int_range (0, sizeof letters - 1)]);
      if (ecpa_code_link_parse (uri->str, g_test_rand_bit (), &wizard, &code, NULL) && code != NULL)
        {
          g_assert_cmpuint (ecpa_secret_get_n_chars (code), ==, 14);
          ecpa_secret_unref (code);
        }
    }
}

static void
test_page (void)
{
  g_autofree char *link = ecpa_code_link_from_page ("https://127.0.0.1:40123/m/reset#" CODE);

  g_assert_cmpstr (link, ==, "ecpa-training:reset#" CODE);
  g_assert_null (ecpa_code_link_from_page ("http://127.0.0.1/m/reset#" CODE));
  g_assert_null (ecpa_code_link_from_page ("https://127.0.0.1/m/reset"));
  g_assert_null (ecpa_code_link_from_page ("https://127.0.0.1/x/reset#" CODE));
  g_assert_null (ecpa_code_link_from_page ("no link"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/code-link/links", test_links);
  g_test_add_func ("/flow/code-link/noise", test_noise);
  g_test_add_func ("/flow/code-link/page", test_page);

  return g_test_run ();
}
