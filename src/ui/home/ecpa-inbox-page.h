/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-home-flow.h"

G_BEGIN_DECLS

/**
 * EcpaInboxPage:
 *
 * The list of orders (O2) with its filter, its states, and the address that notices go to (O7). UI thread.
 *
 * Signals: `opened` (#EcpaOrderItem): the person opened an order; `sign-in-again`: the fault shown asks for it.
 */
#define ECPA_TYPE_INBOX_PAGE (ecpa_inbox_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaInboxPage, ecpa_inbox_page, ECPA, INBOX_PAGE, AdwBin)

void ecpa_inbox_page_set_home (EcpaInboxPage *self,
                               EcpaHomeFlow  *home);
double     ecpa_inbox_page_get_scroll (EcpaInboxPage *self);
void       ecpa_inbox_page_go_to    (EcpaInboxPage *self,
                                     const char    *order_id,
                                     double         scroll);

G_END_DECLS
