/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ecpa_reveal              (GtkWidget         *widget);
void ecpa_reveal_top          (GtkScrolledWindow *scroller);
void ecpa_reveal_follow_focus (GtkScrolledWindow *scroller);

G_END_DECLS
