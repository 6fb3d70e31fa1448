/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean ecpa_keeper_back_up (const char  *database,
                              const char  *file,
                              gboolean     replace,
                              gint64       now,
                              GError     **error);
gboolean ecpa_keeper_restore (const char  *database,
                              const char  *file,
                              gint64       now,
                              GError     **error);

G_END_DECLS
