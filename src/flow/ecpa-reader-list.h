/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-view.h"
#include "ecpa-session-lock.h"

G_BEGIN_DECLS

/**
 * EcpaReaderItem:
 *
 * A reader on the sign-in window (L8). Properties, read-only, notifying:
 *
 * - `name`: string, as the system calls it; never changes
 * - `state`: #EcpaCardViewState, %ECPA_CARD_VIEW_NO_CARD and above
 * - `holder`: (nullable) string, the masked name on its card; "" for a card without a name
 * - `number`: (nullable) string, the masked number of its card
 * - `fault`: (nullable) #EcpaFault, what is wrong with it
 * - `chosen`: gboolean, it is the one that is looked at
 */
#define ECPA_TYPE_READER_ITEM (ecpa_reader_item_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderItem, ecpa_reader_item, ECPA, READER_ITEM, GObject)

const char        *ecpa_reader_item_get_name   (EcpaReaderItem *self);
EcpaCardViewState  ecpa_reader_item_get_state  (EcpaReaderItem *self);
const char        *ecpa_reader_item_get_holder (EcpaReaderItem *self);
const char        *ecpa_reader_item_get_number (EcpaReaderItem *self);
EcpaFault         *ecpa_reader_item_get_fault  (EcpaReaderItem *self);
gboolean           ecpa_reader_item_is_chosen  (EcpaReaderItem *self);

/**
 * EcpaReaderList:
 *
 * A #GListModel of #EcpaReaderItem: a reader keeps its item as long as it is there.
 */
#define ECPA_TYPE_READER_LIST (ecpa_reader_list_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderList, ecpa_reader_list, ECPA, READER_LIST, GObject)

EcpaReaderList *ecpa_reader_list_new      (void);
void            ecpa_reader_list_update   (EcpaReaderList  *self,
                                           EcpaCardView    *view);
void            ecpa_reader_list_set_lock (EcpaReaderList  *self,
                                           EcpaSessionLock *lock);

G_END_DECLS
