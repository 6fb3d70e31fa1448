/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaLane:
 *
 * A thread for what blocks: one per reader, and one for the disk. Jobs run one after the other in the order they
 * came. A job that hangs holds up its lane and nothing else: its task is answered at once when it is cancelled,
 * and what the job brings later is thrown away. Nobody ever waits for the thread.
 */
#define ECPA_TYPE_LANE (ecpa_lane_get_type ())
G_DECLARE_FINAL_TYPE (EcpaLane, ecpa_lane, ECPA, LANE, GObject)

/* Runs on the lane, may block. @task_data is the task's. Returns the result, or %NULL with @error set. */
typedef gpointer (*EcpaLaneFunc) (gpointer       task_data,
                                  GCancellable  *cancellable,
                                  GError       **error);

EcpaLane *ecpa_lane_new  (const char     *name);
void      ecpa_lane_push (EcpaLane       *self,
                          GTask          *task,
                          EcpaLaneFunc    func,
                          GDestroyNotify  free_result);
void      ecpa_lane_quit (EcpaLane       *self);

G_END_DECLS
