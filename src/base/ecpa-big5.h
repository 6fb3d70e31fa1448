/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ECPA_BIG5_UNKNOWN:
 *
 * What stands for a character that no table knows (U+3013 GETA MARK).
 */
#define ECPA_BIG5_UNKNOWN "〓"

char *ecpa_big5_to_utf8 (const guint8 *bytes,
                         gsize         length,
                         gboolean     *complete);

G_END_DECLS
