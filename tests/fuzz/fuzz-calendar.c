/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 辦公日曆表: whatever it says, each question has an answer, and a last day is an office day after the first. */

#include "fuzz.h"

#include "ecpa-office-calendar.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaOfficeCalendar) calendar = ecpa_office_calendar_parse (text, (gssize) size, &error);
  GDate day;
  GDate last;

  g_assert_true ((calendar == NULL) == (error != NULL));
  if (calendar == NULL)
    return 0;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 28, G_DATE_FEBRUARY, 2026);
  for (guint i = 0; i < 400; i++)
    {
      ecpa_office_calendar_is_closed (calendar, &day);
      g_date_add_days (&day, 1);
    }
  ecpa_office_calendar_last_day (calendar, &day, 30, &last);
  g_assert_true (g_date_valid (&last));
  g_assert_cmpint (g_date_compare (&last, &day), >, 0);
  g_assert_false (ecpa_office_calendar_is_closed (calendar, &last));

  return 0;
}
