/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ecpa_mask_name    (const char *name);
char *ecpa_mask_number  (const char *number);
char *ecpa_mask_address (const char *address);

G_END_DECLS
