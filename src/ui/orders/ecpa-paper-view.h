/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ecpa-order-document.h"

G_BEGIN_DECLS

/**
 * EcpaPaperView:
 *
 * The pages of a document as sheets of paper, one below the other, to be put into a #GtkScrolledWindow. Ctrl and the
 * wheel or two fingers zoom; arrows, Page keys, Home, End and the space bar scroll. The paper is white in any style.
 */
#define ECPA_TYPE_PAPER_VIEW (ecpa_paper_view_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPaperView, ecpa_paper_view, ECPA, PAPER_VIEW, GtkWidget)

GtkWidget *ecpa_paper_view_new          (void);
void       ecpa_paper_view_set_document (EcpaPaperView     *self,
                                         EcpaOrderDocument *document);
void       ecpa_paper_view_zoom_in      (EcpaPaperView     *self);
void       ecpa_paper_view_zoom_out     (EcpaPaperView     *self);
void       ecpa_paper_view_zoom_fit     (EcpaPaperView     *self);
double     ecpa_paper_view_get_zoom     (EcpaPaperView     *self);

G_END_DECLS
