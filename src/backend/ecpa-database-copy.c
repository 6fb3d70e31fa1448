/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-database-copy.h"

#include "ecpa-database.h"

#include <sqlite3.h>
#include <string.h>

/* “eCPA”; the schema's 007-keeping.sql writes it. */
#define APPLICATION_ID 1698910273
#define FIRST_WITH_ID 7
#define PAGES_PER_STEP 1024
#define BUSY_MILLISECONDS 5000

/* Types -------------------------------------------------------------------- */

typedef sqlite3 Connection;

/* Auxiliaries -------------------------------------------------------------- */

static void
connection_close (Connection *connection)
{
  sqlite3_close_v2 (connection);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connection, connection_close)

static gboolean G_GNUC_PRINTF (3, 4)
refuse (GError     **error,
        const char  *path,
        const char  *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ECPA_DATABASE_ERROR, ECPA_DATABASE_ERROR_FAILED, "%s: %s", path, message);

  return FALSE;
}

static Connection *
connect_to (const char  *path,
            int          flags,
            GError     **error)
{
  Connection *connection = NULL;

  if (sqlite3_open_v2 (path, &connection, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      refuse (error, path, "%s", sqlite3_errmsg (connection));
      sqlite3_close_v2 (connection);
      return NULL;
    }
  sqlite3_busy_timeout (connection, BUSY_MILLISECONDS);

  return connection;
}

/* The first column of the first row, as text; NULL where there is no row or no answer. */
static char *
ask (Connection *connection,
     const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;

  if (sqlite3_prepare_v2 (connection, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    answer = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);

  return answer;
}

static gint64
ask_number (Connection *connection,
            const char *sql)
{
  g_autofree char *answer = ask (connection, sql);

  return answer != NULL ? g_ascii_strtoll (answer, NULL, 10) : -1;
}

/* How many steps the program's schema has. */
static gint64
newest_version (void)
{
  g_auto (GStrv) steps =
    g_resources_enumerate_children ("/io/github/ecpa_desktop/Ecpa/backend/schema", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return g_strv_length (steps);
}

static gboolean
copy_pages (Connection  *source,
            Connection  *target,
            const char  *from,
            const char  *to,
            GError     **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", source, "main");
  int code = backup != NULL ? SQLITE_OK : sqlite3_errcode (target);

  while (code == SQLITE_OK)
    code = sqlite3_backup_step (backup, PAGES_PER_STEP);
  sqlite3_backup_finish (backup);
  if (code != SQLITE_DONE)
    return refuse (error, from, "cannot be copied to %s: %s", to, sqlite3_errstr (code));

  return TRUE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_database_copy:
 * @from: a SQLite file, perhaps one that is being written to
 * @to: an empty file
 * @error: a #EcpaDatabaseError
 *
 * Copies a database as it is at one moment: a reading transaction keeps that moment while the pages are copied, and
 * holds up no writer. The copy is one file, without a log beside it; it is not synced to the disk yet. Blocks.
 *
 * Returns: whether it is copied
 */
gboolean
ecpa_database_copy (const char  *from,
                    const char  *to,
                    GError     **error)
{
  g_autoptr (Connection) source = connect_to (from, SQLITE_OPEN_READONLY, error);
  g_autoptr (Connection) target = NULL;
  g_autofree char *mode = NULL;
  gboolean copied;

  if (source == NULL)
    return FALSE;
  /* Without a transaction of our own every write of another process would begin the copy anew. */
  if (sqlite3_exec (source, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) != SQLITE_OK)
    return refuse (error, from, "%s", sqlite3_errmsg (source));
  target = connect_to (to, SQLITE_OPEN_READWRITE, error);
  if (target == NULL)
    return FALSE;
  sqlite3_exec (target, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
  copied = copy_pages (source, target, from, to, error);
  sqlite3_exec (source, "ROLLBACK", NULL, NULL, NULL);
  if (!copied)
    return FALSE;
  mode = ask (target, "PRAGMA journal_mode = DELETE");

  return g_strcmp0 (mode, "delete") == 0 || refuse (error, to, "%s", sqlite3_errmsg (target));
}

/**
 * ecpa_database_check:
 * @path: a SQLite file that nobody writes to
 * @version: (out): the version of its schema
 * @error: what is wrong with it
 *
 * Looks whether a file is a database of this program, of a version that it knows, and whole. Files from before version
 * 7 say nothing of whose they are and are known by their tables. Blocks.
 *
 * Returns: whether it is
 */
gboolean
ecpa_database_check (const char  *path,
                     guint       *version,
                     GError     **error)
{
  g_autoptr (Connection) database = connect_to (path, SQLITE_OPEN_READONLY, error);
  g_autofree char *whole = NULL;
  g_autofree char *dangling = NULL;
  gint64 id, found, tables;

  if (database == NULL)
    return FALSE;
  id = ask_number (database, "PRAGMA application_id");
  found = ask_number (database, "PRAGMA user_version");
  if (id < 0 || found < 0)
    return refuse (error, path, "%s", sqlite3_errmsg (database));
  tables = ask_number (database, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                                 " AND name IN ('persons', 'orders', 'receipts', 'audit')");
  if (tables != 4 || found < 1 || (id != APPLICATION_ID && (id != 0 || found >= FIRST_WITH_ID)))
    return refuse (error, path, "this is no database of ecpa-backend");
  if (found > newest_version ())
    return refuse (error, path, "it has version %d, this program knows %d", (int) found, (int) newest_version ());
  whole = ask (database, "PRAGMA integrity_check (1)");
  if (g_strcmp0 (whole, "ok") != 0)
    return refuse (error, path, "it is damaged: %s", whole != NULL ? whole : sqlite3_errmsg (database));
  dangling = ask (database, "PRAGMA foreign_key_check");
  if (dangling != NULL)
    return refuse (error, path, "it is damaged: a row of %s refers to nothing", dangling);
  *version = (guint) found;

  return TRUE;
}

/**
 * ecpa_database_settle:
 * @path: a database whose lock the caller holds alone
 * @damaged: (out): whether SQLite cannot read it, so that what is beside it stays there
 * @error: %G_IO_ERROR_BUSY where another program has it open
 *
 * Brings everything into the one file, and takes the log beside it away. SQLite does that for nobody who is not alone,
 * so this also finds programs that do not know our lock. Blocks.
 *
 * Returns: whether nobody has it open
 */
gboolean
ecpa_database_settle (const char  *path,
                      gboolean    *damaged,
                      GError     **error)
{
  g_autoptr (Connection) database = connect_to (path, SQLITE_OPEN_READWRITE, NULL);
  g_autofree char *mode = NULL;
  int code;

  *damaged = TRUE;
  if (database == NULL)
    return TRUE;
  sqlite3_busy_timeout (database, 0);
  mode = ask (database, "PRAGMA journal_mode = DELETE");
  code = sqlite3_errcode (database) & 0xff;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED || g_strcmp0 (mode, "wal") == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s is in use by another program", path);
      return FALSE;
    }
  *damaged = g_strcmp0 (mode, "delete") != 0;

  return TRUE;
}
