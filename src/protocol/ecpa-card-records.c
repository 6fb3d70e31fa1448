/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-records.h"

#include "ecpa-record-private.h"

/* EcpaCardSessionRequest ---------------------------------------------------- */

static const EcpaField ecpa_card_session_request_fields[] = {
  { "method", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSessionRequest, method), TRUE },
  { "login-id", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaCardSessionRequest, login_id), TRUE },
  { "proof", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaCardSessionRequest, proof), TRUE },
};

DEFINE_RECORD (EcpaCardSessionRequest, ecpa_card_session_request)

static void
ecpa_card_session_request_init (EcpaCardSessionRequest *self)
{
}

/* EcpaCardSession ----------------------------------------------------------- */

static const EcpaField ecpa_card_session_fields[] = {
  { "token", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSession, token), FALSE },
  { "holder-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSession, holder_masked), TRUE },
  { "state", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSession, state), TRUE },
  { "mail-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSession, mail_masked), FALSE },
  { "mobile-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCardSession, mobile_masked), FALSE },
  { "stopped-until", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaCardSession, stopped_until), FALSE },
  { "expires-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaCardSession, expires_at), TRUE },
};

DEFINE_RECORD (EcpaCardSession, ecpa_card_session)

static void
ecpa_card_session_init (EcpaCardSession *self)
{
}

/* EcpaResidence ------------------------------------------------------------- */

static const EcpaField ecpa_residence_fields[] = {
  { "household-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaResidence, household_number), TRUE },
  { "county", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaResidence, county), TRUE },
  { "town", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaResidence, town), TRUE },
  { "village", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaResidence, village), TRUE },
  { "neighbourhood", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaResidence, neighbourhood), TRUE },
};

DEFINE_RECORD (EcpaResidence, ecpa_residence)

static void
ecpa_residence_init (EcpaResidence *self)
{
}

/* EcpaContacts -------------------------------------------------------------- */

static const EcpaField ecpa_contacts_fields[] = {
  { "telephone", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaContacts, telephone), FALSE },
  { "extension", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaContacts, extension), FALSE },
  { "mobile", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaContacts, mobile), TRUE },
  { "mail", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaContacts, mail), TRUE },
  { "mail-secondary", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaContacts, mail_secondary), FALSE },
};

DEFINE_RECORD (EcpaContacts, ecpa_contacts)

static void
ecpa_contacts_init (EcpaContacts *self)
{
}

/* EcpaRegistrationRequest --------------------------------------------------- */

static const EcpaField ecpa_registration_request_fields[] = {
  { "terms-version", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, terms_version), TRUE },
  { "household-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, household_number), TRUE },
  { "county", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, county), TRUE },
  { "town", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, town), TRUE },
  { "village", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, village), TRUE },
  { "neighbourhood", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, neighbourhood), TRUE },
  { "telephone", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, telephone), FALSE },
  { "extension", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, extension), FALSE },
  { "mobile", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, mobile), TRUE },
  { "mail", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, mail), TRUE },
  { "mail-secondary", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistrationRequest, mail_secondary), FALSE },
};

DEFINE_RECORD (EcpaRegistrationRequest, ecpa_registration_request)

static void
ecpa_registration_request_init (EcpaRegistrationRequest *self)
{
}

/* EcpaRegistration ---------------------------------------------------------- */

static const EcpaField ecpa_registration_fields[] = {
  { "state", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistration, state), TRUE },
  { "mail-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistration, mail_masked), FALSE },
  { "mobile-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistration, mobile_masked), FALSE },
  { "new-mail-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRegistration, new_mail_masked), FALSE },
  { "code-expires-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaRegistration, code_expires_at), FALSE },
  { "resend-after", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaRegistration, resend_after), FALSE },
  { "stopped-until", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaRegistration, stopped_until), FALSE },
  { "registered-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaRegistration, registered_at), FALSE },
  { "verified-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaRegistration, verified_at), FALSE },
};

DEFINE_RECORD (EcpaRegistration, ecpa_registration)

static void
ecpa_registration_init (EcpaRegistration *self)
{
  self->resend_after = -1;
}

/* EcpaCode ------------------------------------------------------------------ */

static const EcpaField ecpa_code_fields[] = {
  { "code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCode, code), FALSE },
  { "token", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaCode, token), FALSE },
};

DEFINE_RECORD (EcpaCode, ecpa_code)

static void
ecpa_code_init (EcpaCode *self)
{
}

/* EcpaPasswordResetRequest -------------------------------------------------- */

static const EcpaField ecpa_password_reset_request_fields[] = {
  { "household-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, household_number), FALSE },
  { "county", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, county), FALSE },
  { "town", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, town), FALSE },
  { "village", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, village), FALSE },
  { "neighbourhood", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, neighbourhood), FALSE },
  { "mobile", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, mobile), FALSE },
  { "mail", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPasswordResetRequest, mail), FALSE },
};

DEFINE_RECORD (EcpaPasswordResetRequest, ecpa_password_reset_request)

static void
ecpa_password_reset_request_init (EcpaPasswordResetRequest *self)
{
}

/* EcpaMailNotice ------------------------------------------------------------ */

static const EcpaField ecpa_mail_notice_fields[] = {
  { "mail-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaMailNotice, mail_masked), TRUE },
  { "expires-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaMailNotice, expires_at), TRUE },
  { "resend-after", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaMailNotice, resend_after), TRUE },
};

DEFINE_RECORD (EcpaMailNotice, ecpa_mail_notice)

static void
ecpa_mail_notice_init (EcpaMailNotice *self)
{
  self->resend_after = -1;
}

/* EcpaPhoneRequest ---------------------------------------------------------- */

static const EcpaField ecpa_phone_request_fields[] = {
  { "name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPhoneRequest, name), TRUE },
  { "device-code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPhoneRequest, device_code), FALSE },
};

DEFINE_RECORD (EcpaPhoneRequest, ecpa_phone_request)

static void
ecpa_phone_request_init (EcpaPhoneRequest *self)
{
}

/* EcpaPhone ----------------------------------------------------------------- */

static const EcpaField ecpa_phone_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPhone, id), TRUE },
  { "name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPhone, name), TRUE },
  { "device-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaPhone, device_masked), TRUE },
  { "added-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaPhone, added_at), TRUE },
};

DEFINE_RECORD (EcpaPhone, ecpa_phone)

static void
ecpa_phone_init (EcpaPhone *self)
{
}

/* EcpaPhoneList ------------------------------------------------------------- */

static const EcpaField ecpa_phone_list_fields[] = {
  { "items", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaPhoneList, items), TRUE, ecpa_phone_get_type },
  { "limit", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPhoneList, limit), TRUE },
};

DEFINE_RECORD (EcpaPhoneList, ecpa_phone_list)

static void
ecpa_phone_list_init (EcpaPhoneList *self)
{
  self->limit = -1;
}

/* EcpaAccount --------------------------------------------------------------- */

static const EcpaField ecpa_account_fields[] = {
  { "account", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaAccount, account), TRUE },
  { "changed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaAccount, changed_at), TRUE },
};

DEFINE_RECORD (EcpaAccount, ecpa_account)

static void
ecpa_account_init (EcpaAccount *self)
{
}
