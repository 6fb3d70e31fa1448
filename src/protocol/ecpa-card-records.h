/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-record.h"

G_BEGIN_DECLS

/* What the card services (N1–N8) and the account (L7) are asked by. None has a member for a password: those go beside the
 * record and only ever live in an EcpaSecret. A masked member is for showing; nothing can be worked out from it. */

/**
 * EcpaCardSessionRequest:
 * @method: `health-card`
 * @login_id: of the challenge
 * @proof: of the card
 *
 * Proves a card without a password: `POST /v1/card-sessions`.
 */
struct _EcpaCardSessionRequest
{
  EcpaRecord  parent_instance;

  char       *method;
  GBytes     *login_id;
  GBytes     *proof;
};

#define ECPA_TYPE_CARD_SESSION_REQUEST (ecpa_card_session_request_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardSessionRequest, ecpa_card_session_request, ECPA, CARD_SESSION_REQUEST, EcpaRecord)

/**
 * EcpaCardSession:
 * @token: (nullable): the bearer token
 * @holder_masked: the holder's name, masked
 * @state: `none`, `unverified`, `verified`, `stopped`, `cancelled`
 * @mail_masked: (nullable): the registered address, masked
 * @mobile_masked: (nullable): the registered number, masked
 * @stopped_until: (nullable): when a stop ends
 * @expires_at: when it ends if nothing happens
 *
 * A card that has proved itself: the answer to `POST /v1/card-sessions`. Its token opens the card services' calls of this card and
 * nothing else.
 */
struct _EcpaCardSession
{
  EcpaRecord  parent_instance;

  char       *token;
  char       *holder_masked;
  char       *state;
  char       *mail_masked;
  char       *mobile_masked;
  GDateTime  *stopped_until;
  GDateTime  *expires_at;
};

#define ECPA_TYPE_CARD_SESSION (ecpa_card_session_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardSession, ecpa_card_session, ECPA, CARD_SESSION, EcpaRecord)

/**
 * EcpaResidence:
 * @household_number: 戶號: 8 letters and digits
 * @county: 縣市
 * @town: 鄉鎮市區
 * @village: 村里
 * @neighbourhood: 鄰: its number
 *
 * Where somebody is registered as living, as they type it: `POST /v1/residence-checks`.
 */
struct _EcpaResidence
{
  EcpaRecord  parent_instance;

  char       *household_number;
  char       *county;
  char       *town;
  char       *village;
  char       *neighbourhood;
};

#define ECPA_TYPE_RESIDENCE (ecpa_residence_get_type ())
G_DECLARE_FINAL_TYPE (EcpaResidence, ecpa_residence, ECPA, RESIDENCE, EcpaRecord)

/**
 * EcpaContacts:
 * @telephone: (nullable): area code and number
 * @extension: (nullable): of the telephone
 * @mobile: 09 and eight digits
 * @mail: E-Mail(主要)
 * @mail_secondary: (nullable): E-Mail(備用)
 *
 * How to reach somebody (N7): the answer to `POST /v1/contact-readings`, and what `PUT /v1/contacts` sends beside the password.
 */
struct _EcpaContacts
{
  EcpaRecord  parent_instance;

  char       *telephone;
  char       *extension;
  char       *mobile;
  char       *mail;
  char       *mail_secondary;
};

#define ECPA_TYPE_CONTACTS (ecpa_contacts_get_type ())
G_DECLARE_FINAL_TYPE (EcpaContacts, ecpa_contacts, ECPA, CONTACTS, EcpaRecord)

/**
 * EcpaRegistrationRequest:
 * @terms_version: of the `card-terms` that were read
 * @household_number: 戶號: 8 letters and digits
 * @county: 縣市
 * @town: 鄉鎮市區
 * @village: 村里
 * @neighbourhood: 鄰: its number
 * @telephone: (nullable): area code and number
 * @extension: (nullable): of the telephone
 * @mobile: 09 and eight digits
 * @mail: E-Mail(主要)
 * @mail_secondary: (nullable): E-Mail(備用)
 *
 * What registers a card (N1): `POST /v1/registrations`. The password goes beside it and is in no record.
 */
struct _EcpaRegistrationRequest
{
  EcpaRecord  parent_instance;

  char       *terms_version;
  char       *household_number;
  char       *county;
  char       *town;
  char       *village;
  char       *neighbourhood;
  char       *telephone;
  char       *extension;
  char       *mobile;
  char       *mail;
  char       *mail_secondary;
};

#define ECPA_TYPE_REGISTRATION_REQUEST (ecpa_registration_request_get_type ())
G_DECLARE_FINAL_TYPE (EcpaRegistrationRequest, ecpa_registration_request, ECPA, REGISTRATION_REQUEST, EcpaRecord)

/**
 * EcpaRegistration:
 * @state: as of #EcpaCardSession
 * @mail_masked: (nullable): the verified address, or the first one while none is; masked
 * @mobile_masked: (nullable): masked
 * @new_mail_masked: (nullable): an address that takes its place when it is verified; masked
 * @code_expires_at: (nullable): when the code of the last verification mail stops being good
 * @resend_after: seconds until another mail may be asked for, or -1 where there is nothing to verify
 * @stopped_until: (nullable): when a stop ends
 * @registered_at: (nullable): since when
 * @verified_at: (nullable): since when the address is verified
 *
 * How things stand with the registration of the card: `GET /v1/registration`, and the answer to what changes it.
 */
struct _EcpaRegistration
{
  EcpaRecord  parent_instance;

  char       *state;
  char       *mail_masked;
  char       *mobile_masked;
  char       *new_mail_masked;
  GDateTime  *code_expires_at;
  gint64      resend_after;
  GDateTime  *stopped_until;
  GDateTime  *registered_at;
  GDateTime  *verified_at;
};

#define ECPA_TYPE_REGISTRATION (ecpa_registration_get_type ())
G_DECLARE_FINAL_TYPE (EcpaRegistration, ecpa_registration, ECPA, REGISTRATION, EcpaRecord)

/**
 * EcpaCode:
 * @code: (nullable): as pasted: case, blanks and dashes do not matter
 * @token: (nullable): as in the link
 *
 * What stands in a mail: `POST /v1/verifications`. Code and token are one thing and one of them has to be there.
 */
struct _EcpaCode
{
  EcpaRecord  parent_instance;

  char       *code;
  char       *token;
};

#define ECPA_TYPE_CODE (ecpa_code_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCode, ecpa_code, ECPA, CODE, EcpaRecord)

/**
 * EcpaPasswordResetRequest:
 * @household_number: (nullable): 戶號: 8 letters and digits
 * @county: (nullable): 縣市
 * @town: (nullable): 鄉鎮市區
 * @village: (nullable): 村里
 * @neighbourhood: (nullable): 鄰: its number
 * @mobile: (nullable): the registered number
 * @mail: (nullable): where the mail is to go
 *
 * Asks for a mail to choose a new password with (N3): `POST /v1/password-resets`. Without anything it goes to the registered address;
 * to another one with the registered residence and mobile number.
 */
struct _EcpaPasswordResetRequest
{
  EcpaRecord  parent_instance;

  char       *household_number;
  char       *county;
  char       *town;
  char       *village;
  char       *neighbourhood;
  char       *mobile;
  char       *mail;
};

#define ECPA_TYPE_PASSWORD_RESET_REQUEST (ecpa_password_reset_request_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPasswordResetRequest, ecpa_password_reset_request, ECPA, PASSWORD_RESET_REQUEST, EcpaRecord)

/**
 * EcpaMailNotice:
 * @mail_masked: where to; masked
 * @expires_at: when its code stops being good
 * @resend_after: seconds until another one may be asked for
 *
 * That a mail is on its way: the answer to `POST /v1/password-resets` and `POST /v1/registration/mails`.
 */
struct _EcpaMailNotice
{
  EcpaRecord  parent_instance;

  char       *mail_masked;
  GDateTime  *expires_at;
  gint64      resend_after;
};

#define ECPA_TYPE_MAIL_NOTICE (ecpa_mail_notice_get_type ())
G_DECLARE_FINAL_TYPE (EcpaMailNotice, ecpa_mail_notice, ECPA, MAIL_NOTICE, EcpaRecord)

/**
 * EcpaPhoneRequest:
 * @name: what the person calls it
 * @device_code: (nullable): the code that the phone application shows; only when it is registered
 *
 * A phone to register, or its new name (N8): `POST /v1/phones`, with `password` beside it, `PUT /v1/phones/{id}`.
 */
struct _EcpaPhoneRequest
{
  EcpaRecord  parent_instance;

  char       *name;
  char       *device_code;
};

#define ECPA_TYPE_PHONE_REQUEST (ecpa_phone_request_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPhoneRequest, ecpa_phone_request, ECPA, PHONE_REQUEST, EcpaRecord)

/**
 * EcpaPhone:
 * @id: the phone
 * @name: what the person calls it
 * @device_masked: its code, masked
 * @added_at: since when
 *
 * A phone of 全民健保行動快易通 (N8).
 */
struct _EcpaPhone
{
  EcpaRecord  parent_instance;

  char       *id;
  char       *name;
  char       *device_masked;
  GDateTime  *added_at;
};

#define ECPA_TYPE_PHONE (ecpa_phone_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPhone, ecpa_phone, ECPA, PHONE, EcpaRecord)

/**
 * EcpaPhoneList:
 * @items: oldest first
 * @limit: how many there may be
 *
 * The registered phones: `GET /v1/phones`.
 */
struct _EcpaPhoneList
{
  EcpaRecord  parent_instance;

  GListStore *items;
  gint64      limit;
};

#define ECPA_TYPE_PHONE_LIST (ecpa_phone_list_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPhoneList, ecpa_phone_list, ECPA, PHONE_LIST, EcpaRecord)

/**
 * EcpaAccount:
 * @account: its name
 * @changed_at: when its password was set
 *
 * An eCPA account (L7): the answer to `POST /v1/account-activations` and `POST /v1/account-resets`.
 */
struct _EcpaAccount
{
  EcpaRecord  parent_instance;

  char       *account;
  GDateTime  *changed_at;
};

#define ECPA_TYPE_ACCOUNT (ecpa_account_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAccount, ecpa_account, ECPA, ACCOUNT, EcpaRecord)

G_END_DECLS
