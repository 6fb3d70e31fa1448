/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-household-step.h"

#include "ecpa-household-picture.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaHouseholdStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkLabel     *words_label;
  EcpaFieldRow *number_row;
};

G_DEFINE_FINAL_TYPE (EcpaHouseholdStep, ecpa_household_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_household_step_shown (EcpaStepPage *page)
{
  EcpaHouseholdStep *self = ECPA_HOUSEHOLD_STEP (page);

  if (g_str_equal (ecpa_wizard_flow_get_kind (ecpa_step_page_get_flow (page)), "forgotten"))
    gtk_label_set_label (self->words_label,
                         _("It is asked for so that nobody else can choose a new password for your card. It stands in the "
                           "upper left corner of your household certificate or transcript."));
  ecpa_step_page_bind_field (page, self->number_row, "household");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_household_step_class_init (EcpaHouseholdStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);
  g_type_ensure (ECPA_TYPE_HOUSEHOLD_PICTURE);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_household_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-household-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaHouseholdStep, words_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaHouseholdStep, number_row);
}

static void
ecpa_household_step_init (EcpaHouseholdStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
