/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-contacts-password-step.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaContactsPasswordStep
{
  EcpaStepPage   parent_instance;

  /* Template widgets */
  EcpaSecretRow *password_row;
};

G_DEFINE_FINAL_TYPE (EcpaContactsPasswordStep, ecpa_contacts_password_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_contacts_password_step_shown (EcpaStepPage *page)
{
  ecpa_step_page_bind_secret (page, ECPA_CONTACTS_PASSWORD_STEP (page)->password_row, "password");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_contacts_password_step_class_init (EcpaContactsPasswordStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_contacts_password_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-contacts-password-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsPasswordStep, password_row);
}

static void
ecpa_contacts_password_step_init (EcpaContactsPasswordStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
