/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int      ecpa_file_lock      (const char  *path,
                              gboolean     alone,
                              GError     **error);
int      ecpa_database_lock  (const char  *database,
                              gboolean     alone,
                              GError     **error);

G_END_DECLS
