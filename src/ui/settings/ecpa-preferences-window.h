/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * EcpaPreferencesWindow:
 *
 * What the person may set. What an administrator has locked is shown, and says so. UI thread.
 */
#define ECPA_TYPE_PREFERENCES_WINDOW (ecpa_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (EcpaPreferencesWindow, ecpa_preferences_window, ECPA, PREFERENCES_WINDOW, AdwWindow)

GtkWidget *ecpa_preferences_window_new     (GSettings *settings,
                                            gboolean   training);
void       ecpa_preferences_window_present (GtkWindow *parent,
                                            GSettings *settings);

G_END_DECLS
