/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-flow-private.h"

#include "ecpa-patience.h"
#include "ecpa-services-insides.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderItem
{
  GObject           parent_instance;

  /* Owned */
  EcpaScope        *scope;
  EcpaOrderSummary *summary;
  EcpaOrder        *order;      /* nullable */
  char             *id;         /* nullable: under which the session finds it */
  EcpaFault        *fault;      /* nullable */
  GDateTime        *notified_at;
  GDateTime        *viewed_at;
  GDateTime        *signed_at;
  EcpaOrderState    state;
  guint             asked;      /* of the scope, when the receipt was asked for */
  EcpaPatience      patience;
};

enum
{
  PROP_SUMMARY = 1,
  PROP_ORDER,
  PROP_STATE,
  PROP_FAULT,
  PROP_NOTIFIED_AT,
  PROP_VIEWED_AT,
  PROP_SIGNED_AT,
  PROP_CAN_SIGN,
  PROP_SLOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (EcpaOrderState, ecpa_order_state,
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_SIGNING, "signing"),
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_SIGNED, "signed"),
                    G_DEFINE_ENUM_VALUE (ECPA_ORDER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (EcpaOrderItem, ecpa_order_item, G_TYPE_OBJECT)

/* The items of a session by order, borrowed: whichever list shows an order, it is the same item. */
static G_DEFINE_QUARK (ecpa-order-items, items)

/* Auxiliaries -------------------------------------------------------------- */

static void
notify (EcpaOrderItem *self,
        guint          id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* A time never goes back to unknown: the newest that is known stays. */
static void
learn_time (EcpaOrderItem *self,
            GDateTime    **known,
            GDateTime     *said,
            guint          id)
{
  if (said == NULL || (*known != NULL && g_date_time_equal (*known, said)))
    return;

  g_clear_pointer (known, g_date_time_unref);
  *known = g_date_time_ref (said);
  notify (self, id);
}

static GHashTable *
get_items (EcpaScope *scope)
{
  GHashTable *items = g_object_get_qdata (G_OBJECT (scope), items_quark ());

  if (items == NULL)
    {
      items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_qdata_full (G_OBJECT (scope), items_quark (), items, (GDestroyNotify) g_hash_table_unref);
    }

  return items;
}

static void
learn_times (EcpaOrderItem *self,
             GDateTime     *notified_at,
             GDateTime     *viewed_at,
             GDateTime     *signed_at)
{
  learn_time (self, &self->notified_at, notified_at, PROP_NOTIFIED_AT);
  learn_time (self, &self->viewed_at, viewed_at, PROP_VIEWED_AT);
  learn_time (self, &self->signed_at, signed_at, PROP_SIGNED_AT);
}

/* Takes @fault. */
static void
go_to (EcpaOrderItem  *self,
       EcpaOrderState  state,
       EcpaFault      *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  self->state = state;
  ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW],
                             state == ECPA_ORDER_OPENING || state == ECPA_ORDER_SIGNING);
  if (old != NULL || fault != NULL)
    notify (self, PROP_FAULT);
  notify (self, PROP_STATE);
  notify (self, PROP_CAN_SIGN);
}

static void
set_order (EcpaOrderItem *self,
           EcpaOrder     *order)
{
  if (g_set_object (&self->order, order))
    notify (self, PROP_ORDER);
}

/* Of an order that was opened by its id alone; a list knows better, and sooner or later. */
static void
learn_summary (EcpaOrderItem *self,
               EcpaOrder     *order)
{
  g_autoptr (EcpaOrderSummary) summary = NULL;

  if (self->summary->kind_name != NULL)
    return;

  summary = g_object_new (ECPA_TYPE_ORDER_SUMMARY, NULL);
  summary->id = g_strdup (order->id);
  summary->version = order->version;
  summary->kind_code = g_strdup (order->kind_code);
  summary->kind_name = g_strdup (order->kind_name);
  summary->agency_name = g_strdup (order->agency_name);
  summary->issued_on = g_strdup (order->issued_on);
  summary->document_number = g_strdup (order->document_number);
  summary->reason = g_strdup (order->reason);
  summary->electronic = order->electronic;
  g_set_object (&self->summary, summary);
  notify (self, PROP_SUMMARY);
}

/* Callbacks ---------------------------------------------------------------- */

static void
order_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (EcpaOrderItem) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaOrder) order = ecpa_order_service_open_finish (ECPA_ORDER_SERVICE (source), result, &error);
  EcpaFault *fault;

  if (order == NULL)
    {
      fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));
      if (fault != NULL)
        go_to (self, ECPA_ORDER_FAILED, fault);
      return;
    }
  if (!ecpa_scope_is_alive (self->scope))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  set_order (self, order);
  learn_summary (self, order);
  learn_times (self, order->notified_at, order->viewed_at, order->signed_at);
  go_to (self, self->signed_at != NULL ? ECPA_ORDER_SIGNED : ECPA_ORDER_OPEN, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
order_signed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (EcpaOrderItem) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaReceipt) receipt = ecpa_order_service_sign_finish (ECPA_ORDER_SERVICE (source), result, &error);
  EcpaFault *fault;

  ecpa_account_service_release (ecpa_services_get_account (ecpa_scope_get_services (self->scope)));
  if (receipt == NULL)
    {
      fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));
      if (fault != NULL)
        go_to (self, ECPA_ORDER_OPEN, fault);
      return;
    }
  if (!ecpa_scope_is_alive (self->scope))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  learn_times (self, NULL, NULL, receipt->signed_at);
  go_to (self, ECPA_ORDER_SIGNED, NULL);
  g_object_thaw_notify (G_OBJECT (self));

  ecpa_scope_count_receipt (self->scope, self->asked);
}

/* The card that signed in is looked at before it signs for anything: with some readers a quick swap gives no event.
 * Another program that holds it just now is no doubt about it. */
static void
card_checked_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (EcpaOrderItem) self = user_data;
  g_autoptr (GError) error = NULL;
  EcpaServices *services = ecpa_scope_get_services (self->scope);
  EcpaFault *fault;

  if (!ecpa_card_service_check_finish (ecpa_services_get_card (services), result, &error)
      && !g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE))
    {
      fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));
      if (fault != NULL)
        go_to (self, ECPA_ORDER_OPEN, fault);
      return;
    }
  if (!ecpa_scope_is_alive (self->scope))
    return;

  self->asked = ecpa_scope_ask_receipt (self->scope);
  ecpa_account_service_hold (ecpa_services_get_account (services));
  ecpa_order_service_sign_async (ecpa_services_get_orders (services), self->summary->id,
                                 ecpa_scope_get_cancellable (self->scope), order_signed_cb, g_object_ref (self));
}

static void
scope_ended_cb (EcpaScope     *scope,
                EcpaFault     *fault,
                EcpaOrderItem *self)
{
  g_autoptr (EcpaOrderSummary) blank = g_object_new (ECPA_TYPE_ORDER_SUMMARY, NULL);

  g_object_freeze_notify (G_OBJECT (self));
  set_order (self, NULL);
  g_set_object (&self->summary, blank);
  notify (self, PROP_SUMMARY);
  g_clear_pointer (&self->notified_at, g_date_time_unref);
  g_clear_pointer (&self->viewed_at, g_date_time_unref);
  g_clear_pointer (&self->signed_at, g_date_time_unref);
  for (guint id = PROP_NOTIFIED_AT; id <= PROP_SIGNED_AT; id++)
    notify (self, id);
  go_to (self, ECPA_ORDER_CLOSED, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_item_dispose (GObject *object)
{
  EcpaOrderItem *self = ECPA_ORDER_ITEM (object);

  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);

  G_OBJECT_CLASS (ecpa_order_item_parent_class)->dispose (object);
}

static void
ecpa_order_item_finalize (GObject *object)
{
  EcpaOrderItem *self = ECPA_ORDER_ITEM (object);

  if (self->id != NULL)
    g_hash_table_remove (get_items (self->scope), self->id);
  g_free (self->id);
  g_clear_object (&self->scope);
  g_clear_object (&self->summary);
  g_clear_object (&self->order);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->notified_at, g_date_time_unref);
  g_clear_pointer (&self->viewed_at, g_date_time_unref);
  g_clear_pointer (&self->signed_at, g_date_time_unref);

  G_OBJECT_CLASS (ecpa_order_item_parent_class)->finalize (object);
}

static void
ecpa_order_item_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaOrderItem *self = ECPA_ORDER_ITEM (object);

  switch (id)
    {
    case PROP_SUMMARY:
      g_value_set_object (value, self->summary);
      break;
    case PROP_ORDER:
      g_value_set_object (value, self->order);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_NOTIFIED_AT:
      g_value_set_boxed (value, self->notified_at);
      break;
    case PROP_VIEWED_AT:
      g_value_set_boxed (value, self->viewed_at);
      break;
    case PROP_SIGNED_AT:
      g_value_set_boxed (value, self->signed_at);
      break;
    case PROP_CAN_SIGN:
      g_value_set_boolean (value, ecpa_order_item_can_sign (self));
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_item_class_init (EcpaOrderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_order_item_dispose;
  object_class->finalize = ecpa_order_item_finalize;
  object_class->get_property = ecpa_order_item_get_property;

  properties[PROP_SUMMARY] = g_param_spec_object ("summary", NULL, NULL, ECPA_TYPE_ORDER_SUMMARY, flags);
  properties[PROP_ORDER] = g_param_spec_object ("order", NULL, NULL, ECPA_TYPE_ORDER, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_ORDER_STATE, ECPA_ORDER_CLOSED, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_NOTIFIED_AT] = g_param_spec_boxed ("notified-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_VIEWED_AT] = g_param_spec_boxed ("viewed-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_SIGNED_AT] = g_param_spec_boxed ("signed-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_CAN_SIGN] = g_param_spec_boolean ("can-sign", NULL, NULL, FALSE, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_order_item_init (EcpaOrderItem *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_item_new:
 * @scope: the session
 * @summary: the order's line
 *
 * Returns: (transfer full): an item that has not been opened
 */
EcpaOrderItem *
ecpa_order_item_new (EcpaScope        *scope,
                     EcpaOrderSummary *summary)
{
  EcpaOrderItem *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);
  g_return_val_if_fail (ECPA_IS_ORDER_SUMMARY (summary), NULL);

  self = g_object_new (ECPA_TYPE_ORDER_ITEM, NULL);
  self->scope = g_object_ref (scope);
  ecpa_order_item_take_summary (self, summary);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, 0);

  return self;
}

/**
 * ecpa_order_item_find:
 * @scope: the session
 * @order_id: an order
 *
 * Returns: (transfer full) (nullable): the order's item in this session, if anything has one
 */
EcpaOrderItem *
ecpa_order_item_find (EcpaScope  *scope,
                      const char *order_id)
{
  EcpaOrderItem *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);
  g_return_val_if_fail (order_id != NULL, NULL);

  self = g_hash_table_lookup (get_items (scope), order_id);

  return self != NULL ? g_object_ref (self) : NULL;
}

/**
 * ecpa_order_item_ensure:
 * @scope: the session
 * @summary: the order's line
 *
 * Returns: (transfer full): the order's item in this session, told of @summary; a new one where there is none yet
 */
EcpaOrderItem *
ecpa_order_item_ensure (EcpaScope        *scope,
                        EcpaOrderSummary *summary)
{
  GHashTable *items;
  EcpaOrderItem *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);
  g_return_val_if_fail (ECPA_IS_ORDER_SUMMARY (summary), NULL);

  items = get_items (scope);
  self = g_hash_table_lookup (items, summary->id);
  if (self != NULL)
    {
      ecpa_order_item_take_summary (self, summary);
      return g_object_ref (self);
    }

  self = ecpa_order_item_new (scope, summary);
  self->id = g_strdup (summary->id);
  g_hash_table_insert (items, g_strdup (summary->id), self);

  return self;
}

/**
 * ecpa_order_item_take_summary:
 * @self: an item
 * @summary: a newer line of the same order
 */
void
ecpa_order_item_take_summary (EcpaOrderItem    *self,
                              EcpaOrderSummary *summary)
{
  g_return_if_fail (ECPA_IS_ORDER_ITEM (self));
  g_return_if_fail (ECPA_IS_ORDER_SUMMARY (summary));

  g_object_freeze_notify (G_OBJECT (self));
  g_set_object (&self->summary, summary);
  notify (self, PROP_SUMMARY);
  learn_times (self, summary->notified_at, summary->viewed_at, summary->signed_at);
  if (self->state == ECPA_ORDER_OPEN && self->signed_at != NULL)
    go_to (self, ECPA_ORDER_SIGNED, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * ecpa_order_item_get_summary:
 * @self: an item
 *
 * Returns: (transfer none): the order's line; blank once the session has ended
 */
EcpaOrderSummary *
ecpa_order_item_get_summary (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->summary;
}

/**
 * ecpa_order_item_get_order:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the document, once opened
 */
EcpaOrder *
ecpa_order_item_get_order (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->order;
}

/**
 * ecpa_order_item_get_state:
 * @self: an item
 *
 * Returns: where it stands
 */
EcpaOrderState
ecpa_order_item_get_state (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), ECPA_ORDER_CLOSED);

  return self->state;
}

/**
 * ecpa_order_item_get_fault:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): why opening or signing failed
 */
EcpaFault *
ecpa_order_item_get_fault (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->fault;
}

/**
 * ecpa_order_item_get_notified_at:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): 通知
 */
GDateTime *
ecpa_order_item_get_notified_at (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->notified_at;
}

/**
 * ecpa_order_item_get_viewed_at:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): 檢視
 */
GDateTime *
ecpa_order_item_get_viewed_at (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->viewed_at;
}

/**
 * ecpa_order_item_get_signed_at:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): 簽收
 */
GDateTime *
ecpa_order_item_get_signed_at (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), NULL);

  return self->signed_at;
}

/**
 * ecpa_order_item_can_sign:
 * @self: an item
 *
 * Returns: whether it is electronic, open and not signed for
 */
gboolean
ecpa_order_item_can_sign (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), FALSE);

  return self->state == ECPA_ORDER_OPEN && self->order != NULL && self->order->electronic && self->signed_at == NULL;
}

/**
 * ecpa_order_item_open:
 * @self: an item
 *
 * Fetches the document and records 檢視. Nothing where it is open already or on its way.
 */
void
ecpa_order_item_open (EcpaOrderItem *self)
{
  EcpaServices *services;

  g_return_if_fail (ECPA_IS_ORDER_ITEM (self));

  if (!ecpa_scope_is_alive (self->scope)
      || (self->state != ECPA_ORDER_CLOSED && self->state != ECPA_ORDER_FAILED))
    return;

  services = ecpa_scope_get_services (self->scope);
  go_to (self, ECPA_ORDER_OPENING, NULL);
  ecpa_order_service_open_async (ecpa_services_get_orders (services), self->summary,
                                 ecpa_scope_get_cancellable (self->scope), order_opened_cb, g_object_ref (self));
}

/**
 * ecpa_order_item_sign:
 * @self: an item
 *
 * Signs for it, exactly once whatever the network does. Only where `can-sign`.
 */
void
ecpa_order_item_sign (EcpaOrderItem *self)
{
  EcpaServices *services;

  g_return_if_fail (ECPA_IS_ORDER_ITEM (self));

  if (!ecpa_scope_is_alive (self->scope) || !ecpa_order_item_can_sign (self))
    return;

  services = ecpa_scope_get_services (self->scope);
  go_to (self, ECPA_ORDER_SIGNING, NULL);
  ecpa_card_service_check_async (ecpa_services_get_card (services), ecpa_scope_get_insertion (self->scope),
                                 ecpa_scope_get_cancellable (self->scope), card_checked_cb, g_object_ref (self));
}

/**
 * ecpa_order_item_is_slow:
 * @self: an item
 *
 * Returns: whether an answer takes longer than usual, and is still being waited for
 */
gboolean
ecpa_order_item_is_slow (EcpaOrderItem *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_ITEM (self), FALSE);

  return self->patience.slow;
}
