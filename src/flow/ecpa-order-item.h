/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaOrderState:
 * @ECPA_ORDER_CLOSED: only the summary is known
 * @ECPA_ORDER_OPENING: the document is on its way
 * @ECPA_ORDER_OPEN: the document is there, and 檢視 is recorded
 * @ECPA_ORDER_SIGNING: 簽收 is on its way; it is repeated under one key until the backend answers
 * @ECPA_ORDER_SIGNED: signed for
 * @ECPA_ORDER_FAILED: opening failed; `fault` says why
 *
 * A failed signature goes back to %ECPA_ORDER_OPEN with `fault` set; signing again uses the same key.
 */
typedef enum
{
  ECPA_ORDER_CLOSED,
  ECPA_ORDER_OPENING,
  ECPA_ORDER_OPEN,
  ECPA_ORDER_SIGNING,
  ECPA_ORDER_SIGNED,
  ECPA_ORDER_FAILED,
} EcpaOrderState;

#define ECPA_TYPE_ORDER_STATE (ecpa_order_state_get_type ())
GType ecpa_order_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaOrderItem:
 *
 * An order in the inbox and on the desk. Properties, read-only, notifying:
 *
 * - `summary`: #EcpaOrderSummary
 * - `order`: (nullable) #EcpaOrder, once opened
 * - `state`: #EcpaOrderState
 * - `fault`: (nullable) #EcpaFault
 * - `notified-at`, `viewed-at`, `signed-at`: (nullable) GDateTime, the newest that is known
 * - `can-sign`: gboolean, electronic, open and not signed for
 * - `slow`: gboolean, opening or signing takes longer than usual, and goes on
 */
#define ECPA_TYPE_ORDER_ITEM (ecpa_order_item_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderItem, ecpa_order_item, ECPA, ORDER_ITEM, GObject)

EcpaOrderSummary *ecpa_order_item_get_summary     (EcpaOrderItem *self);
EcpaOrder        *ecpa_order_item_get_order       (EcpaOrderItem *self);
EcpaOrderState    ecpa_order_item_get_state       (EcpaOrderItem *self);
EcpaFault        *ecpa_order_item_get_fault       (EcpaOrderItem *self);
GDateTime        *ecpa_order_item_get_notified_at (EcpaOrderItem *self);
GDateTime        *ecpa_order_item_get_viewed_at   (EcpaOrderItem *self);
GDateTime        *ecpa_order_item_get_signed_at   (EcpaOrderItem *self);
gboolean          ecpa_order_item_can_sign        (EcpaOrderItem *self);
gboolean          ecpa_order_item_is_slow         (EcpaOrderItem *self);
/* Fetches the document and records 檢視; nothing where it is open already. Also the retry. */
void              ecpa_order_item_open            (EcpaOrderItem *self);
/* Signs for it, exactly once whatever the network does. Only where `can-sign`. */
void              ecpa_order_item_sign            (EcpaOrderItem *self);

G_END_DECLS
