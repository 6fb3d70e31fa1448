/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-household-picture.h"

#include <glib/gi18n-lib.h>

#define WIDTH 300
#define HEIGHT 190

/* Types -------------------------------------------------------------------- */

struct _EcpaHouseholdPicture
{
  GtkWidget parent_instance;
};

typedef struct
{
  double red;
  double green;
  double blue;
} Colour;

/* Paper is paper, in dark style too. */
static const Colour paper = { 0.99, 0.985, 0.96 };
static const Colour ink = { 0.13, 0.13, 0.15 };
static const Colour faint = { 0.80, 0.78, 0.72 };
static const Colour mark = { 0.75, 0.08, 0.12 };

G_DEFINE_FINAL_TYPE (EcpaHouseholdPicture, ecpa_household_picture, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_colour (cairo_t      *cr,
            const Colour *colour)
{
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
}

static void
draw_text (GtkWidget  *widget,
           cairo_t    *cr,
           const char *text,
           double      x,
           double      y,
           double      height,
           gboolean    bold)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoFontDescription) font =
    pango_font_description_copy (pango_context_get_font_description (gtk_widget_get_pango_context (widget)));

  pango_font_description_set_absolute_size (font, height * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/* The table of persons below, without words. */
static void
draw_table (cairo_t *cr)
{
  set_colour (cr, &faint);
  cairo_set_line_width (cr, 1);
  for (int row = 0; row < 5; row++)
    {
      cairo_move_to (cr, 40, 92.5 + row * 20);
      cairo_line_to (cr, WIDTH - 40, 92.5 + row * 20);
    }
  for (int column = 0; column < 5; column++)
    {
      cairo_move_to (cr, 40.5 + column * (WIDTH - 80) / 4.0, 92);
      cairo_line_to (cr, 40.5 + column * (WIDTH - 80) / 4.0, 172);
    }
  cairo_stroke (cr);
}

static void
draw (GtkWidget *widget,
      cairo_t   *cr)
{
  set_colour (cr, &paper);
  cairo_rectangle (cr, 20, 4, WIDTH - 40, HEIGHT - 8);
  cairo_fill (cr);
  set_colour (cr, &faint);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 20.5, 4.5, WIDTH - 41, HEIGHT - 9);
  cairo_stroke (cr);

  /* as they stand on the certificate itself */
  set_colour (cr, &ink);
  draw_text (widget, cr, "戶口名簿", WIDTH / 2.0 - 4, 14, 20, TRUE);
  draw_text (widget, cr, "戶號　A1234567", 44, 56, 14, TRUE);
  draw_text (widget, cr, "戶長　○○○", WIDTH / 2.0 + 30, 57, 12, FALSE);
  draw_table (cr);

  set_colour (cr, &mark);
  cairo_set_line_width (cr, 3);
  cairo_rectangle (cr, 36, 48, 124, 32);
  cairo_stroke (cr);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_household_picture_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double scale = MIN ((double) width / WIDTH, (double) height / HEIGHT);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_translate (cr, (width - WIDTH * scale) / 2, 0);
  cairo_scale (cr, scale, scale);
  draw (widget, cr);
  cairo_destroy (cr);
}

static void
ecpa_household_picture_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH / 2 : HEIGHT / 2;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_household_picture_class_init (EcpaHouseholdPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ecpa_household_picture_snapshot;
  widget_class->measure = ecpa_household_picture_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ecpa_household_picture_init (EcpaHouseholdPicture *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("A household certificate; the household number stands in its upper left corner"), -1);
}
