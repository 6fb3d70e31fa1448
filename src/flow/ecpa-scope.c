/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-scope.h"



/* Types -------------------------------------------------------------------- */

struct _EcpaScope
{
  GObject       parent_instance;

  /* Owned */
  EcpaServices *services;
  GCancellable *cancellable;
  guint         unsigned_orders;
  guint         n_receipts;
  guint64       insertion;
  gboolean      ended;
};

enum
{
  ENDED,
  UNSIGNED_CHANGED,
  ORDERS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaScope, ecpa_scope, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
put_unsigned (EcpaScope *self,
              guint      n)
{
  if (self->unsigned_orders == n)
    return;

  self->unsigned_orders = n;
  g_signal_emit (self, signals[UNSIGNED_CHANGED], 0);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_scope_dispose (GObject *object)
{
  EcpaScope *self = ECPA_SCOPE (object);

  self->ended = TRUE;
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (ecpa_scope_parent_class)->dispose (object);
}

static void
ecpa_scope_finalize (GObject *object)
{
  EcpaScope *self = ECPA_SCOPE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (ecpa_scope_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_scope_class_init (EcpaScopeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_scope_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_scope_finalize;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ECPA_TYPE_FAULT);
  signals[UNSIGNED_CHANGED] = g_signal_new ("unsigned-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ORDERS_CHANGED] = g_signal_new ("orders-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ecpa_scope_init (EcpaScope *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_scope_new:
 * @services: the services
 *
 * Returns: (transfer full): the scope of a session that has just begun
 */
EcpaScope *
ecpa_scope_new (EcpaServices *services)
{
  EcpaScope *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);

  self = g_object_new (ECPA_TYPE_SCOPE, NULL);
  self->services = g_object_ref (services);

  return self;
}

/**
 * ecpa_scope_get_services:
 * @self: a scope
 *
 * Returns: (transfer none): the services
 */
EcpaServices *
ecpa_scope_get_services (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), NULL);

  return self->services;
}

/**
 * ecpa_scope_get_cancellable:
 * @self: a scope
 *
 * Returns: (transfer none): what every request of the session runs under
 */
GCancellable *
ecpa_scope_get_cancellable (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), NULL);

  return self->cancellable;
}

/**
 * ecpa_scope_is_alive:
 * @self: a scope
 *
 * Returns: whether the session goes on
 */
gboolean
ecpa_scope_is_alive (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), FALSE);

  return !self->ended;
}

/**
 * ecpa_scope_get_unsigned:
 * @self: a scope
 *
 * Returns: how many orders wait for a signature, as far as is known
 */
guint
ecpa_scope_get_unsigned (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), 0);

  return self->unsigned_orders;
}

/**
 * ecpa_scope_ask_receipt:
 * @self: a scope
 *
 * Called when a receipt is asked for.
 *
 * Returns: what [method@Scope.count_receipt] wants to know when it is there
 */
guint
ecpa_scope_ask_receipt (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), 0);

  return self->unsigned_orders + self->n_receipts;
}

/**
 * ecpa_scope_set_unsigned:
 * @self: a scope
 * @n: what the backend has just said
 */
void
ecpa_scope_set_unsigned (EcpaScope *self,
                         guint      n)
{
  g_return_if_fail (ECPA_IS_SCOPE (self));

  put_unsigned (self, n);
}

/**
 * ecpa_scope_tell_orders:
 * @self: a scope
 * @n_unsigned: how many wait for a signature, as far as the backend has said so; less than 0 where it has not
 *
 * Something in the person's orders has changed. Emits `unsigned-changed` where that number is another one, and
 * `orders-changed` where it is not: one came on paper, or was opened elsewhere.
 */
void
ecpa_scope_tell_orders (EcpaScope *self,
                        gint64     n_unsigned)
{
  guint before;

  g_return_if_fail (ECPA_IS_SCOPE (self));

  before = self->unsigned_orders;
  if (n_unsigned >= 0)
    put_unsigned (self, (guint) MIN (n_unsigned, G_MAXINT));
  if (self->unsigned_orders == before)
    g_signal_emit (self, signals[ORDERS_CHANGED], 0);
}

/**
 * ecpa_scope_count_receipt:
 * @self: a scope
 * @asked: what [method@Scope.ask_receipt] said
 *
 * One order less waits than when the receipt was asked for. The backend may have said so already, because its event
 * comes on a connection of its own; and what it says just now may be from before.
 */
void
ecpa_scope_count_receipt (EcpaScope *self,
                          guint      asked)
{
  guint left;

  g_return_if_fail (ECPA_IS_SCOPE (self));

  self->n_receipts++;
  left = asked > self->n_receipts ? asked - self->n_receipts : 0;
  if (self->unsigned_orders > left)
    put_unsigned (self, left);
}

/**
 * ecpa_scope_get_insertion:
 * @self: a session
 *
 * Returns: the card that signed in; 0 for none
 */
guint64
ecpa_scope_get_insertion (EcpaScope *self)
{
  g_return_val_if_fail (ECPA_IS_SCOPE (self), 0);

  return self->insertion;
}

/**
 * ecpa_scope_set_insertion:
 * @self: a session
 * @insertion: the card that signed in
 */
void
ecpa_scope_set_insertion (EcpaScope *self,
                          guint64    insertion)
{
  g_return_if_fail (ECPA_IS_SCOPE (self));

  self->insertion = insertion;
}

/**
 * ecpa_scope_end:
 * @self: a scope
 * @fault: (nullable): why, or %NULL for a sign-out
 *
 * Ends the session, once: requests are cancelled and `ended` is emitted before this returns.
 */
void
ecpa_scope_end (EcpaScope *self,
                EcpaFault *fault)
{
  g_autoptr (EcpaScope) alive = NULL;

  g_return_if_fail (ECPA_IS_SCOPE (self));

  if (self->ended)
    return;

  alive = g_object_ref (self);
  self->ended = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[ENDED], 0, fault);
}

/**
 * ecpa_scope_take_error:
 * @self: a scope
 * @error: (transfer full): what a request came back with
 *
 * The one way from a request's error to what is shown. Where it says that the session is over, it is over for all.
 *
 * Returns: (transfer full) (nullable): the fault to show; %NULL where it was cancelled or the session has ended
 */
EcpaFault *
ecpa_scope_take_error (EcpaScope *self,
                       GError    *error)
{
  g_autoptr (GError) owned = error;
  g_autoptr (EcpaFault) fault = NULL;

  g_return_val_if_fail (ECPA_IS_SCOPE (self), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  if (self->ended)
    return NULL;

  fault = ecpa_fault_from_error (error);
  if (fault != NULL)
    g_debug ("A request of the session failed: %s", fault->detail);
  if (fault != NULL && ecpa_fault_is_session_end (fault))
    {
      ecpa_scope_end (self, fault);
      return NULL;
    }

  return g_steal_pointer (&fault);
}
