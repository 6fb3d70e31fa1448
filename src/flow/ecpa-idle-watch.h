/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * EcpaIdleWatch:
 *
 * How long ago somebody last touched the program, by a clock that goes on while the machine sleeps. It wakes when the
 * time is up, also right after a resume and before anything is drawn, and never in between without need. UI thread.
 *
 * Property `warned`: gboolean, read-only, notifies: the time is nearly up. Signal `due`: it is up; the watch has ended.
 */
#define ECPA_TYPE_IDLE_WATCH (ecpa_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (EcpaIdleWatch, ecpa_idle_watch, ECPA, IDLE_WATCH, GObject)

EcpaIdleWatch *ecpa_idle_watch_new              (void);
void           ecpa_idle_watch_set_limit        (EcpaIdleWatch *self,
                                                 guint          limit_ms,
                                                 guint          warning_ms);
void           ecpa_idle_watch_touch            (EcpaIdleWatch *self);
gboolean       ecpa_idle_watch_is_warned        (EcpaIdleWatch *self);
guint          ecpa_idle_watch_get_seconds_left (EcpaIdleWatch *self);
gint64         ecpa_idle_watch_get_time         (EcpaIdleWatch *self);
/* For tests: as if the machine had slept for this long. */
void           ecpa_idle_watch_sleep            (EcpaIdleWatch *self,
                                                 gint64         us);

G_END_DECLS
