/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean ecpa_maildir_deliver (const char  *directory,
                               const char  *name,
                               GBytes      *message,
                               GError     **error);

G_END_DECLS
