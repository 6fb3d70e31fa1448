/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pcsc-daemon.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

/* Where pcsc-lite's daemon listens unless PCSCLITE_CSOCK_NAME says otherwise. */
#define DEFAULT_SOCKET "/run/pcscd/pcscd.comm"

/* How long a daemon may take to drop whom it does not let in (ms); it asks polkit first. */
#define REFUSAL 500

/* Auxiliaries -------------------------------------------------------------- */

/* pcscd hangs up on whom it does not let in before it reads a word, so that a client that writes meets a broken pipe or
 * a reset, as it would where the daemon is gone. One that says nothing just sees the end. */
static gboolean
is_dropped (int fd)
{
  struct pollfd ended = { .fd = fd, .events = POLLIN };

  return poll (&ended, 1, REFUSAL) == 1 && (ended.revents & (POLLHUP | POLLERR)) != 0;
}

/* 0 or an errno: whether somebody listens, and to us. */
static int
try_connect (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int result = 0;
  int fd;

  if (g_strlcpy (address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path)
    return ENAMETOOLONG;

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return errno;
  if (connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    result = errno;
  else if (is_dropped (fd))
    result = EACCES;
  close (fd);

  return result;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_pcsc_daemon_get_socket:
 *
 * Any thread.
 *
 * Returns: (transfer none): where pcscd listens, as libpcsclite looks for it
 */
const char *
ecpa_pcsc_daemon_get_socket (void)
{
  const char *path = g_getenv ("PCSCLITE_CSOCK_NAME");

  return path != NULL && *path != '\0' ? path : DEFAULT_SOCKET;
}

/**
 * ecpa_pcsc_daemon_get_directory:
 *
 * One that may be read, because the kernel tells of changes in no other, and GLib would look there every few seconds.
 * Any thread.
 *
 * Returns: (transfer full): the directory of the socket, or the nearest one above that is there and may be read
 */
char *
ecpa_pcsc_daemon_get_directory (void)
{
  g_autofree char *path = g_path_get_dirname (ecpa_pcsc_daemon_get_socket ());

  while ((!g_file_test (path, G_FILE_TEST_IS_DIR) || access (path, R_OK | X_OK) != 0)
         && !g_str_equal (path, "/") && !g_str_equal (path, "."))
    {
      char *parent = g_path_get_dirname (path);

      g_free (path);
      path = parent;
    }

  return g_steal_pointer (&path);
}

/**
 * ecpa_pcsc_daemon_diagnose:
 *
 * libpcsclite has one code for all of this, so the socket is asked. Any thread but the main one: where somebody listens
 * it waits half a second for being dropped.
 *
 * Returns: %ECPA_CARD_ERROR_NO_SERVICE without a socket, %ECPA_CARD_ERROR_NOT_PERMITTED where this user may not reach
 *   it or is dropped, %ECPA_CARD_ERROR_SERVICE_DOWN where nobody answers it
 */
EcpaCardError
ecpa_pcsc_daemon_diagnose (void)
{
  switch (try_connect (ecpa_pcsc_daemon_get_socket ()))
    {
    case EACCES:
    case EPERM:
      return ECPA_CARD_ERROR_NOT_PERMITTED;
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return ECPA_CARD_ERROR_NO_SERVICE;
    default:
      return ECPA_CARD_ERROR_SERVICE_DOWN;
    }
}
