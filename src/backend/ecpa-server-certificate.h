/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean ecpa_server_certificate_make (const char  *certificate_path,
                                       const char  *key_path,
                                       GError     **error);

G_END_DECLS
