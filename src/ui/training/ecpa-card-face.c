/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-face.h"

#include "ecpa-card-drawing.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaCardFace
{
  GtkWidget  parent_instance;

  char      *holder;
  char      *number;
  int        width;
};

G_DEFINE_FINAL_TYPE (EcpaCardFace, ecpa_card_face, GTK_TYPE_WIDGET)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_card_face_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  EcpaCardFace *self = ECPA_CARD_FACE (widget);
  double scale = orientation == GTK_ORIENTATION_HORIZONTAL ? 1 : 1 / ECPA_CARD_RATIO;

  *minimum = *natural = (int) (self->width * scale) + 1;
}

static void
ecpa_card_face_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  EcpaCardFace *self = ECPA_CARD_FACE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  double card = MIN (width, height * ECPA_CARD_RATIO) - 1;

  cairo_translate (cr, (width - card) / 2, (height - card / ECPA_CARD_RATIO) / 2);
  ecpa_card_draw (widget, cr, card, ECPA_CARD_FRONT, self->holder, self->number);
  cairo_destroy (cr);
}

static void
ecpa_card_face_finalize (GObject *object)
{
  EcpaCardFace *self = ECPA_CARD_FACE (object);

  g_free (self->holder);
  g_free (self->number);

  G_OBJECT_CLASS (ecpa_card_face_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_card_face_class_init (EcpaCardFaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ecpa_card_face_finalize;
  widget_class->measure = ecpa_card_face_measure;
  widget_class->snapshot = ecpa_card_face_snapshot;

  gtk_widget_class_set_css_name (widget_class, "cardface");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ecpa_card_face_init (EcpaCardFace *self)
{
  self->width = 150;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_face_new:
 * @width: how wide it wants to be, in pixels
 *
 * Returns: (transfer floating): a card without a name
 */
GtkWidget *
ecpa_card_face_new (int width)
{
  EcpaCardFace *self = g_object_new (ECPA_TYPE_CARD_FACE, NULL);

  self->width = width;

  return GTK_WIDGET (self);
}

/**
 * ecpa_card_face_set_holder:
 * @self: a face
 * @holder: (nullable): the name as printed
 * @number: (nullable): the number as printed
 */
void
ecpa_card_face_set_holder (EcpaCardFace *self,
                           const char   *holder,
                           const char   *number)
{
  g_return_if_fail (ECPA_IS_CARD_FACE (self));

  g_free (self->holder);
  self->holder = g_strdup (holder);
  g_free (self->number);
  self->number = g_strdup (number);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
