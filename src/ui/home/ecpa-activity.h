/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*EcpaActivityFunc) (gpointer object);

void ecpa_activity_watch (GtkWidget        *window,
                          EcpaActivityFunc  touched,
                          gpointer          object);

G_END_DECLS
