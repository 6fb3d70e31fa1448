/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-bundle.h"

#include "ecpa-order-pdf.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderBundle
{
  GObject    parent_instance;

  /* Owned */
  GPtrArray *documents;         /* EcpaOrderDocument */

  guint      n_pages;
};

G_DEFINE_FINAL_TYPE (EcpaOrderBundle, ecpa_order_bundle, G_TYPE_OBJECT)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_bundle_finalize (GObject *object)
{
  EcpaOrderBundle *self = ECPA_ORDER_BUNDLE (object);

  g_clear_pointer (&self->documents, g_ptr_array_unref);

  G_OBJECT_CLASS (ecpa_order_bundle_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_bundle_class_init (EcpaOrderBundleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_order_bundle_finalize;
}

static void
ecpa_order_bundle_init (EcpaOrderBundle *self)
{
  self->documents = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_bundle_new:
 * @orders: (element-type EcpaOrder): at least one
 * @training: whether each page says that it is for practice
 *
 * Lays the orders out. Blocks for some milliseconds an order, no file but fonts is read; any thread.
 *
 * Returns: (transfer full): the bundle
 */
EcpaOrderBundle *
ecpa_order_bundle_new (GPtrArray *orders,
                       gboolean   training)
{
  EcpaOrderBundle *self;

  g_return_val_if_fail (orders != NULL && orders->len > 0, NULL);

  self = g_object_new (ECPA_TYPE_ORDER_BUNDLE, NULL);
  for (guint i = 0; i < orders->len; i++)
    {
      EcpaOrderDocument *document = ecpa_order_document_new (g_ptr_array_index (orders, i), training);

      g_ptr_array_add (self->documents, document);
      self->n_pages += ecpa_order_document_get_n_pages (document);
    }

  return self;
}

/**
 * ecpa_order_bundle_get_n_orders:
 * @self: a bundle
 *
 * Returns: how many orders are in it, at least one
 */
guint
ecpa_order_bundle_get_n_orders (EcpaOrderBundle *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_BUNDLE (self), 0);

  return self->documents->len;
}

/**
 * ecpa_order_bundle_get_n_pages:
 * @self: a bundle
 *
 * Returns: how many pages there are in all, at least one
 */
guint
ecpa_order_bundle_get_n_pages (EcpaOrderBundle *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_BUNDLE (self), 0);

  return self->n_pages;
}

/**
 * ecpa_order_bundle_draw_page:
 * @self: a bundle
 * @page: a page, from 0, counted through all orders
 * @cr: a context in points, the origin at the page's upper left corner
 *
 * Draws a page without the paper under it. On one thread at a time.
 */
void
ecpa_order_bundle_draw_page (EcpaOrderBundle *self,
                             guint            page,
                             cairo_t         *cr)
{
  g_return_if_fail (ECPA_IS_ORDER_BUNDLE (self));
  g_return_if_fail (cr != NULL && page < self->n_pages);

  for (guint i = 0; i < self->documents->len; i++)
    {
      EcpaOrderDocument *document = g_ptr_array_index (self->documents, i);
      guint n_pages = ecpa_order_document_get_n_pages (document);

      if (page < n_pages)
        {
          ecpa_order_document_draw_page (document, page, cr);
          return;
        }
      page -= n_pages;
    }
}

/**
 * ecpa_order_bundle_to_pdf:
 * @self: a bundle
 * @cancellable: (nullable): asked before each order
 * @error: a #GError of %G_IO_ERROR
 *
 * All orders as one file; see ecpa_order_pdf_write(). Blocks; any thread as long as nobody else uses @self.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
ecpa_order_bundle_to_pdf (EcpaOrderBundle  *self,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_return_val_if_fail (ECPA_IS_ORDER_BUNDLE (self), NULL);

  return ecpa_order_pdf_write ((EcpaOrderDocument *const *) self->documents->pdata, self->documents->len, cancellable,
                               error);
}

/**
 * ecpa_order_bundle_get_file_name:
 * @self: a bundle
 *
 * Returns: (transfer full): a name for the file, with nothing personal in it: that of the order, or `獎令-3件.pdf`
 */
char *
ecpa_order_bundle_get_file_name (EcpaOrderBundle *self)
{
  g_return_val_if_fail (ECPA_IS_ORDER_BUNDLE (self), NULL);

  if (self->documents->len == 1)
    return ecpa_order_document_get_file_name (g_ptr_array_index (self->documents, 0));

  return g_strdup_printf ("獎令-%u件.pdf", self->documents->len);
}
