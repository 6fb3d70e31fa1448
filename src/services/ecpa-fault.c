/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-fault.h"

#include "ecpa-card-transport.h"
#include "ecpa-client.h"
#include "ecpa-problem.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  int           code;
  EcpaFaultCode fault;
} Row;

static const Row card_rows[] = {
  { ECPA_CARD_ERROR_NO_SERVICE, ECPA_FAULT_READER_NO_SERVICE },
  { ECPA_CARD_ERROR_SERVICE_DOWN, ECPA_FAULT_READER_SERVICE_DOWN },
  { ECPA_CARD_ERROR_NOT_PERMITTED, ECPA_FAULT_READER_NOT_PERMITTED },
  { ECPA_CARD_ERROR_SERVICE_MISMATCH, ECPA_FAULT_READER_MISMATCH },
  { ECPA_CARD_ERROR_NO_READER, ECPA_FAULT_READER_GONE },
  { ECPA_CARD_ERROR_NO_CARD, ECPA_FAULT_CARD_ABSENT },
  { ECPA_CARD_ERROR_REMOVED, ECPA_FAULT_CARD_REMOVED },
  { ECPA_CARD_ERROR_CHANGED, ECPA_FAULT_CARD_CHANGED },
  { ECPA_CARD_ERROR_IN_USE, ECPA_FAULT_CARD_IN_USE },
  { ECPA_CARD_ERROR_MUTE, ECPA_FAULT_CARD_MUTE },
  { ECPA_CARD_ERROR_NOT_HEALTH_CARD, ECPA_FAULT_CARD_OTHER_KIND },
  { ECPA_CARD_ERROR_BAD_ANSWER, ECPA_FAULT_CARD_BAD_ANSWER },
  { ECPA_CARD_ERROR_NO_PROOF, ECPA_FAULT_CARD_NO_PROOF },
  { ECPA_CARD_ERROR_COMMUNICATION, ECPA_FAULT_CARD_COMMUNICATION },
};

static const Row problem_rows[] = {
  { ECPA_PROBLEM_INVALID_REQUEST, ECPA_FAULT_INTERNAL },
  { ECPA_PROBLEM_NOT_FOUND, ECPA_FAULT_NOT_FOUND },
  { ECPA_PROBLEM_SESSION_REQUIRED, ECPA_FAULT_SESSION_ENDED },
  { ECPA_PROBLEM_METHOD_INSUFFICIENT, ECPA_FAULT_METHOD_INSUFFICIENT },
  { ECPA_PROBLEM_CONSENT_REQUIRED, ECPA_FAULT_CONSENT_REQUIRED },
  { ECPA_PROBLEM_WRONG_PASSWORD, ECPA_FAULT_WRONG_PASSWORD },
  { ECPA_PROBLEM_STOPPED, ECPA_FAULT_STOPPED },
  { ECPA_PROBLEM_REGISTRATION_CANCELLED, ECPA_FAULT_REGISTRATION_CANCELLED },
  { ECPA_PROBLEM_NOT_REGISTERED, ECPA_FAULT_NOT_REGISTERED },
  { ECPA_PROBLEM_NOT_VERIFIED, ECPA_FAULT_NOT_VERIFIED },
  { ECPA_PROBLEM_NO_ACCOUNT, ECPA_FAULT_NO_ACCOUNT },
  { ECPA_PROBLEM_PROOF_REFUSED, ECPA_FAULT_PROOF_REFUSED },
  { ECPA_PROBLEM_SCHEME_REFUSED, ECPA_FAULT_SCHEME_REFUSED },
  { ECPA_PROBLEM_CONFLICT, ECPA_FAULT_CONFLICT },
  { ECPA_PROBLEM_KEY_REUSED, ECPA_FAULT_CONFLICT },
  { ECPA_PROBLEM_NOT_VIEWED, ECPA_FAULT_CONFLICT },
  { ECPA_PROBLEM_NOT_ELECTRONIC, ECPA_FAULT_NOT_ELECTRONIC },
  { ECPA_PROBLEM_RESIDENCE_MISMATCH, ECPA_FAULT_RESIDENCE_MISMATCH },
  { ECPA_PROBLEM_ALREADY_REGISTERED, ECPA_FAULT_ALREADY_REGISTERED },
  { ECPA_PROBLEM_CODE_INVALID, ECPA_FAULT_CODE_INVALID },
  { ECPA_PROBLEM_CODE_EXPIRED, ECPA_FAULT_CODE_EXPIRED },
  { ECPA_PROBLEM_CODE_USED, ECPA_FAULT_CODE_USED },
  { ECPA_PROBLEM_CODE_OTHER_CARD, ECPA_FAULT_CODE_OTHER_CARD },
  { ECPA_PROBLEM_PASSWORD_POLICY, ECPA_FAULT_PASSWORD_POLICY },
  { ECPA_PROBLEM_PASSWORD_REUSED, ECPA_FAULT_PASSWORD_REUSED },
  { ECPA_PROBLEM_PASSWORD_TOO_SOON, ECPA_FAULT_PASSWORD_TOO_SOON },
  { ECPA_PROBLEM_MAIL_LIMIT, ECPA_FAULT_MAIL_LIMIT },
  { ECPA_PROBLEM_ACCOUNT_TAKEN, ECPA_FAULT_ACCOUNT_TAKEN },
  { ECPA_PROBLEM_ACCOUNT_EXISTS, ECPA_FAULT_ACCOUNT_EXISTS },
  { ECPA_PROBLEM_TOO_LARGE, ECPA_FAULT_INTERNAL },
  { ECPA_PROBLEM_TOO_MANY, ECPA_FAULT_UNAVAILABLE },
  { ECPA_PROBLEM_METHOD_NOT_ALLOWED, ECPA_FAULT_INTERNAL },
  { ECPA_PROBLEM_UNAVAILABLE, ECPA_FAULT_UNAVAILABLE },
  { ECPA_PROBLEM_INTERNAL, ECPA_FAULT_SERVER_ERROR },
};

/* What is told apart by what the problem is about: rules and ways out are others. */
static const struct
{
  EcpaFaultCode  code;
  const char    *field;
  EcpaFaultCode  meant;
} field_rows[] = {
  { ECPA_FAULT_SESSION_ENDED, "expired", ECPA_FAULT_SESSION_EXPIRED },
  { ECPA_FAULT_SESSION_ENDED, "signed-out", ECPA_FAULT_SESSION_ELSEWHERE },
  { ECPA_FAULT_SESSION_ENDED, "administrator", ECPA_FAULT_SESSION_ADMINISTRATOR },
  { ECPA_FAULT_WRONG_PASSWORD, ECPA_FAULT_FIELD_ACCOUNT, ECPA_FAULT_ACCOUNT_REFUSED },
  { ECPA_FAULT_STOPPED, ECPA_FAULT_FIELD_ACCOUNT, ECPA_FAULT_ACCOUNT_STOPPED },
  { ECPA_FAULT_NOT_FOUND, ECPA_FAULT_FIELD_ACCOUNT, ECPA_FAULT_ACCOUNT_MISSING },
  { ECPA_FAULT_WRONG_PASSWORD, ECPA_FAULT_FIELD_OLD_PASSWORD, ECPA_FAULT_OLD_PASSWORD_WRONG },
  { ECPA_FAULT_STOPPED, ECPA_FAULT_FIELD_OLD_PASSWORD, ECPA_FAULT_OLD_PASSWORD_STOPPED },
  { ECPA_FAULT_STOPPED, ECPA_FAULT_FIELD_RESIDENCE, ECPA_FAULT_RESIDENCE_STOPPED },
  { ECPA_FAULT_RESIDENCE_MISMATCH, "mobile", ECPA_FAULT_MOBILE_MISMATCH },
  { ECPA_FAULT_CODE_EXPIRED, "superseded", ECPA_FAULT_CODE_SUPERSEDED },
  { ECPA_FAULT_CONFLICT, "terms_version", ECPA_FAULT_TERMS_CHANGED },
  { ECPA_FAULT_CONFLICT, "mail", ECPA_FAULT_NO_MAIL },
  { ECPA_FAULT_CONFLICT, "device_code", ECPA_FAULT_PHONE_KNOWN },
  { ECPA_FAULT_CONFLICT, "limit", ECPA_FAULT_PHONE_LIMIT },
  { ECPA_FAULT_INTERNAL, "device_code", ECPA_FAULT_PHONE_CODE },
};

static const Row client_rows[] = {
  { ECPA_CLIENT_ERROR_UNREACHABLE, ECPA_FAULT_OFFLINE },
  { ECPA_CLIENT_ERROR_NO_ANSWER, ECPA_FAULT_TIMEOUT },
  { ECPA_CLIENT_ERROR_BAD_ANSWER, ECPA_FAULT_BAD_ANSWER },
  { ECPA_CLIENT_ERROR_SERVER, ECPA_FAULT_SERVER_ERROR },
  { ECPA_CLIENT_ERROR_OLD_TLS, ECPA_FAULT_UNTRUSTED },
  { ECPA_CLIENT_ERROR_OTHER_BACKEND, ECPA_FAULT_UNTRUSTED },
};

/* A handshake that is cut is `NOT_TLS` too: no certificate has been looked at by then. */
static const Row tls_rows[] = {
  { G_TLS_ERROR_BAD_CERTIFICATE, ECPA_FAULT_UNTRUSTED },
  { G_TLS_ERROR_NOT_TLS, ECPA_FAULT_OFFLINE },
  { G_TLS_ERROR_HANDSHAKE, ECPA_FAULT_UNTRUSTED },
  { G_TLS_ERROR_CERTIFICATE_REQUIRED, ECPA_FAULT_UNTRUSTED },
  { G_TLS_ERROR_UNAVAILABLE, ECPA_FAULT_UNTRUSTED },
  { G_TLS_ERROR_INAPPROPRIATE_FALLBACK, ECPA_FAULT_UNTRUSTED },
  { G_TLS_ERROR_EOF, ECPA_FAULT_OFFLINE },
  { G_TLS_ERROR_MISC, ECPA_FAULT_OFFLINE },
};

static const Row io_rows[] = {
  { G_IO_ERROR_CONNECTION_REFUSED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_CONNECTION_CLOSED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_HOST_UNREACHABLE, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_NETWORK_UNREACHABLE, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_HOST_NOT_FOUND, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_NOT_CONNECTED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_PROXY_FAILED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_PROXY_AUTH_FAILED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_PROXY_NEED_AUTH, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_PROXY_NOT_ALLOWED, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_TIMED_OUT, ECPA_FAULT_OFFLINE },
  { G_IO_ERROR_PARTIAL_INPUT, ECPA_FAULT_BAD_ANSWER },
};

static const Row file_rows[] = {
  { G_IO_ERROR_NO_SPACE, ECPA_FAULT_FILE },
  { G_IO_ERROR_READ_ONLY, ECPA_FAULT_FILE },
  { G_IO_ERROR_PERMISSION_DENIED, ECPA_FAULT_FILE },
  { G_IO_ERROR_NOT_DIRECTORY, ECPA_FAULT_FILE },
};

/* Auxiliaries -------------------------------------------------------------- */

static EcpaFaultCode
look_up (const Row     *rows,
         gsize          n_rows,
         int            code,
         EcpaFaultCode  otherwise)
{
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].code == code)
      return rows[i].fault;

  return otherwise;
}

#define LOOK_UP(rows, code, otherwise) look_up (rows, G_N_ELEMENTS (rows), code, otherwise)

/* libsoup's own errors all mean that what came was no HTTP as agreed; its quark is not asked for here, as this floor
 * does not see libsoup. */
static EcpaFaultCode
code_of (const GError *error)
{
  const char *domain = g_quark_to_string (error->domain);

  if (error->domain == ECPA_CARD_ERROR)
    return LOOK_UP (card_rows, error->code, ECPA_FAULT_CARD_COMMUNICATION);
  if (error->domain == ECPA_PROBLEM_ERROR)
    return LOOK_UP (problem_rows, error->code, ECPA_FAULT_INTERNAL);
  if (error->domain == ECPA_CLIENT_ERROR)
    return LOOK_UP (client_rows, error->code, ECPA_FAULT_INTERNAL);
  if (error->domain == ECPA_PROTOCOL_ERROR || g_str_has_prefix (domain, "soup-"))
    return ECPA_FAULT_BAD_ANSWER;
  if (error->domain == G_TLS_ERROR)
    return LOOK_UP (tls_rows, error->code, ECPA_FAULT_UNTRUSTED);
  if (error->domain == G_RESOLVER_ERROR)
    return ECPA_FAULT_OFFLINE;
  if (error->domain == G_FILE_ERROR)
    return ECPA_FAULT_FILE;
  if (error->domain == G_IO_ERROR)
    return LOOK_UP (io_rows, error->code, LOOK_UP (file_rows, error->code, ECPA_FAULT_OFFLINE));

  return ECPA_FAULT_INTERNAL;
}

static EcpaFaultCode
code_with_field (EcpaFaultCode  code,
                 const char    *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_rows); i++)
    if (field_rows[i].code == code && g_strcmp0 (field_rows[i].field, field) == 0)
      return field_rows[i].meant;

  return code;
}

/* Public API --------------------------------------------------------------- */

G_DEFINE_ENUM_TYPE (EcpaFaultCode, ecpa_fault_code,
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_READER_NO_SERVICE, "reader-no-service"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_READER_SERVICE_DOWN, "reader-service-down"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_READER_NOT_PERMITTED, "reader-not-permitted"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_READER_MISMATCH, "reader-mismatch"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_READER_GONE, "reader-gone"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_ABSENT, "card-absent"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_REMOVED, "card-removed"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_CHANGED, "card-changed"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_IN_USE, "card-in-use"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_MUTE, "card-mute"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_OTHER_KIND, "card-other-kind"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_BAD_ANSWER, "card-bad-answer"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_NO_PROOF, "card-no-proof"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CARD_COMMUNICATION, "card-communication"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_TIMEOUT, "timeout"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_UNTRUSTED, "untrusted"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SERVER_ERROR, "server-error"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_BAD_ANSWER, "bad-answer"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_UNAVAILABLE, "unavailable"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_WRONG_PASSWORD, "wrong-password"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_REGISTRATION_CANCELLED, "registration-cancelled"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NOT_REGISTERED, "not-registered"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NOT_VERIFIED, "not-verified"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NO_ACCOUNT, "no-account"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PROOF_REFUSED, "proof-refused"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SCHEME_REFUSED, "scheme-refused"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SESSION_ENDED, "session-ended"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_METHOD_INSUFFICIENT, "method-insufficient"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CONSENT_REQUIRED, "consent-required"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NOT_FOUND, "not-found"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CONFLICT, "conflict"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NOT_ELECTRONIC, "not-electronic"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_RESIDENCE_MISMATCH, "residence-mismatch"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ALREADY_REGISTERED, "already-registered"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CODE_INVALID, "code-invalid"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CODE_EXPIRED, "code-expired"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CODE_USED, "code-used"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CODE_OTHER_CARD, "code-other-card"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PASSWORD_POLICY, "password-policy"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PASSWORD_REUSED, "password-reused"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PASSWORD_TOO_SOON, "password-too-soon"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_MAIL_LIMIT, "mail-limit"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ACCOUNT_TAKEN, "account-taken"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ACCOUNT_EXISTS, "account-exists"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_MOBILE_MISMATCH, "mobile-mismatch"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_RESIDENCE_STOPPED, "residence-stopped"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_CODE_SUPERSEDED, "code-superseded"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_TERMS_CHANGED, "terms-changed"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_NO_MAIL, "no-mail"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PHONE_CODE, "phone-code"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PHONE_KNOWN, "phone-known"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_PHONE_LIMIT, "phone-limit"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ACCOUNT_MISSING, "account-missing"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_OLD_PASSWORD_WRONG, "old-password-wrong"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_OLD_PASSWORD_STOPPED, "old-password-stopped"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ACCOUNT_REFUSED, "account-refused"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_ACCOUNT_STOPPED, "account-stopped"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SESSION_EXPIRED, "session-expired"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SESSION_ELSEWHERE, "session-elsewhere"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_SESSION_ADMINISTRATOR, "session-administrator"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_LOCKED_IDLE, "locked-idle"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_LOCKED_SCREEN, "locked-screen"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_LOCKED_OTHER_CARD, "locked-other-card"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (ECPA_FAULT_INTERNAL, "internal"))

G_DEFINE_BOXED_TYPE (EcpaFault, ecpa_fault, ecpa_fault_copy, ecpa_fault_free)

/**
 * ecpa_fault_new:
 * @code: what happened
 * @detail: (nullable): English, for the log; nothing personal
 *
 * Returns: (transfer full): a fault that happened just now
 */
EcpaFault *
ecpa_fault_new (EcpaFaultCode  code,
                const char    *detail)
{
  EcpaFault *self = g_new0 (EcpaFault, 1);

  self->code = code;
  self->tries_left = -1;
  self->retry_after = -1;
  self->when = g_date_time_new_now_utc ();
  self->detail = g_strdup (detail);

  return self;
}

/**
 * ecpa_fault_from_error:
 * @error: an error from any floor below
 *
 * Returns: (transfer full) (nullable): what it means to the person; %NULL for a cancellation, which is no fault
 */
EcpaFault *
ecpa_fault_from_error (const GError *error)
{
  EcpaFault *self;
  EcpaProblem *problem;

  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  self = ecpa_fault_new (code_of (error), NULL);
  /* What does not parse is not repeated: it may be about somebody. */
  self->detail = g_strdup_printf ("%s %d: %s", g_quark_to_string (error->domain), error->code,
                                  error->domain == ECPA_PROTOCOL_ERROR ? "not understood" : error->message);
  problem = ecpa_problem_peek (error);
  if (problem != NULL)
    {
      self->tries_left = (int) CLAMP (problem->tries_left, -1, G_MAXINT);
      self->retry_after = (int) CLAMP (problem->retry_after, -1, G_MAXINT);
      self->field = g_strdup (problem->field);
      self->code = code_with_field (self->code, problem->field);
    }

  return self;
}

/**
 * ecpa_fault_is_of_entry:
 * @self: a fault
 *
 * Returns: whether the backend could not take an account or a password for one: nobody has one that long
 */
gboolean
ecpa_fault_is_of_entry (const EcpaFault *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->code == ECPA_FAULT_INTERNAL
         && (g_strcmp0 (self->field, "account") == 0 || g_strcmp0 (self->field, "password") == 0);
}

/**
 * ecpa_fault_set_field:
 * @error: an error from any floor below
 * @field: what it is about: one of the `ECPA_FAULT_FIELD_…`
 *
 * Adds to a problem what it is about where the backend did not say so, because whoever asked knows.
 */
void
ecpa_fault_set_field (const GError *error,
                      const char   *field)
{
  EcpaProblem *problem;

  g_return_if_fail (error != NULL && field != NULL);

  problem = ecpa_problem_peek (error);
  if (problem != NULL && problem->field == NULL)
    problem->field = g_strdup (field);
}

/**
 * ecpa_fault_is_session_end:
 * @self: a fault
 *
 * Returns: whether it is the end of a session, for whatever reason
 */
gboolean
ecpa_fault_is_session_end (const EcpaFault *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->code == ECPA_FAULT_SESSION_ENDED || self->code == ECPA_FAULT_SESSION_EXPIRED
         || self->code == ECPA_FAULT_SESSION_ELSEWHERE || self->code == ECPA_FAULT_SESSION_ADMINISTRATOR;
}

/**
 * ecpa_fault_copy:
 * @self: a fault
 *
 * Returns: (transfer full): another with the same content
 */
EcpaFault *
ecpa_fault_copy (EcpaFault *self)
{
  EcpaFault *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->when = g_date_time_ref (self->when);
  copy->detail = g_strdup (self->detail);
  copy->field = g_strdup (self->field);

  return copy;
}

/**
 * ecpa_fault_free:
 * @self: (transfer full): a fault
 */
void
ecpa_fault_free (EcpaFault *self)
{
  g_return_if_fail (self != NULL);

  g_date_time_unref (self->when);
  g_free (self->detail);
  g_free (self->field);
  g_free (self);
}
