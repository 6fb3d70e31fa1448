/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-store-private.h"

#include <string.h>

#define ORDINARY "ordinary"
#define WRONG "not-the-password"

typedef BackendFixture F;

static void
execute (F          *f,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_database_execute (f->store->database, NULL, &error, sql, ""));
  g_assert_no_error (error);
}

static void
expect (F               *f,
        const char      *card,
        const char      *password,
        EcpaProblemCode  code)
{
  g_autoptr (Reply) reply = card_sign_in (f, card, password);

  assert_problem (reply, code);
}

static void
test_welcome (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) first = card_sign_in (f, ORDINARY, training_password (ORDINARY));
  g_autoptr (EcpaSession) session = NULL;
  g_autoptr (EcpaApplication) orders = NULL;
  g_autoptr (Reply) second = NULL;
  g_autoptr (EcpaSession) again = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  session = ecpa_record_from_json (ECPA_TYPE_SESSION, first->json, NULL);
  g_assert_nonnull (session);
  g_assert_cmpstr (session->person_name, ==, "林曉青");
  g_assert_cmpstr (session->person_id_masked, ==, "F29****019");
  g_assert_cmpstr (session->method, ==, ECPA_METHOD_HEALTH_CARD);
  g_assert_cmpuint (strlen (session->token), ==, 43);
  g_assert_null (session->previous_signed_in_at);
  g_assert_cmpstr (session->notice_address_masked, ==, "l***@ms.example");
  g_assert_cmpint (session->unsigned_orders, ==, 2);
  orders = g_list_model_get_item (G_LIST_MODEL (session->applications), 0);
  g_assert_true (orders->allowed);
  g_assert_null (strstr (first->body, "F299990019"));

  f->now += 60;
  second = card_sign_in (f, ORDINARY, training_password (ORDINARY));
  again = ecpa_record_from_json (ECPA_TYPE_SESSION, second->json, NULL);
  g_assert_cmpstr (again->previous_method, ==, ECPA_METHOD_HEALTH_CARD);
  g_assert_cmpint (g_date_time_to_unix (again->previous_signed_in_at), ==, f->now - 60);
  g_assert_cmpstr (again->token, !=, session->token);
  backend_fixture_free (f);
}

static void
test_states (void)
{
  F *f = backend_fixture_new (NULL);

  expect (f, "not-registered", "whatever-1", ECPA_PROBLEM_NOT_REGISTERED);
  expect (f, "no-account", training_password ("no-account"), ECPA_PROBLEM_NO_ACCOUNT);
  /* The password decides before it is told whether there is an account. */
  expect (f, "no-account", WRONG, ECPA_PROBLEM_WRONG_PASSWORD);

  execute (f, "UPDATE registrations SET verified_at = NULL");
  expect (f, ORDINARY, training_password (ORDINARY), ECPA_PROBLEM_NOT_VERIFIED);
  execute (f, "UPDATE registrations SET verified_at = 1");
  execute (f, "UPDATE civil_servants SET status = 'retired'");
  {
    g_autofree char *token = card_token (f, ORDINARY);

    g_assert_nonnull (token);
  }
  backend_fixture_free (f);
}

static void
test_other_cards_password (void)
{
  F *f = backend_fixture_new (NULL);

  expect (f, ORDINARY, training_password ("newest"), ECPA_PROBLEM_WRONG_PASSWORD);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM sessions"), ==, 0);
  backend_fixture_free (f);
}

/* Three errors stop for ten minutes, three stops cancel; a success forgets both. */
static void
test_lock_out (void)
{
  F *f = backend_fixture_new (NULL);

  for (guint stop = 1; stop <= 3; stop++)
    {
      for (int left = 2; left > 0; left--)
        {
          g_autoptr (Reply) reply = card_sign_in (f, ORDINARY, WRONG);

          assert_problem (reply, ECPA_PROBLEM_WRONG_PASSWORD);
          g_assert_cmpint (reply_int (reply, "tries_left"), ==, left);
        }
      if (stop < 3)
        {
          g_autoptr (Reply) third = card_sign_in (f, ORDINARY, WRONG);
          g_autoptr (Reply) right = NULL;

          assert_problem (third, ECPA_PROBLEM_STOPPED);
          g_assert_cmpint (reply_int (third, "retry_after"), ==, 600);
          f->now += 599;
          right = card_sign_in (f, ORDINARY, training_password (ORDINARY));
          assert_problem (right, ECPA_PROBLEM_STOPPED);
          g_assert_cmpint (reply_int (right, "retry_after"), ==, 1);
          g_assert_cmpstr (soup_message_headers_get_one (right->headers, "Retry-After"), ==, "1");
          f->now += 1;
        }
      else
        expect (f, ORDINARY, WRONG, ECPA_PROBLEM_REGISTRATION_CANCELLED);
    }
  f->now += 86400;
  expect (f, ORDINARY, training_password (ORDINARY), ECPA_PROBLEM_REGISTRATION_CANCELLED);
  backend_fixture_free (f);
}

static void
test_success_forgets (void)
{
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *token = NULL;

      expect (f, ORDINARY, WRONG, ECPA_PROBLEM_WRONG_PASSWORD);
      expect (f, ORDINARY, WRONG, ECPA_PROBLEM_WRONG_PASSWORD);
      token = card_token (f, ORDINARY);
    }
  g_assert_cmpint (count_rows (f, "SELECT errors + stops + stopped_until FROM registrations WHERE person_id = 1"), ==, 0);
  backend_fixture_free (f);
}

/* Twelve guesses at a time are no more than twelve in a row: three are looked at. */
static void
test_lock_out_in_parallel (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  Call *calls[12];
  guint wrong = 0, stopped = 0;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Reply) challenge = card_challenge (f, ORDINARY);

      g_ptr_array_add (bodies, card_answer (ORDINARY, challenge, WRONG));
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = call_start (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, g_ptr_array_index (bodies, i));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      g_assert_no_error (reply->error);
      if (g_strcmp0 (reply_text (reply, "code"), "wrong_password") == 0)
        wrong++;
      else if (g_strcmp0 (reply_text (reply, "code"), "stopped") == 0)
        stopped++;
    }
  g_assert_cmpuint (wrong, ==, 2);
  g_assert_cmpuint (stopped, ==, 10);
  g_assert_cmpint (count_rows (f, "SELECT stops FROM registrations WHERE person_id = 1"), ==, 1);
  backend_fixture_free (f);
}

static void
test_replay (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) challenge = card_challenge (f, ORDINARY);
  g_autofree char *body = card_answer (ORDINARY, challenge, training_password (ORDINARY));
  g_autoptr (Reply) first = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
  g_autoptr (Reply) second = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);

  g_assert_cmpuint (first->status, ==, 201);
  assert_problem (second, ECPA_PROBLEM_PROOF_REFUSED);
  backend_fixture_restart (f);
  {
    g_autoptr (Reply) third = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);

    assert_problem (third, ECPA_PROBLEM_PROOF_REFUSED);
  }
  backend_fixture_free (f);
}

/* A challenge is spent by the first answer to it, whatever was wrong with that. */
static void
test_spent_by_failure (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) challenge = card_challenge (f, ORDINARY);
  g_autofree char *wrong = card_answer (ORDINARY, challenge, WRONG);
  g_autofree char *right = card_answer (ORDINARY, challenge, training_password (ORDINARY));
  g_autoptr (Reply) first = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, wrong);
  g_autoptr (Reply) second = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, right);

  assert_problem (first, ECPA_PROBLEM_WRONG_PASSWORD);
  assert_problem (second, ECPA_PROBLEM_PROOF_REFUSED);
  backend_fixture_free (f);
}

static void
test_expired (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) in_time = card_challenge (f, ORDINARY);
  g_autoptr (Reply) late = card_challenge (f, ORDINARY);
  g_autofree char *good = card_answer (ORDINARY, in_time, training_password (ORDINARY));
  g_autofree char *bad = card_answer (ORDINARY, late, training_password (ORDINARY));
  g_autoptr (Reply) first = NULL;
  g_autoptr (Reply) second = NULL;

  f->now += 59;
  first = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, good);
  g_assert_cmpuint (first->status, ==, 201);
  f->now += 1;
  second = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, bad);
  assert_problem (second, ECPA_PROBLEM_PROOF_REFUSED);
  backend_fixture_free (f);
}

/* A proof of one login presented under another's id, and another card's proof. */
static void
test_bound (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) one = card_challenge (f, ORDINARY);
  g_autoptr (Reply) two = card_challenge (f, ORDINARY);
  g_autoptr (Reply) three = card_challenge (f, ORDINARY);
  g_autofree char *body = card_answer (ORDINARY, one, training_password (ORDINARY));
  g_auto (GStrv) parts = g_strsplit (body, reply_text (one, "login_id"), 2);
  g_autofree char *moved = g_strjoinv (reply_text (two, "login_id"), parts);
  g_autofree char *stranger = card_answer ("newest", three, training_password (ORDINARY));
  g_autoptr (Reply) first = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, moved);
  g_autoptr (Reply) second = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, stranger);

  assert_problem (first, ECPA_PROBLEM_PROOF_REFUSED);
  assert_problem (second, ECPA_PROBLEM_PROOF_REFUSED);
  g_assert_cmpint (count_rows (f, "SELECT sum (errors) FROM registrations"), ==, 0);
  backend_fixture_free (f);
}

static void
not_training (EcpaServerSettings *settings)
{
  settings->hash_threads = 1;
}

static void
test_scheme (void)
{
  F *f = backend_fixture_new (not_training);

  f->settings->training = FALSE;
  expect (f, ORDINARY, training_password (ORDINARY), ECPA_PROBLEM_SCHEME_REFUSED);
  backend_fixture_free (f);
}

static void
test_unknown_card (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) known = card_challenge (f, ORDINARY);
  g_autoptr (Reply) unknown =
    call_now (f, "POST", ECPA_PATH_LOGIN_CHALLENGES, NULL, NULL,
              "{\"method\":\"health-card\",\"card_id\":\"AAAAAAAAAAAAAAAA\",\"card_challenge\":\"AAAAAAAAAAA=\"}");
  g_autofree char *body = NULL;
  g_autoptr (Reply) refused = NULL;

  g_assert_cmpuint (unknown->status, ==, known->status);
  g_assert_cmpuint (strlen (unknown->body), ==, strlen (known->body));
  body = card_answer (ORDINARY, unknown, "x");
  refused = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
  assert_problem (refused, ECPA_PROBLEM_PROOF_REFUSED);
  backend_fixture_free (f);
}

static void
few_challenges (EcpaServerSettings *settings)
{
  settings->challenges_per_card = 3;
}

static void
test_challenges_bounded (void)
{
  F *f = backend_fixture_new (few_challenges);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Reply) reply = card_challenge (f, ORDINARY);

      g_assert_cmpuint (reply->status, ==, 201);
    }
  {
    g_autoptr (Reply) fourth = card_challenge (f, ORDINARY);
    g_autoptr (Reply) other = card_challenge (f, "newest");

    assert_problem (fourth, ECPA_PROBLEM_TOO_MANY);
    g_assert_cmpuint (other->status, ==, 201);
  }
  f->now += 60;
  {
    g_autoptr (Reply) later = card_challenge (f, ORDINARY);

    g_assert_cmpuint (later->status, ==, 201);
  }
  backend_fixture_free (f);
}

static Reply *
account_try (F          *f,
             const char *account,
             const char *password)
{
  g_autofree char *body =
    g_strdup_printf ("{\"method\":\"account\",\"account\":\"%s\",\"password\":\"%s\"}", account, password);

  return call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
}

/* Whether the account exists cannot be told from any answer, the lock-out included. */
static void
test_account_lock_out (void)
{
  F *f = backend_fixture_new (NULL);

  for (int i = 1; i <= 6; i++)
    {
      g_autoptr (Reply) known = account_try (f, "linqing115", WRONG);
      g_autoptr (Reply) unknown = account_try (f, "nobody", WRONG);

      assert_problem (known, i < 5 ? ECPA_PROBLEM_WRONG_PASSWORD : ECPA_PROBLEM_STOPPED);
      g_assert_cmpstr (known->body, ==, unknown->body);
      g_assert_cmpint (reply_int (known, i < 5 ? "tries_left" : "retry_after"), ==, i < 5 ? 5 - i : 900);
    }
  f->now += 900;
  {
    g_autofree char *token = account_token (f);

    g_assert_nonnull (token);
  }
  backend_fixture_free (f);
}

static void
short_queue (EcpaServerSettings *settings)
{
  settings->hash_threads = 1;
  settings->hash_queue = 1;
  settings->hash_cost = 6;
}

/* A flood is turned away, not queued; who is turned away has not used up a try. */
static void
test_hash_queue (void)
{
  F *f = backend_fixture_new (short_queue);
  Call *calls[12];
  guint wrong = 0, away = 0;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"method\":\"account\",\"account\":\"nobody%u\",\"password\":\"x\"}", i);

      calls[i] = call_start (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Reply) reply = call_wait (calls[i]);

      if (reply->status == 403)
        wrong++;
      else
        {
          assert_problem (reply, ECPA_PROBLEM_UNAVAILABLE);
          g_assert_cmpint (reply_int (reply, "retry_after"), >, 0);
          away++;
        }
    }
  g_test_message ("%u checked, %u turned away", wrong, away);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM account_attempts"), ==, wrong);
  g_assert_cmpuint (wrong, >, 0);
  g_assert_cmpuint (away, >, 0);
  backend_fixture_free (f);
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *body;
    const char *field;
  } cases[] = {
    { "{}", "method" },
    { "{\"method\":7}", "method" },
    { "{\"method\":\"smile\"}", "method" },
    { "{\"method\":\"account\"}", "account" },
    { "{\"method\":\"account\",\"account\":\"a\"}", "password" },
    { "{\"method\":\"account\",\"account\":\"a\",\"password\":\"\"}", "password" },
    { "{\"method\":\"health-card\",\"login_id\":\"AAAA\",\"proof\":\"AA\",\"password\":\"x\"}", "login_id" },
    { "[]", NULL },
    { "{\"method\":", NULL },
    { "\"\\ud800\"", NULL },
  };
  F *f = backend_fixture_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, cases[i].body);

      assert_problem (reply, ECPA_PROBLEM_INVALID_REQUEST);
      g_assert_cmpstr (reply_text (reply, "field"), ==, cases[i].field);
    }
  backend_fixture_free (f);
}

/* Every attempt is in the log, and no secret is anywhere in the file. */
static void
test_audit (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  expect (f, ORDINARY, WRONG, ECPA_PROBLEM_WRONG_PASSWORD);
  token = card_token (f, ORDINARY);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login' AND outcome = 'wrong_password'"
                                  " AND subject_id = 1 AND person_id IS NULL"), ==, 1);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login' AND outcome = 'ok'"
                                  " AND person_id = 1 AND method = 'health-card'"), ==, 1);
  execute (f, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (g_file_get_contents (f->settings->database, &contents, &length, &error));
  g_assert_null (memmem (contents, length, token, strlen (token)));
  g_assert_null (memmem (contents, length, WRONG, strlen (WRONG)));
  g_assert_null (memmem (contents, length, training_password (ORDINARY), strlen (training_password (ORDINARY))));
  g_assert_nonnull (memmem (contents, length, "wrong_password", 14));
  backend_fixture_free (f);
}

/* Guessing at many accounts from one place: the place is locked, for right passwords as well, and for a time. */
static void
few_per_address (EcpaServerSettings *settings)
{
  settings->address_errors = 3;
  settings->address_lock_seconds = 60;
}

static void
test_address_locked (void)
{
  F *f = backend_fixture_new (few_per_address);
  g_autofree char *token = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"method\":\"account\",\"account\":\"nobody%u\",\"password\":\"x\"}", i);
      g_autoptr (Reply) reply = NULL;

      /* A success in between gives back its own try and no other. */
      if (i == 2)
        {
          g_autofree char *between = account_token (f);

          g_assert_nonnull (between);
        }
      reply = call_now (f, "POST", ECPA_PATH_SESSIONS, NULL, NULL, body);
      assert_problem (reply, i < 3 ? ECPA_PROBLEM_WRONG_PASSWORD : ECPA_PROBLEM_TOO_MANY);
      if (i == 3)
        g_assert_cmpint (reply_int (reply, "retry_after"), ==, 60);
    }
  {
    g_autoptr (Reply) right = card_sign_in (f, "ordinary", training_password ("ordinary"));

    assert_problem (right, ECPA_PROBLEM_TOO_MANY);
  }
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login' AND outcome = 'too_many'"), ==, 2);
  f->now += 60;
  token = account_token (f);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/login/welcome", test_welcome);
  g_test_add_func ("/backend/login/states", test_states);
  g_test_add_func ("/backend/login/other-cards-password", test_other_cards_password);
  g_test_add_func ("/backend/login/lock-out", test_lock_out);
  g_test_add_func ("/backend/login/success-forgets", test_success_forgets);
  g_test_add_func ("/backend/login/lock-out-in-parallel", test_lock_out_in_parallel);
  g_test_add_func ("/backend/login/replay", test_replay);
  g_test_add_func ("/backend/login/spent-by-failure", test_spent_by_failure);
  g_test_add_func ("/backend/login/expired", test_expired);
  g_test_add_func ("/backend/login/bound", test_bound);
  g_test_add_func ("/backend/login/scheme", test_scheme);
  g_test_add_func ("/backend/login/unknown-card", test_unknown_card);
  g_test_add_func ("/backend/login/challenges-bounded", test_challenges_bounded);
  g_test_add_func ("/backend/login/account-lock-out", test_account_lock_out);
  g_test_add_func ("/backend/login/hash-queue", test_hash_queue);
  g_test_add_func ("/backend/login/malformed", test_malformed);
  g_test_add_func ("/backend/login/audit", test_audit);

  g_test_add_func ("/backend/login/address-locked", test_address_locked);

  return g_test_run ();
}
