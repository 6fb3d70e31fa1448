/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaPairLayout:
 *
 * Two children side by side where there is room for both at their natural width, the first with what is left over;
 * else one below the other, where the second has its natural height and the first may have less: it should scroll.
 * Where there is no height for that either, or less of the first would be hidden, side by side again, as long as half of
 * the width is left for the first.
 * Newer libadwaita has breakpoints for the folding.
 */
#define ECPA_TYPE_PAIR_LAYOUT (ecpa_pair_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPairLayout, ecpa_pair_layout, ECPA, PAIR_LAYOUT, GtkLayoutManager)

G_END_DECLS
