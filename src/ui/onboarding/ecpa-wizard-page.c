/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-wizard-page.h"

#include "ecpa-accessible-name.h"
#include "ecpa-fault-view.h"
#include "ecpa-interruption-bar.h"
#include "ecpa-reader-scene.h"
#include "ecpa-reveal.h"
#include "ecpa-share-layout.h"
#include "ecpa-step-page.h"
#include "ecpa-ui-style.h"
#include "ecpa-verify-step.h"
#include "ecpa-wizard-words.h"
#include "ecpa-wrap-layout.h"

#include <glib/gi18n-lib.h>

#define DIALOG_CHARS 36

/* Types -------------------------------------------------------------------- */

struct _EcpaWizardPage
{
  AdwBin          parent_instance;

  /* Template widgets */
  GtkLabel       *title_label;
  GtkLabel       *step_label;
  GtkWidget      *reader_box;
  GtkImage       *reader_image;
  GtkLabel       *reader_label;
  GtkButton      *leave_button;
  EcpaInterruptionBar *interruption_bar;
  GtkScrolledWindow *scroller;
  GtkLabel       *heading_label;
  GtkLabel       *words_label;
  GtkStack       *step_stack;
  EcpaFaultView  *fault_view;
  GtkButton      *back_button;
  GtkWidget      *busy_box;
  GtkSpinner     *spinner;
  GtkLabel       *busy_label;
  GtkButton      *skip_button;
  GtkButton      *cancel_button;
  GtkButton      *forward_button;

  /* Owned */
  EcpaWizardFlow *flow;

  EcpaWizardState shown_state;
  const char     *shown_step;           /* (nullable): the step whose first field has had the focus */
  const char     *reader_class;
  guint           focus_id;             /* a tick callback */
  guint           n_frames;
  gboolean        only_if_lost;         /* unless somebody has the focus again by then */
  GtkWidget      *resting;              /* (nullable), borrowed: has the focus until the primary button can be pressed */
};

/* What stands in place of a step. */
typedef struct
{
  const char *heading;
  const char *words;
  const char *back;             /* (nullable): the button on the left */
  const char *forward;          /* (nullable): the primary button */
} Interlude;

enum
{
  PROP_FLOW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaWizardPage, ecpa_wizard_page, ADW_TYPE_BIN)

static const Interlude interludes[] = {
  [ECPA_WIZARD_ASKING] = {
    N_("Go on where you stopped?"),
    N_("You have begun this before with this card, and what you typed was kept on this computer, sealed for this card. "
       "Passwords are never kept; you type them again."),
    N_("_Begin Anew"), N_("_Go On"),
  },
  [ECPA_WIZARD_AWAY] = {
    N_("The card was taken out"),
    N_("Put the same card in again to go on where you were. What you typed is kept, but for passwords."),
    NULL, NULL,
  },
  [ECPA_WIZARD_OTHER] = {
    N_("Another card is in the reader now"),
    N_("Put in the card that you began with to go on where you were, or begin anew with this one. "
       "What was typed with the other card is shown to nobody else."),
    N_("_Begin with This Card"), NULL,
  },
  [ECPA_WIZARD_DONE] = { NULL, NULL, NULL, NULL },
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
shows_step (EcpaWizardState state)
{
  return state == ECPA_WIZARD_STEP || state == ECPA_WIZARD_APPLYING || state == ECPA_WIZARD_PROVING;
}

static void
set_button (GtkButton  *button,
            const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL || g_strcmp0 (gtk_button_get_label (button), label) == 0)
    return;

  gtk_button_set_label (button, label);
  ecpa_accessible_name_button (button);
}

/* The primary button, or the one that destroys. */
static void
style_forward (EcpaWizardPage *self,
               gboolean        destructive)
{
  GtkWidget *button = GTK_WIDGET (self->forward_button);

  gtk_widget_remove_css_class (button, destructive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (button, destructive ? "destructive-action" : "suggested-action");
}

/* Where the step needs one thing more, Enter is the primary button wherever the focus is. */
static void
show_buttons (EcpaWizardPage *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);
  const EcpaWizardStepWords *words = ecpa_wizard_step_words (ecpa_wizard_flow_get_step_id (self->flow));
  gboolean applying = ecpa_wizard_flow_is_applying (self->flow);

  style_forward (self, shows_step (state) && words != NULL && words->destructive);
  if (shows_step (state))
    {
      set_button (self->back_button, ecpa_wizard_flow_has_back (self->flow) ? _("_Back") : NULL);
      set_button (self->forward_button,
                  ecpa_wizard_flow_has_forward (self->flow) && words != NULL ? words->button : NULL);
      gtk_widget_set_sensitive (GTK_WIDGET (self->forward_button), ecpa_wizard_flow_is_complete (self->flow));
    }
  else
    {
      const Interlude *interlude = &interludes[state];

      set_button (self->back_button, interlude->back != NULL ? _(interlude->back) : NULL);
      set_button (self->forward_button, interlude->forward != NULL ? _(interlude->forward) : NULL);
      gtk_widget_set_sensitive (GTK_WIDGET (self->forward_button), TRUE);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), !applying && ecpa_wizard_flow_is_skippable (self->flow));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), applying);
  gtk_spinner_set_spinning (self->spinner, applying);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), applying);
  gtk_widget_set_visible (GTK_WIDGET (self->busy_label), applying);
  gtk_label_set_label (self->busy_label, !applying ? ""
                                         : ecpa_wizard_flow_is_slow (self->flow)
                                           ? _("The service takes longer than usual; still waiting. Leave the card in the reader")
                                           : _("One moment — leave the card in the reader"));
}

/* Each step once: what is typed into it stays in it. */
static void
ensure_step (EcpaWizardPage *self,
             const char     *id)
{
  const EcpaWizardStepWords *words = ecpa_wizard_step_words (id);

  if (words == NULL || words->type == NULL || gtk_stack_get_child_by_name (self->step_stack, id) != NULL)
    return;

  gtk_stack_add_named (self->step_stack, GTK_WIDGET (ecpa_step_page_new (words->type (), self->flow)), id);
}

/* How many there are is not said before it is known. */
static char *
describe_number (EcpaWizardPage *self)
{
  guint number = ecpa_wizard_flow_get_step_number (self->flow);
  guint n = ecpa_wizard_flow_get_n_steps (self->flow);

  /* Translators: of a wizard of which is not known yet how many steps it has: “Step 2” */
  return n == 0 ? g_strdup_printf (_("Step %u"), number)
         /* Translators: of a wizard: “Step 2 of 8” */
         : g_strdup_printf (_("Step %u of %u"), number, n);
}

static void
show_words (EcpaWizardPage *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);
  const char *id = ecpa_wizard_flow_get_step_id (self->flow);
  const EcpaWizardStepWords *words = ecpa_wizard_step_words (id);
  const char *wizard = ecpa_wizard_words (ecpa_wizard_flow_get_kind (self->flow))->title;
  gboolean step = shows_step (state);
  const char *heading = step && words != NULL ? words->title
                        : !step && interludes[state].heading != NULL ? _(interludes[state].heading) : "";
  g_autofree char *number = describe_number (self);
  g_autofree char *name = NULL;

  gtk_label_set_label (self->title_label, wizard);
  gtk_label_set_label (self->step_label, number);
  gtk_label_set_label (self->heading_label, heading);
  gtk_label_set_label (self->words_label, !step && interludes[state].words != NULL ? _(interludes[state].words) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words_label), !step);

  /* Translators: what screen readers call the page: the wizard, “Step 2 of 8”, and what the step is about */
  name = g_strdup_printf (_("%s, %s: %s"), wizard, number, heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
describe_keeping (guint hours)
{
  if (hours == 0)
    return g_strdup (_("It is not kept anywhere."));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "It can be kept on this computer for %u hour, sealed for this card, and offered again when you come back. Passwords are not kept.",
                                       "It can be kept on this computer for %u hours, sealed for this card, and offered again when you come back. Passwords are not kept.",
                                       hours), hours);
}

static void
show_step (EcpaWizardPage *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);
  const char *id = ecpa_wizard_flow_get_step_id (self->flow);

  if (state == ECPA_WIZARD_STEP)
    ensure_step (self, id);
  if (gtk_stack_get_child_by_name (self->step_stack, id) != NULL)
    gtk_stack_set_visible_child_name (self->step_stack, id);
  gtk_widget_set_visible (GTK_WIDGET (self->step_stack), shows_step (state));
  gtk_widget_set_sensitive (GTK_WIDGET (self->step_stack), state == ECPA_WIZARD_STEP);
}

static void
show_reader (EcpaWizardPage *self)
{
  EcpaReaderScene scene = ecpa_reader_scene_of (ecpa_wizard_flow_get_reader_state (self->flow),
                                                ecpa_wizard_flow_get_reader_fault (self->flow), TRUE);
  const EcpaReaderWords *words = ecpa_reader_scene_words (scene);
  const char *holder = ecpa_wizard_flow_get_holder (self->flow);
  const char *number = ecpa_wizard_flow_get_card_number (self->flow);
  g_autofree char *card = NULL;

  if (ecpa_wizard_flow_get_reader_state (self->flow) == ECPA_LOGIN_READY && number != NULL)
    card = g_strdup_printf ("%s %s", holder != NULL && *holder != '\0' ? holder : _("Card without a name"), number);
  gtk_image_set_from_icon_name (self->reader_image, words->icon);
  gtk_label_set_label (self->reader_label, card != NULL ? card : words->status);
  gtk_widget_set_tooltip_text (self->reader_box, words->status);
  if (self->reader_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->reader_image), self->reader_class);
  self->reader_class = words->css_class;
  gtk_widget_add_css_class (GTK_WIDGET (self->reader_image), words->css_class);
}

/* The first field of a new step, if there is something to be typed or chosen; of an interlude, and while something is on
 * its way, the button. */
static gboolean
focus_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       unused)
{
  EcpaWizardPage *self = ECPA_WIZARD_PAGE (widget);
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);
  GtkWidget *step = gtk_stack_get_visible_child (self->step_stack);
  const EcpaWizardStepWords *words = ecpa_wizard_step_words (ecpa_wizard_flow_get_step_id (self->flow));
  GtkWidget *target = GTK_WIDGET (self->leave_button);

  /* what has no place yet cannot be scrolled to */
  if (self->n_frames++ == 0)
    return G_SOURCE_CONTINUE;

  self->focus_id = 0;
  if (self->only_if_lost && gtk_root_get_focus (gtk_widget_get_root (widget)) != NULL)
    return G_SOURCE_REMOVE;

  self->resting = NULL;
  if (state == ECPA_WIZARD_STEP && step != NULL && words != NULL && !words->only_looked_at
      && gtk_widget_child_focus (step, GTK_DIR_TAB_FORWARD))
    return G_SOURCE_REMOVE;

  if (ecpa_wizard_flow_is_applying (self->flow))
    target = GTK_WIDGET (self->cancel_button);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->forward_button))
           && gtk_widget_get_sensitive (GTK_WIDGET (self->forward_button)))
    target = GTK_WIDGET (self->forward_button);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->back_button)))
    target = self->resting = GTK_WIDGET (self->back_button);
  else
    self->resting = target;
  gtk_widget_grab_focus (target);

  return G_SOURCE_REMOVE;
}

/* Once the new step has been laid out. */
static void
focus_soon (EcpaWizardPage *self)
{
  self->n_frames = 0;
  self->only_if_lost = FALSE;
  if (self->focus_id == 0)
    self->focus_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

/* What goes away or cannot be used must not have the focus when it does: GTK 4.8 leaves it there. */
static void
let_go_of_focus (EcpaWizardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->step_stack)))
    gtk_root_set_focus (root, NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static void
state_changed_cb (EcpaWizardPage *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);
  const char *step = ecpa_wizard_flow_get_step_id (self->flow);
  gboolean moved = step != self->shown_step;

  if (state == ECPA_WIZARD_DONE)
    return;

  if (moved || state != self->shown_state)
    let_go_of_focus (self);
  show_step (self);
  show_words (self);
  show_buttons (self);
  if (!moved && state == self->shown_state)
    return;

  if (moved)
    ecpa_reveal_top (self->scroller);
  self->shown_step = step;
  self->shown_state = state;
  focus_soon (self);
}

/* A step with nothing to type, such as the one that waits for the card: Enter is the primary button as soon as there is one
 * to press. */
static void
complete_changed_cb (EcpaWizardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  show_buttons (self);
  if (root != NULL && self->resting != NULL && gtk_root_get_focus (root) == self->resting
      && ecpa_wizard_flow_is_complete (self->flow))
    focus_soon (self);
}

/* A button that can no longer be pressed has lost it to nobody. Tab at the end of a window does so too, for a moment. */
static void
root_focus_changed_cb (EcpaWizardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL || gtk_root_get_focus (root) != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || self->focus_id != 0)
    return;

  focus_soon (self);
  self->only_if_lost = TRUE;
}

static void
fault_changed_cb (EcpaWizardPage *self)
{
  ecpa_fault_view_set_fault (self->fault_view, ecpa_wizard_flow_get_fault (self->flow));
  if (ecpa_wizard_flow_get_fault (self->flow) != NULL)
    ecpa_reveal (GTK_WIDGET (self->fault_view));
}

static void
fault_action_cb (EcpaFaultView  *view,
                 int             action,
                 EcpaWizardPage *self)
{
  EcpaFault *fault = ecpa_fault_view_get_fault (view);

  if (action == ECPA_FAULT_ACTION_RETRY)
    ecpa_wizard_flow_retry (self->flow);
  else if (action == ECPA_FAULT_ACTION_ANOTHER_MAIL)
    ecpa_verify_step_ask_again (self->flow);
  else if (action == ECPA_FAULT_ACTION_SIGN_IN_AGAIN)
    ecpa_wizard_flow_leave (self->flow, fault != NULL && ecpa_fault_is_session_end (fault));
  else if (action == ECPA_FAULT_ACTION_DISMISS)
    {
      ecpa_wizard_flow_dismiss (self->flow);
      focus_soon (self);
    }
}

/* The keys that scroll do so wherever the focus is; fields that know them have had them by now. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        modifiers,
                EcpaWizardPage        *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);

  switch (key)
    {
    case GDK_KEY_Page_Down:
      gtk_adjustment_set_value (adjustment, value + gtk_adjustment_get_page_increment (adjustment));
      return TRUE;
    case GDK_KEY_Page_Up:
      gtk_adjustment_set_value (adjustment, value - gtk_adjustment_get_page_increment (adjustment));
      return TRUE;
    case GDK_KEY_Home:
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
      return TRUE;
    case GDK_KEY_End:
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      return TRUE;
    default:
      return FALSE;
    }
}

static void
forward_clicked_cb (GtkButton      *button,
                    EcpaWizardPage *self)
{
  if (ecpa_wizard_flow_get_state (self->flow) == ECPA_WIZARD_ASKING)
    ecpa_wizard_flow_go_on (self->flow);
  else
    ecpa_wizard_flow_forward (self->flow);
}

static void
back_clicked_cb (GtkButton      *button,
                 EcpaWizardPage *self)
{
  if (shows_step (ecpa_wizard_flow_get_state (self->flow)))
    ecpa_wizard_flow_back (self->flow);
  else
    ecpa_wizard_flow_begin_anew (self->flow);
}

static void
skip_clicked_cb (GtkButton      *button,
                 EcpaWizardPage *self)
{
  ecpa_wizard_flow_skip (self->flow);
}

static void
cancel_clicked_cb (GtkButton      *button,
                   EcpaWizardPage *self)
{
  ecpa_wizard_flow_cancel (self->flow);
}

/* As wide as the letters ask for: in big ones a narrow dialog is higher than a small screen, and its last answer below it. */
static void
widen (GtkWidget *dialog)
{
  PangoContext *context = gtk_widget_get_pango_context (dialog);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  gtk_widget_set_size_request (dialog, PANGO_PIXELS (DIALOG_CHARS * pango_font_metrics_get_approximate_char_width (metrics)),
                               -1);
  pango_font_metrics_unref (metrics);
}

static void
leaving_answered_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     EcpaWizardPage   *self)
{
  if (!g_str_equal (response, "stay"))
    ecpa_wizard_flow_leave (self->flow, g_str_equal (response, "keep"));
}

static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ecpa_wizard_page_leave (ECPA_WIZARD_PAGE (widget));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_wizard_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ecpa_wizard_page_parent_class)->map (widget);
  focus_soon (ECPA_WIZARD_PAGE (widget));
}

static void
ecpa_wizard_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ecpa_wizard_page_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (root_focus_changed_cb), widget,
                           G_CONNECT_SWAPPED);
}

static void
ecpa_wizard_page_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), widget);
  GTK_WIDGET_CLASS (ecpa_wizard_page_parent_class)->unroot (widget);
}

static void
ecpa_wizard_page_constructed (GObject *object)
{
  static const struct { const char *signal; GCallback callback; } watched[] = {
    { "notify::state", G_CALLBACK (state_changed_cb) },
    { "notify::step-id", G_CALLBACK (state_changed_cb) },
    { "notify::complete", G_CALLBACK (complete_changed_cb) },
    { "notify::slow", G_CALLBACK (show_buttons) },
    { "notify::fault", G_CALLBACK (fault_changed_cb) },
    { "notify::reader-state", G_CALLBACK (show_reader) },
  };
  EcpaWizardPage *self = ECPA_WIZARD_PAGE (object);

  G_OBJECT_CLASS (ecpa_wizard_page_parent_class)->constructed (object);

  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (self->flow, watched[i].signal, watched[i].callback, self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  fault_changed_cb (self);
  show_reader (self);
  ecpa_interruption_bar_watch (self->interruption_bar, self->flow);
}

static void
ecpa_wizard_page_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (id == PROP_FLOW)
    ECPA_WIZARD_PAGE (object)->flow = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_wizard_page_dispose (GObject *object)
{
  EcpaWizardPage *self = ECPA_WIZARD_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (ecpa_wizard_page_parent_class)->dispose (object);
}

static void
ecpa_wizard_page_finalize (GObject *object)
{
  g_clear_object (&ECPA_WIZARD_PAGE (object)->flow);

  G_OBJECT_CLASS (ecpa_wizard_page_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-wizard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, step_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, reader_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, reader_image);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, reader_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, leave_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, interruption_bar);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, words_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, step_stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, fault_view);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, skip_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWizardPage, forward_button);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, forward_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
ecpa_wizard_page_class_init (EcpaWizardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_INTERRUPTION_BAR);
  g_type_ensure (ECPA_TYPE_SHARE_LAYOUT);
  g_type_ensure (ECPA_TYPE_WRAP_LAYOUT);

  object_class->constructed = ecpa_wizard_page_constructed;
  object_class->set_property = ecpa_wizard_page_set_property;
  object_class->dispose = ecpa_wizard_page_dispose;
  object_class->finalize = ecpa_wizard_page_finalize;
  widget_class->map = ecpa_wizard_page_map;
  widget_class->root = ecpa_wizard_page_root;
  widget_class->unroot = ecpa_wizard_page_unroot;

  properties[PROP_FLOW] = g_param_spec_object ("flow", NULL, NULL, ECPA_TYPE_WIZARD_FLOW,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "wizard.leave", NULL, leave_action);
  gtk_widget_class_set_css_name (widget_class, "wizardpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_wizard_page_init (EcpaWizardPage *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_reveal_follow_focus (self->scroller);
  ecpa_accessible_name_button (self->leave_button);
  ecpa_accessible_name_button (self->skip_button);
  ecpa_accessible_name_button (self->cancel_button);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_page_new:
 * @flow: a wizard
 *
 * Returns: (transfer floating): its frame
 */
GtkWidget *
ecpa_wizard_page_new (EcpaWizardFlow *flow)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (flow), NULL);

  return g_object_new (ECPA_TYPE_WIZARD_PAGE, "flow", flow, NULL);
}

/**
 * ecpa_wizard_page_leave:
 * @self: a page
 *
 * Leaves the wizard; asks first where something was typed other than passwords.
 */
void
ecpa_wizard_page_leave (EcpaWizardPage *self)
{
  g_autofree char *words = NULL;
  GtkRoot *root;
  GtkWidget *dialog;
  guint hours;

  g_return_if_fail (ECPA_IS_WIZARD_PAGE (self));

  if (!ecpa_wizard_flow_has_typed (self->flow))
    {
      ecpa_wizard_flow_leave (self->flow, FALSE);
      return;
    }

  root = gtk_widget_get_root (GTK_WIDGET (self));
  hours = ecpa_wizard_flow_get_draft_hours (self->flow);
  words = describe_keeping (hours);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Leave what you typed?"), words);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "discard", _("_Discard"), "stay", _("_Stay Here"),
                                    hours > 0 ? "keep" : NULL, _("_Keep for Later"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  if (hours > 0)
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), hours > 0 ? "keep" : "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  widen (dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (leaving_answered_cb), self, 0);
  /* nobody is asked about a wizard that is over, or that another has taken the place of, by itself */
  g_signal_connect_object (self, "notify::root", G_CALLBACK (gtk_window_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
