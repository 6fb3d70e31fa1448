/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ecpa_about_present (GtkWindow *parent,
                         gboolean   training);

G_END_DECLS
