/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-records.h"

G_BEGIN_DECLS

const char       *ecpa_announcement_kind_word     (EcpaAnnouncement *self);
const char       *ecpa_announcement_kind_icon     (EcpaAnnouncement *self);
gboolean          ecpa_announcement_holds         (EcpaAnnouncement *self,
                                                   GDateTime        *now);
char             *ecpa_announcement_describe_time (EcpaAnnouncement *self,
                                                   GDateTime        *now);
EcpaAnnouncement *ecpa_announcement_for_fault     (GListModel       *announcements,
                                                   EcpaFaultCode     code,
                                                   GDateTime        *now);

G_END_DECLS
