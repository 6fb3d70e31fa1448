/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaReaderPicture:
 *
 * The reader as a drawing that lives: grey without a service, dashed without a reader, a card that slides in and out,
 * turned round where it does not serve. What it shows is also its accessible description.
 */
#define ECPA_TYPE_READER_PICTURE (ecpa_reader_picture_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderPicture, ecpa_reader_picture, ECPA, READER_PICTURE, GtkWidget)

GtkWidget *ecpa_reader_picture_new        (void);
void       ecpa_reader_picture_set_state  (EcpaReaderPicture *self,
                                           EcpaLoginState     state,
                                           const char        *description);
void       ecpa_reader_picture_set_holder (EcpaReaderPicture *self,
                                           const char        *holder,
                                           const char        *number);

G_END_DECLS
