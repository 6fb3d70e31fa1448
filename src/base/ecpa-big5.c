/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-big5.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_lead (guint8 byte)
{
  return byte >= 0x81 && byte <= 0xfe;
}

static gboolean
is_trail (guint8 byte)
{
  return (byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xfe);
}

static gboolean
in_private_use (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

/* One two-byte character. The ranges beyond CP950 (8140-8DFE, 8E40-A0FE, C6A1-C8FE, FA40-FEFE) are where each office in
 * Taiwan keeps characters of its own, and BIG5-HKSCS has others in the same places: it would show a real character, and
 * so a name that is somebody else's. */
static char *
decode_pair (const guint8 *pair)
{
  g_autofree char *text = g_convert ((const char *) pair, 2, "UTF-8", "CP950", NULL, NULL, NULL);

  return text != NULL && *text != '\0' && !in_private_use (text) ? g_steal_pointer (&text) : NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_big5_to_utf8:
 * @bytes: (array length=length): a field of a health card
 * @length: its length in bytes, padding included
 * @complete: (out) (optional): %FALSE where a character had to be replaced
 *
 * Reads a name as cards write it (facts/cards.md 1.6): CP950, and %ECPA_BIG5_UNKNOWN for what is in the user-defined
 * ranges, never a guess. The text ends at the first NUL; blanks at its end go, the full-width ones too.
 * It never fails, because a name that cannot be read must not keep anybody out.
 *
 * Returns: (transfer full): valid UTF-8, perhaps empty
 */
char *
ecpa_big5_to_utf8 (const guint8 *bytes,
                   gsize         length,
                   gboolean     *complete)
{
  GString *out = g_string_new (NULL);
  gboolean whole = TRUE;
  gsize i = 0;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  while (i < length && bytes[i] != '\0')
    {
      g_autofree char *text = NULL;

      if (bytes[i] < 0x80)
        {
          if (g_ascii_isprint ((char) bytes[i]))
            g_string_append_c (out, (char) bytes[i]);
          i++;
          continue;
        }

      if (is_lead (bytes[i]) && i + 1 < length && is_trail (bytes[i + 1]))
        {
          text = decode_pair (bytes + i);
          i += 2;
        }
      else
        i++;

      whole = whole && text != NULL;
      g_string_append (out, text != NULL ? text : ECPA_BIG5_UNKNOWN);
    }

  while (out->len > 0 && (g_str_has_suffix (out->str, " ") || g_str_has_suffix (out->str, "　")))
    g_string_truncate (out, out->len - (g_str_has_suffix (out->str, " ") ? 1 : strlen ("　")));

  if (complete != NULL)
    *complete = whole;

  return g_string_free (out, FALSE);
}
