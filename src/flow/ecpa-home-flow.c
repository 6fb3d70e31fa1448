/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-flow-private.h"

#include "ecpa-attendance.h"
#include "ecpa-endpoints.h"
#include "ecpa-services-insides.h"
#include "ecpa-session-news.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaHomeFlow
{
  GObject          parent_instance;

  /* Owned */
  EcpaServices    *services;
  EcpaScope       *scope;
  EcpaSession     *session;
  EcpaConsentFlow *consent;
  EcpaInbox       *inbox;
  EcpaAttendance  *attendance;
  EcpaHistory     *history;
  EcpaSessionNews *news;
  guint64          insertion;   /* of the card that signed in; 0 for none */
};

enum
{
  PROP_SESSION = 1,
  PROP_UNSIGNED_ORDERS,
  PROP_ACTIVE,
  PROP_LOCKING_SOON,
  N_PROPS
};

enum
{
  ENDING,
  ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaHomeFlow, ecpa_home_flow, G_TYPE_OBJECT)

/* Callbacks ---------------------------------------------------------------- */

static void
unsigned_changed_cb (EcpaScope    *scope,
                     EcpaHomeFlow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSIGNED_ORDERS]);
}

static void
warned_cb (EcpaHomeFlow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKING_SOON]);
}

/* Connected first, while everything is still there. */
static void
scope_ending_cb (EcpaScope    *scope,
                 EcpaFault    *fault,
                 EcpaHomeFlow *self)
{
  g_signal_emit (self, signals[ENDING], 0, fault);
}

/* Connected last, so that all models are empty already. */
static void
scope_ended_cb (EcpaScope    *scope,
                EcpaFault    *fault,
                EcpaHomeFlow *self)
{
  g_autoptr (EcpaHomeFlow) alive = g_object_ref (self);
  g_autoptr (EcpaSession) blank = g_object_new (ECPA_TYPE_SESSION, NULL);

  ecpa_account_service_sign_out (ecpa_services_get_account (self->services));
  g_set_object (&self->session, blank);
  ecpa_scope_set_unsigned (scope, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
  g_signal_emit (self, signals[ENDED], 0, fault);
}

static void
card_changed_cb (EcpaCardService *card,
                 EcpaHomeFlow    *self)
{
  EcpaCardView *view = ecpa_card_service_get_view (card);
  EcpaFaultCode code = ECPA_FAULT_CARD_REMOVED;
  g_autoptr (EcpaFault) fault = NULL;

  /* Whoever signed in by account may do with the reader as they like. */
  if (self->insertion == 0)
    return;
  if (!ecpa_scope_is_alive (self->scope) || ecpa_card_view_has_insertion (view, self->insertion))
    return;

  if (view->state == ECPA_CARD_VIEW_NO_SERVICE)
    code = ECPA_FAULT_READER_NO_SERVICE;
  else if (view->state == ECPA_CARD_VIEW_NO_READER)
    code = ECPA_FAULT_READER_GONE;
  fault = ecpa_fault_new (code, "The card that signed in is gone");
  ecpa_scope_end (self->scope, fault);
}

static void
consent_changed_cb (EcpaConsentFlow *consent,
                    GParamSpec      *pspec,
                    EcpaHomeFlow    *self)
{
  if (ecpa_consent_flow_get_state (consent) == ECPA_CONSENT_AGREED)
    ecpa_inbox_reload (self->inbox);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_home_flow_dispose (GObject *object)
{
  EcpaHomeFlow *self = ECPA_HOME_FLOW (object);

  /* A window that goes without signing out signs out all the same. */
  if (self->scope != NULL && ecpa_scope_is_alive (self->scope))
    ecpa_scope_end (self->scope, NULL);

  G_OBJECT_CLASS (ecpa_home_flow_parent_class)->dispose (object);
}

static void
ecpa_home_flow_finalize (GObject *object)
{
  EcpaHomeFlow *self = ECPA_HOME_FLOW (object);

  g_clear_object (&self->news);
  g_clear_object (&self->attendance);
  g_clear_object (&self->history);
  g_clear_object (&self->inbox);
  g_clear_object (&self->consent);
  g_clear_object (&self->session);
  g_clear_object (&self->scope);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (ecpa_home_flow_parent_class)->finalize (object);
}

static void
ecpa_home_flow_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  EcpaHomeFlow *self = ECPA_HOME_FLOW (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_UNSIGNED_ORDERS:
      g_value_set_uint (value, ecpa_scope_get_unsigned (self->scope));
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, ecpa_scope_is_alive (self->scope));
      break;
    case PROP_LOCKING_SOON:
      g_value_set_boolean (value, ecpa_attendance_is_warned (self->attendance));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_home_flow_class_init (EcpaHomeFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_home_flow_dispose;
  object_class->finalize = ecpa_home_flow_finalize;
  object_class->get_property = ecpa_home_flow_get_property;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, ECPA_TYPE_SESSION, flags);
  properties[PROP_UNSIGNED_ORDERS] = g_param_spec_uint ("unsigned-orders", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_LOCKING_SOON] = g_param_spec_boolean ("locking-soon", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * EcpaHomeFlow::ending:
   * @self: the flow
   * @fault: (nullable): why, or %NULL after a sign-out
   *
   * The session is about to be over and everything is still there: the moment to remember where the person was. No
   * request is answered any more.
   */
  signals[ENDING] = g_signal_new ("ending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, ECPA_TYPE_FAULT);
  /**
   * EcpaHomeFlow::ended:
   * @self: the flow
   * @fault: (nullable): why, or %NULL after a sign-out
   *
   * The session is over; all models are empty.
   */
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ECPA_TYPE_FAULT);
}

static void
ecpa_home_flow_init (EcpaHomeFlow *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_home_flow_new:
 * @services: the services
 * @session: what the backend answered
 * @insertion: of the card that signed in; 0 for none
 *
 * Returns: (transfer full): the flow of a session that has just begun
 */
EcpaHomeFlow *
ecpa_home_flow_new (EcpaServices *services,
                    EcpaSession  *session,
                    guint64       insertion)
{
  EcpaHomeFlow *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);
  g_return_val_if_fail (ECPA_IS_SESSION (session), NULL);

  self = g_object_new (ECPA_TYPE_HOME_FLOW, NULL);
  self->services = g_object_ref (services);
  self->session = g_object_ref (session);
  self->insertion = insertion;
  self->scope = ecpa_scope_new (services);
  g_signal_connect_object (self->scope, "ended", G_CALLBACK (scope_ending_cb), self, 0);
  ecpa_scope_set_insertion (self->scope, insertion);
  ecpa_scope_set_unsigned (self->scope, (guint) MAX (session->unsigned_orders, 0));
  self->consent = ecpa_consent_flow_new (self->scope, ECPA_SCOPE_REWARD_ORDERS);
  self->inbox = ecpa_inbox_new (self->scope);
  self->attendance = ecpa_attendance_new (self->scope, (guint) CLAMP (session->idle_seconds, 0, G_MAXINT));
  self->history = ecpa_history_new (self->scope);

  self->news = ecpa_session_news_new (self->scope, self->inbox, self->attendance);
  g_signal_connect_object (self->attendance, "notify::warned", G_CALLBACK (warned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->consent, "notify::state", G_CALLBACK (consent_changed_cb), self, 0);
  g_signal_connect_object (self->scope, "unsigned-changed", G_CALLBACK (unsigned_changed_cb), self, 0);
  g_signal_connect_object (self->scope, "ended", G_CALLBACK (scope_ended_cb), self, G_CONNECT_AFTER);
  g_signal_connect_object (ecpa_services_get_card (services), "changed", G_CALLBACK (card_changed_cb), self, 0);

  return self;
}

/**
 * ecpa_home_flow_get_session:
 * @self: a flow
 *
 * Returns: (transfer none): who is signed in; blank once that is over
 */
EcpaSession *
ecpa_home_flow_get_session (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);

  return self->session;
}

/**
 * ecpa_home_flow_get_application:
 * @self: a flow
 * @id: an application of the portal, as `reward-orders`
 *
 * Returns: (transfer none) (nullable): it, with whether this session opens it and what else would (L10); %NULL where the
 *   backend has not named it
 */
EcpaApplication *
ecpa_home_flow_get_application (EcpaHomeFlow *self,
                                const char   *id)
{
  GListModel *applications;
  guint n;

  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  applications = G_LIST_MODEL (self->session->applications);
  n = applications != NULL ? g_list_model_get_n_items (applications) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EcpaApplication) application = g_list_model_get_item (applications, i);

      if (g_strcmp0 (application->id, id) == 0)
        return application;
    }

  return NULL;
}

/**
 * ecpa_home_flow_opens:
 * @self: a flow
 * @id: an application of the portal
 *
 * Returns: whether this session opens it; what the backend has not named it decides when it is asked
 */
gboolean
ecpa_home_flow_opens (EcpaHomeFlow *self,
                      const char   *id)
{
  EcpaApplication *application = ecpa_home_flow_get_application (self, id);

  return application == NULL || application->allowed;
}

/**
 * ecpa_home_flow_get_unsigned_orders:
 * @self: a flow
 *
 * Returns: how many orders wait for a signature
 */
guint
ecpa_home_flow_get_unsigned_orders (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), 0);

  return ecpa_scope_get_unsigned (self->scope);
}

/**
 * ecpa_home_flow_is_active:
 * @self: a flow
 *
 * Returns: whether the session goes on
 */
gboolean
ecpa_home_flow_is_active (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), FALSE);

  return ecpa_scope_is_alive (self->scope);
}

/**
 * ecpa_home_flow_get_consent:
 * @self: a flow
 *
 * Returns: (transfer none): the consent to read reward orders on line
 */
EcpaConsentFlow *
ecpa_home_flow_get_consent (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);

  return self->consent;
}

/**
 * ecpa_home_flow_get_inbox:
 * @self: a flow
 *
 * Returns: (transfer none): the orders; loads by itself once the person has agreed
 */
EcpaInbox *
ecpa_home_flow_get_inbox (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);

  return self->inbox;
}

/**
 * ecpa_home_flow_get_attendance:
 * @self: a flow
 *
 * Returns: (transfer none): whether the person is still there
 */
EcpaAttendance *
ecpa_home_flow_get_attendance (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);

  return self->attendance;
}

/**
 * ecpa_home_flow_is_sending:
 * @self: a flow
 *
 * Also after the session has ended.
 *
 * Returns: whether a receipt is still on its way that has to arrive
 */
gboolean
ecpa_home_flow_is_sending (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), FALSE);

  return ecpa_account_service_is_held (ecpa_services_get_account (self->services));
}

/**
 * ecpa_home_flow_lock:
 * @self: a flow
 * @code: why: %ECPA_FAULT_LOCKED, %ECPA_FAULT_LOCKED_IDLE or %ECPA_FAULT_LOCKED_SCREEN
 *
 * Like [method@HomeFlow.sign_out], but whoever signed in may come back to where they were: the login flow knows them
 * by their card.
 */
void
ecpa_home_flow_lock (EcpaHomeFlow  *self,
                     EcpaFaultCode  code)
{
  g_autoptr (EcpaFault) fault = NULL;

  g_return_if_fail (ECPA_IS_HOME_FLOW (self));
  g_return_if_fail (code >= ECPA_FAULT_LOCKED && code <= ECPA_FAULT_LOCKED_SCREEN);

  fault = ecpa_fault_new (code, "The session was locked");
  ecpa_scope_end (self->scope, fault);
}

/**
 * ecpa_home_flow_get_history:
 * @self: a flow
 *
 * Returns: (transfer none): the person's orders of all years; asks nothing until [method@History.load]
 */
EcpaHistory *
ecpa_home_flow_get_history (EcpaHomeFlow *self)
{
  g_return_val_if_fail (ECPA_IS_HOME_FLOW (self), NULL);

  return self->history;
}

/**
 * ecpa_home_flow_sign_out:
 * @self: a flow
 *
 * Clears everything in memory and emits `ended` before it returns, whatever card and network do; the backend is told
 * in the background.
 */
void
ecpa_home_flow_sign_out (EcpaHomeFlow *self)
{
  g_return_if_fail (ECPA_IS_HOME_FLOW (self));

  ecpa_scope_end (self->scope, NULL);
}
