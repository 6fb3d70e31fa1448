/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-card-button.h"

#include "ecpa-card-face.h"

#include <glib/gi18n-lib.h>

/* Narrow enough for two columns on a small screen. */
#define FACE_WIDTH 112
#define LINE_CHARS 18
#define GAP 12

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingCardButton
{
  GtkButton         parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;
  EcpaTrainingCard *card;

  /* Borrowed: inside */
  GtkWidget        *face;
  GtkLabel         *place_label;

  guint             target;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingCardButton, ecpa_training_card_button, GTK_TYPE_BUTTON)

/* Auxiliaries -------------------------------------------------------------- */

static void
show_place (EcpaTrainingCardButton *self)
{
  guint slot = ecpa_training_card_get_in_slot (self->card);
  const char *holder = ecpa_training_card_get_holder (self->card);
  const char *hint = ecpa_training_card_get_hint (self->card);
  gboolean in_tray = slot == ECPA_TRAINING_TRAY;
  g_autofree char *place = NULL;
  g_autofree char *name = NULL;
  g_autofree char *details = NULL;

  if (in_tray)
    {
      place = g_strdup ("");
      /* Translators: %s is a person's name, %u a number: “Put the card of 林曉青 into reader 1” */
      name = g_strdup_printf (_("Put the card of %s into reader %u"), holder, self->target + 1);
    }
  else
    {
      /* Translators: %u is the number of a reader */
      place = g_strdup_printf (_("In reader %u"), slot + 1);
      /* Translators: %s is a person's name, %u a number: “Take the card of 林曉青 out of reader 1” */
      name = g_strdup_printf (_("Take the card of %s out of reader %u"), holder, slot + 1);
    }

  details = hint != NULL ? g_strdup_printf (_("%s. Password on the note: %s"),
                                            ecpa_training_card_get_feature (self->card), hint)
                         : g_strdup (ecpa_training_card_get_feature (self->card));
  gtk_label_set_label (self->place_label, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), !in_tray);
  gtk_widget_set_opacity (self->face, in_tray ? 1 : 0.35);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details,
                                  -1);
}

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Card and words beside each other. A GtkBox asks how wide the words have to be to be no higher than the row, and lets
 * them stick out; here they get the width there is. */
static int
measure_width (GtkWidget *widget,
               gboolean   natural)
{
  int minimum_width;
  int natural_width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, &natural_width, NULL, NULL);

  return natural ? natural_width : minimum_width;
}

static void
measure_content (GtkWidget      *content,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  GtkWidget *face = gtk_widget_get_first_child (content);
  GtkWidget *words = gtk_widget_get_last_child (content);
  int before = measure_width (face, FALSE) + GAP;
  int high = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = before + measure_width (words, FALSE);
      *natural = before + measure_width (words, TRUE);
      return;
    }

  gtk_widget_measure (face, GTK_ORIENTATION_VERTICAL, -1, &high, NULL, NULL, NULL);
  gtk_widget_measure (words, GTK_ORIENTATION_VERTICAL,
                      for_size < 0 ? -1 : MAX (for_size - before, measure_width (words, FALSE)), minimum, natural, NULL, NULL);
  *minimum = MAX (*minimum, high);
  *natural = MAX (*natural, high);
}

static void
allocate_content (GtkWidget *content,
                  int        width,
                  int        height,
                  int        baseline)
{
  GtkWidget *face = gtk_widget_get_first_child (content);
  GtkWidget *words = gtk_widget_get_last_child (content);
  int wide = measure_width (face, FALSE);
  GtkAllocation left = { 0, 0, wide, height };
  GtkAllocation right = { wide + GAP, 0, width - wide - GAP, height };

  if (gtk_widget_get_direction (content) == GTK_TEXT_DIR_RTL)
    {
      left.x = width - wide;
      right.x = 0;
    }
  gtk_widget_size_allocate (face, &left, -1);
  gtk_widget_size_allocate (words, &right, -1);
}

static GtkSizeRequestMode
get_content_mode (GtkWidget *content)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The note with the password, as it would stick to a card in a class room. */
static GtkWidget *
create_note (const char *hint)
{
  /* Translators: %s is the registration password of a made-up card, written on a note beside it */
  g_autofree char *text = hint != NULL ? g_strdup_printf (_("Password: %s"), hint)
                                       : g_strdup (_("No password yet"));
  GtkWidget *note = create_label (text, "ecpa-note");

  gtk_widget_set_halign (note, GTK_ALIGN_START);

  return note;
}

static void
fill (EcpaTrainingCardButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->face = ecpa_card_face_new (FACE_WIDTH);
  ecpa_card_face_set_card (ECPA_CARD_FACE (self->face), self->card);
  gtk_widget_set_valign (self->face, GTK_ALIGN_CENTER);
  self->place_label = GTK_LABEL (create_label (NULL, "accent"));
  gtk_widget_add_css_class (GTK_WIDGET (self->place_label), "caption-heading");

  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), create_label (ecpa_training_card_get_feature (self->card), NULL));
  if (ecpa_training_card_get_group (self->card) <= ECPA_TRAINING_PROBLEM)
    gtk_box_append (GTK_BOX (words), create_note (ecpa_training_card_get_hint (self->card)));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->place_label));
  gtk_box_append (GTK_BOX (box), self->face);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_layout_manager (box, gtk_custom_layout_new (get_content_mode, measure_content, allocate_content));
  gtk_button_set_child (GTK_BUTTON (self), box);
}

/* Callbacks ---------------------------------------------------------------- */

static void
in_slot_changed_cb (EcpaTrainingCardButton *self)
{
  show_place (self);
}

static GdkContentProvider *
drag_prepared_cb (GtkDragSource          *source,
                  double                  x,
                  double                  y,
                  EcpaTrainingCardButton *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (self->face);

  gtk_drag_source_set_icon (source, picture, gtk_widget_get_width (self->face) / 2,
                            gtk_widget_get_height (self->face) / 2);

  return gdk_content_provider_new_typed (ECPA_TYPE_TRAINING_CARD, self->card);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_card_button_clicked (GtkButton *button)
{
  EcpaTrainingCardButton *self = ECPA_TRAINING_CARD_BUTTON (button);
  guint slot = ecpa_training_card_get_in_slot (self->card);

  if (slot == ECPA_TRAINING_TRAY)
    ecpa_training_desk_insert (self->desk, self->card, self->target);
  else
    ecpa_training_desk_eject (self->desk, slot);
}

static void
ecpa_training_card_button_dispose (GObject *object)
{
  EcpaTrainingCardButton *self = ECPA_TRAINING_CARD_BUTTON (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->card);

  G_OBJECT_CLASS (ecpa_training_card_button_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_card_button_class_init (EcpaTrainingCardButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_card_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = ecpa_training_card_button_clicked;
}

static void
ecpa_training_card_button_init (EcpaTrainingCardButton *self)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepared_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_css_class (GTK_WIDGET (self), "ecpa-training-card");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_card_button_new:
 * @desk: the desk it lies on
 * @card: the card
 *
 * Returns: (transfer floating): a button for @card
 */
GtkWidget *
ecpa_training_card_button_new (EcpaTrainingDesk *desk,
                               EcpaTrainingCard *card)
{
  EcpaTrainingCardButton *self = g_object_new (ECPA_TYPE_TRAINING_CARD_BUTTON, NULL);

  self->desk = g_object_ref (desk);
  self->card = g_object_ref (card);
  fill (self);
  show_place (self);
  g_signal_connect_object (card, "notify::in-slot", G_CALLBACK (in_slot_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * ecpa_training_card_button_set_target:
 * @self: a button
 * @slot: the slot the card goes into
 */
void
ecpa_training_card_button_set_target (EcpaTrainingCardButton *self,
                                      guint                   slot)
{
  g_return_if_fail (ECPA_IS_TRAINING_CARD_BUTTON (self));

  self->target = slot;
  show_place (self);
}
