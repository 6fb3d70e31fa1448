/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean ecpa_database_copy   (const char  *from,
                               const char  *to,
                               GError     **error);
gboolean ecpa_database_check  (const char  *path,
                               guint       *version,
                               GError     **error);
gboolean ecpa_database_settle (const char  *path,
                               gboolean    *damaged,
                               GError     **error);

G_END_DECLS
