/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-window.h"

#include "ecpa-training-card-button.h"
#include "ecpa-training-mail-page.h"
#include "ecpa-training-notes.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-training-slot-button.h"
#include "ecpa-training-what-if.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingWindow
{
  AdwWindow         parent_instance;

  /* Owned */
  EcpaTrainingDesk *desk;

  GPtrArray        *slot_buttons;   /* of borrowed EcpaTrainingSlotButton, by slot */
  GPtrArray        *card_buttons;   /* of borrowed EcpaTrainingCardButton */

  /* Borrowed: inside */
  GtkBox           *top_box;
  GtkBox           *tray_box;
  GtkWidget        *what_if;        /* nullable */
  AdwViewStack     *stack;
  AdwHeaderBar     *header;
  GtkBox           *box;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingWindow, ecpa_training_window, ADW_TYPE_WINDOW)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_target (EcpaTrainingWindow *self,
            guint               target)
{
  for (guint i = 0; i < self->slot_buttons->len; i++)
    ecpa_training_slot_button_set_target (g_ptr_array_index (self->slot_buttons, i), i == target);
  for (guint i = 0; i < self->card_buttons->len; i++)
    ecpa_training_card_button_set_target (g_ptr_array_index (self->card_buttons, i), target);
}

/* As many beside each other as there is room for; the keyboard goes from button to button. */
static GtkWidget *
create_flow (guint most)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), most);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 9);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 9);

  return flow;
}

static void
add_to_flow (GtkWidget *flow,
             GtkWidget *button)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");

  return label;
}

/* The cards of the groups from @first to @last, under a heading. */
static void
add_cards (EcpaTrainingWindow *self,
           const char         *title,
           EcpaTrainingGroup   first,
           EcpaTrainingGroup   last)
{
  GListModel *tray = ecpa_training_desk_get_tray (self->desk);
  GtkWidget *heading = create_heading (title);
  GtkWidget *flow = create_flow (3);

  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);
      EcpaTrainingGroup group = ecpa_training_card_get_group (card);
      GtkWidget *button;

      if (group < first || group > last)
        continue;
      button = ecpa_training_card_button_new (self->desk, card);
      g_ptr_array_add (self->card_buttons, button);
      add_to_flow (flow, button);
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_RELATION_LABELLED_BY, heading, NULL, -1);
  gtk_box_append (self->tray_box, heading);
  gtk_box_append (self->tray_box, flow);
}

static GtkWidget *
create_content (EcpaTrainingWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->top_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->tray_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 9));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->top_box));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tray_box));
  gtk_widget_add_css_class (box, "ecpa-training-desk");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return scrolled;
}

static gboolean
count_to_need (GBinding     *binding,
               const GValue *from,
               GValue       *to,
               gpointer      unused)
{
  g_value_set_boolean (to, g_value_get_uint (from) > 0);

  return TRUE;
}

/* Cards and mailbox are two pages; without a mailbox there is nothing to switch. */
static void
add_mailbox (EcpaTrainingWindow  *self,
             EcpaTrainingMailbox *mailbox)
{
  GtkWidget *title = adw_view_switcher_title_new ();
  GtkWidget *bar = adw_view_switcher_bar_new ();
  AdwViewStackPage *page =
    adw_view_stack_add_titled (self->stack, ecpa_training_mail_page_new (mailbox), "mailbox", _("Mailbox"));

  adw_view_stack_page_set_icon_name (page, "mail-unread-symbolic");
  g_object_bind_property (mailbox, "n-unread", page, "badge-number", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (mailbox, "n-unread", page, "needs-attention", G_BINDING_SYNC_CREATE, count_to_need,
                               NULL, NULL, NULL);
  adw_view_switcher_title_set_stack (ADW_VIEW_SWITCHER_TITLE (title), self->stack);
  adw_view_switcher_title_set_title (ADW_VIEW_SWITCHER_TITLE (title), _("Training Desk"));
  adw_header_bar_set_title_widget (self->header, title);
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (bar), self->stack);
  g_object_bind_property (title, "title-visible", bar, "reveal", G_BINDING_SYNC_CREATE);
  gtk_box_append (self->box, bar);
}

static GtkWidget *
create_header (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Start Over…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "training.ask");
  gtk_widget_set_tooltip_text (button, _("Put everything back as it was at the beginning"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);

  return header;
}

/* Callbacks ---------------------------------------------------------------- */

static void
slot_chosen_cb (EcpaTrainingSlotButton *button,
                EcpaTrainingWindow     *self)
{
  guint slot;

  if (g_ptr_array_find (self->slot_buttons, button, &slot))
    set_target (self, slot);
}

static void
start_over (EcpaTrainingWindow *self)
{
  ecpa_training_desk_reset (self->desk);
  set_target (self, 0);
  ecpa_training_what_if_say (ECPA_TRAINING_WHAT_IF (self->what_if), _("The training starts over."));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.start-over", NULL);
}

static void
answered_cb (EcpaTrainingWindow *self,
             const char         *response)
{
  if (g_str_equal (response, "start-over"))
    start_over (self);
}

/* Starting over takes away what somebody practised, so it asks. */
static void
ask_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (widget), _("Start the training over?"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("What was practised is forgotten: receipts, consents, wrong passwords. "
                                 "All cards go back to the tray, and whoever is signed in is signed out."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), ecpa_training_ribbon_new ());
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "start-over", _("_Start Over"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "start-over",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_window_dispose (GObject *object)
{
  g_clear_object (&ECPA_TRAINING_WINDOW (object)->desk);

  G_OBJECT_CLASS (ecpa_training_window_parent_class)->dispose (object);
}

static void
ecpa_training_window_finalize (GObject *object)
{
  g_ptr_array_unref (ECPA_TRAINING_WINDOW (object)->slot_buttons);
  g_ptr_array_unref (ECPA_TRAINING_WINDOW (object)->card_buttons);

  G_OBJECT_CLASS (ecpa_training_window_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_window_class_init (EcpaTrainingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_training_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_training_window_finalize;

  gtk_widget_class_install_action (widget_class, "training.ask", NULL, ask_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
ecpa_training_window_init (EcpaTrainingWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  AdwViewStackPage *page;

  ecpa_ui_style_install ();
  self->box = GTK_BOX (box);
  self->slot_buttons = g_ptr_array_new ();
  self->card_buttons = g_ptr_array_new ();
  self->header = ADW_HEADER_BAR (create_header ());
  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  page = adw_view_stack_add_titled (self->stack, create_content (self), "cards", _("Cards"));
  adw_view_stack_page_set_icon_name (page, "view-paged-symbolic");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->header));
  gtk_box_append (GTK_BOX (box), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Training Desk"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 720);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_window_new:
 * @application: (nullable): the application
 * @desk: what lies on the desk
 *
 * Returns: (transfer none): a window, not yet presented
 */
GtkWidget *
ecpa_training_window_new (GtkApplication   *application,
                          EcpaTrainingDesk *desk)
{
  EcpaTrainingWindow *self;
  GtkWidget *slots;

  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (desk), NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  slots = create_flow (2);
  for (guint slot = 0; slot < ecpa_training_desk_get_n_slots (desk); slot++)
    {
      GtkWidget *button = ecpa_training_slot_button_new (desk, slot);

      g_signal_connect_object (button, "chosen", G_CALLBACK (slot_chosen_cb), self, 0);
      g_ptr_array_add (self->slot_buttons, button);
      add_to_flow (slots, button);
    }
  self->what_if = ecpa_training_what_if_new (desk);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slots), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Card readers"), -1);
  gtk_box_append (self->top_box, slots);
  gtk_box_append (self->top_box, ecpa_training_notes_new (desk));
  gtk_box_append (self->top_box, self->what_if);
  if (ecpa_training_desk_get_mailbox (desk) != NULL)
    add_mailbox (self, ecpa_training_desk_get_mailbox (desk));

  add_cards (self, _("Cards that sign in"), ECPA_TRAINING_WORKS, ECPA_TRAINING_WORKS);
  add_cards (self, _("Cards that meet a problem"), ECPA_TRAINING_PROBLEM, ECPA_TRAINING_PROBLEM);
  add_cards (self, _("Cards that cannot be read"), ECPA_TRAINING_OTHER_CARD, ECPA_TRAINING_SILENT_CARD);
  set_target (self, 0);

  return GTK_WIDGET (self);
}
