/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-csv.h"

#include <string.h>

#include "ecpa-roc-date.h"

/* So that spreadsheets take it for UTF-8. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define N_COLUMNS 10

/* Auxiliaries -------------------------------------------------------------- */

/* What a spreadsheet would take for a formula, also in its full-width form, or for the end of the cell before. */
static gboolean
is_formula (const char *text)
{
  static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;

  return FALSE;
}

static char *
format_day (const char *day)
{
  GDate date;

  return day != NULL && ecpa_date_parse_iso (day, &date) ? ecpa_roc_date_format (&date, ECPA_ROC_SHORT) : NULL;
}

static char *
format_time (GDateTime *time)
{
  return time != NULL ? ecpa_roc_date_format_time (time) : NULL;
}

static void
append_row (GString          *out,
            const char *const cells[N_COLUMNS])
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *quoted = ecpa_order_csv_quote (cells[i]);

      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append (out, quoted);
    }
  g_string_append (out, "\r\n");
}

static void
append_order (GString          *out,
              EcpaOrderSummary *order)
{
  g_autofree char *day = format_day (order->issued_on);
  g_autofree char *notified = format_time (order->notified_at);
  g_autofree char *viewed = format_time (order->viewed_at);
  g_autofree char *signed_for = format_time (order->signed_at);
  const char *const cells[N_COLUMNS] = { day, order->kind_name, order->kind_code, order->reason, order->agency_name,
                                         order->document_number, order->electronic ? "線上" : "紙本", notified,
                                         viewed, signed_for };

  append_row (out, cells);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_csv_quote:
 * @text: (nullable): a cell
 *
 * Quotes where RFC 4180 asks for it, and puts an apostrophe before what a spreadsheet would take for a formula.
 *
 * Returns: (transfer full): the cell as it is written
 */
char *
ecpa_order_csv_quote (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (text == NULL)
    return g_strdup ("");

  if (strpbrk (text, ",\"\r\n") == NULL && !g_str_has_prefix (text, " ") && !g_str_has_suffix (text, " "))
    return g_strconcat (is_formula (text) ? "'" : "", text, NULL);

  g_string_append (out, is_formula (text) ? "\"'" : "\"");
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ecpa_order_csv_new:
 * @summaries: (element-type EcpaOrderSummary): orders
 *
 * A table of orders as RFC 4180 has it, in UTF-8 with a byte order mark, dates of the Republic's calendar; its columns
 * are called as in the official documents, whatever the language of the program.
 *
 * Returns: (transfer full): the table
 */
GBytes *
ecpa_order_csv_new (GPtrArray *summaries)
{
  static const char *const head[N_COLUMNS] = { "發文日期", "獎懲結果", "獎懲結果代碼", "獎懲事由", "發文機關", "發文字號",
                                               "送達方式", "通知時間", "檢視時間", "簽收時間" };
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (summaries != NULL, NULL);

  out = g_string_sized_new (256 * (gsize) summaries->len + 256);
  g_string_append (out, BYTE_ORDER_MARK);
  append_row (out, head);
  for (guint i = 0; i < summaries->len; i++)
    append_order (out, g_ptr_array_index (summaries, i));

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
