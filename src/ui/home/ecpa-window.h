/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-fault.h"
#include "ecpa-secret.h"
#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaWindow:
 *
 * The main window: one header bar, and under it starting up, signing in, or the inside. UI thread.
 *
 * Actions: `win.sign-out`, `win.toggle-sidebar`, `win.back`, `win.reload`, `win.open-window`. Property `signed-in`
 * (gboolean, read-only, notifies). Signal `start-again`: starting failed and the person wants another try.
 */
#define ECPA_TYPE_WINDOW (ecpa_window_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWindow, ecpa_window, ECPA, WINDOW, AdwApplicationWindow)

GtkWidget *ecpa_window_new           (AdwApplication *application,
                                      GSettings      *settings,
                                      gboolean        training);
void       ecpa_window_set_services  (EcpaWindow     *self,
                                      EcpaServices   *services);
void       ecpa_window_start_over    (EcpaWindow     *self);
void       ecpa_window_show_failure  (EcpaWindow     *self,
                                      const char     *detail);

void       ecpa_window_touch         (EcpaWindow     *self);
void       ecpa_window_lock          (EcpaWindow     *self,
                                      EcpaFaultCode   code);
void       ecpa_window_quit          (EcpaWindow     *self);
void       ecpa_window_open_code     (EcpaWindow     *self,
                                      const char     *kind,
                                      EcpaSecret     *code);
const char *ecpa_window_get_topic    (EcpaWindow     *self);

G_END_DECLS
