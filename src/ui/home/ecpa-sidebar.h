/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-home-flow.h"

G_BEGIN_DECLS

/**
 * EcpaSidebarEntry:
 * @ECPA_SIDEBAR_INBOX: 未檢視獎令 (O2)
 * @ECPA_SIDEBAR_HISTORY: 個人歷年獎懲 (O3)
 *
 * What there is to choose.
 */
typedef enum
{
  ECPA_SIDEBAR_INBOX,
  ECPA_SIDEBAR_HISTORY,
} EcpaSidebarEntry;

/**
 * EcpaSidebar:
 *
 * What there is inside, and at its foot who is signed in, how and since when, with the way out (L10).
 *
 * Signal `chosen`: an entry was chosen. UI thread.
 */
#define ECPA_TYPE_SIDEBAR (ecpa_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSidebar, ecpa_sidebar, ECPA, SIDEBAR, AdwBin)

void             ecpa_sidebar_set_home  (EcpaSidebar      *self,
                                         EcpaHomeFlow     *home);
EcpaSidebarEntry ecpa_sidebar_get_entry (EcpaSidebar      *self);
void             ecpa_sidebar_set_entry (EcpaSidebar      *self,
                                         EcpaSidebarEntry  entry);

G_END_DECLS
