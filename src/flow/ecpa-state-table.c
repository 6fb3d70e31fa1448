/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-state-table.h"

#include <gio/gio.h>

/* Auxiliaries -------------------------------------------------------------- */

static guint
follow (const EcpaStateTable *self,
        guint                 reached)
{
  for (guint i = 0; i < self->n_edges; i++)
    if (self->edges[i].from & reached)
      reached |= ECPA_AT (self->edges[i].to);

  return reached;
}

static guint
reachable (const EcpaStateTable *self)
{
  guint reached = ECPA_AT (self->initial);
  guint next = follow (self, reached);

  while (next != reached)
    {
      reached = next;
      next = follow (self, reached);
    }

  return reached;
}

static guint
left (const EcpaStateTable *self)
{
  guint mask = 0;

  for (guint i = 0; i < self->n_edges; i++)
    mask |= self->edges[i].from & ~ECPA_AT (self->edges[i].to);

  return mask;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_state_table_validate:
 * @self: a table
 * @error: says which row or state is wrong
 *
 * Holds a table against what every table must be: rows within their ranges, no two rows for one event in one state,
 * every state reached from the first one, and none without a way out.
 *
 * Returns: whether it is sound
 */
gboolean
ecpa_state_table_validate (const EcpaStateTable  *self,
                           GError               **error)
{
  guint all;

  g_return_val_if_fail (self != NULL && self->n_states > 0 && self->n_states < 32, FALSE);

  all = ECPA_AT (self->n_states) - 1;
  for (guint i = 0; i < self->n_edges; i++)
    {
      const EcpaEdge *edge = &self->edges[i];

      if (edge->from == 0 || (edge->from & ~all) != 0 || edge->to >= self->n_states || edge->event >= self->n_events)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: row %u is out of range", self->name, i);
          return FALSE;
        }
      for (guint k = 0; k < i; k++)
        if (self->edges[k].event == edge->event && (self->edges[k].from & edge->from) != 0)
          {
            g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: rows %u and %u contradict each other",
                         self->name, k, i);
            return FALSE;
          }
    }

  if (reachable (self) != all || left (self) != all)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: states %x are never reached, %x never left",
                   self->name, all & ~reachable (self), all & ~left (self));
      return FALSE;
    }

  return TRUE;
}

/**
 * ecpa_state_table_find:
 * @self: a table
 * @state: where it stands
 * @event: what happened
 *
 * Returns: (transfer none) (nullable): the row, or %NULL where that may not happen there
 */
const EcpaEdge *
ecpa_state_table_find (const EcpaStateTable *self,
                       guint                 state,
                       guint                 event)
{
  g_return_val_if_fail (self != NULL && state < self->n_states, NULL);

  for (guint i = 0; i < self->n_edges; i++)
    if (self->edges[i].event == event && (self->edges[i].from & ECPA_AT (state)) != 0)
      return &self->edges[i];

  return NULL;
}
