/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ecpa_laid_out_from:
 * @child: (nullable): a child of what is laid out
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): @child, or the first one after it that a layout has to give room to
 */
static inline GtkWidget *
ecpa_laid_out_from (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/**
 * ecpa_laid_out_first:
 * @widget: what is laid out
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): the first child that a layout has to give room to
 */
static inline GtkWidget *
ecpa_laid_out_first (GtkWidget *widget)
{
  return ecpa_laid_out_from (gtk_widget_get_first_child (widget));
}

/**
 * ecpa_laid_out_next:
 * @child: a child of what is laid out
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): the next child that a layout has to give room to
 */
static inline GtkWidget *
ecpa_laid_out_next (GtkWidget *child)
{
  return ecpa_laid_out_from (gtk_widget_get_next_sibling (child));
}

G_END_DECLS
