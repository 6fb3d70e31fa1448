/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * EcpaCardFaultKind:
 * @ECPA_CARD_FAULT_NONE: nothing goes wrong
 * @ECPA_CARD_FAULT_REMOVE: the card is pulled during the APDU; it answers nothing
 * @ECPA_CARD_FAULT_EMPTY_ANSWER: the reader reports a success of no bytes; the card stays
 * @ECPA_CARD_FAULT_GARBAGE: the answer is two bytes that are no status word
 * @ECPA_CARD_FAULT_TRANSMIT_ERROR: the reader reports a failure; the card stays
 * @ECPA_CARD_FAULT_SWAP: the card is pulled during the APDU and another one is in at once
 * @ECPA_CARD_FAULT_SILENT_SWAP: the same without any event, and the old connection goes on with the new card
 * @ECPA_CARD_FAULT_DELAY: the answer comes late
 * @ECPA_CARD_FAULT_REFUSE: the card says that it knows no such command (6D00)
 * @ECPA_CARD_FAULT_IN_USE: connecting fails, because another program holds the card
 * @ECPA_CARD_FAULT_MUTE: connecting fails, because the card does not answer its reset
 *
 * What can go wrong on demand.
 */
typedef enum
{
  ECPA_CARD_FAULT_NONE,
  ECPA_CARD_FAULT_REMOVE,
  ECPA_CARD_FAULT_EMPTY_ANSWER,
  ECPA_CARD_FAULT_GARBAGE,
  ECPA_CARD_FAULT_TRANSMIT_ERROR,
  ECPA_CARD_FAULT_SWAP,
  ECPA_CARD_FAULT_SILENT_SWAP,
  ECPA_CARD_FAULT_DELAY,
  ECPA_CARD_FAULT_REFUSE,
  ECPA_CARD_FAULT_IN_USE,
  ECPA_CARD_FAULT_MUTE,
} EcpaCardFaultKind;

/**
 * EcpaCardFault:
 * @kind: what goes wrong
 * @after_n_apdus: how many APDUs (or, for the last two kinds, connections) go well before it does
 * @forever: whether it goes on; else once
 * @delay_ms: for %ECPA_CARD_FAULT_DELAY
 * @card_id: (nullable): for the swaps, the id of the other card; borrowed
 *
 * What shall go wrong in one slot.
 */
typedef struct
{
  EcpaCardFaultKind  kind;
  guint          after_n_apdus;
  gboolean       forever;
  guint          delay_ms;
  const char    *card_id;
} EcpaCardFault;

/**
 * EcpaCardFaultPlan:
 * @fault: what goes wrong; without its card
 * @card_id: (nullable): the card of a swap; owned
 * @n_left: how many APDUs or connections still go well
 *
 * A fault under way. All zero is a plan for nothing.
 */
typedef struct
{
  EcpaCardFault  fault;
  char          *card_id;
  guint          n_left;
} EcpaCardFaultPlan;

void              ecpa_card_fault_plan_set   (EcpaCardFaultPlan    *self,
                                              const EcpaCardFault  *fault);
void              ecpa_card_fault_plan_clear (EcpaCardFaultPlan    *self);
EcpaCardFaultKind ecpa_card_fault_plan_next  (EcpaCardFaultPlan    *self,
                                              gboolean              connecting);

gboolean          ecpa_card_fault_parse      (const char           *text,
                                              EcpaCardFault        *fault,
                                              char                **card_id);

G_END_DECLS
