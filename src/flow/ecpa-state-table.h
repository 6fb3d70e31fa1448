/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EcpaEdge:
 * @from: the states it leaves, a mask of %ECPA_AT
 * @event: what happens
 * @to: the state it leads to
 * @action: (nullable): what is done on the way; called with the flow
 *
 * A row of a transition table.
 */
typedef struct
{
  guint   from;
  guint   event;
  guint   to;
  void  (*action) (gpointer flow);
} EcpaEdge;

#define ECPA_AT(state) (1u << (state))

/**
 * EcpaStateTable:
 * @name: for messages
 * @edges: (array length=n_edges): the rows
 * @n_edges: how many
 * @n_states: states are below this
 * @n_events: events are below this
 * @initial: where it begins
 *
 * What may happen next, as data.
 */
typedef struct
{
  const char     *name;
  const EcpaEdge *edges;
  guint           n_edges;
  guint           n_states;
  guint           n_events;
  guint           initial;
} EcpaStateTable;

gboolean        ecpa_state_table_validate (const EcpaStateTable  *self,
                                           GError               **error);
const EcpaEdge *ecpa_state_table_find     (const EcpaStateTable  *self,
                                           guint                  state,
                                           guint                  event);

G_END_DECLS
