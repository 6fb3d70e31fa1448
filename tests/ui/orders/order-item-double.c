/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "order-item-double.h"

#include "ecpa-flow-private.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderItem
{
  GObject           parent_instance;

  EcpaOrderSummary *summary;
  EcpaOrder        *order;
  EcpaFault        *fault;
  GDateTime        *notified_at;
  GDateTime        *viewed_at;
  GDateTime        *signed_at;
  EcpaOrderState    state;
  guint             n_opened;
  guint             n_signed;
};

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (EcpaOrderState, ecpa_order_state, G_DEFINE_ENUM_VALUE (ECPA_ORDER_CLOSED, "closed"))
G_DEFINE_FINAL_TYPE (EcpaOrderItem, ecpa_order_item, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* There is an order to see from %ECPA_ORDER_OPEN on. */
static gboolean
is_open (EcpaOrderItem *self)
{
  return self->state == ECPA_ORDER_OPEN || self->state == ECPA_ORDER_SIGNING || self->state == ECPA_ORDER_SIGNED;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_item_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  g_value_set_int (value, (int) ECPA_ORDER_ITEM (object)->state);
}

static void
ecpa_order_item_finalize (GObject *object)
{
  EcpaOrderItem *self = ECPA_ORDER_ITEM (object);

  g_clear_object (&self->summary);
  g_clear_object (&self->order);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->notified_at, g_date_time_unref);
  g_clear_pointer (&self->viewed_at, g_date_time_unref);
  g_clear_pointer (&self->signed_at, g_date_time_unref);

  G_OBJECT_CLASS (ecpa_order_item_parent_class)->finalize (object);
}

static void
ecpa_order_item_class_init (EcpaOrderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_order_item_get_property;
  object_class->finalize = ecpa_order_item_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, 100, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_order_item_init (EcpaOrderItem *self)
{
}

/* What the user interface sees --------------------------------------------- */

EcpaOrderSummary *
ecpa_order_item_get_summary (EcpaOrderItem *self)
{
  return self->summary;
}

EcpaOrder *
ecpa_order_item_get_order (EcpaOrderItem *self)
{
  return is_open (self) ? self->order : NULL;
}

gboolean
ecpa_order_item_is_slow (EcpaOrderItem *self)
{
  return FALSE;
}

EcpaOrderState
ecpa_order_item_get_state (EcpaOrderItem *self)
{
  return self->state;
}

EcpaFault *
ecpa_order_item_get_fault (EcpaOrderItem *self)
{
  return self->fault;
}

GDateTime *
ecpa_order_item_get_notified_at (EcpaOrderItem *self)
{
  return self->notified_at;
}

GDateTime *
ecpa_order_item_get_viewed_at (EcpaOrderItem *self)
{
  return self->viewed_at;
}

GDateTime *
ecpa_order_item_get_signed_at (EcpaOrderItem *self)
{
  return self->signed_at;
}

gboolean
ecpa_order_item_can_sign (EcpaOrderItem *self)
{
  return self->state == ECPA_ORDER_OPEN && self->order->electronic && self->signed_at == NULL;
}

void
ecpa_order_item_open (EcpaOrderItem *self)
{
  self->n_opened++;
}

void
ecpa_order_item_sign (EcpaOrderItem *self)
{
  g_assert_true (ecpa_order_item_can_sign (self));
  self->n_signed++;
}

/* What the floor's other objects need, so that its own file stays out of the link. */
EcpaOrderItem *
ecpa_order_item_new (EcpaScope        *scope,
                     EcpaOrderSummary *summary)
{
  g_assert_not_reached ();
}

EcpaOrderItem *
ecpa_order_item_find (EcpaScope  *scope,
                      const char *order_id)
{
  g_assert_not_reached ();
}

EcpaOrderItem *
ecpa_order_item_ensure (EcpaScope        *scope,
                        EcpaOrderSummary *summary)
{
  g_assert_not_reached ();
}

void
ecpa_order_item_take_summary (EcpaOrderItem    *self,
                              EcpaOrderSummary *summary)
{
  g_assert_not_reached ();
}

/* What the test says ------------------------------------------------------- */

EcpaOrderItem *
order_item_double_new (EcpaOrder *order)
{
  EcpaOrderItem *self = g_object_new (ECPA_TYPE_ORDER_ITEM, NULL);

  self->order = g_object_ref (order);
  self->notified_at = g_date_time_new_utc (2026, 11, 18, 1, 2, 0);
  self->summary = g_object_new (ECPA_TYPE_ORDER_SUMMARY, "kind-name", order->kind_name, "agency-name",
                                order->agency_name, "document-number", order->document_number, NULL);

  return self;
}

/* Another line of the list for the same order. */
void
order_item_double_take_summary (EcpaOrderItem    *self,
                                EcpaOrderSummary *summary)
{
  g_set_object (&self->summary, summary);
}

void
order_item_double_set (EcpaOrderItem  *self,
                       EcpaOrderState  state,
                       EcpaFaultCode   fault)
{
  self->state = state;
  g_clear_pointer (&self->fault, ecpa_fault_free);
  if (fault != ECPA_FAULT_NONE)
    self->fault = ecpa_fault_new (fault, "said by the test");
  if (is_open (self) && self->viewed_at == NULL)
    self->viewed_at = g_date_time_new_utc (2026, 11, 21, 2, 30, 0);
  if (state == ECPA_ORDER_SIGNED && self->signed_at == NULL)
    self->signed_at = g_date_time_new_utc (2026, 11, 21, 2, 31, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

guint
order_item_double_get_n_opened (EcpaOrderItem *self)
{
  return self->n_opened;
}

guint
order_item_double_get_n_signed (EcpaOrderItem *self)
{
  return self->n_signed;
}
