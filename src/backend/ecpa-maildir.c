/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
fail (GError     **error,
      const char  *path)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));

  return FALSE;
}

static gboolean
make_folders (const char  *directory,
              GError     **error)
{
  static const char *const names[] = { "tmp", "new", "cur" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      if (g_mkdir_with_parents (path, 0700) != 0)
        return fail (error, path);
    }

  return TRUE;
}

/* In `cur` a name may have flags behind it. */
static gboolean
is_there (const char *directory,
          const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (directory, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  gsize length = strlen (name);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (strncmp (entry, name, length) == 0 && (entry[length] == '\0' || entry[length] == ':'))
      return TRUE;

  return FALSE;
}

/* In a Maildir lines end as elsewhere on the system. */
static char *
convert_lines (GBytes *message,
               gsize  *length)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);
  char *text = g_malloc (size + 1);

  *length = 0;
  for (gsize i = 0; i < size; i++)
    if (data[i] != '\r' || i + 1 == size || data[i + 1] != '\n')
      text[(*length)++] = data[i];

  return text;
}

static gboolean
write_file (const char  *path,
            GBytes      *message,
            GError     **error)
{
  gsize length;
  g_autofree char *text = convert_lines (message, &length);
  int file = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gsize done = 0;
  gboolean fine = file >= 0;

  while (fine && done < length)
    {
      gssize n = write (file, text + done, length - done);

      if (n >= 0)
        done += (gsize) n;
      else
        fine = errno == EINTR;
    }
  fine = fine && fsync (file) == 0;
  if (!fine)
    fail (error, path);
  if (file >= 0)
    g_close (file, NULL);
  if (!fine)
    g_unlink (path);

  return fine;
}

static gboolean
sync_folder (const char  *path,
             GError     **error)
{
  int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean fine = folder >= 0 && fsync (folder) == 0;

  if (!fine)
    fail (error, path);
  if (folder >= 0)
    g_close (folder, NULL);

  return fine;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_maildir_deliver:
 * @directory: a Maildir; made, with mode 0700, where it is missing
 * @name: the file's name; the same for the same message
 * @message: a message, with CRLF at the end of each line
 * @error: a #GIOErrorEnum
 *
 * Delivers as Maildir wants it (https://cr.yp.to/proto/maildir.html): written and synced in `tmp`, then named in `new`
 * at once. A message that is there already, read or not, is not delivered again, so a try that was cut short may be
 * made again. May block.
 *
 * Returns: whether the message is there, on the disk
 */
gboolean
ecpa_maildir_deliver (const char  *directory,
                      const char  *name,
                      GBytes      *message,
                      GError     **error)
{
  g_autofree char *draft = g_build_filename (directory, "tmp", name, NULL);
  g_autofree char *folder = g_build_filename (directory, "new", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!make_folders (directory, error))
    return FALSE;
  if (is_there (directory, "cur", name) || is_there (directory, "new", name))
    return TRUE;
  if (!write_file (draft, message, error))
    return FALSE;
  if (g_rename (draft, path) != 0)
    return fail (error, path);

  return sync_folder (folder, error);
}
