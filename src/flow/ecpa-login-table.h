/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-state-table.h"

G_BEGIN_DECLS

/* The login's table (ecpa-login-flow.c), for the test that holds it against login.puml. */
const EcpaStateTable *ecpa_login_table_get            (void);
const char           *ecpa_login_table_get_event_name (guint event);

G_END_DECLS
