/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-rack.h"

#include "ecpa-cancel-watch.h"
#include "ecpa-card-digest.h"
#include "ecpa-card-pick.h"
#include "ecpa-card-slot.h"
#include "ecpa-lane.h"
#include "ecpa-reader-watch.h"

/* A card that another program holds, and one that was swapped so quickly that no event came, are looked at again; the
 * pause doubles. */
#define AGAIN_FIRST_MS 400
#define AGAIN_TIMES 6

/* Types -------------------------------------------------------------------- */

struct _EcpaCardRack
{
  GObject            parent_instance;

  /* Owned; not changed after construction */
  EcpaWorker        *worker;
  EcpaCardTransport *transport;
  EcpaCardRackFunc   func;
  gpointer           user_data;
  GDestroyNotify     destroy;

  /* Worker thread only */
  EcpaReaderWatch   *watch;
  GPtrArray         *slots;     /* EcpaCardSlot */
  EcpaCardPick       pick;
  GError            *service_error;
  gboolean           heard;     /* the watch has reported */
  gboolean           stopped;
  guint64            last_serial;
  guint64            last_insertion;
  GPtrArray         *proofs;    /* borrowed ProveJob: on their way */
};

/* What a lane is given: nothing that belongs to one thread. */
typedef struct
{
  EcpaCardTransport     *transport;
  char                  *reader;
  EcpaHealthCard        *expected;      /* proof only */
  EcpaCardChallengeFunc  fetch;
  gpointer               fetch_data;
  GDestroyNotify         fetch_destroy;
} LaneJob;

typedef struct
{
  EcpaCardRack *rack;
  guint64       serial;
} ReadJob;

typedef struct
{
  EcpaCardRack *rack;
  guint64       serial;
  GTask        *task;           /* nullable: the caller's */
} CheckJob;

typedef struct
{
  EcpaCardRack    *rack;
  guint64          serial;
  GTask           *task;        /* the caller's */
  GCancellable    *cancellable; /* the lane's */
  EcpaCancelWatch *cancelled;
} ProveJob;

G_DEFINE_FINAL_TYPE (EcpaCardRack, ecpa_card_rack, G_TYPE_OBJECT)

static void slot_read (EcpaCardRack *self,
                       EcpaCardSlot *slot);

/* On the lane -------------------------------------------------------------- */

static void
lane_job_free (gpointer data)
{
  LaneJob *job = data;

  g_object_unref (job->transport);
  g_free (job->reader);
  g_clear_pointer (&job->expected, ecpa_health_card_free);
  if (job->fetch_destroy != NULL)
    job->fetch_destroy (job->fetch_data);
  g_free (job);
}

static gpointer
read_in_lane (gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  LaneJob *job = data;

  return ecpa_health_card_read (job->transport, job->reader, cancellable, error);
}

static gpointer
prove_in_lane (gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  LaneJob *job = data;

  return ecpa_health_card_prove (job->transport, job->reader, job->expected, job->fetch, job->fetch_data,
                                 cancellable, error);
}

/* Slots -------------------------------------------------------------------- */

static void
slot_forget (EcpaCardRack *self,
             EcpaCardSlot *slot)
{
  ecpa_card_slot_forget (slot, ++self->last_serial);
}

/* The view ----------------------------------------------------------------- */

/* The reader whose card proves itself just now. */
static EcpaCardSlot *
find_busy (EcpaCardRack *self)
{
  for (guint i = 0; i < self->proofs->len; i++)
    {
      ProveJob *job = g_ptr_array_index (self->proofs, i);
      EcpaCardSlot *slot = ecpa_card_slots_by_serial (self->slots, job->serial);

      if (slot != NULL)
        return slot;
    }

  return NULL;
}

static EcpaCardView *
describe (EcpaCardRack *self)
{
  EcpaCardSlot *picked = ecpa_card_pick_find (&self->pick, self->slots, find_busy (self));
  EcpaCardView *view;

  if (picked == NULL)
    {
      view = ecpa_card_view_new (self->service_error != NULL ? ECPA_CARD_VIEW_NO_SERVICE : ECPA_CARD_VIEW_NO_READER);
      view->fault = self->service_error != NULL ? ecpa_fault_from_error (self->service_error) : NULL;
      return view;
    }

  view = ecpa_card_view_new (ECPA_CARD_VIEW_NO_CARD);
  view->picked_automatically = self->pick.reader == NULL;
  for (guint i = 0; i < self->slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (self->slots, i);

      ecpa_card_view_add_reader (view, ecpa_card_slot_describe (slot), slot == picked);
    }

  return view;
}

static void
publish (EcpaCardRack *self)
{
  g_autoptr (EcpaCardView) view = NULL;

  if (self->stopped || !self->heard)
    return;

  view = describe (self);
  self->func (view, self->user_data);
}

/* Reading ------------------------------------------------------------------ */

static gboolean
is_about_going (const GError *error)
{
  return error != NULL && error->domain == ECPA_CARD_ERROR
         && (error->code == ECPA_CARD_ERROR_REMOVED || error->code == ECPA_CARD_ERROR_NO_CARD);
}

static gboolean
is_final (const GError *error)
{
  return error->domain != ECPA_CARD_ERROR || error->code == ECPA_CARD_ERROR_NOT_HEALTH_CARD
         || error->code == ECPA_CARD_ERROR_NO_SERVICE || error->code == ECPA_CARD_ERROR_SERVICE_DOWN
         || error->code == ECPA_CARD_ERROR_NO_READER
         || error->code == ECPA_CARD_ERROR_NOT_PERMITTED || error->code == ECPA_CARD_ERROR_SERVICE_MISMATCH;
}

static gboolean
look_again_cb (gpointer data)
{
  ReadJob *job = data;
  EcpaCardSlot *slot = ecpa_card_slots_by_serial (job->rack->slots, job->serial);

  if (slot != NULL && slot->state == ECPA_CARD_SLOT_FAILED)
    {
      ecpa_card_slot_stop_again (slot);
      slot_read (job->rack, slot);
      publish (job->rack);
    }

  return G_SOURCE_REMOVE;
}

static void
look_again_later (EcpaCardRack *self,
                  EcpaCardSlot *slot)
{
  ReadJob *job;

  if (slot->again >= AGAIN_TIMES)
    return;

  job = g_new0 (ReadJob, 1);
  job->rack = self;
  job->serial = slot->serial;
  ecpa_card_slot_stop_again (slot);
  slot->again_source = g_timeout_source_new (AGAIN_FIRST_MS << slot->again++);
  g_source_set_callback (slot->again_source, look_again_cb, job, g_free);
  g_source_attach (slot->again_source, ecpa_worker_get_context (self->worker));
}

static void
slot_failed (EcpaCardRack *self,
             EcpaCardSlot *slot,
             GError       *error)
{
  gboolean again = !is_final (error)
                   && (is_about_going (error) || error->code == ECPA_CARD_ERROR_IN_USE
                       || error->code == ECPA_CARD_ERROR_COMMUNICATION);

  /* A swap that is quicker than pcscd looks gives no event: what answered may have been half of each card. */
  if (slot->again == 0 && g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NOT_HEALTH_CARD))
    again = TRUE;

  slot->state = ECPA_CARD_SLOT_FAILED;
  g_clear_error (&slot->error);
  slot->error = g_error_copy (error);
  if (again)
    look_again_later (self, slot);
  /* The watch finds out that the card is held, and then when it is let go. */
  if (g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE) && slot->again == 1 && self->watch != NULL)
    ecpa_reader_watch_retry (self->watch);
}

static void
slot_take (EcpaCardRack   *self,
           EcpaCardSlot   *slot,
           EcpaHealthCard *card)
{
  if (ecpa_card_slot_take (slot, card, self->last_insertion + 1))
    self->last_insertion++;
}

static void
card_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ReadJob *job = user_data;
  EcpaCardRack *self = job->rack;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = g_task_propagate_pointer (G_TASK (result), &error);
  EcpaCardSlot *slot = ecpa_card_slots_by_serial (self->slots, job->serial);

  ECPA_ASSERT_WORKER (self->worker);
  ecpa_worker_release (self->worker);

  if (slot != NULL && slot->state == ECPA_CARD_SLOT_READING
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_object (&slot->reading);
      if (card != NULL)
        slot_take (self, slot, g_steal_pointer (&card));
      else
        slot_failed (self, slot, error);
      publish (self);
    }

  g_object_unref (job->rack);
  g_free (job);
}

static void
slot_read (EcpaCardRack *self,
           EcpaCardSlot *slot)
{
  LaneJob *lane_job = g_new0 (LaneJob, 1);
  ReadJob *job = g_new0 (ReadJob, 1);
  GTask *task;

  lane_job->transport = g_object_ref (self->transport);
  lane_job->reader = g_strdup (slot->seen->name);
  job->rack = g_object_ref (self);
  job->serial = slot->serial;

  slot->state = ECPA_CARD_SLOT_READING;
  g_clear_error (&slot->error);
  g_clear_object (&slot->reading);
  slot->reading = g_cancellable_new ();

  task = g_task_new (NULL, slot->reading, card_read_cb, job);
  g_task_set_source_tag (task, slot_read);
  g_task_set_task_data (task, lane_job, lane_job_free);
  ecpa_worker_hold (self->worker);
  ecpa_lane_push (slot->lane, task, read_in_lane, (GDestroyNotify) ecpa_health_card_free);
}

/* What the watch says ------------------------------------------------------ */

/* On the worker's thread, once the watch's own has ended. */
static void
watch_ended (gpointer data)
{
  EcpaCardRack *self = data;

  ecpa_worker_release (self->worker);
  g_object_unref (self);
}

static void
slot_see (EcpaCardRack    *self,
          EcpaCardSlot    *slot,
          EcpaReaderState *state)
{
  gboolean pulled = !state->card_present
                    && (slot->state == ECPA_CARD_SLOT_READING
                        || (slot->state == ECPA_CARD_SLOT_FAILED && is_about_going (slot->error)));

  slot_forget (self, slot);
  g_clear_pointer (&slot->seen, ecpa_reader_state_free);
  slot->seen = ecpa_reader_state_copy (state);
  slot->insertion = state->card_present ? ++self->last_insertion : 0;
  g_clear_pointer (&slot->digest, g_free);
  slot->again = 0;

  if (state->card_present && state->mute)
    {
      slot->state = ECPA_CARD_SLOT_FAILED;
      slot->error = g_error_new (ECPA_CARD_ERROR, ECPA_CARD_ERROR_MUTE, "The card does not answer its reset");
    }
  else if (state->card_present)
    slot_read (self, slot);
  else if (pulled)
    slot->error = g_error_new (ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED, "The card went while it was being read");
}

/* Another program has taken the card for itself, or has let it go. */
static void
slot_see_use (EcpaCardRack    *self,
              EcpaCardSlot    *slot,
              EcpaReaderState *state)
{
  gboolean let_go = slot->seen->held && !state->held;

  slot->seen->held = state->held;
  if (let_go && slot->state == ECPA_CARD_SLOT_FAILED
      && g_error_matches (slot->error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE))
    {
      slot_forget (self, slot);
      slot->again = 0;
      slot_read (self, slot);
    }
}

static EcpaCardSlot *
slot_add (EcpaCardRack    *self,
          EcpaReaderState *state)
{
  g_autofree char *name = g_strdup_printf ("ecpa-lane-%u", self->slots->len);
  EcpaCardSlot *slot = ecpa_card_slot_new (state, name);

  g_ptr_array_add (self->slots, slot);

  return slot;
}

static gboolean
has_state (GPtrArray  *states,
           const char *name)
{
  for (guint i = 0; i < states->len; i++)
    if (g_strcmp0 (((EcpaReaderState *) g_ptr_array_index (states, i))->name, name) == 0)
      return TRUE;

  return FALSE;
}

static void
take_states (EcpaCardRack *self,
             GPtrArray    *states)
{
  for (guint i = self->slots->len; i > 0; i--)
    if (!has_state (states, ((EcpaCardSlot *) g_ptr_array_index (self->slots, i - 1))->seen->name))
      g_ptr_array_remove_index (self->slots, i - 1);

  for (guint i = 0; i < states->len; i++)
    {
      EcpaReaderState *state = g_ptr_array_index (states, i);
      EcpaCardSlot *slot = ecpa_card_slots_by_name (self->slots, state->name);
      gboolean fresh = slot == NULL;

      if (fresh)
        slot = slot_add (self, state);
      if (fresh || slot->seen->event_count != state->event_count
          || slot->seen->card_present != state->card_present || slot->seen->mute != state->mute)
        slot_see (self, slot, state);
      else
        slot_see_use (self, slot, state);
    }
}

static void
readers_reported_cb (GPtrArray    *states,
                     const GError *error,
                     gpointer      user_data)
{
  EcpaCardRack *self = user_data;

  ECPA_ASSERT_WORKER (self->worker);
  if (self->stopped || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->heard = TRUE;
  g_clear_error (&self->service_error);
  if (states != NULL)
    take_states (self, states);
  else
    {
      g_ptr_array_set_size (self->slots, 0);
      self->service_error = error != NULL ? g_error_copy (error) : NULL;
    }
  publish (self);
}

/* The check ---------------------------------------------------------------- */

/* Another card than the one that was shown, or nothing that can be relied on: that is what the reader shows then. */
static void
slot_doubt (EcpaCardRack   *self,
            EcpaCardSlot   *slot,
            EcpaHealthCard *card)
{
  slot_forget (self, slot);
  slot->again = 0;
  if (card != NULL)
    slot_take (self, slot, card);
  else
    slot_read (self, slot);
  publish (self);
}

static void
card_checked_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  CheckJob *job = user_data;
  EcpaCardRack *self = job->rack;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = g_task_propagate_pointer (G_TASK (result), &error);
  EcpaCardSlot *slot = self->stopped ? NULL : ecpa_card_slots_by_serial (self->slots, job->serial);
  gboolean same = FALSE;

  ECPA_ASSERT_WORKER (self->worker);
  ecpa_worker_release (self->worker);

  if (slot != NULL && slot->state == ECPA_CARD_SLOT_READY)
    {
      same = card != NULL && ecpa_health_card_equal (card, slot->card);
      if (!same && !g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE)
          && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        slot_doubt (self, slot, g_steal_pointer (&card));
    }

  if (job->task != NULL && same)
    g_task_return_boolean (job->task, TRUE);
  else if (job->task != NULL && error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&error));
  else if (job->task != NULL)
    g_task_return_new_error (job->task, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED, "Not the card that was shown");
  g_clear_object (&job->task);
  g_object_unref (job->rack);
  g_free (job);
}

/* Takes @task, which may be NULL. */
static void
slot_check (EcpaCardRack *self,
            EcpaCardSlot *slot,
            GTask        *task)
{
  LaneJob *lane_job = g_new0 (LaneJob, 1);
  CheckJob *job = g_new0 (CheckJob, 1);
  GTask *lane_task;

  lane_job->transport = g_object_ref (self->transport);
  lane_job->reader = g_strdup (slot->seen->name);
  job->rack = g_object_ref (self);
  job->serial = slot->serial;
  job->task = task;

  lane_task = g_task_new (NULL, NULL, card_checked_cb, job);
  g_task_set_source_tag (lane_task, slot_check);
  g_task_set_task_data (lane_task, lane_job, lane_job_free);
  ecpa_worker_hold (self->worker);
  ecpa_lane_push (slot->lane, lane_task, read_in_lane, (GDestroyNotify) ecpa_health_card_free);
}

/* The proof ---------------------------------------------------------------- */

static void
prove_job_free (ProveJob *job)
{
  g_clear_pointer (&job->cancelled, ecpa_cancel_watch_free);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_clear_object (&job->rack);
  g_free (job);
}

/* After a failed exchange nothing that was known of the card holds any more: with vpcd a swap inside one poll gives
 * no event, and the old handle answers as the new card (facts/platform.md). */
static gboolean
spoils_card (const GError *error)
{
  return error->domain == ECPA_CARD_ERROR && error->code != ECPA_CARD_ERROR_NO_PROOF
         && error->code != ECPA_CARD_ERROR_IN_USE;
}

static void
card_proved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ProveJob *job = user_data;
  EcpaCardRack *self = job->rack;
  g_autoptr (GError) error = NULL;
  EcpaCardProof *proof = g_task_propagate_pointer (G_TASK (result), &error);
  EcpaCardSlot *slot = ecpa_card_slots_by_serial (self->slots, job->serial);
  gboolean spoilt = error != NULL && spoils_card (error) && slot != NULL && !self->stopped;

  ECPA_ASSERT_WORKER (self->worker);
  ecpa_worker_release (self->worker);
  g_ptr_array_remove (self->proofs, job);

  /* First what the reader shows, then the answer: nobody is to see the old card again in between. */
  if (spoilt)
    {
      slot_forget (self, slot);
      slot->again = 0;
      slot_read (self, slot);
      publish (self);
    }

  if (proof != NULL && slot == NULL)
    {
      ecpa_card_proof_free (g_steal_pointer (&proof));
      error = g_error_new (ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED, "The card has gone since");
    }
  if (proof != NULL)
    g_task_return_pointer (job->task, proof, (GDestroyNotify) ecpa_card_proof_free);
  else
    g_task_return_error (job->task, g_steal_pointer (&error));
  prove_job_free (job);
}

static void
prove_cancelled_cb (gpointer data)
{
  ProveJob *job = data;

  g_cancellable_cancel (job->cancellable);
}

/* Takes @task. */
static ProveJob *
prove_job_new (EcpaCardRack *self,
               guint64       serial,
               GTask        *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  ProveJob *job = g_new0 (ProveJob, 1);

  job->rack = g_object_ref (self);
  job->serial = serial;
  job->task = task;
  job->cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    job->cancelled = ecpa_cancel_watch_new (cancellable, ecpa_worker_get_context (self->worker), prove_cancelled_cb,
                                            job);
  g_ptr_array_add (self->proofs, job);

  return job;
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_card_rack_finalize (GObject *object)
{
  EcpaCardRack *self = ECPA_CARD_RACK (object);

  g_assert (self->watch == NULL);
  g_ptr_array_unref (self->slots);
  g_ptr_array_unref (self->proofs);
  ecpa_card_pick_clear (&self->pick);
  g_clear_error (&self->service_error);
  g_clear_object (&self->transport);
  g_clear_object (&self->worker);
  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (ecpa_card_rack_parent_class)->finalize (object);
}

static void
ecpa_card_rack_class_init (EcpaCardRackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_card_rack_finalize;
}

static void
ecpa_card_rack_init (EcpaCardRack *self)
{
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_card_slot_free);
  self->proofs = g_ptr_array_new ();
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_rack_new:
 * @worker: the thread it lives on
 * @transport: the readers
 * @func: told of each new view, on @worker's thread
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): a rack that does nothing yet
 */
EcpaCardRack *
ecpa_card_rack_new (EcpaWorker        *worker,
                    EcpaCardTransport *transport,
                    EcpaCardRackFunc   func,
                    gpointer           user_data,
                    GDestroyNotify     destroy)
{
  EcpaCardRack *self;

  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);
  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (ECPA_TYPE_CARD_RACK, NULL);
  self->worker = g_object_ref (worker);
  self->transport = g_object_ref (transport);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return self;
}

/**
 * ecpa_card_rack_start:
 * @self: a rack
 *
 * Worker thread. Begins to watch the readers.
 */
void
ecpa_card_rack_start (EcpaCardRack *self)
{
  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  if (self->watch != NULL || self->stopped)
    return;

  ecpa_worker_hold (self->worker);
  self->watch = ecpa_reader_watch_new (self->transport, ecpa_worker_get_context (self->worker), readers_reported_cb,
                                       g_object_ref (self), watch_ended);
}

/**
 * ecpa_card_rack_retry:
 * @self: a rack
 *
 * Worker thread. Looks for the service again, and reads again what failed for a reason that may have passed; a card of
 * another kind is left in peace. Whose card is shown as ready is checked, unseen as long as it is still that one: some
 * readers tell nothing of a quick swap.
 */
void
ecpa_card_rack_retry (EcpaCardRack *self)
{
  gboolean changed = FALSE;

  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  if (self->stopped)
    return;
  if (self->watch != NULL)
    ecpa_reader_watch_retry (self->watch);

  for (guint i = 0; i < self->slots->len; i++)
    {
      EcpaCardSlot *slot = g_ptr_array_index (self->slots, i);

      if (slot->state == ECPA_CARD_SLOT_READY && slot != find_busy (self))
        slot_check (self, slot, NULL);
      else if (slot->state == ECPA_CARD_SLOT_FAILED && !slot->seen->mute && !is_final (slot->error))
        {
          slot_forget (self, slot);
          slot->again = 0;
          slot_read (self, slot);
          changed = TRUE;
        }
    }
  if (changed)
    publish (self);
}

/**
 * ecpa_card_rack_check:
 * @self: a rack
 * @insertion: the card that was shown
 * @task: (transfer full): answered with %TRUE, or with why it cannot be said to be that card
 *
 * Worker thread. Reads who it is once more, in a transaction of its own. Where it is another card, or none, that is
 * published before @task is answered.
 */
void
ecpa_card_rack_check (EcpaCardRack *self,
                      guint64       insertion,
                      GTask        *task)
{
  EcpaCardSlot *slot;

  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  slot = self->stopped ? NULL : ecpa_card_slots_by_insertion (self->slots, insertion);
  if (slot != NULL && slot->state == ECPA_CARD_SLOT_READY)
    slot_check (self, slot, task);
  else
    {
      g_task_return_new_error (task, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED, "Not the card that was shown");
      g_object_unref (task);
    }
}

/**
 * ecpa_card_rack_choose:
 * @self: a rack
 * @reader: (nullable): which reader to look at; %NULL: whichever has a card that serves
 *
 * Worker thread. Holds until that reader or the card in it goes; while a card proves itself the pick waits.
 */
void
ecpa_card_rack_choose (EcpaCardRack *self,
                       const char   *reader)
{
  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  ecpa_card_pick_choose (&self->pick, self->slots, reader);
  publish (self);
}

/**
 * ecpa_card_rack_prove:
 * @self: a rack
 * @serial: which card, as it was shown
 * @fetch: fetches the backend's challenge; called on the lane
 * @fetch_data: for @fetch
 * @fetch_destroy: (nullable): frees @fetch_data, on any thread
 * @task: (transfer full): answered with an #EcpaCardProof; cancelling it is answered at once
 *
 * Worker thread.
 */
void
ecpa_card_rack_prove (EcpaCardRack          *self,
                      guint64                serial,
                      EcpaCardChallengeFunc  fetch,
                      gpointer               fetch_data,
                      GDestroyNotify         fetch_destroy,
                      GTask                 *task)
{
  LaneJob *lane_job;
  ProveJob *job;
  GTask *lane_task;
  EcpaCardSlot *slot;

  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  slot = self->stopped ? NULL : ecpa_card_slots_by_serial (self->slots, serial);
  lane_job = g_new0 (LaneJob, 1);
  lane_job->transport = g_object_ref (self->transport);
  lane_job->fetch = fetch;
  lane_job->fetch_data = fetch_data;
  lane_job->fetch_destroy = fetch_destroy;
  if (slot == NULL || slot->state != ECPA_CARD_SLOT_READY)
    {
      g_task_return_new_error (task, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED, "Not the card that was shown");
      g_object_unref (task);
      lane_job_free (lane_job);
      return;
    }
  lane_job->reader = g_strdup (slot->seen->name);
  lane_job->expected = ecpa_health_card_copy (slot->card);

  job = prove_job_new (self, serial, task);
  lane_task = g_task_new (NULL, job->cancellable, card_proved_cb, job);
  g_task_set_source_tag (lane_task, ecpa_card_rack_prove);
  g_task_set_task_data (lane_task, lane_job, lane_job_free);
  ecpa_worker_hold (self->worker);
  ecpa_lane_push (slot->lane, lane_task, prove_in_lane, (GDestroyNotify) ecpa_card_proof_free);
}

/**
 * ecpa_card_rack_derive:
 * @self: a rack
 * @serial: which card, as it was shown
 * @key: a key of this computer
 * @task: (transfer full): answered with 32 bytes that only this card and @key make, as #GBytes
 *
 * Worker thread. Of what has been read; the card is not asked.
 */
void
ecpa_card_rack_derive (EcpaCardRack *self,
                       guint64       serial,
                       GBytes       *key,
                       GTask        *task)
{
  g_autoptr (GTask) owned = task;
  EcpaCardSlot *slot;

  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  slot = self->stopped ? NULL : ecpa_card_slots_by_serial (self->slots, serial);
  if (slot != NULL && slot->card != NULL)
    g_task_return_pointer (task, ecpa_card_digest_with (slot->card, key), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED, "Not the card that was shown");
}

/**
 * ecpa_card_rack_stop:
 * @self: a rack
 *
 * Worker thread. Ends watch and lanes without waiting for a card; no view comes after.
 */
void
ecpa_card_rack_stop (EcpaCardRack *self)
{
  g_return_if_fail (ECPA_IS_CARD_RACK (self));
  ECPA_ASSERT_WORKER (self->worker);

  self->stopped = TRUE;
  for (guint i = 0; i < self->proofs->len; i++)
    g_cancellable_cancel (((ProveJob *) g_ptr_array_index (self->proofs, i))->cancellable);
  g_ptr_array_set_size (self->slots, 0);
  if (self->watch != NULL)
    ecpa_reader_watch_stop (self->watch);
  g_clear_object (&self->watch);
}
