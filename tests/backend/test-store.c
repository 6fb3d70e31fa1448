/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-backend-data.h"
#include "ecpa-hasher.h"
#include "ecpa-office-calendar.h"
#include "ecpa-roc-date.h"
#include "ecpa-server-certificate.h"
#include "ecpa-server-settings.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#define NEWEST newest_schema ()

/* Auxiliaries -------------------------------------------------------------- */

typedef struct
{
  char *directory;
  char *path;
} Place;

static void
place_init (Place      *place,
            const char *name)
{
  place->directory = g_dir_make_tmp ("ecpa-store-XXXXXX", NULL);
  place->path = g_build_filename (place->directory, name, NULL);
}

static void
place_clear (Place *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (place->directory);
  g_free (place->directory);
  g_free (place->path);
}

static gint64
number (EcpaDatabase *database,
        const char   *sql)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (database, NULL, sql, "");

  g_assert_nonnull (rows);
  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_get_int (rows, 0);
}

/* Every table with its columns, as one text. */
static char *
describe (EcpaDatabase *database)
{
  g_autoptr (EcpaRows) rows =
    ecpa_database_query (database, NULL, "SELECT group_concat (sql, '; ') FROM (SELECT sql FROM sqlite_schema"
                                         " WHERE sql IS NOT NULL ORDER BY name)", "");

  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_dup_text (rows, 0);
}

/* Tests -------------------------------------------------------------------- */

/* From each version to the newest: what was in it is in it still, and the schema is that of a new database. */
static void
test_migrations (void)
{
  g_autofree char *fresh = NULL;

  for (guint from = NEWEST + 1; from-- > 1;)
    {
      Place place;
      g_autoptr (GError) error = NULL;
      g_autofree char *schema = NULL;

      place_init (&place, "db.sqlite");
      {
        g_autoptr (EcpaDatabase) old = ecpa_database_open (place.path, from, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (ecpa_database_get_version (old), ==, from);
        g_assert_true (ecpa_database_execute (old, NULL, &error, "INSERT INTO persons (id, national_id, name, birth_date)"
                                              " VALUES (7, 'A100000001', '黃𥕢玲', '0800101')", ""));
        g_assert_no_error (error);
      }
      {
        g_autoptr (EcpaDatabase) now = ecpa_database_open (place.path, G_MAXUINT, &error);
        g_autoptr (EcpaRows) rows = NULL;
        g_autofree char *name = NULL;

        g_assert_no_error (error);
        g_assert_cmpuint (ecpa_database_get_version (now), ==, NEWEST);
        rows = ecpa_database_query (now, NULL, "SELECT name FROM persons WHERE id = $1", "i", (gint64) 7);
        g_assert_true (ecpa_rows_next (rows, NULL));
        name = ecpa_rows_dup_text (rows, 0);
        g_assert_cmpstr (name, ==, "黃𥕢玲");
        schema = describe (now);
      }
      if (fresh == NULL)
        fresh = g_steal_pointer (&schema);
      else
        g_assert_cmpstr (schema, ==, fresh);
      place_clear (&place);
    }
}

/* Why sessions ended is known after the step that lets them end by time. */
static void
test_migrate_endings (void)
{
  Place place;
  g_autoptr (EcpaDatabase) now = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place, "db.sqlite");
  {
    g_autoptr (EcpaDatabase) old = ecpa_database_open (place.path, 9, &error);

    g_assert_no_error (error);
    g_assert_true (ecpa_database_execute (old, NULL, NULL, "INSERT INTO ended_sessions (token_hash, reason, at)"
                                          " VALUES ('a', 'signed-out', 5), ('b', 'administrator', 6)", ""));
    g_assert_false (ecpa_database_execute (old, NULL, NULL, "INSERT INTO ended_sessions (token_hash, reason, at)"
                                           " VALUES ('c', 'expired', 7)", ""));
  }
  now = ecpa_database_open (place.path, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_assert_cmpint (number (now, "SELECT count(*) FROM ended_sessions WHERE (token_hash, reason, at)"
                                " IN (VALUES ('a', 'signed-out', 5), ('b', 'administrator', 6))"), ==, 2);
  g_assert_true (ecpa_database_execute (now, NULL, NULL, "INSERT INTO ended_sessions (token_hash, reason, at)"
                                        " VALUES ('c', 'expired', 7)", ""));
  g_assert_false (ecpa_database_execute (now, NULL, NULL, "INSERT INTO ended_sessions (token_hash, reason, at)"
                                         " VALUES ('d', 'tired', 8)", ""));
  place_clear (&place);
}

static void
test_newer_refused (void)
{
  Place place;
  g_autoptr (GError) error = NULL;

  place_init (&place, "db.sqlite");
  {
    g_autoptr (EcpaDatabase) database = ecpa_database_open (place.path, G_MAXUINT, &error);

    g_assert_true (ecpa_database_execute (database, NULL, NULL, "PRAGMA user_version = 99", ""));
  }
  g_assert_null (ecpa_database_open (place.path, G_MAXUINT, &error));
  g_assert_error (error, ECPA_DATABASE_ERROR, ECPA_DATABASE_ERROR_NEWER);
  place_clear (&place);
}

static void
test_pragmas (void)
{
  Place place;
  g_autoptr (EcpaDatabase) database = NULL;
  g_autoptr (EcpaRows) rows = NULL;
  g_autofree char *mode = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  place_init (&place, "db.sqlite");
  database = ecpa_database_open (place.path, G_MAXUINT, NULL);
  g_assert_cmpint (number (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (number (database, "PRAGMA foreign_keys"), ==, 1);
  rows = ecpa_database_query (database, NULL, "PRAGMA journal_mode", "");
  g_assert_true (ecpa_rows_next (rows, NULL));
  mode = ecpa_rows_dup_text (rows, 0);
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (g_stat (place.path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  g_assert_false (ecpa_database_execute (database, NULL, &error,
                                         "INSERT INTO sessions (token_hash, person_id, method, created_at, last_used_at)"
                                         " VALUES ('x', 99, 'm', 1, 1)", ""));
  g_assert_error (error, ECPA_DATABASE_ERROR, ECPA_DATABASE_ERROR_CONSTRAINT);
  place_clear (&place);
}

/* Has the database alone, as whoever closes it last has for a moment, and lets it go a little later. */
static gpointer
let_go_thread (gpointer data)
{
  sqlite3 *alone = data;
  GMutex mutex;
  GCond never;
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 5;

  g_mutex_init (&mutex);
  g_cond_init (&never);
  g_mutex_lock (&mutex);
  while (g_cond_wait_until (&never, &mutex, end))
    ;
  g_mutex_unlock (&mutex);
  g_mutex_clear (&mutex);
  g_cond_clear (&never);
  sqlite3_close (alone);

  return NULL;
}

/* A server that starts while another one ends waits for it. */
static void
test_open_while_closing (void)
{
  g_autoptr (EcpaDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;
  sqlite3 *alone;
  Place place;

  place_init (&place, "store.db");
  database = ecpa_database_open (place.path, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_clear_object (&database);

  g_assert_cmpint (sqlite3_open (place.path, &alone), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (alone, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  thread = g_thread_new ("let-go", let_go_thread, alone);
  database = ecpa_database_open (place.path, G_MAXUINT, &error);
  g_thread_join (thread);
  g_assert_no_error (error);
  g_assert_nonnull (database);
  g_clear_object (&database);
  place_clear (&place);
}

static void
test_rollback (void)
{
  Place place;
  g_autoptr (EcpaDatabase) database = NULL;

  place_init (&place, "db.sqlite");
  database = ecpa_database_open (place.path, G_MAXUINT, NULL);
  g_assert_true (ecpa_database_begin (database, NULL));
  g_assert_true (ecpa_database_execute (database, NULL, NULL, "INSERT INTO audit (at, action, outcome)"
                                        " VALUES (1, 'x', 'ok')", ""));
  ecpa_database_rollback (database);
  ecpa_database_rollback (database);
  g_assert_cmpint (number (database, "SELECT count(*) FROM audit"), ==, 0);
  place_clear (&place);
}

static void
test_data (void)
{
  Place place;
  g_autoptr (EcpaStore) store = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place, "db.sqlite");
  store = ecpa_store_open (place.path, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_assert_true (ecpa_backend_data_install (store, &error));
  g_assert_no_error (error);
  g_assert_true (ecpa_backend_data_install (store, &error));
  g_assert_cmpint (number (store->database, "SELECT count(*) FROM agencies"), ==, 8343);
  g_assert_cmpint (number (store->database, "SELECT count(*) FROM agencies WHERE length (code) <> 10"
                                            " OR name LIKE '%?%'"), ==, 0);
  g_assert_cmpint (number (store->database, "SELECT count(*) FROM agencies WHERE code = '379210000A'"
                                            " AND name = '臺北市政府人事處'"), ==, 1);
  g_assert_cmpint (number (store->database, "SELECT count(*) FROM order_kinds WHERE electronic_from IS NULL"
                                            " AND (code = '4200' OR code LIKE '5%')"), ==, 6);
  place_clear (&place);
}

/* What a personnel officer would stumble over in the made-up orders. */
static void
test_training_people (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/people.json", &error);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *people;

  g_assert_no_error (error);
  people = json_object_get_array_member (json_node_get_object (root), "people");
  g_assert_cmpuint (json_array_get_length (people), ==, 12);
  for (guint i = 0; i < json_array_get_length (people); i++)
    {
      JsonObject *person = json_array_get_object_element (people, i);
      JsonArray *orders = json_object_get_array_member (person, "orders");

      g_assert_true (g_str_has_suffix (json_object_get_string_member (person, "notice_address"), ".example"));
      g_assert_cmpuint (json_array_get_length (orders), >=, 1);
      for (guint o = 0; o < json_array_get_length (orders); o++)
        {
          JsonObject *order = json_array_get_object_element (orders, o);
          const char *number_text = json_object_get_string_member (order, "document_number");
          g_autofree char *code =
            g_strdup_printf ("（%s）", json_object_get_string_member (order, "kind_code"));
          g_autofree char *year = NULL;
          GDate day;

          g_assert_true (ecpa_date_parse_iso (json_object_get_string_member (order, "issued_on"), &day));
          /* 字第1150012345號 begins with the year of its issue. */
          year = g_strdup_printf ("字第%03u", g_date_get_year (&day) - 1911u);
          g_assert_nonnull (strstr (number_text, year));
          g_assert_true (g_hash_table_add (numbers, (gpointer) number_text));
          g_assert_true (g_str_has_suffix (json_object_get_string_member (order, "result"), code));
          g_assert_cmpint (g_utf8_strlen (json_object_get_string_member (order, "reason"), -1), <=, 100);
        }
    }
}

static void
assert_last_day (EcpaOfficeCalendar *calendar,
                 const char         *served_on,
                 guint               days,
                 const char         *expected)
{
  GDate from, last;
  char text[16];

  g_assert_true (ecpa_date_parse_iso (served_on, &from));
  ecpa_office_calendar_last_day (calendar, &from, days, &last);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &last);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_calendar (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = ecpa_backend_data_lookup ("office-calendar.json", &error);
  g_autoptr (EcpaOfficeCalendar) calendar =
    ecpa_office_calendar_parse (g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), &error);
  GDate day;

  g_assert_no_error (error);
  /* An ordinary Monday. */
  assert_last_day (calendar, "2026-11-14", 30, "2026-12-14");
  /* A Saturday moves to Monday. */
  assert_last_day (calendar, "2026-11-12", 30, "2026-12-14");
  /* New Year's Eve of the lunar year: over the whole holiday. */
  assert_last_day (calendar, "2026-01-17", 30, "2026-02-23");
  /* 25 December is a Friday and a holiday. */
  assert_last_day (calendar, "2026-11-25", 30, "2026-12-28");
  /* A Saturday that is worked stays. */
  assert_last_day (calendar, "2025-01-09", 30, "2025-02-08");
  /* A year nobody knows: its week-ends only. */
  assert_last_day (calendar, "2031-12-02", 30, "2032-01-01");
  g_assert_true (ecpa_date_parse_iso ("2025-02-08", &day));
  g_assert_false (ecpa_office_calendar_is_closed (calendar, &day));
}

static void
test_bad_calendars (void)
{
  static const char *const cases[] = { "", "[]", "{}", "{\"years\":{\"115\":7}}",
                                       "{\"years\":{\"115\":{\"closed\":[\"2026-02-30\"]}}}",
                                       "{\"years\":{\"115\":{\"closed\":[\"soon\"]}}}" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_office_calendar_parse (cases[i], -1, &error));
      g_assert_nonnull (error);
    }
}

static EcpaServerSettings *
load (Place       *place,
      const char  *text,
      GError     **error)
{
  g_assert_true (g_file_set_contents (place->path, text, -1, NULL));

  return ecpa_server_settings_load (place->path, error);
}

static void
test_settings (void)
{
  static const char *const bad[] = {
    "[server]\n",
    "[server]\nport=70000\n",
    "[server]\nport=x\n",
    "[server]\ncertificate=c\nkey=k\ndatabase=d\n[login]\nerrors-before-stop=0\n",
    "[server]\ncertificate=c\nkey=k\ndatabase=d\n[limits]\nbody-bytes=-5\n",
    "[server]\ncertificate=c\nkey=k\ndatabase=d\n[account]\nmin-length=9\nmax-length=8\n",
    "[server]\ncertificate=c\nkey=k\ndatabase=d\ntrusted-proxies=192.0.2.7;10.0.0.0/8\n",
    "no key file",
  };
  Place place;
  g_autoptr (EcpaServerSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place, "backend.conf");
  settings = load (&place, "[server]\nname=機關\nport=9443\ncertificate=c\nkey=k\ndatabase=d\n"
                           "trusted-proxies=192.0.2.7; 2001:db8::1\n"
                           "[login]\nstop-seconds=60\n[limits]\nconnections=7\n", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (settings->name, ==, "機關");
  g_assert_cmpuint (settings->port, ==, 9443);
  g_assert_cmpuint (settings->stop_seconds, ==, 60);
  g_assert_cmpuint (settings->connections, ==, 7);
  g_assert_cmpuint (settings->errors_before_stop, ==, 3);
  g_assert_cmpuint (settings->body_limit, ==, 65536);
  g_assert_false (settings->training);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (load (&place, bad[i], &refused));
      g_assert_nonnull (refused);
    }
  place_clear (&place);
}

static void
test_certificate (void)
{
  Place place;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  static const char *const hosts[] = { "127.0.0.1", "localhost", "::1" };
  struct stat info;

  place_init (&place, "server.pem");
  key = g_build_filename (place.directory, "server-key.pem", NULL);
  g_assert_true (ecpa_server_certificate_make (place.path, key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (key, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  certificate = g_tls_certificate_new_from_files (place.path, key, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GSocketConnectable) host = g_network_address_new (hosts[i], 1);

      g_assert_cmpint (g_tls_certificate_verify (certificate, host, certificate), ==, 0);
    }
  {
    g_autoptr (GSocketConnectable) other = g_network_address_new ("127.0.0.2", 1);

    g_assert_cmpint (g_tls_certificate_verify (certificate, other, certificate), ==, G_TLS_CERTIFICATE_BAD_IDENTITY);
  }
  place_clear (&place);
}

static void
test_hashes (void)
{
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("註冊密碼-115", -1);
  g_autofree char *one = ecpa_hash_password (password, 1, NULL);
  g_autofree char *two = ecpa_hash_password (password, 1, NULL);

  g_assert_true (g_str_has_prefix (one, "$y$"));
  g_assert_cmpstr (one, !=, two);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/store/migrations", test_migrations);
  g_test_add_func ("/backend/store/migrate-endings", test_migrate_endings);
  g_test_add_func ("/backend/store/newer-refused", test_newer_refused);
  g_test_add_func ("/backend/store/pragmas", test_pragmas);
  g_test_add_func ("/backend/store/open-while-closing", test_open_while_closing);
  g_test_add_func ("/backend/store/rollback", test_rollback);
  g_test_add_func ("/backend/store/data", test_data);
  g_test_add_func ("/backend/store/training-people", test_training_people);
  g_test_add_func ("/backend/calendar/last-day", test_calendar);
  g_test_add_func ("/backend/calendar/bad", test_bad_calendars);
  g_test_add_func ("/backend/settings", test_settings);
  g_test_add_func ("/backend/certificate", test_certificate);
  g_test_add_func ("/backend/hashes", test_hashes);

  return g_test_run ();
}
