/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-idle-watch.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaIdleWatch
{
  GObject  parent_instance;

  int      timer;       /* a timerfd of CLOCK_BOOTTIME: g_timeout_add() would not notice that the machine slept */
  GSource *source;

  gint64   slept;       /* µs that a test says were slept */
  gint64   touched_at;  /* µs */
  gint64   armed_for;   /* µs; 0 while the timer rests */
  gint64   limit;       /* µs; 0 for none */
  gint64   warning;     /* µs before the limit */
  gboolean warned;
};

enum
{
  PROP_WARNED = 1,
  N_PROPS
};

enum
{
  DUE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaIdleWatch, ecpa_idle_watch, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
set_warned (EcpaIdleWatch *self,
            gboolean       warned)
{
  if (self->warned == warned)
    return;

  self->warned = warned;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARNED]);
}

/* @when: 0 lets the timer rest */
static void
arm (EcpaIdleWatch *self,
     gint64         when)
{
  gint64 left = when != 0 ? MAX (when - ecpa_idle_watch_get_time (self), 1) : 0;
  struct itimerspec spec = {
    .it_value = { .tv_sec = left / G_USEC_PER_SEC, .tv_nsec = left % G_USEC_PER_SEC * 1000 },
  };

  self->armed_for = when;
  if (timerfd_settime (self->timer, 0, &spec, NULL) != 0)
    g_warning ("The idle timer: %s", g_strerror (errno));
}

/* What follows from the time that it is now. */
static void
look (EcpaIdleWatch *self)
{
  gint64 deadline = self->touched_at + self->limit;
  gint64 now = ecpa_idle_watch_get_time (self);

  if (self->limit == 0)
    {
      arm (self, 0);
      set_warned (self, FALSE);
    }
  else if (now >= deadline)
    {
      self->limit = 0;
      arm (self, 0);
      set_warned (self, FALSE);
      g_signal_emit (self, signals[DUE], 0);
    }
  else
    {
      gboolean near_end = now >= deadline - self->warning;

      arm (self, near_end ? deadline : deadline - self->warning);
      set_warned (self, near_end);
    }
}

/* Callbacks ---------------------------------------------------------------- */

static gboolean
timer_fired_cb (int          fd,
                GIOCondition condition,
                gpointer     data)
{
  g_autoptr (EcpaIdleWatch) self = g_object_ref (data);
  guint64 n;

  if (read (fd, &n, sizeof n) == (gssize) sizeof n)
    look (self);

  return G_SOURCE_CONTINUE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_idle_watch_finalize (GObject *object)
{
  EcpaIdleWatch *self = ECPA_IDLE_WATCH (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->timer);

  G_OBJECT_CLASS (ecpa_idle_watch_parent_class)->finalize (object);
}

static void
ecpa_idle_watch_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_WARNED)
    g_value_set_boolean (value, ECPA_IDLE_WATCH (object)->warned);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_idle_watch_class_init (EcpaIdleWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ecpa_idle_watch_finalize;
  object_class->get_property = ecpa_idle_watch_get_property;

  properties[PROP_WARNED] = g_param_spec_boolean ("warned", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
ecpa_idle_watch_init (EcpaIdleWatch *self)
{
  self->timer = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer < 0)
    g_error ("timerfd_create: %s", g_strerror (errno));

  /* Before anything is drawn: whoever wakes the machine sees no more than the sign-in. */
  self->source = g_unix_fd_source_new (self->timer, G_IO_IN);
  g_source_set_priority (self->source, G_PRIORITY_HIGH);
  g_source_set_callback (self->source, G_SOURCE_FUNC (timer_fired_cb), self, NULL);
  g_source_attach (self->source, NULL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_idle_watch_new:
 *
 * Returns: (transfer full): a watch without a limit
 */
EcpaIdleWatch *
ecpa_idle_watch_new (void)
{
  return g_object_new (ECPA_TYPE_IDLE_WATCH, NULL);
}

/**
 * ecpa_idle_watch_set_limit:
 * @self: a watch
 * @limit_ms: how long nobody may touch the program; 0 for ever
 * @warning_ms: how long before that `warned` comes
 *
 * The time since the last touch counts on; where it is over the new limit already, `due` comes before this returns.
 */
void
ecpa_idle_watch_set_limit (EcpaIdleWatch *self,
                           guint          limit_ms,
                           guint          warning_ms)
{
  g_return_if_fail (ECPA_IS_IDLE_WATCH (self));

  if (self->touched_at == 0)
    self->touched_at = ecpa_idle_watch_get_time (self);
  self->limit = (gint64) limit_ms * 1000;
  self->warning = (gint64) MIN (warning_ms, limit_ms / 2) * 1000;
  look (self);
}

/**
 * ecpa_idle_watch_touch:
 * @self: a watch
 *
 * Somebody is there. Cheap enough for every event; one that comes after the time was up is too late.
 */
void
ecpa_idle_watch_touch (EcpaIdleWatch *self)
{
  gint64 now;

  g_return_if_fail (ECPA_IS_IDLE_WATCH (self));

  now = ecpa_idle_watch_get_time (self);
  if (self->limit != 0 && now >= self->touched_at + self->limit)
    {
      look (self);
      return;
    }

  self->touched_at = now;
  /* Else the timer finds out by itself that it is too early. */
  if (self->warned)
    look (self);
}

/**
 * ecpa_idle_watch_is_warned:
 * @self: a watch
 *
 * Returns: whether the time is nearly up
 */
gboolean
ecpa_idle_watch_is_warned (EcpaIdleWatch *self)
{
  g_return_val_if_fail (ECPA_IS_IDLE_WATCH (self), FALSE);

  return self->warned;
}

/**
 * ecpa_idle_watch_get_seconds_left:
 * @self: a watch
 *
 * Returns: whole seconds until the time is up, rounded up; %G_MAXUINT without a limit
 */
guint
ecpa_idle_watch_get_seconds_left (EcpaIdleWatch *self)
{
  gint64 left;

  g_return_val_if_fail (ECPA_IS_IDLE_WATCH (self), G_MAXUINT);

  if (self->limit == 0)
    return G_MAXUINT;

  left = self->touched_at + self->limit - ecpa_idle_watch_get_time (self);

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/**
 * ecpa_idle_watch_get_time:
 * @self: a watch
 *
 * Returns: its clock, in µs: CLOCK_BOOTTIME, which goes on while the machine sleeps
 */
gint64
ecpa_idle_watch_get_time (EcpaIdleWatch *self)
{
  struct timespec now;

  g_return_val_if_fail (ECPA_IS_IDLE_WATCH (self), 0);

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000 + self->slept;
}

/**
 * ecpa_idle_watch_sleep:
 * @self: a watch
 * @us: how long
 *
 * For tests: as if the machine had slept. The clock goes on, and the kernel's timer is told what it would have found
 * out at the resume by itself; all else is as in earnest.
 */
void
ecpa_idle_watch_sleep (EcpaIdleWatch *self,
                       gint64         us)
{
  g_return_if_fail (ECPA_IS_IDLE_WATCH (self));
  g_return_if_fail (us >= 0);

  self->slept += us;
  if (self->armed_for != 0)
    arm (self, self->armed_for);
}
