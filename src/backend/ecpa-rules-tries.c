/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

#define BUSY_RETRY_SECONDS 2

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_try_clear:
 * @self: a try
 */
void
ecpa_try_clear (EcpaTry *self)
{
  g_clear_pointer (&self->registration, ecpa_registration_row_free);
  g_clear_pointer (&self->account_hash, g_bytes_unref);
}

/**
 * ecpa_try_reserve_registration:
 * @request: a request that brings a registration password
 * @self: a try whose registration is set
 * @error: a problem
 *
 * Counts the try as wrong before it is looked at, so that no number of attempts at a time is more than the settings
 * allow. Inside a transaction.
 *
 * Returns: whether the password may be looked at
 */
gboolean
ecpa_try_reserve_registration (EcpaInquiry  *request,
                               EcpaTry      *self,
                               GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaRegistrationRow *row = self->registration;

  if (row->stops >= settings->stops_before_cancel)
    return ecpa_fail (error, ECPA_PROBLEM_REGISTRATION_CANCELLED);
  if (row->stopped_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, row->stopped_until - request->now);
  if (!ecpa_hasher_has_room (request, error))
    return FALSE;

  if (row->stopped_until > 0)
    row->stopped_until = row->errors = 0;
  row->errors++;
  if (row->errors >= settings->errors_before_stop)
    {
      row->stopped_until = request->now + settings->stop_seconds;
      row->stops++;
    }
  self->limit = settings->errors_before_stop;
  self->errors = row->errors;
  self->blocked_until = row->stopped_until;
  self->cancelled = row->stops >= settings->stops_before_cancel;

  return ecpa_store_save_attempts (request->backend->store, row, error);
}

/**
 * ecpa_try_reserve_account:
 * @request: a request that brings an account's password
 * @self: a try
 * @account: the account's name, whether there is one or not
 * @error: a problem
 *
 * The same for an account. Inside a transaction.
 *
 * Returns: whether the password may be looked at
 */
gboolean
ecpa_try_reserve_account (EcpaInquiry  *request,
                          EcpaTry      *self,
                          const char   *account,
                          GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaStore *store = request->backend->store;
  gint64 locked_until;

  self->account_hash = ecpa_sha256 (account, strlen (account));
  if (!ecpa_store_find_account_attempts (store, self->account_hash, &self->errors, &locked_until, error))
    return FALSE;
  if (locked_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, locked_until - request->now);
  if (!ecpa_hasher_has_room (request, error))
    return FALSE;

  if (locked_until > 0)
    self->errors = 0;
  self->errors++;
  self->limit = settings->account_errors;
  if (self->errors >= settings->account_errors)
    self->blocked_until = request->now + settings->account_lock_seconds;

  return ecpa_store_save_account_attempts (store, self->account_hash, self->errors, self->blocked_until, request->now,
                                           error);
}

/**
 * ecpa_try_give_back:
 * @request: a request whose password fits
 * @self: its try
 * @error: a #EcpaDatabaseError
 *
 * The tries come back, all of them: whoever knows the password is no guesser. Inside a transaction.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_try_give_back (EcpaInquiry  *request,
                    EcpaTry      *self,
                    GError      **error)
{
  EcpaStore *store = request->backend->store;

  if (self->registration == NULL)
    return ecpa_store_save_account_attempts (store, self->account_hash, 0, 0, request->now, error);

  self->registration->errors = self->registration->stopped_until = self->registration->stops = 0;

  return ecpa_store_save_attempts (store, self->registration, error);
}

/**
 * ecpa_try_refuse:
 * @request: a request whose password does not fit
 * @self: its try
 * @error: a problem
 *
 * Returns: %FALSE
 */
gboolean
ecpa_try_refuse (EcpaInquiry  *request,
                 EcpaTry      *self,
                 GError      **error)
{
  g_autoptr (EcpaProblem) problem = NULL;

  if (self->cancelled)
    return ecpa_fail (error, ECPA_PROBLEM_REGISTRATION_CANCELLED);
  if (self->blocked_until > 0)
    return ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, self->blocked_until - request->now);

  problem = ecpa_problem_new (ECPA_PROBLEM_WRONG_PASSWORD);
  problem->tries_left = self->limit - self->errors;
  g_propagate_error (error, ecpa_problem_to_error (problem));

  return FALSE;
}

/**
 * ecpa_hasher_has_room:
 * @request: a request that brings a password
 * @error: a problem
 *
 * Returns: whether another password may wait to be hashed
 */
gboolean
ecpa_hasher_has_room (EcpaInquiry  *request,
                      GError      **error)
{
  return !ecpa_hasher_is_full (request->backend->hasher)
         || ecpa_fail_retry (error, ECPA_PROBLEM_UNAVAILABLE, BUSY_RETRY_SECONDS);
}
