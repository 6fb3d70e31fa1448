/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaYieldLayout:
 *
 * Children that say the same in less and less height, of which the first is seen that has room; none where not even the
 * last has, if `allow-none` (boolean). It would like to be as high as the first, and needs no more than the last, or
 * nothing. AdwSqueezer is like it, but GTK 4.8 gets minimum widths from it that differ with the height.
 */
#define ECPA_TYPE_YIELD_LAYOUT (ecpa_yield_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaYieldLayout, ecpa_yield_layout, ECPA, YIELD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ecpa_yield_layout_new (gboolean allow_none);

G_END_DECLS
