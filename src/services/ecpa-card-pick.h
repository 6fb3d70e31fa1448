/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-slot.h"

G_BEGIN_DECLS

/**
 * EcpaCardPick:
 * @reader: (nullable): the reader that the person chose
 * @insertion: the card that was in it, or came first afterwards; 0 while it is empty
 * @shown: the card that was picked last
 *
 * Which of several readers is looked at (L8). Worker thread only.
 */
typedef struct
{
  char    *reader;
  guint64  insertion;
  guint64  shown;
} EcpaCardPick;

void          ecpa_card_pick_clear  (EcpaCardPick *self);
void          ecpa_card_pick_choose (EcpaCardPick *self,
                                     GPtrArray    *slots,
                                     const char   *reader);
EcpaCardSlot *ecpa_card_pick_find   (EcpaCardPick *self,
                                     GPtrArray    *slots,
                                     EcpaCardSlot *busy);

G_END_DECLS
