/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-printer.h"

G_BEGIN_DECLS

/**
 * EcpaPrintPreview:
 *
 * The pages of a print job as they will come out, on the paper that is set up, with page set-up and printing from there.
 */
#define ECPA_TYPE_PRINT_PREVIEW (ecpa_print_preview_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPrintPreview, ecpa_print_preview, ECPA, PRINT_PREVIEW, AdwWindow)

void              ecpa_print_preview_present     (GtkWindow        *parent,
                                                  EcpaOrderPrinter *printer,
                                                  EcpaOrderBundle  *bundle);
EcpaOrderPrinter *ecpa_print_preview_get_printer (EcpaPrintPreview *self);

G_END_DECLS
