/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes what a person brings out, whole or not at all. */
void     ecpa_export_file_write_async  (GFile                *file,
                                        GBytes               *content,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean ecpa_export_file_write_finish (GFile                *file,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
