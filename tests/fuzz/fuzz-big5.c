/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names as cards write them: always valid, never U+FFFD, and the mark exactly where something could not be read. */

#include "fuzz.h"

#include "ecpa-big5.h"
#include "ecpa-mask.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  gboolean complete = FALSE;
  g_autofree char *text = ecpa_big5_to_utf8 (copy, size, &complete);
  g_autofree char *mask = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strstr (text, "\357\277\275"));
  g_assert_false (g_str_has_suffix (text, " ") || g_str_has_suffix (text, "　"));
  /* A card may contain the mark itself, so only one direction holds. */
  if (!complete)
    g_assert_nonnull (strstr (text, ECPA_BIG5_UNKNOWN));
  /* Each byte gives at most one character, each of at most four bytes. */
  g_assert_cmpuint (strlen (text), <=, size * 4);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));

  mask = ecpa_mask_name (text);
  g_assert_true (g_utf8_validate (mask, -1, NULL));

  return 0;
}
