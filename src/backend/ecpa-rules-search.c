/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

#define DEFAULT_LIMIT 20
#define MAX_LIMIT 100
#define MAX_CHOICES 200

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
check_digits (char        **texts,
              const char   *member,
              GError      **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (i == MAX_CHOICES || strlen (texts[i]) != 4 || strspn (texts[i], "0123456789") != 4)
      return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);

  return TRUE;
}

/* In a record -1 is "not there"; on the wire it is a number that makes no sense. */
static gboolean
check_number (EcpaInquiry  *request,
              const char   *member,
              gint64        value,
              gint64        minimum,
              gint64        maximum,
              GError      **error)
{
  return !json_object_has_member (json_node_get_object (request->json), member)
         || (value >= minimum && value <= maximum)
         || ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, member);
}

static gboolean
check_query (EcpaInquiry     *request,
             EcpaOrderQuery  *query,
             GError         **error)
{
  static const char *const sorts[] = { "issued-on", "kind", "agency", NULL };

  if (query->text != NULL && g_utf8_strlen (query->text, -1) > ECPA_ORDER_QUERY_MAX_TEXT)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "text");
  if (query->sort != NULL && !g_strv_contains (sorts, query->sort))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "sort");

  return check_digits (query->years, "years", error)
         && check_digits (query->kinds, "kinds", error)
         && check_number (request, "offset", query->offset, 0, G_MAXINT32, error)
         && check_number (request, "limit", query->limit, 1, MAX_LIMIT, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rules_search_orders:
 * @request: a question to somebody's own history
 * @error: a problem
 *
 * Returns: whether what was found is answered
 */
gboolean
ecpa_rules_search_orders (EcpaInquiry  *request,
                          GError      **error)
{
  g_autoptr (EcpaOrderQuery) query = ecpa_inquiry_read_record (request, ECPA_TYPE_ORDER_QUERY, error);
  g_autoptr (EcpaOrderSearch) search = NULL;
  g_autoptr (GString) items = g_string_new (NULL);

  if (query == NULL || !check_query (request, query, error))
    return FALSE;
  query->offset = MAX (query->offset, 0);
  if (query->limit < 0)
    query->limit = DEFAULT_LIMIT;

  search = ecpa_store_search_orders (request->backend->store, request->session->person_id, query, items,
                                     error);
  if (search == NULL)
    return FALSE;
  ecpa_inquiry_reply_with (request, ECPA_RECORD (search), "items", items);

  return TRUE;
}
