/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-desk.h"

G_DEFINE_INTERFACE (EcpaTrainingDesk, ecpa_training_desk, G_TYPE_OBJECT)

static void
ecpa_training_desk_default_init (EcpaTrainingDeskInterface *iface)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_desk_get_tray:
 * @self: a desk
 *
 * Returns: (transfer none): all cards, wherever they are, as [class@TrainingCard]
 */
GListModel *
ecpa_training_desk_get_tray (EcpaTrainingDesk *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), NULL);

  return ECPA_TRAINING_DESK_GET_IFACE (self)->get_tray (self);
}

/**
 * ecpa_training_desk_get_n_slots:
 * @self: a desk
 *
 * Returns: the number of slots that a card can go into
 */
guint
ecpa_training_desk_get_n_slots (EcpaTrainingDesk *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), 0);

  return ECPA_TRAINING_DESK_GET_IFACE (self)->get_n_slots (self);
}

/**
 * ecpa_training_desk_get_slot_name:
 * @self: a desk
 * @slot: a slot, from 0
 *
 * Returns: (transfer none): the name of the reader that the slot belongs to
 */
const char *
ecpa_training_desk_get_slot_name (EcpaTrainingDesk *self,
                                  guint             slot)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), NULL);
  g_return_val_if_fail (slot < ecpa_training_desk_get_n_slots (self), NULL);

  return ECPA_TRAINING_DESK_GET_IFACE (self)->get_slot_name (self, slot);
}

/**
 * ecpa_training_desk_insert:
 * @self: a desk
 * @card: a card of its tray
 * @slot: a slot, from 0
 *
 * Puts @card into @slot. What was there goes back to the tray, and @card leaves the slot it was in. UI thread.
 */
void
ecpa_training_desk_insert (EcpaTrainingDesk *self,
                           EcpaTrainingCard *card,
                           guint             slot)
{
  g_return_if_fail (ECPA_IS_TRAINING_DESK (self));
  g_return_if_fail (ECPA_IS_TRAINING_CARD (card));
  g_return_if_fail (slot < ecpa_training_desk_get_n_slots (self));

  ECPA_TRAINING_DESK_GET_IFACE (self)->insert (self, card, slot);
}

/**
 * ecpa_training_desk_eject:
 * @self: a desk
 * @slot: a slot, from 0
 *
 * Puts what is in @slot back into the tray; an empty slot stays empty. UI thread.
 */
void
ecpa_training_desk_eject (EcpaTrainingDesk *self,
                          guint             slot)
{
  g_return_if_fail (ECPA_IS_TRAINING_DESK (self));
  g_return_if_fail (slot < ecpa_training_desk_get_n_slots (self));

  ECPA_TRAINING_DESK_GET_IFACE (self)->eject (self, slot);
}
