/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-home-page.h"

#include "ecpa-closed-page.h"
#include "ecpa-consent-page.h"
#include "ecpa-endpoints.h"
#include "ecpa-fault-words.h"
#include "ecpa-history-page.h"
#include "ecpa-inbox-page.h"
#include "ecpa-notice-window.h"
#include "ecpa-order-view.h"
#include "ecpa-share-layout.h"
#include "ecpa-sidebar.h"
#include "ecpa-yield-layout.h"

/* What an order asks for beside list and sidebar, in pixels. */
#define ORDER_WIDTH 460
#define ORDER_DIGITS 38

/* Types -------------------------------------------------------------------- */

struct _EcpaHomePage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget       *notice_bar;
  GtkButton       *notice_read_button;
  AdwFlap         *flap;
  EcpaSidebar     *sidebar;
  GtkStack        *stack;
  EcpaConsentPage *consent;
  EcpaClosedPage  *closed;
  AdwLeaflet      *leaflet;
  EcpaInboxPage   *inbox_page;
  EcpaHistoryPage *history_page;
  GtkWidget       *order_pane;
  EcpaOrderView   *order_view;

  /* Owned */
  EcpaHomeFlow  *home;
  EcpaLegalText *notice;
  EcpaPlace     *place;         /* nullable: where to go once the orders may be shown */
  GSignalGroup  *consent_signals;
  guint          telling;       /* source: the panes have changed */
};

enum
{
  PROP_SIDEBAR_FOLDED = 1,
  PROP_SIDEBAR_SHOWN,
  PROP_CAN_GO_BACK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaHomePage, ecpa_home_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
shows (EcpaHomePage *self,
       const char   *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static gboolean
can_go_back (EcpaHomePage *self)
{
  if (shows (self, "history"))
    return ecpa_history_page_can_go_back (self->history_page);

  return shows (self, "orders") && adw_leaflet_get_folded (self->leaflet)
         && g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "order") == 0;
}

static void
notify_panes (EcpaHomePage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

static void
show_order (EcpaHomePage  *self,
            EcpaOrderItem *item)
{
  ecpa_order_view_set_item (self->order_view, item);
  adw_leaflet_set_visible_child_name (self->leaflet, item != NULL ? "order" : "list");
}

/* What the sidebar says; nothing personal is shown before the person has agreed to it. */
static void
show_entry (EcpaHomePage *self)
{
  EcpaConsentFlow *consent = self->home != NULL ? ecpa_home_flow_get_consent (self->home) : NULL;
  gboolean closed = self->home != NULL && !ecpa_home_flow_opens (self->home, ECPA_SCOPE_REWARD_ORDERS);
  gboolean agreed = consent != NULL && ecpa_consent_flow_get_state (consent) == ECPA_CONSENT_AGREED;
  gboolean history = ecpa_sidebar_get_entry (self->sidebar) == ECPA_SIDEBAR_HISTORY;

  gtk_stack_set_visible_child_name (self->stack, closed ? "closed" : !agreed ? "consent" : history ? "history" : "orders");
  notify_panes (self);
}

/* The narrowest that an order is worth reading in beside the list, in digits, so that it grows with the text. */
static int
get_narrowest (GtkWidget *pane)
{
  PangoContext *context = gtk_widget_get_pango_context (pane);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics) * ORDER_DIGITS);

  pango_font_metrics_unref (metrics);

  return width;
}

/* The order takes what room there is: how much it would like must not fold the sidebar away. */
static void
measure_order_pane (GtkWidget      *pane,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (pane), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (*minimum, get_narrowest (pane));
      *natural = MAX (*minimum, MIN (*natural, ORDER_WIDTH));
    }
}

static void
allocate_order_pane (GtkWidget *pane,
                     int        width,
                     int        height,
                     int        baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (pane), &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
note_history (EcpaHomePage *self,
              EcpaPlace    *place)
{
  EcpaHistory *history = ecpa_home_flow_get_history (self->home);
  EcpaOrderItem *item = ecpa_history_page_get_open_order (self->history_page);

  place->history_text = g_strdup (ecpa_history_get_text (history));
  place->history_years = g_strdupv ((char **) ecpa_history_get_years (history));
  place->history_kinds = g_strdupv ((char **) ecpa_history_get_kinds (history));
  place->history_sort = ecpa_history_get_sort (history);
  if (item != NULL)
    {
      place->history_order_id = g_strdup (ecpa_order_item_get_summary (item)->id);
      place->history_electronic = ecpa_order_item_get_summary (item)->electronic;
    }
}

/* Nothing is asked by this: that is for whoever goes there. */
static void
take_history (EcpaHomePage *self,
              EcpaPlace    *place)
{
  EcpaHistory *history = ecpa_home_flow_get_history (self->home);
  g_autoptr (EcpaOrderItem) item = NULL;

  if (place->history_text == NULL)
    return;

  ecpa_history_set_text (history, place->history_text);
  ecpa_history_set_years (history, (const char *const *) place->history_years);
  ecpa_history_set_kinds (history, (const char *const *) place->history_kinds);
  ecpa_history_set_sort (history, place->history_sort);
  if (place->history_order_id == NULL)
    return;

  item = ecpa_inbox_get_order (ecpa_home_flow_get_inbox (self->home), place->history_order_id,
                               place->history_electronic);
  ecpa_history_page_open_order (self->history_page, item);
}

/* Where the person was before; what has gone since is left out. */
static void
take_place (EcpaHomePage *self)
{
  g_autoptr (EcpaPlace) place = g_steal_pointer (&self->place);
  EcpaInbox *inbox = ecpa_home_flow_get_inbox (self->home);
  g_autoptr (EcpaOrderItem) item = NULL;

  if (place == NULL)
    return;

  ecpa_inbox_page_go_to (self->inbox_page, place->order_id, place->scroll);
  if (place->order_id != NULL)
    item = ecpa_inbox_get_order (inbox, place->order_id, place->electronic);
  ecpa_order_view_set_item (self->order_view, item);
  adw_leaflet_set_visible_child_name (self->leaflet, item != NULL && place->in_order ? "order" : "list");
  take_history (self, place);
  if (g_str_equal (place->page, "history"))
    {
      ecpa_sidebar_set_entry (self->sidebar, ECPA_SIDEBAR_HISTORY);
      ecpa_history_page_enter (self->history_page);
    }
  show_entry (self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
notice_read_cb (GtkButton    *button,
                EcpaHomePage *self)
{
  if (self->notice != NULL)
    ecpa_notice_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->notice);
}

static void
notice_closed_cb (GtkButton    *button,
                  EcpaHomePage *self)
{
  gtk_widget_set_visible (self->notice_bar, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->flap), GTK_DIR_TAB_FORWARD);
}

static void
opened_cb (EcpaInboxPage *page,
           EcpaOrderItem *item,
           EcpaHomePage  *self)
{
  show_order (self, item);
}

static void
chosen_cb (EcpaHomePage *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  show_entry (self);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  if (shows (self, "history"))
    ecpa_history_page_enter (self->history_page);
}

static void
history_wanted_cb (EcpaHomePage *self)
{
  ecpa_sidebar_set_entry (self->sidebar, ECPA_SIDEBAR_HISTORY);
  chosen_cb (self);
}

static gboolean
panes_told_cb (gpointer user_data)
{
  EcpaHomePage *self = user_data;

  self->telling = 0;
  notify_panes (self);

  return G_SOURCE_REMOVE;
}

/* They fold while they are laid out; what appears in the header bar at that moment would get no room in it. */
static void
panes_changed_cb (EcpaHomePage *self)
{
  if (self->telling == 0)
    self->telling = g_idle_add_full (G_PRIORITY_HIGH_IDLE, panes_told_cb, self, NULL);
}

static void
sidebar_changed_cb (EcpaHomePage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

static void
sign_in_again_cb (EcpaHomePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-out", NULL);
}

/* What order and history cannot do themselves: another way to sign in, or the consent that is missing. */
static void
fault_action_cb (EcpaHomePage *self,
                 int           action)
{
  if (action == ECPA_FAULT_ACTION_SIGN_IN_AGAIN)
    sign_in_again_cb (self);
  else if (action == ECPA_FAULT_ACTION_CONSENT && self->home != NULL)
    ecpa_consent_flow_load (ecpa_home_flow_get_consent (self->home));
}

static void
consent_changed_cb (EcpaHomePage *self)
{
  show_entry (self);
  if (ecpa_consent_flow_get_state (ecpa_home_flow_get_consent (self->home)) != ECPA_CONSENT_AGREED)
    return;

  take_place (self);
  if (shows (self, "history"))
    ecpa_history_page_enter (self->history_page);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_home_page_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  EcpaHomePage *self = ECPA_HOME_PAGE (object);

  switch (id)
    {
    case PROP_SIDEBAR_FOLDED:
      g_value_set_boolean (value, adw_flap_get_folded (self->flap));
      break;
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, can_go_back (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_home_page_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  EcpaHomePage *self = ECPA_HOME_PAGE (object);

  switch (id)
    {
    case PROP_SIDEBAR_SHOWN:
      adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_home_page_dispose (GObject *object)
{
  EcpaHomePage *self = ECPA_HOME_PAGE (object);

  if (self->consent_signals != NULL)
    g_signal_group_set_target (self->consent_signals, NULL);
  g_clear_object (&self->consent_signals);
  g_clear_handle_id (&self->telling, g_source_remove);
  g_clear_object (&self->notice);
  g_clear_pointer (&self->place, ecpa_place_free);
  g_clear_object (&self->home);

  G_OBJECT_CLASS (ecpa_home_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_home_page_class_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, notice_read_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, flap);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, consent);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, closed);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, inbox_page);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, history_page);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, order_pane);
  gtk_widget_class_bind_template_child (widget_class, EcpaHomePage, order_view);
  gtk_widget_class_bind_template_callback (widget_class, notice_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, history_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, panes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_again_cb);
}

static void
ecpa_home_page_class_init (EcpaHomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_home_page_get_property;
  object_class->set_property = ecpa_home_page_set_property;
  object_class->dispose = ecpa_home_page_dispose;

  properties[PROP_SIDEBAR_FOLDED] = g_param_spec_boolean ("sidebar-folded", NULL, NULL, FALSE,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR_SHOWN] = g_param_spec_boolean ("sidebar-shown", NULL, NULL, TRUE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ECPA_TYPE_CLOSED_PAGE);
  g_type_ensure (ECPA_TYPE_CONSENT_PAGE);
  g_type_ensure (ECPA_TYPE_HISTORY_PAGE);
  g_type_ensure (ECPA_TYPE_INBOX_PAGE);
  g_type_ensure (ECPA_TYPE_ORDER_VIEW);
  g_type_ensure (ECPA_TYPE_SHARE_LAYOUT);
  g_type_ensure (ECPA_TYPE_YIELD_LAYOUT);
  g_type_ensure (ECPA_TYPE_SIDEBAR);
  ecpa_home_page_class_bind (GTK_WIDGET_CLASS (klass));
}

static void
ecpa_home_page_init (EcpaHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_layout_manager (self->order_pane,
                                 gtk_custom_layout_new (NULL, measure_order_pane, allocate_order_pane));
  self->consent_signals = g_signal_group_new (ECPA_TYPE_CONSENT_FLOW);
  g_signal_group_connect_swapped (self->consent_signals, "notify::state", G_CALLBACK (consent_changed_cb), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_home_page_set_home:
 * @self: a page
 * @home: (nullable): the session; %NULL takes everything personal off the screen
 * @service: (nullable): what the service says of itself, for its notice (L11)
 * @training: whether all of it is made up
 *
 * Shows a session: the consent first, where there is none yet, then the orders; or why this session does not open them.
 */
void
ecpa_home_page_set_home (EcpaHomePage    *self,
                         EcpaHomeFlow    *home,
                         EcpaServiceInfo *service,
                         gboolean         training)
{
  EcpaApplication *application = NULL;
  EcpaConsentFlow *consent;

  g_return_if_fail (ECPA_IS_HOME_PAGE (self));
  g_return_if_fail (home == NULL || ECPA_IS_HOME_FLOW (home));

  g_set_object (&self->home, home);
  if (home != NULL && !ecpa_home_flow_opens (home, ECPA_SCOPE_REWARD_ORDERS))
    application = ecpa_home_flow_get_application (home, ECPA_SCOPE_REWARD_ORDERS);
  g_clear_pointer (&self->place, ecpa_place_free);
  g_set_object (&self->notice, (home != NULL && service != NULL ? service->notice : NULL));
  consent = home != NULL ? ecpa_home_flow_get_consent (home) : NULL;

  gtk_widget_set_visible (self->notice_bar, self->notice != NULL);
  gtk_stack_set_visible_child_name (self->stack, "consent");
  show_order (self, NULL);
  ecpa_order_view_set_training (self->order_view, training);
  ecpa_order_view_set_notice (self->order_view, self->notice);
  ecpa_history_page_set_training (self->history_page, training);
  ecpa_history_page_set_notice (self->history_page, self->notice);
  ecpa_history_page_set_history (self->history_page, home != NULL ? ecpa_home_flow_get_history (home) : NULL);
  ecpa_sidebar_set_home (self->sidebar, home);
  ecpa_inbox_page_set_home (self->inbox_page, home);
  ecpa_consent_page_set_flow (self->consent, consent);
  ecpa_closed_page_set_application (self->closed, application,
                                    home != NULL ? ecpa_home_flow_get_session (home)->method : NULL);
  g_signal_group_set_target (self->consent_signals, consent);

  if (consent == NULL)
    return;
  consent_changed_cb (self);
  /* What this session does not open is not asked for. */
  if (application == NULL && ecpa_consent_flow_get_state (consent) == ECPA_CONSENT_UNKNOWN)
    ecpa_consent_flow_load (consent);
}

/**
 * ecpa_home_page_go_back:
 * @self: a page
 *
 * From the order to the list, where only one of them is shown.
 */
void
ecpa_home_page_go_back (EcpaHomePage *self)
{
  g_return_if_fail (ECPA_IS_HOME_PAGE (self));

  if (shows (self, "history"))
    ecpa_history_page_go_back (self->history_page);
  else if (can_go_back (self))
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

/**
 * ecpa_home_page_reload:
 * @self: a page
 *
 * Asks for the orders again.
 */
void
ecpa_home_page_reload (EcpaHomePage *self)
{
  g_return_if_fail (ECPA_IS_HOME_PAGE (self));

  if (self->home != NULL && shows (self, "orders"))
    ecpa_inbox_reload (ecpa_home_flow_get_inbox (self->home));
  else if (self->home != NULL && shows (self, "history"))
    ecpa_history_reload (ecpa_home_flow_get_history (self->home));
}

/**
 * ecpa_home_page_get_order:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): the order that is meant: the one beside the list, or the history's
 */
EcpaOrderItem *
ecpa_home_page_get_order (EcpaHomePage *self)
{
  EcpaOrderItem *item;

  g_return_val_if_fail (ECPA_IS_HOME_PAGE (self), NULL);

  if (shows (self, "history"))
    return ecpa_history_page_get_order (self->history_page);
  item = shows (self, "orders") ? ecpa_order_view_get_item (self->order_view) : NULL;

  return item != NULL ? g_object_ref (item) : NULL;
}

/**
 * ecpa_home_page_get_place:
 * @self: a page that shows a session
 *
 * Returns: (transfer full): where the person is just now
 */
EcpaPlace *
ecpa_home_page_get_place (EcpaHomePage *self)
{
  EcpaOrderItem *item;
  EcpaPlace *place;

  g_return_val_if_fail (ECPA_IS_HOME_PAGE (self), NULL);
  g_return_val_if_fail (self->home != NULL, NULL);

  place = ecpa_place_new (gtk_stack_get_visible_child_name (self->stack));
  place->scroll = ecpa_inbox_page_get_scroll (self->inbox_page);
  note_history (self, place);
  item = ecpa_order_view_get_item (self->order_view);
  if (item != NULL)
    {
      place->order_id = g_strdup (ecpa_order_item_get_summary (item)->id);
      place->electronic = ecpa_order_item_get_summary (item)->electronic;
      place->in_order = g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "order") == 0;
    }

  return place;
}

/**
 * ecpa_home_page_go_to:
 * @self: a page that shows a session
 * @place: (transfer full): where the person was
 *
 * Goes there as soon as the orders may be shown.
 */
void
ecpa_home_page_go_to (EcpaHomePage *self,
                      EcpaPlace    *place)
{
  g_return_if_fail (ECPA_IS_HOME_PAGE (self));
  g_return_if_fail (self->home != NULL && place != NULL);

  g_clear_pointer (&self->place, ecpa_place_free);
  self->place = place;
  if (ecpa_consent_flow_get_state (ecpa_home_flow_get_consent (self->home)) == ECPA_CONSENT_AGREED)
    take_place (self);
}
