/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-service.h"
#include "ecpa-client.h"
#include "ecpa-records.h"
#include "ecpa-secret.h"

G_BEGIN_DECLS

/**
 * EcpaAccountService:
 *
 * Who is signed in: what the backend says of itself, the health-card login in two requests, sign-out, agreements.
 * Every function answers in the caller's context.
 */
#define ECPA_TYPE_ACCOUNT_SERVICE (ecpa_account_service_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountService, ecpa_account_service, ECPA, ACCOUNT_SERVICE, GObject)

EcpaAccountService *ecpa_account_service_new             (EcpaClient           *client,
                                                          EcpaCardService      *card);
void                ecpa_account_service_ask_async       (EcpaAccountService   *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaServiceInfo    *ecpa_account_service_ask_finish      (EcpaAccountService   *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_sign_in_async   (EcpaAccountService   *self,
                                                          guint64               serial,
                                                          EcpaSecret           *password,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaSession        *ecpa_account_service_sign_in_finish  (EcpaAccountService   *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_sign_in_account_async  (EcpaAccountService *self,
                                                          const char           *account,
                                                          EcpaSecret           *password,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaSession        *ecpa_account_service_sign_in_account_finish (EcpaAccountService *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_change_password_async  (EcpaAccountService *self,
                                                          EcpaSecret           *password,
                                                          EcpaSecret           *new_password,
                                                          const char           *key,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
gboolean            ecpa_account_service_change_password_finish (EcpaAccountService *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_get_session_async  (EcpaAccountService *self,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaSession        *ecpa_account_service_get_session_finish (EcpaAccountService *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_hold            (EcpaAccountService   *self);
void                ecpa_account_service_release         (EcpaAccountService   *self);
gboolean            ecpa_account_service_is_held         (EcpaAccountService   *self);
void                ecpa_account_service_sign_out        (EcpaAccountService   *self);
void                ecpa_account_service_get_text_async  (EcpaAccountService   *self,
                                                          const char           *scope,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaLegalText      *ecpa_account_service_get_text_finish (EcpaAccountService   *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);
void                ecpa_account_service_agree_async     (EcpaAccountService   *self,
                                                          EcpaLegalText        *text,
                                                          const char           *key,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
EcpaLegalText      *ecpa_account_service_agree_finish    (EcpaAccountService   *self,
                                                          GAsyncResult         *result,
                                                          GError              **error);

G_END_DECLS
