/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-backend-data.h"
#include "ecpa-database-copy.h"
#include "ecpa-store-private.h"
#include "ecpa-training.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KILLS 5
#define FILL_ROWS 240
#define FILL_BYTES 100000

typedef BackendFixture F;

/* Auxiliaries -------------------------------------------------------------- */

static GSubprocess *
start_program (const char *option,
               const char *value,
               const char *const *arguments)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, path);
  if (strcmp (option, "--directory") == 0)
    g_ptr_array_add (argv, (gpointer) "--training");
  g_ptr_array_add (argv, (gpointer) option);
  g_ptr_array_add (argv, (gpointer) value);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);

  return process;
}

/* Whether it ended well; what it said. */
static gboolean
run (const char *directory,
     char      **said,
     const char *one,
     const char *two,
     const char *three)
{
  const char *const arguments[] = { one, two, three, NULL };
  g_autoptr (GSubprocess) process = start_program ("--directory", directory, arguments);

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, said, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process) == 0;
}

#define assert_refused(directory, part, one, two, three) \
  G_STMT_START \
  { \
    g_autofree char *said_ = NULL; \
    g_assert_false (run ((directory), &said_, (one), (two), (three))); \
    g_assert_true (g_str_has_prefix (said_, "ecpa-backend: ")); \
    if (strstr (said_, (part)) == NULL) \
      g_error ("“%s” does not say “%s”", said_, (part)); \
  } \
  G_STMT_END

#define assert_done(directory, one, two, three) \
  G_STMT_START \
  { \
    g_autofree char *said_ = NULL; \
    if (!run ((directory), &said_, (one), (two), (three))) \
      g_error ("%s", said_); \
  } \
  G_STMT_END

static void
assert_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  guint version;

  g_assert_true (ecpa_database_check (path, &version, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (version, ==, newest_schema ());
}

static gint64
count_in (const char *path,
          const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return n;
}

static void
change (const char *path,
        const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) length, NULL));
}

/* How many names in the directory have this in them; the last of them. */
static guint
find_names (const char *directory,
            const char *part,
            char      **found)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, part) != NULL)
      {
        n++;
        if (found != NULL)
          {
            g_free (*found);
            *found = g_build_filename (directory, name, NULL);
          }
      }

  return n;
}

static void
remove_tree (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
}

/* Makes the database large enough for a copy to take its time. */
static void
fill (const char *path)
{
  g_autofree char *sql =
    g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                     " INSERT INTO audit (at, action, target, outcome) SELECT 1, 'filling', hex (randomblob (%d)), 'ok'"
                     " FROM n", FILL_ROWS, FILL_BYTES / 2);

  change (path, sql);
}

/* A database without a server. */
typedef struct
{
  char *directory;
  char *database;
  char *copy;
} Place;

static void
place_init (Place *place)
{
  g_autoptr (EcpaServerSettings) settings = ecpa_server_settings_new ();
  g_autoptr (EcpaStore) store = NULL;
  g_autoptr (GError) error = NULL;

  place->directory = g_dir_make_tmp ("ecpa-keeper-XXXXXX", NULL);
  place->database = g_build_filename (place->directory, "ecpa.sqlite", NULL);
  place->copy = g_build_filename (place->directory, "copy.sqlite", NULL);
  settings->hash_cost = 1;
  g_assert_true (ecpa_training_prepare (settings, place->directory, &error));
  store = ecpa_store_open (place->database, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_assert_true (ecpa_backend_data_install (store, &error));
  g_assert_true (ecpa_training_fill (store, settings, 1795147200, &error));
  g_assert_no_error (error);
}

static void
place_clear (Place *place)
{
  remove_tree (place->directory);
  g_free (place->directory);
  g_free (place->database);
  g_free (place->copy);
}

/* The server writes its audit log, and somebody beside it two rows in one transaction. */
static void
write_something (F          *f,
                 const char *token,
                 guint       n)
{
  g_autofree char *pair = g_strdup_printf ("%u", n);
  g_autoptr (Reply) reply = call_now (f, "GET", ECPA_PATH_SESSION, token, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (ecpa_store_begin (f->store, NULL));
  for (guint i = 0; i < 2; i++)
    g_assert_true (ecpa_store_add_audit (f->store, 1, 0, 0, "test", "pair", pair, "ok", NULL));
  g_assert_true (ecpa_store_commit (f->store, NULL));
}

static void
exited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

/* Tests -------------------------------------------------------------------- */

/* One moment of a database that a server and another process write to, all in it that was acknowledged before. */
static void
test_under_writes (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = card_token (f, "ordinary");
  g_autofree char *copy = g_build_filename (f->directory, "copy.sqlite", NULL);
  const char *const arguments[] = { "--backup", copy, NULL };
  g_autoptr (GSubprocess) process = NULL;
  struct stat info;
  guint before = 10, written = 0;
  gboolean exited = FALSE;

  fill (f->settings->database);
  while (written < before)
    write_something (f, token, written++);
  process = start_program ("--directory", f->directory, arguments);
  g_subprocess_wait_async (process, NULL, exited_cb, &exited);
  while (!exited)
    write_something (f, token, written++);
  g_assert_true (g_subprocess_get_successful (process));
  g_test_message ("%u writes meanwhile", written - before);
  g_assert_cmpuint (written, >, before + 2);

  assert_whole (copy);
  g_assert_cmpint (count_in (copy, "SELECT count(*) FROM (SELECT target FROM audit WHERE action = 'pair'"
                                   " GROUP BY target HAVING count(*) <> 2)"), ==, 0);
  g_assert_cmpint (count_in (copy, "SELECT count(*) / 2 FROM audit WHERE action = 'pair'"), >=, before);
  g_assert_cmpint (count_in (copy, "SELECT count(*) / 2 FROM audit WHERE action = 'pair'"), <, written);
  g_assert_cmpint (count_in (copy, "SELECT count(*) FROM audit WHERE action = 'session.read'"), >=, before);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM audit WHERE action = 'database.backup'"), ==, 1);
  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpuint (find_names (f->directory, "copy.sqlite", NULL), ==, 1);
  backend_fixture_free (f);
}

/* Whenever it dies, what stands under the name is whole, the old one or the new one; and the next one gets there. */
static void
test_backup_killed (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *copy = g_build_filename (f->directory, "copy.sqlite", NULL);
  g_autofree char *partial = g_strconcat (copy, ".partial", NULL);
  const char *const arguments[] = { "--backup", copy, "--force", NULL };
  guint in_the_middle = 0;

  fill (f->settings->database);
  assert_done (f->directory, "--backup", copy, NULL);
  /* Who is kept waiting by others kills too late; some time there is a kill in time. */
  for (guint i = 0; i < KILLS || (in_the_middle == 0 && i < 10 * KILLS); i++)
    {
      g_autoptr (GSubprocess) process = start_program ("--directory", f->directory, arguments);
      struct stat info = { 0 };

      /* In the middle is where the draft has grown to a part of it. */
      while (info.st_size < (goffset) (i % KILLS + 1) * FILL_ROWS * FILL_BYTES / (KILLS + 2)
             && g_subprocess_get_identifier (process) != NULL)
        {
          if (g_stat (partial, &info) != 0)
            info.st_size = 0;
          g_main_context_iteration (NULL, FALSE);
        }
      g_subprocess_force_exit (process);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      in_the_middle += g_file_test (partial, G_FILE_TEST_EXISTS);
      assert_whole (copy);
      g_assert_cmpint (count_in (copy, "SELECT count(*) FROM audit WHERE action = 'filling'"), ==, FILL_ROWS);
    }
  g_test_message ("%u in the middle", in_the_middle);
  g_assert_cmpuint (in_the_middle, >, 0);
  assert_done (f->directory, "--backup", copy, "--force");
  g_assert_cmpuint (find_names (f->directory, "copy.sqlite", NULL), ==, 1);
  backend_fixture_free (f);
}

static void
test_backup_refused (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *copy = g_build_filename (f->directory, "copy.sqlite", NULL);
  g_autofree char *partial = g_strconcat (copy, ".partial", NULL);
  g_autofree char *log = g_strconcat (f->settings->database, "-wal", NULL);
  g_autofree char *other_way = g_build_filename (f->directory, ".", "ecpa.sqlite", NULL);
  g_autofree char *nowhere = g_build_filename (f->directory, "nowhere", "copy.sqlite", NULL);
  g_autofree char *hard_link = g_build_filename (f->directory, "hard.sqlite", NULL);
  g_autofree char *symbolic = g_build_filename (f->directory, "symbolic.sqlite", NULL);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (copy, "precious", -1, NULL));
  assert_refused (f->directory, "is there already", "--backup", copy, NULL);
  assert_refused (f->directory, "the database itself", "--backup", f->settings->database, "--force");
  assert_refused (f->directory, "the database itself", "--backup", other_way, "--force");
  assert_refused (f->directory, "the database itself", "--backup", log, "--force");
  assert_refused (f->directory, "no plain file", "--backup", f->directory, "--force");
  assert_refused (f->directory, "ecpa-backend: /", "--backup", nowhere, NULL);
  assert_refused (f->directory, "No such file", "--backup", nowhere, NULL);
  assert_refused (f->directory, "Either --backup", "--force", NULL, NULL);
  g_assert_cmpint (link (f->settings->database, hard_link), ==, 0);
  assert_refused (f->directory, "the database itself", "--backup", hard_link, "--force");
  g_unlink (hard_link);
  g_assert_cmpint (symlink (f->settings->database, symbolic), ==, 0);
  assert_refused (f->directory, "no plain file", "--backup", symbolic, "--force");
  /* Nobody is led to write somewhere else. */
  g_assert_cmpint (symlink (symbolic, partial), ==, 0);
  assert_refused (f->directory, partial, "--backup", copy, "--force");
  g_unlink (partial);
  g_assert_true (g_file_get_contents (copy, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "precious");
  assert_done (f->directory, "--backup", copy, "--force");
  assert_whole (copy);
  backend_fixture_free (f);
}

/* Beside a server, or beside anybody else who has it open, nothing is replaced. */
static void
test_restore_refused_beside (void)
{
  F *f = backend_fixture_new (NULL);
  g_autofree char *token = card_token (f, "ordinary");
  g_autofree char *copy = g_build_filename (f->directory, "copy.sqlite", NULL);
  g_autoptr (Reply) reply = NULL;
  struct stat before, after;

  assert_done (f->directory, "--backup", copy, NULL);
  g_assert_cmpint (g_stat (f->settings->database, &before), ==, 0);
  assert_refused (f->directory, "in use", "--restore", copy, NULL);
  g_assert_cmpint (g_stat (f->settings->database, &after), ==, 0);
  g_assert_cmpint (before.st_ino, ==, after.st_ino);
  g_assert_cmpuint (find_names (f->directory, ".replaced-", NULL), ==, 0);
  g_assert_cmpuint (find_names (f->directory, ".restoring", NULL), ==, 0);
  reply = call_now (f, "GET", ECPA_PATH_SESSION, token, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  backend_fixture_free (f);

  {
    Place place;
    sqlite3 *stranger = NULL;

    place_init (&place);
    assert_done (place.directory, "--backup", place.copy, NULL);
    /* A program that knows nothing of our lock. */
    g_assert_cmpint (sqlite3_open (place.database, &stranger), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_exec (stranger, "SELECT count(*) FROM audit", NULL, NULL, NULL), ==, SQLITE_OK);
    assert_refused (place.directory, "by another program", "--restore", place.copy, NULL);
    g_assert_cmpuint (find_names (place.directory, ".replaced-", NULL), ==, 0);
    sqlite3_close (stranger);
    assert_done (place.directory, "--restore", place.copy, NULL);
    place_clear (&place);
  }
}

/* What was there comes back, and what was replaced is kept; sessions do not come back. */
static void
test_restore (void)
{
  Place place;
  g_autofree char *aside = NULL;
  g_autofree char *config = NULL;
  g_autofree char *text = NULL;
  struct stat info;

  place_init (&place);
  change (place.database, "INSERT INTO sessions (token_hash, person_id, method, created_at, last_used_at)"
                          " VALUES (x'00', 1, 'health-card', 1, 1);"
                          "INSERT INTO login_challenges (login_id, card_id, card_challenge, backend_challenge, expires_at)"
                          " VALUES (x'00', x'00', x'00', x'00', 9999999999)");
  assert_done (place.directory, "--backup", place.copy, NULL);
  change (place.database, "PRAGMA foreign_keys = OFF; DELETE FROM receipts; DELETE FROM sessions");
  assert_done (place.directory, "--restore", place.copy, NULL);
  assert_whole (place.database);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM receipts"), >, 0);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM sessions"), ==, 0);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM login_challenges"), ==, 0);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM audit WHERE action = 'database.restore'"), ==, 1);
  g_assert_cmpint (count_in (place.copy, "SELECT count(*) FROM sessions"), ==, 1);
  g_assert_cmpint (g_stat (place.database, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpuint (find_names (place.directory, ".replaced-", &aside), ==, 1);
  g_assert_cmpint (count_in (aside, "SELECT count(*) FROM receipts"), ==, 0);
  g_assert_cmpuint (find_names (place.directory, ".restoring", NULL), ==, 0);

  /* The same by a key file; twice within a second keeps both; and where the database was lost altogether. */
  config = g_build_filename (place.directory, "backend.conf", NULL);
  text = g_strdup_printf ("[server]\ncertificate=%s/server.pem\nkey=%s/server-key.pem\ndatabase=%s\n", place.directory,
                          place.directory, place.database);
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  for (guint i = 0; i < 3; i++)
    {
      const char *const arguments[] = { "--restore", place.copy, NULL };
      g_autoptr (GSubprocess) process = NULL;

      if (i == 2)
        g_unlink (place.database);
      process = start_program ("--config", config, arguments);
      g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
      assert_whole (place.database);
    }
  g_assert_cmpuint (find_names (place.directory, ".replaced-", NULL), ==, 3);
  place_clear (&place);
}

/* What is no copy of such a database stays outside; the one there is stays as it is. */
static void
test_restore_refused (void)
{
  Place place;
  g_autofree char *bad = NULL;
  g_autofree char *missing = NULL;

  place_init (&place);
  bad = g_build_filename (place.directory, "bad.sqlite", NULL);
  missing = g_build_filename (place.directory, "missing.sqlite", NULL);
  assert_done (place.directory, "--backup", place.copy, NULL);

  assert_refused (place.directory, "No such file", "--restore", missing, NULL);
  assert_refused (place.directory, "the database itself", "--restore", place.database, NULL);
  g_assert_true (g_file_set_contents (bad, "This is no database, but it is long enough to be asked.", -1, NULL));
  assert_refused (place.directory, "not a database", "--restore", bad, NULL);
  copy_file (place.copy, bad);
  change (bad, "PRAGMA application_id = 7");
  assert_refused (place.directory, "no database of ecpa-backend", "--restore", bad, NULL);
  change (bad, "PRAGMA application_id = 0");
  assert_refused (place.directory, "no database of ecpa-backend", "--restore", bad, NULL);
  copy_file (place.copy, bad);
  change (bad, "PRAGMA user_version = 99");
  assert_refused (place.directory, "it has version 99", "--restore", bad, NULL);
  copy_file (place.copy, bad);
  change (bad, "PRAGMA foreign_keys = OFF; DELETE FROM persons WHERE id = 1");
  assert_refused (place.directory, "refers to nothing", "--restore", bad, NULL);
  copy_file (place.copy, bad);
  g_assert_cmpint (truncate (bad, 300 * 1024), ==, 0);
  assert_refused (place.directory, "bad.sqlite", "--restore", bad, NULL);
  {
    guint8 rubbish[8192];
    int fd;

    copy_file (place.copy, bad);
    fd = g_open (bad, O_RDWR, 0);
    memset (rubbish, 0xa5, sizeof rubbish);
    g_assert_cmpint (pwrite (fd, rubbish, sizeof rubbish, 400 * 1024), ==, sizeof rubbish);
    close (fd);
    assert_refused (place.directory, "it is damaged", "--restore", bad, NULL);
  }
  g_assert_cmpuint (find_names (place.directory, ".replaced-", NULL), ==, 0);
  g_assert_cmpuint (find_names (place.directory, ".restoring", NULL), ==, 0);
  assert_whole (place.database);
  place_clear (&place);
}

/* A damaged database goes aside, its log does not meet the restored one, and an older copy is brought up to date. */
static void
test_restore_over_damage (void)
{
  Place place;
  g_autofree char *log = NULL;

  place_init (&place);
  log = g_strconcat (place.database, "-wal", NULL);
  g_unlink (place.copy);
  {
    g_autoptr (EcpaDatabase) old = ecpa_database_open (place.copy, 6, NULL);

    g_assert_cmpuint (ecpa_database_get_version (old), ==, 6);
  }
  g_assert_true (g_file_set_contents (place.database, "rubbish, and enough of it to be looked at by anybody", -1, NULL));
  g_assert_true (g_file_set_contents (log, "rubbish as well", -1, NULL));
  assert_done (place.directory, "--restore", place.copy, NULL);
  assert_whole (place.database);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM persons"), ==, 0);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (find_names (place.directory, ".replaced-", NULL), >=, 1);
  place_clear (&place);
}

/* Whenever it dies, there is a whole database: the one before or the restored one. */
static void
test_restore_killed (void)
{
  Place place;
  g_autofree char *draft = NULL;
  guint unfinished = 0;

  place_init (&place);
  draft = g_strconcat (place.database, ".restoring", NULL);
  fill (place.database);
  assert_done (place.directory, "--backup", place.copy, NULL);
  change (place.database, "DELETE FROM audit WHERE action = 'filling'");
  for (guint i = 0; i < KILLS || (unfinished == 0 && i < 10 * KILLS); i++)
    {
      const char *const arguments[] = { "--restore", place.copy, NULL };
      g_autoptr (GSubprocess) process = start_program ("--directory", place.directory, arguments);
      struct stat info = { 0 };
      gint64 rows;

      while (info.st_size < (goffset) (i % KILLS + 1) * FILL_ROWS * FILL_BYTES / (KILLS + 2)
             && g_subprocess_get_identifier (process) != NULL)
        {
          if (g_stat (draft, &info) != 0)
            info.st_size = 0;
          g_main_context_iteration (NULL, FALSE);
        }
      g_subprocess_force_exit (process);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      assert_whole (place.database);
      rows = count_in (place.database, "SELECT count(*) FROM audit WHERE action = 'filling'");
      g_assert_true (rows == 0 || rows == FILL_ROWS);
      unfinished += rows == 0;
      /* Or all that come after it would seem to have come to the end, too. */
      if (rows > 0)
        change (place.database, "DELETE FROM audit WHERE action = 'filling'");
    }
  g_test_message ("%u in the middle", unfinished);
  g_assert_cmpuint (unfinished, >, 0);
  assert_done (place.directory, "--restore", place.copy, NULL);
  g_assert_cmpint (count_in (place.database, "SELECT count(*) FROM audit WHERE action = 'filling'"), ==, FILL_ROWS);
  g_assert_cmpuint (find_names (place.directory, ".restoring", NULL), ==, 0);
  place_clear (&place);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/keeper/under-writes", test_under_writes);
  g_test_add_func ("/backend/keeper/backup-killed", test_backup_killed);
  g_test_add_func ("/backend/keeper/backup-refused", test_backup_refused);
  g_test_add_func ("/backend/keeper/restore-refused-beside", test_restore_refused_beside);
  g_test_add_func ("/backend/keeper/restore", test_restore);
  g_test_add_func ("/backend/keeper/restore-refused", test_restore_refused);
  g_test_add_func ("/backend/keeper/restore-over-damage", test_restore_over_damage);
  g_test_add_func ("/backend/keeper/restore-killed", test_restore_killed);

  return g_test_run ();
}
