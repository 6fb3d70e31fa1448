/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ecpa-services.h"

G_BEGIN_DECLS

/**
 * EcpaApp:
 *
 * The application: one instance, one main window, and in training the desk beside it. (`EcpaApplication` is the
 * protocol's application of the portal.) It does not know where its services come from: it emits `start` when it wants
 * some, and whoever joins the floors (main) answers with ecpa_app_set_services() or ecpa_app_fail(). UI thread.
 *
 * Actions: `app.lock`, `app.preferences` (with settings), `app.quit`, `app.about`, `app.shortcuts`, `app.help`; in
 * training `app.training-desk` and `app.start-over`, else `app.start-training`.
 *
 * Signals: `start`: services are wanted: at the beginning, and again when the person asks for it after a failure;
 * `start-over`: and nothing of the training before shall be left.
 */
#define ECPA_TYPE_APP (ecpa_app_get_type ())
G_DECLARE_FINAL_TYPE (EcpaApp, ecpa_app, ECPA, APP, AdwApplication)

EcpaApp      *ecpa_app_new          (GSettings    *settings,
                                     gboolean      training);
EcpaServices *ecpa_app_get_services (EcpaApp      *self);
void          ecpa_app_set_services (EcpaApp      *self,
                                     EcpaServices *services);
void          ecpa_app_open_link    (EcpaApp      *self,
                                     const char   *uri);
void          ecpa_app_fail         (EcpaApp      *self,
                                     const char   *detail);

G_END_DECLS
