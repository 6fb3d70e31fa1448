/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-household-step.h"

#include "ecpa-household-picture.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHouseholdStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  EcpaFieldRow *number_row;
};

G_DEFINE_FINAL_TYPE (EcpaHouseholdStep, ecpa_household_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_household_step_shown (EcpaStepPage *page)
{
  ecpa_step_page_bind_field (page, ECPA_HOUSEHOLD_STEP (page)->number_row, "household");
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
  gtk_widget_class_bind_template_child (widget_class, EcpaHouseholdStep, number_row);
}

static void
ecpa_household_step_init (EcpaHouseholdStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
