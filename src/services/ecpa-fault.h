/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaFaultCode:
 *
 * Everything that can stand between a person and what they wanted, whichever floor it comes from. The user
 * interface has one table from these to title, advice and button; nothing else reads error domains up there.
 */
typedef enum
{
  /* nothing wrong, or the person cancelled */
  ECPA_FAULT_NONE,

  /* reader and card: EcpaCardError */
  ECPA_FAULT_READER_NO_SERVICE,
  ECPA_FAULT_READER_SERVICE_DOWN,
  ECPA_FAULT_READER_NOT_PERMITTED,
  ECPA_FAULT_READER_MISMATCH,
  ECPA_FAULT_READER_GONE,
  ECPA_FAULT_CARD_ABSENT,
  ECPA_FAULT_CARD_REMOVED,
  ECPA_FAULT_CARD_CHANGED,
  ECPA_FAULT_CARD_IN_USE,
  ECPA_FAULT_CARD_MUTE,
  ECPA_FAULT_CARD_OTHER_KIND,
  ECPA_FAULT_CARD_BAD_ANSWER,
  ECPA_FAULT_CARD_NO_PROOF,
  ECPA_FAULT_CARD_COMMUNICATION,

  /* the way to the backend */
  ECPA_FAULT_OFFLINE,           /* no connection: refused, no route, no name */
  ECPA_FAULT_TIMEOUT,           /* connected, and no answer in time */
  ECPA_FAULT_UNTRUSTED,         /* TLS: another certificate than the one expected */
  ECPA_FAULT_SERVER_ERROR,      /* 5xx */
  ECPA_FAULT_BAD_ANSWER,        /* truncated or not what was agreed */
  ECPA_FAULT_UNAVAILABLE,       /* 503, 429: try again after retry_after */

  /* what the backend decided: EcpaProblemCode */
  ECPA_FAULT_WRONG_PASSWORD,
  ECPA_FAULT_STOPPED,
  ECPA_FAULT_REGISTRATION_CANCELLED,
  ECPA_FAULT_NOT_REGISTERED,
  ECPA_FAULT_NOT_VERIFIED,
  ECPA_FAULT_NO_ACCOUNT,
  ECPA_FAULT_PROOF_REFUSED,
  ECPA_FAULT_SCHEME_REFUSED,
  ECPA_FAULT_SESSION_ENDED,
  ECPA_FAULT_METHOD_INSUFFICIENT,
  ECPA_FAULT_CONSENT_REQUIRED,
  ECPA_FAULT_NOT_FOUND,
  ECPA_FAULT_CONFLICT,
  ECPA_FAULT_NOT_ELECTRONIC,
  ECPA_FAULT_ACCOUNT_REFUSED,       /* account and password do not fit, whether there is such an account or not */
  ECPA_FAULT_ACCOUNT_STOPPED,       /* too many wrong passwords for this account; retry_after */

  /* and of the card services and accounts: N1–N8, L7 */
  ECPA_FAULT_RESIDENCE_MISMATCH,
  ECPA_FAULT_ALREADY_REGISTERED,
  ECPA_FAULT_CODE_INVALID,
  ECPA_FAULT_CODE_EXPIRED,
  ECPA_FAULT_CODE_USED,
  ECPA_FAULT_CODE_OTHER_CARD,
  ECPA_FAULT_PASSWORD_POLICY,
  ECPA_FAULT_PASSWORD_REUSED,
  ECPA_FAULT_PASSWORD_TOO_SOON,
  ECPA_FAULT_MAIL_LIMIT,
  ECPA_FAULT_ACCOUNT_TAKEN,
  ECPA_FAULT_ACCOUNT_EXISTS,
  ECPA_FAULT_MOBILE_MISMATCH,       /* the number is not the registered one */
  ECPA_FAULT_RESIDENCE_STOPPED,     /* too many residences that were not the registered one; retry_after */
  ECPA_FAULT_CODE_SUPERSEDED,       /* a newer mail took its place */
  ECPA_FAULT_TERMS_CHANGED,         /* others are in force than those that were read */
  ECPA_FAULT_NO_MAIL,               /* there is no registered address to send anything to */
  ECPA_FAULT_PHONE_CODE,            /* no phone shows such a code */
  ECPA_FAULT_PHONE_KNOWN,           /* this phone is registered */
  ECPA_FAULT_PHONE_LIMIT,           /* no more phones */
  ECPA_FAULT_ACCOUNT_MISSING,       /* told only to whoever proved to be its owner */
  ECPA_FAULT_OLD_PASSWORD_WRONG,    /* of an account, by somebody who is signed in */
  ECPA_FAULT_OLD_PASSWORD_STOPPED,  /* likewise, too often; retry_after */

  /* why a session is over, or stays locked */
  ECPA_FAULT_SESSION_EXPIRED,       /* the backend waited too long, or it had lasted long enough */
  ECPA_FAULT_SESSION_ELSEWHERE,     /* signed out somewhere else */
  ECPA_FAULT_SESSION_ADMINISTRATOR, /* ended by whoever runs the service */
  ECPA_FAULT_LOCKED,                /* by the person */
  ECPA_FAULT_LOCKED_IDLE,           /* nobody touched the program for the time set */
  ECPA_FAULT_LOCKED_SCREEN,         /* the desktop locked its screen */
  ECPA_FAULT_LOCKED_OTHER_CARD,     /* the card in the reader is not the one that locked */

  /* the rest */
  ECPA_FAULT_FILE,              /* an export could not be written */
  ECPA_FAULT_INTERNAL,
} EcpaFaultCode;

/* `field` of a problem that the backend leaves open, and whoever asks knows: the password or the missing thing is an
 * account's, the password is the one of an account that is to be changed, what was stopped is the residence. */
#define ECPA_FAULT_FIELD_ACCOUNT      "account"
#define ECPA_FAULT_FIELD_OLD_PASSWORD "old-password"
#define ECPA_FAULT_FIELD_RESIDENCE    "residence"

#define ECPA_TYPE_FAULT_CODE (ecpa_fault_code_get_type ())
GType ecpa_fault_code_get_type (void) G_GNUC_CONST;

/**
 * EcpaFault:
 * @code: what happened
 * @tries_left: tries before the next stop, or -1
 * @retry_after: seconds until it makes sense to try again, or -1; counted from @when
 * @when: when it happened
 * @detail: (nullable): English, for the log and the support bundle; nothing personal
 * @field: (nullable): what is wrong, as the backend names it: a member, a step, a rule
 *
 * One failure, as it is shown. Immutable.
 */
typedef struct
{
  EcpaFaultCode  code;
  int            tries_left;
  int            retry_after;
  GDateTime     *when;
  char          *detail;
  char          *field;
} EcpaFault;

#define ECPA_TYPE_FAULT (ecpa_fault_get_type ())
GType      ecpa_fault_get_type  (void) G_GNUC_CONST;
EcpaFault *ecpa_fault_new       (EcpaFaultCode  code,
                                 const char    *detail);
/* (nullable): %NULL for G_IO_ERROR_CANCELLED, which is no fault */
EcpaFault *ecpa_fault_from_error (const GError *error);
/* Before that: what the backend left open. */
void       ecpa_fault_set_field (const GError  *error,
                                 const char    *field);
/* Whether it is the end of a session, for whatever reason. */
gboolean   ecpa_fault_is_session_end (const EcpaFault *self);
/* Whether the backend could not take an account or a password for one. */
gboolean   ecpa_fault_is_of_entry    (const EcpaFault *self);
EcpaFault *ecpa_fault_copy      (EcpaFault     *self);
void       ecpa_fault_free      (EcpaFault     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaFault, ecpa_fault_free)

G_END_DECLS
