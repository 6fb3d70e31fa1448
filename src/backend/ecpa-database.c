/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-database.h"

#include "ecpa-database-lock.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#define SCHEMA_PATH "/io/github/ecpa_desktop/Ecpa/backend/schema"
#define BUSY_MILLISECONDS 5000
#define MAX_ARGUMENTS 48
#define IN_MEMORY ":memory:"

/* Types -------------------------------------------------------------------- */

struct _EcpaDatabase
{
  GObject     parent_instance;

  /* Owned */
  sqlite3    *handle;
  GHashTable *statements; /* SQL → Statement, idle ones only */
  int         lock;       /* that somebody has it open; -1 for none */

  gboolean    batching;
  gboolean    in_batch;
  gboolean    in_savepoint;
};

/* A prepared statement and where its `$1`… are. */
typedef struct
{
  char         *sql;
  sqlite3_stmt *handle;
  int           indexes[MAX_ARGUMENTS];
} Statement;

struct _EcpaRows
{
  EcpaDatabase *database;
  Statement    *prepared;
  sqlite3_stmt *statement;
  GError       *failure; /* of the last step */
};

G_DEFINE_QUARK (ecpa-database-error-quark, ecpa_database_error)
G_DEFINE_FINAL_TYPE (EcpaDatabase, ecpa_database, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
fail (EcpaDatabase  *self,
      GError       **error)
{
  int code = sqlite3_errcode (self->handle);

  g_set_error (error, ECPA_DATABASE_ERROR,
               (code & 0xff) == SQLITE_CONSTRAINT ? ECPA_DATABASE_ERROR_CONSTRAINT : ECPA_DATABASE_ERROR_FAILED,
               "Database: %s", sqlite3_errmsg (self->handle));
  return FALSE;
}

static void
statement_free (Statement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self->sql);
  g_free (self);
}

/* To SQLite `$2` is a name, numbered by where it first stands. */
static void
find_arguments (Statement *self)
{
  int n = sqlite3_bind_parameter_count (self->handle);

  g_assert (n <= MAX_ARGUMENTS);
  for (int i = 1; i <= n; i++)
    {
      const char *name = sqlite3_bind_parameter_name (self->handle, i);
      guint64 number = name != NULL ? g_ascii_strtoull (name + 1, NULL, 10) : 0;

      g_assert (number > 0 && number <= MAX_ARGUMENTS);
      self->indexes[number - 1] = i;
    }
}

/* A statement is taken out of the cache while it runs, so that the same SQL may run twice at a time. */
static Statement *
take_statement (EcpaDatabase  *self,
                const char    *sql,
                GError       **error)
{
  gpointer found = NULL;
  Statement *statement;

  if (g_hash_table_steal_extended (self->statements, sql, NULL, &found))
    return found;

  statement = g_new0 (Statement, 1);
  statement->sql = g_strdup (sql);
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL) != SQLITE_OK)
    {
      fail (self, error);
      statement_free (statement);
      return NULL;
    }
  find_arguments (statement);

  return statement;
}

static void
bind_bytes (sqlite3_stmt *statement,
            int           index,
            GBytes       *bytes)
{
  gsize size;
  gconstpointer data;

  if (bytes == NULL)
    {
      sqlite3_bind_null (statement, index);
      return;
    }

  data = g_bytes_get_data (bytes, &size);
  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, SQLITE_TRANSIENT);
}

static EcpaRows *
start (EcpaDatabase  *self,
       GError       **error,
       const char    *sql,
       const char    *types,
       va_list        arguments)
{
  Statement *prepared = take_statement (self, sql, error);
  sqlite3_stmt *statement;
  EcpaRows *rows;

  if (prepared == NULL)
    return NULL;

  statement = prepared->handle;

  for (guint i = 0; types[i] != '\0'; i++)
    {
      int index = prepared->indexes[i];

      g_assert (index > 0);
      switch (types[i])
        {
        case 's':
          sqlite3_bind_text (statement, index, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
          break;
        case 'i':
          sqlite3_bind_int64 (statement, index, va_arg (arguments, gint64));
          break;
        case 'b':
          bind_bytes (statement, index, va_arg (arguments, GBytes *));
          break;
        default:
          g_assert_not_reached ();
        }
    }

  rows = g_new0 (EcpaRows, 1);
  rows->database = g_object_ref (self);
  rows->prepared = prepared;
  rows->statement = statement;

  return rows;
}

/* A statement without arguments or rows. */
static gboolean
run_plain (EcpaDatabase  *self,
           const char    *sql,
           GError       **error)
{
  return ecpa_database_execute (self, NULL, error, sql, "");
}

/* SQLite undoes the whole transaction where the disk is full or broken. */
static gboolean
is_batch_lost (EcpaDatabase  *self,
               GError       **error)
{
  if (!sqlite3_get_autocommit (self->handle))
    return FALSE;

  g_set_error (error, ECPA_DATABASE_ERROR, ECPA_DATABASE_ERROR_FAILED, "Database: the transaction was undone");
  return TRUE;
}

static gboolean
run_script (EcpaDatabase  *self,
            const char    *script,
            GError       **error)
{
  if (sqlite3_exec (self->handle, script, NULL, NULL, NULL) != SQLITE_OK)
    return fail (self, error);

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The schema's files are numbered without gaps: 001-people.sql makes version 1. */
static GPtrArray *
list_migrations (void)
{
  g_auto (GStrv) children = g_resources_enumerate_children (SCHEMA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_assert (children != NULL);
  for (char **p = children; *p != NULL; p++)
    g_ptr_array_add (names, g_strdup (*p));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_assert (g_ascii_strtoull (g_ptr_array_index (names, i), NULL, 10) == i + 1);

  return names;
}

static gboolean
apply_migration (EcpaDatabase  *self,
                 const char    *name,
                 guint          version,
                 GError       **error)
{
  g_autofree char *path = g_build_path ("/", SCHEMA_PATH, name, NULL);
  g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *bump = g_strdup_printf ("PRAGMA user_version = %u", version);

  if (script == NULL || !ecpa_database_begin (self, error))
    return FALSE;

  if (!run_script (self, g_bytes_get_data (script, NULL), error) || !run_script (self, bump, error))
    {
      ecpa_database_rollback (self);
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  return ecpa_database_commit (self, error);
}

static gboolean
migrate (EcpaDatabase  *self,
         guint          up_to,
         GError       **error)
{
  g_autoptr (GPtrArray) names = list_migrations ();
  guint version = ecpa_database_get_version (self);

  if (version > names->len)
    {
      g_set_error (error, ECPA_DATABASE_ERROR, ECPA_DATABASE_ERROR_NEWER,
                   "The database has version %u, this program knows %u", version, names->len);
      return FALSE;
    }

  for (guint i = version; i < names->len && i < up_to; i++)
    if (!apply_migration (self, g_ptr_array_index (names, i), i + 1, error))
      return FALSE;

  return TRUE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_database_finalize (GObject *object)
{
  EcpaDatabase *self = ECPA_DATABASE (object);

  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close_v2);
  if (self->lock >= 0)
    g_close (self->lock, NULL);

  G_OBJECT_CLASS (ecpa_database_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_database_class_init (EcpaDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_database_finalize;
}

static void
ecpa_database_init (EcpaDatabase *self)
{
  self->lock = -1;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) statement_free);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_database_open:
 * @path: a file; made with mode 0600 where it is missing
 * @up_to: the schema version to migrate to; %G_MAXUINT for the newest
 * @error: a #EcpaDatabaseError, or of #GIOErrorEnum where it is being restored
 *
 * Opens the database and brings its schema up to date, each step in a transaction of its own. While it is open nobody
 * replaces it (ecpa_database_lock()).
 *
 * Returns: (transfer full) (nullable): the database
 */
EcpaDatabase *
ecpa_database_open (const char  *path,
                    guint        up_to,
                    GError     **error)
{
  g_autoptr (EcpaDatabase) self = g_object_new (ECPA_TYPE_DATABASE, NULL);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  mode_t mask;
  gboolean opened;

  g_return_val_if_fail (path != NULL, NULL);

  if (strcmp (path, IN_MEMORY) != 0 && (self->lock = ecpa_database_lock (path, FALSE, error)) < 0)
    return NULL;
  mask = umask (0077);
  /* from the first statement on: another server may be closing the file just now, and has it alone for a moment */
  opened = sqlite3_open_v2 (path, &self->handle, flags, NULL) == SQLITE_OK
           && sqlite3_busy_timeout (self->handle, BUSY_MILLISECONDS) == SQLITE_OK
           && run_script (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                                "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                                "PRAGMA cache_size = -65536;", NULL);
  umask (mask);
  if (!opened)
    {
      fail (self, error);
      return NULL;
    }

  if (!migrate (self, up_to, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * ecpa_database_get_version:
 * @self: a database
 *
 * Returns: the version of its schema
 */
guint
ecpa_database_get_version (EcpaDatabase *self)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self, NULL, "PRAGMA user_version", "");

  return rows != NULL && ecpa_rows_next (rows, NULL) ? (guint) ecpa_rows_get_int (rows, 0) : 0;
}

/**
 * ecpa_database_get_path:
 * @self: a database
 *
 * Returns: (nullable): its file; %NULL where it is in memory
 */
const char *
ecpa_database_get_path (EcpaDatabase *self)
{
  const char *path = sqlite3_db_filename (self->handle, "main");

  return path != NULL && *path != '\0' ? path : NULL;
}

/**
 * ecpa_database_begin:
 * @self: a database
 * @error: a #EcpaDatabaseError
 *
 * Begins a transaction that may write. There is one at a time. While batching it is a savepoint of the batch, which
 * begins with its first.
 *
 * Returns: whether it began
 */
gboolean
ecpa_database_begin (EcpaDatabase  *self,
                     GError       **error)
{
  if (!self->batching)
    return run_plain (self, "BEGIN IMMEDIATE", error);

  g_assert (!self->in_savepoint);
  if (!self->in_batch)
    {
      if (!run_plain (self, "BEGIN IMMEDIATE", error))
        return FALSE;
      self->in_batch = TRUE;
    }
  if (is_batch_lost (self, error) || !run_plain (self, "SAVEPOINT request", error))
    return FALSE;
  self->in_savepoint = TRUE;

  return TRUE;
}

/**
 * ecpa_database_commit:
 * @self: a database
 * @error: a #EcpaDatabaseError
 *
 * Ends the transaction. Once this has returned %TRUE the changes survive a power cut; where it fails they are undone.
 * While batching they only do once ecpa_database_end_batch() has.
 *
 * Returns: whether everything is on the disk, or part of the batch
 */
gboolean
ecpa_database_commit (EcpaDatabase  *self,
                      GError       **error)
{
  gboolean done;

  if (!self->batching)
    done = run_plain (self, "COMMIT", error);
  else
    done = !is_batch_lost (self, error) && run_plain (self, "RELEASE request", error);

  if (!done)
    {
      ecpa_database_rollback (self);
      return FALSE;
    }
  self->in_savepoint = FALSE;

  return TRUE;
}

/**
 * ecpa_database_rollback:
 * @self: a database
 *
 * Undoes the transaction, if there is one. While batching, what others did in the same batch stays.
 */
void
ecpa_database_rollback (EcpaDatabase *self)
{
  gboolean in_savepoint = self->in_savepoint;

  self->in_savepoint = FALSE;
  if (sqlite3_get_autocommit (self->handle) || (self->batching && !in_savepoint))
    return;

  if (!self->batching)
    run_plain (self, "ROLLBACK", NULL);
  else if (!run_plain (self, "ROLLBACK TO request", NULL) || !run_plain (self, "RELEASE request", NULL))
    run_plain (self, "ROLLBACK", NULL); /* then nothing of the batch is good, which its end will say */
}

/**
 * ecpa_database_set_batching:
 * @self: a database, with no transaction
 * @batching: whether transactions are gathered
 *
 * Gathers the transactions from here on, until ecpa_database_end_batch() writes them with one sync of the disk.
 */
void
ecpa_database_set_batching (EcpaDatabase *self,
                            gboolean      batching)
{
  g_return_if_fail (ECPA_IS_DATABASE (self) && !self->in_batch);

  self->batching = batching;
}

/**
 * ecpa_database_end_batch:
 * @self: a database
 * @error: a #EcpaDatabaseError
 *
 * Writes what was gathered, if anything was. Where this fails all of it is undone.
 *
 * Returns: whether everything is on the disk
 */
gboolean
ecpa_database_end_batch (EcpaDatabase  *self,
                         GError       **error)
{
  gboolean done;

  if (!self->in_batch)
    return TRUE;

  g_assert (!self->in_savepoint);
  done = !is_batch_lost (self, error) && run_plain (self, "COMMIT", error);
  self->in_batch = FALSE;
  if (!done && !sqlite3_get_autocommit (self->handle))
    run_plain (self, "ROLLBACK", NULL);

  return done;
}

/**
 * ecpa_database_execute:
 * @self: a database
 * @n_changed: (out) (optional): how many rows changed
 * @error: a #EcpaDatabaseError
 * @sql: one statement
 * @types: the types of its arguments
 * @...: the arguments
 *
 * Runs a statement whose rows, if any, do not matter.
 *
 * Returns: whether it ran
 */
gboolean
ecpa_database_execute (EcpaDatabase  *self,
                       gint64        *n_changed,
                       GError       **error,
                       const char    *sql,
                       const char    *types,
                       ...)
{
  g_autoptr (EcpaRows) rows = NULL;
  va_list arguments;

  va_start (arguments, types);
  rows = start (self, error, sql, types, arguments);
  va_end (arguments);
  if (rows == NULL)
    return FALSE;

  while (ecpa_rows_next (rows, NULL))
    ;
  if (!ecpa_rows_end (rows, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = sqlite3_changes64 (self->handle);

  return TRUE;
}

/**
 * ecpa_database_query:
 * @self: a database
 * @error: a #EcpaDatabaseError
 * @sql: one statement
 * @types: the types of its arguments
 * @...: the arguments
 *
 * Returns: (transfer full) (nullable): its rows, before the first
 */
EcpaRows *
ecpa_database_query (EcpaDatabase  *self,
                     GError       **error,
                     const char    *sql,
                     const char    *types,
                     ...)
{
  EcpaRows *rows;
  va_list arguments;

  va_start (arguments, types);
  rows = start (self, error, sql, types, arguments);
  va_end (arguments);

  return rows;
}

/**
 * ecpa_rows_next:
 * @self: (nullable): rows; a query that failed has none
 * @error: a #EcpaDatabaseError; who asks ecpa_rows_end() after the last row needs none here
 *
 * Returns: whether there is a next row; %FALSE without @error at the end
 */
gboolean
ecpa_rows_next (EcpaRows  *self,
                GError   **error)
{
  int code = self != NULL ? sqlite3_step (self->statement) : SQLITE_DONE;

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    {
      g_clear_error (&self->failure);
      fail (self->database, &self->failure);
      if (error != NULL)
        *error = g_error_copy (self->failure);
    }

  return FALSE;
}

/**
 * ecpa_rows_end:
 * @self: (nullable): rows that were read as far as they are wanted; a query that failed has none
 * @error: a #EcpaDatabaseError; left alone where @self is %NULL, for the query has set it
 *
 * Returns: whether the database gave what there is
 */
gboolean
ecpa_rows_end (EcpaRows  *self,
               GError   **error)
{
  if (self == NULL)
    return FALSE;
  if (self->failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

/**
 * ecpa_rows_get_int:
 * @self: rows
 * @column: from 0
 *
 * Returns: the column as a number; null is 0
 */
gint64
ecpa_rows_get_int (EcpaRows *self,
                   guint     column)
{
  return sqlite3_column_int64 (self->statement, (int) column);
}

/**
 * ecpa_rows_dup_text:
 * @self: rows
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the column as text
 */
char *
ecpa_rows_dup_text (EcpaRows *self,
                    guint     column)
{
  return g_strdup ((const char *) sqlite3_column_text (self->statement, (int) column));
}

/**
 * ecpa_rows_peek_text:
 * @self: rows
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the column as text, good until the next row is asked for
 */
const char *
ecpa_rows_peek_text (EcpaRows *self,
                     guint     column)
{
  return (const char *) sqlite3_column_text (self->statement, (int) column);
}

/**
 * ecpa_rows_dup_bytes:
 * @self: rows
 * @column: from 0
 *
 * Returns: (transfer full): the column's bytes
 */
GBytes *
ecpa_rows_dup_bytes (EcpaRows *self,
                     guint     column)
{
  gconstpointer data = sqlite3_column_blob (self->statement, (int) column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->statement, (int) column));
}

/**
 * ecpa_rows_is_null:
 * @self: rows
 * @column: from 0
 *
 * Returns: whether the column holds nothing
 */
gboolean
ecpa_rows_is_null (EcpaRows *self,
                   guint     column)
{
  return sqlite3_column_type (self->statement, (int) column) == SQLITE_NULL;
}

/**
 * ecpa_rows_free:
 * @self: (transfer full): rows
 *
 * Ends the statement and keeps it for the next time.
 */
void
ecpa_rows_free (EcpaRows *self)
{
  Statement *prepared = self->prepared;
  GHashTable *statements = self->database->statements;

  sqlite3_reset (prepared->handle);
  sqlite3_clear_bindings (prepared->handle);
  if (g_hash_table_contains (statements, prepared->sql))
    statement_free (prepared);
  else
    g_hash_table_insert (statements, prepared->sql, prepared);
  g_clear_error (&self->failure);
  g_object_unref (self->database);
  g_free (self);
}
