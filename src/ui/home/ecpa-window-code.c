/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-window.h"

#include "ecpa-wizard-host.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_window_open_code:
 * @self: the window
 * @kind: the wizard that takes the code
 * @code: the code of a mail
 *
 * Opens the wizard with the code filled in, now or when there are services to open it with.
 */
void
ecpa_window_open_code (EcpaWindow *self,
                       const char *kind,
                       EcpaSecret *code)
{
  GObject *host;

  g_return_if_fail (ECPA_IS_WINDOW (self));

  host = gtk_widget_get_template_child (GTK_WIDGET (self), ECPA_TYPE_WINDOW, "wizard_host");
  ecpa_wizard_host_bring_code (ECPA_WIZARD_HOST (host), kind, code);
}
