/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-glyphs.h"

#include <glib.h>
#include <math.h>

/* All is drawn around the origin, in white, into a disc of radius 15. */

/* Auxiliaries -------------------------------------------------------------- */

static void
dot (cairo_t *cr,
     double   x,
     double   y,
     double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
line (cairo_t *cr,
      double   x1,
      double   y1,
      double   x2,
      double   y2)
{
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
draw_warning (cairo_t *cr)
{
  line (cr, 0, -7.5, 0, 1.5);
  dot (cr, 0, 7, 2.2);
}

static void
draw_question (cairo_t *cr)
{
  cairo_arc (cr, 0, -3.4, 4.6, -G_PI, 0.30 * G_PI);
  cairo_line_to (cr, 0, 2.6);
  cairo_stroke (cr);
  dot (cr, 0, 7.8, 2.1);
}

static void
draw_tick (cairo_t *cr)
{
  cairo_move_to (cr, -6.5, 0.5);
  cairo_line_to (cr, -2, 5.5);
  cairo_line_to (cr, 7, -5);
  cairo_stroke (cr);
}

static void
draw_dots (cairo_t *cr)
{
  for (int i = -1; i <= 1; i++)
    dot (cr, i * 6.5, 0, 2.2);
}

static void
draw_padlock (cairo_t *cr)
{
  cairo_set_line_width (cr, 2.4);
  cairo_arc (cr, 0, -2.5, 4, -G_PI, 0);
  cairo_rel_line_to (cr, 0, 3);
  cairo_move_to (cr, -4, -2.5);
  cairo_rel_line_to (cr, 0, 3);
  cairo_stroke (cr);
  cairo_rectangle (cr, -6, -1, 12, 9);
  cairo_fill (cr);
}

static void
draw_unequal (cairo_t *cr)
{
  line (cr, -6.5, -3, 6.5, -3);
  line (cr, -6.5, 3, 6.5, 3);
  line (cr, 4, -8, -4, 8);
}

static void
draw_off (cairo_t *cr)
{
  cairo_arc (cr, 0, 1, 6.5, -0.3 * G_PI, 1.3 * G_PI);
  cairo_stroke (cr);
  line (cr, 0, -8, 0, 0);
}

static void
draw_turn (cairo_t *cr)
{
  cairo_arc (cr, 0, 0, 6.5, -0.1 * G_PI, 1.45 * G_PI);
  cairo_stroke (cr);
  cairo_move_to (cr, 6.4, -9);
  cairo_line_to (cr, 6.2, -2);
  cairo_line_to (cr, -0.5, -4.5);
  cairo_stroke (cr);
}

static void
draw_exchange (cairo_t *cr)
{
  line (cr, -7, -3.5, 7, -3.5);
  line (cr, 7, -3.5, 3.5, -7);
  line (cr, 7, 3.5, -7, 3.5);
  line (cr, -7, 3.5, -3.5, 7);
}

static void
draw_out (cairo_t *cr)
{
  line (cr, 0, 8, 0, -7);
  cairo_move_to (cr, -5, -2);
  cairo_line_to (cr, 0, -7.5);
  cairo_line_to (cr, 5, -2);
  cairo_stroke (cr);
}

/* Types -------------------------------------------------------------------- */

/* The colours carry white with a contrast of at least 3 to 1. */
static const struct
{
  void   (*draw) (cairo_t *cr);
  double   red;
  double   green;
  double   blue;
} glyphs[] = {
  [ECPA_READER_GLYPH_WARNING] = { draw_warning, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_QUESTION] = { draw_question, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_TICK] = { draw_tick, 0.10, 0.52, 0.27 },
  [ECPA_READER_GLYPH_DOTS] = { draw_dots, 0.11, 0.44, 0.85 },
  [ECPA_READER_GLYPH_PADLOCK] = { draw_padlock, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_UNEQUAL] = { draw_unequal, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_OFF] = { draw_off, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_TURN] = { draw_turn, 0.78, 0.27, 0.00 },
  [ECPA_READER_GLYPH_EXCHANGE] = { draw_exchange, 0.11, 0.44, 0.85 },
  [ECPA_READER_GLYPH_OUT] = { draw_out, 0.78, 0.27, 0.00 },
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_glyph_draw:
 * @glyph: what to say
 * @cr: where to draw
 * @x: the middle
 * @y: the middle
 *
 * Draws a badge of 34 by 34, with a rim that keeps it apart from what is under it.
 */
void
ecpa_reader_glyph_draw (EcpaReaderGlyph  glyph,
                        cairo_t         *cr,
                        double           x,
                        double           y)
{
  g_return_if_fail ((guint) glyph < G_N_ELEMENTS (glyphs));

  if (glyphs[glyph].draw == NULL)
    return;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_arc (cr, 0, 0, 17, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  cairo_arc (cr, 0, 0, 15, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, glyphs[glyph].red, glyphs[glyph].green, glyphs[glyph].blue);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 3);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  glyphs[glyph].draw (cr);
  cairo_restore (cr);
}
