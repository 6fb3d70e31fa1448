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

#define ECPA_TYPE_CARD_VIEW_STATE (ecpa_card_view_state_get_type ())
GType ecpa_card_view_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaReaderView:
 * @name: the reader's name, as the system calls it
 * @state: what is in it: %ECPA_CARD_VIEW_NO_CARD and above
 * @serial: see #EcpaCardView
 * @insertion: see #EcpaCardView; 0 for no card
 * @holder: (nullable): masked name; only in %ECPA_CARD_VIEW_READY
 * @number: (nullable): masked card number; likewise
 * @digest: (nullable): see #EcpaCardView; likewise
 * @fault: (nullable): what is wrong
 * @chosen: whether it is the one that is looked at, by the person's choice or ours
 *
 * One reader of several (L8).
 */
typedef struct
{
  char              *name;
  EcpaCardViewState  state;
  guint64            serial;
  guint64            insertion;
  char              *holder;
  char              *number;
  char              *digest;
  EcpaFault         *fault;
  gboolean           chosen;
} EcpaReaderView;

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
 * @readers: (element-type EcpaReaderView): all readers, in an order that lasts; the fields above are those of the
 *   one that is looked at
 * @picked_automatically: whether the person has left it to us which one that is
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
  GPtrArray         *readers;
  gboolean           picked_automatically;
} EcpaCardView;

EcpaCardView *ecpa_card_view_new           (EcpaCardViewState   state);
EcpaCardView *ecpa_card_view_ref           (EcpaCardView       *self);
void          ecpa_card_view_unref         (EcpaCardView       *self);
/* Takes @reader; before anybody else sees the view. */
void          ecpa_card_view_add_reader    (EcpaCardView       *self,
                                            EcpaReaderView     *reader,
                                            gboolean            picked);
gboolean      ecpa_card_view_has_insertion (EcpaCardView       *self,
                                            guint64             insertion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardView, ecpa_card_view_unref)

G_END_DECLS
