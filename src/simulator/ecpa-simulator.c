/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-simulator-private.h"

#include <stdlib.h>

/* Types -------------------------------------------------------------------- */

/* Delays every answer: for the tests that nothing waits for a card. */
#define DELAY_VARIABLE "ECPA_TRAINING_CARD_DELAY_MS"
#define DELAY_MAX 60000

static void ecpa_simulator_transport_init (EcpaCardTransportInterface *iface);
static void ecpa_simulator_desk_init      (EcpaTrainingDeskInterface  *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaSimulator, ecpa_simulator, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_TRANSPORT, ecpa_simulator_transport_init)
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_TRAINING_DESK, ecpa_simulator_desk_init))

/* Auxiliaries -------------------------------------------------------------- */

static void
tray_entry_free (gpointer data)
{
  EcpaTrayEntry *entry = data;

  g_clear_object (&entry->card);
  g_clear_object (&entry->shown);
  g_free (entry);
}

/* Home thread: shows where the cards are, and what is plugged in and running. */
static void
sync_shown (EcpaSimulator *self)
{
  g_autofree guint *slots = g_new (guint, self->tray->len);
  gboolean changed = FALSE;

  g_mutex_lock (&self->lock);
  self->sync_pending = FALSE;
  changed = self->shown_stopped != self->stopped;
  self->shown_stopped = self->stopped;
  for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
    {
      changed = changed || self->shown_unplugged[i] != self->slots[i].unplugged;
      self->shown_unplugged[i] = self->slots[i].unplugged;
    }
  for (guint i = 0; i < self->tray->len; i++)
    slots[i] = ((EcpaTrayEntry *) g_ptr_array_index (self->tray, i))->slot;
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < self->tray->len; i++)
    {
      EcpaTrayEntry *entry = g_ptr_array_index (self->tray, i);

      ecpa_training_card_set_in_slot (entry->shown, slots[i]);
    }
  if (changed)
    g_signal_emit_by_name (self, "changed");
}

static gboolean
sync_cb (gpointer data)
{
  sync_shown (data);

  return G_SOURCE_REMOVE;
}

static void
post_sync_locked (EcpaSimulator *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->sync_pending)
    return;

  self->sync_pending = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[ecpa] tray");
  g_source_set_callback (source, sync_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->home);
}

static GPtrArray *
states_locked (EcpaSimulator *self)
{
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_reader_state_free);

  for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
    {
      EcpaSlot *slot = &self->slots[i];
      EcpaReaderState *state;

      if (slot->unplugged)
        continue;
      state = ecpa_reader_state_new (slot->name);
      state->card_present = slot->entry != NULL;
      state->event_count = slot->event_count;
      state->atr = slot->entry != NULL ? ecpa_simulated_card_get_atr (slot->entry->card) : NULL;
      state->mute = state->card_present && state->atr == NULL;
      g_ptr_array_add (states, state);
    }

  return states;
}

static gboolean
same_as_locked (EcpaSimulator *self,
                GPtrArray     *known)
{
  g_autoptr (GPtrArray) states = states_locked (self);

  if (known == NULL || known->len != states->len)
    return FALSE;

  for (guint i = 0; i < states->len; i++)
    {
      EcpaReaderState *state = g_ptr_array_index (states, i);
      EcpaReaderState *old = g_ptr_array_index (known, i);

      if (!g_str_equal (state->name, old->name) || state->card_present != old->card_present
          || state->event_count != old->event_count)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_mute (const EcpaSlot *slot)
{
  return ecpa_simulated_card_get_profile (slot->entry->card)->behaviour == ECPA_CARD_MUTE;
}

static gboolean
find_slot (EcpaSimulator *self,
           const char    *reader,
           guint         *slot)
{
  for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
    if (g_str_equal (self->slots[i].name, reader) && !self->slots[i].unplugged)
      {
        *slot = i;
        return TRUE;
      }

  return FALSE;
}

static void
copy_note (gpointer name,
           gpointer text,
           gpointer card)
{
  ecpa_training_card_set_note (card, name, text);
}

static gboolean
fill_tray (EcpaSimulator  *self,
           GError        **error)
{
  g_autoptr (GPtrArray) profiles = ecpa_card_profiles_load (error);

  if (profiles == NULL)
    return FALSE;

  for (guint i = 0; i < profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (profiles, i);
      EcpaTrayEntry *entry = g_new0 (EcpaTrayEntry, 1);

      entry->card = ecpa_simulated_card_new (profile);
      entry->shown = ecpa_training_card_new (profile->id, profile->holder, profile->number, profile->feature,
                                             profile->hint, profile->group);
      g_hash_table_foreach (profile->notes, copy_note, entry->shown);
      entry->slot = ECPA_TRAINING_TRAY;
      g_ptr_array_add (self->tray, entry);
      g_list_store_append (self->shown, entry->shown);
    }

  return TRUE;
}

static guint
read_delay (void)
{
  const char *text = g_getenv (DELAY_VARIABLE);
  guint64 delay = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, DELAY_MAX, &delay, NULL))
    g_warning (DELAY_VARIABLE " is not a number of milliseconds up to %d", DELAY_MAX);

  return (guint) delay;
}

/* With the lock held -------------------------------------------------------- */

EcpaTrayEntry *
ecpa_simulator_find_entry_locked (EcpaSimulator *self,
                                  const char    *card_id)
{
  for (guint i = 0; i < self->tray->len && card_id != NULL; i++)
    {
      EcpaTrayEntry *entry = g_ptr_array_index (self->tray, i);

      if (g_str_equal (ecpa_simulated_card_get_profile (entry->card)->id, card_id))
        return entry;
    }

  return NULL;
}

/* Moves a card; what was in its new slot goes to the tray. @silent: readers that notice nothing. */
void
ecpa_simulator_move_locked (EcpaSimulator *self,
                            EcpaTrayEntry *entry,
                            guint          slot,
                            gboolean       silent)
{
  if (entry == NULL || entry->slot == slot)
    return;

  if (entry->slot != ECPA_TRAINING_TRAY)
    {
      self->slots[entry->slot].entry = NULL;
      self->slots[entry->slot].event_count += silent ? 0 : 1;
    }
  if (slot != ECPA_TRAINING_TRAY)
    {
      EcpaSlot *target = &self->slots[slot];

      if (target->entry != NULL)
        {
          target->entry->slot = ECPA_TRAINING_TRAY;
          target->event_count += silent ? 0 : 1;
        }
      target->entry = entry;
      target->event_count += silent ? 0 : 1;
    }
  entry->slot = slot;
  ecpa_simulated_card_reset (entry->card);

  post_sync_locked (self);
  g_cond_broadcast (&self->changed);
}

/* The card loses its power, and whoever talks to it loses it. */
static void
drop_connections_locked (EcpaSimulator *self,
                         guint          slot)
{
  EcpaSlot *target = &self->slots[slot];

  target->event_count++;
  if (target->entry != NULL)
    ecpa_simulated_card_reset (target->entry->card);
  g_cond_broadcast (&self->changed);
}

gboolean
ecpa_simulator_has_reader_locked (EcpaSimulator *self,
                                  guint          slot)
{
  return !self->stopped && !self->slots[slot].unplugged;
}

/* Overrides: the transport ------------------------------------------------- */

static GPtrArray *
ecpa_simulator_wait (EcpaCardTransport  *transport,
                     GPtrArray          *known,
                     GError            **error)
{
  EcpaSimulator *self = ECPA_SIMULATOR (transport);
  GPtrArray *states = NULL;

  g_mutex_lock (&self->lock);
  while (!self->interrupted && !self->stopped && same_as_locked (self, known))
    g_cond_wait (&self->changed, &self->lock);

  if (self->interrupted)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The wait for a card was interrupted");
  else if (self->stopped)
    ecpa_card_set_error (error, self->trouble);
  else
    states = states_locked (self);
  self->interrupted = FALSE;
  g_mutex_unlock (&self->lock);

  return states;
}

static void
ecpa_simulator_interrupt (EcpaCardTransport *transport)
{
  EcpaSimulator *self = ECPA_SIMULATOR (transport);

  g_mutex_lock (&self->lock);
  self->interrupted = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static EcpaCardChannel *
ecpa_simulator_connect (EcpaCardTransport  *transport,
                        const char         *reader,
                        GError            **error)
{
  EcpaSimulator *self = ECPA_SIMULATOR (transport);
  EcpaCardChannel *channel = NULL;
  EcpaCardFaultKind fault;
  guint slot;

  g_mutex_lock (&self->lock);
  if (self->stopped || self->down)
    ecpa_card_set_error (error, self->trouble);
  else if (!find_slot (self, reader, &slot))
    ecpa_card_set_error (error, ECPA_CARD_ERROR_NO_READER);
  else if (self->slots[slot].entry == NULL)
    ecpa_card_set_error (error, ECPA_CARD_ERROR_NO_CARD);
  else if ((fault = ecpa_card_fault_plan_next (&self->slots[slot].plan, TRUE)) == ECPA_CARD_FAULT_IN_USE)
    ecpa_card_set_error (error, ECPA_CARD_ERROR_IN_USE);
  else if (fault == ECPA_CARD_FAULT_MUTE || is_mute (&self->slots[slot]))
    ecpa_card_set_error (error, ECPA_CARD_ERROR_MUTE);
  else
    channel = ecpa_simulator_channel_new (self, slot);
  g_mutex_unlock (&self->lock);

  return channel;
}

static void
ecpa_simulator_transport_init (EcpaCardTransportInterface *iface)
{
  iface->wait = ecpa_simulator_wait;
  iface->interrupt = ecpa_simulator_interrupt;
  iface->connect = ecpa_simulator_connect;
}

/* Overrides: the desk ------------------------------------------------------ */

static GListModel *
ecpa_simulator_get_tray (EcpaTrainingDesk *desk)
{
  return G_LIST_MODEL (ECPA_SIMULATOR (desk)->shown);
}

static guint
ecpa_simulator_get_n_slots (EcpaTrainingDesk *desk)
{
  return ECPA_SIMULATOR_N_SLOTS;
}

static const char *
ecpa_simulator_get_slot_name (EcpaTrainingDesk *desk,
                              guint             slot)
{
  return ECPA_SIMULATOR (desk)->slots[slot].name;
}

static void
ecpa_simulator_insert (EcpaTrainingDesk *desk,
                       EcpaTrainingCard *card,
                       guint             slot)
{
  EcpaSimulator *self = ECPA_SIMULATOR (desk);

  ecpa_simulator_put (self, ecpa_training_card_get_id (card), slot);
  sync_shown (self);
}

static void
ecpa_simulator_eject (EcpaTrainingDesk *desk,
                      guint             slot)
{
  EcpaSimulator *self = ECPA_SIMULATOR (desk);

  ecpa_simulator_take (self, slot);
  sync_shown (self);
}

static gboolean
ecpa_simulator_is_plugged (EcpaTrainingDesk *desk,
                           guint             slot)
{
  return !ECPA_SIMULATOR (desk)->shown_unplugged[slot];
}

static void
ecpa_simulator_desk_plug (EcpaTrainingDesk *desk,
                          guint             slot,
                          gboolean          plugged)
{
  EcpaSimulator *self = ECPA_SIMULATOR (desk);

  ecpa_simulator_plug (self, slot, plugged);
  sync_shown (self);
}

static gboolean
ecpa_simulator_is_serving (EcpaTrainingDesk *desk)
{
  return !ECPA_SIMULATOR (desk)->shown_stopped;
}

static void
ecpa_simulator_serve (EcpaTrainingDesk *desk,
                      gboolean          serving)
{
  EcpaSimulator *self = ECPA_SIMULATOR (desk);

  ecpa_simulator_set_service (self, serving);
  sync_shown (self);
}

static EcpaTrainingMailbox *
ecpa_simulator_get_mailbox (EcpaTrainingDesk *desk)
{
  return ECPA_SIMULATOR (desk)->mailbox;
}

static void
ecpa_simulator_desk_init (EcpaTrainingDeskInterface *iface)
{
  iface->get_tray = ecpa_simulator_get_tray;
  iface->get_n_slots = ecpa_simulator_get_n_slots;
  iface->get_slot_name = ecpa_simulator_get_slot_name;
  iface->insert = ecpa_simulator_insert;
  iface->eject = ecpa_simulator_eject;
  iface->is_plugged = ecpa_simulator_is_plugged;
  iface->plug = ecpa_simulator_desk_plug;
  iface->is_serving = ecpa_simulator_is_serving;
  iface->serve = ecpa_simulator_serve;
  iface->get_mailbox = ecpa_simulator_get_mailbox;
}

/* Class -------------------------------------------------------------------- */

static void
ecpa_simulator_finalize (GObject *object)
{
  EcpaSimulator *self = ECPA_SIMULATOR (object);

  g_clear_object (&self->shown);
  g_clear_object (&self->mailbox);
  g_clear_pointer (&self->tray, g_ptr_array_unref);
  g_clear_pointer (&self->home, g_main_context_unref);
  for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
    {
      g_free (self->slots[i].name);
      ecpa_card_fault_plan_clear (&self->slots[i].plan);
    }
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (ecpa_simulator_parent_class)->finalize (object);
}

static void
ecpa_simulator_class_init (EcpaSimulatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_simulator_finalize;
}

static void
ecpa_simulator_init (EcpaSimulator *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->tray = g_ptr_array_new_with_free_func (tray_entry_free);
  self->shown = g_list_store_new (ECPA_TYPE_TRAINING_CARD);
  self->home = g_main_context_ref_thread_default ();
  self->delay_ms = read_delay ();
  self->trouble = ECPA_CARD_ERROR_NO_SERVICE;
  for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
    self->slots[i].name = g_strdup_printf ("Training Reader 00 %02u", i);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_simulator_new:
 * @error: return location
 *
 * The environment variable `ECPA_TRAINING_CARD_DELAY_MS` makes every answer of a card late by so much.
 *
 * Returns: (transfer full) (nullable): empty readers and a full tray, or %NULL and @error where the tray that is
 *   compiled in is not whole
 */
EcpaSimulator *
ecpa_simulator_new (GError **error)
{
  g_autoptr (EcpaSimulator) self = g_object_new (ECPA_TYPE_SIMULATOR, NULL);

  return fill_tray (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * ecpa_simulator_get_reader:
 * @self: a simulator
 * @slot: a slot, from 0
 *
 * Returns: (transfer none): the name of the reader
 */
const char *
ecpa_simulator_get_reader (EcpaSimulator *self,
                           guint          slot)
{
  g_return_val_if_fail (ECPA_IS_SIMULATOR (self), NULL);
  g_return_val_if_fail (slot < ECPA_SIMULATOR_N_SLOTS, NULL);

  return self->slots[slot].name;
}

/**
 * ecpa_simulator_put:
 * @self: a simulator
 * @card_id: the id of a card of the tray
 * @slot: a slot, from 0
 *
 * Puts a card in, as [method@TrainingDesk.insert] does, from any thread; the tray shows it a little later.
 *
 * Returns: whether there is such a card
 */
gboolean
ecpa_simulator_put (EcpaSimulator *self,
                    const char    *card_id,
                    guint          slot)
{
  EcpaTrayEntry *entry;

  g_return_val_if_fail (ECPA_IS_SIMULATOR (self), FALSE);
  g_return_val_if_fail (card_id != NULL && slot < ECPA_SIMULATOR_N_SLOTS, FALSE);

  g_mutex_lock (&self->lock);
  entry = ecpa_simulator_find_entry_locked (self, card_id);
  ecpa_simulator_move_locked (self, entry, slot, FALSE);
  g_mutex_unlock (&self->lock);

  return entry != NULL;
}

/**
 * ecpa_simulator_take:
 * @self: a simulator
 * @slot: a slot, from 0
 *
 * Takes out what is in @slot, as [method@TrainingDesk.eject] does, from any thread.
 */
void
ecpa_simulator_take (EcpaSimulator *self,
                     guint          slot)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));
  g_return_if_fail (slot < ECPA_SIMULATOR_N_SLOTS);

  g_mutex_lock (&self->lock);
  ecpa_simulator_move_locked (self, self->slots[slot].entry, ECPA_TRAINING_TRAY, FALSE);
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_plug:
 * @self: a simulator
 * @slot: a slot, from 0
 * @plugged: whether its reader is plugged in
 *
 * Plugs a reader in or out, from any thread. The card in it stays in it; what was connected to it is not any more.
 */
void
ecpa_simulator_plug (EcpaSimulator *self,
                     guint          slot,
                     gboolean       plugged)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));
  g_return_if_fail (slot < ECPA_SIMULATOR_N_SLOTS);

  g_mutex_lock (&self->lock);
  if (self->slots[slot].unplugged == plugged)
    {
      self->slots[slot].unplugged = !plugged;
      drop_connections_locked (self, slot);
      post_sync_locked (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_set_service:
 * @self: a simulator
 * @running: whether there is a service
 *
 * Plays a daemon that is not there, from any thread. What was connected before it went is not any more.
 */
void
ecpa_simulator_set_service (EcpaSimulator *self,
                            gboolean       running)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));

  g_mutex_lock (&self->lock);
  if (self->stopped == running)
    {
      self->stopped = !running;
      for (guint i = 0; i < ECPA_SIMULATOR_N_SLOTS; i++)
        drop_connections_locked (self, i);
      post_sync_locked (self);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_set_fault:
 * @self: a simulator
 * @slot: a slot, from 0
 * @fault: (nullable): what shall go wrong there, counted from now; %NULL for nothing
 */
void
ecpa_simulator_set_fault (EcpaSimulator   *self,
                          guint            slot,
                          const EcpaCardFault *fault)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));
  g_return_if_fail (slot < ECPA_SIMULATOR_N_SLOTS);

  g_mutex_lock (&self->lock);
  ecpa_card_fault_plan_set (&self->slots[slot].plan, fault);
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_get_n_apdus:
 * @self: a simulator
 * @slot: a slot, from 0
 *
 * Returns: how many APDUs reached the card in @slot, whatever came of them
 */
guint
ecpa_simulator_get_n_apdus (EcpaSimulator *self,
                            guint          slot)
{
  guint n;

  g_return_val_if_fail (ECPA_IS_SIMULATOR (self), 0);
  g_return_val_if_fail (slot < ECPA_SIMULATOR_N_SLOTS, 0);

  g_mutex_lock (&self->lock);
  n = self->slots[slot].n_apdus;
  g_mutex_unlock (&self->lock);

  return n;
}

/**
 * ecpa_simulator_refuse:
 * @self: a simulator
 * @trouble: what it says from now on while the service is stopped
 *
 * Plays a daemon that is there and refuses this user, or is of another version.
 */
void
ecpa_simulator_refuse (EcpaSimulator *self,
                       EcpaCardError  trouble)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));

  g_mutex_lock (&self->lock);
  self->trouble = trouble;
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_shut_down:
 * @self: a simulator
 *
 * Ends what waits for a card, late answers too: for the end of the process. Nothing connects any more.
 */
void
ecpa_simulator_shut_down (EcpaSimulator *self)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));

  g_mutex_lock (&self->lock);
  self->down = TRUE;
  self->interrupted = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * ecpa_simulator_follow_mail:
 * @self: a simulator
 * @folder: the training backend's Maildir
 *
 * Puts a mailbox on the desk that follows the folder; once it is there the folder is only looked at anew. The desk's
 * thread.
 */
void
ecpa_simulator_follow_mail (EcpaSimulator *self,
                            const char    *folder)
{
  g_return_if_fail (ECPA_IS_SIMULATOR (self));

  if (self->mailbox != NULL)
    ecpa_training_mailbox_reload (self->mailbox);
  else
    self->mailbox = ecpa_training_mailbox_new (folder);
}
