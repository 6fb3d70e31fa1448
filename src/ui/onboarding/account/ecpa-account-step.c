/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-account-step.h"

#include "ecpa-password-rows.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountStep
{
  EcpaStepPage      parent_instance;

  /* Template widgets */
  GtkLabel         *words_label;
  EcpaFieldRow     *account_row;
  EcpaSecretRow    *old_row;
  EcpaPasswordRows *password_rows;
};

G_DEFINE_FINAL_TYPE (EcpaAccountStep, ecpa_account_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_kind (EcpaAccountStep *self,
         const char      *kind)
{
  return g_str_equal (ecpa_wizard_flow_get_kind (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self))), kind);
}

static EcpaPasswordPolicy *
get_policy (EcpaAccountStep *self)
{
  EcpaServiceInfo *service = ecpa_wizard_flow_find (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)), "service");

  return service != NULL ? service->account_policy : NULL;
}

/* What it is for, and the rule that typing alone does not tell. */
static void
show_words (EcpaAccountStep *self)
{
  EcpaPasswordPolicy *policy = get_policy (self);
  g_autofree char *rule = NULL;

  if (is_kind (self, "activation"))
    gtk_label_set_label (self->words_label, _("Choose the account that you want to sign in with where you have no card at hand. "
                                              "Reward orders stay closed to it."));
  else if (is_kind (self, "account-forgotten"))
    gtk_label_set_label (self->words_label, _("Choose a new password. The old one holds until then."));
  else if (policy != NULL && policy->min_hours > 0)
    {
      /* Translators: %d: hours between two changes of the password */
      rule = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "After a change the password stays as it is for %d hour.",
                                           "After a change the password stays as it is for %d hours.",
                                           (gulong) policy->min_hours),
                              (int) policy->min_hours);
      gtk_label_set_label (self->words_label, rule);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->words_label), *gtk_label_get_label (self->words_label) != '\0');
}

/* Callbacks ---------------------------------------------------------------- */

static void
service_found_cb (EcpaAccountStep *self)
{
  ecpa_password_rows_set_policy (self->password_rows, get_policy (self));
  show_words (self);
}

static void
password_changed_cb (EcpaAccountStep *self)
{
  ecpa_wizard_draft_set_secret (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), "new-password",
                                ecpa_password_rows_get_secret (self->password_rows));
}

static void
password_entered_cb (EcpaAccountStep *self)
{
  EcpaWizardFlow *flow = ecpa_step_page_get_flow (ECPA_STEP_PAGE (self));

  if (ecpa_wizard_flow_is_complete (flow))
    ecpa_wizard_flow_forward (flow);
}

/* Forgotten by the wizard, it is wiped here: the card was away, or the person has left. */
static void
secret_changed_cb (EcpaAccountStep *self)
{
  EcpaWizardDraft *draft = ecpa_step_page_get_draft (ECPA_STEP_PAGE (self));

  if (ecpa_wizard_draft_get_secret (draft, "new-password") == NULL
      && ecpa_password_rows_is_complete (self->password_rows))
    ecpa_password_rows_clear (self->password_rows);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_step_shown (EcpaStepPage *page)
{
  EcpaAccountStep *self = ECPA_ACCOUNT_STEP (page);

  gtk_widget_set_visible (GTK_WIDGET (self->account_row), is_kind (self, "activation"));
  gtk_widget_set_visible (GTK_WIDGET (self->old_row), is_kind (self, "account-change"));
  ecpa_step_page_bind_field (page, self->account_row, "account");
  if (is_kind (self, "account-change"))
    ecpa_step_page_bind_secret (page, self->old_row, "password");
  g_signal_connect_object (ecpa_step_page_get_flow (page), "found::service", G_CALLBACK (service_found_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ecpa_step_page_get_draft (page), "changed::new-password", G_CALLBACK (secret_changed_cb),
                           self, G_CONNECT_SWAPPED);
  service_found_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_step_class_init (EcpaAccountStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FIELD_ROW);
  g_type_ensure (ECPA_TYPE_PASSWORD_ROWS);
  g_type_ensure (ECPA_TYPE_SECRET_ROW);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_account_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-account-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountStep, words_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountStep, account_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountStep, old_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaAccountStep, password_rows);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_entered_cb);
}

static void
ecpa_account_step_init (EcpaAccountStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
