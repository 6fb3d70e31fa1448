/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-document.h"

G_BEGIN_DECLS

/**
 * EcpaOrderBundle:
 *
 * One or several orders laid out one after the other, for a print job or one PDF (O4). Each begins on a page of its
 * own. Immutable; any one thread at a time.
 */
#define ECPA_TYPE_ORDER_BUNDLE (ecpa_order_bundle_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderBundle, ecpa_order_bundle, ECPA, ORDER_BUNDLE, GObject)

EcpaOrderBundle *ecpa_order_bundle_new           (GPtrArray        *orders,
                                                  gboolean          training);
guint            ecpa_order_bundle_get_n_orders  (EcpaOrderBundle  *self);
guint            ecpa_order_bundle_get_n_pages   (EcpaOrderBundle  *self);
void             ecpa_order_bundle_draw_page     (EcpaOrderBundle  *self,
                                                  guint             page,
                                                  cairo_t          *cr);
GBytes          *ecpa_order_bundle_to_pdf        (EcpaOrderBundle  *self,
                                                  GCancellable     *cancellable,
                                                  GError          **error);
char            *ecpa_order_bundle_get_file_name (EcpaOrderBundle  *self);

G_END_DECLS
