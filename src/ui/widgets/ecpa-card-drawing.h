/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Width over height of a card (ISO 7810 ID-1). */
#define ECPA_CARD_RATIO (85.6 / 53.98)

/**
 * EcpaCardSide:
 * @ECPA_CARD_FRONT: chip, photo and holder
 * @ECPA_CARD_BACK: the magnetic stripe: a card put in the wrong way round
 * @ECPA_CARD_OTHER_FRONT: the front of a card that is no health card
 *
 * Which side of a card is up.
 */
typedef enum
{
  ECPA_CARD_FRONT,
  ECPA_CARD_BACK,
  ECPA_CARD_OTHER_FRONT,
} EcpaCardSide;

void ecpa_card_draw (GtkWidget    *widget,
                     cairo_t      *cr,
                     double        width,
                     EcpaCardSide  side,
                     const char   *holder,
                     const char   *number);

G_END_DECLS
