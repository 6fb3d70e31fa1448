/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-flow-private.h"

/* Types -------------------------------------------------------------------- */

enum
{
  PROP_STATE = 1,
  PROP_STEP,
  PROP_STEP_ID,
  PROP_STEP_NUMBER,
  PROP_N_STEPS,
  PROP_COMPLETE,
  PROP_SKIPPABLE,
  PROP_HAS_FORWARD,
  PROP_HAS_BACK,
  PROP_APPLYING,
  PROP_SLOW,
  PROP_FAULT,
  PROP_READER_STATE,
  PROP_HOLDER,
  PROP_CARD_NUMBER,
  PROP_READER_FAULT,
  N_PROPS
};

enum
{
  FINISHED,
  FOUND,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (EcpaWizardState, ecpa_wizard_state,
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_STEP, "step"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_APPLYING, "applying"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_PROVING, "proving"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_AWAY, "away"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_OTHER, "other"),
                    G_DEFINE_ENUM_VALUE (ECPA_WIZARD_DONE, "done"))

G_DEFINE_FINAL_TYPE (EcpaWizardFlow, ecpa_wizard_flow, G_TYPE_OBJECT)

/* What may happen ---------------------------------------------------------- */

static void wizard_begin   (gpointer flow);
static void wizard_go_back (gpointer flow);
static void wizard_go_on   (gpointer flow);
static void wizard_stop    (gpointer flow);
static void wizard_refuse  (gpointer flow);
static void wizard_prove   (gpointer flow);
static void wizard_renew   (gpointer flow);
static void wizard_resume  (gpointer flow);
static void wizard_hide    (gpointer flow);
static void wizard_restore (gpointer flow);
static void wizard_discard (gpointer flow);
static void wizard_forget  (gpointer flow);
static void wizard_restart (gpointer flow);
static void wizard_finish  (gpointer flow);

#define AT_STEP     ECPA_AT (ECPA_WIZARD_STEP)
#define AT_APPLYING ECPA_AT (ECPA_WIZARD_APPLYING)
#define AT_ASKING   ECPA_AT (ECPA_WIZARD_ASKING)
#define AT_PROVING  ECPA_AT (ECPA_WIZARD_PROVING)
#define AT_AWAY     ECPA_AT (ECPA_WIZARD_AWAY)
#define AT_OTHER    ECPA_AT (ECPA_WIZARD_OTHER)
#define AT_DONE     ECPA_AT (ECPA_WIZARD_DONE)

/* Drawn in wizard.puml. */
static const EcpaEdge wizard_edges[] = {
  { AT_STEP, ECPA_WIZARD_EVENT_FORWARD, ECPA_WIZARD_APPLYING, wizard_begin },
  { AT_STEP, ECPA_WIZARD_EVENT_BACK, ECPA_WIZARD_STEP, wizard_go_back },
  { AT_STEP, ECPA_WIZARD_EVENT_SKIP, ECPA_WIZARD_STEP, wizard_go_on },
  { AT_STEP, ECPA_WIZARD_EVENT_CHANGE, ECPA_WIZARD_STEP, NULL },
  { AT_STEP, ECPA_WIZARD_EVENT_FINISHED, ECPA_WIZARD_DONE, wizard_finish },
  { AT_STEP, ECPA_WIZARD_EVENT_FOUND, ECPA_WIZARD_ASKING, NULL },

  { AT_ASKING, ECPA_WIZARD_EVENT_GO_ON, ECPA_WIZARD_PROVING, wizard_restore },
  { AT_ASKING, ECPA_WIZARD_EVENT_ANEW, ECPA_WIZARD_STEP, wizard_discard },
  { AT_ASKING, ECPA_WIZARD_EVENT_CARD_GONE, ECPA_WIZARD_STEP, wizard_forget },
  { AT_ASKING, ECPA_WIZARD_EVENT_CARD_OTHER, ECPA_WIZARD_STEP, wizard_forget },

  { AT_STEP | AT_APPLYING, ECPA_WIZARD_EVENT_APPLIED, ECPA_WIZARD_STEP, wizard_go_on },
  { AT_STEP | AT_APPLYING | AT_PROVING, ECPA_WIZARD_EVENT_REFUSED, ECPA_WIZARD_STEP, wizard_refuse },
  { AT_STEP | AT_APPLYING | AT_PROVING, ECPA_WIZARD_EVENT_OFFLINE, ECPA_WIZARD_STEP, wizard_refuse },
  { AT_STEP | AT_APPLYING, ECPA_WIZARD_EVENT_EXPIRED, ECPA_WIZARD_PROVING, wizard_renew },
  { AT_APPLYING | AT_PROVING, ECPA_WIZARD_EVENT_CANCEL, ECPA_WIZARD_STEP, wizard_stop },
  { AT_PROVING, ECPA_WIZARD_EVENT_PROVED, ECPA_WIZARD_STEP, wizard_resume },

  { AT_STEP | AT_APPLYING | AT_PROVING | AT_OTHER, ECPA_WIZARD_EVENT_CARD_GONE, ECPA_WIZARD_AWAY, wizard_hide },
  { AT_STEP | AT_APPLYING | AT_PROVING | AT_AWAY, ECPA_WIZARD_EVENT_CARD_OTHER, ECPA_WIZARD_OTHER, wizard_hide },
  { AT_AWAY | AT_OTHER, ECPA_WIZARD_EVENT_CARD_BACK, ECPA_WIZARD_PROVING, wizard_prove },

  { AT_OTHER | AT_DONE, ECPA_WIZARD_EVENT_ANEW, ECPA_WIZARD_STEP, wizard_restart },
  { AT_STEP | AT_APPLYING | AT_ASKING | AT_PROVING | AT_AWAY | AT_OTHER, ECPA_WIZARD_EVENT_LEAVE, ECPA_WIZARD_DONE,
    wizard_finish },
};

static const EcpaStateTable wizard_table = {
  "wizard",
  wizard_edges,
  G_N_ELEMENTS (wizard_edges),
  ECPA_WIZARD_DONE + 1,
  ECPA_WIZARD_N_EVENTS,
  ECPA_WIZARD_STEP,
};

static const char *const event_names[ECPA_WIZARD_N_EVENTS] = {
  [ECPA_WIZARD_EVENT_FORWARD] = "forward",     [ECPA_WIZARD_EVENT_BACK] = "back",
  [ECPA_WIZARD_EVENT_SKIP] = "skip",           [ECPA_WIZARD_EVENT_CHANGE] = "change",
  [ECPA_WIZARD_EVENT_CANCEL] = "cancel",       [ECPA_WIZARD_EVENT_GO_ON] = "go on",
  [ECPA_WIZARD_EVENT_ANEW] = "anew",           [ECPA_WIZARD_EVENT_LEAVE] = "leave",
  [ECPA_WIZARD_EVENT_APPLIED] = "applied",     [ECPA_WIZARD_EVENT_REFUSED] = "refused",
  [ECPA_WIZARD_EVENT_OFFLINE] = "offline",     [ECPA_WIZARD_EVENT_EXPIRED] = "expired",
  [ECPA_WIZARD_EVENT_PROVED] = "proved",       [ECPA_WIZARD_EVENT_FINISHED] = "finished",
  [ECPA_WIZARD_EVENT_FOUND] = "found",         [ECPA_WIZARD_EVENT_CARD_GONE] = "card gone",
  [ECPA_WIZARD_EVENT_CARD_BACK] = "card back", [ECPA_WIZARD_EVENT_CARD_OTHER] = "card other",
};

/* Auxiliaries: steps ------------------------------------------------------- */

/* Tells the steps which of them is shown. */
static void
enter_step (EcpaWizardFlow *self)
{
  gboolean shown = self->state == ECPA_WIZARD_STEP || self->state == ECPA_WIZARD_APPLYING
                   || self->state == ECPA_WIZARD_PROVING;
  int step = shown ? (int) self->step : -1;
  int before = self->entered;

  if (before == step)
    return;

  self->entered = step;
  if (before >= 0 && self->plan->steps[before].leave != NULL)
    self->plan->steps[before].leave (self);
  if (step >= 0 && self->plan->steps[step].enter != NULL)
    self->plan->steps[step].enter (self);
}

void
ecpa_wizard_flow_notify_complete (EcpaWizardFlow *self)
{
  gboolean complete = ecpa_wizard_flow_check_step (self, self->step);

  if (complete == self->was_complete)
    return;

  self->was_complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/* Takes @fault. */
void
ecpa_wizard_flow_set_fault (EcpaWizardFlow *self,
                            EcpaFault      *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  if (old != NULL || fault != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
set_step (EcpaWizardFlow *self,
          guint           step)
{
  self->step = step;
  if (step >= self->return_to)
    self->return_to = 0;
}

/* Auxiliaries: events ------------------------------------------------------ */

/* Whether it happened; what the table does not know does not. */
gboolean
ecpa_wizard_flow_feed (EcpaWizardFlow  *self,
                       EcpaWizardEvent  event)
{
  const EcpaEdge *edge = ecpa_state_table_find (&wizard_table, self->state, event);

  if (edge == NULL)
    {
      g_debug ("Wizard %s: “%s” passes by in state %u", self->plan->kind, event_names[event], self->state);
      return FALSE;
    }

  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  self->state = edge->to;
  if (edge->action != NULL)
    edge->action (self);
  ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW],
                             ecpa_wizard_flow_is_applying (self));
  enter_step (self);
  if (self->step != self->saved_step)
    ecpa_wizard_flow_save (self);
  self->saved_step = self->step;
  ecpa_wizard_flow_notify_all (self);
  g_object_thaw_notify (G_OBJECT (self));
  ecpa_wizard_flow_look_for_saved (self);
  ecpa_wizard_flow_offer (self);
  g_object_unref (self);

  return TRUE;
}

static EcpaWizardEvent
event_of (EcpaWizardFlow  *self,
          const EcpaFault *fault)
{
  if (ecpa_fault_is_session_end (fault) && self->digest != NULL && !self->renewed)
    return ECPA_WIZARD_EVENT_EXPIRED;
  if (fault->code >= ECPA_FAULT_OFFLINE && fault->code <= ECPA_FAULT_UNAVAILABLE)
    return ECPA_WIZARD_EVENT_OFFLINE;

  return ECPA_WIZARD_EVENT_REFUSED;
}

/* Takes @error. */
void
ecpa_wizard_flow_feed_error (EcpaWizardFlow *self,
                             GError         *error)
{
  g_autoptr (GError) owned = error;
  g_autoptr (EcpaFault) fault = ecpa_fault_from_error (error);

  /* stopped by the person or by the card, which has led on already */
  if (fault == NULL)
    return;

  g_clear_pointer (&self->refusal, ecpa_fault_free);
  self->refusal = g_steal_pointer (&fault);
  ecpa_wizard_flow_feed (self, event_of (self, self->refusal));
}

void
ecpa_wizard_flow_drop_attempt (EcpaWizardFlow *self)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
}

static GCancellable *
begin_attempt (EcpaWizardFlow *self)
{
  ecpa_wizard_flow_drop_attempt (self);
  self->attempt = g_cancellable_new ();
  self->next = NULL;

  return self->attempt;
}

/* Past the last step the wizard is done. */
static void
go_to_or_finish (EcpaWizardFlow *self,
                 guint           step)
{
  if (step < self->plan->n_steps)
    {
      set_step (self, step);
      return;
    }

  g_free (self->outcome);
  self->outcome = g_strdup (self->plan->conclude != NULL ? self->plan->conclude (self)
                            : self->plan->outcome != NULL ? self->plan->outcome : "done");
  ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_FINISHED);
}

/* Auxiliaries: the card ---------------------------------------------------- */

static void
feed_card (EcpaWizardFlow *self)
{
  if (self->digest == NULL)
    {
      if (self->state == ECPA_WIZARD_ASKING && g_strcmp0 (self->view->digest, self->box_digest) != 0)
        ecpa_wizard_flow_feed (self, self->view->state == ECPA_CARD_VIEW_READY ? ECPA_WIZARD_EVENT_CARD_OTHER
                                                                               : ECPA_WIZARD_EVENT_CARD_GONE);
      ecpa_wizard_flow_look_for_saved (self);
      return;
    }

  if (ecpa_wizard_flow_get_card (self) != 0)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_CARD_BACK);
  else if (self->view->state == ECPA_CARD_VIEW_READY)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_CARD_OTHER);
  else if (self->view->state != ECPA_CARD_VIEW_READING)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_CARD_GONE);
}

/* Callbacks ---------------------------------------------------------------- */

static void
card_changed_cb (EcpaCardService *service,
                 EcpaWizardFlow  *self)
{
  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  ecpa_card_view_unref (self->view);
  self->view = ecpa_card_view_ref (ecpa_card_service_get_view (service));
  for (guint i = PROP_READER_STATE; i <= PROP_READER_FAULT; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  feed_card (self);
  ecpa_wizard_flow_notify_complete (self);
  g_object_thaw_notify (G_OBJECT (self));
  g_object_unref (self);
}

static void
draft_changed_cb (EcpaWizardDraft *draft,
                  const char      *name,
                  EcpaWizardFlow  *self)
{
  /* what is sent next is something else */
  if (*name != '.')
    ecpa_wizard_draft_forget_own (self->draft, ".key-");
  ecpa_wizard_flow_save_soon (self);
  ecpa_wizard_flow_notify_complete (self);
}

static void
step_applied_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      attempt)
{
  EcpaWizardFlow *self = ECPA_WIZARD_FLOW (source);
  g_autoptr (GCancellable) owned = attempt;
  g_autoptr (GError) error = NULL;
  gboolean applied = g_task_propagate_boolean (G_TASK (result), &error);

  /* an earlier attempt, which has been stopped */
  if (self->attempt != attempt)
    return;

  g_clear_object (&self->attempt);
  self->again = !applied;
  if (applied)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_APPLIED);
  else
    ecpa_wizard_flow_feed_error (self, g_steal_pointer (&error));
}

static void
card_proved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      attempt)
{
  EcpaWizardFlow *self = ECPA_WIZARD_FLOW (source);
  g_autoptr (GCancellable) owned = attempt;
  g_autoptr (GError) error = NULL;
  gboolean proved = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->attempt != attempt)
    return;

  g_clear_object (&self->attempt);
  if (proved)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_PROVED);
  else
    ecpa_wizard_flow_feed_error (self, g_steal_pointer (&error));
}

/* Actions of the table ----------------------------------------------------- */

static void
wizard_begin (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  const EcpaWizardStep *step = &self->plan->steps[self->step];
  GTask *task;

  ecpa_wizard_flow_set_fault (self, NULL);
  begin_attempt (self);
  task = g_task_new (self, self->attempt, step_applied_cb, g_object_ref (self->attempt));
  g_task_set_source_tag (task, wizard_begin);
  if (step->apply != NULL)
    {
      step->apply (self, task);
      ecpa_wizard_flow_save (self);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
wizard_go_back (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  int before = ecpa_wizard_flow_find_before (self);

  ecpa_wizard_flow_set_fault (self, NULL);
  if (before >= 0)
    set_step (self, (guint) before);
}

static void
wizard_go_on (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  self->renewed = FALSE;
  ecpa_wizard_flow_set_fault (self, NULL);
  go_to_or_finish (self, ecpa_wizard_flow_take_next (self, ecpa_wizard_flow_find_after (self)));
}

static void
wizard_stop (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_drop_attempt (self);
  self->again = FALSE;
}

/* A refusal may be about another step than the one that brought it; after what was forgotten it is one that lacks
 * something. */
static void
wizard_refuse (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  guint next = ecpa_wizard_flow_find_incomplete (self, ecpa_wizard_flow_take_next (self, self->step));

  if (next < self->step)
    {
      self->return_to = MAX (self->return_to, self->step);
      self->step = next;
    }
  self->again = FALSE;
  self->renewed = FALSE;
  self->is_other_code = self->refusal != NULL && self->refusal->code == ECPA_FAULT_CODE_OTHER_CARD;
  ecpa_wizard_flow_set_fault (self, g_steal_pointer (&self->refusal));
}

static void
wizard_prove (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  GTask *task;

  ecpa_wizard_flow_set_fault (self, NULL);
  begin_attempt (self);
  task = g_task_new (self, self->attempt, card_proved_cb, g_object_ref (self->attempt));
  g_task_set_source_tag (task, wizard_prove);
  ecpa_wizard_card_step_apply (self, task);
}

/* The session ran out while something was wanted of it: the person need not know. */
static void
wizard_renew (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  self->renewed = TRUE;
  wizard_prove (self);
}

static void
wizard_resume (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  gboolean again = self->again;
  guint next;

  self->again = FALSE;
  if (self->next != NULL)
    {
      next = ecpa_wizard_flow_take_next (self, self->step);
      go_to_or_finish (self, next);
      return;
    }

  next = ecpa_wizard_flow_find_incomplete (self, self->step);
  if (next < self->step)
    self->return_to = MAX (self->return_to, self->step);
  set_step (self, next);
  if (again && ecpa_wizard_flow_check_step (self, self->step))
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_FORWARD);
}

/* The card went: passwords are for somebody who sits here. */
static void
wizard_hide (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_drop_attempt (self);
  ecpa_wizard_flow_save (self);
  self->again = FALSE;
  self->renewed = FALSE;
  ecpa_wizard_draft_forget_secrets (self->draft);
  ecpa_wizard_flow_set_fault (self, NULL);
}

/* What was typed earlier, where it was typed; the card proves itself first. */
static void
wizard_restore (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_take_saved (self);
  wizard_prove (self);
}

static void
wizard_discard (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_forget_saved (self);
  if (self->box != NULL)
    ecpa_draft_box_drop (self->box);
}

/* The card whose it is has gone before it was asked for. */
static void
wizard_forget (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_drop_box (self, TRUE);
  if (self->digest != NULL)
    feed_card (self);
}

/* With another card: nothing of the one before stays. */
static void
wizard_restart (gpointer flow)
{
  EcpaWizardFlow *self = flow;

  ecpa_wizard_flow_drop_box (self, TRUE);
  g_clear_pointer (&self->digest, g_free);
  g_hash_table_remove_all (self->findings);
  ecpa_registration_service_close (ecpa_services_get_registration (self->services));
  ecpa_wizard_draft_clear (self->draft);
  self->return_to = 0;
  set_step (self, 0);
  ecpa_wizard_flow_set_fault (self, NULL);
}

static void
wizard_finish (gpointer flow)
{
  EcpaWizardFlow *self = flow;
  g_autofree char *outcome = g_steal_pointer (&self->outcome);

  ecpa_wizard_flow_drop_attempt (self);
  ecpa_wizard_flow_drop_box (self, self->keeping);
  ecpa_wizard_draft_clear (self->draft);
  enter_step (self);
  g_hash_table_remove_all (self->findings);
  ecpa_registration_service_close (ecpa_services_get_registration (self->services));
  g_signal_emit (self, signals[FINISHED], 0, outcome);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_wizard_flow_dispose (GObject *object)
{
  EcpaWizardFlow *self = ECPA_WIZARD_FLOW (object);

  ecpa_wizard_flow_drop_attempt (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);
  if (self->entered >= 0 && self->plan->steps[self->entered].leave != NULL)
    self->plan->steps[self->entered].leave (self);
  self->entered = -1;

  G_OBJECT_CLASS (ecpa_wizard_flow_parent_class)->dispose (object);
}

static void
ecpa_wizard_flow_finalize (GObject *object)
{
  EcpaWizardFlow *self = ECPA_WIZARD_FLOW (object);

  g_clear_object (&self->services);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->findings, g_hash_table_unref);
  g_clear_pointer (&self->view, ecpa_card_view_unref);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->refusal, ecpa_fault_free);
  g_clear_object (&self->box);
  g_clear_pointer (&self->saved, g_variant_unref);
  g_free (self->box_digest);
  g_free (self->digest);
  g_free (self->outcome);

  G_OBJECT_CLASS (ecpa_wizard_flow_parent_class)->finalize (object);
}

static void
ecpa_wizard_flow_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  EcpaWizardFlow *self = ECPA_WIZARD_FLOW (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_STEP:
      g_value_set_int (value, (int) self->step);
      break;
    case PROP_STEP_ID:
      g_value_set_string (value, ecpa_wizard_flow_get_step_id (self));
      break;
    case PROP_STEP_NUMBER:
      g_value_set_uint (value, ecpa_wizard_flow_get_step_number (self));
      break;
    case PROP_N_STEPS:
      g_value_set_uint (value, ecpa_wizard_flow_get_n_steps (self));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, ecpa_wizard_flow_is_complete (self));
      break;
    case PROP_SKIPPABLE:
      g_value_set_boolean (value, ecpa_wizard_flow_is_skippable (self));
      break;
    case PROP_HAS_FORWARD:
      g_value_set_boolean (value, ecpa_wizard_flow_has_forward (self));
      break;
    case PROP_HAS_BACK:
      g_value_set_boolean (value, ecpa_wizard_flow_has_back (self));
      break;
    case PROP_APPLYING:
      g_value_set_boolean (value, ecpa_wizard_flow_is_applying (self));
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_READER_STATE:
      g_value_set_enum (value, (int) ecpa_wizard_flow_get_reader_state (self));
      break;
    case PROP_HOLDER:
      g_value_set_string (value, self->view->holder);
      break;
    case PROP_CARD_NUMBER:
      g_value_set_string (value, self->view->number);
      break;
    case PROP_READER_FAULT:
      g_value_set_boxed (value, self->view->fault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_WIZARD_STATE, ECPA_WIZARD_STEP, flags);
  properties[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_STEP_ID] = g_param_spec_string ("step-id", NULL, NULL, NULL, flags);
  properties[PROP_STEP_NUMBER] = g_param_spec_uint ("step-number", NULL, NULL, 0, G_MAXUINT, 1, flags);
  properties[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 1, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_SKIPPABLE] = g_param_spec_boolean ("skippable", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_FORWARD] = g_param_spec_boolean ("has-forward", NULL, NULL, TRUE, flags);
  properties[PROP_HAS_BACK] = g_param_spec_boolean ("has-back", NULL, NULL, FALSE, flags);
  properties[PROP_APPLYING] = g_param_spec_boolean ("applying", NULL, NULL, FALSE, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_READER_STATE] = g_param_spec_enum ("reader-state", NULL, NULL, ECPA_TYPE_LOGIN_STATE,
                                                     ECPA_LOGIN_NO_READER, flags);
  properties[PROP_HOLDER] = g_param_spec_string ("holder", NULL, NULL, NULL, flags);
  properties[PROP_CARD_NUMBER] = g_param_spec_string ("card-number", NULL, NULL, NULL, flags);
  properties[PROP_READER_FAULT] = g_param_spec_boxed ("reader-fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_wizard_flow_class_init (EcpaWizardFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_wizard_flow_dispose;
  object_class->finalize = ecpa_wizard_flow_finalize;
  object_class->get_property = ecpa_wizard_flow_get_property;
  install_properties (object_class);

  /**
   * EcpaWizardFlow::finished:
   * @self: the wizard
   * @outcome: (nullable): what its plan calls the end, %NULL where it was left
   *
   * It is over.
   */
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * EcpaWizardFlow::found:
   * @self: the wizard
   * @name: what it is called
   *
   * What steps keep for each other has changed.
   */
  signals[FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ecpa_wizard_flow_init (EcpaWizardFlow *self)
{
  g_autoptr (GError) error = NULL;

  if (!ecpa_state_table_validate (&wizard_table, &error))
    g_error ("%s", error->message);

  self->state = ECPA_WIZARD_STEP;
  self->entered = -1;
  self->draft = ecpa_wizard_draft_new ();
  self->findings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (draft_changed_cb), self, 0);
}

/* Inside the flow ---------------------------------------------------------- */

/* What may have changed with the state; cheap, and told once. */
void
ecpa_wizard_flow_notify_all (EcpaWizardFlow *self)
{
  self->was_complete = ecpa_wizard_flow_check_step (self, self->step);
  for (guint i = PROP_STATE; i <= PROP_APPLYING; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_flow_new_from_plan:
 * @services: the services
 * @plan: the plan; lives longer than the flow
 *
 * Returns: (transfer full): the wizard at its first step
 */
EcpaWizardFlow *
ecpa_wizard_flow_new_from_plan (EcpaServices         *services,
                                const EcpaWizardPlan *plan)
{
  EcpaCardService *card;
  EcpaWizardFlow *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (plan != NULL && plan->n_steps > 0, NULL);

  card = ecpa_services_get_card (services);
  self = g_object_new (ECPA_TYPE_WIZARD_FLOW, NULL);
  self->services = g_object_ref (services);
  self->plan = plan;
  self->view = ecpa_card_view_ref (ecpa_card_service_get_view (card));
  g_signal_connect_object (card, "changed", G_CALLBACK (card_changed_cb), self, 0);
  while (!ecpa_wizard_flow_wants_step (self, self->step) && self->step + 1 < plan->n_steps)
    self->step++;
  self->was_complete = ecpa_wizard_flow_check_step (self, self->step);
  self->saved_step = self->step;
  enter_step (self);
  ecpa_wizard_flow_look_for_saved (self);

  return self;
}

/**
 * ecpa_wizard_flow_keep:
 * @self: a wizard
 * @name: what it is called
 * @finding: (nullable): what steps keep for each other; %NULL forgets it
 */
void
ecpa_wizard_flow_keep (EcpaWizardFlow *self,
                       const char     *name,
                       GObject        *finding)
{
  g_return_if_fail (ECPA_IS_WIZARD_FLOW (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (finding == NULL || G_IS_OBJECT (finding));

  if (finding != NULL)
    g_hash_table_replace (self->findings, g_strdup (name), g_object_ref (finding));
  else
    g_hash_table_remove (self->findings, name);
  g_signal_emit (self, signals[FOUND], g_quark_from_string (name), name);
  ecpa_wizard_flow_notify_complete (self);
}

/**
 * ecpa_wizard_table_get:
 *
 * Returns: (transfer none): what may happen in a wizard
 */
const EcpaStateTable *
ecpa_wizard_table_get (void)
{
  return &wizard_table;
}

/**
 * ecpa_wizard_table_get_event_name:
 * @event: an event of the table
 *
 * Returns: its name in wizard.puml
 */
const char *
ecpa_wizard_table_get_event_name (guint event)
{
  g_return_val_if_fail (event < ECPA_WIZARD_N_EVENTS, NULL);

  return event_names[event];
}
