/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-client.h"

G_BEGIN_DECLS

/* A service's task answered with the client's answer: the record, or TRUE where the request expects none. Takes @task. */
void ecpa_relay (EcpaClient  *client,
                 EcpaRequest *request,
                 GTask       *task);

G_END_DECLS
