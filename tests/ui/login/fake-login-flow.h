/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"
#include "ecpa-reader-list.h"

G_BEGIN_DECLS

/* An EcpaLoginFlow whose state the test sets, linked in place of the real one: the page must show each state, also
 * those that real cards and networks reach once a year. */

EcpaLoginFlow *fake_login_flow_new           (void);
void           fake_login_flow_set_state     (EcpaLoginFlow   *self,
                                              EcpaLoginState   state);
void           fake_login_flow_set_card      (EcpaLoginFlow   *self,
                                              const char      *holder,
                                              const char      *number);
void           fake_login_flow_set_reader    (EcpaLoginFlow   *self,
                                              const char      *name,
                                              const EcpaFault *fault);
void           fake_login_flow_set_fault     (EcpaLoginFlow   *self,
                                              const EcpaFault *fault);
void           fake_login_flow_set_service   (EcpaLoginFlow   *self,
                                              EcpaServiceInfo *service,
                                              const EcpaFault *fault);
void           fake_login_flow_set_view      (EcpaLoginFlow   *self,
                                              EcpaCardView    *view);
void           fake_login_flow_set_slow      (EcpaLoginFlow   *self,
                                              gboolean         slow);
/* (nullable): the reader that was chosen last */
const char    *fake_login_flow_get_choice    (EcpaLoginFlow   *self);
/* (transfer none) (nullable): what was sent last */
EcpaSecret    *fake_login_flow_get_password  (EcpaLoginFlow   *self);
/* (nullable): the account that was sent last */
const char    *fake_login_flow_get_account_name (EcpaLoginFlow *self);
void           fake_login_flow_set_locked_account (EcpaLoginFlow *self,
                                              const char      *masked);
guint          fake_login_flow_get_n_retries (EcpaLoginFlow   *self);

G_END_DECLS
