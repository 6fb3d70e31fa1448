/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-account-login.h"

G_BEGIN_DECLS

/* The login by account as the test says it is, linked in place of the real one. */

EcpaAccountLogin *fake_account_login_new        (void);
void              fake_account_login_set        (EcpaAccountLogin      *self,
                                                 EcpaAccountLoginState  state,
                                                 const EcpaFault       *fault);
void              fake_account_login_set_locked (EcpaAccountLogin      *self,
                                                 const char            *masked);

G_END_DECLS
