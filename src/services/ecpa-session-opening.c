/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-session-opening.h"

#include <string.h>

#include "ecpa-card-proof.h"
#include "ecpa-card-records.h"
#include "ecpa-endpoints.h"
#include "ecpa-records.h"

/* Types -------------------------------------------------------------------- */

/* The request that opens a session. The caller may stop waiting for it; the request itself runs to its end. */
typedef struct
{
  EcpaClient        *client;
  const char        *path;      /* static: where the session ends */
  EcpaSessionOpened  opened;
  GTask             *task;      /* NULL once it is answered */
  GSource           *cancelled;
} Opening;

/* Auxiliaries -------------------------------------------------------------- */

/* Out of the record, and wiped there. */
static EcpaSecret *
take_token (EcpaRecord *record)
{
  char **place = ECPA_IS_SESSION (record) ? &ECPA_SESSION (record)->token : &ECPA_CARD_SESSION (record)->token;
  EcpaSecret *token;

  if (*place == NULL)
    return NULL;

  token = ecpa_secret_new_from_text (*place, -1);
  explicit_bzero (*place, strlen (*place));
  g_clear_pointer (place, g_free);

  return token;
}

static void
opening_free (Opening *opening)
{
  if (opening->cancelled != NULL)
    g_source_destroy (opening->cancelled);
  g_clear_pointer (&opening->cancelled, g_source_unref);
  g_clear_object (&opening->task);
  g_clear_object (&opening->client);
  g_free (opening);
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
opening_cancelled_cb (GCancellable *cancellable,
                      gpointer      data)
{
  Opening *opening = data;
  g_autoptr (GTask) task = g_steal_pointer (&opening->task);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  return G_SOURCE_REMOVE;
}

static void
opening_answered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Opening *opening = user_data;
  g_autoptr (EcpaRecord) record = NULL;
  g_autoptr (EcpaSecret) token = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;

  if (ecpa_client_call_finish (opening->client, result, (gpointer *) &record, &error))
    token = take_token (record);
  if (error == NULL && token == NULL)
    g_set_error (&error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "A session without a token");

  if (opening->task != NULL && !g_task_return_error_if_cancelled (opening->task))
    {
      kept = error == NULL && opening->opened (g_task_get_source_object (opening->task), record, token, opening->task,
                                               &error);
      if (kept)
        g_task_return_pointer (opening->task, g_steal_pointer (&record), g_object_unref);
      else
        g_task_return_error (opening->task, g_steal_pointer (&error));
    }
  if (token != NULL && !kept)
    ecpa_session_tell_over (opening->client, opening->path, token);
  opening_free (opening);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_session_fetch_challenge:
 * @card_id: from the card
 * @card_challenge: from the card
 * @client: the way to the backend
 * @cancellable: (nullable): ends it at once
 * @error: as [method@Client.call_finish]
 *
 * Lane thread, with the card waiting in its transaction: asks the backend what the card has to prove itself against.
 *
 * Returns: (transfer full): the challenge
 */
EcpaCardChallenge *
ecpa_session_fetch_challenge (GBytes        *card_id,
                              GBytes        *card_challenge,
                              gpointer       client,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autoptr (EcpaChallengeRequest) question = g_object_new (ECPA_TYPE_CHALLENGE_REQUEST,
                                                            "method", ECPA_METHOD_HEALTH_CARD,
                                                            "card-id", card_id,
                                                            "card-challenge", card_challenge, NULL);
  g_autoptr (EcpaRequest) request = ecpa_request_new ("POST", ECPA_PATH_LOGIN_CHALLENGES, ECPA_TYPE_CHALLENGE);
  g_autoptr (EcpaChallenge) challenge = NULL;
  g_autoptr (GBytes) input = NULL;

  request->authenticated = FALSE;
  ecpa_request_set_record (request, ECPA_RECORD (question));
  if (!ecpa_client_call (client, request, (gpointer *) &challenge, cancellable, error))
    return NULL;

  if (g_bytes_get_size (challenge->login_id) != ECPA_LOGIN_ID_LENGTH
      || g_bytes_get_size (challenge->backend_challenge) != ECPA_BACKEND_CHALLENGE_LENGTH)
    {
      g_set_error (error, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "A challenge of another length");
      return NULL;
    }

  if (!ecpa_client_check_name (client, challenge->backend_name, error))
    return NULL;

  input = ecpa_card_proof_input (challenge->backend_challenge, challenge->backend_name, challenge->login_id);

  return ecpa_card_challenge_new (challenge->login_id, input);
}

/**
 * ecpa_session_open:
 * @client: the way to the backend
 * @request: what opens a session, answered with an #EcpaSession or an #EcpaCardSession
 * @path: static: where that session ends
 * @opened: takes it
 * @task: answered with the record; its cancellation is answered at once
 *
 * Once a proof is on its way it may open a session; so its answer is waited for even where nobody wants it any more, and
 * that session is closed again.
 */
void
ecpa_session_open (EcpaClient        *client,
                   EcpaRequest       *request,
                   const char        *path,
                   EcpaSessionOpened  opened,
                   GTask             *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Opening *opening = g_new0 (Opening, 1);

  opening->client = g_object_ref (client);
  opening->path = path;
  opening->opened = opened;
  opening->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      opening->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (opening->cancelled, G_SOURCE_FUNC (opening_cancelled_cb), opening, NULL);
      g_source_attach (opening->cancelled, g_task_get_context (task));
    }
  ecpa_client_call_async (client, request, NULL, opening_answered_cb, opening);
}

/**
 * ecpa_session_tell_over:
 * @client: the way to the backend
 * @path: where the session ends
 * @token: its token
 *
 * Ends a session in the background.
 */
void
ecpa_session_tell_over (EcpaClient *client,
                        const char *path,
                        EcpaSecret *token)
{
  g_autoptr (EcpaRequest) request = ecpa_request_new ("DELETE", path, G_TYPE_NONE);

  request->token = ecpa_secret_ref (token);
  ecpa_client_call_async (client, request, NULL, NULL, NULL);
}
