/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-verify-step-page.h"

#include "ecpa-accessible-name.h"
#include "ecpa-card-records.h"
#include "ecpa-ui-style.h"
#include "ecpa-verify-step.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaVerifyStepPage
{
  EcpaStepPage  parent_instance;

  /* Template widgets */
  GtkLabel     *sent_label;
  EcpaFieldRow *code_row;
  GtkButton    *resend_button;
  GtkLabel     *wait_label;
  GtkButton    *other_button;

  gint64        resend_at;      /* monotonic; when another mail may be asked for */
  guint         tick_id;
};

G_DEFINE_FINAL_TYPE (EcpaVerifyStepPage, ecpa_verify_step_page, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaWizardFlow *
get_flow (EcpaVerifyStepPage *self)
{
  return ecpa_step_page_get_flow (ECPA_STEP_PAGE (self));
}

static char *
describe_wait (gint64 seconds)
{
  if (seconds <= 0)
    return NULL;
  if (seconds < 60)
    /* Translators: when another mail may be asked for */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Another mail can be sent in %d second.",
                                         "Another mail can be sent in %d seconds.", (gulong) seconds), (int) seconds);

  return g_strdup_printf (_("Another mail can be sent in %d min %02d s."), (int) (seconds / 60), (int) (seconds % 60));
}

/* Returns whether there is still time to wait. */
static gboolean
show_wait (EcpaVerifyStepPage *self)
{
  gint64 seconds = (self->resend_at - g_get_monotonic_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  g_autofree char *words = describe_wait (seconds);

  gtk_label_set_label (self->wait_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wait_label), words != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->resend_button),
                            seconds <= 0 && !ecpa_verify_step_is_resending (get_flow (self)));

  return seconds > 0;
}

static gboolean
tick_cb (gpointer data)
{
  EcpaVerifyStepPage *self = data;

  if (show_wait (self))
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
wait_for (EcpaVerifyStepPage *self,
          gint64              seconds)
{
  self->resend_at = seconds > 0 ? g_get_monotonic_time () + seconds * G_USEC_PER_SEC : 0;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (show_wait (self))
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
registration_found_cb (EcpaVerifyStepPage *self)
{
  EcpaRegistration *registration = ecpa_wizard_flow_find (get_flow (self), "registration");
  EcpaCardSession *session = ecpa_wizard_flow_find (get_flow (self), "session");
  const char *mail = registration != NULL && registration->new_mail_masked != NULL ? registration->new_mail_masked
                     : registration != NULL ? registration->mail_masked
                     : session != NULL ? session->mail_masked : NULL;
  g_autofree char *words = NULL;

  if (mail != NULL)
    /* Translators: %s is a masked mail address, w***@mail.example.tw */
    words = g_strdup_printf (_("A verification mail has been sent to %s."), mail);
  gtk_label_set_label (self->sent_label, words != NULL ? words : _("A verification mail has been sent to your address."));
  if (registration != NULL)
    wait_for (self, registration->resend_after);
}

static void
notice_found_cb (EcpaVerifyStepPage *self)
{
  EcpaMailNotice *notice = ecpa_wizard_flow_find (get_flow (self), "notice");

  if (notice != NULL)
    wait_for (self, notice->resend_after);
  else
    show_wait (self);
}

static void
resend_clicked_cb (GtkButton          *button,
                   EcpaVerifyStepPage *self)
{
  ecpa_verify_step_resend (get_flow (self));
  show_wait (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_verify_step_page_dispose (GObject *object)
{
  g_clear_handle_id (&ECPA_VERIFY_STEP_PAGE (object)->tick_id, g_source_remove);

  G_OBJECT_CLASS (ecpa_verify_step_page_parent_class)->dispose (object);
}

static void
ecpa_verify_step_page_shown (EcpaStepPage *page)
{
  EcpaVerifyStepPage *self = ECPA_VERIFY_STEP_PAGE (page);
  EcpaWizardFlow *flow = get_flow (self);

  ecpa_step_page_bind_field (page, self->code_row, "code");
  g_signal_connect_object (flow, "found::registration", G_CALLBACK (registration_found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "found::notice", G_CALLBACK (notice_found_cb), self, G_CONNECT_SWAPPED);
  registration_found_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_verify_step_page_class_init (EcpaVerifyStepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_verify_step_page_dispose;
  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_verify_step_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-verify-step-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaVerifyStepPage, sent_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaVerifyStepPage, code_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaVerifyStepPage, resend_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaVerifyStepPage, wait_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaVerifyStepPage, other_button);
  gtk_widget_class_bind_template_callback (widget_class, resend_clicked_cb);
}

static void
ecpa_verify_step_page_init (EcpaVerifyStepPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_accessible_name_button (self->resend_button);
  ecpa_accessible_name_button (self->other_button);
}
