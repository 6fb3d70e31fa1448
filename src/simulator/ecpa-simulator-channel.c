/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-simulator-private.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaSimulatorChannel
{
  GObject parent_instance;

  EcpaSimulator *simulator;
  guint          slot;

  /* Under the simulator's lock */
  guint    event_count;
  gboolean dead;
};

static void ecpa_simulator_channel_iface_init (EcpaCardChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaSimulatorChannel, ecpa_simulator_channel, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_CHANNEL, ecpa_simulator_channel_iface_init))

/* Auxiliaries -------------------------------------------------------------- */

static EcpaSlot *
slot_of (EcpaSimulatorChannel *self)
{
  return &self->simulator->slots[self->slot];
}

/* Whether the card that was connected to is still in, as far as events tell. */
static gboolean
is_alive (EcpaSimulatorChannel *self)
{
  EcpaSlot *slot = slot_of (self);

  return !self->dead && !self->simulator->down && slot->entry != NULL && slot->event_count == self->event_count
         && ecpa_simulator_has_reader_locked (self->simulator, self->slot);
}

/* Why it is not: what is said to whoever comes later than that. */
static EcpaCardError
why_dead (EcpaSimulatorChannel *self)
{
  if (self->simulator->stopped)
    return ECPA_CARD_ERROR_NO_SERVICE;

  return slot_of (self)->unplugged ? ECPA_CARD_ERROR_NO_READER : ECPA_CARD_ERROR_REMOVED;
}

/* A late answer: only the removal of the card or the end of the simulator shortens it. */
static void
be_late (EcpaSimulatorChannel *self,
         guint                 delay_ms)
{
  gint64 end = g_get_monotonic_time () + delay_ms * G_TIME_SPAN_MILLISECOND;

  while (is_alive (self)
         && g_cond_wait_until (&self->simulator->changed, &self->simulator->lock, end))
    ;
}

/* What pcscd with vpcd reports for a card that goes during an APDU: a success of no bytes (facts/platform.md A). */
static GBytes *
nothing (EcpaSimulatorChannel *self)
{
  self->dead = TRUE;

  return g_bytes_new_static ("", 0);
}

static GBytes *
answer_with_fault (EcpaSimulatorChannel  *self,
                   EcpaCardFaultKind          fault,
                   const guint8          *apdu,
                   gsize                  length,
                   GError               **error)
{
  static const guint8 garbage[] = { 0x13, 0x37 };
  static const guint8 refusal[] = { 0x6d, 0x00 };
  EcpaSlot *slot = slot_of (self);

  switch (fault)
    {
    case ECPA_CARD_FAULT_REMOVE:
      ecpa_simulator_move_locked (self->simulator, slot->entry, ECPA_TRAINING_TRAY, FALSE);
      return nothing (self);
    case ECPA_CARD_FAULT_SWAP:
      ecpa_simulator_move_locked (self->simulator,
                                  ecpa_simulator_find_entry_locked (self->simulator, slot->plan.card_id),
                                  self->slot, FALSE);
      return nothing (self);
    case ECPA_CARD_FAULT_SILENT_SWAP:
      ecpa_simulator_move_locked (self->simulator,
                                  ecpa_simulator_find_entry_locked (self->simulator, slot->plan.card_id),
                                  self->slot, TRUE);
      break;
    case ECPA_CARD_FAULT_EMPTY_ANSWER:
      return nothing (self);
    case ECPA_CARD_FAULT_GARBAGE:
      return g_bytes_new_static (garbage, sizeof garbage);
    case ECPA_CARD_FAULT_REFUSE:
      return g_bytes_new_static (refusal, sizeof refusal);
    case ECPA_CARD_FAULT_TRANSMIT_ERROR:
      self->dead = TRUE;
      ecpa_card_set_error (error, ECPA_CARD_ERROR_COMMUNICATION);
      return NULL;
    default:
      break;
    }

  return ecpa_simulated_card_transmit (slot->entry->card, apdu, length);
}

/* Overrides ---------------------------------------------------------------- */

static gboolean
ecpa_simulator_channel_begin (EcpaCardChannel  *channel,
                              GError          **error)
{
  EcpaSimulatorChannel *self = ECPA_SIMULATOR_CHANNEL (channel);
  EcpaSlot *slot = slot_of (self);
  EcpaCardError reason = ECPA_CARD_ERROR_REMOVED;
  gboolean held;

  g_mutex_lock (&self->simulator->lock);
  while (is_alive (self) && slot->holder != NULL && slot->holder != self)
    g_cond_wait (&self->simulator->changed, &self->simulator->lock);
  held = is_alive (self);
  if (held)
    slot->holder = self;
  else
    reason = why_dead (self);
  g_mutex_unlock (&self->simulator->lock);

  if (!held)
    ecpa_card_set_error (error, reason);

  return held;
}

static void
ecpa_simulator_channel_end (EcpaCardChannel *channel)
{
  EcpaSimulatorChannel *self = ECPA_SIMULATOR_CHANNEL (channel);
  EcpaSlot *slot = slot_of (self);

  g_mutex_lock (&self->simulator->lock);
  if (slot->holder == self)
    {
      slot->holder = NULL;
      g_cond_broadcast (&self->simulator->changed);
    }
  g_mutex_unlock (&self->simulator->lock);
}

static GBytes *
ecpa_simulator_channel_transmit (EcpaCardChannel  *channel,
                                 const guint8     *apdu,
                                 gsize             length,
                                 GError          **error)
{
  EcpaSimulatorChannel *self = ECPA_SIMULATOR_CHANNEL (channel);
  EcpaSlot *slot = slot_of (self);
  GBytes *answer = NULL;

  g_mutex_lock (&self->simulator->lock);
  if (!is_alive (self))
    {
      self->dead = TRUE;
      ecpa_card_set_error (error, why_dead (self));
    }
  else
    {
      EcpaCardFaultKind fault = ecpa_card_fault_plan_next (&slot->plan, FALSE);
      guint delay_ms = self->simulator->delay_ms + ecpa_simulated_card_get_profile (slot->entry->card)->delay_ms
                       + (fault == ECPA_CARD_FAULT_DELAY ? slot->plan.fault.delay_ms : 0);

      slot->n_apdus++;
      if (delay_ms > 0)
        be_late (self, delay_ms);
      if (is_alive (self))
        answer = answer_with_fault (self, fault, apdu, length, error);
      else if (ecpa_simulator_has_reader_locked (self->simulator, self->slot))
        answer = nothing (self);
      else
        ecpa_card_set_error (error, why_dead (self));
    }
  g_mutex_unlock (&self->simulator->lock);

  return answer;
}

static void
ecpa_simulator_channel_finalize (GObject *object)
{
  EcpaSimulatorChannel *self = ECPA_SIMULATOR_CHANNEL (object);

  ecpa_simulator_channel_end (ECPA_CARD_CHANNEL (self));
  g_clear_object (&self->simulator);

  G_OBJECT_CLASS (ecpa_simulator_channel_parent_class)->finalize (object);
}

/* Class -------------------------------------------------------------------- */

static void
ecpa_simulator_channel_iface_init (EcpaCardChannelInterface *iface)
{
  iface->begin = ecpa_simulator_channel_begin;
  iface->end = ecpa_simulator_channel_end;
  iface->transmit = ecpa_simulator_channel_transmit;
}

static void
ecpa_simulator_channel_class_init (EcpaSimulatorChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_simulator_channel_finalize;
}

static void
ecpa_simulator_channel_init (EcpaSimulatorChannel *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_simulator_channel_new:
 * @simulator: a simulator, with its lock held
 * @slot: a slot with a card in it
 *
 * Returns: (transfer full): a connection to that card
 */
EcpaCardChannel *
ecpa_simulator_channel_new (EcpaSimulator *simulator,
                            guint          slot)
{
  EcpaSimulatorChannel *self = g_object_new (ECPA_TYPE_SIMULATOR_CHANNEL, NULL);

  self->simulator = g_object_ref (simulator);
  self->slot = slot;
  self->event_count = simulator->slots[slot].event_count;

  return ECPA_CARD_CHANNEL (self);
}
