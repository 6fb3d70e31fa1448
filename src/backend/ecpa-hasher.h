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

/**
 * EcpaHasherJob:
 * @password: (nullable): what was typed
 * @hash: (nullable): the hash it should fit; with %NULL the check takes as long and fails
 * @fresh: (nullable): a new password
 * @former: (nullable) (element-type utf8): hashes that the new one must not fit
 * @even: whether it has to take as long as any other, whatever @hash was made with
 * @renew: whether @password is hashed anew where it fits and @hash is of another cost than hashes are made with now
 * @fits: (out): whether @password fits @hash; %TRUE where there is no password
 * @reused: (out): whether @fresh fits one of @former
 * @fresh_hash: (out) (nullable): of @fresh, where it may be taken, or of @password
 *
 * What is to be found out about passwords, and what was.
 */
typedef struct
{
  EcpaSecret *password;
  char       *hash;
  EcpaSecret *fresh;
  GPtrArray  *former;
  gboolean    even;
  gboolean    renew;

  gboolean    fits;
  gboolean    reused;
  char       *fresh_hash;
} EcpaHasherJob;

EcpaHasherJob *ecpa_hasher_job_new  (void);
void           ecpa_hasher_job_free (EcpaHasherJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaHasherJob, ecpa_hasher_job_free)

EcpaHasher *ecpa_hasher_new           (guint                 n_threads,
                                       guint                 queue_length,
                                       guint                 cost,
                                       GError              **error);
gboolean    ecpa_hasher_is_full       (EcpaHasher           *self);
void        ecpa_hasher_add_kind      (EcpaHasher           *self,
                                       const char           *kind);
void        ecpa_hasher_work_async    (EcpaHasher           *self,
                                       EcpaHasherJob        *job,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
EcpaHasherJob *ecpa_hasher_work_finish (EcpaHasher          *self,
                                       GAsyncResult         *result,
                                       GError              **error);
char       *ecpa_hash_password        (EcpaSecret           *password,
                                       guint                 cost,
                                       GError              **error);

G_END_DECLS
