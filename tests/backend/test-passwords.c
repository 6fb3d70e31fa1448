/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Registration passwords (N3, N6) and accounts (L7). */

#include "card-fixture.h"

#include <string.h>

#define FRESH "Fresh.115"

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_signs_in (BackendFixture *f,
                 const char     *card,
                 const char     *password)
{
  g_autoptr (Reply) reply = card_sign_in (f, card, password);

  g_assert_cmpuint (reply->status, ==, 201);
}

static char *
sign_in_by_account (BackendFixture *f,
                    const char     *account,
                    const char     *password)
{
  g_autoptr (Reply) reply =
    ask (f, "POST", ECPA_PATH_SESSIONS, NULL, "{'method':'account','account':'%s','password':'%s'}", account, password);

  g_assert_cmpuint (reply->status, ==, 201);

  return g_strdup (reply_text (reply, "token"));
}

/* Tests: registration passwords -------------------------------------------- */

/* The old password works until the new one is set; the code works once, with its card, in its time. */
static void
test_reset (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *other = card_session (f, "newest");
  g_autofree char *code = NULL;
  g_autoptr (Reply) notice = ask (f, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
  g_autoptr (Reply) reused = NULL;
  g_autoptr (Reply) old = NULL;

  g_assert_cmpuint (notice->status, ==, 202);
  g_assert_cmpstr (reply_text (notice, "mail_masked"), ==, "l***@mail.example");
  g_assert_cmpint (reply_int (notice, "resend_after"), ==, 60);
  code = take_code (f, ECPA_MAIL_RESET, "linqing@mail.example");
  assert_signs_in (f, "ordinary", training_password ("ordinary"));

  ASSERT_ASK (f, ECPA_PROBLEM_CODE_OTHER_CARD, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, other,
              "{'code':'%s','new_password':'" FRESH "'}", code);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_INVALID, "POST", ECPA_PATH_VERIFICATIONS, token, "{'code':'%s'}", code);
  ASSERT_ASK (f, ECPA_PROBLEM_PASSWORD_POLICY, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'code':'%s','new_password':'short'}", code);
  reused = ask (f, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, "{'code':'%s','new_password':'%s'}", code,
                training_password ("ordinary"));
  assert_problem (reused, ECPA_PROBLEM_PASSWORD_REUSED);
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, "{'token':'%s','new_password':'" FRESH "'}", code);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_USED, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'code':'%s','new_password':'Newer.115'}", code);
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_PASSWORD_CHANGED, "linqing@mail.example"), ==, 1);
  assert_signs_in (f, "ordinary", FRESH);
  old = card_sign_in (f, "ordinary", training_password ("ordinary"));
  assert_problem (old, ECPA_PROBLEM_WRONG_PASSWORD);
}

/* Two requests leave one code that is good; two uses at once set one password. */
static void
test_two_resets (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Call *calls[2];
  guint done = 0, used = 0;

  ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
  first = take_code (f, ECPA_MAIL_RESET, NULL);
  f->now += 60;
  ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
  second = take_code (f, ECPA_MAIL_RESET, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_EXPIRED, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'code':'%s','new_password':'" FRESH "'}", first);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\",\"new_password\":\"Fresh.%u15\"}", second, i);

      calls[i] = call_start (f, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, key, body);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      done += reply->status == 204;
      used += g_strcmp0 (reply_text (reply, "code"), "code_used") == 0;
    }
  g_assert_cmpuint (done, ==, 1);
  g_assert_cmpuint (used, ==, 1);
}

static void
test_reset_expiry (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *code = NULL;

  ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
  code = take_code (f, ECPA_MAIL_RESET, NULL);
  f->now += 1800;
  g_free (g_steal_pointer (&token));
  token = card_session (f, "ordinary");
  ASSERT_ASK (f, ECPA_PROBLEM_CODE_EXPIRED, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'code':'%s','new_password':'" FRESH "'}", code);
  assert_signs_in (f, "ordinary", training_password ("ordinary"));
}

/* To another address: with residence and mobile number, and that is the registered one once the code was used. */
static void
test_other_address (void)
{
  static const struct { const char *member, *value, *mobile, *step; } rows[] = {
    { "household_number", "A0000000", "0900010000", "household" },
    { "village", "某里", "0900010000", "address" },
    { NULL, NULL, "0900010001", "mobile" },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *right = residence_body ("ordinary", NULL, NULL, "'mobile':'0900010000','mail':'other@mail.example'");
  g_autofree char *code = NULL;
  g_autoptr (Reply) read = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *more = g_strdup_printf ("'mobile':'%s','mail':'other@mail.example'", rows[i].mobile);
      g_autofree char *body = residence_body ("ordinary", rows[i].member, rows[i].value, more);
      g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_PASSWORD_RESETS, token, "%s", body);

      assert_problem (reply, ECPA_PROBLEM_RESIDENCE_MISMATCH);
      g_assert_cmpstr (reply_text (reply, "field"), ==, rows[i].step);
      g_assert_cmpint (reply_int (reply, "tries_left"), ==, 4 - i);
    }
  ASSERT_ASK (f, ECPA_PROBLEM_INVALID_REQUEST, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{'mail':'other@mail.example'}");
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_RESET, NULL), ==, 0);
  ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "%s", right);
  code = take_code (f, ECPA_MAIL_RESET, "other@mail.example");
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, "{'code':'%s','new_password':'" FRESH "'}", code);
  read = ask (f, "POST", ECPA_PATH_CONTACT_READINGS, token, "{'password':'" FRESH "'}");
  g_assert_cmpstr (reply_text (read, "mail"), ==, "other@mail.example");
  g_assert_cmpuint (count_mails (f, ECPA_MAIL_CONTACT_CHANGED, "linqing@mail.example"), ==, 1);
}

/* The mail is in what the application speaks. */
static void
test_language (void)
{
  static const struct { const char *wanted, *language; } rows[] = {
    { NULL, "zh_TW" },
    { "zh-TW", "zh_TW" },
    { "en", "en" },
    { "EN-gb, zh;q=0.5", "en" },
    { "ja, en;q=0.5, zh-TW;q=0.9", "zh_TW" },
    { "ja, zh-TW;q=0, en;q=0.1", "en" },
    { "enm", "zh_TW" },
    { ";;=q,,", "zh_TW" },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = card_session (f, "ordinary");
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM mails WHERE language = '%s'", rows[i].language);
      gint64 before = count_rows (f, sql);

      g_test_message ("%s", rows[i].wanted);
      g_object_set (f->client, "accept-language", rows[i].wanted, NULL);
      ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
      g_assert_cmpint (count_rows (f, sql), ==, before + 1);
      f->now += 3600;
    }
}

/* A reset lifts a stop, and verifies an address that never was. */
static void
test_reset_states (void)
{
  static const char *const cards[] = { "stopped", "not-verified" };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *none = card_session (f, "not-registered");

  ASSERT_ASK (f, ECPA_PROBLEM_NOT_REGISTERED, "POST", ECPA_PATH_PASSWORD_RESETS, none, "{}");
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_autofree char *token = card_session (f, cards[i]);
      g_autofree char *code = NULL;

      ASSERT_DONE (f, 202, "POST", ECPA_PATH_PASSWORD_RESETS, token, "{}");
      code = take_code (f, ECPA_MAIL_RESET, NULL);
      ASSERT_DONE (f, 204, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, "{'code':'%s','new_password':'" FRESH "'}",
                   code);
      assert_signs_in (f, cards[i], FRESH);
    }
}

static void
test_change (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  const char *old = training_password ("ordinary");
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{'password':'%s','new_password':'" FRESH "'}", old);
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) second = NULL;

  ASSERT_ASK (f, ECPA_PROBLEM_WRONG_PASSWORD, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'password':'Wrong.115','new_password':'" FRESH "'}");
  ASSERT_ASK (f, ECPA_PROBLEM_PASSWORD_REUSED, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token,
              "{'password':'%s','new_password':'%s'}", old, old);
  first = ask_again (f, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, key, body);
  g_assert_cmpuint (first->status, ==, 204);
  second = ask_again (f, "POST", ECPA_PATH_REGISTRATION_PASSWORDS, token, key, body);
  g_assert_cmpuint (second->status, ==, 204);
  assert_signs_in (f, "ordinary", FRESH);
  g_assert_cmpint (count_rows (f, "SELECT errors FROM registrations WHERE person_id = 1"), ==, 0);
}

/* Tests: accounts ---------------------------------------------------------- */

static void
test_activation (void)
{
  static const struct { const char *account, *password; EcpaProblemCode code; const char *field; } rows[] = {
    { "ab", "Account-115", ECPA_PROBLEM_INVALID_REQUEST, "account" },
    { "1abc", "Account-115", ECPA_PROBLEM_INVALID_REQUEST, "account" },
    { "jianhong c", "Account-115", ECPA_PROBLEM_INVALID_REQUEST, "account" },
    { "jianhong", "Short1", ECPA_PROBLEM_PASSWORD_POLICY, "min_length" },
    { "jianhong", "alllowercase", ECPA_PROBLEM_PASSWORD_POLICY, "classes" },
    { "linqing115", "Account-115", ECPA_PROBLEM_ACCOUNT_TAKEN, NULL },
    { "LinQing115", "Account-115", ECPA_PROBLEM_ACCOUNT_TAKEN, NULL },
  };
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "newest");
  g_autofree char *never = card_session (f, "no-account");
  g_autofree char *has_one = card_session (f, "ordinary");
  g_autofree char *session = NULL;
  const char *right = training_password ("newest");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = ask (f, "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, token,
                                     "{'account':'%s','password':'%s','registration_password':'%s'}", rows[i].account,
                                     rows[i].password, right);

      g_test_message ("%s", rows[i].account);
      assert_problem (reply, rows[i].code);
      g_assert_cmpstr (reply_text (reply, "field"), ==, rows[i].field);
    }
  ASSERT_ASK (f, ECPA_PROBLEM_WRONG_PASSWORD, "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, token,
              "{'account':'linqing115','password':'Account-115','registration_password':'Wrong.115'}");
  ASSERT_ASK (f, ECPA_PROBLEM_NO_ACCOUNT, "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, never,
              "{'account':'zhihao','password':'Account-115','registration_password':'%s'}", training_password ("no-account"));
  ASSERT_ASK (f, ECPA_PROBLEM_ACCOUNT_EXISTS, "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, has_one,
              "{'account':'another','password':'Account-115','registration_password':'%s'}", training_password ("ordinary"));
  ASSERT_DONE (f, 201, "POST", ECPA_PATH_ACCOUNT_ACTIVATIONS, token,
               "{'account':'jianhong','password':'Account-115','registration_password':'%s'}", right);
  session = sign_in_by_account (f, "jianhong", "Account-115");
  ASSERT_ASK (f, ECPA_PROBLEM_METHOD_INSUFFICIENT, "GET", ECPA_PATH_ORDERS, session, NULL);
}

static void
test_account_reset (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = card_session (f, "ordinary");
  g_autofree char *none = card_session (f, "newest");
  g_autofree char *before = account_token (f);
  g_autofree char *after = NULL;
  const char *right = training_password ("ordinary");
  g_autoptr (Reply) reply = NULL;

  /* Locked by wrong passwords: the reset lifts that. */
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Reply) wrong =
        ask (f, "POST", ECPA_PATH_SESSIONS, NULL, "{'method':'account','account':'linqing115','password':'Wrong-115'}");

      g_assert_cmpuint (wrong->status, ==, 403);
    }
  ASSERT_ASK (f, ECPA_PROBLEM_STOPPED, "POST", ECPA_PATH_SESSIONS, NULL,
              "{'method':'account','account':'linqing115','password':'Portal-Lin115'}");
  ASSERT_ASK (f, ECPA_PROBLEM_NOT_FOUND, "POST", ECPA_PATH_ACCOUNT_RESETS, none,
              "{'registration_password':'%s','new_password':'Account-115'}", training_password ("newest"));
  ASSERT_ASK (f, ECPA_PROBLEM_PASSWORD_REUSED, "POST", ECPA_PATH_ACCOUNT_RESETS, token,
              "{'registration_password':'%s','new_password':'Portal-Lin115'}", right);
  reply = ask (f, "POST", ECPA_PATH_ACCOUNT_RESETS, token, "{'registration_password':'%s','new_password':'Account-115'}",
               right);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply_text (reply, "account"), ==, "linqing115");
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_SESSION, before, NULL);
  after = sign_in_by_account (f, "linqing115", "Account-115");
}

/* Not again within two hours, none of the last three, locked after five errors; other sessions end. */
static void
test_account_change (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = account_token (f);
  g_autofree char *other = account_token (f);
  g_autofree char *card = card_token (f, "newest");
  g_autoptr (Reply) soon = NULL;

  ASSERT_ASK (f, ECPA_PROBLEM_NOT_FOUND, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, card,
              "{'password':'x','new_password':'Account-115'}");
  ASSERT_ASK (f, ECPA_PROBLEM_PASSWORD_REUSED, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token,
              "{'password':'Portal-Lin115','new_password':'Portal-Lin115'}");
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token,
               "{'password':'Portal-Lin115','new_password':'Account-1'}");
  ASSERT_DONE (f, 200, "GET", ECPA_PATH_SESSION, token, NULL);
  ASSERT_ASK (f, ECPA_PROBLEM_SESSION_REQUIRED, "GET", ECPA_PATH_SESSION, other, NULL);
  soon = ask (f, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token, "{'password':'Account-1','new_password':'Account-2'}");
  assert_problem (soon, ECPA_PROBLEM_PASSWORD_TOO_SOON);
  g_assert_cmpint (reply_int (soon, "retry_after"), ==, 7200);

  for (guint i = 1; i < 4; i++)
    {
      g_autofree char *before = g_strdup_printf ("Account-%u", i);
      g_autofree char *after = g_strdup_printf ("Account-%u", i + 1);

      f->now += 7200;
      g_free (g_steal_pointer (&token));
      token = sign_in_by_account (f, "linqing115", before);
      ASSERT_DONE (f, 204, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token, "{'password':'%s','new_password':'%s'}", before,
                   after);
    }
  f->now += 7200;
  g_free (g_steal_pointer (&token));
  token = sign_in_by_account (f, "linqing115", "Account-4");
  for (guint i = 4; i > 1; i--)
    ASSERT_ASK (f, ECPA_PROBLEM_PASSWORD_REUSED, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token,
                "{'password':'Account-4','new_password':'Account-%u'}", i);
  for (guint i = 0; i < 4; i++)
    ASSERT_ASK (f, ECPA_PROBLEM_WRONG_PASSWORD, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token,
                "{'password':'Wrong-115','new_password':'Account-1'}");
  ASSERT_ASK (f, ECPA_PROBLEM_STOPPED, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token,
              "{'password':'Wrong-115','new_password':'Account-1'}");
  f->now += 900;
  ASSERT_DONE (f, 204, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token, "{'password':'Account-4','new_password':'Account-1'}");
}

/* Two changes at once: one is done. */
static void
test_two_changes (void)
{
  g_autoptr (BackendFixture) f = backend_fixture_new (NULL);
  g_autofree char *token = account_token (f);
  Call *calls[2];
  guint done = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autofree char *body = g_strdup_printf ("{\"password\":\"Portal-Lin115\",\"new_password\":\"Account-%u\"}", i);

      calls[i] = call_start (f, "POST", ECPA_PATH_ACCOUNT_PASSWORDS, token, key, body);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      done += reply->status == 204;
    }
  g_assert_cmpuint (done, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/passwords/reset", test_reset);
  g_test_add_func ("/backend/passwords/two-resets", test_two_resets);
  g_test_add_func ("/backend/passwords/reset-expiry", test_reset_expiry);
  g_test_add_func ("/backend/passwords/other-address", test_other_address);
  g_test_add_func ("/backend/passwords/language", test_language);
  g_test_add_func ("/backend/passwords/reset-states", test_reset_states);
  g_test_add_func ("/backend/passwords/change", test_change);
  g_test_add_func ("/backend/passwords/activation", test_activation);
  g_test_add_func ("/backend/passwords/account-reset", test_account_reset);
  g_test_add_func ("/backend/passwords/account-change", test_account_change);
  g_test_add_func ("/backend/passwords/two-changes", test_two_changes);

  return g_test_run ();
}
