/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaWrapLayout:
 *
 * Children side by side, on as many lines as their natural widths need, so that a bar of buttons fits a narrow window
 * and large text. What expands takes the rest of its line. Property: `spacing` (int).
 */
#define ECPA_TYPE_WRAP_LAYOUT (ecpa_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWrapLayout, ecpa_wrap_layout, ECPA, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ecpa_wrap_layout_new (void);

G_END_DECLS
