/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaClosedPage:
 *
 * In place of the orders where the way somebody signed in does not open them (L10): why, and which way does. Signal
 * `sign-in-again`: the person wants to go that way. UI thread.
 */
#define ECPA_TYPE_CLOSED_PAGE (ecpa_closed_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaClosedPage, ecpa_closed_page, ECPA, CLOSED_PAGE, AdwBin)

void        ecpa_closed_page_set_application (EcpaClosedPage  *self,
                                              EcpaApplication *application,
                                              const char      *method);
const char *ecpa_closed_page_describe        (EcpaApplication *application);

G_END_DECLS
