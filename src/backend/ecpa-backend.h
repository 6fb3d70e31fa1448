/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-server-settings.h"
#include "ecpa-store.h"

G_BEGIN_DECLS

/* The time in seconds since 1970; tests move it. */
typedef gint64 (*EcpaClock) (gpointer user_data);

gint64 ecpa_clock_system (gpointer unused);

/**
 * EcpaBackend:
 *
 * Everything that decides, with no HTTP server in it: a request goes in, an answer comes out. One thread.
 */
#define ECPA_TYPE_BACKEND (ecpa_backend_get_type ())
G_DECLARE_FINAL_TYPE (EcpaBackend, ecpa_backend, ECPA, BACKEND, GObject)

/**
 * EcpaRequest:
 *
 * One request: what was asked, what the backend found out about it, what is answered. Whoever made it owns it and
 * frees it after it was answered.
 */
typedef struct _EcpaRequest EcpaRequest;
typedef void (*EcpaAnswered) (EcpaRequest *request, gpointer user_data);

EcpaBackend *ecpa_backend_new             (EcpaServerSettings  *settings,
                                           EcpaStore           *store,
                                           EcpaClock            clock,
                                           gpointer             clock_data,
                                           GError             **error);
void         ecpa_backend_handle          (EcpaBackend         *self,
                                           EcpaRequest         *request,
                                           EcpaAnswered         answered,
                                           gpointer             user_data);
gboolean     ecpa_backend_purge           (EcpaBackend         *self,
                                           GError             **error);

EcpaRequest *ecpa_request_new             (const char          *method,
                                           const char          *path,
                                           const char          *query,
                                           GBytes              *body);
void         ecpa_request_set_header      (EcpaRequest         *self,
                                           const char          *name,
                                           const char          *value);
guint        ecpa_request_get_status      (EcpaRequest         *self);
const char  *ecpa_request_get_answer      (EcpaRequest         *self);
const char  *ecpa_request_get_media_type  (EcpaRequest         *self);
const char  *ecpa_request_get_allow       (EcpaRequest         *self);
gint64       ecpa_request_get_version     (EcpaRequest         *self);
gint64       ecpa_request_get_retry_after (EcpaRequest         *self);
void         ecpa_request_free            (EcpaRequest         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaRequest, ecpa_request_free)

G_END_DECLS
