/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-view.h"
#include "ecpa-health-card.h"
#include "ecpa-lane.h"

G_BEGIN_DECLS

typedef enum
{
  ECPA_CARD_SLOT_EMPTY,
  ECPA_CARD_SLOT_READING,
  ECPA_CARD_SLOT_READY,
  ECPA_CARD_SLOT_FAILED,
} EcpaCardSlotState;

/**
 * EcpaCardSlot:
 * @seen: what the watch said last
 * @lane: where this reader's calls are made, in order
 * @state: how far its card is known
 * @serial: which reading of which card; never used twice
 * @insertion: which insertion of a card; 0 for none
 * @digest: (nullable): whose card it was when this insertion was read first
 * @card: (nullable): in %ECPA_CARD_SLOT_READY
 * @error: (nullable): in %ECPA_CARD_SLOT_FAILED; in %ECPA_CARD_SLOT_EMPTY why the last card was not read
 * @again: how often it was looked at again
 * @again_source: (nullable): when it will be
 * @reading: (nullable): cancels the reading under way
 *
 * One reader as #EcpaCardRack keeps it. Worker thread only.
 */
typedef struct
{
  EcpaReaderState   *seen;
  EcpaLane          *lane;
  EcpaCardSlotState  state;
  guint64            serial;
  guint64            insertion;
  char              *digest;
  EcpaHealthCard    *card;
  GError            *error;
  guint              again;
  GSource           *again_source;
  GCancellable      *reading;
} EcpaCardSlot;

EcpaCardSlot      *ecpa_card_slot_new         (EcpaReaderState *seen,
                                               const char      *lane_name);
void               ecpa_card_slot_free        (EcpaCardSlot    *self);
void               ecpa_card_slot_forget      (EcpaCardSlot    *self,
                                               guint64          serial);
gboolean           ecpa_card_slot_take        (EcpaCardSlot    *self,
                                               EcpaHealthCard  *card,
                                               guint64          next);
void               ecpa_card_slot_stop_again  (EcpaCardSlot    *self);
EcpaReaderView    *ecpa_card_slot_describe    (EcpaCardSlot    *self);

/* (element-type EcpaCardSlot) @slots */
EcpaCardSlot      *ecpa_card_slots_by_name      (GPtrArray     *slots,
                                                 const char    *name);
EcpaCardSlot      *ecpa_card_slots_by_serial    (GPtrArray     *slots,
                                                 guint64        serial);
EcpaCardSlot      *ecpa_card_slots_by_insertion (GPtrArray     *slots,
                                                 guint64        insertion);

G_END_DECLS
