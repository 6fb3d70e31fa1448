/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-card-proof.h"

#include <string.h>

#define MAX_PASSWORD 128
#define MAX_ACCOUNT 64
#define BUSY_RETRY_SECONDS 2

/* Types -------------------------------------------------------------------- */

/* A sign-in while its password is being checked. Its try is counted before that, so that no number of attempts at a
 * time is more than the settings allow, and given back when the password fits. */
typedef struct
{
  const char          *method;
  EcpaSecret          *password;
  EcpaRegistrationRow *registration; /* (nullable): health card */
  EcpaAccountRow      *account;      /* (nullable): account, where there is one */
  GBytes              *account_hash; /* (nullable): account */
  gint64               errors;
  gint64               blocked_until; /* 0 while tries are left */
  gboolean             cancelled;
} SignIn;

/* Auxiliaries -------------------------------------------------------------- */

static void
sign_in_free (SignIn *sign_in)
{
  g_clear_pointer (&sign_in->password, ecpa_secret_unref);
  g_clear_pointer (&sign_in->registration, ecpa_registration_row_free);
  g_clear_pointer (&sign_in->account, ecpa_account_row_free);
  g_clear_pointer (&sign_in->account_hash, g_bytes_unref);
  g_free (sign_in);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignIn, sign_in_free)

static gboolean
read_password (EcpaInquiry  *request,
               EcpaSecret  **password,
               GError      **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (request->json), "password");
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_PASSWORD)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "password");

  *password = ecpa_secret_new_from_text (text, (gssize) length);
  explicit_bzero ((char *) text, length);

  return TRUE;
}

static gboolean
read_bytes (EcpaInquiry  *request,
            const char   *member,
            gsize         size,
            GBytes      **bytes,
            GError      **error)
{
  g_autofree char *text = NULL;
  guchar *data;
  gsize length;

  if (!ecpa_inquiry_read_text (request, member, 256, &text, error))
    return FALSE;
  data = g_base64_decode (text, &length);
  *bytes = g_bytes_new_take (data, length);

  return length == size || ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);
}

/* For a card that nobody knows a key is tried all the same, so that the time does not tell. */
static gboolean
has_proved (EcpaInquiry      *request,
            EcpaChallengeRow *challenge,
            EcpaCardRow      *card,
            GBytes           *proof)
{
  GBytes *key = card != NULL ? card->public_key : request->backend->nobodys_key;
  g_autoptr (GBytes) input =
    ecpa_card_proof_input (challenge->backend_challenge, request->backend->settings->name, challenge->login_id);
  g_autoptr (GBytes) message =
    ecpa_card_proof_message (challenge->card_id, challenge->card_challenge, input);

  return ecpa_card_proof_verify (key, message, proof, NULL) && card != NULL
         && strcmp (card->scheme, ECPA_CARD_PROOF_SCHEME_TRAINING) == 0;
}

/* Takes the challenge, which is spent from here on whatever happens, and finds the card that answered it. */
static EcpaCardRow *
find_proved_card (EcpaInquiry  *request,
                  GBytes       *login_id,
                  GBytes       *proof,
                  GError      **error)
{
  EcpaBackend *backend = request->backend;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaChallengeRow) challenge = ecpa_store_take_challenge (backend->store, login_id, &local_error);
  g_autoptr (EcpaCardRow) card = NULL;
  gboolean in_time = challenge != NULL && challenge->expires_at > request->now;

  if (in_time)
    card = ecpa_store_find_card (backend->store, challenge->card_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  /* Before the proof fits, nothing tells whether the card is known. */
  if (!in_time || !has_proved (request, challenge, card, proof))
    ecpa_fail (error, ECPA_PROBLEM_PROOF_REFUSED);
  else if (!backend->settings->training)
    ecpa_fail (error, ECPA_PROBLEM_SCHEME_REFUSED);
  else
    {
      request->audit_person = card->person_id;
      return g_steal_pointer (&card);
    }

  return NULL;
}

/* Counts the try as wrong before it is looked at. */
static gboolean
reserve_registration_try (EcpaInquiry  *request,
                          SignIn       *sign_in,
                          GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaRegistrationRow *row = sign_in->registration;

  if (row->verified_at == 0)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_VERIFIED);
  if (row->stops >= settings->stops_before_cancel)
    return ecpa_fail (error, ECPA_PROBLEM_REGISTRATION_CANCELLED);
  if (row->stopped_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, row->stopped_until - request->now);
  if (ecpa_hasher_is_full (request->backend->hasher))
    return ecpa_fail_retry (error, ECPA_PROBLEM_UNAVAILABLE, BUSY_RETRY_SECONDS);

  if (row->stopped_until > 0)
    row->stopped_until = row->errors = 0;
  row->errors++;
  if (row->errors >= settings->errors_before_stop)
    {
      row->stopped_until = request->now + settings->stop_seconds;
      row->stops++;
    }
  sign_in->errors = row->errors;
  sign_in->blocked_until = row->stopped_until;
  sign_in->cancelled = row->stops >= settings->stops_before_cancel;

  return ecpa_store_save_attempts (request->backend->store, row, error);
}

static gboolean
reserve_account_try (EcpaInquiry  *request,
                     SignIn       *sign_in,
                     GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaStore *store = request->backend->store;
  gint64 locked_until;

  if (!ecpa_store_find_account_attempts (store, sign_in->account_hash, &sign_in->errors, &locked_until, error))
    return FALSE;
  if (locked_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, locked_until - request->now);
  if (ecpa_hasher_is_full (request->backend->hasher))
    return ecpa_fail_retry (error, ECPA_PROBLEM_UNAVAILABLE, BUSY_RETRY_SECONDS);

  if (locked_until > 0)
    sign_in->errors = 0;
  sign_in->errors++;
  if (sign_in->errors >= settings->account_errors)
    sign_in->blocked_until = request->now + settings->account_lock_seconds;

  return ecpa_store_save_account_attempts (store, sign_in->account_hash, sign_in->errors, sign_in->blocked_until,
                                           request->now, error);
}

static gboolean
begin_health_card (EcpaInquiry  *request,
                   SignIn       *sign_in,
                   GError      **error)
{
  g_autoptr (GBytes) login_id = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (EcpaCardRow) card = NULL;
  g_autoptr (GError) local_error = NULL;

  sign_in->method = ECPA_METHOD_HEALTH_CARD;
  if (!read_bytes (request, "login_id", ECPA_LOGIN_ID_LENGTH, &login_id, error)
      || !read_bytes (request, "proof", ECPA_CARD_PROOF_LENGTH, &proof, error)
      || !read_password (request, &sign_in->password, error))
    return FALSE;

  card = find_proved_card (request, login_id, proof, error);
  if (card == NULL)
    return FALSE;

  sign_in->registration = ecpa_store_find_registration (request->backend->store, card->person_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (sign_in->registration == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_REGISTERED);

  return reserve_registration_try (request, sign_in, error);
}

static gboolean
begin_account (EcpaInquiry  *request,
               SignIn       *sign_in,
               GError      **error)
{
  g_autofree char *account = NULL;
  g_autoptr (GError) local_error = NULL;

  sign_in->method = ECPA_METHOD_ACCOUNT;
  if (!ecpa_inquiry_read_text (request, "account", MAX_ACCOUNT, &account, error)
      || !read_password (request, &sign_in->password, error))
    return FALSE;

  sign_in->account_hash = ecpa_sha256 (account, strlen (account));
  sign_in->account = ecpa_store_find_account (request->backend->store, account, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (sign_in->account != NULL)
    request->audit_person = sign_in->account->person_id;

  return reserve_account_try (request, sign_in, error);
}

static gboolean
begin_sign_in (EcpaInquiry  *request,
               SignIn       *sign_in,
               GError      **error)
{
  g_autofree char *method = NULL;

  if (!ecpa_inquiry_read_text (request, "method", 32, &method, error) || !ecpa_address_reserve_try (request, error))
    return FALSE;
  if (strcmp (method, ECPA_METHOD_HEALTH_CARD) == 0)
    return begin_health_card (request, sign_in, error);
  if (strcmp (method, ECPA_METHOD_ACCOUNT) == 0)
    return begin_account (request, sign_in, error);

  return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "method");
}

/* The tries come back, all of them: whoever knows the password is no guesser. */
static gboolean
give_tries_back (EcpaInquiry  *request,
                 SignIn       *sign_in,
                 GError      **error)
{
  EcpaStore *store = request->backend->store;

  if (sign_in->registration == NULL)
    return ecpa_store_save_account_attempts (store, sign_in->account_hash, 0, 0, request->now, error);

  sign_in->registration->errors = sign_in->registration->stopped_until = sign_in->registration->stops = 0;

  return ecpa_store_save_attempts (store, sign_in->registration, error);
}

static gboolean
refuse_password (EcpaInquiry  *request,
                 SignIn       *sign_in,
                 GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  g_autoptr (EcpaProblem) problem = NULL;
  guint limit = sign_in->registration != NULL ? settings->errors_before_stop : settings->account_errors;

  if (sign_in->cancelled)
    return ecpa_fail (error, ECPA_PROBLEM_REGISTRATION_CANCELLED);
  if (sign_in->blocked_until > 0)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, sign_in->blocked_until - request->now);

  problem = ecpa_problem_new (ECPA_PROBLEM_WRONG_PASSWORD);
  problem->tries_left = limit - sign_in->errors;
  g_propagate_error (error, ecpa_problem_to_error (problem));

  return FALSE;
}

/* Ends a sign-in's transaction. A refusal is written as well: spent challenges and counted tries have to stay. */
static void
conclude (EcpaInquiry *request,
          GError      *refusal)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (GError) error = NULL;

  if (refusal != NULL)
    ecpa_inquiry_set_problem (request, refusal);
  if (!ecpa_inquiry_add_audit (request, ecpa_inquiry_get_outcome (request), &error) || !ecpa_store_commit (store, &error))
    {
      ecpa_store_rollback (store);
      ecpa_inquiry_set_problem (request, error);
    }
  ecpa_inquiry_finish (request);
}

/* Callbacks ---------------------------------------------------------------- */

typedef struct
{
  EcpaInquiry *request;
  SignIn      *sign_in;
} Pending;

static void
password_checked_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autofree Pending *pending = user_data;
  EcpaInquiry *request = pending->request;
  g_autoptr (SignIn) sign_in = pending->sign_in;
  g_autoptr (GError) error = NULL;
  gboolean fits = ecpa_hasher_check_finish (ECPA_HASHER (source), result, &error);
  gint64 person_id = sign_in->registration != NULL ? sign_in->registration->person_id
                     : sign_in->account != NULL    ? sign_in->account->person_id
                                                   : 0;

  if (error != NULL || !ecpa_store_begin (request->backend->store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }

  if (!fits || person_id == 0)
    refuse_password (request, sign_in, &error);
  else if (give_tries_back (request, sign_in, &error) && ecpa_address_give_try_back (request, &error))
    ecpa_session_open (request, person_id, sign_in->method, &error);

  conclude (request, error);
}

/* The try is on the disk: only now may anybody find out whether it was right. */
static void
try_was_written (gpointer      data,
                 const GError *error)
{
  Pending *pending = data;
  SignIn *sign_in = pending->sign_in;
  const char *hash = sign_in->registration != NULL ? sign_in->registration->password_hash
                     : sign_in->account != NULL    ? sign_in->account->password_hash
                                                   : NULL;

  if (error == NULL)
    {
      ecpa_hasher_check_async (pending->request->backend->hasher, sign_in->password, hash, password_checked_cb,
                               pending);
      return;
    }

  ecpa_inquiry_set_problem (pending->request, error);
  ecpa_inquiry_finish (pending->request);
  sign_in_free (sign_in);
  g_free (pending);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rules_challenge:
 * @request: a request to begin a sign-in by card
 * @error: a problem
 *
 * Hands out a challenge, good once and for a short time. A card nobody knows gets one like any other.
 *
 * Returns: whether it is handed out
 */
gboolean
ecpa_rules_challenge (EcpaInquiry  *request,
                      GError      **error)
{
  EcpaBackend *backend = request->backend;
  EcpaServerSettings *settings = backend->settings;
  g_autoptr (EcpaChallenge) answer = NULL;
  g_autofree char *method = NULL;
  g_autoptr (GBytes) card_id = NULL;
  g_autoptr (GBytes) card_challenge = NULL;
  EcpaChallengeRow row = { NULL };
  g_autofree char *address = ecpa_address_of (request);
  gint64 of_card, of_address, in_all;

  if (!ecpa_inquiry_read_text (request, "method", 32, &method, error))
    return FALSE;
  if (strcmp (method, ECPA_METHOD_HEALTH_CARD) != 0)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "method");
  if (!read_bytes (request, "card_id", ECPA_CARD_ID_LENGTH, &card_id, error)
      || !read_bytes (request, "card_challenge", ECPA_CARD_CHALLENGE_LENGTH, &card_challenge, error)
      || !ecpa_store_count_challenges (backend->store, card_id, address, request->now, &of_card, &of_address,
                                       &in_all, error))
    return FALSE;
  if (of_card >= settings->challenges_per_card || of_address >= settings->challenges_per_address
      || in_all >= settings->challenges_in_all)
    return ecpa_fail_retry (error, ECPA_PROBLEM_TOO_MANY, settings->challenge_seconds);

  answer = g_object_new (ECPA_TYPE_CHALLENGE, NULL);
  answer->login_id = ecpa_random_bytes (ECPA_LOGIN_ID_LENGTH);
  answer->backend_challenge = ecpa_random_bytes (ECPA_BACKEND_CHALLENGE_LENGTH);
  answer->backend_name = g_strdup (settings->name);
  answer->expires_at = g_date_time_new_from_unix_utc (request->now + settings->challenge_seconds);

  row.login_id = answer->login_id;
  row.card_id = card_id;
  row.card_challenge = card_challenge;
  row.backend_challenge = answer->backend_challenge;
  row.expires_at = request->now + settings->challenge_seconds;
  row.address = address;
  if (!ecpa_store_add_challenge (backend->store, &row, error))
    return FALSE;
  ecpa_inquiry_reply (request, 201, ECPA_RECORD (answer), 0);

  return TRUE;
}

/**
 * ecpa_rules_sign_in:
 * @request: a request for a session
 *
 * Signs somebody in: proof first, then the state of the registration, then the password, then whether there is an
 * account. Who it is comes from the backend's own table of cards. Answers later: the password is checked on another
 * thread.
 */
void
ecpa_rules_sign_in (EcpaInquiry *request)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (SignIn) sign_in = g_new0 (SignIn, 1);
  g_autoptr (GError) error = NULL;
  Pending *pending;

  if (!ecpa_store_begin (store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }
  if (!begin_sign_in (request, sign_in, &error))
    {
      conclude (request, error);
      return;
    }
  if (!ecpa_store_commit (store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }

  pending = g_new0 (Pending, 1);
  pending->request = request;
  pending->sign_in = g_steal_pointer (&sign_in);
  ecpa_clerk_when_written (request->backend->clerk, try_was_written, pending);
}
