/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-login-page.h"

#include "ecpa-accessible-name.h"
#include "ecpa-account-tile.h"
#include "ecpa-announcement-list.h"
#include "ecpa-announcement-words.h"
#include "ecpa-card-services.h"
#include "ecpa-fault-view.h"
#include "ecpa-fold-layout.h"
#include "ecpa-notice-window.h"
#include "ecpa-reader-box.h"
#include "ecpa-secret-row.h"
#include "ecpa-service-help.h"
#include "ecpa-tile-head.h"
#include "ecpa-reveal.h"
#include "ecpa-ui-style.h"
#include "ecpa-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaLoginPage
{
  GtkWidget             parent_instance;

  /* Template widgets */
  GtkScrolledWindow    *scroller;
  EcpaAnnouncementList *announcement_list;
  EcpaReaderBox        *reader_box;
  GtkButton            *guide_button;
  GtkWidget            *notice_box;
  GtkLabel             *notice_title_label;
  GtkLabel             *notice_label;
  GtkWidget            *tile;
  GtkButton            *head;
  GtkImage             *arrow;
  GtkWidget            *body;
  GtkImage             *status_image;
  GtkLabel             *status_label;
  GtkLabel             *holder_label;
  GtkLabel             *number_label;
  EcpaSecretRow        *secret_row;
  GtkStack             *button_stack;
  GtkWidget            *sign_in_button;
  GtkWidget            *busy_box;
  GtkLabel             *busy_label;
  GtkWidget            *cancel_button;
  GtkButton            *register_button;
  GtkWidget            *card_services;
  GtkButton            *help_button;
  GtkButton            *notice_button;
  GtkSpinner           *spinner;
  EcpaFaultView        *fault_view;
  EcpaFaultView        *service_fault_view;
  EcpaAccountTile      *account_tile;

  /* Owned */
  EcpaLoginFlow        *flow;

  EcpaLoginState        shown_state;
  char                 *shown_number;      /* of the card that the typed password is for */
  const char           *status_class;
};

enum
{
  PROP_0,
  PROP_FLOW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaLoginPage, ecpa_login_page, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

/* After these the same password may be sent again; after all others it was wrong, or the card has gone. */
static gboolean
keeps_password (EcpaFaultCode code)
{
  switch (code)
    {
    case ECPA_FAULT_OFFLINE:
    case ECPA_FAULT_TIMEOUT:
    case ECPA_FAULT_UNTRUSTED:
    case ECPA_FAULT_SERVER_ERROR:
    case ECPA_FAULT_BAD_ANSWER:
    case ECPA_FAULT_UNAVAILABLE:
    case ECPA_FAULT_PROOF_REFUSED:
    case ECPA_FAULT_CARD_IN_USE:
    case ECPA_FAULT_CARD_BAD_ANSWER:
    case ECPA_FAULT_CARD_COMMUNICATION:
    case ECPA_FAULT_INTERNAL:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
can_type (EcpaLoginState state)
{
  return state == ECPA_LOGIN_READY;
}

static gboolean
has_a_holder (EcpaLoginState state)
{
  return state == ECPA_LOGIN_READY || state == ECPA_LOGIN_SIGNING_IN;
}

static void
show_scene (EcpaLoginPage *self)
{
  const EcpaReaderWords *words = ecpa_reader_scene_words (ecpa_reader_box_get_scene (self->reader_box));

  gtk_image_set_from_icon_name (self->status_image, words->icon);
  gtk_label_set_label (self->status_label, words->status);
  if (self->status_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_image), self->status_class);
  self->status_class = words->css_class;
  gtk_widget_add_css_class (GTK_WIDGET (self->status_image), words->css_class);
}

static void
show_holder (EcpaLoginPage *self)
{
  EcpaLoginState state = ecpa_login_flow_get_state (self->flow);
  const char *holder = ecpa_login_flow_get_holder (self->flow);
  const char *number = ecpa_login_flow_get_card_number (self->flow);

  if (!has_a_holder (state))
    holder = number = NULL;
  else if (holder == NULL || *holder == '\0')
    holder = _("Card without a name");

  ecpa_reader_box_set_holder (self->reader_box, holder, number);
  /* keeps its line, so that nothing jumps when a card comes */
  gtk_label_set_label (self->holder_label, holder != NULL ? holder : "—");
  gtk_widget_set_sensitive (GTK_WIDGET (self->holder_label), holder != NULL);
  gtk_label_set_label (self->number_label, number != NULL ? number : "");
}

static void
show_form (EcpaLoginPage *self)
{
  EcpaLoginState state = ecpa_login_flow_get_state (self->flow);
  gboolean busy = state == ECPA_LOGIN_SIGNING_IN;
  gboolean ready = can_type (state);

  gtk_widget_set_sensitive (GTK_WIDGET (self->secret_row), ready);
  gtk_widget_set_sensitive (self->sign_in_button, ready && ecpa_secret_row_is_complete (self->secret_row));
  gtk_stack_set_visible_child (self->button_stack, busy ? self->busy_box : self->sign_in_button);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_label_set_label (self->busy_label, busy && ecpa_login_flow_is_slow (self->flow)
                                           ? _("The service takes longer than usual; still waiting. Leave the card in the reader")
                                           : _("Signing in — leave the card in the reader"));
}

static GListModel *
get_announcements (EcpaLoginPage *self)
{
  EcpaServiceInfo *service = ecpa_login_flow_get_service (self->flow);

  return service != NULL ? G_LIST_MODEL (service->announcements) : NULL;
}

/* What was announced may be the reason. */
static void
set_fault (EcpaLoginPage *self,
           EcpaFaultView *view,
           EcpaFault     *fault)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  EcpaFaultCode code = fault != NULL ? fault->code : ECPA_FAULT_NONE;
  EcpaAnnouncement *reason = ecpa_announcement_for_fault (get_announcements (self), code, now);
  g_autofree char *hint = NULL;

  if (reason != NULL)
    {
      g_autofree char *time = ecpa_announcement_describe_time (reason, now);

      /* Translators: an announcement that explains a failure: its title, and when it holds */
      hint = time != NULL ? g_strdup_printf (_("Announced: %s (%s)"), reason->title, time)
                          : g_strdup_printf (_("Announced: %s"), reason->title);
    }
  ecpa_fault_view_set_hint (view, hint);
  ecpa_fault_view_set_fault (view, fault);
}

/* Only one of the two is shown: what stopped the person comes before what may stop them. */
static void
show_faults (EcpaLoginPage *self)
{
  EcpaAccountLogin *account = ecpa_login_flow_get_account (self->flow);
  EcpaFault *fault = ecpa_login_flow_get_fault (self->flow);
  EcpaFault *service_fault = ecpa_login_flow_get_service_fault (self->flow);
  gboolean locked = ecpa_login_flow_get_locked_holder (self->flow) != NULL;
  gboolean busy = ecpa_login_flow_get_state (self->flow) == ECPA_LOGIN_SIGNING_IN;

  set_fault (self, self->fault_view, fault);
  /* A failure has ways out of its own, in place of these. */
  gtk_widget_set_visible (GTK_WIDGET (self->register_button), fault == NULL && !locked);
  gtk_widget_set_visible (self->card_services, fault == NULL && !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->help_button),
                          fault == NULL || ecpa_fault_words (fault->code)->action != ECPA_FAULT_ACTION_HELP);
  set_fault (self, self->service_fault_view, fault == NULL && !busy ? service_fault : NULL);
  fault = ecpa_account_login_get_fault (account);
  busy = ecpa_account_login_get_state (account) != ECPA_ACCOUNT_LOGIN_ENTRY;
  set_fault (self, ecpa_account_tile_get_fault_view (self->account_tile),
             fault == NULL && !busy ? service_fault : fault);
}

/* In a small window what has gone wrong is said below the part that is seen. */
static void
scroll_to_fault (EcpaLoginPage *self)
{
  EcpaFaultView *view = ecpa_account_tile_is_open (self->account_tile)
                        ? ecpa_account_tile_get_fault_view (self->account_tile) : self->fault_view;

  if (ecpa_fault_view_get_fault (view) == NULL && !ecpa_account_tile_is_open (self->account_tile))
    view = self->service_fault_view;
  if (ecpa_fault_view_get_fault (view) != NULL)
    ecpa_reveal (GTK_WIDGET (view));
}

static void
show_notice (EcpaLoginPage *self)
{
  EcpaServiceInfo *service = ecpa_login_flow_get_service (self->flow);
  EcpaLegalText *notice = service != NULL ? service->notice : NULL;
  g_autoptr (GRegex) breaks = NULL;
  g_autofree char *line = NULL;

  gtk_widget_set_visible (self->notice_box, notice != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->notice_button), notice != NULL);
  if (notice == NULL)
    return;

  /* the beginning, as one paragraph */
  breaks = g_regex_new ("\\s*\\n\\s*", 0, 0, NULL);
  line = g_regex_replace_literal (breaks, notice->text, -1, 0, " ", 0, NULL);
  gtk_label_set_label (self->notice_title_label, notice->title);
  gtk_label_set_label (self->notice_label, line);
}

/* The card is the key: once it is read, there is one thing to do next. */
static void
focus_next (EcpaLoginPage *self)
{
  EcpaLoginState state = ecpa_login_flow_get_state (self->flow);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (ecpa_account_tile_is_open (self->account_tile))
    ecpa_account_tile_focus_next (self->account_tile);
  else if (can_type (state))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
      /* with whose card it is, but not away from what went wrong */
      if (ecpa_login_flow_get_fault (self->flow) == NULL)
        ecpa_reveal (self->body);
    }
  else if (state == ECPA_LOGIN_SIGNING_IN)
    gtk_widget_grab_focus (self->cancel_button);
}

static gboolean
is_account_busy (EcpaLoginPage *self)
{
  return ecpa_account_login_get_state (ecpa_login_flow_get_account (self->flow)) != ECPA_ACCOUNT_LOGIN_ENTRY;
}

/* Of the tiles one is open. */
static void
open_tile (EcpaLoginPage *self,
           gboolean       account)
{
  if (!account)
    ecpa_account_login_dismiss (ecpa_login_flow_get_account (self->flow));
  ecpa_account_tile_set_open (self->account_tile, account);
  ecpa_tile_head_set_open (self->head, self->arrow, !account);
  gtk_widget_set_visible (self->body, !account);
  if (account)
    ecpa_secret_row_clear (self->secret_row);
}

/* Where somebody is to come back, there is the one tile that leads back. */
static void
show_tiles (EcpaLoginPage *self)
{
  gboolean locked = ecpa_login_flow_get_locked_holder (self->flow) != NULL;
  gboolean by_account = ecpa_account_login_get_locked_account (ecpa_login_flow_get_account (self->flow)) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->reader_box), !by_account);
  gtk_widget_set_visible (self->tile, !by_account);
  gtk_widget_set_visible (GTK_WIDGET (self->account_tile), by_account || !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->guide_button), !locked);
  if (locked)
    open_tile (self, by_account);
}

static gboolean
has_card (EcpaLoginState state)
{
  return state == ECPA_LOGIN_READING || state == ECPA_LOGIN_UNUSABLE || state == ECPA_LOGIN_READY;
}

/* Callbacks: the flow ------------------------------------------------------ */

static void
state_changed_cb (EcpaLoginPage *self)
{
  EcpaLoginState state = ecpa_login_flow_get_state (self->flow);
  gboolean account = ecpa_account_tile_is_open (self->account_tile);

  /* The card is the key: putting it in is a choice. */
  if (account && has_card (state) && !has_card (self->shown_state) && !is_account_busy (self)
      && gtk_widget_get_visible (self->tile))
    {
      open_tile (self, FALSE);
      account = FALSE;
    }
  if (!has_a_holder (state))
    ecpa_secret_row_clear (self->secret_row);

  show_holder (self);
  show_form (self);
  show_faults (self);
  if (self->shown_state != state)
    {
      self->shown_state = state;
      if (!account)
        focus_next (self);
      /* it is said at the reader, which may be above the part that is seen */
      if (!account && ecpa_login_flow_get_reader_fault (self->flow) != NULL)
        ecpa_reveal (GTK_WIDGET (self->reader_box));
    }
}

/* A password is for one card; it never goes to another, however quick the swap. */
static void
card_changed_cb (EcpaLoginPage *self)
{
  const char *number = ecpa_login_flow_get_card_number (self->flow);

  if (g_strcmp0 (self->shown_number, number) != 0)
    {
      ecpa_secret_row_clear (self->secret_row);
      g_free (self->shown_number);
      self->shown_number = g_strdup (number);
      if (!ecpa_account_tile_is_open (self->account_tile))
        focus_next (self);
    }
  show_holder (self);
}

/* GTK 4.8 sends no event for what becomes visible, so what is there all the time tells it. */
static void
announce_fault (EcpaLoginPage *self,
                EcpaFault     *fault)
{
  g_autofree char *name = NULL;

  if (fault != NULL)
    name = g_strdup_printf (_("%s: %s"), _("Sign In"), ecpa_fault_words (fault->code)->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : _("Sign In"), -1);
}

static void
fault_changed_cb (EcpaLoginPage *self)
{
  EcpaFault *fault = ecpa_login_flow_get_fault (self->flow);

  if (fault != NULL && !keeps_password (fault->code))
    ecpa_secret_row_clear (self->secret_row);
  ecpa_secret_row_set_has_error (self->secret_row, fault != NULL && fault->code == ECPA_FAULT_WRONG_PASSWORD);
  announce_fault (self, fault);
  show_faults (self);
  scroll_to_fault (self);
}

static void
account_fault_changed_cb (EcpaLoginPage *self)
{
  EcpaFault *fault = ecpa_account_login_get_fault (ecpa_login_flow_get_account (self->flow));

  announce_fault (self, fault);
  show_faults (self);
  scroll_to_fault (self);
}

static void
lock_changed_cb (EcpaLoginPage *self)
{
  show_tiles (self);
  show_faults (self);
  focus_next (self);
}

static void
service_changed_cb (EcpaLoginPage *self)
{
  ecpa_announcement_list_set_announcements (self->announcement_list, get_announcements (self));
  show_notice (self);
  show_faults (self);
}

/* Callbacks: the person ---------------------------------------------------- */

static void
card_chosen_cb (EcpaLoginPage *self)
{
  if (is_account_busy (self))
    return;

  open_tile (self, FALSE);
  focus_next (self);
  /* Nothing to type before a card is in: the head keeps nobody's focus when it opens. */
  if (!can_type (ecpa_login_flow_get_state (self->flow)))
    gtk_widget_grab_focus (GTK_WIDGET (self->help_button));
}

static void
account_chosen_cb (EcpaLoginPage *self)
{
  if (ecpa_login_flow_get_state (self->flow) == ECPA_LOGIN_SIGNING_IN)
    return;

  ecpa_login_flow_dismiss (self->flow);
  open_tile (self, TRUE);
  focus_next (self);
}

static void
submitted_cb (GtkWidget     *widget,
              EcpaLoginPage *self)
{
  if (can_type (ecpa_login_flow_get_state (self->flow)) && ecpa_secret_row_is_complete (self->secret_row))
    ecpa_login_flow_sign_in (self->flow, ecpa_secret_row_get_secret (self->secret_row));
}

static void
cancelled_cb (GtkWidget     *widget,
              EcpaLoginPage *self)
{
  ecpa_login_flow_cancel (self->flow);
}

static void
completeness_changed_cb (EcpaSecretRow *row,
                         GParamSpec    *pspec,
                         EcpaLoginPage *self)
{
  if (self->flow != NULL)
    show_form (self);
}

static void
fault_action_cb (EcpaFaultView *view,
                 int            action,
                 EcpaLoginPage *self)
{
  if (action == ECPA_FAULT_ACTION_RETRY && ecpa_secret_row_is_complete (self->secret_row)
      && can_type (ecpa_login_flow_get_state (self->flow)))
    {
      ecpa_login_flow_sign_in (self->flow, ecpa_secret_row_get_secret (self->secret_row));
    }
  else if (action == ECPA_FAULT_ACTION_RETRY || action == ECPA_FAULT_ACTION_DISMISS)
    {
      ecpa_login_flow_dismiss (self->flow);
      ecpa_login_flow_retry (self->flow);
      focus_next (self);
    }
}

/* Locked out of the account, one gets in with the card. */
static void
account_fault_action_cb (EcpaFaultView *view,
                         int            action,
                         EcpaLoginPage *self)
{
  if (action != ECPA_FAULT_ACTION_USE_CARD)
    return;

  ecpa_account_login_dismiss (ecpa_login_flow_get_account (self->flow));
  card_chosen_cb (self);
}

static void
service_fault_action_cb (EcpaFaultView *view,
                         int            action,
                         EcpaLoginPage *self)
{
  ecpa_login_flow_retry (self->flow);
  focus_next (self);
}

static void
help_clicked_cb (GtkWidget     *button,
                 EcpaLoginPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  EcpaFault *fault = ecpa_login_flow_get_fault (self->flow);

  ecpa_service_help_present (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                             fault != NULL ? ecpa_service_help_topic_of (fault->code) : ECPA_SERVICE_HELP_GENERAL);
}

static void
notice_clicked_cb (GtkWidget     *button,
                   EcpaLoginPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  EcpaServiceInfo *service = ecpa_login_flow_get_service (self->flow);

  if (service != NULL && service->notice != NULL)
    ecpa_notice_window_present (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, service->notice);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_login_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ecpa_login_page_parent_class)->map (widget);
  focus_next (ECPA_LOGIN_PAGE (widget));
  /* it may have been there before the page was */
  scroll_to_fault (ECPA_LOGIN_PAGE (widget));
}

static void
ecpa_login_page_constructed (GObject *object)
{
  static const struct { const char *signal; GCallback callback; } watched[] = {
    { "notify::state", G_CALLBACK (state_changed_cb) },
    { "notify::holder", G_CALLBACK (card_changed_cb) },
    { "notify::card-number", G_CALLBACK (card_changed_cb) },
    { "notify::slow", G_CALLBACK (show_form) },
    { "notify::fault", G_CALLBACK (fault_changed_cb) },
    { "notify::service", G_CALLBACK (service_changed_cb) },
    { "notify::service-fault", G_CALLBACK (service_changed_cb) },
    { "notify::locked-holder", G_CALLBACK (lock_changed_cb) },
  };
  EcpaLoginPage *self = ECPA_LOGIN_PAGE (object);
  EcpaAccountLogin *account = ecpa_login_flow_get_account (self->flow);

  G_OBJECT_CLASS (ecpa_login_page_parent_class)->constructed (object);

  ecpa_reader_box_set_flow (self->reader_box, self->flow);
  g_signal_connect_object (self->reader_box, "notify::scene", G_CALLBACK (show_scene), self, G_CONNECT_SWAPPED);
  show_scene (self);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (self->flow, watched[i].signal, watched[i].callback, self, G_CONNECT_SWAPPED);
  ecpa_account_tile_set_flow (self->account_tile, self->flow);
  g_signal_connect_object (ecpa_account_tile_get_fault_view (self->account_tile), "action",
                           G_CALLBACK (account_fault_action_cb), self, 0);
  g_signal_connect_object (account, "notify::fault", G_CALLBACK (account_fault_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (show_faults), self, G_CONNECT_SWAPPED);
  self->shown_state = ecpa_login_flow_get_state (self->flow);
  open_tile (self, FALSE);
  show_tiles (self);
  card_changed_cb (self);
  state_changed_cb (self);
  fault_changed_cb (self);
  service_changed_cb (self);
}

static void
ecpa_login_page_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (property_id == PROP_FLOW)
    g_value_set_object (value, ECPA_LOGIN_PAGE (object)->flow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_login_page_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (property_id == PROP_FLOW)
    ECPA_LOGIN_PAGE (object)->flow = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_login_page_dispose (GObject *object)
{
  EcpaLoginPage *self = ECPA_LOGIN_PAGE (object);
  GtkWidget *child;

  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_data (self->flow, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->flow);
  g_clear_pointer (&self->shown_number, g_free);

  G_OBJECT_CLASS (ecpa_login_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-login-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, announcement_list);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, reader_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, guide_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, notice_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, notice_title_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, tile);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, head);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, arrow);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, body);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, account_tile);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, status_image);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, status_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, holder_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, number_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, button_stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, register_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, card_services);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, help_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, notice_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, fault_view);
  gtk_widget_class_bind_template_child (widget_class, EcpaLoginPage, service_fault_view);
  gtk_widget_class_bind_template_callback (widget_class, card_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, submitted_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, completeness_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, service_fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
}

static void
ecpa_login_page_class_init (EcpaLoginPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ECPA_TYPE_ACCOUNT_TILE);
  g_type_ensure (ECPA_TYPE_ANNOUNCEMENT_LIST);
  g_type_ensure (ECPA_TYPE_CARD_SERVICES);
  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_FOLD_LAYOUT);
  g_type_ensure (ECPA_TYPE_READER_BOX);
  g_type_ensure (ECPA_TYPE_SECRET_ROW);
  g_type_ensure (ECPA_TYPE_WRAP_LAYOUT);

  object_class->constructed = ecpa_login_page_constructed;
  object_class->get_property = ecpa_login_page_get_property;
  object_class->set_property = ecpa_login_page_set_property;
  object_class->dispose = ecpa_login_page_dispose;
  widget_class->map = ecpa_login_page_map;

  properties[PROP_FLOW] = g_param_spec_object ("flow", NULL, NULL, ECPA_TYPE_LOGIN_FLOW,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "loginpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_login_page_init (EcpaLoginPage *self)
{
  ecpa_ui_style_install ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ecpa_reveal_follow_focus (self->scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Sign In"), -1);
  ecpa_accessible_name_button (GTK_BUTTON (self->sign_in_button));
  ecpa_accessible_name_button (GTK_BUTTON (self->cancel_button));
  ecpa_accessible_name_button (self->register_button);
  ecpa_accessible_name_button (self->help_button);
  ecpa_accessible_name_button (self->guide_button);
  ecpa_accessible_name_button (self->notice_button);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_login_page_new:
 * @flow: what may happen next
 *
 * Returns: (transfer floating): the sign-in page
 */
GtkWidget *
ecpa_login_page_new (EcpaLoginFlow *flow)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (flow), NULL);

  return g_object_new (ECPA_TYPE_LOGIN_PAGE, "flow", flow, NULL);
}

/**
 * ecpa_login_page_open_account:
 * @self: a page
 *
 * Opens the account's tile, as if the person had done it.
 */
void
ecpa_login_page_open_account (EcpaLoginPage *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_PAGE (self));

  account_chosen_cb (self);
}

/**
 * ecpa_login_page_take_focus:
 * @self: a page that is shown
 *
 * Puts the focus where one goes on: the password where a card can be signed in with, else what comes first.
 */
void
ecpa_login_page_take_focus (EcpaLoginPage *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_PAGE (self));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  focus_next (self);
}

/**
 * ecpa_login_page_set_guided:
 * @self: a page
 * @guided: whether nobody has ever signed in here
 *
 * Offers the guide as a button that is seen, in place of a link.
 */
void
ecpa_login_page_set_guided (EcpaLoginPage *self,
                            gboolean       guided)
{
  static const char *const link[] = { "flat", "ecpa-link", NULL };
  static const char *const plain[] = { "ecpa-primary", NULL };

  g_return_if_fail (ECPA_IS_LOGIN_PAGE (self));

  gtk_widget_set_css_classes (GTK_WIDGET (self->guide_button), (const char **) (guided ? plain : link));
}
