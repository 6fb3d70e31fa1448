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
 * Everything that decides, with no HTTP server in it: a request goes in, an answer comes out. It is used from one
 * thread; the rules run on another, the one that has the store to itself (ecpa-clerk.h).
 */
#define ECPA_TYPE_BACKEND (ecpa_backend_get_type ())
G_DECLARE_FINAL_TYPE (EcpaBackend, ecpa_backend, ECPA, BACKEND, GObject)

/**
 * EcpaInquiry:
 *
 * One request: what was asked, what the backend found out about it, what is answered. Whoever made it owns it and
 * frees it after it was answered. Between being handed over and being answered it is the backend's.
 */
typedef struct _EcpaInquiry EcpaInquiry;
typedef void (*EcpaAnswered) (EcpaInquiry *request, gpointer user_data);

/* A session that is watched, and what has happened to it since somebody looked last. */
typedef struct
{
  grefcount  ref_count;
  GBytes    *token_hash;
  gint64     person_id;
  gint64     orders;          /* the revision seen last; -1 where it is none of the session's business */
  gint64     service;
  gint64     registration;    /* the same of a card session; -1 for others */
  char      *ended;           /* (nullable): `expired`, `signed-out`, `administrator` */
  gboolean   orders_changed;
  gboolean   service_changed;
  gboolean   registration_changed;
  gint64     unsigned_orders;
} EcpaWatch;

typedef void (*EcpaLooked) (gpointer user_data);

EcpaWatch   *ecpa_watch_ref               (EcpaWatch           *self);
void         ecpa_watch_unref             (EcpaWatch           *self);
EcpaWatch   *ecpa_inquiry_get_watch       (EcpaInquiry         *self);
void         ecpa_backend_look            (EcpaBackend         *self,
                                           GPtrArray           *watches,
                                           EcpaLooked           looked,
                                           gpointer             user_data);

EcpaBackend *ecpa_backend_new             (EcpaServerSettings  *settings,
                                           EcpaStore           *store,
                                           EcpaClock            clock,
                                           gpointer             clock_data,
                                           GError             **error);
void         ecpa_backend_handle          (EcpaBackend         *self,
                                           EcpaInquiry         *request,
                                           EcpaAnswered         answered,
                                           gpointer             user_data);
void         ecpa_backend_purge           (EcpaBackend         *self);
void         ecpa_backend_start_post      (EcpaBackend         *self,
                                           const char          *public_uri);
void         ecpa_backend_wake_post       (EcpaBackend         *self);
char        *ecpa_backend_print_routes    (void);

EcpaInquiry *ecpa_inquiry_new             (const char          *method,
                                           const char          *path,
                                           const char          *query,
                                           GBytes              *body);
void         ecpa_inquiry_set_peer        (EcpaInquiry         *self,
                                           const char          *address,
                                           const char          *forwarded_for);
void         ecpa_inquiry_set_header      (EcpaInquiry         *self,
                                           const char          *name,
                                           const char          *value);
guint        ecpa_inquiry_get_status      (EcpaInquiry         *self);
const char  *ecpa_inquiry_get_answer      (EcpaInquiry         *self);
const char  *ecpa_inquiry_get_media_type  (EcpaInquiry         *self);
const char  *ecpa_inquiry_get_allow       (EcpaInquiry         *self);
gint64       ecpa_inquiry_get_version     (EcpaInquiry         *self);
gint64       ecpa_inquiry_get_retry_after (EcpaInquiry         *self);
void         ecpa_inquiry_free            (EcpaInquiry         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaInquiry, ecpa_inquiry_free)

G_END_DECLS
