/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-card-proof.h"

#include <string.h>

#define MAX_ACCOUNT 64

/* Types -------------------------------------------------------------------- */

/* A sign-in while its password is being checked. Its try is counted before that, so that no number of attempts at a
 * time is more than the settings allow, and given back when the password fits. */
typedef struct
{
  const char     *method;
  EcpaSecret     *password;
  EcpaAccountRow *account; /* (nullable): account, where there is one */
  EcpaTry         try_;
} SignIn;

/* Auxiliaries -------------------------------------------------------------- */

static void
sign_in_free (SignIn *sign_in)
{
  g_clear_pointer (&sign_in->password, ecpa_secret_unref);
  g_clear_pointer (&sign_in->account, ecpa_account_row_free);
  ecpa_try_clear (&sign_in->try_);
  g_free (sign_in);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignIn, sign_in_free)

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
  if (!ecpa_inquiry_read_bytes (request, "login_id", ECPA_LOGIN_ID_LENGTH, &login_id, error)
      || !ecpa_inquiry_read_bytes (request, "proof", ECPA_CARD_PROOF_LENGTH, &proof, error)
      || !ecpa_inquiry_read_secret (request, "password", &sign_in->password, error))
    return FALSE;

  card = ecpa_proof_find_card (request, login_id, proof, error);
  if (card == NULL)
    return FALSE;

  sign_in->try_.registration = ecpa_store_find_registration (request->backend->store, card->person_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (sign_in->try_.registration == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_REGISTERED);
  if (sign_in->try_.registration->verified_at == 0)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_VERIFIED);

  return ecpa_try_reserve_registration (request, &sign_in->try_, error);
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
      || !ecpa_inquiry_read_secret (request, "password", &sign_in->password, error))
    return FALSE;

  sign_in->account = ecpa_store_find_account (request->backend->store, account, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (sign_in->account != NULL)
    request->audit_person = sign_in->account->person_id;

  return ecpa_try_reserve_account (request, &sign_in->try_, account, error);
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

static const char *
get_hash (SignIn *sign_in)
{
  return sign_in->try_.registration != NULL ? sign_in->try_.registration->password_hash
         : sign_in->account != NULL         ? sign_in->account->password_hash
                                            : NULL;
}

/* The same password, at the cost that the settings want now. */
static gboolean
renew_hash (EcpaInquiry    *request,
            SignIn         *sign_in,
            gint64          person_id,
            EcpaHasherJob  *job,
            GError        **error)
{
  return job->fresh_hash == NULL
         || ecpa_store_renew_hash (request->backend->store, person_id,
                                   sign_in->account != NULL ? ECPA_PASSWORD_ACCOUNT : ECPA_PASSWORD_REGISTRATION,
                                   get_hash (sign_in), job->fresh_hash, error);
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
  EcpaHasherJob *job = ecpa_hasher_work_finish (ECPA_HASHER (source), result, &error);
  gint64 person_id = sign_in->try_.registration != NULL ? sign_in->try_.registration->person_id
                     : sign_in->account != NULL         ? sign_in->account->person_id
                                                        : 0;

  if (error != NULL || !ecpa_store_begin (request->backend->store, &error))
    {
      ecpa_inquiry_set_problem (request, error);
      ecpa_inquiry_finish (request);
      return;
    }

  if (!job->fits || person_id == 0)
    ecpa_try_refuse (request, &sign_in->try_, &error);
  else if (ecpa_try_give_back (request, &sign_in->try_, &error) && ecpa_address_give_try_back (request, &error)
           && renew_hash (request, sign_in, person_id, job, &error))
    ecpa_session_open (request, person_id, sign_in->method, &error);

  ecpa_inquiry_conclude (request, error);
}

/* The try is on the disk: only now may anybody find out whether it was right. */
static void
try_was_written (gpointer      data,
                 const GError *error)
{
  Pending *pending = data;
  SignIn *sign_in = pending->sign_in;
  if (error == NULL)
    {
      EcpaHasherJob *job = ecpa_hasher_job_new ();

      job->password = g_steal_pointer (&sign_in->password);
      job->hash = g_strdup (get_hash (sign_in));
      /* whoever signs in by card has proved whose it is */
      job->even = sign_in->try_.registration == NULL;
      job->renew = TRUE;
      ecpa_hasher_work_async (pending->request->backend->hasher, job, password_checked_cb, pending);
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
  if (!ecpa_inquiry_read_bytes (request, "card_id", ECPA_CARD_ID_LENGTH, &card_id, error)
      || !ecpa_inquiry_read_bytes (request, "card_challenge", ECPA_CARD_CHALLENGE_LENGTH, &card_challenge, error)
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
  if (!ecpa_inquiry_check (request, &error) || !begin_sign_in (request, sign_in, &error))
    {
      ecpa_inquiry_conclude (request, error);
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
