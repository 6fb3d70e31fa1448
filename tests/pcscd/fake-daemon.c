/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-daemon.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <winscard.h>

/* Types -------------------------------------------------------------------- */

/* What a client begins with (pcsc-lite, winscard_msg.h): the length of what follows and the command, then the versions
 * and room for the answer's code; the answer is those versions and the code. */
typedef struct
{
  guint32 length;
  guint32 command;
  gint32  major;
  gint32  minor;
  guint32 code;
} Greeting;

struct _FakeDaemon
{
  char           *path;
  FakeDaemonKind  kind;
  int             socket;
  int             stop[2];
  GThread        *thread;
  guint           n_clients; /* its thread only */
};

/* Auxiliaries -------------------------------------------------------------- */

static void
answer (FakeDaemon *self,
        int         client)
{
  Greeting greeting;
  struct pollfd readable = { client, POLLIN, 0 };

  /* A refusal comes at once or between the two writes of a greeting: the client meets a broken pipe, or a reset, because
   * something was left unread. */
  if (self->kind == FAKE_DAEMON_REFUSES)
    {
      if (self->n_clients++ % 2 == 1)
        poll (&readable, 1, 50);
    }
  else if (poll (&readable, 1, 5000) == 1 && recv (client, &greeting, sizeof greeting, MSG_WAITALL) == sizeof greeting)
    {
      greeting.major += 1;
      greeting.code = (guint32) SCARD_E_SERVICE_STOPPED;
      g_assert_cmpint (send (client, &greeting.major, 12, MSG_NOSIGNAL), ==, 12);
    }
  close (client);
}

static gpointer
serve_thread (gpointer data)
{
  FakeDaemon *self = data;

  for (;;)
    {
      struct pollfd fds[] = { { self->socket, POLLIN, 0 }, { self->stop[0], POLLIN, 0 } };

      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
        continue;
      if (fds[1].revents != 0)
        return NULL;
      answer (self, accept (self->socket, NULL, NULL));
    }
}

/* Helpers ------------------------------------------------------------------ */

FakeDaemon *
fake_daemon_new (const char     *path,
                 FakeDaemonKind  kind)
{
  FakeDaemon *self = g_new0 (FakeDaemon, 1);
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  self->path = g_strdup (path);
  self->kind = kind;
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  unlink (path);
  self->socket = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->socket, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->socket, 16), ==, 0);
  g_assert_cmpint (pipe (self->stop), ==, 0);
  self->thread = g_thread_new ("fake-daemon", serve_thread, self);

  return self;
}

void
fake_daemon_free (FakeDaemon *self)
{
  g_assert_cmpint (write (self->stop[1], "", 1), ==, 1);
  g_thread_join (self->thread);
  close (self->socket);
  close (self->stop[0]);
  close (self->stop[1]);
  unlink (self->path);
  g_free (self->path);
  g_free (self);
}
