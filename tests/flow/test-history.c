/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-flow-private.h"

#include <string.h>

#include "ecpa-history-pages.h"
#include "ecpa-patience.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"
#include "history-server.h"

#define N_ORDERS 1000

/* Types -------------------------------------------------------------------- */

typedef struct
{
  HistoryServer *server;
  EcpaSimulator *simulator;
  EcpaServices  *services;
  EcpaScope     *scope;
  EcpaHistory   *history;
  char          *directory;

  /* The last items-changed, and how many there were. */
  guint          n_changes;
  guint          position;
  guint          removed;
  guint          added;

  GPtrArray     *collected;
  EcpaFault     *collect_fault;
  gboolean       collect_done;
  guint          progress;
} Fixture;

typedef struct
{
  gpointer    object;
  const char *text;
} Expected;

/* Auxiliaries -------------------------------------------------------------- */

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Fixture    *self)
{
  self->n_changes++;
  self->position = position;
  self->removed = removed;
  self->added = added;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSecret) token = ecpa_secret_new_from_text ("token", -1);
  EcpaClientLimits limits;
  EcpaClient *client;

  self->server = history_server_new (data != NULL ? GPOINTER_TO_UINT (data) : N_ORDERS);
  self->directory = ecpa_test_make_directory ();
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  self->services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), history_server_get_uri (self->server),
                                      history_server_get_certificate (self->server), NULL);
  g_object_set (self->services, "data-directory", self->directory, NULL);
  client = ecpa_services_get_client (self->services);
  ecpa_client_set_token (client, token);
  ecpa_client_get_limits (client, &limits);
  limits.pause_ms = 5;
  ecpa_client_set_limits (client, &limits);
  self->scope = ecpa_scope_new (self->services);
  self->history = ecpa_history_new (self->scope);
  g_signal_connect (self->history, "items-changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  history_server_hold (self->server, FALSE);
  g_object_add_weak_pointer (G_OBJECT (self->history), (gpointer *) &self->history);
  g_object_add_weak_pointer (G_OBJECT (self->scope), (gpointer *) &self->scope);
  g_object_add_weak_pointer (G_OBJECT (self->services), (gpointer *) &self->services);
  ecpa_scope_end (self->scope, NULL);
  ecpa_services_shutdown (self->services);
  g_object_unref (self->history);
  g_object_unref (self->scope);
  g_object_unref (self->services);
  g_object_unref (self->simulator);
  ecpa_test_assert_dies (self->history);
  ecpa_test_assert_dies (self->scope);
  ecpa_test_assert_dies (self->services);
  history_server_free (self->server);
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
  g_clear_pointer (&self->collected, g_ptr_array_unref);
  g_clear_pointer (&self->collect_fault, ecpa_fault_free);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->history));
}

static EcpaHistoryRow *
get_row (Fixture *self,
         guint    position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->history), position);
}

static gboolean
is_loaded (gpointer history)
{
  return !ecpa_history_is_loading (history);
}

static gboolean
is_filled (gpointer row)
{
  return ecpa_history_row_get_summary (row) != NULL;
}

static gboolean
says (gpointer data)
{
  Expected *expected = data;
  EcpaOrderSummary *summary = ecpa_history_row_get_summary (expected->object);

  return summary != NULL && g_str_equal (summary->reason, expected->text);
}

static void
await_text (EcpaHistoryRow *row,
            const char     *text)
{
  Expected expected = { row, text };

  if (!ecpa_test_wait (says, &expected, 20000))
    g_error ("waited in vain for “%s”; it says “%s”", text,
             ecpa_history_row_get_summary (row) != NULL ? ecpa_history_row_get_summary (row)->reason : "nothing");
}

static void
load (Fixture *self)
{
  ecpa_history_load (self->history);
  ecpa_test_until (is_loaded, self->history);
  g_assert_null (ecpa_history_get_fault (self->history));
}

static gboolean
has_fault (gpointer history)
{
  return ecpa_history_get_fault (history) != NULL;
}

static gboolean
is_waiting (gpointer server)
{
  return history_server_get_n_waiting (server) > 0;
}

/* Windows ------------------------------------------------------------------ */

static void
test_windows (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) first = NULL, again = NULL, far = NULL, last = NULL;
  guint before;

  g_assert_cmpuint (count (self), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->history), 0));
  load (self);
  g_assert_cmpuint (count (self), ==, N_ORDERS);
  g_assert_cmpuint (self->n_changes, ==, 1);
  g_assert_cmpuint (self->added, ==, N_ORDERS);
  g_assert_cmpint (ecpa_history_get_totals (self->history)->total, ==, N_ORDERS);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 1);

  /* What the answer held is there; the rest comes when it is looked at, and the same row while it is held. */
  first = get_row (self, 0);
  g_assert_cmpstr (ecpa_history_row_get_summary (first)->reason, ==, "第1000件");
  far = get_row (self, 550);
  g_assert_null (ecpa_history_row_get_summary (far));
  again = get_row (self, 550);
  g_assert_true (far == again);
  last = get_row (self, N_ORDERS - 1);
  await_text (far, "第450件");
  await_text (last, "第1件");
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 3);

  /* A page that is kept is not asked for again. */
  before = history_server_get_n_requests (self->server);
  for (guint i = 500; i < 600; i++)
    {
      g_autoptr (EcpaHistoryRow) row = get_row (self, i);

      g_assert_nonnull (ecpa_history_row_get_summary (row));
    }
  ecpa_test_settle (60);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, before);
  g_assert_cmpuint (self->n_changes, ==, 1);
}

/* However far somebody scrolls, what is held is bounded, and what was dropped comes again. */
static void
test_bounded (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) back = NULL;
  guint n_pages;
  guint before;

  load (self);
  n_pages = count (self) / ECPA_HISTORY_PAGE;
  g_assert_cmpuint (n_pages, >, ECPA_HISTORY_PAGES_KEPT);
  for (guint page = 0; page < n_pages; page++)
    {
      g_autoptr (EcpaHistoryRow) row = get_row (self, page * ECPA_HISTORY_PAGE);

      ecpa_test_until (is_filled, row);
    }
  before = history_server_get_n_requests (self->server);
  g_assert_cmpuint (before, ==, n_pages);
  back = get_row (self, 1);
  g_assert_null (ecpa_history_row_get_summary (back));
  ecpa_test_until (is_filled, back);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, before + 1);
}

static gboolean
are_three (gpointer server)
{
  return history_server_get_n_waiting (server) == 3;
}

/* Three at a time; what nobody looks at any more gives way to what somebody does. */
static void
test_few_at_a_time (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  EcpaHistoryRow *wanted;

  load (self);
  history_server_hold (self->server, TRUE);
  for (guint page = 1; page < 8; page++)
    g_ptr_array_add (rows, get_row (self, page * ECPA_HISTORY_PAGE));
  ecpa_test_until (are_three, self->server);
  ecpa_test_settle (80);
  g_assert_cmpuint (history_server_get_n_waiting (self->server), ==, 3);

  g_ptr_array_set_size (rows, 0);
  wanted = get_row (self, 900);
  g_ptr_array_add (rows, wanted);
  ecpa_test_settle (80);
  history_server_hold (self->server, FALSE);
  await_text (wanted, "第100件");
  ecpa_test_settle (80);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 5);
}

/* Queries ------------------------------------------------------------------ */

static gboolean
are_found (gpointer history)
{
  guint found;

  g_object_get (history, "found", &found, NULL);

  return found != N_ORDERS && is_loaded (history);
}

/* One request for what was typed, once it rests; what was found before stays until then. */
static void
test_typing (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *request = NULL;
  g_autoptr (EcpaHistoryRow) row = NULL;

  load (self);
  ecpa_history_set_text (self->history, "9");
  ecpa_history_set_text (self->history, "99");
  ecpa_history_set_text (self->history, " 99 ");
  g_assert_true (ecpa_history_is_filtered (self->history));
  g_assert_false (ecpa_history_is_loading (self->history));
  g_assert_cmpuint (count (self), ==, N_ORDERS);
  ecpa_test_until (are_found, self->history);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 2);
  g_assert_cmpuint (count (self), ==, 19);
  request = history_server_dup_request (self->server);
  g_assert_nonnull (strstr (request, "\"99\""));
  g_assert_nonnull (strstr (request, "\"totals\":true"));
  row = get_row (self, 0);
  g_assert_cmpstr (ecpa_history_row_get_summary (row)->reason, ==, "第999件");

  /* The same again is nothing to ask for. */
  ecpa_history_set_text (self->history, "99 ");
  ecpa_test_settle (200);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 2);
}

/* As much as the backend takes is asked for, and no more: a whole page of text pasted by mistake is no fault. */
static void
test_long (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *request = NULL;

  for (guint i = 0; i <= ECPA_ORDER_QUERY_MAX_TEXT; i++)
    g_string_append (text, "字");
  load (self);
  ecpa_history_set_text (self->history, text->str);
  ecpa_history_search_now (self->history);
  ecpa_test_until (is_loaded, self->history);
  request = history_server_dup_request (self->server);
  g_assert_null (strstr (request, text->str));
  g_string_truncate (text, text->len - strlen ("字"));
  g_assert_nonnull (strstr (request, text->str));
}

static void
test_at_once (Fixture       *self,
              gconstpointer  data)
{
  load (self);
  ecpa_history_set_text (self->history, "100");
  ecpa_history_search_now (self->history);
  g_assert_true (ecpa_history_is_loading (self->history));
  ecpa_test_until (are_found, self->history);
  g_assert_cmpuint (count (self), ==, 2);
  ecpa_history_search_now (self->history);
  g_assert_false (ecpa_history_is_loading (self->history));
}

/* A newer query takes the place of the one on its way, whatever comes back. */
static void
test_superseded (Fixture       *self,
                 gconstpointer  data)
{
  load (self);
  history_server_hold (self->server, TRUE);
  ecpa_history_set_text (self->history, "1");
  ecpa_history_search_now (self->history);
  ecpa_test_until (is_waiting, self->server);
  ecpa_history_set_text (self->history, "777");
  ecpa_history_search_now (self->history);
  history_server_hold (self->server, FALSE);
  ecpa_test_until (are_found, self->history);
  g_assert_cmpuint (count (self), ==, 1);
  g_assert_cmpuint (self->n_changes, ==, 2);
}

static void
test_nothing (Fixture       *self,
              gconstpointer  data)
{
  load (self);
  ecpa_history_set_text (self->history, "nobody");
  ecpa_test_until (are_found, self->history);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_true (ecpa_history_is_filtered (self->history));

  ecpa_history_clear_filters (self->history);
  g_assert_cmpstr (ecpa_history_get_text (self->history), ==, "");
  g_assert_false (ecpa_history_is_filtered (self->history));
  ecpa_test_until (is_loaded, self->history);
  g_assert_cmpuint (count (self), ==, N_ORDERS);
}

static void
test_filters (Fixture       *self,
              gconstpointer  data)
{
  static const char *const years[] = { "2025", "2026", NULL };
  static const char *const kinds[] = { "4001", NULL };
  g_autofree char *request = NULL;

  load (self);
  ecpa_history_set_years (self->history, years);
  ecpa_history_set_kinds (self->history, kinds);
  ecpa_history_set_sort (self->history, ECPA_HISTORY_AGENCY);
  ecpa_test_until (is_loaded, self->history);
  request = history_server_dup_request (self->server);
  g_assert_nonnull (strstr (request, "\"years\":[\"2025\",\"2026\"]"));
  g_assert_nonnull (strstr (request, "\"kinds\":[\"4001\"]"));
  g_assert_nonnull (strstr (request, "\"sort\":\"agency\""));
  g_assert_nonnull (strstr (request, "\"ascending\":true"));
  g_assert_true (ecpa_history_is_filtered (self->history));
}

/* Revisions ---------------------------------------------------------------- */

/* Orders that came in are put before what the person sees; that stays the same row, with the same order. */
static void
test_came_in (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) seen = NULL, next = NULL, same = NULL, newest = NULL;

  load (self);
  seen = get_row (self, 450);
  await_text (seen, "第550件");
  history_server_add (self->server, 3);
  next = get_row (self, 510);
  await_text (next, "第490件");
  g_assert_cmpuint (count (self), ==, N_ORDERS + 3);
  g_assert_cmpuint (self->n_changes, ==, 2);
  g_assert_cmpuint (self->position, ==, 0);
  g_assert_cmpuint (self->removed, ==, 0);
  g_assert_cmpuint (self->added, ==, 3);
  same = get_row (self, 453);
  g_assert_true (same == seen);
  g_assert_cmpstr (ecpa_history_row_get_summary (seen)->reason, ==, "第550件");
  newest = get_row (self, 0);
  await_text (newest, "第1003件");
  g_assert_cmpint (ecpa_history_get_totals (self->history)->total, ==, N_ORDERS + 3);
}

static void
test_went_away (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) seen = NULL, next = NULL, same = NULL;

  load (self);
  seen = get_row (self, 450);
  await_text (seen, "第550件");
  history_server_add (self->server, -3);
  next = get_row (self, 510);
  await_text (next, "第490件");
  g_assert_cmpuint (count (self), ==, N_ORDERS - 3);
  g_assert_cmpuint (self->position, ==, 0);
  g_assert_cmpuint (self->removed, ==, 3);
  same = get_row (self, 447);
  g_assert_true (same == seen);
}

typedef struct
{
  EcpaHistoryRow   *row;
  EcpaOrderSummary *old;
} Renewal;

static gboolean
is_renewed (gpointer data)
{
  Renewal *renewal = data;

  return ecpa_history_row_get_summary (renewal->row) != renewal->old;
}

/* An order was opened or signed for: nothing moves, and what is held is filled anew. */
static void
test_touched (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) seen = NULL, next = NULL;
  EcpaOrderSummary *old;
  Renewal renewal;
  guint before;

  load (self);
  seen = get_row (self, 250);
  ecpa_test_until (is_filled, seen);
  old = g_object_ref (ecpa_history_row_get_summary (seen));
  history_server_touch (self->server);
  before = history_server_get_n_requests (self->server);
  next = get_row (self, 999);
  await_text (next, "第1件");
  g_assert_cmpuint (self->n_changes, ==, 1);
  renewal = (Renewal) { seen, old };
  ecpa_test_until (is_renewed, &renewal);
  ecpa_test_settle (100);
  g_assert_cmpuint (history_server_get_n_requests (self->server), <=, before + 3);
  g_object_unref (old);
}

/* What changes while the answer to a query is on its way, which may be from before, is asked for after it. */
static void
test_changed_meanwhile (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) row = NULL;
  EcpaOrderSummary *old;
  Renewal renewal;

  load (self);
  row = get_row (self, 0);
  history_server_hold (self->server, TRUE);
  ecpa_history_set_text (self->history, "9");
  ecpa_history_search_now (self->history);
  ecpa_test_until (is_waiting, self->server);
  ecpa_scope_tell_orders (self->scope, -1);
  history_server_hold (self->server, FALSE);
  ecpa_test_until (is_loaded, self->history);
  old = g_object_ref (ecpa_history_row_get_summary (row));
  renewal = (Renewal) { row, old };
  ecpa_test_until (is_renewed, &renewal);
  ecpa_test_settle (200);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, 3);
  g_object_unref (old);
}

/* A backend that says something else each time does not make it ask for ever. */
static void
test_restless (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = 0;

  load (self);
  history_server_set_restless (self->server, TRUE);
  for (guint page = 0; page < 6; page++)
    g_ptr_array_add (rows, get_row (self, page * ECPA_HISTORY_PAGE));
  for (guint i = 0; i < rows->len; i++)
    ecpa_test_until (is_filled, rows->pdata[i]);
  /* It comes to rest, whenever that is. */
  while (history_server_get_n_requests (self->server) != before)
    {
      before = history_server_get_n_requests (self->server);
      g_assert_cmpuint (before, <, 60);
      ecpa_test_settle (300);
    }
}

/* Faults ------------------------------------------------------------------- */

static void
test_fault_first (Fixture       *self,
                  gconstpointer  data)
{
  history_server_fail (self->server, 3, 500);
  ecpa_history_load (self->history);
  ecpa_test_until (has_fault, self->history);
  g_assert_cmpint (ecpa_history_get_fault (self->history)->code, ==, ECPA_FAULT_SERVER_ERROR);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_false (ecpa_history_is_loading (self->history));

  ecpa_history_retry (self->history);
  ecpa_test_until (is_loaded, self->history);
  g_assert_null (ecpa_history_get_fault (self->history));
  g_assert_cmpuint (count (self), ==, N_ORDERS);
}

/* A page that does not come leaves the others, and nothing hammers on until the person asks. */
static void
test_fault_page (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) first = NULL, far = NULL;
  guint before;

  load (self);
  first = get_row (self, 0);
  history_server_fail (self->server, 3, 404);
  far = get_row (self, 700);
  ecpa_test_until (has_fault, self->history);
  before = history_server_get_n_requests (self->server);
  g_assert_cmpuint (count (self), ==, N_ORDERS);
  g_assert_nonnull (ecpa_history_row_get_summary (first));
  g_object_unref (get_row (self, 800));
  ecpa_test_settle (100);
  g_assert_cmpuint (history_server_get_n_requests (self->server), ==, before);

  history_server_fail (self->server, 0, 0);
  ecpa_history_retry (self->history);
  g_assert_null (ecpa_history_get_fault (self->history));
  await_text (far, "第300件");
}

/* What a query that failed would have found is not what is there. */
static void
test_fault_query (Fixture       *self,
                  gconstpointer  data)
{
  load (self);
  history_server_fail (self->server, 3, 500);
  ecpa_history_set_text (self->history, "5");
  ecpa_test_until (has_fault, self->history);
  g_assert_cmpuint (count (self), ==, 0);
  ecpa_history_retry (self->history);
  ecpa_test_until (is_loaded, self->history);
  g_assert_cmpuint (count (self), >, 0);
  g_assert_cmpuint (count (self), <, N_ORDERS);
}

static void
test_short_page (Fixture       *self,
                 gconstpointer  data)
{
  history_server_set_short (self->server, TRUE);
  ecpa_history_load (self->history);
  ecpa_test_until (has_fault, self->history);
  g_assert_cmpint (ecpa_history_get_fault (self->history)->code, ==, ECPA_FAULT_BAD_ANSWER);
  g_assert_cmpuint (count (self), ==, 0);
}

static gboolean
is_slow (gpointer history)
{
  return ecpa_history_is_slow (history);
}

static void
test_slow (Fixture       *self,
           gconstpointer  data)
{
  ecpa_patience_set_limit (50);
  history_server_hold (self->server, TRUE);
  ecpa_history_load (self->history);
  g_assert_false (ecpa_history_is_slow (self->history));
  ecpa_test_until (is_slow, self->history);
  g_assert_true (ecpa_history_is_loading (self->history));
  history_server_hold (self->server, FALSE);
  ecpa_test_until (is_loaded, self->history);
  g_assert_false (ecpa_history_is_slow (self->history));
  ecpa_patience_set_limit (ECPA_PATIENCE_MS);
}

/* The end of the session takes all of it away, also out of rows that are still held. */
static void
test_ended (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (EcpaHistoryRow) row = NULL;
  g_autoptr (EcpaHistoryRow) waiting = NULL;
  g_autoptr (EcpaOrderItem) item = NULL;

  load (self);
  row = get_row (self, 0);
  item = ecpa_history_get_order (self->history, 0);
  g_assert_nonnull (item);
  ecpa_history_set_text (self->history, "1");
  history_server_hold (self->server, TRUE);
  waiting = get_row (self, 600);
  ecpa_test_until (is_waiting, self->server);

  ecpa_scope_end (self->scope, NULL);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_cmpuint (self->removed, ==, N_ORDERS);
  g_assert_null (ecpa_history_row_get_summary (row));
  g_assert_null (ecpa_history_get_totals (self->history));
  g_assert_cmpstr (ecpa_history_get_text (self->history), ==, "");
  g_assert_null (ecpa_order_item_get_summary (item)->id);
  history_server_hold (self->server, FALSE);
  ecpa_test_settle (200);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_null (ecpa_history_row_get_summary (waiting));
  ecpa_history_load (self->history);
  ecpa_history_set_text (self->history, "2");
  g_assert_false (ecpa_history_is_loading (self->history));
  g_assert_cmpstr (ecpa_history_get_text (self->history), ==, "");
}

/* One item an order, whichever list it is taken from. */
static void
test_same_item (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) one = NULL, same = NULL, other = NULL;

  load (self);
  one = ecpa_history_get_order (self->history, 5);
  same = ecpa_history_get_order (self->history, 5);
  other = ecpa_history_get_order (self->history, 6);
  g_assert_true (one == same);
  g_assert_true (one != other);
  g_assert_null (ecpa_history_get_order (self->history, 700));
  g_assert_null (ecpa_history_get_order (self->history, N_ORDERS));
}

/* Collecting --------------------------------------------------------------- */

static void
collected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Fixture *self = data;

  self->collected = ecpa_history_collect_finish (ECPA_HISTORY (source), result, &self->collect_fault);
  self->collect_done = TRUE;
}

static void
progressed_cb (guint    done,
               guint    total,
               gpointer data)
{
  Fixture *self = data;

  g_assert_cmpuint (done, <=, total);
  self->progress++;
  if (self->progress == 4)
    history_server_touch (self->server);
}

/* Every row of what was found, of one revision. */
static void
test_collect (Fixture       *self,
              gconstpointer  data)
{
  load (self);
  ecpa_history_collect_async (self->history, progressed_cb, self, NULL, collected_cb, self);
  ecpa_test_until (ecpa_test_is_set, &self->collect_done);
  g_assert_null (self->collect_fault);
  g_assert_cmpuint (self->collected->len, ==, N_ORDERS);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autofree char *reason = g_strdup_printf ("第%u件", N_ORDERS - i);

      g_assert_cmpstr (((EcpaOrderSummary *) self->collected->pdata[i])->reason, ==, reason);
    }
  /* It began anew after the change. */
  g_assert_cmpuint (self->progress, ==, 4 + 1 + 10);
}

static void
searched_meanwhile_cb (guint    done,
                       guint    total,
                       gpointer data)
{
  Fixture *self = data;

  self->progress++;
  if (self->progress > 1)
    return;
  ecpa_history_set_text (self->history, "第7");
  ecpa_history_search_now (self->history);
  ecpa_test_until (is_loaded, self->history);
}

/* What is looked for while it is collected belongs to the list, not to the file. */
static void
test_collect_other (Fixture       *self,
                    gconstpointer  data)
{
  load (self);
  ecpa_history_collect_async (self->history, searched_meanwhile_cb, self, NULL, collected_cb, self);
  ecpa_test_until (ecpa_test_is_set, &self->collect_done);
  g_assert_cmpuint (count (self), <, N_ORDERS);
  g_assert_null (self->collect_fault);
  g_assert_cmpuint (self->collected->len, ==, N_ORDERS);
}

static void
test_collect_cancelled (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  load (self);
  history_server_hold (self->server, TRUE);
  ecpa_history_collect_async (self->history, NULL, NULL, cancellable, collected_cb, self);
  ecpa_test_until (is_waiting, self->server);
  g_cancellable_cancel (cancellable);
  ecpa_test_until (ecpa_test_is_set, &self->collect_done);
  g_assert_null (self->collected);
  g_assert_null (self->collect_fault);
}

static void
test_collect_fails (Fixture       *self,
                    gconstpointer  data)
{
  load (self);
  history_server_fail (self->server, 3, 500);
  ecpa_history_collect_async (self->history, NULL, NULL, NULL, collected_cb, self);
  ecpa_test_until (ecpa_test_is_set, &self->collect_done);
  g_assert_null (self->collected);
  g_assert_cmpint (self->collect_fault->code, ==, ECPA_FAULT_SERVER_ERROR);
  g_assert_null (ecpa_history_get_fault (self->history));
}

#define ADD(path, func) g_test_add ("/flow/history/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("windows", test_windows);
  g_test_add ("/flow/history/bounded", Fixture, GUINT_TO_POINTER (5000), set_up, test_bounded, tear_down);
  ADD ("few-at-a-time", test_few_at_a_time);
  ADD ("typing", test_typing);
  ADD ("long", test_long);
  ADD ("at-once", test_at_once);
  ADD ("superseded", test_superseded);
  ADD ("nothing", test_nothing);
  ADD ("filters", test_filters);
  ADD ("came-in", test_came_in);
  ADD ("went-away", test_went_away);
  ADD ("touched", test_touched);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("restless", test_restless);
  ADD ("fault/first", test_fault_first);
  ADD ("fault/page", test_fault_page);
  ADD ("fault/query", test_fault_query);
  ADD ("fault/short-page", test_short_page);
  ADD ("slow", test_slow);
  ADD ("ended", test_ended);
  ADD ("same-item", test_same_item);
  ADD ("collect/all", test_collect);
  ADD ("collect/other", test_collect_other);
  ADD ("collect/cancelled", test_collect_cancelled);
  ADD ("collect/fails", test_collect_fails);

  return ecpa_test_run ();
}
