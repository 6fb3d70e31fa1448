/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-guide-keeper.h"

#include "ecpa-guide.h"

#define STAGE_NONE "none"
#define STAGE_DONE "done"

/* Types -------------------------------------------------------------------- */

struct _EcpaGuideKeeper
{
  GObject         parent_instance;

  /* Owned */
  GSettings      *settings;     /* nullable */
  char           *stage;        /* what the setting says: none, done, or what the person holds */

  /* Borrowed: outlives this */
  EcpaWizardHost *host;
};

G_DEFINE_FINAL_TYPE (EcpaGuideKeeper, ecpa_guide_keeper, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_stage (EcpaGuideKeeper *self,
           const char      *stage)
{
  if (g_str_equal (self->stage, stage))
    return;

  g_free (self->stage);
  self->stage = g_strdup (stage);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "guide", stage);
}

static gboolean
is_under_way (EcpaGuideKeeper *self)
{
  return !g_str_equal (self->stage, STAGE_NONE) && !g_str_equal (self->stage, STAGE_DONE);
}

/* Callbacks ---------------------------------------------------------------- */

static void
answered_cb (EcpaWizardDraft *draft,
             const char      *name,
             EcpaGuideKeeper *self)
{
  const char *holds = ecpa_wizard_draft_get (draft, ECPA_GUIDE_HOLDS);

  /* What is wiped at the end is no answer. */
  if (*holds != '\0')
    set_stage (self, holds);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_guide_keeper_finalize (GObject *object)
{
  EcpaGuideKeeper *self = ECPA_GUIDE_KEEPER (object);

  g_clear_object (&self->settings);
  g_free (self->stage);

  G_OBJECT_CLASS (ecpa_guide_keeper_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_guide_keeper_class_init (EcpaGuideKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_guide_keeper_finalize;
}

static void
ecpa_guide_keeper_init (EcpaGuideKeeper *self)
{
  self->stage = g_strdup (STAGE_NONE);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_guide_keeper_new:
 * @host: where wizards are opened; has to outlive this
 * @settings: (nullable): where it is kept how far somebody has come
 *
 * Returns: (transfer full): a keeper
 */
EcpaGuideKeeper *
ecpa_guide_keeper_new (EcpaWizardHost *host,
                       GSettings      *settings)
{
  EcpaGuideKeeper *self;

  g_return_val_if_fail (ECPA_IS_WIZARD_HOST (host), NULL);

  self = g_object_new (ECPA_TYPE_GUIDE_KEEPER, NULL);
  self->host = host;
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      g_free (self->stage);
      self->stage = g_settings_get_string (settings, "guide");
    }

  return self;
}

/**
 * ecpa_guide_keeper_is_new:
 * @self: a keeper
 *
 * Returns: whether nobody has signed in here before, nor begun the guide
 */
gboolean
ecpa_guide_keeper_is_new (EcpaGuideKeeper *self)
{
  g_return_val_if_fail (ECPA_IS_GUIDE_KEEPER (self), FALSE);

  return g_str_equal (self->stage, STAGE_NONE);
}

/**
 * ecpa_guide_keeper_resume:
 * @self: a keeper
 *
 * After a start: opens the guide where it stopped, with what was answered. What has been done since is seen from the card.
 *
 * Returns: whether it was under way
 */
gboolean
ecpa_guide_keeper_resume (EcpaGuideKeeper *self)
{
  EcpaWizardFlow *flow;

  g_return_val_if_fail (ECPA_IS_GUIDE_KEEPER (self), FALSE);

  if (!is_under_way (self) || g_str_equal (self->stage, ECPA_GUIDE_ACCOUNT) || !ecpa_wizard_host_open (self->host, "guide"))
    return FALSE;

  flow = ecpa_wizard_host_get_flow (self->host);
  ecpa_wizard_draft_set (ecpa_wizard_flow_get_draft (flow), ECPA_GUIDE_HOLDS, self->stage);
  ecpa_wizard_flow_forward (flow);
  ecpa_guide_keeper_watch (self);

  return TRUE;
}

/**
 * ecpa_guide_keeper_watch:
 * @self: a keeper
 *
 * The guide has been opened: remembers what is answered.
 */
void
ecpa_guide_keeper_watch (EcpaGuideKeeper *self)
{
  EcpaWizardFlow *flow;

  g_return_if_fail (ECPA_IS_GUIDE_KEEPER (self));

  flow = ecpa_wizard_host_get_flow (self->host);
  if (flow != NULL)
    g_signal_connect_object (ecpa_wizard_flow_get_draft (flow), "changed::" ECPA_GUIDE_HOLDS, G_CALLBACK (answered_cb),
                             self, 0);
}

/**
 * ecpa_guide_keeper_go_on:
 * @self: a keeper
 * @kind: the wizard that is over
 * @outcome: (nullable): how; %NULL where it was left
 *
 * Opens what is missing next, if the guide is under way.
 *
 * Returns: (transfer none) (nullable): where to sign in; %NULL where another wizard has been opened or the guide has
 *   nothing to do with it
 */
const char *
ecpa_guide_keeper_go_on (EcpaGuideKeeper *self,
                         const char      *kind,
                         const char      *outcome)
{
  const char *next;

  g_return_val_if_fail (ECPA_IS_GUIDE_KEEPER (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  if (g_str_equal (kind, "guide"))
    {
      /* Whoever leaves it does not want it now; it is offered again. */
      if (outcome == NULL || g_str_equal (outcome, ECPA_GUIDE_NOWHERE))
        set_stage (self, STAGE_NONE);
      next = outcome;
    }
  else
    next = outcome != NULL && is_under_way (self) ? ecpa_guide_after (self->stage, kind) : NULL;

  if (next == NULL || g_str_equal (next, ECPA_GUIDE_SIGN_IN) || g_str_equal (next, ECPA_GUIDE_SIGN_IN_BY_ACCOUNT)
      || g_str_equal (next, ECPA_GUIDE_NOWHERE) || !ecpa_wizard_host_open (self->host, next))
    return next;

  return NULL;
}

/**
 * ecpa_guide_keeper_end:
 * @self: a keeper
 *
 * Somebody has signed in here: nobody meets the guide again but by asking for it.
 */
void
ecpa_guide_keeper_end (EcpaGuideKeeper *self)
{
  g_return_if_fail (ECPA_IS_GUIDE_KEEPER (self));

  set_stage (self, STAGE_DONE);
}
