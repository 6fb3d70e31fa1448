/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-login-flow-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_login_flow_get_account:
 * @self: a flow
 *
 * Returns: (transfer none): signing in by account and password, beside the card
 */
EcpaAccountLogin *
ecpa_login_flow_get_account (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->account;
}

/**
 * ecpa_login_flow_sign_in_by_account:
 * @self: a flow
 * @account: (nullable): eCPA帳號; blanks around it are left out. %NULL: the one that is locked
 * @password: its password; copied, and the copies are wiped when the attempt ends
 *
 * Signs in by account. Not while a card signs in, nor where a card is to come back.
 */
void
ecpa_login_flow_sign_in_by_account (EcpaLoginFlow *self,
                                    const char    *account,
                                    EcpaSecret    *password)
{
  g_autofree char *name = NULL;

  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));
  g_return_if_fail (password != NULL);

  if (self->state >= ECPA_LOGIN_SIGNING_IN)
    return;
  if (self->lock != NULL && ecpa_session_lock_get_account (self->lock) == NULL)
    return;

  name = account != NULL ? g_strstrip (g_strdup (account)) : NULL;
  ecpa_account_login_begin (self->account, name, password);
}
