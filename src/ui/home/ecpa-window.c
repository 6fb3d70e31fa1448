/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-window.h"

#include <glib/gi18n.h>
#include <malloc.h>

#include "ecpa-ended-bar.h"
#include "ecpa-failed-page.h"
#include "ecpa-farewell.h"
#include "ecpa-fault-words.h"
#include "ecpa-guide-keeper.h"
#include "ecpa-guide.h"
#include "ecpa-home-page.h"
#include "ecpa-lock-words.h"
#include "ecpa-locking-bar.h"
#include "ecpa-login-flow.h"
#include "ecpa-login-page.h"
#include "ecpa-order-window.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-wizard-host.h"
#include "ecpa-wizard-words.h"

/* After a sign-in, when the first page of orders is on the screen. */
#define TRIM_SECONDS 2

/* Types -------------------------------------------------------------------- */

struct _EcpaWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  GtkBox          *box;
  GtkToggleButton *sidebar_button;
  GtkButton       *back_button;
  GtkMenuButton   *menu_button;
  GMenuModel      *main_menu;
  EcpaLockingBar  *locking_bar;
  GtkStack        *stack;
  GtkLabel        *starting_label;
  GtkBox          *sign_in_box;
  EcpaWizardHost  *wizard_host;
  AdwBin          *home_bin;

  /* Owned */
  GSettings     *settings;
  EcpaLoginFlow *login;
  EcpaHomeFlow  *home;
  EcpaPlace     *place;         /* nullable: where whoever is to come back was */
  EcpaGuideKeeper *guide;

  /* Borrowed */
  GtkWidget    *login_page;
  EcpaEndedBar *ended_bar; /* nullable: until it is wanted */
  EcpaHomePage *home_page; /* nullable: until somebody has signed in */

  gboolean training;
  gboolean ended_by_card;
  gboolean started_over;
  gboolean quitting;
};

enum
{
  PROP_SIGNED_IN = 1,
  N_PROPS,
};

enum
{
  SIGNAL_START_AGAIN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaWindow, ecpa_window, ADW_TYPE_APPLICATION_WINDOW)

/* Actions ------------------------------------------------------------------ */

static void
sign_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  EcpaWindow *self = user_data;

  if (self->home != NULL)
    ecpa_home_flow_sign_out (self->home);
}

static void
toggle_sidebar_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  EcpaWindow *self = user_data;

  if (self->home != NULL)
    gtk_toggle_button_set_active (self->sidebar_button, !gtk_toggle_button_get_active (self->sidebar_button));
}

static void
back_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  EcpaWindow *self = user_data;

  if (self->home_page != NULL)
    ecpa_home_page_go_back (self->home_page);
}

static void
reload_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  EcpaWindow *self = user_data;

  if (self->home_page != NULL)
    ecpa_home_page_reload (self->home_page);
}

static void open_order (EcpaWindow    *self,
                        EcpaOrderItem *item);

static void
open_window_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  EcpaWindow *self = user_data;
  g_autoptr (EcpaOrderItem) item = self->home != NULL ? ecpa_home_page_get_order (self->home_page) : NULL;

  if (item != NULL)
    open_order (self, item);
}

static void
wizard_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  EcpaWindow *self = user_data;
  const char *kind = g_variant_get_string (parameter, NULL);

  if (!ecpa_wizard_host_open (self->wizard_host, kind))
    g_warning ("There is no wizard “%s”", kind);
  else if (g_str_equal (kind, "guide"))
    ecpa_guide_keeper_watch (self->guide);
}

static const GActionEntry wizard_actions[] = {
  { .name = "wizard", .activate = wizard_action, .parameter_type = "s" },
};

/* What there is to do only inside. */
static const GActionEntry inside_actions[] = {
  { .name = "sign-out", .activate = sign_out_action },
  { .name = "toggle-sidebar", .activate = toggle_sidebar_action },
  { .name = "back", .activate = back_action },
  { .name = "reload", .activate = reload_action },
  { .name = "open-window", .activate = open_window_action },
};

/* Auxiliaries -------------------------------------------------------------- */

/* What comes after the start is there at once: fading it in would draw both. */
static void
show_page (EcpaWindow *self,
           const char *name)
{
  gboolean inside = g_str_equal (name, "inside");
  gboolean started = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "starting") == 0;

  gtk_stack_set_visible_child_full (self->stack, name,
                                    started ? GTK_STACK_TRANSITION_TYPE_NONE : GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  for (guint i = 0; i < G_N_ELEMENTS (inside_actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), inside_actions[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), inside);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button), inside);
  if (!inside)
    gtk_widget_set_visible (GTK_WIDGET (self->back_button), FALSE);
}

static void
restore_size (EcpaWindow *self)
{
  if (self->settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (EcpaWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
hide_end (EcpaWindow *self)
{
  self->ended_by_card = FALSE;
  if (self->ended_bar != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->ended_bar), FALSE);
}

/* The reason why the session ended has been read. */
static void
ended_read_cb (EcpaWindow *self)
{
  hide_end (self);
  gtk_widget_child_focus (self->login_page, GTK_DIR_TAB_FORWARD);
}

/* Whoever has locked it does not come back. */
static void
somebody_else_cb (EcpaWindow *self)
{
  if (self->login == NULL)
    return;

  g_clear_pointer (&self->place, ecpa_place_free);
  hide_end (self);
  ecpa_login_flow_forget_lock (self->login);
  /* The page looks after the focus where a card is in. */
  if (ecpa_login_flow_get_state (self->login) != ECPA_LOGIN_READY)
    gtk_widget_child_focus (self->login_page, GTK_DIR_TAB_FORWARD);
}

static void
show_message (EcpaWindow       *self,
              EcpaEndedBarKind  kind,
              const char       *title,
              const char       *text)
{
  if (self->ended_bar == NULL)
    {
      self->ended_bar = g_object_new (ECPA_TYPE_ENDED_BAR, NULL);
      g_signal_connect_object (self->ended_bar, "read", G_CALLBACK (ended_read_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->ended_bar, "somebody-else", G_CALLBACK (somebody_else_cb), self, G_CONNECT_SWAPPED);
      gtk_box_prepend (self->sign_in_box, GTK_WIDGET (self->ended_bar));
    }
  ecpa_ended_bar_say (self->ended_bar, kind, title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->ended_bar), TRUE);
}

/* Over the sign-in: who is to come back, why, and how. */
static void
show_lock (EcpaWindow *self,
           const char *holder,
           EcpaFault  *fault)
{
  gboolean by_account = ecpa_account_login_get_locked_account (ecpa_login_flow_get_account (self->login)) != NULL;
  g_autofree char *title = ecpa_lock_words_title (holder);
  g_autofree char *text = ecpa_lock_words_text (fault, by_account);

  show_message (self, ECPA_ENDED_BAR_LOCKED, title, text);
}

/* Says over the sign-in why the session is over. */
static void
show_end (EcpaWindow *self,
          EcpaFault  *fault)
{
  const char *holder = ecpa_login_flow_get_locked_holder (self->login);
  g_autofree char *text = NULL;

  self->ended_by_card = FALSE;
  if (holder != NULL)
    {
      show_lock (self, holder, fault);
      return;
    }

  switch ((int) fault->code)
    {
    case ECPA_FAULT_CARD_REMOVED:
    case ECPA_FAULT_READER_GONE:
    case ECPA_FAULT_READER_NO_SERVICE:
    case ECPA_FAULT_READER_SERVICE_DOWN:
      self->ended_by_card = TRUE;
      show_message (self, ECPA_ENDED_BAR_ENDED, _("The card was taken out, so you have been signed out"),
                    _("Nothing of yours is left on the screen. Put the card in to sign in again; what was signed for stays signed for."));
      break;
    default:
      text = ecpa_fault_describe (fault);
      show_message (self, ECPA_ENDED_BAR_ENDED, ecpa_fault_words (fault->code)->title, text);
    }
}

static void
show_start_over (EcpaWindow *self)
{
  self->started_over = FALSE;
  show_message (self, ECPA_ENDED_BAR_ENDED, _("The training has been started over"),
                _("Everything is as at the beginning: whoever was signed in has been signed out, "
                  "and nothing is signed for that was not at first."));
}

/* Takes the session off the screen, and all that was of this person with it. */
static void
leave_home (EcpaWindow *self)
{
  if (self->home == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->home, self);
  ecpa_locking_bar_set_home (self->locking_bar, NULL);
  ecpa_home_page_set_home (self->home_page, NULL, NULL, self->training);
  g_clear_object (&self->home);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

/* Nothing that was asked over the session stays: dialogs may show something of it. */
static void
close_dialogs (EcpaWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self) && gtk_widget_get_visible (l->data))
      gtk_window_close (l->data);
}

/* The orders in windows of their own. */
static GPtrArray *
get_order_windows (EcpaWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GPtrArray *windows = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = application != NULL ? gtk_application_get_windows (application) : NULL; l != NULL; l = l->next)
    if (ECPA_IS_ORDER_WINDOW (l->data))
      g_ptr_array_add (windows, g_object_ref (l->data));

  return windows;
}

static void
open_order (EcpaWindow    *self,
            EcpaOrderItem *item)
{
  g_autoptr (GPtrArray) windows = get_order_windows (self);
  EcpaServiceInfo *service = ecpa_login_flow_get_service (self->login);

  for (guint i = 0; i < windows->len; i++)
    if (ecpa_order_window_get_item (windows->pdata[i]) == item)
      {
        gtk_window_present (windows->pdata[i]);
        return;
      }

  gtk_window_present (GTK_WINDOW (ecpa_order_window_new (gtk_window_get_application (GTK_WINDOW (self)), self->home,
                                                         item, service != NULL ? service->notice : NULL,
                                                         self->training)));
}

/* Where the person was, with all windows; takes it. */
static void
come_back (EcpaWindow *self,
           EcpaPlace  *place)
{
  EcpaInbox *inbox = ecpa_home_flow_get_inbox (self->home);

  for (guint i = 0; i < place->windows->len; i++)
    {
      EcpaPlace *one = place->windows->pdata[i];
      g_autoptr (EcpaOrderItem) item = ecpa_inbox_get_order (inbox, one->order_id, one->electronic);

      open_order (self, item);
    }
  ecpa_home_page_go_to (self->home_page, place);
  gtk_window_present (GTK_WINDOW (self));
}

static void
apply_idle_limit (EcpaWindow *self)
{
  if (self->home != NULL && self->settings != NULL)
    ecpa_attendance_set_limit (ecpa_home_flow_get_attendance (self->home),
                               g_settings_get_uint (self->settings, "idle-lock-minutes") * 60);
}

/* Signing in begins anew: a page of its own each time, so that nothing typed outlives it. */
static void
renew_login_page (EcpaWindow *self)
{
  if (self->login_page != NULL)
    gtk_box_remove (self->sign_in_box, self->login_page);
  self->login_page = ecpa_login_page_new (self->login);
  gtk_widget_set_vexpand (self->login_page, TRUE);
  gtk_box_append (self->sign_in_box, self->login_page);
}

/* All that is inside is half of the window's widgets, and nobody sees it before the sign-in: it is made then, once. */
static void
ensure_home_page (EcpaWindow *self)
{
  if (self->home_page != NULL)
    return;

  self->home_page = g_object_new (ECPA_TYPE_HOME_PAGE, NULL);
  adw_bin_set_child (self->home_bin, GTK_WIDGET (self->home_page));
  g_object_bind_property (self->home_page, "sidebar-shown", self->sidebar_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->home_page, "can-go-back", self->back_button, "visible", G_BINDING_SYNC_CREATE);
}

static void
drop_login (EcpaWindow *self)
{
  if (self->login_page != NULL)
    gtk_box_remove (self->sign_in_box, g_steal_pointer (&self->login_page));
  if (self->login != NULL)
    g_signal_handlers_disconnect_by_data (self->login, self);
  g_clear_object (&self->login);
}

/* Callbacks ---------------------------------------------------------------- */

/* Everything is still there: remembers where the person is. */
static void
ending_cb (EcpaHomeFlow *home,
           EcpaFault    *fault,
           EcpaWindow   *self)
{
  g_autoptr (GPtrArray) windows = get_order_windows (self);

  g_clear_pointer (&self->place, ecpa_place_free);
  self->place = ecpa_home_page_get_place (self->home_page);
  for (guint i = 0; i < windows->len; i++)
    {
      EcpaPlace *one = ecpa_order_window_get_place (windows->pdata[i]);

      if (one != NULL)
        g_ptr_array_add (self->place->windows, one);
    }
}

static void
ended_cb (EcpaHomeFlow *home,
          EcpaFault    *fault,
          EcpaWindow   *self)
{
  leave_home (self);
  close_dialogs (self);
  ecpa_wizard_host_close (self->wizard_host);
  if (ecpa_login_flow_get_locked_holder (self->login) == NULL)
    g_clear_pointer (&self->place, ecpa_place_free);
  if (fault != NULL)
    show_end (self, fault);
  else
    hide_end (self);
  ecpa_login_flow_reset (self->login);
  renew_login_page (self);
  show_page (self, "sign-in");
  /* The page looks after the focus where a card is in; else there is something to read or to press first. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->sign_in_box)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->sign_in_box), GTK_DIR_TAB_FORWARD);
  /* a stack whose last page had the focus moves it on from there, to the next in the new one */
  if (ecpa_login_flow_get_state (self->login) == ECPA_LOGIN_READY)
    ecpa_login_page_take_focus (ECPA_LOGIN_PAGE (self->login_page));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) && fault != NULL)
    gtk_window_present (GTK_WINDOW (self));
}

/* What starting and signing in took for a moment goes back to the system. */
static gboolean
trim_cb (gpointer unused)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif

  return G_SOURCE_REMOVE;
}

static void
signed_in_cb (EcpaLoginFlow *login,
              EcpaHomeFlow  *home,
              EcpaWindow    *self)
{
  EcpaPlace *place = g_steal_pointer (&self->place);

  leave_home (self);
  ecpa_guide_keeper_end (self->guide);
  self->home = g_object_ref (home);
  g_signal_connect (home, "ending", G_CALLBACK (ending_cb), self);
  g_signal_connect (home, "ended", G_CALLBACK (ended_cb), self);
  hide_end (self);
  apply_idle_limit (self);
  ecpa_locking_bar_set_home (self->locking_bar, home);
  ensure_home_page (self);
  ecpa_home_page_set_home (self->home_page, home, ecpa_login_flow_get_service (login), self->training);
  show_page (self, "inside");
  g_timeout_add_seconds_full (G_PRIORITY_LOW, TRIM_SECONDS, trim_cb, NULL, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
  if (place != NULL)
    come_back (self, place);
}

/* A card is back in: that it was taken out is past. */
static void
login_state_cb (EcpaWindow *self)
{
  if (self->ended_by_card && ecpa_login_flow_get_state (self->login) == ECPA_LOGIN_READY)
    hide_end (self);
}

static void
again_cb (EcpaWindow *self)
{
  show_page (self, "starting");
  g_signal_emit (self, signals[SIGNAL_START_AGAIN], 0);
}

/* Made when it is asked for, not with the window. */
static void
menu_popping_up_cb (GtkMenuButton *button,
                    gpointer       data)
{
  EcpaWindow *self = data;

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->main_menu);
}

static void
active_changed_cb (EcpaWindow *self)
{
  if (self->login != NULL && self->home == NULL && gtk_window_is_active (GTK_WINDOW (self)))
    ecpa_login_flow_retry (self->login);
}

static void
wizard_opened_cb (EcpaWizardHost *host,
                  EcpaWindow     *self)
{
  /* what was said of the one before is no news any more */
  if (self->login != NULL && ecpa_login_flow_get_locked_holder (self->login) == NULL)
    hide_end (self);
  show_page (self, "wizard");
}

/* Back to where it was opened; over the sign-in it is told what has been done. */
static void
wizard_closed_cb (EcpaWizardHost *host,
                  const char     *kind,
                  const char     *outcome,
                  EcpaWindow     *self)
{
  const EcpaWizardWords *words;
  const char *next;

  if (self->login == NULL)
    return;
  if (self->home != NULL)
    {
      show_page (self, "inside");
      return;
    }

  /* What is missing next is on the screen already. */
  next = ecpa_guide_keeper_go_on (self->guide, kind, outcome);
  if (ecpa_wizard_host_is_open (host))
    return;

  words = ecpa_wizard_words_of_end (kind, outcome);
  if (outcome != NULL && words->done_title != NULL && g_strcmp0 (next, ECPA_GUIDE_NOWHERE) != 0)
    {
      self->ended_by_card = FALSE;
      show_message (self, ECPA_ENDED_BAR_DONE, words->done_title, words->done_text);
    }
  ecpa_login_flow_dismiss (self->login);
  ecpa_login_flow_retry (self->login);
  show_page (self, "sign-in");
  ecpa_login_page_take_focus (ECPA_LOGIN_PAGE (self->login_page));
  if (outcome != NULL && (g_strcmp0 (next, ECPA_GUIDE_SIGN_IN_BY_ACCOUNT) == 0 || g_str_equal (kind, "activation")
                          || g_str_equal (kind, "account-forgotten")))
    ecpa_login_page_open_account (ECPA_LOGIN_PAGE (self->login_page));
}

/* Overrides ---------------------------------------------------------------- */

static gboolean
ecpa_window_close_request (GtkWindow *window)
{
  EcpaWindow *self = ECPA_WINDOW (window);
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));

  save_size (self);
  ecpa_wizard_host_close (self->wizard_host);
  if (self->home != NULL && !self->quitting)
    {
      g_autoptr (GPtrArray) windows = get_order_windows (self);

      /* An order is still open beside it: the session goes on, and the last window ends it. */
      if (windows->len > 0)
        {
          gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
          return TRUE;
        }
    }
  if (self->home != NULL && application != NULL)
    ecpa_farewell_say (application, self->home);
  else if (self->home != NULL)
    ecpa_home_flow_sign_out (self->home);

  return GTK_WINDOW_CLASS (ecpa_window_parent_class)->close_request (window);
}

static void
ecpa_window_dispose (GObject *object)
{
  EcpaWindow *self = ECPA_WINDOW (object);

  if (self->home != NULL)
    g_signal_handlers_disconnect_by_data (self->home, self);
  g_clear_object (&self->home);
  if (self->login != NULL)
    drop_login (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->guide);
  g_clear_pointer (&self->place, ecpa_place_free);

  G_OBJECT_CLASS (ecpa_window_parent_class)->dispose (object);
}

static void
ecpa_window_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (id == PROP_SIGNED_IN)
    g_value_set_boolean (value, ECPA_WINDOW (object)->home != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_window_class_init (EcpaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_window_dispose;
  G_OBJECT_CLASS (klass)->get_property = ecpa_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = ecpa_window_close_request;

  properties[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SIGNAL_START_AGAIN] = g_signal_new ("start-again", ECPA_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ECPA_TYPE_LOCKING_BAR);
  g_type_ensure (ECPA_TYPE_WIZARD_HOST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, box);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, locking_bar);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, starting_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, sign_in_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, wizard_host);
  gtk_widget_class_bind_template_child (widget_class, EcpaWindow, home_bin);
  gtk_widget_class_bind_template_callback (widget_class, wizard_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, wizard_closed_cb);
}

static void
ecpa_window_init (EcpaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), wizard_actions, G_N_ELEMENTS (wizard_actions), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), inside_actions, G_N_ELEMENTS (inside_actions), self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
  gtk_menu_button_set_create_popup_func (self->menu_button, menu_popping_up_cb, self, NULL);
  show_page (self, "starting");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_window_new:
 * @application: the application
 * @settings: (nullable): where the window's size is kept
 * @training: whether this is the training mode
 *
 * Returns: (transfer floating): the main window, starting
 */
GtkWidget *
ecpa_window_new (AdwApplication *application,
                 GSettings      *settings,
                 gboolean        training)
{
  EcpaWindow *self;

  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);

  self = g_object_new (ECPA_TYPE_WINDOW, "application", application, NULL);
  self->training = training;
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->guide = ecpa_guide_keeper_new (self->wizard_host, settings);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::idle-lock-minutes", G_CALLBACK (apply_idle_limit), self,
                             G_CONNECT_SWAPPED);
  restore_size (self);
  if (training)
    {
      gtk_box_insert_child_after (self->box, ecpa_training_ribbon_new (), gtk_widget_get_first_child (GTK_WIDGET (self->box)));
      gtk_label_set_label (self->starting_label, _("Starting the training service…"));
    }

  return GTK_WIDGET (self);
}

/**
 * ecpa_window_set_services:
 * @self: the window
 * @services: (nullable): what to work with; %NULL goes back to starting
 *
 * Shows the sign-in for these services. A session with others before them is over.
 */
void
ecpa_window_set_services (EcpaWindow   *self,
                          EcpaServices *services)
{
  static const char *const bound[] = { "card-removal", "draft-hours" };

  g_return_if_fail (ECPA_IS_WINDOW (self));
  g_return_if_fail (services == NULL || ECPA_IS_SERVICES (services));

  leave_home (self);
  drop_login (self);
  g_clear_pointer (&self->place, ecpa_place_free);
  hide_end (self);
  ecpa_wizard_host_set_services (self->wizard_host, services);

  if (services == NULL)
    {
      show_page (self, "starting");
      return;
    }

  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (bound); i++)
    g_settings_bind (self->settings, bound[i], services, bound[i], G_SETTINGS_BIND_GET);
  self->login = ecpa_login_flow_new (services);
  g_signal_connect (self->login, "signed-in", G_CALLBACK (signed_in_cb), self);
  g_signal_connect_swapped (self->login, "notify::state", G_CALLBACK (login_state_cb), self);
  renew_login_page (self);
  if (self->started_over)
    show_start_over (self);
  show_page (self, "sign-in");
  if (!ecpa_guide_keeper_resume (self->guide))
    ecpa_login_page_set_guided (ECPA_LOGIN_PAGE (self->login_page), ecpa_guide_keeper_is_new (self->guide));
}

/**
 * ecpa_window_start_over:
 * @self: the window
 *
 * The training starts over: ends the session and goes back to starting. That it did stands over the sign-in that
 * comes next.
 */
void
ecpa_window_start_over (EcpaWindow *self)
{
  g_return_if_fail (ECPA_IS_WINDOW (self));

  ecpa_window_set_services (self, NULL);
  self->started_over = TRUE;
}

/**
 * ecpa_window_show_failure:
 * @self: the window
 * @detail: what happened, one sentence, translated
 *
 * Starting failed, or what was started has ended: says so and offers another try.
 */
void
ecpa_window_show_failure (EcpaWindow *self,
                          const char *detail)
{
  GtkWidget *page;

  g_return_if_fail (ECPA_IS_WINDOW (self));

  ecpa_window_set_services (self, NULL);
  page = gtk_stack_get_child_by_name (self->stack, "failed");
  if (page == NULL)
    {
      page = ecpa_failed_page_new (self->training);
      g_signal_connect_object (page, "again", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, page, "failed");
    }
  show_page (self, "failed");
  ecpa_failed_page_tell (ECPA_FAILED_PAGE (page), detail);
}

/**
 * ecpa_window_touch:
 * @self: the window
 *
 * Somebody touched one of the program's windows.
 */
void
ecpa_window_touch (EcpaWindow *self)
{
  g_return_if_fail (ECPA_IS_WINDOW (self));

  if (self->home != NULL)
    ecpa_attendance_touch (ecpa_home_flow_get_attendance (self->home));
}

/**
 * ecpa_window_lock:
 * @self: the window
 * @code: why: %ECPA_FAULT_LOCKED or %ECPA_FAULT_LOCKED_SCREEN
 *
 * Locks the session, if there is one.
 */
void
ecpa_window_lock (EcpaWindow    *self,
                  EcpaFaultCode  code)
{
  g_return_if_fail (ECPA_IS_WINDOW (self));

  if (self->home != NULL)
    ecpa_home_flow_lock (self->home, code);
}

/**
 * ecpa_window_quit:
 * @self: the window
 *
 * Closes it and the windows of its session.
 */
void
ecpa_window_quit (EcpaWindow *self)
{
  g_return_if_fail (ECPA_IS_WINDOW (self));

  self->quitting = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}
