/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaFoldLayout:
 *
 * Columns of one width side by side where there is room, one above the other where there is not; with large text
 * the children need more, so it folds earlier. Property: `spacing` (int).
 */
#define ECPA_TYPE_FOLD_LAYOUT (ecpa_fold_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaFoldLayout, ecpa_fold_layout, ECPA, FOLD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ecpa_fold_layout_new (void);

G_END_DECLS
