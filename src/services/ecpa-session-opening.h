/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-client.h"
#include "ecpa-health-card.h"

G_BEGIN_DECLS

/**
 * EcpaSessionOpened:
 * @service: the task's source object
 * @record: what opened the session
 * @token: its token, which is no longer in @record
 * @task: whose task it is
 * @error: why it is not wanted after all
 *
 * Takes a session that has opened. Owner's thread.
 *
 * Returns: whether it is kept; otherwise it is closed again
 */
typedef gboolean (*EcpaSessionOpened) (gpointer     service,
                                       EcpaRecord  *record,
                                       EcpaSecret  *token,
                                       GTask       *task,
                                       GError     **error);

/* An EcpaCardChallengeFunc whose data is the client. */
EcpaCardChallenge *ecpa_session_fetch_challenge (GBytes             *card_id,
                                                 GBytes             *card_challenge,
                                                 gpointer            client,
                                                 GCancellable       *cancellable,
                                                 GError            **error);
void               ecpa_session_open            (EcpaClient         *client,
                                                 EcpaRequest        *request,
                                                 const char         *path,
                                                 EcpaSessionOpened   opened,
                                                 GTask              *task);
void               ecpa_session_tell_over       (EcpaClient         *client,
                                                 const char         *path,
                                                 EcpaSecret         *token);

G_END_DECLS
