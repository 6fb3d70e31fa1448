/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"
#include "ecpa-reader-scene.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaReaderBox:
 *
 * The reader beside what one signs in with: a drawing of it, what to do or what is wrong, and which reader it is, or
 * the choice of one. Property `scene` (int, #EcpaReaderScene, read-only): what is to be seen of it. UI thread.
 */
#define ECPA_TYPE_READER_BOX (ecpa_reader_box_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderBox, ecpa_reader_box, ECPA, READER_BOX, GtkBox)

void            ecpa_reader_box_set_flow   (EcpaReaderBox *self,
                                            EcpaLoginFlow *flow);
void            ecpa_reader_box_set_holder (EcpaReaderBox *self,
                                            const char    *holder,
                                            const char    *number);
EcpaReaderScene ecpa_reader_box_get_scene  (EcpaReaderBox *self);

G_END_DECLS
