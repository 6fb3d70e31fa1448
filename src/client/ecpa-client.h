/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-request.h"
#include "ecpa-worker.h"

G_BEGIN_DECLS

/**
 * EcpaClientError:
 * @ECPA_CLIENT_ERROR_UNREACHABLE: no connection within the time for it
 * @ECPA_CLIENT_ERROR_NO_ANSWER: a connection, and no answer within the time for it
 * @ECPA_CLIENT_ERROR_BAD_ANSWER: an answer that is not what was agreed: a redirection, another type, too long
 * @ECPA_CLIENT_ERROR_SERVER: a 5xx without a problem document
 * @ECPA_CLIENT_ERROR_OLD_TLS: a connection below TLS 1.2
 * @ECPA_CLIENT_ERROR_OTHER_BACKEND: a backend that calls itself by another name than the one that was asked for
 *
 * What no other domain has a name for; the rest comes as %G_IO_ERROR, %G_TLS_ERROR, %G_RESOLVER_ERROR,
 * %ECPA_PROTOCOL_ERROR and %ECPA_PROBLEM_ERROR. Cancellation is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  ECPA_CLIENT_ERROR_UNREACHABLE,
  ECPA_CLIENT_ERROR_NO_ANSWER,
  ECPA_CLIENT_ERROR_BAD_ANSWER,
  ECPA_CLIENT_ERROR_SERVER,
  ECPA_CLIENT_ERROR_OLD_TLS,
  ECPA_CLIENT_ERROR_OTHER_BACKEND,
} EcpaClientError;

#define ECPA_CLIENT_ERROR (ecpa_client_error_quark ())
GQuark ecpa_client_error_quark (void);

/**
 * EcpaClientLimits:
 * @connect_ms: for a connection, TLS included
 * @answer_ms: for the answer, once there is one
 * @call_ms: for a call with all its repetitions
 * @pause_ms: before the first repetition; doubled before each further one
 * @retry_after_s: the longest that a backend's `retry_after` is waited for; the person is told of a longer one
 *
 * How long things may take.
 */
typedef struct
{
  guint connect_ms;
  guint answer_ms;
  guint call_ms;
  guint pause_ms;
  guint retry_after_s;
} EcpaClientLimits;

/**
 * EcpaClient:
 *
 * The one way to the backend: HTTPS only, one origin, no redirection, no cookie. Lives on the worker's thread; its
 * functions may be called from any thread and answer in the caller's context.
 */
#define ECPA_TYPE_CLIENT (ecpa_client_get_type ())
G_DECLARE_FINAL_TYPE (EcpaClient, ecpa_client, ECPA, CLIENT, GObject)

EcpaClient *ecpa_client_new         (EcpaWorker              *worker,
                                     const char              *base_uri,
                                     GTlsCertificate         *certificate);
void        ecpa_client_set_limits  (EcpaClient              *self,
                                     const EcpaClientLimits  *limits);
void        ecpa_client_get_limits  (EcpaClient              *self,
                                     EcpaClientLimits        *limits);
gboolean    ecpa_client_check_name  (EcpaClient              *self,
                                     const char              *backend_name,
                                     GError                 **error);
void        ecpa_client_set_token   (EcpaClient              *self,
                                     EcpaSecret              *token);
EcpaSecret *ecpa_client_take_token  (EcpaClient              *self);
EcpaSecret *ecpa_client_dup_token   (EcpaClient              *self);
void        ecpa_client_call_async  (EcpaClient              *self,
                                     EcpaRequest             *request,
                                     GCancellable            *cancellable,
                                     GAsyncReadyCallback      callback,
                                     gpointer                 user_data);
gboolean    ecpa_client_call_finish (EcpaClient              *self,
                                     GAsyncResult            *result,
                                     gpointer                *record,
                                     GError                 **error);
gboolean    ecpa_client_call        (EcpaClient              *self,
                                     EcpaRequest             *request,
                                     gpointer                *record,
                                     GCancellable            *cancellable,
                                     GError                 **error);
void        ecpa_client_stop        (EcpaClient              *self);

G_END_DECLS
