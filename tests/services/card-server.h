/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CardServer:
 *
 * A backend that takes every card's word and answers as the test says, on a thread of its own. A route is method and
 * path: `POST /v1/registrations`.
 */
typedef struct _CardServer CardServer;

CardServer      *card_server_new             (void);
void             card_server_free            (CardServer *self);
const char      *card_server_get_uri         (CardServer *self);
GTlsCertificate *card_server_get_certificate (CardServer *self);
/* @json: (nullable) */
void             card_server_set_answer      (CardServer *self,
                                              const char *route,
                                              guint       status,
                                              const char *json);
/* The next @n requests are taken, and the connection breaks before their answer. */
void             card_server_break           (CardServer *self,
                                              guint       n);
/* This is not answered until it is let go again: %NULL. */
void             card_server_hold            (CardServer *self,
                                              const char *route);
guint            card_server_get_n_waiting   (CardServer *self);
guint            card_server_count           (CardServer *self,
                                              const char *route);
/* (transfer full) (nullable): `token|key|body` of the last one */
char            *card_server_dup_request     (CardServer *self,
                                              const char *route);
/* An event, to everybody who listens. */
void             card_server_tell            (CardServer *self,
                                              const char *json);
guint            card_server_get_n_listening (CardServer *self);
/* (transfer full) (nullable): in whose name they listen */
char            *card_server_dup_listener    (CardServer *self);
void             card_server_set_deaf        (CardServer *self,
                                              gboolean    deaf);

G_END_DECLS
