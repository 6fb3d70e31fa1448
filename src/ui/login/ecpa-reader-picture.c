/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-picture.h"

#include "ecpa-card-drawing.h"

#include <adwaita.h>
#include <math.h>

/* Types -------------------------------------------------------------------- */

/* The drawing is made for a box of 240 by 200. */
#define PICTURE_WIDTH 240.0
#define PICTURE_HEIGHT 200.0
#define CARD_WIDTH 150.0
#define SLIDE_MILLISECONDS 220

struct _EcpaReaderPicture
{
  GtkWidget       parent_instance;

  /* Owned */
  AdwAnimation   *slide;
  char           *holder;
  char           *number;

  EcpaLoginState  state;
  double          inserted;     /* 0 for outside, 1 for all the way in */
};

G_DEFINE_FINAL_TYPE (EcpaReaderPicture, ecpa_reader_picture, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_card (EcpaLoginState state)
{
  return state == ECPA_LOGIN_READING || state == ECPA_LOGIN_UNUSABLE || state == ECPA_LOGIN_READY
         || state == ECPA_LOGIN_SIGNING_IN || state == ECPA_LOGIN_SIGNED_IN;
}

static gboolean
has_reader (EcpaLoginState state)
{
  return state != ECPA_LOGIN_NO_SERVICE && state != ECPA_LOGIN_NO_READER;
}

static void
rounded_box (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height,
             double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
set_grey (cairo_t       *cr,
          const GdkRGBA *ink,
          double         alpha)
{
  cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, alpha);
}

/* Only the outline of a reader that is not there. */
static void
draw_missing_reader (cairo_t       *cr,
                     const GdkRGBA *ink)
{
  const double dashes[] = { 6, 5 };

  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  set_grey (cr, ink, 0.45);
  rounded_box (cr, 30, 122, 180, 62, 12);
  cairo_stroke (cr);
  cairo_move_to (cr, 60, 136);
  cairo_line_to (cr, 180, 136);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Behind the card: the slot it goes into. */
static void
draw_slot (cairo_t *cr)
{
  rounded_box (cr, 30, 122, 180, 26, 12);
  cairo_set_source_rgb (cr, 0.22, 0.24, 0.27);
  cairo_fill (cr);
  rounded_box (cr, 40, 126, 160, 9, 4);
  cairo_set_source_rgb (cr, 0.08, 0.09, 0.10);
  cairo_fill (cr);
}

static void
set_light (cairo_t        *cr,
           EcpaLoginState  state)
{
  switch (state)
    {
    case ECPA_LOGIN_READY:
    case ECPA_LOGIN_SIGNED_IN:
      cairo_set_source_rgb (cr, 0.20, 0.82, 0.48);
      break;
    case ECPA_LOGIN_READING:
    case ECPA_LOGIN_SIGNING_IN:
      cairo_set_source_rgb (cr, 0.38, 0.63, 0.92);
      break;
    case ECPA_LOGIN_UNUSABLE:
      cairo_set_source_rgb (cr, 0.96, 0.76, 0.07);
      break;
    case ECPA_LOGIN_NO_CARD:
      cairo_set_source_rgb (cr, 0.85, 0.87, 0.89);
      break;
    case ECPA_LOGIN_NO_SERVICE:
    case ECPA_LOGIN_NO_READER:
    default:
      cairo_set_source_rgb (cr, 0.45, 0.46, 0.48);
      break;
    }
}

/* In front of the card: the body, its light and its cable. */
static void
draw_front (EcpaReaderPicture *self,
            cairo_t           *cr)
{
  cairo_pattern_t *body = cairo_pattern_create_linear (0, 130, 0, 184);

  cairo_pattern_add_color_stop_rgb (body, 0, 0.36, 0.39, 0.43);
  cairo_pattern_add_color_stop_rgb (body, 1, 0.27, 0.29, 0.33);
  rounded_box (cr, 30, 132, 180, 52, 11);
  cairo_set_source (cr, body);
  cairo_fill (cr);
  cairo_pattern_destroy (body);

  /* an arrow that says where the card goes, until it is there */
  if (self->state == ECPA_LOGIN_NO_CARD)
    {
      cairo_set_source_rgba (cr, 1, 1, 1, 0.65);
      cairo_set_line_width (cr, 3);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_move_to (cr, 111, 152);
      cairo_line_to (cr, 120, 161);
      cairo_line_to (cr, 129, 152);
      cairo_stroke (cr);
    }

  cairo_arc (cr, 190, 158, 5, 0, 2 * G_PI);
  set_light (cr, self->state);
  cairo_fill (cr);
}

/* A card that waits above the reader is paler than one that is in it. */
static void
draw_card (EcpaReaderPicture *self,
           cairo_t           *cr)
{
  double height = CARD_WIDTH / ECPA_CARD_RATIO;
  double outside = 8;
  double inside = 130 - height * 0.74;
  gboolean turned = self->state == ECPA_LOGIN_UNUSABLE;

  cairo_save (cr);
  cairo_rectangle (cr, 0, -PICTURE_HEIGHT, PICTURE_WIDTH, PICTURE_HEIGHT + 133);
  cairo_clip (cr);
  cairo_translate (cr, (PICTURE_WIDTH - CARD_WIDTH) / 2, outside + (inside - outside) * self->inserted);
  cairo_push_group (cr);
  ecpa_card_draw (GTK_WIDGET (self), cr, CARD_WIDTH, turned ? ECPA_CARD_BACK : ECPA_CARD_FRONT,
                  self->holder, self->number);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, has_card (self->state) ? 1 : 0.35 + 0.65 * self->inserted);
  cairo_restore (cr);
}

/* A state is never told by colour alone. */
static void
draw_badge (cairo_t *cr,
            double   x,
            double   y)
{
  cairo_arc (cr, x, y, 15, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 0.90, 0.38, 0.0);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  rounded_box (cr, x - 2, y - 9, 4, 11, 2);
  cairo_fill (cr);
  cairo_arc (cr, x, y + 7, 2.3, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
slid_cb (double   value,
         gpointer user_data)
{
  EcpaReaderPicture *self = user_data;

  self->inserted = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Overrides ---------------------------------------------------------------- */

static GtkSizeRequestMode
ecpa_reader_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
ecpa_reader_picture_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 180 : 150;
  *natural = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? PICTURE_WIDTH : PICTURE_HEIGHT);
}

static void
ecpa_reader_picture_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  EcpaReaderPicture *self = ECPA_READER_PICTURE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double scale = MIN (width / PICTURE_WIDTH, height / PICTURE_HEIGHT);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  cairo_translate (cr, (width - PICTURE_WIDTH * scale) / 2, (height - PICTURE_HEIGHT * scale) / 2);
  cairo_scale (cr, scale, scale);

  if (!has_reader (self->state))
    {
      draw_missing_reader (cr, &ink);
      draw_badge (cr, 120, 96);
    }
  else
    {
      draw_slot (cr);
      draw_card (self, cr);
      draw_front (self, cr);
      if (self->state == ECPA_LOGIN_UNUSABLE)
        draw_badge (cr, 190, 40);
    }
  cairo_destroy (cr);
}

static void
ecpa_reader_picture_dispose (GObject *object)
{
  EcpaReaderPicture *self = ECPA_READER_PICTURE (object);

  if (self->slide != NULL)
    adw_animation_reset (self->slide);
  g_clear_object (&self->slide);

  G_OBJECT_CLASS (ecpa_reader_picture_parent_class)->dispose (object);
}

static void
ecpa_reader_picture_finalize (GObject *object)
{
  EcpaReaderPicture *self = ECPA_READER_PICTURE (object);

  g_free (self->holder);
  g_free (self->number);

  G_OBJECT_CLASS (ecpa_reader_picture_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reader_picture_class_init (EcpaReaderPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_reader_picture_dispose;
  object_class->finalize = ecpa_reader_picture_finalize;
  widget_class->get_request_mode = ecpa_reader_picture_get_request_mode;
  widget_class->measure = ecpa_reader_picture_measure;
  widget_class->snapshot = ecpa_reader_picture_snapshot;

  gtk_widget_class_set_css_name (widget_class, "readerpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ecpa_reader_picture_init (EcpaReaderPicture *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (slid_cb, self, NULL);

  /* libadwaita skips to the end where the person wants no animations */
  self->slide = adw_timed_animation_new (GTK_WIDGET (self), 0, 0, SLIDE_MILLISECONDS, target);
  self->state = ECPA_LOGIN_NO_CARD;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reader_picture_new:
 *
 * Returns: (transfer floating): a picture of an empty reader
 */
GtkWidget *
ecpa_reader_picture_new (void)
{
  return g_object_new (ECPA_TYPE_READER_PICTURE, NULL);
}

/**
 * ecpa_reader_picture_set_state:
 * @self: a picture
 * @state: what there is to see
 * @description: the same in words, for screen readers
 */
void
ecpa_reader_picture_set_state (EcpaReaderPicture *self,
                               EcpaLoginState     state,
                               const char        *description)
{
  double goal = has_card (state) ? 1 : 0;

  g_return_if_fail (ECPA_IS_READER_PICTURE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  if (self->state == state)
    return;

  self->state = state;
  if (goal != adw_timed_animation_get_value_to (ADW_TIMED_ANIMATION (self->slide)))
    {
      adw_animation_pause (self->slide);
      adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->slide), self->inserted);
      adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->slide), goal);
      adw_animation_reset (self->slide);
      adw_animation_play (self->slide);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ecpa_reader_picture_set_holder:
 * @self: a picture
 * @holder: (nullable): the masked name on the card
 * @number: (nullable): its masked number
 */
void
ecpa_reader_picture_set_holder (EcpaReaderPicture *self,
                                const char        *holder,
                                const char        *number)
{
  g_return_if_fail (ECPA_IS_READER_PICTURE (self));

  g_free (self->holder);
  self->holder = g_strdup (holder);
  g_free (self->number);
  self->number = g_strdup (number);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
