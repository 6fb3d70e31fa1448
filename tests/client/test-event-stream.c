/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <libsoup/soup.h>

#include "ecpa-event-stream.h"
#include "ecpa-test-server.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

/* The stream of events, against a server with a WebSocket on a thread of its own, and one that has none. */

/* Types -------------------------------------------------------------------- */

typedef struct
{
  /* The server's thread */
  GThread                 *thread;
  GMainContext            *server_context;
  GMainLoop               *loop;
  SoupServer              *soup;
  SoupWebsocketConnection *connection;  /* nullable */
  GTlsCertificate         *certificate;
  char                    *uri;
  gint                     n_connections;       /* atomic */
  gint                     refuse_with;         /* atomic: a status, or 0 */
  gint                     listening;           /* atomic */
  char                    *authorization;

  /* Here */
  EcpaWorker              *worker;
  EcpaClient              *client;
  EcpaEventStream         *stream;
  EcpaEventStreamState     state;
  GPtrArray               *events;
  guint                    n_told;
} Fixture;

typedef struct
{
  Fixture              *fixture;
  EcpaEventStreamState  state;
} WantedState;

typedef struct
{
  Fixture *fixture;
  guint    n;
} WantedNumber;

/* The server's thread ------------------------------------------------------ */

static void
websocket_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *connection,
              gpointer                 user_data)
{
  Fixture *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_set_object (&self->connection, connection);
  g_free (self->authorization);
  self->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  g_atomic_int_inc (&self->n_connections);
}

static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *self = user_data;
  guint status = (guint) g_atomic_int_get (&self->refuse_with);

  if (status != 0)
    {
      g_atomic_int_inc (&self->n_connections);
      soup_server_message_set_status (message, status, NULL);
    }
}

static gpointer
serve (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  g_main_context_push_thread_default (self->server_context);
  self->soup = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_early_handler (self->soup, "/v1/events", early_cb, self, NULL);
  soup_server_add_websocket_handler (self->soup, "/v1/events", NULL, NULL, websocket_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->uri = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_atomic_int_set (&self->listening, 1);
  g_main_loop_run (self->loop);

  g_clear_object (&self->connection);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_main_context_pop_thread_default (self->server_context);

  return NULL;
}

static gboolean
send_cb (gpointer data)
{
  gpointer *pair = data;
  Fixture *self = pair[0];

  if (self->connection != NULL)
    soup_websocket_connection_send_text (self->connection, pair[1]);
  g_free (pair);

  return G_SOURCE_REMOVE;
}

static gboolean
hang_up_cb (gpointer data)
{
  Fixture *self = data;

  if (self->connection != NULL)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);

  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (((Fixture *) data)->loop);

  return G_SOURCE_REMOVE;
}

static void
in_server (Fixture     *self,
           GSourceFunc  func,
           gpointer     data)
{
  g_main_context_invoke_full (self->server_context, G_PRIORITY_DEFAULT, func, data, NULL);
}

static void
send_text (Fixture    *self,
           const char *text)
{
  gpointer *pair = g_new (gpointer, 2);

  pair[0] = self;
  pair[1] = (gpointer) text;
  in_server (self, send_cb, pair);
}

/* Here --------------------------------------------------------------------- */

static void
told_cb (EcpaEventStreamState  state,
         EcpaEvent            *event,
         gpointer              user_data)
{
  Fixture *self = user_data;

  g_assert_true (ecpa_thread_is_main ());
  self->state = state;
  self->n_told++;
  if (event != NULL)
    g_ptr_array_add (self->events, g_object_ref (event));
}

static gboolean
is_listening (gpointer data)
{
  return g_atomic_int_get (&((Fixture *) data)->listening) != 0;
}

static gboolean
is_in_state (gpointer data)
{
  WantedState *wanted = data;

  return wanted->fixture->state == wanted->state;
}

static gboolean
has_events (gpointer data)
{
  WantedNumber *wanted = data;

  return wanted->fixture->events->len >= wanted->n;
}

static gboolean
has_connected (gpointer data)
{
  WantedNumber *wanted = data;

  return g_atomic_int_get (&wanted->fixture->n_connections) >= (gint) wanted->n;
}

static void
await_state (Fixture              *self,
             EcpaEventStreamState  state)
{
  WantedState wanted = { self, state };

  if (!ecpa_test_wait (is_in_state, &wanted, 20000))
    g_error ("Waited in vain for state %u; it is %u", state, self->state);
}

static void
await_events (Fixture *self,
              guint    n)
{
  WantedNumber wanted = { self, n };

  ecpa_test_until (has_events, &wanted);
}

static void
await_connections (Fixture *self,
                   guint    n)
{
  WantedNumber wanted = { self, n };

  ecpa_test_until (has_connected, &wanted);
}

static void
begin_client (Fixture         *self,
              GTlsCertificate *certificate)
{
  g_autoptr (EcpaSecret) token = ecpa_secret_new_from_text ("a-token", -1);

  self->worker = ecpa_worker_new ("test-worker");
  self->client = ecpa_client_new (self->worker, self->uri, certificate);
  ecpa_client_set_token (self->client, token);
  self->stream = ecpa_event_stream_new (self->client, self->worker, told_cb, self);
  ecpa_event_stream_set_pauses (self->stream, 10, 80);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GTlsCertificate) other = data != NULL ? ecpa_test_make_certificate ("another one") : NULL;

  self->certificate = ecpa_test_make_certificate ("the right one");
  self->server_context = g_main_context_new ();
  self->loop = g_main_loop_new (self->server_context, FALSE);
  self->events = g_ptr_array_new_with_free_func (g_object_unref);
  self->thread = g_thread_new ("soup-server", serve, self);
  ecpa_test_until (is_listening, self);
  begin_client (self, other != NULL ? other : self->certificate);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  ecpa_event_stream_stop (self->stream);
  ecpa_client_stop (self->client);
  ecpa_worker_quit (self->worker);
  g_object_add_weak_pointer (G_OBJECT (self->stream), (gpointer *) &self->stream);
  g_object_add_weak_pointer (G_OBJECT (self->client), (gpointer *) &self->client);
  g_object_unref (self->stream);
  g_object_unref (self->client);
  g_object_unref (self->worker);
  ecpa_test_assert_dies (self->stream);
  ecpa_test_assert_dies (self->client);

  in_server (self, quit_cb, self);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->server_context);
  g_object_unref (self->certificate);
  g_ptr_array_unref (self->events);
  g_free (self->uri);
  g_free (self->authorization);
}

/* Tests -------------------------------------------------------------------- */

static void
test_events (Fixture       *self,
             gconstpointer  data)
{
  EcpaEvent *event;

  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_OPEN);
  /* The server's side of it is told after its answer has gone. */
  await_connections (self, 1);
  g_assert_cmpstr (self->authorization, ==, "Bearer a-token");
  send_text (self, "{\"kind\":\"orders-changed\",\"unsigned_orders\":3}");
  await_events (self, 1);
  event = self->events->pdata[0];
  g_assert_cmpstr (event->kind, ==, "orders-changed");
  g_assert_cmpint (event->unsigned_orders, ==, 3);

  /* What is not understood is passed over, and so is what is newer than we are. */
  send_text (self, "{\"kind\":");
  send_text (self, "[]");
  send_text (self, "{\"kind\":\"session-ended\",\"reason\":\"administrator\",\"more\":1}");
  await_events (self, 2);
  event = self->events->pdata[1];
  g_assert_cmpstr (event->reason, ==, "administrator");
}

static void
test_connects_again (Fixture       *self,
                     gconstpointer  data)
{
  ecpa_event_stream_start (self->stream);
  for (guint i = 1; i <= 5; i++)
    {
      await_connections (self, i);
      await_state (self, ECPA_EVENT_STREAM_OPEN);
      in_server (self, hang_up_cb, self);
      await_connections (self, i + 1);
    }
}

/* With pauses of an hour only the news of a changed network can be what connects again. */
static void
test_hurries (Fixture       *self,
              gconstpointer  data)
{
  ecpa_event_stream_set_pauses (self->stream, 3600 * 1000, 3600 * 1000);
  g_atomic_int_set (&self->refuse_with, SOUP_STATUS_SERVICE_UNAVAILABLE);
  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_WAITING);
  g_assert_cmpint (g_atomic_int_get (&self->n_connections), ==, 1);
  g_atomic_int_set (&self->refuse_with, 0);
  ecpa_event_stream_hurry (self->stream);
  await_state (self, ECPA_EVENT_STREAM_OPEN);
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_atomic_int_set (&self->refuse_with, SOUP_STATUS_NOT_FOUND);
  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_REFUSED);
  ecpa_test_settle (200);
  g_assert_cmpint (g_atomic_int_get (&self->n_connections), ==, 1);
}

static void
test_signed_out (Fixture       *self,
                 gconstpointer  data)
{
  g_atomic_int_set (&self->refuse_with, SOUP_STATUS_UNAUTHORIZED);
  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_SIGNED_OUT);
}

static void
test_other_certificate (Fixture       *self,
                        gconstpointer  data)
{
  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_WAITING);
  ecpa_test_settle (200);
  g_assert_cmpint (g_atomic_int_get (&self->n_connections), ==, 0);
}

/* Nothing is told after a stop, whatever moment it comes at. */
static void
test_stops (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (ecpa_test_seed ());
  guint told;

  for (guint i = 0; i < 30; i++)
    {
      ecpa_event_stream_start (self->stream);
      ecpa_test_settle ((guint) g_rand_int_range (random, 0, 20));
      ecpa_event_stream_stop (self->stream);
      told = self->n_told;
      ecpa_test_settle (5);
      g_assert_cmpuint (self->n_told, ==, told);
    }
  ecpa_event_stream_start (self->stream);
  await_state (self, ECPA_EVENT_STREAM_OPEN);
}

#define ADD(path, func, data) g_test_add ("/client/event-stream/" path, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("events", test_events, NULL);
  ADD ("connects-again", test_connects_again, NULL);
  ADD ("hurries", test_hurries, NULL);
  ADD ("refused", test_refused, NULL);
  ADD ("signed-out", test_signed_out, NULL);
  ADD ("other-certificate", test_other_certificate, "another");
  ADD ("stops", test_stops, NULL);

  return ecpa_test_run ();
}
