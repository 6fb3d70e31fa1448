/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-contact-data-step.h"

#include "ecpa-contact-checks.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaContactDataStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  EcpaFieldRow *telephone_row;
  EcpaFieldRow *extension_row;
  EcpaFieldRow *mobile_row;
  EcpaFieldRow *mail_row;
  EcpaFieldRow *secondary_row;
};

G_DEFINE_FINAL_TYPE (EcpaContactDataStep, ecpa_contact_data_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_contact_data_step_shown (EcpaStepPage *page)
{
  EcpaContactDataStep *self = ECPA_CONTACT_DATA_STEP (page);

  ecpa_step_page_bind_field (page, self->telephone_row, "telephone");
  ecpa_step_page_bind_field (page, self->extension_row, "extension");
  ecpa_step_page_bind_field (page, self->mobile_row, "mobile");
  ecpa_step_page_bind_field (page, self->mail_row, "mail");
  ecpa_step_page_bind_field (page, self->secondary_row, "mail-secondary");
  ecpa_contact_checks_watch (self->mobile_row, ECPA_CONTACT_MOBILE);
  ecpa_contact_checks_watch (self->mail_row, ECPA_CONTACT_MAIL);
  ecpa_contact_checks_watch (self->secondary_row, ECPA_CONTACT_MAIL);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_contact_data_step_class_init (EcpaContactDataStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_contact_data_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-contact-data-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaContactDataStep, telephone_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactDataStep, extension_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactDataStep, mobile_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactDataStep, mail_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactDataStep, secondary_row);
}

static void
ecpa_contact_data_step_init (EcpaContactDataStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
