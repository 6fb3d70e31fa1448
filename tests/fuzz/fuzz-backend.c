/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The backend without a socket: requests as the server hands them over, one after the other, to rules that are the
 * real ones and a store in memory with the training people. A request is
 *
 *   METHOD /path?query
 *   name: value           any number of them
 *                         an empty line
 *   body                  up to a line with one dot, after which the next request begins
 *
 * $A and $B stand for the tokens of two people who are signed in (one has agreed to read orders), $C and $D for those of
 * card sessions (one has a registration, one has not), $O for an order of the first, $K for an idempotency key of one's own. Whatever is asked, the answer is JSON with a fitting status, never
 * one that says that the backend is at fault, and nothing that was sent is said again in a problem. */

#include "fuzz.h"

#include "ecpa-backend-data.h"
#include "ecpa-backend.h"
#include "ecpa-card-proof.h"
#include "ecpa-endpoints.h"
#include "ecpa-problem.h"
#include "ecpa-records.h"
#include "ecpa-training.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-11-20 12:00 in Taipei. */
#define NOW 1795147200
/* After so many inputs everything begins anew, so that what they leave behind does not pile up. */
#define RENEW_AFTER 4000
#define MAX_REQUESTS 8

static EcpaBackend *backend;
static char *tokens[4];
static char *order;
static guint n_inputs;
static char *folder;

/* Asking ------------------------------------------------------------------- */

static gint64
read_clock (gpointer user_data)
{
  return NOW;
}

static void
answered_cb (EcpaInquiry *request,
             gpointer     user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
ask (EcpaInquiry *request)
{
  gboolean answered = FALSE;

  ecpa_backend_handle (backend, request, answered_cb, &answered);
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
}

/* (transfer full): a request that is to succeed */
static EcpaInquiry *
ask_well (const char *method,
          const char *path,
          const char *token,
          const char *body)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
  g_autofree char *key = g_uuid_string_random ();
  EcpaInquiry *request = ecpa_inquiry_new (method, path, NULL, bytes);

  ecpa_inquiry_set_header (request, "authorization", bearer);
  ecpa_inquiry_set_header (request, "content-type", ECPA_MEDIA_JSON);
  ecpa_inquiry_set_header (request, "idempotency-key", key);
  ask (request);
  if (ecpa_inquiry_get_status (request) >= 300)
    g_error ("%s %s: %s", method, path, ecpa_inquiry_get_answer (request));

  return request;
}

/* Signing in --------------------------------------------------------------- */

static JsonObject *
find_card (JsonNode   *root,
           const char *id)
{
  JsonArray *cards = json_object_get_array_member (json_node_get_object (root), "cards");

  for (guint i = 0; i < json_array_get_length (cards); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (cards, i), "id"), id))
      return json_array_get_object_element (cards, i);

  g_error ("There is no card %s", id);
}

static GBytes *
read_hex (const char *hex)
{
  guint8 bytes[ECPA_CARD_ID_LENGTH];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));

  return g_bytes_new (bytes, sizeof bytes);
}

/* By the answer of a card to POST /v1/sessions or /v1/card-sessions: the token. */
static char *
prove (const char *id,
       const char *path,
       gboolean    with_password)
{
  static const guint8 nonce[ECPA_CARD_CHALLENGE_LENGTH] = { 1, 2, 3 };
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/cards.json", NULL);
  JsonObject *card = find_card (root, id);
  g_autoptr (EcpaChallengeRequest) asked = g_object_new (ECPA_TYPE_CHALLENGE_REQUEST, NULL);
  g_autoptr (EcpaInquiry) first = NULL;
  g_autoptr (EcpaInquiry) second = NULL;
  g_autoptr (EcpaChallenge) given = NULL;
  g_autoptr (JsonNode) session = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *body = NULL;
  g_autofree char *login_text = NULL;
  g_autofree char *proof_text = NULL;
  g_autofree char *answer = NULL;

  asked->method = g_strdup (ECPA_METHOD_HEALTH_CARD);
  asked->card_id = read_hex (json_object_get_string_member (card, "card_id"));
  asked->card_challenge = g_bytes_new_static (nonce, sizeof nonce);
  body = ecpa_record_print (ECPA_RECORD (asked));
  first = ask_well ("POST", ECPA_PATH_LOGIN_CHALLENGES, NULL, body);
  given = ecpa_record_parse (ECPA_TYPE_CHALLENGE, ecpa_inquiry_get_answer (first), -1, NULL);

  input = ecpa_card_proof_input (given->backend_challenge, given->backend_name, given->login_id);
  message = ecpa_card_proof_message (asked->card_id, asked->card_challenge, input);
  proof = ecpa_training_card_sign (json_object_get_string_member (card, "number"), message, NULL);
  login_text = g_base64_encode (g_bytes_get_data (given->login_id, NULL), ECPA_LOGIN_ID_LENGTH);
  proof_text = g_base64_encode (g_bytes_get_data (proof, NULL), ECPA_CARD_PROOF_LENGTH);
  answer = g_strdup_printf ("{\"method\":\"health-card\",\"login_id\":\"%s\",\"proof\":\"%s\",\"password\":\"%s\"}",
                            login_text, proof_text,
                            with_password ? json_object_get_string_member (
                              json_object_get_object_member (card, "registration"), "password") : "");
  second = ask_well ("POST", path, NULL, answer);
  session = ecpa_json_parse (ecpa_inquiry_get_answer (second), -1, NULL);

  return g_strdup (json_object_get_string_member (json_node_get_object (session), "token"));
}

static void
agree (const char *token)
{
  g_autoptr (EcpaInquiry) text = ask_well ("GET", ECPA_PATH_CONSENT_TEXTS "/" ECPA_SCOPE_REWARD_ORDERS, token, NULL);
  g_autoptr (JsonNode) node = ecpa_json_parse (ecpa_inquiry_get_answer (text), -1, NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"scope\":\"%s\",\"version\":\"%s\"}", ECPA_SCOPE_REWARD_ORDERS,
                     json_object_get_string_member (json_node_get_object (node), "version"));
  g_autoptr (EcpaInquiry) agreed = ask_well ("POST", ECPA_PATH_CONSENTS, token, body);
}

/* Beginning ---------------------------------------------------------------- */

static void
remove_folder (void)
{
  g_autofree char *certificate = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "server-key.pem", NULL);

  g_unlink (certificate);
  g_unlink (key);
  g_rmdir (folder);
}

static void
begin (void)
{
  EcpaServerSettings *settings = ecpa_server_settings_new ();
  g_autoptr (EcpaStore) store = NULL;
  g_autoptr (EcpaInquiry) list = NULL;
  g_autoptr (EcpaOrderPage) page = NULL;
  g_autoptr (EcpaOrderSummary) summary = NULL;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("ecpa-fuzz-XXXXXX", NULL);
      atexit (remove_folder);
    }
  settings->hash_cost = 1;
  g_assert_true (ecpa_training_prepare (settings, folder, NULL));
  store = ecpa_store_open (":memory:", G_MAXUINT, NULL);
  g_assert_nonnull (store);
  g_assert_true (ecpa_backend_data_install (store, NULL));
  g_assert_true (ecpa_training_fill (store, settings, NOW, NULL));
  g_clear_object (&backend);
  backend = ecpa_backend_new (settings, store, read_clock, NULL, NULL);
  g_assert_nonnull (backend);

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_clear_pointer (&tokens[i], g_free);
  g_clear_pointer (&order, g_free);
  tokens[0] = prove ("ordinary", ECPA_PATH_SESSIONS, TRUE);
  tokens[1] = prove ("newest", ECPA_PATH_SESSIONS, TRUE);
  tokens[2] = prove ("ordinary", ECPA_PATH_CARD_SESSIONS, FALSE);
  tokens[3] = prove ("not-registered", ECPA_PATH_CARD_SESSIONS, FALSE);
  agree (tokens[0]);
  list = ask_well ("GET", ECPA_PATH_ORDERS, tokens[0], NULL);
  page = ecpa_record_parse (ECPA_TYPE_ORDER_PAGE, ecpa_inquiry_get_answer (list), -1, NULL);
  summary = g_list_model_get_item (G_LIST_MODEL (page->items), 0);
  order = g_strdup (summary->id);
}

/* One input ---------------------------------------------------------------- */

static char *
fill_in (char *text)
{
  g_autoptr (GString) filled = g_string_new (text);
  g_autofree char *key = g_uuid_string_random ();

  g_free (text);
  g_string_replace (filled, "$A", tokens[0], 4);
  g_string_replace (filled, "$B", tokens[1], 4);
  g_string_replace (filled, "$C", tokens[2], 4);
  g_string_replace (filled, "$D", tokens[3], 4);
  g_string_replace (filled, "$O", order, 4);
  g_string_replace (filled, "$K", key, 4);

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static EcpaInquiry *
read_request (Fuzz *input)
{
  g_autofree char *first = fill_in (fuzz_line (input));
  char *path = strchr (first, ' ');
  char *query = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = NULL;
  EcpaInquiry *request;

  if (path != NULL)
    {
      *path++ = '\0';
      query = strchr (path, '?');
    }
  if (query != NULL)
    *query++ = '\0';

  while (input->size > 0)
    {
      char *line = fill_in (fuzz_line (input));

      g_ptr_array_add (headers, line);
      if (*line == '\0')
        break;
    }
  while (input->size > 0)
    {
      g_autofree char *line = fill_in (fuzz_line (input));

      if (g_str_equal (line, "."))
        break;
      g_string_append (body, line);
    }

  bytes = g_bytes_new (body->str, body->len);
  request = ecpa_inquiry_new (first, path != NULL ? path : "/", query, bytes);
  for (guint i = 0; i < headers->len; i++)
    {
      char *value = strstr (g_ptr_array_index (headers, i), ": ");

      if (value == NULL)
        continue;
      *value = '\0';
      ecpa_inquiry_set_header (request, g_ptr_array_index (headers, i), value + 2);
    }

  return request;
}

static void
check_problem (EcpaInquiry *request)
{
  const char *answer = ecpa_inquiry_get_answer (request);
  g_autoptr (EcpaProblem) problem = ecpa_record_parse (ECPA_TYPE_PROBLEM, answer, -1, NULL);

  g_assert_nonnull (problem);
  g_assert_cmpint (problem->status, ==, ecpa_inquiry_get_status (request));
  g_assert_cmpstr (ecpa_inquiry_get_media_type (request), ==, ECPA_MEDIA_PROBLEM);
  g_assert_cmpuint (strlen (answer), <, 1024);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_null (strstr (answer, tokens[i]));
}

static void
check_answer (EcpaInquiry *request)
{
  guint status = ecpa_inquiry_get_status (request);
  const char *answer = ecpa_inquiry_get_answer (request);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (status, >=, 200);
  g_assert_cmpuint (status, !=, 500);
  g_assert_nonnull (answer);
  if (status >= 400)
    {
      check_problem (request);
      return;
    }
  if (*answer == '\0')
    return;
  node = ecpa_json_parse (answer, -1, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };

  if (n_inputs++ % RENEW_AFTER == 0)
    begin ();

  for (guint i = 0; i < MAX_REQUESTS && input.size > 0; i++)
    {
      g_autoptr (EcpaInquiry) request = read_request (&input);

      ask (request);
      check_answer (request);
    }

  return 0;
}
