/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-lane.h"

G_BEGIN_DECLS

/**
 * EcpaReceiptKeys:
 *
 * The idempotency keys of receipts, in a small file of the user's that is synced before a key is given out: after a
 * crash the same order is signed for under the same key. An order stands there as a hash; nothing personal does. A
 * key is forgotten when it has been acknowledged and is 30 days old, as the backend forgets it then too.
 */
#define ECPA_TYPE_RECEIPT_KEYS (ecpa_receipt_keys_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReceiptKeys, ecpa_receipt_keys, ECPA, RECEIPT_KEYS, GObject)

EcpaReceiptKeys *ecpa_receipt_keys_new         (const char           *directory,
                                                const char           *backend_uri);
void             ecpa_receipt_keys_get_async   (EcpaReceiptKeys      *self,
                                                const char           *order_id,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
char            *ecpa_receipt_keys_get_finish  (EcpaReceiptKeys      *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void             ecpa_receipt_keys_acknowledge (EcpaReceiptKeys      *self,
                                                const char           *order_id);
void             ecpa_receipt_keys_stop        (EcpaReceiptKeys      *self);

G_END_DECLS
