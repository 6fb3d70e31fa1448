/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mask.h"

#include <string.h>

#define SHOWN_DIGITS 4

/**
 * ecpa_mask_name:
 * @name: a person's name; may be empty
 *
 * A Han name keeps its first character (王○○), a romanised one its first word (CHEN ○○).
 *
 * Returns: (transfer full): the name as it may be shown to whoever looks at the screen
 */
char *
ecpa_mask_name (const char *name)
{
  GString *out = NULL;
  const char *rest;

  g_return_val_if_fail (name != NULL, NULL);

  if (*name == '\0')
    return g_strdup ("");

  out = g_string_new (NULL);
  if (g_ascii_isalpha (*name))
    {
      gsize word = strcspn (name, " ,");

      g_string_append_len (out, name, word < strlen (name) ? (gssize) word : 1);
      g_string_append (out, " ○○");
      return g_string_free (out, FALSE);
    }

  rest = g_utf8_next_char (name);
  g_string_append_len (out, name, rest - name);
  for (; *rest != '\0'; rest = g_utf8_next_char (rest))
    g_string_append (out, "○");

  return g_string_free (out, FALSE);
}

/**
 * ecpa_mask_number:
 * @number: a card's number, UTF-8
 *
 * Returns: (transfer full): four asterisks and the last four characters
 */
char *
ecpa_mask_number (const char *number)
{
  glong length;

  g_return_val_if_fail (number != NULL, NULL);

  length = g_utf8_strlen (number, -1);
  if (length <= SHOWN_DIGITS)
    return g_strdup ("****");

  return g_strconcat ("****", g_utf8_offset_to_pointer (number, length - SHOWN_DIGITS), NULL);
}

/**
 * ecpa_mask_address:
 * @address: a mail address
 *
 * Returns: (transfer full): the address with the person's part hidden, `w***@mail.example`
 */
char *
ecpa_mask_address (const char *address)
{
  const char *at;

  g_return_val_if_fail (address != NULL, NULL);

  at = strrchr (address, '@');
  if (at == NULL || at == address)
    return g_strdup ("***");

  return g_strdup_printf ("%.*s***%s", (int) (g_utf8_next_char (address) - address), address, at);
}
