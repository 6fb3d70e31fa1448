/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HistoryServer:
 *
 * A backend that knows nothing but `POST /v1/order-searches` over orders that the test makes up, on a thread of its
 * own. An order's reason is its number; a text that is looked for keeps those whose reason contains it.
 */
typedef struct _HistoryServer HistoryServer;

HistoryServer   *history_server_new             (guint          n_orders);
void             history_server_free            (HistoryServer *self);
const char      *history_server_get_uri         (HistoryServer *self);
GTlsCertificate *history_server_get_certificate (HistoryServer *self);
/* So many orders come in before all others (less than zero: go), and the revision changes. */
void             history_server_add             (HistoryServer *self,
                                                 int            n);
/* The revision changes, and nothing else. */
void             history_server_touch           (HistoryServer *self);
/* Every answer is of another revision. */
void             history_server_set_restless    (HistoryServer *self,
                                                 gboolean       restless);
/* Nothing is answered until it is let go again. */
void             history_server_hold            (HistoryServer *self,
                                                 gboolean       hold);
/* The next @n requests end in @status, with no problem document. */
void             history_server_fail            (HistoryServer *self,
                                                 guint          n,
                                                 guint          status);
/* Every page has a row too few. */
void             history_server_set_short       (HistoryServer *self,
                                                 gboolean       is_short);
guint            history_server_get_n_requests  (HistoryServer *self);
guint            history_server_get_n_waiting   (HistoryServer *self);
/* (transfer full): the last request's body */
char            *history_server_dup_request     (HistoryServer *self);

G_END_DECLS
