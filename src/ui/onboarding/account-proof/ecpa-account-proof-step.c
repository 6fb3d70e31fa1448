/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-account-proof-step.h"

#include "ecpa-ui-style.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountProofStep
{
  EcpaStepPage   parent_instance;

  /* Template widgets */
  EcpaSecretRow *password_row;
};

G_DEFINE_FINAL_TYPE (EcpaAccountProofStep, ecpa_account_proof_step, ECPA_TYPE_STEP_PAGE)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_proof_step_shown (EcpaStepPage *page)
{
  ecpa_step_page_bind_secret (page, ECPA_ACCOUNT_PROOF_STEP (page)->password_row, "password");
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_proof_step_class_init (EcpaAccountProofStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_account_proof_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-account-proof-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountProofStep, password_row);
}

static void
ecpa_account_proof_step_init (EcpaAccountProofStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
