/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-item.h"

/* An #EcpaOrderItem that does what the test says instead of asking a backend: it counts what is asked of it and
 * changes when told to. Linked in place of the floor's own. */
EcpaOrderItem *order_item_double_new          (EcpaOrder        *order);
void           order_item_double_take_summary (EcpaOrderItem    *self,
                                               EcpaOrderSummary *summary);
void           order_item_double_set          (EcpaOrderItem    *self,
                                               EcpaOrderState    state,
                                               EcpaFaultCode     fault);
guint          order_item_double_get_n_opened (EcpaOrderItem    *self);
guint          order_item_double_get_n_signed (EcpaOrderItem    *self);
