/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-flow-private.h"

#include "ecpa-patience.h"
#include "ecpa-services-insides.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaConsentFlow
{
  GObject           parent_instance;

  /* Owned */
  EcpaScope        *scope;
  char             *text_scope;
  EcpaLegalText    *text;       /* nullable */
  EcpaFault        *fault;      /* nullable */
  char             *key;        /* (nullable): of the agreement that is tried */
  EcpaConsentState  state;
  EcpaPatience      patience;
};

enum
{
  PROP_STATE = 1,
  PROP_TEXT,
  PROP_FAULT,
  PROP_SLOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (EcpaConsentState, ecpa_consent_state,
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_NEEDED, "needed"),
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_AGREED, "agreed"),
                    G_DEFINE_ENUM_VALUE (ECPA_CONSENT_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (EcpaConsentFlow, ecpa_consent_flow, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* Takes @fault. */
static void
go_to (EcpaConsentFlow  *self,
       EcpaConsentState  state,
       EcpaFault        *fault)
{
  g_autoptr (EcpaFault) old = self->fault;

  self->fault = fault;
  self->state = state;
  ecpa_patience_set_waiting (&self->patience, G_OBJECT (self), properties[PROP_SLOW],
                             state == ECPA_CONSENT_LOADING || state == ECPA_CONSENT_SENDING);
  if (old != NULL || fault != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_text (EcpaConsentFlow *self,
          EcpaLegalText   *text)
{
  if (g_set_object (&self->text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/* Takes @error. */
static void
fail (EcpaConsentFlow *self,
      GError          *error)
{
  EcpaFault *fault = ecpa_scope_take_error (self->scope, error);

  if (fault != NULL)
    go_to (self, ECPA_CONSENT_FAILED, fault);
}

/* Callbacks ---------------------------------------------------------------- */

static void
text_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (EcpaConsentFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaLegalText) text =
    ecpa_account_service_get_text_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  if (text == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }
  if (!ecpa_scope_is_alive (self->scope))
    return;

  set_text (self, text);
  go_to (self, text->agreed_at != NULL ? ECPA_CONSENT_AGREED : ECPA_CONSENT_NEEDED, NULL);
}

static void
text_agreed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (EcpaConsentFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaLegalText) text =
    ecpa_account_service_agree_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  if (text == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }
  if (!ecpa_scope_is_alive (self->scope))
    return;

  g_clear_pointer (&self->key, g_free);
  set_text (self, text);
  go_to (self, ECPA_CONSENT_AGREED, NULL);
}

static void
scope_ended_cb (EcpaScope       *scope,
                EcpaFault       *fault,
                EcpaConsentFlow *self)
{
  g_clear_pointer (&self->key, g_free);
  set_text (self, NULL);
  go_to (self, ECPA_CONSENT_UNKNOWN, NULL);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_consent_flow_dispose (GObject *object)
{
  EcpaConsentFlow *self = ECPA_CONSENT_FLOW (object);

  ecpa_patience_set_waiting (&self->patience, object, properties[PROP_SLOW], FALSE);

  G_OBJECT_CLASS (ecpa_consent_flow_parent_class)->dispose (object);
}

static void
ecpa_consent_flow_finalize (GObject *object)
{
  EcpaConsentFlow *self = ECPA_CONSENT_FLOW (object);

  g_clear_object (&self->scope);
  g_clear_object (&self->text);
  g_clear_pointer (&self->fault, ecpa_fault_free);
  g_free (self->text_scope);
  g_free (self->key);

  G_OBJECT_CLASS (ecpa_consent_flow_parent_class)->finalize (object);
}

static void
ecpa_consent_flow_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  EcpaConsentFlow *self = ECPA_CONSENT_FLOW (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_TEXT:
      g_value_set_object (value, self->text);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->patience.slow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_consent_flow_class_init (EcpaConsentFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = ecpa_consent_flow_dispose;
  object_class->finalize = ecpa_consent_flow_finalize;
  object_class->get_property = ecpa_consent_flow_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ECPA_TYPE_CONSENT_STATE, ECPA_CONSENT_UNKNOWN,
                                              flags);
  properties[PROP_TEXT] = g_param_spec_object ("text", NULL, NULL, ECPA_TYPE_LEGAL_TEXT, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, ECPA_TYPE_FAULT, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_consent_flow_init (EcpaConsentFlow *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_consent_flow_new:
 * @scope: the session
 * @text_scope: what the text is about
 *
 * Returns: (transfer full): a flow that has not asked yet
 */
EcpaConsentFlow *
ecpa_consent_flow_new (EcpaScope  *scope,
                       const char *text_scope)
{
  EcpaConsentFlow *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);
  g_return_val_if_fail (text_scope != NULL, NULL);

  self = g_object_new (ECPA_TYPE_CONSENT_FLOW, NULL);
  self->scope = g_object_ref (scope);
  self->text_scope = g_strdup (text_scope);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, 0);

  return self;
}

/**
 * ecpa_consent_flow_get_state:
 * @self: a flow
 *
 * Returns: where it stands
 */
EcpaConsentState
ecpa_consent_flow_get_state (EcpaConsentFlow *self)
{
  g_return_val_if_fail (ECPA_IS_CONSENT_FLOW (self), ECPA_CONSENT_UNKNOWN);

  return self->state;
}

/**
 * ecpa_consent_flow_get_text:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the text in force
 */
EcpaLegalText *
ecpa_consent_flow_get_text (EcpaConsentFlow *self)
{
  g_return_val_if_fail (ECPA_IS_CONSENT_FLOW (self), NULL);

  return self->text;
}

/**
 * ecpa_consent_flow_get_fault:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): why it failed
 */
EcpaFault *
ecpa_consent_flow_get_fault (EcpaConsentFlow *self)
{
  g_return_val_if_fail (ECPA_IS_CONSENT_FLOW (self), NULL);

  return self->fault;
}

/**
 * ecpa_consent_flow_load:
 * @self: a flow
 *
 * Asks for the text and whether the person has agreed: also where that seemed to be so and the backend says that it is
 * not. Nothing happens while an answer is on its way.
 */
void
ecpa_consent_flow_load (EcpaConsentFlow *self)
{
  EcpaServices *services;

  g_return_if_fail (ECPA_IS_CONSENT_FLOW (self));

  if (!ecpa_scope_is_alive (self->scope) || self->state == ECPA_CONSENT_LOADING
      || self->state == ECPA_CONSENT_SENDING)
    return;

  services = ecpa_scope_get_services (self->scope);
  go_to (self, ECPA_CONSENT_LOADING, NULL);
  ecpa_account_service_get_text_async (ecpa_services_get_account (services), self->text_scope,
                                       ecpa_scope_get_cancellable (self->scope), text_loaded_cb,
                                       g_object_ref (self));
}

/**
 * ecpa_consent_flow_agree:
 * @self: a flow
 *
 * Agrees to exactly the version shown. After a failure the text is loaded again first, as it may have been recorded or
 * replaced by then; so this does something in %ECPA_CONSENT_NEEDED only.
 */
void
ecpa_consent_flow_agree (EcpaConsentFlow *self)
{
  EcpaServices *services;

  g_return_if_fail (ECPA_IS_CONSENT_FLOW (self));

  if (!ecpa_scope_is_alive (self->scope) || self->state != ECPA_CONSENT_NEEDED)
    return;

  services = ecpa_scope_get_services (self->scope);
  if (self->key == NULL)
    self->key = g_uuid_string_random ();
  go_to (self, ECPA_CONSENT_SENDING, NULL);
  ecpa_account_service_agree_async (ecpa_services_get_account (services), self->text, self->key,
                                    ecpa_scope_get_cancellable (self->scope), text_agreed_cb, g_object_ref (self));
}

/**
 * ecpa_consent_flow_is_slow:
 * @self: a flow
 *
 * Returns: whether an answer takes longer than usual, and is still being waited for
 */
gboolean
ecpa_consent_flow_is_slow (EcpaConsentFlow *self)
{
  g_return_val_if_fail (ECPA_IS_CONSENT_FLOW (self), FALSE);

  return self->patience.slow;
}
