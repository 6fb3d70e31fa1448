/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

G_BEGIN_DECLS

/* Called in the context given to ecpa_reader_watch_new(), with coalesced news: the newest states, or why there are
 * none. @states: (element-type EcpaReaderState) (nullable) */
typedef void (*EcpaReaderWatchFunc) (GPtrArray    *states,
                                     const GError *error,
                                     gpointer      user_data);

/**
 * EcpaReaderWatch:
 *
 * A thread that blocks in [method@CardTransport.wait] and reports. Where there is no service it waits for the
 * service's socket to appear (GFileMonitor) and for ecpa_reader_watch_retry(); it never polls.
 */
#define ECPA_TYPE_READER_WATCH (ecpa_reader_watch_get_type ())
G_DECLARE_FINAL_TYPE (EcpaReaderWatch, ecpa_reader_watch, ECPA, READER_WATCH, GObject)

EcpaReaderWatch *ecpa_reader_watch_new   (EcpaCardTransport   *transport,
                                          GMainContext        *context,
                                          EcpaReaderWatchFunc  func,
                                          gpointer             user_data,
                                          GDestroyNotify       destroy);
/* Another try now: the person acted, or the window got the focus. Any thread. */
void             ecpa_reader_watch_retry (EcpaReaderWatch     *self);
/* Ends it; returns at once, the thread goes by itself; no report comes after. Any thread. */
void             ecpa_reader_watch_stop  (EcpaReaderWatch     *self);

G_END_DECLS
