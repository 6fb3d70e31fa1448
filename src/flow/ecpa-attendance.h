/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-idle-watch.h"
#include "ecpa-scope.h"

G_BEGIN_DECLS

/**
 * EcpaAttendance:
 *
 * Whether the person is still there (L10). Who touches the program keeps the session alive: the backend hears of it by
 * a light request, every few minutes at most and only where there was something. Nobody for the time set: the session
 * is locked. UI thread.
 *
 * Property `warned`: gboolean, read-only, notifies: it will be locked within a minute.
 */
#define ECPA_TYPE_ATTENDANCE (ecpa_attendance_get_type ())
G_DECLARE_FINAL_TYPE (EcpaAttendance, ecpa_attendance, ECPA, ATTENDANCE, GObject)

EcpaAttendance *ecpa_attendance_new              (EcpaScope      *scope,
                                                  guint           session_seconds);
void            ecpa_attendance_set_limit        (EcpaAttendance *self,
                                                  guint           seconds);
void            ecpa_attendance_touch            (EcpaAttendance *self);
void            ecpa_attendance_contact          (EcpaAttendance *self);
gboolean        ecpa_attendance_is_warned        (EcpaAttendance *self);
guint           ecpa_attendance_get_seconds_left (EcpaAttendance *self);
/* For tests. */
EcpaIdleWatch  *ecpa_attendance_get_watch        (EcpaAttendance *self);

G_END_DECLS
