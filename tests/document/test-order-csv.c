/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ecpa-order-csv.h"
#include "ecpa-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char *cell;
  const char *written;
} Case;

static const Case cases[] = {
  { NULL, "" },
  { "", "" },
  { "嘉獎一次", "嘉獎一次" },
  { "甲,乙", "\"甲,乙\"" },
  { "稱「\"好\"」", "\"稱「\"\"好\"\"」\"" },
  { "一\n二", "\"一\n二\"" },
  { "一\r\n二", "\"一\r\n二\"" },
  { " 前", "\" 前\"" },
  { "後 ", "\"後 \"" },
  { "=1+1", "'=1+1" },
  { "+886", "'+886" },
  { "-1", "'-1" },
  { "@SUM(A1)", "'@SUM(A1)" },
  { "\t=1", "'\t=1" },
  { "\r=1", "\"'\r=1\"" },
  { "＝1", "'＝1" },
  { "＋1", "'＋1" },
  { "－1", "'－1" },
  { "＠1", "'＠1" },
  { "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
  { "1-1", "1-1" },
};

/* Auxiliaries -------------------------------------------------------------- */

static EcpaOrderSummary *
make_order (const char *reason,
            gboolean    electronic)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 18, 1, 2, 0);

  return g_object_new (ECPA_TYPE_ORDER_SUMMARY, "id", "o1", "kind-code", "4002", "kind-name", "嘉獎二次", "agency-name",
                       "測試機關", "issued-on", "2026-08-03", "document-number", "測人字第1號", "reason", reason,
                       "electronic", electronic, "notified-at", time, NULL);
}

/* Reads what RFC 4180 says, as somebody else would: the cells of one record from @text on. */
static const char *
read_record (const char *text,
             GPtrArray  *cells)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (; *text != '\0'; text++)
    {
      if (quoted && text[0] == '"' && text[1] == '"')
        g_string_append_c (cell, *text++);
      else if (*text == '"')
        quoted = !quoted;
      else if (!quoted && *text == ',')
        {
          g_ptr_array_add (cells, g_strdup (cell->str));
          g_string_truncate (cell, 0);
        }
      else if (!quoted && g_str_has_prefix (text, "\r\n"))
        {
          g_ptr_array_add (cells, g_strdup (cell->str));
          return text + 2;
        }
      else
        g_string_append_c (cell, *text);
    }
  g_assert_false (quoted);

  return text;
}

/* Tests -------------------------------------------------------------------- */

static void
test_quote (gconstpointer data)
{
  const Case *row = data;
  g_autofree char *written = ecpa_order_csv_quote (row->cell);

  g_assert_cmpstr (written, ==, row->written);
}

static void
test_table (void)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) table = NULL;
  const char *text;
  gsize length;

  g_ptr_array_add (orders, make_order ("=甲,「\"乙\"」", TRUE));
  g_ptr_array_add (orders, make_order ("丙", FALSE));
  table = ecpa_order_csv_new (orders);
  text = g_bytes_get_data (table, &length);
  g_assert_cmpmem (text, length,
                   "\xef\xbb\xbf發文日期,獎懲結果,獎懲結果代碼,獎懲事由,發文機關,發文字號,送達方式,通知時間,檢視時間,簽收時間\r\n"
                   "115/08/03,嘉獎二次,4002,\"'=甲,「\"\"乙\"\"」\",測試機關,測人字第1號,線上,115/11/18 09:02,,\r\n"
                   "115/08/03,嘉獎二次,4002,丙,測試機關,測人字第1號,紙本,115/11/18 09:02,,\r\n",
                   strlen ("\xef\xbb\xbf發文日期,獎懲結果,獎懲結果代碼,獎懲事由,發文機關,發文字號,送達方式,通知時間,檢視時間,簽收時間\r\n"
                           "115/08/03,嘉獎二次,4002,\"'=甲,「\"\"乙\"\"」\",測試機關,測人字第1號,線上,115/11/18 09:02,,\r\n"
                           "115/08/03,嘉獎二次,4002,丙,測試機關,測人字第1號,紙本,115/11/18 09:02,,\r\n"));
}

/* Whatever a reason holds comes back as it was, and never begins a formula. */
static void
test_random (void)
{
  static const char *const parts[] = { "\"", ",", "\r\n", "\n", "=", "+", "-", "@", " ", "\t", "甲", "1", "'", "＝", "" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (ecpa_test_seed ());

  for (guint n = 0; n < 3000; n++)
    {
      g_autoptr (GString) reason = g_string_new (NULL);
      g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GBytes) table = NULL;
      g_autofree char *text = NULL;
      const char *cell;

      for (gint i = g_rand_int_range (rand, 0, 8); i > 0; i--)
        g_string_append (reason, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      g_ptr_array_add (orders, make_order (reason->str, TRUE));
      table = ecpa_order_csv_new (orders);
      text = g_strndup (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
      g_assert_cmpstr (read_record (read_record (text, cells), cells), ==, "");
      g_assert_cmpuint (cells->len, ==, 20);
      cell = g_ptr_array_index (cells, 13);
      g_assert_null (strchr ("=+-@\t\r", *cell == '\0' ? 'x' : *cell));
      g_assert_cmpstr (g_str_equal (cell, reason->str) ? cell : cell + 1, ==, reason->str);
    }
}

static void
test_huge (void)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *reason = g_strnfill (100000, '"');
  g_autoptr (GBytes) table = NULL;

  for (guint i = 0; i < 20000; i++)
    g_ptr_array_add (orders, make_order ("辦理業務，圓滿達成任務。", TRUE));
  g_ptr_array_add (orders, make_order (reason, TRUE));
  table = ecpa_order_csv_new (orders);
  g_assert_cmpuint (g_bytes_get_size (table), >, 20000 * 100 + 200000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/document/csv/quote/%zu", i);

      g_test_add_data_func (path, &cases[i], test_quote);
    }
  g_test_add_func ("/document/csv/table", test_table);
  g_test_add_func ("/document/csv/random", test_random);
  g_test_add_func ("/document/csv/huge", test_huge);

  return g_test_run ();
}
