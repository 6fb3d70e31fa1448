/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-transport.h"
#include "ecpa-client.h"
#include "ecpa-fault.h"
#include "ecpa-problem.h"

#include <string.h>

static EcpaFaultCode
code_of (GQuark domain,
         int    code)
{
  g_autoptr (GError) error = g_error_new (domain, code, "test");
  g_autoptr (EcpaFault) fault = ecpa_fault_from_error (error);

  g_assert_nonnull (fault);
  g_assert_nonnull (fault->when);
  g_assert_cmpint (fault->tries_left, ==, -1);
  g_assert_cmpint (fault->retry_after, ==, -1);

  return fault->code;
}

/* Each card error is a fault of its own: no two say the same to the person. */
static void
test_card (void)
{
  EcpaFaultCode seen[ECPA_CARD_ERROR_COMMUNICATION + 1];

  for (int i = 0; i <= ECPA_CARD_ERROR_COMMUNICATION; i++)
    {
      seen[i] = code_of (ECPA_CARD_ERROR, i);
      g_assert_cmpuint (seen[i], >=, ECPA_FAULT_READER_NO_SERVICE);
      g_assert_cmpuint (seen[i], <=, ECPA_FAULT_CARD_COMMUNICATION);
      for (int k = 0; k < i; k++)
        g_assert_cmpuint (seen[k], !=, seen[i]);
    }
}

/* No code of the backend is unknown here; only what is our own mistake is an internal fault. */
static void
test_problem (void)
{
  for (int i = 0; i < ECPA_N_PROBLEM_CODES; i++)
    {
      g_autoptr (EcpaProblem) problem = ecpa_problem_new ((EcpaProblemCode) i);
      g_autoptr (GError) error = ecpa_problem_to_error (problem);
      g_autoptr (EcpaFault) fault = ecpa_fault_from_error (error);
      gboolean ours = i == ECPA_PROBLEM_INVALID_REQUEST || i == ECPA_PROBLEM_TOO_LARGE
                      || i == ECPA_PROBLEM_METHOD_NOT_ALLOWED;

      g_assert_true ((fault->code == ECPA_FAULT_INTERNAL) == ours);
    }
}

static void
test_numbers (void)
{
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (ECPA_PROBLEM_WRONG_PASSWORD);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaFault) fault = NULL;
  g_autoptr (EcpaFault) copy = NULL;

  problem->tries_left = 2;
  problem->retry_after = 600;
  error = ecpa_problem_to_error (problem);
  fault = ecpa_fault_from_error (error);
  copy = ecpa_fault_copy (fault);
  g_assert_cmpuint (copy->code, ==, ECPA_FAULT_WRONG_PASSWORD);
  g_assert_cmpint (copy->tries_left, ==, 2);
  g_assert_cmpint (copy->retry_after, ==, 600);
  g_assert_true (g_date_time_equal (copy->when, fault->when));
}

static void
test_network (void)
{
  g_assert_cmpuint (code_of (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED), ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (code_of (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT), ==, ECPA_FAULT_BAD_ANSWER);
  g_assert_cmpuint (code_of (G_IO_ERROR, G_IO_ERROR_NO_SPACE), ==, ECPA_FAULT_FILE);
  g_assert_cmpuint (code_of (G_FILE_ERROR, G_FILE_ERROR_ACCES), ==, ECPA_FAULT_FILE);
  g_assert_cmpuint (code_of (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND), ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (code_of (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE), ==, ECPA_FAULT_UNTRUSTED);
  g_assert_cmpuint (code_of (G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE), ==, ECPA_FAULT_UNTRUSTED);
  g_assert_cmpuint (code_of (G_TLS_ERROR, G_TLS_ERROR_NOT_TLS), ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (code_of (G_TLS_ERROR, G_TLS_ERROR_EOF), ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpuint (code_of (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_NO_ANSWER), ==, ECPA_FAULT_TIMEOUT);
  g_assert_cmpuint (code_of (ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_OLD_TLS), ==, ECPA_FAULT_UNTRUSTED);
  g_assert_cmpuint (code_of (ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_MISSING), ==, ECPA_FAULT_BAD_ANSWER);
  g_assert_cmpuint (code_of (G_MARKUP_ERROR, 0), ==, ECPA_FAULT_INTERNAL);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "test");

  g_assert_null (ecpa_fault_from_error (error));
}

/* What a parser says may repeat what it read. */
static void
test_silent (void)
{
  g_autoptr (GError) error = g_error_new (ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX, "near 王小明");
  g_autoptr (EcpaFault) fault = ecpa_fault_from_error (error);

  g_assert_null (strstr (fault->detail, "王小明"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/services/fault/card", test_card);
  g_test_add_func ("/services/fault/problem", test_problem);
  g_test_add_func ("/services/fault/numbers", test_numbers);
  g_test_add_func ("/services/fault/network", test_network);
  g_test_add_func ("/services/fault/cancelled", test_cancelled);
  g_test_add_func ("/services/fault/silent", test_silent);

  return g_test_run ();
}
