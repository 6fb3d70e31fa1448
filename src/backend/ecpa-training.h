/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-server-settings.h"
#include "ecpa-store.h"

G_BEGIN_DECLS

gboolean ecpa_training_prepare (EcpaServerSettings  *settings,
                                const char          *directory,
                                GError             **error);
gboolean ecpa_training_fill    (EcpaStore           *store,
                                EcpaServerSettings  *settings,
                                gint64               now,
                                GError             **error);

G_END_DECLS
