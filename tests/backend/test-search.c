/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-store-private.h"

#include <string.h>
#include <time.h>

#define ORDINARY "ordinary"
#ifdef __SANITIZE_ADDRESS__
#define MANY 2000
#define LIMIT_NANOSECONDS (G_GINT64_CONSTANT (300) * 1000 * 1000)
#else
#define MANY 10000
#define LIMIT_NANOSECONDS (G_GINT64_CONSTANT (30) * 1000 * 1000)
#endif

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

static char *
start (F          *f,
       const char *card)
{
  char *token = card_token (f, card);

  agree (f, token);

  return token;
}

static EcpaOrderSearch *
find (F          *f,
      const char *token,
      const char *query)
{
  g_autoptr (Reply) reply = call_now (f, "POST", ECPA_PATH_ORDER_SEARCHES, token, NULL, query);
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  EcpaOrderSearch *search;

  g_assert_cmpuint (reply->status, ==, 200);
  search = ecpa_record_from_json (ECPA_TYPE_ORDER_SEARCH, reply->json, &error);
  g_assert_no_error (error);
  /* Its rows were never records. */
  printed = ecpa_record_print (ECPA_RECORD (search));
  g_assert_cmpstr (reply->body, ==, printed);

  return search;
}

static EcpaOrderSummary *
row (EcpaOrderSearch *search,
     guint            index)
{
  EcpaOrderSummary *item = g_list_model_get_item (G_LIST_MODEL (search->items), index);

  g_assert_nonnull (item);
  g_object_unref (item); /* the list has it */

  return item;
}

static guint
n_items (EcpaOrderSearch *search)
{
  return g_list_model_get_n_items (G_LIST_MODEL (search->items));
}

/* A copy of an order of person 1 that differs in what the arguments say. */
static void
add_order (F          *f,
           gint64      person_id,
           const char *id,
           const char *kind,
           const char *issued_on,
           const char *agency,
           const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_database_execute (f->store->database, NULL, &error,
                                        "INSERT INTO orders (id, person_id, kind_code, electronic, document_class,"
                                        " agency_code, agency_name, recipient, issued_on, document_number, subject,"
                                        " position, result, reason, legal_basis, original_to, signer_title, signer_name)"
                                        " SELECT $1, $2, $3, 1, document_class, agency_code, $5, recipient, $4, '府人考字' || $1,"
                                        " subject, position, result, $6, legal_basis, original_to, signer_title, signer_name"
                                        " FROM orders WHERE person_id = 1 LIMIT 1",
                                        "sissss", id, person_id, kind, issued_on, agency, reason));
  g_assert_no_error (error);
}

/* Five orders whose every text is known here. */
static void
fill (F *f)
{
  add_order (f, 1, "a1", "4001", "2024-01-10", "臺北市政府", "辦理ＡＢＣ專案 Report，圓滿達成");
  add_order (f, 1, "a2", "4002", "2024-05-20", "台中市政府", "防汛 100% 達標");
  add_order (f, 1, "a3", "4010", "2025-03-01", "臺北市政府", "選務_工作 努力");
  add_order (f, 1, "a4", "5001", "2025-03-01", "高雄市政府", "督導不周");
  add_order (f, 1, "a5", "4001", "2026-02-02", "臺北市政府", "防汛\\整備 abc");
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL,
                                        "DELETE FROM receipts WHERE order_id IN (SELECT id FROM orders"
                                        " WHERE person_id = 1 AND id NOT LIKE 'a_')", ""));
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL,
                                        "DELETE FROM orders WHERE person_id = 1 AND id NOT LIKE 'a_'", ""));
}

static void
assert_found (F          *f,
              const char *token,
              const char *query,
              const char *expected)
{
  g_autoptr (EcpaOrderSearch) search = find (f, token, query);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < n_items (search); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", row (search, i)->id);
  g_test_message ("%s", query);
  g_assert_cmpstr (ids->str, ==, expected);
}

/* Tests -------------------------------------------------------------------- */

static void
test_text (void)
{
  static const char *const cases[][2] = {
    { "{}", "a5 a4 a3 a2 a1" },
    { "{\"text\":\"\"}", "a5 a4 a3 a2 a1" },
    { "{\"text\":\" \\t　 \"}", "a5 a4 a3 a2 a1" },
    { "{\"text\":\"防汛\"}", "a5 a2" },
    { "{\"text\":\"abc\"}", "a5 a1" },
    { "{\"text\":\"ＡＢc\"}", "a5 a1" },
    { "{\"text\":\"REPORT\"}", "a1" },
    { "{\"text\":\"台北\"}", "a5 a3 a1" },
    { "{\"text\":\"臺中\"}", "a2" },
    { "{\"text\":\"台北　防汛\"}", "a5" },
    { "{\"text\":\"防汛 台北 abc\"}", "a5" },
    { "{\"text\":\"防汛 高雄\"}", "" },
    /* Nothing is a pattern. */
    { "{\"text\":\"%\"}", "a2" },
    { "{\"text\":\"_\"}", "a3" },
    { "{\"text\":\"\\\\\"}", "a5" },
    { "{\"text\":\"*\"}", "" },
    { "{\"text\":\"'\"}", "" },
    { "{\"text\":\"府人考字a3\"}", "a3" },
    /* What a text brings along that was copied from elsewhere, and nobody sees. */
    { "{\"text\":\"\\ufeff防\\u200b汛\\u00ad \\u202eabc\"}", "a5" },
    /* The name of the kind, together with other words. */
    { "{\"text\":\"嘉獎\"}", "a5 a2 a1" },
    { "{\"text\":\"嘉獎一次 防汛\"}", "a5" },
    { "{\"text\":\"申誡\"}", "a4" },
    /* A word does not reach from one field into the next. */
    { "{\"text\":\"督導不周高雄\"}", "" },
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);

  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (f, token, cases[i][0], cases[i][1]);
  backend_fixture_free (f);
}

static void
test_filters_and_sort (void)
{
  static const char *const cases[][2] = {
    { "{\"years\":[\"2024\"]}", "a2 a1" },
    { "{\"years\":[\"2024\",\"2026\"]}", "a5 a2 a1" },
    { "{\"years\":[]}", "a5 a4 a3 a2 a1" },
    { "{\"years\":[\"1999\"]}", "" },
    { "{\"kinds\":[\"4001\"]}", "a5 a1" },
    { "{\"kinds\":[\"4001\",\"5001\"],\"years\":[\"2025\",\"2026\"]}", "a5 a4" },
    { "{\"kinds\":[\"9999\"]}", "" },
    { "{\"sort\":\"issued-on\",\"ascending\":true}", "a1 a2 a3 a4 a5" },
    { "{\"sort\":\"kind\",\"ascending\":true}", "a5 a1 a2 a3 a4" },
    { "{\"sort\":\"kind\"}", "a4 a3 a2 a5 a1" },
    { "{\"sort\":\"agency\",\"ascending\":true}", "a2 a5 a3 a1 a4" },
    { "{\"sort\":\"agency\"}", "a4 a5 a3 a1 a2" },
    { "{\"offset\":1,\"limit\":2}", "a4 a3" },
    { "{\"offset\":4,\"limit\":2}", "a1" },
    { "{\"offset\":5}", "" },
    { "{\"offset\":2147483647}", "" },
    { "{\"offset\":1,\"limit\":1,\"sort\":\"kind\",\"ascending\":true,\"text\":\"嘉獎\"}", "a1" },
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);

  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (f, token, cases[i][0], cases[i][1]);
  backend_fixture_free (f);
}

static char *
print_kinds (EcpaOrderSearch *search)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (search->kinds)); i++)
    {
      g_autoptr (EcpaKindCount) kind = g_list_model_get_item (G_LIST_MODEL (search->kinds), i);

      g_string_append_printf (text, "%s:%s%d*%d ", kind->kind_code, kind->punishment ? "-" : "", (int) kind->points,
                              (int) kind->count);
    }

  return g_string_free (text, FALSE);
}

static char *
print_years (EcpaOrderSearch *search)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (search->years)); i++)
    {
      g_autoptr (EcpaYearCount) year = g_list_model_get_item (G_LIST_MODEL (search->years), i);

      g_string_append_printf (text, "%s*%d ", year->year, (int) year->count);
    }

  return g_string_free (text, FALSE);
}

/* Over everything found, not over the page; years and kinds of everything there is. */
static void
test_totals (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (EcpaOrderSearch) all = NULL;
  g_autoptr (EcpaOrderSearch) some = NULL;
  g_autoptr (EcpaOrderSearch) without = NULL;
  g_autofree char *all_kinds = NULL;
  g_autofree char *some_kinds = NULL;
  g_autofree char *all_years = NULL;
  g_autofree char *some_years = NULL;

  fill (f);
  all = find (f, token, "{\"totals\":true,\"limit\":1,\"offset\":2}");
  g_assert_cmpint (all->total, ==, 5);
  g_assert_cmpint (all->offset, ==, 2);
  g_assert_cmpuint (n_items (all), ==, 1);
  g_assert_true (all->has_totals);
  all_kinds = print_kinds (all);
  g_assert_cmpstr (all_kinds, ==, "4001:1*2 4002:2*1 4010:3*1 5001:-1*1 ");
  all_years = print_years (all);
  g_assert_cmpstr (all_years, ==, "2026*1 2025*2 2024*2 ");
  g_assert_cmpint (ecpa_order_search_get_weighted_total (all), ==, 2 + 2 + 3 - 1);

  some = find (f, token, "{\"totals\":true,\"text\":\"防汛\",\"kinds\":[\"4001\"],\"years\":[\"2026\"]}");
  some_kinds = print_kinds (some);
  g_assert_cmpstr (some_kinds, ==, "4001:1*1 4002:2*0 4010:3*0 5001:-1*0 ");
  some_years = print_years (some);
  g_assert_cmpstr (some_years, ==, all_years);
  g_assert_cmpstr (some->revision, ==, all->revision);

  without = find (f, token, "{}");
  g_assert_false (without->has_totals);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (without->kinds)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (without->years)), ==, 0);
  backend_fixture_free (f);
}

/* It changes with what somebody sees of their own history and with nothing else. */
static void
test_revision (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *other = start (f, "newest");
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *other_id = first_unsigned (f, other);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *path = g_strconcat (ECPA_PATH_ORDERS "/", id, "/receipts", NULL);
  g_autofree char *last = NULL;

  for (guint step = 0; step < 6; step++)
    {
      gboolean changes = step == 1 || step == 3 || step == 4 || step == 5;
      g_autoptr (EcpaOrderSearch) search = NULL;

      if (step == 1)
        view (f, token, id);
      if (step == 2)
        view (f, other, other_id);
      if (step == 3)
        {
          g_autoptr (Reply) reply = call_now (f, "POST", path, token, key, "{}");

          g_assert_cmpuint (reply->status, ==, 201);
        }
      if (step == 4)
        add_order (f, 1, "b1", "4001", "2026-01-01", "臺北市政府", "新");
      if (step == 5)
        g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL, "DELETE FROM orders WHERE id = 'b1'", ""));
      search = find (f, token, "{}");
      if (last != NULL)
        g_assert_cmpint (g_strcmp0 (search->revision, last) != 0, ==, changes);
      g_free (last);
      last = g_strdup (search->revision);
    }
  backend_fixture_free (f);
}

/* What is rewritten is found by its new words and no longer by the old ones. */
static void
test_rewritten (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);

  fill (f);
  assert_found (f, token, "{\"text\":\"督導\"}", "a4");
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL,
                                        "UPDATE orders SET reason = '台南', issued_on = '2027-01-01' WHERE id = 'a4'", ""));
  assert_found (f, token, "{\"text\":\"督導\"}", "");
  assert_found (f, token, "{\"text\":\"臺南\"}", "a4");
  assert_found (f, token, "{}", "a4 a5 a3 a2 a1");

  /* Somebody wrote to the tables who does not keep what refers to them: what they broke is left out. */
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL, "PRAGMA foreign_keys = OFF", ""));
  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL,
                                        "UPDATE orders SET kind_code = '9999' WHERE id = 'a4'", ""));
  assert_found (f, token, "{\"totals\":true}", "a5 a3 a2 a1");
  backend_fixture_free (f);
}

static void
test_bad_queries (void)
{
  static const char *const cases[][2] = {
    { "{\"text\":7}", "text" },
    { "{\"text\":[\"a\"]}", "text" },
    { "{\"years\":\"2024\"}", "years" },
    { "{\"years\":[2024]}", "years" },
    { "{\"years\":[\"24\"]}", "years" },
    { "{\"years\":[\"20x4\"]}", "years" },
    { "{\"kinds\":[\"400\"]}", "kinds" },
    { "{\"kinds\":[\"４００１\"]}", "kinds" },
    { "{\"kinds\":{}}", "kinds" },
    { "{\"sort\":\"colour\"}", "sort" },
    { "{\"sort\":true}", "sort" },
    { "{\"ascending\":\"yes\"}", "ascending" },
    { "{\"offset\":-1}", "offset" },
    { "{\"offset\":2147483648}", "offset" },
    { "{\"offset\":1.5}", "offset" },
    { "{\"limit\":0}", "limit" },
    { "{\"limit\":-1}", "limit" },
    { "{\"limit\":101}", "limit" },
    { "{\"limit\":\"20\"}", "limit" },
    { "{\"totals\":1}", "totals" },
    { "[]", NULL },
    { "", NULL },
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (GString) text = g_string_new ("{\"text\":\"");
  g_autoptr (GString) years = g_string_new ("{\"years\":[\"2024\"");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = call_now (f, "POST", ECPA_PATH_ORDER_SEARCHES, token, NULL, cases[i][0]);

      g_test_message ("%s", cases[i][0]);
      assert_problem (reply, ECPA_PROBLEM_INVALID_REQUEST);
      g_assert_cmpstr (reply_text (reply, "field"), ==, cases[i][1]);
    }

  for (guint i = 0; i < 201; i++)
    {
      g_string_append (text, "臺");
      g_string_append (years, ",\"2025\"");
    }
  g_string_append (text, "\"}");
  g_string_append (years, "]}");
  {
    g_autoptr (Reply) long_text = call_now (f, "POST", ECPA_PATH_ORDER_SEARCHES, token, NULL, text->str);
    g_autoptr (Reply) many_years = call_now (f, "POST", ECPA_PATH_ORDER_SEARCHES, token, NULL, years->str);

    g_assert_cmpstr (reply_text (long_text, "field"), ==, "text");
    g_assert_cmpstr (reply_text (many_years, "field"), ==, "years");
  }
  backend_fixture_free (f);
}

/* Whatever somebody asks for, only their own comes; and what was asked for is written down nowhere. */
static void
test_own_only (void)
{
  static const char *const queries[] = {
    "{\"totals\":true,\"limit\":100}",
    "{\"text\":\"別人\",\"totals\":true}",
    "{\"text\":\"' OR 1=1 --\",\"totals\":true}",
    "{\"years\":[\"2031\"],\"kinds\":[\"5100\"],\"totals\":true}",
    "{\"person_id\":2,\"text\":\"別人\",\"totals\":true}",
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *other = start (f, "newest");
  gint64 mine = count_rows (f, "SELECT count(*) FROM orders WHERE person_id = 1");

  add_order (f, 2, "z1", "5100", "2031-01-01", "別人的機關", "別人的事");
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (EcpaOrderSearch) search = find (f, token, queries[i]);
      g_autofree char *kinds = print_kinds (search);
      g_autofree char *years = print_years (search);

      g_assert_cmpint (search->total, ==, i == 0 ? mine : 0);
      g_assert_null (strstr (kinds, "5100"));
      g_assert_null (strstr (years, "2031"));
    }
  assert_found (f, other, "{\"text\":\"別人\"}", "z1");
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'orders.search' AND outcome = 'ok'"
                                  " AND target = '' AND person_id = subject_id"), ==, G_N_ELEMENTS (queries) + 1);
  backend_fixture_free (f);
}

static gint64
thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Ten thousand orders of one person: all pages together are all of them, once each, and the processor's time for a
 * page, wherever it lies and with totals, is below 30 ms. */
static void
test_many (void)
{
  static const char *const queries[] = {
    "{\"totals\":true}",
    "{\"totals\":true,\"text\":\"防汛 台北\"}",
    "{\"totals\":true,\"sort\":\"agency\",\"ascending\":true,\"limit\":100,\"offset\":5000}",
    "{\"offset\":9900,\"limit\":100}",
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (EcpaStore) beside = NULL;
  guint total = 0;
  gint64 before;

  g_assert_true (ecpa_store_begin (f->store, NULL));
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%05u", i);
      g_autofree char *day = g_strdup_printf ("%u-%02u-%02u", 1990 + i % 37, 1 + i % 12, 1 + i % 28);

      add_order (f, 1, id, i % 3 ? "4001" : "4010", day, i % 2 ? "臺北市政府" : "臺東縣政府",
                 i % 5 ? "辦理年度重大專案工作，克服困難，圓滿達成任務" : "防汛期間堅守崗位");
    }
  g_assert_true (ecpa_store_commit (f->store, NULL));

  before = g_get_monotonic_time ();
  g_object_unref (find (f, token, "{}"));
  g_test_message ("the first, which folds them all: %.1f ms", (double) (g_get_monotonic_time () - before) / 1000.0);
  for (guint offset = 0; offset == 0 || offset < total; offset += 100)
    {
      g_autofree char *query = g_strdup_printf ("{\"offset\":%u,\"limit\":100}", offset);
      g_autoptr (EcpaOrderSearch) page = find (f, token, query);

      total = (guint) page->total;
      for (guint i = 0; i < n_items (page); i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (row (page, i)->id)));
    }
  g_assert_cmpuint (total, ==, MANY + 8);
  g_assert_cmpuint (g_hash_table_size (seen), ==, total);

  beside = ecpa_store_open (f->settings->database, G_MAXUINT, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (EcpaOrderQuery) query = ecpa_record_parse (ECPA_TYPE_ORDER_QUERY, queries[i], -1, NULL);
      gint64 best = G_MAXINT64;

      query->offset = MAX (query->offset, 0);
      query->limit = query->limit < 0 ? 20 : query->limit;
      for (guint n = 0; n < 21; n++)
        {
          gint64 begun = thread_time ();
          g_autoptr (GString) items = g_string_new (NULL);
          g_autoptr (EcpaOrderSearch) page = ecpa_store_search_orders (beside, 1, query, items, NULL);

          g_assert_nonnull (page);
          best = MIN (best, thread_time () - begun);
        }
      g_test_message ("%s: %.1f ms", queries[i], (double) best / 1e6);
      g_assert_cmpint (best, <, LIMIT_NANOSECONDS);
    }
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/search/text", test_text);
  g_test_add_func ("/backend/search/filters-and-sort", test_filters_and_sort);
  g_test_add_func ("/backend/search/totals", test_totals);
  g_test_add_func ("/backend/search/revision", test_revision);
  g_test_add_func ("/backend/search/rewritten", test_rewritten);
  g_test_add_func ("/backend/search/bad-queries", test_bad_queries);
  g_test_add_func ("/backend/search/own-only", test_own_only);
  g_test_add_func ("/backend/search/many", test_many);

  return g_test_run ();
}
