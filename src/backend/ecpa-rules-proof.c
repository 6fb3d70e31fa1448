/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-card-proof.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

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

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_inquiry_read_bytes:
 * @self: a request with a JSON object
 * @member: a member
 * @size: how many bytes it has to have
 * @bytes: (out): what it holds
 * @error: a problem that names the member
 *
 * Returns: whether it holds that many
 */
gboolean
ecpa_inquiry_read_bytes (EcpaInquiry  *self,
                         const char   *member,
                         gsize         size,
                         GBytes      **bytes,
                         GError      **error)
{
  g_autofree char *text = NULL;
  guchar *data;
  gsize length;

  if (!ecpa_inquiry_read_text (self, member, 256, &text, error))
    return FALSE;
  data = g_base64_decode (text, &length);
  *bytes = g_bytes_new_take (data, length);

  return length == size || ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);
}

/**
 * ecpa_inquiry_read_secret:
 * @self: a request with a JSON object
 * @member: a member
 * @secret: (out): what it holds; wiped in the request
 * @error: a problem that names the member
 *
 * Returns: whether there is one, of at most 128 bytes
 */
gboolean
ecpa_inquiry_read_secret (EcpaInquiry  *self,
                          const char   *member,
                          EcpaSecret  **secret,
                          GError      **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->json), member);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > ECPA_MAX_PASSWORD)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);

  *secret = ecpa_secret_new_from_text (text, (gssize) length);
  explicit_bzero ((char *) text, length);

  return TRUE;
}

/**
 * ecpa_proof_find_card:
 * @request: a request that brings a proof
 * @login_id: which challenge it answers
 * @proof: the card's signature
 * @error: a problem
 *
 * Takes the challenge, which is spent from here on whatever happens, and finds the card that answered it. Inside a
 * transaction.
 *
 * Returns: (transfer full) (nullable): the card
 */
EcpaCardRow *
ecpa_proof_find_card (EcpaInquiry  *request,
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
