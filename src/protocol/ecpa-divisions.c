/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-divisions.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ecpa-divisions-data.h"

#define RESOURCE "/io/github/ecpa_desktop/Ecpa/divisions.json"
#define MAX_NEIGHBOURHOOD 999

/* Types -------------------------------------------------------------------- */

/* A division and what is in it. */
typedef struct
{
  GStrv       names;            /* in their order */
  GHashTable *parts;            /* name → Level; nullable: villages have none */
} Level;

/* Auxiliaries -------------------------------------------------------------- */

static Level *
level_of_villages (JsonArray *array)
{
  Level *level = g_new0 (Level, 1);
  guint n = json_array_get_length (array);

  level->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    level->names[i] = g_strdup (json_array_get_string_element (array, i));

  return level;
}

static Level *
level_of (JsonNode *node)
{
  Level *level;
  g_autoptr (GList) names = NULL;
  JsonObject *object;
  guint i = 0;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return level_of_villages (json_node_get_array (node));

  level = g_new0 (Level, 1);
  object = json_node_get_object (node);
  names = json_object_get_members (object);
  level->names = g_new0 (char *, json_object_get_size (object) + 1);
  level->parts = g_hash_table_new (g_str_hash, g_str_equal);
  for (GList *l = names; l != NULL; l = l->next)
    {
      level->names[i] = g_strdup (l->data);
      g_hash_table_insert (level->parts, level->names[i], level_of (json_object_get_member (object, l->data)));
      i++;
    }

  return level;
}

static Level *
load (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ecpa_divisions_get_resource (), RESOURCE, 0, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (bytes == NULL
      || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error))
    g_error ("The divisions cannot be read: %s", error != NULL ? error->message : "not there");

  return level_of (json_object_get_member (json_node_get_object (json_parser_get_root (parser)), "tree"));
}

/* Made once, with the first question. */
static Level *
get_root (void)
{
  static Level *root;

  if (g_once_init_enter (&root))
    g_once_init_leave (&root, load ());

  return root;
}

static Level *
find (Level      *level,
      const char *name)
{
  return level != NULL && level->parts != NULL ? g_hash_table_lookup (level->parts, name) : NULL;
}

/* One of 〇 to 九; -1 where it is none. */
static int
read_digit (gunichar letter)
{
  static const char *const digits = "零一二三四五六七八九";
  const char *found = g_utf8_strchr (digits, -1, letter == 0x3007 ? 0x96F6 : letter); /* 〇 as 零 */

  return found != NULL ? (int) g_utf8_pointer_to_offset (digits, found) : -1;
}

/* What a unit stands for with the digit before it; nothing where it is not there. */
static guint
read_unit (GMatchInfo *match,
           const char *digit, /* (nullable) */
           const char *unit,
           guint       worth)
{
  g_autofree char *counted = digit != NULL ? g_match_info_fetch_named (match, digit) : NULL;
  g_autofree char *there = g_match_info_fetch_named (match, unit);

  if (there == NULL || *there == '\0')
    return 0;

  return worth * (counted == NULL || *counted == '\0' ? 1 : (guint) read_digit (g_utf8_get_char (counted)));
}

/* 一百零三, 十二, 廿三 and 一〇三; 0 where it is none. */
static guint
read_numeral (const char *text)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *last = NULL;
  guint value = 0;
  const char *c;

  for (c = text; *c != '\0' && value <= MAX_NEIGHBOURHOOD && read_digit (g_utf8_get_char (c)) >= 0; c = g_utf8_next_char (c))
    value = value * 10 + (guint) read_digit (g_utf8_get_char (c));
  if (*c == '\0')
    return value;

  regex = g_regex_new ("^(?:(?<hundreds>[一二三四五六七八九]?)(?<hundred>百))?[零〇]?"
                       "(?:(?<tens>[一二三四五六七八九]?)(?<ten>十)|(?<twenty>廿)|(?<thirty>卅))?"
                       "(?<last>[一二三四五六七八九]?)$", 0, 0, NULL);
  if (!g_regex_match (regex, text, 0, &match))
    return 0;
  last = g_match_info_fetch_named (match, "last");

  return read_unit (match, "hundreds", "hundred", 100) + read_unit (match, "tens", "ten", 10)
         + read_unit (match, NULL, "twenty", 20) + read_unit (match, NULL, "thirty", 30)
         + (*last != '\0' ? (guint) read_digit (g_utf8_get_char (last)) : 0);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_divisions_get_counties:
 *
 * Returns: (transfer none) (array zero-terminated=1): all 縣市, in the official order
 */
const char *const *
ecpa_divisions_get_counties (void)
{
  return (const char *const *) get_root ()->names;
}

/**
 * ecpa_divisions_get_towns:
 * @county: a 縣市
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its 鄉鎮市區; %NULL for an unknown one
 */
const char *const *
ecpa_divisions_get_towns (const char *county)
{
  Level *level;

  g_return_val_if_fail (county != NULL, NULL);

  level = find (get_root (), county);

  return level != NULL ? (const char *const *) level->names : NULL;
}

/**
 * ecpa_divisions_get_villages:
 * @county: a 縣市
 * @town: a 鄉鎮市區 of it
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its 村里; %NULL for an unknown one
 */
const char *const *
ecpa_divisions_get_villages (const char *county,
                             const char *town)
{
  Level *level;

  g_return_val_if_fail (county != NULL && town != NULL, NULL);

  level = find (find (get_root (), county), town);

  return level != NULL ? (const char *const *) level->names : NULL;
}

/**
 * ecpa_divisions_has:
 * @county: a 縣市
 * @town: a 鄉鎮市區
 * @village: a 村里
 *
 * Returns: whether there is such a village
 */
gboolean
ecpa_divisions_has (const char *county,
                    const char *town,
                    const char *village)
{
  const char *const *villages = ecpa_divisions_get_villages (county, town);

  return villages != NULL && g_strv_contains (villages, village);
}

/**
 * ecpa_divisions_fold:
 * @text: a name, or part of one
 *
 * Returns: (transfer full): it as names are compared: without blanks, compatible forms made one, 台 as 臺
 */
char *
ecpa_divisions_fold (const char *text)
{
  g_autofree char *normal = NULL;
  GString *folded;

  g_return_val_if_fail (text != NULL, NULL);

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  folded = g_string_new (NULL);
  for (const char *c = normal != NULL ? normal : ""; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isspace (letter))
        continue;
      g_string_append_unichar (folded, letter == 0x53F0 ? 0x81FA : letter);
    }

  return g_string_free (folded, FALSE);
}

/**
 * ecpa_neighbourhood_read:
 * @text: the number of a 鄰 as somebody typed it
 *
 * Arabic digits of any width or Chinese numerals, with or without zeros in front, 第 and 鄰.
 *
 * Returns: the number, 1–999; 0 where it is none
 */
guint
ecpa_neighbourhood_read (const char *text)
{
  g_autofree char *folded = NULL;
  const char *number;
  gsize length;
  guint value;

  g_return_val_if_fail (text != NULL, 0);

  folded = ecpa_divisions_fold (text);
  if (g_str_has_suffix (folded, "鄰"))
    folded[strlen (folded) - strlen ("鄰")] = '\0';
  number = g_str_has_prefix (folded, "第") ? folded + strlen ("第") : folded;
  length = strspn (number, "0123456789");
  if (length > 0 && number[length] == '\0')
    value = (guint) MIN (g_ascii_strtoull (number, NULL, 10), MAX_NEIGHBOURHOOD + 1);
  else
    value = read_numeral (number);

  return value <= MAX_NEIGHBOURHOOD ? value : 0;
}
