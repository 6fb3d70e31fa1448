/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "ecpa-card-proof.h"
#include "ecpa-card-records.h"
#include "ecpa-endpoints.h"
#include "ecpa-records.h"
#include "ecpa-test-server.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  guint  status;
  char  *json;          /* nullable */
  guint  n_requests;
  char  *request;       /* nullable */
} Route;

struct _CardServer
{
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  GTlsCertificate *certificate;
  char            *uri;

  GMutex           lock;
  GCond            begun;
  GHashTable      *routes;      /* of Route by its name */
  GPtrArray       *held;        /* of SoupServerMessage */
  GPtrArray       *listeners;   /* of SoupWebsocketConnection */
  char            *listener;    /* nullable */
  guint            n_breaking;
  guint            n_sessions;
  char            *holds;       /* nullable: the route that is */
  gboolean         deaf;
};

typedef struct
{
  CardServer *server;
  char       *json;
} News;

/* Answers ------------------------------------------------------------------ */

static void
route_free (gpointer data)
{
  Route *route = data;

  g_free (route->json);
  g_free (route->request);
  g_free (route);
}

/* With the lock. */
static Route *
find_route (CardServer *self,
            const char *name)
{
  Route *route = g_hash_table_lookup (self->routes, name);

  if (route == NULL)
    {
      route = g_new0 (Route, 1);
      route->status = SOUP_STATUS_NOT_FOUND;
      g_hash_table_insert (self->routes, g_strdup (name), route);
    }

  return route;
}

static char *
make_challenge (void)
{
  guint8 zeros[ECPA_BACKEND_CHALLENGE_LENGTH] = { 0 };
  g_autoptr (GBytes) login_id = g_bytes_new (zeros, ECPA_LOGIN_ID_LENGTH);
  g_autoptr (GBytes) challenge = g_bytes_new (zeros, ECPA_BACKEND_CHALLENGE_LENGTH);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 1);
  g_autoptr (EcpaChallenge) record = g_object_new (ECPA_TYPE_CHALLENGE, "login-id", login_id, "backend-challenge",
                                                   challenge, "backend-name", "localhost", "expires-at", later, NULL);

  return ecpa_record_print (ECPA_RECORD (record));
}

static char *
make_session (CardServer *self)
{
  g_autofree char *token = g_strdup_printf ("card-token-%u", ++self->n_sessions);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 15);
  g_autoptr (EcpaCardSession) record = g_object_new (ECPA_TYPE_CARD_SESSION, "token", token, "holder-masked", "林○○",
                                                     "state", "verified", "mail-masked", "l***@example.tw",
                                                     "expires-at", later, NULL);

  return ecpa_record_print (ECPA_RECORD (record));
}

static const char *
get_token (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                     "Authorization");

  return header != NULL && g_str_has_prefix (header, "Bearer ") ? header + strlen ("Bearer ") : "";
}

/* With the lock. */
static void
answer (CardServer        *self,
        SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  g_autofree char *name = g_strdup_printf ("%s %s", soup_server_message_get_method (message), g_uri_get_path (uri));
  Route *route = find_route (self, name);
  char *json = g_strdup (route->json);
  guint status = route->status;

  if (json == NULL && g_str_equal (name, "POST " ECPA_PATH_LOGIN_CHALLENGES))
    {
      json = make_challenge ();
      status = SOUP_STATUS_CREATED;
    }
  else if (json == NULL && g_str_equal (name, "POST " ECPA_PATH_CARD_SESSIONS))
    {
      json = make_session (self);
      status = SOUP_STATUS_CREATED;
    }
  else if (json == NULL && g_str_has_prefix (name, "DELETE "))
    status = SOUP_STATUS_NO_CONTENT;

  if (self->n_breaking > 0)
    {
      self->n_breaking--;
      g_free (json);
      g_io_stream_close (soup_server_message_steal_connection (message), NULL, NULL);
      return;
    }
  soup_server_message_set_status (message, status, NULL);
  if (json != NULL)
    soup_server_message_set_response (message, status >= 400 ? ECPA_MEDIA_PROBLEM : ECPA_MEDIA_JSON, SOUP_MEMORY_TAKE,
                                      json, strlen (json));
}

/* Callbacks ---------------------------------------------------------------- */

static void
requested_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           data)
{
  CardServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *name = g_strdup_printf ("%s %s", soup_server_message_get_method (message), path);
  const char *key = soup_message_headers_get_one (headers, ECPA_HEADER_IDEMPOTENCY_KEY);
  Route *route;

  g_mutex_lock (&self->lock);
  route = find_route (self, name);
  route->n_requests++;
  g_free (route->request);
  route->request = g_strdup_printf ("%s|%s|%.*s", get_token (message), key != NULL ? key : "",
                                    (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
  if (g_strcmp0 (self->holds, name) == 0)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
    }
  else
    answer (self, message);
  g_mutex_unlock (&self->lock);
}

static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           data)
{
  CardServer *self = data;

  g_mutex_lock (&self->lock);
  g_free (self->listener);
  self->listener = g_strdup (get_token (message));
  if (self->deaf)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  g_mutex_unlock (&self->lock);
}

static void
listening_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *connection,
              gpointer                 data)
{
  CardServer *self = data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->listeners, g_object_ref (connection));
  g_mutex_unlock (&self->lock);
}

static gboolean
release_cb (gpointer data)
{
  CardServer *self = data;

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
tell_cb (gpointer data)
{
  News *news = data;

  for (guint i = 0; i < news->server->listeners->len; i++)
    if (soup_websocket_connection_get_state (news->server->listeners->pdata[i]) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_send_text (news->server->listeners->pdata[i], news->json);
  g_free (news->json);
  g_free (news);

  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (((CardServer *) data)->loop);

  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  CardServer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_handler (server, NULL, requested_cb, self, NULL);
  soup_server_add_early_handler (server, ECPA_PATH_EVENTS, early_cb, self, NULL);
  soup_server_add_websocket_handler (server, ECPA_PATH_EVENTS, NULL, NULL, listening_cb, self, NULL);
  g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->uri = g_strdup_printf ("https://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_cond_signal (&self->begun);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (self->loop);
  g_ptr_array_set_size (self->listeners, 0);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* Public ------------------------------------------------------------------- */

CardServer *
card_server_new (void)
{
  CardServer *self = g_new0 (CardServer, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->begun);
  self->routes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, route_free);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->listeners = g_ptr_array_new_with_free_func (g_object_unref);
  self->certificate = ecpa_test_make_certificate ("cards");
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("test-cards", serve, self);
  g_mutex_lock (&self->lock);
  while (self->uri == NULL)
    g_cond_wait (&self->begun, &self->lock);
  g_mutex_unlock (&self->lock);

  return self;
}

void
card_server_free (CardServer *self)
{
  card_server_hold (self, NULL);
  g_main_context_invoke (self->context, quit_cb, self);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->listeners);
  g_hash_table_unref (self->routes);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->certificate);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->begun);
  g_free (self->listener);
  g_free (self->uri);
  g_free (self);
}

const char *
card_server_get_uri (CardServer *self)
{
  return self->uri;
}

GTlsCertificate *
card_server_get_certificate (CardServer *self)
{
  return self->certificate;
}

void
card_server_set_answer (CardServer *self,
                        const char *route,
                        guint       status,
                        const char *json)
{
  Route *found;

  g_mutex_lock (&self->lock);
  found = find_route (self, route);
  found->status = status;
  g_free (found->json);
  found->json = g_strdup (json);
  g_mutex_unlock (&self->lock);
}

void
card_server_break (CardServer *self,
                   guint       n)
{
  g_mutex_lock (&self->lock);
  self->n_breaking = n;
  g_mutex_unlock (&self->lock);
}

void
card_server_hold (CardServer *self,
                  const char *route)
{
  g_mutex_lock (&self->lock);
  g_free (self->holds);
  self->holds = g_strdup (route);
  g_mutex_unlock (&self->lock);
  if (route == NULL)
    g_main_context_invoke (self->context, release_cb, self);
}

guint
card_server_get_n_waiting (CardServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->held->len;
  g_mutex_unlock (&self->lock);

  return n;
}

guint
card_server_count (CardServer *self,
                   const char *route)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = find_route (self, route)->n_requests;
  g_mutex_unlock (&self->lock);

  return n;
}

char *
card_server_dup_request (CardServer *self,
                         const char *route)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = g_strdup (find_route (self, route)->request);
  g_mutex_unlock (&self->lock);

  return request;
}

void
card_server_tell (CardServer *self,
                  const char *json)
{
  News *news = g_new0 (News, 1);

  news->server = self;
  news->json = g_strdup (json);
  g_main_context_invoke (self->context, tell_cb, news);
}

guint
card_server_get_n_listening (CardServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->listeners->len;
  g_mutex_unlock (&self->lock);

  return n;
}

char *
card_server_dup_listener (CardServer *self)
{
  char *listener;

  g_mutex_lock (&self->lock);
  listener = g_strdup (self->listener);
  g_mutex_unlock (&self->lock);

  return listener;
}

void
card_server_set_deaf (CardServer *self,
                      gboolean    deaf)
{
  g_mutex_lock (&self->lock);
  self->deaf = deaf;
  g_mutex_unlock (&self->lock);
}
