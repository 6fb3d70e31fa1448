/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-gathering.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderGathering
{
  GObject       parent_instance;

  /* Owned */
  GPtrArray    *items;          /* EcpaOrderItem */
  GSignalGroup *signals;        /* of the item that is on its way */
  EcpaFault    *fault;          /* nullable */

  guint         done;
  gboolean      ended;
};

enum
{
  PROP_DONE = 1,
  PROP_FAULT,
  PROP_FINISHED,
  PROP_ENDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaOrderGathering, ecpa_order_gathering, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_fault (EcpaOrderGathering *self,
           EcpaFault          *fault)
{
  if (self->fault == NULL && fault == NULL)
    return;

  g_clear_pointer (&self->fault, ecpa_fault_free);
  self->fault = fault != NULL ? ecpa_fault_copy (fault) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
end (EcpaOrderGathering *self)
{
  g_signal_group_set_target (self->signals, NULL);
  self->ended = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENDED]);
}

/* Goes on with the first that is not there yet; those that were opened before are there at once. */
static void
go_on (EcpaOrderGathering *self)
{
  guint before = self->done;

  while (self->done < self->items->len
         && ecpa_order_item_get_order (g_ptr_array_index (self->items, self->done)) != NULL)
    self->done++;
  if (self->done != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  if (self->done == self->items->len)
    {
      g_signal_group_set_target (self->signals, NULL);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
      return;
    }

  g_signal_group_set_target (self->signals, g_ptr_array_index (self->items, self->done));
  ecpa_order_item_open (g_ptr_array_index (self->items, self->done));
}

/* Callbacks ---------------------------------------------------------------- */

static void
item_changed_cb (EcpaOrderGathering *self,
                 GParamSpec         *pspec,
                 EcpaOrderItem      *item)
{
  g_autoptr (EcpaOrderGathering) alive = g_object_ref (self);
  EcpaOrderState state = ecpa_order_item_get_state (item);

  if (ecpa_order_item_get_order (item) != NULL)
    go_on (self);
  else if (state == ECPA_ORDER_CLOSED)
    end (self);
  else if (state == ECPA_ORDER_FAILED)
    {
      g_signal_group_set_target (self->signals, NULL);
      set_fault (self, ecpa_order_item_get_fault (item));
    }
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_gathering_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  EcpaOrderGathering *self = ECPA_ORDER_GATHERING (object);

  switch (id)
    {
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, ecpa_order_gathering_is_finished (self));
      break;
    case PROP_ENDED:
      g_value_set_boolean (value, self->ended);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_order_gathering_finalize (GObject *object)
{
  EcpaOrderGathering *self = ECPA_ORDER_GATHERING (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->fault, ecpa_fault_free);

  G_OBJECT_CLASS (ecpa_order_gathering_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_gathering_class_init (EcpaOrderGatheringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ecpa_order_gathering_get_property;
  object_class->finalize = ecpa_order_gathering_finalize;

  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  properties[PROP_ENDED] = g_param_spec_boolean ("ended", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_order_gathering_init (EcpaOrderGathering *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->signals = g_signal_group_new (ECPA_TYPE_ORDER_ITEM);
  g_signal_group_connect_object (self->signals, "notify::state", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_gathering_new:
 * @items: (element-type EcpaOrderItem): what is wanted, in this order; copied
 *
 * Returns: (transfer full): a gathering that has not begun
 */
EcpaOrderGathering *
ecpa_order_gathering_new (GPtrArray *items)
{
  EcpaOrderGathering *self;

  g_return_val_if_fail (items != NULL, NULL);

  self = g_object_new (ECPA_TYPE_ORDER_GATHERING, NULL);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->items, g_object_ref (g_ptr_array_index (items, i)));

  return self;
}

/**
 * ecpa_order_gathering_start:
 * @self: a gathering
 *
 * Begins, or goes on where something failed.
 */
void
ecpa_order_gathering_start (EcpaOrderGathering *self)
{
  g_return_if_fail (ECPA_IS_ORDER_GATHERING (self));

  if (self->ended || ecpa_order_gathering_is_finished (self))
    return;

  set_fault (self, NULL);
  go_on (self);
}

/**
 * ecpa_order_gathering_stop:
 * @self: a gathering
 *
 * Asks for nothing more; what is on its way still arrives at its item.
 */
void
ecpa_order_gathering_stop (EcpaOrderGathering *self)
{
  g_return_if_fail (ECPA_IS_ORDER_GATHERING (self));

  g_signal_group_set_target (self->signals, NULL);
}

/**
 * ecpa_order_gathering_get_done:
 * @self: a gathering
 *
 * Returns: how many orders are there
 */
guint
ecpa_order_gathering_get_done (EcpaOrderGathering *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), 0);

  return self->done;
}

/**
 * ecpa_order_gathering_get_total:
 * @self: a gathering
 *
 * Returns: how many are wanted
 */
guint
ecpa_order_gathering_get_total (EcpaOrderGathering *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), 0);

  return self->items->len;
}

/**
 * ecpa_order_gathering_get_fault:
 * @self: a gathering
 *
 * Returns: (transfer none) (nullable): why it does not go on
 */
EcpaFault *
ecpa_order_gathering_get_fault (EcpaOrderGathering *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), NULL);

  return self->fault;
}

/**
 * ecpa_order_gathering_is_finished:
 * @self: a gathering
 *
 * Returns: whether all are there
 */
gboolean
ecpa_order_gathering_is_finished (EcpaOrderGathering *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), FALSE);

  return !self->ended && self->done == self->items->len;
}

/**
 * ecpa_order_gathering_has_ended:
 * @self: a gathering
 *
 * Returns: whether the session ended before all were there
 */
gboolean
ecpa_order_gathering_has_ended (EcpaOrderGathering *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), FALSE);

  return self->ended;
}

/**
 * ecpa_order_gathering_dup_orders:
 * @self: a gathering
 *
 * Returns: (transfer full) (element-type EcpaOrder) (nullable): the orders as they were asked for; %NULL where one has
 *   gone again because the session ended
 */
GPtrArray *
ecpa_order_gathering_dup_orders (EcpaOrderGathering *self)
{
  g_autoptr (GPtrArray) orders = NULL;

  g_return_val_if_fail (ECPA_IS_ORDER_GATHERING (self), NULL);

  orders = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->items->len; i++)
    {
      EcpaOrder *order = ecpa_order_item_get_order (g_ptr_array_index (self->items, i));

      if (order == NULL)
        return NULL;
      g_ptr_array_add (orders, g_object_ref (order));
    }

  return g_steal_pointer (&orders);
}
