/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-pdf.h"

#include <cairo-pdf.h>

#include "ecpa-order-text.h"
#include "ecpa-pdf.h"
#include "ecpa-roc-date.h"

/* Auxiliaries -------------------------------------------------------------- */

static cairo_status_t
append_to_bytes (void                *closure,
                 const unsigned char *data,
                 unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* The newest day on which one of them was issued, so that the same orders make the same file. */
static char *
describe_date (EcpaOrderDocument *const *documents,
               guint                     n_documents)
{
  GDate newest;

  g_date_clear (&newest, 1);
  for (guint i = 0; i < n_documents; i++)
    {
      const char *issued_on = ecpa_order_document_get_order (documents[i])->issued_on;
      GDate day;

      if (issued_on != NULL && ecpa_date_parse_iso (issued_on, &day)
          && (!g_date_valid (&newest) || g_date_compare (&day, &newest) > 0))
        newest = day;
    }
  if (!g_date_valid (&newest))
    return g_strdup ("1970-01-01T00:00:00Z");

  return g_strdup_printf ("%04d-%02d-%02dT00:00:00+08:00", g_date_get_year (&newest), g_date_get_month (&newest),
                          g_date_get_day (&newest));
}

/* (transfer full) (nullable): who issued all of them, or %NULL where that is more than one */
static char *
describe_agency (EcpaOrderDocument *const *documents,
                 guint                     n_documents)
{
  const char *agency = ecpa_order_document_get_order (documents[0])->agency_name;

  for (guint i = 1; i < n_documents; i++)
    if (g_strcmp0 (agency, ecpa_order_document_get_order (documents[i])->agency_name) != 0)
      return NULL;

  return ecpa_order_text_clean (agency);
}

static char *
describe_number (EcpaOrderDocument *document)
{
  return ecpa_order_text_clean (ecpa_order_document_get_order (document)->document_number);
}

/* Nothing of the person in it: titles end up in lists of recent files and in window titles. */
static void
set_metadata (EcpaOrderDocument *const *documents,
              guint                     n_documents,
              cairo_surface_t          *surface)
{
  g_autofree char *agency = describe_agency (documents, n_documents);
  g_autofree char *number = describe_number (documents[0]);
  g_autofree char *date = describe_date (documents, n_documents);
  g_autofree char *title = NULL;

  if (n_documents == 1)
    title = g_strdup_printf ("%s獎令 %s", agency, number);
  else
    title = g_strdup_printf ("%s獎令 %u件", agency != NULL ? agency : "", n_documents);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  if (agency != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, agency);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT,
                                  ecpa_order_document_is_training (documents[0]) ? "練習用" : "獎懲令");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "eCPA Desktop");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

/* Where there are several, a viewer's list of contents leads to each. */
static void
add_to_contents (EcpaOrderDocument *document,
                 guint              first_page,
                 cairo_surface_t   *surface)
{
  EcpaOrder *order = ecpa_order_document_get_order (document);
  g_autofree char *number = describe_number (document);
  g_autofree char *kind = ecpa_order_text_clean (order->kind_name);
  g_autofree char *name = g_strdup_printf ("%s %s", kind, number);
  g_autofree char *place = g_strdup_printf ("page=%u", first_page + 1);

  cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, name, place, 0);
}

static gboolean
draw (EcpaOrderDocument *const  *documents,
      guint                      n_documents,
      cairo_surface_t           *surface,
      GCancellable              *cancellable,
      GError                   **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  guint n_drawn = 0;

  for (guint i = 0; i < n_documents && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (n_documents > 1)
        add_to_contents (documents[i], n_drawn, surface);
      for (guint page = 0; page < ecpa_order_document_get_n_pages (documents[i]); page++, n_drawn++)
        {
          ecpa_order_document_draw_page (documents[i], page, cr);
          cairo_show_page (cr);
        }
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "PDF: %s", cairo_status_to_string (status));

  return status == CAIRO_STATUS_SUCCESS;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_pdf_write:
 * @documents: (array length=n_documents): at least one
 * @n_documents: how many
 * @cancellable: (nullable): asked before each order
 * @error: a #GError of %G_IO_ERROR
 *
 * Makes one tagged PDF of one or several orders, each beginning on a page of its own and with page numbers of its
 * own, with selectable text, and title, language and date in its metadata, and, where there are several, a list of
 * contents; the same orders make the same bytes. Blocks while the fonts are cut down to the letters used; any
 * thread, as long as nobody else uses @documents.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
ecpa_order_pdf_write (EcpaOrderDocument *const  *documents,
                      guint                      n_documents,
                      GCancellable              *cancellable,
                      GError                   **error)
{
  GByteArray *array;
  g_autoptr (GBytes) plain = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  gboolean drawn;

  g_return_val_if_fail (documents != NULL && n_documents > 0, NULL);

  array = g_byte_array_new ();
  surface = cairo_pdf_surface_create_for_stream (append_to_bytes, array, ECPA_PAGE_WIDTH, ECPA_PAGE_HEIGHT);
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_metadata (documents, n_documents, surface);
  drawn = draw (documents, n_documents, surface, cancellable, error);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  plain = g_byte_array_free_to_bytes (array);
  if (!drawn)
    return NULL;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "PDF: %s", cairo_status_to_string (status));
      return NULL;
    }

  return ecpa_pdf_set_language (plain, "zh-TW");
}
