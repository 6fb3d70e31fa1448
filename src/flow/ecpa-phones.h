/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-records.h"
#include "ecpa-wizard-flow.h"

G_BEGIN_DECLS

/* What the step of the phones can do (N8). The wizard keeps them as `phones`, an EcpaPhoneList. */
void ecpa_phones_load   (EcpaWizardFlow *flow);
void ecpa_phones_add    (EcpaWizardFlow *flow,
                         const char     *name,
                         const char     *device_code,
                         EcpaSecret     *password);
void ecpa_phones_rename (EcpaWizardFlow *flow,
                         EcpaPhone      *phone,
                         const char     *name);
void ecpa_phones_remove (EcpaWizardFlow *flow,
                         EcpaPhone      *phone);
/* (transfer full) */
char *ecpa_phones_name_field (EcpaPhone *phone);

G_END_DECLS
