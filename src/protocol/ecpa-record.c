/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-record.h"

#include "ecpa-print.h"

#include <string.h>

/* Nothing that either side says is nested deeper. */
#define MAX_DEPTH 16

G_DEFINE_QUARK (ecpa-protocol-error-quark, ecpa_protocol_error)
G_DEFINE_ABSTRACT_TYPE (EcpaRecord, ecpa_record, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static gpointer
slot_of (EcpaRecord      *self,
         const EcpaField *field)
{
  return G_STRUCT_MEMBER_P (self, field->offset);
}

static GParamSpec *
make_pspec (const EcpaField *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case ECPA_FIELD_INT:
      return g_param_spec_int64 (field->name, NULL, NULL, -1, G_MAXINT64, -1, flags);
    case ECPA_FIELD_BOOL:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
    case ECPA_FIELD_TIME:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_DATE_TIME, flags);
    case ECPA_FIELD_BYTES:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_BYTES, flags);
    case ECPA_FIELD_STRV:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    case ECPA_FIELD_RECORD:
      return g_param_spec_object (field->name, NULL, NULL, field->get_type (), flags);
    case ECPA_FIELD_LIST:
      return g_param_spec_object (field->name, NULL, NULL, G_TYPE_LIST_MODEL, flags);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
wrong_type (GError          **error,
            const EcpaField  *field)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "-", '_');

  g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_TYPE, "Member “%s” is not what it should be", name);
  return FALSE;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
read_strv (char     ***strv,
           JsonNode   *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!holds (item, G_TYPE_STRING))
        return FALSE;
      g_strv_builder_add (builder, json_node_get_string (item));
    }
  *strv = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
read_list (GListStore       *store,
           const EcpaField  *field,
           JsonNode         *node,
           GError          **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return wrong_type (error, field);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (EcpaRecord) item = ecpa_record_from_json (field->get_type (),
                                                           json_array_get_element (array, i), error);

      if (item == NULL)
        return FALSE;
      g_list_store_append (store, item);
    }

  return TRUE;
}

/* RFC 4648 section 4, padded; GLib's decoder passes over what it does not know. */
static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize data = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  return length % 4 == 0 && length - data <= 2 && strspn (text + data, "=") == length - data;
}

static gboolean
read_text (EcpaRecord       *self,
           const EcpaField  *field,
           const char       *text,
           GError          **error)
{
  gpointer slot = slot_of (self, field);

  if (field->kind == ECPA_FIELD_STRING)
    *(char **) slot = g_strdup (text);
  else if (field->kind == ECPA_FIELD_TIME)
    {
      *(GDateTime **) slot = ecpa_time_parse (text);
      if (*(GDateTime **) slot == NULL)
        return wrong_type (error, field);
    }
  else
    {
      gsize length = 0;
      guchar *bytes;

      if (!is_base64 (text))
        return wrong_type (error, field);
      bytes = g_base64_decode (text, &length);
      *(GBytes **) slot = g_bytes_new_take (bytes, length);
    }

  return TRUE;
}

static gboolean
read_field (EcpaRecord       *self,
            const EcpaField  *field,
            JsonNode         *node,
            GError          **error)
{
  gpointer slot = slot_of (self, field);

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
    case ECPA_FIELD_TIME:
    case ECPA_FIELD_BYTES:
      return holds (node, G_TYPE_STRING) ? read_text (self, field, json_node_get_string (node), error)
                                         : wrong_type (error, field);
    case ECPA_FIELD_INT:
      if (!holds (node, G_TYPE_INT64) || json_node_get_int (node) < 0)
        return wrong_type (error, field);
      *(gint64 *) slot = json_node_get_int (node);
      return TRUE;
    case ECPA_FIELD_BOOL:
      if (!holds (node, G_TYPE_BOOLEAN))
        return wrong_type (error, field);
      *(gboolean *) slot = json_node_get_boolean (node);
      return TRUE;
    case ECPA_FIELD_STRV:
      return read_strv (slot, node) || wrong_type (error, field);
    case ECPA_FIELD_RECORD:
      *(gpointer *) slot = ecpa_record_from_json (field->get_type (), node, error);
      return *(gpointer *) slot != NULL;
    case ECPA_FIELD_LIST:
      return read_list (*(GListStore **) slot, field, node, error);
    default:
      g_assert_not_reached ();
    }
}

static JsonNode *
write_text (const char *text)
{
  return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
}

static JsonNode *
write_array (EcpaRecord      *self,
             const EcpaField *field)
{
  gpointer slot = slot_of (self, field);
  JsonArray *array = json_array_new ();

  if (field->kind == ECPA_FIELD_LIST)
    {
      GListModel *list = *(GListModel **) slot;

      for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        {
          g_autoptr (EcpaRecord) item = g_list_model_get_item (list, i);

          json_array_add_element (array, ecpa_record_to_json (item));
        }
    }
  else
    for (char **p = *(char ***) slot; p != NULL && *p != NULL; p++)
      json_array_add_string_element (array, *p);

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
write_field (EcpaRecord      *self,
             const EcpaField *field)
{
  gpointer slot = slot_of (self, field);
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
      return write_text (*(char **) slot);
    case ECPA_FIELD_INT:
      if (*(gint64 *) slot < 0)
        return NULL;
      return json_node_init_int (json_node_alloc (), *(gint64 *) slot);
    case ECPA_FIELD_BOOL:
      return json_node_init_boolean (json_node_alloc (), *(gboolean *) slot);
    case ECPA_FIELD_TIME:
      if (*(GDateTime **) slot != NULL)
        text = ecpa_time_format (*(GDateTime **) slot);
      return write_text (text);
    case ECPA_FIELD_BYTES:
      if (*(GBytes **) slot != NULL)
        {
          gsize size;
          const guchar *data = g_bytes_get_data (*(GBytes **) slot, &size);

          text = g_base64_encode (data, size);
        }
      return write_text (text);
    case ECPA_FIELD_RECORD:
      return *(gpointer *) slot != NULL ? ecpa_record_to_json (*(gpointer *) slot) : NULL;
    case ECPA_FIELD_STRV:
    case ECPA_FIELD_LIST:
      {
        JsonNode *node = write_array (self, field);

        json_array_unref (json_node_get_array (node));
        return node;
      }
    default:
      g_assert_not_reached ();
    }
}

/* The 16 bits of \uXXXX at @p, or 0 where there is none. */
static gunichar
read_escape (const char *p,
             const char *end)
{
  gunichar code = 0;

  if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
    return 0;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return 0;
      code = code << 4 | (gunichar) g_ascii_xdigit_value (p[i]);
    }

  return code;
}

/* An escape must stand for a character: half of a surrogate pair is none, and json-glib would make invalid UTF-8 of it;
 * NUL would end the text there. */
static const char *
skip_escape (const char *p,
             const char *end)
{
  gunichar code;
  gunichar second;

  if (end - p < 2)
    return NULL;
  if (p[1] != 'u')
    return strchr ("\"\\/bfnrt", p[1]) != NULL && p[1] != '\0' ? p + 2 : NULL;

  code = read_escape (p, end);
  if (code == 0 || (code >= 0xdc00 && code <= 0xdfff))
    return NULL;
  if (code < 0xd800 || code > 0xdbff)
    return p + 6;

  second = read_escape (p + 6, end);

  return second >= 0xdc00 && second <= 0xdfff ? p + 12 : NULL;
}

/* json-glib reads more than JSON (single quotes, comments, octal numbers) and its parser is recursive; what it is given
 * is looked through before (RFC 8259). Each function passes over one thing and says where it ends, or NULL. */
static const char *
skip_string (const char *p,
             const char *end)
{
  p++;
  while (p != NULL && p < end && (guchar) *p >= 0x20)
    {
      if (*p == '"')
        return p + 1;
      p = *p == '\\' ? skip_escape (p, end) : p + 1;
    }

  return NULL;
}

static const char *
skip_digits (const char *p,
             const char *end)
{
  const char *first = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;

  return p > first ? p : NULL;
}

static const char *
skip_number (const char *p,
             const char *end)
{
  if (p < end && *p == '-')
    p++;
  if (p < end && *p == '0')
    p++;
  else if ((p = skip_digits (p, end)) == NULL)
    return NULL;
  if (p < end && *p == '.' && (p = skip_digits (p + 1, end)) == NULL)
    return NULL;
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      p = skip_digits (p, end);
    }

  return p != NULL && (p == end || !g_ascii_isalnum (*p)) ? p : NULL;
}

static const char *
skip_word (const char *p,
           const char *end)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (end - p) >= length && memcmp (p, words[i], length) == 0)
        return p + length;
    }

  return NULL;
}

static gboolean
is_plausible (const char *p,
              gsize       length)
{
  const char *end = p + length;
  guint depth = 0;
  gboolean complete = FALSE;

  while (p != NULL && p < end)
    {
      if (strchr (" \t\r\n", *p) != NULL && *p != '\0')
        {
          p++;
          continue;
        }
      if (complete)
        return FALSE;

      if (*p == '{' || *p == '[')
        {
          if (++depth > MAX_DEPTH)
            return FALSE;
          p++;
        }
      else if (*p == '}' || *p == ']')
        {
          if (depth-- == 0)
            return FALSE;
          p++;
        }
      else if ((*p == ',' || *p == ':') && depth > 0)
        p++;
      else if (*p == '"')
        p = skip_string (p, end);
      else if (*p == '-' || g_ascii_isdigit (*p))
        p = skip_number (p, end);
      else
        p = skip_word (p, end);
      complete = depth == 0;
    }

  return p != NULL && complete;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_record_constructed (GObject *object)
{
  EcpaRecord *self = ECPA_RECORD (object);
  EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (self);

  G_OBJECT_CLASS (ecpa_record_parent_class)->constructed (object);

  for (guint i = 0; i < klass->n_fields; i++)
    if (klass->fields[i].kind == ECPA_FIELD_LIST)
      {
        GListStore **store = slot_of (self, &klass->fields[i]);

        if (*store == NULL)
          *store = g_list_store_new (klass->fields[i].get_type ());
      }
}

static void
ecpa_record_finalize (GObject *object)
{
  EcpaRecord *self = ECPA_RECORD (object);
  EcpaRecordClass *klass = ECPA_RECORD_GET_CLASS (self);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      gpointer slot = slot_of (self, &klass->fields[i]);

      switch (klass->fields[i].kind)
        {
        case ECPA_FIELD_STRING:
          g_clear_pointer ((char **) slot, g_free);
          break;
        case ECPA_FIELD_TIME:
          g_clear_pointer ((GDateTime **) slot, g_date_time_unref);
          break;
        case ECPA_FIELD_BYTES:
          g_clear_pointer ((GBytes **) slot, g_bytes_unref);
          break;
        case ECPA_FIELD_STRV:
          g_clear_pointer ((char ***) slot, g_strfreev);
          break;
        case ECPA_FIELD_RECORD:
        case ECPA_FIELD_LIST:
          g_clear_object ((GObject **) slot);
          break;
        case ECPA_FIELD_INT:
        case ECPA_FIELD_BOOL:
        default:
          break;
        }
    }

  G_OBJECT_CLASS (ecpa_record_parent_class)->finalize (object);
}

static void
ecpa_record_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  EcpaRecord *self = ECPA_RECORD (object);
  const EcpaField *field = &ECPA_RECORD_GET_CLASS (self)->fields[id - 1];
  gpointer slot = slot_of (self, field);

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
      g_value_set_string (value, *(char **) slot);
      break;
    case ECPA_FIELD_INT:
      g_value_set_int64 (value, *(gint64 *) slot);
      break;
    case ECPA_FIELD_BOOL:
      g_value_set_boolean (value, *(gboolean *) slot);
      break;
    case ECPA_FIELD_TIME:
    case ECPA_FIELD_BYTES:
    case ECPA_FIELD_STRV:
      g_value_set_boxed (value, *(gpointer *) slot);
      break;
    case ECPA_FIELD_RECORD:
    case ECPA_FIELD_LIST:
      g_value_set_object (value, *(gpointer *) slot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_record_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  EcpaRecord *self = ECPA_RECORD (object);
  const EcpaField *field = &ECPA_RECORD_GET_CLASS (self)->fields[id - 1];
  gpointer slot = slot_of (self, field);

  switch (field->kind)
    {
    case ECPA_FIELD_STRING:
      g_free (*(char **) slot);
      *(char **) slot = g_value_dup_string (value);
      break;
    case ECPA_FIELD_INT:
      *(gint64 *) slot = g_value_get_int64 (value);
      break;
    case ECPA_FIELD_BOOL:
      *(gboolean *) slot = g_value_get_boolean (value);
      break;
    case ECPA_FIELD_TIME:
    case ECPA_FIELD_BYTES:
    case ECPA_FIELD_STRV:
      if (*(gpointer *) slot != NULL)
        g_boxed_free (pspec->value_type, *(gpointer *) slot);
      *(gpointer *) slot = g_value_dup_boxed (value);
      break;
    case ECPA_FIELD_RECORD:
    case ECPA_FIELD_LIST:
      g_set_object ((GObject **) slot, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_record_class_init (EcpaRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ecpa_record_constructed;
  object_class->finalize = ecpa_record_finalize;
}

static void
ecpa_record_init (EcpaRecord *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_record_class_declare:
 * @klass: the class being initialised
 * @fields: (array length=n_fields): its fields; static
 * @n_fields: how many
 *
 * Declares what a record consists of: installs a property for each field.
 */
void
ecpa_record_class_declare (EcpaRecordClass *klass,
                           const EcpaField *fields,
                           guint            n_fields)
{
  klass->fields = fields;
  klass->n_fields = n_fields;
  klass->members = g_new0 (char *, n_fields + 1);
  /* GObject takes these two away from each class before its class_init. */
  G_OBJECT_CLASS (klass)->get_property = ecpa_record_get_property;
  G_OBJECT_CLASS (klass)->set_property = ecpa_record_set_property;

  for (guint i = 0; i < n_fields; i++)
    {
      klass->members[i] = g_strdelimit (g_strdup (fields[i].name), "-", '_');
      g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1, make_pspec (&fields[i]));
    }
}

/**
 * ecpa_record_from_json:
 * @type: a record type
 * @node: JSON
 * @error: a #EcpaProtocolError
 *
 * Reads a record. Members that the table does not name are passed over, so that a newer side may
 * say more; `null` counts as not there.
 *
 * Returns: (transfer full): a new record of @type
 */
gpointer
ecpa_record_from_json (GType      type,
                       JsonNode  *node,
                       GError   **error)
{
  g_autoptr (EcpaRecord) self = NULL;
  EcpaRecordClass *klass;
  JsonObject *object;

  g_return_val_if_fail (g_type_is_a (type, ECPA_TYPE_RECORD), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_TYPE, "Not a JSON object");
      return NULL;
    }

  self = g_object_new (type, NULL);
  klass = ECPA_RECORD_GET_CLASS (self);
  object = json_node_get_object (node);

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const EcpaField *field = &klass->fields[i];
      const char *name = klass->members[i];
      JsonNode *member = json_object_get_member (object, name);

      if (member == NULL || JSON_NODE_HOLDS_NULL (member))
        {
          if (field->required)
            {
              g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_MISSING,
                           "Member “%s” is missing", name);
              return NULL;
            }
        }
      else if (!read_field (self, field, member, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ecpa_json_parse:
 * @data: UTF-8
 * @length: bytes of @data, or -1
 * @error: a #EcpaProtocolError
 *
 * Parses foreign JSON: whole, valid UTF-8, and not nested too deep.
 *
 * Returns: (transfer full): the root
 */
JsonNode *
ecpa_json_parse (const char  *data,
                 gssize       length,
                 GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize n;

  g_return_val_if_fail (data != NULL, NULL);

  n = length < 0 ? strlen (data) : (gsize) length;
  if (n == 0 || !g_utf8_validate (data, (gssize) n, NULL) || !is_plausible (data, n)
      || !json_parser_load_from_data (parser, data, (gssize) n, NULL)
      || json_parser_get_root (parser) == NULL)
    {
      /* json-glib's own message repeats words of what it was given, and those may be anybody's. */
      g_set_error_literal (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX,
                           "Not JSON: not UTF-8, cut short, too deep, or wrongly written");
      return NULL;
    }

  return json_node_ref (json_parser_get_root (parser));
}

/**
 * ecpa_record_parse:
 * @type: a record type
 * @data: JSON text
 * @length: bytes of @data, or -1
 * @error: a #EcpaProtocolError
 *
 * Returns: (transfer full): a new record of @type
 */
gpointer
ecpa_record_parse (GType        type,
                   const char  *data,
                   gssize       length,
                   GError     **error)
{
  g_autoptr (JsonNode) node = ecpa_json_parse (data, length, error);

  return node != NULL ? ecpa_record_from_json (type, node, error) : NULL;
}

/**
 * ecpa_record_to_json:
 * @self: a record
 *
 * Returns: (transfer full): its JSON; fields that hold nothing are left out
 */
JsonNode *
ecpa_record_to_json (EcpaRecord *self)
{
  EcpaRecordClass *klass;
  JsonObject *object;

  g_return_val_if_fail (ECPA_IS_RECORD (self), NULL);

  klass = ECPA_RECORD_GET_CLASS (self);
  object = json_object_new ();
  for (guint i = 0; i < klass->n_fields; i++)
    {
      JsonNode *node = write_field (self, &klass->fields[i]);

      if (node != NULL)
        json_object_set_member (object, klass->members[i], node);
    }

  {
    JsonNode *root = json_node_alloc ();

    json_node_init (root, JSON_NODE_OBJECT);
    json_node_take_object (root, object);

    return root;
  }
}

/**
 * ecpa_time_format:
 * @time: a moment
 *
 * Returns: (transfer full): RFC 3339 in UTC, to the second
 */
char *
ecpa_time_format (GDateTime *time)
{
  g_autoptr (GString) quoted = NULL;

  g_return_val_if_fail (time != NULL, NULL);

  quoted = g_string_sized_new (32);
  ecpa_print_time (quoted, g_date_time_to_unix (time));

  return g_strndup (quoted->str + 1, quoted->len - 2);
}

/**
 * ecpa_time_parse:
 * @text: RFC 3339 with its offset
 *
 * Returns: (transfer full) (nullable): the moment
 */
GDateTime *
ecpa_time_parse (const char *text)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) utc = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* At the ends of the calendar an offset may lead out of it. */
  time = g_date_time_new_from_iso8601 (text, NULL);
  utc = time != NULL ? g_date_time_to_utc (time) : NULL;

  return utc != NULL ? g_steal_pointer (&time) : NULL;
}
