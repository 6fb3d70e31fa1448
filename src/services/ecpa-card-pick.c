/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-pick.h"

/* Auxiliaries -------------------------------------------------------------- */

/* Lets go of a choice whose reader or card has gone. */
static EcpaCardSlot *
find_chosen (EcpaCardPick *self,
             GPtrArray    *slots)
{
  EcpaCardSlot *slot = self->reader != NULL ? ecpa_card_slots_by_name (slots, self->reader) : NULL;

  if (slot != NULL && self->insertion == 0)
    self->insertion = slot->insertion;
  if (slot == NULL || slot->insertion != self->insertion)
    {
      g_clear_pointer (&self->reader, g_free);
      return NULL;
    }

  return slot;
}

/* What has been shown as ready is not pushed aside by a second card, not even while it is read again. */
static EcpaCardSlot *
find_shown (EcpaCardPick *self,
            GPtrArray    *slots)
{
  EcpaCardSlot *slot = ecpa_card_slots_by_insertion (slots, self->shown);

  if (slot == NULL)
    return NULL;

  if (slot->state == ECPA_CARD_SLOT_READY || (slot->state == ECPA_CARD_SLOT_READING && slot->digest != NULL))
    return slot;

  return NULL;
}

/* A card that serves comes first, then one that may, then one that does not; the oldest of those that serve, the newest
 * of the others. */
static EcpaCardSlot *
find_best (GPtrArray *slots)
{
  static const int rank[] = {
    [ECPA_CARD_SLOT_EMPTY] = 0,
    [ECPA_CARD_SLOT_FAILED] = 1,
    [ECPA_CARD_SLOT_READING] = 2,
    [ECPA_CARD_SLOT_READY] = 3,
  };
  EcpaCardSlot *best = NULL;

  for (guint i = 0; i < slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (slots, i);
      gboolean newer = best != NULL && slot->serial > best->serial;

      if (best == NULL || rank[slot->state] > rank[best->state]
          || (rank[slot->state] == rank[best->state] && slot->state != ECPA_CARD_SLOT_EMPTY
              && (slot->state == ECPA_CARD_SLOT_READY ? !newer : newer)))
        best = slot;
    }

  return best;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_pick_clear:
 * @self: a pick
 *
 * Frees what it holds.
 */
void
ecpa_card_pick_clear (EcpaCardPick *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->reader, g_free);
}

/**
 * ecpa_card_pick_choose:
 * @self: a pick
 * @slots: (element-type EcpaCardSlot): readers
 * @reader: (nullable): the reader that the person wants, or %NULL to leave it to us
 *
 * The choice holds until that reader or the card in it goes.
 */
void
ecpa_card_pick_choose (EcpaCardPick *self,
                       GPtrArray    *slots,
                       const char   *reader)
{
  EcpaCardSlot *slot = reader != NULL ? ecpa_card_slots_by_name (slots, reader) : NULL;

  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->reader, g_free);
  self->reader = slot != NULL ? g_strdup (reader) : NULL;
  self->insertion = slot != NULL ? slot->insertion : 0;
  self->shown = 0;
}

/**
 * ecpa_card_pick_find:
 * @self: a pick
 * @slots: (element-type EcpaCardSlot): readers
 * @busy: (nullable): one whose card proves itself just now; it stays what it is
 *
 * Returns: (transfer none) (nullable): the reader to look at; %NULL without any
 */
EcpaCardSlot *
ecpa_card_pick_find (EcpaCardPick *self,
                     GPtrArray    *slots,
                     EcpaCardSlot *busy)
{
  EcpaCardSlot *slot;

  g_return_val_if_fail (self != NULL && slots != NULL, NULL);

  slot = find_chosen (self, slots);
  if (busy != NULL)
    return busy;
  if (slot == NULL)
    slot = find_shown (self, slots);
  if (slot == NULL)
    slot = find_best (slots);
  self->shown = slot != NULL ? slot->insertion : 0;

  return slot;
}
