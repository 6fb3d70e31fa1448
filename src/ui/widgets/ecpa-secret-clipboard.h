/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-secret.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

void        ecpa_secret_clipboard_read_async  (GdkClipboard         *clipboard,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
EcpaSecret *ecpa_secret_clipboard_read_finish (GdkClipboard         *clipboard,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
