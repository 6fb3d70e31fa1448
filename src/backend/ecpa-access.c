/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char        *id;
  const char        *name;
  const char        *group;
  const char *const *methods;
} ApplicationRow;

static const char *const strong_methods[] = { ECPA_METHOD_HEALTH_CARD, "citizen-certificate", "phone", NULL };

/* Which way of signing in opens which application (L10). */
static const ApplicationRow applications[] = {
  { ECPA_SCOPE_REWARD_ORDERS, "獎懲令查詢", "B.人事資料服務", strong_methods },
};

/* Auxiliaries -------------------------------------------------------------- */

static const ApplicationRow *
find_application (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (applications); i++)
    if (strcmp (applications[i].id, id) == 0)
      return &applications[i];

  return NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_access_knows:
 * @application: an id
 *
 * Returns: whether there is such an application
 */
gboolean
ecpa_access_knows (const char *application)
{
  return find_application (application) != NULL;
}

/**
 * ecpa_access_allows:
 * @application: an id of the table
 * @method: how somebody signed in
 *
 * Returns: whether that opens the application
 */
gboolean
ecpa_access_allows (const char *application,
                    const char *method)
{
  const ApplicationRow *row = find_application (application);

  return row != NULL && g_strv_contains (row->methods, method);
}

/**
 * ecpa_access_check:
 * @request: a request whose session has been found
 * @application: (nullable): the application it belongs to
 * @scope: (nullable): what the person has to have agreed to
 * @error: a problem
 *
 * Decides whether this session may: by the way it was opened, then by what the person agreed to.
 *
 * Returns: whether it may
 */
gboolean
ecpa_access_check (EcpaInquiry  *request,
                   const char   *application,
                   const char   *scope,
                   GError      **error)
{
  gint64 agreed_at;

  if (application != NULL)
    {
      g_assert (request->session != NULL);
      if (!ecpa_access_allows (application, request->session->method))
        return ecpa_fail (error, ECPA_PROBLEM_METHOD_INSUFFICIENT);
    }

  if (scope == NULL)
    return TRUE;
  if (!ecpa_store_find_consent (request->backend->store, request->session->person_id, scope, &agreed_at, NULL, error))
    return FALSE;

  return agreed_at > 0 || ecpa_fail (error, ECPA_PROBLEM_CONSENT_REQUIRED);
}

/**
 * ecpa_access_list:
 * @method: how somebody signed in
 * @list: takes an #EcpaApplication per application
 *
 * Lists what there is, and what of it this way of signing in opens.
 */
void
ecpa_access_list (const char *method,
                  GListStore *list)
{
  for (guint i = 0; i < G_N_ELEMENTS (applications); i++)
    {
      g_autoptr (EcpaApplication) item = g_object_new (ECPA_TYPE_APPLICATION, NULL);

      item->id = g_strdup (applications[i].id);
      item->name = g_strdup (applications[i].name);
      item->group = g_strdup (applications[i].group);
      item->methods = g_strdupv ((char **) applications[i].methods);
      item->allowed = ecpa_access_allows (item->id, method);
      if (!item->allowed)
        item->reason = g_strdup (ecpa_problem_code_get_name (ECPA_PROBLEM_METHOD_INSUFFICIENT));
      g_list_store_append (list, item);
    }
}
