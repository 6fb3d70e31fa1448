/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"
#include "ecpa-simulated-card.h"
#include "ecpa-simulator.h"
#include "ecpa-training-desk.h"

G_BEGIN_DECLS

#define ECPA_TYPE_SIMULATOR_CHANNEL (ecpa_simulator_channel_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSimulatorChannel, ecpa_simulator_channel, ECPA, SIMULATOR_CHANNEL, GObject)

/* One card of the tray. */
typedef struct
{
  EcpaSimulatedCard *card;   /* under the lock */
  EcpaTrainingCard  *shown;  /* home thread only */
  guint              slot;   /* under the lock */
} EcpaTrayEntry;

/* All under the simulator's lock. */
typedef struct
{
  char                 *name;
  EcpaTrayEntry        *entry;       /* borrowed from the tray; NULL while empty */
  gboolean              unplugged;
  guint                 event_count;
  EcpaCardFaultPlan         plan;
  guint                 n_apdus;
  EcpaSimulatorChannel *holder;      /* borrowed: the channel whose transaction it is */
} EcpaSlot;

struct _EcpaSimulator
{
  GObject parent_instance;

  /* Owned, never changed */
  GPtrArray    *tray;
  GMainContext *home;
  guint         delay_ms;

  /* Home thread only */
  GListStore   *shown;
  EcpaTrainingMailbox *mailbox; /* nullable */
  gboolean      shown_unplugged[ECPA_SIMULATOR_N_SLOTS];
  gboolean      shown_stopped;

  /* Under the lock */
  GMutex   lock;
  GCond    changed;
  EcpaSlot slots[ECPA_SIMULATOR_N_SLOTS];
  gboolean interrupted;
  gboolean stopped;        /* no service */
  EcpaCardError trouble;   /* what is said then */
  gboolean down;
  gboolean sync_pending;
};

/* With the lock held */
EcpaTrayEntry   *ecpa_simulator_find_entry_locked (EcpaSimulator *self,
                                                   const char    *card_id);
void             ecpa_simulator_move_locked       (EcpaSimulator *self,
                                                   EcpaTrayEntry *entry,
                                                   guint          slot,
                                                   gboolean       silent);

/* Whether the reader is there at all */
gboolean         ecpa_simulator_has_reader_locked (EcpaSimulator *self,
                                                   guint          slot);

EcpaCardChannel *ecpa_simulator_channel_new       (EcpaSimulator *simulator,
                                                   guint          slot);

G_END_DECLS
