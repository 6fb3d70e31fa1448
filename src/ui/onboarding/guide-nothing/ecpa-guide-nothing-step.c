/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-guide-nothing-step.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaGuideNothingStep
{
  EcpaStepPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EcpaGuideNothingStep, ecpa_guide_nothing_step, ECPA_TYPE_STEP_PAGE)

/* Class and instance ------------------------------------------------------- */

static void
ecpa_guide_nothing_step_class_init (EcpaGuideNothingStepClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), ECPA_UI_RESOURCE "/ecpa-guide-nothing-step.ui");
}

static void
ecpa_guide_nothing_step_init (EcpaGuideNothingStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
