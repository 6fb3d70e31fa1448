/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-flow-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_flow_get_kind:
 * @self: a wizard
 *
 * Returns: what `win.wizard` calls it
 */
const char *
ecpa_wizard_flow_get_kind (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->plan->kind;
}

/**
 * ecpa_wizard_flow_get_plan:
 * @self: a wizard
 *
 * Returns: (transfer none): what it is made from
 */
const EcpaWizardPlan *
ecpa_wizard_flow_get_plan (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->plan;
}

/**
 * ecpa_wizard_flow_get_services:
 * @self: a wizard
 *
 * Returns: (transfer none): the services
 */
EcpaServices *
ecpa_wizard_flow_get_services (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->services;
}

/**
 * ecpa_wizard_flow_get_draft:
 * @self: a wizard
 *
 * Returns: (transfer none): what has been typed
 */
EcpaWizardDraft *
ecpa_wizard_flow_get_draft (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->draft;
}

/**
 * ecpa_wizard_flow_get_state:
 * @self: a wizard
 *
 * Returns: where it stands
 */
EcpaWizardState
ecpa_wizard_flow_get_state (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), ECPA_WIZARD_DONE);

  return self->state;
}

/**
 * ecpa_wizard_flow_get_step_id:
 * @self: a wizard
 *
 * Returns: the step's name
 */
const char *
ecpa_wizard_flow_get_step_id (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->plan->steps[self->step].id;
}

/**
 * ecpa_wizard_flow_is_skippable:
 * @self: a wizard
 *
 * Returns: whether the step can be left out
 */
gboolean
ecpa_wizard_flow_is_skippable (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->state == ECPA_WIZARD_STEP
         && (self->plan->steps[self->step].flags & ECPA_WIZARD_STEP_SKIPPABLE) != 0;
}

/**
 * ecpa_wizard_flow_has_forward:
 * @self: a wizard
 *
 * Every step has a primary button, though not while it is carried out.
 *
 * Returns: whether it is there
 */
gboolean
ecpa_wizard_flow_has_forward (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->state == ECPA_WIZARD_STEP;
}

/**
 * ecpa_wizard_flow_is_applying:
 * @self: a wizard
 *
 * Returns: whether something is on its way
 */
gboolean
ecpa_wizard_flow_is_applying (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->state == ECPA_WIZARD_APPLYING || self->state == ECPA_WIZARD_PROVING;
}

/**
 * ecpa_wizard_flow_is_slow:
 * @self: a wizard
 *
 * Returns: whether that takes longer than usual
 */
gboolean
ecpa_wizard_flow_is_slow (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->patience.slow;
}

/**
 * ecpa_wizard_flow_get_fault:
 * @self: a wizard
 *
 * Returns: (transfer none) (nullable): why the step could not be carried out
 */
EcpaFault *
ecpa_wizard_flow_get_fault (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->fault;
}

/**
 * ecpa_wizard_flow_get_reader_state:
 * @self: a wizard
 *
 * Returns: what the reader shows, up to %ECPA_LOGIN_READY
 */
EcpaLoginState
ecpa_wizard_flow_get_reader_state (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), ECPA_LOGIN_NO_READER);

  return (EcpaLoginState) self->view->state;
}

/**
 * ecpa_wizard_flow_get_holder:
 * @self: a wizard
 *
 * Returns: (nullable): the masked name on the card that is in
 */
const char *
ecpa_wizard_flow_get_holder (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->view->holder;
}

/**
 * ecpa_wizard_flow_get_card_number:
 * @self: a wizard
 *
 * Returns: (nullable): the masked number of the card that is in
 */
const char *
ecpa_wizard_flow_get_card_number (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->view->number;
}

/**
 * ecpa_wizard_flow_get_reader_fault:
 * @self: a wizard
 *
 * Returns: (transfer none) (nullable): what is wrong with service, reader or card just now
 */
EcpaFault *
ecpa_wizard_flow_get_reader_fault (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);

  return self->view->fault;
}

/**
 * ecpa_wizard_flow_is_complete:
 * @self: a wizard
 *
 * Returns: whether what this step needs is there
 */
gboolean
ecpa_wizard_flow_is_complete (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->was_complete;
}

/**
 * ecpa_wizard_flow_get_step_number:
 * @self: a wizard
 *
 * Returns: which step this is, as counted for the person
 */
guint
ecpa_wizard_flow_get_step_number (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), 0);

  return ecpa_wizard_flow_count_steps (self, self->step) + 1;
}

/**
 * ecpa_wizard_flow_get_n_steps:
 * @self: a wizard
 *
 * Returns: how many steps there are, as counted for the person; 0 for as long as that depends on what is answered
 */
guint
ecpa_wizard_flow_get_n_steps (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), 0);

  for (guint i = self->step; i < self->plan->n_steps; i++)
    if ((self->plan->steps[i].flags & ECPA_WIZARD_STEP_BRANCH) != 0 && ecpa_wizard_flow_wants_step (self, i))
      return 0;

  return ecpa_wizard_flow_count_steps (self, self->plan->n_steps);
}

/**
 * ecpa_wizard_flow_has_typed:
 * @self: a wizard
 *
 * A password is wiped whatever is answered: by itself it is nothing to ask about.
 *
 * Returns: whether leaving loses something that could be kept, so that one asks
 */
gboolean
ecpa_wizard_flow_has_typed (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return !ecpa_wizard_draft_is_empty (self->draft);
}

/**
 * ecpa_wizard_flow_get_draft_hours:
 * @self: a wizard
 *
 * Returns: for how long what was typed is offered again where it is kept; 0: it cannot be kept
 */
guint
ecpa_wizard_flow_get_draft_hours (EcpaWizardFlow *self)
{
  guint hours;

  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), 0);

  g_object_get (self->services, "draft-hours", &hours, NULL);

  return self->plan->no_draft ? 0 : hours;
}

/**
 * ecpa_wizard_flow_find:
 * @self: a wizard
 * @name: what it is called
 *
 * Returns: (transfer none) (nullable): what steps keep for each other
 */
gpointer
ecpa_wizard_flow_find (EcpaWizardFlow *self,
                       const char     *name)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->findings, name);
}

/**
 * ecpa_wizard_flow_retry_reader:
 * @self: a wizard
 *
 * The person acted: looks for readers again.
 */
void
ecpa_wizard_flow_retry_reader (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_card_service_retry (ecpa_services_get_card (self->services));
}

/**
 * ecpa_wizard_flow_get_key:
 * @self: a wizard
 * @name: what it is for
 *
 * Returns: an idempotency key that stays the same until the wizard is done, restarts included
 */
const char *
ecpa_wizard_flow_get_key (EcpaWizardFlow *self,
                          const char     *name)
{
  g_autofree char *field = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  field = g_strconcat (".key-", name, NULL);
  key = g_uuid_string_random ();
  if (*ecpa_wizard_draft_get (self->draft, field) == '\0')
    ecpa_wizard_draft_set (self->draft, field, key);

  return ecpa_wizard_draft_get (self->draft, field);
}

/**
 * ecpa_wizard_flow_drop_key:
 * @self: a wizard
 * @name: what it was for
 *
 * What is sent next under this name is something else.
 */
void
ecpa_wizard_flow_drop_key (EcpaWizardFlow *self,
                           const char     *name)
{
  g_autofree char *field = NULL;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));
  g_return_if_fail (name != NULL);

  field = g_strconcat (".key-", name, NULL);
  ecpa_wizard_draft_set (self->draft, field, NULL);
}
