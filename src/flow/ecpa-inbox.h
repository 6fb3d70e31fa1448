/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-order-item.h"

G_BEGIN_DECLS

/**
 * EcpaInbox:
 *
 * 未檢視獎令: the person's electronic orders that wait for a signature, newest first: a GListModel of #EcpaOrderItem
 * that grows page by page. An order signed for stays in it (marked as signed) until the next reload, so that nothing
 * vanishes under the person. Properties, notifying:
 *
 * - `loading`: gboolean
 * - `fault`: (nullable) #EcpaFault of the last load; what was there stays
 * - `total`: guint, how many the backend has
 * - `has-more`: gboolean
 * - `slow`: gboolean, a page takes longer than usual, and is still being waited for
 */
#define ECPA_TYPE_INBOX (ecpa_inbox_get_type ())
G_DECLARE_FINAL_TYPE (EcpaInbox, ecpa_inbox, ECPA, INBOX, GObject)

gboolean         ecpa_inbox_is_loading (EcpaInbox       *self);
EcpaFault       *ecpa_inbox_get_fault  (EcpaInbox       *self);
guint            ecpa_inbox_get_total  (EcpaInbox       *self);
gboolean         ecpa_inbox_has_more   (EcpaInbox       *self);
gboolean         ecpa_inbox_is_slow    (EcpaInbox       *self);
/* From the first page again; also the retry after a failure. */
void             ecpa_inbox_reload     (EcpaInbox       *self);
/* The backend says that there is something new; nothing where nobody has asked yet. */
void             ecpa_inbox_refresh    (EcpaInbox       *self);
/* The next page, if there is one and none is on its way. */
void             ecpa_inbox_load_more  (EcpaInbox       *self);

/* (transfer full): an order that was seen before, whether or not a page has brought it; the list will have the same. */
EcpaOrderItem   *ecpa_inbox_get_order  (EcpaInbox       *self,
                                        const char      *order_id,
                                        gboolean         electronic);

G_END_DECLS
