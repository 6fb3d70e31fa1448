/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-card-proof.h"
#include "ecpa-mask.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static EcpaCardSession *
describe_card_session (EcpaInquiry  *request,
                       GError      **error)
{
  EcpaCardSessionRow *row = request->card;
  EcpaStore *store = request->backend->store;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaCardSession) session = g_object_new (ECPA_TYPE_CARD_SESSION, NULL);
  g_autoptr (EcpaRegistrationRow) registration = ecpa_store_find_registration (store, row->person_id, &local_error);
  g_autoptr (EcpaContactsRow) contacts =
    registration != NULL ? ecpa_store_find_contacts (store, row->person_id, &local_error) : NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  session->holder_masked = ecpa_mask_name (row->name);
  session->state = g_strdup (ecpa_registration_get_state (request, registration));
  session->expires_at =
    g_date_time_new_from_unix_utc (ecpa_card_session_end (request->backend->settings, row));
  if (strcmp (session->state, "stopped") == 0)
    session->stopped_until = g_date_time_new_from_unix_utc (registration->stopped_until);
  if (contacts != NULL)
    {
      session->mail_masked = ecpa_mask_address (contacts->contacts->mail);
      session->mobile_masked = ecpa_mask_number (contacts->contacts->mobile);
    }

  return g_steal_pointer (&session);
}

/* The proof, like that of a sign-in; there is no password. */
static gboolean
prove_card (EcpaInquiry  *request,
            EcpaWork     *work,
            GError      **error)
{
  g_autofree char *method = NULL;
  g_autoptr (GBytes) login_id = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (EcpaCardRow) card = NULL;

  if (!ecpa_inquiry_read_text (request, "method", 32, &method, error))
    return FALSE;
  if (strcmp (method, ECPA_METHOD_HEALTH_CARD) != 0)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "method");
  if (!ecpa_address_reserve_try (request, error)
      || !ecpa_inquiry_read_bytes (request, "login_id", ECPA_LOGIN_ID_LENGTH, &login_id, error)
      || !ecpa_inquiry_read_bytes (request, "proof", ECPA_CARD_PROOF_LENGTH, &proof, error))
    return FALSE;
  card = ecpa_proof_find_card (request, login_id, proof, error);
  if (card == NULL)
    return FALSE;
  work->code_hash = g_bytes_ref (card->card_id);

  return ecpa_address_give_try_back (request, error);
}

static gboolean
open_card_session (EcpaInquiry  *request,
                   EcpaWork     *work,
                   GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (EcpaCardSession) session = NULL;
  g_autoptr (GBytes) token_hash = NULL;
  g_autofree char *text = ecpa_session_make_token (&token_hash);
  EcpaCardSessionRow row = { token_hash, work->code_hash, request->audit_person, NULL, request->now, request->now };

  if (!ecpa_store_add_card_session (store, &row, error))
    return FALSE;
  request->card = ecpa_store_find_card_session (store, token_hash, error);
  session = request->card != NULL ? describe_card_session (request, error) : NULL;
  if (session == NULL)
    return FALSE;
  session->token = g_steal_pointer (&text);
  ecpa_inquiry_reply (request, 201, ECPA_RECORD (session), 0);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_session_end:
 * @settings: how long they live
 * @row: a card session
 *
 * Returns: when it ends if nothing happens
 */
gint64
ecpa_card_session_end (EcpaServerSettings *settings,
                       EcpaCardSessionRow *row)
{
  return MIN (row->last_used_at + settings->card_session_idle_seconds,
              row->created_at + settings->card_session_seconds);
}

/**
 * ecpa_card_session_find:
 * @request: a request
 * @error: a #EcpaDatabaseError
 *
 * Finds the card session a request belongs to, if it has not ended, and notes its use.
 *
 * Returns: whether the store answered; the request's card is %NULL where there is none
 */
gboolean
ecpa_card_session_find (EcpaInquiry  *request,
                        GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (GBytes) token_hash = ecpa_session_read_bearer (request);
  g_autoptr (EcpaCardSessionRow) row = NULL;
  g_autoptr (GError) local_error = NULL;

  if (token_hash != NULL)
    row = ecpa_store_find_card_session (store, token_hash, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row == NULL || ecpa_card_session_end (request->backend->settings, row) <= request->now)
    return TRUE;

  if ((request->route->flags & ECPA_ROUTE_PASSIVE) == 0)
    row->last_used_at = request->now;
  request->card = g_steal_pointer (&row);

  return ecpa_store_touch_card_session (store, token_hash, request->card->last_used_at, error);
}

/**
 * ecpa_rules_open_card:
 * @request: a request for a card session
 *
 * Opens a card session for a card that proves itself: how things stand with its registration, and the calls of the
 * card services. Failures count by network address, like those of sign-ins.
 */
void
ecpa_rules_open_card (EcpaInquiry *request)
{
  ecpa_work_run (request, prove_card, open_card_session);
}

/**
 * ecpa_rules_read_card:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the card session is described
 */
gboolean
ecpa_rules_read_card (EcpaInquiry  *request,
                      GError      **error)
{
  g_autoptr (EcpaCardSession) session = describe_card_session (request, error);

  if (session == NULL)
    return FALSE;
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (session), 0);

  return TRUE;
}

/**
 * ecpa_rules_end_card:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the card session is gone
 */
gboolean
ecpa_rules_end_card (EcpaInquiry  *request,
                     GError      **error)
{
  if (!ecpa_store_remove_card_session (request->backend->store, request->card->token_hash, request->now, error))
    return FALSE;
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

/**
 * ecpa_rules_read_open_text:
 * @request: a request for a text that anybody may read
 * @error: a problem
 *
 * Returns: whether the text in force is answered
 */
gboolean
ecpa_rules_read_open_text (EcpaInquiry  *request,
                           GError      **error)
{
  g_autofree char *today = ecpa_inquiry_dup_today (request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaLegalText) text = NULL;

  if (strcmp (request->target, ECPA_SCOPE_CARD_TERMS) == 0)
    text = ecpa_store_find_text (request->backend->store, request->target, today, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (text == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (text), 0);

  return TRUE;
}
