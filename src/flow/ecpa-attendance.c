/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-attendance.h"

#include "ecpa-services-insides.h"

/* How long before the lock the person is warned. */
#define WARNING_MS (60 * 1000)
/* How often the backend is told at most that somebody is there. */
#define CONTACT_SECONDS 240

/* Types -------------------------------------------------------------------- */

struct _EcpaAttendance
{
  GObject        parent_instance;

  /* Owned */
  EcpaScope     *scope;
  EcpaIdleWatch *watch;
  guint          contact_source;
  gboolean       contacting;

  gint64         contact_at;        /* µs of the watch's clock: when the backend last heard of us */
  guint          session_seconds;   /* how long the backend waits; 0 where it did not say */
  guint          contact_seconds;
};

enum
{
  PROP_WARNED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaAttendance, ecpa_attendance, G_TYPE_OBJECT)

/* Callbacks ---------------------------------------------------------------- */

static void
contacted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (EcpaAttendance) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSession) session =
    ecpa_account_service_get_session_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);
  g_autoptr (EcpaFault) fault = NULL;

  self->contacting = FALSE;
  /* Where the session is over the scope ends with this; whatever else it was, the next touch tries again. */
  if (session == NULL)
    fault = ecpa_scope_take_error (self->scope, g_steal_pointer (&error));
  else if (ecpa_scope_is_alive (self->scope) && session->unsigned_orders >= 0)
    ecpa_scope_set_unsigned (self->scope, (guint) session->unsigned_orders);
}

static gboolean
contact_due_cb (gpointer data)
{
  EcpaAttendance *self = data;

  self->contact_source = 0;
  ecpa_attendance_contact (self);

  return G_SOURCE_REMOVE;
}

static void
warned_cb (EcpaAttendance *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARNED]);
}

static void
due_cb (EcpaAttendance *self)
{
  g_autoptr (EcpaFault) fault = ecpa_fault_new (ECPA_FAULT_LOCKED_IDLE, "Nobody was there for the time set");

  ecpa_scope_end (self->scope, fault);
}

static void
scope_ended_cb (EcpaAttendance *self)
{
  g_clear_handle_id (&self->contact_source, g_source_remove);
  ecpa_idle_watch_set_limit (self->watch, 0, 0);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_attendance_dispose (GObject *object)
{
  EcpaAttendance *self = ECPA_ATTENDANCE (object);

  g_clear_handle_id (&self->contact_source, g_source_remove);

  G_OBJECT_CLASS (ecpa_attendance_parent_class)->dispose (object);
}

static void
ecpa_attendance_finalize (GObject *object)
{
  EcpaAttendance *self = ECPA_ATTENDANCE (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->scope);

  G_OBJECT_CLASS (ecpa_attendance_parent_class)->finalize (object);
}

static void
ecpa_attendance_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_WARNED)
    g_value_set_boolean (value, ecpa_attendance_is_warned (ECPA_ATTENDANCE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_attendance_class_init (EcpaAttendanceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_attendance_dispose;
  object_class->finalize = ecpa_attendance_finalize;
  object_class->get_property = ecpa_attendance_get_property;

  properties[PROP_WARNED] = g_param_spec_boolean ("warned", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_attendance_init (EcpaAttendance *self)
{
  self->watch = ecpa_idle_watch_new ();
  g_signal_connect_object (self->watch, "notify::warned", G_CALLBACK (warned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_attendance_new:
 * @scope: the session, which has just begun
 * @session_seconds: how long the backend keeps it without a request; 0 where it did not say
 *
 * Returns: (transfer full): with the backend's limit alone
 */
EcpaAttendance *
ecpa_attendance_new (EcpaScope *scope,
                     guint      session_seconds)
{
  EcpaAttendance *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);

  self = g_object_new (ECPA_TYPE_ATTENDANCE, NULL);
  self->scope = g_object_ref (scope);
  self->session_seconds = session_seconds;
  self->contact_seconds = session_seconds > 0 ? MIN (CONTACT_SECONDS, MAX (session_seconds / 4, 1)) : CONTACT_SECONDS;
  self->contact_at = ecpa_idle_watch_get_time (self->watch);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, G_CONNECT_SWAPPED);
  ecpa_attendance_set_limit (self, 0);

  return self;
}

/**
 * ecpa_attendance_set_limit:
 * @self: an attendance
 * @seconds: how long nobody may touch the program; 0 for as long as the backend waits
 */
void
ecpa_attendance_set_limit (EcpaAttendance *self,
                           guint           seconds)
{
  guint limit;

  g_return_if_fail (ECPA_IS_ATTENDANCE (self));

  if (!ecpa_scope_is_alive (self->scope))
    return;

  limit = seconds;
  if (self->session_seconds > 0 && (limit == 0 || limit > self->session_seconds))
    limit = self->session_seconds;
  ecpa_idle_watch_set_limit (self->watch, MIN (limit, G_MAXUINT / 1000) * 1000, WARNING_MS);
}

/**
 * ecpa_attendance_touch:
 * @self: an attendance
 *
 * Somebody touched the program. The backend hears of it when it has not heard for a while, so that its own limit never
 * comes before ours.
 */
void
ecpa_attendance_touch (EcpaAttendance *self)
{
  gint64 left;

  g_return_if_fail (ECPA_IS_ATTENDANCE (self));

  ecpa_idle_watch_touch (self->watch);
  if (!ecpa_scope_is_alive (self->scope) || self->contacting)
    return;

  left = self->contact_at + self->contact_seconds * G_USEC_PER_SEC - ecpa_idle_watch_get_time (self->watch);
  if (left <= 0)
    ecpa_attendance_contact (self);
  else if (self->contact_source == 0)
    self->contact_source = g_timeout_add_seconds ((guint) (left / G_USEC_PER_SEC) + 1, contact_due_cb, self);
}

/**
 * ecpa_attendance_contact:
 * @self: an attendance
 *
 * Tells the backend that somebody is there, now.
 */
void
ecpa_attendance_contact (EcpaAttendance *self)
{
  EcpaServices *services;

  g_return_if_fail (ECPA_IS_ATTENDANCE (self));

  if (!ecpa_scope_is_alive (self->scope) || self->contacting)
    return;

  g_clear_handle_id (&self->contact_source, g_source_remove);
  self->contacting = TRUE;
  self->contact_at = ecpa_idle_watch_get_time (self->watch);
  services = ecpa_scope_get_services (self->scope);
  ecpa_account_service_get_session_async (ecpa_services_get_account (services),
                                          ecpa_scope_get_cancellable (self->scope), contacted_cb, g_object_ref (self));
}

/**
 * ecpa_attendance_is_warned:
 * @self: an attendance
 *
 * Returns: whether it will be locked within a minute
 */
gboolean
ecpa_attendance_is_warned (EcpaAttendance *self)
{
  g_return_val_if_fail (ECPA_IS_ATTENDANCE (self), FALSE);

  return ecpa_idle_watch_is_warned (self->watch);
}

/**
 * ecpa_attendance_get_seconds_left:
 * @self: an attendance
 *
 * Returns: seconds until it is locked; %G_MAXUINT for never
 */
guint
ecpa_attendance_get_seconds_left (EcpaAttendance *self)
{
  g_return_val_if_fail (ECPA_IS_ATTENDANCE (self), G_MAXUINT);

  return ecpa_idle_watch_get_seconds_left (self->watch);
}

/**
 * ecpa_attendance_get_watch:
 * @self: an attendance
 *
 * Returns: (transfer none): its clock, for tests
 */
EcpaIdleWatch *
ecpa_attendance_get_watch (EcpaAttendance *self)
{
  g_return_val_if_fail (ECPA_IS_ATTENDANCE (self), NULL);

  return self->watch;
}
