/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-state-table.h"
#include "ecpa-card-records.h"
#include "ecpa-problem.h"
#include "ecpa-wizard-flow.h"

G_BEGIN_DECLS

/**
 * EcpaWizardStepFlags:
 * @ECPA_WIZARD_STEP_SKIPPABLE: the step can be left out
 * @ECPA_WIZARD_STEP_NO_BACK: what is before it is done and cannot be gone back to
 * @ECPA_WIZARD_STEP_CARD: applying it needs the card's session: where that has run out the card proves itself again
 *   and the step goes on
 * @ECPA_WIZARD_STEP_BRANCH: which steps follow depends on it: how many there are is said once it is behind
 */
typedef enum
{
  ECPA_WIZARD_STEP_SKIPPABLE = 1 << 0,
  ECPA_WIZARD_STEP_NO_BACK = 1 << 1,
  ECPA_WIZARD_STEP_CARD = 1 << 2,
  ECPA_WIZARD_STEP_BRANCH = 1 << 3,
} EcpaWizardStepFlags;

/**
 * EcpaWizardStep:
 * @id: the step's name: a folder of ui/onboarding and a row in ecpa-wizard-steps.c
 * @flags: a mask of #EcpaWizardStepFlags
 * @wanted: (nullable): whether the step is there at all, as things stand
 * @check: (nullable): whether what it asks for has been typed and makes sense; %NULL: always
 * @apply: (nullable): carries it out and answers @task (transfer full) with a boolean or an error, in the UI thread,
 *   now or later; its cancellable is cancelled when the person stops it or the card goes. %NULL: nothing to be done
 * @enter: (nullable): the step is shown now: fetch what it shows
 * @leave: (nullable): it is not any more: stop fetching
 *
 * One step of a plan.
 */
typedef struct
{
  const char *id;
  guint       flags;
  gboolean  (*wanted) (EcpaWizardFlow *flow);
  gboolean  (*check)  (EcpaWizardFlow *flow);
  void      (*apply)  (EcpaWizardFlow *flow,
                       GTask          *task);
  void      (*enter)  (EcpaWizardFlow *flow);
  void      (*leave)  (EcpaWizardFlow *flow);
} EcpaWizardStep;

/**
 * EcpaWizardPlan:
 * @kind: what `win.wizard` calls it
 * @steps: (array length=n_steps): the steps in their order
 * @n_steps: how many
 * @opened: (nullable): the card has proved itself, at the card step or again later: says by @error that this wizard is
 *   none for how things stand with the card, or leads elsewhere by ecpa_wizard_flow_set_next(). The session is also
 *   found as `session`
 * @outcome: (nullable): what `finished` says after the last step
 * @conclude: (nullable): says it in place of @outcome, when it is over
 * @no_draft: nothing is saved: it has no card to seal it for
 *
 * A wizard, as data.
 */
typedef struct
{
  const char           *kind;
  const EcpaWizardStep *steps;
  guint                 n_steps;
  gboolean            (*opened) (EcpaWizardFlow   *flow,
                                 EcpaCardSession  *session,
                                 GError          **error);
  const char           *outcome;
  const char         *(*conclude) (EcpaWizardFlow *flow);
  gboolean              no_draft;
} EcpaWizardPlan;

/* All plans: a row each in ecpa-wizard-plans.c. (nullable) */
const EcpaWizardPlan *ecpa_wizard_plan_find           (const char           *kind);
const EcpaWizardPlan *ecpa_wizard_plan_nth            (guint                 i);

/* For plans and tests. */
EcpaWizardFlow       *ecpa_wizard_flow_new_from_plan  (EcpaServices         *services,
                                                       const EcpaWizardPlan *plan);
const EcpaWizardPlan *ecpa_wizard_flow_get_plan       (EcpaWizardFlow       *self);
EcpaServices         *ecpa_wizard_flow_get_services   (EcpaWizardFlow       *self);
/* What the check looks at has changed, other than the draft and what is kept. */
void                  ecpa_wizard_flow_update         (EcpaWizardFlow       *self);
/* Where a step is said to lead: past the last one. */
#define ECPA_WIZARD_END "-"

/* Before an apply answers: where the step leads, well or badly, in place of the next step or itself. */
void                  ecpa_wizard_flow_set_next       (EcpaWizardFlow       *self,
                                                       const char           *step_id);
/* From outside an apply: the step is done, go on (a waiting step whose event came). */
void                  ecpa_wizard_flow_step_done      (EcpaWizardFlow       *self);
/* From outside an apply: something failed that the step shows. */
void                  ecpa_wizard_flow_take_error     (EcpaWizardFlow       *self,
                                                       GError               *error);
/* The serial of the card that is shown, 0 for none. */
guint64               ecpa_wizard_flow_get_card       (EcpaWizardFlow       *self);
/* An idempotency key that stays the same for @name until the wizard is done, restarts included. */
const char           *ecpa_wizard_flow_get_key        (EcpaWizardFlow       *self,
                                                       const char           *name);
/* Makes it another: what it was for has been changed by the person, or was refused. */
void                  ecpa_wizard_flow_drop_key       (EcpaWizardFlow       *self,
                                                       const char           *name);

/* The step that reads the card and opens its session, the same for all plans. */
gboolean              ecpa_wizard_card_step_check     (EcpaWizardFlow       *flow);
void                  ecpa_wizard_card_step_apply     (EcpaWizardFlow       *flow,
                                                       GTask                *task);

/* An error like those of the backend, for what the application can tell by itself. */
GError               *ecpa_wizard_error_new           (EcpaProblemCode       code,
                                                       gint64                retry_after);

/* The table, for the test that holds it against wizard.puml. */
const EcpaStateTable *ecpa_wizard_table_get            (void);
const char           *ecpa_wizard_table_get_event_name (guint                 event);

G_END_DECLS
