/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-account-login.h"
#include "ecpa-state-table.h"

G_BEGIN_DECLS

/* What the login flow does with it. Signal `welcome` (#EcpaSession, the account's name): the session is there. */
EcpaAccountLogin     *ecpa_account_login_new                  (EcpaServices     *services);
/* Takes a copy of @password and wipes that when the attempt ends; @account: (nullable): the one that is locked. */
gboolean              ecpa_account_login_begin                (EcpaAccountLogin *self,
                                                               const char       *account,
                                                               EcpaSecret       *password);
void                  ecpa_account_login_set_locked           (EcpaAccountLogin *self,
                                                               const char       *account);
void                  ecpa_account_login_reset                (EcpaAccountLogin *self);

/* Its table, for the test that walks it. */
const EcpaStateTable *ecpa_account_login_get_table            (void);

G_END_DECLS
