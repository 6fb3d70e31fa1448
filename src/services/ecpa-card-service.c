/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-service.h"

#include "ecpa-card-rack.h"

/* Types -------------------------------------------------------------------- */

/* Where the worker leaves the newest view; the owner's thread fetches it. */
typedef struct
{
  GMutex           lock;
  GMainContext    *context;
  EcpaCardView    *latest;      /* guarded by lock */
  gboolean         scheduled;   /* guarded by lock */
  EcpaCardService *service;     /* owner's thread only; NULL once it has gone */
} Mailbox;

struct _EcpaCardService
{
  GObject       parent_instance;

  /* Owned */
  EcpaWorker   *worker;
  EcpaCardRack *rack;
  Mailbox      *mailbox;
  EcpaCardView *view;
  gboolean      stopped;
};

typedef struct
{
  EcpaCardRack          *rack;
  guint64                serial;
  EcpaCardChallengeFunc  fetch;
  gpointer               fetch_data;
  GDestroyNotify         fetch_destroy;
  GTask                 *task;
} ProveRequest;

typedef struct
{
  EcpaCardRack *rack;
  char         *reader;
} Choice;

typedef struct
{
  EcpaCardRack *rack;
  guint64       insertion;
  GTask        *task;
} CheckRequest;

typedef struct
{
  EcpaCardRack *rack;
  guint64       serial;
  GBytes       *key;
  GTask        *task;           /* nullable: the caller's */
} DeriveRequest;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaCardService, ecpa_card_service, G_TYPE_OBJECT)

/* The mailbox -------------------------------------------------------------- */

static void
mailbox_clear (gpointer data)
{
  Mailbox *mailbox = data;

  g_clear_pointer (&mailbox->latest, ecpa_card_view_unref);
  g_main_context_unref (mailbox->context);
  g_mutex_clear (&mailbox->lock);
}

static void
mailbox_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, mailbox_clear);
}

static gboolean
mailbox_opened_cb (gpointer data)
{
  Mailbox *mailbox = data;
  g_autoptr (EcpaCardService) self = mailbox->service != NULL ? g_object_ref (mailbox->service) : NULL;
  g_autoptr (EcpaCardView) view = NULL;

  g_mutex_lock (&mailbox->lock);
  view = g_steal_pointer (&mailbox->latest);
  mailbox->scheduled = FALSE;
  g_mutex_unlock (&mailbox->lock);

  if (self != NULL && !self->stopped && view != NULL)
    {
      g_clear_pointer (&self->view, ecpa_card_view_unref);
      self->view = g_steal_pointer (&view);
      g_signal_emit (self, signals[CHANGED], 0);
    }

  return G_SOURCE_REMOVE;
}

/* Worker thread */
static void
view_published_cb (EcpaCardView *view,
                   gpointer      user_data)
{
  Mailbox *mailbox = user_data;
  gboolean scheduled;

  g_mutex_lock (&mailbox->lock);
  g_clear_pointer (&mailbox->latest, ecpa_card_view_unref);
  mailbox->latest = ecpa_card_view_ref (view);
  scheduled = mailbox->scheduled;
  mailbox->scheduled = TRUE;
  g_mutex_unlock (&mailbox->lock);

  if (!scheduled)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_name (source, "ecpa-card-view");
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, mailbox_opened_cb, g_atomic_rc_box_acquire (mailbox), mailbox_unref);
      g_source_attach (source, mailbox->context);
    }
}

/* On the worker ------------------------------------------------------------ */

static void
start_in_worker (gpointer data)
{
  ecpa_card_rack_start (data);
}

static void
retry_in_worker (gpointer data)
{
  ecpa_card_rack_retry (data);
}

static void
choose_in_worker (gpointer data)
{
  Choice *choice = data;

  ecpa_card_rack_choose (choice->rack, choice->reader);
}

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->rack);
  g_free (choice->reader);
  g_free (choice);
}

static void
check_in_worker (gpointer data)
{
  CheckRequest *request = data;

  ecpa_card_rack_check (request->rack, request->insertion, g_steal_pointer (&request->task));
}

static void
check_request_free (gpointer data)
{
  CheckRequest *request = data;

  if (request->task != NULL)
    g_task_return_new_error (request->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_clear_object (&request->task);
  g_object_unref (request->rack);
  g_free (request);
}

static void
derive_in_worker (gpointer data)
{
  DeriveRequest *request = data;

  ecpa_card_rack_derive (request->rack, request->serial, request->key, g_steal_pointer (&request->task));
}

static void
derive_request_free (gpointer data)
{
  DeriveRequest *request = data;

  if (request->task != NULL)
    g_task_return_new_error (request->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_clear_object (&request->task);
  g_object_unref (request->rack);
  g_bytes_unref (request->key);
  g_free (request);
}

static void
stop_in_worker (gpointer data)
{
  ecpa_card_rack_stop (data);
}

static void
prove_in_worker (gpointer data)
{
  ProveRequest *request = data;

  ecpa_card_rack_prove (request->rack, request->serial, request->fetch, g_steal_pointer (&request->fetch_data),
                        g_steal_pointer (&request->fetch_destroy), g_steal_pointer (&request->task));
}

static void
prove_request_free (gpointer data)
{
  ProveRequest *request = data;

  if (request->task != NULL)
    g_task_return_new_error (request->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_clear_object (&request->task);
  if (request->fetch_destroy != NULL)
    request->fetch_destroy (request->fetch_data);
  g_clear_object (&request->rack);
  g_free (request);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_card_service_dispose (GObject *object)
{
  EcpaCardService *self = ECPA_CARD_SERVICE (object);

  ecpa_card_service_stop (self);
  if (self->mailbox != NULL)
    self->mailbox->service = NULL;

  G_OBJECT_CLASS (ecpa_card_service_parent_class)->dispose (object);
}

static void
ecpa_card_service_finalize (GObject *object)
{
  EcpaCardService *self = ECPA_CARD_SERVICE (object);

  g_clear_object (&self->rack);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->mailbox, mailbox_unref);
  g_clear_pointer (&self->view, ecpa_card_view_unref);

  G_OBJECT_CLASS (ecpa_card_service_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_card_service_class_init (EcpaCardServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ecpa_card_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = ecpa_card_service_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ecpa_card_service_init (EcpaCardService *self)
{
  self->view = ecpa_card_view_new (ECPA_CARD_VIEW_NO_READER);
  self->mailbox = g_atomic_rc_box_new0 (Mailbox);
  g_mutex_init (&self->mailbox->lock);
  self->mailbox->context = g_main_context_ref_thread_default ();
  self->mailbox->service = self;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_service_new:
 * @worker: the worker
 * @transport: the readers
 *
 * Returns: (transfer full): a service of the calling thread that begins to watch at once
 */
EcpaCardService *
ecpa_card_service_new (EcpaWorker        *worker,
                       EcpaCardTransport *transport)
{
  EcpaCardService *self;

  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);
  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);

  self = g_object_new (ECPA_TYPE_CARD_SERVICE, NULL);
  self->worker = g_object_ref (worker);
  self->rack = ecpa_card_rack_new (worker, transport, view_published_cb, g_atomic_rc_box_acquire (self->mailbox),
                                   mailbox_unref);
  ecpa_worker_invoke (worker, start_in_worker, g_object_ref (self->rack), g_object_unref);

  return self;
}

/**
 * ecpa_card_service_get_view:
 * @self: a service
 *
 * Returns: (transfer none): what the readers offer; valid until the next `changed`
 */
EcpaCardView *
ecpa_card_service_get_view (EcpaCardService *self)
{
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (self), NULL);

  return self->view;
}

/**
 * ecpa_card_service_retry:
 * @self: a service
 *
 * Looks for the reader service again and reads again what failed for a reason that may have passed.
 */
void
ecpa_card_service_retry (EcpaCardService *self)
{
  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));

  if (!self->stopped)
    ecpa_worker_invoke (self->worker, retry_in_worker, g_object_ref (self->rack), g_object_unref);
}

/**
 * ecpa_card_service_choose:
 * @self: a service
 * @reader: (nullable): the reader that the person wants; %NULL: whichever has a card that serves
 *
 * The choice holds until that reader or the card in it goes; the view says by `picked_automatically` whether one holds.
 */
void
ecpa_card_service_choose (EcpaCardService *self,
                          const char      *reader)
{
  Choice *choice;

  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));

  if (self->stopped)
    return;

  choice = g_new0 (Choice, 1);
  choice->rack = g_object_ref (self->rack);
  choice->reader = g_strdup (reader);
  ecpa_worker_invoke (self->worker, choose_in_worker, choice, choice_free);
}

/**
 * ecpa_card_service_check_async:
 * @self: a service
 * @insertion: the card that was shown
 * @cancellable: (nullable): the answer is that it was cancelled, once the card has answered
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Reads once more whose card is in: with some readers a quick swap gives no event. Two APDUs. Where it is another's,
 * the view has changed when @callback is called.
 */
void
ecpa_card_service_check_async (EcpaCardService     *self,
                               guint64              insertion,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  CheckRequest *request;

  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));

  request = g_new0 (CheckRequest, 1);
  request->rack = g_object_ref (self->rack);
  request->insertion = insertion;
  request->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (request->task, ecpa_card_service_check_async);

  ecpa_worker_invoke (self->worker, check_in_worker, request, check_request_free);
}

/**
 * ecpa_card_service_check_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: an #EcpaCardError; %ECPA_CARD_ERROR_IN_USE: another program holds the card, and nothing is known
 *
 * Returns: whether it is the same card still
 */
gboolean
ecpa_card_service_check_finish (EcpaCardService  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_card_service_check_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ecpa_card_service_derive_async:
 * @self: a service
 * @serial: which card, as its view said
 * @key: a key of this computer
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * What only this card and @key make: nobody who has but one of them can work it out. The card is not asked.
 */
void
ecpa_card_service_derive_async (EcpaCardService     *self,
                                guint64              serial,
                                GBytes              *key,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  DeriveRequest *request;

  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));
  g_return_if_fail (key != NULL);

  request = g_new0 (DeriveRequest, 1);
  request->rack = g_object_ref (self->rack);
  request->serial = serial;
  request->key = g_bytes_ref (key);
  request->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (request->task, ecpa_card_service_derive_async);

  ecpa_worker_invoke (self->worker, derive_in_worker, request, derive_request_free);
}

/**
 * ecpa_card_service_derive_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: %ECPA_CARD_ERROR_CHANGED: that card is not there any more
 *
 * Returns: (transfer full) (nullable): 32 bytes
 */
GBytes *
ecpa_card_service_derive_finish (EcpaCardService  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_card_service_derive_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_card_service_prove_async:
 * @self: a service
 * @serial: which card, as its view said
 * @fetch: fetches the backend's challenge; called on the lane, may block
 * @fetch_data: for @fetch
 * @fetch_destroy: (nullable): frees @fetch_data, on any thread
 * @cancellable: (nullable): answered at once, whatever the card does
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Has the card prove itself, in one transaction with a second reading of who it belongs to. Where that fails in a way
 * that casts doubt on what was read, the card is forgotten and read again.
 */
void
ecpa_card_service_prove_async (EcpaCardService       *self,
                               guint64                serial,
                               EcpaCardChallengeFunc  fetch,
                               gpointer               fetch_data,
                               GDestroyNotify         fetch_destroy,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  ProveRequest *request;

  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));
  g_return_if_fail (fetch != NULL);

  request = g_new0 (ProveRequest, 1);
  request->rack = g_object_ref (self->rack);
  request->serial = serial;
  request->fetch = fetch;
  request->fetch_data = fetch_data;
  request->fetch_destroy = fetch_destroy;
  request->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (request->task, ecpa_card_service_prove_async);

  ecpa_worker_invoke (self->worker, prove_in_worker, request, prove_request_free);
}

/**
 * ecpa_card_service_prove_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: an #EcpaCardError, or what @fetch failed with
 *
 * Returns: (transfer full): the proof
 */
EcpaCardProof *
ecpa_card_service_prove_finish (EcpaCardService  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ecpa_card_service_prove_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_card_service_stop:
 * @self: a service
 *
 * Ends watch and lanes; returns at once, and nothing comes after.
 */
void
ecpa_card_service_stop (EcpaCardService *self)
{
  g_return_if_fail (ECPA_IS_CARD_SERVICE (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  if (self->rack != NULL)
    ecpa_worker_invoke (self->worker, stop_in_worker, g_object_ref (self->rack), g_object_unref);
}
