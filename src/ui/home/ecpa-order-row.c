/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-row.h"

#include <glib/gi18n.h>

#include "ecpa-roc-date.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderRow
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkLabel *kind;
  GtkLabel *mark;
  GtkLabel *date;
  GtkLabel *agency;
  GtkLabel *reason;
  GtkImage *icon;
  GtkLabel *standing;

  /* Owned */
  EcpaOrderItem *item;
  GSignalGroup  *signals;
};

G_DEFINE_FINAL_TYPE (EcpaOrderRow, ecpa_order_row, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static char *
format_day (const char *iso)
{
  GDate date;

  if (iso == NULL || !ecpa_date_parse_iso (iso, &date))
    return g_strdup ("");

  return ecpa_roc_date_format (&date, ECPA_ROC_SHORT);
}

/* Where an order stands: an icon, words, and a colour that only repeats them. */
static char *
describe_standing (EcpaOrderRow *self)
{
  EcpaOrderSummary *summary = ecpa_order_item_get_summary (self->item);
  GDateTime *signed_at = ecpa_order_item_get_signed_at (self->item);
  g_autofree char *when = NULL;

  if (signed_at != NULL)
    {
      when = ecpa_roc_date_format_time (signed_at);
      /* Translators: %s is date and time, 115/11/18 09:02 */
      return g_strdup_printf (_("Signed for %s"), when);
    }

  return g_strdup (summary->electronic ? _("Not signed for") : _("On paper"));
}

static const char *
standing_icon (EcpaOrderRow *self)
{
  if (ecpa_order_item_get_signed_at (self->item) != NULL)
    return "emblem-ok-symbolic";

  return ecpa_order_item_get_summary (self->item)->electronic ? "mail-unread-symbolic"
                                                              : "x-office-document-symbolic";
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    present)
{
  if (present)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The list item around the row is what a screen reader stops at. */
static void
name_list_item (EcpaOrderRow *self,
                const char   *text)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
refresh (EcpaOrderRow *self)
{
  EcpaOrderSummary *summary;
  g_autofree char *day = NULL;
  g_autofree char *standing = NULL;
  g_autofree char *name = NULL;
  gboolean is_new;
  gboolean is_open;

  if (self->item == NULL)
    return;

  summary = ecpa_order_item_get_summary (self->item);
  is_new = summary->electronic && ecpa_order_item_get_viewed_at (self->item) == NULL;
  is_open = summary->electronic && ecpa_order_item_get_signed_at (self->item) == NULL;
  day = format_day (summary->issued_on);
  standing = describe_standing (self);

  gtk_label_set_label (self->kind, summary->kind_name);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), is_new);
  gtk_label_set_label (self->date, day);
  gtk_label_set_label (self->agency, summary->agency_name);
  gtk_label_set_label (self->reason, summary->reason);
  gtk_label_set_label (self->standing, standing);
  gtk_image_set_from_icon_name (self->icon, standing_icon (self));
  set_class (GTK_WIDGET (self), "waits", is_open);

  /* Translators: an order, for screen readers: kind, (new), date, agency, where it stands */
  name = is_new ? g_strdup_printf (_("%s, new, %s, %s, %s"), summary->kind_name, day, summary->agency_name, standing)
                : g_strdup_printf (_("%s, %s, %s, %s"), summary->kind_name, day, summary->agency_name, standing);
  name_list_item (self, name);
}

/* Callbacks ---------------------------------------------------------------- */

/* A click opens; the arrow keys only walk, for opening is recorded as 檢視. */
static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             EcpaOrderRow    *self)
{
  g_signal_emit_by_name (self, "clicked");
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_row_dispose (GObject *object)
{
  EcpaOrderRow *self = ECPA_ORDER_ROW (object);
  GtkWidget *child;

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->item);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ecpa_order_row_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_row_class_init (EcpaOrderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_order_row_dispose;

  /**
   * EcpaOrderRow::clicked:
   *
   * The person clicked the row, which opens the order.
   */
  g_signal_new ("clicked", ECPA_TYPE_ORDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, kind);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, mark);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, date);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, agency);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, reason);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, icon);
  gtk_widget_class_bind_template_child (widget_class, EcpaOrderRow, standing);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ecpa_order_row_init (EcpaOrderRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  self->signals = g_signal_group_new (ECPA_TYPE_ORDER_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (refresh), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
ecpa_order_row_new (void)
{
  return g_object_new (ECPA_TYPE_ORDER_ROW, NULL);
}

/**
 * ecpa_order_row_set_item:
 * @self: a row
 * @item: (nullable): the order to show; the row follows its changes
 */
void
ecpa_order_row_set_item (EcpaOrderRow  *self,
                         EcpaOrderItem *item)
{
  g_return_if_fail (ECPA_IS_ORDER_ROW (self));
  g_return_if_fail (item == NULL || ECPA_IS_ORDER_ITEM (item));

  g_set_object (&self->item, item);
  g_signal_group_set_target (self->signals, item);
  refresh (self);
}
