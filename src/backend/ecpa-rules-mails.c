/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-mask.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
reply_with_notice (EcpaInquiry  *request,
                   const char   *mail,
                   GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  g_autoptr (EcpaMailNotice) notice = g_object_new (ECPA_TYPE_MAIL_NOTICE, NULL);

  if (!ecpa_code_read_resend_after (request, &notice->resend_after, error))
    return FALSE;
  notice->mail_masked = ecpa_mask_address (mail);
  notice->expires_at = g_date_time_new_from_unix_utc (request->now + settings->code_seconds);
  ecpa_inquiry_reply (request, 202, ECPA_RECORD (notice), 0);

  return TRUE;
}

/* What is to be verified: the address that waits, or the registered one while it is not. */
static gboolean
resend (EcpaInquiry  *request,
        EcpaWork     *work,
        GError      **error)
{
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;
  const char *mail;

  if (!ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;
  mail = contacts == NULL ? NULL : contacts->new_mail != NULL ? contacts->new_mail
                                 : row->verified_at == 0      ? contacts->contacts->mail
                                                              : NULL;
  if (mail == NULL)
    return ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "state");

  return ecpa_code_may_send (request, FALSE, error)
         && ecpa_code_send (request, ECPA_CODE_VERIFICATION, mail, error)
         && reply_with_notice (request, mail, error);
}

static gboolean
find_verification (EcpaInquiry  *request,
                   EcpaWork     *work,
                   GError      **error)
{
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;
  g_autoptr (EcpaCodeRow) code = ecpa_code_read (request, ECPA_CODE_VERIFICATION, error);

  if (code == NULL || !ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;
  work->code_hash = g_bytes_ref (code->code_hash);
  work->text = g_strdup (code->mail);

  return TRUE;
}

static gboolean
verify (EcpaInquiry  *request,
        EcpaWork     *work,
        GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaContactsRow) contacts = ecpa_store_find_contacts (store, person, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!ecpa_store_use_code (store, work->code_hash, request->now, error)
      || !ecpa_store_verify_registration (store, person, request->now, error))
    return FALSE;
  if (contacts != NULL && g_strcmp0 (contacts->new_mail, work->text) == 0)
    {
      if (!ecpa_notice_send (request, ECPA_MAIL_CONTACT_CHANGED, contacts->contacts->mail, error))
        return FALSE;
      g_free (contacts->contacts->mail);
      contacts->contacts->mail = g_strdup (work->text);
      if (!ecpa_store_put_contacts (store, person, contacts->contacts, NULL, error))
        return FALSE;
    }

  return ecpa_registration_reply (request, 200, error);
}

static gboolean
has_any (EcpaPasswordResetRequest *wanted)
{
  return wanted->household_number != NULL || wanted->county != NULL || wanted->town != NULL || wanted->village != NULL
         || wanted->neighbourhood != NULL || wanted->mobile != NULL || wanted->mail != NULL;
}

/* To another address only for whoever knows the registered residence and mobile number. */
static gboolean
check_other_address (EcpaInquiry               *request,
                     EcpaPasswordResetRequest  *wanted,
                     GError                   **error)
{
  g_autoptr (EcpaResidence) residence = ecpa_inquiry_read_record (request, ECPA_TYPE_RESIDENCE, error);

  if (residence == NULL)
    return FALSE;
  if (wanted->mobile == NULL || *wanted->mobile == '\0' || strlen (wanted->mobile) > 32)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "mobile");
  if (wanted->mail == NULL || !ecpa_mail_check (wanted->mail))
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "mail");

  return ecpa_residence_check (request, residence, wanted->mobile, error);
}

static gboolean
ask_reset (EcpaInquiry  *request,
           EcpaWork     *work,
           GError      **error)
{
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;
  g_autoptr (EcpaPasswordResetRequest) wanted =
    ecpa_inquiry_read_record (request, ECPA_TYPE_PASSWORD_RESET_REQUEST, error);

  if (wanted == NULL || !ecpa_registration_find (request, TRUE, &row, &contacts, error)
      || !ecpa_code_may_send (request, FALSE, error))
    return FALSE;
  if (has_any (wanted))
    {
      work->text = g_strdup (wanted->mail);
      return check_other_address (request, wanted, error);
    }
  if (contacts == NULL)
    return ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "mail");
  work->text = g_strdup (contacts->contacts->mail);

  return TRUE;
}

static gboolean
send_reset (EcpaInquiry  *request,
            EcpaWork     *work,
            GError      **error)
{
  return ecpa_code_send (request, ECPA_CODE_RESET, work->text, error)
         && reply_with_notice (request, work->text, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_rules_resend:
 * @request: a request by a card session
 *
 * Sends the verification mail again, with another code (N2).
 */
void
ecpa_rules_resend (EcpaInquiry *request)
{
  ecpa_work_run (request, NULL, resend);
}

/**
 * ecpa_rules_verify:
 * @request: a request by a card session, with a code
 *
 * Verifies the address that the code went to (N2).
 */
void
ecpa_rules_verify (EcpaInquiry *request)
{
  ecpa_work_run (request, find_verification, verify);
}

/**
 * ecpa_rules_ask_reset:
 * @request: a request by a card session
 *
 * Sends a mail to choose a new registration password with (N3); the old one works until that is done.
 */
void
ecpa_rules_ask_reset (EcpaInquiry *request)
{
  ecpa_work_run (request, ask_reset, send_reset);
}
