/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-document.h"

#include <string.h>

#include "ecpa-order-layout.h"
#include "ecpa-order-paper.h"
#include "ecpa-order-pdf.h"
#include "ecpa-order-text.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderDocument
{
  GObject          parent_instance;

  /* Owned */
  EcpaOrder       *order;
  GPtrArray       *paragraphs;
  EcpaOrderLayout *layout;

  gboolean         training;
};

G_DEFINE_FINAL_TYPE (EcpaOrderDocument, ecpa_order_document, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaParagraphStyle
get_style (EcpaOrderDocument *self,
           const EcpaLine    *line)
{
  return ((EcpaParagraph *) g_ptr_array_index (self->paragraphs, line->paragraph))->style;
}

static void
set_ink (EcpaOrderDocument *self,
         const EcpaLine    *line,
         cairo_t           *cr)
{
  if (get_style (self, line) == ECPA_PARAGRAPH_TRAINING)
    cairo_set_source_rgb (cr, 0.75, 0.11, 0.16);
  else
    cairo_set_source_rgb (cr, 0, 0, 0);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_document_finalize (GObject *object)
{
  EcpaOrderDocument *self = ECPA_ORDER_DOCUMENT (object);

  g_clear_pointer (&self->layout, ecpa_order_layout_free);
  g_clear_pointer (&self->paragraphs, g_ptr_array_unref);
  g_clear_object (&self->order);

  G_OBJECT_CLASS (ecpa_order_document_parent_class)->finalize (object);
}

static void
ecpa_order_document_class_init (EcpaOrderDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_order_document_finalize;
}

static void
ecpa_order_document_init (EcpaOrderDocument *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_document_new:
 * @order: an order
 * @training: whether the document says on each page that it is for practice
 *
 * Lays an order out. Blocks for some milliseconds, no file but fonts is read.
 *
 * Returns: (transfer full): the document
 */
EcpaOrderDocument *
ecpa_order_document_new (EcpaOrder *order,
                         gboolean   training)
{
  EcpaOrderDocument *self;

  g_return_val_if_fail (ECPA_IS_ORDER (order), NULL);

  self = g_object_new (ECPA_TYPE_ORDER_DOCUMENT, NULL);
  self->order = g_object_ref (order);
  self->training = training;
  self->paragraphs = ecpa_order_text_new_paragraphs (order, training);
  self->layout = ecpa_order_layout_new (self->paragraphs);

  return self;
}

/**
 * ecpa_order_document_get_order:
 * @self: a document
 *
 * Returns: (transfer none): the order it was made from
 */
EcpaOrder *
ecpa_order_document_get_order (EcpaOrderDocument *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), NULL);

  return self->order;
}

/**
 * ecpa_order_document_get_n_pages:
 * @self: a document
 *
 * Returns: how many pages it has, at least one
 */
guint
ecpa_order_document_get_n_pages (EcpaOrderDocument *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), 0);

  return ecpa_order_layout_get_n_pages (self->layout);
}

/**
 * ecpa_order_document_draw_page:
 * @self: a document
 * @page: a page, from 0
 * @cr: a context in points, the origin at the page's upper left corner
 *
 * Draws a page without the paper under it, the same on any surface; on one that makes a PDF each paragraph is
 * tagged. On one thread at a time.
 */
void
ecpa_order_document_draw_page (EcpaOrderDocument *self,
                               guint              page,
                               cairo_t           *cr)
{
  const EcpaLine *lines;
  const char *tag = NULL;
  guint n_lines;

  g_return_if_fail (ECPA_IS_ORDER_DOCUMENT (self));
  g_return_if_fail (cr != NULL && page < ecpa_order_document_get_n_pages (self));

  cairo_save (cr);
  ecpa_order_paper_draw (self->layout, self->training, cr);
  lines = ecpa_order_layout_get_lines (self->layout, &n_lines);
  for (guint i = 0; i < n_lines; i++)
    {
      if (lines[i].page != page)
        continue;
      if (tag == NULL || lines[i].starts)
        {
          if (tag != NULL)
            cairo_tag_end (cr, tag);
          tag = ecpa_order_layout_get_tag (get_style (self, &lines[i]));
          cairo_tag_begin (cr, tag, NULL);
        }
      set_ink (self, &lines[i], cr);
      cairo_move_to (cr, lines[i].x, lines[i].baseline);
      pango_cairo_show_layout_line (cr, lines[i].line);
    }
  if (tag != NULL)
    cairo_tag_end (cr, tag);
  ecpa_order_paper_draw_page_number (self->layout, page, cr);
  cairo_restore (cr);
}

/**
 * ecpa_order_document_get_text:
 * @self: a document
 *
 * Returns: (transfer full): the text twin: what the pages say, in reading order, one paragraph a line
 */
char *
ecpa_order_document_get_text (EcpaOrderDocument *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), NULL);

  return ecpa_order_text_join (self->paragraphs);
}

/**
 * ecpa_order_document_is_training:
 * @self: a document
 *
 * Returns: whether it says on each page that it is for practice
 */
gboolean
ecpa_order_document_is_training (EcpaOrderDocument *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), FALSE);

  return self->training;
}

/**
 * ecpa_order_document_to_pdf:
 * @self: a document
 * @error: a #GError of %G_IO_ERROR
 *
 * One order as a file; see ecpa_order_pdf_write(). Blocks; any thread as long as nobody else uses @self.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
ecpa_order_document_to_pdf (EcpaOrderDocument  *self,
                            GError            **error)
{
  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), NULL);

  return ecpa_order_pdf_write (&self, 1, NULL, error);
}

/**
 * ecpa_order_document_get_file_name:
 * @self: a document
 *
 * Returns: (transfer full): a name for the file, `獎令-1150012345.pdf`: the digits of 發文字號 and nothing personal
 */
char *
ecpa_order_document_get_file_name (EcpaOrderDocument *self)
{
  const char *text, *start, *end;

  g_return_val_if_fail (ECPA_IS_ORDER_DOCUMENT (self), NULL);

  text = self->order->document_number != NULL ? self->order->document_number : "";
  end = text + strlen (text);
  while (end > text && !g_ascii_isdigit (end[-1]))
    end--;
  start = end;
  while (start > text && g_ascii_isdigit (start[-1]))
    start--;
  if (start == end)
    return g_strdup ("獎令.pdf");

  return g_strdup_printf ("獎令-%.*s.pdf", (int) (end - start), start);
}
