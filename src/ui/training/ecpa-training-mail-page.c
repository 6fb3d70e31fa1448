/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-training-mail-page.h"

#include "ecpa-code-link.h"
#include "ecpa-roc-date.h"
#include "ecpa-toast.h"
#include "ecpa-training-mail-row.h"
#include "ecpa-ui-style.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a line of a mail has to have room for beside the list. */
#define BODY_CHARS 24
/* The link of a mail, up to the first blank. */
#define LINK "https://[^\\s<>\"]+"

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingMailPage
{
  AdwBin               parent_instance;

  /* Owned */
  EcpaTrainingMailbox *mailbox;
  EcpaTrainingMail    *mail; /* nullable: the one that is being read */
  char                *link; /* nullable: of the application, from that mail */

  /* Borrowed: inside */
  GtkStack            *stack;
  AdwLeaflet          *leaflet;
  GtkListBox          *list;
  GtkStack            *pane;
  GtkWidget           *back;
  GtkLabel            *subject;
  GtkLabel            *details;
  GtkWidget           *deeds;
  GtkLabel            *body;
  AdwToastOverlay     *toasts;
};

G_DEFINE_FINAL_TYPE (EcpaTrainingMailPage, ecpa_training_mail_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

/* (transfer full): the text with its links made links */
static char *
mark_up (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (LINK, 0, 0, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return g_regex_replace (regex, escaped, -1, 0, "<a href=\"\\0\">\\0</a>", 0, NULL);
}

/* (transfer full) (nullable): what the first link of the text opens the application with */
static char *
find_link (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (LINK, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *page = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return NULL;
  page = g_match_info_fetch (match, 0);

  return ecpa_code_link_from_page (page);
}

static char *
describe (EcpaTrainingMail *mail)
{
  GDateTime *sent_at = ecpa_training_mail_get_sent_at (mail);
  g_autoptr (GDateTime) local = sent_at != NULL ? g_date_time_to_local (sent_at) : NULL;
  g_autofree char *when = local != NULL ? ecpa_roc_date_format_time (local) : g_strdup ("");

  /* Translators: the head of a mail: who it is from, who it went to, and when */
  return g_strdup_printf (_("From: %s\nTo: %s\nSent: %s"), ecpa_training_mail_get_from (mail),
                          ecpa_training_mail_get_to (mail), when);
}

static void
show_mail (EcpaTrainingMailPage *self,
           EcpaTrainingMail     *mail)
{
  g_set_object (&self->mail, mail);
  g_clear_pointer (&self->link, g_free);
  gtk_stack_set_visible_child_name (self->pane, mail != NULL ? "mail" : "none");
  if (mail == NULL)
    return;

  self->link = find_link (ecpa_training_mail_get_body (mail));
  {
    g_autofree char *details = describe (mail);
    g_autofree char *body = mark_up (ecpa_training_mail_get_body (mail));

    gtk_label_set_label (self->subject, ecpa_training_mail_get_subject (mail));
    gtk_label_set_label (self->details, details);
    gtk_label_set_markup (self->body, body);
  }
  gtk_widget_set_visible (self->deeds, self->link != NULL);
  ecpa_training_mailbox_mark_read (self->mailbox, mail);
}

/* Callbacks ---------------------------------------------------------------- */

static void
row_activated_cb (GtkListBox           *list,
                  EcpaTrainingMailRow  *row,
                  EcpaTrainingMailPage *self)
{
  show_mail (self, ecpa_training_mail_row_get_mail (row));
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
back_clicked_cb (EcpaTrainingMailPage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
open_link (EcpaTrainingMailPage *self)
{
  if (self->link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", self->link);
}

/* No browser: training never leaves this machine, and its certificate is known to nobody else. */
static gboolean
link_activated_cb (EcpaTrainingMailPage *self)
{
  open_link (self);

  return TRUE;
}

static void
copy_clicked_cb (EcpaTrainingMailPage *self)
{
  const char *code = self->link != NULL ? strchr (self->link, '#') : NULL;

  if (code == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code + 1);
  ecpa_toast_show (self->toasts, _("Code copied"));
}

static void
mails_changed_cb (EcpaTrainingMailPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->mailbox));
  gboolean there = FALSE;

  for (guint i = 0; i < n && !there; i++)
    {
      g_autoptr (EcpaTrainingMail) mail = g_list_model_get_item (G_LIST_MODEL (self->mailbox), i);

      there = mail == self->mail;
    }
  if (!there && self->mail != NULL)
    show_mail (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "mails" : "empty");
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  return ecpa_training_mail_row_new (item);
}

/* Parts -------------------------------------------------------------------- */

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  ecpa_ui_style_break_plainly (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static GtkWidget *
scroll (GtkWidget *child)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return scrolled;
}

static GtkWidget *
create_deeds (EcpaTrainingMailPage *self)
{
  GtkWidget *flow = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *open = gtk_button_new_with_label (_("Open Link"));
  GtkWidget *copy = gtk_button_new_with_label (_("Copy Code"));

  gtk_widget_add_css_class (open, "suggested-action");
  g_signal_connect_object (open, "clicked", G_CALLBACK (open_link), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (flow), open);
  gtk_box_append (GTK_BOX (flow), copy);

  return flow;
}

static GtkWidget *
create_pane (EcpaTrainingMailPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *none = gtk_label_new (_("Choose a mail to read it."));

  self->back = gtk_button_new_with_label (_("All Mails"));
  gtk_widget_set_halign (self->back, GTK_ALIGN_START);
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (back_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->back);
  self->subject = add_label (box, "title-3");
  self->details = add_label (box, "dim-label");
  self->deeds = create_deeds (self);
  gtk_box_append (GTK_BOX (box), self->deeds);
  self->body = add_label (box, NULL);
  gtk_label_set_selectable (self->body, TRUE);
  gtk_label_set_width_chars (self->body, BODY_CHARS);
  g_signal_connect_object (self->body, "activate-link", G_CALLBACK (link_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (box, "ecpa-training-desk");

  gtk_label_set_wrap (GTK_LABEL (none), TRUE);
  gtk_widget_add_css_class (none, "dim-label");
  self->pane = GTK_STACK (gtk_stack_new ()); /* as wide without a mail as with one, so that it folds alike */
  gtk_stack_add_named (self->pane, none, "none");
  gtk_stack_add_named (self->pane, scroll (box), "mail");
  gtk_widget_set_hexpand (GTK_WIDGET (self->pane), TRUE);

  return GTK_WIDGET (self->pane);
}

static GtkWidget *
create_leaflet (EcpaTrainingMailPage *self)
{
  GtkWidget *leaflet = adw_leaflet_new ();
  GtkWidget *list;

  self->leaflet = ADW_LEAFLET (leaflet);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Mails"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  list = scroll (GTK_WIDGET (self->list));
  adw_leaflet_append (self->leaflet, list);
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, gtk_separator_new (GTK_ORIENTATION_VERTICAL)),
                                    FALSE);
  adw_leaflet_append (self->leaflet, create_pane (self));
  adw_leaflet_set_fold_threshold_policy (self->leaflet, ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  g_object_bind_property (leaflet, "folded", self->back, "visible", G_BINDING_SYNC_CREATE);

  return leaflet;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_mail_page_dispose (GObject *object)
{
  EcpaTrainingMailPage *self = ECPA_TRAINING_MAIL_PAGE (object);

  g_clear_object (&self->mailbox);
  g_clear_object (&self->mail);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (ecpa_training_mail_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_mail_page_class_init (EcpaTrainingMailPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_training_mail_page_dispose;
}

static void
ecpa_training_mail_page_init (EcpaTrainingMailPage *self)
{
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "mail-unread-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _("No Mail Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty),
                                   _("What the service sends to the people of the training arrives here. Nothing of"
                                     " it leaves this computer."));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, create_leaflet (self), "mails");
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toasts));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_mail_page_new:
 * @mailbox: what to show
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ecpa_training_mail_page_new (EcpaTrainingMailbox *mailbox)
{
  EcpaTrainingMailPage *self;

  g_return_val_if_fail (ECPA_IS_TRAINING_MAILBOX (mailbox), NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_MAIL_PAGE, NULL);
  self->mailbox = g_object_ref (mailbox);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (mailbox), create_row_cb, NULL, NULL);
  g_signal_connect_object (mailbox, "items-changed", G_CALLBACK (mails_changed_cb), self, G_CONNECT_SWAPPED);
  show_mail (self, NULL);
  mails_changed_cb (self);

  return GTK_WIDGET (self);
}
