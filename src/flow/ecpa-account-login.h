/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-secret.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaAccountLoginState:
 * @ECPA_ACCOUNT_LOGIN_ENTRY: account and password can be typed
 * @ECPA_ACCOUNT_LOGIN_SIGNING_IN: the backend is busy
 * @ECPA_ACCOUNT_LOGIN_SIGNED_IN: done
 *
 * Where signing in by account stands. What leads from one to the next is a table in ecpa-account-login.c.
 */
typedef enum
{
  ECPA_ACCOUNT_LOGIN_ENTRY,
  ECPA_ACCOUNT_LOGIN_SIGNING_IN,
  ECPA_ACCOUNT_LOGIN_SIGNED_IN,
} EcpaAccountLoginState;

#define ECPA_TYPE_ACCOUNT_LOGIN_STATE (ecpa_account_login_state_get_type ())
GType ecpa_account_login_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaAccountLogin:
 *
 * Signing in with account and password (L7), the part of #EcpaLoginFlow that no card has to do with. Properties,
 * read-only, notifying in the UI thread:
 *
 * - `state`: #EcpaAccountLoginState
 * - `fault`: (nullable) #EcpaFault, why the last attempt failed; stays until the next attempt or
 *   ecpa_account_login_dismiss()
 * - `slow`: gboolean, an attempt takes longer than usual, and goes on
 * - `locked-account`: (nullable) string, masked (l***): the only account that leads back to where somebody was (L10)
 */
#define ECPA_TYPE_ACCOUNT_LOGIN (ecpa_account_login_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccountLogin, ecpa_account_login, ECPA, ACCOUNT_LOGIN, GObject)

EcpaAccountLoginState  ecpa_account_login_get_state          (EcpaAccountLogin *self);
EcpaFault             *ecpa_account_login_get_fault          (EcpaAccountLogin *self);
gboolean               ecpa_account_login_is_slow            (EcpaAccountLogin *self);
const char            *ecpa_account_login_get_locked_account (EcpaAccountLogin *self);
/* Ends a running attempt at once. */
void                   ecpa_account_login_cancel             (EcpaAccountLogin *self);
/* Takes `fault` away. */
void                   ecpa_account_login_dismiss            (EcpaAccountLogin *self);

G_END_DECLS
