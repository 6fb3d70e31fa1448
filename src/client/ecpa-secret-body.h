/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ecpa-secret.h"

G_BEGIN_DECLS

/**
 * EcpaSecretBody:
 *
 * A JSON object with a secret in it, built in locked pages that are wiped when it goes; no JSON library and no
 * heap block ever sees the secret. Filled by one thread, then only read.
 */
typedef struct _EcpaSecretBody EcpaSecretBody;

EcpaSecretBody *ecpa_secret_body_new        (gsize             capacity);
EcpaSecretBody *ecpa_secret_body_ref        (EcpaSecretBody   *self);
void            ecpa_secret_body_unref      (EcpaSecretBody   *self);
void            ecpa_secret_body_add_string (EcpaSecretBody   *self,
                                             const char       *name,
                                             const char       *value);
void            ecpa_secret_body_add_bytes  (EcpaSecretBody   *self,
                                             const char       *name,
                                             GBytes           *value);
void            ecpa_secret_body_add_secret (EcpaSecretBody   *self,
                                             const char       *name,
                                             const EcpaSecret *value);
void            ecpa_secret_body_add_members (EcpaSecretBody  *self,
                                             const char       *json);
void            ecpa_secret_body_close      (EcpaSecretBody   *self);
const char     *ecpa_secret_body_peek       (EcpaSecretBody   *self,
                                             gsize            *length);
GInputStream   *ecpa_secret_body_open       (EcpaSecretBody   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaSecretBody, ecpa_secret_body_unref)

G_END_DECLS
