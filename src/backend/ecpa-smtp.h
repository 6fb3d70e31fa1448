/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-mail-settings.h"

G_BEGIN_DECLS

/**
 * EcpaPosted:
 * @ECPA_POSTED_SENT: accepted
 * @ECPA_POSTED_REFUSED: refused for good
 * @ECPA_POSTED_LATER: may be tried again
 *
 * How a try ended.
 */
typedef enum
{
  ECPA_POSTED_SENT,
  ECPA_POSTED_REFUSED,
  ECPA_POSTED_LATER,
} EcpaPosted;

/**
 * EcpaSmtp:
 *
 * A connection to a mail server, by libcurl. It is made with the first mail and kept for those that follow at once.
 * One thread.
 */
typedef struct _EcpaSmtp EcpaSmtp;

EcpaSmtp   *ecpa_smtp_new   (const EcpaMailSettings  *settings,
                             const char              *name,
                             gboolean                 allow_plain,
                             gint                    *ended);
EcpaPosted  ecpa_smtp_send  (EcpaSmtp                *self,
                             const char              *address,
                             GBytes                  *message,
                             char                   **outcome);
void        ecpa_smtp_close (EcpaSmtp                *self);
void        ecpa_smtp_free  (EcpaSmtp                *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaSmtp, ecpa_smtp_free)

G_END_DECLS
