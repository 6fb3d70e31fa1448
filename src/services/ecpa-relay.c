/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-relay.h"

typedef struct
{
  EcpaClient *client;
  GTask      *task;
} Relay;

static void
call_answered_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Relay *relay = user_data;
  g_autoptr (GError) error = NULL;
  gpointer record = NULL;

  if (!ecpa_client_call_finish (relay->client, result, &record, &error))
    g_task_return_error (relay->task, g_steal_pointer (&error));
  else
    g_task_return_pointer (relay->task, record, g_object_unref);

  g_object_unref (relay->task);
  g_object_unref (relay->client);
  g_free (relay);
}

/**
 * ecpa_relay:
 * @client: the client
 * @request: what to ask
 * @task: (transfer full): a service's task, answered with the client's answer
 *
 * The middle of a service's `_async` and `_finish` where there is nothing between them but one request.
 */
void
ecpa_relay (EcpaClient  *client,
            EcpaRequest *request,
            GTask       *task)
{
  Relay *relay = g_new0 (Relay, 1);

  relay->client = g_object_ref (client);
  relay->task = task;
  ecpa_client_call_async (client, request, g_task_get_cancellable (task), call_answered_cb, relay);
}
