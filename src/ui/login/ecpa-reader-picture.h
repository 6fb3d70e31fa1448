/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-reader-scene.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaReaderPicture:
 *
 * The reader as a drawing that lives: each #EcpaReaderScene looks different, and the card slides in and out where the
 * person wants animations. What it shows is also its accessible name.
 */
#define ECPA_TYPE_READER_PICTURE (ecpa_reader_picture_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderPicture, ecpa_reader_picture, ECPA, READER_PICTURE, GtkWidget)

GtkWidget *ecpa_reader_picture_new          (void);
void       ecpa_reader_picture_set_scene    (EcpaReaderPicture *self,
                                             EcpaReaderScene    scene,
                                             const char        *description);
void       ecpa_reader_picture_set_holder   (EcpaReaderPicture *self,
                                             const char        *holder,
                                             const char        *number);
double     ecpa_reader_picture_get_inserted (EcpaReaderPicture *self);

G_END_DECLS
