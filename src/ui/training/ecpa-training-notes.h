/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingNotes:
 *
 * What the holders of the cards that are in a reader know by heart and have to type in the wizards: household number,
 * address, contacts. To be unfolded; nothing where no such card is in. UI thread.
 */
#define ECPA_TYPE_TRAINING_NOTES (ecpa_training_notes_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingNotes, ecpa_training_notes, ECPA, TRAINING_NOTES, AdwBin)

GtkWidget *ecpa_training_notes_new (EcpaTrainingDesk *desk);

G_END_DECLS
