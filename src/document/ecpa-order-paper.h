/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-order-layout.h"

G_BEGIN_DECLS

void ecpa_order_paper_draw             (EcpaOrderLayout *layout,
                                        gboolean         training,
                                        cairo_t         *cr);
void ecpa_order_paper_draw_page_number (EcpaOrderLayout *layout,
                                        guint            page,
                                        cairo_t         *cr);

G_END_DECLS
