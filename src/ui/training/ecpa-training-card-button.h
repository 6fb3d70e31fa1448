/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingCardButton:
 *
 * A card in the tray, with what is special about it and the note beside it. Pressing it puts the card into the target
 * slot, or takes it out of the slot it is in; it can be dragged, too.
 */
#define ECPA_TYPE_TRAINING_CARD_BUTTON (ecpa_training_card_button_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingCardButton, ecpa_training_card_button, ECPA, TRAINING_CARD_BUTTON, GtkButton)

GtkWidget *ecpa_training_card_button_new        (EcpaTrainingDesk       *desk,
                                                 EcpaTrainingCard       *card);
void       ecpa_training_card_button_set_target (EcpaTrainingCardButton *self,
                                                 guint                   slot);

G_END_DECLS
