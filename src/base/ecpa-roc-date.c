/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-roc-date.h"

#include <stdio.h>
#include <string.h>

#define ROC_EPOCH 1911

/* Auxiliaries -------------------------------------------------------------- */

static char *
format_year (int          year,
             EcpaRocStyle style)
{
  int roc = year - ROC_EPOCH;

  if (style == ECPA_ROC_SHORT)
    return roc > 0 ? g_strdup_printf ("%03d", roc) : g_strdup_printf ("-%02d", 1 - roc);
  if (roc > 0)
    return g_strdup_printf ("%s%d年", style == ECPA_ROC_FULL ? "中華民國" : "", roc);

  return g_strdup_printf ("民國前%d年", 1 - roc);
}

/* (transfer full): the moment here. At both ends of the calendar, where "for ever" is sometimes written as the last
 * second of 9999, there is no such thing, and it is shown as it came. */
static GDateTime *
to_local (GDateTime *time)
{
  GDateTime *local = g_date_time_to_local (time);

  return local != NULL ? local : g_date_time_ref (time);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_roc_date_format:
 * @date: a valid date
 * @style: how to write it
 *
 * Returns: (transfer full): the date in the Republic's calendar
 */
char *
ecpa_roc_date_format (const GDate  *date,
                      EcpaRocStyle  style)
{
  g_autofree char *year = NULL;

  g_return_val_if_fail (date != NULL && g_date_valid (date), NULL);

  year = format_year (g_date_get_year (date), style);

  return g_strdup_printf (style == ECPA_ROC_SHORT ? "%s/%02d/%02d" : "%s%d月%d日",
                          year, g_date_get_month (date), g_date_get_day (date));
}

/**
 * ecpa_roc_date_format_time:
 * @time: a moment
 *
 * Returns: (transfer full): the moment in local time, `115/08/03 09:02`
 */
char *
ecpa_roc_date_format_time (GDateTime *time)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  GDate date;

  g_return_val_if_fail (time != NULL, NULL);

  local = to_local (time);
  ecpa_roc_date_from_time (time, &date);
  day = ecpa_roc_date_format (&date, ECPA_ROC_SHORT);

  return g_strdup_printf ("%s %02d:%02d", day,
                          g_date_time_get_hour (local), g_date_time_get_minute (local));
}

/**
 * ecpa_roc_date_from_time:
 * @time: a moment
 * @date: (out caller-allocates): the day it falls on in local time
 */
void
ecpa_roc_date_from_time (GDateTime *time,
                         GDate     *date)
{
  g_autoptr (GDateTime) local = NULL;
  int year;
  int month;
  int day;

  g_return_if_fail (time != NULL && date != NULL);

  local = to_local (time);
  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/**
 * ecpa_roc_date_parse_7:
 * @text: `YYYMMDD` in the Republic's calendar, as on cards and in personnel files
 * @date: (out caller-allocates): the date
 *
 * Returns: whether @text is a day that exists; `0000000` is none
 */
gboolean
ecpa_roc_date_parse_7 (const char *text,
                       GDate      *date)
{
  int year;
  int month;
  int day;

  g_return_val_if_fail (text != NULL && date != NULL, FALSE);

  g_date_clear (date, 1);
  if (strlen (text) != 7 || strspn (text, "0123456789") != 7)
    return FALSE;

  year = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0') + ROC_EPOCH;
  month = (text[3] - '0') * 10 + (text[4] - '0');
  day = (text[5] - '0') * 10 + (text[6] - '0');
  if (year == ROC_EPOCH
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return TRUE;
}

/**
 * ecpa_date_parse_iso:
 * @text: `YYYY-MM-DD`, as on the wire (RFC 3339 full-date)
 * @date: (out caller-allocates): the date
 *
 * Returns: whether @text is a day that exists
 */
gboolean
ecpa_date_parse_iso (const char *text,
                     GDate      *date)
{
  int year;
  int month;
  int day;
  int used = 0;

  g_return_val_if_fail (text != NULL && date != NULL, FALSE);

  g_date_clear (date, 1);
  if (strlen (text) != 10 || strspn (text, "0123456789-") != 10
      || sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || used != 10)
    return FALSE;
  if (year <= 0 || month <= 0 || day <= 0
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return TRUE;
}
