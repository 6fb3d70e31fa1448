/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-password-step.h"

#include "ecpa-password-rows.h"
#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaPasswordStep
{
  EcpaStepPage      parent_instance;

  /* Template widgets */
  EcpaPasswordRows *rows;
};

G_DEFINE_FINAL_TYPE (EcpaPasswordStep, ecpa_password_step, ECPA_TYPE_STEP_PAGE)

/* Callbacks ---------------------------------------------------------------- */

static void
changed_cb (EcpaPasswordRows *rows,
            EcpaPasswordStep *self)
{
  ecpa_wizard_draft_set_secret (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), "password",
                                ecpa_password_rows_get_secret (rows));
}

static void
activated_cb (EcpaPasswordRows *rows,
              EcpaPasswordStep *self)
{
  ecpa_wizard_flow_forward (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)));
}

/* Forgotten in the draft, it is wiped here; while it is typed it is not complete at times. */
static void
state_changed_cb (EcpaPasswordStep *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)));

  if (state == ECPA_WIZARD_AWAY || state == ECPA_WIZARD_OTHER || state == ECPA_WIZARD_DONE)
    ecpa_password_rows_clear (self->rows);
}

static void
service_found_cb (EcpaPasswordStep *self)
{
  EcpaServiceInfo *service = ecpa_wizard_flow_find (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)), "service");

  ecpa_password_rows_set_policy (self->rows, service != NULL ? service->registration_policy : NULL);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_password_step_shown (EcpaStepPage *page)
{
  EcpaPasswordStep *self = ECPA_PASSWORD_STEP (page);
  EcpaWizardFlow *flow = ecpa_step_page_get_flow (page);

  g_signal_connect_object (flow, "found::service", G_CALLBACK (service_found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  service_found_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_password_step_class_init (EcpaPasswordStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_PASSWORD_ROWS);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_password_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-password-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaPasswordStep, rows);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
ecpa_password_step_init (EcpaPasswordStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
