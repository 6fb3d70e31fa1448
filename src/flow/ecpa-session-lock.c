/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-session-lock.h"

#include "ecpa-mask.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaSessionLock
{
  char      *holder;
  char      *digest;            /* nullable: of the card */
  char      *account;           /* nullable: no card, but this account */
  EcpaFault *other_card;
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_session_lock_new:
 * @view: the card that signs in
 *
 * Returns: (transfer full) (nullable): who that is; %NULL where no card has been read
 */
EcpaSessionLock *
ecpa_session_lock_new (EcpaCardView *view)
{
  EcpaSessionLock *self;

  g_return_val_if_fail (view != NULL, NULL);

  if (view->digest == NULL)
    return NULL;

  self = g_new0 (EcpaSessionLock, 1);
  self->holder = g_strdup (view->holder != NULL ? view->holder : "");
  self->digest = g_strdup (view->digest);
  self->other_card = ecpa_fault_new (ECPA_FAULT_LOCKED_OTHER_CARD, "Another card than the one that locked");

  return self;
}

/**
 * ecpa_session_lock_new_for_account:
 * @session: what @account opened
 * @account: the account's name
 *
 * Returns: (transfer full): who that is, who comes back by their account's password
 */
EcpaSessionLock *
ecpa_session_lock_new_for_account (EcpaSession *session,
                                   const char  *account)
{
  EcpaSessionLock *self;

  g_return_val_if_fail (ECPA_IS_SESSION (session), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  self = g_new0 (EcpaSessionLock, 1);
  self->holder = ecpa_mask_name (session->person_name != NULL ? session->person_name : "");
  self->account = g_strdup (account);
  self->other_card = ecpa_fault_new (ECPA_FAULT_LOCKED_OTHER_CARD, "A card, where an account is locked");

  return self;
}

/**
 * ecpa_session_lock_free:
 * @self: (transfer full): a lock
 */
void
ecpa_session_lock_free (EcpaSessionLock *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->holder);
  g_free (self->digest);
  g_free (self->account);
  ecpa_fault_free (self->other_card);
  g_free (self);
}

/**
 * ecpa_session_lock_get_holder:
 * @self: a lock
 *
 * Returns: (transfer none): the masked name; "" for a card without a name
 */
const char *
ecpa_session_lock_get_holder (EcpaSessionLock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->holder;
}

/**
 * ecpa_session_lock_get_digest:
 * @self: a lock
 *
 * Returns: (transfer none) (nullable): of the card that opens it; see #EcpaCardView
 */
const char *
ecpa_session_lock_get_digest (EcpaSessionLock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->digest;
}

/**
 * ecpa_session_lock_get_account:
 * @self: a lock
 *
 * Returns: (transfer none) (nullable): the account that opens it, where no card does
 */
const char *
ecpa_session_lock_get_account (EcpaSessionLock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->account;
}

/**
 * ecpa_session_lock_shuts_out:
 * @self: a lock
 * @view: what the readers offer
 *
 * Returns: whether that is a card, and another one
 */
gboolean
ecpa_session_lock_shuts_out (EcpaSessionLock *self,
                             EcpaCardView    *view)
{
  g_return_val_if_fail (self != NULL && view != NULL, FALSE);

  return view->state == ECPA_CARD_VIEW_READY && g_strcmp0 (view->digest, self->digest) != 0;
}

/**
 * ecpa_session_lock_get_fault:
 * @self: a lock
 *
 * Returns: (transfer none): that the card in the reader is another one
 */
EcpaFault *
ecpa_session_lock_get_fault (EcpaSessionLock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->other_card;
}

/**
 * ecpa_session_lock_is_due:
 * @fault: (nullable): why a session ended
 * @card_locks: whether a card that is taken out locks, in place of ending
 *
 * Returns: whether the person may come back to where they were; never after a sign-out
 */
gboolean
ecpa_session_lock_is_due (EcpaFault *fault,
                          gboolean   card_locks)
{
  if (fault == NULL)
    return FALSE;

  return card_locks || fault->code < ECPA_FAULT_READER_NO_SERVICE || fault->code > ECPA_FAULT_CARD_COMMUNICATION;
}
