/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-record.h"

G_BEGIN_DECLS

/**
 * EcpaLegalText:
 * @scope: what it is about: `personal-data-notice`, `reward-orders`, `card-terms`
 * @version: the version that is recorded with an agreement
 * @effective_on: (nullable): since when, `YYYY-MM-DD`
 * @title: its heading
 * @text: paragraphs separated by blank lines
 * @agreed_at: (nullable): when this person agreed to it
 *
 * A text of the backend that a person reads or agrees to, with its version.
 */
struct _EcpaLegalText
{
  EcpaRecord  parent_instance;

  char       *scope;
  char       *version;
  char       *effective_on;
  char       *title;
  char       *text;
  GDateTime  *agreed_at;
};

#define ECPA_TYPE_LEGAL_TEXT (ecpa_legal_text_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLegalText, ecpa_legal_text, ECPA, LEGAL_TEXT, EcpaRecord)

/**
 * EcpaAnnouncement:
 * @id: what tells it from others
 * @kind: `maintenance`, `registration-suspended`, `information`
 * @title: one line
 * @text: (nullable): paragraphs separated by blank lines
 * @starts_at: (nullable): since when what it speaks of holds
 * @ends_at: (nullable): until when; it is not sent after that
 *
 * What the service has to say before anybody signs in (L12), in the order in which it is to be shown.
 */
struct _EcpaAnnouncement
{
  EcpaRecord  parent_instance;

  char       *id;
  char       *kind;
  char       *title;
  char       *text;
  GDateTime  *starts_at;
  GDateTime  *ends_at;
};

#define ECPA_TYPE_ANNOUNCEMENT (ecpa_announcement_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAnnouncement, ecpa_announcement, ECPA, ANNOUNCEMENT, EcpaRecord)

/**
 * EcpaPasswordPolicy:
 * @min_length: characters at least
 * @max_length: characters at most
 * @classes: how many of lower case, upper case, digits and other characters there have to be; 0 for none
 * @history: how many passwords before, the one in force included, must not come again
 * @min_hours: hours between two changes by the old password; 0 for none
 *
 * What a password has to be like, to be shown while it is typed.
 */
struct _EcpaPasswordPolicy
{
  EcpaRecord  parent_instance;

  gint64      min_length;
  gint64      max_length;
  gint64      classes;
  gint64      history;
  gint64      min_hours;
};

#define ECPA_TYPE_PASSWORD_POLICY (ecpa_password_policy_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPasswordPolicy, ecpa_password_policy, ECPA, PASSWORD_POLICY, EcpaRecord)

/**
 * EcpaServiceInfo:
 * @name: the backend's name, which card proofs are bound to
 * @version: its version
 * @training: whether everything here is made up
 * @time: its clock
 * @notice: (nullable): the personal-data notice in force (L11)
 * @announcements: those that hold now or are to come (L12)
 * @account_policy: (nullable): what the password of an account has to be like (L7)
 * @registration_policy: (nullable): what a registration password has to be like (N1)
 *
 * What the service says of itself before anybody signed in: `GET /v1/service`.
 */
struct _EcpaServiceInfo
{
  EcpaRecord          parent_instance;

  char               *name;
  char               *version;
  gboolean            training;
  GDateTime          *time;
  EcpaLegalText      *notice;
  GListStore         *announcements;
  EcpaPasswordPolicy *account_policy;
  EcpaPasswordPolicy *registration_policy;
};

#define ECPA_TYPE_SERVICE_INFO (ecpa_service_info_get_type ())
G_DECLARE_FINAL_TYPE (EcpaServiceInfo, ecpa_service_info, ECPA, SERVICE_INFO, EcpaRecord)

/**
 * EcpaChallengeRequest:
 * @method: `health-card`
 * @card_id: the 12 bytes of facts/cards.md 1.2 "Card id"
 * @card_challenge: the card's 8 random bytes
 *
 * First request of a health-card login: `POST /v1/login-challenges`.
 */
struct _EcpaChallengeRequest
{
  EcpaRecord  parent_instance;

  char       *method;
  GBytes     *card_id;
  GBytes     *card_challenge;
};

#define ECPA_TYPE_CHALLENGE_REQUEST (ecpa_challenge_request_get_type ())
G_DECLARE_FINAL_TYPE (EcpaChallengeRequest, ecpa_challenge_request, ECPA, CHALLENGE_REQUEST, EcpaRecord)

/**
 * EcpaChallenge:
 * @login_id: 16 bytes, used once
 * @backend_challenge: 32 random bytes
 * @backend_name: the name the proof is bound to
 * @expires_at: when it stops being good
 *
 * Its answer: what the card has to prove itself against. Good once, for 60 s.
 */
struct _EcpaChallenge
{
  EcpaRecord  parent_instance;

  GBytes     *login_id;
  GBytes     *backend_challenge;
  char       *backend_name;
  GDateTime  *expires_at;
};

#define ECPA_TYPE_CHALLENGE (ecpa_challenge_get_type ())
G_DECLARE_FINAL_TYPE (EcpaChallenge, ecpa_challenge, ECPA, CHALLENGE, EcpaRecord)

/**
 * EcpaApplication:
 * @id: e.g. `reward-orders`
 * @name: its name
 * @group: (nullable): the group it stands in
 * @allowed: whether this session opens it
 * @reason: (nullable): where not, the name of a problem code
 * @methods: (nullable): the ways of signing in that do
 *
 * An application of the portal and whether this session opens it (L10).
 */
struct _EcpaApplication
{
  EcpaRecord   parent_instance;

  char        *id;
  char        *name;
  char        *group;
  gboolean     allowed;
  char        *reason;
  char       **methods;
};

#define ECPA_TYPE_APPLICATION (ecpa_application_get_type ())
G_DECLARE_FINAL_TYPE (EcpaApplication, ecpa_application, ECPA, APPLICATION, EcpaRecord)

/**
 * EcpaSession:
 * @token: (nullable): the bearer token; only in the answer that opens the session
 * @person_name: the person's name
 * @person_id_masked: the national ID, masked
 * @agency_name: (nullable): the person's agency
 * @roles: `person`, `officer`, `administrator`
 * @method: `health-card`, `account`, …
 * @signed_in_at: when
 * @previous_signed_in_at: (nullable): the time before
 * @previous_method: (nullable): and how
 * @expires_at: when it ends if nothing happens
 * @idle_seconds: how long it lives without a request
 * @notice_address_masked: (nullable): where notices go (O7), masked
 * @unsigned_orders: orders waiting for a signature
 * @applications: what there is to open
 *
 * A session: the answer to `POST /v1/sessions` and `GET /v1/session`.
 */
struct _EcpaSession
{
  EcpaRecord   parent_instance;

  char        *token;
  char        *person_name;
  char        *person_id_masked;
  char        *agency_name;
  char       **roles;
  char        *method;
  GDateTime   *signed_in_at;
  GDateTime   *previous_signed_in_at;
  char        *previous_method;
  GDateTime   *expires_at;
  gint64       idle_seconds;
  char        *notice_address_masked;
  gint64       unsigned_orders;
  GListStore  *applications;
};

#define ECPA_TYPE_SESSION (ecpa_session_get_type ())
G_DECLARE_FINAL_TYPE (EcpaSession, ecpa_session, ECPA, SESSION, EcpaRecord)

/**
 * EcpaOrderSummary:
 * @id: the order
 * @version: for `If-Match`
 * @kind_code: 獎懲結果, 4 digits (facts/domain.md 3.1)
 * @kind_name: 嘉獎二次
 * @agency_name: who issued it
 * @issued_on: 發文日期, `YYYY-MM-DD`
 * @document_number: 發文字號
 * @reason: 獎懲事由
 * @electronic: whether it is delivered on line; others are history only
 * @notified_at: (nullable): 通知
 * @viewed_at: (nullable): 檢視
 * @signed_at: (nullable): 簽收
 *
 * A line of the inbox.
 */
struct _EcpaOrderSummary
{
  EcpaRecord  parent_instance;

  char       *id;
  gint64      version;
  char       *kind_code;
  char       *kind_name;
  char       *agency_name;
  char       *issued_on;
  char       *document_number;
  char       *reason;
  gboolean    electronic;
  GDateTime  *notified_at;
  GDateTime  *viewed_at;
  GDateTime  *signed_at;
};

#define ECPA_TYPE_ORDER_SUMMARY (ecpa_order_summary_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderSummary, ecpa_order_summary, ECPA, ORDER_SUMMARY, EcpaRecord)

/**
 * EcpaOrderPage:
 * @items: newest first
 * @next_cursor: (nullable): where the next page begins; absent on the last
 * @total: how many there are in all
 * @unsigned_orders: how many wait for a signature
 *
 * A page of orders: `GET /v1/orders?state=unsigned|all&limit=20&cursor=…`.
 */
struct _EcpaOrderPage
{
  EcpaRecord  parent_instance;

  GListStore *items;
  char       *next_cursor;
  gint64      total;
  gint64      unsigned_orders;
};

#define ECPA_TYPE_ORDER_PAGE (ecpa_order_page_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderPage, ecpa_order_page, ECPA, ORDER_PAGE, EcpaRecord)

/* Characters of the text of an #EcpaOrderQuery, at most. */
#define ECPA_ORDER_QUERY_MAX_TEXT 200

/**
 * EcpaOrderQuery:
 * @text: (nullable): what is looked for in reason, kind, agency and document number
 * @years: (nullable): `YYYY` of 發文日期, any of them; all where there is none
 * @kinds: (nullable): 獎懲結果 codes, any of them; all where there is none
 * @sort: (nullable): `issued-on` (the default), `kind`, `agency`
 * @ascending: smallest first; newest first otherwise
 * @offset: how many rows to skip, or -1 for none
 * @limit: how many rows, or -1 for 20; 100 at most
 * @totals: whether the answer is to have totals, years and kinds
 *
 * A question to one's own history (O3): `POST /v1/order-searches`.
 */
struct _EcpaOrderQuery
{
  EcpaRecord   parent_instance;

  char        *text;
  char       **years;
  char       **kinds;
  char        *sort;
  gboolean     ascending;
  gint64       offset;
  gint64       limit;
  gboolean     totals;
};

#define ECPA_TYPE_ORDER_QUERY (ecpa_order_query_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderQuery, ecpa_order_query, ECPA, ORDER_QUERY, EcpaRecord)

/**
 * EcpaKindCount:
 * @kind_code: 獎懲結果, 4 digits
 * @kind_name: 嘉獎二次
 * @points: what one such order counts: 嘉獎 1, 記功 3, 大功 9 each time (facts/domain.md 3.1)
 * @punishment: whether these points are taken off the weighted total
 * @count: how many of the rows found are of this kind; 0 where the person has some that were not found
 *
 * One kind of order in somebody's history.
 */
struct _EcpaKindCount
{
  EcpaRecord  parent_instance;

  char       *kind_code;
  char       *kind_name;
  gint64      points;
  gboolean    punishment;
  gint64      count;
};

#define ECPA_TYPE_KIND_COUNT (ecpa_kind_count_get_type ())
G_DECLARE_FINAL_TYPE (EcpaKindCount, ecpa_kind_count, ECPA, KIND_COUNT, EcpaRecord)

/**
 * EcpaYearCount:
 * @year: `YYYY`
 * @count: how many orders of that year there are in all
 *
 * One year of somebody's history.
 */
struct _EcpaYearCount
{
  EcpaRecord  parent_instance;

  char       *year;
  gint64      count;
};

#define ECPA_TYPE_YEAR_COUNT (ecpa_year_count_get_type ())
G_DECLARE_FINAL_TYPE (EcpaYearCount, ecpa_year_count, ECPA, YEAR_COUNT, EcpaRecord)

/**
 * EcpaOrderSearch:
 * @items: the rows asked for
 * @offset: how many there are before them
 * @total: how many rows were found in all
 * @revision: changes when anything in the person's history does; pages of different revisions do not fit together
 * @has_totals: whether @kinds and @years are there; the weighted total is the sum of their points, see
 *   ecpa_order_search_get_weighted_total()
 * @kinds: every kind in the person's history, with how many were found
 * @years: every year in the person's history, newest first, whatever was asked for
 *
 * What was found: the answer to `POST /v1/order-searches`.
 */
struct _EcpaOrderSearch
{
  EcpaRecord  parent_instance;

  GListStore *items;
  gint64      offset;
  gint64      total;
  char       *revision;
  gboolean    has_totals;
  GListStore *kinds;
  GListStore *years;
};

#define ECPA_TYPE_ORDER_SEARCH (ecpa_order_search_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrderSearch, ecpa_order_search, ECPA, ORDER_SEARCH, EcpaRecord)

gint64 ecpa_order_search_get_weighted_total (EcpaOrderSearch *self);

/**
 * EcpaEvent:
 * @kind: `session-ended`, `orders-changed`, `service-changed`, `registration-changed`; others are to be ignored
 * @reason: (nullable): of `session-ended`: `expired`, `signed-out`, `administrator`
 * @unsigned_orders: of `orders-changed`: orders waiting for a signature, or -1
 *
 * Something happened that somebody who is signed in wants to know: a frame of `GET /v1/events`.
 */
struct _EcpaEvent
{
  EcpaRecord  parent_instance;

  char       *kind;
  char       *reason;
  gint64      unsigned_orders;
};

#define ECPA_TYPE_EVENT (ecpa_event_get_type ())
G_DECLARE_FINAL_TYPE (EcpaEvent, ecpa_event, ECPA, EVENT, EcpaRecord)

/**
 * EcpaRemedy:
 * @kind: `civil-servant` or `teacher`
 * @text: the order's own clause
 * @days: its period
 * @counted_from: (nullable): the day it is counted from, `YYYY-MM-DD`: 簽收, or today while not signed for
 * @last_day: (nullable): `YYYY-MM-DD`, moved off holidays by the office calendar
 *
 * The remedy clause of an order and the last day worked out from it; an estimate.
 */
struct _EcpaRemedy
{
  EcpaRecord  parent_instance;

  char       *kind;
  char       *text;
  gint64      days;
  char       *counted_from;
  char       *last_day;
};

#define ECPA_TYPE_REMEDY (ecpa_remedy_get_type ())
G_DECLARE_FINAL_TYPE (EcpaRemedy, ecpa_remedy, ECPA, REMEDY, EcpaRecord)

/**
 * EcpaOrder:
 * @id: the order
 * @version: for `If-Match`
 * @kind_code: 獎懲結果, 4 digits
 * @kind_name: 嘉獎二次
 * @document_class: 令
 * @agency_name: 發文機關
 * @agency_address: (nullable): 地址
 * @agency_contact: (nullable): 聯絡方式
 * @file_number: (nullable): 檔號
 * @retention: (nullable): 保存年限
 * @recipient: 受文者, 王○○君
 * @recipient_address: (nullable): the address block's text
 * @issued_on: 發文日期, `YYYY-MM-DD`
 * @document_number: 發文字號
 * @speed: (nullable): 速別
 * @secrecy: (nullable): 密等及解密條件或保密期限
 * @attachments: (nullable): 附件
 * @subject: 主旨
 * @person_name: 姓名
 * @person_id_masked: 身分證統一編號, masked
 * @position: 現職
 * @result: 獎懲, 嘉獎二次（4002）
 * @reason: 獎懲事由
 * @legal_basis: 法令依據
 * @other: (nullable): 其他事項
 * @original_to: 正本
 * @copies_to: (nullable): 副本
 * @signer_title: 署名: office
 * @signer_name: 署名: name
 * @remedy: (nullable): 教示
 * @electronic: whether it is delivered on line
 * @notified_at: (nullable): 通知
 * @viewed_at: (nullable): 檢視
 * @signed_at: (nullable): 簽收
 *
 * An order as the official document: `GET /v1/orders/{id}` (facts/domain.md 3.3).
 */
struct _EcpaOrder
{
  EcpaRecord  parent_instance;

  char       *id;
  gint64      version;
  char       *kind_code;
  char       *kind_name;
  char       *document_class;
  char       *agency_name;
  char       *agency_address;
  char       *agency_contact;
  char       *file_number;
  char       *retention;
  char       *recipient;
  char       *recipient_address;
  char       *issued_on;
  char       *document_number;
  char       *speed;
  char       *secrecy;
  char       *attachments;
  char       *subject;
  char       *person_name;
  char       *person_id_masked;
  char       *position;
  char       *result;
  char       *reason;
  char       *legal_basis;
  char       *other;
  char       *original_to;
  char       *copies_to;
  char       *signer_title;
  char       *signer_name;
  EcpaRemedy *remedy;
  gboolean    electronic;
  GDateTime  *notified_at;
  GDateTime  *viewed_at;
  GDateTime  *signed_at;
};

#define ECPA_TYPE_ORDER (ecpa_order_get_type ())
G_DECLARE_FINAL_TYPE (EcpaOrder, ecpa_order, ECPA, ORDER, EcpaRecord)

/**
 * EcpaReceipt:
 * @id: the receipt
 * @order_id: the order
 * @signed_at: 簽收
 * @method: how the person had signed in
 *
 * That an order was signed for: the answer to `POST /v1/orders/{id}/receipts`.
 */
struct _EcpaReceipt
{
  EcpaRecord  parent_instance;

  char       *id;
  char       *order_id;
  GDateTime  *signed_at;
  char       *method;
};

#define ECPA_TYPE_RECEIPT (ecpa_receipt_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReceipt, ecpa_receipt, ECPA, RECEIPT, EcpaRecord)

G_END_DECLS
