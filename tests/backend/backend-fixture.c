/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-backend-data.h"
#include "ecpa-card-proof.h"
#include "ecpa-store-private.h"
#include "ecpa-training.h"

#include <glib/gstdio.h>
#include <string.h>

/* 2026-11-20 12:00 in Taipei, a Friday. */
#define START 1795147200
#define WAIT_SECONDS 30
#define LONG_SECONDS 600

static const guint8 card_nonce[ECPA_CARD_CHALLENGE_LENGTH] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static gint64
read_clock (gpointer user_data)
{
  return ((BackendFixture *) user_data)->now;
}

static EcpaServerSettings *
make_settings (BackendFixture *self,
               void          (*adjust) (EcpaServerSettings *settings))
{
  g_autoptr (EcpaServerSettings) settings = ecpa_server_settings_new ();
  g_autoptr (GError) error = NULL;

  settings->hash_cost = 1;
  /* What is slow here is the machine; tests of these limits have their own. */
  settings->header_seconds = settings->idle_seconds = LONG_SECONDS;
  g_assert_true (ecpa_training_prepare (settings, self->directory, &error));
  g_assert_no_error (error);
  if (adjust != NULL)
    adjust (settings);

  return g_steal_pointer (&settings);
}

/* The filled database and the certificate of the process's first fixture serve all others. */
static const char *const kept_names[] = { "ecpa.sqlite", "server.pem", "server-key.pem" };
static GBytes *kept[G_N_ELEMENTS (kept_names)];

static void
keep_files (BackendFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept_names); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, kept_names[i], NULL);
      char *contents;
      gsize length;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      kept[i] = g_bytes_new_take (contents, length);
    }
}

static void
put_kept_files (BackendFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept_names) && kept[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (self->directory, kept_names[i], NULL);

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (kept[i], NULL), (gssize) g_bytes_get_size (kept[i]),
                                          NULL));
    }
}

static void
start (BackendFixture *self,
       void          (*adjust) (EcpaServerSettings *settings))
{
  g_autoptr (EcpaStore) store = NULL;
  g_autoptr (GError) error = NULL;

  self->settings = make_settings (self, adjust);
  store = ecpa_store_open (self->settings->database, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_assert_true (ecpa_backend_data_install (store, &error));
  g_assert_no_error (error);
  g_assert_true (ecpa_training_fill (store, self->settings, self->now, &error));
  g_assert_no_error (error);
  if (kept[0] == NULL)
    {
      /* Nobody may have it open: closing a file drops the process's locks on it, and another process then takes the
       * log beside it away. */
      g_clear_object (&store);
      keep_files (self);
      store = ecpa_store_open (self->settings->database, G_MAXUINT, &error);
      g_assert_no_error (error);
    }
  self->certificate = g_tls_certificate_new_from_files (self->settings->certificate, self->settings->key, &error);
  g_assert_no_error (error);
  self->backend = ecpa_backend_new (self->settings, store, read_clock, self, &error);
  g_assert_no_error (error);
  /* The backend has its store to itself; tests look at the same file over a connection of their own. */
  self->store = ecpa_store_open (self->settings->database, G_MAXUINT, &error);
  g_assert_no_error (error);
  self->server = ecpa_server_new (self->backend, self->settings, self->certificate);
  g_assert_true (ecpa_server_listen (self->server, "127.0.0.1", 0, &error));
  g_assert_no_error (error);
}

static void
stop (BackendFixture *self)
{
  soup_session_abort (self->client);
  g_clear_object (&self->server);
  g_clear_object (&self->backend);
  g_clear_object (&self->store);
  g_clear_object (&self->certificate);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void (*adjust_again) (EcpaServerSettings *settings);

BackendFixture *
backend_fixture_new (void (*adjust) (EcpaServerSettings *settings))
{
  BackendFixture *self = g_new0 (BackendFixture, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("ecpa-backend-XXXXXX", &error);
  g_assert_no_error (error);
  self->now = START;
  adjust_again = adjust;
  put_kept_files (self);
  start (self, adjust);
  self->client = client_new (self->settings->certificate);

  return self;
}

/* The same place, another process as far as memory goes. */
void
backend_fixture_restart (BackendFixture *self)
{
  stop (self);
  start (self, adjust_again);
}

void
backend_fixture_free (BackendFixture *self)
{
  stop (self);
  g_clear_object (&self->client);
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self);
}

/* The process trusts nobody but @certificate from here on. */
SoupSession *
client_new (const char *certificate)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  database = g_tls_file_database_new (certificate, &error);
  g_assert_no_error (error);
  /* Or each connection reads the system's authorities before it is told of this one (glib-networking 2.74), which takes
   * the sanitizers longer than all the rest. */
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);

  return soup_session_new_with_options ("tls-database", database, "max-conns-per-host", 32, "max-conns", 64, NULL);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Call *call = user_data;
  Reply *reply = g_new0 (Reply, 1);
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &reply->error);

  if (bytes != NULL)
    {
      reply->body = g_strndup (g_bytes_get_data (bytes, NULL) != NULL ? g_bytes_get_data (bytes, NULL) : "",
                               g_bytes_get_size (bytes));
      reply->json = *reply->body != '\0' ? ecpa_json_parse (reply->body, -1, NULL) : NULL;
    }
  reply->status = soup_message_get_status (call->message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (call->message));
  call->reply = reply;
}

static void
wrote_body_cb (SoupMessage *message,
               Call        *call)
{
  call->sent = TRUE;
}

Call *
call_start_at (SoupSession *client,
               guint        port,
               const char  *method,
               const char  *path,
               const char  *token,
               const char  *key,
               const char  *body)
{
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u%s", port, path);
  Call *call = g_new0 (Call, 1);
  SoupMessageHeaders *headers;

  call->message = soup_message_new (method, uri);
  headers = soup_message_get_request_headers (call->message);
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_append (headers, "Authorization", bearer);
    }
  if (key != NULL)
    {
      soup_message_headers_append (headers, ECPA_HEADER_IDEMPOTENCY_KEY, key);
      /* Or libsoup opens a connection for each POST. */
      soup_message_add_flags (call->message, SOUP_MESSAGE_IDEMPOTENT);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (call->message, ECPA_MEDIA_JSON, bytes);
    }
  g_signal_connect (call->message, "wrote-body", G_CALLBACK (wrote_body_cb), call);
  soup_session_send_and_read_async (client, call->message, G_PRIORITY_DEFAULT, NULL, answered_cb, call);

  return call;
}

Call *
call_start (BackendFixture *self,
            const char     *method,
            const char     *path,
            const char     *token,
            const char     *key,
            const char     *body)
{
  return call_start_at (self->client, ecpa_server_get_port (self->server), method, path, token, key, body);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("No answer within %d s", WAIT_SECONDS);
  return G_SOURCE_REMOVE;
}

Reply *
call_wait (Call *call)
{
  guint limit = g_timeout_add_seconds (WAIT_SECONDS, too_late_cb, NULL);
  Reply *reply;

  while (call->reply == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  reply = call->reply;
  g_object_unref (call->message);
  g_free (call);

  return reply;
}

Reply *
call_now (BackendFixture *self,
          const char     *method,
          const char     *path,
          const char     *token,
          const char     *key,
          const char     *body)
{
  Reply *reply = call_wait (call_start (self, method, path, token, key, body));

  g_assert_no_error (reply->error);

  return reply;
}

void
reply_free (Reply *reply)
{
  g_free (reply->body);
  g_clear_pointer (&reply->json, json_node_unref);
  g_clear_pointer (&reply->headers, soup_message_headers_unref);
  g_clear_error (&reply->error);
  g_free (reply);
}

const char *
reply_text (Reply      *reply,
            const char *member)
{
  if (reply->json == NULL || !JSON_NODE_HOLDS_OBJECT (reply->json))
    return NULL;

  return json_object_get_string_member_with_default (json_node_get_object (reply->json), member, NULL);
}

gint64
reply_int (Reply      *reply,
           const char *member)
{
  g_assert_nonnull (reply->json);

  return json_object_get_int_member_with_default (json_node_get_object (reply->json), member, -1);
}

JsonObject *
training_card (const char *id)
{
  static JsonNode *root;
  JsonArray *cards;

  if (root == NULL)
    root = ecpa_backend_data_parse ("training/cards.json", NULL);
  cards = json_object_get_array_member (json_node_get_object (root), "cards");
  for (guint i = 0; i < json_array_get_length (cards); i++)
    if (strcmp (json_object_get_string_member (json_array_get_object_element (cards, i), "id"), id) == 0)
      return json_array_get_object_element (cards, i);

  g_assert_not_reached ();
}

const char *
training_password (const char *id)
{
  return json_object_get_string_member (json_object_get_object_member (training_card (id), "registration"), "password");
}

static GBytes *
card_id_of (const char *card)
{
  const char *hex = json_object_get_string_member (training_card (card), "card_id");
  guint8 bytes[ECPA_CARD_ID_LENGTH];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));

  return g_bytes_new (bytes, sizeof bytes);
}

static Reply *
card_challenge_at (SoupSession *client,
                   guint        port,
                   const char  *card)
{
  g_autoptr (EcpaChallengeRequest) request = g_object_new (ECPA_TYPE_CHALLENGE_REQUEST, NULL);
  g_autofree char *body = NULL;

  request->method = g_strdup (ECPA_METHOD_HEALTH_CARD);
  request->card_id = card_id_of (card);
  request->card_challenge = g_bytes_new_static (card_nonce, sizeof card_nonce);
  body = ecpa_record_print (ECPA_RECORD (request));

  return call_wait (call_start_at (client, port, "POST", ECPA_PATH_LOGIN_CHALLENGES, NULL, NULL, body));
}

Reply *
card_challenge (BackendFixture *self,
                const char     *card)
{
  return card_challenge_at (self->client, ecpa_server_get_port (self->server), card);
}

/* What the card and its holder send back: the body of POST /v1/sessions. */
char *
card_answer (const char *card,
             Reply      *challenge,
             const char *password)
{
  g_autoptr (EcpaChallenge) given = ecpa_record_from_json (ECPA_TYPE_CHALLENGE, challenge->json, NULL);
  g_autoptr (GBytes) card_id = card_id_of (card);
  g_autoptr (GBytes) nonce = g_bytes_new_static (card_nonce, sizeof card_nonce);
  g_autoptr (GBytes) input = ecpa_card_proof_input (given->backend_challenge, given->backend_name, given->login_id);
  g_autoptr (GBytes) message = ecpa_card_proof_message (card_id, nonce, input);
  g_autoptr (GBytes) proof =
    ecpa_training_card_sign (json_object_get_string_member (training_card (card), "number"), message, NULL);
  g_autofree char *login_text = g_base64_encode (g_bytes_get_data (given->login_id, NULL), ECPA_LOGIN_ID_LENGTH);
  g_autofree char *proof_text = g_base64_encode (g_bytes_get_data (proof, NULL), ECPA_CARD_PROOF_LENGTH);

  return g_strdup_printf ("{\"method\":\"health-card\",\"login_id\":\"%s\",\"proof\":\"%s\",\"password\":\"%s\"}",
                          login_text, proof_text, password);
}

static Reply *
card_sign_in_at (SoupSession *client,
                 guint        port,
                 const char  *card,
                 const char  *password)
{
  g_autoptr (Reply) challenge = card_challenge_at (client, port, card);
  g_autofree char *body = NULL;

  g_assert_cmpuint (challenge->status, ==, 201);
  body = card_answer (card, challenge, password);

  return call_wait (call_start_at (client, port, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body));
}

Reply *
card_sign_in (BackendFixture *self,
              const char     *card,
              const char     *password)
{
  return card_sign_in_at (self->client, ecpa_server_get_port (self->server), card, password);
}

char *
card_token (BackendFixture *self,
            const char     *card)
{
  return card_token_at (self->client, ecpa_server_get_port (self->server), card);
}

char *
card_token_at (SoupSession *client,
               guint        port,
               const char  *card)
{
  g_autoptr (Reply) reply = card_sign_in_at (client, port, card, training_password (card));

  g_assert_cmpuint (reply->status, ==, 201);

  return g_strdup (reply_text (reply, "token"));
}

/* The same person as the card "ordinary", by password only. */
char *
account_token (BackendFixture *self)
{
  g_autoptr (Reply) reply =
    call_now (self, "POST", ECPA_PATH_SESSIONS, NULL, NULL,
              "{\"method\":\"account\",\"account\":\"linqing115\",\"password\":\"Portal-Lin115\"}");

  g_assert_cmpuint (reply->status, ==, 201);

  return g_strdup (reply_text (reply, "token"));
}

void
agree (BackendFixture *self,
       const char     *token)
{
  agree_at (self->client, ecpa_server_get_port (self->server), token);
}

void
agree_at (SoupSession *client,
          guint        port,
          const char  *token)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) reply = call_wait (call_start_at (client, port, "POST", ECPA_PATH_CONSENTS, token, key,
                                                      "{\"scope\":\"reward-orders\",\"version\":\"115-1\"}"));

  g_assert_cmpuint (reply->status / 100, ==, 2);
}

char *
first_unsigned (BackendFixture *self,
                const char     *token)
{
  g_autoptr (Reply) reply = call_now (self, "GET", ECPA_PATH_ORDERS "?state=unsigned", token, NULL, NULL);
  g_autoptr (EcpaOrderPage) page = NULL;
  g_autoptr (EcpaOrderSummary) first = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  page = ecpa_record_from_json (ECPA_TYPE_ORDER_PAGE, reply->json, NULL);
  first = g_list_model_get_item (G_LIST_MODEL (page->items), 0);
  g_assert_nonnull (first);

  return g_strdup (first->id);
}

/* What has run out is gone when this returns: requests are answered in their order. */
void
purge (BackendFixture *self)
{
  g_autoptr (Reply) reply = NULL;

  ecpa_backend_purge (self->backend);
  reply = call_now (self, "GET", ECPA_PATH_SERVICE, NULL, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

void
view (BackendFixture *self,
      const char     *token,
      const char     *order)
{
  g_autofree char *path = g_strdup_printf (ECPA_PATH_ORDERS "/%s/view", order);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) reply = call_now (self, "PUT", path, token, key, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

/* The schema version of this program: a file each. */
guint
newest_schema (void)
{
  g_auto (GStrv) files = g_resources_enumerate_children ("/io/github/ecpa_desktop/Ecpa/backend/schema",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return g_strv_length (files);
}

gint64
count_rows (BackendFixture *self,
            const char     *sql)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->store->database, NULL, sql, "");

  g_assert_nonnull (rows);
  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_get_int (rows, 0);
}
