/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reader-picture.h"

#include <adwaita.h>

/* Types -------------------------------------------------------------------- */

#define SLIDE_MILLISECONDS 220

struct _EcpaReaderPicture
{
  GtkWidget       parent_instance;

  /* Owned */
  AdwAnimation   *slide;
  char           *holder;
  char           *number;

  EcpaReaderScene scene;
  double          inserted;     /* 0 for outside, 1 for all the way in */
};

G_DEFINE_FINAL_TYPE (EcpaReaderPicture, ecpa_reader_picture, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

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
  *natural = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? ECPA_READER_SCENE_WIDTH : ECPA_READER_SCENE_HEIGHT);
}

static void
ecpa_reader_picture_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  EcpaReaderPicture *self = ECPA_READER_PICTURE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double scale = MIN (width / ECPA_READER_SCENE_WIDTH, height / ECPA_READER_SCENE_HEIGHT);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_translate (cr, (width - ECPA_READER_SCENE_WIDTH * scale) / 2, (height - ECPA_READER_SCENE_HEIGHT * scale) / 2);
  cairo_scale (cr, scale, scale);
  ecpa_reader_scene_draw (self->scene, widget, cr, self->inserted, self->holder, self->number);
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
  self->scene = ECPA_READER_SCENE_EMPTY;
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
 * ecpa_reader_picture_set_scene:
 * @self: a picture
 * @scene: what there is to see
 * @description: the same in words, for screen readers
 */
void
ecpa_reader_picture_set_scene (EcpaReaderPicture *self,
                               EcpaReaderScene    scene,
                               const char        *description)
{
  double goal = ecpa_reader_scene_has_card (scene) ? 1 : 0;

  g_return_if_fail (ECPA_IS_READER_PICTURE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  if (self->scene == scene)
    return;

  self->scene = scene;
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

/**
 * ecpa_reader_picture_get_inserted:
 * @self: a picture
 *
 * Returns: how far in the card is drawn just now, from 0 to 1
 */
double
ecpa_reader_picture_get_inserted (EcpaReaderPicture *self)
{
  g_return_val_if_fail (ECPA_IS_READER_PICTURE (self), 0);

  return self->inserted;
}
