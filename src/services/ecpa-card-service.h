/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-view.h"
#include "ecpa-health-card.h"
#include "ecpa-worker.h"

G_BEGIN_DECLS

/**
 * EcpaCardService:
 *
 * Readers and cards as the application sees them: the watch reports to the worker, the worker keeps what is in which
 * reader and has it read on the reader's lane, and this object, which belongs to the thread that made it, shows the
 * outcome. Signal `changed`: there is another view.
 */
#define ECPA_TYPE_CARD_SERVICE (ecpa_card_service_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardService, ecpa_card_service, ECPA, CARD_SERVICE, GObject)

EcpaCardService *ecpa_card_service_new          (EcpaWorker             *worker,
                                                 EcpaCardTransport      *transport);
EcpaCardView    *ecpa_card_service_get_view     (EcpaCardService        *self);
void             ecpa_card_service_retry        (EcpaCardService        *self);
void             ecpa_card_service_choose       (EcpaCardService        *self,
                                                 const char             *reader);
void             ecpa_card_service_check_async  (EcpaCardService        *self,
                                                 guint64                 insertion,
                                                 GCancellable           *cancellable,
                                                 GAsyncReadyCallback     callback,
                                                 gpointer                user_data);
gboolean         ecpa_card_service_check_finish (EcpaCardService        *self,
                                                 GAsyncResult           *result,
                                                 GError                **error);
void             ecpa_card_service_derive_async (EcpaCardService        *self,
                                                 guint64                 serial,
                                                 GBytes                 *key,
                                                 GAsyncReadyCallback     callback,
                                                 gpointer                user_data);
GBytes          *ecpa_card_service_derive_finish (EcpaCardService       *self,
                                                 GAsyncResult           *result,
                                                 GError                **error);
void             ecpa_card_service_prove_async  (EcpaCardService        *self,
                                                 guint64                 serial,
                                                 EcpaCardChallengeFunc   fetch,
                                                 gpointer                fetch_data,
                                                 GDestroyNotify          fetch_destroy,
                                                 GCancellable           *cancellable,
                                                 GAsyncReadyCallback     callback,
                                                 gpointer                user_data);
EcpaCardProof   *ecpa_card_service_prove_finish (EcpaCardService        *self,
                                                 GAsyncResult           *result,
                                                 GError                **error);
void             ecpa_card_service_stop         (EcpaCardService        *self);

G_END_DECLS
