/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ecpa-records.h"

G_BEGIN_DECLS

/* A4 in points. */
#define ECPA_PAGE_WIDTH 595.276
#define ECPA_PAGE_HEIGHT 841.890

/**
 * EcpaOrderDocument:
 *
 * An order laid out once as the official document (facts/domain.md 3.3), for screen, printer and PDF alike: the same
 * pages, the same text. Immutable; any one thread at a time.
 */
#define ECPA_TYPE_ORDER_DOCUMENT (ecpa_order_document_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderDocument, ecpa_order_document, ECPA, ORDER_DOCUMENT, GObject)

EcpaOrderDocument *ecpa_order_document_new         (EcpaOrder          *order,
                                                    gboolean            training);
EcpaOrder         *ecpa_order_document_get_order   (EcpaOrderDocument  *self);
gboolean           ecpa_order_document_is_training (EcpaOrderDocument  *self);
guint              ecpa_order_document_get_n_pages (EcpaOrderDocument  *self);
/* Draws page @page (from 0) at the origin, in points, with watermark and page number. */
void               ecpa_order_document_draw_page   (EcpaOrderDocument  *self,
                                                    guint               page,
                                                    cairo_t            *cr);
/* (transfer full): the text twin: what the pages say, in reading order, one paragraph a line */
char              *ecpa_order_document_get_text    (EcpaOrderDocument  *self);
/* (transfer full): a PDF with selectable text, and title, language and date in its metadata */
GBytes            *ecpa_order_document_to_pdf      (EcpaOrderDocument  *self,
                                                    GError            **error);
/* (transfer full): a name for the file, without anything personal: 獎令-1150012345.pdf */
char              *ecpa_order_document_get_file_name (EcpaOrderDocument *self);

G_END_DECLS
