/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-fault.h"
#include "ecpa-login-flow.h"
#include "ecpa-services.h"
#include "ecpa-wizard-draft.h"

G_BEGIN_DECLS

/**
 * EcpaWizardState:
 * @ECPA_WIZARD_STEP: a step is there to be filled in
 * @ECPA_WIZARD_APPLYING: the step is being carried out
 * @ECPA_WIZARD_ASKING: something was typed earlier with this card: go on with it, or begin anew
 * @ECPA_WIZARD_PROVING: the card proves itself (again): a session ran out, or the card is back
 * @ECPA_WIZARD_AWAY: the card was taken out; what was typed is kept and not to be shown
 * @ECPA_WIZARD_OTHER: another card is in; likewise
 * @ECPA_WIZARD_DONE: the last step is done, or the wizard was left
 *
 * Where a wizard stands. What leads from one to the next is a table in ecpa-wizard-flow.c, drawn in wizard.puml.
 */
typedef enum
{
  ECPA_WIZARD_STEP,
  ECPA_WIZARD_APPLYING,
  ECPA_WIZARD_ASKING,
  ECPA_WIZARD_PROVING,
  ECPA_WIZARD_AWAY,
  ECPA_WIZARD_OTHER,
  ECPA_WIZARD_DONE,
} EcpaWizardState;

#define ECPA_TYPE_WIZARD_STATE (ecpa_wizard_state_get_type ())
GType ecpa_wizard_state_get_type (void) G_GNUC_CONST;

/**
 * EcpaWizardFlow:
 *
 * A wizard: steps one after the other, made from a plan (ecpa-wizard-plan.h). The frame that shows it knows only
 * booleans. All properties are read-only and notify in the UI thread:
 *
 * - `state`: #EcpaWizardState
 * - `step`: int, the step's index in the plan
 * - `step-id`: string, the step's id; the widget that shows it is found by it
 * - `step-number`, `n-steps`: uint, step n of m as counted for the person: steps that are not wanted do not count; m is
 *   0 for as long as it is not known
 * - `complete`: what this step needs is there: the primary button can be pressed
 * - `skippable`: the step can be left out
 * - `has-forward`: the step's primary button is there: it is not being carried out
 * - `has-back`: one can go back
 * - `applying`: something is on its way: progress and cancel instead of the buttons
 * - `slow`: and it takes longer than usual
 * - `fault`: (nullable) #EcpaFault, why the step could not be carried out; until the next attempt, another step or
 *   ecpa_wizard_flow_dismiss()
 * - `reader-state`: #EcpaLoginState up to %ECPA_LOGIN_READY, what the reader shows; `holder`, `card-number`,
 *   `reader-fault` as of #EcpaLoginFlow
 *
 * Signals: `finished` (outcome): the wizard is over, %NULL where it was left; `found` (name), detailed: something that
 * steps keep for each other is there or has changed.
 */
#define ECPA_TYPE_WIZARD_FLOW (ecpa_wizard_flow_get_type ())
G_DECLARE_FINAL_TYPE (EcpaWizardFlow, ecpa_wizard_flow, ECPA, WIZARD_FLOW, GObject)

/* (nullable) (transfer full): %NULL for an unknown kind */
EcpaWizardFlow  *ecpa_wizard_flow_new              (EcpaServices   *services,
                                                    const char     *kind);

const char      *ecpa_wizard_flow_get_kind         (EcpaWizardFlow *self);
EcpaWizardDraft *ecpa_wizard_flow_get_draft        (EcpaWizardFlow *self);
EcpaWizardState  ecpa_wizard_flow_get_state        (EcpaWizardFlow *self);
const char      *ecpa_wizard_flow_get_step_id      (EcpaWizardFlow *self);
guint            ecpa_wizard_flow_get_step_number  (EcpaWizardFlow *self);
guint            ecpa_wizard_flow_get_n_steps      (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_is_complete      (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_is_skippable     (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_has_forward      (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_has_back         (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_is_applying      (EcpaWizardFlow *self);
gboolean         ecpa_wizard_flow_is_slow          (EcpaWizardFlow *self);
EcpaFault       *ecpa_wizard_flow_get_fault        (EcpaWizardFlow *self);
EcpaLoginState   ecpa_wizard_flow_get_reader_state (EcpaWizardFlow *self);
const char      *ecpa_wizard_flow_get_holder       (EcpaWizardFlow *self);
const char      *ecpa_wizard_flow_get_card_number  (EcpaWizardFlow *self);
EcpaFault       *ecpa_wizard_flow_get_reader_fault (EcpaWizardFlow *self);
/* Whether leaving loses something, so that one asks. */
gboolean         ecpa_wizard_flow_has_typed        (EcpaWizardFlow *self);
/* How long that is offered again where it is kept; 0: it cannot be. */
guint            ecpa_wizard_flow_get_draft_hours  (EcpaWizardFlow *self);

/* What the person does. Each is nothing where the table does not know it. */
void             ecpa_wizard_flow_forward          (EcpaWizardFlow *self);
void             ecpa_wizard_flow_back             (EcpaWizardFlow *self);
void             ecpa_wizard_flow_skip             (EcpaWizardFlow *self);
/* Stops what is on its way. */
void             ecpa_wizard_flow_cancel           (EcpaWizardFlow *self);
void             ecpa_wizard_flow_dismiss          (EcpaWizardFlow *self);
/* After a fault: carries the step out once more, or fetches what it shows. */
void             ecpa_wizard_flow_retry            (EcpaWizardFlow *self);
/* To a step before this one, to change something there; forward then leads back to here. */
void             ecpa_wizard_flow_change           (EcpaWizardFlow *self,
                                                    const char     *step_id);
/* In ASKING: with what was typed earlier. */
void             ecpa_wizard_flow_go_on            (EcpaWizardFlow *self);
/* In ASKING: without it; in OTHER: with the card that is in. */
void             ecpa_wizard_flow_begin_anew       (EcpaWizardFlow *self);
/* Leaves the wizard; @keep: what was typed is offered again with this card, else it is forgotten. */
void             ecpa_wizard_flow_leave            (EcpaWizardFlow *self,
                                                    gboolean        keep);
/* Look for readers again. */
void             ecpa_wizard_flow_retry_reader     (EcpaWizardFlow *self);

/* What steps keep for each other, and for their widgets: texts and answers of the backend. @finding: (nullable) */
void             ecpa_wizard_flow_keep             (EcpaWizardFlow *self,
                                                    const char     *name,
                                                    GObject        *finding);
/* (nullable) (transfer none) */
gpointer         ecpa_wizard_flow_find             (EcpaWizardFlow *self,
                                                    const char     *name);

G_END_DECLS
