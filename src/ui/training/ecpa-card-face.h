/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaCardFace:
 *
 * A picture of a card, as wide as it gets; only a picture: what it stands for is said by the control it lies in.
 */
#define ECPA_TYPE_CARD_FACE (ecpa_card_face_get_type ())
G_DECLARE_FINAL_TYPE (EcpaCardFace, ecpa_card_face, ECPA, CARD_FACE, GtkWidget)

GtkWidget *ecpa_card_face_new      (int               width);
void       ecpa_card_face_set_card (EcpaCardFace     *self,
                                    EcpaTrainingCard *card);

G_END_DECLS
