/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-account-login-private.h"

#include "ecpa-patience.h"
#include "ecpa-services-insides.h"

/* Types -------------------------------------------------------------------- */

typedef enum
{
  ECPA_ACCOUNT_LOGIN_EVENT_SUBMIT,
  ECPA_ACCOUNT_LOGIN_EVENT_CANCEL,
  ECPA_ACCOUNT_LOGIN_EVENT_WELCOME,
  ECPA_ACCOUNT_LOGIN_EVENT_REFUSED,
  ECPA_ACCOUNT_LOGIN_EVENT_RESET,
  ECPA_ACCOUNT_LOGIN_N_EVENTS,
} EcpaAccountLoginEvent;

struct _EcpaAccountLogin
{
  GObject                parent_instance;

  /* Owned */
  EcpaServices          *services;
  EcpaFault             *fault;         /* nullable */
  char                  *locked;        /* nullable: the account that is to come back */
  char                  *masked;        /* nullable: the same, as it is shown */
  EcpaAccountLoginState  state;
  EcpaPatience           patience;

  /* The attempt */
  GCancellable          *attempt;       /* nullable */
  char                  *account;       /* nullable */
  EcpaSecret            *password;      /* nullable: between submit and its action */
  EcpaSession           *session;       /* nullable: between welcome and its action */
  EcpaFault             *refusal;       /* nullable: between refused and its action */
};

typedef struct
{
  EcpaAccountLogin *login;
  GCancellable     *attempt;
} Attempt;

enum
{
  PROP_STATE = 1,
  PROP_FAULT,
  PROP_SLOW,
  PROP_LOCKED_ACCOUNT,
  N_PROPS
};

enum
{
  WELCOME,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (EcpaAccountLoginState, ecpa_account_login_state,
                    G_DEFINE_ENUM_VALUE (ECPA_ACCOUNT_LOGIN_ENTRY, "entry"),
                    G_DEFINE_ENUM_VALUE (ECPA_ACCOUNT_LOGIN_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (ECPA_ACCOUNT_LOGIN_SIGNED_IN, "signed-in"))

G_DEFINE_FINAL_TYPE (EcpaAccountLogin, ecpa_account_login, G_TYPE_OBJECT)

/* What may happen ---------------------------------------------------------- */

static void account_begin   (gpointer login);
static void account_give_up (gpointer login);
static void account_refuse  (gpointer login);
static void account_open    (gpointer login);

#define AT(state) ECPA_AT (ECPA_ACCOUNT_LOGIN_##state)
#define ON(event) ECPA_ACCOUNT_LOGIN_EVENT_##event

static const EcpaEdge account_edges[] = {
  { AT (ENTRY), ON (SUBMIT), ECPA_ACCOUNT_LOGIN_SIGNING_IN, account_begin },

  { AT (SIGNING_IN), ON (WELCOME), ECPA_ACCOUNT_LOGIN_SIGNED_IN, account_open },
  { AT (SIGNING_IN), ON (REFUSED), ECPA_ACCOUNT_LOGIN_ENTRY, account_refuse },
  { AT (SIGNING_IN), ON (CANCEL), ECPA_ACCOUNT_LOGIN_ENTRY, account_give_up },
  { AT (SIGNING_IN), ON (RESET), ECPA_ACCOUNT_LOGIN_ENTRY, account_give_up },

  { AT (SIGNED_IN), ON (RESET), ECPA_ACCOUNT_LOGIN_ENTRY, NULL },
};

static const EcpaStateTable account_table = {
  "account login",
  account_edges,
  G_N_ELEMENTS (account_edges),
  ECPA_ACCOUNT_LOGIN_SIGNED_IN + 1,
  ECPA_ACCOUNT_LOGIN_N_EVENTS,
  ECPA_ACCOUNT_LOGIN_ENTRY,
};

/* Auxiliaries -------------------------------------------------------------- */

static void
notify (EcpaAccountLogin *self,
        guint             id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* Takes @fault. */
static void
set_fault (EcpaAccountLogin *self,
           EcpaFault        *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  if (old != NULL || fault != NULL)
    notify (self, PROP_FAULT);
}

static gboolean
feed (EcpaAccountLogin      *self,
      EcpaAccountLoginEvent  event)
{
  const EcpaEdge *edge = ecpa_state_table_find (&account_table, self->state, event);

  if (edge == NULL)
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != edge->to)
    {
      self->state = edge->to;
      notify (self, PROP_STATE);
      ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW],
                                 self->state == ECPA_ACCOUNT_LOGIN_SIGNING_IN);
    }
  if (edge->action != NULL)
    edge->action (self);
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

static void
drop_attempt (EcpaAccountLogin *self)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_pointer (&self->account, g_free);
}

/* Of the passwords that the backend may mean this is the account's. */
static EcpaFault *
create_refusal (const GError *error)
{
  EcpaFault *fault = ecpa_fault_from_error (error);

  if (fault != NULL && ecpa_fault_is_of_entry (fault))
    {
      fault->code = ECPA_FAULT_ACCOUNT_REFUSED;
      return fault;
    }
  g_clear_pointer (&fault, ecpa_fault_free);
  ecpa_fault_set_field (error, ECPA_FAULT_FIELD_ACCOUNT);

  return ecpa_fault_from_error (error);
}

/* l***: enough for whoever it is to know it again */
static char *
mask_account (const char *account)
{
  return g_strdup_printf ("%.*s***", (int) (g_utf8_next_char (account) - account), account);
}

/* Callbacks ---------------------------------------------------------------- */

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->login);
  g_object_unref (attempt->attempt);
  g_free (attempt);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Attempt *attempt = user_data;
  EcpaAccountLogin *self = attempt->login;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSession) session =
    ecpa_account_service_sign_in_account_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  /* Another attempt may run by now, or none. */
  if (self->attempt == attempt->attempt)
    {
      g_clear_object (&self->attempt);
      if (session != NULL)
        {
          self->session = g_steal_pointer (&session);
          feed (self, ECPA_ACCOUNT_LOGIN_EVENT_WELCOME);
        }
      else
        {
          self->refusal = create_refusal (error);
          feed (self, ECPA_ACCOUNT_LOGIN_EVENT_REFUSED);
        }
    }
  attempt_free (attempt);
}

/* Actions ------------------------------------------------------------------ */

static void
account_begin (gpointer login)
{
  EcpaAccountLogin *self = login;
  g_autoptr (EcpaSecret) password = g_steal_pointer (&self->password);
  Attempt *attempt = g_new0 (Attempt, 1);

  set_fault (self, NULL);
  self->attempt = g_cancellable_new ();
  attempt->login = g_object_ref (self);
  attempt->attempt = g_object_ref (self->attempt);
  ecpa_account_service_sign_in_account_async (ecpa_services_get_account (self->services), self->account, password,
                                                 self->attempt, signed_in_cb, attempt);
}

static void
account_give_up (gpointer login)
{
  drop_attempt (login);
}

static void
account_refuse (gpointer login)
{
  EcpaAccountLogin *self = login;

  drop_attempt (self);
  if (self->refusal != NULL)
    g_debug ("Login by account refused: %s", self->refusal->detail);
  set_fault (self, g_steal_pointer (&self->refusal));
}

static void
account_open (gpointer login)
{
  EcpaAccountLogin *self = login;
  g_autoptr (EcpaSession) session = g_steal_pointer (&self->session);
  g_autofree char *account = g_steal_pointer (&self->account);

  g_signal_emit (self, signals[WELCOME], 0, session, account);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_login_dispose (GObject *object)
{
  EcpaAccountLogin *self = ECPA_ACCOUNT_LOGIN (object);

  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);
  drop_attempt (self);

  G_OBJECT_CLASS (ecpa_account_login_parent_class)->dispose (object);
}

static void
ecpa_account_login_finalize (GObject *object)
{
  EcpaAccountLogin *self = ECPA_ACCOUNT_LOGIN (object);

  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->refusal, ecpa_fault_free);
  g_clear_pointer (&self->password, ecpa_secret_unref);
  g_clear_pointer (&self->locked, g_free);
  g_clear_pointer (&self->masked, g_free);
  g_clear_object (&self->session);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (ecpa_account_login_parent_class)->finalize (object);
}

static void
ecpa_account_login_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  EcpaAccountLogin *self = ECPA_ACCOUNT_LOGIN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    case PROP_LOCKED_ACCOUNT:
      g_value_set_string (value, self->masked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_login_class_init (EcpaAccountLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_account_login_dispose;
  object_class->finalize = ecpa_account_login_finalize;
  object_class->get_property = ecpa_account_login_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_ACCOUNT_LOGIN_STATE,
                                              ECPA_ACCOUNT_LOGIN_ENTRY, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  properties[PROP_LOCKED_ACCOUNT] = g_param_spec_string ("locked-account", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[WELCOME] = g_signal_new ("welcome", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, ECPA_TYPE_SESSION, G_TYPE_STRING);
}

static void
ecpa_account_login_init (EcpaAccountLogin *self)
{
  g_autoptr (GError) error = NULL;

  if (!ecpa_state_table_validate (&account_table, &error))
    g_error ("%s", error->message);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_account_login_new:
 * @services: the services
 *
 * Returns: (transfer full): a login that waits for somebody to type
 */
EcpaAccountLogin *
ecpa_account_login_new (EcpaServices *services)
{
  EcpaAccountLogin *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);

  self = g_object_new (ECPA_TYPE_ACCOUNT_LOGIN, NULL);
  self->services = g_object_ref (services);

  return self;
}

/**
 * ecpa_account_login_begin:
 * @self: a login
 * @account: (nullable): the account's name, without blanks around it; %NULL: the one that is locked
 * @password: its password; copied, and the copies are wiped when the attempt ends
 *
 * Begins an attempt, unless one is running or there is no account.
 *
 * Returns: whether it did
 */
gboolean
ecpa_account_login_begin (EcpaAccountLogin *self,
                          const char       *account,
                          EcpaSecret       *password)
{
  gboolean begun = FALSE;

  g_return_val_if_fail (ECPA_IS_ACCOUNT_LOGIN (self), FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  if (self->locked != NULL)
    account = self->locked;
  if (account == NULL || *account == '\0' || self->state != ECPA_ACCOUNT_LOGIN_ENTRY)
    return FALSE;

  g_free (self->account);
  self->account = g_strdup (account);
  self->password = ecpa_secret_copy (password);
  begun = feed (self, ECPA_ACCOUNT_LOGIN_EVENT_SUBMIT);
  g_clear_pointer (&self->password, ecpa_secret_unref);

  return begun;
}

/**
 * ecpa_account_login_cancel:
 * @self: a login
 *
 * Ends a running attempt at once.
 */
void
ecpa_account_login_cancel (EcpaAccountLogin *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_LOGIN (self));

  feed (self, ECPA_ACCOUNT_LOGIN_EVENT_CANCEL);
}

/**
 * ecpa_account_login_dismiss:
 * @self: a login
 *
 * Takes `fault` away.
 */
void
ecpa_account_login_dismiss (EcpaAccountLogin *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_LOGIN (self));

  set_fault (self, NULL);
}

/**
 * ecpa_account_login_set_locked:
 * @self: a login
 * @account: (nullable): the only account that leads back; %NULL: any may come
 *
 * Says who is to come back.
 */
void
ecpa_account_login_set_locked (EcpaAccountLogin *self,
                               const char       *account)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_LOGIN (self));

  if (g_strcmp0 (self->locked, account) == 0)
    return;

  g_free (self->locked);
  g_free (self->masked);
  self->locked = g_strdup (account);
  self->masked = account != NULL ? mask_account (account) : NULL;
  notify (self, PROP_LOCKED_ACCOUNT);
}

/**
 * ecpa_account_login_reset:
 * @self: a login
 *
 * Begins anew: nothing of an attempt is left, nor of what it said.
 */
void
ecpa_account_login_reset (EcpaAccountLogin *self)
{
  g_return_if_fail (ECPA_IS_ACCOUNT_LOGIN (self));

  feed (self, ECPA_ACCOUNT_LOGIN_EVENT_RESET);
  set_fault (self, NULL);
}

/**
 * ecpa_account_login_get_state:
 * @self: a login
 *
 * Returns: where it stands
 */
EcpaAccountLoginState
ecpa_account_login_get_state (EcpaAccountLogin *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_LOGIN (self), ECPA_ACCOUNT_LOGIN_ENTRY);

  return self->state;
}

/**
 * ecpa_account_login_get_fault:
 * @self: a login
 *
 * Returns: (transfer none) (nullable): why the last attempt failed
 */
EcpaFault *
ecpa_account_login_get_fault (EcpaAccountLogin *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_LOGIN (self), NULL);

  return self->fault;
}

/**
 * ecpa_account_login_is_slow:
 * @self: a login
 *
 * Returns: whether an attempt takes longer than usual, and goes on
 */
gboolean
ecpa_account_login_is_slow (EcpaAccountLogin *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_LOGIN (self), FALSE);

  return self->patience.slow;
}

/**
 * ecpa_account_login_get_locked_account:
 * @self: a login
 *
 * Returns: (nullable): the only account that leads back, masked; %NULL where any may come
 */
const char *
ecpa_account_login_get_locked_account (EcpaAccountLogin *self)
{
  g_return_val_if_fail (ECPA_IS_ACCOUNT_LOGIN (self), NULL);

  return self->masked;
}

/**
 * ecpa_account_login_get_table:
 *
 * Returns: (transfer none): what may happen during a login by account
 */
const EcpaStateTable *
ecpa_account_login_get_table (void)
{
  return &account_table;
}
