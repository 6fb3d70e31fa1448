/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-mask.h"

#include <string.h>

#define MAX_MAIL 254
#define MAX_PHONE_NAME 40

/* Types -------------------------------------------------------------------- */

/* Formats as in data/openapi.json. An empty member is one that is not there. */
typedef struct
{
  const char *member;
  gsize       offset;
  gboolean    required;
  const char *pattern;
} FormatRow;

#define MAIL_PATTERN \
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+$"

/* Area codes and lengths: facts/domain.md, "Mobile" */
static const FormatRow formats[] = {
  { "telephone", G_STRUCT_OFFSET (EcpaContacts, telephone), FALSE, "^0[0-9]{1,3}-?[0-9]{5,8}$" },
  { "extension", G_STRUCT_OFFSET (EcpaContacts, extension), FALSE, "^[0-9]{1,6}$" },
  { "mobile", G_STRUCT_OFFSET (EcpaContacts, mobile), TRUE, "^09[0-9]{8}$" },
  { "mail", G_STRUCT_OFFSET (EcpaContacts, mail), TRUE, MAIL_PATTERN },
  { "mail_secondary", G_STRUCT_OFFSET (EcpaContacts, mail_secondary), FALSE, MAIL_PATTERN },
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
begin_reading (EcpaInquiry  *request,
               EcpaWork     *work,
               GError      **error)
{
  return ecpa_work_check_password (request, work, "password", error);
}

static gboolean
finish_reading (EcpaInquiry  *request,
                EcpaWork     *work,
                GError      **error)
{
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;

  if (!ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;
  if (contacts == NULL)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (contacts->contacts), 0);

  return TRUE;
}

static gboolean
begin_change (EcpaInquiry  *request,
              EcpaWork     *work,
              GError      **error)
{
  g_autoptr (EcpaContacts) contacts = ecpa_inquiry_read_record (request, ECPA_TYPE_CONTACTS, error);

  if (contacts == NULL || !ecpa_contacts_check (contacts, error))
    return FALSE;
  work->record = ECPA_RECORD (g_steal_pointer (&contacts));

  return ecpa_work_check_password (request, work, "password", error);
}

/* The main address that is verified stays until the new one is; one that never was is simply replaced. */
static gboolean
finish_change (EcpaInquiry  *request,
               EcpaWork     *work,
               GError      **error)
{
  EcpaStore *store = request->backend->store;
  EcpaContacts *contacts = ECPA_CONTACTS (work->record);
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) before = NULL;
  g_autofree char *new_mail = NULL;
  gboolean is_new, has_waited;

  if (!ecpa_registration_find (request, TRUE, &row, &before, error))
    return FALSE;
  is_new = before == NULL || strcmp (before->contacts->mail, contacts->mail) != 0;
  has_waited = before != NULL && g_strcmp0 (before->new_mail, contacts->mail) == 0;
  if (is_new && !has_waited && !ecpa_code_may_send (request, TRUE, error))
    return FALSE;

  if (is_new && before != NULL && row->verified_at > 0)
    {
      new_mail = g_steal_pointer (&contacts->mail);
      contacts->mail = g_strdup (before->contacts->mail);
    }
  if (!ecpa_store_put_contacts (store, request->card->person_id, contacts, new_mail, error))
    return FALSE;
  if (is_new && !has_waited
      && !ecpa_code_send (request, ECPA_CODE_VERIFICATION, new_mail != NULL ? new_mail : contacts->mail, error))
    return FALSE;

  return ecpa_registration_reply (request, 200, error);
}

static gboolean
read_phone_name (EcpaInquiry  *request,
                 char        **name,
                 GError      **error)
{
  g_autofree char *text = NULL;

  if (!ecpa_inquiry_read_text (request, "name", MAX_PHONE_NAME * 4, &text, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > MAX_PHONE_NAME)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "name");
  *name = g_steal_pointer (&text);

  return TRUE;
}

/* Phones are for those whose registration is in force. */
static gboolean
check_verified (EcpaInquiry  *request,
                GError      **error)
{
  g_autoptr (EcpaRegistrationRow) row = NULL;
  g_autoptr (EcpaContactsRow) contacts = NULL;

  if (!ecpa_registration_find (request, TRUE, &row, &contacts, error))
    return FALSE;

  return row->verified_at > 0 || ecpa_fail (error, ECPA_PROBLEM_NOT_VERIFIED);
}

static gboolean
begin_phone (EcpaInquiry  *request,
             EcpaWork     *work,
             GError      **error)
{
  g_autoptr (EcpaPhone) phone = g_object_new (ECPA_TYPE_PHONE, NULL);
  g_autofree char *typed = NULL;
  g_autoptr (GString) device = g_string_new (NULL);

  if (!read_phone_name (request, &phone->name, error)
      || !ecpa_inquiry_read_text (request, "device_code", 64, &typed, error))
    return FALSE;
  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (device, g_ascii_toupper (*p));
    else if (*p != '-' && *p != ' ')
      return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "device_code");
  if (device->len < 8 || device->len > 32)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "device_code");

  phone->id = g_uuid_string_random ();
  phone->device_masked = ecpa_mask_number (device->str);
  phone->added_at = g_date_time_new_from_unix_utc (request->now);
  work->record = ECPA_RECORD (g_steal_pointer (&phone));
  work->code_hash = ecpa_sha256 (device->str, device->len);

  return check_verified (request, error) && ecpa_work_check_password (request, work, "password", error);
}

static gboolean
finish_phone (EcpaInquiry  *request,
              EcpaWork     *work,
              GError      **error)
{
  EcpaStore *store = request->backend->store;
  gint64 person = request->card->person_id;
  g_autoptr (EcpaPhoneList) phones = g_object_new (ECPA_TYPE_PHONE_LIST, NULL);
  gboolean added;

  if (!check_verified (request, error) || !ecpa_store_list_phones (store, person, phones->items, error))
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (phones->items)) >= request->backend->settings->phones)
    return ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "limit");
  if (!ecpa_store_add_phone (store, person, ECPA_PHONE (work->record), work->code_hash, &added, error))
    return FALSE;
  if (!added)
    return ecpa_fail_field (error, ECPA_PROBLEM_CONFLICT, "device_code");
  ecpa_inquiry_reply (request, 201, work->record, 0);

  return TRUE;
}

static EcpaPhone *
find_phone (EcpaInquiry  *request,
            GError      **error)
{
  g_autoptr (EcpaPhoneList) phones = g_object_new (ECPA_TYPE_PHONE_LIST, NULL);

  if (!ecpa_store_list_phones (request->backend->store, request->card->person_id, phones->items, error))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (phones->items)); i++)
    {
      g_autoptr (EcpaPhone) phone = g_list_model_get_item (G_LIST_MODEL (phones->items), i);

      if (strcmp (phone->id, request->target) == 0)
        return g_steal_pointer (&phone);
    }
  ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);

  return NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_mail_check:
 * @mail: a mail address
 *
 * Returns: whether it looks like one: ASCII, at most 254 characters (facts/domain.md, "E-mail")
 */
gboolean
ecpa_mail_check (const char *mail)
{
  return strlen (mail) <= MAX_MAIL && g_regex_match_simple (MAIL_PATTERN, mail, G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * ecpa_contacts_check:
 * @contacts: (inout): what was typed; members that are empty are taken out
 * @error: a problem that names the member
 *
 * Returns: whether everything looks like what it should be
 */
gboolean
ecpa_contacts_check (EcpaContacts  *contacts,
                     GError       **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      char **value = &G_STRUCT_MEMBER (char *, contacts, formats[i].offset);

      if (!formats[i].required && (*value == NULL || **value == '\0'))
        g_clear_pointer (value, g_free);
      else if (strlen (*value) > MAX_MAIL
               || !g_regex_match_simple (formats[i].pattern, *value, G_REGEX_DOLLAR_ENDONLY, 0))
        return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, formats[i].member);
    }

  return TRUE;
}

/**
 * ecpa_rules_read_contacts:
 * @request: a request by a card session, with the registration password
 *
 * Answers the contact data in full (N7).
 */
void
ecpa_rules_read_contacts (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_reading, finish_reading);
}

/**
 * ecpa_rules_put_contacts:
 * @request: a request by a card session, with the registration password
 *
 * Changes the contact data (N7).
 */
void
ecpa_rules_put_contacts (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_change, finish_change);
}

/**
 * ecpa_rules_list_phones:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the phones are answered (N8)
 */
gboolean
ecpa_rules_list_phones (EcpaInquiry  *request,
                        GError      **error)
{
  g_autoptr (EcpaPhoneList) phones = g_object_new (ECPA_TYPE_PHONE_LIST, NULL);

  if (!check_verified (request, error)
      || !ecpa_store_list_phones (request->backend->store, request->card->person_id, phones->items, error))
    return FALSE;
  phones->limit = request->backend->settings->phones;
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (phones), 0);

  return TRUE;
}

/**
 * ecpa_rules_add_phone:
 * @request: a request by a card session, with the registration password
 *
 * Registers a phone (N8).
 */
void
ecpa_rules_add_phone (EcpaInquiry *request)
{
  ecpa_work_run (request, begin_phone, finish_phone);
}

/**
 * ecpa_rules_rename_phone:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the phone has its new name
 */
gboolean
ecpa_rules_rename_phone (EcpaInquiry  *request,
                         GError      **error)
{
  g_autofree char *name = NULL;
  g_autoptr (EcpaPhone) phone = NULL;
  gboolean found;

  if (!read_phone_name (request, &name, error)
      || !ecpa_store_rename_phone (request->backend->store, request->card->person_id, request->target, name, &found,
                                   error))
    return FALSE;
  phone = find_phone (request, error);
  if (phone == NULL)
    return FALSE;
  ecpa_inquiry_reply (request, 200, ECPA_RECORD (phone), 0);

  return TRUE;
}

/**
 * ecpa_rules_remove_phone:
 * @request: a request by a card session
 * @error: a problem
 *
 * Returns: whether the phone is gone
 */
gboolean
ecpa_rules_remove_phone (EcpaInquiry  *request,
                         GError      **error)
{
  gboolean found;

  if (!ecpa_store_remove_phone (request->backend->store, request->card->person_id, request->target, &found, error))
    return FALSE;
  if (!found)
    return ecpa_fail (error, ECPA_PROBLEM_NOT_FOUND);
  ecpa_inquiry_reply (request, 204, NULL, 0);

  return TRUE;
}
