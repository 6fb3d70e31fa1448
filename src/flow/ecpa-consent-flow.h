/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaConsentState:
 * @ECPA_CONSENT_UNKNOWN: nobody has asked yet
 * @ECPA_CONSENT_LOADING: the text is on its way
 * @ECPA_CONSENT_NEEDED: the text is there and the person has not agreed
 * @ECPA_CONSENT_SENDING: 同意 is on its way
 * @ECPA_CONSENT_AGREED: the person has agreed
 * @ECPA_CONSENT_FAILED: `fault` says why
 */
typedef enum
{
  ECPA_CONSENT_UNKNOWN,
  ECPA_CONSENT_LOADING,
  ECPA_CONSENT_NEEDED,
  ECPA_CONSENT_SENDING,
  ECPA_CONSENT_AGREED,
  ECPA_CONSENT_FAILED,
} EcpaConsentState;

#define ECPA_TYPE_CONSENT_STATE (ecpa_consent_state_get_type ())
GType ecpa_consent_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaConsentFlow:
 *
 * One agreement (線上檢視訊息, O1). Properties, read-only, notifying: `state`, `text` (nullable #EcpaLegalText),
 * `fault` (nullable #EcpaFault), `slow` (gboolean: an answer takes longer than usual, and is still being waited for).
 */
#define ECPA_TYPE_CONSENT_FLOW (ecpa_consent_flow_get_type ())
G_DECLARE_FINAL_TYPE (EcpaConsentFlow, ecpa_consent_flow, ECPA, CONSENT_FLOW, GObject)

EcpaConsentState  ecpa_consent_flow_get_state (EcpaConsentFlow *self);
EcpaLegalText    *ecpa_consent_flow_get_text  (EcpaConsentFlow *self);
EcpaFault        *ecpa_consent_flow_get_fault (EcpaConsentFlow *self);
gboolean          ecpa_consent_flow_is_slow   (EcpaConsentFlow *self);
/* Asks for the text and whether the person has agreed; also the retry after a failure. */
void              ecpa_consent_flow_load      (EcpaConsentFlow *self);
/* Agrees to exactly the version shown. Cannot be taken back: the caller has asked. Only in %ECPA_CONSENT_NEEDED. */
void              ecpa_consent_flow_agree     (EcpaConsentFlow *self);

G_END_DECLS
