/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaWorker:
 *
 * One thread with a main context of its own: the only thing the floors above hand work to. Jobs run in the
 * order they came and must not block; what blocks belongs on an #EcpaLane. It ends by itself after
 * ecpa_worker_quit() or with its last reference, and nobody ever waits for it.
 */
#define ECPA_TYPE_WORKER (ecpa_worker_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWorker, ecpa_worker, ECPA, WORKER, GObject)

typedef void (*EcpaWorkerFunc) (gpointer user_data);

/**
 * ECPA_ASSERT_WORKER:
 * @worker: a worker
 *
 * Stops a debugging build where a function that belongs to @worker's thread runs elsewhere.
 */
#define ECPA_ASSERT_WORKER(worker) g_assert (ecpa_worker_is_current (worker))

EcpaWorker   *ecpa_worker_new         (const char     *name);
GMainContext *ecpa_worker_get_context (EcpaWorker     *self);
gboolean      ecpa_worker_is_current  (EcpaWorker     *self);
void          ecpa_worker_invoke      (EcpaWorker     *self,
                                       EcpaWorkerFunc  func,
                                       gpointer        user_data,
                                       GDestroyNotify  destroy);
void          ecpa_worker_hold        (EcpaWorker     *self);
void          ecpa_worker_release     (EcpaWorker     *self);
void          ecpa_worker_quit        (EcpaWorker     *self);

G_END_DECLS
