/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-field-row.h"
#include "ecpa-secret-row.h"
#include "ecpa-wizard-flow.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaStepPageClass:
 * @shown: the step is shown; the flow is there
 *
 * What a step adds to the frame: its fields. Buttons, faults and progress are the frame's.
 */
#define ECPA_TYPE_STEP_PAGE (ecpa_step_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (EcpaStepPage, ecpa_step_page, ECPA, STEP_PAGE, AdwBin)

struct _EcpaStepPageClass
{
  AdwBinClass parent_class;

  void (*shown) (EcpaStepPage *self);
};

EcpaStepPage    *ecpa_step_page_new          (GType           type,
                                              EcpaWizardFlow *flow);
EcpaWizardFlow  *ecpa_step_page_get_flow     (EcpaStepPage   *self);
EcpaWizardDraft *ecpa_step_page_get_draft    (EcpaStepPage   *self);

/* For steps, from `shown`: the row and the draft's field are one; Enter in it is the primary button. */
void             ecpa_step_page_bind_field   (EcpaStepPage   *self,
                                              EcpaFieldRow   *row,
                                              const char     *name);
void             ecpa_step_page_bind_secret  (EcpaStepPage   *self,
                                              EcpaSecretRow  *row,
                                              const char     *name);

G_END_DECLS
