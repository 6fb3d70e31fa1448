/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-view-private.h"

#include <glib/gi18n.h>

#include "ecpa-config.h"
#include "ecpa-pair-layout.h"
#include "ecpa-roc-date.h"
#include "ecpa-share-layout.h"
#include "ecpa-ui-style.h"
#include "ecpa-yield-layout.h"

/* Types -------------------------------------------------------------------- */

/* What stands for a time that has not come. */
#define NOT_YET "—"

/* How much of a fault beside the order is seen at least. */
#define FAULT_HEIGHT 120

enum
{
  PROP_ITEM = 1,
  PROP_TRAINING,
  PROP_NOTICE,
  N_PROPS,
};

enum
{
  SIGNAL_FAULT_ACTION,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaOrderView, ecpa_order_view, GTK_TYPE_WIDGET)

/* Auxiliaries -------------------------------------------------------------- */

static void
show_time (GtkLabel   *label,
           const char *what,
           GDateTime  *time)
{
  g_autofree char *text = time != NULL ? ecpa_roc_date_format_time (time) : NULL;
  g_autofree char *name = NULL;

  /* Translators: which of the three times of an order, and the time or “not yet”, for screen readers */
  name = g_strdup_printf (_("%s: %s"), what, text != NULL ? text : _("not yet"));
  gtk_label_set_label (label, text != NULL ? text : NOT_YET);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
format_day (const char *day)
{
  GDate date;

  if (day == NULL || !ecpa_date_parse_iso (day, &date))
    return NULL;

  return ecpa_roc_date_format (&date, ECPA_ROC_LONG);
}

/* An estimate, and said to be one: what it is counted from, and that the order's clause decides. */
static char *
describe_remedy (EcpaOrder *order,
                 gboolean   is_signed)
{
  EcpaRemedy *remedy = order->remedy;
  g_autofree char *last = NULL, *from = NULL;

  if (remedy == NULL || !order->electronic || remedy->days <= 0)
    return NULL;

  last = format_day (remedy->last_day);
  from = format_day (remedy->counted_from);
  if (last == NULL || from == NULL)
    /* Translators: %d is the number of days in which a remedy can be sought */
    return g_strdup_printf (_("Period for a remedy: %d days; the clause of the order says from when."),
                            (int) remedy->days);
  if (is_signed)
    /* Translators: %1$d is a number of days, %2$s and %3$s are dates; the second is when the order was signed for */
    return g_strdup_printf (_("Period for a remedy: %1$d days. Estimate: until %2$s, counted from the day after you "
                              "signed for it (%3$s). The clause of the order decides."),
                            (int) remedy->days, last, from);

  /* Translators: %1$d is a number of days, %2$s and %3$s are dates; the second is today */
  return g_strdup_printf (_("Period for a remedy: %1$d days. Estimate: until %2$s if you sign for it today (%3$s), "
                            "counted from the day after. The clause of the order decides."),
                          (int) remedy->days, last, from);
}

static void
drop_document (EcpaOrderView *self)
{
  g_clear_object (&self->document);
  ecpa_paper_view_set_document (self->paper, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", -1);
}

static void
lay_out (EcpaOrderView *self,
         EcpaOrder     *order)
{
  g_autofree char *text = NULL, *name = NULL;

  if (self->document != NULL && ecpa_order_document_get_order (self->document) == order)
    return;

  g_set_object (&self->document, NULL);
  self->document = ecpa_order_document_new (order, self->training);
  ecpa_paper_view_set_document (self->paper, self->document);
  text = ecpa_order_document_get_text (self->document);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);

  /* Translators: %s is the number of an official document; the name of the paper for screen readers */
  name = g_strdup_printf (_("Order %s as paper; its text can be shown with the button “Show as Text”"),
                          order->document_number != NULL ? order->document_number : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->paper), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_head (EcpaOrderView *self)
{
  EcpaOrderSummary *summary = self->item != NULL ? ecpa_order_item_get_summary (self->item) : NULL;
  g_autofree char *subtitle = NULL;

  gtk_label_set_label (self->title, summary != NULL && summary->kind_name != NULL ? summary->kind_name : "");
  if (summary != NULL)
    subtitle = g_strjoin ("　", summary->agency_name != NULL ? summary->agency_name : "",
                          summary->document_number != NULL ? summary->document_number : "", NULL);
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
}

static void
show_receipt (EcpaOrderView  *self,
              EcpaOrder      *order,
              EcpaOrderState  state)
{
  GDateTime *signed_at = ecpa_order_item_get_signed_at (self->item);
  g_autofree char *remedy = describe_remedy (order, signed_at != NULL);
  g_autofree char *time = signed_at != NULL ? ecpa_roc_date_format_time (signed_at) : NULL;
  g_autofree char *text = NULL;

  /* Translators: %s is a date and a time */
  text = time != NULL ? g_strdup_printf (_("Signed for on %s"), time) : NULL;
  show_time (self->notified_at, _("Notified"), ecpa_order_item_get_notified_at (self->item));
  show_time (self->viewed_at, _("Viewed"), ecpa_order_item_get_viewed_at (self->item));
  show_time (self->signed_at, _("Signed For"), signed_at);
  gtk_label_set_label (self->remedy, remedy != NULL ? remedy : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL);
  gtk_label_set_label (self->signed_label, text != NULL ? text : "");
  gtk_spinner_set_spinning (self->sign_spinner, state == ECPA_ORDER_SIGNING);
  gtk_stack_set_visible_child_name (self->receipt, state == ECPA_ORDER_SIGNING ? "signing"
                                                   : signed_at != NULL         ? "signed"
                                                   : order->electronic         ? "sign"
                                                                               : "paper");
}

/* Above the receipt: why signing or an export failed. */
static EcpaFault *
get_fault_beside (EcpaOrderView *self)
{
  EcpaFault *fault = self->item != NULL ? ecpa_order_item_get_fault (self->item) : NULL;

  return fault != NULL ? fault : self->file_fault;
}

/* In a low window too there is room for what it is called, and for some of what it says. */
static void
show_fault_beside (EcpaOrderView *self,
                   EcpaFault     *fault)
{
  ecpa_fault_view_set_fault (self->fault, fault);
  gtk_scrolled_window_set_min_content_height (self->facts, fault != NULL ? FAULT_HEIGHT : -1);
}

static void
enable_actions (EcpaOrderView *self)
{
  gboolean open = self->document != NULL;
  static const char *const names[] = { "order.print", "order.preview", "order.export", "order.export-to", "order.text",
                                       "order.zoom-in", "order.zoom-out", "order.zoom-fit" };
  gboolean is_text = gtk_toggle_button_get_active (self->text_button);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i],
                                   open && !(is_text && g_str_has_prefix (names[i], "order.zoom-")));
  gtk_widget_set_sensitive (GTK_WIDGET (self->text_button), open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.sign",
                                 self->item != NULL && ecpa_order_item_can_sign (self->item));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.retry",
                                 self->item != NULL && ecpa_order_item_get_fault (self->item) != NULL);
}

/* The one place where what the item says becomes what the page shows. */
static void
sync_view (EcpaOrderView *self)
{
  EcpaOrder *order = self->item != NULL ? ecpa_order_item_get_order (self->item) : NULL;
  EcpaOrderState state = self->item != NULL ? ecpa_order_item_get_state (self->item) : ECPA_ORDER_CLOSED;
  EcpaFault *fault = self->item != NULL ? ecpa_order_item_get_fault (self->item) : NULL;
  gboolean failed = order == NULL && state == ECPA_ORDER_FAILED && fault != NULL;
  gboolean slow = self->item != NULL && ecpa_order_item_is_slow (self->item);

  show_head (self);
  gtk_stack_set_visible_child_name (self->stack, self->item != NULL ? "order" : "empty");
  gtk_spinner_set_spinning (self->opening_spinner, self->item != NULL && order == NULL && !failed);
  gtk_label_set_label (self->opening_label, slow ? _("The service takes longer than usual; still waiting…")
                                                 : _("Fetching the order…"));
  gtk_label_set_label (self->sign_label, slow ? _("The service takes longer than usual; still waiting…")
                                              : _("Signing for it…"));
  gtk_widget_set_visible (self->foot, order != NULL);
  if (order != NULL)
    {
      lay_out (self, order);
      show_receipt (self, order, state);
      show_fault_beside (self, state == ECPA_ORDER_SIGNING ? NULL : get_fault_beside (self));
      gtk_stack_set_visible_child_name (self->forms, gtk_toggle_button_get_active (self->text_button) ? "text" : "paper");
    }
  else
    {
      drop_document (self);
      ecpa_fault_view_set_fault (self->failed, failed ? fault : NULL);
      gtk_stack_set_visible_child_name (self->forms, failed ? "failed" : "opening");
    }
  enable_actions (self);
}

static void
load_css (void)
{
  static gsize loaded = 0;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (!g_once_init_enter (&loaded))
    return;

  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, ECPA_UI_RESOURCE "/orders.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_once_init_leave (&loaded, 1);
}

/* Callbacks ---------------------------------------------------------------- */

static void
item_notified_cb (EcpaOrderView *self)
{
  sync_view (self);
}

/* With large text the foot may have to scroll; then the keyboard can get there. Not “focusable”: a scrolled window that
 * may have the focus and cannot take it keeps Tab from going on. */
static void
facts_room_changed_cb (EcpaOrderView *self,
                       GtkAdjustment *adjustment)
{
  gtk_widget_set_can_focus (GTK_WIDGET (self->facts),
                            gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment));
}

static void
fault_action_cb (EcpaFaultView *view,
                 int            action,
                 EcpaOrderView *self)
{
  if (view == self->fault && get_fault_beside (self) == self->file_fault)
    {
      _ecpa_order_view_set_file_fault (self, NULL);
      if (action == ECPA_FAULT_ACTION_RETRY)
        gtk_widget_activate_action (GTK_WIDGET (self), "order.export", NULL);
    }
  else if (action == ECPA_FAULT_ACTION_RETRY)
    {
      /* What was withdrawn goes from the list, too. */
      if (ecpa_fault_view_get_fault (view)->code == ECPA_FAULT_NOT_FOUND)
        gtk_widget_activate_action (GTK_WIDGET (self), "win.reload", NULL);
      gtk_widget_activate_action (GTK_WIDGET (self), "order.retry", NULL);
    }
  else if (action == ECPA_FAULT_ACTION_DISMISS)
    ecpa_fault_view_set_fault (view, NULL);
  else
    g_signal_emit (self, signals[SIGNAL_FAULT_ACTION], 0, action);
}

static void
text_toggled_cb (EcpaOrderView *self)
{
  sync_view (self);
  if (self->document != NULL)
    gtk_widget_grab_focus (gtk_toggle_button_get_active (self->text_button) ? GTK_WIDGET (self->text)
                                                                            : GTK_WIDGET (self->paper));
}

static void
sign_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ecpa_order_item_sign (ECPA_ORDER_VIEW (widget)->item);
}

static void
retry_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (widget);

  if (ecpa_order_item_can_sign (self->item))
    ecpa_order_item_sign (self->item);
  else
    ecpa_order_item_open (self->item);
}

static void
text_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (widget);

  gtk_toggle_button_set_active (self->text_button, !gtk_toggle_button_get_active (self->text_button));
}

static void
zoom_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (widget);

  if (g_str_equal (name, "order.zoom-in"))
    ecpa_paper_view_zoom_in (self->paper);
  else if (g_str_equal (name, "order.zoom-out"))
    ecpa_paper_view_zoom_out (self->paper);
  else
    ecpa_paper_view_zoom_fit (self->paper);
}

static void
print_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  _ecpa_order_view_print (ECPA_ORDER_VIEW (widget));
}

static void
preview_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  _ecpa_order_view_preview (ECPA_ORDER_VIEW (widget));
}

static void
export_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  _ecpa_order_view_export (ECPA_ORDER_VIEW (widget));
}

static void
export_to_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  _ecpa_order_view_export_to (ECPA_ORDER_VIEW (widget), file);
}

static void
open_file_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  _ecpa_order_view_open_file (ECPA_ORDER_VIEW (widget), g_variant_get_string (parameter, NULL));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_view_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (object);

  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, self->training);
      break;
    case PROP_NOTICE:
      g_value_set_object (value, self->notice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_order_view_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (object);

  switch (id)
    {
    case PROP_ITEM:
      ecpa_order_view_set_item (self, g_value_get_object (value));
      break;
    case PROP_TRAINING:
      ecpa_order_view_set_training (self, g_value_get_boolean (value));
      break;
    case PROP_NOTICE:
      ecpa_order_view_set_notice (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_order_view_dispose (GObject *object)
{
  EcpaOrderView *self = ECPA_ORDER_VIEW (object);

  if (self->printer != NULL)
    ecpa_order_printer_cancel (self->printer);
  g_clear_object (&self->printer);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->document);
  g_clear_object (&self->notice);
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (ecpa_order_view_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
bind_template (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, EcpaOrderView, name)
  BIND (stack);
  BIND (title);
  BIND (subtitle);
  BIND (text_button);
  BIND (toasts);
  BIND (forms);
  BIND (paper);
  BIND (text);
  BIND (opening_spinner);
  BIND (failed);
  BIND (fault);
  BIND (foot);
  BIND (facts);
  BIND (notified_at);
  BIND (viewed_at);
  BIND (signed_at);
  BIND (remedy);
  BIND (receipt);
  BIND (sign_button);
  BIND (opening_label);
  BIND (sign_label);
  BIND (sign_spinner);
  BIND (signed_label);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, fault_action_cb);
}

static void
ecpa_order_view_class_init (EcpaOrderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_order_view_dispose;
  object_class->get_property = ecpa_order_view_get_property;
  object_class->set_property = ecpa_order_view_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ECPA_TYPE_ORDER_ITEM, flags);
  properties[PROP_TRAINING] = g_param_spec_boolean ("training", NULL, NULL, FALSE, flags);
  properties[PROP_NOTICE] = g_param_spec_object ("notice", NULL, NULL, ECPA_TYPE_LEGAL_TEXT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaOrderView::fault-action:
   * @self: the view
   * @action: an #EcpaFaultAction other than %ECPA_FAULT_ACTION_RETRY and %ECPA_FAULT_ACTION_DISMISS
   *
   * The button beside a fault was pressed: sign in again, consent; help and mail, which are seen to already.
   */
  signals[SIGNAL_FAULT_ACTION] = g_signal_new ("fault-action", ECPA_TYPE_ORDER_VIEW, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_install_action (widget_class, "order.sign", NULL, sign_action_cb);
  gtk_widget_class_install_action (widget_class, "order.retry", NULL, retry_action_cb);
  gtk_widget_class_install_action (widget_class, "order.print", NULL, print_action_cb);
  gtk_widget_class_install_action (widget_class, "order.preview", NULL, preview_action_cb);
  gtk_widget_class_install_action (widget_class, "order.export", NULL, export_action_cb);
  gtk_widget_class_install_action (widget_class, "order.export-to", "s", export_to_action_cb);
  gtk_widget_class_install_action (widget_class, "order.open-file", "s", open_file_action_cb);
  gtk_widget_class_install_action (widget_class, "order.text", NULL, text_action_cb);
  gtk_widget_class_install_action (widget_class, "order.zoom-in", NULL, zoom_action_cb);
  gtk_widget_class_install_action (widget_class, "order.zoom-out", NULL, zoom_action_cb);
  gtk_widget_class_install_action (widget_class, "order.zoom-fit", NULL, zoom_action_cb);

  g_type_ensure (ECPA_TYPE_FAULT_VIEW);
  g_type_ensure (ECPA_TYPE_PAIR_LAYOUT);
  g_type_ensure (ECPA_TYPE_PAPER_VIEW);
  g_type_ensure (ECPA_TYPE_SHARE_LAYOUT);
  g_type_ensure (ECPA_TYPE_YIELD_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, ECPA_UI_RESOURCE "/ecpa-order-view.ui");
  bind_template (widget_class);
}

static void
ecpa_order_view_init (EcpaOrderView *self)
{
  load_css ();
  _ecpa_order_view_set_up_printer (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->text_button, "toggled", G_CALLBACK (text_toggled_cb), self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->facts), "changed",
                           G_CALLBACK (facts_room_changed_cb), self, G_CONNECT_SWAPPED);
  self->item_signals = g_signal_group_new (ECPA_TYPE_ORDER_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (item_notified_cb), self);
  sync_view (self);
}

/* For the other file of this class ----------------------------------------- */

/* Shows beside the document that a file could not be written; @error: (nullable): %NULL takes it away again */
void
_ecpa_order_view_set_file_fault (EcpaOrderView *self,
                                 const GError  *error)
{
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  if (error != NULL)
    self->file_fault = ecpa_fault_new (ECPA_FAULT_FILE, error->message);
  sync_view (self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_view_new:
 *
 * Returns: (transfer floating): a view that shows no order yet
 */
GtkWidget *
ecpa_order_view_new (void)
{
  return g_object_new (ECPA_TYPE_ORDER_VIEW, NULL);
}

/**
 * ecpa_order_view_get_item:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the order it shows
 */
EcpaOrderItem *
ecpa_order_view_get_item (EcpaOrderView *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_VIEW (self), NULL);

  return self->item;
}

/**
 * ecpa_order_view_set_item:
 * @self: a view
 * @item: (nullable): an order; it is opened. %NULL takes everything personal off the screen
 */
void
ecpa_order_view_set_item (EcpaOrderView *self,
                          EcpaOrderItem *item)
{
  g_return_if_fail (ECPA_IS_ORDER_VIEW (self));
  g_return_if_fail (item == NULL || ECPA_IS_ORDER_ITEM (item));

  if (!g_set_object (&self->item, item))
    return;

  ecpa_order_printer_cancel (self->printer);
  g_clear_pointer (&self->file_fault, ecpa_fault_free);
  drop_document (self);
  g_signal_group_set_target (self->item_signals, item);
  if (item != NULL)
    ecpa_order_item_open (item);
  sync_view (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

/**
 * ecpa_order_view_set_training:
 * @self: a view
 * @training: whether the paper says that it is for practice
 */
void
ecpa_order_view_set_training (EcpaOrderView *self,
                              gboolean       training)
{
  g_return_if_fail (ECPA_IS_ORDER_VIEW (self));

  training = !!training;
  if (self->training == training)
    return;

  self->training = training;
  ecpa_order_printer_set_training (self->printer, training);
  drop_document (self);
  sync_view (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAINING]);
}

/**
 * ecpa_order_view_set_notice:
 * @self: a view
 * @notice: (nullable): the personal-data notice in force, shown before each print and export (L11)
 */
void
ecpa_order_view_set_notice (EcpaOrderView *self,
                            EcpaLegalText *notice)
{
  g_return_if_fail (ECPA_IS_ORDER_VIEW (self));

  ecpa_order_printer_set_notice (self->printer, notice);
  if (g_set_object (&self->notice, notice))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}
