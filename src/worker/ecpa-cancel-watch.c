/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-cancel-watch.h"

/* Types -------------------------------------------------------------------- */

/* Shared by the watch, the cancellable's handler and the news under way; each holds a reference. */
typedef struct
{
  GMainContext *context;

  /* The context's thread only */
  void        (*func) (gpointer user_data);
  gpointer      user_data;
} Link;

struct _EcpaCancelWatch
{
  GCancellable *cancellable;
  Link         *link;
  gulong        handler;
};

/* Auxiliaries -------------------------------------------------------------- */

static void
link_clear (gpointer data)
{
  g_main_context_unref (((Link *) data)->context);
}

static void
link_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, link_clear);
}

static gboolean
bring_news (gpointer data)
{
  Link *link = data;

  if (link->func != NULL)
    link->func (link->user_data);

  return G_SOURCE_REMOVE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
cancelled_cb (GCancellable *cancellable,
              Link         *link)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_name (source, "ecpa-cancelled");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, bring_news, g_atomic_rc_box_acquire (link), link_unref);
  g_source_attach (source, link->context);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_cancel_watch_new:
 * @cancellable: what to watch; may be cancelled already
 * @context: where @func is called
 * @func: called once, never from within g_cancellable_cancel() or this function
 * @user_data: for @func
 *
 * Belongs to @context's thread.
 *
 * Returns: (transfer full): a watch
 */
EcpaCancelWatch *
ecpa_cancel_watch_new (GCancellable  *cancellable,
                       GMainContext  *context,
                       void         (*func) (gpointer user_data),
                       gpointer       user_data)
{
  EcpaCancelWatch *self;

  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (context != NULL && func != NULL, NULL);

  self = g_new0 (EcpaCancelWatch, 1);
  self->cancellable = g_object_ref (cancellable);
  self->link = g_atomic_rc_box_new0 (Link);
  self->link->context = g_main_context_ref (context);
  self->link->func = func;
  self->link->user_data = user_data;
  self->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                         g_atomic_rc_box_acquire (self->link), link_unref);

  return self;
}

/**
 * ecpa_cancel_watch_free:
 * @self: (transfer full): a watch
 *
 * The context's thread, and never from within a handler of the cancellable. Nothing is called after this.
 */
void
ecpa_cancel_watch_free (EcpaCancelWatch *self)
{
  g_return_if_fail (self != NULL);

  self->link->func = NULL;
  g_cancellable_disconnect (self->cancellable, self->handler);
  link_unref (self->link);
  g_object_unref (self->cancellable);
  g_free (self);
}
