/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *ecpa_national_id_normalize (const char *text);
gboolean  ecpa_national_id_is_valid  (const char *id);
char     *ecpa_national_id_mask      (const char *id);

G_END_DECLS
