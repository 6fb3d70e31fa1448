/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-wizard-flow-private.h"

#include "ecpa-card-transport.h"

/* Auxiliaries -------------------------------------------------------------- */

/* The card that is looked at; once the wizard is bound to one, that one, wherever it is. */
static const EcpaReaderView *
find_card (EcpaWizardFlow *self)
{
  for (guint i = 0; i < self->view->readers->len; i++)
    {
      const EcpaReaderView *reader = self->view->readers->pdata[i];

      if (reader->state == ECPA_CARD_VIEW_READY
          && (self->digest != NULL ? g_strcmp0 (reader->digest, self->digest) == 0 : reader->chosen))
        return reader;
    }

  return NULL;
}

/* Callbacks ---------------------------------------------------------------- */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaWizardFlow *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaCardSession) session =
    ecpa_registration_service_open_finish (ecpa_services_get_registration (self->services), result, &error);

  if (session == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  ecpa_wizard_flow_keep (self, "session", G_OBJECT (session));
  if (self->plan->opened != NULL && !self->plan->opened (self, session, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->digest == NULL)
    self->digest = g_strdup (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_wizard_flow_get_card:
 * @self: a wizard
 *
 * Returns: the serial of the card that the wizard is about, 0 for none
 */
guint64
ecpa_wizard_flow_get_card (EcpaWizardFlow *self)
{
  const EcpaReaderView *card;

  g_return_val_if_fail (ECPA_IS_WIZARD_FLOW (self), 0);

  card = find_card (self);

  return card != NULL ? card->serial : 0;
}

/**
 * ecpa_wizard_card_step_check:
 * @flow: a wizard
 *
 * Returns: whether a health card is in
 */
gboolean
ecpa_wizard_card_step_check (EcpaWizardFlow *flow)
{
  return ecpa_wizard_flow_get_card (flow) != 0;
}

/**
 * ecpa_wizard_card_step_apply:
 * @flow: a wizard
 * @task: (transfer full): answered once the card has proved itself
 *
 * 讀取: opens the card's session and binds the wizard to the card.
 */
void
ecpa_wizard_card_step_apply (EcpaWizardFlow *flow,
                             GTask          *task)
{
  const EcpaReaderView *card = find_card (flow);

  if (card == NULL)
    {
      g_task_return_new_error (task, ECPA_CARD_ERROR, ECPA_CARD_ERROR_CHANGED, "The card is not there any more");
      g_object_unref (task);
      return;
    }

  g_task_set_task_data (task, g_strdup (card->digest), g_free);
  ecpa_registration_service_open_async (ecpa_services_get_registration (flow->services), card->serial,
                                        g_task_get_cancellable (task), opened_cb, task);
}
