/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-reveal.h"

/* What has just become visible has its place, and the page its height, a few frames later. */
#define N_FRAMES 3
#define MARGIN 12

static GQuark frames_quark (void);
static GQuark target_quark (void);

G_DEFINE_QUARK (ecpa-reveal-frames, frames)
G_DEFINE_QUARK (ecpa-reveal-target, target)

/* Callbacks ---------------------------------------------------------------- */

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       unused)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  int left = GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (widget), frames_quark ())) - 1;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top, end, value;

  g_object_set_qdata (G_OBJECT (widget), frames_quark (), GINT_TO_POINTER (left));
  if (left > 0)
    return G_SOURCE_CONTINUE;

  /* what was asked for last is what one is to see */
  if (scroller == NULL || g_object_get_qdata (G_OBJECT (scroller), target_quark ()) != widget)
    return G_SOURCE_REMOVE;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_compute_bounds (widget, scroller, &bounds))
    return G_SOURCE_REMOVE;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  top = gtk_adjustment_get_value (adjustment) + bounds.origin.y;
  end = top + bounds.size.height + MARGIN - gtk_adjustment_get_page_size (adjustment);
  value = MIN (MAX (gtk_adjustment_get_value (adjustment), end), top - MARGIN);
  /* not gtk_adjustment_clamp_page(): where the focus is on its way to somewhere else, the page would go there after all */
  gtk_adjustment_set_value (adjustment, value);

  return G_SOURCE_REMOVE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reveal:
 * @widget: something in a page that scrolls
 *
 * Scrolls the page until all of @widget is in sight, or its beginning where there is no room for all of it; as soon as
 * it has been laid out. Nothing happens if it is not to be seen by then, or if the page is to show something else. UI
 * thread.
 */
void
ecpa_reveal (GtkWidget *widget)
{
  GtkWidget *scroller;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller == NULL)
    return;

  g_object_set_qdata (G_OBJECT (scroller), target_quark (), widget);
  if (GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (widget), frames_quark ())) <= 0)
    gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
  g_object_set_qdata (G_OBJECT (widget), frames_quark (), GINT_TO_POINTER (N_FRAMES));
}
