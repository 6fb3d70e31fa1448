/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "ecpa-client.h"

G_BEGIN_DECLS

struct _EcpaClient
{
  GObject           parent_instance;

  /* Owned; not changed after construction */
  EcpaWorker       *worker;
  GUri             *base;
  GTlsCertificate  *certificate;  /* nullable */

  /* Guarded by lock */
  GMutex            lock;
  EcpaClientLimits  limits;
  EcpaSecret       *token;        /* nullable */

  /* Worker thread only */
  SoupSession      *session;      /* nullable: made with the first call */
  GCancellable     *stopping;
};

typedef struct _EcpaCall EcpaCall;

SoupSession *ecpa_client_ensure_session (EcpaClient   *self);
gboolean     ecpa_client_is_old_tls     (GTlsConnection *connection);
void         ecpa_client_add_token      (SoupMessage  *message,
                                         EcpaSecret   *token);

/* One call with its repetitions: ecpa-client-call.c. */
EcpaCall    *ecpa_call_new              (EcpaClient   *client,
                                         EcpaRequest  *request,
                                         GTask        *task);
void         ecpa_call_begin            (gpointer      call);
void         ecpa_call_drop             (gpointer      call);

G_END_DECLS
