/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-slot-button.h"

#include "ecpa-card-face.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingSlotButton
{
  GtkButton         parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;

  /* Borrowed: inside */
  GtkStack         *stack;
  EcpaCardFace     *face;
  GtkLabel         *empty_label;
  GtkLabel         *state_label;

  guint             slot;
  gboolean          is_target;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaTrainingSlotButton, ecpa_training_slot_button, GTK_TYPE_BUTTON)

/* Auxiliaries -------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): the card in this slot */
static EcpaTrainingCard *
find_card (EcpaTrainingSlotButton *self)
{
  GListModel *tray = ecpa_training_desk_get_tray (self->desk);

  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);

      if (ecpa_training_card_get_in_slot (card) == self->slot)
        return g_steal_pointer (&card);
    }

  return NULL;
}

static void
show_slot (EcpaTrainingSlotButton *self)
{
  g_autoptr (EcpaTrainingCard) card = find_card (self);
  gboolean plugged = ecpa_training_desk_is_plugged (self->desk, self->slot);
  g_autofree char *name = NULL;
  g_autofree char *details = NULL;
  const char *state;

  ecpa_card_face_set_card (self->face, card);
  if (card != NULL)
    {
      name = g_strdup_printf (_("Take the card of %s out of reader %u"), ecpa_training_card_get_holder (card),
                              self->slot + 1);
      state = _("Press to take it out");
    }
  else
    {
      /* Translators: %u is the number of a reader */
      name = g_strdup_printf (_("Choose reader %u for the next card"), self->slot + 1);
      state = self->is_target ? _("The next card goes here") : _("Empty");
    }

  /* Translators: a card reader */
  gtk_label_set_label (self->state_label, plugged ? state : _("Unplugged"));
  gtk_widget_set_opacity (GTK_WIDGET (self->stack), plugged ? 1 : 0.4);
  gtk_label_set_label (self->empty_label, self->is_target ? _("Press a card, or drag it here") : "");
  gtk_stack_set_visible_child_name (self->stack, card != NULL ? "card" : "empty");
  /* Translators: the name of a card reader, and then its state */
  details = g_strdup_printf (_("%s: %s"), ecpa_training_desk_get_slot_name (self->desk, self->slot),
                             gtk_label_get_label (self->state_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details,
                                  -1);
  if (self->is_target)
    gtk_widget_add_css_class (GTK_WIDGET (self), "target");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "target");
}

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
fill (EcpaTrainingSlotButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  /* Translators: %u is the number of a reader */
  g_autofree char *title = g_strdup_printf (_("Reader %u"), self->slot + 1);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *face = ecpa_card_face_new (112);
  GtkWidget *name = create_label (ecpa_training_desk_get_slot_name (self->desk, self->slot), "caption");

  self->stack = GTK_STACK (stack);
  self->face = ECPA_CARD_FACE (face);
  self->empty_label = GTK_LABEL (create_label ("", "ecpa-slot-empty"));
  gtk_label_set_justify (self->empty_label, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->empty_label, 0.5);
  gtk_label_set_max_width_chars (self->empty_label, 8);
  gtk_widget_add_css_class (GTK_WIDGET (self->empty_label), "caption");
  self->state_label = GTK_LABEL (create_label ("", "caption-heading"));
  gtk_widget_add_css_class (name, "dim-label");

  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty_label), "empty");
  gtk_stack_add_named (self->stack, face, "card");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), create_label (title, "heading"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->state_label));
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (self), box);
}

/* Callbacks ---------------------------------------------------------------- */

static void
cards_moved_cb (EcpaTrainingSlotButton *self)
{
  show_slot (self);
}

static gboolean
dropped_cb (GtkDropTarget          *target,
            const GValue           *value,
            double                  x,
            double                  y,
            EcpaTrainingSlotButton *self)
{
  EcpaTrainingCard *card = g_value_get_object (value);

  if (card == NULL)
    return FALSE;

  ecpa_training_desk_insert (self->desk, card, self->slot);

  return TRUE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_slot_button_clicked (GtkButton *button)
{
  EcpaTrainingSlotButton *self = ECPA_TRAINING_SLOT_BUTTON (button);
  g_autoptr (EcpaTrainingCard) card = find_card (self);

  if (card != NULL)
    ecpa_training_desk_eject (self->desk, self->slot);
  else
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
ecpa_training_slot_button_dispose (GObject *object)
{
  g_clear_object (&ECPA_TRAINING_SLOT_BUTTON (object)->desk);

  G_OBJECT_CLASS (ecpa_training_slot_button_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_slot_button_class_init (EcpaTrainingSlotButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_slot_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = ecpa_training_slot_button_clicked;

  /**
   * EcpaTrainingSlotButton::chosen:
   *
   * The next card should go into this slot.
   */
  signals[CHOSEN] = g_signal_new ("chosen", ECPA_TYPE_TRAINING_SLOT_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ecpa_training_slot_button_init (EcpaTrainingSlotButton *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (ECPA_TYPE_TRAINING_CARD, GDK_ACTION_COPY);

  g_signal_connect (drop, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  gtk_widget_add_css_class (GTK_WIDGET (self), "ecpa-training-slot");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_slot_button_new:
 * @desk: the desk
 * @slot: which slot of it
 *
 * Returns: (transfer floating): a button for the slot
 */
GtkWidget *
ecpa_training_slot_button_new (EcpaTrainingDesk *desk,
                               guint             slot)
{
  EcpaTrainingSlotButton *self = g_object_new (ECPA_TYPE_TRAINING_SLOT_BUTTON, NULL);
  GListModel *tray = ecpa_training_desk_get_tray (desk);

  self->desk = g_object_ref (desk);
  self->slot = slot;
  fill (self);
  show_slot (self);
  g_signal_connect_object (desk, "changed", G_CALLBACK (cards_moved_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);

      g_signal_connect_object (card, "notify::in-slot", G_CALLBACK (cards_moved_cb), self, G_CONNECT_SWAPPED);
    }

  return GTK_WIDGET (self);
}

/**
 * ecpa_training_slot_button_set_target:
 * @self: a button
 * @is_target: whether the next card goes into this slot
 */
void
ecpa_training_slot_button_set_target (EcpaTrainingSlotButton *self,
                                      gboolean                is_target)
{
  g_return_if_fail (ECPA_IS_TRAINING_SLOT_BUTTON (self));

  self->is_target = is_target;
  show_slot (self);
}
