/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-tile-head.h"

/**
 * ecpa_tile_head_set_open:
 * @head: the head of one of the tiles of the sign-in
 * @arrow: the arrow in it
 * @open: whether what is below it is shown
 *
 * Of the tiles one is open. Its head says so and is not to be pressed: another tile's opens that one. UI thread.
 */
void
ecpa_tile_head_set_open (GtkButton *head,
                         GtkImage  *arrow,
                         gboolean   open)
{
  g_return_if_fail (GTK_IS_BUTTON (head));
  g_return_if_fail (GTK_IS_IMAGE (arrow));

  gtk_image_set_from_icon_name (arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_focusable (GTK_WIDGET (head), !open);
  gtk_widget_set_can_target (GTK_WIDGET (head), !open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}
