/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-card-step.h"

#include "ecpa-fault-view.h"
#include "ecpa-reader-picture.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaCardStep
{
  EcpaStepPage       parent_instance;

  /* Template widgets */
  EcpaReaderPicture *picture;
  GtkLabel          *holder_label;
  GtkLabel          *sentence_label;
  EcpaFaultView     *reader_fault_view;
};

G_DEFINE_FINAL_TYPE (EcpaCardStep, ecpa_card_step, ECPA_TYPE_STEP_PAGE)

/* Callbacks ---------------------------------------------------------------- */

static void
reader_changed_cb (EcpaCardStep *self)
{
  EcpaWizardFlow *flow = ecpa_step_page_get_flow (ECPA_STEP_PAGE (self));
  EcpaLoginState state = ecpa_wizard_flow_get_reader_state (flow);
  EcpaFault *fault = ecpa_wizard_flow_get_reader_fault (flow);
  EcpaReaderScene scene = ecpa_reader_scene_of (state, fault, TRUE);
  const char *sentence = ecpa_reader_scene_words (scene)->sentence;
  const char *holder = ecpa_wizard_flow_get_holder (flow);
  gboolean ready = state == ECPA_LOGIN_READY;

  if (ready && (holder == NULL || *holder == '\0'))
    holder = _("Card without a name");
  if (ready)
    sentence = _("Is this you? Then go on; the card is asked who it belongs to, nothing on it is changed.");
  ecpa_reader_picture_set_scene (self->picture, scene, fault != NULL ? ecpa_fault_words (fault->code)->title : sentence);
  ecpa_reader_picture_set_holder (self->picture, ready ? holder : NULL,
                                  ready ? ecpa_wizard_flow_get_card_number (flow) : NULL);
  gtk_label_set_label (self->holder_label, ready ? holder : "");
  gtk_widget_set_visible (GTK_WIDGET (self->holder_label), ready);
  gtk_label_set_label (self->sentence_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence_label), fault == NULL && sentence != NULL);
  ecpa_fault_view_set_fault (self->reader_fault_view, fault);
}

static void
reader_fault_action_cb (EcpaFaultView *view,
                        int            action,
                        EcpaCardStep  *self)
{
  if (action == ECPA_FAULT_ACTION_RETRY)
    ecpa_wizard_flow_retry_reader (ecpa_step_page_get_flow (ECPA_STEP_PAGE (self)));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_card_step_shown (EcpaStepPage *page)
{
  EcpaCardStep *self = ECPA_CARD_STEP (page);

  g_signal_connect_object (ecpa_step_page_get_flow (page), "notify::reader-state", G_CALLBACK (reader_changed_cb),
                           self, G_CONNECT_SWAPPED);
  reader_changed_cb (self);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_card_step_class_init (EcpaCardStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_READER_PICTURE);

  ECPA_STEP_PAGE_CLASS (klass)->shown = ecpa_card_step_shown;

  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-card-step.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaCardStep, picture);
  gtk_widget_class_bind_template_child (widget_class, EcpaCardStep, holder_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaCardStep, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaCardStep, reader_fault_view);
  gtk_widget_class_bind_template_callback (widget_class, reader_fault_action_cb);
}

static void
ecpa_card_step_init (EcpaCardStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_fault_view_set_passive (self->reader_fault_view, TRUE);
}
