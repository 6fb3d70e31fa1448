/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-problem.h"

#include <string.h>

static void
test_table (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (EcpaProblemCode code = 0; code < ECPA_N_PROBLEM_CODES; code++)
    {
      const char *name = ecpa_problem_code_get_name (code);
      guint status = ecpa_problem_code_get_status (code);
      g_autoptr (EcpaProblem) problem = ecpa_problem_new (code);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (names, (gpointer) name));
      g_assert_cmpuint (status, >=, 400);
      g_assert_cmpuint (status, <, 600);
      g_assert_cmpint (problem->status, ==, status);
      g_assert_true (g_str_has_prefix (problem->type, "urn:ecpa:problem:"));
      g_assert_true (g_str_has_suffix (problem->type, name));
      g_assert_nonnull (problem->title);
      g_assert_true (ecpa_problem_get_code (problem) == code);
    }
}

static void
test_over_the_wire (void)
{
  g_autoptr (EcpaProblem) sent = ecpa_problem_new (ECPA_PROBLEM_WRONG_PASSWORD);
  g_autoptr (EcpaProblem) got = NULL;
  g_autofree char *text = NULL;

  sent->tries_left = 2;
  text = ecpa_record_print (ECPA_RECORD (sent));
  g_assert_null (strstr (text, "retry_after"));
  got = ecpa_record_parse (ECPA_TYPE_PROBLEM, text, -1, NULL);
  g_assert_cmpint (got->tries_left, ==, 2);
  g_assert_cmpint (got->retry_after, ==, -1);
  g_assert_null (got->field);
  g_assert_true (ecpa_problem_get_code (got) == ECPA_PROBLEM_WRONG_PASSWORD);
}

/* A code of a newer backend is a fault to this side. */
static void
test_unknown_code (void)
{
  g_autoptr (EcpaProblem) got =
    ecpa_record_parse (ECPA_TYPE_PROBLEM, "{\"type\":\"t\",\"title\":\"t\",\"status\":418,\"code\":\"teapot\"}", -1, NULL);

  g_assert_nonnull (got);
  g_assert_true (ecpa_problem_get_code (got) == ECPA_PROBLEM_INTERNAL);
}

/* The problem goes where its error goes, copies included. */
static void
test_error (void)
{
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (ECPA_PROBLEM_STOPPED);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  gpointer watched = problem;

  problem->retry_after = 600;
  error = ecpa_problem_to_error (problem);
  g_assert_error (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_STOPPED);
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_object_add_weak_pointer (G_OBJECT (problem), &watched);
  g_clear_object (&problem);
  g_assert_cmpint (ecpa_problem_peek (copy)->retry_after, ==, 600);
  g_assert_null (ecpa_problem_peek (other));
  g_clear_error (&copy);
  g_assert_null (watched);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/problem/table", test_table);
  g_test_add_func ("/protocol/problem/over-the-wire", test_over_the_wire);
  g_test_add_func ("/protocol/problem/unknown-code", test_unknown_code);
  g_test_add_func ("/protocol/problem/error", test_error);

  return g_test_run ();
}
