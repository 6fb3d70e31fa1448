/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-slot.h"

#include "ecpa-card-digest.h"
#include "ecpa-mask.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_slot_new:
 * @seen: what the watch says of the reader
 * @lane_name: the name of its thread
 *
 * Returns: (transfer full): an empty slot
 */
EcpaCardSlot *
ecpa_card_slot_new (EcpaReaderState *seen,
                    const char      *lane_name)
{
  EcpaCardSlot *self;

  g_return_val_if_fail (seen != NULL, NULL);

  self = g_new0 (EcpaCardSlot, 1);
  self->lane = ecpa_lane_new (lane_name);
  self->seen = ecpa_reader_state_new (seen->name);

  return self;
}

/**
 * ecpa_card_slot_free:
 * @self: (transfer full): a slot
 *
 * Ends its lane without waiting for the card.
 */
void
ecpa_card_slot_free (EcpaCardSlot *self)
{
  g_return_if_fail (self != NULL);

  ecpa_card_slot_forget (self, 0);
  g_clear_pointer (&self->seen, ecpa_reader_state_free);
  g_clear_pointer (&self->digest, g_free);
  ecpa_lane_quit (self->lane);
  g_object_unref (self->lane);
  g_free (self);
}

/**
 * ecpa_card_slot_forget:
 * @self: a slot
 * @serial: what it is known by from now on
 *
 * Forgets what was read. Whatever is on its way for this slot comes back with a serial that is gone.
 */
void
ecpa_card_slot_forget (EcpaCardSlot *self,
                       guint64       serial)
{
  g_return_if_fail (self != NULL);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->card, ecpa_health_card_free);
  g_clear_error (&self->error);
  ecpa_card_slot_stop_again (self);
  self->state = ECPA_CARD_SLOT_EMPTY;
  self->serial = serial;
}

/**
 * ecpa_card_slot_take:
 * @self: a slot
 * @card: (transfer full): what has been read
 * @next: the insertion that it is if it is another's card: some readers tell nothing of a quick swap
 *
 * Returns: whether it is another card than the one that was read here before
 */
gboolean
ecpa_card_slot_take (EcpaCardSlot   *self,
                     EcpaHealthCard *card,
                     guint64         next)
{
  g_autofree char *digest = NULL;
  gboolean other;

  g_return_val_if_fail (self != NULL && card != NULL, FALSE);

  digest = ecpa_card_digest (card);
  other = self->digest != NULL && !g_str_equal (digest, self->digest);
  if (other)
    self->insertion = next;
  g_free (self->digest);
  self->digest = g_steal_pointer (&digest);
  g_clear_pointer (&self->card, ecpa_health_card_free);
  self->card = card;
  self->state = ECPA_CARD_SLOT_READY;

  return other;
}

/**
 * ecpa_card_slot_stop_again:
 * @self: a slot
 *
 * It will not be looked at again by itself.
 */
void
ecpa_card_slot_stop_again (EcpaCardSlot *self)
{
  g_return_if_fail (self != NULL);

  if (self->again_source != NULL)
    g_source_destroy (self->again_source);
  g_clear_pointer (&self->again_source, g_source_unref);
}

/**
 * ecpa_card_slot_describe:
 * @self: a slot
 *
 * Returns: (transfer full): what the floors above may know of it
 */
EcpaReaderView *
ecpa_card_slot_describe (EcpaCardSlot *self)
{
  static const EcpaCardViewState states[] = {
    [ECPA_CARD_SLOT_EMPTY] = ECPA_CARD_VIEW_NO_CARD,
    [ECPA_CARD_SLOT_FAILED] = ECPA_CARD_VIEW_UNUSABLE,
    [ECPA_CARD_SLOT_READING] = ECPA_CARD_VIEW_READING,
    [ECPA_CARD_SLOT_READY] = ECPA_CARD_VIEW_READY,
  };
  EcpaReaderView *view;

  g_return_val_if_fail (self != NULL, NULL);

  view = g_new0 (EcpaReaderView, 1);
  view->name = g_strdup (self->seen->name);
  view->state = states[self->state];
  view->serial = self->serial;
  view->insertion = self->insertion;
  if (self->card != NULL)
    {
      view->holder = ecpa_mask_name (self->card->name);
      view->number = ecpa_mask_number (self->card->number);
      view->digest = g_strdup (self->digest);
    }
  if (self->error != NULL)
    view->fault = ecpa_fault_from_error (self->error);

  return view;
}

/**
 * ecpa_card_slots_by_name:
 * @slots: (element-type EcpaCardSlot): readers
 * @name: a reader's name
 *
 * Returns: (transfer none) (nullable): that reader
 */
EcpaCardSlot *
ecpa_card_slots_by_name (GPtrArray  *slots,
                         const char *name)
{
  g_return_val_if_fail (slots != NULL, NULL);

  for (guint i = 0; i < slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (slots, i);

      if (g_strcmp0 (slot->seen->name, name) == 0)
        return slot;
    }

  return NULL;
}

/**
 * ecpa_card_slots_by_serial:
 * @slots: (element-type EcpaCardSlot): readers
 * @serial: a reading
 *
 * Returns: (transfer none) (nullable): the reader in which that reading still holds
 */
EcpaCardSlot *
ecpa_card_slots_by_serial (GPtrArray *slots,
                           guint64    serial)
{
  g_return_val_if_fail (slots != NULL, NULL);

  for (guint i = 0; i < slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (slots, i);

      if (slot->serial == serial)
        return slot;
    }

  return NULL;
}

/**
 * ecpa_card_slots_by_insertion:
 * @slots: (element-type EcpaCardSlot): readers
 * @insertion: an insertion; 0 is none
 *
 * Returns: (transfer none) (nullable): the reader in which that card still is
 */
EcpaCardSlot *
ecpa_card_slots_by_insertion (GPtrArray *slots,
                              guint64    insertion)
{
  g_return_val_if_fail (slots != NULL, NULL);

  for (guint i = 0; i < slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (slots, i);

      if (insertion != 0 && slot->insertion == insertion)
        return slot;
    }

  return NULL;
}
