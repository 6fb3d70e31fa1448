/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-account-done-step.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountDoneStep
{
  EcpaStepPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EcpaAccountDoneStep, ecpa_account_done_step, ECPA_TYPE_STEP_PAGE)

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_done_step_class_init (EcpaAccountDoneStepClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), ECPA_UI_RESOURCE "/ecpa-account-done-step.ui");
}

static void
ecpa_account_done_step_init (EcpaAccountDoneStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
