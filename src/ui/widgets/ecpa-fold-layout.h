/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaFoldLayout:
 *
 * Two columns of one width where there is room, and one where there is not; with large text the children need more,
 * so it folds earlier. The children fill the columns in turn: the first, third … stand on the left, the second,
 * fourth … on the right; folded, they stand in their order. Where height is short, the first of a column gives way.
 * Property: `spacing` (int).
 */
#define ECPA_TYPE_FOLD_LAYOUT (ecpa_fold_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFoldLayout, ecpa_fold_layout, ECPA, FOLD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ecpa_fold_layout_new (void);

G_END_DECLS
