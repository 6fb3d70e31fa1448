/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-login-flow.h"

#include "fake-account-login.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaLoginFlow
{
  GObject          parent_instance;

  EcpaLoginState   state;
  char            *reader_name;
  char            *holder;
  char            *card_number;
  EcpaFault       *reader_fault;
  EcpaFault       *fault;
  EcpaServiceInfo *service;
  EcpaFault       *service_fault;
  EcpaSecret      *password;
  EcpaReaderList  *readers;
  EcpaAccountLogin *account;
  char            *account_name;
  char            *choice;
  guint            n_retries;
  gboolean         slow;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_READER_NAME,
  PROP_HOLDER,
  PROP_CARD_NUMBER,
  PROP_READER_FAULT,
  PROP_FAULT,
  PROP_SERVICE,
  PROP_SERVICE_FAULT,
  PROP_PICKED,
  PROP_SLOW,
  PROP_LOCKED_HOLDER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaLoginFlow, ecpa_login_flow, G_TYPE_OBJECT)

/* all that the real one has, so that nothing of it is linked */
G_DEFINE_ENUM_TYPE (EcpaLoginState, ecpa_login_state,
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_NO_SERVICE, "no-service"),
                    G_DEFINE_ENUM_VALUE (ECPA_LOGIN_NO_CARD, "no-card"))

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_login_flow_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  /* the page asks by the getters */
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
ecpa_login_flow_finalize (GObject *object)
{
  EcpaLoginFlow *self = ECPA_LOGIN_FLOW (object);

  g_clear_object (&self->readers);
  g_clear_object (&self->account);
  g_free (self->account_name);
  g_free (self->choice);
  g_free (self->reader_name);
  g_free (self->holder);
  g_free (self->card_number);
  g_clear_pointer (&self->reader_fault, ecpa_fault_free);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_clear_pointer (&self->service_fault, ecpa_fault_free);
  g_clear_pointer (&self->password, ecpa_secret_unref);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (ecpa_login_flow_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_login_flow_class_init (EcpaLoginFlowClass *klass)
{
  static const char *names[] = {
    NULL, "state", "reader-name", "holder", "card-number", "reader-fault", "fault", "service", "service-fault",
    "picked-automatically", "slow", "locked-holder",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_login_flow_get_property;
  object_class->finalize = ecpa_login_flow_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_pointer (names[i], NULL, NULL, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_login_flow_init (EcpaLoginFlow *self)
{
  self->state = ECPA_LOGIN_NO_CARD;
  self->readers = ecpa_reader_list_new ();
  self->account = fake_account_login_new ();
}

/* What the page asks ------------------------------------------------------- */

EcpaLoginState
ecpa_login_flow_get_state (EcpaLoginFlow *self)
{
  return self->state;
}

const char *
ecpa_login_flow_get_reader_name (EcpaLoginFlow *self)
{
  return self->reader_name;
}

gboolean
ecpa_login_flow_is_slow (EcpaLoginFlow *self)
{
  return self->slow;
}

/* Only an account is ever to come back here: a card is the window's, whose tests have real flows. */
const char *
ecpa_login_flow_get_locked_holder (EcpaLoginFlow *self)
{
  return ecpa_account_login_get_locked_account (self->account) != NULL ? "林○○" : NULL;
}

EcpaAccountLogin *
ecpa_login_flow_get_account (EcpaLoginFlow *self)
{
  return self->account;
}

void
ecpa_login_flow_sign_in_by_account (EcpaLoginFlow *self,
                                    const char    *account,
                                    EcpaSecret    *password)
{
  g_free (self->account_name);
  self->account_name = g_strdup (account);
  g_clear_pointer (&self->password, ecpa_secret_unref);
  self->password = ecpa_secret_copy (password);
  fake_account_login_set (self->account, ECPA_ACCOUNT_LOGIN_SIGNING_IN, NULL);
}

void
ecpa_login_flow_forget_lock (EcpaLoginFlow *self)
{
}

const char *
ecpa_login_flow_get_holder (EcpaLoginFlow *self)
{
  return self->holder;
}

const char *
ecpa_login_flow_get_card_number (EcpaLoginFlow *self)
{
  return self->card_number;
}

EcpaFault *
ecpa_login_flow_get_reader_fault (EcpaLoginFlow *self)
{
  return self->reader_fault;
}

EcpaFault *
ecpa_login_flow_get_fault (EcpaLoginFlow *self)
{
  return self->fault;
}

EcpaServiceInfo *
ecpa_login_flow_get_service (EcpaLoginFlow *self)
{
  return self->service;
}

EcpaFault *
ecpa_login_flow_get_service_fault (EcpaLoginFlow *self)
{
  return self->service_fault;
}

GListModel *
ecpa_login_flow_get_readers (EcpaLoginFlow *self)
{
  return G_LIST_MODEL (self->readers);
}

gboolean
ecpa_login_flow_is_picked_automatically (EcpaLoginFlow *self)
{
  return self->choice == NULL;
}

void
ecpa_login_flow_choose_reader (EcpaLoginFlow *self,
                               const char    *name)
{
  g_free (self->choice);
  self->choice = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PICKED]);
}

void
ecpa_login_flow_sign_in (EcpaLoginFlow *self,
                         EcpaSecret    *password)
{
  g_assert_cmpint (self->state, ==, ECPA_LOGIN_READY);

  g_clear_pointer (&self->password, ecpa_secret_unref);
  self->password = ecpa_secret_copy (password);
  fake_login_flow_set_fault (self, NULL);
  fake_login_flow_set_state (self, ECPA_LOGIN_SIGNING_IN);
}

void
ecpa_login_flow_cancel (EcpaLoginFlow *self)
{
  fake_login_flow_set_state (self, ECPA_LOGIN_READY);
}

void
ecpa_login_flow_dismiss (EcpaLoginFlow *self)
{
  fake_login_flow_set_fault (self, NULL);
}

void
ecpa_login_flow_retry (EcpaLoginFlow *self)
{
  self->n_retries++;
}

void
ecpa_login_flow_reset (EcpaLoginFlow *self)
{
  fake_login_flow_set_fault (self, NULL);
  fake_login_flow_set_state (self, ECPA_LOGIN_NO_CARD);
}

EcpaLoginFlow *
ecpa_login_flow_new (EcpaServices *services)
{
  return fake_login_flow_new ();
}

/* What the test says ------------------------------------------------------- */

const char *
fake_login_flow_get_account_name (EcpaLoginFlow *self)
{
  return self->account_name;
}

void
fake_login_flow_set_locked_account (EcpaLoginFlow *self,
                                    const char    *masked)
{
  fake_account_login_set_locked (self->account, masked);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED_HOLDER]);
}

EcpaLoginFlow *
fake_login_flow_new (void)
{
  return g_object_new (ECPA_TYPE_LOGIN_FLOW, NULL);
}

void
fake_login_flow_set_state (EcpaLoginFlow  *self,
                           EcpaLoginState  state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
fake_login_flow_set_card (EcpaLoginFlow *self,
                          const char    *holder,
                          const char    *number)
{
  g_free (self->holder);
  self->holder = g_strdup (holder);
  g_free (self->card_number);
  self->card_number = g_strdup (number);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLDER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CARD_NUMBER]);
}

static EcpaFault *
copy_fault (const EcpaFault *fault)
{
  return fault != NULL ? ecpa_fault_copy ((EcpaFault *) fault) : NULL;
}

void
fake_login_flow_set_reader (EcpaLoginFlow   *self,
                            const char      *name,
                            const EcpaFault *fault)
{
  g_free (self->reader_name);
  self->reader_name = g_strdup (name);
  g_clear_pointer (&self->reader_fault, ecpa_fault_free);
  self->reader_fault = copy_fault (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READER_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READER_FAULT]);
}

void
fake_login_flow_set_fault (EcpaLoginFlow   *self,
                           const EcpaFault *fault)
{
  g_clear_pointer (&self->fault, ecpa_fault_free);
  self->fault = copy_fault (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

void
fake_login_flow_set_service (EcpaLoginFlow   *self,
                             EcpaServiceInfo *service,
                             const EcpaFault *fault)
{
  g_set_object (&self->service, service);
  g_clear_pointer (&self->service_fault, ecpa_fault_free);
  self->service_fault = copy_fault (fault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE_FAULT]);
}

void
fake_login_flow_set_slow (EcpaLoginFlow *self,
                          gboolean       slow)
{
  self->slow = slow;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW]);
}

void
fake_login_flow_set_view (EcpaLoginFlow *self,
                          EcpaCardView  *view)
{
  ecpa_reader_list_update (self->readers, view);
}

const char *
fake_login_flow_get_choice (EcpaLoginFlow *self)
{
  return self->choice;
}

EcpaSecret *
fake_login_flow_get_password (EcpaLoginFlow *self)
{
  return self->password;
}

guint
fake_login_flow_get_n_retries (EcpaLoginFlow *self)
{
  return self->n_retries;
}
