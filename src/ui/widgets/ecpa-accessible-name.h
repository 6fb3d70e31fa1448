/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ecpa_accessible_name_button (GtkButton *button);

G_END_DECLS
