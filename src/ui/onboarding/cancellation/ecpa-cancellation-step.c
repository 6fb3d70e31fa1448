/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-cancellation-step.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaCancellationStep
{
  EcpaStepPage    parent_instance;

  /* Template widgets */
  GtkCheckButton *understood_check;
  EcpaSecretRow  *password_row;
};

G_DEFINE_FINAL_TYPE (EcpaCancellationStep, ecpa_cancellation_step, ECPA_TYPE_STEP_PAGE)

/* Callbacks ---------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton       *button,
            EcpaCancellationStep *self)
{
  ecpa_wizard_draft_set (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), "understood",
                         gtk_check_button_get_active (button) ? "yes" : "");
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_cancellation_step_shown (EcpaStepPage *page)
{
  EcpaCancellationStep *self = ECPA_CANCELLATION_STEP (page);
  const char *understood = ecpa_wizard_draft_get (ecpa_step_page_get_draft (page), "understood");

  gtk_check_button_set_active (self->understood_check, *understood != '\0');
  ecpa_step_page_bind_secret (page, self->password_row, "password");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_cancellation_step_class_init (EcpaCancellationStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_cancellation_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-cancellation-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaCancellationStep, understood_check);
  gtk_widget_class_bind_template_child (widget_class, EcpaCancellationStep, password_row);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
ecpa_cancellation_step_init (EcpaCancellationStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
