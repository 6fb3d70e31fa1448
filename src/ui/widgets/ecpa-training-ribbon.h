/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingRibbon:
 *
 * The ribbon 練習模式 that every window of the training mode wears (T2), so that nobody takes it for the real thing.
 */
#define ECPA_TYPE_TRAINING_RIBBON (ecpa_training_ribbon_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingRibbon, ecpa_training_ribbon, ECPA, TRAINING_RIBBON, GtkWidget)

GtkWidget *ecpa_training_ribbon_new     (void);
gboolean   ecpa_training_ribbon_is_worn (GtkWindow *window);

G_END_DECLS
