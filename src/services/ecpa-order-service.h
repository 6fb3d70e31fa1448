/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-client.h"
#include "ecpa-receipt-keys.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaOrderService:
 *
 * Reward orders: pages, searches, documents, receipts. Every function answers in the caller's context.
 */
#define ECPA_TYPE_ORDER_SERVICE (ecpa_order_service_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderService, ecpa_order_service, ECPA, ORDER_SERVICE, GObject)

EcpaOrderService *ecpa_order_service_new         (EcpaClient           *client,
                                                  EcpaReceiptKeys      *keys);
void              ecpa_order_service_list_async  (EcpaOrderService     *self,
                                                  gboolean              unsigned_only,
                                                  const char           *cursor,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
EcpaOrderPage    *ecpa_order_service_list_finish (EcpaOrderService     *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void              ecpa_order_service_search_async (EcpaOrderService    *self,
                                                   EcpaOrderQuery      *query,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
EcpaOrderSearch  *ecpa_order_service_search_finish (EcpaOrderService  *self,
                                                    GAsyncResult      *result,
                                                    GError           **error);
void              ecpa_order_service_open_async  (EcpaOrderService     *self,
                                                  EcpaOrderSummary     *summary,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
EcpaOrder        *ecpa_order_service_open_finish (EcpaOrderService     *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void              ecpa_order_service_sign_async  (EcpaOrderService     *self,
                                                  const char           *order_id,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
EcpaReceipt      *ecpa_order_service_sign_finish (EcpaOrderService     *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
