/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-document.h"

G_BEGIN_DECLS

GBytes *ecpa_order_pdf_write (EcpaOrderDocument *const  *documents,
                              guint                      n_documents,
                              GCancellable              *cancellable,
                              GError                   **error);

G_END_DECLS
