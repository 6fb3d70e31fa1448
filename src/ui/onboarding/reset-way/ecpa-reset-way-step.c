/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-reset-way-step.h"

#include "ecpa-card-care.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaResetWayStep
{
  EcpaStepPage    parent_instance;

  /* Template widgets */
  GtkCheckButton *registered_check;
  GtkLabel       *registered_label;
  GtkCheckButton *other_check;
  GtkCheckButton *have_check;

  gboolean        quiet;
};

G_DEFINE_FINAL_TYPE (EcpaResetWayStep, ecpa_reset_way_step, ECPA_TYPE_STEP_PAGE)

/* Auxiliaries -------------------------------------------------------------- */

/* A check button's own label does not wrap. */
static void
set_label (GtkCheckButton *button,
           const char     *text)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_check_button_set_child (button, GTK_WIDGET (label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Callbacks ---------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton   *button,
            EcpaResetWayStep *self)
{
  const char *way = gtk_check_button_get_active (self->other_check)  ? ECPA_RESET_WAY_OTHER
                    : gtk_check_button_get_active (self->have_check) ? ECPA_RESET_WAY_HAVE
                                                                     : "";

  /* of two that change at a time the second says it */
  if (self->quiet || !gtk_check_button_get_active (button) || ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)) == NULL)
    return;

  ecpa_wizard_draft_set (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), "way", way);
}

static void
way_changed_cb (EcpaResetWayStep *self)
{
  const char *way = ecpa_wizard_draft_get (ecpa_step_page_get_draft (ECPA_STEP_PAGE (self)), "way");
  GtkCheckButton *check = g_str_equal (way, ECPA_RESET_WAY_OTHER)  ? self->other_check
                          : g_str_equal (way, ECPA_RESET_WAY_HAVE) ? self->have_check
                                                                   : self->registered_check;

  self->quiet = TRUE;
  gtk_check_button_set_active (check, TRUE);
  self->quiet = FALSE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_reset_way_step_shown (EcpaStepPage *page)
{
  EcpaResetWayStep *self = ECPA_RESET_WAY_STEP (page);
  EcpaCardSession *session = ecpa_card_care_get_session (ecpa_step_page_get_flow (page));

  set_label (self->registered_check, _("Send it to the registered e-mail address"));
  set_label (self->other_check, _("Send it to another e-mail address"));
  set_label (self->have_check, _("I have the mail and its code already"));
  if (session != NULL && session->mail_masked != NULL)
    gtk_label_set_label (self->registered_label, session->mail_masked);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->registered_label), FALSE);
  g_signal_connect_object (ecpa_step_page_get_draft (page), "changed::way", G_CALLBACK (way_changed_cb), self,
                           G_CONNECT_SWAPPED);
  way_changed_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_reset_way_step_class_init (EcpaResetWayStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_reset_way_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-reset-way-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaResetWayStep, registered_check);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetWayStep, registered_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetWayStep, other_check);
  gtk_widget_class_bind_template_child (widget_class, EcpaResetWayStep, have_check);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
ecpa_reset_way_step_init (EcpaResetWayStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
