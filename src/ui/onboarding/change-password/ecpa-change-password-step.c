/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-change-password-step.h"

#include "ecpa-contact-checks.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaChangePasswordStep
{
  EcpaStepPage      parent_instance;

  /* Template widgets */
  EcpaSecretRow    *old_row;
  EcpaPasswordRows *password_rows;
};

G_DEFINE_FINAL_TYPE (EcpaChangePasswordStep, ecpa_change_password_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_change_password_step_shown (EcpaStepPage *page)
{
  EcpaChangePasswordStep *self = ECPA_CHANGE_PASSWORD_STEP (page);

  ecpa_step_page_bind_secret (page, self->old_row, "password");
  ecpa_contact_checks_bind_password (page, self->password_rows, "new-password");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_change_password_step_class_init (EcpaChangePasswordStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_PASSWORD_ROWS);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_change_password_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-change-password-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaChangePasswordStep, old_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaChangePasswordStep, password_rows);
}

static void
ecpa_change_password_step_init (EcpaChangePasswordStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
