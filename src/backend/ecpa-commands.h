/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-store.h"

G_BEGIN_DECLS

EcpaAnnouncement *ecpa_announcement_read          (const char   *data,
                                                   gssize        length,
                                                   gint64        now,
                                                   GError      **error);
gboolean          ecpa_command_announce           (EcpaStore    *store,
                                                   const char   *path,
                                                   gint64        now,
                                                   GError      **error);
gboolean          ecpa_command_list_announcements (EcpaStore    *store,
                                                   gint64        now,
                                                   GError      **error);
gboolean          ecpa_command_retract            (EcpaStore    *store,
                                                   const char   *id,
                                                   gint64        now,
                                                   GError      **error);
gboolean          ecpa_command_end_sessions       (EcpaStore    *store,
                                                   const char   *account_or_id,
                                                   gint64        now,
                                                   GError      **error);

G_END_DECLS
