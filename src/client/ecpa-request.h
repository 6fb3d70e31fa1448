/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-record.h"
#include "ecpa-secret-body.h"

G_BEGIN_DECLS

/**
 * EcpaRequest:
 *
 * What is asked of the backend. Filled by one thread, then handed to [method@Client.call_async] and only read.
 */
typedef struct _EcpaRequest EcpaRequest;

struct _EcpaRequest
{
  gatomicrefcount  refs;

  char            *method;
  char            *path;          /* with its query, encoded */
  char            *body;          /* (nullable): JSON */
  EcpaSecretBody  *secret_body;   /* (nullable): in its place */
  char            *key;           /* (nullable): Idempotency-Key */
  char            *if_match;      /* (nullable) */
  GType            answer;        /* G_TYPE_NONE: nothing but success is expected */
  gboolean         authenticated;
  EcpaSecret      *token;         /* (nullable): in place of the client's own */
  guint            attempts;      /* at most; more than one only where repeating it does no harm */
};

EcpaRequest *ecpa_request_new             (const char     *method,
                                           const char     *path,
                                           GType           answer);
EcpaRequest *ecpa_request_ref             (EcpaRequest    *self);
void         ecpa_request_unref           (EcpaRequest    *self);
void         ecpa_request_set_record      (EcpaRequest    *self,
                                           EcpaRecord     *record);
void         ecpa_request_set_body        (EcpaRequest    *self,
                                           const char     *json);
void         ecpa_request_set_secret_body (EcpaRequest    *self,
                                           EcpaSecretBody *body);
void         ecpa_request_set_key         (EcpaRequest    *self,
                                           const char     *key);
char        *ecpa_request_dup_route       (EcpaRequest    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaRequest, ecpa_request_unref)

G_END_DECLS
