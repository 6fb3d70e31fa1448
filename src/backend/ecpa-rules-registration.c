/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-mask.h"

#include <string.h>

#define MAX_VERSION 64

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
find_terms (EcpaInquiry  *request,
            const char   *version,
            GError      **error)
{
  g_autofree char *today = ecpa_inquiry_dup_today (request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaLegalText) text =
    ecpa_store_find_text (request->backend->store, ECPA_SCOPE_CARD_TERMS, today, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return (text != NULL && strcmp (text->version, version) == 0)
         || ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "terms_version");
}

/* Whoever never registered, removed the registration or has it cancelled may register (N4). */
static gboolean
may_register (EcpaInquiry  *request,
              GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaRegistrationRow) row =
    ecpa_store_find_registration (request->backend->store, request->card->person_id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return row == NULL || strcmp (ecpa_registration_get_state (request, row), "cancelled") == 0
         || ecpa_fail (error, ECPA_PROBLEM_ALREADY_REGISTERED);
}

static gboolean
begin_registration (EcpaInquiry  *request,
                    EcpaWork     *work,
                    GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  g_autoptr (EcpaRegistrationRequest) wanted =
    ecpa_inquiry_read_record (request, ECPA_TYPE_REGISTRATION_REQUEST, error);
  g_autoptr (EcpaContacts) contacts =
    wanted != NULL ? ecpa_inquiry_read_record (request, ECPA_TYPE_CONTACTS, error) : NULL;
  g_autoptr (EcpaResidence) residence =
    contacts != NULL ? ecpa_inquiry_read_record (request, ECPA_TYPE_RESIDENCE, error) : NULL;

  if (residence == NULL || !ecpa_contacts_check (contacts, error))
    return FALSE;
  if (*wanted->terms_version == '\0' || strlen (wanted->terms_version) > MAX_VERSION)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "terms_version");
  if (!ecpa_work_take_password (request, work, "password", &settings->registration_password, error)
      || !find_terms (request, wanted->terms_version, error)
      || !may_register (request, error)
      || !ecpa_code_may_send (request, TRUE, error)
      || !ecpa_hasher_has_room (request, error)
      || !ecpa_residence_check (request, residence, NULL, error))
    return FALSE;
  work->record = ECPA_RECORD (g_steal_pointer (&contacts));
  work->text = g_strdup (wanted->terms_version);

  return TRUE;
}

static gboolean
finish_registration (EcpaInquiry  *request,
                     EcpaWork     *work,
                     GError      **error)
{
  EcpaStore *store = request->backend->store;
  EcpaContacts *contacts = ECPA_CONTACTS (work->record);
  gint64 person = request->card->person_id;

  return may_register (request, error)
         && ecpa_store_put_registration (store, person, work->fresh_hash, request->now, error)
         && ecpa_store_put_contacts (store, person, contacts, NULL, error)
         && ecpa_store_add_terms (store, person, ECPA_SCOPE_CARD_TERMS, work->text, request->now, error)
         && ecpa_code_send (request, ECPA_CODE_VERIFICATION, contacts->mail, error)
         && ecpa_registration_reply (request, 201, error);
}

static gboolean
begin_removal (EcpaInquiry  *request,
               EcpaWork     *work,
               GError      **error)
{
  return ecpa_work_check_password (request, work, "password", error);
}

static gboolean
finish_removal (EcpaInquiry  *request,
                EcpaWork     *work,
                GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;

  if (!ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;
  if (contacts != NULL && row->verified_at > 0
      && !ecpa_notice_send (request, ECPA_MAIL_REGISTRATION_REMOVED, contacts->contacts->mail, error))
    return FALSE;
  if (!ecpa_store_remove_registration (store, person, error))
    return FALSE;
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}

static gboolean
describe_verification (EcpaInquiry       *request,
                       EcpaRegistration  *answer,
                       GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaCodeRow) code = ecpa_store_find_open_code (request->backend->store, request->card->person_id,
                                                            ECPA_CODE_VERIFICATION, request->now, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (code != NULL)
    answer->code_expires_at = g_date_time_new_from_unix_utc (code->expires_at);

  return ecpa_code_read_resend_after (request, &answer->resend_after, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_registration_get_state:
 * @request: a request
 * @row: (nullable): a registration
 *
 * Returns: its state, as #EcpaCardSession has it
 */
const char *
ecpa_registration_get_state (EcpaInquiry         *request,
                             EcpaRegistrationRow *row)
{
  if (row == NULL)
    return "none";
  if (row->stops >= request->backend->settings->stops_before_cancel)
    return "cancelled";
  if (row->stopped_until > request->now)
    return "stopped";

  return row->verified_at > 0 ? "verified" : "unverified";
}

/**
 * ecpa_registration_find:
 * @request: a request by a card session
 * @may_be_stopped: whether a stop is no hindrance
 * @row: (out): the registration
 * @contacts: (out) (nullable): its contact data
 * @error: a problem
 *
 * Returns: whether there is a registration that has not been cancelled
 */
gboolean
ecpa_registration_find (EcpaInquiry          *request,
                        gboolean              may_be_stopped,
                        EcpaRegistrationRow **row,
                        EcpaContactsRow     **contacts,
                        GError              **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (GError) local_error = NULL;
  const char *state;

  *row = ecpa_store_find_registration (store, person, &local_error);
  if (local_error == NULL)
    *contacts = ecpa_store_find_contacts (store, person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  state = ecpa_registration_get_state (request, *row);
  if (*row == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_REGISTERED);
  if (strcmp (state, "cancelled") == 0)
    return ecpa_fail (error, ECPA_PROBLEM_REGISTRATION_CANCELLED);

  return may_be_stopped || strcmp (state, "stopped") != 0
         || ecpa_fail_retry (error, ECPA_PROBLEM_STOPPED, (*row)->stopped_until - request->now);
}

/**
 * ecpa_registration_reply:
 * @request: a request by a card session
 * @status: the HTTP status
 * @error: a #EcpaDatabaseError
 *
 * Answers with how things stand with the registration, of which nothing is told in full.
 *
 * Returns: whether it is answered
 */
gboolean
ecpa_registration_reply (EcpaInquiry  *request,
                         guint         status,
                         GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaRegistration) answer = g_object_new (ECPA_TYPE_REGISTRATION, NULL);
  g_autoptr (EcpaRegistrationRow) row = ecpa_store_find_registration (store, person, &local_error);
  g_autoptr (EcpaContactsRow) contacts = row != NULL ? ecpa_store_find_contacts (store, person, &local_error) : NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  answer->state = g_strdup (ecpa_registration_get_state (request, row));
  if (row != NULL && row->created_at > 0)
    answer->registered_at = g_date_time_new_from_unix_utc (row->created_at);
  if (row != NULL && row->verified_at > 0)
    answer->verified_at = g_date_time_new_from_unix_utc (row->verified_at);
  if (strcmp (answer->state, "stopped") == 0)
    answer->stopped_until = g_date_time_new_from_unix_utc (row->stopped_until);
  if (contacts != NULL)
    {
      answer->mail_masked = ecpa_mask_address (contacts->contacts->mail);
      answer->mobile_masked = ecpa_mask_number (contacts->contacts->mobile);
      if (contacts->new_mail != NULL)
        answer->new_mail_masked = ecpa_mask_address (contacts->new_mail);
    }
  if (contacts != NULL && (contacts->new_mail != NULL || row->verified_at == 0)
      && !describe_verification (request, answer, error))
    return FALSE;
  ecpa_inquiry_reply (request, status, ECPA_RECORD (answer), 0);

  return TRUE;
}

/**
 * ecpa_rules_register:
 * @request: a request by a card session
 *
 * Registers the card (N1): terms, residence, password and contact data are checked, and a mail goes to the main
 * address.
 */
void
ecpa_rules_register (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_registration, finish_registration);
}

/**
 * ecpa_rules_read_registration:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the registration is described
 */
gboolean
ecpa_rules_read_registration (EcpaInquiry  *request,
                              GError      **error)
{
  return ecpa_registration_reply (request, 200, error);
}

/**
 * ecpa_rules_remove_registration:
 * @request: a request by a card session, with the registration password
 *
 * Removes the registration with everything that belongs to it (N5).
 */
void
ecpa_rules_remove_registration (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_removal, finish_removal);
}
