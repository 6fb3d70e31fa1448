/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "history-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "ecpa-endpoints.h"
#include "ecpa-records.h"
#include "ecpa-test-server.h"

/* Types -------------------------------------------------------------------- */

struct _HistoryServer
{
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  SoupServer      *server;
  GTlsCertificate *certificate;
  char            *uri;

  GMutex           lock;
  GCond            begun;
  GPtrArray       *held;        /* of SoupServerMessage */
  char            *request;
  int              first;       /* the number of the newest order */
  guint            n_orders;
  guint            revision;
  guint            n_requests;
  guint            n_failing;
  guint            status;
  gboolean         holds;
  gboolean         restless;
  gboolean         is_short;
};

/* Answers ------------------------------------------------------------------ */

static gboolean
is_found (EcpaOrderQuery *query,
          const char     *reason)
{
  return query->text == NULL || strstr (reason, query->text) != NULL;
}

static void
append_order (GListStore *items,
              int         number,
              const char *reason)
{
  g_autofree char *id = g_strdup_printf ("o%d", number);
  g_autoptr (EcpaOrderSummary) order = NULL;

  order = g_object_new (ECPA_TYPE_ORDER_SUMMARY, "id", id, "version", (gint64) 1, "kind-code", "4001",
                        "kind-name", "嘉獎一次", "agency-name", "測試機關", "issued-on", "2026-08-03",
                        "document-number", "測人字第1號", "reason", reason, "electronic", TRUE, NULL);
  g_list_store_append (items, order);
}

static void
append_kinds (EcpaOrderSearch *search)
{
  g_autoptr (EcpaKindCount) kind = g_object_new (ECPA_TYPE_KIND_COUNT, "kind-code", "4001", "kind-name", "嘉獎一次",
                                                 "points", (gint64) 1, "count", search->total, NULL);
  g_autoptr (EcpaYearCount) year = g_object_new (ECPA_TYPE_YEAR_COUNT, "year", "2026", "count", search->total, NULL);

  g_list_store_append (search->kinds, kind);
  g_list_store_append (search->years, year);
}

static EcpaOrderSearch *
search_orders (HistoryServer  *self,
               EcpaOrderQuery *query)
{
  EcpaOrderSearch *search = g_object_new (ECPA_TYPE_ORDER_SEARCH, NULL);
  gint64 offset = MAX (query->offset, 0);
  gint64 end = offset + (query->limit > 0 ? query->limit : 20) - (self->is_short ? 1 : 0);
  gint64 total = 0;
  g_autofree char *revision = NULL;

  if (self->restless)
    self->revision++;
  revision = g_strdup_printf ("r%u", self->revision);
  for (guint i = 0; i < self->n_orders; i++)
    {
      int number = self->first - (int) i;
      g_autofree char *reason = g_strdup_printf ("第%d件", number);

      if (!is_found (query, reason))
        continue;
      if (total >= offset && total < end)
        append_order (search->items, number, reason);
      total++;
    }
  g_object_set (search, "offset", offset, "total", total, "revision", revision, "has-totals", query->totals, NULL);
  if (query->totals)
    append_kinds (search);

  return search;
}

/* With the lock. */
static void
answer (HistoryServer     *self,
        SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (EcpaOrderQuery) query = NULL;
  g_autoptr (EcpaOrderSearch) search = NULL;
  g_autoptr (GError) error = NULL;
  char *json;

  g_free (self->request);
  self->request = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (self->n_failing > 0)
    {
      self->n_failing--;
      soup_server_message_set_status (message, self->status, NULL);
      return;
    }

  query = ecpa_record_parse (ECPA_TYPE_ORDER_QUERY, self->request, -1, &error);
  g_assert_no_error (error);
  search = search_orders (self, query);
  json = ecpa_record_print (ECPA_RECORD (search));
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, ECPA_MEDIA_JSON, SOUP_MEMORY_TAKE, json, strlen (json));
}

/* Callbacks ---------------------------------------------------------------- */

static void
requested_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           data)
{
  HistoryServer *self = data;

  g_mutex_lock (&self->lock);
  self->n_requests++;
  if (self->holds)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
    }
  else
    answer (self, message);
  g_mutex_unlock (&self->lock);
}

static gboolean
release_cb (gpointer data)
{
  HistoryServer *self = data;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->held->len; i++)
    {
      answer (self, self->held->pdata[i]);
      soup_server_message_unpause (self->held->pdata[i]);
    }
  g_ptr_array_set_size (self->held, 0);
  g_mutex_unlock (&self->lock);

  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (((HistoryServer *) data)->loop);

  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  HistoryServer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_handler (server, ECPA_PATH_ORDER_SEARCHES, requested_cb, self, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->uri = g_strdup_printf ("https://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_cond_signal (&self->begun);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* Public ------------------------------------------------------------------- */

HistoryServer *
history_server_new (guint n_orders)
{
  HistoryServer *self = g_new0 (HistoryServer, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->begun);
  self->n_orders = n_orders;
  self->first = (int) n_orders;
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->certificate = ecpa_test_make_certificate ("history");
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("test-history", serve, self);
  g_mutex_lock (&self->lock);
  while (self->uri == NULL)
    g_cond_wait (&self->begun, &self->lock);
  g_mutex_unlock (&self->lock);

  return self;
}

void
history_server_free (HistoryServer *self)
{
  history_server_hold (self, FALSE);
  g_main_context_invoke (self->context, quit_cb, self);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->held);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->certificate);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->begun);
  g_free (self->request);
  g_free (self->uri);
  g_free (self);
}

const char *
history_server_get_uri (HistoryServer *self)
{
  return self->uri;
}

GTlsCertificate *
history_server_get_certificate (HistoryServer *self)
{
  return self->certificate;
}

void
history_server_add (HistoryServer *self,
                    int            n)
{
  g_mutex_lock (&self->lock);
  self->first += n;
  self->n_orders = (guint) ((int) self->n_orders + n);
  self->revision++;
  g_mutex_unlock (&self->lock);
}

void
history_server_touch (HistoryServer *self)
{
  history_server_add (self, 0);
}

void
history_server_set_restless (HistoryServer *self,
                             gboolean       restless)
{
  g_mutex_lock (&self->lock);
  self->restless = restless;
  g_mutex_unlock (&self->lock);
}

void
history_server_hold (HistoryServer *self,
                     gboolean       hold)
{
  g_mutex_lock (&self->lock);
  self->holds = hold;
  g_mutex_unlock (&self->lock);
  if (!hold)
    g_main_context_invoke (self->context, release_cb, self);
}

void
history_server_fail (HistoryServer *self,
                     guint          n,
                     guint          status)
{
  g_mutex_lock (&self->lock);
  self->n_failing = n;
  self->status = status;
  g_mutex_unlock (&self->lock);
}

void
history_server_set_short (HistoryServer *self,
                          gboolean       is_short)
{
  g_mutex_lock (&self->lock);
  self->is_short = is_short;
  g_mutex_unlock (&self->lock);
}

guint
history_server_get_n_requests (HistoryServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_requests;
  g_mutex_unlock (&self->lock);

  return n;
}

guint
history_server_get_n_waiting (HistoryServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->held->len;
  g_mutex_unlock (&self->lock);

  return n;
}

char *
history_server_dup_request (HistoryServer *self)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->lock);

  return request;
}
