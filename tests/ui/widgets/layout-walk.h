/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Looks at every widget that is shown below @root. What is wrong is added to @findings (char *, one line each):
 *   cut       the words of a label do not fit, and no tooltip has them
 *   clipped   a label's text is larger than the label
 *   squeezed  a widget is smaller than it must be
 *   outside   a widget sticks out of the one it is in */
void layout_walk (GtkWidget *root,
                  GPtrArray *findings);

/* Goes through a window with Tab and back:
 *   trap         Tab goes in circles, and not all the way round
 *   unreachable  a control is never reached */
void focus_walk  (GtkWindow *window,
                  GPtrArray *findings);

/* Says of a window that was to be @width wide and can be:
 *   wide  it is wider */
void width_walk  (GtkWindow *window,
                  int        width,
                  GPtrArray *findings);

G_END_DECLS
