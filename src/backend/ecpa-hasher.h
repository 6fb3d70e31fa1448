/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaHasher:
 *
 * Checks passwords against yescrypt hashes on threads of its own, with a bounded queue: the main loop never waits for
 * a hash, and a flood of sign-ins is turned away instead of piling up.
 */
#define ECPA_TYPE_HASHER (ecpa_hasher_get_type ())
G_DECLARE_FINAL_TYPE (EcpaHasher, ecpa_hasher, ECPA, HASHER, GObject)

EcpaHasher *ecpa_hasher_new           (guint                 n_threads,
                                       guint                 queue_length,
                                       guint                 cost,
                                       GError              **error);
gboolean    ecpa_hasher_is_full       (EcpaHasher           *self);
void        ecpa_hasher_check_async   (EcpaHasher           *self,
                                       EcpaSecret           *password,
                                       const char           *hash,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean    ecpa_hasher_check_finish  (EcpaHasher           *self,
                                       GAsyncResult         *result,
                                       GError              **error);
char       *ecpa_hash_password        (EcpaSecret           *password,
                                       guint                 cost,
                                       GError              **error);

G_END_DECLS
