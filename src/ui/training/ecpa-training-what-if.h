/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingWhatIf:
 *
 * “What happens if…”: switches for the simulated readers and the simulated card service, folded away until they are
 * wanted, and a line that says what was done, to screen readers too.
 */
#define ECPA_TYPE_TRAINING_WHAT_IF (ecpa_training_what_if_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingWhatIf, ecpa_training_what_if, ECPA, TRAINING_WHAT_IF, GtkBox)

GtkWidget *ecpa_training_what_if_new (EcpaTrainingDesk   *desk);
void       ecpa_training_what_if_say (EcpaTrainingWhatIf *self,
                                      const char         *news);

G_END_DECLS
