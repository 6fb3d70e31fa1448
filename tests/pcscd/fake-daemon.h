/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FakeDaemonKind:
 * @FAKE_DAEMON_OTHER_VERSION: answers the handshake as a pcscd with another protocol does
 * @FAKE_DAEMON_REFUSES: hangs up on everybody, as pcscd does where polkit says no
 *
 * What listens in pcscd's place.
 */
typedef enum
{
  FAKE_DAEMON_OTHER_VERSION,
  FAKE_DAEMON_REFUSES,
} FakeDaemonKind;

typedef struct _FakeDaemon FakeDaemon;

FakeDaemon *fake_daemon_new  (const char     *path,
                              FakeDaemonKind  kind);
/* Takes its socket along. */
void        fake_daemon_free (FakeDaemon     *self);

G_END_DECLS
