/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-view.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

/**
 * EcpaSessionLock:
 *
 * Whose session it was and what opens it again, a card or an account: a masked name, and a digest or the account's
 * name, in memory only. UI thread.
 */
typedef struct _EcpaSessionLock EcpaSessionLock;

EcpaSessionLock *ecpa_session_lock_new        (EcpaCardView    *view);
EcpaSessionLock *ecpa_session_lock_new_for_account (EcpaSession *session,
                                               const char      *account);
void             ecpa_session_lock_free       (EcpaSessionLock *self);
const char      *ecpa_session_lock_get_holder (EcpaSessionLock *self);
const char      *ecpa_session_lock_get_digest (EcpaSessionLock *self);
const char      *ecpa_session_lock_get_account (EcpaSessionLock *self);
gboolean         ecpa_session_lock_shuts_out  (EcpaSessionLock *self,
                                               EcpaCardView    *view);
EcpaFault       *ecpa_session_lock_get_fault  (EcpaSessionLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaSessionLock, ecpa_session_lock_free)

gboolean         ecpa_session_lock_is_due     (EcpaFault       *fault,
                                               gboolean         card_locks);

G_END_DECLS
