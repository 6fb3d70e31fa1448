/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-face.h"

#include "ecpa-card-drawing.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaCardFace
{
  GtkWidget         parent_instance;

  /* Owned */
  EcpaTrainingCard *card; /* nullable */

  int               width;
};

G_DEFINE_FINAL_TYPE (EcpaCardFace, ecpa_card_face, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaCardSide
side_of (EcpaTrainingCard *card)
{
  switch (ecpa_training_card_get_group (card))
    {
    case ECPA_TRAINING_OTHER_CARD:
      return ECPA_CARD_OTHER_FRONT;
    case ECPA_TRAINING_SILENT_CARD:
      return ECPA_CARD_BACK;
    case ECPA_TRAINING_WORKS:
    case ECPA_TRAINING_PROBLEM:
    default:
      return ECPA_CARD_FRONT;
    }
}

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
  if (self->card != NULL)
    ecpa_card_draw (widget, cr, card, side_of (self->card), ecpa_training_card_get_holder (self->card),
                    ecpa_training_card_get_number (self->card));
  cairo_destroy (cr);
}

static void
ecpa_card_face_finalize (GObject *object)
{
  EcpaCardFace *self = ECPA_CARD_FACE (object);

  g_clear_object (&self->card);

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
 * Returns: (transfer floating): a face of no card yet
 */
GtkWidget *
ecpa_card_face_new (int width)
{
  EcpaCardFace *self = g_object_new (ECPA_TYPE_CARD_FACE, NULL);

  self->width = width;

  return GTK_WIDGET (self);
}

/**
 * ecpa_card_face_set_card:
 * @self: a face
 * @card: (nullable): which card is shown
 */
void
ecpa_card_face_set_card (EcpaCardFace     *self,
                         EcpaTrainingCard *card)
{
  g_return_if_fail (ECPA_IS_CARD_FACE (self));
  g_return_if_fail (card == NULL || ECPA_IS_TRAINING_CARD (card));

  g_set_object (&self->card, card);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
