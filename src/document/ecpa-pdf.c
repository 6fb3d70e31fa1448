/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pdf.h"

#include <stdio.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

/* What the end of a PDF with a classic cross-reference table says (ISO 32000-1, 7.5.4 and 7.5.5). */
typedef struct
{
  gsize xref;
  guint size;
  guint root;
  guint info;
} Trailer;

/* Auxiliaries -------------------------------------------------------------- */

/* The last place of @needle in @length bytes, or %NULL. */
static const char *
find_last (const char *data,
           gsize       length,
           const char *needle)
{
  gsize n = strlen (needle);

  for (gsize i = length >= n ? length - n + 1 : 0; i > 0; i--)
    if (memcmp (data + i - 1, needle, n) == 0)
      return data + i - 1;

  return NULL;
}

static gboolean
scan_number (const char *text,
             const char *key,
             guint      *number)
{
  const char *place = text != NULL ? strstr (text, key) : NULL;

  return place != NULL && sscanf (place + strlen (key), " %u", number) == 1;
}

/* @data ends with a NUL. */
static gboolean
read_trailer (const char *data,
              gsize       length,
              Trailer    *trailer)
{
  const char *start = find_last (data, length, "startxref");
  const char *dictionary = find_last (data, length, "trailer");
  unsigned long offset;

  if (start == NULL || dictionary == NULL || sscanf (start, "startxref %lu", &offset) != 1 ||
      offset + 4 >= length || memcmp (data + offset, "xref", 4) != 0)
    return FALSE;
  trailer->xref = offset;

  return scan_number (dictionary, "/Size", &trailer->size) &&
         scan_number (dictionary, "/Root", &trailer->root) &&
         scan_number (dictionary, "/Info", &trailer->info);
}

/* Where an object begins, by the table: 20 bytes a line. */
static const char *
find_object (const char    *data,
             gsize          length,
             const Trailer *trailer,
             guint          object)
{
  guint first, n;
  int header;
  unsigned long offset;
  const char *table = data + trailer->xref;

  if (sscanf (table, "xref %u %u%n", &first, &n, &header) != 2 || object < first || object - first >= n)
    return NULL;
  table += header + strspn (table + header, " \r\n") + 20 * (gsize) (object - first);
  if (table + 20 > data + length || sscanf (table, "%10lu", &offset) != 1 || offset >= length)
    return NULL;

  return data + offset;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_pdf_set_language:
 * @pdf: a PDF with a plain catalogue and a classic cross-reference table, as cairo writes up to PDF 1.4
 * @language: a language tag, `zh-TW`
 *
 * Says in the catalogue which language a document is in (ISO 32000-1, 14.9.2), and that a viewer shall
 * show its title, and that it is tagged where it has a structure (14.7.1), by an incremental update (7.5.6);
 * cairo has no call for these.
 *
 * Returns: (transfer full): the PDF with a language, or the same one where it is built otherwise
 */
GBytes *
ecpa_pdf_set_language (GBytes     *pdf,
                       const char *language)
{
  gsize length = g_bytes_get_size (pdf);
  g_autofree char *data = NULL;
  g_autoptr (GString) out = NULL;
  Trailer trailer;
  const char *catalogue, *end;
  gsize offset;

  data = g_malloc (length + 1);
  memcpy (data, g_bytes_get_data (pdf, NULL), length);
  data[length] = '\0';
  if (!read_trailer (data, length, &trailer))
    return g_bytes_ref (pdf);
  catalogue = find_object (data, length, &trailer, trailer.root);
  end = catalogue != NULL ? g_strstr_len (catalogue, -1, ">>\nendobj") : NULL;
  if (end == NULL || g_strstr_len (catalogue, end - catalogue, "/Catalog") == NULL)
    return g_bytes_ref (pdf);

  out = g_string_new_len (data, length);
  offset = out->len;
  g_string_append_len (out, catalogue, end - catalogue);
  if (g_strstr_len (catalogue, end - catalogue, "/StructTreeRoot") != NULL &&
      g_strstr_len (catalogue, end - catalogue, "/MarkInfo") == NULL)
    g_string_append (out, "   /MarkInfo << /Marked true >>\n");
  g_string_append_printf (out, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n", language);
  length = out->len;
  g_string_append_printf (out, "xref\n%u 1\n%010" G_GSIZE_FORMAT " 00000 n \n", trailer.root, offset);
  g_string_append_printf (out, "trailer\n<< /Size %u\n   /Root %u 0 R\n   /Info %u 0 R\n   /Prev %" G_GSIZE_FORMAT "\n>>\n",
                          trailer.size, trailer.root, trailer.info, trailer.xref);
  g_string_append_printf (out, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", length);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
