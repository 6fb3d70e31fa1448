/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-print.h"

#include <time.h>

/* Auxiliaries -------------------------------------------------------------- */

static char *
put_digits (char *to,
            guint value,
            guint n_digits,
            char  after)
{
  for (guint i = n_digits; i-- > 0; value /= 10)
    to[i] = (char) ('0' + value % 10);
  to[n_digits] = after;

  return to + n_digits + 1;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_print_name:
 * @out: an object that has been opened with a brace
 * @name: the next member's
 *
 * Prints the name of a member.
 */
void
ecpa_print_name (GString    *out,
                 const char *name)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append_c (out, '"');
  g_string_append_c (out, ':');
}

/**
 * ecpa_print_text:
 * @out: where it goes
 * @text: UTF-8
 *
 * Prints a string as json-glib does: quotes, backslashes and controls escaped, everything else as it is.
 */
void
ecpa_print_text (GString    *out,
                 const char *text)
{
  static const char shorts[] = "btn?fr"; /* of 8 to 13, save 11 */
  const char *run = text;

  g_string_append_c (out, '"');
  for (const char *p = text;; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (out, run, p - run);
      run = p + 1;
      if (c == '\0')
        break;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, (char) c);
        }
      else if (c >= 8 && c <= 13 && c != 11)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, shorts[c - 8]);
        }
      else
        g_string_append_printf (out, "\\u00%.2x", c);
    }
  g_string_append_c (out, '"');
}

/**
 * ecpa_print_int:
 * @out: where it goes
 * @value: a number
 *
 * Prints an integer.
 */
void
ecpa_print_int (GString *out,
                gint64   value)
{
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

/**
 * ecpa_print_bool:
 * @out: where it goes
 * @value: a truth
 *
 * Prints `true` or `false`.
 */
void
ecpa_print_bool (GString  *out,
                 gboolean  value)
{
  g_string_append (out, value ? "true" : "false");
}

/**
 * ecpa_print_time:
 * @out: where it goes
 * @unix_seconds: a moment from %ECPA_PRINT_TIME_FIRST to %ECPA_PRINT_TIME_LAST, in seconds since 1970 began in UTC
 *
 * Prints a moment as RFC 3339 in UTC, to the second. A page of orders has forty: no printf(), no #GDateTime.
 */
void
ecpa_print_time (GString *out,
                 gint64   unix_seconds)
{
  time_t moment = (time_t) unix_seconds;
  struct tm day;
  char text[sizeof "\"2026-11-22T12:34:56Z\""] = "\"";
  char *to = text + 1;

  g_return_if_fail (unix_seconds >= ECPA_PRINT_TIME_FIRST && unix_seconds <= ECPA_PRINT_TIME_LAST);

  gmtime_r (&moment, &day);
  to = put_digits (to, (guint) day.tm_year + 1900, 4, '-');
  to = put_digits (to, (guint) day.tm_mon + 1, 2, '-');
  to = put_digits (to, (guint) day.tm_mday, 2, 'T');
  to = put_digits (to, (guint) day.tm_hour, 2, ':');
  to = put_digits (to, (guint) day.tm_min, 2, ':');
  to = put_digits (to, (guint) day.tm_sec, 2, 'Z');
  *to++ = '"';
  g_string_append_len (out, text, to - text);
}
