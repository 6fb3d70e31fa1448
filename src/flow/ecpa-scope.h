/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaScope:
 *
 * One session as its models share it: the cancellable that all their requests run under, and the news that it has
 * ended. Whatever answers after that is dropped. Signal `ended` (nullable #EcpaFault): clear everything. UI thread.
 */
#define ECPA_TYPE_SCOPE (ecpa_scope_get_type ())
G_DECLARE_FINAL_TYPE (EcpaScope, ecpa_scope, ECPA, SCOPE, GObject)

EcpaScope    *ecpa_scope_new             (EcpaServices *services);
EcpaServices *ecpa_scope_get_services    (EcpaScope    *self);
GCancellable *ecpa_scope_get_cancellable (EcpaScope    *self);
gboolean      ecpa_scope_is_alive        (EcpaScope    *self);
guint         ecpa_scope_get_unsigned    (EcpaScope    *self);
void          ecpa_scope_set_unsigned    (EcpaScope    *self,
                                          guint         n);
void          ecpa_scope_tell_orders     (EcpaScope    *self,
                                          gint64        n_unsigned);
guint         ecpa_scope_ask_receipt     (EcpaScope    *self);
void          ecpa_scope_count_receipt   (EcpaScope    *self,
                                          guint         asked);
/* The card that signed in; 0 for none. */
guint64       ecpa_scope_get_insertion   (EcpaScope    *self);
void          ecpa_scope_set_insertion   (EcpaScope    *self,
                                          guint64       insertion);
void          ecpa_scope_end             (EcpaScope    *self,
                                          EcpaFault    *fault);
EcpaFault    *ecpa_scope_take_error      (EcpaScope    *self,
                                          GError       *error);

G_END_DECLS
