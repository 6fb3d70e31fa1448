/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingSlotButton:
 *
 * A slot of a simulated reader. Pressing it takes the card out, or, where there is none, chooses it for the next card;
 * a card can be dropped into it. Signal `chosen`.
 */
#define ECPA_TYPE_TRAINING_SLOT_BUTTON (ecpa_training_slot_button_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingSlotButton, ecpa_training_slot_button, ECPA, TRAINING_SLOT_BUTTON, GtkButton)

GtkWidget *ecpa_training_slot_button_new        (EcpaTrainingDesk       *desk,
                                                 guint                   slot);
void       ecpa_training_slot_button_set_target (EcpaTrainingSlotButton *self,
                                                 gboolean                is_target);

G_END_DECLS
