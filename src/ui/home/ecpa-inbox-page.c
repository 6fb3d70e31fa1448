/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-inbox-page.h"

#include <glib/gi18n.h>

#include "ecpa-fault-view.h"
#include "ecpa-order-row.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaInboxPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel           *unsigned_label;
  GtkLabel           *loading_label;
  GtkButton          *reload_button;
  GtkStack           *stack;
  GtkScrolledWindow  *scroller;
  GtkListView        *list;
  GtkSingleSelection *selection;
  EcpaFaultView      *load_fault;
  EcpaFaultView      *more_fault;
  GtkWidget          *more_box;
  GtkSpinner         *more_spinner;
  GtkLabel           *more_label;
  GtkLabel           *address;

  /* Owned */
  EcpaHomeFlow *home;
  EcpaInbox    *inbox;
  GSignalGroup *home_signals;
  GSignalGroup *inbox_signals;

  char *opened_id;              /* (nullable): the order that was opened last */

  double scroll_due;            /* where the list is to be scrolled to once it is there; below zero: nowhere */

  /* Whether the person has seen this list since it was filled: the first row gets the focus once. */
  gboolean focus_due;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_HISTORY_WANTED,
  SIGNAL_SIGN_IN_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaInboxPage, ecpa_inbox_page, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

static guint
count_rows (EcpaInboxPage *self)
{
  return self->inbox != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->inbox)) : 0;
}

static const char *
choose_page (EcpaInboxPage *self)
{
  if (count_rows (self) > 0)
    return "list";
  if (self->inbox == NULL || ecpa_inbox_is_loading (self->inbox))
    return "loading";
  if (ecpa_inbox_get_fault (self->inbox) != NULL)
    return "failed";

  return "empty-unsigned";
}

/* Rows come with the first layout; the focus goes to the first of them, so that Return opens it. */
static gboolean
focus_first_row_cb (GtkWidget     *list,
                    GdkFrameClock *clock,
                    gpointer       user_data)
{
  if (gtk_widget_get_first_child (list) == NULL || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (list);

  return G_SOURCE_REMOVE;
}

/* Back to where the list was, once it has its height. */
static gboolean
scroll_back_cb (GtkWidget     *list,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  EcpaInboxPage *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (gtk_widget_get_height (list) == 0 || gtk_adjustment_get_page_size (adjustment) <= 0)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (adjustment, self->scroll_due);
  self->scroll_due = -1;

  return G_SOURCE_REMOVE;
}

static void
show_more (EcpaInboxPage *self)
{
  gboolean loading = self->inbox != NULL && ecpa_inbox_is_loading (self->inbox);
  gboolean has_more = self->inbox != NULL && ecpa_inbox_has_more (self->inbox);
  gboolean slow = self->inbox != NULL && ecpa_inbox_is_slow (self->inbox);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->more_box, has_more || slow);
  gtk_widget_set_visible (GTK_WIDGET (self->more_spinner), loading);
  gtk_spinner_set_spinning (self->more_spinner, loading);
  gtk_label_set_label (self->loading_label, slow ? _("The service takes longer than usual; still waiting…")
                                                 : _("Fetching your orders…"));
  if (slow)
    text = g_strdup (_("The service takes longer than usual; still waiting…"));
  else if (has_more)
    /* Translators: how many orders are in the list, and how many there are in all */
    text = g_strdup_printf (_("%u of %u orders"), count_rows (self), ecpa_inbox_get_total (self->inbox));
  gtk_label_set_label (self->more_label, text != NULL ? text : "");
}

/* The row of the order beside the list stays marked, also when the list has been filled anew. */
static void
mark_opened (EcpaInboxPage *self)
{
  guint n = self->opened_id != NULL ? count_rows (self) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaOrderItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (g_strcmp0 (ecpa_order_item_get_summary (item)->id, self->opened_id) == 0)
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

static void
refresh (EcpaInboxPage *self)
{
  EcpaFault *fault = self->inbox != NULL ? ecpa_inbox_get_fault (self->inbox) : NULL;
  const char *page = choose_page (self);
  gboolean in_list = g_str_equal (page, "list");

  ecpa_fault_view_set_fault (self->load_fault, in_list ? NULL : fault);
  ecpa_fault_view_set_fault (self->more_fault, in_list ? fault : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reload_button),
                            self->inbox != NULL && !ecpa_inbox_is_loading (self->inbox));
  show_more (self);
  gtk_stack_set_visible_child_name (self->stack, page);

  if (in_list && self->scroll_due >= 0 && self->focus_due)
    {
      self->focus_due = FALSE;
      gtk_widget_add_tick_callback (GTK_WIDGET (self->list), scroll_back_cb, self, NULL);
    }
  else if (in_list && self->focus_due)
    {
      self->focus_due = FALSE;
      gtk_widget_add_tick_callback (GTK_WIDGET (self->list), focus_first_row_cb, NULL, NULL);
    }
}

static void
show_home (EcpaInboxPage *self)
{
  EcpaSession *session = self->home != NULL ? ecpa_home_flow_get_session (self->home) : NULL;
  guint n = self->home != NULL ? ecpa_home_flow_get_unsigned_orders (self->home) : 0;
  g_autofree char *count = NULL;
  g_autofree char *address = NULL;

  /* Translators: the filter for orders that wait for a signature, and how many there are; 未檢視獎令 is the official term */
  count = n > 0 ? g_strdup_printf (_("Not Signed For (%u)"), n) : g_strdup (_("Not Signed For"));
  gtk_label_set_label (self->unsigned_label, count);

  if (session != NULL && session->notice_address_masked != NULL)
    /* Translators: %s is a masked mail address */
    address = g_strdup_printf (_("Notices go to %s"), session->notice_address_masked);
  else if (session != NULL)
    address = g_strdup (_("Your record has no address for notices."));
  gtk_label_set_label (self->address, address != NULL ? address : "");
}

/* More rows before the end of the list comes into sight. */
static void
load_more_if_near_end (EcpaInboxPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (self->inbox == NULL || page <= 0 || below > page)
    return;
  if (!ecpa_inbox_has_more (self->inbox) || ecpa_inbox_is_loading (self->inbox)
      || ecpa_inbox_get_fault (self->inbox) != NULL)
    return;

  ecpa_inbox_load_more (self->inbox);
}

/* Callbacks ---------------------------------------------------------------- */

static void
history_clicked_cb (GtkButton     *button,
                    EcpaInboxPage *self)
{
  g_signal_emit (self, signals[SIGNAL_HISTORY_WANTED], 0);
}

static void
reload_clicked_cb (GtkButton     *button,
                   EcpaInboxPage *self)
{
  if (self->inbox != NULL)
    ecpa_inbox_reload (self->inbox);
}

static void
fault_action_cb (EcpaFaultView *view,
                 int            action,
                 EcpaInboxPage *self)
{
  if (action == ECPA_FAULT_ACTION_SIGN_IN_AGAIN)
    g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
  else if (action == ECPA_FAULT_ACTION_CONSENT && self->home != NULL)
    ecpa_consent_flow_load (ecpa_home_flow_get_consent (self->home));
  else if (action == ECPA_FAULT_ACTION_RETRY || action == ECPA_FAULT_ACTION_DISMISS)
    reload_clicked_cb (NULL, self);
}

static void
row_clicked_cb (EcpaOrderRow *row,
                GtkListItem  *item)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "list.activate-item", "u", gtk_list_item_get_position (item));
}

static void
row_setup_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              EcpaInboxPage            *self)
{
  GtkWidget *row = ecpa_order_row_new ();

  g_signal_connect (row, "clicked", G_CALLBACK (row_clicked_cb), item);
  gtk_list_item_set_child (item, row);
}

static void
row_bound_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              EcpaInboxPage            *self)
{
  ecpa_order_row_set_item (ECPA_ORDER_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
row_unbound_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                EcpaInboxPage            *self)
{
  ecpa_order_row_set_item (ECPA_ORDER_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
activated_cb (GtkListView   *list,
              guint          position,
              EcpaInboxPage *self)
{
  g_autoptr (EcpaOrderItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;

  g_free (self->opened_id);
  self->opened_id = g_strdup (ecpa_order_item_get_summary (item)->id);
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, item);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_inbox_page_dispose (GObject *object)
{
  EcpaInboxPage *self = ECPA_INBOX_PAGE (object);

  if (self->home_signals != NULL)
    g_signal_group_set_target (self->home_signals, NULL);
  if (self->inbox_signals != NULL)
    g_signal_group_set_target (self->inbox_signals, NULL);
  g_clear_object (&self->home_signals);
  g_clear_object (&self->inbox_signals);
  g_clear_object (&self->inbox);
  g_clear_object (&self->home);
  g_clear_pointer (&self->opened_id, g_free);

  G_OBJECT_CLASS (ecpa_inbox_page_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_inbox_page_class_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-inbox-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, unsigned_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, reload_button);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, stack);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, list);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, selection);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, load_fault);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, more_fault);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, more_box);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, more_spinner);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, more_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaInboxPage, address);
  gtk_widget_class_bind_template_callback (widget_class, history_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bound_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbound_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
ecpa_inbox_page_class_init (EcpaInboxPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_inbox_page_dispose;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", ECPA_TYPE_INBOX_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, ECPA_TYPE_ORDER_ITEM);
  signals[SIGNAL_HISTORY_WANTED] = g_signal_new ("history-wanted", ECPA_TYPE_INBOX_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", ECPA_TYPE_INBOX_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  ecpa_inbox_page_class_bind (GTK_WIDGET_CLASS (klass));
}

static void
ecpa_inbox_page_init (EcpaInboxPage *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->scroll_due = -1;

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_more_if_near_end), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_more_if_near_end), self, G_CONNECT_SWAPPED);

  self->home_signals = g_signal_group_new (ECPA_TYPE_HOME_FLOW);
  g_signal_group_connect_swapped (self->home_signals, "notify", G_CALLBACK (show_home), self);
  self->inbox_signals = g_signal_group_new (ECPA_TYPE_INBOX);
  g_signal_group_connect_swapped (self->inbox_signals, "notify", G_CALLBACK (refresh), self);
  g_signal_group_connect_swapped (self->inbox_signals, "items-changed", G_CALLBACK (refresh), self);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (mark_opened), self, G_CONNECT_SWAPPED);
  show_home (self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_inbox_page_set_home:
 * @self: a page
 * @home: (nullable): the session whose orders are shown; %NULL takes everything away
 */
void
ecpa_inbox_page_set_home (EcpaInboxPage *self,
                          EcpaHomeFlow  *home)
{
  g_return_if_fail (ECPA_IS_INBOX_PAGE (self));
  g_return_if_fail (home == NULL || ECPA_IS_HOME_FLOW (home));

  g_set_object (&self->home, home);
  g_set_object (&self->inbox, (home != NULL ? ecpa_home_flow_get_inbox (home) : NULL));
  g_signal_group_set_target (self->home_signals, self->home);
  g_signal_group_set_target (self->inbox_signals, self->inbox);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->inbox));
  g_clear_pointer (&self->opened_id, g_free);
  self->focus_due = home != NULL;
  self->scroll_due = -1;
  show_home (self);
  refresh (self);
}

/**
 * ecpa_inbox_page_get_scroll:
 * @self: a page
 *
 * Returns: how far the list is scrolled, in pixels
 */
double
ecpa_inbox_page_get_scroll (EcpaInboxPage *self)
{
  g_return_val_if_fail (ECPA_IS_INBOX_PAGE (self), 0);

  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller));
}

/**
 * ecpa_inbox_page_go_to:
 * @self: a page
 * @order_id: (nullable): the order whose row is marked as open
 * @scroll: how far the list is to be scrolled, as soon as it is there
 *
 * Back to where somebody was.
 */
void
ecpa_inbox_page_go_to (EcpaInboxPage *self,
                       const char    *order_id,
                       double         scroll)
{
  g_return_if_fail (ECPA_IS_INBOX_PAGE (self));

  g_free (self->opened_id);
  self->opened_id = g_strdup (order_id);
  self->scroll_due = MAX (scroll, 0);
  self->focus_due = TRUE;
  mark_opened (self);
  refresh (self);
}
