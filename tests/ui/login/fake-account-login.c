/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-account-login.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaAccountLogin
{
  GObject                parent_instance;

  EcpaAccountLoginState  state;
  EcpaFault             *fault;
  char                  *locked;
};

static const char *names[] = { NULL, "state", "fault", "slow", "locked-account" };
static GParamSpec *properties[G_N_ELEMENTS (names)];

G_DEFINE_FINAL_TYPE (EcpaAccountLogin, ecpa_account_login, G_TYPE_OBJECT)

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_account_login_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  /* the page asks by the getters */
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ecpa_account_login_finalize (GObject *object)
{
  EcpaAccountLogin *self = ECPA_ACCOUNT_LOGIN (object);

  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_free (self->locked);

  G_OBJECT_CLASS (ecpa_account_login_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_account_login_class_init (EcpaAccountLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ecpa_account_login_get_property;
  object_class->finalize = ecpa_account_login_finalize;
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    properties[i] = g_param_spec_pointer (names[i], NULL, NULL, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (names), properties);
}

static void
ecpa_account_login_init (EcpaAccountLogin *self)
{
}

static void
notify_all (EcpaAccountLogin *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

/* What the page asks ------------------------------------------------------- */

EcpaAccountLoginState
ecpa_account_login_get_state (EcpaAccountLogin *self)
{
  return self->state;
}

EcpaFault *
ecpa_account_login_get_fault (EcpaAccountLogin *self)
{
  return self->fault;
}

gboolean
ecpa_account_login_is_slow (EcpaAccountLogin *self)
{
  return FALSE;
}

const char *
ecpa_account_login_get_locked_account (EcpaAccountLogin *self)
{
  return self->locked;
}

void
ecpa_account_login_cancel (EcpaAccountLogin *self)
{
  fake_account_login_set (self, ECPA_ACCOUNT_LOGIN_ENTRY, NULL);
}

void
ecpa_account_login_dismiss (EcpaAccountLogin *self)
{
  fake_account_login_set (self, self->state, NULL);
}

/* What the test says ------------------------------------------------------- */

EcpaAccountLogin *
fake_account_login_new (void)
{
  return g_object_new (ECPA_TYPE_ACCOUNT_LOGIN, NULL);
}

void
fake_account_login_set (EcpaAccountLogin      *self,
                        EcpaAccountLoginState  state,
                        const EcpaFault       *fault)
{
  self->state = state;
  g_clear_pointer (&self->fault, ecpa_fault_free);
  self->fault = fault != NULL ? ecpa_fault_copy ((EcpaFault *) fault) : NULL;
  notify_all (self);
}

void
fake_account_login_set_locked (EcpaAccountLogin *self,
                               const char       *masked)
{
  g_free (self->locked);
  self->locked = g_strdup (masked);
  notify_all (self);
}
