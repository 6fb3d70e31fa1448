/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page that is higher than its window: a row at the top, something long, another row, and a button at the end. */

#include "ecpa-field-row.h"
#include "ecpa-reveal.h"
#include "ecpa-secret-row.h"
#include "ui-test.h"

#define HEIGHT 300

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GtkWindow         *window;
  GtkScrolledWindow *scroller;
  GtkAdjustment     *adjustment;
  GtkWidget         *above;     /* not there at first */
  GtkWidget         *first;
  GtkWidget         *between;
  GtkWidget         *second;
  GtkWidget         *button;    /* at the end */
  GtkWidget         *wanted;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static GtkWidget *
add (Fixture   *fixture,
     GtkWidget *box,
     GtkWidget *widget,
     int        height)
{
  gtk_widget_set_size_request (widget, -1, height);
  gtk_box_append (GTK_BOX (box), widget);

  return widget;
}

static gboolean
is_in_sight (gpointer data)
{
  Fixture *fixture = data;
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (fixture->wanted, GTK_WIDGET (fixture->scroller), &bounds) && bounds.origin.y >= 0
         && bounds.size.height > 0 && bounds.origin.y + bounds.size.height <= HEIGHT;
}

/* Until nothing moves any more. */
static void
settle (Fixture *fixture)
{
  ui_test_pass_still (fixture->scroller, 10);
}

static void
await_in_sight (Fixture   *fixture,
                GtkWidget *wanted)
{
  fixture->wanted = wanted;
  ecpa_test_until (is_in_sight, fixture);
  settle (fixture);
  g_assert_true (is_in_sight (fixture));
}

static void
assert_stays (Fixture *fixture,
              double   value)
{
  settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, value);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (fixture->scroller);
  fixture->above = add (fixture, box, gtk_label_new ("above"), 150);
  gtk_widget_set_visible (fixture->above, FALSE);
  fixture->first = add (fixture, box, ecpa_field_row_new (), -1);
  fixture->between = add (fixture, box, gtk_label_new ("between"), 2 * HEIGHT);
  fixture->second = add (fixture, box, ecpa_secret_row_new (), -1);
  add (fixture, box, gtk_label_new ("between"), HEIGHT);
  fixture->button = add (fixture, box, gtk_button_new_with_label ("end"), -1);
  gtk_scrolled_window_set_child (fixture->scroller, box);
  ecpa_reveal_follow_focus (fixture->scroller);
  gtk_widget_set_size_request (GTK_WIDGET (fixture->scroller), 400, HEIGHT);
  gtk_window_set_titlebar (fixture->window, gtk_label_new (NULL));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->scroller));
  gtk_window_present (fixture->window);
  gtk_widget_grab_focus (fixture->first);
  await_in_sight (fixture, fixture->first);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  GtkWidget *page = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (fixture->scroller)));

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &fixture->above);
  fixture->above = page;
  gtk_window_destroy (fixture->window);
  ecpa_test_assert_dies (fixture->above);
}

/* Tests -------------------------------------------------------------------- */

/* The row that one types in is shown with its frame, not the line with the text alone. */
static void
test_row (Fixture       *fixture,
          gconstpointer  unused)
{
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->second);
  gtk_widget_grab_focus (fixture->first);
  await_in_sight (fixture, fixture->first);
}

static void
test_in_sight (Fixture       *fixture,
               gconstpointer  unused)
{
  gtk_window_set_focus (fixture->window, NULL);
  gtk_adjustment_set_value (fixture->adjustment, 5);
  settle (fixture);
  fixture->wanted = fixture->second;
  g_assert_false (is_in_sight (fixture));
  gtk_adjustment_set_value (fixture->adjustment, 2 * HEIGHT);
  fixture->wanted = fixture->second;
  ecpa_test_until (is_in_sight, fixture);
  gtk_widget_grab_focus (fixture->second);
  assert_stays (fixture, 2 * HEIGHT);
}

/* Something above appears, when all has been shown already. */
static void
test_grows (Fixture       *fixture,
            gconstpointer  unused)
{
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->second);
  gtk_widget_set_visible (fixture->above, TRUE);
  await_in_sight (fixture, fixture->second);

  /* what one has scrolled to is not taken away */
  gtk_adjustment_set_value (fixture->adjustment, 0);
  settle (fixture);
  gtk_widget_set_visible (fixture->above, FALSE);
  assert_stays (fixture, 0);
}

/* What went wrong is seen, wherever the focus goes while it appears; after that the focus is. */
static void
test_asked_for (Fixture       *fixture,
                gconstpointer  unused)
{
  ecpa_reveal (fixture->button);
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->button);
  gtk_widget_grab_focus (fixture->first);
  await_in_sight (fixture, fixture->first);

  /* with the focus in it, it is not shown when that has left it */
  ecpa_reveal (fixture->first);
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->second);
}

/* Who has just come to a page sees how it begins, and of what is around the focus as much as there is room for; once they go
 * on, all of that. */
static void
test_top (Fixture       *fixture,
          gconstpointer  unused)
{
  gtk_window_set_focus (fixture->window, NULL);
  gtk_widget_set_visible (fixture->above, TRUE);
  gtk_widget_set_size_request (fixture->first, -1, HEIGHT - 100);
  gtk_adjustment_set_value (fixture->adjustment, HEIGHT);
  settle (fixture);
  ecpa_reveal_top (fixture->scroller);
  gtk_widget_grab_focus (fixture->first);
  ecpa_reveal (fixture->first);
  assert_stays (fixture, 0);
  fixture->wanted = fixture->first;
  g_assert_false (is_in_sight (fixture));

  ecpa_reveal (fixture->first);
  await_in_sight (fixture, fixture->first);

  /* the focus is out of sight from there */
  gtk_window_set_focus (fixture->window, NULL);
  ecpa_reveal_top (fixture->scroller);
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->second);
}

/* Of what is higher than the page nothing else is seen. */
static void
test_high (Fixture       *fixture,
           gconstpointer  unused)
{
  gtk_widget_grab_focus (fixture->second);
  await_in_sight (fixture, fixture->second);
  gtk_label_set_selectable (GTK_LABEL (fixture->between), TRUE);
  gtk_widget_grab_focus (fixture->between);
  assert_stays (fixture, gtk_widget_get_height (fixture->first));

  /* its middle is as good */
  gtk_window_set_focus (fixture->window, NULL);
  gtk_adjustment_set_value (fixture->adjustment, HEIGHT);
  gtk_widget_grab_focus (fixture->between);
  assert_stays (fixture, HEIGHT);
}

static void
test_held (Fixture       *fixture,
           gconstpointer  unused)
{
  if (!ui_test_can_type ())
    return;

  ui_test_hold_button (TRUE);
  gtk_widget_grab_focus (fixture->second);
  assert_stays (fixture, 0);
  ui_test_hold_button (FALSE);
  await_in_sight (fixture, fixture->second);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add ("/ui/widgets/reveal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("row", test_row);
  ADD ("in-sight", test_in_sight);
  ADD ("grows", test_grows);
  ADD ("asked-for", test_asked_for);
  ADD ("top", test_top);
  ADD ("high", test_high);
  ADD ("held", test_held);

  return g_test_run ();
}
