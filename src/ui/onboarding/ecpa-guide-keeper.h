/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-wizard-host.h"

G_BEGIN_DECLS

/**
 * EcpaGuideKeeper:
 *
 * 首次登入說明 (N9) beside the wizards of a window: knows how far somebody has come, in the setting `guide` and so beyond
 * the end of the program, and opens what is missing one after the other. UI thread.
 */
#define ECPA_TYPE_GUIDE_KEEPER (ecpa_guide_keeper_get_type ())
G_DECLARE_FINAL_TYPE (EcpaGuideKeeper, ecpa_guide_keeper, ECPA, GUIDE_KEEPER, GObject)

/* @settings: (nullable): then it is known only as long as the program runs */
EcpaGuideKeeper *ecpa_guide_keeper_new       (EcpaWizardHost  *host,
                                              GSettings       *settings);
/* Whether nobody has signed in here before, nor begun the guide. */
gboolean         ecpa_guide_keeper_is_new    (EcpaGuideKeeper *self);
/* After a start: where it stopped. Whether it was under way. */
gboolean         ecpa_guide_keeper_resume    (EcpaGuideKeeper *self);
/* The guide itself has been opened. */
void             ecpa_guide_keeper_watch     (EcpaGuideKeeper *self);
/* (transfer none) (nullable): a wizard is over: where to sign in, or %NULL where another one has been opened or the guide
 * has nothing to do with it */
const char      *ecpa_guide_keeper_go_on     (EcpaGuideKeeper *self,
                                              const char      *kind,
                                              const char      *outcome);
/* Somebody has signed in: they never meet it again. */
void             ecpa_guide_keeper_end       (EcpaGuideKeeper *self);

G_END_DECLS
