/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-clerk.h"

/* What joins a transaction at most. */
#define ROUND_LIMIT 256

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaClerkFunc func;
  gpointer      data;
} Work;

typedef struct
{
  EcpaClerkWritten func;
  gpointer         data;
} Waiting;

struct _EcpaClerk
{
  GObject       parent_instance;

  /* Owned */
  EcpaStore    *store;  /* the thread's alone while it runs */
  GMainContext *owner;  /* where what is delivered goes */
  GMainContext *own;
  GAsyncQueue  *queue;  /* of Work */
  GThread      *thread;
  int           ended;  /* atomic */

  /* The thread's alone */
  GSource      *source;
  GArray       *waiting; /* of Waiting: until the commit */
  GArray       *outbox;  /* of Work: for the owner */
};

typedef struct
{
  GSource    source;
  EcpaClerk *clerk;
} QueueSource;

G_DEFINE_FINAL_TYPE (EcpaClerk, ecpa_clerk, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
queue_prepare (GSource *source,
               int     *timeout)
{
  *timeout = -1;
  return g_async_queue_length (((QueueSource *) source)->clerk->queue) > 0;
}

static gboolean
queue_check (GSource *source)
{
  return g_async_queue_length (((QueueSource *) source)->clerk->queue) > 0;
}

static gboolean
queue_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  EcpaClerk *self = ((QueueSource *) source)->clerk;

  for (int n = MIN (g_async_queue_length (self->queue), ROUND_LIMIT); n > 0; n--)
    {
      Work *work = g_async_queue_pop (self->queue);

      work->func (work->data);
      g_free (work);
    }

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs queue_funcs = { .prepare = queue_prepare, .check = queue_check, .dispatch = queue_dispatch };

/* Callbacks ---------------------------------------------------------------- */

static gboolean
deliver_cb (gpointer user_data)
{
  GArray *outbox = user_data;

  for (guint i = 0; i < outbox->len; i++)
    {
      Work *item = &g_array_index (outbox, Work, i);

      item->func (item->data);
    }

  return G_SOURCE_REMOVE;
}

/* Auxiliaries of the thread ------------------------------------------------ */

static void
send_outbox (EcpaClerk *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->outbox->len == 0)
    return;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "ecpa-clerk");
  g_source_set_callback (source, deliver_cb, self->outbox, (GDestroyNotify) g_array_unref);
  self->outbox = g_array_new (FALSE, FALSE, sizeof (Work));
  g_source_attach (source, self->owner);
}

/* What comes after the commit may wait for the next one already. */
static void
end_round (EcpaClerk *self)
{
  g_autoptr (GArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = NULL;

  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  if (!ecpa_store_end_batch (self->store, &error))
    g_warning ("%u pieces of work were lost: %s", waiting->len, error->message);
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiting *item = &g_array_index (waiting, Waiting, i);

      item->func (item->data, error);
    }
  send_outbox (self);
}

static gpointer
run_thread (gpointer user_data)
{
  EcpaClerk *self = user_data;

  g_main_context_push_thread_default (self->own);
  ecpa_store_set_batching (self->store, TRUE);
  while (!g_atomic_int_get (&self->ended) || g_async_queue_length (self->queue) > 0 || self->waiting->len > 0)
    {
      g_main_context_iteration (self->own, self->waiting->len == 0);
      end_round (self);
    }
  ecpa_store_set_batching (self->store, FALSE);
  g_main_context_pop_thread_default (self->own);

  return NULL;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_clerk_finalize (GObject *object)
{
  EcpaClerk *self = ECPA_CLERK (object);

  g_assert (!ecpa_clerk_is_here (self));

  g_atomic_int_set (&self->ended, TRUE);
  g_main_context_wakeup (self->own);
  g_thread_join (self->thread);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_array_unref (self->waiting);
  g_array_unref (self->outbox);
  g_async_queue_unref (self->queue);
  g_main_context_unref (self->own);
  g_main_context_unref (self->owner);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ecpa_clerk_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_clerk_class_init (EcpaClerkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_clerk_finalize;
}

static void
ecpa_clerk_init (EcpaClerk *self)
{
  self->queue = g_async_queue_new ();
  self->own = g_main_context_new ();
  self->owner = g_main_context_ref_thread_default ();
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  self->outbox = g_array_new (FALSE, FALSE, sizeof (Work));
  self->source = g_source_new (&queue_funcs, sizeof (QueueSource));
  ((QueueSource *) self->source)->clerk = self;
  g_source_set_static_name (self->source, "ecpa-clerk-queue");
  g_source_attach (self->source, self->own);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_clerk_new:
 * @store: a store; from here on only the clerk's thread may touch it
 *
 * Starts the thread. It ends with the clerk's last reference, which must not be the thread's own, when it has done
 * what it was given.
 *
 * Returns: (transfer full): a clerk
 */
EcpaClerk *
ecpa_clerk_new (EcpaStore *store)
{
  EcpaClerk *self;

  g_return_val_if_fail (ECPA_IS_STORE (store), NULL);

  self = g_object_new (ECPA_TYPE_CLERK, NULL);
  self->store = g_object_ref (store);
  self->thread = g_thread_new ("ecpa-clerk", run_thread, self);

  return self;
}

/**
 * ecpa_clerk_push:
 * @self: a clerk
 * @work: what to do
 * @data: for @work
 *
 * Has something done on the clerk's thread, in the order of pushing. Any thread.
 */
void
ecpa_clerk_push (EcpaClerk     *self,
                 EcpaClerkFunc  work,
                 gpointer       data)
{
  Work *item;

  g_return_if_fail (ECPA_IS_CLERK (self) && work != NULL);

  item = g_new (Work, 1);
  item->func = work;
  item->data = data;
  g_async_queue_push (self->queue, item);
  g_main_context_wakeup (self->own);
}

/**
 * ecpa_clerk_when_written:
 * @self: a clerk
 * @written: called once on the clerk's thread; its error is set where nothing of this transaction was written
 * @data: for @written
 *
 * Waits for the commit of what has been done so far. The clerk's thread only.
 */
void
ecpa_clerk_when_written (EcpaClerk        *self,
                         EcpaClerkWritten  written,
                         gpointer          data)
{
  Waiting item = { written, data };

  g_assert (ecpa_clerk_is_here (self));

  g_array_append_val (self->waiting, item);
}

/**
 * ecpa_clerk_deliver:
 * @self: a clerk
 * @deliver: called once in the context in which the clerk was made
 * @data: for @deliver
 *
 * Hands something over to those who made the clerk, from a function that waited for the commit. The clerk's thread
 * only.
 */
void
ecpa_clerk_deliver (EcpaClerk     *self,
                    EcpaClerkFunc  deliver,
                    gpointer       data)
{
  Work item = { deliver, data };

  g_assert (ecpa_clerk_is_here (self));

  g_array_append_val (self->outbox, item);
}

/**
 * ecpa_clerk_is_here:
 * @self: a clerk
 *
 * Returns: whether this is the clerk's thread
 */
gboolean
ecpa_clerk_is_here (EcpaClerk *self)
{
  return g_main_context_is_owner (self->own);
}
