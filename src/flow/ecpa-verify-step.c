/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-verify-step.h"

#include "ecpa-card-care.h"
#include "ecpa-problem.h"
#include "ecpa-registration-service.h"
#include "ecpa-services-insides.h"
#include "ecpa-wizard-plans.h"

/* 12 characters of Crockford's base 32, however they are grouped. */
#define CODE_LENGTH 12

/* Types -------------------------------------------------------------------- */

/* What the step listens to while it is shown; kept as `verify-watch`, so that it goes with the step. */
#define ECPA_TYPE_VERIFY_WATCH (ecpa_verify_watch_get_type ())
G_DECLARE_FINAL_TYPE (EcpaVerifyWatch, ecpa_verify_watch, ECPA, VERIFY_WATCH, GObject)

struct _EcpaVerifyWatch
{
  GObject         parent_instance;

  /* Borrowed: holds this */
  EcpaWizardFlow *flow;

  /* Owned */
  EcpaRegistrationService *service;
  GCancellable   *cancellable;
  gboolean        resending;
};

G_DEFINE_FINAL_TYPE (EcpaVerifyWatch, ecpa_verify_watch, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static EcpaRegistrationService *
get_service (EcpaWizardFlow *flow)
{
  return ecpa_services_get_registration (ecpa_wizard_flow_get_services (flow));
}

static EcpaVerifyWatch *
get_watch (EcpaWizardFlow *flow)
{
  return ecpa_wizard_flow_find (flow, "verify-watch");
}

/* Whether there is still something to verify. A stop for wrong passwords hides in the state that there is. */
static gboolean
is_waiting (EcpaRegistration *registration)
{
  gboolean is_there = g_strcmp0 (registration->state, "none") != 0 && g_strcmp0 (registration->state, "cancelled") != 0;

  return (is_there && registration->verified_at == NULL) || registration->new_mail_masked != NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
registration_changed_cb (EcpaRegistrationService *service,
                         EcpaRegistration        *registration,
                         EcpaVerifyWatch         *self)
{
  gboolean first = ecpa_wizard_flow_find (self->flow, "registration") == NULL;

  ecpa_wizard_flow_keep (self->flow, "registration", G_OBJECT (registration));
  if (is_waiting (registration))
    return;

  if (first)
    ecpa_wizard_flow_keep (self->flow, "before", G_OBJECT (registration));
  ecpa_wizard_flow_step_done (self->flow);
}

/* With the card it goes on when the card is back; without, the card proves itself again. */
static void
session_closed_cb (EcpaRegistrationService *service,
                   EcpaFault               *fault,
                   EcpaVerifyWatch         *self)
{
  if (fault != NULL && ecpa_fault_is_session_end (fault)
      && ecpa_wizard_flow_get_state (self->flow) == ECPA_WIZARD_STEP)
    ecpa_wizard_flow_take_error (self->flow, ecpa_wizard_error_new (ECPA_PROBLEM_SESSION_REQUIRED, -1));
}

static void
mail_sent_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (EcpaVerifyWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaMailNotice) notice =
    ecpa_registration_service_send_mail_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  self->resending = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (error == NULL || ecpa_problem_peek (error) != NULL)
    ecpa_wizard_flow_drop_key (self->flow, "mail");
  if (notice != NULL)
    ecpa_wizard_flow_dismiss (self->flow);
  ecpa_wizard_flow_keep (self->flow, "notice", G_OBJECT (notice));
  /* nothing waits to be verified any more */
  if (g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_CONFLICT))
    ecpa_wizard_flow_step_done (self->flow);
  else if (notice == NULL)
    ecpa_wizard_flow_take_error (self->flow, g_steal_pointer (&error));
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaWizardFlow *flow = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaRegistration) registration =
    ecpa_registration_service_verify_finish (ECPA_REGISTRATION_SERVICE (source), result, &error);

  if (registration != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (ecpa_problem_peek (error) != NULL)
    ecpa_wizard_flow_drop_key (flow, "verify");
  g_task_return_error (task, g_steal_pointer (&error));
}

/* N2 by itself: a card that waits for its verification. */
static gboolean
card_opened (EcpaWizardFlow   *flow,
             EcpaCardSession  *session,
             GError          **error)
{
  if (g_strcmp0 (session->state, "none") == 0 || g_strcmp0 (session->state, "cancelled") == 0)
    {
      g_propagate_error (error, ecpa_wizard_error_new (ECPA_PROBLEM_NOT_REGISTERED, -1));
      return FALSE;
    }
  /* a new address may wait beside the one that is verified: the registration says so where the step is entered */
  ecpa_verify_step_watch_again (flow);

  return TRUE;
}

/* A link that is opened twice has done its work: nothing waited to be verified any more. */
static const char *
conclude (EcpaWizardFlow *flow)
{
  return ecpa_wizard_flow_find (flow, "before") != NULL ? "before" : "verified";
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_verify_watch_finalize (GObject *object)
{
  EcpaVerifyWatch *self = ECPA_VERIFY_WATCH (object);

  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (ecpa_verify_watch_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_verify_watch_class_init (EcpaVerifyWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_verify_watch_finalize;
}

static void
ecpa_verify_watch_init (EcpaVerifyWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

/* The plan of N2 ----------------------------------------------------------- */

static const EcpaWizardStep verification_steps[] = {
  { "card", 0, NULL, ecpa_wizard_card_step_check, ecpa_wizard_card_step_apply, NULL, NULL },
  { "verify", ECPA_WIZARD_STEP_CARD | ECPA_WIZARD_STEP_NO_BACK, NULL, ecpa_verify_step_check, ecpa_verify_step_apply,
    ecpa_verify_step_enter, ecpa_verify_step_leave },
};

const EcpaWizardPlan ecpa_verification_plan = {
  .kind = "verification",
  .steps = verification_steps,
  .n_steps = G_N_ELEMENTS (verification_steps),
  .opened = card_opened,
  .conclude = conclude,
};

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_verify_step_check:
 * @flow: a wizard
 *
 * Returns: whether what was typed can be a code
 */
gboolean
ecpa_verify_step_check (EcpaWizardFlow *flow)
{
  const char *code = ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), "code");
  guint n = 0;

  for (const char *c = code; *c != '\0'; c++)
    n += g_ascii_isalnum (*c) ? 1 : 0;

  return n == CODE_LENGTH;
}

/**
 * ecpa_verify_step_apply:
 * @flow: a wizard
 * @task: (transfer full): answered once the code has been used
 *
 * 確定.
 */
void
ecpa_verify_step_apply (EcpaWizardFlow *flow,
                        GTask          *task)
{
  ecpa_registration_service_verify_async (get_service (flow),
                                          ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (flow), "code"),
                                          ecpa_wizard_flow_get_key (flow, "verify"), g_task_get_cancellable (task),
                                          verified_cb, task);
}

/**
 * ecpa_verify_step_enter:
 * @flow: a wizard
 *
 * Begins to wait.
 */
void
ecpa_verify_step_enter (EcpaWizardFlow *flow)
{
  g_autoptr (EcpaVerifyWatch) watch = g_object_new (ECPA_TYPE_VERIFY_WATCH, NULL);

  watch->flow = flow;
  watch->service = g_object_ref (get_service (flow));
  g_signal_connect_object (watch->service, "registration-changed", G_CALLBACK (registration_changed_cb), watch, 0);
  g_signal_connect_object (watch->service, "closed", G_CALLBACK (session_closed_cb), watch, 0);
  ecpa_wizard_flow_keep (flow, "verify-watch", G_OBJECT (watch));
  ecpa_registration_service_watch (watch->service);
}

/**
 * ecpa_verify_step_leave:
 * @flow: a wizard
 *
 * Nobody waits any more.
 */
void
ecpa_verify_step_leave (EcpaWizardFlow *flow)
{
  EcpaVerifyWatch *watch = get_watch (flow);

  if (watch == NULL)
    return;

  g_cancellable_cancel (watch->cancellable);
  g_signal_handlers_disconnect_by_data (watch->service, watch);
  ecpa_registration_service_unwatch (watch->service);
  ecpa_wizard_flow_keep (flow, "verify-watch", NULL);
}

/**
 * ecpa_verify_step_is_shown:
 * @flow: a wizard
 *
 * Returns: whether the person waits for the mail
 */
gboolean
ecpa_verify_step_is_shown (EcpaWizardFlow *flow)
{
  return g_str_equal (ecpa_wizard_flow_get_step_id (flow), "verify");
}

/**
 * ecpa_verify_step_watch_again:
 * @flow: a wizard
 *
 * There is another session: goes on waiting, where one waits.
 */
void
ecpa_verify_step_watch_again (EcpaWizardFlow *flow)
{
  if (get_watch (flow) != NULL)
    ecpa_registration_service_watch (get_service (flow));
}

/**
 * ecpa_verify_step_resend:
 * @flow: a wizard
 *
 * 重寄認證信: `notice` says when the next one may be asked for.
 */
void
ecpa_verify_step_resend (EcpaWizardFlow *flow)
{
  EcpaVerifyWatch *watch = get_watch (flow);

  if (watch == NULL || watch->resending)
    return;

  watch->resending = TRUE;
  ecpa_registration_service_send_mail_async (watch->service, ecpa_wizard_flow_get_key (flow, "mail"),
                                             watch->cancellable, mail_sent_cb, g_object_ref (watch));
}

/**
 * ecpa_verify_step_ask_again:
 * @flow: a wizard that waits for the code of a mail
 *
 * The code that was typed is worth nothing: another mail is sent, or one goes back to where it is asked for.
 */
void
ecpa_verify_step_ask_again (EcpaWizardFlow *flow)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (flow);

  ecpa_wizard_draft_set (draft, "code", NULL);
  if (g_str_equal (ecpa_wizard_draft_get (draft, "way"), ECPA_RESET_WAY_HAVE))
    ecpa_wizard_draft_set (draft, "way", NULL);
  ecpa_wizard_flow_dismiss (flow);
  if (get_watch (flow) != NULL)
    ecpa_verify_step_resend (flow);
  else
    ecpa_wizard_flow_back (flow);
}

/**
 * ecpa_verify_step_is_resending:
 * @flow: a wizard
 *
 * Returns: whether a mail has been asked for, and no answer come
 */
gboolean
ecpa_verify_step_is_resending (EcpaWizardFlow *flow)
{
  EcpaVerifyWatch *watch = get_watch (flow);

  return watch != NULL && watch->resending;
}
