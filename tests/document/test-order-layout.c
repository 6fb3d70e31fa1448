/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ecpa-order-document.h"
#include "ecpa-order-layout.h"
#include "ecpa-order-text.h"
#include "order-fixtures.h"

/* Types -------------------------------------------------------------------- */

#define N_RANDOM 60

/* Glyphs may lean out of their cell a little: a stroke or an accent at the edge. */
#define SLACK 4.0

typedef struct
{
  GPtrArray       *paragraphs;
  EcpaOrderLayout *layout;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
fixture_init (Fixture   *fixture,
              EcpaOrder *order,
              gboolean   training)
{
  fixture->paragraphs = ecpa_order_text_new_paragraphs (order, training);
  fixture->layout = ecpa_order_layout_new (fixture->paragraphs);
}

static void
fixture_clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->layout, ecpa_order_layout_free);
  g_clear_pointer (&fixture->paragraphs, g_ptr_array_unref);
}

static EcpaParagraphStyle
style_of (Fixture        *fixture,
          const EcpaLine *line)
{
  return ((EcpaParagraph *) g_ptr_array_index (fixture->paragraphs, line->paragraph))->style;
}

/* Each line stands within the margins of a page, below the one before. */
static void
check_places (Fixture    *fixture,
              const char *what)
{
  guint n;
  const EcpaLine *lines = ecpa_order_layout_get_lines (fixture->layout, &n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      PangoRectangle ink;
      double left, right, top, bottom;

      /* Ink, because a blank at the end of a line may stand in the margin. */
      pango_layout_line_get_extents (lines[i].line, &ink, NULL);
      left = lines[i].x + (double) ink.x / PANGO_SCALE;
      right = lines[i].x + (double) (ink.x + ink.width) / PANGO_SCALE;
      top = lines[i].baseline - 20;
      bottom = lines[i].baseline + 4;
      if ((ink.width > 0 && left < ECPA_PAGE_MARGIN - SLACK) || right > ECPA_PAGE_WIDTH - ECPA_PAGE_MARGIN + SLACK ||
          top < ECPA_PAGE_MARGIN - 20 || bottom > ECPA_PAGE_HEIGHT - ECPA_PAGE_MARGIN + SLACK)
        g_error ("%s: line %u leaves the margins: x %.1f to %.1f, y %.1f to %.1f", what, i, left, right, top, bottom);
      if (i > 0 && lines[i].page == lines[i - 1].page)
        g_assert_cmpfloat (lines[i].baseline, >, lines[i - 1].baseline + 8);
      else if (i > 0)
        g_assert_cmpuint (lines[i].page, ==, lines[i - 1].page + 1);
    }
  g_assert_cmpuint (lines[n - 1].page + 1, ==, ecpa_order_layout_get_n_pages (fixture->layout));
}

/* Callbacks ---------------------------------------------------------------- */

static void
test_margins (void)
{
  for (guint i = 0; i < N_ORDERS; i++)
    for (gboolean training = FALSE; training <= TRUE; training++)
      {
        g_autoptr (EcpaOrder) order = order_fixture_new ((OrderFixture) i);
        g_autofree char *what = g_strdup_printf ("fixture %u", i);
        Fixture fixture;

        fixture_init (&fixture, order, training);
        check_places (&fixture, what);
        fixture_clear (&fixture);
      }
}

static void
test_page_count (void)
{
  static const struct
  {
    OrderFixture fixture;
    guint        n_pages;
  } rows[] = { { ORDER_ORDINARY, 1 }, { ORDER_BARE, 1 }, { ORDER_FULL, 1 }, { ORDER_LONG_NAME, 1 }, { ORDER_THREE_PAGES, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new (rows[i].fixture);
      Fixture fixture;

      fixture_init (&fixture, order, FALSE);
      g_assert_cmpuint (ecpa_order_layout_get_n_pages (fixture.layout), ==, rows[i].n_pages);
      fixture_clear (&fixture);
    }
}

/* However the lines fall, the signer never stands alone on a page, and no page begins with the last line of a
 * longer paragraph. */
static void
test_no_widows (void)
{
  g_autoptr (GString) reason = g_string_new ("辦理");

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_FULL);
      const EcpaLine *lines;
      Fixture fixture;
      guint n;

      g_string_append (reason, "市政建設永續發展計畫，規劃周詳、執行得力，圓滿達成");
      g_object_set (order, "reason", reason->str, NULL);
      fixture_init (&fixture, order, FALSE);
      lines = ecpa_order_layout_get_lines (fixture.layout, &n);
      for (guint line = 1; line < n; line++)
        {
          if (lines[line].page == lines[line - 1].page)
            continue;
          g_assert_cmpint (style_of (&fixture, &lines[line]), !=, ECPA_PARAGRAPH_SIGNER);
          if (!lines[line].starts)
            g_assert_true (line + 1 < n && !lines[line + 1].starts);
          if (!lines[line].starts)
            g_assert_false (lines[line - 1].starts);
        }
      fixture_clear (&fixture);
    }
}

static void
test_hanging_indent (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_LONG);
  const EcpaLine *lines;
  double first = 0;
  Fixture fixture;
  guint n, n_hanging = 0;

  fixture_init (&fixture, order, FALSE);
  lines = ecpa_order_layout_get_lines (fixture.layout, &n);
  for (guint i = 0; i < n; i++)
    {
      if (style_of (&fixture, &lines[i]) != ECPA_PARAGRAPH_ITEM)
        continue;
      if (lines[i].starts)
        first = lines[i].x;
      else
        {
          /* 「一、」: two letters of 16 points */
          g_assert_cmpfloat_with_epsilon (lines[i].x, first + 32, 2);
          n_hanging++;
        }
    }
  g_assert_cmpuint (n_hanging, >, 3);
  fixture_clear (&fixture);
}

static gboolean
has_font_for (const char *text)
{
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (map);
  g_autoptr (PangoLayout) layout = pango_layout_new (context);

  g_object_unref (context);
  pango_layout_set_text (layout, text, -1);

  return pango_layout_get_unknown_glyphs_count (layout) == 0;
}

static void
test_rare_letters (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_RARE);
  Fixture fixture;

  if (!has_font_for ("令獎勵"))
    {
      g_test_skip ("no font with Chinese letters is installed");
      return;
    }
  if (!has_font_for ("𥕢𦰡瑶喆堃"))
    {
      g_test_skip ("no font with letters beyond the BMP is installed");
      return;
    }
  fixture_init (&fixture, order, FALSE);
  g_assert_cmpuint (ecpa_order_layout_get_n_unknown_glyphs (fixture.layout), ==, 0);
  fixture_clear (&fixture);

  /* The count can fail: nobody has a letter for this one. */
  g_object_set (order, "person-name", "\U0010FFF0", NULL);
  fixture_init (&fixture, order, FALSE);
  g_assert_cmpuint (ecpa_order_layout_get_n_unknown_glyphs (fixture.layout), >, 0);
  fixture_clear (&fixture);
}

static void
test_random (void)
{
  for (guint i = 0; i < N_RANDOM; i++)
    {
      guint32 seed = g_test_rand_int ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (EcpaOrder) order = order_random_new (rand);
      g_autofree char *what = g_strdup_printf ("seed %u", seed);
      g_autofree char *text = NULL;
      Fixture fixture;

      g_test_message ("order of seed %u", seed);
      fixture_init (&fixture, order, i % 2 == 0);
      check_places (&fixture, what);
      text = ecpa_order_text_join (fixture.paragraphs);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strstr (text, "\u202E"));
      fixture_clear (&fixture);
    }
}

static void
test_clean (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "王小明", "王小明" },
    { "  王\n小\r\n明\t ", "王 小 明" },
    { "王　小明", "王　小明" },
    { "王\u202E小明\u2066", "王小明" },
    { "王\a小\302\205明", "王小 明" },
    { "王\xff", "王\uFFFD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = ecpa_order_text_clean (rows[i].text);

      g_assert_cmpstr (clean, ==, rows[i].clean);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/order-layout/margins", test_margins);
  g_test_add_func ("/document/order-layout/page-count", test_page_count);
  g_test_add_func ("/document/order-layout/no-widows", test_no_widows);
  g_test_add_func ("/document/order-layout/hanging-indent", test_hanging_indent);
  g_test_add_func ("/document/order-layout/rare-letters", test_rare_letters);
  g_test_add_func ("/document/order-layout/random", test_random);
  g_test_add_func ("/document/order-layout/clean", test_clean);

  return g_test_run ();
}
