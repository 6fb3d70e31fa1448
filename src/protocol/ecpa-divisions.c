/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-divisions.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "ecpa-divisions-data.h"

#define RESOURCE "/io/github/ecpa_desktop/Ecpa/divisions.json"

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
