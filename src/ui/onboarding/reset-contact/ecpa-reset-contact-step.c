/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reset-contact-step.h"

#include "ecpa-contact-checks.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaResetContactStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  EcpaFieldRow *mobile_row;
  EcpaFieldRow *mail_row;
};

G_DEFINE_FINAL_TYPE (EcpaResetContactStep, ecpa_reset_contact_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reset_contact_step_shown (EcpaStepPage *page)
{
  EcpaResetContactStep *self = ECPA_RESET_CONTACT_STEP (page);

  ecpa_step_page_bind_field (page, self->mobile_row, "mobile");
  ecpa_step_page_bind_field (page, self->mail_row, "mail");
  ecpa_contact_checks_watch (self->mobile_row, ECPA_CONTACT_MOBILE);
  ecpa_contact_checks_watch (self->mail_row, ECPA_CONTACT_MAIL);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reset_contact_step_class_init (EcpaResetContactStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_reset_contact_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-reset-contact-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaResetContactStep, mobile_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetContactStep, mail_row);
}

static void
ecpa_reset_contact_step_init (EcpaResetContactStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
