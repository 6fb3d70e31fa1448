/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-national-id.h"

#include <string.h>

#define ID_LENGTH 10

/* Auxiliaries -------------------------------------------------------------- */

/* The number each first letter stands for; facts/domain.md 5.2. */
static int
letter_value (char letter)
{
  static const char *const order = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
  const char *found = letter != '\0' ? strchr (order, letter) : NULL;

  return found != NULL ? 10 + (int) (found - order) : -1;
}

static gboolean
all_digits (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isdigit (*text))
      return FALSE;
  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_national_id_normalize:
 * @text: what a person typed or a card said
 *
 * Full-width letters become ASCII, blanks go, letters become capitals. What is no UTF-8 becomes U+FFFD.
 *
 * Returns: (transfer full): the text in the form that is compared and stored
 */
char *
ecpa_national_id_normalize (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *wide = NULL;
  GString *out = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* GLib reads beyond the end of what only begins like a character. */
  valid = g_utf8_make_valid (text, -1);
  wide = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  out = g_string_new (NULL);
  for (const char *p = wide; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (out, g_ascii_toupper (*p));

  return g_string_free (out, FALSE);
}

/**
 * ecpa_national_id_is_valid:
 * @id: a normalised number
 *
 * Checks 身分證字號 and both forms of 統一證號 (facts/domain.md 5.2): shape and check digit.
 *
 * Returns: whether @id can be somebody's number
 */
gboolean
ecpa_national_id_is_valid (const char *id)
{
  int first;
  int second;
  int sum;

  g_return_val_if_fail (id != NULL, FALSE);

  if (strlen (id) != ID_LENGTH || !all_digits (id + 2))
    return FALSE;

  first = letter_value (id[0]);
  if (first < 0)
    return FALSE;

  if (strchr ("1289", id[1]) != NULL)
    second = id[1] - '0';
  else if (id[1] >= 'A' && id[1] <= 'D')
    second = letter_value (id[1]) % 10;
  else
    return FALSE;

  sum = first / 10 + first % 10 * 9 + second * 8;
  for (int i = 2; i < ID_LENGTH - 1; i++)
    sum += (id[i] - '0') * (ID_LENGTH - 1 - i);
  sum += id[ID_LENGTH - 1] - '0';

  return sum % 10 == 0;
}

/**
 * ecpa_national_id_mask:
 * @id: a number
 *
 * Returns: (transfer full): the number with its middle hidden, `A12****789`
 */
char *
ecpa_national_id_mask (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  if (strlen (id) != ID_LENGTH || !g_str_is_ascii (id))
    return g_strdup ("**********");

  return g_strdup_printf ("%.3s****%s", id, id + 7);
}
