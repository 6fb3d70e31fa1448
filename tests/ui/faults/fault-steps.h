/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-fixture.h"

#include "ecpa-home-flow.h"

G_BEGIN_DECLS

/* What a person does who is inside, in the terms of the fault tables. */

/* SQL: the holder of the ordinary card has agreed to read orders on line. */
#define FAULT_STEPS_AGREED \
  "INSERT OR IGNORE INTO consents (person_id, scope, version, agreed_at, method)" \
  " SELECT 1, scope, version, 1, 'health-card' FROM legal_texts WHERE scope = 'reward-orders'"

void            fault_steps_prepare          (void);
void            fault_steps_release          (void);

void            fault_steps_come_in          (FaultFixture *self);
void            fault_steps_sign_in_again    (FaultFixture *self,
                                              const char   *password);
void            fault_steps_leave            (FaultFixture *self);
gboolean        fault_steps_shows_orders     (gpointer      fixture);
gboolean        fault_steps_can_agree        (gpointer      fixture);
void            fault_steps_agree            (FaultFixture *self);
void            fault_steps_activate         (FaultFixture *self,
                                              guint         position);
EcpaOrderItem  *fault_steps_get_order        (FaultFixture *self);
void            fault_steps_open_order       (FaultFixture *self,
                                              guint         position);
GtkWidget      *fault_steps_get_order_view   (FaultFixture *self);
EcpaHomeFlow   *fault_steps_get_home         (void);
EcpaLoginFlow  *fault_steps_get_login        (void);

G_END_DECLS
