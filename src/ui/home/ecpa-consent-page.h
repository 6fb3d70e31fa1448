/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-consent-flow.h"

G_BEGIN_DECLS

/**
 * EcpaConsentPage:
 *
 * 線上檢視訊息 (O1): the whole text, that it cannot be taken back, 同意 with one more question, and the way to stay out
 * and to come back. Stands in place of the orders until the person has agreed. UI thread.
 *
 * Signal `sign-in-again`: the fault shown asks for it.
 */
#define ECPA_TYPE_CONSENT_PAGE (ecpa_consent_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaConsentPage, ecpa_consent_page, ECPA, CONSENT_PAGE, AdwBin)

void ecpa_consent_page_set_flow (EcpaConsentPage *self,
                                 EcpaConsentFlow *flow);

G_END_DECLS
