/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-window.h"

#include <glib/gi18n.h>

#include "ecpa-locking-bar.h"
#include "ecpa-order-view.h"
#include "ecpa-training-ribbon.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  GtkBox         *box;
  EcpaLockingBar *locking_bar;
  EcpaOrderView  *view;

  /* Owned */
  EcpaHomeFlow *home;
};

G_DEFINE_FINAL_TYPE (EcpaOrderWindow, ecpa_order_window, ADW_TYPE_APPLICATION_WINDOW)

/* Auxiliaries -------------------------------------------------------------- */

static void
show_title (EcpaOrderWindow *self)
{
  EcpaOrderItem *item = ecpa_order_view_get_item (self->view);
  EcpaOrderSummary *summary = item != NULL ? ecpa_order_item_get_summary (item) : NULL;

  gtk_window_set_title (GTK_WINDOW (self),
                        summary != NULL && summary->kind_name != NULL ? summary->kind_name : _("Reward orders"));
}

/* Callbacks ---------------------------------------------------------------- */

static void
ended_cb (EcpaHomeFlow    *home,
          EcpaFault       *fault,
          EcpaOrderWindow *self)
{
  ecpa_order_view_set_item (self->view, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* What the view cannot do itself is the main window's. */
static void
fault_action_cb (EcpaOrderView   *view,
                 int              action,
                 EcpaOrderWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_window_dispose (GObject *object)
{
  EcpaOrderWindow *self = ECPA_ORDER_WINDOW (object);

  if (self->home != NULL)
    g_signal_handlers_disconnect_by_data (self->home, self);
  g_clear_object (&self->home);

  G_OBJECT_CLASS (ecpa_order_window_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_window_class_init (EcpaOrderWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_order_window_dispose;

  g_type_ensure (ECPA_TYPE_LOCKING_BAR);
  g_type_ensure (ECPA_TYPE_ORDER_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-order-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderWindow, box);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderWindow, locking_bar);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
}

static void
ecpa_order_window_init (EcpaOrderWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_window_new:
 * @application: the application
 * @home: the session that it belongs to
 * @item: the order
 * @notice: (nullable): the personal-data notice shown before each print and export (L11)
 * @training: whether all of it is made up
 *
 * Returns: (transfer floating): the window, not shown yet
 */
GtkWidget *
ecpa_order_window_new (GtkApplication *application,
                       EcpaHomeFlow   *home,
                       EcpaOrderItem  *item,
                       EcpaLegalText  *notice,
                       gboolean        training)
{
  EcpaOrderWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (home), NULL);
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (item), NULL);

  self = g_object_new (ECPA_TYPE_ORDER_WINDOW, "application", application, NULL);
  self->home = g_object_ref (home);
  if (training)
    gtk_box_insert_child_after (self->box, ecpa_training_ribbon_new (), gtk_widget_get_first_child (GTK_WIDGET (self->box)));
  g_signal_connect (home, "ended", G_CALLBACK (ended_cb), self);
  g_signal_connect_object (item, "notify::summary", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  ecpa_locking_bar_set_home (self->locking_bar, home);
  ecpa_order_view_set_training (self->view, training);
  ecpa_order_view_set_notice (self->view, notice);
  ecpa_order_view_set_item (self->view, item);
  show_title (self);

  return GTK_WIDGET (self);
}

/**
 * ecpa_order_window_get_item:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): its order
 */
EcpaOrderItem *
ecpa_order_window_get_item (EcpaOrderWindow *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_WINDOW (self), NULL);

  return ecpa_order_view_get_item (self->view);
}

/**
 * ecpa_order_window_get_home:
 * @self: a window
 *
 * Returns: (transfer none): the session that it belongs to
 */
EcpaHomeFlow *
ecpa_order_window_get_home (EcpaOrderWindow *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_WINDOW (self), NULL);

  return self->home;
}

/**
 * ecpa_order_window_get_place:
 * @self: a window
 *
 * Returns: (transfer full) (nullable): which order it shows
 */
EcpaPlace *
ecpa_order_window_get_place (EcpaOrderWindow *self)
{
  EcpaOrderItem *item;
  EcpaPlace *place;

  g_return_val_if_fail (ECPA_IS_ORDER_WINDOW (self), NULL);

  item = ecpa_order_view_get_item (self->view);
  if (item == NULL)
    return NULL;

  place = ecpa_place_new ("");
  place->order_id = g_strdup (ecpa_order_item_get_summary (item)->id);
  place->electronic = ecpa_order_item_get_summary (item)->electronic;

  return place;
}
