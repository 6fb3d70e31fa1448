/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-backend.h"
#include "ecpa-clerk.h"

G_BEGIN_DECLS

/**
 * EcpaPostman:
 *
 * Brings the mail of the outbox away, on a thread of its own: a slow mail server holds up neither the main loop nor the
 * database. Mails are taken one at a time through the clerk, and how each went is written before the next is taken.
 */
#define ECPA_TYPE_POSTMAN (ecpa_postman_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPostman, ecpa_postman, ECPA, POSTMAN, GObject)

EcpaPostman *ecpa_postman_new   (const EcpaServerSettings  *settings,
                                 const char                *public_uri,
                                 EcpaStore                 *store,
                                 EcpaClerk                 *clerk,
                                 EcpaClock                  clock,
                                 gpointer                   clock_data);
void         ecpa_postman_wake  (EcpaPostman               *self);
void         ecpa_postman_stop  (EcpaPostman               *self);

G_END_DECLS
