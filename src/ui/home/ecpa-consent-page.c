/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-consent-page.h"

#include <glib/gi18n.h>

#include "ecpa-fault-view.h"
#include "ecpa-legal-text-view.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaConsentPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack          *stack;
  EcpaLegalTextView *text_view;
  EcpaFaultView     *load_fault;
  EcpaFaultView     *agree_fault;
  GtkButton         *later_button;
  GtkButton         *agree_button;
  GtkButton         *back_button;
  GtkSpinner        *agree_spinner;
  GtkLabel          *loading_label;
  GtkLabel          *slow_label;

  /* Owned */
  EcpaConsentFlow *flow;
  GSignalGroup    *signals;

  /* Borrowed: the question, while it is open */
  GtkWindow *question;

  gboolean stays_out;
};

enum
{
  SIGNAL_SIGN_IN_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaConsentPage, ecpa_consent_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static const char *
choose_page (EcpaConsentPage  *self,
             EcpaConsentState  state,
             EcpaLegalText    *text)
{
  if (state == ECPA_CONSENT_FAILED && text == NULL)
    return "failed";
  if (text == NULL || state == ECPA_CONSENT_UNKNOWN || state == ECPA_CONSENT_LOADING)
    return "loading";

  return self->stays_out ? "out" : "text";
}

static void
refresh (EcpaConsentPage *self)
{
  EcpaConsentState state = ECPA_CONSENT_UNKNOWN;
  EcpaLegalText *text = NULL;
  EcpaFault *fault = NULL;
  gboolean sending;
  gboolean slow = self->flow != NULL && ecpa_consent_flow_is_slow (self->flow);

  if (self->flow != NULL)
    {
      state = ecpa_consent_flow_get_state (self->flow);
      text = ecpa_consent_flow_get_text (self->flow);
      fault = ecpa_consent_flow_get_fault (self->flow);
    }
  sending = state == ECPA_CONSENT_SENDING;

  ecpa_legal_text_view_set_text (self->text_view, text);
  ecpa_fault_view_set_fault (self->load_fault, text == NULL ? fault : NULL);
  ecpa_fault_view_set_fault (self->agree_fault, text != NULL ? fault : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->agree_button), state == ECPA_CONSENT_NEEDED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->later_button), !sending);
  gtk_widget_set_visible (GTK_WIDGET (self->agree_spinner), sending);
  gtk_spinner_set_spinning (self->agree_spinner, sending);
  gtk_widget_set_visible (GTK_WIDGET (self->slow_label), sending && slow);
  gtk_label_set_label (self->loading_label, slow ? _("The service takes longer than usual; still waiting…")
                                                 : _("Fetching your consent…"));
  gtk_stack_set_visible_child_name (self->stack, choose_page (self, state, text));
}

/* Callbacks ---------------------------------------------------------------- */

static void
answered_cb (AdwMessageDialog *question,
             const char       *response,
             EcpaConsentPage  *self)
{
  self->question = NULL;

  if (g_strcmp0 (response, "agree") == 0 && self->flow != NULL
      && ecpa_consent_flow_get_state (self->flow) == ECPA_CONSENT_NEEDED)
    ecpa_consent_flow_agree (self->flow);
}

/* It cannot be taken back, so it is asked once more. */
static void
agree_clicked_cb (GtkButton       *button,
                  EcpaConsentPage *self)
{
  GtkWidget *question;

  if (self->question != NULL)
    return;

  question = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                     _("Read reward orders on line from now on?"),
                                     _("This cannot be turned back to “do not agree”. When you agreed, "
                                       "and to which version of the text, is recorded."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question),
                                    "cancel", _("Cancel"),
                                    "agree", _("Agree"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "agree", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (answered_cb), self, 0);

  self->question = GTK_WINDOW (question);
  gtk_window_present (self->question);
}

static void
later_clicked_cb (GtkButton       *button,
                  EcpaConsentPage *self)
{
  self->stays_out = TRUE;
  refresh (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->back_button));
}

static void
back_clicked_cb (GtkButton       *button,
                 EcpaConsentPage *self)
{
  self->stays_out = FALSE;
  refresh (self);
}

static void
fault_action_cb (EcpaFaultView   *view,
                 int              action,
                 EcpaConsentPage *self)
{
  if (action == ECPA_FAULT_ACTION_SIGN_IN_AGAIN)
    g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
  else if ((action == ECPA_FAULT_ACTION_RETRY || action == ECPA_FAULT_ACTION_DISMISS) && self->flow != NULL)
    ecpa_consent_flow_load (self->flow);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_consent_page_dispose (GObject *object)
{
  EcpaConsentPage *self = ECPA_CONSENT_PAGE (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->flow);

  G_OBJECT_CLASS (ecpa_consent_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_consent_page_class_init (EcpaConsentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_consent_page_dispose;

  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", ECPA_TYPE_CONSENT_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_LEGAL_TEXT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-consent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, text_view);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, load_fault);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, agree_fault);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, agree_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, agree_spinner);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaConsentPage, slow_label);
  gtk_widget_class_bind_template_callback (widget_class, agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
}

static void
ecpa_consent_page_init (EcpaConsentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (ECPA_TYPE_CONSENT_FLOW);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (refresh), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_consent_page_set_flow:
 * @self: a page
 * @flow: (nullable): the consent; %NULL when the session is over
 */
void
ecpa_consent_page_set_flow (EcpaConsentPage *self,
                            EcpaConsentFlow *flow)
{
  g_return_if_fail (ECPA_IS_CONSENT_PAGE (self));
  g_return_if_fail (flow == NULL || ECPA_IS_CONSENT_FLOW (flow));

  /* The question belongs to the session that is gone. */
  if (self->question != NULL)
    gtk_window_close (self->question);
  self->stays_out = FALSE;
  g_set_object (&self->flow, flow);
  g_signal_group_set_target (self->signals, flow);
  refresh (self);
}
