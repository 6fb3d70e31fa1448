/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-home-flow.h"
#include "ecpa-place.h"

G_BEGIN_DECLS

/**
 * EcpaHomePage:
 *
 * The inside: sidebar, list and order side by side, one after the other where it is narrow; and the consent in their
 * place until there is one. Properties for the window's header bar, notifying: `sidebar-folded` (read-only),
 * `sidebar-shown` (read-write), `can-go-back` (read-only). UI thread.
 */
#define ECPA_TYPE_HOME_PAGE (ecpa_home_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHomePage, ecpa_home_page, ECPA, HOME_PAGE, AdwBin)

void ecpa_home_page_set_home (EcpaHomePage    *self,
                              EcpaHomeFlow    *home,
                              EcpaServiceInfo *service,
                              gboolean         training);
void ecpa_home_page_go_back  (EcpaHomePage    *self);
EcpaPlace *ecpa_home_page_get_place (EcpaHomePage *self);
void ecpa_home_page_go_to    (EcpaHomePage    *self,
                              EcpaPlace       *place);
EcpaOrderItem *ecpa_home_page_get_order (EcpaHomePage *self);
void ecpa_home_page_reload   (EcpaHomePage    *self);

G_END_DECLS
