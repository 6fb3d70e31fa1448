/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-wizard-host.h"

#include "ecpa-code-courier.h"
#include "ecpa-wizard-page.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaWizardHost
{
  AdwBin          parent_instance;

  /* Owned */
  EcpaServices   *services;     /* nullable */
  EcpaWizardFlow *flow;         /* nullable: the wizard that is open */
  EcpaCodeCourier *courier;     /* nullable: until a mail's link was opened */
};

enum
{
  OPENED,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaWizardHost, ecpa_wizard_host, ADW_TYPE_BIN)

/* Callbacks ---------------------------------------------------------------- */

static void
finished_cb (EcpaWizardFlow *flow,
             const char     *outcome,
             EcpaWizardHost *self)
{
  g_autoptr (EcpaWizardFlow) owned = g_steal_pointer (&self->flow);

  g_signal_handlers_disconnect_by_data (flow, self);
  g_signal_emit (self, signals[CLOSED], 0, ecpa_wizard_flow_get_kind (flow), outcome);
  if (self->flow == NULL)
    adw_bin_set_child (ADW_BIN (self), NULL);
}

/* The window shows what it is there for first. */
static gboolean
look_cb (gpointer courier)
{
  ecpa_code_courier_look (courier);

  return G_SOURCE_REMOVE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_wizard_host_dispose (GObject *object)
{
  EcpaWizardHost *self = ECPA_WIZARD_HOST (object);

  if (self->flow != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->flow, self);
      ecpa_wizard_flow_leave (self->flow, TRUE);
    }
  g_clear_object (&self->flow);
  g_clear_object (&self->services);
  g_clear_object (&self->courier);

  G_OBJECT_CLASS (ecpa_wizard_host_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_wizard_host_class_init (EcpaWizardHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_wizard_host_dispose;

  /**
   * EcpaWizardHost::opened:
   *
   * A wizard is there to be seen.
   */
  signals[OPENED] = g_signal_new ("opened", ECPA_TYPE_WIZARD_HOST, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EcpaWizardHost::closed:
   * @kind: which wizard
   * @outcome: (nullable): what its plan calls the end; %NULL where it was left
   *
   * It is over.
   */
  signals[CLOSED] = g_signal_new ("closed", ECPA_TYPE_WIZARD_HOST, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
ecpa_wizard_host_init (EcpaWizardHost *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_host_set_services:
 * @self: a host
 * @services: (nullable): what to work with; with others than before, what is open is left and kept for later
 */
void
ecpa_wizard_host_set_services (EcpaWizardHost *self,
                               EcpaServices   *services)
{
  g_return_if_fail (ECPA_IS_WIZARD_HOST (self));
  g_return_if_fail (services == NULL || ECPA_IS_SERVICES (services));

  if (services == self->services)
    return;

  ecpa_wizard_host_close (self);
  g_set_object (&self->services, services);
  if (self->courier != NULL && services != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, look_cb, g_object_ref (self->courier), g_object_unref);
}

/**
 * ecpa_wizard_host_open:
 * @self: a host
 * @kind: which wizard
 *
 * Opens it in place of the one that is open, which is kept for later.
 *
 * Returns: whether there is such a wizard
 */
gboolean
ecpa_wizard_host_open (EcpaWizardHost *self,
                       const char     *kind)
{
  g_autoptr (EcpaWizardFlow) flow = NULL;
  g_autoptr (EcpaWizardFlow) before = NULL;

  g_return_val_if_fail (ECPA_IS_WIZARD_HOST (self), FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  flow = self->services != NULL ? ecpa_wizard_flow_new (self->services, kind) : NULL;
  if (flow == NULL)
    return FALSE;

  before = g_steal_pointer (&self->flow);
  if (before != NULL)
    {
      g_signal_handlers_disconnect_by_data (before, self);
      ecpa_wizard_flow_leave (before, TRUE);
    }
  self->flow = g_object_ref (flow);
  g_signal_connect (flow, "finished", G_CALLBACK (finished_cb), self);
  adw_bin_set_child (ADW_BIN (self), ecpa_wizard_page_new (flow));
  g_signal_emit (self, signals[OPENED], 0);

  return TRUE;
}

/**
 * ecpa_wizard_host_close:
 * @self: a host
 *
 * Leaves the wizard that is open without asking: what was typed is kept for later.
 */
void
ecpa_wizard_host_close (EcpaWizardHost *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_HOST (self));

  if (self->flow != NULL)
    ecpa_wizard_flow_leave (self->flow, TRUE);
}

/**
 * ecpa_wizard_host_is_open:
 * @self: a host
 *
 * Returns: whether a wizard is open
 */
gboolean
ecpa_wizard_host_is_open (EcpaWizardHost *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_HOST (self), FALSE);

  return self->flow != NULL;
}

/**
 * ecpa_wizard_host_get_flow:
 * @self: a host
 *
 * Returns: (transfer none) (nullable): the wizard that is open
 */
EcpaWizardFlow *
ecpa_wizard_host_get_flow (EcpaWizardHost *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_HOST (self), NULL);

  return self->flow;
}

/**
 * ecpa_wizard_host_bring_code:
 * @self: a host
 * @kind: the wizard that the code is for
 * @code: the code of a mail
 *
 * Brings the code to the wizard that takes it, now or when there are services.
 */
void
ecpa_wizard_host_bring_code (EcpaWizardHost *self,
                             const char     *kind,
                             EcpaSecret     *code)
{
  g_return_if_fail (ECPA_IS_WIZARD_HOST (self));

  if (self->courier == NULL)
    self->courier = ecpa_code_courier_new (self);
  ecpa_code_courier_bring (self->courier, kind, code);
}
