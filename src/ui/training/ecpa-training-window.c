/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-window.h"

#include "ecpa-training-card-button.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-training-slot-button.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingWindow
{
  AdwWindow         parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;

  /* Borrowed: inside */
  GtkBox           *slot_box;
  GtkBox           *tray_box;

  guint             target;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingWindow, ecpa_training_window, ADW_TYPE_WINDOW)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_target (EcpaTrainingWindow *self,
            guint               target)
{
  guint slot = 0;

  self->target = target;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->slot_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ecpa_training_slot_button_set_target (ECPA_TRAINING_SLOT_BUTTON (child), slot++ == target);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->tray_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ecpa_training_card_button_set_target (ECPA_TRAINING_CARD_BUTTON (child), target);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");

  return label;
}

static GtkWidget *
create_content (EcpaTrainingWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->slot_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  self->tray_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 9));
  gtk_box_set_homogeneous (self->slot_box, TRUE);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->slot_box));
  gtk_box_append (GTK_BOX (box), create_heading (_("Cards")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tray_box));
  gtk_widget_add_css_class (box, "ecpa-training-desk");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return scrolled;
}

/* Callbacks ---------------------------------------------------------------- */

static void
slot_chosen_cb (EcpaTrainingSlotButton *button,
                EcpaTrainingWindow     *self)
{
  guint slot = 0;

  for (GtkWidget *child = gtk_widget_get_prev_sibling (GTK_WIDGET (button)); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    slot++;
  set_target (self, slot);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_window_dispose (GObject *object)
{
  g_clear_object (&ECPA_TRAINING_WINDOW (object)->desk);

  G_OBJECT_CLASS (ecpa_training_window_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_window_class_init (EcpaTrainingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_training_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
ecpa_training_window_init (EcpaTrainingWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  ecpa_ui_style_install ();
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (box), create_content (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Training Desk"));
  gtk_window_set_default_size (GTK_WINDOW (self), 420, 720);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_window_new:
 * @application: (nullable): the application
 * @desk: what lies on the desk
 *
 * Returns: (transfer none): a window, not yet presented
 */
GtkWidget *
ecpa_training_window_new (GtkApplication   *application,
                          EcpaTrainingDesk *desk)
{
  EcpaTrainingWindow *self;
  GListModel *tray;

  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (desk), NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  for (guint slot = 0; slot < ecpa_training_desk_get_n_slots (desk); slot++)
    {
      GtkWidget *button = ecpa_training_slot_button_new (desk, slot);

      g_signal_connect_object (button, "chosen", G_CALLBACK (slot_chosen_cb), self, 0);
      gtk_box_append (self->slot_box, button);
    }
  tray = ecpa_training_desk_get_tray (desk);
  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);

      gtk_box_append (self->tray_box, ecpa_training_card_button_new (desk, card));
    }
  set_target (self, 0);

  return GTK_WIDGET (self);
}
