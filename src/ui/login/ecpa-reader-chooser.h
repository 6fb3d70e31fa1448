/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-login-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaReaderChooser:
 *
 * Where there are several readers (L8): which one is looked at and why, and what is in each; another can be chosen.
 * Not to be seen with one reader or none.
 */
#define ECPA_TYPE_READER_CHOOSER (ecpa_reader_chooser_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderChooser, ecpa_reader_chooser, ECPA, READER_CHOOSER, GtkWidget)

GtkWidget *ecpa_reader_chooser_new      (void);
void       ecpa_reader_chooser_set_flow (EcpaReaderChooser *self,
                                         EcpaLoginFlow     *flow);

G_END_DECLS
