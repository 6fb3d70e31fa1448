/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"
#include "ecpa-wizard-host.h"

G_BEGIN_DECLS

/**
 * EcpaCodeCourier:
 *
 * Brings the code of a mail's link to the wizard that takes it: the one that is open and waits for it, else one that is
 * opened for it. While there is nothing to open it with (the program is starting) it is kept. UI thread.
 */
#define ECPA_TYPE_CODE_COURIER (ecpa_code_courier_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCodeCourier, ecpa_code_courier, ECPA, CODE_COURIER, GObject)

EcpaCodeCourier *ecpa_code_courier_new   (EcpaWizardHost  *host);
void             ecpa_code_courier_bring (EcpaCodeCourier *self,
                                          const char      *kind,
                                          EcpaSecret      *code);
void             ecpa_code_courier_look  (EcpaCodeCourier *self);

G_END_DECLS
