/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-attendance.h"
#include "ecpa-consent-flow.h"
#include "ecpa-history.h"
#include "ecpa-inbox.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaHomeFlow:
 *
 * A session (L10): who is signed in, how, since when, and what that opens. Properties, read-only, notifying:
 *
 * - `session`: #EcpaSession (open struct, with applications, notice_address_masked, previous_signed_in_at …)
 * - `unsigned-orders`: guint, live count for the badge
 * - `active`: gboolean, %FALSE once signed out or ended
 * - `locking-soon`: gboolean, nobody has touched the program for nearly as long as it waits
 *
 * Signal `ending` (nullable #EcpaFault): it is about to be over, and everything is still there.
 * Signal `ended` (nullable #EcpaFault): the session is over: %NULL after sign-out, else why (session ended by the
 * backend, card pulled, locked). All models are already empty then; EcpaLoginFlow:locked-holder says whether one may
 * come back.
 */
#define ECPA_TYPE_HOME_FLOW (ecpa_home_flow_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHomeFlow, ecpa_home_flow, ECPA, HOME_FLOW, GObject)

EcpaSession     *ecpa_home_flow_get_session         (EcpaHomeFlow *self);
/* (transfer none) (nullable): an application of the portal, and whether this session opens it (L10) */
EcpaApplication *ecpa_home_flow_get_application     (EcpaHomeFlow *self,
                                                     const char   *id);
gboolean         ecpa_home_flow_opens               (EcpaHomeFlow *self,
                                                     const char   *id);
guint            ecpa_home_flow_get_unsigned_orders (EcpaHomeFlow *self);
gboolean         ecpa_home_flow_is_active           (EcpaHomeFlow *self);
/* (transfer none): the consent to read reward orders on line (O1) */
EcpaConsentFlow *ecpa_home_flow_get_consent         (EcpaHomeFlow *self);
/* (transfer none): the orders (O2) */
EcpaInbox       *ecpa_home_flow_get_inbox           (EcpaHomeFlow *self);
/* (transfer none): all of them, of all years (O3); asks nothing until it is told to */
EcpaHistory     *ecpa_home_flow_get_history         (EcpaHomeFlow *self);
/* Clears everything in memory and emits `ended` before it returns; the backend is told in the background. */
void             ecpa_home_flow_sign_out            (EcpaHomeFlow *self);

/* Whether a receipt is still on its way; the program stays until it has arrived. */
gboolean         ecpa_home_flow_is_sending          (EcpaHomeFlow *self);
/* (transfer none): tell it of every key and pointer, and how long it may be without (L10) */
EcpaAttendance  *ecpa_home_flow_get_attendance      (EcpaHomeFlow *self);
/* The same, and the same card leads back; @code says why (%ECPA_FAULT_LOCKED…). */
void             ecpa_home_flow_lock                (EcpaHomeFlow *self,
                                                     EcpaFaultCode code);

G_END_DECLS
