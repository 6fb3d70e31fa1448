/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"

G_BEGIN_DECLS

/**
 * EcpaCardViewState:
 * @ECPA_CARD_VIEW_NO_SERVICE: no reader service; `fault` says why
 * @ECPA_CARD_VIEW_NO_READER: no reader
 * @ECPA_CARD_VIEW_NO_CARD: no card in any reader
 * @ECPA_CARD_VIEW_READING: a card is being read
 * @ECPA_CARD_VIEW_UNUSABLE: a card that does not serve; `fault` says why
 * @ECPA_CARD_VIEW_READY: a health card has been read
 *
 * What the readers offer.
 */
typedef enum
{
  ECPA_CARD_VIEW_NO_SERVICE,
  ECPA_CARD_VIEW_NO_READER,
  ECPA_CARD_VIEW_NO_CARD,
  ECPA_CARD_VIEW_READING,
  ECPA_CARD_VIEW_UNUSABLE,
  ECPA_CARD_VIEW_READY,
} EcpaCardViewState;

/**
 * EcpaCardView:
 * @state: what there is
 * @reader: (nullable): the reader that is looked at
 * @serial: which reading of which card this is; never used twice. What was shown under one serial is never
 *   mistaken for what is shown under another
 * @insertion: which insertion of a card; several serials may belong to it
 * @insertions: (element-type guint64): all cards that are in a reader, this one or others
 * @holder: (nullable): masked name; only in %ECPA_CARD_VIEW_READY
 * @number: (nullable): masked card number; likewise
 * @digest: (nullable): tells this card from others while the program runs, and nothing else; likewise
 * @fault: (nullable): what is wrong; in %ECPA_CARD_VIEW_NO_CARD that a card went before it had been read
 *
 * The readers at one moment, as far as the floors above may know: no personal data but what is shown. Immutable.
 */
typedef struct
{
  EcpaCardViewState  state;
  char              *reader;
  guint64            serial;
  guint64            insertion;
  GArray            *insertions;
  char              *holder;
  char              *number;
  char              *digest;
  EcpaFault         *fault;
} EcpaCardView;

EcpaCardView *ecpa_card_view_new           (EcpaCardViewState   state);
EcpaCardView *ecpa_card_view_ref           (EcpaCardView       *self);
void          ecpa_card_view_unref         (EcpaCardView       *self);
gboolean      ecpa_card_view_has_insertion (EcpaCardView       *self,
                                            guint64             insertion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardView, ecpa_card_view_unref)

G_END_DECLS
