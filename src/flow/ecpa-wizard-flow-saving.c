/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-flow-private.h"

/* From a key to the disk; a step is kept at once. */
#define SAVE_MS 400

/* The step, and the fields. */
#define FORMAT "(sa{ss})"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaWizardFlow *flow;
  char           *digest;
} Looking;

/* Auxiliaries -------------------------------------------------------------- */

static void
looking_free (Looking *looking)
{
  g_object_unref (looking->flow);
  g_free (looking->digest);
  g_free (looking);
}

/* Only for the wizard's own card; before there is one, for the card that is in. */
static gboolean
has_box (EcpaWizardFlow *self)
{
  const char *digest = self->digest != NULL ? self->digest : self->view->digest;

  return self->box != NULL && digest != NULL && g_strcmp0 (digest, self->box_digest) == 0;
}

/* Not over what is about to be offered. */
static gboolean
can_save (EcpaWizardFlow *self)
{
  return has_box (self) && self->saved == NULL && self->state != ECPA_WIZARD_DONE;
}

/* The fields that are there by now are left out of the question. */
static gboolean
has_all (EcpaWizardFlow *self,
         GVariant       *fields)
{
  GVariantIter iter;
  const char *name;
  const char *value;

  g_variant_iter_init (&iter, fields);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    if (!g_str_equal (ecpa_wizard_draft_get (self->draft, name), value))
      return FALSE;

  return TRUE;
}

/* Whether what was kept leads any further than where the person is. */
static gboolean
leads_on (EcpaWizardFlow *self,
          GVariant       *saved)
{
  g_autoptr (GVariant) fields = NULL;
  const char *step;

  g_variant_get (saved, "(&s@a{ss})", &step, &fields);
  for (guint i = 0; i <= self->step; i++)
    if (g_str_equal (self->plan->steps[i].id, step))
      return !has_all (self, fields);

  return TRUE;
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
save_cb (gpointer data)
{
  EcpaWizardFlow *self = data;

  self->save_source = 0;
  ecpa_wizard_flow_save (self);

  return G_SOURCE_REMOVE;
}

static void
box_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Looking *looking = user_data;
  EcpaWizardFlow *self = looking->flow;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaDraftBox) box = ecpa_draft_store_open_finish (ECPA_DRAFT_STORE (source), result, &error);
  GBytes *found = box != NULL ? ecpa_draft_box_get_found (box) : NULL;

  if (box == NULL)
    g_debug ("Wizard %s: nothing is kept for this card: %s", self->plan->kind, error->message);
  else if (g_strcmp0 (looking->digest, self->box_digest) == 0 && self->state != ECPA_WIZARD_DONE)
    {
      g_set_object (&self->box, box);
      if (found != NULL)
        self->saved = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), found, FALSE));
      if (self->saved != NULL && !leads_on (self, self->saved))
        ecpa_wizard_flow_forget_saved (self);
      ecpa_wizard_flow_offer (self);
      ecpa_wizard_flow_save (self);
    }
  looking_free (looking);
}

/* Inside the flow ---------------------------------------------------------- */

/* Of the card that is in, before the wizard is bound to one, or of the one that it is bound to. */
void
ecpa_wizard_flow_look_for_saved (EcpaWizardFlow *self)
{
  const char *digest = self->digest != NULL ? self->digest : self->view->digest;
  guint64 serial = ecpa_wizard_flow_get_card (self);
  Looking *looking;

  if (self->plan->no_draft || serial == 0 || digest == NULL || g_strcmp0 (digest, self->box_digest) == 0
      || self->state == ECPA_WIZARD_DONE)
    return;

  ecpa_wizard_flow_drop_box (self, self->digest != NULL);
  self->box_digest = g_strdup (digest);
  looking = g_new0 (Looking, 1);
  looking->flow = g_object_ref (self);
  looking->digest = g_strdup (digest);
  ecpa_draft_store_open_async (ecpa_services_get_drafts (self->services), serial, self->plan->kind, box_opened_cb,
                               looking);
}

/* What was found while something else went on is offered after it. */
void
ecpa_wizard_flow_offer (EcpaWizardFlow *self)
{
  if (self->saved != NULL && self->state == ECPA_WIZARD_STEP)
    ecpa_wizard_flow_feed (self, ECPA_WIZARD_EVENT_FOUND);
}

/* Takes up what was typed earlier, with this card; the step where it was typed is no longer known to exist for
 * certain. */
void
ecpa_wizard_flow_take_saved (EcpaWizardFlow *self)
{
  g_autoptr (GVariant) saved = g_steal_pointer (&self->saved);
  g_autoptr (GVariant) fields = NULL;
  const char *step;

  if (saved == NULL)
    return;

  if (self->digest == NULL)
    self->digest = g_strdup (self->box_digest);
  g_variant_get (saved, "(&s@a{ss})", &step, &fields);
  ecpa_wizard_draft_take_fields (self->draft, fields);
  for (guint i = 0; i < self->plan->n_steps; i++)
    if (g_str_equal (self->plan->steps[i].id, step))
      self->step = i;
}

void
ecpa_wizard_flow_forget_saved (EcpaWizardFlow *self)
{
  g_clear_pointer (&self->saved, g_variant_unref);
}

void
ecpa_wizard_flow_save (EcpaWizardFlow *self)
{
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (GVariant) draft = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!can_save (self))
    return;

  /* where a card has not even been read, only what was typed is worth it */
  fields = ecpa_wizard_draft_dup_fields (self->draft);
  if (self->digest == NULL && g_variant_n_children (fields) == 0)
    return;

  draft = g_variant_ref_sink (g_variant_new ("(s@a{ss})", self->plan->steps[MAX (self->step, self->return_to)].id, fields));
  bytes = g_variant_get_data_as_bytes (draft);
  ecpa_draft_box_save (self->box, bytes);
}

void
ecpa_wizard_flow_save_soon (EcpaWizardFlow *self)
{
  if (self->save_source == 0 && can_save (self))
    self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

/* The wizard is over, or begins with another card. */
void
ecpa_wizard_flow_drop_box (EcpaWizardFlow *self,
                           gboolean        keep)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!keep && self->box != NULL && self->saved == NULL
      && (self->digest == NULL || g_str_equal (self->digest, self->box_digest)))
    ecpa_draft_box_drop (self->box);
  g_clear_object (&self->box);
  g_clear_pointer (&self->box_digest, g_free);
  ecpa_wizard_flow_forget_saved (self);
}
