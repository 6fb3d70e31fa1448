/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-code-courier.h"

#include "ecpa-wizard-flow.h"

/* The field of a draft that holds it. */
#define FIELD "code"

/* Types -------------------------------------------------------------------- */

struct _EcpaCodeCourier
{
  GObject         parent_instance;

  /* Owned */
  char           *kind; /* nullable: there is nothing to bring */
  EcpaSecret     *code;

  /* Borrowed */
  EcpaWizardHost *host;
  EcpaWizardFlow *flow; /* nullable: who has it, until nothing can take its place any more */

  gboolean        asked;
};

G_DEFINE_FINAL_TYPE (EcpaCodeCourier, ecpa_code_courier, G_TYPE_OBJECT)

/* Wizards that have a step for the code, beside the one that is for nothing else. */
static const struct
{
  const char *kind;
  const char *open;
} takers[] = {
  { "verification", "verification" },
  { "verification", "registration" },
  { "verification", "contacts" },
  { "forgotten", "forgotten" },
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
takes (EcpaWizardFlow *flow,
       const char     *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (takers); i++)
    if (g_str_equal (takers[i].kind, kind) && g_str_equal (takers[i].open, ecpa_wizard_flow_get_kind (flow)))
      return TRUE;

  return FALSE;
}

static void
let_go (EcpaCodeCourier *self)
{
  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_data (self->flow, self);
  g_clear_weak_pointer (&self->flow);
  g_clear_pointer (&self->code, ecpa_secret_unref);
  g_clear_pointer (&self->kind, g_free);
}

static void
fill_in (EcpaCodeCourier *self)
{
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (self->flow), FIELD, ecpa_secret_peek (self->code, NULL));
}

/* Callbacks ---------------------------------------------------------------- */

/* Going on with what was typed earlier brings back an older code. */
static void
state_changed_cb (EcpaCodeCourier *self)
{
  EcpaWizardState state = ecpa_wizard_flow_get_state (self->flow);

  if (state == ECPA_WIZARD_ASKING)
    self->asked = TRUE;
  if (state != ECPA_WIZARD_STEP || !self->asked)
    return;
  fill_in (self);
  let_go (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_code_courier_dispose (GObject *object)
{
  EcpaCodeCourier *self = ECPA_CODE_COURIER (object);

  let_go (self);
  g_clear_weak_pointer (&self->host);

  G_OBJECT_CLASS (ecpa_code_courier_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_code_courier_class_init (EcpaCodeCourierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_code_courier_dispose;
}

static void
ecpa_code_courier_init (EcpaCodeCourier *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_code_courier_new:
 * @host: where wizards are
 *
 * Returns: (transfer full): a courier
 */
EcpaCodeCourier *
ecpa_code_courier_new (EcpaWizardHost *host)
{
  EcpaCodeCourier *self;

  g_return_val_if_fail (ECPA_IS_WIZARD_HOST (host), NULL);

  self = g_object_new (ECPA_TYPE_CODE_COURIER, NULL);
  g_set_weak_pointer (&self->host, host);

  return self;
}

/**
 * ecpa_code_courier_bring:
 * @self: a courier
 * @kind: the wizard that the code is for, `verification` or `forgotten`
 * @code: the code
 *
 * Fills the code in, in place of one that was brought before. It is not sent: the person sees it and goes on.
 */
void
ecpa_code_courier_bring (EcpaCodeCourier *self,
                         const char      *kind,
                         EcpaSecret      *code)
{
  g_return_if_fail (ECPA_IS_CODE_COURIER (self));
  g_return_if_fail (kind != NULL && code != NULL);

  let_go (self);
  self->kind = g_strdup (kind);
  self->code = ecpa_secret_ref (code);
  ecpa_code_courier_look (self);
}

/**
 * ecpa_code_courier_look:
 * @self: a courier
 *
 * There may be something now to open the wizard with.
 */
void
ecpa_code_courier_look (EcpaCodeCourier *self)
{
  EcpaWizardFlow *flow;

  g_return_if_fail (ECPA_IS_CODE_COURIER (self));

  if (self->kind == NULL || self->host == NULL || self->flow != NULL)
    return;

  flow = ecpa_wizard_host_get_flow (self->host);
  if (flow == NULL || !takes (flow, self->kind))
    {
      if (!ecpa_wizard_host_open (self->host, self->kind))
        return;
      flow = ecpa_wizard_host_get_flow (self->host);
    }
  g_set_weak_pointer (&self->flow, flow);
  self->asked = ecpa_wizard_flow_get_state (flow) == ECPA_WIZARD_ASKING;
  g_signal_connect_object (flow, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "finished", G_CALLBACK (let_go), self, G_CONNECT_SWAPPED);
  fill_in (self);
}
