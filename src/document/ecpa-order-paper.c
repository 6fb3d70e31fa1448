/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-paper.h"

#include <math.h>

#include "ecpa-order-document.h"

/* Types -------------------------------------------------------------------- */

/* The binding line stands 1.5 cm from the left edge, 1 cm before the text (facts/domain.md 3.3). */
#define BINDING_X (1.5 * ECPA_CM)

#define N_PETALS 36
#define ROSETTE_RADIUS (5.2 * ECPA_CM)

/* Auxiliaries -------------------------------------------------------------- */

/* Draws @text centred on the origin as a shape: what is not the order's text must not be selected,
 * searched or read out with it. */
static void
draw_shape (EcpaOrderLayout *layout,
            const char      *text,
            double           size,
            cairo_t         *cr)
{
  g_autoptr (PangoLayout) shape = ecpa_order_layout_create (layout, text, size);
  PangoRectangle ink;

  pango_layout_get_extents (shape, &ink, NULL);
  cairo_save (cr);
  cairo_translate (cr, -(ink.x + ink.width / 2.0) / PANGO_SCALE, -(ink.y + ink.height / 2.0) / PANGO_SCALE);
  cairo_new_path (cr);
  cairo_move_to (cr, 0, 0);
  pango_cairo_layout_path (cr, shape);
  cairo_restore (cr);
}

static void
draw_binding_line (EcpaOrderLayout *layout,
                   cairo_t         *cr)
{
  static const char *const letters[] = { "裝", "訂", "線" };
  static const double dashes[] = { 1.5, 3 };

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.45, 0.45, 0.45);
  cairo_set_line_width (cr, 0.6);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, BINDING_X, ECPA_PAGE_MARGIN);
  cairo_line_to (cr, BINDING_X, ECPA_PAGE_HEIGHT - ECPA_PAGE_MARGIN);
  cairo_stroke (cr);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      double y = ECPA_PAGE_HEIGHT * (0.32 + 0.18 * i);

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_rectangle (cr, BINDING_X - 6, y - 9, 12, 18);
      cairo_fill (cr);
      cairo_set_source_rgb (cr, 0.45, 0.45, 0.45);
      cairo_save (cr);
      cairo_translate (cr, BINDING_X, y);
      draw_shape (layout, letters[i], 10, cr);
      cairo_restore (cr);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

/* A rosette of fine lines and two words: a mark of our own, and nobody's seal. */
static void
draw_watermark (EcpaOrderLayout *layout,
                cairo_t         *cr)
{
  cairo_save (cr);
  cairo_translate (cr, ECPA_PAGE_WIDTH / 2, ECPA_PAGE_HEIGHT * 0.52);
  cairo_set_line_width (cr, 0.45);
  cairo_set_source_rgb (cr, 0.88, 0.92, 0.95);
  for (guint i = 0; i < N_PETALS; i++)
    {
      cairo_save (cr);
      cairo_rotate (cr, i * 2 * G_PI / N_PETALS);
      cairo_translate (cr, ROSETTE_RADIUS * 0.62, 0);
      cairo_scale (cr, ROSETTE_RADIUS * 0.38, ROSETTE_RADIUS * 0.24);
      cairo_new_path (cr);
      cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
      cairo_restore (cr);
      cairo_stroke (cr);
    }
  cairo_set_source_rgb (cr, 0.82, 0.87, 0.91);
  cairo_save (cr);
  cairo_translate (cr, 0, -7);
  draw_shape (layout, "電子獎令", 15, cr);
  cairo_restore (cr);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_translate (cr, 0, 9);
  draw_shape (layout, "eCPA", 11, cr);
  cairo_restore (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* All over the page, so that no part of it can be cut out without some of it. */
static void
draw_training_mark (EcpaOrderLayout *layout,
                    cairo_t         *cr)
{
  const double angle = -G_PI / 5, reach = 90;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, ECPA_PAGE_WIDTH, ECPA_PAGE_HEIGHT);
  cairo_clip (cr);
  cairo_set_line_width (cr, 0.5);
  for (int row = -3; row <= 3; row++)
    for (int column = -2; column <= 2; column++)
      {
        double along = (column + (row & 1) * 0.5) * 330, across = row * 165;
        double x = ECPA_PAGE_WIDTH / 2 + along * cos (angle) - across * sin (angle);
        double y = ECPA_PAGE_HEIGHT / 2 + along * sin (angle) + across * cos (angle);

        if (x < -reach || x > ECPA_PAGE_WIDTH + reach || y < -reach || y > ECPA_PAGE_HEIGHT + reach)
          continue;
        cairo_save (cr);
        cairo_translate (cr, x, y);
        cairo_rotate (cr, angle);
        draw_shape (layout, "練習用", 82, cr);
        cairo_restore (cr);
        cairo_set_source_rgb (cr, 1.0, 0.91, 0.89);
        cairo_fill_preserve (cr);
        cairo_set_source_rgb (cr, 0.97, 0.78, 0.74);
        cairo_stroke (cr);
      }
  cairo_restore (cr);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_paper_draw:
 * @layout: the document
 * @training: whether it is for practice
 * @cr: a context in points, the origin at the page's corner
 *
 * Draws what is on the paper before the text is: watermark and binding line.
 */
void
ecpa_order_paper_draw (EcpaOrderLayout *layout,
                       gboolean         training,
                       cairo_t         *cr)
{
  draw_watermark (layout, cr);
  if (training)
    draw_training_mark (layout, cr);
  draw_binding_line (layout, cr);
}

/**
 * ecpa_order_paper_draw_page_number:
 * @layout: the document
 * @page: a page of it, from 0
 * @cr: a context in points, the origin at the page's corner
 */
void
ecpa_order_paper_draw_page_number (EcpaOrderLayout *layout,
                                   guint            page,
                                   cairo_t         *cr)
{
  g_autofree char *text = g_strdup_printf ("第%u頁　共%u頁", page + 1, ecpa_order_layout_get_n_pages (layout));
  g_autoptr (PangoLayout) number = ecpa_order_layout_create (layout, text, 10);
  int width;

  pango_layout_get_size (number, &width, NULL);
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, (ECPA_PAGE_WIDTH - (double) width / PANGO_SCALE) / 2, ECPA_PAGE_HEIGHT - 1.6 * ECPA_CM);
  pango_cairo_show_layout (cr, number);
  cairo_restore (cr);
}
