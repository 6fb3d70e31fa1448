/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-account-login.h"
#include "ecpa-fault.h"
#include "ecpa-home-flow.h"
#include "ecpa-reader-list.h"
#include "ecpa-records.h"
#include "ecpa-secret.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaLoginState:
 * @ECPA_LOGIN_NO_SERVICE: no reader service; `reader-fault` says which cause
 * @ECPA_LOGIN_NO_READER: the service is there and no reader
 * @ECPA_LOGIN_NO_CARD: a reader and no card
 * @ECPA_LOGIN_READING: a card was put in and is being read
 * @ECPA_LOGIN_UNUSABLE: the card in the reader does not serve; `reader-fault` says why
 * @ECPA_LOGIN_READY: a health card has been read; the password can be typed
 * @ECPA_LOGIN_SIGNING_IN: card and backend are busy
 * @ECPA_LOGIN_SIGNED_IN: done; the flow rests until ecpa_login_flow_reset()
 *
 * Where signing in stands. What leads from one to the next is a table in ecpa-login-flow.c, drawn in login.puml.
 */
typedef enum
{
  ECPA_LOGIN_NO_SERVICE,
  ECPA_LOGIN_NO_READER,
  ECPA_LOGIN_NO_CARD,
  ECPA_LOGIN_READING,
  ECPA_LOGIN_UNUSABLE,
  ECPA_LOGIN_READY,
  ECPA_LOGIN_SIGNING_IN,
  ECPA_LOGIN_SIGNED_IN,
} EcpaLoginState;

#define ECPA_TYPE_LOGIN_STATE (ecpa_login_state_get_type ())
GType ecpa_login_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaLoginFlow:
 *
 * Signing in with a health card (L1), and by its part #EcpaAccountLogin with account and password (L7). All properties
 * are read-only and notify in the UI thread:
 *
 * - `state`: #EcpaLoginState
 * - `reader-name`: (nullable) string, the reader that is looked at
 * - `holder`: (nullable) string, the masked name of the card's holder (王○○); "" for a card without a name
 * - `card-number`: (nullable) string, masked (****3456)
 * - `reader-fault`: (nullable) #EcpaFault, what is wrong with service, reader or card just now; goes by itself
 * - `fault`: (nullable) #EcpaFault, why the last attempt to sign in failed; stays until the next attempt, another
 *   card or ecpa_login_flow_dismiss()
 * - `service`: (nullable) #EcpaServiceInfo, what the backend says of itself, with the notice (L11)
 * - `service-fault`: (nullable) #EcpaFault, why it could not be asked
 * - `slow`: gboolean, in %ECPA_LOGIN_READING and %ECPA_LOGIN_SIGNING_IN: it takes longer than usual, and goes on
 * - `locked-holder`: (nullable) string, the masked name of who is to come back (L10); then only the same card makes
 *   %ECPA_LOGIN_READY, any other is %ECPA_LOGIN_UNUSABLE with %ECPA_FAULT_LOCKED_OTHER_CARD, and where an account is to
 *   come back any card is. Set when a session ends in a way that one comes back from, just before EcpaHomeFlow::ended;
 *   gone after `signed-in`
 * - `picked-automatically`: gboolean, the person has left it to us which of several readers is looked at; while a
 *   choice of theirs holds it is %FALSE
 *
 * Signal `signed-in` (#EcpaHomeFlow): the session is there.
 */
#define ECPA_TYPE_LOGIN_FLOW (ecpa_login_flow_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLoginFlow, ecpa_login_flow, ECPA, LOGIN_FLOW, GObject)

EcpaLoginFlow   *ecpa_login_flow_new             (EcpaServices  *services);

EcpaLoginState   ecpa_login_flow_get_state       (EcpaLoginFlow *self);
const char      *ecpa_login_flow_get_reader_name (EcpaLoginFlow *self);
const char      *ecpa_login_flow_get_holder      (EcpaLoginFlow *self);
const char      *ecpa_login_flow_get_card_number (EcpaLoginFlow *self);
EcpaFault       *ecpa_login_flow_get_reader_fault (EcpaLoginFlow *self);
EcpaFault       *ecpa_login_flow_get_fault       (EcpaLoginFlow *self);
EcpaServiceInfo *ecpa_login_flow_get_service     (EcpaLoginFlow *self);
EcpaFault       *ecpa_login_flow_get_service_fault (EcpaLoginFlow *self);
gboolean         ecpa_login_flow_is_slow         (EcpaLoginFlow *self);
const char      *ecpa_login_flow_get_locked_holder (EcpaLoginFlow *self);
GListModel      *ecpa_login_flow_get_readers     (EcpaLoginFlow *self);
gboolean         ecpa_login_flow_is_picked_automatically (EcpaLoginFlow *self);

/* Looks at that reader until it or its card goes; %NULL: whichever has a card that serves. Not during an attempt. */
void             ecpa_login_flow_choose_reader   (EcpaLoginFlow *self,
                                                  const char    *name);
/* Takes a copy of @password and wipes that when the attempt ends. Only in %ECPA_LOGIN_READY. */
void             ecpa_login_flow_sign_in         (EcpaLoginFlow *self,
                                                  EcpaSecret    *password);
/* (transfer none): the login by account; ecpa_account_login_cancel() and ecpa_account_login_dismiss() are for everybody */
EcpaAccountLogin *ecpa_login_flow_get_account    (EcpaLoginFlow *self);
/* @account: (nullable): the one that is locked. Not while a card signs in, nor where a card is to come back. */
void             ecpa_login_flow_sign_in_by_account (EcpaLoginFlow *self,
                                                  const char    *account,
                                                  EcpaSecret    *password);
/* Ends a running attempt at once; back to what the reader shows. */
void             ecpa_login_flow_cancel          (EcpaLoginFlow *self);
/* Takes `fault` away. */
void             ecpa_login_flow_dismiss         (EcpaLoginFlow *self);
/* The person acted or the window got the focus: look for readers and ask the backend again if either failed or what it
 * said is old. */
void             ecpa_login_flow_retry           (EcpaLoginFlow *self);
/* After signing out: begins anew with what the reader shows. */
void             ecpa_login_flow_reset           (EcpaLoginFlow *self);
/* Somebody else wants to sign in: any card does again, and the place of who was here is lost. */
void             ecpa_login_flow_forget_lock     (EcpaLoginFlow *self);

G_END_DECLS
