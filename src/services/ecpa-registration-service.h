/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-records.h"
#include "ecpa-card-service.h"
#include "ecpa-client.h"
#include "ecpa-event-service.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaRegistrationService:
 *
 * 健保卡網路服務: what a card can ask for in its own name, without anybody being signed in. The card proves itself once,
 * without a password, and that opens a *card session*: 15 minutes of idleness, one card, its token apart from a login's.
 * It belongs to the thread that made it. Signals:
 *
 * - `closed` (#EcpaFault, nullable): the card session is over; %NULL where ecpa_registration_service_close() ended it,
 *   %ECPA_FAULT_CARD_REMOVED or %ECPA_FAULT_CARD_CHANGED with the card, %ECPA_FAULT_SESSION_ENDED where
 *   the backend knows it no more
 * - `registration-changed` (#EcpaRegistration): what the registration is now, while it is watched
 *
 * Each call that changes something has an idempotency key of the caller's: a UUID, kept with what was typed, and the same
 * again when the same thing is tried again after a loss of the network. Another content needs another key. Before such a
 * call the card is read once more; another card than the one of the session is %ECPA_CARD_ERROR_CHANGED, and closes it.
 * A call without a card session is %ECPA_PROBLEM_SESSION_REQUIRED.
 */
#define ECPA_TYPE_REGISTRATION_SERVICE (ecpa_registration_service_get_type ())
G_DECLARE_FINAL_TYPE (EcpaRegistrationService, ecpa_registration_service, ECPA, REGISTRATION_SERVICE, GObject)

EcpaRegistrationService *ecpa_registration_service_new           (EcpaClient              *client,
                                                                  EcpaWorker              *worker,
                                                                  EcpaCardService         *card);

/* The card session */
void                     ecpa_registration_service_open_async    (EcpaRegistrationService *self,
                                                                  guint64                  serial,
                                                                  GCancellable            *cancellable,
                                                                  GAsyncReadyCallback      callback,
                                                                  gpointer                 user_data);
EcpaCardSession         *ecpa_registration_service_open_finish   (EcpaRegistrationService *self,
                                                                  GAsyncResult            *result,
                                                                  GError                 **error);
void                     ecpa_registration_service_close         (EcpaRegistrationService *self);
EcpaCardSession         *ecpa_registration_service_get_session   (EcpaRegistrationService *self);
guint64                  ecpa_registration_service_get_insertion (EcpaRegistrationService *self);
void                     ecpa_registration_service_watch         (EcpaRegistrationService *self);
void                     ecpa_registration_service_unwatch       (EcpaRegistrationService *self);
void                     ecpa_registration_service_stop          (EcpaRegistrationService *self);
/* For tests */
void                     ecpa_registration_service_set_pause     (EcpaRegistrationService *self,
                                                                  guint                    ms);

/* What can be asked in it; get_terms needs none. */
void           ecpa_registration_service_get_terms_async (EcpaRegistrationService *self,
                                                          GCancellable            *cancellable,
                                                          GAsyncReadyCallback      callback,
                                                          gpointer                 user_data);
EcpaLegalText *ecpa_registration_service_get_terms_finish (EcpaRegistrationService  *self,
                                                           GAsyncResult             *result,
                                                           GError                  **error);
void     ecpa_registration_service_check_residence_async (EcpaRegistrationService *self,
                                                          EcpaResidence           *residence,
                                                          const char              *key,
                                                          GCancellable            *cancellable,
                                                          GAsyncReadyCallback      callback,
                                                          gpointer                 user_data);
gboolean ecpa_registration_service_check_residence_finish (EcpaRegistrationService  *self,
                                                           GAsyncResult             *result,
                                                           GError                  **error);
void              ecpa_registration_service_apply_async (EcpaRegistrationService *self,
                                                         EcpaRegistrationRequest *application,
                                                         EcpaSecret              *password,
                                                         const char              *key,
                                                         GCancellable            *cancellable,
                                                         GAsyncReadyCallback      callback,
                                                         gpointer                 user_data);
EcpaRegistration *ecpa_registration_service_apply_finish (EcpaRegistrationService  *self,
                                                          GAsyncResult             *result,
                                                          GError                  **error);
void              ecpa_registration_service_get_registration_async (EcpaRegistrationService *self,
                                                                    GCancellable            *cancellable,
                                                                    GAsyncReadyCallback      callback,
                                                                    gpointer                 user_data);
EcpaRegistration *ecpa_registration_service_get_registration_finish (EcpaRegistrationService  *self,
                                                                     GAsyncResult             *result,
                                                                     GError                  **error);
void            ecpa_registration_service_send_mail_async (EcpaRegistrationService *self,
                                                           const char              *key,
                                                           GCancellable            *cancellable,
                                                           GAsyncReadyCallback      callback,
                                                           gpointer                 user_data);
EcpaMailNotice *ecpa_registration_service_send_mail_finish (EcpaRegistrationService  *self,
                                                            GAsyncResult             *result,
                                                            GError                  **error);
void              ecpa_registration_service_verify_async (EcpaRegistrationService *self,
                                                          const char              *code,
                                                          const char              *key,
                                                          GCancellable            *cancellable,
                                                          GAsyncReadyCallback      callback,
                                                          gpointer                 user_data);
EcpaRegistration *ecpa_registration_service_verify_finish (EcpaRegistrationService  *self,
                                                           GAsyncResult             *result,
                                                           GError                  **error);
void            ecpa_registration_service_request_reset_async (EcpaRegistrationService  *self,
                                                               EcpaPasswordResetRequest *request,
                                                               const char               *key,
                                                               GCancellable             *cancellable,
                                                               GAsyncReadyCallback       callback,
                                                               gpointer                  user_data);
EcpaMailNotice *ecpa_registration_service_request_reset_finish (EcpaRegistrationService  *self,
                                                                GAsyncResult             *result,
                                                                GError                  **error);
void     ecpa_registration_service_reset_password_async (EcpaRegistrationService *self,
                                                         const char              *code,
                                                         EcpaSecret              *new_password,
                                                         const char              *key,
                                                         GCancellable            *cancellable,
                                                         GAsyncReadyCallback      callback,
                                                         gpointer                 user_data);
gboolean ecpa_registration_service_reset_password_finish (EcpaRegistrationService  *self,
                                                          GAsyncResult             *result,
                                                          GError                  **error);
void     ecpa_registration_service_change_password_async (EcpaRegistrationService *self,
                                                          EcpaSecret              *password,
                                                          EcpaSecret              *new_password,
                                                          const char              *key,
                                                          GCancellable            *cancellable,
                                                          GAsyncReadyCallback      callback,
                                                          gpointer                 user_data);
gboolean ecpa_registration_service_change_password_finish (EcpaRegistrationService  *self,
                                                           GAsyncResult             *result,
                                                           GError                  **error);
void     ecpa_registration_service_remove_async (EcpaRegistrationService *self,
                                                 EcpaSecret              *password,
                                                 const char              *key,
                                                 GCancellable            *cancellable,
                                                 GAsyncReadyCallback      callback,
                                                 gpointer                 user_data);
gboolean ecpa_registration_service_remove_finish (EcpaRegistrationService  *self,
                                                  GAsyncResult             *result,
                                                  GError                  **error);
void          ecpa_registration_service_read_contacts_async (EcpaRegistrationService *self,
                                                             EcpaSecret              *password,
                                                             const char              *key,
                                                             GCancellable            *cancellable,
                                                             GAsyncReadyCallback      callback,
                                                             gpointer                 user_data);
EcpaContacts *ecpa_registration_service_read_contacts_finish (EcpaRegistrationService  *self,
                                                              GAsyncResult             *result,
                                                              GError                  **error);
void              ecpa_registration_service_change_contacts_async (EcpaRegistrationService *self,
                                                                   EcpaSecret              *password,
                                                                   EcpaContacts            *contacts,
                                                                   const char              *key,
                                                                   GCancellable            *cancellable,
                                                                   GAsyncReadyCallback      callback,
                                                                   gpointer                 user_data);
EcpaRegistration *ecpa_registration_service_change_contacts_finish (EcpaRegistrationService  *self,
                                                                    GAsyncResult             *result,
                                                                    GError                  **error);
void           ecpa_registration_service_list_phones_async (EcpaRegistrationService *self,
                                                            GCancellable            *cancellable,
                                                            GAsyncReadyCallback      callback,
                                                            gpointer                 user_data);
EcpaPhoneList *ecpa_registration_service_list_phones_finish (EcpaRegistrationService  *self,
                                                             GAsyncResult             *result,
                                                             GError                  **error);
void       ecpa_registration_service_add_phone_async (EcpaRegistrationService *self,
                                                      EcpaPhoneRequest        *phone,
                                                      EcpaSecret              *password,
                                                      const char              *key,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
EcpaPhone *ecpa_registration_service_add_phone_finish (EcpaRegistrationService  *self,
                                                       GAsyncResult             *result,
                                                       GError                  **error);
void       ecpa_registration_service_rename_phone_async (EcpaRegistrationService *self,
                                                         const char              *id,
                                                         const char              *name,
                                                         const char              *key,
                                                         GCancellable            *cancellable,
                                                         GAsyncReadyCallback      callback,
                                                         gpointer                 user_data);
EcpaPhone *ecpa_registration_service_rename_phone_finish (EcpaRegistrationService  *self,
                                                          GAsyncResult             *result,
                                                          GError                  **error);
void     ecpa_registration_service_remove_phone_async (EcpaRegistrationService *self,
                                                       const char              *id,
                                                       const char              *key,
                                                       GCancellable            *cancellable,
                                                       GAsyncReadyCallback      callback,
                                                       gpointer                 user_data);
gboolean ecpa_registration_service_remove_phone_finish (EcpaRegistrationService  *self,
                                                        GAsyncResult             *result,
                                                        GError                  **error);
void         ecpa_registration_service_activate_account_async (EcpaRegistrationService *self,
                                                               const char              *account,
                                                               EcpaSecret              *password,
                                                               EcpaSecret              *registration_password,
                                                               const char              *key,
                                                               GCancellable            *cancellable,
                                                               GAsyncReadyCallback      callback,
                                                               gpointer                 user_data);
EcpaAccount *ecpa_registration_service_activate_account_finish (EcpaRegistrationService  *self,
                                                                GAsyncResult             *result,
                                                                GError                  **error);
void         ecpa_registration_service_reset_account_async (EcpaRegistrationService *self,
                                                            EcpaSecret              *registration_password,
                                                            EcpaSecret              *new_password,
                                                            const char              *key,
                                                            GCancellable            *cancellable,
                                                            GAsyncReadyCallback      callback,
                                                            gpointer                 user_data);
EcpaAccount *ecpa_registration_service_reset_account_finish (EcpaRegistrationService  *self,
                                                             GAsyncResult             *result,
                                                             GError                  **error);

G_END_DECLS
