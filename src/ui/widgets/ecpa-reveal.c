/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-reveal.h"

#include "ecpa-choice-row.h"
#include "ecpa-field-row.h"
#include "ecpa-secret-row.h"

/* What has just become visible has its place, and the page its height, a few frames later: when nothing had to be scrolled
 * for so many. */
#define N_FRAMES 4
#define MARGIN 12

/* Types -------------------------------------------------------------------- */

/* What a page that scrolls is to show. */
typedef struct
{
  GtkScrolledWindow *scroller;  /* borrowed: it has this */
  GtkRoot           *root;      /* (nullable), borrowed: where it is, if it follows the focus */
  GtkWidget         *focus;     /* (nullable), weak: what has the focus, if that is in such a page */
  GtkWidget         *wanted;    /* (nullable), weak: what was asked for */
  guint              tick_id;
  guint              n_frames;  /* that are left */
  gboolean           at_top;    /* the page has only just been come to */

  /* As it was when it was last looked at */
  double             value;
  double             upper;
  double             page_size;
} Reveal;

static GQuark reveal_quark (void);

G_DEFINE_QUARK (ecpa-reveal, reveal)

/* Auxiliaries -------------------------------------------------------------- */

static void
reveal_free (Reveal *self)
{
  g_clear_weak_pointer (&self->focus);
  g_clear_weak_pointer (&self->wanted);
  g_free (self);
}

static Reveal *
get_reveal (GtkScrolledWindow *scroller)
{
  Reveal *self = g_object_get_qdata (G_OBJECT (scroller), reveal_quark ());

  if (self != NULL)
    return self;

  self = g_new0 (Reveal, 1);
  self->scroller = scroller;
  g_object_set_qdata_full (G_OBJECT (scroller), reveal_quark (), self, (GDestroyNotify) reveal_free);

  return self;
}

static gboolean
contains (GtkWidget *widget,
          GtkWidget *inner)
{
  return widget != NULL && inner != NULL && (widget == inner || gtk_widget_is_ancestor (inner, widget));
}

/* The outermost row that the focus is in, with its title, its frame and what is said below it. */
static GtkWidget *
find_row (Reveal *self)
{
  GtkWidget *row = NULL;

  for (GtkWidget *widget = self->focus; widget != NULL && widget != GTK_WIDGET (self->scroller);
       widget = gtk_widget_get_parent (widget))
    if (ECPA_IS_FIELD_ROW (widget) || ECPA_IS_SECRET_ROW (widget) || ECPA_IS_CHOICE_ROW (widget)
        || GTK_IS_LIST_BOX_ROW (widget))
      row = widget;

  return row;
}

/* Where to scroll to from @value to see all of it, or its beginning: nowhere if it is not there, if all of it can be seen, or
 * if there is nothing else to be seen. */
static double
fit (Reveal    *self,
     GtkWidget *widget,
     double     value)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page_size = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;
  double top, end, margin;

  if (widget == NULL || !gtk_widget_get_mapped (widget)
      || !gtk_widget_compute_bounds (widget, GTK_WIDGET (self->scroller), &bounds))
    return value;

  top = gtk_adjustment_get_value (adjustment) + bounds.origin.y;
  end = top + bounds.size.height;
  if ((top >= value && end <= value + page_size) || (top <= value && end >= value + page_size))
    return value;

  margin = CLAMP ((page_size - bounds.size.height) / 2, 0, MARGIN);

  return MIN (MAX (value, end + margin - page_size), top - margin);
}

/* Where there is no room for all: what has the focus rather than what is around it, and what was asked for rather than that.
 * On coming to a page its beginning rather than what is around the focus. */
static double
fit_all (Reveal *self,
         double  value)
{
  GtkWidget *row = find_row (self);
  gboolean around = contains (self->wanted, self->focus);

  if (self->at_top && (around || self->wanted == NULL) && fit (self, self->focus, 0) == 0)
    return 0;

  if (around)
    value = fit (self, self->wanted, value);
  if (row != NULL && gtk_widget_get_height (row) <= gtk_widget_get_height (GTK_WIDGET (self->scroller)))
    value = fit (self, row, value);
  value = fit (self, self->focus, value);

  return around ? value : fit (self, self->wanted, value);
}

/* A click is for what is below the pointer when the button is let go of. */
static gboolean
is_button_held (GtkWidget *widget)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  GdkDevice *pointer = seat != NULL ? gdk_seat_get_pointer (seat) : NULL;
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  GdkModifierType state = 0;

  /* gdk_device_get_modifier_state() of GTK 4.8 knows of no buttons on X11 */
  if (pointer != NULL && surface != NULL)
    gdk_surface_get_device_position (surface, pointer, NULL, NULL, &state);

  return (state & GDK_BUTTON1_MASK) != 0;
}

static void
look (Reveal *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->value = gtk_adjustment_get_value (adjustment);
  self->upper = gtk_adjustment_get_upper (adjustment);
  self->page_size = gtk_adjustment_get_page_size (adjustment);
}

/* Callbacks ---------------------------------------------------------------- */

/* Before the layout of each frame. GTK itself does not scroll to the focus meanwhile: it goes to where that was before the
 * page changed its height, takes its time, and stops on its way when anybody else scrolls. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Reveal *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);

  if (is_button_held (widget))
    return G_SOURCE_CONTINUE;

  /* in the first frame, and when somebody has scrolled, everything is still where it was before that */
  if (self->n_frames < N_FRAMES && value == self->value)
    {
      gtk_adjustment_set_value (adjustment, fit_all (self, value));
      if (gtk_adjustment_get_value (adjustment) != value)
        self->n_frames = N_FRAMES;
    }
  look (self);
  if (--self->n_frames > 0)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
begin (Reveal *self)
{
  look (self);
  self->at_top = self->at_top && self->value == 0;
  self->n_frames = N_FRAMES;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->scroller), tick_cb, self, NULL);
}

/* What is in sight stays there when something beside it grows, unless one has scrolled away from it. */
static void
page_changed_cb (GtkScrolledWindow *scroller,
                 GtkAdjustment     *adjustment)
{
  Reveal *self = get_reveal (scroller);

  if (self->tick_id == 0 && gtk_adjustment_get_value (adjustment) == self->value
      && (gtk_adjustment_get_upper (adjustment) != self->upper
          || gtk_adjustment_get_page_size (adjustment) != self->page_size))
    begin (self);
}

/* What was asked for and is not shown yet remains so, unless the focus was in it and has left it. */
static void
focus_changed_cb (GtkScrolledWindow *scroller)
{
  Reveal *self = get_reveal (scroller);
  GtkWidget *focus = gtk_root_get_focus (self->root);

  if (focus != NULL && GTK_IS_TEXT (focus))
    focus = gtk_widget_get_parent (focus);
  if (self->tick_id == 0 || contains (self->wanted, self->focus))
    g_clear_weak_pointer (&self->wanted);
  self->at_top = self->at_top && (self->focus == NULL || self->focus == focus);
  g_set_weak_pointer (&self->focus, contains (GTK_WIDGET (self->scroller), focus) ? focus : NULL);
  if (self->focus != NULL)
    begin (self);
}

static void
root_changed_cb (GtkScrolledWindow *scroller)
{
  Reveal *self = get_reveal (scroller);

  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, focus_changed_cb, scroller);
  self->root = gtk_widget_get_root (GTK_WIDGET (scroller));
  if (self->root != NULL)
    g_signal_connect_object (self->root, "notify::focus-widget", G_CALLBACK (focus_changed_cb), scroller,
                             G_CONNECT_SWAPPED);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_reveal:
 * @widget: something in a page that scrolls
 *
 * Scrolls the page until all of @widget is in sight, or its beginning where there is no room for all of it; as soon as
 * it has been laid out. Nothing happens if it is not to be seen by then, if it fills the page already, or if the page is
 * to show something else. UI thread.
 */
void
ecpa_reveal (GtkWidget *widget)
{
  GtkWidget *scroller;
  Reveal *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller == NULL)
    return;

  self = get_reveal (GTK_SCROLLED_WINDOW (scroller));
  self->at_top = self->at_top && (self->tick_id != 0 || self->focus == NULL);
  g_set_weak_pointer (&self->wanted, widget);
  begin (self);
}

/**
 * ecpa_reveal_top:
 * @scroller: a page that scrolls and follows the focus
 *
 * Scrolls to the beginning of the page, which has got something else to show. The beginning remains in sight when the
 * focus comes to something that can be seen from there, although what is around that, such as a list below a field, may
 * then have no room. UI thread.
 */
void
ecpa_reveal_top (GtkScrolledWindow *scroller)
{
  Reveal *self;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  self = get_reveal (scroller);
  self->at_top = TRUE;
  g_clear_weak_pointer (&self->wanted);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
}

/**
 * ecpa_reveal_follow_focus:
 * @scroller: a page that scrolls; its child is in a viewport
 *
 * From now on whatever gets the focus in it is scrolled to, with the whole row that it is a part of, as soon as the page
 * has been laid out, and stays in sight when the page changes its height, until one scrolls away from it. What can be seen
 * already does not move, and nothing moves while a button of the mouse is held. To be called once. UI thread.
 */
void
ecpa_reveal_follow_focus (GtkScrolledWindow *scroller)
{
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));
  g_return_if_fail (GTK_IS_VIEWPORT (gtk_scrolled_window_get_child (scroller)));

  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (gtk_scrolled_window_get_child (scroller)), FALSE);
  g_signal_connect (scroller, "notify::root", G_CALLBACK (root_changed_cb), NULL);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "changed", G_CALLBACK (page_changed_cb),
                           scroller, G_CONNECT_SWAPPED);
  root_changed_cb (scroller);
}
