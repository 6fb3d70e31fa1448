/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-backend.h"

G_BEGIN_DECLS

/**
 * EcpaServer:
 *
 * HTTPS in front of an [class@Backend]: libsoup's server, behind our own listener. libsoup 3.2 has no limits of its
 * own, so connections are counted, made secure and timed here, and only then handed to it.
 */
#define ECPA_TYPE_SERVER (ecpa_server_get_type ())
G_DECLARE_FINAL_TYPE (EcpaServer, ecpa_server, ECPA, SERVER, GObject)

EcpaServer *ecpa_server_new        (EcpaBackend         *backend,
                                    EcpaServerSettings  *settings,
                                    GTlsCertificate     *certificate);
gboolean    ecpa_server_listen     (EcpaServer          *self,
                                    const char          *address,
                                    guint                port,
                                    GError             **error);
guint       ecpa_server_get_port   (EcpaServer          *self);
guint       ecpa_server_get_n_connections (EcpaServer   *self);
void        ecpa_server_stop       (EcpaServer          *self);
gboolean    ecpa_server_is_idle    (EcpaServer          *self);

G_END_DECLS
