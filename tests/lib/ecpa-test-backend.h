/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaTestBackend:
 *
 * The real `ecpa-backend` in training, as a process of this test on a free port of loopback. It goes with the test,
 * however that ends.
 */
typedef struct _EcpaTestBackend EcpaTestBackend;

EcpaTestBackend *ecpa_test_backend_new             (const char      *directory);
void             ecpa_test_backend_free            (EcpaTestBackend *self);
const char      *ecpa_test_backend_get_uri         (EcpaTestBackend *self);
guint            ecpa_test_backend_get_port        (EcpaTestBackend *self);
GTlsCertificate *ecpa_test_backend_get_certificate (EcpaTestBackend *self);
const char      *ecpa_test_backend_get_certificate_path (EcpaTestBackend *self);
const char      *ecpa_test_backend_get_database    (EcpaTestBackend *self);
/* SIGKILL, and until it is gone. */
void             ecpa_test_backend_kill            (EcpaTestBackend *self);
/* SIGSTOP and SIGCONT: it takes connections, and answers late. */
void             ecpa_test_backend_pause           (EcpaTestBackend *self);
void             ecpa_test_backend_resume          (EcpaTestBackend *self);
/* On the same port and directory. */
void             ecpa_test_backend_start           (EcpaTestBackend *self);

G_END_DECLS
