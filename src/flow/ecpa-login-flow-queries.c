/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-login-flow-private.h"

/* Inside the flow ---------------------------------------------------------- */

/* Whether somebody is to come back and the card that is looked at is another's. */
gboolean
ecpa_login_flow_is_shut_out (EcpaLoginFlow *self)
{
  return self->lock != NULL && ecpa_session_lock_shuts_out (self->lock, self->view);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_login_flow_get_state:
 * @self: a flow
 *
 * Returns: where it stands
 */
EcpaLoginState
ecpa_login_flow_get_state (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), ECPA_LOGIN_NO_READER);

  return self->state;
}

/**
 * ecpa_login_flow_get_reader_name:
 * @self: a flow
 *
 * Returns: (nullable): the reader that is looked at
 */
const char *
ecpa_login_flow_get_reader_name (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->view->reader;
}

/**
 * ecpa_login_flow_get_holder:
 * @self: a flow
 *
 * Returns: (nullable): the masked name on the card; "" for a card without a name
 */
const char *
ecpa_login_flow_get_holder (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return ecpa_login_flow_is_shut_out (self) ? NULL : self->view->holder;
}

/**
 * ecpa_login_flow_get_card_number:
 * @self: a flow
 *
 * Returns: (nullable): the masked number of the card
 */
const char *
ecpa_login_flow_get_card_number (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return ecpa_login_flow_is_shut_out (self) ? NULL : self->view->number;
}

/**
 * ecpa_login_flow_get_reader_fault:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): what is wrong with service, reader or card just now
 */
EcpaFault *
ecpa_login_flow_get_reader_fault (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return ecpa_login_flow_is_shut_out (self) ? ecpa_session_lock_get_fault (self->lock) : self->view->fault;
}

/**
 * ecpa_login_flow_get_fault:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): why the last attempt failed
 */
EcpaFault *
ecpa_login_flow_get_fault (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->fault;
}

/**
 * ecpa_login_flow_get_service:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): what the backend says of itself
 */
EcpaServiceInfo *
ecpa_login_flow_get_service (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->service;
}

/**
 * ecpa_login_flow_get_service_fault:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): why it could not be asked
 */
EcpaFault *
ecpa_login_flow_get_service_fault (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->service_fault;
}

/**
 * ecpa_login_flow_is_slow:
 * @self: a flow
 *
 * Returns: whether reading the card or signing in takes longer than usual, and goes on
 */
gboolean
ecpa_login_flow_is_slow (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), FALSE);

  return self->patience.slow;
}

/**
 * ecpa_login_flow_get_locked_holder:
 * @self: a flow
 *
 * Returns: (nullable): the masked name of who is to come back; "" for a card without a name, %NULL for nobody
 */
const char *
ecpa_login_flow_get_locked_holder (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return self->lock != NULL ? ecpa_session_lock_get_holder (self->lock) : NULL;
}

/**
 * ecpa_login_flow_get_readers:
 * @self: a flow
 *
 * Returns: (transfer none): all readers, a list of #EcpaReaderItem
 */
GListModel *
ecpa_login_flow_get_readers (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), NULL);

  return G_LIST_MODEL (self->readers);
}

/**
 * ecpa_login_flow_is_picked_automatically:
 * @self: a flow
 *
 * Returns: whether it was left to us which reader is looked at
 */
gboolean
ecpa_login_flow_is_picked_automatically (EcpaLoginFlow *self)
{
  g_return_val_if_fail (ECPA_IS_LOGIN_FLOW (self), TRUE);

  return self->view->picked_automatically;
}
