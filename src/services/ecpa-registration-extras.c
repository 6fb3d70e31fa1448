/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a card session can ask besides: phones (N8) and the account (L7). */

#include "ecpa-endpoints.h"
#include "ecpa-registration-private.h"

/* Types -------------------------------------------------------------------- */

enum
{
  LIST_PHONES,
  ADD_PHONE,
  RENAME_PHONE,
  REMOVE_PHONE,
  ACTIVATE_ACCOUNT,
  RESET_ACCOUNT,
};

static const EcpaCardCall calls[] = {
  [LIST_PHONES] = { "GET", ECPA_PATH_PHONES, ecpa_phone_list_get_type, ECPA_CARD_CALL_READ },
  [ADD_PHONE] = { "POST", ECPA_PATH_PHONES, ecpa_phone_get_type, ECPA_CARD_CALL_CHANGE },
  [RENAME_PHONE] = { "PUT", ECPA_PATH_PHONES, ecpa_phone_get_type, ECPA_CARD_CALL_CHANGE },
  [REMOVE_PHONE] = { "DELETE", ECPA_PATH_PHONES, NULL, ECPA_CARD_CALL_CHANGE },
  [ACTIVATE_ACCOUNT] = { "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, ecpa_account_get_type, ECPA_CARD_CALL_CHANGE },
  [RESET_ACCOUNT] = { "POST", ECPA_PATH_ACCOUNT_RESETS, ecpa_account_get_type, ECPA_CARD_CALL_CHANGE },
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_registration_service_list_phones_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 行動裝置管理: which phones are registered (N8).
 */
void
ecpa_registration_service_list_phones_async (EcpaRegistrationService *self,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  ecpa_registration_service_ask (self, &calls[LIST_PHONES], NULL, NULL, NULL,
                                 ecpa_registration_service_list_phones_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_list_phones_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the phones
 */
EcpaPhoneList *
ecpa_registration_service_list_phones_finish (EcpaRegistrationService  *self,
                                              GAsyncResult             *result,
                                              GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_add_phone_async:
 * @self: a service
 * @phone: its name and its code
 * @password: 註冊密碼
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * 行動裝置認證 (N8).
 */
void
ecpa_registration_service_add_phone_async (EcpaRegistrationService *self,
                                           EcpaPhoneRequest        *phone,
                                           EcpaSecret              *password,
                                           const char              *key,
                                           GCancellable            *cancellable,
                                           GAsyncReadyCallback      callback,
                                           gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (ECPA_IS_PHONE_REQUEST (phone));
  g_return_if_fail (password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[ADD_PHONE], NULL, ecpa_card_body_new (phone, "password", password, NULL), key,
                                 ecpa_registration_service_add_phone_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_add_phone_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): the phone
 */
EcpaPhone *
ecpa_registration_service_add_phone_finish (EcpaRegistrationService  *self,
                                            GAsyncResult             *result,
                                            GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_rename_phone_async:
 * @self: a service
 * @id: the phone
 * @name: what it is called from now on
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Calls a phone by another name (N8).
 */
void
ecpa_registration_service_rename_phone_async (EcpaRegistrationService *self,
                                              const char              *id,
                                              const char              *name,
                                              const char              *key,
                                              GCancellable            *cancellable,
                                              GAsyncReadyCallback      callback,
                                              gpointer                 user_data)
{
  g_autoptr (EcpaPhoneRequest) record = NULL;

  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (id != NULL && name != NULL && key != NULL);

  record = g_object_new (ECPA_TYPE_PHONE_REQUEST, "name", name, NULL);
  ecpa_registration_service_ask (self, &calls[RENAME_PHONE], id, ecpa_card_body_new (record, NULL), key,
                                 ecpa_registration_service_rename_phone_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_rename_phone_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): the phone
 */
EcpaPhone *
ecpa_registration_service_rename_phone_finish (EcpaRegistrationService  *self,
                                               GAsyncResult             *result,
                                               GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_remove_phone_async:
 * @self: a service
 * @id: the phone
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Removes a phone (N8).
 */
void
ecpa_registration_service_remove_phone_async (EcpaRegistrationService *self,
                                              const char              *id,
                                              const char              *key,
                                              GCancellable            *cancellable,
                                              GAsyncReadyCallback      callback,
                                              gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (id != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[REMOVE_PHONE], id, NULL, key,
                                 ecpa_registration_service_remove_phone_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_remove_phone_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: whether it is gone
 */
gboolean
ecpa_registration_service_remove_phone_finish (EcpaRegistrationService  *self,
                                               GAsyncResult             *result,
                                               GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return ecpa_registration_service_is_done (result, error);
}

/**
 * ecpa_registration_service_activate_account_async:
 * @self: a service
 * @account: its name
 * @password: the password of the account to be
 * @registration_password: 註冊密碼
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Opens an eCPA account (L7).
 */
void
ecpa_registration_service_activate_account_async (EcpaRegistrationService *self,
                                                  const char              *account,
                                                  EcpaSecret              *password,
                                                  EcpaSecret              *registration_password,
                                                  const char              *key,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data)
{
  g_autoptr (EcpaAccount) record = NULL;

  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (account != NULL && password != NULL && registration_password != NULL && key != NULL);

  record = g_object_new (ECPA_TYPE_ACCOUNT, "account", account, NULL);
  ecpa_registration_service_ask (self, &calls[ACTIVATE_ACCOUNT], NULL,
                                 ecpa_card_body_new (record, "password", password,
                                                     "registration_password", registration_password, NULL), key,
                                 ecpa_registration_service_activate_account_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_activate_account_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): the account
 */
EcpaAccount *
ecpa_registration_service_activate_account_finish (EcpaRegistrationService  *self,
                                                   GAsyncResult             *result,
                                                   GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_reset_account_async:
 * @self: a service
 * @registration_password: 註冊密碼
 * @new_password: the password of the account to be
 * @key: the idempotency key, the same when it is tried again
 * @cancellable: (nullable): ends the waiting; what has been sent may happen all the same
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Sets a new password of the eCPA account (L7).
 */
void
ecpa_registration_service_reset_account_async (EcpaRegistrationService *self,
                                               EcpaSecret              *registration_password,
                                               EcpaSecret              *new_password,
                                               const char              *key,
                                               GCancellable            *cancellable,
                                               GAsyncReadyCallback      callback,
                                               gpointer                 user_data)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));
  g_return_if_fail (registration_password != NULL && new_password != NULL && key != NULL);

  ecpa_registration_service_ask (self, &calls[RESET_ACCOUNT], NULL,
                                 ecpa_card_body_new (NULL, "registration_password", registration_password,
                                                     "new_password", new_password, NULL), key,
                                 ecpa_registration_service_reset_account_async, cancellable, callback, user_data);
}

/**
 * ecpa_registration_service_reset_account_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish], or an #EcpaCardError
 *
 * Returns: (transfer full): the account
 */
EcpaAccount *
ecpa_registration_service_reset_account_finish (EcpaRegistrationService  *self,
                                                GAsyncResult             *result,
                                                GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
