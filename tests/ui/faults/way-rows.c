/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "way-rows.h"

#include "way-events.h"

const WayPerson way_people[] = {
  { "ordinary", "Qinglin-115", "linqing115", "Portal-Lin115" },
  { "newest", "Jianhong*88", "jianhong88", NULL },
  { "not-registered", "anything-1", "meihuiwu", "Taipei#Wu66" },
  { "not-verified", "Yawen@503", "yawen503", NULL },
  { "stopped", "Wenjie#818", NULL, NULL },
  { "cancelled", "Shufen-127", NULL, NULL },
  { "no-account", "Zhihao!099", "zhihao099", NULL },
};
const guint way_n_people = G_N_ELEMENTS (way_people);


static const WayRow sign_in_rows[] = {
  /* L1 */
  { "not registered", "not-registered", "card", .code = ECPA_FAULT_NOT_REGISTERED, .words = "註冊",
    .press = WAY_PRESS_WIZARD, .leads = "registration" },
  { "not registered, and registration is suspended", "not-registered", "card", .event = way_event_ask_service, .code = ECPA_FAULT_NOT_REGISTERED,
    .world = "INSERT INTO announcements (id, kind, title, starts_at, ends_at, added_at)"
             " VALUES ('suspended', 'registration-suspended', '暫停註冊公告', strftime ('%s', 'now') - 60,"
             " strftime ('%s', 'now') + 3600, 1)",
    .words = "暫停註冊公告", .press = WAY_PRESS_WIZARD, .leads = "registration" },
  { "wrong password", "ordinary", "card", "wrong", .code = ECPA_FAULT_WRONG_PASSWORD, .words = "2" },
  { "password forgotten", "ordinary", "card", "wrong", .code = ECPA_FAULT_WRONG_PASSWORD, .press = WAY_PRESS_WIZARD,
    .leads = "forgotten" },
  { "not a civil servant", "no-account", "card", .code = ECPA_FAULT_NO_ACCOUNT, .words = "pemis@dgpa.gov.tw",
    .end = WAY_END_OTHERS },
  { "not verified", "not-verified", "card", .code = ECPA_FAULT_NOT_VERIFIED, .press = WAY_PRESS_WIZARD,
    .leads = "verification" },
  { "stopped, and waited", "stopped", "card", .code = ECPA_FAULT_STOPPED, .words = "分", .cure = way_event_shorten_stops },
  { "stopped, and forgotten", "stopped", "card", .code = ECPA_FAULT_STOPPED, .press = WAY_PRESS_WIZARD, .leads = "forgotten" },
  { "cancelled", "cancelled", "card", .code = ECPA_FAULT_REGISTRATION_CANCELLED, .press = WAY_PRESS_WIZARD,
    .leads = "registration" },
};

static const WayRow register_rows[] = {
  /* N4 */
  { "registered already, password known", "ordinary", "registration", .code = ECPA_FAULT_ALREADY_REGISTERED },
  { "registered already, password forgotten", "ordinary", "registration", .code = ECPA_FAULT_ALREADY_REGISTERED,
    .press = WAY_PRESS_WIZARD, .leads = "forgotten" },
  { "registered meanwhile elsewhere", "not-registered", "registration", .event_at = "summary",
    .event = way_event_register_elsewhere, .code = ECPA_FAULT_ALREADY_REGISTERED },

  /* N1 */
  { "household number", "not-registered", "registration", .slip = { "household.number_row", "F0000000", 1 },
    .code = ECPA_FAULT_RESIDENCE_MISMATCH, .words = "4" },
  { "address", "not-registered", "registration", .slip = { "address.neighbourhood_row", "099", 1 },
    .code = ECPA_FAULT_RESIDENCE_MISMATCH, .words = "4" },
  { "residence guessed", "not-registered", "registration", .slip = { "address.neighbourhood_row", "099", 5 },
    .before = ECPA_FAULT_RESIDENCE_MISMATCH, .code = ECPA_FAULT_RESIDENCE_STOPPED, .words = "分",
    .cure = way_event_shorten_stops },
  { "weak password", "not-registered", "registration", .slip = { "password.rows", "abcde", 1 }, .event_at = "<password",
    .event = way_event_forget_rules, .code = ECPA_FAULT_PASSWORD_POLICY },
  { "terms changed", "not-registered", "registration", .event_at = "summary", .event = way_event_change_terms,
    .code = ECPA_FAULT_TERMS_CHANGED },
  { "network lost", "not-registered", "registration", .event_at = "summary", .event = way_event_lose_network,
    .code = ECPA_FAULT_OFFLINE, .cure = way_event_mend_network },
  { "network lost at the address", "not-registered", "registration", .event_at = "address",
    .event = way_event_lose_network, .code = ECPA_FAULT_OFFLINE, .cure = way_event_mend_network },
  { "service closed", "not-registered", "registration", .event_at = "card", .event = way_event_close_service,
    .code = ECPA_FAULT_UNAVAILABLE, .cure = way_event_mend_network },
  { "card pulled", "not-registered", "registration", .event_at = "contacts", .event = way_event_pull_card },
  { "card pulled while it proves itself", "not-registered", "registration", .event_at = "card",
    .event = way_event_pull_while_proving, .code = ECPA_FAULT_CARD_REMOVED, .cure = way_event_heal_card },
  { "another card shown", "not-registered", "registration", .event_at = "contacts", .event = way_event_show_other_card },
  { "session ran out", "not-registered", "registration", .event_at = "summary", .event = way_event_let_session_end },
  { "sessions end at once", "not-registered", "registration", .event_at = "summary", .event = way_event_end_sessions,
    .code = ECPA_FAULT_SESSION_ENDED, .cure = way_event_keep_sessions, .again = "registration" },
  { "proof refused", "not-registered", "registration", .event_at = "card", .event = way_event_spoil_key,
    .code = ECPA_FAULT_PROOF_REFUSED, .cure = way_event_mend_key },

  /* N2 */
  { "mail limit", "not-verified", "verification", .world = WAY_MAIL_LIMIT, .event_at = "<verify",
    .event = way_event_await_mail_limit },
  { "verified while stopped", "not-verified", "verification",
    .world = "UPDATE registrations SET stopped_until = strftime ('%s', 'now') + 600",
    .event_at = "<verify", .event = way_event_end_stop },
  { "mail not delivered", "not-verified", "card", .code = ECPA_FAULT_NOT_VERIFIED, .press = WAY_PRESS_WIZARD,
    .leads = "verification", .event_at = "verify", .event = way_event_give_up_mail },
  { "mail to a mistyped address", "not-registered", "registration", .event_at = "verify",
    .event = way_event_give_up_mail },
};

static const WayRow card_rows[] = {
  /* N3 */
  { "new password to another address", "ordinary", "forgotten", .event = way_event_want_other_address },
  { "household number of the other address", "ordinary", "forgotten", .slip = { "household.number_row", "F0000000", 1 },
    .event = way_event_want_other_address, .code = ECPA_FAULT_RESIDENCE_MISMATCH, .words = "4" },
  { "mobile of the other address", "ordinary", "forgotten", .slip = { "reset-contact.mobile_row", "0911111111", 1 },
    .event = way_event_want_other_address, .code = ECPA_FAULT_MOBILE_MISMATCH, .words = "4" },
  { "residence of the other address guessed", "ordinary", "forgotten",
    .slip = { "reset-contact.mobile_row", "0911111111", 5 }, .event = way_event_want_other_address,
    .before = ECPA_FAULT_MOBILE_MISMATCH, .code = ECPA_FAULT_RESIDENCE_STOPPED, .cure = way_event_shorten_stops },
  { "too many mails", "ordinary", "forgotten", .event_at = "<reset-way", .event = way_event_reach_mail_limit,
    .code = ECPA_FAULT_MAIL_LIMIT, .words = "分", .cure = way_event_forget_mails },
  { "no address registered", "ordinary", "forgotten", .world = "DELETE FROM contacts", .code = ECPA_FAULT_NO_MAIL,
    .end = WAY_END_OTHERS },
  { "forgotten, and never registered", "not-registered", "forgotten", .code = ECPA_FAULT_NOT_REGISTERED,
    .press = WAY_PRESS_WIZARD, .leads = "registration" },
  { "forgotten, and cancelled", "cancelled", "forgotten", .code = ECPA_FAULT_REGISTRATION_CANCELLED,
    .press = WAY_PRESS_WIZARD, .leads = "registration" },
  { "the old password as the new one", "ordinary", "forgotten",
    .slip = { "new-password.password_rows", "Qinglin-115", 1 }, .code = ECPA_FAULT_PASSWORD_REUSED },
  { "weak new password", "ordinary", "forgotten", .slip = { "new-password.password_rows", "abcde", 1 },
    .event_at = "<new-password", .event = way_event_forget_rules, .code = ECPA_FAULT_PASSWORD_POLICY },
  { "forgotten with another card", "ordinary", "forgotten", .event_at = "reset-code",
    .event = way_event_begin_with_other },
  { "forgotten, card pulled", "ordinary", "forgotten", .event_at = "new-password", .event = way_event_pull_card },
  { "forgotten, session ran out", "ordinary", "forgotten", .event_at = "new-password",
    .event = way_event_let_session_end },
  { "forgotten, network lost", "ordinary", "forgotten", .event_at = "new-password", .event = way_event_lose_network,
    .code = ECPA_FAULT_OFFLINE, .cure = way_event_mend_network },

  /* N5, N6 */
  { "change with a wrong password", "ordinary", "change", .slip = { "change-password.old_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD, .words = "2" },
  { "change, and forgotten", "ordinary", "change", .slip = { "change-password.old_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD, .press = WAY_PRESS_WIZARD, .leads = "forgotten" },
  { "change to the same", "ordinary", "change", .slip = { "change-password.password_rows", "Qinglin-115", 1 },
    .code = ECPA_FAULT_PASSWORD_REUSED },
  { "change guessed", "ordinary", "change", .slip = { "change-password.old_row", "wrong", 3 },
    .before = ECPA_FAULT_WRONG_PASSWORD, .code = ECPA_FAULT_STOPPED, .press = WAY_PRESS_WIZARD, .leads = "forgotten" },
  { "change of nothing", "not-registered", "change", .code = ECPA_FAULT_NOT_REGISTERED, .press = WAY_PRESS_WIZARD,
    .leads = "registration" },
  { "deletion with a wrong password", "ordinary", "cancellation", .slip = { "cancellation.password_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD, .press = WAY_PRESS_WIZARD, .leads = "forgotten" },

  /* N7 */
  { "contacts with a wrong password", "ordinary", "contacts", .slip = { "contacts-password.password_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD },
  { "contacts, late code", "ordinary", "contacts", .event_at = "contacts-mail", .event = way_event_age_codes,
    .code = ECPA_FAULT_CODE_EXPIRED },
  { "contacts, superseded code", "ordinary", "contacts", .event_at = "contacts-mail",
    .event = way_event_supersede_code, .code = ECPA_FAULT_CODE_SUPERSEDED },

  /* N8 */
  { "phone with a wrong password", "ordinary", "phones", .slip = { "phones.password_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD },
  { "phone’s code", "ordinary", "phones", .slip = { "phones.code_row", "AB1", 1 }, .code = ECPA_FAULT_PHONE_CODE },
  { "phone registered before", "ordinary", "phones",
    .world = "INSERT INTO phones (id, person_id, name, device_hash, device_masked, added_at) SELECT 'phone', person_id,"
             " '手機', X'52954e5afac93f03fddc2eb8106b7855fe5f6855a88b44910a5f08eb81656a4b', '****EF56', 1"
             " FROM cards WHERE number = '990000001007'", .code = ECPA_FAULT_PHONE_KNOWN },
  { "phone, network lost", "ordinary", "phones", .event_at = "phones", .event = way_event_lose_phone,
    .code = ECPA_FAULT_OFFLINE, .cure = way_event_mend_network },
  { "too many phones", "ordinary", "phones", .event_at = "phones", .event = way_event_fill_phones,
    .code = ECPA_FAULT_PHONE_LIMIT },
  { "phone, not verified", "not-verified", "phones", .code = ECPA_FAULT_NOT_VERIFIED, .press = WAY_PRESS_WIZARD,
    .leads = "verification" },
};

static const WayRow account_rows[] = {
  { "wrong account password", "ordinary", "account", "wrong", .code = ECPA_FAULT_ACCOUNT_REFUSED, .words = "4",
    .end = WAY_END_ACCOUNT },
  { "account password forgotten", "ordinary", "account", "wrong", .code = ECPA_FAULT_ACCOUNT_REFUSED,
    .press = WAY_PRESS_FORGOTTEN, .leads = "account-forgotten", .end = WAY_END_ACCOUNT },
  { "account not activated", "newest", "account", "anything", .code = ECPA_FAULT_ACCOUNT_REFUSED,
    .press = WAY_PRESS_ACTIVATE, .leads = "activation", .end = WAY_END_ACCOUNT },
  { "account locked, by card", "ordinary", "account", "wrong", .slip = { "account", "wrong", 5 },
    .before = ECPA_FAULT_ACCOUNT_REFUSED, .code = ECPA_FAULT_ACCOUNT_STOPPED, .words = "分" },
  { "account locked, and waited", "ordinary", "account", "wrong", .slip = { "account", "wrong", 5 },
    .before = ECPA_FAULT_ACCOUNT_REFUSED, .code = ECPA_FAULT_ACCOUNT_STOPPED, .cure = way_event_shorten_stops,
    .end = WAY_END_ACCOUNT },
  { "account locked, and forgotten", "ordinary", "account", "wrong", .slip = { "account", "wrong", 5 },
    .before = ECPA_FAULT_ACCOUNT_REFUSED, .code = ECPA_FAULT_ACCOUNT_STOPPED, .press = WAY_PRESS_WIZARD,
    .leads = "account-forgotten", .end = WAY_END_ACCOUNT },

  { "account taken", "newest", "activation", .slip = { "account.account_row", "LinQing115", 1 },
    .code = ECPA_FAULT_ACCOUNT_TAKEN, .end = WAY_END_ACCOUNT },
  { "account activated before", "ordinary", "activation", .code = ECPA_FAULT_ACCOUNT_EXISTS, .end = WAY_END_ACCOUNT },
  { "account activated and forgotten", "ordinary", "activation", .code = ECPA_FAULT_ACCOUNT_EXISTS,
    .press = WAY_PRESS_WIZARD, .leads = "account-forgotten", .end = WAY_END_ACCOUNT },
  { "activation with a weak password", "newest", "activation", .slip = { "account.password_rows", "abcdefgh", 1 },
    .event_at = "<account", .event = way_event_forget_rules, .code = ECPA_FAULT_PASSWORD_POLICY, .end = WAY_END_ACCOUNT },
  { "activation with a wrong password", "newest", "activation", .slip = { "account-proof.password_row", "wrong", 1 },
    .code = ECPA_FAULT_WRONG_PASSWORD, .end = WAY_END_ACCOUNT },
  { "activation, and the card’s password forgotten", "newest", "activation",
    .slip = { "account-proof.password_row", "wrong", 1 }, .code = ECPA_FAULT_WRONG_PASSWORD, .press = WAY_PRESS_WIZARD,
    .leads = "forgotten" },
  { "activation guessed", "newest", "activation", .slip = { "account-proof.password_row", "wrong", 3 },
    .before = ECPA_FAULT_WRONG_PASSWORD, .code = ECPA_FAULT_STOPPED, .press = WAY_PRESS_WIZARD, .leads = "forgotten" },
  { "activation, not verified", "not-verified", "activation", .code = ECPA_FAULT_NOT_VERIFIED, .press = WAY_PRESS_WIZARD,
    .leads = "verification" },
  { "activation, not registered", "not-registered", "activation", .code = ECPA_FAULT_NOT_REGISTERED,
    .press = WAY_PRESS_WIZARD, .leads = "registration" },
  { "activation, never a civil servant", "no-account", "activation", .code = ECPA_FAULT_NO_ACCOUNT, .end = WAY_END_OTHERS },
  { "forgotten account that is not there", "newest", "account-forgotten", .code = ECPA_FAULT_ACCOUNT_MISSING,
    .press = WAY_PRESS_WIZARD, .leads = "activation", .end = WAY_END_ACCOUNT },
  { "forgotten account that is not there, by card", "newest", "account-forgotten", .code = ECPA_FAULT_ACCOUNT_MISSING },
  { "forgotten to a former password", "ordinary", "account-forgotten",
    .slip = { "account-password.password_rows", "Portal-Lin115", 1 }, .code = ECPA_FAULT_PASSWORD_REUSED,
    .end = WAY_END_ACCOUNT },

  { "account changed too soon", "ordinary", "inside account-change",
    .world = "UPDATE accounts SET changed_at = strftime ('%s', 'now')", .code = ECPA_FAULT_PASSWORD_TOO_SOON,
    .words = "分", .cure = way_event_let_time_pass, .end = WAY_END_INSIDE },
  { "account changed with a wrong password", "ordinary", "inside account-change",
    .slip = { "account-change.old_row", "wrong", 1 }, .code = ECPA_FAULT_OLD_PASSWORD_WRONG, .words = "4",
    .end = WAY_END_INSIDE },
  { "account to be changed, and forgotten", "ordinary", "inside account-change",
    .slip = { "account-change.old_row", "wrong", 1 }, .code = ECPA_FAULT_OLD_PASSWORD_WRONG, .press = WAY_PRESS_WIZARD,
    .leads = "account-forgotten", .end = WAY_END_INSIDE },
  { "account change guessed, and waited", "ordinary", "inside account-change",
    .slip = { "account-change.old_row", "wrong", 5 }, .before = ECPA_FAULT_OLD_PASSWORD_WRONG,
    .code = ECPA_FAULT_OLD_PASSWORD_STOPPED, .cure = way_event_shorten_stops, .end = WAY_END_INSIDE },
  { "account change guessed, and forgotten", "ordinary", "inside account-change",
    .slip = { "account-change.old_row", "wrong", 5 }, .before = ECPA_FAULT_OLD_PASSWORD_WRONG,
    .code = ECPA_FAULT_OLD_PASSWORD_STOPPED, .press = WAY_PRESS_WIZARD, .leads = "account-forgotten", .end = WAY_END_INSIDE },
  { "account to a former password", "ordinary", "inside account-change",
    .slip = { "account-change.password_rows", "Portal-Lin115", 1 }, .code = ECPA_FAULT_PASSWORD_REUSED,
    .end = WAY_END_INSIDE },
  { "account to a weak password", "ordinary", "inside account-change",
    .slip = { "account-change.password_rows", "abcdefgh", 1 }, .event_at = "<account-change",
    .event = way_event_forget_rules, .code = ECPA_FAULT_PASSWORD_POLICY, .end = WAY_END_INSIDE },
};

const WayPart way_parts[] = {
  { "sign-in", sign_in_rows, G_N_ELEMENTS (sign_in_rows) },
  { "register", register_rows, G_N_ELEMENTS (register_rows) },
  { "card", card_rows, G_N_ELEMENTS (card_rows) },
  { "account", account_rows, G_N_ELEMENTS (account_rows) },
};
const guint way_n_parts = G_N_ELEMENTS (way_parts);
