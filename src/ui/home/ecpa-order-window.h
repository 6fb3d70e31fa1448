/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-home-flow.h"
#include "ecpa-order-item.h"
#include "ecpa-place.h"

G_BEGIN_DECLS

/**
 * EcpaOrderWindow:
 *
 * One order in a window of its own, so that two can be held side by side. It belongs to the session of the main window
 * and goes with it. UI thread.
 */
#define ECPA_TYPE_ORDER_WINDOW (ecpa_order_window_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderWindow, ecpa_order_window, ECPA, ORDER_WINDOW, AdwApplicationWindow)

GtkWidget     *ecpa_order_window_new      (GtkApplication  *application,
                                           EcpaHomeFlow    *home,
                                           EcpaOrderItem   *item,
                                           EcpaLegalText   *notice,
                                           gboolean         training);
EcpaOrderItem *ecpa_order_window_get_item (EcpaOrderWindow *self);
EcpaHomeFlow  *ecpa_order_window_get_home (EcpaOrderWindow *self);
/* (transfer full) (nullable): for coming back to it */
EcpaPlace     *ecpa_order_window_get_place (EcpaOrderWindow *self);

G_END_DECLS
