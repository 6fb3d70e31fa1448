/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-window.h"

#include "ecpa-wizard-host.h"
#include "ecpa-wizard-words.h"

/* Auxiliaries -------------------------------------------------------------- */

static EcpaWizardHost *
get_host (EcpaWindow *self)
{
  return ECPA_WIZARD_HOST (gtk_widget_get_template_child (GTK_WIDGET (self), ECPA_TYPE_WINDOW, "wizard_host"));
}

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
  g_return_if_fail (ECPA_IS_WINDOW (self));

  ecpa_wizard_host_bring_code (get_host (self), kind, code);
}

/**
 * ecpa_window_get_topic:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the page of the handbook that is about the wizard that is open
 */
const char *
ecpa_window_get_topic (EcpaWindow *self)
{
  EcpaWizardFlow *flow;

  g_return_val_if_fail (ECPA_IS_WINDOW (self), NULL);

  flow = ecpa_wizard_host_get_flow (get_host (self));

  return flow != NULL ? ecpa_wizard_words (ecpa_wizard_flow_get_kind (flow))->topic : NULL;
}
