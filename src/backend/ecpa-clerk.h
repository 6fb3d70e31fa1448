/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-store.h"

G_BEGIN_DECLS

/**
 * EcpaClerk:
 *
 * The database's thread. It takes all the work that waits, does it inside one transaction of the store, in which each
 * piece has a savepoint of its own, and commits once; only then does anybody hear of it. One sync of the disk is thus
 * shared by everything that came while the last one was under way, and nobody waits for company: what comes later is
 * for the next transaction, while others answer what this one did.
 */
#define ECPA_TYPE_CLERK (ecpa_clerk_get_type ())
G_DECLARE_FINAL_TYPE (EcpaClerk, ecpa_clerk, ECPA, CLERK, GObject)

typedef void (*EcpaClerkFunc)    (gpointer data);
typedef void (*EcpaClerkWritten) (gpointer data, const GError *error);

EcpaClerk *ecpa_clerk_new          (EcpaStore         *store);
void       ecpa_clerk_push         (EcpaClerk         *self,
                                    EcpaClerkFunc      work,
                                    gpointer           data);
void       ecpa_clerk_when_written (EcpaClerk         *self,
                                    EcpaClerkWritten   written,
                                    gpointer           data);
void       ecpa_clerk_deliver      (EcpaClerk         *self,
                                    EcpaClerkFunc      deliver,
                                    gpointer           data);
gboolean   ecpa_clerk_is_here      (EcpaClerk         *self);

G_END_DECLS
