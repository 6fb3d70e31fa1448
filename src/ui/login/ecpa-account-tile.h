/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault-view.h"
#include "ecpa-login-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaAccountTile:
 *
 * Signing in by account and password (帳號密碼, L7): a head that opens it, and below that what there is to type. Property
 * `open` (boolean). Signal `chosen`: the person pressed the head. UI thread.
 */
#define ECPA_TYPE_ACCOUNT_TILE (ecpa_account_tile_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountTile, ecpa_account_tile, ECPA, ACCOUNT_TILE, GtkWidget)

void           ecpa_account_tile_set_flow       (EcpaAccountTile *self,
                                                 EcpaLoginFlow   *flow);
gboolean       ecpa_account_tile_is_open        (EcpaAccountTile *self);
void           ecpa_account_tile_set_open       (EcpaAccountTile *self,
                                                 gboolean         open);
EcpaFaultView *ecpa_account_tile_get_fault_view (EcpaAccountTile *self);
void           ecpa_account_tile_focus_next     (EcpaAccountTile *self);

G_END_DECLS
