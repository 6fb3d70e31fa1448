/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON of both sides: the first byte chooses what it is taken for, the rest is the text. What was understood says the
 * same when it is written and read again; what was not leaves nothing of itself in the message. */

#include "fuzz.h"

#include "ecpa-card-records.h"
#include "ecpa-problem.h"
#include "ecpa-records.h"

#include <string.h>

static void
check_strings (JsonNode   *node,
               const char *message)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    fuzz_no_leak_of_text (message, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      check_strings (json_array_get_element (json_node_get_array (node), i), message);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *i = values; i != NULL; i = i->next)
        check_strings (i->data, message);
    }
}

static void
check_refusal (const char   *text,
               size_t        size,
               const GError *error)
{
  g_autoptr (JsonNode) node = ecpa_json_parse (text, (gssize) size, NULL);

  g_assert_nonnull (error);
  g_assert_true (error->domain == ECPA_PROTOCOL_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 512);
  if (node != NULL)
    check_strings (node, error->message);
}

static void
check_record (EcpaRecord *record)
{
  g_autofree char *once = ecpa_record_print (record);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaRecord) again = ecpa_record_parse (G_OBJECT_TYPE (record), once, -1, &error);
  g_autofree char *twice = NULL;

  g_assert_no_error (error);
  twice = ecpa_record_print (again);
  g_assert_cmpstr (once, ==, twice);
  g_assert_true (g_utf8_validate (once, -1, NULL));
}

static void
check_problem (EcpaProblem *problem)
{
  g_autoptr (GError) error = ecpa_problem_to_error (problem);

  g_assert_true (error->domain == ECPA_PROBLEM_ERROR);
  g_assert_cmpint (error->code, >=, 0);
  g_assert_cmpint (error->code, <, ECPA_N_PROBLEM_CODES);
  g_assert_true (ecpa_problem_peek (error) != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const GType types[] = {
    ECPA_TYPE_PROBLEM, ECPA_TYPE_SERVICE_INFO, ECPA_TYPE_CHALLENGE_REQUEST, ECPA_TYPE_CHALLENGE, ECPA_TYPE_SESSION,
    ECPA_TYPE_ORDER_PAGE, ECPA_TYPE_ORDER_QUERY, ECPA_TYPE_ORDER_SEARCH, ECPA_TYPE_EVENT, ECPA_TYPE_ORDER,
    ECPA_TYPE_RECEIPT, ECPA_TYPE_LEGAL_TEXT, ECPA_TYPE_ANNOUNCEMENT, ECPA_TYPE_APPLICATION, ECPA_TYPE_ORDER_SUMMARY,
    ECPA_TYPE_KIND_COUNT, ECPA_TYPE_YEAR_COUNT, ECPA_TYPE_REMEDY,
    ECPA_TYPE_CARD_SESSION_REQUEST, ECPA_TYPE_CARD_SESSION, ECPA_TYPE_RESIDENCE,
    ECPA_TYPE_CONTACTS, ECPA_TYPE_REGISTRATION_REQUEST, ECPA_TYPE_REGISTRATION,
    ECPA_TYPE_CODE, ECPA_TYPE_PASSWORD_RESET_REQUEST, ECPA_TYPE_MAIL_NOTICE,
    ECPA_TYPE_PHONE_REQUEST, ECPA_TYPE_PHONE, ECPA_TYPE_PHONE_LIST,
    ECPA_TYPE_ACCOUNT, ECPA_TYPE_PASSWORD_POLICY,
  };
  Fuzz input = { data, size };
  GType type = types[fuzz_byte (&input) % G_N_ELEMENTS (types)];
  /* A block without anything behind it. */
  g_autofree char *text = g_memdup2 (input.data, input.size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaRecord) record = NULL;

  if (text == NULL)
    return 0;

  record = ecpa_record_parse (type, text, (gssize) input.size, &error);
  if (record == NULL)
    {
      check_refusal (text, input.size, error);
      return 0;
    }

  check_record (record);
  if (ECPA_IS_PROBLEM (record))
    check_problem (ECPA_PROBLEM (record));

  return 0;
}
