/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-mask.h"
#include "ecpa-national-id.h"
#include "ecpa-config.h"

#include <string.h>

#define TOKEN_LENGTH 32
#define BEARER "Bearer "
#define NOTICE_SCOPE "personal-data-notice"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaSession *
describe_session (EcpaInquiry  *request,
                  GError      **error)
{
  EcpaSessionRow *row = request->session;
  EcpaServantRow *servant = request->servant;
  g_autoptr (EcpaSession) session = g_object_new (ECPA_TYPE_SESSION, NULL);

  if (ecpa_access_allows (ECPA_SCOPE_REWARD_ORDERS, row->method)
      && !ecpa_store_count_unsigned (request->backend->store, row->person_id, &session->unsigned_orders, error))
    return NULL;

  session->person_name = g_strdup (servant->name);
  session->person_id_masked = ecpa_national_id_mask (servant->national_id);
  session->agency_name = g_strdup (servant->agency_name);
  session->roles = g_strsplit (servant->roles, " ", -1);
  session->method = g_strdup (row->method);
  session->signed_in_at = g_date_time_new_from_unix_utc (row->created_at);
  if (row->previous_at > 0)
    {
      session->previous_signed_in_at = g_date_time_new_from_unix_utc (row->previous_at);
      session->previous_method = g_strdup (row->previous_method);
    }
  session->expires_at = g_date_time_new_from_unix_utc (ecpa_session_end (request->backend->settings, row));
  session->idle_seconds = request->backend->settings->session_idle_seconds;
  if (servant->notice_address != NULL)
    session->notice_address_masked = ecpa_mask_address (servant->notice_address);
  ecpa_access_list (row->method, session->applications);

  return g_steal_pointer (&session);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_session_read_bearer:
 * @request: a request
 *
 * Returns: (transfer full) (nullable): SHA-256 of the bearer token it brings
 */
GBytes *
ecpa_session_read_bearer (EcpaInquiry *request)
{
  const char *header = g_hash_table_lookup (request->headers, "authorization");

  if (header == NULL || strlen (header) > 256
      || g_ascii_strncasecmp (header, BEARER, strlen (BEARER)) != 0)
    return NULL;

  return ecpa_sha256 (header + strlen (BEARER), strlen (header + strlen (BEARER)));
}

/**
 * ecpa_session_make_token:
 * @token_hash: (out): SHA-256 of the token, which alone is stored
 *
 * Returns: (transfer full): a new token, base64url without padding (RFC 4648 section 5): 43 characters
 */
char *
ecpa_session_make_token (GBytes **token_hash)
{
  g_autoptr (GBytes) token = ecpa_random_bytes (TOKEN_LENGTH);
  gsize size;
  const guint8 *data = g_bytes_get_data (token, &size);
  char *text = g_base64_encode (data, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  *token_hash = ecpa_sha256 (text, strlen (text));

  return text;
}

/**
 * ecpa_password_rules_describe:
 * @rules: numbers of the settings
 *
 * Returns: (transfer full): the same as they are told
 */
EcpaPasswordPolicy *
ecpa_password_rules_describe (EcpaPasswordRules *rules)
{
  EcpaPasswordPolicy *policy = g_object_new (ECPA_TYPE_PASSWORD_POLICY, NULL);

  policy->min_length = rules->min_length;
  policy->max_length = rules->max_length;
  policy->classes = rules->classes;
  policy->history = rules->history;
  policy->min_hours = rules->min_hours;

  return policy;
}

/* Whoever holds the token of a session that is over learns why, here as by its events: what comes first is what is shown. */
static gboolean
refuse (EcpaInquiry    *request,
        GBytes         *token_hash,
        EcpaSessionRow *row,
        GError        **error)
{
  g_autofree char *reason = NULL;

  if (row != NULL && ecpa_session_end (request->backend->settings, row) <= request->now)
    return ecpa_fail_field (error, ECPA_PROBLEM_SESSION_REQUIRED, "expired");
  if (row == NULL && token_hash != NULL
      && !ecpa_store_find_ending (request->backend->store, token_hash, &reason, error))
    return FALSE;

  return ecpa_fail_field (error, ECPA_PROBLEM_SESSION_REQUIRED, reason);
}

/**
 * ecpa_session_end:
 * @settings: the limits
 * @row: a session
 *
 * Returns: when it ends unless it is used before
 */
gint64
ecpa_session_end (EcpaServerSettings *settings,
                  EcpaSessionRow     *row)
{
  return MIN (row->last_used_at + settings->session_idle_seconds, row->created_at + settings->session_seconds);
}

/**
 * ecpa_session_find:
 * @request: a request
 * @error: a problem
 *
 * Finds the session a request belongs to, if it has not ended, and notes its use.
 *
 * Returns: whether there is one
 */
gboolean
ecpa_session_find (EcpaInquiry  *request,
                   GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (GBytes) token_hash = ecpa_session_read_bearer (request);
  g_autoptr (EcpaSessionRow) row = NULL;
  g_autoptr (EcpaServantRow) servant = NULL;
  g_autoptr (GError) local_error = NULL;

  if (token_hash != NULL)
    row = ecpa_store_find_session (store, token_hash, &local_error);
  if (row != NULL && ecpa_session_end (request->backend->settings, row) > request->now)
    servant = ecpa_store_find_servant (store, row->person_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (servant == NULL)
    return refuse (request, token_hash, row, error);

  if ((request->route->flags & ECPA_ROUTE_PASSIVE) == 0)
    row->last_used_at = request->now;
  request->session = g_steal_pointer (&row);
  request->servant = g_steal_pointer (&servant);

  return ecpa_store_touch_session (store, token_hash, request->session->last_used_at, error);
}

/**
 * ecpa_session_open:
 * @request: a request to sign in that proved who asks
 * @person_id: who
 * @method: how
 * @error: a problem
 *
 * Opens a session, if the person has an account, and sets the answer. Only the hash of its token is stored.
 *
 * Returns: whether it is open
 */
gboolean
ecpa_session_open (EcpaInquiry  *request,
                   gint64        person_id,
                   const char   *method,
                   GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autofree char *text = NULL;
  g_autoptr (EcpaSession) session = NULL;
  g_autoptr (GError) local_error = NULL;
  EcpaSessionRow *row;

  request->servant = ecpa_store_find_servant (store, person_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (request->servant == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NO_ACCOUNT);

  row = g_new0 (EcpaSessionRow, 1);
  text = ecpa_session_make_token (&row->token_hash);
  row->person_id = person_id;
  row->method = g_strdup (method);
  row->created_at = row->last_used_at = request->now;
  request->session = row;

  if (!ecpa_store_add_session (store, row, error) || (session = describe_session (request, error)) == NULL)
    {
      g_clear_pointer (&request->session, ecpa_session_row_free);
      return FALSE;
    }
  session->token = g_steal_pointer (&text);
  ecpa_inquiry_reply (request, 201, ECPA_RECORD (session), 0);

  return TRUE;
}

/**
 * ecpa_rules_read_session:
 * @request: a request
 * @error: a problem
 *
 * Returns: whether the session is described
 */
gboolean
ecpa_rules_read_session (EcpaInquiry  *request,
                         GError      **error)
{
  g_autoptr (EcpaSession) session = describe_session (request, error);

  if (session == NULL)
    return FALSE;
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (session), 0);

  return TRUE;
}

/**
 * ecpa_rules_end_session:
 * @request: a request
 * @error: a problem
 *
 * Returns: whether the session is gone
 */
gboolean
ecpa_rules_end_session (EcpaInquiry  *request,
                        GError      **error)
{
  if (!ecpa_store_remove_session (request->backend->store, request->session->token_hash, request->now, error))
    return FALSE;
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

/**
 * ecpa_rules_service:
 * @request: a request
 * @error: a problem
 *
 * Says what the service is, to anybody.
 *
 * Returns: whether it is said
 */
gboolean
ecpa_rules_service (EcpaInquiry  *request,
                    GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  g_autoptr (EcpaServiceInfo) info = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);
  g_autofree char *today = ecpa_inquiry_dup_today (request);
  g_autoptr (GError) local_error = NULL;

  info->name = g_strdup (settings->name);
  info->version = g_strdup (ECPA_VERSION);
  info->training = settings->training;
  info->time = g_date_time_new_from_unix_utc (request->now);
  info->notice = ecpa_store_find_text (request->backend->store, NOTICE_SCOPE, today, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!ecpa_store_list_announcements (request->backend->store, request->now, info->announcements, error))
    return FALSE;
  info->account_policy = ecpa_password_rules_describe (&settings->account_password);
  info->registration_policy = ecpa_password_rules_describe (&settings->registration_password);
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (info), 0);

  return TRUE;
}

/**
 * ecpa_rules_read_text:
 * @request: a request for a text
 * @error: a problem
 *
 * Returns: whether the text in force is answered, with when this person agreed to its scope
 */
gboolean
ecpa_rules_read_text (EcpaInquiry  *request,
                      GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autofree char *today = ecpa_inquiry_dup_today (request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaLegalText) text = ecpa_store_find_text (store, request->target, today, &local_error);
  gint64 agreed_at;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (text == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
  if (!ecpa_store_find_consent (store, request->session->person_id, request->target, &agreed_at, NULL, error))
    return FALSE;
  if (agreed_at > 0)
    text->agreed_at = g_date_time_new_from_unix_utc (agreed_at);
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (text), 0);

  return TRUE;
}

/**
 * ecpa_rules_agree:
 * @request: a request to agree
 * @error: a problem
 *
 * Records an agreement to the text in force, once; it cannot be turned back. The way of signing in has to open the
 * application that the text is about.
 *
 * Returns: whether the person has agreed
 */
gboolean
ecpa_rules_agree (EcpaInquiry  *request,
                  GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autofree char *today = ecpa_inquiry_dup_today (request);
  g_autoptr (EcpaLegalText) wanted = NULL;
  g_autoptr (EcpaLegalText) text = NULL;
  gint64 agreed_at;

  wanted = g_object_new (ECPA_TYPE_LEGAL_TEXT, NULL);
  if (!ecpa_inquiry_read_text (request, "scope", 64, &wanted->scope, error)
      || !ecpa_inquiry_read_text (request, "version", 64, &wanted->version, error))
    return FALSE;
  if (!ecpa_access_knows (wanted->scope))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "scope");
  if (!ecpa_access_check (request, wanted->scope, NULL, error))
    return FALSE;

  text = ecpa_store_find_text (store, wanted->scope, today, error);
  if (text == NULL)
    return error != NULL && *error != NULL ? FALSE : ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "scope");
  if (!ecpa_store_find_consent (store, request->session->person_id, wanted->scope, &agreed_at, NULL, error))
    return FALSE;
  if (agreed_at == 0)
    {
      if (strcmp (text->version, wanted->version) != 0)
        return ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "version");
      if (!ecpa_store_add_consent (store, request->session->person_id, text->scope, text->version, request->now,
                                   request->session->method, error))
        return FALSE;
    }

  text->agreed_at = g_date_time_new_from_unix_utc (agreed_at > 0 ? agreed_at : request->now);
  ecpa_inquiry_reply (request, agreed_at > 0 ? 200 : 201, ECPA_RECORD (text), 0);

  return TRUE;
}
