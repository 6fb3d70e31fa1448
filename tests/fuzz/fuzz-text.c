/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small texts from outside: dates of both calendars, moments, national ids, what is masked, what is said in a log, what
 * is looked for. The first byte chooses, the rest is the text. */

#include "fuzz.h"

#include "ecpa-log.h"
#include "ecpa-mask.h"
#include "ecpa-national-id.h"
#include "ecpa-record.h"
#include "ecpa-roc-date.h"
#include "ecpa-search-words.h"

#include <string.h>

static void
try_roc_date (const char *text)
{
  GDate date;
  g_autofree char *again = NULL;
  g_autofree char *shown = NULL;

  if (!ecpa_roc_date_parse_7 (text, &date))
    return;

  again = g_strdup_printf ("%03d%02d%02d", g_date_get_year (&date) - 1911, (int) g_date_get_month (&date),
                           (int) g_date_get_day (&date));
  g_assert_cmpstr (again, ==, text);
  shown = ecpa_roc_date_format (&date, ECPA_ROC_FULL);
  g_assert_true (g_str_has_prefix (shown, "中華民國"));
}

static void
try_iso_date (const char *text)
{
  GDate date;
  g_autofree char *again = NULL;
  g_autofree char *shown = NULL;

  if (!ecpa_date_parse_iso (text, &date))
    return;

  again = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), (int) g_date_get_month (&date),
                           (int) g_date_get_day (&date));
  g_assert_cmpstr (again, ==, text);
  for (EcpaRocStyle style = ECPA_ROC_SHORT; style <= ECPA_ROC_FULL; style++)
    {
      g_clear_pointer (&shown, g_free);
      shown = ecpa_roc_date_format (&date, style);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
    }
}

static void
try_time (const char *text)
{
  g_autoptr (GDateTime) time = ecpa_time_parse (text);
  g_autoptr (GDateTime) again = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *shown = NULL;

  if (time == NULL)
    return;

  printed = ecpa_time_format (time);
  again = ecpa_time_parse (printed);
  g_assert_nonnull (again);
  g_assert_cmpint (g_date_time_to_unix (again), ==, g_date_time_to_unix (time));
  shown = ecpa_roc_date_format_time (time);
  g_assert_nonnull (shown);
}

static void
try_national_id (const char *text)
{
  g_autofree char *id = ecpa_national_id_normalize (text);
  g_autofree char *again = ecpa_national_id_normalize (id);
  g_autofree char *mask = ecpa_national_id_mask (id);

  /* Elsewhere letters and accents move together where a blank was between them. */
  if (g_str_is_ascii (id))
    g_assert_cmpstr (id, ==, again);
  g_assert_true (g_utf8_validate (mask, -1, NULL));
  if (!ecpa_national_id_is_valid (id))
    return;

  g_assert_cmpuint (strlen (id), ==, 10);
  g_assert_true (g_str_is_ascii (id));
  g_assert_cmpstr (mask, !=, id);
}

static void
try_masks (const char *text)
{
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autofree char *address = NULL;

  /* Whatever comes here has been through JSON or Big5. */
  if (!g_utf8_validate (text, -1, NULL))
    return;

  name = ecpa_mask_name (text);
  number = ecpa_mask_number (text);
  address = ecpa_mask_address (text);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (g_utf8_validate (number, -1, NULL));
  g_assert_true (g_utf8_validate (address, -1, NULL));
}

/* Whatever stands around it, what is personal goes. */
static void
try_log (const char *text)
{
  static const char *const personal[] = { "A123456789", "000012345678", "0912-345-678", "someone@example.org" };
  size_t half = strlen (text) / 2;

  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    {
      g_autofree char *message = g_strdup_printf ("%.*s %s %s", (int) half, text, personal[i], text + half);
      g_autofree char *clean = NULL;

      /* Where it was there already it may be part of something longer. */
      if (strstr (text, personal[i]) != NULL)
        continue;
      clean = ecpa_log_redact (message);
      g_assert_true (g_utf8_validate (clean, -1, NULL));
      g_assert_null (strstr (clean, personal[i]));
    }
}

/* An order is found by each of the words that it consists of. */
static void
try_search (const char *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return;

  folded = ecpa_search_fold (text);
  words = ecpa_search_split (text);
  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_null (strstr (folded, "台"));
  for (char **word = words; *word != NULL; word++)
    {
      g_assert_cmpuint (strlen (*word), >, 0);
      g_assert_null (strpbrk (*word, " \t\r\n"));
      g_assert_true (g_utf8_validate (*word, -1, NULL));
      g_assert_nonnull (strstr (folded, *word));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static void (*const tries[]) (const char *text) = {
    try_roc_date, try_iso_date, try_time, try_national_id, try_masks, try_log,
    try_search,
  };
  Fuzz input = { data, size };
  uint8_t what = fuzz_byte (&input);
  g_autofree char *text = fuzz_rest (&input);

  tries[what % G_N_ELEMENTS (tries)] (text);

  return 0;
}
