/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-interruption-bar.h"

#include "ecpa-announcement-words.h"
#include "ecpa-interruption.h"
#include "ecpa-ui-style.h"
#include "ecpa-wizard-plan.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaInterruptionBar
{
  AdwBin            parent_instance;

  /* Template widgets */
  GtkImage         *image;
  GtkLabel         *title_label;
  GtkLabel         *words_label;

  /* Owned */
  EcpaInterruption *interruption;       /* nullable */

  /* Borrowed */
  EcpaWizardFlow   *flow;               /* the frame holds it */
};

G_DEFINE_FINAL_TYPE (EcpaInterruptionBar, ecpa_interruption_bar, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static char *
describe (EcpaInterruptionBar *self,
          EcpaAnnouncement    *announcement)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = ecpa_announcement_describe_time (announcement, now);

  if (ecpa_wizard_flow_get_draft_hours (self->flow) == 0)
    /* Translators: of an interruption of the service: “Now, until 115/11/21 18:00” */
    return g_strdup_printf (_("%s. Leave this window open: what you typed stays in it, and nowhere else."), time);

  /* Translators: of an interruption of the service: “Now, until 115/11/21 18:00” */
  return g_strdup_printf (_("%s. What you typed is kept, but for passwords: you can go on afterwards."), time);
}

/* Callbacks ---------------------------------------------------------------- */

static void
announcement_changed_cb (EcpaInterruptionBar *self)
{
  EcpaAnnouncement *announcement = ecpa_interruption_get_announcement (self->interruption);
  g_autofree char *words = NULL;

  if (announcement != NULL)
    {
      words = describe (self, announcement);
      gtk_image_set_from_icon_name (self->image, ecpa_announcement_kind_icon (announcement));
      gtk_label_set_label (self->title_label, announcement->title);
      gtk_label_set_label (self->words_label, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), announcement != NULL);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_interruption_bar_dispose (GObject *object)
{
  g_clear_object (&ECPA_INTERRUPTION_BAR (object)->interruption);

  G_OBJECT_CLASS (ecpa_interruption_bar_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_interruption_bar_class_init (EcpaInterruptionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_interruption_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-interruption-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, image);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInterruptionBar, words_label);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ecpa_interruption_bar_init (EcpaInterruptionBar *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_interruption_bar_watch:
 * @self: a bar
 * @flow: the wizard it is in, which has to live longer; once
 *
 * Asks the service of this wizard what it has announced.
 */
void
ecpa_interruption_bar_watch (EcpaInterruptionBar *self,
                             EcpaWizardFlow      *flow)
{
  g_return_if_fail (ECPA_IS_INTERRUPTION_BAR (self));
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (flow));
  g_return_if_fail (self->interruption == NULL);

  self->flow = flow;
  self->interruption = ecpa_interruption_new (ecpa_wizard_flow_get_services (flow));
  g_signal_connect_object (self->interruption, "notify::announcement", G_CALLBACK (announcement_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
