/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ECPA_TYPE_SECRET (ecpa_secret_get_type ())

/**
 * EcpaSecret:
 *
 * A PIN or password while it is being typed or sent: one page that is locked
 * into memory where the system allows it, kept out of core dumps, and wiped
 * when the last reference goes.
 *
 * Not thread-safe: hand another thread a copy ([method@Secret.copy]).
 */
typedef struct _EcpaSecret EcpaSecret;

/**
 * ECPA_SECRET_MAX_BYTES:
 *
 * The most bytes of UTF-8 that a secret holds.
 */
#define ECPA_SECRET_MAX_BYTES 1024

GType       ecpa_secret_get_type       (void) G_GNUC_CONST;
EcpaSecret *ecpa_secret_new            (void);
EcpaSecret *ecpa_secret_new_from_text  (const char       *text,
                                        gssize            length);
EcpaSecret *ecpa_secret_copy           (const EcpaSecret *self);
EcpaSecret *ecpa_secret_ref            (EcpaSecret       *self);
void        ecpa_secret_unref          (EcpaSecret       *self);

const char *ecpa_secret_peek           (const EcpaSecret *self,
                                        gsize            *length);
guint       ecpa_secret_get_n_chars    (const EcpaSecret *self);
gboolean    ecpa_secret_is_empty       (const EcpaSecret *self);
gboolean    ecpa_secret_equal          (const EcpaSecret *self,
                                        const EcpaSecret *other);

gboolean    ecpa_secret_insert         (EcpaSecret       *self,
                                        guint             position,
                                        const char       *text,
                                        gssize            length);
gboolean    ecpa_secret_append         (EcpaSecret       *self,
                                        const char       *text,
                                        gssize            length);
void        ecpa_secret_delete         (EcpaSecret       *self,
                                        guint             position,
                                        guint             n_chars);
void        ecpa_secret_clear          (EcpaSecret       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaSecret, ecpa_secret_unref)

G_END_DECLS
