/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaInterruption:
 *
 * What the service has announced (L12) that stops, or is about to stop, whoever is in the middle of something. UI thread.
 * `announcement`: (nullable) #EcpaAnnouncement, the one that is running or begins within half an hour; notifies.
 */
#define ECPA_TYPE_INTERRUPTION (ecpa_interruption_get_type ())
G_DECLARE_FINAL_TYPE (EcpaInterruption, ecpa_interruption, ECPA, INTERRUPTION, GObject)

EcpaInterruption *ecpa_interruption_new              (EcpaServices     *services);
/* (nullable) (transfer none) */
EcpaAnnouncement *ecpa_interruption_get_announcement (EcpaInterruption *self);
/* (nullable) (transfer none): the one of @announcements that is to be told at @now */
EcpaAnnouncement *ecpa_interruption_find             (GListModel       *announcements,
                                                      GDateTime        *now);

G_END_DECLS
