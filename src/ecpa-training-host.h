/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingHost:
 *
 * The backend of the training mode: a process of its own on loopback, with made-up people, that ends with this one.
 * Nothing here blocks. UI thread.
 *
 * Signals: `ready` (uri, #GTlsCertificate): it serves at that address with exactly that certificate; `failed` (detail:
 * translated): it did not start, or has ended. After `failed` it may be started again.
 */
#define ECPA_TYPE_TRAINING_HOST (ecpa_training_host_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingHost, ecpa_training_host, ECPA, TRAINING_HOST, GObject)

EcpaTrainingHost *ecpa_training_host_new        (const char       *program,
                                                 const char       *directory);
void              ecpa_training_host_start      (EcpaTrainingHost *self);
void              ecpa_training_host_stop       (EcpaTrainingHost *self);
void              ecpa_training_host_start_over (EcpaTrainingHost *self);

G_END_DECLS
