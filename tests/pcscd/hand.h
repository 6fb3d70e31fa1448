/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An ecpa-virtual-reader that holds cards into the first slot. */
typedef struct
{
  GSubprocess      *process;
  GDataInputStream *says;
} Hand;

extern const char *hand_program;

void  hand_open  (Hand       *self);
/* Its end closes its connection, which pulls the card. */
void  hand_close (Hand       *self);
/* Tells it, and returns what it acknowledges behind "ok". */
char *hand_tell  (Hand       *self,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3);
char *hand_tell_valist (Hand       *self,
                        const char *format,
                        va_list     args) G_GNUC_PRINTF (2, 0);

G_END_DECLS
