/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

#define HOUR 3600
#define ACCOUNT_PATTERN "^[A-Za-z][A-Za-z0-9._-]{3,31}$"

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_member (EcpaInquiry *request,
            const char  *member)
{
  return json_object_has_member (json_node_get_object (request->json), member);
}

/* By the code of a mail, or by the password that is in force. */
static gboolean
begin_registration_password (EcpaInquiry  *request,
                             EcpaWork     *work,
                             GError      **error)
{
  EcpaPasswordRules *rules = &request->backend->settings->registration_password;
  gint64 person = request->card->person_id;
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;
  g_autoptr (EcpaCodeRow) code = NULL;

  if (!ecpa_work_take_password (request, work, "new_password", rules, error)
      || !ecpa_registration_find (request, TRUE, &row, &contacts, error)
      || !ecpa_work_forbid_former (request, work, person, ECPA_PASSWORD_REGISTRATION, rules, row->password_hash, error))
    return FALSE;
  if (!has_member (request, "code") && !has_member (request, "token"))
    return ecpa_work_check_password (request, work, "password", error);

  if (!ecpa_hasher_has_room (request, error))
    return FALSE;
  code = ecpa_code_read (request, ECPA_CODE_RESET, error);
  if (code == NULL)
    return FALSE;
  work->code_hash = g_bytes_ref (code->code_hash);

  return TRUE;
}

/* Where the code went is the person's address from here on, whatever was registered before. */
static gboolean
use_reset (EcpaInquiry      *request,
           EcpaCodeRow      *code,
           EcpaContactsRow  *contacts,
           GError          **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;

  if (!ecpa_store_use_code (store, code->code_hash, request->now, error)
      || !ecpa_store_verify_registration (store, person, request->now, error))
    return FALSE;
  if (contacts == NULL || strcmp (contacts->contacts->mail, code->mail) == 0)
    return TRUE;

  if (!ecpa_notice_send (request, ECPA_MAIL_CONTACT_CHANGED, contacts->contacts->mail, error))
    return FALSE;
  g_free (contacts->contacts->mail);
  contacts->contacts->mail = g_strdup (code->mail);

  return ecpa_store_put_contacts (store, person, contacts->contacts, NULL, error);
}

static gboolean
finish_registration_password (EcpaInquiry  *request,
                              EcpaWork     *work,
                              GError      **error)
{
  EcpaStore *store = request->backend->store;
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;
  g_autoptr (EcpaCodeRow) code = NULL;

  if (!ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;
  if (work->code_hash != NULL)
    {
      /* Somebody may have used it while the password was hashed. */
      code = ecpa_code_find (request, work->code_hash, ECPA_CODE_RESET, error);
      if (code == NULL || !use_reset (request, code, contacts, error))
        return FALSE;
    }
  if (!ecpa_store_set_registration_password (store, request->card->person_id, work->fresh_hash, request->now, error)
      || (contacts != NULL && (row->verified_at > 0 || code != NULL)
          && !ecpa_notice_send (request, ECPA_MAIL_PASSWORD_CHANGED, contacts->contacts->mail, error)))
    return FALSE;
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

static gboolean
reply_with_account (EcpaInquiry  *request,
                    guint         status,
                    const char   *name)
{
  g_autoptr (EcpaAccount) account = g_object_new (ECPA_TYPE_ACCOUNT, NULL);

  account->account = g_strdup (name);
  account->changed_at = g_date_time_new_from_unix_utc (request->now);
  ecpa_inquiry_reply (request, status, ECPA_RECORD (account), 0);

  return TRUE;
}

static gboolean
check_verified (EcpaTry  *attempt,
                GError  **error)
{
  return attempt->registration->verified_at > 0 || ecpa_fail (error, ECPA_PROBLEM_NOT_VERIFIED);
}

static gboolean
begin_activation (EcpaInquiry  *request,
                  EcpaWork     *work,
                  GError      **error)
{
  if (!ecpa_inquiry_read_text (request, "account", 32, &work->text, error))
    return FALSE;
  if (!g_regex_match_simple (ACCOUNT_PATTERN, work->text, G_REGEX_DOLLAR_ENDONLY, 0))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "account");

  /* Each name that is asked about costs a try of the network address, which comes back only with the account. */
  return ecpa_work_take_password (request, work, "password", &request->backend->settings->account_password, error)
         && ecpa_address_reserve_try (request, error)
         && ecpa_work_check_password (request, work, "registration_password", error);
}

static gboolean
finish_activation (EcpaInquiry  *request,
                   EcpaWork     *work,
                   GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaServantRow) servant = NULL;
  g_autofree char *name = NULL;
  gint64 changed_at;
  gboolean created;

  if (!check_verified (&work->try_, error))
    return FALSE;
  servant = ecpa_store_find_servant (store, person, &local_error);
  if (local_error == NULL)
    name = ecpa_store_find_account_name (store, person, &changed_at, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (servant == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NO_ACCOUNT);
  if (name != NULL)
    return ecpa_fail (error, ECPA_PROBLEM_ACCOUNT_EXISTS);

  if (!ecpa_store_create_account (store, person, work->text, work->fresh_hash, request->now, &created, error))
    return FALSE;
  if (!created)
    return ecpa_fail (error, ECPA_PROBLEM_ACCOUNT_TAKEN);

  return ecpa_address_give_try_back (request, error) && reply_with_account (request, 201, work->text);
}

/* Finds the account of whoever asks, and forbids its last passwords. */
static EcpaAccountRow *
find_own_account (EcpaInquiry  *request,
                  EcpaWork     *work,
                  gint64       *changed_at,
                  GError      **error)
{
  EcpaStore *store = request->backend->store;
  EcpaPasswordRules *rules = &request->backend->settings->account_password;
  gint64 person = ecpa_inquiry_get_person (request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaAccountRow) row = NULL;

  work->text = ecpa_store_find_account_name (store, person, changed_at, &local_error);
  if (work->text != NULL)
    row = ecpa_store_find_account (store, work->text, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (row == NULL)
    ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
  else if (ecpa_work_forbid_former (request, work, person, ECPA_PASSWORD_ACCOUNT, rules, row->password_hash, error))
    return g_steal_pointer (&row);

  return NULL;
}

/* Whether there is an account is told to those only who know the registration password: what is forbidden is nothing
 * until then. */
static gboolean
begin_account_reset (EcpaInquiry  *request,
                     EcpaWork     *work,
                     GError      **error)
{
  EcpaPasswordRules *rules = &request->backend->settings->account_password;
  g_autoptr (EcpaAccountRow) row = NULL;
  g_autoptr (GError) missing = NULL;
  gint64 changed_at;

  if (!ecpa_work_take_password (request, work, "new_password", rules, error)
      || !ecpa_work_check_password (request, work, "registration_password", error))
    return FALSE;
  row = find_own_account (request, work, &changed_at, &missing);
  if (row != NULL || g_error_matches (missing, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&missing));

  return FALSE;
}

static gboolean
set_account_password (EcpaInquiry  *request,
                      EcpaWork     *work,
                      GBytes       *but_session,
                      GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = ecpa_inquiry_get_person (request);
  g_autoptr (GBytes) account_hash = ecpa_sha256 (work->text, strlen (work->text));

  return ecpa_store_set_account_password (store, person, work->fresh_hash, request->now, error)
         && ecpa_store_save_account_attempts (store, account_hash, 0, 0, request->now, error)
         && ecpa_store_end_sessions_by (store, person, ECPA_METHOD_ACCOUNT, but_session, request->now, error);
}

static gboolean
finish_account_reset (EcpaInquiry  *request,
                      EcpaWork     *work,
                      GError      **error)
{
  if (!check_verified (&work->try_, error))
    return FALSE;
  if (work->text == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);

  return set_account_password (request, work, NULL, error) && reply_with_account (request, 200, work->text);
}

static gboolean
begin_account_change (EcpaInquiry  *request,
                      EcpaWork     *work,
                      GError      **error)
{
  EcpaPasswordRules *rules = &request->backend->settings->account_password;
  g_autoptr (EcpaAccountRow) row = NULL;
  gint64 changed_at, again_at;

  if (!ecpa_work_take_password (request, work, "new_password", rules, error)
      || !ecpa_inquiry_read_secret (request, "password", &work->job->password, error))
    return FALSE;
  row = find_own_account (request, work, &changed_at, error);
  if (row == NULL)
    return FALSE;
  again_at = changed_at + (gint64) rules->min_hours * HOUR;
  if (again_at > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_PASSWORD_TOO_SOON, again_at - request->now);
  work->job->hash = g_strdup (row->password_hash);

  return ecpa_try_reserve_account (request, &work->try_, work->text, error);
}

/* Two at a time: the second one comes too soon. */
static gboolean
finish_account_change (EcpaInquiry  *request,
                       EcpaWork     *work,
                       GError      **error)
{
  EcpaPasswordRules *rules = &request->backend->settings->account_password;
  gint64 person = request->session->person_id;
  gint64 changed_at, again_at;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = ecpa_store_find_account_name (request->backend->store, person, &changed_at, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  again_at = changed_at + (gint64) rules->min_hours * HOUR;
  if (again_at > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_PASSWORD_TOO_SOON, again_at - request->now);
  if (!set_account_password (request, work, request->session->token_hash, error))
    return FALSE;
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rules_set_password:
 * @request: a request by a card session
 *
 * Sets a new registration password, by the code of a mail (N3) or by the old one (N6).
 */
void
ecpa_rules_set_password (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_registration_password, finish_registration_password);
}

/**
 * ecpa_rules_activate_account:
 * @request: a request by a card session, with the registration password
 *
 * Gives a civil servant an account (L7).
 */
void
ecpa_rules_activate_account (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_activation, finish_activation);
}

/**
 * ecpa_rules_reset_account:
 * @request: a request by a card session, with the registration password
 *
 * Sets a new password for the account of the card's holder, and says its name (L7).
 */
void
ecpa_rules_reset_account (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_account_reset, finish_account_reset);
}

/**
 * ecpa_rules_change_account:
 * @request: a request by a session, with the account's password
 *
 * Sets a new password for one's own account (L7); other sessions that were opened by password end.
 */
void
ecpa_rules_change_account (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_account_change, finish_account_change);
}
