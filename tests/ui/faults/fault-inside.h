/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-fixture.h"

G_BEGIN_DECLS

/* The rows for whoever is inside, and the codes that they reach. */

extern const EcpaFaultCode fault_inside_codes[];
extern const guint         fault_inside_n_codes;

void fault_inside_add (FaultFixture *fixture);

G_END_DECLS
