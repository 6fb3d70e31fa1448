/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaOrderView:
 *
 * One order on the desk: the document as paper or as text, its three times, the remedy period and the button that
 * signs for it. (`EcpaOrderPage` is the protocol's page of a list of orders.) Properties:
 *
 * - `item`: (nullable) #EcpaOrderItem; setting it opens it
 * - `training`: gboolean; whether the paper says that it is for practice
 * - `notice`: (nullable) #EcpaLegalText; the personal-data notice shown before each print and export (L11)
 *
 * Actions: `order.sign`, `order.retry`, `order.print`, `order.preview`, `order.export`, `order.export-to` (s: a path), `order.text`
 * (toggles paper and text), `order.zoom-in`, `order.zoom-out`, `order.zoom-fit`.
 */
#define ECPA_TYPE_ORDER_VIEW (ecpa_order_view_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderView, ecpa_order_view, ECPA, ORDER_VIEW, GtkWidget)

GtkWidget     *ecpa_order_view_new          (void);
/* (nullable) (transfer none) */
EcpaOrderItem *ecpa_order_view_get_item     (EcpaOrderView *self);
/* @item: (nullable): %NULL clears everything personal from the screen */
void           ecpa_order_view_set_item     (EcpaOrderView *self,
                                             EcpaOrderItem *item);
void           ecpa_order_view_set_training (EcpaOrderView *self,
                                             gboolean       training);
void           ecpa_order_view_set_notice   (EcpaOrderView *self,
                                             EcpaLegalText *notice);

G_END_DECLS
