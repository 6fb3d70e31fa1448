/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaEndedBarKind:
 * @ECPA_ENDED_BAR_ENDED: the session is over; read and taken away
 * @ECPA_ENDED_BAR_LOCKED: somebody is to come back; somebody else may sign in instead
 * @ECPA_ENDED_BAR_DONE: what a wizard has done; read and taken away
 */
typedef enum
{
  ECPA_ENDED_BAR_ENDED,
  ECPA_ENDED_BAR_LOCKED,
  ECPA_ENDED_BAR_DONE,
} EcpaEndedBarKind;

/**
 * EcpaEndedBar:
 *
 * Over the sign-in: why one is there again. Signals `read`: it may go, and `somebody-else`: whoever has locked the program
 * does not come back; it has been asked for by then. UI thread.
 */
#define ECPA_TYPE_ENDED_BAR (ecpa_ended_bar_get_type ())
G_DECLARE_FINAL_TYPE (EcpaEndedBar, ecpa_ended_bar, ECPA, ENDED_BAR, AdwBin)

void ecpa_ended_bar_say (EcpaEndedBar     *self,
                         EcpaEndedBarKind  kind,
                         const char       *title,
                         const char       *text);

G_END_DECLS
