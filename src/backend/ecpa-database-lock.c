/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-database-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_file_lock:
 * @path: a file that is no database somebody has open; made with mode 0600 where it is missing
 * @alone: whether nobody else may hold it meanwhile
 * @error: %G_IO_ERROR_BUSY where others hold it
 *
 * Takes a lock (flock(2)) that lasts until the descriptor is closed, by its process's death at the latest. Does not
 * wait. Any thread.
 *
 * Returns: the descriptor, or -1
 */
int
ecpa_file_lock (const char  *path,
                gboolean     alone,
                GError     **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int failure = fd < 0 || flock (fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 ? errno : 0;

  if (failure == 0)
    return fd;

  g_set_error (error, G_IO_ERROR, failure == EWOULDBLOCK ? G_IO_ERROR_BUSY : g_io_error_from_errno (failure),
               "%s: %s", path, g_strerror (failure));
  if (fd >= 0)
    g_close (fd, NULL);

  return -1;
}

/**
 * ecpa_database_lock:
 * @database: a database's file
 * @alone: whether nobody may have the database open meanwhile
 * @error: %G_IO_ERROR_BUSY where others have it open, or it is being restored
 *
 * Everybody who opens a database holds the lock of the file beside it; whoever replaces the database holds it alone.
 * The file stays. It is not the database itself, because closing any descriptor of that drops the locks that SQLite
 * holds for the process. Any thread.
 *
 * Returns: the descriptor, or -1
 */
int
ecpa_database_lock (const char  *database,
                    gboolean     alone,
                    GError     **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  g_autoptr (GError) local_error = NULL;
  int fd = ecpa_file_lock (path, alone, &local_error);

  if (fd >= 0)
    return fd;
  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_BUSY))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 alone ? "%s is in use: end the server first" : "%s is being restored", database);

  return -1;
}
