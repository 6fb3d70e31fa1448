/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a card session can ask about its registration (N1-N7): what a call is stands in a row. */

#include "ecpa-endpoints.h"
#include "ecpa-registration-private.h"

/* Types -------------------------------------------------------------------- */

enum
{
  GET_TERMS,
  CHECK_RESIDENCE,
  APPLY,
  GET_REGISTRATION,
  SEND_MAIL,
  VERIFY,
  REQUEST_RESET,
  RESET_PASSWORD,
  CHANGE_PASSWORD,
  REMOVE,
  READ_CONTACTS,
  CHANGE_CONTACTS,
};

static const EcpaCardCall calls[] = {
  [GET_TERMS] = { "GET", ECPA_PATH_LEGAL_TEXTS "/" ECPA_SCOPE_CARD_TERMS, ecpa_legal_text_get_type, ECPA_CARD_CALL_OPEN },
  [CHECK_RESIDENCE] = { "POST", ECPA_PATH_RESIDENCE_CHECKS, NULL, ECPA_CARD_CALL_CHANGE },
  [APPLY] = { "POST", ECPA_PATH_REGISTRATIONS, ecpa_registration_get_type, ECPA_CARD_CALL_CHANGE },
  [GET_REGISTRATION] = { "GET", ECPA_PATH_REGISTRATION, ecpa_registration_get_type, ECPA_CARD_CALL_READ },
  [SEND_MAIL] = { "POST", ECPA_PATH_REGISTRATION "/mails", ecpa_mail_notice_get_type, ECPA_CARD_CALL_CHANGE },
  [VERIFY] = { "POST", ECPA_PATH_VERIFICATIONS, ecpa_registration_get_type, ECPA_CARD_CALL_CHANGE },
  [REQUEST_RESET] = { "POST", ECPA_PATH_PASSWORD_RESETS, ecpa_mail_notice_get_type, ECPA_CARD_CALL_CHANGE },
  [RESET_PASSWORD] = { "POST", ECPA_PATH_REGISTRATION_PASSWORDS, NULL, ECPA_CARD_CALL_CHANGE },
  [CHANGE_PASSWORD] = { "POST", ECPA_PATH_REGISTRATION_PASSWORDS, NULL, ECPA_CARD_CALL_CHANGE },
  [REMOVE] = { "POST", ECPA_PATH_REGISTRATION_REMOVALS, NULL, ECPA_CARD_CALL_CHANGE },
  [READ_CONTACTS] = { "POST", ECPA_PATH_CONTACT_READINGS, ecpa_contacts_get_type, ECPA_CARD_CALL_CHANGE },
  [CHANGE_CONTACTS] = { "PUT", ECPA_PATH_CONTACTS, ecpa_registration_get_type, ECPA_CARD_CALL_CHANGE },
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_registration_service_get_terms_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Fetches the terms of 健保卡網路服務 in force. Needs no card session.
 */
void
ecpa_registration_service_get_terms_async (EcpaRegistrationService *self,
                                           GCancellable            *cancellable,
                                           GAsyncReadyCallback      callback,
                                           gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  ecpa_registration_service_ask (self, &calls[GET_TERMS], NULL, NULL, NULL,
                                 ecpa_registration_service_get_terms_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_get_terms_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the terms, with their version
 */
EcpaLegalText *
ecpa_registration_service_get_terms_finish (EcpaRegistrationService  *self,
                                            GAsyncResult             *result,
                                            GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_check_residence_async:
 * @self: a service
 * @residence: where the person is registered as living
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Asks whether household number and address belong to the card (N1). Wrong ones are counted.
 */
void
ecpa_registration_service_check_residence_async (EcpaRegistrationService *self,
                                                 EcpaResidence           *residence,
                                                 const char              *key,
                                                 GCancellable            *cancellable,
                                                 GAsyncReadyCallback      callback,
                                                 gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (ECPA_IS_RESIDENCE (residence));
  g_return_if_fail (key != NULL);

  ecpa_registration_service_ask (self, &calls[CHECK_RESIDENCE], NULL, ecpa_card_body_new (residence, NULL), key,
                                 ecpa_registration_service_check_residence_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_check_residence_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: whether they do; else %ECPA_PROBLEM_RESIDENCE_MISMATCH
 */
gboolean
ecpa_registration_service_check_residence_finish (EcpaRegistrationService  *self,
                                                  GAsyncResult             *result,
                                                  GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_registration_service_apply_async:
 * @self: a service
 * @application: everything but the password
 * @password: the 註冊密碼 to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Registers the card (N1).
 */
void
ecpa_registration_service_apply_async (EcpaRegistrationService *self,
                                       EcpaRegistrationRequest *application,
                                       EcpaSecret              *password,
                                       const char              *key,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (ECPA_IS_REGISTRATION_REQUEST (application));
  g_return_if_fail (password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[APPLY], NULL,
                                 ecpa_card_body_new (application, "password", password, NULL), key,
                                 ecpa_registration_service_apply_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_apply_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): how things stand now
 */
EcpaRegistration *
ecpa_registration_service_apply_finish (EcpaRegistrationService  *self,
                                        GAsyncResult             *result,
                                        GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_get_registration_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Asks how things stand with the registration of the card.
 */
void
ecpa_registration_service_get_registration_async (EcpaRegistrationService *self,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  ecpa_registration_service_ask (self, &calls[GET_REGISTRATION], NULL, NULL, NULL,
                                 ecpa_registration_service_get_registration_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_get_registration_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): how things stand
 */
EcpaRegistration *
ecpa_registration_service_get_registration_finish (EcpaRegistrationService  *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_send_mail_async:
 * @self: a service
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 重寄認證信: has the verification mail sent again (N2); the code of the one before is worth nothing then.
 */
void
ecpa_registration_service_send_mail_async (EcpaRegistrationService *self,
                                           const char              *key,
                                           GCancellable            *cancellable,
                                           GAsyncReadyCallback      callback,
                                           gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (key != NULL);

  ecpa_registration_service_ask (self, &calls[SEND_MAIL], NULL, ecpa_card_body_new (NULL, NULL), key,
                                 ecpa_registration_service_send_mail_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_send_mail_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): where to
 */
EcpaMailNotice *
ecpa_registration_service_send_mail_finish (EcpaRegistrationService  *self,
                                            GAsyncResult             *result,
                                            GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_verify_async:
 * @self: a service
 * @code: what stands in the mail, or came by its link
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 電子信箱認證 (N2).
 */
void
ecpa_registration_service_verify_async (EcpaRegistrationService *self,
                                        const char              *code,
                                        const char              *key,
                                        GCancellable            *cancellable,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data)
{
  g_autoptr (EcpaCode) record = NULL;

  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (code != NULL && key != NULL);

  record = g_object_new (ECPA_TYPE_CODE, "code", code, NULL);
  ecpa_registration_service_ask (self, &calls[VERIFY], NULL, ecpa_card_body_new (record, NULL), key,
                                 ecpa_registration_service_verify_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_verify_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): how things stand now
 */
EcpaRegistration *
ecpa_registration_service_verify_finish (EcpaRegistrationService  *self,
                                         GAsyncResult             *result,
                                         GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_request_reset_async:
 * @self: a service
 * @request: (nullable): another address than the registered one, and who asks for it
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Has the mail sent that a new 註冊密碼 can be chosen with (N3).
 */
void
ecpa_registration_service_request_reset_async (EcpaRegistrationService  *self,
                                               EcpaPasswordResetRequest *request,
                                               const char               *key,
                                               GCancellable             *cancellable,
                                               GAsyncReadyCallback       callback,
                                               gpointer                  user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail ((request == NULL || ECPA_IS_PASSWORD_RESET_REQUEST (request)));
  g_return_if_fail (key != NULL);

  ecpa_registration_service_ask (self, &calls[REQUEST_RESET], NULL, ecpa_card_body_new (request, NULL), key,
                                 ecpa_registration_service_request_reset_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_request_reset_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): where to
 */
EcpaMailNotice *
ecpa_registration_service_request_reset_finish (EcpaRegistrationService  *self,
                                                GAsyncResult             *result,
                                                GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_reset_password_async:
 * @self: a service
 * @code: what stands in the mail, or came by its link
 * @new_password: the 註冊密碼 to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Sets a new 註冊密碼 by a mail's code (N3). Until then the old one is good.
 */
void
ecpa_registration_service_reset_password_async (EcpaRegistrationService *self,
                                                const char              *code,
                                                EcpaSecret              *new_password,
                                                const char              *key,
                                                GCancellable            *cancellable,
                                                GAsyncReadyCallback      callback,
                                                gpointer                 user_data)
{
  g_autoptr (EcpaCode) record = NULL;

  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (code != NULL && new_password != NULL && key != NULL);

  record = g_object_new (ECPA_TYPE_CODE, "code", code, NULL);
  ecpa_registration_service_ask (self, &calls[RESET_PASSWORD], NULL,
                                 ecpa_card_body_new (record, "new_password", new_password, NULL), key,
                                 ecpa_registration_service_reset_password_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_reset_password_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: whether it is set
 */
gboolean
ecpa_registration_service_reset_password_finish (EcpaRegistrationService  *self,
                                                 GAsyncResult             *result,
                                                 GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_registration_service_change_password_async:
 * @self: a service
 * @password: 註冊密碼
 * @new_password: the one to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 註冊密碼變更 (N6).
 */
void
ecpa_registration_service_change_password_async (EcpaRegistrationService *self,
                                                 EcpaSecret              *password,
                                                 EcpaSecret              *new_password,
                                                 const char              *key,
                                                 GCancellable            *cancellable,
                                                 GAsyncReadyCallback      callback,
                                                 gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (password != NULL && new_password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[CHANGE_PASSWORD], NULL,
                                 ecpa_card_body_new (NULL, "password", password,
                                                     "new_password", new_password, NULL), key,
                                 ecpa_registration_service_change_password_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_change_password_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: whether it is set
 */
gboolean
ecpa_registration_service_change_password_finish (EcpaRegistrationService  *self,
                                                  GAsyncResult             *result,
                                                  GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_registration_service_remove_async:
 * @self: a service
 * @password: 註冊密碼
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 刪除註冊申請 (N5).
 */
void
ecpa_registration_service_remove_async (EcpaRegistrationService *self,
                                        EcpaSecret              *password,
                                        const char              *key,
                                        GCancellable            *cancellable,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[REMOVE], NULL,
                                 ecpa_card_body_new (NULL, "password", password, NULL), key,
                                 ecpa_registration_service_remove_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_remove_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: whether the registration is gone
 */
gboolean
ecpa_registration_service_remove_finish (EcpaRegistrationService  *self,
                                         GAsyncResult             *result,
                                         GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_registration_service_read_contacts_async:
 * @self: a service
 * @password: 註冊密碼
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Fetches the contact data in full (N7). Changes nothing, but a wrong password is counted.
 */
void
ecpa_registration_service_read_contacts_async (EcpaRegistrationService *self,
                                               EcpaSecret              *password,
                                               const char              *key,
                                               GCancellable            *cancellable,
                                               GAsyncReadyCallback      callback,
                                               gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[READ_CONTACTS], NULL,
                                 ecpa_card_body_new (NULL, "password", password, NULL), key,
                                 ecpa_registration_service_read_contacts_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_read_contacts_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): the contact data
 */
EcpaContacts *
ecpa_registration_service_read_contacts_finish (EcpaRegistrationService  *self,
                                                GAsyncResult             *result,
                                                GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_change_contacts_async:
 * @self: a service
 * @password: 註冊密碼
 * @contacts: all of them, as they are to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 基本資料異動 (N7). Another main address has to be verified; until then the old one stays.
 */
void
ecpa_registration_service_change_contacts_async (EcpaRegistrationService *self,
                                                 EcpaSecret              *password,
                                                 EcpaContacts            *contacts,
                                                 const char              *key,
                                                 GCancellable            *cancellable,
                                                 GAsyncReadyCallback      callback,
                                                 gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (ECPA_IS_CONTACTS (contacts));
  g_return_if_fail (password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[CHANGE_CONTACTS], NULL,
                                 ecpa_card_body_new (contacts, "password", password, NULL), key,
                                 ecpa_registration_service_change_contacts_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_change_contacts_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): how things stand now
 */
EcpaRegistration *
ecpa_registration_service_change_contacts_finish (EcpaRegistrationService  *self,
                                                  GAsyncResult             *result,
                                                  GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
