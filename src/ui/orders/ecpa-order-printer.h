/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-order-bundle.h"
#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaOrderPrinter:
 *
 * Brings orders to paper or into a file (O4), those that have been opened or items that it opens first: the
 * personal-data notice (L11), then the system's print dialogue, a preview of our own, or a PDF. One job at a time; a
 * new one ends the one before. UI thread. Signals:
 *
 * - `saved` (uri: utf8): a PDF was written
 * - `failed` (error: GError): a PDF could not be made or written
 * - `print-failed`: the print job did not go through
 */
#define ECPA_TYPE_ORDER_PRINTER (ecpa_order_printer_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderPrinter, ecpa_order_printer, ECPA, ORDER_PRINTER, GObject)

EcpaOrderPrinter  *ecpa_order_printer_new              (void);
void               ecpa_order_printer_set_training     (EcpaOrderPrinter *self,
                                                        gboolean          training);
void               ecpa_order_printer_set_notice       (EcpaOrderPrinter *self,
                                                        EcpaLegalText    *notice);
void               ecpa_order_printer_print            (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *orders);
void               ecpa_order_printer_print_bundle     (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        EcpaOrderBundle  *bundle);
void               ecpa_order_printer_preview          (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *orders);
void               ecpa_order_printer_save             (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *orders);
void               ecpa_order_printer_print_items      (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *items);
void               ecpa_order_printer_preview_items    (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *items);
void               ecpa_order_printer_save_items       (EcpaOrderPrinter *self,
                                                        GtkWindow        *parent,
                                                        GPtrArray        *items);
void               ecpa_order_printer_save_to          (EcpaOrderPrinter *self,
                                                        GPtrArray        *orders,
                                                        GFile            *file);
gboolean           ecpa_order_printer_is_choosing      (EcpaOrderPrinter *self);
void               ecpa_order_printer_cancel           (EcpaOrderPrinter *self);

GtkPageSetup      *ecpa_order_printer_get_page_setup   (EcpaOrderPrinter *self);
void               ecpa_order_printer_set_page_setup   (EcpaOrderPrinter *self,
                                                        GtkPageSetup     *setup);
GtkPrintOperation *ecpa_order_printer_create_operation (EcpaOrderPrinter *self,
                                                        EcpaOrderBundle  *bundle);
void               ecpa_order_printer_draw_on_paper    (EcpaOrderBundle  *bundle,
                                                        guint             page,
                                                        cairo_t          *cr,
                                                        double            width,
                                                        double            height);

G_END_DECLS
