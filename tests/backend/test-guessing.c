/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-card-proof.h"
#include "ecpa-hasher.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 31
#define MEASUREMENTS 5

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

static void
answered_cb (EcpaInquiry *request,
             gpointer     user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Past HTTP, from wherever the test likes: status, and the answer where it is wanted. */
static guint
ask_from (F           *f,
          const char  *peer,
          const char  *forwarded_for,
          const char  *path,
          const char  *body,
          char       **answer)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body)); /* it is wiped */
  g_autoptr (EcpaInquiry) request = ecpa_inquiry_new ("POST", path, NULL, bytes);
  gboolean answered = FALSE;

  ecpa_inquiry_set_header (request, "Content-Type", ECPA_MEDIA_JSON);
  ecpa_inquiry_set_peer (request, peer, forwarded_for);
  ecpa_backend_handle (f->backend, request, answered_cb, &answered);
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
  if (answer != NULL)
    *answer = g_strdup (ecpa_inquiry_get_answer (request));

  return ecpa_inquiry_get_status (request);
}

static guint
account_from (F          *f,
              const char *peer,
              const char *forwarded_for,
              const char *account,
              char      **answer)
{
  g_autofree char *body =
    g_strdup_printf ("{\"method\":\"account\",\"account\":\"%s\",\"password\":\"not-the-password\"}", account);

  return ask_from (f, peer, forwarded_for, ECPA_PATH_SESSIONS, body, answer);
}

/* The body of a challenge's request for a card's id in base64. */
static char *
challenge_body (const char *card_id)
{
  return g_strdup_printf ("{\"method\":\"health-card\",\"card_id\":\"%s\",\"card_challenge\":\"AAAAAAAAAAA=\"}", card_id);
}

/* The body of an answer whose proof is somebody else's. */
static char *
bad_proof_body (F          *f,
                const char *card_id)
{
  g_autofree char *asked = challenge_body (card_id);
  g_autofree char *given = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *proof = g_base64_encode ((const guchar[ECPA_CARD_PROOF_LENGTH]) { 1 }, ECPA_CARD_PROOF_LENGTH);

  g_assert_cmpuint (ask_from (f, NULL, NULL, ECPA_PATH_LOGIN_CHALLENGES, asked, &given), ==, 201);
  json = ecpa_json_parse (given, -1, NULL);

  return g_strdup_printf ("{\"method\":\"health-card\",\"login_id\":\"%s\",\"proof\":\"%s\",\"password\":\"x\"}",
                          json_object_get_string_member (json_node_get_object (json), "login_id"), proof);
}

static char *
base64_id_of (const char *card)
{
  const char *hex = json_object_get_string_member (training_card (card), "card_id");
  guint8 bytes[ECPA_CARD_ID_LENGTH];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));

  return g_base64_encode (bytes, sizeof bytes);
}

static gint64
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
no_limits (EcpaServerSettings *settings)
{
  settings->account_errors = 100;
  settings->address_errors = 100000;
  settings->challenges_per_card = 10000;
}

/* Tests -------------------------------------------------------------------- */

/* An unknown card, a known one, and one whose holder never registered: without the proof they are the same. */
static void
test_cards_look_alike (gconstpointer path)
{
  static const char *const cards[] = { "ordinary", "not-registered", "stopped", "cancelled", "no-account" };
  F *f = backend_fixture_new (no_limits);
  g_autofree char *unknown = bad_proof_body (f, "AAAAAAAAAAAAAAAA");
  g_autofree char *refused = NULL;

  for (guint training = 2; training-- > 0;)
    {
      g_autofree char *nobody = bad_proof_body (f, "AAAAAAAAAAAAAAAA");

      f->settings->training = training;
      g_clear_pointer (&refused, g_free);
      g_assert_cmpuint (ask_from (f, NULL, NULL, path, nobody, &refused), ==,
                        ecpa_problem_code_get_status (ECPA_PROBLEM_PROOF_REFUSED));
      for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
        {
          g_autofree char *id = base64_id_of (cards[i]);
          g_autofree char *body = bad_proof_body (f, id);
          g_autofree char *answer = NULL;

          ask_from (f, NULL, NULL, path, body, &answer);
          g_assert_cmpstr (answer, ==, refused);
        }
    }
  backend_fixture_free (f);
}

/* The least processor time of each is what it takes: noise only adds. */
static void
test_cards_take_as_long (gconstpointer path)
{
  F *f = backend_fixture_new (no_limits);
  g_autofree char *known = base64_id_of ("ordinary");
  g_autoptr (GBytes) key = ecpa_training_card_public_key ("000000000000", NULL);
  g_autoptr (GBytes) proof = g_bytes_new_take (g_malloc0 (ECPA_CARD_PROOF_LENGTH), ECPA_CARD_PROOF_LENGTH);
  gboolean alike = FALSE;

  for (guint m = 0; m < MEASUREMENTS && !alike; m++)
    {
      gint64 least[3] = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };

      for (guint i = 0; i < ROUNDS * 3; i++)
        {
          g_autofree char *body = i % 3 < 2 ? bad_proof_body (f, i % 3 == 0 ? known : "AAAAAAAAAAAAAAAA") : NULL;
          gint64 from = processor_time ();

          if (body != NULL)
            ask_from (f, NULL, NULL, path, body, NULL);
          else
            ecpa_card_proof_verify (key, key, proof, NULL);
          least[i % 3] = MIN (least[i % 3], processor_time () - from);
        }
      g_test_message ("known %d µs, unknown %d µs, one check of a proof %d µs", (int) (least[0] / 1000),
                      (int) (least[1] / 1000), (int) (least[2] / 1000));
      alike = ABS (least[0] - least[1]) < least[2] / 2;
    }
  g_assert_true (alike);
  backend_fixture_free (f);
}

/* Whether accounts that are there and accounts that are not take the same time, to half a hash of the cheapest kind. */
static void
assert_accounts_take_as_long (F *f)
{
  gboolean alike = FALSE;

  for (guint m = 0; m < MEASUREMENTS && !alike; m++)
    {
      gint64 least[3] = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };

      for (guint i = 0; i < 11 * 3; i++)
        {
          g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("x", -1);
          gint64 from = processor_time ();

          if (i % 3 < 2)
            account_from (f, NULL, NULL, i % 3 == 0 ? "linqing115" : "nobody-at-all", NULL);
          else
            g_free (ecpa_hash_password (secret, 1, NULL));
          least[i % 3] = MIN (least[i % 3], processor_time () - from);
        }
      g_test_message ("known %d µs, unknown %d µs, one hash %d µs", (int) (least[0] / 1000), (int) (least[1] / 1000),
                      (int) (least[2] / 1000));
      alike = ABS (least[0] - least[1]) < least[2] / 2;
    }
  g_assert_true (alike);
}

static void
test_accounts_take_as_long (void)
{
  F *f = backend_fixture_new (no_limits);

  assert_accounts_take_as_long (f);
  backend_fixture_free (f);
}

static void
at_another_cost (EcpaServerSettings *settings)
{
  no_limits (settings);
  settings->hash_cost = 2;
}

static gint64
count_hashes (F          *f,
              const char *table,
              const char *person,
              const char *kind)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s WHERE person_id %s AND password_hash LIKE '%s%%'", table,
                                          person, kind);

  return count_rows (f, sql);
}

/* Another cost in the settings: for as long as there are hashes of both, and whichever an account's is. Signing in makes
 * it one of the new. */
static void
test_another_cost (void)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("x", -1);
  g_autofree char *cheap = ecpa_hash_password (secret, 1, NULL);
  g_autofree char *dear = ecpa_hash_password (secret, 2, NULL);
  F *f;

  cheap[7] = dear[7] = '\0'; /* $y$j75$ and the like */
  backend_fixture_free (backend_fixture_new (NULL)); /* the people's hashes are as cheap as ever */
  f = backend_fixture_new (at_another_cost);
  g_assert_cmpint (count_hashes (f, "accounts", "= 1", cheap), ==, 1);
  g_assert_cmpint (count_hashes (f, "accounts", "> 0", dear), ==, 0);
  assert_accounts_take_as_long (f);

  g_free (account_token (f));
  g_assert_cmpint (count_hashes (f, "accounts", "= 1", dear), ==, 1);
  g_assert_cmpint (count_hashes (f, "registrations", "> 0", dear), ==, 0);
  assert_accounts_take_as_long (f);
  g_free (account_token (f));
  g_free (card_token (f, "ordinary"));
  g_assert_cmpint (count_hashes (f, "registrations", "= 1", dear), ==, 1);
  g_free (card_token (f, "ordinary"));
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM password_history"), ==, 0);

  /* With both kinds among the accounts. */
  count_rows (f, "INSERT INTO accounts (account, person_id, password_hash)"
                 " SELECT 'other', 2, (SELECT password_hash FROM registrations WHERE person_id = 2) RETURNING 1");
  backend_fixture_restart (f);
  assert_accounts_take_as_long (f);
  backend_fixture_free (f);
}

static void
tight (EcpaServerSettings *settings)
{
  settings->address_errors = 4;
  settings->challenges_per_address = 3;
  settings->trusted_proxies = g_strsplit ("10.0.0.1;10.0.0.2", ";", -1);
}

/* Many accounts and many cards are one count to the place they are tried from; and each try has its line. */
static void
test_address_over_all (void)
{
  F *f = backend_fixture_new (tight);
  char *list[] = { base64_id_of ("ordinary"), base64_id_of ("newest"), g_strdup ("AAAAAAAAAAAAAAAA"), NULL };
  g_auto (GStrv) ids = g_memdup2 (list, sizeof list);
  guint locked = ecpa_problem_code_get_status (ECPA_PROBLEM_TOO_MANY);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *body = challenge_body (ids[i % 3]);

      g_assert_cmpuint (ask_from (f, "192.0.2.7", NULL, ECPA_PATH_LOGIN_CHALLENGES, body, NULL), ==, i < 3 ? 201 : locked);
    }
  {
    g_autofree char *body = challenge_body (ids[0]);

    g_assert_cmpuint (ask_from (f, "192.0.2.8", NULL, ECPA_PATH_LOGIN_CHALLENGES, body, NULL), ==, 201);
  }
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *account = g_strdup_printf ("nobody%u", i);
      g_autofree char *proof = bad_proof_body (f, ids[i % 3]);
      guint status = i % 2 == 0 ? account_from (f, "192.0.2.7", NULL, account, NULL)
                                : ask_from (f, "192.0.2.7", NULL, ECPA_PATH_SESSIONS, proof, NULL);

      g_assert_true ((status == locked) == (i >= 4));
    }
  /* Seven tries and twelve challenges, whatever came of them. */
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login'"), ==, 7);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login' AND outcome = 'too_many'"), ==, 3);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login.challenge'"), ==, 12);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'login.challenge' AND outcome = 'too_many'"),
                   ==, 1);
  backend_fixture_free (f);
}

/* Only what a proxy of ours says is believed, and only as far as proxies of ours say it. */
static void
test_forwarded (void)
{
  static const struct
  {
    const char *peer;
    const char *forwarded_for;
    const char *counted;
  } rows[] = {
    { "192.0.2.7", "198.51.100.1", "192.0.2.7" },                        /* no proxy of ours */
    { "10.0.0.1", NULL, "10.0.0.1" },
    { "10.0.0.1", "198.51.100.1", "198.51.100.1" },
    { "10.0.0.1", "203.0.113.9, 198.51.100.2", "198.51.100.2" },         /* its sender wrote the first */
    { "10.0.0.1", "203.0.113.9, 198.51.100.3, 10.0.0.2", "198.51.100.3" },
    { "10.0.0.1", "10.0.0.2,10.0.0.1", "10.0.0.2" },
    { "10.0.0.1", "198.51.100.4, rubbish", "10.0.0.1" },
    { "10.0.0.1", "rubbish, 198.51.100.5", "198.51.100.5" },
    { "::ffff:10.0.0.1", "198.51.100.6", "198.51.100.6" },
    { "10.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64" },
    { "2001:db8:1:3::1", "198.51.100.7", "2001:0db8:0001:0003::/64" },
  };
  F *f = backend_fixture_new (tight);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *account = g_strdup_printf ("nobody%u", i);
      g_autofree char *sql =
        g_strdup_printf ("SELECT coalesce (sum (errors), 0) FROM address_attempts WHERE address = '%s'", rows[i].counted);
      gint64 before = count_rows (f, sql);

      account_from (f, rows[i].peer, rows[i].forwarded_for, account, NULL);
      g_test_message ("%s, %s", rows[i].peer, rows[i].forwarded_for);
      g_assert_cmpint (count_rows (f, sql), ==, before + 1);
    }
  backend_fixture_free (f);
}

/* How often a password stands in a file: as it is, in hexadecimal, in base64 wherever it begins. */
static guint
find_password (const char *contents,
               gsize       length,
               const char *password)
{
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *capitals = NULL;
  guint found = memmem (contents, length, password, strlen (password)) != NULL;

  for (const char *p = password; *p != '\0'; p++)
    g_string_append_printf (hex, "%02x", (guint8) *p);
  capitals = g_ascii_strup (hex->str, -1);
  found += memmem (contents, length, hex->str, hex->len) != NULL;
  found += memmem (contents, length, capitals, hex->len) != NULL;
  for (guint shift = 0; shift < 3; shift++)
    {
      g_autofree char *shifted = g_strconcat ("xx" + 2 - shift, password, NULL);
      gsize whole = strlen (shifted) / 3 * 3;
      g_autofree char *base64 = g_base64_encode ((const guchar *) shifted, whole);
      gsize skip = shift > 0 ? 4 : 0;

      found += memmem (contents, length, base64 + skip, strlen (base64) - skip) != NULL;
    }

  return found;
}

static GMutex logged_lock;
static GString *logged;

/* All levels, shown or not, from whatever thread. */
static GLogWriterOutput
keep_log_cb (GLogLevelFlags   level,
             const GLogField *fields,
             gsize            n_fields,
             gpointer         data)
{
  g_autofree char *line = g_log_writer_format_fields (level, fields, n_fields, FALSE);

  g_mutex_lock (&logged_lock);
  g_string_append (logged, line);
  g_string_append_c (logged, '\n');
  g_mutex_unlock (&logged_lock);

  return g_log_writer_default (level, fields, n_fields, data);
}

static guint
scan (F           *f,
      const char  *planted)
{
  const char *const passwords[] = { training_password ("ordinary"), "Portal-Lin115", "not-the-password", planted, NULL };
  g_autoptr (GDir) dir = g_dir_open (f->directory, 0, NULL);
  const char *name;
  guint found = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->directory, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      /* No plain look at the database while this process has it open: that would drop its locks. */
      if (g_str_has_prefix (name, "ecpa.sqlite"))
        {
          g_autofree char *twin = g_strconcat (path, ".twin", NULL);
          const char *const argv[] = { "cp", path, twin, NULL };

          if (g_str_has_suffix (name, ".twin") || !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                                                NULL, NULL, NULL, NULL))
            continue;
          g_assert_true (g_file_get_contents (twin, &contents, &length, NULL));
        }
      else
        g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      for (guint i = 0; passwords[i] != NULL; i++)
        found += find_password (contents, length, passwords[i]);
    }
  g_mutex_lock (&logged_lock);
  for (guint i = 0; passwords[i] != NULL; i++)
    found += find_password (logged->str, logged->len, passwords[i]);
  g_mutex_unlock (&logged_lock);

  return found;
}

/* Database, log beside it, backup and what the server says hold no password in any shape; one that was put there is
 * found. */
static void
test_no_secret (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *copy = g_build_filename (f->directory, "copy.sqlite", NULL);
  g_autofree char *plant = g_build_filename (f->directory, "plant", NULL);
  g_autofree char *token = card_token (f, "ordinary");
  g_autofree char *other = account_token (f);
  g_autoptr (GSubprocess) process = NULL;
  static const char planted[] = "Planted-Secret-1";

  account_from (f, NULL, NULL, "linqing115", NULL);
  account_from (f, NULL, NULL, "nobody", NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, program, "--training", "--directory", f->directory,
                              "--backup", copy, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  g_assert_cmpuint (scan (f, planted), ==, 0);
  for (guint shift = 0; shift < 3; shift++)
    {
      g_autofree char *text = g_strdup_printf ("%.*s%s.", (int) shift, "{:", planted);
      g_autofree char *base64 = g_base64_encode ((const guchar *) text, strlen (text));

      g_assert_true (g_file_set_contents (plant, base64, -1, NULL));
      g_assert_cmpuint (scan (f, planted), >, 0);
    }
  g_assert_true (g_file_set_contents (plant, planted, -1, NULL));
  g_assert_cmpuint (scan (f, planted), >, 0);
  g_assert_cmpint (g_unlink (plant), ==, 0);
  g_assert_cmpuint (scan (f, planted), ==, 0);
  g_debug ("%s", planted);
  g_assert_cmpuint (scan (f, planted), >, 0);
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  logged = g_string_new (NULL);
  g_log_set_writer_func (keep_log_cb, NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/backend/guessing/cards-look-alike", ECPA_PATH_SESSIONS, test_cards_look_alike);
  g_test_add_data_func ("/backend/guessing/cards-take-as-long", ECPA_PATH_SESSIONS, test_cards_take_as_long);
  g_test_add_data_func ("/backend/guessing/card-sessions-look-alike", ECPA_PATH_CARD_SESSIONS, test_cards_look_alike);
  g_test_add_data_func ("/backend/guessing/card-sessions-take-as-long", ECPA_PATH_CARD_SESSIONS, test_cards_take_as_long);
  g_test_add_func ("/backend/guessing/accounts-take-as-long", test_accounts_take_as_long);
  g_test_add_func ("/backend/guessing/another-cost", test_another_cost);
  g_test_add_func ("/backend/guessing/address-over-all", test_address_over_all);
  g_test_add_func ("/backend/guessing/forwarded", test_forwarded);
  g_test_add_func ("/backend/guessing/no-secret", test_no_secret);

  return g_test_run ();
}
