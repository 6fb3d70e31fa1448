/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-data.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
install_agencies (EcpaStore  *store,
                  GError    **error)
{
  g_autoptr (GBytes) file = ecpa_backend_data_lookup ("agencies.csv", error);
  g_auto (GStrv) lines = NULL;

  if (file == NULL)
    return FALSE;

  /* The file is ours: seven columns, no quotes, a heading (data/README.md). */
  lines = g_strsplit (g_bytes_get_data (file, NULL), "\n", -1);
  for (char **line = lines + 1; *line != NULL && **line != '\0'; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, ",", -1);

      if (g_strv_length (columns) != 7)
        {
          g_set_error (error, ECPA_PROTOCOL_ERROR, ECPA_PROTOCOL_ERROR_SYNTAX, "agencies.csv has a bad line");
          return FALSE;
        }
      if (!ecpa_store_put_agency (store, (const char *const *) columns, error))
        return FALSE;
    }

  return TRUE;
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
  g_autofree char *path = g_strconcat ("/io/github/ecpa_desktop/Ecpa/backend/data/", name, NULL);

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
