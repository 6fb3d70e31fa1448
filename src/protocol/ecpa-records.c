/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-records.h"

#include "ecpa-record-private.h"

/* EcpaLegalText ---------------------------------------------------------- */

static const EcpaField ecpa_legal_text_fields[] = {
  { "scope", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaLegalText, scope), TRUE },
  { "version", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaLegalText, version), TRUE },
  { "effective-on", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaLegalText, effective_on), FALSE },
  { "title", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaLegalText, title), TRUE },
  { "text", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaLegalText, text), TRUE },
  { "agreed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaLegalText, agreed_at), FALSE },
};

DEFINE_RECORD (EcpaLegalText, ecpa_legal_text)

static void
ecpa_legal_text_init (EcpaLegalText *self)
{
}

/* EcpaAnnouncement --------------------------------------------------------- */

static const EcpaField ecpa_announcement_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaAnnouncement, id), TRUE },
  { "kind", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaAnnouncement, kind), TRUE },
  { "title", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaAnnouncement, title), TRUE },
  { "text", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaAnnouncement, text), FALSE },
  { "starts-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaAnnouncement, starts_at), FALSE },
  { "ends-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaAnnouncement, ends_at), FALSE },
};

DEFINE_RECORD (EcpaAnnouncement, ecpa_announcement)

static void
ecpa_announcement_init (EcpaAnnouncement *self)
{
}

/* EcpaPasswordPolicy ------------------------------------------------------- */

static const EcpaField ecpa_password_policy_fields[] = {
  { "min-length", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPasswordPolicy, min_length), TRUE },
  { "max-length", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPasswordPolicy, max_length), TRUE },
  { "classes", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPasswordPolicy, classes), TRUE },
  { "history", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPasswordPolicy, history), TRUE },
  { "min-hours", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaPasswordPolicy, min_hours), TRUE },
};

DEFINE_RECORD (EcpaPasswordPolicy, ecpa_password_policy)

static void
ecpa_password_policy_init (EcpaPasswordPolicy *self)
{
  self->min_length = self->max_length = self->classes = self->history = self->min_hours = -1;
}

/* EcpaServiceInfo -------------------------------------------------------- */

static const EcpaField ecpa_service_info_fields[] = {
  { "name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaServiceInfo, name), TRUE },
  { "version", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaServiceInfo, version), TRUE },
  { "training", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaServiceInfo, training), TRUE },
  { "time", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaServiceInfo, time), TRUE },
  { "notice", ECPA_FIELD_RECORD, G_STRUCT_OFFSET (EcpaServiceInfo, notice), FALSE, ecpa_legal_text_get_type },
  { "announcements", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaServiceInfo, announcements), FALSE,
    ecpa_announcement_get_type },
  { "account-policy", ECPA_FIELD_RECORD, G_STRUCT_OFFSET (EcpaServiceInfo, account_policy), FALSE,
    ecpa_password_policy_get_type },
  { "registration-policy", ECPA_FIELD_RECORD, G_STRUCT_OFFSET (EcpaServiceInfo, registration_policy), FALSE,
    ecpa_password_policy_get_type },
};

DEFINE_RECORD (EcpaServiceInfo, ecpa_service_info)

static void
ecpa_service_info_init (EcpaServiceInfo *self)
{
}

/* EcpaChallengeRequest --------------------------------------------------- */

static const EcpaField ecpa_challenge_request_fields[] = {
  { "method", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaChallengeRequest, method), TRUE },
  { "card-id", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaChallengeRequest, card_id), TRUE },
  { "card-challenge", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaChallengeRequest, card_challenge), TRUE },
};

DEFINE_RECORD (EcpaChallengeRequest, ecpa_challenge_request)

static void
ecpa_challenge_request_init (EcpaChallengeRequest *self)
{
}

/* EcpaChallenge ---------------------------------------------------------- */

static const EcpaField ecpa_challenge_fields[] = {
  { "login-id", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaChallenge, login_id), TRUE },
  { "backend-challenge", ECPA_FIELD_BYTES, G_STRUCT_OFFSET (EcpaChallenge, backend_challenge), TRUE },
  { "backend-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaChallenge, backend_name), TRUE },
  { "expires-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaChallenge, expires_at), TRUE },
};

DEFINE_RECORD (EcpaChallenge, ecpa_challenge)

static void
ecpa_challenge_init (EcpaChallenge *self)
{
}

/* EcpaApplication -------------------------------------------------------- */

static const EcpaField ecpa_application_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaApplication, id), TRUE },
  { "name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaApplication, name), TRUE },
  { "group", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaApplication, group), FALSE },
  { "allowed", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaApplication, allowed), TRUE },
  { "reason", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaApplication, reason), FALSE },
  { "methods", ECPA_FIELD_STRV, G_STRUCT_OFFSET (EcpaApplication, methods), FALSE },
};

DEFINE_RECORD (EcpaApplication, ecpa_application)

static void
ecpa_application_init (EcpaApplication *self)
{
}

/* EcpaSession ------------------------------------------------------------ */

static const EcpaField ecpa_session_fields[] = {
  { "token", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, token), FALSE },
  { "person-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, person_name), TRUE },
  { "person-id-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, person_id_masked), TRUE },
  { "agency-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, agency_name), FALSE },
  { "roles", ECPA_FIELD_STRV, G_STRUCT_OFFSET (EcpaSession, roles), TRUE },
  { "method", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, method), TRUE },
  { "signed-in-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaSession, signed_in_at), TRUE },
  { "previous-signed-in-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaSession, previous_signed_in_at), FALSE },
  { "previous-method", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, previous_method), FALSE },
  { "expires-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaSession, expires_at), TRUE },
  { "idle-seconds", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaSession, idle_seconds), TRUE },
  { "notice-address-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaSession, notice_address_masked), FALSE },
  { "unsigned-orders", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaSession, unsigned_orders), FALSE },
  { "applications", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaSession, applications), TRUE, ecpa_application_get_type },
};

DEFINE_RECORD (EcpaSession, ecpa_session)

static void
ecpa_session_init (EcpaSession *self)
{
  self->idle_seconds = self->unsigned_orders = -1;
}

/* EcpaOrderSummary ------------------------------------------------------- */

static const EcpaField ecpa_order_summary_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, id), TRUE },
  { "version", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderSummary, version), TRUE },
  { "kind-code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, kind_code), TRUE },
  { "kind-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, kind_name), TRUE },
  { "agency-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, agency_name), TRUE },
  { "issued-on", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, issued_on), TRUE },
  { "document-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, document_number), TRUE },
  { "reason", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSummary, reason), TRUE },
  { "electronic", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaOrderSummary, electronic), TRUE },
  { "notified-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrderSummary, notified_at), FALSE },
  { "viewed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrderSummary, viewed_at), FALSE },
  { "signed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrderSummary, signed_at), FALSE },
};

DEFINE_RECORD (EcpaOrderSummary, ecpa_order_summary)

static void
ecpa_order_summary_init (EcpaOrderSummary *self)
{
  self->version = -1;
}

/* EcpaOrderPage ---------------------------------------------------------- */

static const EcpaField ecpa_order_page_fields[] = {
  { "items", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaOrderPage, items), TRUE, ecpa_order_summary_get_type },
  { "next-cursor", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderPage, next_cursor), FALSE },
  { "total", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderPage, total), TRUE },
  { "unsigned-orders", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderPage, unsigned_orders), TRUE },
};

DEFINE_RECORD (EcpaOrderPage, ecpa_order_page)

static void
ecpa_order_page_init (EcpaOrderPage *self)
{
  self->total = self->unsigned_orders = -1;
}

/* EcpaOrderQuery ----------------------------------------------------------- */

static const EcpaField ecpa_order_query_fields[] = {
  { "text", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderQuery, text), FALSE },
  { "years", ECPA_FIELD_STRV, G_STRUCT_OFFSET (EcpaOrderQuery, years), FALSE },
  { "kinds", ECPA_FIELD_STRV, G_STRUCT_OFFSET (EcpaOrderQuery, kinds), FALSE },
  { "sort", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderQuery, sort), FALSE },
  { "ascending", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaOrderQuery, ascending), FALSE },
  { "offset", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderQuery, offset), FALSE },
  { "limit", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderQuery, limit), FALSE },
  { "totals", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaOrderQuery, totals), FALSE },
};

DEFINE_RECORD (EcpaOrderQuery, ecpa_order_query)

static void
ecpa_order_query_init (EcpaOrderQuery *self)
{
  self->offset = self->limit = -1;
}

/* EcpaKindCount ------------------------------------------------------------ */

static const EcpaField ecpa_kind_count_fields[] = {
  { "kind-code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaKindCount, kind_code), TRUE },
  { "kind-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaKindCount, kind_name), TRUE },
  { "points", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaKindCount, points), TRUE },
  { "punishment", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaKindCount, punishment), TRUE },
  { "count", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaKindCount, count), TRUE },
};

DEFINE_RECORD (EcpaKindCount, ecpa_kind_count)

static void
ecpa_kind_count_init (EcpaKindCount *self)
{
  self->points = self->count = -1;
}

/* EcpaYearCount ------------------------------------------------------------ */

static const EcpaField ecpa_year_count_fields[] = {
  { "year", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaYearCount, year), TRUE },
  { "count", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaYearCount, count), TRUE },
};

DEFINE_RECORD (EcpaYearCount, ecpa_year_count)

static void
ecpa_year_count_init (EcpaYearCount *self)
{
  self->count = -1;
}

/* EcpaOrderSearch ---------------------------------------------------------- */

static const EcpaField ecpa_order_search_fields[] = {
  { "items", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaOrderSearch, items), TRUE, ecpa_order_summary_get_type },
  { "offset", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderSearch, offset), TRUE },
  { "total", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrderSearch, total), TRUE },
  { "revision", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrderSearch, revision), TRUE },
  { "has-totals", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaOrderSearch, has_totals), TRUE },
  { "kinds", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaOrderSearch, kinds), FALSE, ecpa_kind_count_get_type },
  { "years", ECPA_FIELD_LIST, G_STRUCT_OFFSET (EcpaOrderSearch, years), FALSE, ecpa_year_count_get_type },
};

DEFINE_RECORD (EcpaOrderSearch, ecpa_order_search)

static void
ecpa_order_search_init (EcpaOrderSearch *self)
{
  self->offset = self->total = -1;
}

/**
 * ecpa_order_search_get_weighted_total:
 * @self: what was found, with totals
 *
 * 嘉獎 once is 1, 記功 3, 大功 9; what punishes counts below zero (facts/domain.md 3.1).
 *
 * Returns: the points of all rows found; may be below zero
 */
gint64
ecpa_order_search_get_weighted_total (EcpaOrderSearch *self)
{
  gint64 sum = 0;

  g_return_val_if_fail (ECPA_IS_ORDER_SEARCH (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->kinds)); i++)
    {
      g_autoptr (EcpaKindCount) kind = g_list_model_get_item (G_LIST_MODEL (self->kinds), i);

      sum += kind->points * kind->count * (kind->punishment ? -1 : 1);
    }

  return sum;
}

/* EcpaEvent ---------------------------------------------------------------- */

static const EcpaField ecpa_event_fields[] = {
  { "kind", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaEvent, kind), TRUE },
  { "reason", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaEvent, reason), FALSE },
  { "unsigned-orders", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaEvent, unsigned_orders), FALSE },
};

DEFINE_RECORD (EcpaEvent, ecpa_event)

static void
ecpa_event_init (EcpaEvent *self)
{
  self->unsigned_orders = -1;
}

/* EcpaRemedy ------------------------------------------------------------- */

static const EcpaField ecpa_remedy_fields[] = {
  { "kind", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRemedy, kind), TRUE },
  { "text", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRemedy, text), TRUE },
  { "days", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaRemedy, days), TRUE },
  { "counted-from", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRemedy, counted_from), FALSE },
  { "last-day", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaRemedy, last_day), FALSE },
};

DEFINE_RECORD (EcpaRemedy, ecpa_remedy)

static void
ecpa_remedy_init (EcpaRemedy *self)
{
  self->days = -1;
}

/* EcpaOrder -------------------------------------------------------------- */

static const EcpaField ecpa_order_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, id), TRUE },
  { "version", ECPA_FIELD_INT, G_STRUCT_OFFSET (EcpaOrder, version), TRUE },
  { "kind-code", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, kind_code), TRUE },
  { "kind-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, kind_name), TRUE },
  { "document-class", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, document_class), TRUE },
  { "agency-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, agency_name), TRUE },
  { "agency-address", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, agency_address), FALSE },
  { "agency-contact", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, agency_contact), FALSE },
  { "file-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, file_number), FALSE },
  { "retention", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, retention), FALSE },
  { "recipient", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, recipient), TRUE },
  { "recipient-address", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, recipient_address), FALSE },
  { "issued-on", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, issued_on), TRUE },
  { "document-number", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, document_number), TRUE },
  { "speed", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, speed), FALSE },
  { "secrecy", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, secrecy), FALSE },
  { "attachments", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, attachments), FALSE },
  { "subject", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, subject), TRUE },
  { "person-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, person_name), TRUE },
  { "person-id-masked", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, person_id_masked), TRUE },
  { "position", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, position), TRUE },
  { "result", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, result), TRUE },
  { "reason", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, reason), TRUE },
  { "legal-basis", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, legal_basis), TRUE },
  { "other", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, other), FALSE },
  { "original-to", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, original_to), TRUE },
  { "copies-to", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, copies_to), FALSE },
  { "signer-title", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, signer_title), TRUE },
  { "signer-name", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaOrder, signer_name), TRUE },
  { "remedy", ECPA_FIELD_RECORD, G_STRUCT_OFFSET (EcpaOrder, remedy), FALSE, ecpa_remedy_get_type },
  { "electronic", ECPA_FIELD_BOOL, G_STRUCT_OFFSET (EcpaOrder, electronic), TRUE },
  { "notified-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrder, notified_at), FALSE },
  { "viewed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrder, viewed_at), FALSE },
  { "signed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaOrder, signed_at), FALSE },
};

DEFINE_RECORD (EcpaOrder, ecpa_order)

static void
ecpa_order_init (EcpaOrder *self)
{
  self->version = -1;
}

/* EcpaReceipt ------------------------------------------------------------ */

static const EcpaField ecpa_receipt_fields[] = {
  { "id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaReceipt, id), TRUE },
  { "order-id", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaReceipt, order_id), TRUE },
  { "signed-at", ECPA_FIELD_TIME, G_STRUCT_OFFSET (EcpaReceipt, signed_at), TRUE },
  { "method", ECPA_FIELD_STRING, G_STRUCT_OFFSET (EcpaReceipt, method), TRUE },
};

DEFINE_RECORD (EcpaReceipt, ecpa_receipt)

static void
ecpa_receipt_init (EcpaReceipt *self)
{
}
