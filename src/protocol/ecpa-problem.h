/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-record.h"

G_BEGIN_DECLS

/**
 * EcpaProblemCode:
 * @ECPA_PROBLEM_INVALID_REQUEST: the request is malformed; `field` may name the member
 * @ECPA_PROBLEM_NOT_FOUND: no such thing, or not this person's; the two cannot be told apart
 * @ECPA_PROBLEM_SESSION_REQUIRED: no session, an unknown one, or one that has ended; `field` is why, where it is known: `expired`, `signed-out`, `administrator`
 * @ECPA_PROBLEM_METHOD_INSUFFICIENT: this way of signing in does not open this application (L10)
 * @ECPA_PROBLEM_CONSENT_REQUIRED: the person has not agreed to read orders on line (O1)
 * @ECPA_PROBLEM_WRONG_PASSWORD: 註冊密碼輸入錯誤; `tries_left`
 * @ECPA_PROBLEM_STOPPED: stopped after repeated wrong passwords; `retry_after`
 * @ECPA_PROBLEM_REGISTRATION_CANCELLED: stopped too often; the registration has been cancelled
 * @ECPA_PROBLEM_NOT_REGISTERED: 您尚未註冊健保卡網路服務
 * @ECPA_PROBLEM_NOT_VERIFIED: the registration's e-mail is not verified yet
 * @ECPA_PROBLEM_NO_ACCOUNT: 驗證失敗 查無您的帳號: never was a civil servant
 * @ECPA_PROBLEM_PROOF_REFUSED: the card's proof does not verify, was used before, or came too late
 * @ECPA_PROBLEM_SCHEME_REFUSED: a simulated card at a backend that is not in training
 * @ECPA_PROBLEM_CONFLICT: somebody else changed it; `If-Match` does not match
 * @ECPA_PROBLEM_KEY_REUSED: the Idempotency-Key was used for another request
 * @ECPA_PROBLEM_NOT_ELECTRONIC: this kind of order is delivered on paper
 * @ECPA_PROBLEM_NOT_VIEWED: an order can be signed for only after it was opened (檢視 before 簽收)
 * @ECPA_PROBLEM_RESIDENCE_MISMATCH: household number or address do not match; `field` is the step, `household` or `address`; `tries_left`
 * @ECPA_PROBLEM_ALREADY_REGISTERED: 已註冊: the card is registered (N4)
 * @ECPA_PROBLEM_CODE_INVALID: no code of a mail, or not of this kind of mail
 * @ECPA_PROBLEM_CODE_EXPIRED: the code came too late, or a newer mail took its place (`field` is `superseded`)
 * @ECPA_PROBLEM_CODE_USED: the code was used before
 * @ECPA_PROBLEM_CODE_OTHER_CARD: the mail was sent for another card than the one that has proved itself
 * @ECPA_PROBLEM_PASSWORD_POLICY: the new password does not follow its #EcpaPasswordPolicy; `field` is the rule: `min_length`, `max_length`, `classes`, `characters`
 * @ECPA_PROBLEM_PASSWORD_REUSED: the new password is the old one, or one before it
 * @ECPA_PROBLEM_PASSWORD_TOO_SOON: not again so soon; `retry_after`
 * @ECPA_PROBLEM_MAIL_LIMIT: no more mails for now; `retry_after`
 * @ECPA_PROBLEM_ACCOUNT_TAKEN: somebody has an account of this name
 * @ECPA_PROBLEM_ACCOUNT_EXISTS: this person has an account already
 * @ECPA_PROBLEM_TOO_LARGE: the body is over the limit
 * @ECPA_PROBLEM_TOO_MANY: too many requests; `retry_after`
 * @ECPA_PROBLEM_METHOD_NOT_ALLOWED: the HTTP method does not fit the path
 * @ECPA_PROBLEM_UNAVAILABLE: maintenance or overload; `retry_after` perhaps
 * @ECPA_PROBLEM_INTERNAL: a fault of the backend
 *
 * What the backend can answer instead of what was asked for (RFC 9457). It is the code of errors in
 * the domain %ECPA_PROBLEM_ERROR.
 */
typedef enum
{
  ECPA_PROBLEM_INVALID_REQUEST,
  ECPA_PROBLEM_NOT_FOUND,
  ECPA_PROBLEM_SESSION_REQUIRED,
  ECPA_PROBLEM_METHOD_INSUFFICIENT,
  ECPA_PROBLEM_CONSENT_REQUIRED,
  ECPA_PROBLEM_WRONG_PASSWORD,
  ECPA_PROBLEM_STOPPED,
  ECPA_PROBLEM_REGISTRATION_CANCELLED,
  ECPA_PROBLEM_NOT_REGISTERED,
  ECPA_PROBLEM_NOT_VERIFIED,
  ECPA_PROBLEM_NO_ACCOUNT,
  ECPA_PROBLEM_PROOF_REFUSED,
  ECPA_PROBLEM_SCHEME_REFUSED,
  ECPA_PROBLEM_CONFLICT,
  ECPA_PROBLEM_KEY_REUSED,
  ECPA_PROBLEM_NOT_ELECTRONIC,
  ECPA_PROBLEM_NOT_VIEWED,
  ECPA_PROBLEM_RESIDENCE_MISMATCH,
  ECPA_PROBLEM_ALREADY_REGISTERED,
  ECPA_PROBLEM_CODE_INVALID,
  ECPA_PROBLEM_CODE_EXPIRED,
  ECPA_PROBLEM_CODE_USED,
  ECPA_PROBLEM_CODE_OTHER_CARD,
  ECPA_PROBLEM_PASSWORD_POLICY,
  ECPA_PROBLEM_PASSWORD_REUSED,
  ECPA_PROBLEM_PASSWORD_TOO_SOON,
  ECPA_PROBLEM_MAIL_LIMIT,
  ECPA_PROBLEM_ACCOUNT_TAKEN,
  ECPA_PROBLEM_ACCOUNT_EXISTS,
  ECPA_PROBLEM_TOO_LARGE,
  ECPA_PROBLEM_TOO_MANY,
  ECPA_PROBLEM_METHOD_NOT_ALLOWED,
  ECPA_PROBLEM_UNAVAILABLE,
  ECPA_PROBLEM_INTERNAL,
  ECPA_N_PROBLEM_CODES,
} EcpaProblemCode;

#define ECPA_PROBLEM_ERROR (ecpa_problem_error_quark ())
GQuark ecpa_problem_error_quark (void);

/**
 * EcpaProblem:
 * @type: a URI that names the kind; `about:blank` is never used
 * @title: English, for people who read logs; the application has its own words
 * @status: the HTTP status
 * @code: the stable name of a #EcpaProblemCode, e.g. `wrong_password`
 * @tries_left: tries before the next stop, or -1
 * @retry_after: seconds until it makes sense to try again, or -1
 * @field: (nullable): the member of the request that is wrong
 *
 * A problem document, `application/problem+json`.
 */
struct _EcpaProblem
{
  EcpaRecord  parent_instance;

  char       *type;
  char       *title;
  gint64      status;
  char       *code;
  gint64      tries_left;
  gint64      retry_after;
  char       *field;
};

#define ECPA_TYPE_PROBLEM (ecpa_problem_get_type ())
G_DECLARE_FINAL_TYPE (EcpaProblem, ecpa_problem, ECPA, PROBLEM, EcpaRecord)

EcpaProblem     *ecpa_problem_new              (EcpaProblemCode  code);
EcpaProblemCode  ecpa_problem_get_code         (EcpaProblem     *self);
const char      *ecpa_problem_code_get_name    (EcpaProblemCode  code);
guint            ecpa_problem_code_get_status  (EcpaProblemCode  code);
GError          *ecpa_problem_to_error         (EcpaProblem     *self);
EcpaProblem     *ecpa_problem_peek             (const GError    *error);

G_END_DECLS
