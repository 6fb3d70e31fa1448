/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-keeper.h"

#include "ecpa-database-copy.h"
#include "ecpa-database-lock.h"
#include "ecpa-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ASIDE 100

/* Types -------------------------------------------------------------------- */

/* A file that is written beside the one it becomes. What a process that was killed leaves of it, the next one takes
 * over; the lock tells the two apart. */
typedef struct
{
  char *path;
  int   fd;
} Draft;

static const char *const companions[] = { "-wal", "-shm", "-journal" };

/* Auxiliaries -------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (3, 4)
refuse (GError       **error,
        GIOErrorEnum   code,
        const char    *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, code, message);

  return FALSE;
}

static gboolean
refuse_errno (GError     **error,
              const char  *path)
{
  int failure = errno;

  return refuse (error, g_io_error_from_errno (failure), "%s: %s", path, g_strerror (failure));
}

static void
remove_companions (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *companion = g_strconcat (path, companions[i], NULL);

      g_unlink (companion);
    }
}

/* Nobody but SQLite may have a descriptor of it closed while SQLite has it open; this one is closed last. */
static void
draft_clear (Draft *draft)
{
  g_autofree char *lock = g_strconcat (draft->path, ".lock", NULL);

  if (draft->fd >= 0)
    {
      remove_companions (draft->path);
      g_unlink (lock);
      g_unlink (draft->path);
      g_close (draft->fd, NULL);
    }
  draft->fd = -1;
  g_clear_pointer (&draft->path, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
draft_begin (Draft       *draft,
             const char  *becomes,
             const char  *suffix,
             GError     **error)
{
  struct stat held, named;

  draft->path = g_strconcat (becomes, suffix, NULL);
  draft->fd = ecpa_file_lock (draft->path, TRUE, error);
  if (draft->fd < 0)
    {
      if (error != NULL && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_BUSY))
        g_prefix_error (error, "Another one is at work: ");
      return FALSE;
    }
  /* One that ended in between has given the file its name. */
  if (fstat (draft->fd, &held) != 0 || g_lstat (draft->path, &named) != 0 || held.st_ino != named.st_ino
      || held.st_dev != named.st_dev || !S_ISREG (held.st_mode) || held.st_nlink != 1 || held.st_uid != geteuid ())
    {
      g_close (g_steal_fd (&draft->fd), NULL);
      return refuse (error, G_IO_ERROR_BUSY, "%s is somebody else's", draft->path);
    }
  remove_companions (draft->path);

  return (fchmod (draft->fd, 0600) == 0 && ftruncate (draft->fd, 0) == 0) || refuse_errno (error, draft->path);
}

static gboolean
sync_directory_of (const char  *path,
                   GError     **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    refuse_errno (error, directory);
  if (fd >= 0)
    g_close (fd, NULL);

  return synced;
}

/* Gives the draft its name, at once and whole. */
static gboolean
draft_publish (Draft       *draft,
               const char  *becomes,
               gboolean     replace,
               GError     **error)
{
  g_autofree char *lock = g_strconcat (draft->path, ".lock", NULL);

  if (fsync (draft->fd) != 0)
    return refuse_errno (error, draft->path);
  if (replace ? g_rename (draft->path, becomes) != 0 : link (draft->path, becomes) != 0)
    return errno == EEXIST ? refuse (error, G_IO_ERROR_EXISTS, "%s is there already; --force replaces it", becomes)
                           : refuse_errno (error, becomes);
  if (!replace)
    g_unlink (draft->path);
  g_unlink (lock);
  g_close (g_steal_fd (&draft->fd), NULL);

  return sync_directory_of (becomes, error);
}

/* By what a path leads to, whether or not it exists yet. */
static char *
resolve (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *real = realpath (directory, NULL);
  char *resolved = g_build_filename (real != NULL ? real : directory, name, NULL);

  free (real);

  return resolved;
}

/* A backup must not go where the database is, nor to what belongs to it. */
static gboolean
check_target (const char  *database,
              const char  *file,
              gboolean     replace,
              GError     **error)
{
  g_autofree char *ours = resolve (database);
  g_autofree char *theirs = resolve (file);
  struct stat there, live;

  if (g_str_has_prefix (theirs, ours)
      && (theirs[strlen (ours)] == '\0' || theirs[strlen (ours)] == '-' || g_str_has_suffix (theirs, ".lock")))
    return refuse (error, G_IO_ERROR_INVALID_ARGUMENT, "%s belongs to the database itself", file);
  if (g_lstat (file, &there) != 0)
    return TRUE;
  if (!S_ISREG (there.st_mode))
    return refuse (error, G_IO_ERROR_NOT_REGULAR_FILE, "%s is no plain file", file);
  if (g_stat (database, &live) == 0 && live.st_ino == there.st_ino && live.st_dev == there.st_dev)
    return refuse (error, G_IO_ERROR_INVALID_ARGUMENT, "%s is the database itself", file);
  if (!replace)
    return refuse (error, G_IO_ERROR_EXISTS, "%s is there already; --force replaces it", file);

  return TRUE;
}

static gboolean
check_source (const char  *database,
              const char  *file,
              GError     **error)
{
  struct stat there, live;

  if (g_stat (file, &there) != 0)
    return refuse_errno (error, file);
  if (!S_ISREG (there.st_mode))
    return refuse (error, G_IO_ERROR_NOT_REGULAR_FILE, "%s is no plain file", file);
  if (g_stat (database, &live) == 0 && live.st_ino == there.st_ino && live.st_dev == there.st_dev)
    return refuse (error, G_IO_ERROR_INVALID_ARGUMENT, "%s is the database itself", file);

  return TRUE;
}

/* Who had the data is worth a line, but a disk that is full must not be in the way of saving them. */
static void
record_backup (const char *database,
               gint64      now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaStore) store = ecpa_store_open (database, 0, &error); /* 0: the schema stays as it is */

  if (store == NULL || !ecpa_store_add_audit (store, now, 0, 0, "command", "database.backup", "", "ok", &error))
    g_printerr ("ecpa-backend: the backup stands in no audit log: %s\n", error->message);
}

/* Sessions that were ended since, challenges that were answered and mails that were sent since, must not come back with the old data. */
static gboolean
freshen (const char  *path,
         gint64       now,
         GError     **error)
{
  g_autoptr (EcpaStore) store = ecpa_store_open (path, G_MAXUINT, error);
  gboolean damaged;

  if (store == NULL || !ecpa_store_begin (store, error)
      || !ecpa_database_execute (store->database, NULL, error, "DELETE FROM sessions", "")
      || !ecpa_database_execute (store->database, NULL, error, "DELETE FROM card_sessions", "")
      || !ecpa_database_execute (store->database, NULL, error, "DELETE FROM codes", "")
      || !ecpa_database_execute (store->database, NULL, error, "DELETE FROM login_challenges", "")
      || !ecpa_database_execute (store->database, NULL, error, "DELETE FROM mails WHERE state = 'waiting'", "")
      || !ecpa_store_add_audit (store, now, 0, 0, "command", "database.restore", "", "ok", error)
      || !ecpa_store_commit (store, error))
    return FALSE;
  g_clear_object (&store);

  return ecpa_database_settle (path, &damaged, error)
         && (!damaged || refuse (error, G_IO_ERROR_FAILED, "%s cannot be finished", path));
}

/* A second name for the file: there is no moment without the first. */
static char *
link_aside (const char  *database,
            gint64       now,
            GError     **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");

  for (guint i = 1; i < MAX_ASIDE; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *aside = g_strconcat (database, ".replaced-", stamp, number, NULL);

      if (link (database, aside) == 0)
        return g_steal_pointer (&aside);
      if (errno != EEXIST)
        break;
    }
  refuse_errno (error, database);

  return NULL;
}

/* A log that SQLite could not take in goes with its damaged file: it must not meet the restored one. */
static gboolean
move_companions (const char  *database,
                 const char  *aside,
                 GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *from = g_strconcat (database, companions[i], NULL);
      g_autofree char *to = g_strconcat (aside, companions[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return refuse_errno (error, from);
    }

  return TRUE;
}

static gboolean
put_aside (const char  *database,
           gint64       now,
           char       **aside,
           GError     **error)
{
  gboolean damaged;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!ecpa_database_settle (database, &damaged, error))
    return FALSE;
  *aside = link_aside (database, now, error);

  return *aside != NULL && move_companions (database, *aside, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_keeper_back_up:
 * @database: the database, perhaps a running server's
 * @file: where the copy goes
 * @replace: whether it may replace what is there
 * @now: the time
 * @error: why there is no copy; what was at @file is there still
 *
 * Writes a copy of one moment of the database, checks it, and gives it its name when it is on the disk; prints name,
 * schema version and size. Blocks.
 *
 * Returns: whether the copy is there
 */
gboolean
ecpa_keeper_back_up (const char  *database,
                     const char  *file,
                     gboolean     replace,
                     gint64       now,
                     GError     **error)
{
  g_auto (Draft) draft = { NULL, -1 };
  struct stat info;
  guint version;
  int lock;
  gboolean copied;

  g_return_val_if_fail (database != NULL && file != NULL, FALSE);

  if (!check_target (database, file, replace, error))
    return FALSE;
  lock = ecpa_database_lock (database, FALSE, error);
  if (lock < 0)
    return FALSE;
  copied = draft_begin (&draft, file, ".partial", error) && ecpa_database_copy (database, draft.path, error)
           && ecpa_database_check (draft.path, &version, error) && draft_publish (&draft, file, replace, error);
  g_close (lock, NULL);
  if (!copied || g_stat (file, &info) != 0)
    return FALSE;
  record_backup (database, now);
  g_print ("%s\tschema %u\t%" G_GINT64_FORMAT " bytes\n", file, version, (gint64) info.st_size);

  return TRUE;
}

/**
 * ecpa_keeper_restore:
 * @database: the database; nobody may have it open
 * @file: a copy that was made of it
 * @now: the time
 * @error: why it is not restored; the database is what it was
 *
 * Puts a copy in the database's place, brought up to the program's schema and without the sessions in it, and keeps
 * what was there under a dated name, which it prints. Blocks.
 *
 * Returns: whether it is restored
 */
gboolean
ecpa_keeper_restore (const char  *database,
                     const char  *file,
                     gint64       now,
                     GError     **error)
{
  g_auto (Draft) draft = { NULL, -1 };
  g_autofree char *aside = NULL;
  guint version;
  int lock;
  gboolean restored;

  g_return_val_if_fail (database != NULL && file != NULL, FALSE);

  if (!check_source (database, file, error))
    return FALSE;
  lock = ecpa_database_lock (database, TRUE, error);
  if (lock < 0)
    return FALSE;
  restored = draft_begin (&draft, database, ".restoring", error) && ecpa_database_copy (file, draft.path, error)
             && ecpa_database_check (draft.path, &version, error) && freshen (draft.path, now, error)
             && put_aside (database, now, &aside, error) && draft_publish (&draft, database, TRUE, error);
  g_close (lock, NULL);
  if (!restored)
    {
      /* The copy's name would say nothing to whoever gave the other. */
      if (draft.path != NULL && error != NULL && *error != NULL && g_str_has_prefix ((*error)->message, draft.path))
        g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  g_print ("%s\tschema %u\t%s\n", database, version, aside != NULL ? aside : "-");

  return TRUE;
}
