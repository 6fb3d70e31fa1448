/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaOrderRow:
 *
 * A line of the inbox: kind, date, agency, reason, and where the order stands, in words as well as in colour. UI thread.
 */
#define ECPA_TYPE_ORDER_ROW (ecpa_order_row_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderRow, ecpa_order_row, ECPA, ORDER_ROW, GtkWidget)

GtkWidget *ecpa_order_row_new      (void);
void       ecpa_order_row_set_item (EcpaOrderRow  *self,
                                    EcpaOrderItem *item);

G_END_DECLS
