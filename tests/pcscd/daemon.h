/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DAEMON_RUN_DIRECTORY "/run/pcscd"

/* A pcscd that a test starts and kills. */
typedef struct
{
  GSubprocess *process;
  char        *directory;
} Daemon;

/* Whether there may be one: in a namespace of its own only. */
gboolean daemon_is_allowed (void);
/* The daemon that was there before gives way to this one. */
void     daemon_replace    (Daemon *self);
void     daemon_start      (Daemon *self);
void     daemon_end        (Daemon *self,
                            int     signal_number);
void     daemon_clear      (Daemon *self);

G_END_DECLS
