/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void ecpa_toast_show       (AdwToastOverlay *overlay,
                            const char      *words);
void ecpa_toast_show_saved (AdwToastOverlay *overlay,
                            const char      *words,
                            const char      *open_action,
                            const char      *uri);

G_END_DECLS
