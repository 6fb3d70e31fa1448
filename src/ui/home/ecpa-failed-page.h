/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaFailedPage:
 *
 * Where the program could not start, or what it had started has ended. Signal `again`: the person wants another try.
 * UI thread.
 */
#define ECPA_TYPE_FAILED_PAGE (ecpa_failed_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFailedPage, ecpa_failed_page, ECPA, FAILED_PAGE, AdwBin)

GtkWidget *ecpa_failed_page_new  (gboolean        training);
void       ecpa_failed_page_tell (EcpaFailedPage *self,
                                  const char     *detail);

G_END_DECLS
