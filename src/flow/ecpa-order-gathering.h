/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaOrderGathering:
 *
 * Opens several orders one after the other, for printing or saving them together (O4). Each counts as viewed, as when it
 * is opened by itself. UI thread. Properties, read-only, notifying:
 *
 * - `done`: guint, orders that are there
 * - `fault`: (nullable) #EcpaFault: one did not come; nothing goes on until [method@OrderGathering.start]
 * - `finished`: gboolean, all are there
 * - `ended`: gboolean, the session ended, so that none will come
 */
#define ECPA_TYPE_ORDER_GATHERING (ecpa_order_gathering_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderGathering, ecpa_order_gathering, ECPA, ORDER_GATHERING, GObject)

EcpaOrderGathering *ecpa_order_gathering_new          (GPtrArray          *items);
void                ecpa_order_gathering_start        (EcpaOrderGathering *self);
void                ecpa_order_gathering_stop         (EcpaOrderGathering *self);
guint               ecpa_order_gathering_get_done     (EcpaOrderGathering *self);
guint               ecpa_order_gathering_get_total    (EcpaOrderGathering *self);
EcpaFault          *ecpa_order_gathering_get_fault    (EcpaOrderGathering *self);
gboolean            ecpa_order_gathering_is_finished  (EcpaOrderGathering *self);
gboolean            ecpa_order_gathering_has_ended    (EcpaOrderGathering *self);
GPtrArray          *ecpa_order_gathering_dup_orders   (EcpaOrderGathering *self);

G_END_DECLS
