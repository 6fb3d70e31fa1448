/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-records.h"
#include "ecpa-problem.h"
#include "ecpa-records.h"

#include <string.h>

#define MUTATIONS 4000

/* Auxiliaries -------------------------------------------------------------- */

typedef GType (*TypeFunc) (void);

static const TypeFunc types[] = {
  ecpa_legal_text_get_type,    ecpa_service_info_get_type,  ecpa_challenge_request_get_type, ecpa_challenge_get_type,
  ecpa_application_get_type,   ecpa_session_get_type,       ecpa_order_summary_get_type,     ecpa_order_page_get_type,
  ecpa_remedy_get_type,        ecpa_order_get_type,         ecpa_receipt_get_type,           ecpa_problem_get_type,
  ecpa_announcement_get_type,  ecpa_order_query_get_type,   ecpa_kind_count_get_type,        ecpa_year_count_get_type,
  ecpa_order_search_get_type,  ecpa_event_get_type,
  ecpa_card_session_request_get_type, ecpa_card_session_get_type, ecpa_residence_get_type,
  ecpa_contacts_get_type, ecpa_registration_request_get_type, ecpa_registration_get_type,
  ecpa_code_get_type, ecpa_password_reset_request_get_type, ecpa_mail_notice_get_type,
  ecpa_phone_request_get_type, ecpa_phone_get_type, ecpa_phone_list_get_type,
  ecpa_account_get_type, ecpa_password_policy_get_type,
};

static EcpaRecord *make_full (GType type);

/* Something for a field, a different thing for each. */
static void
fill_field (EcpaRecord      *record,
            const EcpaField *field,
            guint            i)
{
  gpointer slot = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
      *(char **) slot = g_strdup_printf ("%s \"%u\" 黃𥕢玲\n\\ /", field->name, i);
      break;
    case ECPA_FIELD_INT:
      *(gint64 *) slot = i % 2 == 0 ? 0 : G_MAXINT64 - i;
      break;
    case ECPA_FIELD_BOOL:
      *(gboolean *) slot = i % 2 == 0;
      break;
    case ECPA_FIELD_TIME:
      *(GDateTime **) slot = g_date_time_new_from_unix_utc (1795147200 + i);
      break;
    case ECPA_FIELD_BYTES:
      *(GBytes **) slot = g_bytes_new ("\0\xff\x80 bytes", (gsize) (i % 9));
      break;
    case ECPA_FIELD_STRV:
      *(char ***) slot = g_strsplit ("one,,三", ",", -1);
      break;
    case ECPA_FIELD_RECORD:
      *(EcpaRecord **) slot = make_full (field->get_type ());
      break;
    case ECPA_FIELD_LIST:
      for (guint n = 0; n < 3; n++)
        {
          g_autoptr (EcpaRecord) item = make_full (field->get_type ());

          g_list_store_append (*(GListStore **) slot, item);
        }
      break;
    default:
      g_assert_not_reached ();
    }
}

static EcpaRecord *
make_full (GType type)
{
  EcpaRecord *record = g_object_new (type, NULL);
  EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (record);

  for (guint i = 0; i < klass->n_fields; i++)
    fill_field (record, &klass->fields[i], i);

  return record;
}

static char *
member_of (const EcpaField *field)
{
  return g_strdelimit (g_strdup (field->name), "-", '_');
}

static JsonNode *
to_mutable_json (EcpaRecord *record)
{
  g_autofree char *text = ecpa_record_print (record);

  return json_from_string (text, NULL);
}

/* Tests -------------------------------------------------------------------- */

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) record = make_full (types[i]());
      g_autofree char *text = ecpa_record_print (record);
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaRecord) back = ecpa_record_parse (types[i](), text, -1, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = ecpa_record_print (back);
      g_assert_cmpstr (again, ==, text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

/* A record of which only the required members are there. */
static void
test_least (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) record = make_full (types[i]());
      EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (record);
      g_autoptr (JsonNode) node = to_mutable_json (record);
      g_autoptr (EcpaRecord) least = NULL;
      g_autoptr (GError) error = NULL;

      for (guint f = 0; f < klass->n_fields; f++)
        {
          g_autofree char *member = member_of (&klass->fields[f]);

          if (!klass->fields[f].required)
            json_object_remove_member (json_node_get_object (node), member);
        }
      least = ecpa_record_from_json (types[i](), node, &error);
      g_assert_no_error (error);
      for (guint f = 0; f < klass->n_fields; f++)
        if (!klass->fields[f].required && klass->fields[f].kind == ECPA_FIELD_INT)
          g_assert_cmpint (G_STRUCT_MEMBER (gint64, least, klass->fields[f].offset), ==, -1);
    }
}

static void
test_missing (void)
{
  guint tried = 0;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) record = make_full (types[i]());
      EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (record);

      for (guint f = 0; f < klass->n_fields; f++)
        {
          g_autofree char *member = member_of (&klass->fields[f]);
          g_autoptr (JsonNode) node = to_mutable_json (record);
          g_autoptr (JsonNode) null_node = to_mutable_json (record);
          g_autoptr (GError) error = NULL;
          g_autoptr (GError) null_error = NULL;

          if (!klass->fields[f].required)
            continue;
          json_object_remove_member (json_node_get_object (node), member);
          json_object_set_null_member (json_node_get_object (null_node), member);
          g_assert_null (ecpa_record_from_json (types[i](), node, &error));
          g_assert_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_MISSING);
          g_assert_nonnull (strstr (error->message, member));
          g_assert_null (ecpa_record_from_json (types[i](), null_node, &null_error));
          g_assert_error (null_error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_MISSING);
          tried++;
        }
    }
  g_assert_cmpuint (tried, >, 60);
}

/* Each member as each thing that it is not. */
static void
test_wrong_type (void)
{
  static const char *const values[] = { "7", "-7", "7.5", "true", "\"x\"", "\"!!\"", "[]", "[7]", "{}", "[{}]", "\"2026-02-30T00:00:00Z\"" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) record = make_full (types[i]());
      EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (record);

      for (guint f = 0; f < klass->n_fields; f++)
        for (guint v = 0; v < G_N_ELEMENTS (values); v++)
          {
            g_autofree char *member = member_of (&klass->fields[f]);
            g_autoptr (JsonNode) node = to_mutable_json (record);
            g_autoptr (GError) error = NULL;
            g_autoptr (EcpaRecord) read = NULL;
            JsonNode *value = json_from_string (values[v], NULL);
            EcpaFieldKind kind = klass->fields[f].kind;
            gboolean fits = (kind == ECPA_FIELD_STRING && values[v][0] == '"')
                            || (kind == ECPA_FIELD_INT && strcmp (values[v], "7") == 0)
                            || (kind == ECPA_FIELD_BOOL && strcmp (values[v], "true") == 0)
                            || ((kind == ECPA_FIELD_STRV || kind == ECPA_FIELD_LIST) && strcmp (values[v], "[]") == 0);

            json_object_set_member (json_node_get_object (node), member, value);
            read = ecpa_record_from_json (types[i](), node, &error);
            if (fits)
              g_assert_no_error (error);
            else
              {
                g_assert_null (read);
                g_assert_nonnull (error);
                g_assert_true (error->domain == ECPA_PROTOCOL_ERROR);
              }
          }
    }
}

/* No beginning of a message is a message. */
static void
test_truncated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) record = make_full (types[i]());
      g_autofree char *text = ecpa_record_print (record);

      for (gsize length = 0; length < strlen (text); length++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (ecpa_record_parse (types[i](), text, (gssize) length, &error));
          g_assert_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX);
        }
    }
}

static void
test_not_json (void)
{
  static const char *const cases[] = {
    "", " ", "x", "{", "}", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{'a':1}", "\xff\xfe", "{\"a\":\"\xc3\"}", "{} {}",
    "{}x", "{}[]", "nul", "// {}", "{\"a\":01x}", "{\"a\":01}", "{/**/}",
    "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":--1}", "{\"a\":0x10}", "{\"a\":\"\n\"}", "{\"a\":NaN}",
    "{\"a\":True}", "1 2", "{a:1}", ",", ":", "{\"a\":\"\\\"}", "[1,,2]", "{\"a\" 1}", "[1 2]", "[}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = ecpa_json_parse (cases[i], -1, &error);

      g_test_message ("case %u", i);
      g_assert_null (node);
      g_assert_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX);
    }
}

static void
test_deep (void)
{
  static const guint depths[] = { 17, 1000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *text = g_strnfill (depths[i], '[');
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_json_parse (text, -1, &error));
      g_assert_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX);
    }
  {
    /* What json-glib takes for a string must not hide brackets from the count. */
    g_autofree char *deep = g_strnfill (100000, '[');
    g_autofree char *hidden = g_strdup_printf ("['\"',%s", deep);
    g_autofree char *commented = g_strdup_printf ("/*\"*/%s", deep);

    g_assert_null (ecpa_json_parse (hidden, -1, NULL));
    g_assert_null (ecpa_json_parse (commented, -1, NULL));
  }
  {
    g_autoptr (JsonNode) brackets = ecpa_json_parse ("[\"[[[[[[[[[[[[[[[[[[[[\\\"[[[[[[\"]", -1, NULL);
    g_autoptr (JsonNode) sixteen = ecpa_json_parse ("[[[[[[[[[[[[[[[[7]]]]]]]]]]]]]]]]", -1, NULL);

    g_assert_nonnull (brackets);
    g_assert_nonnull (sixteen);
  }
}

/* A newer side may say more. */
static void
test_unknown_members (void)
{
  g_autoptr (EcpaReceipt) receipt =
    ecpa_record_parse (ECPA_TYPE_RECEIPT, "{\"id\":\"r\",\"order_id\":\"o\",\"signed_at\":\"2026-11-20T12:00:00+08:00\","
                                          "\"method\":\"m\",\"colour\":{\"deep\":[1,2]},\"id2\":null}", -1, NULL);
  g_autofree char *time = NULL;

  g_assert_nonnull (receipt);
  time = ecpa_time_format (receipt->signed_at);
  g_assert_cmpstr (time, ==, "2026-11-20T04:00:00Z");
}

static void
test_times (void)
{
  static const char *const bad[] = { "", "now", "2026-11-20", "2026-11-20T12:00:00", "2026-13-01T00:00:00Z",
                                     "2026-11-20T25:00:00Z", "20:00:00Z" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (ecpa_time_parse (bad[i]));
}

/* The ends of the calendar, before 1970, leap days, and moments at random. */
static void
test_times_printed (void)
{
  static const gint64 moments[] = { -62135596800, 253402300799, -1, 0, 951782400, 4107542399 };

  for (guint i = 0; i < G_N_ELEMENTS (moments) + 1000; i++)
    {
      gint64 seconds = i < G_N_ELEMENTS (moments)
                         ? moments[i]
                         : moments[0] + (gint64) (g_test_rand_double () * (double) (moments[1] - moments[0]));
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *printed = ecpa_time_format (time);
      g_autofree char *expected = g_date_time_format_iso8601 (time);

      g_assert_cmpstr (printed, ==, expected);
    }
}

/* What is printed without a tree is what the tree would be. */
static void
test_print (void)
{
  char all[128 + 16];

  for (guint i = 1; i < 128; i++)
    all[i - 1] = i == 0x1f ? ' ' : (char) i; /* json-glib 1.6 forgets that one */
  g_strlcpy (all + 127, "黃𥕢玲", sizeof all - 127);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (EcpaRecord) full = make_full (types[i]());
      g_autoptr (EcpaRecord) empty = g_object_new (types[i](), NULL);
      EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (full);
      EcpaRecord *records[] = { full, empty };

      for (guint j = 0; j < klass->n_fields; j++)
        if (klass->fields[j].kind == ECPA_FIELD_STRING)
          g_object_set (full, klass->fields[j].name, all, NULL);
      for (guint j = 0; j < G_N_ELEMENTS (records); j++)
        {
          g_autofree char *printed = ecpa_record_print (records[j]);
          g_autoptr (JsonNode) node = ecpa_record_to_json (records[j]);
          g_autofree char *of_tree = json_to_string (node, FALSE);

          g_assert_cmpstr (printed, ==, of_tree);
        }
    }
}

/* Whatever arrives, it is read or refused. */
static void
test_mutations (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < MUTATIONS; i++)
    {
      TypeFunc type = types[i % G_N_ELEMENTS (types)];
      g_autoptr (EcpaRecord) record = make_full (type ());
      g_autofree char *text = ecpa_record_print (record);
      gsize length = strlen (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaRecord) read = NULL;

      for (gint n = g_rand_int_range (random, 1, 6); n > 0; n--)
        text[g_rand_int_range (random, 0, (gint32) length)] = (char) g_rand_int_range (random, 0, 256);
      read = ecpa_record_parse (type (), text, (gssize) length, &error);
      g_assert_true ((read != NULL) != (error != NULL));
    }
}

/* What a record's fields say goes for its properties, too. */
static void
test_properties (void)
{
  g_autoptr (EcpaOrder) order = g_object_new (ECPA_TYPE_ORDER, "id", "o", "version", (gint64) 7, "electronic", TRUE, NULL);
  g_autoptr (GListModel) items = NULL;
  g_autoptr (EcpaOrderPage) page = g_object_new (ECPA_TYPE_ORDER_PAGE, NULL);

  g_assert_cmpstr (order->id, ==, "o");
  g_assert_cmpint (order->version, ==, 7);
  g_object_set (order, "id", "p", "id", "q", NULL);
  g_assert_cmpstr (order->id, ==, "q");
  g_object_get (page, "items", &items, NULL);
  g_assert_true (g_list_model_get_item_type (items) == ECPA_TYPE_ORDER_SUMMARY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/records/round-trip", test_round_trip);
  g_test_add_func ("/protocol/records/print", test_print);
  g_test_add_func ("/protocol/records/least", test_least);
  g_test_add_func ("/protocol/records/missing", test_missing);
  g_test_add_func ("/protocol/records/wrong-type", test_wrong_type);
  g_test_add_func ("/protocol/records/truncated", test_truncated);
  g_test_add_func ("/protocol/records/not-json", test_not_json);
  g_test_add_func ("/protocol/records/deep", test_deep);
  g_test_add_func ("/protocol/records/unknown-members", test_unknown_members);
  g_test_add_func ("/protocol/records/times", test_times);
  g_test_add_func ("/protocol/records/times-printed", test_times_printed);
  g_test_add_func ("/protocol/records/mutations", test_mutations);
  g_test_add_func ("/protocol/records/properties", test_properties);

  return g_test_run ();
}
