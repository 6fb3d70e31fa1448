/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-ribbon.h"

#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingRibbon
{
  GtkWidget  parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingRibbon, ecpa_training_ribbon, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_ribbon (GtkWidget *widget)
{
  if (ECPA_IS_TRAINING_RIBBON (widget))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_ribbon (child))
      return TRUE;

  return FALSE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_ribbon_dispose (GObject *object)
{
  g_clear_pointer (&ECPA_TRAINING_RIBBON (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ecpa_training_ribbon_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_ribbon_class_init (EcpaTrainingRibbonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_training_ribbon_dispose;

  gtk_widget_class_set_css_name (widget_class, "trainingribbon");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ecpa_training_ribbon_init (EcpaTrainingRibbon *self)
{
  GtkWidget *mode = gtk_label_new (_("Training Mode"));
  GtkWidget *meaning = gtk_label_new (_("People, cards and orders are made up"));

  ecpa_ui_style_install ();
  gtk_widget_add_css_class (mode, "heading");
  gtk_label_set_wrap (GTK_LABEL (meaning), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (meaning), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (meaning), 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_halign (self->box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), mode);
  gtk_box_append (GTK_BOX (self->box), meaning);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "ecpa-ribbon");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Training Mode"), -1);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_ribbon_new:
 *
 * Returns: (transfer floating): a ribbon, to go right under a header bar
 */
GtkWidget *
ecpa_training_ribbon_new (void)
{
  return g_object_new (ECPA_TYPE_TRAINING_RIBBON, NULL);
}

/**
 * ecpa_training_ribbon_is_worn:
 * @window: (nullable): a window
 *
 * Returns: whether @window wears the ribbon, so that a window it opens has to wear one, too (T2)
 */
gboolean
ecpa_training_ribbon_is_worn (GtkWindow *window)
{
  g_return_val_if_fail (window == NULL || GTK_IS_WINDOW (window), FALSE);

  return window != NULL && has_ribbon (GTK_WIDGET (window));
}
