/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-services.h"
#include "ecpa-wizard-flow.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaWizardHost:
 *
 * Where the wizards of a window are: a page of its stack, empty but for the wizard that is open. Opened by
 * ecpa_wizard_host_open(), for which the window's action `win.wizard` (kind) is.
 *
 * Signals: `opened`: a wizard is there to be seen; `closed` (kind, outcome): it is over, outcome nullable where it was
 * left.
 */
#define ECPA_TYPE_WIZARD_HOST (ecpa_wizard_host_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWizardHost, ecpa_wizard_host, ECPA, WIZARD_HOST, AdwBin)

/* @services: (nullable): without them nothing opens, and what is open is left */
void     ecpa_wizard_host_set_services (EcpaWizardHost *self,
                                        EcpaServices   *services);
gboolean ecpa_wizard_host_open         (EcpaWizardHost *self,
                                        const char     *kind);
/* Without asking: what was typed is kept for later. */
void     ecpa_wizard_host_close        (EcpaWizardHost *self);
gboolean ecpa_wizard_host_is_open      (EcpaWizardHost *self);
/* (nullable) (transfer none): what is open */
EcpaWizardFlow *ecpa_wizard_host_get_flow (EcpaWizardHost *self);
/* To the wizard that takes the code of a mail; see ecpa-code-courier.h */
void     ecpa_wizard_host_bring_code   (EcpaWizardHost *self,
                                        const char     *kind,
                                        EcpaSecret     *code);

G_END_DECLS
