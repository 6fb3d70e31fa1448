/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-card-drawing.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Everything here is measured on a card 100 wide; the caller's scale makes it as large as it should be. */

/* Auxiliaries -------------------------------------------------------------- */

static void
rounded_box (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height,
             double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -(G_PI / 2), 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, (G_PI / 2));
  cairo_arc (cr, x + radius, y + height - radius, radius, (G_PI / 2), G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_words (GtkWidget  *widget,
            cairo_t    *cr,
            const char *words,
            double      x,
            double      y,
            double      size,
            double      most,
            gboolean    bold)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, words);
  PangoFontDescription *font =
    pango_font_description_copy (pango_context_get_font_description (gtk_widget_get_pango_context (widget)));

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (most * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
}

static void
draw_body (cairo_t *cr,
           double   height)
{
  cairo_pattern_t *paper = cairo_pattern_create_linear (0, 0, 100, height);

  cairo_pattern_add_color_stop_rgb (paper, 0, 0.98, 0.97, 0.93);
  cairo_pattern_add_color_stop_rgb (paper, 1, 0.86, 0.93, 0.91);
  rounded_box (cr, 0, 0, 100, height, 4.5);
  cairo_set_source (cr, paper);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0.2, 0.3, 0.3, 0.45);
  cairo_set_line_width (cr, 0.6);
  cairo_stroke (cr);
  cairo_pattern_destroy (paper);
}

/* Two hills, of our own design. */
static void
draw_hills (cairo_t *cr,
            double   height)
{
  cairo_save (cr);
  rounded_box (cr, 0, 0, 100, height, 4.5);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, 0.18, 0.55, 0.52, 0.20);
  cairo_move_to (cr, 20, height);
  cairo_curve_to (cr, 45, height - 8, 60, height - 30, 78, height - 24);
  cairo_curve_to (cr, 88, height - 21, 94, height - 14, 100, height - 12);
  cairo_line_to (cr, 100, height);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, 0.12, 0.42, 0.48, 0.18);
  cairo_move_to (cr, 0, height - 4);
  cairo_curve_to (cr, 30, height - 20, 62, height - 4, 100, height - 18);
  cairo_line_to (cr, 100, height);
  cairo_line_to (cr, 0, height);
  cairo_fill (cr);
  cairo_rectangle (cr, 0, 0, 100, 10.5);
  cairo_set_source_rgb (cr, 0.09, 0.42, 0.45);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_chip (cairo_t *cr,
           double   x,
           double   y)
{
  rounded_box (cr, x, y, 13, 10.5, 1.8);
  cairo_set_source_rgb (cr, 0.89, 0.74, 0.36);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.55, 0.42, 0.13);
  cairo_set_line_width (cr, 0.5);
  cairo_stroke (cr);
  cairo_move_to (cr, x, y + 3.5);
  cairo_rel_line_to (cr, 4.2, 0);
  cairo_move_to (cr, x, y + 7);
  cairo_rel_line_to (cr, 4.2, 0);
  cairo_move_to (cr, x + 13, y + 3.5);
  cairo_rel_line_to (cr, -4.2, 0);
  cairo_move_to (cr, x + 13, y + 7);
  cairo_rel_line_to (cr, -4.2, 0);
  cairo_stroke (cr);
  rounded_box (cr, x + 4.2, y + 2.2, 4.6, 6.1, 1.2);
  cairo_stroke (cr);
}

static void
draw_photo (cairo_t *cr,
            double   x,
            double   y)
{
  rounded_box (cr, x, y, 19, 24, 1.5);
  cairo_set_source_rgb (cr, 0.80, 0.86, 0.86);
  cairo_fill_preserve (cr);
  cairo_save (cr);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 0.55, 0.65, 0.66);
  cairo_arc (cr, x + 9.5, y + 9, 4.6, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_translate (cr, x + 9.5, y + 24);
  cairo_scale (cr, 8.4, 8.6);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_front (GtkWidget  *widget,
            cairo_t    *cr,
            double      height,
            const char *holder,
            const char *number)
{
  draw_hills (cr, height);
  draw_chip (cr, 9, 18);
  draw_photo (cr, 74, 15.5);
  cairo_set_source_rgb (cr, 1, 1, 1);
  /* Translators: the heading on the drawing of a health card */
  draw_words (widget, cr, _("Health Card"), 5, 2.3, 5.2, 88, TRUE);
  cairo_set_source_rgb (cr, 0.10, 0.16, 0.18);
  if (holder != NULL)
    draw_words (widget, cr, holder, 27, 20.5, 7.6, 45, TRUE);
  if (number != NULL)
    draw_words (widget, cr, number, 9, 33.5, 5.4, 62, FALSE);
}

/* Another card: the same size and chip, nothing else alike. */
static void
draw_other_front (GtkWidget  *widget,
                  cairo_t    *cr,
                  double      height,
                  const char *holder,
                  const char *number)
{
  cairo_save (cr);
  rounded_box (cr, 0, 0, 100, height, 4.5);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, 0.45, 0.25, 0.55, 0.16);
  cairo_paint (cr);
  cairo_rectangle (cr, 0, height - 10.5, 100, 10.5);
  cairo_set_source_rgb (cr, 0.38, 0.20, 0.48);
  cairo_fill (cr);
  cairo_restore (cr);
  draw_chip (cr, 9, 22);
  cairo_set_source_rgb (cr, 1, 1, 1);
  /* Translators: the heading on the drawing of a card that is no health card (醫事人員卡) */
  draw_words (widget, cr, _("Medical Staff Card"), 5, height - 8.4, 5.2, 88, TRUE);
  cairo_set_source_rgb (cr, 0.16, 0.10, 0.18);
  if (holder != NULL)
    draw_words (widget, cr, holder, 30, 12, 7.6, 62, TRUE);
  if (number != NULL)
    draw_words (widget, cr, number, 30, 26, 5.4, 62, FALSE);
}

static void
draw_back (cairo_t *cr,
           double   height)
{
  cairo_rectangle (cr, 0, 7, 100, 11);
  cairo_set_source_rgb (cr, 0.23, 0.22, 0.22);
  cairo_fill (cr);
  rounded_box (cr, 8, 24, 60, 8, 1);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.8);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, 0.3, 0.4, 0.4, 0.5);
  for (int line = 0; line < 3; line++)
    {
      cairo_rectangle (cr, 8, 38 + line * 5, line == 2 ? 50 : 80, 1.4);
      cairo_fill (cr);
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_draw:
 * @widget: whose font is used
 * @cr: where to draw, with the card's upper left corner at the origin
 * @width: how wide the card is
 * @side: which side
 * @holder: (nullable): the name on it
 * @number: (nullable): the number on it
 *
 * Draws a health card of our own design; it does not imitate the official one. A card is the same in light and dark.
 */
void
ecpa_card_draw (GtkWidget    *widget,
                cairo_t      *cr,
                double        width,
                EcpaCardSide  side,
                const char   *holder,
                const char   *number)
{
  double height = 100 / ECPA_CARD_RATIO;

  cairo_save (cr);
  cairo_scale (cr, width / 100, width / 100);
  draw_body (cr, height);
  if (side == ECPA_CARD_FRONT)
    draw_front (widget, cr, height, holder, number);
  else if (side == ECPA_CARD_OTHER_FRONT)
    draw_other_front (widget, cr, height, holder, number);
  else
    draw_back (cr, height);
  cairo_restore (cr);
}
