/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ecpa-order-bundle.h"

G_BEGIN_DECLS

/* Lays orders out and makes PDFs of them on threads; nothing here waits. */
void             ecpa_order_press_lay_out_async     (GPtrArray            *orders,
                                                     gboolean              training,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
EcpaOrderBundle *ecpa_order_press_lay_out_finish    (GAsyncResult         *result,
                                                     GError              **error);
void             ecpa_order_press_save_async        (GFile                *file,
                                                     EcpaOrderBundle      *bundle,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void             ecpa_order_press_save_orders_async (GFile                *file,
                                                     GPtrArray            *orders,
                                                     gboolean              training,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean         ecpa_order_press_save_finish       (GFile                *file,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
