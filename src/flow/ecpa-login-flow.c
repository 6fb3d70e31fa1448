/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-login-flow-private.h"

#include "ecpa-flow-private.h"
#include "ecpa-login-table.h"
#include "ecpa-services-insides.h"

/* Announcements come and go while the window waits. */
#define SERVICE_STALE_SECONDS (5 * 60)

/* Types -------------------------------------------------------------------- */

typedef enum
{
  /* what the reader shows, in the order of EcpaCardViewState */
  ECPA_LOGIN_EVENT_NO_SERVICE,
  ECPA_LOGIN_EVENT_NO_READER,
  ECPA_LOGIN_EVENT_NO_CARD,
  ECPA_LOGIN_EVENT_READING,
  ECPA_LOGIN_EVENT_UNUSABLE,
  ECPA_LOGIN_EVENT_READY,
  /* what the person does */
  ECPA_LOGIN_EVENT_SUBMIT,
  ECPA_LOGIN_EVENT_CANCEL,
  ECPA_LOGIN_EVENT_RESET,
  /* what becomes of an attempt */
  ECPA_LOGIN_EVENT_WELCOME,
  ECPA_LOGIN_EVENT_REFUSED,
  ECPA_LOGIN_EVENT_GONE,
  /* somebody signed in by account */
  ECPA_LOGIN_EVENT_ACCOUNT,
  ECPA_LOGIN_N_EVENTS,
} EcpaLoginEvent;

typedef struct
{
  EcpaLoginFlow *flow;
  GCancellable  *attempt;
} Attempt;

enum
{
  PROP_STATE = 1,
  PROP_READER_NAME,
  PROP_HOLDER,
  PROP_CARD_NUMBER,
  PROP_READER_FAULT,
  PROP_FAULT,
  PROP_SERVICE,
  PROP_SERVICE_FAULT,
  PROP_SLOW,
  PROP_LOCKED_HOLDER,
  PROP_PICKED_AUTOMATICALLY,
  N_PROPS
};

enum
{
  SIGNED_IN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (EcpaLoginState, ecpa_login_state,
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_NO_SERVICE, "no-service"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_NO_READER, "no-reader"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_NO_CARD, "no-card"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_READING, "reading"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_UNUSABLE, "unusable"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_SIGNED_IN, "signed-in"))

G_DEFINE_FINAL_TYPE (EcpaLoginFlow, ecpa_login_flow, G_TYPE_OBJECT)

/* What may happen ---------------------------------------------------------- */

static void login_show_reader (gpointer flow);
static void login_begin       (gpointer flow);
static void login_give_up     (gpointer flow);
static void login_refuse      (gpointer flow);
static void login_open        (gpointer flow);
static void ask_service       (EcpaLoginFlow *self);

/* Where the flow follows what the reader shows. */
#define AT_READER \
  (ECPA_AT (ECPA_LOGIN_NO_SERVICE) | ECPA_AT (ECPA_LOGIN_NO_READER) | ECPA_AT (ECPA_LOGIN_NO_CARD) \
   | ECPA_AT (ECPA_LOGIN_READING) | ECPA_AT (ECPA_LOGIN_UNUSABLE) | ECPA_AT (ECPA_LOGIN_READY))

/* Drawn in login.puml. READY after an attempt is a step on the way: what the reader shows by then follows at once. */
static const EcpaEdge login_edges[] = {
  { AT_READER, ECPA_LOGIN_EVENT_NO_SERVICE, ECPA_LOGIN_NO_SERVICE, login_show_reader },
  { AT_READER, ECPA_LOGIN_EVENT_NO_READER, ECPA_LOGIN_NO_READER, login_show_reader },
  { AT_READER, ECPA_LOGIN_EVENT_NO_CARD, ECPA_LOGIN_NO_CARD, login_show_reader },
  { AT_READER, ECPA_LOGIN_EVENT_READING, ECPA_LOGIN_READING, login_show_reader },
  { AT_READER, ECPA_LOGIN_EVENT_UNUSABLE, ECPA_LOGIN_UNUSABLE, login_show_reader },
  { AT_READER, ECPA_LOGIN_EVENT_READY, ECPA_LOGIN_READY, login_show_reader },

  { AT_READER, ECPA_LOGIN_EVENT_ACCOUNT, ECPA_LOGIN_SIGNED_IN, login_open },

  { ECPA_AT (ECPA_LOGIN_READY), ECPA_LOGIN_EVENT_SUBMIT, ECPA_LOGIN_SIGNING_IN, login_begin },

  { ECPA_AT (ECPA_LOGIN_SIGNING_IN), ECPA_LOGIN_EVENT_WELCOME, ECPA_LOGIN_SIGNED_IN, login_open },
  { ECPA_AT (ECPA_LOGIN_SIGNING_IN), ECPA_LOGIN_EVENT_REFUSED, ECPA_LOGIN_READY, login_refuse },
  { ECPA_AT (ECPA_LOGIN_SIGNING_IN), ECPA_LOGIN_EVENT_GONE, ECPA_LOGIN_READY, login_refuse },
  { ECPA_AT (ECPA_LOGIN_SIGNING_IN), ECPA_LOGIN_EVENT_CANCEL, ECPA_LOGIN_READY, login_give_up },

  { ECPA_AT (ECPA_LOGIN_SIGNED_IN), ECPA_LOGIN_EVENT_RESET, ECPA_LOGIN_READY, NULL },
};

static const EcpaStateTable login_table = {
  "login",
  login_edges,
  G_N_ELEMENTS (login_edges),
  ECPA_LOGIN_SIGNED_IN + 1,
  ECPA_LOGIN_N_EVENTS,
  ECPA_LOGIN_NO_READER,
};

static const char *const event_names[ECPA_LOGIN_N_EVENTS] = {
  [ECPA_LOGIN_EVENT_NO_SERVICE] = "no service", [ECPA_LOGIN_EVENT_NO_READER] = "no reader",
  [ECPA_LOGIN_EVENT_NO_CARD] = "no card",       [ECPA_LOGIN_EVENT_READING] = "reading",
  [ECPA_LOGIN_EVENT_UNUSABLE] = "unusable",     [ECPA_LOGIN_EVENT_READY] = "ready",
  [ECPA_LOGIN_EVENT_SUBMIT] = "submit",         [ECPA_LOGIN_EVENT_CANCEL] = "cancel",
  [ECPA_LOGIN_EVENT_RESET] = "reset",           [ECPA_LOGIN_EVENT_WELCOME] = "welcome",
  [ECPA_LOGIN_EVENT_REFUSED] = "refused",       [ECPA_LOGIN_EVENT_GONE] = "gone",
  [ECPA_LOGIN_EVENT_ACCOUNT] = "account",
};

/* Auxiliaries -------------------------------------------------------------- */

static void
notify (EcpaLoginFlow *self,
        guint          id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* Takes @fault. */
static void
set_fault (EcpaLoginFlow *self,
           EcpaFault     *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  self->fault_insertion = self->view->insertion;
  self->card_was_away = FALSE;
  if (old != NULL || fault != NULL)
    notify (self, PROP_FAULT);
}

/* Whether it happened; what the table does not know does not. */
static gboolean
feed (EcpaLoginFlow  *self,
      EcpaLoginEvent  event)
{
  const EcpaEdge *edge = ecpa_state_table_find (&login_table, self->state, event);

  if (edge == NULL)
    {
      g_debug ("Login: “%s” passes by in state %u", event_names[event], self->state);
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != edge->to)
    {
      self->state = edge->to;
      notify (self, PROP_STATE);
      ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW],
                                 self->state == ECPA_LOGIN_SIGNING_IN || self->state == ECPA_LOGIN_READING);
    }
  if (edge->action != NULL)
    edge->action (self);
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

/* Where somebody is to come back, another's card does not serve. */
static void
feed_view (EcpaLoginFlow *self)
{
  feed (self, ecpa_login_flow_is_shut_out (self) ? ECPA_LOGIN_EVENT_UNUSABLE : (EcpaLoginEvent) self->view->state);
}

/* Takes @lock. */
static void
set_lock (EcpaLoginFlow   *self,
          EcpaSessionLock *lock)
{
  g_autoptr (EcpaSessionLock) old = self->lock;

  self->lock = lock;
  ecpa_reader_list_set_lock (self->readers, lock);
  ecpa_account_login_set_locked (self->account, lock != NULL ? ecpa_session_lock_get_account (lock) : NULL);
  if (old != NULL || lock != NULL)
    notify (self, PROP_LOCKED_HOLDER);
}

/* Ends an attempt and returns to what the reader shows, as one change to whoever looks on. */
static gboolean
feed_end (EcpaLoginFlow  *self,
          EcpaLoginEvent  event)
{
  gboolean happened;

  g_object_freeze_notify (G_OBJECT (self));
  happened = feed (self, event);
  if (happened)
    feed_view (self);
  g_object_thaw_notify (G_OBJECT (self));

  return happened;
}

static void
drop_attempt (EcpaLoginFlow *self)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
}

static gboolean
is_about_card (EcpaFaultCode code)
{
  return code >= ECPA_FAULT_READER_NO_SERVICE && code <= ECPA_FAULT_CARD_COMMUNICATION;
}

/* A fault goes when another card comes. One about the card itself stays through a swap that was too quick to be seen:
 * it is what explains it. Without a reader nothing of the last attempt can be mended, and only that is told. */
static void
outlive_fault (EcpaLoginFlow *self)
{
  gboolean present = self->view->insertion != 0;

  if (self->fault == NULL)
    return;

  if (self->view->state <= ECPA_CARD_VIEW_NO_READER && self->fault->code > ECPA_FAULT_READER_GONE)
    set_fault (self, NULL);
  else if (!present)
    self->card_was_away = TRUE;
  else if (self->card_was_away
           || (self->view->insertion != self->fault_insertion && !is_about_card (self->fault->code)))
    set_fault (self, NULL);
}

static EcpaFaultCode
code_for_going (EcpaLoginFlow *self)
{
  switch (self->view->state)
    {
    case ECPA_CARD_VIEW_NO_SERVICE:
      return ECPA_FAULT_READER_NO_SERVICE;
    case ECPA_CARD_VIEW_NO_READER:
      return ECPA_FAULT_READER_GONE;
    case ECPA_CARD_VIEW_NO_CARD:
      return ECPA_FAULT_CARD_REMOVED;
    default:
      return ECPA_FAULT_CARD_CHANGED;
    }
}

/* The service has answered a sign-in: that it could not be reached before is not so any more, and what is still on its
 * way may be from then. */
static void
service_reached (EcpaLoginFlow   *self,
                 const EcpaFault *refusal)
{
  if (refusal != NULL && refusal->code <= ECPA_FAULT_UNAVAILABLE)
    return;
  if (self->service_fault == NULL && self->asking == NULL)
    return;

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  ask_service (self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->flow);
  g_object_unref (attempt->attempt);
  g_free (attempt);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Attempt *attempt = user_data;
  EcpaLoginFlow *self = attempt->flow;
  EcpaAccountService *account = ECPA_ACCOUNT_SERVICE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSession) session = ecpa_account_service_sign_in_finish (account, result, &error);

  /* Another attempt may run by now, or none. */
  if (self->attempt == attempt->attempt)
    {
      g_clear_object (&self->attempt);
      if (session == NULL)
        self->refusal = ecpa_fault_from_error (error);
      if (self->refusal != NULL && ecpa_fault_is_of_entry (self->refusal))
        self->refusal->code = ECPA_FAULT_WRONG_PASSWORD;
      service_reached (self, self->refusal);
      if (session != NULL)
        {
          self->session = g_steal_pointer (&session);
          feed (self, ECPA_LOGIN_EVENT_WELCOME);
        }
      else
        feed_end (self, ECPA_LOGIN_EVENT_REFUSED);
    }
  attempt_free (attempt);
}

static void
card_changed_cb (EcpaCardService *card,
                 EcpaLoginFlow   *self)
{
  gboolean picked_before = self->view->picked_automatically;

  g_clear_pointer (&self->view, ecpa_card_view_unref);
  self->view = ecpa_card_view_ref (ecpa_card_service_get_view (card));
  ecpa_reader_list_update (self->readers, self->view);
  if (self->view->picked_automatically != picked_before)
    notify (self, PROP_PICKED_AUTOMATICALLY);

  if (self->state != ECPA_LOGIN_SIGNING_IN)
    feed_view (self);
  else if (!ecpa_card_view_has_insertion (self->view, self->insertion))
    {
      self->refusal = ecpa_fault_new (code_for_going (self), "The card went during the login");
      feed_end (self, ECPA_LOGIN_EVENT_GONE);
    }
}

/* Connected before anybody else, so that whoever hears of the end knows already whether somebody is to come back. */
static void
session_ended_cb (EcpaHomeFlow  *home,
                  EcpaFault     *fault,
                  EcpaLoginFlow *self)
{
  g_autoptr (EcpaSessionLock) person = g_steal_pointer (&self->person);

  if (ecpa_session_lock_is_due (fault, ecpa_services_get_card_removal (self->services) == ECPA_CARD_REMOVAL_LOCK))
    set_lock (self, g_steal_pointer (&person));
}

/* No card is behind the session: what the reader does is nothing to it. */
static void
account_welcome_cb (EcpaAccountLogin *account,
                    EcpaSession      *session,
                    const char       *name,
                    EcpaLoginFlow    *self)
{
  set_fault (self, NULL);
  self->insertion = 0;
  g_clear_pointer (&self->person, ecpa_session_lock_free);
  self->person = ecpa_session_lock_new_for_account (session, name);
  self->session = g_object_ref (session);
  feed (self, ECPA_LOGIN_EVENT_ACCOUNT);
}

static void
service_answered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (EcpaLoginFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaServiceInfo) service =
    ecpa_account_service_ask_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->asking);
  g_clear_pointer (&self->service_fault, ecpa_fault_free);
  if (service != NULL)
    {
      g_set_object (&self->service, service);
      self->asked_at = g_get_real_time ();
      notify (self, PROP_SERVICE);
    }
  else
    self->service_fault = ecpa_fault_from_error (error);
  notify (self, PROP_SERVICE_FAULT);
  if (self->ask_again)
    ask_service (self);
}

/* What is on its way may be from before. */
static void
ask_anew (EcpaLoginFlow *self)
{
  self->ask_again = self->asking != NULL;
  ask_service (self);
}

/* Whoever is inside may see another notice or announcement than before. */
static void
event_cb (EcpaEventService *events,
          EcpaEvent        *event,
          EcpaLoginFlow    *self)
{
  if (g_str_equal (event->kind, "service-changed"))
    ask_anew (self);
}

/* What was announced while nobody listened is not told any more. */
static void
state_changed_cb (EcpaEventService *events,
                  guint             state,
                  EcpaLoginFlow    *self)
{
  if (state == ECPA_EVENT_STREAM_OPEN)
    ask_anew (self);
}

/* Actions ------------------------------------------------------------------ */

static void
login_show_reader (gpointer flow)
{
  EcpaLoginFlow *self = flow;

  outlive_fault (self);
  notify (self, PROP_READER_NAME);
  notify (self, PROP_HOLDER);
  notify (self, PROP_CARD_NUMBER);
  notify (self, PROP_READER_FAULT);
}

static void
login_begin (gpointer flow)
{
  EcpaLoginFlow *self = flow;
  g_autoptr (EcpaSecret) password = g_steal_pointer (&self->password);
  Attempt *attempt = g_new0 (Attempt, 1);

  set_fault (self, NULL);
  self->attempt = g_cancellable_new ();
  self->insertion = self->view->insertion;
  g_clear_pointer (&self->person, ecpa_session_lock_free);
  self->person = ecpa_session_lock_new (self->view);
  attempt->flow = g_object_ref (self);
  attempt->attempt = g_object_ref (self->attempt);
  ecpa_account_service_sign_in_async (ecpa_services_get_account (self->services), self->view->serial, password,
                                      self->attempt, signed_in_cb, attempt);
}

static void
login_give_up (gpointer flow)
{
  drop_attempt (flow);
}

static void
login_refuse (gpointer flow)
{
  EcpaLoginFlow *self = flow;

  drop_attempt (self);
  if (self->refusal != NULL)
    g_debug ("Login refused: %s", self->refusal->detail);
  set_fault (self, g_steal_pointer (&self->refusal));
}

static void
login_open (gpointer flow)
{
  EcpaLoginFlow *self = flow;
  g_autoptr (EcpaSession) session = g_steal_pointer (&self->session);
  g_autoptr (EcpaHomeFlow) home = ecpa_home_flow_new (self->services, session, self->insertion);

  g_signal_connect_object (home, "ended", G_CALLBACK (session_ended_cb), self, 0);
  g_signal_emit (self, signals[SIGNED_IN], 0, home);
  set_lock (self, NULL);
}

static void
ask_service (EcpaLoginFlow *self)
{
  if (self->asking != NULL)
    return;

  self->ask_again = FALSE;
  self->asking = g_cancellable_new ();
  ecpa_account_service_ask_async (ecpa_services_get_account (self->services), self->asking, service_answered_cb,
                                  g_object_ref (self));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_login_flow_dispose (GObject *object)
{
  EcpaLoginFlow *self = ECPA_LOGIN_FLOW (object);

  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);
  drop_attempt (self);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);

  G_OBJECT_CLASS (ecpa_login_flow_parent_class)->dispose (object);
}

static void
ecpa_login_flow_finalize (GObject *object)
{
  EcpaLoginFlow *self = ECPA_LOGIN_FLOW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->readers);
  g_clear_pointer (&self->view, ecpa_card_view_unref);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->service_fault, ecpa_fault_free);
  g_clear_pointer (&self->refusal, ecpa_fault_free);
  g_clear_pointer (&self->password, ecpa_secret_unref);
  g_clear_pointer (&self->lock, ecpa_session_lock_free);
  g_clear_pointer (&self->person, ecpa_session_lock_free);
  g_clear_object (&self->session);
  g_clear_object (&self->service);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (ecpa_login_flow_parent_class)->finalize (object);
}

static void
ecpa_login_flow_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  EcpaLoginFlow *self = ECPA_LOGIN_FLOW (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_READER_NAME:
      g_value_set_string (value, self->view->reader);
      break;
    case PROP_HOLDER:
      g_value_set_string (value, ecpa_login_flow_get_holder (self));
      break;
    case PROP_CARD_NUMBER:
      g_value_set_string (value, ecpa_login_flow_get_card_number (self));
      break;
    case PROP_READER_FAULT:
      g_value_set_boxed (value, ecpa_login_flow_get_reader_fault (self));
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case PROP_SERVICE_FAULT:
      g_value_set_boxed (value, self->service_fault);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    case PROP_LOCKED_HOLDER:
      g_value_set_string (value, ecpa_login_flow_get_locked_holder (self));
      break;
    case PROP_PICKED_AUTOMATICALLY:
      g_value_set_boolean (value, self->view->picked_automatically);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_login_flow_class_init (EcpaLoginFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_login_flow_dispose;
  object_class->finalize = ecpa_login_flow_finalize;
  object_class->get_property = ecpa_login_flow_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_LOGIN_STATE, ECPA_LOGIN_NO_READER,
                                              flags);
  properties[PROP_READER_NAME] = g_param_spec_string ("reader-name", NULL, NULL, NULL, flags);
  properties[PROP_HOLDER] = g_param_spec_string ("holder", NULL, NULL, NULL, flags);
  properties[PROP_CARD_NUMBER] = g_param_spec_string ("card-number", NULL, NULL, NULL, flags);
  properties[PROP_READER_FAULT] = g_param_spec_boxed ("reader-fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, ECPA_TYPE_SERVICE_INFO, flags);
  properties[PROP_SERVICE_FAULT] = g_param_spec_boxed ("service-fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  properties[PROP_LOCKED_HOLDER] = g_param_spec_string ("locked-holder", NULL, NULL, NULL, flags);
  properties[PROP_PICKED_AUTOMATICALLY] = g_param_spec_boolean ("picked-automatically", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaLoginFlow::signed-in:
   * @self: the flow
   * @home: an #EcpaHomeFlow; keep a reference, or the session ends at once
   *
   * The session is there.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, ECPA_TYPE_HOME_FLOW);
}

static void
ecpa_login_flow_init (EcpaLoginFlow *self)
{
  g_autoptr (GError) error = NULL;

  if (!ecpa_state_table_validate (&login_table, &error))
    g_error ("%s", error->message);

  self->state = ECPA_LOGIN_NO_READER;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_login_flow_new:
 * @services: the services
 *
 * Returns: (transfer full): a flow that follows the readers and has asked the backend what it is
 */
EcpaLoginFlow *
ecpa_login_flow_new (EcpaServices *services)
{
  EcpaCardService *card;
  EcpaLoginFlow *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);

  self = g_object_new (ECPA_TYPE_LOGIN_FLOW, NULL);
  self->services = g_object_ref (services);
  card = ecpa_services_get_card (services);
  self->view = ecpa_card_view_ref (ecpa_card_service_get_view (card));
  self->account = ecpa_account_login_new (services);
  g_signal_connect_object (self->account, "welcome", G_CALLBACK (account_welcome_cb), self, 0);
  self->readers = ecpa_reader_list_new ();
  ecpa_reader_list_update (self->readers, self->view);
  g_signal_connect_object (card, "changed", G_CALLBACK (card_changed_cb), self, 0);
  g_signal_connect_object (ecpa_services_get_events (services), "event", G_CALLBACK (event_cb), self, 0);
  g_signal_connect_object (ecpa_services_get_events (services), "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  feed_view (self);
  ask_service (self);

  return self;
}

/**
 * ecpa_login_flow_choose_reader:
 * @self: a flow
 * @name: (nullable): a reader of the list; %NULL: whichever has a card that serves
 *
 * Looks at that reader until it or the card in it goes. Nothing during an attempt: the pick does not move then.
 */
void
ecpa_login_flow_choose_reader (EcpaLoginFlow *self,
                               const char    *name)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  if (self->state != ECPA_LOGIN_SIGNING_IN)
    ecpa_card_service_choose (ecpa_services_get_card (self->services), name);
}

/**
 * ecpa_login_flow_sign_in:
 * @self: a flow
 * @password: 註冊密碼; copied, and the copies are wiped when the attempt ends
 *
 * Signs in with the card that is shown. Only in %ECPA_LOGIN_READY, and not while an account signs in.
 */
void
ecpa_login_flow_sign_in (EcpaLoginFlow *self,
                         EcpaSecret    *password)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));
  g_return_if_fail (password != NULL);

  if (ecpa_account_login_get_state (self->account) != ECPA_ACCOUNT_LOGIN_ENTRY)
    return;

  self->password = ecpa_secret_copy (password);
  feed (self, ECPA_LOGIN_EVENT_SUBMIT);
  g_clear_pointer (&self->password, ecpa_secret_unref);
}

/**
 * ecpa_login_flow_cancel:
 * @self: a flow
 *
 * Ends a running attempt at once; back to what the reader shows.
 */
void
ecpa_login_flow_cancel (EcpaLoginFlow *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  feed_end (self, ECPA_LOGIN_EVENT_CANCEL);
}

/**
 * ecpa_login_flow_dismiss:
 * @self: a flow
 *
 * Takes `fault` away.
 */
void
ecpa_login_flow_dismiss (EcpaLoginFlow *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  set_fault (self, NULL);
}

/**
 * ecpa_login_flow_retry:
 * @self: a flow
 *
 * The person acted or the window got the focus: looks for readers and asks the backend again if either failed, or if
 * its answer is older than five minutes.
 */
void
ecpa_login_flow_retry (EcpaLoginFlow *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  ecpa_card_service_retry (ecpa_services_get_card (self->services));
  if (self->service == NULL || self->service_fault != NULL
      || ABS (g_get_real_time () - self->asked_at) > SERVICE_STALE_SECONDS * G_USEC_PER_SEC)
    ask_service (self);
}

/**
 * ecpa_login_flow_reset:
 * @self: a flow
 *
 * After signing out: begins anew with what the reader shows.
 */
void
ecpa_login_flow_reset (EcpaLoginFlow *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  ecpa_account_login_reset (self->account);
  if (feed_end (self, ECPA_LOGIN_EVENT_RESET))
    set_fault (self, NULL);
}

/**
 * ecpa_login_flow_forget_lock:
 * @self: a flow
 *
 * Somebody else wants to sign in: any card does again.
 */
void
ecpa_login_flow_forget_lock (EcpaLoginFlow *self)
{
  g_return_if_fail (ECPA_IS_LOGIN_FLOW (self));

  if (self->lock == NULL)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  set_lock (self, NULL);
  feed_view (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * ecpa_login_table_get:
 *
 * Returns: (transfer none): what may happen during a login
 */
const EcpaStateTable *
ecpa_login_table_get (void)
{
  return &login_table;
}

/**
 * ecpa_login_table_get_event_name:
 * @event: an event of the table
 *
 * Returns: its name in login.puml
 */
const char *
ecpa_login_table_get_event_name (guint event)
{
  g_return_val_if_fail (event < ECPA_LOGIN_N_EVENTS, NULL);

  return event_names[event];
}
