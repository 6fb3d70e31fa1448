/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-mail-text.h"
#include "ecpa-maildir.h"
#include "ecpa-postman.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define URI "https://127.0.0.1:8443"

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

static void
add (F            *f,
     EcpaMailKind  kind,
     const char   *language,
     const char   *code,
     gint64        seconds)
{
  EcpaMailDraft draft = { kind, language, "lin@example.tw", "林○青", code, seconds > 0 ? f->now + seconds : 0, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_store_add_mail (f->store, &draft, f->now, &error));
  g_assert_no_error (error);
  ecpa_backend_wake_post (f->backend);
}

static char *
folder (F          *f,
        const char *name)
{
  return g_build_filename (f->directory, "mail", name, NULL);
}

static guint
count_files (F          *f,
             const char *name)
{
  g_autofree char *path = folder (f, name);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gint64
count (F          *f,
       const char *condition)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM mails WHERE %s", condition);

  return count_rows (f, sql);
}

typedef struct
{
  F          *f;
  const char *condition;
  gint64      n;
  gint64      deadline;
  gboolean    met;
} Wait;

static gboolean
look_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->met = count (wait->f, wait->condition) == wait->n;

  return !wait->met && g_get_monotonic_time () < wait->deadline;
}

/* Until as many mails are as they should be. */
static void
await (F          *f,
       const char *condition,
       gint64      n)
{
  Wait wait = { f, condition, n, g_get_monotonic_time () + 20 * G_USEC_PER_SEC, FALSE };
  guint id = g_timeout_add (5, look_cb, &wait);

  while (!wait.met && g_get_monotonic_time () < wait.deadline)
    g_main_context_iteration (NULL, TRUE);
  if (wait.met)
    g_assert_null (g_main_context_find_source_by_id (NULL, id));
  else
    g_error ("There are not %" G_GINT64_FORMAT " mails with %s, but %" G_GINT64_FORMAT, n, condition,
             count (f, condition));
}

static char *
read_only_mail (F *f)
{
  g_autofree char *path = folder (f, "new");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *file = NULL;
  char *text = NULL;

  g_assert_nonnull (dir);
  file = g_build_filename (path, g_dir_read_name (dir), NULL);
  g_assert_null (g_dir_read_name (dir));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));

  return text;
}

/* What stands behind the empty line. */
static char *
read_body (const char *message)
{
  const char *body = strstr (message, "\n\n") + 2;
  gsize size;
  g_autofree guchar *clear = NULL;

  if (strstr (message, "Content-Transfer-Encoding: base64") == NULL)
    return g_strdup (body);
  clear = g_base64_decode (body, &size);

  return g_strndup ((const char *) clear, size);
}

/* Tests: the Maildir ------------------------------------------------------- */

static void
test_maildir (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *message = NULL;
  g_autofree char *body = NULL;

  add (f, ECPA_MAIL_VERIFICATION, "zh_TW", "K7QF-3M9T-XW2R", 1800); /* before anybody is there to bring it */
  ecpa_backend_start_post (f->backend, URI "/");
  await (f, "state = 'sent' AND outcome = 'delivered' AND tries = 1", 1);
  g_assert_cmpuint (count_files (f, "new"), ==, 1);
  g_assert_cmpuint (count_files (f, "tmp"), ==, 0);

  message = read_only_mail (f);
  g_assert_null (strchr (message, '\r'));
  g_assert_nonnull (strstr (message, "\nTo: lin@example.tw\n"));
  g_assert_nonnull (strstr (message, "\nAuto-Submitted: auto-generated\n"));
  body = read_body (message);
  g_assert_nonnull (strstr (body, "林○青"));
  g_assert_nonnull (strstr (body, URI "/m/verify#K7QF-3M9T-XW2R\r\n"));
  g_assert_nonnull (strstr (body, "練習模式"));
  g_assert_null (strchr (body, '{'));
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'mail.verification'"
                               " AND outcome = 'delivered'"), ==, 1);
  backend_fixture_free (f);
}

/* A mail that a rule adds inside the backend is brought away without anybody looking. */
static void
add_inside (gpointer data)
{
  EcpaMailDraft draft = { ECPA_MAIL_RESET, "en", "lin@example.tw", "L○n", "AAAA-BBBB-CCCC", 0, 0 };

  g_assert_true (ecpa_store_add_mail (data, &draft, ecpa_clock_system (NULL), NULL));
}

static void
test_hook (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (EcpaStore) store = ecpa_store_open (f->settings->database, G_MAXUINT, NULL);
  EcpaClerk *clerk = ecpa_clerk_new (store);
  EcpaPostman *postman = ecpa_postman_new (f->settings, URI, store, clerk, ecpa_clock_system, NULL);

  for (guint i = 1; i <= 20; i++)
    {
      ecpa_clerk_push (clerk, add_inside, store);
      await (f, "state = 'sent'", i);
    }
  ecpa_postman_stop (postman);
  g_object_unref (clerk);
  g_assert_finalize_object (postman);
  backend_fixture_free (f);
}

/* Delivering again what is there, read or not, adds nothing. */
static void
test_again (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *directory = g_build_filename (f->directory, "mail", NULL);
  g_autofree char *fresh = folder (f, "new/1.x.ecpa");
  g_autofree char *seen = folder (f, "cur/1.x.ecpa:2,S");
  g_autoptr (GBytes) message = g_bytes_new_static ("A: b\r\n\r\nc\r\n", 11);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (ecpa_maildir_deliver (directory, "1.x.ecpa", message, &error));
  g_assert_true (ecpa_maildir_deliver (directory, "1.x.ecpa", message, &error));
  g_assert_true (ecpa_maildir_deliver (directory, "2.y.ecpa", message, &error));
  g_assert_cmpuint (count_files (f, "new"), ==, 2);
  g_assert_true (g_file_get_contents (fresh, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "A: b\n\nc\n");
  g_assert_cmpint (g_stat (fresh, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (directory, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);

  g_assert_cmpint (g_rename (fresh, seen), ==, 0);
  g_assert_true (ecpa_maildir_deliver (directory, "1.x.ecpa", message, &error));
  g_assert_cmpuint (count_files (f, "new"), ==, 1);
  g_assert_cmpuint (count_files (f, "cur"), ==, 1);
  g_assert_no_error (error);
  backend_fixture_free (f);
}

/* Tests: trying again ------------------------------------------------------ */

static void
break_maildir (F *f)
{
  g_autofree char *path = g_build_filename (f->directory, "mail", NULL);

  g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
}

static void
mend_maildir (F *f)
{
  g_autofree char *path = g_build_filename (f->directory, "mail", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_back_off (void)
{
  static const gint64 waits[] = { 30, 60, 120, 240, 480 };
  F *f = backend_fixture_new (NULL);
  g_autofree char *message = NULL;
  gint64 begin = f->now;

  break_maildir (f);
  ecpa_backend_start_post (f->backend, URI);
  add (f, ECPA_MAIL_PASSWORD_CHANGED, "en", NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autofree char *tried =
        g_strdup_printf ("tries = %u AND outcome = 'disk' AND next_try_at = %" G_GINT64_FORMAT, i + 1, f->now + waits[i]);

      await (f, tried, 1);
      if (i == G_N_ELEMENTS (waits) - 1)
        mend_maildir (f);
      f->now += waits[i] - 1; /* not before its time */
      ecpa_backend_wake_post (f->backend);
      f->now += 1;
      ecpa_backend_wake_post (f->backend);
    }
  await (f, "state = 'sent' AND tries = 6", 1);

  /* the mail is the one that was to be sent at the beginning */
  message = read_only_mail (f);
  {
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (begin);
    g_autofree char *date = g_date_time_format (time, "%H:%M:%S +0000\n");

    g_assert_nonnull (strstr (message, date));
  }
  backend_fixture_free (f);
}

static void
few_tries (EcpaServerSettings *settings)
{
  settings->mail.tries = 3;
}

static void
test_limit (void)
{
  F *f = backend_fixture_new (few_tries);

  break_maildir (f);
  ecpa_backend_start_post (f->backend, URI);
  add (f, ECPA_MAIL_REGISTRATION_REMOVED, "zh_TW", NULL, 0);
  add (f, ECPA_MAIL_VERIFICATION, "zh_TW", "AAAA-BBBB-CCCC", 45); /* no second try: its code would be worthless */
  for (guint i = 1; i < 3; i++)
    {
      /* a try is counted when it begins; its end says when the next one is */
      g_autofree char *tried =
        g_strdup_printf ("kind = 'registration-removed' AND tries = %u AND outcome = 'disk' AND next_try_at = %"
                         G_GINT64_FORMAT, i, f->now + 30 * i);

      await (f, tried, 1);
      f->now += 3600;
      ecpa_backend_wake_post (f->backend);
    }
  await (f, "state = 'failed' AND kind = 'registration-removed' AND tries = 3 AND outcome = 'disk' AND sealed IS NULL", 1);
  await (f, "state = 'failed' AND kind = 'verification' AND tries <= 2 AND sealed IS NULL", 1);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE method = 'post' AND outcome = 'disk'"), >=, 1);
  backend_fixture_free (f);
}

/* A mail that nobody brought away in time is not sent late. */
static void
test_expired (void)
{
  F *f = backend_fixture_new (NULL);

  add (f, ECPA_MAIL_RESET, "zh_TW", "AAAA-BBBB-CCCC", 1800);
  f->now += 1800;
  ecpa_backend_start_post (f->backend, URI);
  await (f, "state = 'failed' AND outcome = 'expired'", 1);
  g_assert_cmpuint (count_files (f, "new"), ==, 0);
  backend_fixture_free (f);
}

static void
test_restart (void)
{
  F *f = backend_fixture_new (NULL);

  break_maildir (f);
  ecpa_backend_start_post (f->backend, URI);
  for (guint i = 0; i < 20; i++)
    add (f, ECPA_MAIL_CONTACT_CHANGED, "en", NULL, 0);
  await (f, "outcome = 'disk'", 20);
  backend_fixture_restart (f);
  mend_maildir (f);
  f->now += 30;
  ecpa_backend_start_post (f->backend, URI);
  await (f, "state = 'sent'", 20);
  g_assert_cmpuint (count_files (f, "new"), ==, 20);
  backend_fixture_free (f);
}

/* Tests: the page behind the link ------------------------------------------- */

/* The hash of an element's text, as CSP writes it. */
static char *
hash_element (const char *html,
              const char *begin,
              const char *end)
{
  const char *from = strstr (html, begin) + strlen (begin);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, (const guchar *) from, strstr (from, end) - from);
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);

  return g_strdup_printf ("'sha256-%s'", base64);
}

static void
assert_page (F          *f,
             const char *path,
             const char *uri)
{
  g_autoptr (Reply) page = call_now (f, "GET", path, NULL, NULL, NULL);
  g_autoptr (Reply) head = call_now (f, "HEAD", path, NULL, NULL, NULL);
  g_autoptr (Reply) post = call_now (f, "POST", path, NULL, NULL, "{}");
  g_autofree char *script = NULL;
  g_autofree char *style = NULL;
  g_autofree char *policy = NULL;

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "Content-Type"), ==, "text/html; charset=utf-8");
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "Referrer-Policy"), ==, "no-referrer");
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_null (soup_message_headers_get_one (page->headers, "Set-Cookie"));
  script = hash_element (page->body, "<script>", "</script>");
  style = hash_element (page->body, "<style>", "</style>");
  policy = g_strdup_printf ("default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none';"
                            " frame-ancestors 'none'", script, style);
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "Content-Security-Policy"), ==, policy);

  /* nothing from elsewhere, nothing left open, no handler that the policy would stop */
  g_assert_null (strstr (page->body, "http:"));
  g_assert_null (strstr (page->body, "https:"));
  g_assert_null (strstr (page->body, "src="));
  g_assert_null (strstr (page->body, " style="));
  g_assert_false (g_regex_match_simple ("\\son[a-z]+=", page->body, 0, 0));
  g_assert_false (g_regex_match_simple ("@[A-Z_]+@", page->body, 0, 0));
  g_assert_nonnull (strstr (page->body, uri));

  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (head->body, ==, "");
  assert_problem (post, ECPA_PROBLEM_METHOD_NOT_ALLOWED);
  g_assert_cmpstr (soup_message_headers_get_one (post->headers, "Allow"), ==, "GET, HEAD");
}

/* Mail scanners follow links: looking, however often, leaves no trace. */
static void
test_page (void)
{
  static const char *const tables[] = { "audit", "sessions", "login_challenges", "idempotency", "mails", "address_attempts" };
  F *f = backend_fixture_new (NULL);
  gint64 before[G_N_ELEMENTS (tables)];

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);

      before[i] = count_rows (f, sql);
    }
  for (guint i = 0; i < 3; i++)
    {
      assert_page (f, "/m/verify", "'ecpa-training:verify#' + code");
      assert_page (f, "/m/reset", "'ecpa-training:reset#' + code");
    }
  {
    g_autoptr (Reply) other = call_now (f, "GET", "/m/other", NULL, NULL, NULL);

    assert_problem (other, ECPA_PROBLEM_NOT_FOUND);
  }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);

      g_assert_cmpint (count_rows (f, sql), ==, before[i]);
    }
  backend_fixture_free (f);
}

static void
test_page_real (void)
{
  EcpaServerSettings *settings = ecpa_server_settings_new ();
  F *f = backend_fixture_new (NULL);
  g_autoptr (EcpaServer) server = NULL;

  server = ecpa_server_new (f->backend, settings, f->certificate);
  ecpa_server_settings_free (settings);
  g_assert_true (ecpa_server_listen (server, "127.0.0.1", 0, NULL));
  g_set_object (&f->server, server);
  assert_page (f, "/m/verify", "'ecpa:verify#' + code");
  backend_fixture_free (f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK); /* a mail that cannot be sent is warned of */
  g_test_add_func ("/backend/post/maildir", test_maildir);
  g_test_add_func ("/backend/post/hook", test_hook);
  g_test_add_func ("/backend/post/again", test_again);
  g_test_add_func ("/backend/post/back-off", test_back_off);
  g_test_add_func ("/backend/post/limit", test_limit);
  g_test_add_func ("/backend/post/expired", test_expired);
  g_test_add_func ("/backend/post/restart", test_restart);

  g_test_add_func ("/backend/post/page", test_page);
  g_test_add_func ("/backend/post/page-real", test_page_real);

  return g_test_run ();
}
