/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Card sessions, residences, registering, verifying, contact data and phones: N1, N2, N4, N5, N7, N8. */

#include "card-fixture.h"

#include "ecpa-store-cards.h"

#include <string.h>

#define NEVER "not-registered"
#define PASSWORD "Meihui.115"

/* Tests: card sessions ----------------------------------------------------- */

static void
test_states (void)
{
  static const struct { const char *card, *state; } rows[] = {
    { "ordinary", "verified" }, { NEVER, "none" },          { "not-verified", "unverified" },
    { "stopped", "stopped" },   { "cancelled", "cancelled" }, { "no-account", "verified" },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = card_session_reply (f, rows[i].card);
      g_autoptr (Reply) again = NULL;

      g_test_message ("%s", rows[i].card);
      g_assert_cmpuint (reply->status, ==, 201);
      g_assert_cmpstr (reply_text (reply, "state"), ==, rows[i].state);
      g_assert_true ((reply_text (reply, "stopped_until") != NULL) == (strcmp (rows[i].state, "stopped") == 0));
      g_assert_true ((reply_text (reply, "mail_masked") != NULL) == (strcmp (rows[i].state, "none") != 0));
      again = ask (f, "GET", ECPA_PATH_CARD_SESSION, reply_text (reply, "token"), NULL);
      g_assert_cmpuint (again->status, ==, 200);
      g_assert_null (reply_text (again, "token"));
      g_assert_cmpstr (reply_text (again, "holder_masked"), ==, reply_text (reply, "holder_masked"));
    }
}

/* Each token opens its own calls, and only for as long as it lasts. */
static void
test_sessions_apart (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *card = card_session (f, "ordinary");
  g_autofree char *login = card_token (f, "ordinary");
  g_autofree char *idle = NULL;
  g_autofree char *old = NULL;

  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_SESSION, card, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_ORDERS, card, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_REGISTRATION, login, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, card, "{}");
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_REGISTRATION, NULL, NULL);
  ASSERT_DONE (f, 204, "DELETE", ECPA_PATH_CARD_SESSION, card, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_REGISTRATION, card, NULL);

  idle = card_session (f, "ordinary");
  f->now += 899;
  ASSERT_DONE (f, 200, "GET", ECPA_PATH_REGISTRATION, idle, NULL);
  f->now += 900;
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_REGISTRATION, idle, NULL);

  old = card_session (f, "ordinary");
  for (guint i = 0; i < 8; i++)
    {
      ASSERT_DONE (f, 200, "GET", ECPA_PATH_REGISTRATION, old, NULL);
      f->now += 899;
    }
  f->now += 60;
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_REGISTRATION, old, NULL);
}

/* Tests: residences -------------------------------------------------------- */

static void
test_residences (void)
{
  static const struct { const char *member, *value, *wrong; } rows[] = {
    { NULL, NULL, NULL },
    { "household_number", "ｓ０９６３２０１", NULL },
    { "household_number", " s0963201 ", NULL },
    { "county", "台北市", NULL },
    { "county", "臺 北　市", NULL },
    { "neighbourhood", "13", NULL },
    { "neighbourhood", "０１３", NULL },
    { "neighbourhood", "第13鄰", NULL },
    { "neighbourhood", "十三鄰", NULL },
    { "neighbourhood", "一三", NULL },
    { "neighbourhood", "三十", "address" },
    { "neighbourhood", "鄰", "address" },
    { "household_number", "S0963202", "household" },
    { "household_number", "S096320", "household" },
    { "county", "新北市", "address" },
    { "town", "中正區", "address" },
    { "village", "龍陣", "address" },
    { "neighbourhood", "130", "address" },
    { "neighbourhood", "1", "address" },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *right = residence_body (NEVER, NULL, NULL, NULL);
      g_autofree char *body = residence_body (NEVER, rows[i].member, rows[i].value, NULL);
      g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", body);

      g_test_message ("%s %s", rows[i].member, rows[i].value);
      if (rows[i].wrong == NULL)
        {
          g_assert_cmpuint (reply->status, ==, 204);
          continue;
        }
      assert_problem (reply, ECPA_PROBLEM_RESIDENCE_MISMATCH);
      g_assert_cmpstr (reply_text (reply, "field"), ==, rows[i].wrong);
      g_assert_cmpint (reply_int (reply, "tries_left"), ==, 4);
      ASSERT_DONE (f, 204, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", right);
    }
}

/* A character outside the BMP, and a residence that nobody knows. */
static void
test_rare_residences (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *rare = card_session (f, "rare-name");
  g_autofree char *token = card_session (f, NEVER);
  g_autofree char *rare_body = residence_body ("rare-name", NULL, NULL, NULL);
  g_autofree char *body = residence_body (NEVER, NULL, NULL, NULL);

  g_assert_nonnull (strstr (rare_body, "石𥕢里"));
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_RESIDENCE_CHECKS, rare, "%s", rare_body);
  ASSERT_ASK (f, ECPA_PROBLEM_RESIDENCE_MISMATCH, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", rare_body);
  count_rows (f, "DELETE FROM residences RETURNING 1");
  ASSERT_ASK (f, ECPA_PROBLEM_RESIDENCE_MISMATCH, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", body);
}

/* Five wrong ones by any way, then a stop that a right one does not lift; other cards are not stopped. */
static void
test_residence_stop (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);
  g_autofree char *second = card_session (f, NEVER);
  g_autofree char *other = card_session (f, "ordinary");
  g_autofree char *right = residence_body (NEVER, NULL, NULL, NULL);
  g_autofree char *wrong = residence_body (NEVER, "village", "某里", NULL);
  g_autofree char *wrong_registration = registration_body (NEVER, PASSWORD, "village", "某里");
  g_autofree char *right_registration = registration_body (NEVER, PASSWORD, NULL, NULL);
  g_autofree char *others = residence_body ("ordinary", NULL, NULL, NULL);

  for (gint64 left = 4; left > 0; left--)
    {
      g_autoptr (Reply) reply =
        ask (f, "POST", left % 2 ? ECPA_PATH_RESIDENCE_CHECKS : ECPA_PATH_REGISTRATIONS, left < 3 ? token : second,
             "%s", left % 2 ? wrong : wrong_registration);

      assert_problem (reply, ECPA_PROBLEM_RESIDENCE_MISMATCH);
      g_assert_cmpint (reply_int (reply, "tries_left"), ==, left);
    }
  {
    g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", wrong);

    assert_problem (reply, ECPA_PROBLEM_STOPPED);
    g_assert_cmpint (reply_int (reply, "retry_after"), ==, 1800);
  }
  ASSERT_ASK (f, ECPA_PROBLEM_STOPPED, "POST", ECPA_PATH_RESIDENCE_CHECKS, second, "%s", right);
  ASSERT_ASK (f, ECPA_PROBLEM_STOPPED, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", right_registration);
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_RESIDENCE_CHECKS, other, "%s", others);
  f->now += 1801;
  g_free (g_steal_pointer (&token));
  token = card_session (f, NEVER);
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_RESIDENCE_CHECKS, token, "%s", right);
}

static void
few_errors (EcpaServerSettings *settings)
{
  settings->address_errors = 8;
}

/* By network address, whichever card it is. */
static void
test_residence_address (void)
{
  static const char *const cards[] = { NEVER, "ordinary", "newest" };
  g_autoptr (BackendFixture) f = backend_fixture_new (few_errors);
  guint refused = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (Reply) session = card_session_reply (f, cards[i % 3]);
      g_autofree char *wrong = residence_body (cards[i % 3], "village", "某里", NULL);
      g_autoptr (Reply) reply = NULL;

      if (session->status != 201)
        {
          assert_problem (session, ECPA_PROBLEM_TOO_MANY);
          refused++;
          continue;
        }
      reply = ask (f, "POST", ECPA_PATH_RESIDENCE_CHECKS, reply_text (session, "token"), "%s", wrong);
      if (reply->status == 429)
        refused++;
    }
  g_assert_cmpuint (refused, ==, 4);
}

/* Tests: registering ------------------------------------------------------- */

/* From nothing to signed in. */
static void
test_whole_way (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);
  g_autofree char *body = registration_body (NEVER, PASSWORD, NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *state = NULL;
  g_autofree char *verified = NULL;
  g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpstr (reply_text (reply, "state"), ==, "unverified");
  g_assert_cmpstr (reply_text (reply, "mail_masked"), ==, "m***@mail.example");
  g_assert_cmpint (reply_int (reply, "resend_after"), ==, 60);
  g_assert_nonnull (reply_text (reply, "code_expires_at"));
  g_assert_null (strstr (reply->body, "meihui.wu"));
  before = card_sign_in (f, NEVER, PASSWORD);
  assert_problem (before, ECPA_PROBLEM_NOT_VERIFIED);

  code = take_code (f, ECPA_MAIL_VERIFICATION, "meihui.wu@mail.example");
  g_assert_true (g_regex_match_simple ("^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$", code, 0, 0));
  ASSERT_DONE (f, 200, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
  verified = state_of (f, token);
  g_assert_cmpstr (verified, ==, "verified");
  after = card_sign_in (f, NEVER, PASSWORD);
  g_assert_cmpuint (after->status, ==, 201);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM terms_agreed WHERE version = '115-1'"), ==, 1);
  ASSERT_ASK (f, ECPA_PROBLEM_ALREADY_REGISTERED, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);
}

/* Every member that is wrong is named, and nothing is written. */
static void
test_refusals (void)
{
  static const struct { const char *member, *value; EcpaProblemCode code; const char *field; } rows[] = {
    { "terms_version", "114-9", ECPA_PROBLEM_CONFLICT, "terms_version" },
    { "mobile", "0812345678", ECPA_PROBLEM_INVALID_REQUEST, "mobile" },
    { "mobile", "09123456789", ECPA_PROBLEM_INVALID_REQUEST, "mobile" },
    { "mobile", "0912345678\\n", ECPA_PROBLEM_INVALID_REQUEST, "mobile" },
    { "mobile", "", ECPA_PROBLEM_INVALID_REQUEST, "mobile" },
    { "mail", "", ECPA_PROBLEM_INVALID_REQUEST, "mail" },
    { "mail", "nobody", ECPA_PROBLEM_INVALID_REQUEST, "mail" },
    { "mail", "a@b", ECPA_PROBLEM_INVALID_REQUEST, "mail" },
    { "mail", "某@mail.example", ECPA_PROBLEM_INVALID_REQUEST, "mail" },
    { "mail", "a@mail.example\\r\\nBcc: b@mail.example", ECPA_PROBLEM_INVALID_REQUEST, "mail" },
    { "telephone", "123", ECPA_PROBLEM_INVALID_REQUEST, "telephone" },
    { "county", "", ECPA_PROBLEM_INVALID_REQUEST, "county" },
    { "household_number", "12345678901234567", ECPA_PROBLEM_INVALID_REQUEST, "household_number" },
  };
  static const struct { const char *password, *rule; } passwords[] = {
    { "short", "min_length" }, { "thirteenchars", "max_length" }, { "pass word", "characters" }, { "密碼密碼", "characters" },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body = registration_body (NEVER, PASSWORD, rows[i].member, rows[i].value);
      g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);

      g_test_message ("%s %s", rows[i].member, rows[i].value);
      assert_problem (reply, rows[i].code);
      g_assert_cmpstr (reply_text (reply, "field"), ==, rows[i].field);
    }
  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autofree char *body = registration_body (NEVER, passwords[i].password, NULL, NULL);
      g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);

      assert_problem (reply, ECPA_PROBLEM_PASSWORD_POLICY);
      g_assert_cmpstr (reply_text (reply, "field"), ==, passwords[i].rule);
    }
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM mails"), ==, 0);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM residence_attempts WHERE errors > 0"), ==, 0);
}

/* Two at once, and one that is sent twice under its key: one registration, one mail. */
static void
test_two_at_once (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);
  g_autofree char *body = registration_body (NEVER, PASSWORD, NULL, NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  Call *calls[3];
  guint created = 0, refused = 0;

  calls[0] = call_start (f, "POST", ECPA_PATH_REGISTRATIONS, token, key, body);
  calls[1] = call_start (f, "POST", ECPA_PATH_REGISTRATIONS, token, key, body);
  calls[2] = call_start (f, "POST", ECPA_PATH_REGISTRATIONS, token, other_key, body);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      created += reply->status == 201;
      refused += reply->status == 409;
    }
  g_assert_cmpuint (created + refused, ==, 3);
  g_assert_cmpuint (created, >=, 1);
  g_assert_cmpuint (created, <=, 2);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM registrations WHERE created_at > 0"), ==, 1);
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_VERIFICATION, NULL), ==, 1);
}

/* One that was cancelled may be registered anew, and begins with nothing counted. */
static void
test_cancelled (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "cancelled");
  g_autofree char *before = state_of (f, token);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "cancelled");
  ASSERT_ASK (f, ECPA_PROBLEM_REGISTRATION_CANCELLED, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
  register_card (f, "cancelled", token, PASSWORD);
  after = state_of (f, token);
  g_assert_cmpstr (after, ==, "verified");
}

/* Tests: verifying --------------------------------------------------------- */

/* A code opened twice, late, after a newer one, with another card, and one that is none: each its own answer. */
static void
test_codes (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);
  g_autofree char *other = card_session (f, "not-verified");
  g_autofree char *body = registration_body (NEVER, PASSWORD, NULL, NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *loose = NULL;
  g_autoptr (Reply) superseded = NULL;

  ASSERT_DONE (f, 201, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);
  first = take_code (f, ECPA_MAIL_VERIFICATION, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_MAIL_LIMIT, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
  f->now += 60;
  ASSERT_DONE (f, 202, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
  second = take_code (f, ECPA_MAIL_VERIFICATION, NULL);
  g_assert_cmpstr (first, !=, second);

  ASSERT_ASK (f, ECPA_PROBLEM_CODE_INVALID, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'0000-0000-0000'}");
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_INVALID, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'x'}");
  superseded = ask (f, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", first);
  assert_problem (superseded, ECPA_PROBLEM_CODE_EXPIRED);
  g_assert_cmpstr (reply_text (superseded, "field"), ==, "superseded");
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_OTHER_CARD, "POST", ECPA_PATH_VERIFICATIONS, other, "{'token':'%s'}", second);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_INVALID, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'code':'%s','new_password':'Another.115'}", second);

  /* As somebody types it. */
  loose = g_ascii_strdown (second, -1);
  ASSERT_DONE (f, 200, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':' %s '}", g_strdelimit (loose, "-", ' '));
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_USED, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", second);
  f->now += 86400;
  g_free (g_steal_pointer (&token));
  token = card_session (f, NEVER);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_USED, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", second);
  ASSERT_ASK (f, ECPA_PROBLEM_CONFLICT, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
}

/* To the second: 30 minutes. */
static void
test_code_expiry (void)
{
  static const struct { gint64 seconds; guint status; } rows[] = { { 1799, 200 }, { 1800, 403 }, { 1801, 403 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
      g_autofree char *token = card_session (f, NEVER);
      g_autofree char *body = registration_body (NEVER, PASSWORD, NULL, NULL);
      g_autofree char *code = NULL;
      g_autoptr (Reply) reply = NULL;

      ASSERT_DONE (f, 201, "POST", ECPA_PATH_REGISTRATIONS, token, "%s", body);
      code = take_code (f, ECPA_MAIL_VERIFICATION, NULL);
      f->now += rows[i].seconds;
      g_free (g_steal_pointer (&token));
      token = card_session (f, NEVER);
      reply = ask (f, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
      if (rows[i].status != 200)
        assert_problem (reply, ECPA_PROBLEM_CODE_EXPIRED);
    }
}

/* Five an hour, whatever they are for, and then after the first of them is an hour old. */
static void
test_mail_limit (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "not-verified");
  g_autoptr (Reply) reply = NULL;

  for (guint i = 0; i < 5; i++)
    {
      if (i % 2)
        ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
      else
        ASSERT_DONE (f, 202, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
      f->now += 60;
    }
  reply = ask (f, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
  assert_problem (reply, ECPA_PROBLEM_MAIL_LIMIT);
  g_assert_cmpint (reply_int (reply, "retry_after"), ==, 3300);
  f->now += 3300;
  g_free (g_steal_pointer (&token));
  token = card_session (f, "not-verified");
  ASSERT_DONE (f, 202, "POST", ECPA_PATH_REGISTRATION "/mails", token, NULL);
}

/* Tests: removing, contact data, phones ------------------------------------ */

static void
test_removal (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autoptr (Reply) wrong = ask (f, "POST", ECPA_PATH_REGISTRATION_REMOVALS, token, "{'password':'Wrong.115'}");
  g_autoptr (Reply) after = NULL;
  g_autofree char *state = NULL;

  assert_problem (wrong, ECPA_PROBLEM_WRONG_PASSWORD);
  g_assert_cmpint (reply_int (wrong, "tries_left"), ==, 2);
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_REGISTRATION_REMOVALS, token, "{'password':'%s'}", training_password ("ordinary"));
  state = state_of (f, token);
  g_assert_cmpstr (state, ==, "none");
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_REGISTRATION_REMOVED, "linqing@mail.example"), ==, 1);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM contacts WHERE mail = 'linqing@mail.example'"), ==, 0);
  after = card_sign_in (f, "ordinary", training_password ("ordinary"));
  assert_problem (after, ECPA_PROBLEM_NOT_REGISTERED);
  ASSERT_ASK (f, ECPA_PROBLEM_NOT_REGISTERED, "POST", ECPA_PATH_CONTACT_READINGS, token, "{'password':'x'}");
}

/* Tries are those of the sign-in: three wrong ones are a stop for both. */
static void
test_shared_tries (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autoptr (Reply) first = card_sign_in (f, "ordinary", "Wrong.115");
  g_autoptr (Reply) stopped = NULL;

  assert_problem (first, ECPA_PROBLEM_WRONG_PASSWORD);
  ASSERT_ASK (f, ECPA_PROBLEM_WRONG_PASSWORD, "POST", ECPA_PATH_CONTACT_READINGS, token, "{'password':'Wrong.115'}");
  ASSERT_ASK (f, ECPA_PROBLEM_STOPPED, "POST", ECPA_PATH_REGISTRATION_REMOVALS, token, "{'password':'Wrong.115'}");
  stopped = card_sign_in (f, "ordinary", training_password ("ordinary"));
  assert_problem (stopped, ECPA_PROBLEM_STOPPED);
}

/* The verified address stays until the new one is verified. */
static void
test_contacts (void)
{
  const char *right = training_password ("ordinary");
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autoptr (Reply) read = ask (f, "POST", ECPA_PATH_CONTACT_READINGS, token, "{'password':'%s'}", right);
  g_autoptr (Reply) set = NULL;
  g_autoptr (Reply) after = NULL;
  g_autofree char *code = NULL;

  g_assert_cmpuint (read->status, ==, 200);
  g_assert_cmpstr (reply_text (read, "mail"), ==, "linqing@mail.example");
  set = ask (f, "PUT", ECPA_PATH_CONTACTS, token,
             "{'password':'%s','telephone':'','mobile':'0911222333','mail':'new@mail.example'}", right);
  g_assert_cmpuint (set->status, ==, 200);
  g_assert_cmpstr (reply_text (set, "state"), ==, "verified");
  g_assert_cmpstr (reply_text (set, "mail_masked"), ==, "l***@mail.example");
  g_assert_cmpstr (reply_text (set, "new_mail_masked"), ==, "n***@mail.example");
  g_assert_cmpstr (reply_text (set, "mobile_masked"), ==, "****2333");
  code = take_code (f, ECPA_MAIL_VERIFICATION, "new@mail.example");
  ASSERT_DONE (f, 200, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_CONTACT_CHANGED, "linqing@mail.example"), ==, 1);
  after = ask (f, "POST", ECPA_PATH_CONTACT_READINGS, token, "{'password':'%s'}", right);
  g_assert_cmpstr (reply_text (after, "mail"), ==, "new@mail.example");
  g_assert_null (reply_text (after, "telephone"));
}

/* Whoever never verified an address gets another chance with a better one. */
static void
test_unverified_contacts (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "not-verified");
  g_autofree char *code = NULL;
  g_autofree char *state = NULL;

  ASSERT_DONE (f, 200, "PUT", ECPA_PATH_CONTACTS, token,
               "{'password':'%s','mobile':'0911222333','mail':'better@mail.example'}", training_password ("not-verified"));
  code = take_code (f, ECPA_MAIL_VERIFICATION, "better@mail.example");
  ASSERT_DONE (f, 200, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
  state = state_of (f, token);
  g_assert_cmpstr (state, ==, "verified");
}

static void
test_phones (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *other = card_session (f, "newest");
  const char *right = training_password ("ordinary");
  g_autoptr (Reply) added = NULL;
  g_autoptr (Reply) renamed = NULL;
  g_autoptr (Reply) full = NULL;
  g_autofree char *path = NULL;

  added = ask (f, "POST", ECPA_PATH_PHONES, token, "{'name':'我的手機','device_code':'abcd-1234-efgh','password':'%s'}", right);
  g_assert_cmpuint (added->status, ==, 201);
  g_assert_cmpstr (reply_text (added, "device_masked"), ==, "****EFGH");
  ASSERT_ASK (f, ECPA_PROBLEM_WRONG_PASSWORD, "POST", ECPA_PATH_PHONES, token,
              "{'name':'x','device_code':'abcd-1234-9999','password':'Wrong.115'}");
  ASSERT_ASK (f, ECPA_PROBLEM_CONFLICT, "POST", ECPA_PATH_PHONES, token,
              "{'name':'x','device_code':'ABCD1234EFGH','password':'%s'}", right);
  for (guint i = 1; i < 5; i++)
    ASSERT_DONE (f, 201, "POST", ECPA_PATH_PHONES, token, "{'name':'%u','device_code':'abcd-1234-000%u','password':'%s'}",
                 i, i, right);
  full = ask (f, "POST", ECPA_PATH_PHONES, token, "{'name':'x','device_code':'abcd-1234-9999','password':'%s'}", right);
  assert_problem (full, ECPA_PROBLEM_CONFLICT);
  g_assert_cmpstr (reply_text (full, "field"), ==, "limit");

  path = g_strdup_printf (ECPA_PATH_PHONES "/%s", reply_text (added, "id"));
  renamed = ask (f, "PUT", path, token, "{'name':'舊手機'}");
  g_assert_cmpstr (reply_text (renamed, "name"), ==, "舊手機");
  ASSERT_ASK (f, ECPA_PROBLEM_NOT_FOUND, "PUT", path, other, "{'name':'mine'}");
  ASSERT_ASK (f, ECPA_PROBLEM_NOT_FOUND, "DELETE", path, other, NULL);
  ASSERT_DONE (f, 204, "DELETE", path, token, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_NOT_FOUND, "DELETE", path, token, NULL);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM phones"), ==, 4);
}

/* No secret and no address anywhere in the audit log; a line for each attempt. */
static void
test_audit (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, NEVER);
  gint64 before = count_rows (f, "SELECT count(*) FROM audit");

  register_card (f, NEVER, token, PASSWORD);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_INVALID, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'0000-0000-0000'}");
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE method = 'card' AND person_id = subject_id"), >=, 3);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit"), ==, before + 3);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'registration.verify'"
                                  " AND outcome = 'code_invalid'"), ==, 1);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE target <> ''"), ==, 0);
  /* Only hashes of codes, and no hash of a body that holds a password. */
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM codes WHERE length (code_hash) <> 32"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/cards/states", test_states);
  g_test_add_func ("/backend/cards/sessions-apart", test_sessions_apart);
  g_test_add_func ("/backend/cards/residences", test_residences);
  g_test_add_func ("/backend/cards/rare-residences", test_rare_residences);
  g_test_add_func ("/backend/cards/residence-stop", test_residence_stop);
  g_test_add_func ("/backend/cards/residence-address", test_residence_address);
  g_test_add_func ("/backend/cards/whole-way", test_whole_way);
  g_test_add_func ("/backend/cards/refusals", test_refusals);
  g_test_add_func ("/backend/cards/two-at-once", test_two_at_once);
  g_test_add_func ("/backend/cards/cancelled", test_cancelled);
  g_test_add_func ("/backend/cards/codes", test_codes);
  g_test_add_func ("/backend/cards/code-expiry", test_code_expiry);
  g_test_add_func ("/backend/cards/mail-limit", test_mail_limit);
  g_test_add_func ("/backend/cards/removal", test_removal);
  g_test_add_func ("/backend/cards/shared-tries", test_shared_tries);
  g_test_add_func ("/backend/cards/contacts", test_contacts);
  g_test_add_func ("/backend/cards/unverified-contacts", test_unverified_contacts);
  g_test_add_func ("/backend/cards/phones", test_phones);
  g_test_add_func ("/backend/cards/audit", test_audit);

  return g_test_run ();
}
