/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-flow-private.h"

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_flow_has_back:
 * @self: a wizard
 *
 * Returns: whether one can go back
 */
gboolean
ecpa_wizard_flow_has_back (EcpaWizardFlow *self)
{
  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), FALSE);

  return self->state == ECPA_WIZARD_STEP && ecpa_wizard_flow_find_before (self) >= 0;
}

/**
 * ecpa_wizard_flow_forward:
 * @self: a wizard
 *
 * Carries the step out and goes to the next one. Nothing where it is not complete.
 */
void
ecpa_wizard_flow_forward (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  if (self->was_complete)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_FORWARD);
}

/**
 * ecpa_wizard_flow_back:
 * @self: a wizard
 *
 * To the step before; what was typed stays.
 */
void
ecpa_wizard_flow_back (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  if (ecpa_wizard_flow_has_back (self))
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_BACK);
}

/**
 * ecpa_wizard_flow_skip:
 * @self: a wizard
 *
 * To the next step without carrying this one out, where it can be left out.
 */
void
ecpa_wizard_flow_skip (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  if (ecpa_wizard_flow_is_skippable (self))
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_SKIP);
}

/**
 * ecpa_wizard_flow_cancel:
 * @self: a wizard
 *
 * Stops what is on its way.
 */
void
ecpa_wizard_flow_cancel (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_CANCEL);
}

/**
 * ecpa_wizard_flow_dismiss:
 * @self: a wizard
 *
 * Takes `fault` away.
 */
void
ecpa_wizard_flow_dismiss (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_wizard_flow_set_fault (self, NULL);
}

/**
 * ecpa_wizard_flow_retry:
 * @self: a wizard
 *
 * After a fault: carries the step out once more; where it lacks something, what it shows is fetched once more.
 */
void
ecpa_wizard_flow_retry (EcpaWizardFlow *self)
{
  const EcpaWizardStep *step;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  step = &self->plan->steps[self->step];
  ecpa_wizard_flow_retry_reader (self);
  if ((self->was_complete && step->apply != NULL) || self->state != ECPA_WIZARD_STEP || step->enter == NULL)
    {
      ecpa_wizard_flow_forward (self);
      return;
    }

  ecpa_wizard_flow_dismiss (self);
  if (step->leave != NULL)
    step->leave (self);
  step->enter (self);
}

/**
 * ecpa_wizard_flow_change:
 * @self: a wizard
 * @step_id: a step before this one
 *
 * Goes there to change something; forward then leads back to here, past what is complete.
 */
void
ecpa_wizard_flow_change (EcpaWizardFlow *self,
                         const char     *step_id)
{
  int found;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));
  g_return_if_fail (step_id != NULL);

  found = ecpa_wizard_flow_find_step (self, step_id);
  if (self->state != ECPA_WIZARD_STEP || found < 0 || (guint) found >= self->step)
    return;

  self->return_to = self->step;
  self->step = (guint) found;
  ecpa_wizard_flow_set_fault (self, NULL);
  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_CHANGE);
}

/**
 * ecpa_wizard_flow_go_on:
 * @self: a wizard
 *
 * In %ECPA_WIZARD_ASKING: goes on with what was typed earlier.
 */
void
ecpa_wizard_flow_go_on (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_GO_ON);
}

/**
 * ecpa_wizard_flow_begin_anew:
 * @self: a wizard
 *
 * In %ECPA_WIZARD_ASKING: without what was typed earlier; in %ECPA_WIZARD_OTHER: with the card that is in. Nothing of the
 * card before comes along, but for a code that turned out not to be for that one.
 */
void
ecpa_wizard_flow_begin_anew (EcpaWizardFlow *self)
{
  g_autofree char *code = NULL;

  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  if (self->state == ECPA_WIZARD_OTHER && self->is_other_code)
    code = g_strdup (ecpa_wizard_draft_get (self->draft, "code"));
  self->is_other_code = FALSE;
  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_ANEW);
  if (code != NULL)
    ecpa_wizard_draft_set (self->draft, "code", code);
}

/**
 * ecpa_wizard_flow_leave:
 * @self: a wizard
 * @keep: whether what was typed is offered again with this card
 *
 * Leaves the wizard: `finished` comes with %NULL.
 */
void
ecpa_wizard_flow_leave (EcpaWizardFlow *self,
                        gboolean        keep)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  if (keep)
    ecpa_wizard_flow_save (self);
  self->keeping = keep;
  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_LEAVE);
}

/**
 * ecpa_wizard_flow_update:
 * @self: a wizard
 *
 * What the check looks at has changed, other than the draft and what is kept.
 */
void
ecpa_wizard_flow_update (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_wizard_flow_notify_complete (self);
}

/**
 * ecpa_wizard_flow_set_next:
 * @self: a wizard
 * @step_id: a step of its plan, or %ECPA_WIZARD_END
 *
 * Before an apply answers: where it leads, in place of the next step; with an error, which step that is about.
 */
void
ecpa_wizard_flow_set_next (EcpaWizardFlow *self,
                           const char     *step_id)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));
  g_return_if_fail (step_id != NULL);

  self->next = g_intern_string (step_id);
}

/**
 * ecpa_wizard_flow_step_done:
 * @self: a wizard
 *
 * The step is done without its apply: what it waited for has come.
 */
void
ecpa_wizard_flow_step_done (EcpaWizardFlow *self)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));

  ecpa_wizard_flow_drop_attempt (self);
  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_APPLIED);
}

/**
 * ecpa_wizard_flow_take_error:
 * @self: a wizard
 * @error: (transfer full): what failed
 *
 * Something failed that the step does besides its apply; shown as its own. Where the session ran out the card proves
 * itself again.
 */
void
ecpa_wizard_flow_take_error (EcpaWizardFlow *self,
                             GError         *error)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));
  g_return_if_fail (error != NULL);

  ecpa_wizard_flow_feed_error (self, error);
}

/**
 * ecpa_wizard_error_new:
 * @code: what the backend would call it
 * @retry_after: seconds until it makes sense to try again, or -1
 *
 * Returns: (transfer full): an error like those of the backend, for what the application can tell by itself
 */
GError *
ecpa_wizard_error_new (EcpaProblemCode code,
                       gint64          retry_after)
{
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (code);

  problem->retry_after = retry_after;

  return ecpa_problem_to_error (problem);
}
