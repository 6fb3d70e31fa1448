/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which step comes where: what the plan says, and what has been typed so far. */

#include "ecpa-wizard-flow-private.h"

/* Auxiliaries -------------------------------------------------------------- */

/* A card that is bound has been read, wherever it is now. */
static gboolean
lacks_something (EcpaWizardFlow *self,
                 guint           step)
{
  gboolean read = self->digest != NULL && self->plan->steps[step].check == ecpa_wizard_card_step_check;

  return ecpa_wizard_flow_wants_step (self, step) && !read && !ecpa_wizard_flow_check_step (self, step);
}

/* Inside the flow ---------------------------------------------------------- */

/* Whether there is this step, as things stand. */
gboolean
ecpa_wizard_flow_wants_step (EcpaWizardFlow *self,
                             guint           step)
{
  gboolean (*wanted) (EcpaWizardFlow *flow) = self->plan->steps[step].wanted;

  return wanted == NULL || wanted (self);
}

/* Whether it has all that it needs. */
gboolean
ecpa_wizard_flow_check_step (EcpaWizardFlow *self,
                             guint           step)
{
  gboolean (*check) (EcpaWizardFlow *flow) = self->plan->steps[step].check;

  return check == NULL || check (self);
}

/* How many there are before @limit. */
guint
ecpa_wizard_flow_count_steps (EcpaWizardFlow *self,
                              guint           limit)
{
  guint n = 0;

  for (guint i = 0; i < limit; i++)
    n += ecpa_wizard_flow_wants_step (self, i);

  return n;
}

/* -1 for an unknown one: a mistake in a plan. */
int
ecpa_wizard_flow_find_step (EcpaWizardFlow *self,
                            const char     *id)
{
  for (guint i = 0; i < self->plan->n_steps; i++)
    if (g_str_equal (self->plan->steps[i].id, id))
      return (int) i;

  g_return_val_if_reached (-1);
}

/* The wanted step before this one, or -1. */
int
ecpa_wizard_flow_find_before (EcpaWizardFlow *self)
{
  if ((self->plan->steps[self->step].flags & ECPA_WIZARD_STEP_NO_BACK) != 0)
    return -1;

  for (int i = (int) self->step - 1; i >= 0; i--)
    if (ecpa_wizard_flow_wants_step (self, (guint) i))
      return i;

  return -1;
}

/* The wanted step after this one, or n_steps. On the way back from a change only those that lack something. */
guint
ecpa_wizard_flow_find_after (EcpaWizardFlow *self)
{
  for (guint i = self->step + 1; i < self->plan->n_steps; i++)
    if (ecpa_wizard_flow_wants_step (self, i) && (i >= self->return_to || !ecpa_wizard_flow_check_step (self, i)))
      return i;

  return self->plan->n_steps;
}

/* No further than what has been typed leads: after secrets were forgotten, or steps came in between. What cannot be
 * gone back to is done. */
guint
ecpa_wizard_flow_find_incomplete (EcpaWizardFlow *self,
                                  guint           limit)
{
  guint first = limit;

  while (first > 0 && (self->plan->steps[first].flags & ECPA_WIZARD_STEP_NO_BACK) == 0)
    first--;
  for (guint i = first; i < limit; i++)
    if (lacks_something (self, i))
      return i;

  return limit;
}

/* Where a plan said that it leads, or @otherwise. */
guint
ecpa_wizard_flow_take_next (EcpaWizardFlow *self,
                            guint           otherwise)
{
  const char *next = self->next;
  int found;

  self->next = NULL;
  if (next == NULL)
    return otherwise;
  if (g_str_equal (next, ECPA_WIZARD_END))
    return self->plan->n_steps;
  found = ecpa_wizard_flow_find_step (self, next);

  return found >= 0 ? (guint) found : otherwise;
}
