/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-home-flow.h"

G_BEGIN_DECLS

void ecpa_farewell_say (GApplication *application,
                        EcpaHomeFlow *home);

G_END_DECLS
