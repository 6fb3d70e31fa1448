/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-layout.h"

#include "ecpa-order-document.h"

/* Types -------------------------------------------------------------------- */

/* How a part is set: letter size and line pitch in points; where it begins and ends, and the gap
 * above it, in ems; the pitch is fixed, so that a letter from another face does not push its line. */
typedef struct
{
  double          size;
  double          pitch;
  double          gap;
  double          left;
  PangoAlignment  alignment;
  const char     *tag;
  gboolean        keep_with_next;
  gboolean        keep_with_previous;
} Style;

/* Sizes after the manual of official documents (facts/domain.md 3.3, W10): 20 for the head line, 16 for
 * 受文者 and the body, 12 for the rest. */
static const Style styles[ECPA_N_PARAGRAPH_STYLES] = {
  [ECPA_PARAGRAPH_TRAINING] = { 12, 18, 0, 0, PANGO_ALIGN_CENTER, "P", TRUE, FALSE },
  [ECPA_PARAGRAPH_FILING] = { 12, 17, 0, 20.5, PANGO_ALIGN_LEFT, "P", TRUE, FALSE },
  [ECPA_PARAGRAPH_TITLE] = { 22, 32, 0.7, 0, PANGO_ALIGN_CENTER, "H1", TRUE, FALSE },
  [ECPA_PARAGRAPH_CONTACT] = { 12, 17, 0.2, 19, PANGO_ALIGN_LEFT, "P", TRUE, FALSE },
  [ECPA_PARAGRAPH_ADDRESS] = { 12, 17, 0.5, 0, PANGO_ALIGN_LEFT, "P", TRUE, FALSE },
  [ECPA_PARAGRAPH_RECIPIENT] = { 16, 25, 0.5, 0, PANGO_ALIGN_LEFT, "P", TRUE, FALSE },
  [ECPA_PARAGRAPH_META] = { 12, 17, 0, 0, PANGO_ALIGN_LEFT, "P", FALSE, FALSE },
  [ECPA_PARAGRAPH_SUBJECT] = { 16, 25, 0.6, 0, PANGO_ALIGN_LEFT, "P", FALSE, FALSE },
  [ECPA_PARAGRAPH_ITEM] = { 16, 25, 0, 1, PANGO_ALIGN_LEFT, "P", FALSE, FALSE },
  [ECPA_PARAGRAPH_COPIES] = { 12, 17, 0.6, 0, PANGO_ALIGN_LEFT, "P", FALSE, FALSE },
  [ECPA_PARAGRAPH_REMEDY] = { 12, 17, 0.6, 0, PANGO_ALIGN_LEFT, "P", FALSE, FALSE },
  [ECPA_PARAGRAPH_SIGNER] = { 24, 34, 1.0, 0, PANGO_ALIGN_RIGHT, "P", FALSE, TRUE },
};

/* A hanging text narrower than this share of the line hangs by one em instead of by its label. */
#define WIDEST_LEAD 0.5

/* How much closer lines may be set. */
#define TIGHTEST 0.9

/* The faces of the state's own font, of common systems and of free packages; then any with serifs,
 * for the letters that no Kai face has. */
#define FAMILIES "TW-Kai,TW-Kai-Ext-B,TW-Kai-Plus,標楷體,DFKai-SB,BiauKai,AR PL UKai TW,cwTeXKai," \
                 "Noto Serif CJK TC,Noto Serif TC,serif"

struct _EcpaOrderLayout
{
  PangoFontMap *font_map;
  PangoContext *context;
  GPtrArray    *layouts; /* PangoLayout, one a paragraph */
  GArray       *lines;   /* EcpaLine */
  GArray       *rows;    /* Row, beside lines; only while breaking into pages */
  guint         n_pages;
};

/* What breaking into pages has to know of a line. */
typedef struct
{
  double   height;
  double   gap;
  double   ascent;
  gboolean may_break; /* before it */
} Row;

/* Auxiliaries -------------------------------------------------------------- */

/* Layout in points on any surface: no hinting, no rounding, no resolution of a screen. */
static PangoContext *
create_context (PangoFontMap *font_map)
{
  PangoContext *context = pango_font_map_create_context (font_map);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_language (context, pango_language_from_string ("zh-tw"));
  cairo_font_options_destroy (options);

  return context;
}

static double
measure_width (EcpaOrderLayout *self,
               const char      *text,
               double           size)
{
  g_autoptr (PangoLayout) layout = ecpa_order_layout_create (self, text, size);
  int width;

  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

/* Ways to reach an office stand one below the other; the record has them in one field, ideographic
 * blanks between. A line separator keeps the hanging indent, a new paragraph would not. */
static char *
get_line_text (const EcpaParagraph *paragraph)
{
  GString *text = g_string_new (paragraph->lead);

  g_string_append (text, paragraph->text);
  if (paragraph->style == ECPA_PARAGRAPH_CONTACT)
    g_string_replace (text, "　", "\342\200\250", 0);

  return g_string_free (text, FALSE);
}

static PangoLayout *
create_paragraph (EcpaOrderLayout     *self,
                  const EcpaParagraph *paragraph)
{
  const Style *style = &styles[paragraph->style];
  g_autofree char *text = get_line_text (paragraph);
  PangoLayout *layout = ecpa_order_layout_create (self, text, style->size);
  double width = ECPA_PAGE_WIDTH - 2 * ECPA_PAGE_MARGIN - style->left * style->size;
  double lead = measure_width (self, paragraph->lead, style->size);

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, paragraph->style == ECPA_PARAGRAPH_FILING ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, style->alignment);
  if (style->alignment == PANGO_ALIGN_LEFT)
    pango_layout_set_indent (layout, -(int) (MIN (lead, MAX (width * WIDEST_LEAD, style->size)) * PANGO_SCALE));

  return layout;
}

/* No page begins or ends with a single line of a longer paragraph, and nothing parts what belongs together. */
static gboolean
may_break_before (const Style *style,
                  const Style *previous,
                  int          line,
                  int          n_lines)
{
  if (line == 0)
    return previous != NULL && !previous->keep_with_next && !style->keep_with_previous;

  return line >= 2 && line <= n_lines - 2 && !style->keep_with_previous;
}

static void
add_lines (EcpaOrderLayout     *self,
           guint                index,
           const EcpaParagraph *paragraph,
           const Style         *previous)
{
  const Style *style = &styles[paragraph->style];
  PangoLayout *layout = create_paragraph (self, paragraph);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int n_lines = pango_layout_get_line_count (layout);
  int i = 0;

  g_ptr_array_add (self->layouts, layout);
  do
    {
      PangoRectangle logical;
      EcpaLine line = { .paragraph = index, .starts = i == 0, .layout = layout };
      Row row = { .height = style->pitch };

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      line.line = pango_layout_iter_get_line_readonly (iter);
      /* A blank at the end of a full line hangs over; it must not push the line out on the other side. */
      line.x = ECPA_PAGE_MARGIN + style->left * style->size + MAX ((double) logical.x / PANGO_SCALE, 0);
      row.gap = i == 0 && previous != style ? style->gap * style->size : 0;
      row.ascent = (style->pitch - style->size) / 2 + style->size * 0.86;
      row.may_break = may_break_before (style, previous, i, n_lines);
      g_array_append_val (self->lines, line);
      g_array_append_val (self->rows, row);
      i++;
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
}

/* The first line that does not fit any more when a page begins with line @first. */
static guint
find_page_end (EcpaOrderLayout *self,
               guint            first,
               double           tightness)
{
  double room = ECPA_PAGE_HEIGHT - 2 * ECPA_PAGE_MARGIN;
  guint end;

  for (end = first; end < self->rows->len; end++)
    {
      const Row *row = &g_array_index (self->rows, Row, end);

      room -= (row->height + (end > first ? row->gap : 0)) * tightness;
      if (room < -0.001)
        break;
    }
  if (end == self->rows->len)
    return end;

  for (guint i = end; i > first; i--)
    if (g_array_index (self->rows, Row, i).may_break)
      return i;

  return MAX (end, first + 1);
}

static guint
count_pages (EcpaOrderLayout *self,
             double           tightness)
{
  guint n_pages = 0;

  for (guint first = 0; first < self->rows->len; n_pages++)
    first = find_page_end (self, first, tightness);

  return n_pages;
}

/* Lines are set a little closer where that saves a page with hardly anything on it. */
static void
break_into_pages (EcpaOrderLayout *self)
{
  double tightness = count_pages (self, TIGHTEST) < count_pages (self, 1) ? TIGHTEST : 1;
  guint first = 0;

  while (first < self->lines->len)
    {
      guint end = find_page_end (self, first, tightness);
      double y = ECPA_PAGE_MARGIN;

      for (guint i = first; i < end; i++)
        {
          EcpaLine *line = &g_array_index (self->lines, EcpaLine, i);
          const Row *row = &g_array_index (self->rows, Row, i);

          y += i > first ? row->gap * tightness : 0;
          line->page = self->n_pages;
          line->baseline = y + row->ascent - row->height * (1 - tightness) / 2;
          y += row->height * tightness;
        }
      self->n_pages++;
      first = end;
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_layout_new:
 * @paragraphs: (element-type EcpaParagraph): what the document says
 *
 * Breaks a document into lines and pages of A4. It has a font map of its own, so that it may be made and
 * used on any one thread at a time.
 *
 * Returns: (transfer full): the lines at their places
 */
EcpaOrderLayout *
ecpa_order_layout_new (GPtrArray *paragraphs)
{
  EcpaOrderLayout *self;
  const Style *previous = NULL;

  g_return_val_if_fail (paragraphs != NULL, NULL);

  self = g_new0 (EcpaOrderLayout, 1);
  self->font_map = pango_cairo_font_map_new ();
  self->context = create_context (self->font_map);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = g_array_new (FALSE, TRUE, sizeof (EcpaLine));
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));

  for (guint i = 0; i < paragraphs->len; i++)
    {
      const EcpaParagraph *paragraph = g_ptr_array_index (paragraphs, i);

      add_lines (self, i, paragraph, previous);
      previous = &styles[paragraph->style];
    }
  break_into_pages (self);
  g_clear_pointer (&self->rows, g_array_unref);

  return self;
}

/**
 * ecpa_order_layout_free:
 * @self: (transfer full): a layout
 */
void
ecpa_order_layout_free (EcpaOrderLayout *self)
{
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->font_map);
  g_free (self);
}

/**
 * ecpa_order_layout_get_n_pages:
 * @self: a layout
 *
 * Returns: how many pages it fills
 */
guint
ecpa_order_layout_get_n_pages (EcpaOrderLayout *self)
{
  return self->n_pages;
}

/**
 * ecpa_order_layout_get_lines:
 * @self: a layout
 * @n_lines: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_lines): all lines in reading order
 */
const EcpaLine *
ecpa_order_layout_get_lines (EcpaOrderLayout *self,
                             guint           *n_lines)
{
  *n_lines = self->lines->len;

  return (const EcpaLine *) (gpointer) self->lines->data;
}

/**
 * ecpa_order_layout_get_tag:
 * @style: a part of an order
 *
 * Returns: (transfer none): its structure type in a tagged PDF (ISO 32000-1, 14.8.4)
 */
const char *
ecpa_order_layout_get_tag (EcpaParagraphStyle style)
{
  g_return_val_if_fail (style < ECPA_N_PARAGRAPH_STYLES, "P");

  return styles[style].tag;
}

/**
 * ecpa_order_layout_get_n_unknown_glyphs:
 * @self: a layout
 *
 * Returns: how many letters no installed font can draw
 */
guint
ecpa_order_layout_get_n_unknown_glyphs (EcpaOrderLayout *self)
{
  guint n = 0;

  for (guint i = 0; i < self->layouts->len; i++)
    n += pango_layout_get_unknown_glyphs_count (g_ptr_array_index (self->layouts, i));

  return n;
}

/**
 * ecpa_order_layout_create:
 * @self: a layout
 * @text: a text
 * @size: the size of its letters, in points
 *
 * Returns: (transfer full): @text in the document's face, on one line
 */
PangoLayout *
ecpa_order_layout_create (EcpaOrderLayout *self,
                          const char      *text,
                          double           size)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family_static (description, FAMILIES);
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);

  /* The letter forms of Taiwan, whatever the locale and whichever face has to stand in. */
  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string ("zh-tw")));
  /* What is broken within a word gets no hyphen: the paper says what the order says and nothing more. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_text (layout, text, -1);

  return layout;
}
