/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-data.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
install_agencies (EcpaStore  *store,
                  GError    **error)
{
  g_autoptr (GPtrArray) agencies = ecpa_backend_data_read_agencies (error);

  for (guint i = 0; agencies != NULL && i < agencies->len; i++)
    if (!ecpa_store_put_agency (store, g_ptr_array_index (agencies, i), error))
      return FALSE;

  return agencies != NULL;
}

static gboolean
install_kinds (EcpaStore  *store,
               GError    **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("order-kinds.json", error);
  JsonArray *kinds;

  if (root == NULL)
    return FALSE;

  kinds = json_object_get_array_member (json_node_get_object (root), "kinds");
  for (guint i = 0; i < json_array_get_length (kinds); i++)
    {
      JsonObject *kind = json_array_get_object_element (kinds, i);

      if (!ecpa_store_put_kind (store, json_object_get_string_member (kind, "code"),
                                json_object_get_string_member (kind, "name"),
                                json_object_get_int_member (kind, "points"),
                                json_object_get_string_member_with_default (kind, "electronic_from", NULL), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
install_text (EcpaStore   *store,
              const char  *name,
              GError     **error)
{
  g_autoptr (JsonNode) root = ecpa_backend_data_parse (name, error);
  g_autoptr (EcpaLegalText) text = root != NULL ? ecpa_record_from_json (ECPA_TYPE_LEGAL_TEXT, root, error) : NULL;

  return text != NULL && ecpa_store_put_text (store, text, error);
}

static char *
path_of (const char *name)
{
  return g_strconcat ("/io/github/ecpa_desktop/Ecpa/backend/data/", name, NULL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_backend_data_lookup:
 * @name: a file that came with the program
 * @error: where there is none
 *
 * Returns: (transfer full) (nullable): it
 */
GBytes *
ecpa_backend_data_lookup (const char  *name,
                          GError     **error)
{
  g_autofree char *path = path_of (name);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

/**
 * ecpa_backend_data_parse:
 * @name: a file that came with the program
 * @error: where there is none
 *
 * Returns: (transfer full) (nullable): its JSON
 */
JsonNode *
ecpa_backend_data_parse (const char  *name,
                         GError     **error)
{
  g_autoptr (GBytes) file = ecpa_backend_data_lookup (name, error);
  gsize size;
  const char *data;

  if (file == NULL)
    return NULL;
  data = g_bytes_get_data (file, &size);

  return ecpa_json_parse (data, (gssize) size, error);
}

/**
 * ecpa_backend_data_read_agencies:
 * @error: where the file is not as data/README.md says: a heading, then seven columns without quotes
 *
 * Returns: (transfer container) (element-type GStrv) (nullable): the columns of each agency
 */
GPtrArray *
ecpa_backend_data_read_agencies (GError **error)
{
  g_autofree char *path = path_of ("agencies.csv");
  g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GInputStream) file = g_resources_open_stream (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (GDataInputStream) lines = file != NULL ? g_data_input_stream_new (file) : NULL;
  g_autofree char *heading = lines != NULL ? g_data_input_stream_read_line_utf8 (lines, NULL, NULL, error) : NULL;

  while (heading != NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
      char **columns;

      if (line == NULL || *line == '\0')
        return g_steal_pointer (&agencies);

      columns = g_strsplit (line, ",", -1);
      g_ptr_array_add (agencies, columns);
      if (g_strv_length (columns) != 7)
        {
          g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX, "agencies.csv has a bad line");
          return NULL;
        }
    }

  return NULL;
}

/**
 * ecpa_backend_data_install:
 * @store: a store
 * @error: where the data or the database fails
 *
 * Puts in what every backend begins with: agencies, kinds of order with the day from which each is delivered on line,
 * and our own legal texts. What is there already stays, kinds excepted.
 *
 * Returns: whether it is in
 */
gboolean
ecpa_backend_data_install (EcpaStore  *store,
                           GError    **error)
{
  if (!ecpa_store_begin (store, error))
    return FALSE;
  if ((ecpa_store_is_empty (store) && !install_agencies (store, error))
      || !install_kinds (store, error)
      || !install_text (store, "texts/personal-data-notice.json", error)
      || !install_text (store, "texts/reward-orders.json", error)
      || !install_text (store, "texts/card-terms.json", error))
    {
      ecpa_store_rollback (store);
      return FALSE;
    }

  return ecpa_store_commit (store, error);
}
