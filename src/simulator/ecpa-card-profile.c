/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-profile.h"

#include "ecpa-simulator-resource.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define CARDS_PATH "/io/github/ecpa_desktop/Ecpa/training/cards.json"

#define NUMBER_LENGTH 12
#define CARD_ID_LENGTH 12
#define NAME_MAX_BYTES 20
#define NATIONAL_ID_LENGTH 10
#define DATE_LENGTH 7

/* Auxiliaries -------------------------------------------------------------- */

static GBytes *
bytes_from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  g_autofree guint8 *bytes = NULL;

  if (strlen (hex) % 2 != 0)
    return NULL;

  bytes = g_malloc (length + 1);
  for (gsize i = 0; i < length; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return NULL;
      bytes[i] = (guint8) (high << 4 | low);
    }

  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The name as the card stores it: Big5, or as the tray says where Big5 has no such character. */
static GBytes *
stored_name (JsonObject *object)
{
  const char *hex = get_text (object, "name_big5_hex");
  const char *name = get_text (object, "name");
  gsize length = 0;
  char *bytes;

  if (hex != NULL)
    return bytes_from_hex (hex);

  bytes = name != NULL ? g_convert (name, -1, "CP950", "UTF-8", NULL, &length, NULL) : NULL;

  return bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
}

static char *
translated (JsonObject *texts)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; texts != NULL && languages[i] != NULL; i++)
    if (get_text (texts, languages[i]) != NULL)
      return g_strdup (get_text (texts, languages[i]));

  return texts != NULL ? g_strdup (get_text (texts, "C")) : NULL;
}

/* One of @names, in the order of an enumeration. */
static gboolean
parse_name (const char        *text,
            const char *const *names,
            guint             *value)
{
  for (guint i = 0; text != NULL && names[i] != NULL; i++)
    if (g_str_equal (text, names[i]))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

/* How the card behaves, and what that comes to. */
static gboolean
parse_manner (EcpaCardProfile *self,
              JsonObject      *object)
{
  static const char *const behaviours[] = { "ordinary", "refuses-select", "other", "mute", NULL };
  static const char *const groups[] = { "works", "problem", "other-card", "silent-card", NULL };
  static const char *const paddings[] = { "nul", "space", NULL };
  const char *padding = get_text (object, "padding");
  guint behaviour, group, space = 0;

  if (!parse_name (get_text (object, "behaviour"), behaviours, &behaviour)
      || !parse_name (get_text (object, "group"), groups, &group)
      || (padding != NULL && !parse_name (padding, paddings, &space)))
    return FALSE;

  self->behaviour = (EcpaCardBehaviour) behaviour;
  self->group = (EcpaTrainingGroup) group;
  self->padding = space ? ' ' : '\0';
  self->delay_ms = (guint) json_object_get_int_member_with_default (object, "delay_ms", 0);

  return TRUE;
}

static gboolean
has_length (const char *text,
            gsize       length)
{
  return text != NULL && strlen (text) == length;
}

static gboolean
is_complete (const EcpaCardProfile *self)
{
  return self->id != NULL && self->holder != NULL && self->feature != NULL
         && has_length (self->number, NUMBER_LENGTH)
         && self->card_id != NULL && g_bytes_get_size (self->card_id) == CARD_ID_LENGTH
         && self->name != NULL && g_bytes_get_size (self->name) <= NAME_MAX_BYTES
         && has_length (self->national_id, NATIONAL_ID_LENGTH)
         && has_length (self->birth_date, DATE_LENGTH)
         && has_length (self->issue_date, DATE_LENGTH);
}

/* What is on a note beside the card: where its holder lives and can be reached. */
static GHashTable *
parse_notes (JsonObject *object)
{
  static const char *const groups[] = { "residence", "contacts", "account" };
  GHashTable *notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      JsonObject *group = get_object (object, groups[i]);
      g_autoptr (GList) members = group != NULL ? json_object_get_members (group) : NULL;

      for (GList *l = members; l != NULL; l = l->next)
        if (get_text (group, l->data) != NULL)
          g_hash_table_insert (notes, g_str_equal (groups[i], "account") ? g_strconcat ("account_", l->data, NULL)
                                                                          : g_strdup (l->data),
                               g_strdup (get_text (group, l->data)));
    }

  return notes;
}

static EcpaCardProfile *
parse_card (JsonObject  *object,
            GError     **error)
{
  g_autoptr (EcpaCardProfile) self = g_new0 (EcpaCardProfile, 1);
  JsonObject *registration = get_object (object, "registration");
  const char *card_id = get_text (object, "card_id");
  const char *sex = get_text (object, "sex");

  self->id = g_strdup (get_text (object, "id"));
  self->number = g_strdup (get_text (object, "number"));
  self->card_id = card_id != NULL ? bytes_from_hex (card_id) : NULL;
  self->holder = g_strdup (get_text (object, "name"));
  self->name = stored_name (object);
  self->national_id = g_strdup (get_text (object, "national_id"));
  self->birth_date = g_strdup (get_text (object, "birth_date"));
  self->sex = sex != NULL ? sex[0] : '?';
  self->issue_date = g_strdup (get_text (object, "issue_date"));
  self->feature = translated (get_object (object, "feature"));
  self->hint = registration != NULL ? g_strdup (get_text (registration, "password")) : NULL;
  self->notes = parse_notes (object);

  if (!parse_manner (self, object) || !is_complete (self))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The training card “%s” is not complete",
                   self->id != NULL ? self->id : "?");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_profile_copy:
 * @self: a card's description
 *
 * Returns: (transfer full): a copy
 */
EcpaCardProfile *
ecpa_card_profile_copy (const EcpaCardProfile *self)
{
  EcpaCardProfile *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->number = g_strdup (self->number);
  copy->card_id = g_bytes_ref (self->card_id);
  copy->holder = g_strdup (self->holder);
  copy->name = g_bytes_ref (self->name);
  copy->national_id = g_strdup (self->national_id);
  copy->birth_date = g_strdup (self->birth_date);
  copy->issue_date = g_strdup (self->issue_date);
  copy->feature = g_strdup (self->feature);
  copy->hint = g_strdup (self->hint);
  copy->notes = self->notes != NULL ? g_hash_table_ref (self->notes) : NULL;

  return copy;
}

/**
 * ecpa_card_profile_free:
 * @self: (transfer full) (nullable): a card's description
 */
void
ecpa_card_profile_free (EcpaCardProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->number);
  g_clear_pointer (&self->card_id, g_bytes_unref);
  g_free (self->holder);
  g_clear_pointer (&self->name, g_bytes_unref);
  g_free (self->national_id);
  g_free (self->birth_date);
  g_free (self->issue_date);
  g_free (self->feature);
  g_free (self->hint);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_free (self);
}

/**
 * ecpa_card_profiles_parse:
 * @json: a file like data/training/cards.json
 * @error: return location
 *
 * Returns: (transfer container) (element-type EcpaCardProfile) (nullable): the cards in their order, or %NULL and
 *   %G_IO_ERROR_INVALID_DATA or a %JSON_PARSER_ERROR
 */
GPtrArray *
ecpa_card_profiles_parse (GBytes  *json,
                          GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_card_profile_free);
  JsonNode *root;
  JsonNode *cards = NULL;
  gsize length;
  const char *text;

  g_return_val_if_fail (json != NULL, NULL);

  text = g_bytes_get_data (json, &length);
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;

  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    cards = json_object_get_member (json_node_get_object (root), "cards");
  if (cards == NULL || !JSON_NODE_HOLDS_ARRAY (cards))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "There is no tray of training cards");
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (cards)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (cards), i);
      g_autoptr (JsonObject) empty = json_object_new ();
      EcpaCardProfile *profile = parse_card (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : empty,
                                             error);

      if (profile == NULL)
        return NULL;
      g_ptr_array_add (profiles, profile);
    }

  return g_steal_pointer (&profiles);
}

/**
 * ecpa_card_profiles_load:
 * @error: return location
 *
 * Reads the tray that is compiled in (data/training/cards.json).
 *
 * Returns: (transfer container) (element-type EcpaCardProfile) (nullable): the cards in their order, or %NULL and
 *   @error
 */
GPtrArray *
ecpa_card_profiles_load (GError **error)
{
  g_autoptr (GBytes) json = g_resource_lookup_data (ecpa_simulator_get_resource (), CARDS_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return json != NULL ? ecpa_card_profiles_parse (json, error) : NULL;
}
