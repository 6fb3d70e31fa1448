/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "ecpa-order-text.h"

G_BEGIN_DECLS

#define ECPA_CM (72.0 / 2.54)

/* Where text may stand on a page, in points: 2.5 cm all round (facts/domain.md 3.3). */
#define ECPA_PAGE_MARGIN (2.5 * ECPA_CM)

/**
 * EcpaLine:
 * @page: the page it stands on, from 0
 * @x: where it begins
 * @baseline: where its letters stand
 * @paragraph: which paragraph it belongs to
 * @starts: whether it is the paragraph's first
 * @layout: (transfer none): its layout
 * @line: (transfer none): its line there
 *
 * A line of text at its place.
 */
typedef struct
{
  guint            page;
  double           x;
  double           baseline;
  guint            paragraph;
  gboolean         starts;
  PangoLayout     *layout;
  PangoLayoutLine *line;
} EcpaLine;

typedef struct _EcpaOrderLayout EcpaOrderLayout;

EcpaOrderLayout *ecpa_order_layout_new         (GPtrArray       *paragraphs);
void             ecpa_order_layout_free        (EcpaOrderLayout *self);
guint            ecpa_order_layout_get_n_pages (EcpaOrderLayout *self);
const EcpaLine  *ecpa_order_layout_get_lines   (EcpaOrderLayout *self,
                                                guint           *n_lines);
const char      *ecpa_order_layout_get_tag     (EcpaParagraphStyle style);
guint            ecpa_order_layout_get_n_unknown_glyphs (EcpaOrderLayout *self);
PangoLayout     *ecpa_order_layout_create      (EcpaOrderLayout *self,
                                                const char      *text,
                                                double           size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaOrderLayout, ecpa_order_layout_free)

G_END_DECLS
