/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-new-password-step.h"

#include "ecpa-contact-checks.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaNewPasswordStep
{
  EcpaStepPage      parent_instance;

  /* Template widgets */
  EcpaPasswordRows *password_rows;
};

G_DEFINE_FINAL_TYPE (EcpaNewPasswordStep, ecpa_new_password_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_new_password_step_shown (EcpaStepPage *page)
{
  ecpa_contact_checks_bind_password (page, ECPA_NEW_PASSWORD_STEP (page)->password_rows, "new-password");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_new_password_step_class_init (EcpaNewPasswordStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_PASSWORD_ROWS);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_new_password_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-new-password-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaNewPasswordStep, password_rows);
}

static void
ecpa_new_password_step_init (EcpaNewPasswordStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
