/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-desk.h"

G_DEFINE_INTERFACE (EcpaTrainingDesk, ecpa_training_desk, G_TYPE_OBJECT)

static void
ecpa_training_desk_default_init (EcpaTrainingDeskInterface *iface)
{
  /**
   * EcpaTrainingDesk::changed:
   * @self: the desk
   *
   * A reader was plugged in or unplugged, or the card service was started or stopped.
   */
  g_signal_new ("changed", ECPA_TYPE_TRAINING_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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

/**
 * ecpa_training_desk_is_plugged:
 * @self: a desk
 * @slot: a slot, from 0
 *
 * Returns: whether the reader of @slot is plugged in
 */
gboolean
ecpa_training_desk_is_plugged (EcpaTrainingDesk *self,
                               guint             slot)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), FALSE);
  g_return_val_if_fail (slot < ecpa_training_desk_get_n_slots (self), FALSE);

  return ECPA_TRAINING_DESK_GET_IFACE (self)->is_plugged (self, slot);
}

/**
 * ecpa_training_desk_plug:
 * @self: a desk
 * @slot: a slot, from 0
 * @plugged: whether its reader is plugged in from now on
 *
 * Plugs a reader in or out. A card that is in it stays in it. UI thread.
 */
void
ecpa_training_desk_plug (EcpaTrainingDesk *self,
                         guint             slot,
                         gboolean          plugged)
{
  g_return_if_fail (ECPA_IS_TRAINING_DESK (self));
  g_return_if_fail (slot < ecpa_training_desk_get_n_slots (self));

  ECPA_TRAINING_DESK_GET_IFACE (self)->plug (self, slot, plugged);
}

/**
 * ecpa_training_desk_is_serving:
 * @self: a desk
 *
 * Returns: whether the simulated card service is running
 */
gboolean
ecpa_training_desk_is_serving (EcpaTrainingDesk *self)
{
  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), FALSE);

  return ECPA_TRAINING_DESK_GET_IFACE (self)->is_serving (self);
}

/**
 * ecpa_training_desk_serve:
 * @self: a desk
 * @serving: whether the card service is running from now on
 *
 * Starts or stops the simulated card service. UI thread.
 */
void
ecpa_training_desk_serve (EcpaTrainingDesk *self,
                          gboolean          serving)
{
  g_return_if_fail (ECPA_IS_TRAINING_DESK (self));

  ECPA_TRAINING_DESK_GET_IFACE (self)->serve (self, serving);
}

/**
 * ecpa_training_desk_reset:
 * @self: a desk
 *
 * As at the beginning: all cards in the tray, all readers plugged in, the service running. UI thread.
 */
void
ecpa_training_desk_reset (EcpaTrainingDesk *self)
{
  g_return_if_fail (ECPA_IS_TRAINING_DESK (self));

  for (guint slot = 0; slot < ecpa_training_desk_get_n_slots (self); slot++)
    {
      ecpa_training_desk_eject (self, slot);
      ecpa_training_desk_plug (self, slot, TRUE);
    }
  ecpa_training_desk_serve (self, TRUE);
}

/**
 * ecpa_training_desk_get_mailbox:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): what the training backend has sent; %NULL where nobody has said where it lies
 */
EcpaTrainingMailbox *
ecpa_training_desk_get_mailbox (EcpaTrainingDesk *self)
{
  EcpaTrainingDeskInterface *iface;

  g_return_val_if_fail (ECPA_IS_TRAINING_DESK (self), NULL);

  iface = ECPA_TRAINING_DESK_GET_IFACE (self);

  return iface->get_mailbox != NULL ? iface->get_mailbox (self) : NULL;
}
