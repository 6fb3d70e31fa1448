/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaCancelWatch:
 *
 * Brings a cancellation, whichever thread it happens on, to the context that has to act on it. What
 * g_cancellable_source_new() is for; but that loses a source when it is destroyed in one thread while another is just
 * cancelling (GLib 2.74).
 */
typedef struct _EcpaCancelWatch EcpaCancelWatch;

EcpaCancelWatch *ecpa_cancel_watch_new  (GCancellable    *cancellable,
                                         GMainContext    *context,
                                         void           (*func) (gpointer user_data),
                                         gpointer         user_data);
void             ecpa_cancel_watch_free (EcpaCancelWatch *self);

G_END_DECLS
