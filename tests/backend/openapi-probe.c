/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What test-openapi.py cannot see from Python: the records' field tables and the problem codes, and what a training
 * card answers to a challenge.
 *
 *   openapi-probe tables              prints {"records": {NAME: [{name, kind, required, of}]}, "codes": {NAME: STATUS}}
 *   openapi-probe answer CARD < JSON  prints the body of POST /v1/sessions for an EcpaChallenge to the nonce 01…08,
 *                                     with an empty password
 */

#include "backend-fixture.h"

#include "ecpa-card-records.h"
#include "ecpa-problem.h"
#include "ecpa-records.h"

#include <stdio.h>
#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static void
add_fields (JsonBuilder     *builder,
            EcpaRecordClass *klass)
{
  static const char *const kinds[] = { "string", "int", "bool", "time", "bytes", "strv", "record", "list" };

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const EcpaField *field = &klass->fields[i];
      g_autofree char *member = g_strdelimit (g_strdup (field->name), "-", '_');

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, member);
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, kinds[field->kind]);
      json_builder_set_member_name (builder, "required");
      json_builder_add_boolean_value (builder, field->required);
      if (field->get_type != NULL)
        {
          json_builder_set_member_name (builder, "of");
          json_builder_add_string_value (builder, g_type_name (field->get_type ()) + strlen ("Ecpa"));
        }
      json_builder_end_object (builder);
    }
}

static void
add_records (JsonBuilder *builder)
{
  const GType types[] = {
    ECPA_TYPE_LEGAL_TEXT,    ECPA_TYPE_ANNOUNCEMENT,  ECPA_TYPE_SERVICE_INFO, ECPA_TYPE_CHALLENGE_REQUEST,
    ECPA_TYPE_CHALLENGE,     ECPA_TYPE_APPLICATION,   ECPA_TYPE_SESSION,      ECPA_TYPE_ORDER_SUMMARY,
    ECPA_TYPE_ORDER_PAGE,    ECPA_TYPE_ORDER_QUERY,   ECPA_TYPE_KIND_COUNT,   ECPA_TYPE_YEAR_COUNT,
    ECPA_TYPE_ORDER_SEARCH,  ECPA_TYPE_EVENT,         ECPA_TYPE_REMEDY,       ECPA_TYPE_ORDER,
    ECPA_TYPE_RECEIPT,       ECPA_TYPE_PROBLEM,       ECPA_TYPE_PASSWORD_POLICY,
    ECPA_TYPE_CARD_SESSION_REQUEST, ECPA_TYPE_CARD_SESSION, ECPA_TYPE_RESIDENCE,
    ECPA_TYPE_CONTACTS, ECPA_TYPE_REGISTRATION_REQUEST, ECPA_TYPE_REGISTRATION,
    ECPA_TYPE_CODE, ECPA_TYPE_PASSWORD_RESET_REQUEST, ECPA_TYPE_MAIL_NOTICE,
    ECPA_TYPE_PHONE_REQUEST, ECPA_TYPE_PHONE, ECPA_TYPE_PHONE_LIST,
    ECPA_TYPE_ACCOUNT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecordClass) klass = g_type_class_ref (types[i]);

      json_builder_set_member_name (builder, g_type_name (types[i]) + strlen ("Ecpa"));
      json_builder_begin_array (builder);
      add_fields (builder, klass);
      json_builder_end_array (builder);
    }
}

static int
print_tables (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_object (builder);
  add_records (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "codes");
  json_builder_begin_object (builder);
  for (guint i = 0; i < ECPA_N_PROBLEM_CODES; i++)
    {
      json_builder_set_member_name (builder, ecpa_problem_code_get_name (i));
      json_builder_add_int_value (builder, ecpa_problem_code_get_status (i));
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  puts (text);

  return 0;
}

static int
print_answer (const char *card)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  Reply reply = { 0 };

  g_assert_cmpint (g_io_channel_read_to_end (input, &text, NULL, NULL), ==, G_IO_STATUS_NORMAL);
  reply.json = ecpa_json_parse (text, -1, NULL);
  g_assert_nonnull (reply.json);
  body = card_answer (card, &reply, "");
  puts (body);
  json_node_unref (reply.json);

  return 0;
}

/* Public API --------------------------------------------------------------- */

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && strcmp (argv[1], "tables") == 0)
    return print_tables ();
  if (argc == 3 && strcmp (argv[1], "answer") == 0)
    return print_answer (argv[2]);
  g_printerr ("openapi-probe tables | answer CARD\n");

  return 2;
}
