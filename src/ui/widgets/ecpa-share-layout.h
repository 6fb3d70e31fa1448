/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaShareLayout:
 *
 * Children one below the other, of which one expands: what the page is about. Where the others, as high as they would
 * like to be, leave it less than its `share` (int, per cent of the height), it has that, or what they do not need; the
 * last of them is the first to have more than it needs. So that in a low window, and in large letters, there is more to
 * be read than is said around it.
 */
#define ECPA_TYPE_SHARE_LAYOUT (ecpa_share_layout_get_type ())
G_DECLARE_FINAL_TYPE (EcpaShareLayout, ecpa_share_layout, ECPA, SHARE_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ecpa_share_layout_new (int share);

G_END_DECLS
