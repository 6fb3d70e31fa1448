/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-home-flow.h"

G_BEGIN_DECLS

/**
 * EcpaLockingBar:
 *
 * Says for the last minute that the program is about to lock itself, and how many seconds are left. Not there
 * otherwise. UI thread.
 */
#define ECPA_TYPE_LOCKING_BAR (ecpa_locking_bar_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLockingBar, ecpa_locking_bar, ECPA, LOCKING_BAR, AdwBin)

void ecpa_locking_bar_set_home (EcpaLockingBar *self,
                                EcpaHomeFlow   *home);

G_END_DECLS
