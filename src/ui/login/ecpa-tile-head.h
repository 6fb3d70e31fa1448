/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ecpa_tile_head_set_open (GtkButton *head,
                              GtkImage  *arrow,
                              gboolean   open);

G_END_DECLS
