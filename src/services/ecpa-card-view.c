/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-view.h"

/* Auxiliaries -------------------------------------------------------------- */

static void
clear (gpointer data)
{
  EcpaCardView *self = data;

  g_free (self->reader);
  g_array_unref (self->insertions);
  g_free (self->holder);
  g_free (self->number);
  g_free (self->digest);
  g_clear_pointer (&self->fault, ecpa_fault_free);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_view_new:
 * @state: what there is
 *
 * Returns: (transfer full): a view to be filled before anybody else sees it
 */
EcpaCardView *
ecpa_card_view_new (EcpaCardViewState state)
{
  EcpaCardView *self = g_atomic_rc_box_new0 (EcpaCardView);

  self->state = state;
  self->insertions = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

/**
 * ecpa_card_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): @self
 */
EcpaCardView *
ecpa_card_view_ref (EcpaCardView *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * ecpa_card_view_unref:
 * @self: (transfer full): a view
 */
void
ecpa_card_view_unref (EcpaCardView *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

/**
 * ecpa_card_view_has_insertion:
 * @self: a view
 * @insertion: an insertion
 *
 * Returns: whether that card has been in its reader all the time since
 */
gboolean
ecpa_card_view_has_insertion (EcpaCardView *self,
                              guint64       insertion)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->insertions->len; i++)
    if (g_array_index (self->insertions, guint64, i) == insertion)
      return TRUE;

  return FALSE;
}
