/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  ecpa_log_init   (void);
char *ecpa_log_redact (const char *message);

G_END_DECLS
