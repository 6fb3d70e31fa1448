/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where templates and styles lie; see ../meson.build. */
#define ECPA_UI_RESOURCE "/io/github/ecpa_desktop/Ecpa/ui"

void ecpa_ui_style_install       (void);
void ecpa_ui_style_break_plainly (GtkLabel *label);

G_END_DECLS
