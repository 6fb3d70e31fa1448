/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-store-private.h"

#include <string.h>

#define ORDINARY "ordinary"

typedef BackendFixture F;

static char *
order_path (const char *order,
            const char *rest)
{
  return g_strconcat (ECPA_PATH_ORDERS, "/", order, rest, NULL);
}

static Reply *
sign (F          *f,
      const char *token,
      const char *order,
      const char *key)
{
  g_autofree char *path = order_path (order, "/receipts");

  return call_now (f, "POST", path, token, key, "{}");
}

static EcpaOrderPage *
list (F          *f,
      const char *token,
      const char *query)
{
  g_autofree char *path = g_strconcat (ECPA_PATH_ORDERS, query, NULL);
  g_autoptr (Reply) reply = call_now (f, "GET", path, token, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  EcpaOrderPage *page;

  g_assert_cmpuint (reply->status, ==, 200);
  page = ecpa_record_from_json (ECPA_TYPE_ORDER_PAGE, reply->json, &error);
  g_assert_no_error (error);
  /* Its rows were never records. */
  printed = ecpa_record_print (ECPA_RECORD (page));
  g_assert_cmpstr (reply->body, ==, printed);

  return page;
}

static char *
start (F          *f,
       const char *card)
{
  char *token = card_token (f, card);

  agree (f, token);

  return token;
}

/* By the id in which orders of people.json are found: the document's number. */
static char *
find_number (F          *f,
             const char *token,
             const char *number)
{
  g_autoptr (EcpaOrderPage) page = list (f, token, "?state=all&limit=100");
  GListModel *items = G_LIST_MODEL (page->items);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (EcpaOrderSummary) item = g_list_model_get_item (items, i);

      if (strcmp (item->document_number, number) == 0)
        return g_strdup (item->id);
    }
  g_assert_not_reached ();
}

static void
test_lists (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (EcpaOrderPage) all = list (f, token, "?state=all");
  g_autoptr (EcpaOrderPage) unsigned_ones = list (f, token, "?state=unsigned");
  guint paper = 0;

  g_assert_cmpint (all->total, ==, 8);
  g_assert_cmpint (all->unsigned_orders, ==, 2);
  g_assert_cmpint (unsigned_ones->total, ==, 2);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (EcpaOrderSummary) item = g_list_model_get_item (G_LIST_MODEL (all->items), i);

      /* 申誡, and 嘉獎 of a time before electronic delivery. */
      g_assert_cmpint (item->electronic, ==, item->kind_code[0] == '4' && strcmp (item->issued_on, "2019-07-01") >= 0);
      paper += !item->electronic;
      if (i > 0)
        {
          g_autoptr (EcpaOrderSummary) before = g_list_model_get_item (G_LIST_MODEL (all->items), i - 1);

          g_assert_cmpstr (before->issued_on, >=, item->issued_on);
        }
    }
  g_assert_cmpuint (paper, ==, 2);
  backend_fixture_free (f);
}

static void
test_kinds (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "newest");
  g_autoptr (EcpaOrderPage) all = list (f, token, "?state=all");

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all->items)); i++)
    {
      g_autoptr (EcpaOrderSummary) item = g_list_model_get_item (G_LIST_MODEL (all->items), i);

      if (strcmp (item->kind_code, "4100") == 0)
        g_assert_true (item->electronic);
      if (strcmp (item->kind_code, "4200") == 0)
        {
          g_autofree char *key = g_uuid_string_random ();
          g_autoptr (Reply) reply = NULL;

          g_assert_false (item->electronic);
          view (f, token, item->id);
          reply = sign (f, token, item->id, key);
          assert_problem (reply, ECPA_PROBLEM_NOT_ELECTRONIC);
        }
    }
  backend_fixture_free (f);
}

/* Pages of two, while orders are signed between them: none comes twice, none is left out. */
static void
test_paging (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *query = g_strdup ("?state=all&limit=2");

  while (query != NULL)
    {
      g_autoptr (EcpaOrderPage) page = list (f, token, query);
      guint n = g_list_model_get_n_items (G_LIST_MODEL (page->items));

      g_assert_cmpuint (n, ==, 2);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (EcpaOrderSummary) item = g_list_model_get_item (G_LIST_MODEL (page->items), i);

          g_assert_true (g_hash_table_add (seen, g_strdup (item->id)));
          if (item->electronic && item->signed_at == NULL)
            {
              g_autofree char *key = g_uuid_string_random ();
              g_autoptr (Reply) reply = NULL;

              view (f, token, item->id);
              reply = sign (f, token, item->id, key);
              g_assert_cmpuint (reply->status, ==, 201);
            }
        }
      g_free (query);
      query = page->next_cursor != NULL ? g_strdup_printf ("?state=all&limit=2&cursor=%s", page->next_cursor) : NULL;
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 8);
  backend_fixture_free (f);
}

/* Whatever stands in an order's text arrives as it stands there; what is no time at all is not told. */
static void
test_any_text (void)
{
  static const char text[] = "「\"辦理\"」\\100%\t\n\x01\x7f,{}[]';--𥕢";
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autoptr (EcpaOrderPage) page = NULL;

  g_assert_true (ecpa_database_execute (f->store->database, NULL, NULL,
                                        "UPDATE orders SET reason = $1, notified_at = $2, viewed_at = $3"
                                        " WHERE person_id = 1",
                                        "sii", text, G_GINT64_CONSTANT (253402300799), G_MAXINT64));
  page = list (f, token, "?state=all");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (page->items)), ==, 8);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (EcpaOrderSummary) item = g_list_model_get_item (G_LIST_MODEL (page->items), i);
      g_autofree char *notified = ecpa_time_format (item->notified_at);

      g_assert_cmpstr (item->reason, ==, text);
      g_assert_cmpstr (notified, ==, "9999-12-31T23:59:59Z");
      g_assert_null (item->viewed_at);
    }
  backend_fixture_free (f);
}

static void
test_bad_queries (void)
{
  static const char *const cases[][2] = {
    { "?state=signed", "state" }, { "?limit=0", "limit" },     { "?limit=101", "limit" },
    { "?limit=x", "limit" },      { "?cursor=x", "cursor" },   { "?cursor=!!!!", "cursor" },
    { "?cursor=MjAyNnxhYmM", "cursor" }, { "?cursor=", "cursor" },
    { "?limit=%ff", "query" },    { "?cursor=%00", "query" },  { "?limit=1&x=%e7", "query" },
  };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat (ECPA_PATH_ORDERS, cases[i][0], NULL);
      g_autoptr (Reply) reply = call_now (f, "GET", path, token, NULL, NULL);

      assert_problem (reply, ECPA_PROBLEM_INVALID_REQUEST);
      g_assert_cmpstr (reply_text (reply, "field"), ==, cases[i][1]);
    }
  backend_fixture_free (f);
}

static EcpaOrder *
read_order (F          *f,
            const char *token,
            const char *id)
{
  g_autofree char *path = order_path (id, "");
  g_autoptr (Reply) reply = call_now (f, "GET", path, token, NULL, NULL);
  g_autofree char *etag = NULL;
  EcpaOrder *order;

  g_assert_cmpuint (reply->status, ==, 200);
  order = ecpa_record_from_json (ECPA_TYPE_ORDER, reply->json, NULL);
  g_assert_nonnull (order);
  etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", order->version);
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "ETag"), ==, etag);
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Cache-Control"), ==, "no-store");

  return order;
}

/* Three times, each recorded once and kept apart; the remedy's days counted from the last. */
static void
test_three_times (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (EcpaOrder) fresh = read_order (f, token, id);
  g_autoptr (EcpaOrder) viewed = NULL;
  g_autoptr (EcpaOrder) signed_for = NULL;
  g_autoptr (Reply) receipt = NULL;
  gint64 opened_at;

  g_assert_nonnull (fresh->notified_at);
  g_assert_null (fresh->viewed_at);
  g_assert_cmpstr (fresh->person_id_masked, ==, "F29****019");
  g_assert_cmpstr (fresh->recipient, ==, "林曉青君");
  g_assert_cmpstr (fresh->remedy->counted_from, ==, "2026-11-20");
  g_assert_cmpstr (fresh->remedy->last_day, ==, "2026-12-21"); /* 20 December is a Sunday */

  view (f, token, id);
  opened_at = f->now;
  f->now += 60;
  view (f, token, id);
  viewed = read_order (f, token, id);
  g_assert_cmpint (g_date_time_to_unix (viewed->viewed_at), ==, opened_at);
  g_assert_cmpint (viewed->version, ==, fresh->version + 1);

  f->now += 60;
  receipt = sign (f, token, id, key);
  g_assert_cmpuint (receipt->status, ==, 201);
  g_assert_cmpstr (reply_text (receipt, "order_id"), ==, id);
  g_assert_cmpstr (reply_text (receipt, "method"), ==, ECPA_METHOD_HEALTH_CARD);
  /* Neither opened nor signed for later. */
  f->now += 300;
  view (f, token, id);
  signed_for = read_order (f, token, id);
  g_assert_cmpint (g_date_time_to_unix (signed_for->viewed_at), ==, opened_at);
  g_assert_cmpint (g_date_time_to_unix (signed_for->signed_at), ==, opened_at + 120);
  g_assert_cmpint (signed_for->version, ==, viewed->version + 1);
  backend_fixture_free (f);
}

static void
test_not_viewed (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) early = sign (f, token, id, key);
  g_autoptr (Reply) later = NULL;

  assert_problem (early, ECPA_PROBLEM_NOT_VIEWED);
  /* A refusal is no answer to keep: the same key works once the order was opened. */
  view (f, token, id);
  later = sign (f, token, id, key);
  g_assert_cmpuint (later->status, ==, 201);
  backend_fixture_free (f);
}

static void
test_once (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  g_autofree char *other = NULL;
  g_autoptr (Reply) first = NULL;

  view (f, token, id);
  first = sign (f, token, id, key);
  g_assert_cmpuint (first->status, ==, 201);
  f->now += 500;
  {
    g_autoptr (Reply) again = sign (f, token, id, key);
    g_autoptr (Reply) fresh = sign (f, token, id, other_key);

    g_assert_cmpuint (again->status, ==, 201);
    g_assert_cmpstr (again->body, ==, first->body);
    g_assert_cmpuint (fresh->status, ==, 200);
    g_assert_cmpstr (fresh->body, ==, first->body);
  }
  backend_fixture_restart (f);
  {
    g_autoptr (Reply) again = sign (f, token, id, key);

    g_assert_cmpstr (again->body, ==, first->body);
  }
  other = first_unsigned (f, token);
  view (f, token, other);
  {
    g_autoptr (Reply) reused = sign (f, token, other, key);

    assert_problem (reused, ECPA_PROBLEM_KEY_REUSED);
  }
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM receipts WHERE person_id = 1 AND signed_at > 1790000000"), ==, 1);
  backend_fixture_free (f);
}

/* Keys are a person's own: another's is not in the way. */
static void
test_keys_are_personal (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *one = start (f, ORDINARY);
  g_autofree char *two = start (f, "newest");
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *order_one = first_unsigned (f, one);
  g_autofree char *order_two = first_unsigned (f, two);
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) second = NULL;

  view (f, one, order_one);
  view (f, two, order_two);
  first = sign (f, one, order_one, key);
  second = sign (f, two, order_two, key);
  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpuint (second->status, ==, 201);
  g_assert_cmpstr (reply_text (first, "id"), !=, reply_text (second, "id"));
  backend_fixture_free (f);
}

static void
test_parallel (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *path = order_path (id, "/receipts");
  g_autofree char *shared = g_uuid_string_random ();
  g_autofree char *expected = NULL;
  Call *calls[24];

  view (f, token, id);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *own = g_uuid_string_random ();

      calls[i] = call_start (f, "POST", path, token, i % 2 == 0 ? shared : own, "{}");
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      g_assert_cmpuint (reply->status / 100, ==, 2);
      if (expected == NULL)
        expected = g_strdup (reply->body);
      g_assert_cmpstr (reply->body, ==, expected);
    }
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM receipts WHERE person_id = 1 AND signed_at > 1790000000"), ==, 1);
  backend_fixture_free (f);
}

static void
test_key_needed (void)
{
  static const char *const keys[] = { NULL, "", "no-uuid", "6f1c2f7e-0000-0000-0000-00000000000g" };
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);

  view (f, token, id);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (Reply) reply = sign (f, token, id, keys[i]);

      assert_problem (reply, ECPA_PROBLEM_INVALID_REQUEST);
      g_assert_cmpstr (reply_text (reply, "field"), ==, "idempotency_key");
    }
  backend_fixture_free (f);
}

/* Thirty days, and not one longer. */
static void
test_keys_expire (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *again = NULL;
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *other = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) reused = NULL;
  g_autoptr (Reply) forgotten = NULL;

  view (f, token, id);
  first = sign (f, token, id, key);
  f->now += 30 * 86400;
  purge (f);
  again = card_token (f, ORDINARY);
  other = first_unsigned (f, again);
  view (f, again, other);
  reused = sign (f, again, other, key);
  assert_problem (reused, ECPA_PROBLEM_KEY_REUSED);
  f->now += 1;
  purge (f);
  forgotten = sign (f, again, other, key);
  g_assert_cmpuint (forgotten->status, ==, 201);
  backend_fixture_free (f);
}

static void
test_if_match (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, ORDINARY);
  g_autofree char *id = first_unsigned (f, token);
  g_autofree char *path = order_path (id, "/receipts");
  static const char *const tags[] = { "\"1\"", "\"2\"" };

  view (f, token, id);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      Call *call = call_start (f, "POST", path, token, key, NULL);
      g_autoptr (Reply) reply = NULL;

      soup_message_headers_append (soup_message_get_request_headers (call->message), "If-Match", tags[i]);
      reply = call_wait (call);
      if (i == 0)
        assert_problem (reply, ECPA_PROBLEM_CONFLICT);
      else
        g_assert_cmpuint (reply->status, ==, 201);
    }
  backend_fixture_free (f);
}

/* The clause is the order's own; on paper the day of service is not ours to know. */
static void
test_teacher (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = start (f, "newest");
  g_autofree char *id = find_number (f, token, "雄前金中人字第1060004215號");
  g_autoptr (EcpaOrder) order = read_order (f, token, id);

  g_assert_cmpstr (order->remedy->kind, ==, "teacher");
  g_assert_nonnull (strstr (order->remedy->text, "申訴"));
  g_assert_null (strstr (order->remedy->text, "復審"));
  g_assert_null (order->remedy->last_day);
  backend_fixture_free (f);
}

static void
test_consent (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = card_token (f, ORDINARY);
  g_autofree char *key = g_uuid_string_random ();
  static const char *const bodies[][2] = {
    { "{\"scope\":\"reward-orders\",\"version\":\"114-9\"}", "conflict" },
    { "{\"scope\":\"personal-data-notice\",\"version\":\"115-1\"}", "invalid_request" },
    { "{\"scope\":\"everything\",\"version\":\"115-1\"}", "invalid_request" },
    { "{\"scope\":\"reward-orders\"}", "invalid_request" },
  };
  g_autoptr (Reply) text = call_now (f, "GET", ECPA_PATH_CONSENT_TEXTS "/reward-orders", token, NULL, NULL);
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) again = NULL;

  g_assert_cmpstr (reply_text (text, "version"), ==, "115-1");
  g_assert_null (reply_text (text, "agreed_at"));
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Reply) reply = call_now (f, "POST", ECPA_PATH_CONSENTS, token, key, bodies[i][0]);

      g_assert_cmpstr (reply_text (reply, "code"), ==, bodies[i][1]);
    }
  first = call_now (f, "POST", ECPA_PATH_CONSENTS, token, key, "{\"scope\":\"reward-orders\",\"version\":\"115-1\"}");
  g_assert_cmpuint (first->status, ==, 201);
  f->now += 1000;
  g_free (key);
  key = g_uuid_string_random ();
  again = call_now (f, "POST", ECPA_PATH_CONSENTS, token, key, "{\"scope\":\"reward-orders\",\"version\":\"115-1\"}");
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (reply_text (again, "agreed_at"), ==, reply_text (first, "agreed_at"));
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM consents WHERE method = 'health-card' AND version = '115-1'"),
                   ==, 1);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/orders/lists", test_lists);
  g_test_add_func ("/backend/orders/kinds", test_kinds);
  g_test_add_func ("/backend/orders/paging", test_paging);
  g_test_add_func ("/backend/orders/any-text", test_any_text);
  g_test_add_func ("/backend/orders/bad-queries", test_bad_queries);
  g_test_add_func ("/backend/orders/three-times", test_three_times);
  g_test_add_func ("/backend/orders/not-viewed", test_not_viewed);
  g_test_add_func ("/backend/orders/once", test_once);
  g_test_add_func ("/backend/orders/keys-are-personal", test_keys_are_personal);
  g_test_add_func ("/backend/orders/parallel", test_parallel);
  g_test_add_func ("/backend/orders/key-needed", test_key_needed);
  g_test_add_func ("/backend/orders/keys-expire", test_keys_expire);
  g_test_add_func ("/backend/orders/if-match", test_if_match);
  g_test_add_func ("/backend/orders/teacher", test_teacher);
  g_test_add_func ("/backend/orders/consent", test_consent);

  return g_test_run ();
}
