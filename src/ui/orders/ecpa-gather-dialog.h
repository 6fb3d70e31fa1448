/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-order-gathering.h"

G_BEGIN_DECLS

void       ecpa_gather_dialog_run_async  (GtkWindow            *parent,
                                          GPtrArray            *items,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GPtrArray *ecpa_gather_dialog_run_finish (GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
