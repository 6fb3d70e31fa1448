/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-training-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaTrainingWindow:
 *
 * The training desk (T1): slots of the simulated readers, and a tray of made-up cards. A card goes into the chosen
 * slot by click, by key or by dragging, and comes out the same way. Closing the window leaves the cards where they
 * are; it can be opened again.
 */
#define ECPA_TYPE_TRAINING_WINDOW (ecpa_training_window_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTrainingWindow, ecpa_training_window, ECPA, TRAINING_WINDOW, AdwWindow)

GtkWidget *ecpa_training_window_new (GtkApplication   *application,
                                     EcpaTrainingDesk *desk);

G_END_DECLS
