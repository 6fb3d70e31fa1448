/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-parent-window.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_parent_window_of:
 * @widget: (type GtkWidget): a widget
 *
 * Returns: (transfer none) (nullable): the window that @widget is in, for a dialogue to belong to
 */
GtkWindow *
ecpa_parent_window_of (gpointer widget)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}
