/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-server.h"

#include <libsoup/soup.h>

/* What a link in a mail leads to: /m/verify and /m/reset. */
#define ECPA_SERVER_N_PAGES 2
typedef struct _EcpaServerPage EcpaServerPage;

struct _EcpaServer
{
  GObject             parent_instance;

  /* Owned */
  EcpaBackend        *backend;
  SoupServer         *soup;
  GSocketService     *service;
  GTlsCertificate    *certificate;
  GHashTable         *connections; /* EcpaConnection, by the peer's address and port */

  EcpaServerPage     *pages;

  GPtrArray          *listeners;   /* those who are told what happens */

  guint               look_timer;
  gboolean            looking;
  gboolean            look_again;
  guint64             last_serial;
  guint               port;
  guint               n_requests; /* being answered */
  guint               body_limit;
  guint               header_seconds;
  guint               ping_seconds;
  guint               silence_seconds;
  guint               idle_seconds;
  guint               max_connections;
};

/* A connection, from its acceptance to the end of its stream. */
typedef struct
{
  guint64  serial;
  char    *peer;
  GSocket *socket;
  guint    timer;
} EcpaConnection;

/* ecpa-server-pages.c */
EcpaServerPage *ecpa_server_make_pages        (gboolean         training);
void            ecpa_server_free_pages        (EcpaServerPage  *pages);
gboolean        ecpa_server_send_page         (EcpaServer      *self,
                                               SoupServerMessage *message,
                                               const char      *path);

/* ecpa-server-connections.c */
gboolean        ecpa_server_start_listener    (EcpaServer      *self,
                                               const char      *address,
                                               guint            port,
                                               GError         **error);
EcpaConnection *ecpa_server_find_connection   (EcpaServer      *self,
                                               GSocketAddress  *peer);
void            ecpa_connection_set_deadline  (EcpaConnection  *self,
                                               guint            seconds);
void            ecpa_connection_cut           (EcpaConnection  *self);
void            ecpa_connection_reset         (EcpaConnection  *self);
void            ecpa_connection_free          (EcpaConnection  *self);

/* ecpa-server.c */
void            ecpa_server_send_problem      (SoupServerMessage *message,
                                               EcpaProblemCode    code);

/* ecpa-server-events.c */
void            ecpa_server_init_listeners    (EcpaServer        *self);
void            ecpa_server_add_listener      (EcpaServer        *self,
                                               SoupServerMessage *message,
                                               EcpaWatch         *watch);
void            ecpa_server_look              (EcpaServer        *self);
void            ecpa_server_close_listeners   (EcpaServer        *self);
