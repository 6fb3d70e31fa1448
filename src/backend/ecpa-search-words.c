/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-search-words.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

/* What nobody sees and a copied text brings along: zero-width spaces, soft hyphens, marks of direction. */
static void
drop_invisible (char *text)
{
  char *to = text;

  for (char *p = text, *next; *p != '\0'; p = next)
    {
      next = g_utf8_next_char (p);
      if (g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_FORMAT)
        continue;
      memmove (to, p, (gsize) (next - p));
      to += next - p;
    }
  *to = '\0';
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_search_fold:
 * @text: any UTF-8
 *
 * Makes one of what people do not tell apart when they look for something: full-width as half-width, capital as small,
 * 台 as 臺, and what nobody sees as nothing. What is searched and what is searched for go through here. On any thread.
 *
 * Returns: (transfer full): the text to compare
 */
char *
ecpa_search_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *small = g_utf8_casefold (normal != NULL ? normal : "", -1);
  g_auto (GStrv) parts = NULL;

  drop_invisible (small);
  parts = g_strsplit (small, "台", -1);

  return g_strjoinv ("臺", parts);
}

/**
 * ecpa_search_split:
 * @text: (nullable): what somebody typed into a search
 *
 * Splits a search into its words, each folded; none of them is empty. On any thread.
 *
 * Returns: (transfer full): the words, perhaps none
 */
char **
ecpa_search_split (const char *text)
{
  g_autofree char *folded = ecpa_search_fold (text != NULL ? text : "");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  for (char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      memset (p, ' ', (gsize) (g_utf8_next_char (p) - p));
  parts = g_strsplit (folded, " ", -1);
  for (char **p = parts; *p != NULL; p++)
    if (**p != '\0')
      g_strv_builder_add (builder, *p);

  return g_strv_builder_end (builder);
}
