/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-order-service.h"

#include "ecpa-endpoints.h"
#include "ecpa-relay.h"

#define PAGE_SIZE 20
#define SEARCH_ATTEMPTS 3       /* a search is a read, so repeating it does no harm */

/* Types -------------------------------------------------------------------- */

struct _EcpaOrderService
{
  GObject          parent_instance;

  /* Owned */
  EcpaClient      *client;
  EcpaReceiptKeys *keys;
};

typedef struct
{
  char       *order_id;
  EcpaSecret *token;            /* nullable: of the session that it was signed for in */
} Signing;

G_DEFINE_FINAL_TYPE (EcpaOrderService, ecpa_order_service, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
signing_free (gpointer data)
{
  Signing *signing = data;

  g_clear_pointer (&signing->token, ecpa_secret_unref);
  g_free (signing->order_id);
  g_free (signing);
}

static char *
order_path (const char *order_id,
            const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (order_id, NULL, FALSE);

  return g_strconcat (ECPA_PATH_ORDERS, "/", escaped, rest, NULL);
}

/* Callbacks ---------------------------------------------------------------- */

static void
receipt_answered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaOrderService *self = g_task_get_source_object (task);
  const char *order_id = ((Signing *) g_task_get_task_data (task))->order_id;
  g_autoptr (EcpaReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  if (!ecpa_client_call_finish (self->client, result, (gpointer *) &receipt, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (receipt->order_id, order_id) != 0)
    g_task_return_new_error (task, ECPA_CLIENT_ERROR, ECPA_CLIENT_ERROR_BAD_ANSWER, "A receipt for another order");
  else
    {
      ecpa_receipt_keys_acknowledge (self->keys, order_id);
      g_task_return_pointer (task, g_steal_pointer (&receipt), g_object_unref);
    }
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaOrderService *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = ecpa_receipt_keys_get_finish (self->keys, result, &error);
  Signing *signing = g_task_get_task_data (task);
  g_autofree char *path = NULL;
  g_autoptr (EcpaRequest) request = NULL;

  if (key == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  path = order_path (signing->order_id, "/receipts");
  request = ecpa_request_new ("POST", path, ECPA_TYPE_RECEIPT);
  ecpa_request_set_body (request, "{}");
  ecpa_request_set_key (request, key);
  request->token = g_steal_pointer (&signing->token);
  /* What the person has signed for arrives, whoever stops waiting for it. */
  ecpa_client_call_async (self->client, request, NULL, receipt_answered_cb, g_object_ref (task));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_order_service_finalize (GObject *object)
{
  EcpaOrderService *self = ECPA_ORDER_SERVICE (object);

  g_clear_object (&self->client);
  g_clear_object (&self->keys);

  G_OBJECT_CLASS (ecpa_order_service_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_order_service_class_init (EcpaOrderServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_order_service_finalize;
}

static void
ecpa_order_service_init (EcpaOrderService *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_order_service_new:
 * @client: the way to the backend
 * @keys: the idempotency keys
 *
 * Returns: (transfer full): a service
 */
EcpaOrderService *
ecpa_order_service_new (EcpaClient      *client,
                        EcpaReceiptKeys *keys)
{
  EcpaOrderService *self;

  g_return_val_if_fail (ECPA_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ECPA_IS_RECEIPT_KEYS (keys), NULL);

  self = g_object_new (ECPA_TYPE_ORDER_SERVICE, NULL);
  self->client = g_object_ref (client);
  self->keys = g_object_ref (keys);

  return self;
}

/**
 * ecpa_order_service_list_async:
 * @self: a service
 * @unsigned_only: only what waits for a signature
 * @cursor: (nullable): where the page begins, from the one before
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 */
void
ecpa_order_service_list_async (EcpaOrderService    *self,
                               gboolean             unsigned_only,
                               const char          *cursor,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GString) path = NULL;
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ORDER_SERVICE (self));

  path = g_string_new (NULL);
  g_string_printf (path, ECPA_PATH_ORDERS "?state=%s&limit=%d", unsigned_only ? "unsigned" : "all", PAGE_SIZE);
  if (cursor != NULL)
    {
      g_string_append (path, "&cursor=");
      g_string_append_uri_escaped (path, cursor, NULL, FALSE);
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_order_service_list_async);
  request = ecpa_request_new ("GET", path->str, ECPA_TYPE_ORDER_PAGE);
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_order_service_list_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): a page
 */
EcpaOrderPage *
ecpa_order_service_list_finish (EcpaOrderService  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_order_service_search_async:
 * @self: a service
 * @query: what is looked for, and which rows of what is found
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Looks through the person's own history (O3). The rows are made on the worker's thread.
 */
void
ecpa_order_service_search_async (EcpaOrderService    *self,
                                 EcpaOrderQuery      *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ORDER_SERVICE (self));
  g_return_if_fail (ECPA_IS_ORDER_QUERY (query));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_order_service_search_async);
  request = ecpa_request_new ("POST", ECPA_PATH_ORDER_SEARCHES, ECPA_TYPE_ORDER_SEARCH);
  ecpa_request_set_record (request, ECPA_RECORD (query));
  request->attempts = SEARCH_ATTEMPTS;
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_order_service_search_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): what was found
 */
EcpaOrderSearch *
ecpa_order_service_search_finish (EcpaOrderService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_order_service_open_async:
 * @self: a service
 * @summary: the order's line
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Fetches the document; of an electronic order 檢視 is recorded with it.
 */
void
ecpa_order_service_open_async (EcpaOrderService    *self,
                               EcpaOrderSummary    *summary,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *path = NULL;
  g_autoptr (EcpaRequest) request = NULL;
  GTask *task;

  g_return_if_fail (ECPA_IS_ORDER_SERVICE (self));
  g_return_if_fail (ECPA_IS_ORDER_SUMMARY (summary));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_order_service_open_async);
  path = order_path (summary->id, summary->electronic ? "/view" : NULL);
  request = ecpa_request_new (summary->electronic ? "PUT" : "GET", path, ECPA_TYPE_ORDER);
  if (summary->electronic)
    {
      g_autofree char *key = g_uuid_string_random ();

      ecpa_request_set_key (request, key);
    }
  ecpa_relay (self->client, request, task);
}

/**
 * ecpa_order_service_open_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: as [method@Client.call_finish]
 *
 * Returns: (transfer full): the document
 */
EcpaOrder *
ecpa_order_service_open_finish (EcpaOrderService  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_order_service_sign_async:
 * @self: a service
 * @order_id: the order
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * A cancellation is only heeded in the answer: what has been signed for is sent all the same.
 *
 * Signs for an order (簽收): its key is on the disk before anything is sent, and the request is repeated under it until
 * the backend answers. Any number of tries, restarts included, makes one receipt.
 */
void
ecpa_order_service_sign_async (EcpaOrderService    *self,
                               const char          *order_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Signing *signing;
  GTask *task;

  g_return_if_fail (ECPA_IS_ORDER_SERVICE (self));
  g_return_if_fail (order_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_order_service_sign_async);
  signing = g_new0 (Signing, 1);
  signing->order_id = g_strdup (order_id);
  signing->token = ecpa_client_dup_token (self->client);
  g_task_set_task_data (task, signing, signing_free);
  ecpa_receipt_keys_get_async (self->keys, order_id, NULL, key_found_cb, task);
}

/**
 * ecpa_order_service_sign_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: %G_FILE_ERROR where the key could not be kept; else as [method@Client.call_finish]
 *
 * Returns: (transfer full): the receipt
 */
EcpaReceipt *
ecpa_order_service_sign_finish (EcpaOrderService  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
