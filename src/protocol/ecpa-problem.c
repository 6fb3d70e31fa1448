/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-problem.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  guint       status;
  const char *title;
} CodeRow;

static const CodeRow codes[ECPA_N_PROBLEM_CODES] = {
  [ECPA_PROBLEM_INVALID_REQUEST] = { "invalid_request", 400, "The request is malformed" },
  [ECPA_PROBLEM_NOT_FOUND] = { "not_found", 404, "There is no such thing" },
  [ECPA_PROBLEM_SESSION_REQUIRED] = { "session_required", 401, "No session, or one that has ended" },
  [ECPA_PROBLEM_METHOD_INSUFFICIENT] = { "method_insufficient", 403, "This sign-in method does not open this application" },
  [ECPA_PROBLEM_CONSENT_REQUIRED] = { "consent_required", 403, "Consent to on-line reading is missing" },
  [ECPA_PROBLEM_WRONG_PASSWORD] = { "wrong_password", 403, "Wrong password" },
  [ECPA_PROBLEM_STOPPED] = { "stopped", 403, "Stopped after repeated wrong passwords" },
  [ECPA_PROBLEM_REGISTRATION_CANCELLED] = { "registration_cancelled", 403, "The registration has been cancelled" },
  [ECPA_PROBLEM_NOT_REGISTERED] = { "not_registered", 403, "The card is not registered" },
  [ECPA_PROBLEM_NOT_VERIFIED] = { "not_verified", 403, "The mail address is not verified" },
  [ECPA_PROBLEM_NO_ACCOUNT] = { "no_account", 403, "There is no account" },
  [ECPA_PROBLEM_PROOF_REFUSED] = { "proof_refused", 403, "The card's proof is refused" },
  [ECPA_PROBLEM_SCHEME_REFUSED] = { "scheme_refused", 403, "Simulated cards are for training" },
  [ECPA_PROBLEM_CONFLICT] = { "conflict", 412, "Somebody else changed it" },
  [ECPA_PROBLEM_KEY_REUSED] = { "key_reused", 422, "The idempotency key belongs to another request" },
  [ECPA_PROBLEM_NOT_ELECTRONIC] = { "not_electronic", 409, "This kind of order is delivered on paper" },
  [ECPA_PROBLEM_NOT_VIEWED] = { "not_viewed", 409, "The order has to be opened before it is signed for" },
  [ECPA_PROBLEM_RESIDENCE_MISMATCH] = { "residence_mismatch", 403, "The residence does not match" },
  [ECPA_PROBLEM_ALREADY_REGISTERED] = { "already_registered", 409, "The card is registered" },
  [ECPA_PROBLEM_CODE_INVALID] = { "code_invalid", 403, "No such code" },
  [ECPA_PROBLEM_CODE_EXPIRED] = { "code_expired", 403, "The code has expired" },
  [ECPA_PROBLEM_CODE_USED] = { "code_used", 403, "The code was used" },
  [ECPA_PROBLEM_CODE_OTHER_CARD] = { "code_other_card", 403, "The code belongs to another card" },
  [ECPA_PROBLEM_PASSWORD_POLICY] = { "password_policy", 422, "The password does not follow the rules" },
  [ECPA_PROBLEM_PASSWORD_REUSED] = { "password_reused", 422, "The password was used before" },
  [ECPA_PROBLEM_PASSWORD_TOO_SOON] = { "password_too_soon", 403, "The password was changed a short while ago" },
  [ECPA_PROBLEM_MAIL_LIMIT] = { "mail_limit", 403, "Too many mails" },
  [ECPA_PROBLEM_ACCOUNT_TAKEN] = { "account_taken", 409, "The account name is taken" },
  [ECPA_PROBLEM_ACCOUNT_EXISTS] = { "account_exists", 409, "The person has an account" },
  [ECPA_PROBLEM_TOO_LARGE] = { "too_large", 413, "The body is too large" },
  [ECPA_PROBLEM_TOO_MANY] = { "too_many", 429, "Too many requests" },
  [ECPA_PROBLEM_METHOD_NOT_ALLOWED] = { "method_not_allowed", 405, "The method does not fit the path" },
  [ECPA_PROBLEM_UNAVAILABLE] = { "unavailable", 503, "Out of service for now" },
  [ECPA_PROBLEM_INTERNAL] = { "internal", 500, "A fault of the server" },
};

static const EcpaField fields[] = {
  { "type", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaProblem, type), TRUE },
  { "title", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaProblem, title), TRUE },
  { "status", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaProblem, status), TRUE },
  { "code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaProblem, code), TRUE },
  { "tries-left", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaProblem, tries_left), FALSE },
  { "retry-after", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaProblem, retry_after), FALSE },
  { "field", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaProblem, field), FALSE },
};

G_DEFINE_FINAL_TYPE (EcpaProblem, ecpa_problem, ECPA_TYPE_RECORD)

/* The problem travels with its error, so that nobody has to parse a message. */
typedef struct
{
  EcpaProblem *problem;
} EcpaProblemErrorPrivate;

static void
ecpa_problem_error_private_init (EcpaProblemErrorPrivate *priv)
{
}

static void
ecpa_problem_error_private_copy (const EcpaProblemErrorPrivate *from,
                                 EcpaProblemErrorPrivate       *to)
{
  to->problem = from->problem != NULL ? g_object_ref (from->problem) : NULL;
}

static void
ecpa_problem_error_private_clear (EcpaProblemErrorPrivate *priv)
{
  g_clear_object (&priv->problem);
}

G_DEFINE_EXTENDED_ERROR (EcpaProblemError, ecpa_problem_error)

/* Class and instance ------------------------------------------------------- */

static void
ecpa_problem_class_init (EcpaProblemClass *klass)
{
  ecpa_record_class_declare (ECPA_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
ecpa_problem_init (EcpaProblem *self)
{
  self->status = self->tries_left = self->retry_after = -1;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_problem_new:
 * @code: what happened
 *
 * Returns: (transfer full): a problem document with the code's type, title and status
 */
EcpaProblem *
ecpa_problem_new (EcpaProblemCode code)
{
  EcpaProblem *self;

  g_return_val_if_fail (code < ECPA_N_PROBLEM_CODES, NULL);

  self = g_object_new (ECPA_TYPE_PROBLEM, NULL);
  self->type = g_strdup_printf ("urn:ecpa:problem:%s", codes[code].name);
  self->title = g_strdup (codes[code].title);
  self->status = codes[code].status;
  self->code = g_strdup (codes[code].name);

  return self;
}

/**
 * ecpa_problem_get_code:
 * @self: a problem
 *
 * Returns: its code; %ECPA_PROBLEM_INTERNAL where this side does not know the name
 */
EcpaProblemCode
ecpa_problem_get_code (EcpaProblem *self)
{
  g_return_val_if_fail (ECPA_IS_PROBLEM (self), ECPA_PROBLEM_INTERNAL);

  for (guint i = 0; i < ECPA_N_PROBLEM_CODES; i++)
    if (g_strcmp0 (codes[i].name, self->code) == 0)
      return (EcpaProblemCode) i;

  return ECPA_PROBLEM_INTERNAL;
}

/**
 * ecpa_problem_code_get_name:
 * @code: a code
 *
 * Returns: its name on the wire
 */
const char *
ecpa_problem_code_get_name (EcpaProblemCode code)
{
  g_return_val_if_fail (code < ECPA_N_PROBLEM_CODES, NULL);

  return codes[code].name;
}

/**
 * ecpa_problem_code_get_status:
 * @code: a code
 *
 * Returns: the HTTP status it goes with
 */
guint
ecpa_problem_code_get_status (EcpaProblemCode code)
{
  g_return_val_if_fail (code < ECPA_N_PROBLEM_CODES, 500);

  return codes[code].status;
}

/**
 * ecpa_problem_to_error:
 * @self: a problem
 *
 * Returns: (transfer full): an error in %ECPA_PROBLEM_ERROR that carries @self
 */
GError *
ecpa_problem_to_error (EcpaProblem *self)
{
  GError *error;

  g_return_val_if_fail (ECPA_IS_PROBLEM (self), NULL);

  error = g_error_new (ECPA_PROBLEM_ERROR, (int) ecpa_problem_get_code (self), "%s (%s)",
                       self->title, self->code);
  ecpa_problem_error_get_private (error)->problem = g_object_ref (self);

  return error;
}

/**
 * ecpa_problem_peek:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): the problem it carries, where it is in %ECPA_PROBLEM_ERROR
 */
EcpaProblem *
ecpa_problem_peek (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != ECPA_PROBLEM_ERROR)
    return NULL;

  return ecpa_problem_error_get_private (error)->problem;
}
