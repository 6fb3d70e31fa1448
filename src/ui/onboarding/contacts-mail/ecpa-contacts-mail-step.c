/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-contacts-mail-step.h"

#include "ecpa-card-care.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaContactsMailStep
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkLabel     *sent_label;
  EcpaFieldRow *code_row;
};

G_DEFINE_FINAL_TYPE (EcpaContactsMailStep, ecpa_contacts_mail_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_contacts_mail_step_shown (EcpaStepPage *page)
{
  EcpaContactsMailStep *self = ECPA_CONTACTS_MAIL_STEP (page);
  const char *mail = ecpa_wizard_draft_get (ecpa_step_page_get_draft (page), ECPA_CONTACTS_NEW_MAIL);
  /* Translators: a masked mail address */
  g_autofree char *text = g_strdup_printf (_("Your contact data is saved. A mail was sent to %s."), mail);

  gtk_label_set_label (self->sent_label, text);
  ecpa_step_page_bind_field (page, self->code_row, "code");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_contacts_mail_step_class_init (EcpaContactsMailStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_contacts_mail_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-contacts-mail-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsMailStep, sent_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaContactsMailStep, code_row);
}

static void
ecpa_contacts_mail_step_init (EcpaContactsMailStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
