/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-account-service.h"

#include <string.h>

#include "ecpa-endpoints.h"
#include "ecpa-registration-private.h"
#include "ecpa-relay.h"
#include "ecpa-session-opening.h"

/* The object around the password: member names, base64 of id and proof. */
#define BODY_FRAME 1024

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountService
{
  GObject          parent_instance;

  /* Owned */
  EcpaClient      *client;
  EcpaCardService *card;
  GPtrArray       *parting;     /* EcpaSecret: tokens of sessions that are over, while something is still sent in them */
  guint            holds;
};

typedef struct
{
  EcpaSecret *password;         /* until it is sent */
} SignIn;

G_DEFINE_FINAL_TYPE (EcpaAccountService, ecpa_account_service, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_clear_pointer (&sign_in->password, ecpa_secret_unref);
  g_free (sign_in);
}

static EcpaSecretBody *
make_session_body (EcpaCardProof *proof,
                   EcpaSecret    *password)
{
  EcpaSecretBody *body;
  gsize length;

  ecpa_secret_peek (password, &length);
  body = ecpa_secret_body_new (BODY_FRAME + 6 * length);
  ecpa_secret_body_add_string (body, "method", ECPA_METHOD_HEALTH_CARD);
  ecpa_secret_body_add_bytes (body, "login_id", proof->login_id);
  ecpa_secret_body_add_bytes (body, "proof", proof->proof);
  ecpa_secret_body_add_secret (body, "password", password);
  ecpa_secret_body_close (body);

  return body;
}

static gboolean
take_session (gpointer     service,
              EcpaRecord  *record,
              EcpaSecret  *token,
              GTask       *task,
              GError     **error)
{
  EcpaAccountService *self = service;

  ecpa_client_set_token (self->client, token);
  return TRUE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
card_proved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaAccountService *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (EcpaRequest) request = NULL;
  g_autoptr (EcpaSecretBody) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaCardProof) proof = ecpa_card_service_prove_finish (self->card, result, &error);

  if (proof == NULL)
    {
      g_clear_pointer (&sign_in->password, ecpa_secret_unref);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    {
      g_clear_pointer (&sign_in->password, ecpa_secret_unref);
      return;
    }

  body = make_session_body (proof, sign_in->password);
  g_clear_pointer (&sign_in->password, ecpa_secret_unref);
  request = ecpa_request_new ("POST", ECPA_PATH_SESSIONS, ECPA_TYPE_SESSION);
  request->authenticated = FALSE;
  ecpa_request_set_secret_body (request, body);

  ecpa_session_open (self->client, request, ECPA_PATH_SESSION, take_session, task);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_service_finalize (GObject *object)
{
  EcpaAccountService *self = ECPA_ACCOUNT_SERVICE (object);

  g_ptr_array_unref (self->parting);
  g_clear_object (&self->client);
  g_clear_object (&self->card);

  G_OBJECT_CLASS (ecpa_account_service_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_service_class_init (EcpaAccountServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_account_service_finalize;
}

static void
ecpa_account_service_init (EcpaAccountService *self)
{
  self->parting = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_secret_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_account_service_new:
 * @client: the way to the backend
 * @card: the cards
 *
 * Returns: (transfer full): a service
 */
EcpaAccountService *
ecpa_account_service_new (EcpaClient      *client,
                          EcpaCardService *card)
{
  EcpaAccountService *self;

  g_return_val_if_fail (ECPA_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (card), NULL);

  self = g_object_new (ECPA_TYPE_ACCOUNT_SERVICE, NULL);
  self->client = g_object_ref (client);
  self->card = g_object_ref (card);

  return self;
}

/**
 * ecpa_account_service_ask_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Asks the backend what it is, before anybody has signed in.
 */
void
ecpa_account_service_ask_async (EcpaAccountService  *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_ask_async);
  request = ecpa_request_new ("GET", ECPA_PATH_SERVICE, ECPA_TYPE_SERVICE_INFO);
  request->authenticated = FALSE;
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_account_service_ask_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): what the backend says of itself
 */
EcpaServiceInfo *
ecpa_account_service_ask_finish (EcpaAccountService  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_account_service_sign_in_async:
 * @self: a service
 * @serial: which card, as its view said
 * @password: 註冊密碼; copied, and the copy wiped as soon as it is sent
 * @cancellable: (nullable): answered at once; a session that opens all the same is closed again
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Signs in with a health card: in one transaction of the card its identity, its challenge and the backend's, and its
 * proof; then proof and password together. Two requests in all.
 */
void
ecpa_account_service_sign_in_async (EcpaAccountService  *self,
                                    guint64              serial,
                                    EcpaSecret          *password,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  SignIn *sign_in;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (password != NULL);

  sign_in = g_new0 (SignIn, 1);
  sign_in->password = ecpa_secret_copy (password);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_sign_in_async);
  g_task_set_task_data (task, sign_in, sign_in_free);

  ecpa_card_service_prove_async (self->card, serial, ecpa_session_fetch_challenge, g_object_ref (self->client),
                                 g_object_unref, cancellable, card_proved_cb, task);
}

/**
 * ecpa_account_service_sign_in_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: an #EcpaCardError, or as [method@Client.call_finish]
 *
 * Returns: (transfer full): the session, without its token, which the client keeps
 */
EcpaSession *
ecpa_account_service_sign_in_finish (EcpaAccountService  *self,
                                     GAsyncResult        *result,
                                     GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_account_service_sign_in_account_async:
 * @self: a service
 * @account: eCPA帳號
 * @password: its password; in no memory but locked pages until it is sent
 * @cancellable: (nullable): answered at once; a session that opens all the same is closed again
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Signs in with account and password (L7), without a card.
 */
void
ecpa_account_service_sign_in_account_async (EcpaAccountService  *self,
                                            const char          *account,
                                            EcpaSecret          *password,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data)
{
  g_autoptr (EcpaRequest) request = NULL;
  g_autoptr (EcpaSecretBody) body = NULL;
  g_autoptr (GTask) task = NULL;
  gsize length;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (account != NULL && password != NULL);

  ecpa_secret_peek (password, &length);
  body = ecpa_secret_body_new (BODY_FRAME + 6 * (strlen (account) + length));
  ecpa_secret_body_add_string (body, "method", ECPA_METHOD_ACCOUNT);
  ecpa_secret_body_add_string (body, "account", account);
  ecpa_secret_body_add_secret (body, "password", password);
  ecpa_secret_body_close (body);
  request = ecpa_request_new ("POST", ECPA_PATH_SESSIONS, ECPA_TYPE_SESSION);
  request->authenticated = FALSE;
  ecpa_request_set_secret_body (request, body);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_sign_in_account_async);
  ecpa_session_open (self->client, request, ECPA_PATH_SESSION, take_session, task);
}

/**
 * ecpa_account_service_sign_in_account_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the session, without its token, which the client keeps
 */
EcpaSession *
ecpa_account_service_sign_in_account_finish (EcpaAccountService  *self,
                                             GAsyncResult        *result,
                                             GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_account_service_change_password_async:
 * @self: a service
 * @password: the password of the account
 * @new_password: the one to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Changes the password of the account of whoever is signed in (L7).
 */
void
ecpa_account_service_change_password_async (EcpaAccountService  *self,
                                            EcpaSecret          *password,
                                            EcpaSecret          *new_password,
                                            const char          *key,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data)
{
  g_autoptr (EcpaRequest) request = NULL;
  g_autoptr (EcpaSecretBody) body = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (password != NULL && new_password != NULL && key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_change_password_async);
  body = ecpa_card_body_new (NULL, "password", password, "new_password", new_password, NULL);
  request = ecpa_request_new ("POST", ECPA_PATH_ACCOUNT_PASSWORDS, G_TYPE_NONE);
  ecpa_request_set_secret_body (request, body);
  ecpa_request_set_key (request, key);
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_account_service_change_password_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: whether it is changed
 */
gboolean
ecpa_account_service_change_password_finish (EcpaAccountService  *self,
                                             GAsyncResult        *result,
                                             GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_account_service_get_session_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Asks whether the session goes on. That is a request like any other, so the backend counts its idle time from it.
 */
void
ecpa_account_service_get_session_async (EcpaAccountService  *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_get_session_async);
  request = ecpa_request_new ("GET", ECPA_PATH_SESSION, ECPA_TYPE_SESSION);
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_account_service_get_session_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]; %ECPA_PROBLEM_SESSION_REQUIRED where it is over
 *
 * Returns: (transfer full): the session, without its token
 */
EcpaSession *
ecpa_account_service_get_session_finish (EcpaAccountService  *self,
                                         GAsyncResult        *result,
                                         GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_account_service_hold:
 * @self: a service
 *
 * Something is on its way that has to arrive whatever becomes of the session: the backend hears of the session's end
 * after the last ecpa_account_service_release().
 */
void
ecpa_account_service_hold (EcpaAccountService *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));

  self->holds++;
}

/**
 * ecpa_account_service_release:
 * @self: a service
 *
 * The other half of ecpa_account_service_hold().
 */
void
ecpa_account_service_release (EcpaAccountService *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (self->holds > 0);

  if (--self->holds > 0)
    return;

  for (guint i = 0; i < self->parting->len; i++)
    ecpa_session_tell_over (self->client, ECPA_PATH_SESSION, self->parting->pdata[i]);
  g_ptr_array_set_size (self->parting, 0);
}

/**
 * ecpa_account_service_is_held:
 * @self: a service
 *
 * Returns: whether something is on its way that has to arrive
 */
gboolean
ecpa_account_service_is_held (EcpaAccountService *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_SERVICE (self), FALSE);

  return self->holds > 0;
}

/**
 * ecpa_account_service_sign_out:
 * @self: a service
 *
 * The client has no token any more when this returns; the backend is told in the background, after what is held.
 */
void
ecpa_account_service_sign_out (EcpaAccountService *self)
{
  g_autoptr (EcpaSecret) token = NULL;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));

  token = ecpa_client_take_token (self->client);
  if (token != NULL && self->holds > 0)
    g_ptr_array_add (self->parting, g_steal_pointer (&token));
  else if (token != NULL)
    ecpa_session_tell_over (self->client, ECPA_PATH_SESSION, token);
}

/**
 * ecpa_account_service_get_text_async:
 * @self: a service
 * @scope: what the text is about
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Fetches a text in force and whether the person has agreed to it.
 */
void
ecpa_account_service_get_text_async (EcpaAccountService  *self,
                                     const char          *scope,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autofree char *path = NULL;
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (scope != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_get_text_async);
  path = g_strconcat (ECPA_PATH_CONSENT_TEXTS, "/", scope, NULL);
  request = ecpa_request_new ("GET", path, ECPA_TYPE_LEGAL_TEXT);
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_account_service_get_text_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the text
 */
EcpaLegalText *
ecpa_account_service_get_text_finish (EcpaAccountService  *self,
                                      GAsyncResult        *result,
                                      GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_account_service_agree_async:
 * @self: a service
 * @text: the text that was shown; its version is recorded
 * @key: the idempotency key of this agreement, the same when it is tried again
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Agrees to a text.
 */
void
ecpa_account_service_agree_async (EcpaAccountService  *self,
                                  EcpaLegalText       *text,
                                  const char          *key,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ACCOUNT_SERVICE (self));
  g_return_if_fail (ECPA_IS_LEGAL_TEXT (text) && key != NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "scope");
  json_builder_add_string_value (builder, text->scope);
  json_builder_set_member_name (builder, "version");
  json_builder_add_string_value (builder, text->version);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  json = json_to_string (node, FALSE);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_account_service_agree_async);
  request = ecpa_request_new ("POST", ECPA_PATH_CONSENTS, ECPA_TYPE_LEGAL_TEXT);
  ecpa_request_set_body (request, json);
  ecpa_request_set_key (request, key);
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_account_service_agree_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the text with the time of the agreement
 */
EcpaLegalText *
ecpa_account_service_agree_finish (EcpaAccountService  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
