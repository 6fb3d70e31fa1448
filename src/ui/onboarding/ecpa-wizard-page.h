/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-wizard-flow.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaWizardPage:
 *
 * The frame of all wizards: title, step n of m, the reader small in the header, the step in a column of 560 px, what
 * went wrong under it, Back on the left and one primary button on the right; progress and Cancel while something is
 * on its way. It knows only what #EcpaWizardFlow says.
 */
#define ECPA_TYPE_WIZARD_PAGE (ecpa_wizard_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWizardPage, ecpa_wizard_page, ECPA, WIZARD_PAGE, AdwBin)

GtkWidget *ecpa_wizard_page_new   (EcpaWizardFlow *flow);
/* Asks where leaving would lose something. */
void       ecpa_wizard_page_leave (EcpaWizardPage *self);

G_END_DECLS
