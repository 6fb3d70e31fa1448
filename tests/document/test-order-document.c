/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ecpa-order-bundle.h"
#include "order-fixtures.h"

/* Types -------------------------------------------------------------------- */

/* A page is two by three of them, in points. */
#define SQUARE 280

/* Auxiliaries -------------------------------------------------------------- */

/* @text without any blank: lines break elsewhere on paper than in the twin. */
static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && !g_unichar_iscntrl (g_utf8_get_char (p)))
      g_string_append_unichar (squeezed, g_utf8_get_char (p));

  return g_string_free (squeezed, FALSE);
}

/* What poppler finds in a PDF, with @program; %NULL and the test skipped where it is not installed. */
static char *
ask_poppler (GBytes     *pdf,
             const char *program,
             const char *option)
{
  g_autofree char *path = g_find_program_in_path (program);
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  int fd;

  if (path == NULL)
    {
      g_test_skip ("poppler-utils is not installed");
      return NULL;
    }
  fd = g_file_open_tmp ("ecpa-test-XXXXXX.pdf", &file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (file, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, path, option, file,
                              g_str_equal (program, "pdftotext") ? "-" : NULL, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_remove (file);

  return g_steal_pointer (&output);
}

static const char *
find_in_bytes (GBytes     *bytes,
               const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

/* The page numbers are on the pages and not in the twin. */
static char *
drop_page_numbers (char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("第\\d+頁共\\d+頁", 0, 0, NULL);
  g_autofree char *all = text;

  return g_regex_replace_literal (regex, all, -1, 0, "", 0, NULL);
}

static void
assert_in_order (const char *text,
                 const char *what)
{
  static const char *const parts[] = { "檔　　號：", "保存年限：", "　令\n", "受文者：", "發文日期：中華民國115年11月18日\n",
                                       "發文字號：", "速別：", "密等及解密條件或保密期限：", "附件：", "主旨：",
                                       "一、姓名／身分證統一編號：", "二、現職：", "三、獎懲：", "四、獎懲事由：",
                                       "五、法令依據：", "正本：", "副本：", "如有不服", "　陳○○\n" };
  const char *place = text;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *found = strstr (place, parts[i]);

      if (found == NULL)
        g_error ("%s: “%s” is missing or out of order", what, parts[i]);
      place = found + strlen (parts[i]);
    }
  g_assert_cmpstr (place, ==, "");
}

/* Callbacks ---------------------------------------------------------------- */

static void
test_text (void)
{
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new ((OrderFixture) i);
      g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
      g_autofree char *text = ecpa_order_document_get_text (document);
      g_autofree char *what = g_strdup_printf ("fixture %u", i);
      const char *fields[] = { order->agency_name, order->recipient, order->document_number, order->speed,
                               order->secrecy, order->attachments, order->subject, order->person_name,
                               order->person_id_masked, order->position, order->result, order->reason,
                               order->legal_basis, order->other, order->original_to, order->copies_to,
                               order->signer_title, order->signer_name, order->file_number, order->retention,
                               order->agency_address, order->agency_contact, order->recipient_address,
                               order->remedy != NULL ? order->remedy->text : NULL };

      for (guint field = 0; field < G_N_ELEMENTS (fields); field++)
        if (fields[field] != NULL && strstr (text, fields[field]) == NULL)
          g_error ("%s: “%s” is not in the text", what, fields[field]);
      if (i != ORDER_BARE && i != ORDER_LONG_NAME)
        assert_in_order (text, what);
    }
}

/* 速別, 密等, 附件 and the filing labels stay; 地址, 副本, 其他事項 and the clause go. */
static void
test_empty_fields (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_BARE);
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
  g_autofree char *text = ecpa_order_document_get_text (document);

  g_assert_nonnull (strstr (text, "\n速別：\n密等及解密條件或保密期限：\n附件：\n"));
  g_assert_true (g_str_has_prefix (text, "檔　　號：\n保存年限：\n"));
  g_assert_null (strstr (text, "地址"));
  g_assert_null (strstr (text, "聯絡方式"));
  g_assert_null (strstr (text, "副本"));
  g_assert_null (strstr (text, "六、"));
  g_assert_null (strstr (text, "其他事項"));
  g_assert_null (strstr (text, "\n\n"));
}

/* The day worked out is an estimate of the application, and is not part of the order. */
static void
test_no_estimate (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_FULL);
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
  g_autofree char *text = ecpa_order_document_get_text (document);

  g_assert_nonnull (strstr (text, "30日內"));
  g_assert_null (strstr (text, "12月21日"));
}

static void
test_training (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_THREE_PAGES);
  g_autoptr (EcpaOrderDocument) real = ecpa_order_document_new (order, FALSE);
  g_autoptr (EcpaOrderDocument) training = ecpa_order_document_new (order, TRUE);
  g_autofree char *real_text = ecpa_order_document_get_text (real);
  g_autofree char *training_text = ecpa_order_document_get_text (training);

  g_assert_true (g_str_has_prefix (training_text, "練習用"));
  g_assert_null (strstr (real_text, "練習"));
}

/* How much red there is in each square of a page: the mark of a training order must be all over it. */
static void
count_red (EcpaOrderDocument *document,
           guint              page,
           guint              counts[2][3])
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * SQUARE, 3 * SQUARE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  ecpa_order_document_draw_page (document, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  memset (counts, 0, 6 * sizeof (guint));
  for (int y = 0; y < 3 * SQUARE; y++)
    {
      const guint32 *pixels = (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                                                 y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < 2 * SQUARE; x++)
        counts[x / SQUARE][y / SQUARE] += (pixels[x] >> 16 & 0xFF) > (pixels[x] & 0xFF) + 15;
    }
  cairo_surface_destroy (surface);
}

static void
test_training_mark (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_THREE_PAGES);
  g_autoptr (EcpaOrderDocument) real = ecpa_order_document_new (order, FALSE);
  g_autoptr (EcpaOrderDocument) training = ecpa_order_document_new (order, TRUE);

  for (guint page = 0; page < ecpa_order_document_get_n_pages (real); page++)
    {
      guint without[2][3], with[2][3];

      count_red (real, page, without);
      count_red (training, page, with);
      for (guint i = 0; i < 6; i++)
        {
          g_assert_cmpuint (with[i / 3][i % 3], >, 1000);
          g_assert_cmpuint (without[i / 3][i % 3], ==, 0);
        }
    }
}

static void
test_pdf_text (void)
{
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new ((OrderFixture) i);
      g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, i % 2 == 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf = ecpa_order_document_to_pdf (document, &error);
      g_autofree char *twin = ecpa_order_document_get_text (document);
      g_autofree char *found = NULL, *squeezed = NULL, *expected = squeeze (twin);

      g_assert_no_error (error);
      found = ask_poppler (pdf, "pdftotext", "-raw");
      if (found == NULL)
        return;
      squeezed = drop_page_numbers (squeeze (found));
      g_assert_cmpstr (squeezed, ==, expected);
    }
}

static void
test_pdf_metadata (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_FULL);
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
  g_autoptr (GBytes) pdf = ecpa_order_document_to_pdf (document, NULL);
  g_autofree char *info = NULL;

  g_assert_nonnull (g_strstr_len (g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), "%PDF-1.4"));
  info = ask_poppler (pdf, "pdfinfo", "-isodates");
  if (info == NULL)
    return;
  g_assert_nonnull (strstr (info, "○○市政府人事處獎令 ○市人考字第1150012345號"));
  g_assert_nonnull (strstr (info, "2026-11-1"));
  g_assert_null (strstr (info, "王小明"));
  g_assert_true (g_regex_match_simple ("Tagged: *yes", info, 0, 0));
  g_assert_true (g_regex_match_simple ("Page size:.*\\(A4\\)", info, 0, 0));
}

/* The catalogue that counts is the last one; it is where the file's own table says. */
static void
test_pdf_language (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_ORDINARY);
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
  g_autoptr (GBytes) pdf = ecpa_order_document_to_pdf (document, NULL);
  gsize length = g_bytes_get_size (pdf);
  g_autofree char *data = g_malloc (length + 1);
  const char *start = NULL, *catalogue = NULL;

  memcpy (data, g_bytes_get_data (pdf, NULL), length);
  data[length] = '\0';
  for (gsize i = 0; i + 9 < length; i++)
    {
      if (memcmp (data + i, "startxref", 9) == 0)
        start = data + i;
      if (memcmp (data + i, "/Catalog", 8) == 0)
        catalogue = data + i;
    }
  g_assert_nonnull (start);
  g_assert_nonnull (catalogue);
  g_assert_nonnull (strstr (catalogue, "/Lang (zh-TW)"));
  g_assert_true (g_str_has_prefix (data + g_ascii_strtoull (start + 10, NULL, 10), "xref"));
}

static void
test_deterministic (void)
{
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (EcpaOrder) first_order = order_fixture_new ((OrderFixture) i);
      g_autoptr (EcpaOrder) second_order = order_fixture_new ((OrderFixture) i);
      g_autoptr (EcpaOrderDocument) first = ecpa_order_document_new (first_order, FALSE);
      g_autoptr (EcpaOrderDocument) second = ecpa_order_document_new (second_order, FALSE);
      g_autoptr (GBytes) one = ecpa_order_document_to_pdf (first, NULL);
      g_autoptr (GBytes) again = ecpa_order_document_to_pdf (first, NULL);
      g_autoptr (GBytes) two = ecpa_order_document_to_pdf (second, NULL);

      g_assert_true (g_bytes_equal (one, again));
      g_assert_true (g_bytes_equal (one, two));
    }
}

/* Several orders in one file (O4): all pages, each order's text in turn, a list of contents, and nobody's name in what
 * viewers remember. */
static void
test_bundle (void)
{
  static const OrderFixture chosen[] = { ORDER_THREE_PAGES, ORDER_ORDINARY, ORDER_RARE };
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (EcpaOrderBundle) bundle = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL, *squeezed = NULL, *name = NULL, *info = NULL;
  guint n_pages = 0;

  for (guint i = 0; i < G_N_ELEMENTS (chosen); i++)
    {
      EcpaOrder *order = order_fixture_new (chosen[i]);
      g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
      g_autofree char *twin = ecpa_order_document_get_text (document);
      g_autofree char *letters = squeeze (twin);

      g_ptr_array_add (orders, order);
      g_string_append (expected, letters);
      n_pages += ecpa_order_document_get_n_pages (document);
    }
  bundle = ecpa_order_bundle_new (orders, FALSE);
  g_assert_cmpuint (ecpa_order_bundle_get_n_orders (bundle), ==, G_N_ELEMENTS (chosen));
  g_assert_cmpuint (ecpa_order_bundle_get_n_pages (bundle), ==, n_pages);
  name = ecpa_order_bundle_get_file_name (bundle);
  g_assert_cmpstr (name, ==, "獎令-3件.pdf");

  pdf = ecpa_order_bundle_to_pdf (bundle, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (find_in_bytes (pdf, "/Outlines"));
  found = ask_poppler (pdf, "pdftotext", "-raw");
  if (found == NULL)
    return;
  squeezed = drop_page_numbers (squeeze (found));
  g_assert_cmpstr (squeezed, ==, expected->str);
  info = ask_poppler (pdf, "pdfinfo", "-isodates");
  g_assert_nonnull (strstr (info, "獎令 3件"));
  g_assert_null (strstr (info, ((EcpaOrder *) g_ptr_array_index (orders, 1))->person_name));
}

static void
test_bundle_cancelled (void)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (EcpaOrderBundle) bundle = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (orders, order_fixture_new (ORDER_ORDINARY));
  bundle = ecpa_order_bundle_new (orders, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (ecpa_order_bundle_to_pdf (bundle, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
make_pdf (gpointer data)
{
  g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (data, FALSE);

  return ecpa_order_document_to_pdf (document, NULL);
}

/* Documents of their own on several threads at once: how the application makes its PDFs. */
static void
test_threads (void)
{
  g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_THREE_PAGES);
  g_autoptr (GBytes) expected = make_pdf (order);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pdf", make_pdf, order);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GBytes) pdf = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (pdf, expected));
    }
}

static void
test_random (void)
{
  for (guint i = 0; i < 25; i++)
    {
      guint32 seed = g_test_rand_int ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (EcpaOrder) order = order_random_new (rand);
      g_autoptr (EcpaOrderDocument) document = ecpa_order_document_new (order, FALSE);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf = NULL;
      g_autofree char *name = ecpa_order_document_get_file_name (document);

      g_test_message ("order of seed %u", seed);
      pdf = ecpa_order_document_to_pdf (document, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (pdf), >, 1000);
      g_assert_null (strchr (name, '/'));
      g_assert_true (g_str_has_prefix (name, "獎令") && g_str_has_suffix (name, ".pdf"));
    }
}

static void
test_file_name (void)
{
  static const struct
  {
    const char *number;
    const char *name;
  } rows[] = {
    { "○市人考字第1150012345號", "獎令-1150012345.pdf" },
    { "府人考字第1150000001號A", "獎令-1150000001.pdf" },
    { "府人考2字第115號", "獎令-115.pdf" },
    { "無號", "獎令.pdf" },
    { "../../etc/passwd", "獎令.pdf" },
    { "", "獎令.pdf" },
    { NULL, "獎令.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EcpaOrder) order = order_fixture_new (ORDER_ORDINARY);
      g_autoptr (EcpaOrderDocument) document = NULL;
      g_autofree char *name = NULL;

      g_object_set (order, "document-number", rows[i].number, NULL);
      document = ecpa_order_document_new (order, FALSE);
      name = ecpa_order_document_get_file_name (document);
      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/order/text", test_text);
  g_test_add_func ("/document/order/empty-fields", test_empty_fields);
  g_test_add_func ("/document/order/no-estimate", test_no_estimate);
  g_test_add_func ("/document/order/training", test_training);
  g_test_add_func ("/document/order/training-mark", test_training_mark);
  g_test_add_func ("/document/order/pdf-text", test_pdf_text);
  g_test_add_func ("/document/order/pdf-metadata", test_pdf_metadata);
  g_test_add_func ("/document/order/pdf-language", test_pdf_language);
  g_test_add_func ("/document/order/deterministic", test_deterministic);
  g_test_add_func ("/document/order/bundle", test_bundle);
  g_test_add_func ("/document/order/bundle-cancelled", test_bundle_cancelled);
  g_test_add_func ("/document/order/threads", test_threads);
  g_test_add_func ("/document/order/random", test_random);
  g_test_add_func ("/document/order/file-name", test_file_name);

  return g_test_run ();
}
