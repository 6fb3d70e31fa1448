/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-patience.h"

static guint limit_ms = ECPA_PATIENCE_MS;

/* Callbacks ---------------------------------------------------------------- */

static gboolean
patience_ended_cb (gpointer data)
{
  EcpaPatience *self = data;

  self->source = 0;
  self->slow = TRUE;
  g_object_notify_by_pspec (self->owner, self->property);

  return G_SOURCE_REMOVE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_patience_set_waiting:
 * @self: a patience, zeroed at first; part of @owner
 * @owner: whose property it is
 * @property: the boolean property
 * @waiting: whether an answer is being waited for; %FALSE before @owner goes
 */
void
ecpa_patience_set_waiting (EcpaPatience *self,
                           GObject      *owner,
                           GParamSpec   *property,
                           gboolean      waiting)
{
  g_return_if_fail (self != NULL && G_IS_OBJECT (owner));

  self->owner = owner;
  self->property = property;
  if (waiting && self->source == 0 && !self->slow)
    self->source = g_timeout_add (limit_ms, patience_ended_cb, self);
  if (waiting)
    return;

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->slow)
    {
      self->slow = FALSE;
      g_object_notify_by_pspec (owner, property);
    }
}

/**
 * ecpa_patience_set_limit:
 * @ms: from the next wait on; for tests
 */
void
ecpa_patience_set_limit (guint ms)
{
  limit_ms = ms;
}
