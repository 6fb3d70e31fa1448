/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ecpa-thread.h"
#include "login-fixture.h"

/* Nobody there: by the real timer where seconds are enough, and as after a suspend where minutes are needed. */

#define MINUTE (60 * G_GINT64_CONSTANT (1000000))

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaIdleWatch *watch;
  guint          n_due;
  guint          n_warned;
} Watched;

/* Auxiliaries -------------------------------------------------------------- */

static void
due_cb (Watched *self)
{
  self->n_due++;
}

static void
warned_cb (Watched *self)
{
  self->n_warned += ecpa_idle_watch_is_warned (self->watch) ? 1 : 0;
}

static gboolean
is_due (gpointer data)
{
  return ((Watched *) data)->n_due > 0;
}

static gboolean
is_warned (gpointer data)
{
  return ecpa_idle_watch_is_warned (((Watched *) data)->watch);
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended > 0;
}

static gboolean
warns (gpointer data)
{
  return ecpa_attendance_is_warned (data);
}

static void
watched_begin (Watched *self)
{
  self->watch = ecpa_idle_watch_new ();
  g_signal_connect_swapped (self->watch, "due", G_CALLBACK (due_cb), self);
  g_signal_connect_swapped (self->watch, "notify::warned", G_CALLBACK (warned_cb), self);
}

/* The clock of the timer, as the kernel says it. */
static gboolean
has_boottime_timer (void)
{
  g_autoptr (GDir) fds = g_dir_open ("/proc/self/fdinfo", 0, NULL);
  const char *fd;

  while ((fd = g_dir_read_name (fds)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fdinfo", fd, NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "clockid: 7") != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Tests -------------------------------------------------------------------- */

static void
test_real_time (void)
{
  Watched watched = { NULL };
  gint64 began = g_get_monotonic_time ();

  watched_begin (&watched);
  g_assert_true (has_boottime_timer ());
  /* Whoever does not get to run for as long as the warning stands never sees it. */
  ecpa_idle_watch_set_limit (watched.watch, 1900, 1500);
  ecpa_test_until (is_warned, &watched);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 390 * 1000);
  ecpa_test_until (is_due, &watched);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 1890 * 1000);
  g_assert_cmpuint (watched.n_due, ==, 1);
  g_assert_cmpuint (watched.n_warned, ==, 1);
  g_assert_false (ecpa_idle_watch_is_warned (watched.watch));
  g_object_unref (watched.watch);
}

/* A touch begins the time anew, and takes a warning back. */
static void
test_touch (void)
{
  Watched watched = { NULL };

  watched_begin (&watched);
  ecpa_idle_watch_set_limit (watched.watch, 10 * 60 * 1000, 60 * 1000);
  for (guint i = 0; i < 5; i++)
    {
      ecpa_idle_watch_sleep (watched.watch, 9 * MINUTE + MINUTE / 2);
      ecpa_test_until (is_warned, &watched);
      g_assert_cmpuint (ecpa_idle_watch_get_seconds_left (watched.watch), <=, 30);
      ecpa_idle_watch_touch (watched.watch);
      g_assert_false (ecpa_idle_watch_is_warned (watched.watch));
      g_assert_cmpuint (ecpa_idle_watch_get_seconds_left (watched.watch), ==, 600);
    }
  g_assert_cmpuint (watched.n_due, ==, 0);
  g_object_unref (watched.watch);
}

/* After a night of sleep it is due at once; a key that wakes the machine comes too late. */
static void
test_resume (void)
{
  Watched watched = { NULL };

  watched_begin (&watched);
  ecpa_idle_watch_set_limit (watched.watch, 10 * 60 * 1000, 60 * 1000);
  ecpa_idle_watch_sleep (watched.watch, 8 * 60 * MINUTE);
  ecpa_idle_watch_touch (watched.watch);
  g_assert_cmpuint (watched.n_due, ==, 1);
  g_object_unref (watched.watch);

  watched = (Watched) { NULL };
  watched_begin (&watched);
  ecpa_idle_watch_set_limit (watched.watch, 10 * 60 * 1000, 60 * 1000);
  ecpa_idle_watch_sleep (watched.watch, 8 * 60 * MINUTE);
  ecpa_test_until (is_due, &watched);
  g_object_unref (watched.watch);
}

static void
test_never (void)
{
  Watched watched = { NULL };

  watched_begin (&watched);
  ecpa_idle_watch_set_limit (watched.watch, 0, 0);
  ecpa_idle_watch_sleep (watched.watch, 24 * 60 * MINUTE);
  ecpa_idle_watch_touch (watched.watch);
  ecpa_test_settle (20);
  g_assert_cmpuint (watched.n_due, ==, 0);
  g_assert_cmpuint (ecpa_idle_watch_get_seconds_left (watched.watch), ==, G_MAXUINT);
  g_object_unref (watched.watch);
}

static void
test_locks (LoginFixture  *fixture,
            gconstpointer  data)
{
  EcpaAttendance *attendance;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  attendance = ecpa_home_flow_get_attendance (fixture->home);
  ecpa_attendance_set_limit (attendance, 600);
  ecpa_idle_watch_sleep (ecpa_attendance_get_watch (attendance), 9 * MINUTE + MINUTE / 2);
  ecpa_test_until (warns, attendance);
  ecpa_attendance_touch (attendance);
  g_assert_false (ecpa_attendance_is_warned (attendance));
  g_assert_cmpuint (fixture->n_ended, ==, 0);

  ecpa_idle_watch_sleep (ecpa_attendance_get_watch (attendance), 10 * MINUTE);
  ecpa_test_until (has_ended, fixture);
  g_assert_cmpuint (fixture->ended_with->code, ==, ECPA_FAULT_LOCKED_IDLE);
  g_assert_cmpstr (ecpa_login_flow_get_locked_holder (fixture->login), ==, "林○○");
}

/* Never is never longer than the backend's own limit. */
static void
test_never_is_the_backends (LoginFixture  *fixture,
                            gconstpointer  data)
{
  EcpaAttendance *attendance;
  guint seconds;

  login_fixture_sign_in (fixture, "ordinary", "Qinglin-115");
  attendance = ecpa_home_flow_get_attendance (fixture->home);
  ecpa_attendance_set_limit (attendance, 0);
  seconds = ecpa_attendance_get_seconds_left (attendance);
  g_assert_cmpuint (seconds, <=, 1800);
  g_assert_cmpuint (seconds, >, 1700);
  ecpa_attendance_set_limit (attendance, 24 * 3600);
  g_assert_cmpuint (ecpa_attendance_get_seconds_left (attendance), <=, 1800);
}

#define ADD(path, func) \
  g_test_add ("/flow/idle/" path, LoginFixture, NULL, login_fixture_set_up, func, login_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  g_test_add_func ("/flow/idle/real-time", test_real_time);
  g_test_add_func ("/flow/idle/touch", test_touch);
  g_test_add_func ("/flow/idle/resume", test_resume);
  g_test_add_func ("/flow/idle/never", test_never);
  ADD ("locks", test_locks);
  ADD ("never-is-the-backends", test_never_is_the_backends);

  return ecpa_test_run ();
}
