/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaTestRelay:
 *
 * A port of loopback that stays the same while what is behind it changes: a backend, a server that misbehaves, or
 * nothing at all. It relays bytes and knows nothing of them. Default main loop.
 */
typedef struct _EcpaTestRelay EcpaTestRelay;

EcpaTestRelay *ecpa_test_relay_new     (void);
void           ecpa_test_relay_free    (EcpaTestRelay *self);
guint          ecpa_test_relay_get_port (EcpaTestRelay *self);
/* Ends all connections; new ones go to @port, or are refused where it is 0. */
void           ecpa_test_relay_set_target (EcpaTestRelay *self,
                                           guint          port);

G_END_DECLS
