/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#include "ecpa-paper-view.h"
#include "ecpa-test.h"
#include "order-fixtures.h"

/* Types -------------------------------------------------------------------- */

#define WIDTH 700
#define HEIGHT 500

/* Around the sheets, as in the view. */
#define MARGIN 16

/* A square in the middle of the view. */
#define CROP 200

typedef struct
{
  GtkWindow         *window;
  GtkScrolledWindow *scrolled;
  EcpaPaperView     *view;
  EcpaOrderDocument *document;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_size (gpointer view)
{
  return gtk_widget_get_width (view) > 0 && gtk_widget_get_mapped (view);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_THREE_PAGES);

  fixture->document = ecpa_order_document_new (order, TRUE);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  fixture->view = ECPA_PAPER_VIEW (ecpa_paper_view_new ());
  gtk_scrolled_window_set_child (fixture->scrolled, GTK_WIDGET (fixture->view));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->scrolled));
  gtk_window_set_default_size (fixture->window, WIDTH, HEIGHT);
  gtk_window_present (fixture->window);
  ecpa_test_until (has_size, fixture->view);
  ecpa_paper_view_set_document (fixture->view, fixture->document);
  ecpa_test_settle (50);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaPaperView *view = fixture->view;
  EcpaOrderDocument *document = fixture->document;

  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_add_weak_pointer (G_OBJECT (document), (gpointer *) &document);
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->document);
  ecpa_test_assert_dies (view);
  ecpa_test_assert_dies (document);
}

/* What the view shows in the middle: CROP by CROP pixels. */
static guint32 *
get_pixels (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t crop = GRAPHENE_RECT_INIT ((width - CROP) / 2, (height - CROP) / 2, CROP, CROP);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint32 *pixels = g_new0 (guint32, CROP * CROP);

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node, &crop);
  gdk_texture_download (texture, (guchar *) pixels, CROP * 4);

  return pixels;
}

/* What it should show there, drawn straight from the document. */
static guint32 *
draw_pixels (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  double zoom = ecpa_paper_view_get_zoom (fixture->view);
  double width = round (ECPA_PAGE_WIDTH * zoom), height = round (ECPA_PAGE_HEIGHT * zoom);
  double x = round (gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (fixture->scrolled)));
  double y = round (gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (fixture->scrolled)));
  guint32 *pixels = g_new0 (guint32, CROP * CROP);
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guchar *) pixels, CAIRO_FORMAT_RGB24, CROP, CROP, CROP * 4);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN - x - (gtk_widget_get_width (widget) - CROP) / 2,
                   MARGIN - y - (gtk_widget_get_height (widget) - CROP) / 2);
  cairo_scale (cr, width / ECPA_PAGE_WIDTH, height / ECPA_PAGE_HEIGHT);
  ecpa_order_document_draw_page (fixture->document, 0, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return pixels;
}

/* The mean difference of a colour, 0 to 255. */
static double
compare (const guint32 *a,
         const guint32 *b)
{
  double sum = 0;

  for (guint i = 0; i < CROP * CROP; i++)
    for (guint shift = 0; shift < 24; shift += 8)
      sum += abs ((int) (a[i] >> shift & 0xFF) - (int) (b[i] >> shift & 0xFF));

  return sum / (CROP * CROP * 3);
}

static void
assert_shows_document (Fixture *fixture)
{
  g_autofree guint32 *shown = get_pixels (fixture);
  g_autofree guint32 *expected = draw_pixels (fixture);
  g_autofree guint32 *blank = g_new (guint32, CROP * CROP);

  for (guint i = 0; i < CROP * CROP; i++)
    blank[i] = 0xFFFFFF;
  g_assert_cmpfloat (compare (shown, expected), <, 0.5);
  /* and there is something there that could be missed */
  g_assert_cmpfloat (compare (expected, blank), >, 1.5);
}

static void
scroll (Fixture *fixture,
        double   x,
        double   y)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (fixture->scrolled), x);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (fixture->scrolled), y);
  ecpa_test_settle (50);
}

/* Callbacks ---------------------------------------------------------------- */

/* At any zoom and place the pixels are those of the document at that size, not a picture made larger. */
static void
test_sharp (Fixture       *fixture,
            gconstpointer  data)
{
  scroll (fixture, 0, 300);
  assert_shows_document (fixture);
  for (guint i = 0; i < 5; i++)
    ecpa_paper_view_zoom_in (fixture->view);
  ecpa_test_settle (400);
  scroll (fixture, 500, 700);
  assert_shows_document (fixture);
  scroll (fixture, 560, 760);
  assert_shows_document (fixture);
  scroll (fixture, 150, 900);
  assert_shows_document (fixture);
  ecpa_paper_view_zoom_fit (fixture->view);
  ecpa_test_settle (400);
  scroll (fixture, 0, 200);
  assert_shows_document (fixture);
}

static void
test_white_in_dark (Fixture       *fixture,
                    gconstpointer  data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  ecpa_test_settle (400);
  scroll (fixture, 0, 300);
  assert_shows_document (fixture);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_scrolling (Fixture       *fixture,
                gconstpointer  data)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (fixture->scrolled);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (fixture->scrolled);
  double zoom = ecpa_paper_view_get_zoom (fixture->view);
  double middle;

  /* three sheets, one below the other, as wide as there is room */
  g_assert_cmpfloat (gtk_adjustment_get_upper (down), >, 3 * ECPA_PAGE_HEIGHT * zoom);
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, gtk_adjustment_get_page_size (across) + 1);

  /* what was in the middle stays there */
  scroll (fixture, 0, 800);
  middle = (gtk_adjustment_get_value (down) + gtk_adjustment_get_page_size (down) / 2) / gtk_adjustment_get_upper (down);
  ecpa_paper_view_zoom_in (fixture->view);
  ecpa_paper_view_zoom_in (fixture->view);
  ecpa_test_settle (400);
  g_assert_cmpfloat_with_epsilon ((gtk_adjustment_get_value (down) + gtk_adjustment_get_page_size (down) / 2) /
                                    gtk_adjustment_get_upper (down),
                                  middle, 0.01);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (across),
                                  (gtk_adjustment_get_upper (across) - gtk_adjustment_get_page_size (across)) / 2, 2);

  /* another document begins at its top; none has nothing to scroll */
  ecpa_paper_view_set_document (fixture->view, NULL);
  ecpa_test_settle (50);
  g_assert_cmpfloat (gtk_adjustment_get_value (down), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (down), <=, gtk_adjustment_get_page_size (down));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/ui/paper-view/sharp", Fixture, NULL, set_up, test_sharp, tear_down);
  g_test_add ("/ui/paper-view/white-in-dark", Fixture, NULL, set_up, test_white_in_dark, tear_down);
  g_test_add ("/ui/paper-view/scrolling", Fixture, NULL, set_up, test_scrolling, tear_down);

  return g_test_run ();
}
