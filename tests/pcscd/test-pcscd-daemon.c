/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "daemon.h"
#include "ecpa-test.h"
#include "table.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* The daemon that this test starts and kills. */
typedef struct
{
  Table  table;
  Daemon daemon;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  daemon_replace (&self->daemon);
  table_set_up (&self->table, data);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  table_tear_down (&self->table, data);
  daemon_clear (&self->daemon);
}

/* @code: a daemon that was killed leaves a socket that nobody answers */
static void
assert_no_service (Fixture       *self,
                   EcpaCardError  code)
{
  g_autoptr (GError) error = NULL;

  table_await_error (&self->table, code);
  g_assert_null (table_read (&self->table, &error));
  g_assert_error (error, ECPA_CARD_ERROR, (gint) code);
}

/* How often the watch's thread has gone to sleep so far: it grows with every wake-up. */
static guint
count_wake_ups (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *comm_path = g_build_filename ("/proc/self/task", name, "comm", NULL);
      g_autofree char *status_path = g_build_filename ("/proc/self/task", name, "status", NULL);
      g_autofree char *comm = NULL;
      g_autofree char *status = NULL;

      if (g_file_get_contents (comm_path, &comm, NULL, NULL) && g_str_has_prefix (comm, "ecpa-readers")
          && g_file_get_contents (status_path, &status, NULL, NULL))
        {
          const char *line = strstr (status, "\nvoluntary_ctxt_switches:");

          g_assert_nonnull (line);
          return (guint) atoi (strchr (line, ':') + 1);
        }
    }
  g_assert_not_reached ();
}

/* Soon 1.5 s pass without a wake-up. What the last change brought about may take its time on a busy machine; who polls
 * never sleeps that long. */
static void
assert_sleeps (void)
{
  guint before = 0;
  guint after = 1;

  for (guint i = 0; i < 5 && after != before; i++)
    {
      ecpa_test_settle (500);
      before = count_wake_ups ();
      ecpa_test_settle (1500);
      after = count_wake_ups ();
    }
  g_assert_cmpuint (after, ==, before);
}

/* Tests -------------------------------------------------------------------- */

/* The watch notices by itself that the daemon is back; nobody calls retry(). */
static void
test_killed (Fixture       *self,
             gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      ecpa_health_card_free (table_insert (&self->table, "ordinary"));
      daemon_end (&self->daemon, SIGKILL);
      assert_no_service (self, ECPA_CARD_ERROR_SERVICE_DOWN);
      daemon_start (&self->daemon);
      table_await_reader (&self->table);
    }
  ecpa_health_card_free (table_insert (&self->table, "newest"));
}

/* A daemon that ends in order takes its socket along, and perhaps somebody the directory too. */
static void
test_stopped (Fixture       *self,
              gconstpointer  data)
{
  daemon_end (&self->daemon, SIGTERM);
  assert_no_service (self, ECPA_CARD_ERROR_NO_SERVICE);
  ecpa_test_remove_directory (DAEMON_RUN_DIRECTORY);
  ecpa_test_settle (300);
  g_assert_error (self->table.error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);

  daemon_start (&self->daemon);
  table_await_reader (&self->table);
  ecpa_health_card_free (table_insert (&self->table, "ordinary"));
}

/* Somebody sits down before the daemon is there. */
static void
test_absent (Fixture       *self,
             gconstpointer  data)
{
  Table *table = &self->table;

  daemon_end (&self->daemon, SIGTERM);
  ecpa_test_remove_directory (DAEMON_RUN_DIRECTORY);
  table_tear_down (table, NULL);
  table_open (table);
  assert_no_service (self, ECPA_CARD_ERROR_NO_SERVICE);
  daemon_start (&self->daemon);
  table_await_reader (table);
  ecpa_health_card_free (table_insert (table, "ordinary"));
}

static gpointer
read_thread (gpointer data)
{
  Table *table = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = table_read (table, &error);

  g_assert_null (card);
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);

  return NULL;
}

static gboolean
is_transmitting (gpointer data)
{
  g_autofree char *count = table_tell (data, "count");

  return atoi (count) >= 2;
}

/* In the middle of an APDU whose answer would take a minute. */
static void
test_killed_in_transmit (Fixture       *self,
                         gconstpointer  data)
{
  Table *table = &self->table;
  GThread *thread;

  g_free (table_tell (table, "insert ordinary"));
  table_await_card (table);
  g_free (table_tell (table, "fault delay after=1 ms=60000"));
  thread = g_thread_new ("read", read_thread, table);
  ecpa_test_until (is_transmitting, table);
  daemon_end (&self->daemon, SIGKILL);
  g_thread_join (thread);

  table_await_error (table, ECPA_CARD_ERROR_SERVICE_DOWN);
  daemon_start (&self->daemon);
  table_await_reader (table);
  ecpa_health_card_free (table_insert (table, "ordinary"));
}

/* Nothing is polled: neither with a service nor without. */
static void
test_sleeps (Fixture       *self,
             gconstpointer  data)
{
  assert_sleeps ();
  ecpa_health_card_free (table_insert (&self->table, "ordinary"));
  assert_sleeps ();
  daemon_end (&self->daemon, SIGTERM);
  assert_no_service (self, ECPA_CARD_ERROR_NO_SERVICE);
  assert_sleeps ();
  daemon_start (&self->daemon);
  table_await_reader (&self->table);
}

typedef struct
{
  EcpaCardTransport *transport;
  gint               n_waits;
  gint               finished;
} Waiter;

static gpointer
wait_thread (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GPtrArray) known = ecpa_card_transport_wait (waiter->transport, NULL, NULL);

  g_assert_nonnull (known);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GError) error = NULL;

      g_atomic_int_inc (&waiter->n_waits);
      g_assert_null (ecpa_card_transport_wait (waiter->transport, known, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_atomic_int_set (&waiter->finished, TRUE);

  return NULL;
}

/* An interrupt before, at and after the beginning of each wait; none is lost. */
static void
test_interrupts (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();
  Waiter waiter = { ECPA_CARD_TRANSPORT (transport), 0, FALSE };
  g_autoptr (GRand) random = g_rand_new_with_seed (ecpa_test_seed ());
  GThread *thread = g_thread_new ("wait", wait_thread, &waiter);
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  gint seen = 0;

  while (!g_atomic_int_get (&waiter.finished))
    {
      gint64 begin = g_get_monotonic_time ();
      gint pause = g_rand_int_range (random, 0, 800);

      g_assert_cmpint (begin, <, end);
      if (g_atomic_int_get (&waiter.n_waits) == seen)
        {
          g_thread_yield ();
          continue;
        }
      seen = g_atomic_int_get (&waiter.n_waits);
      while (g_get_monotonic_time () < begin + pause)
        ;
      ecpa_card_transport_interrupt (waiter.transport);
    }
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  hand_program = argv[1];

  if (!daemon_is_allowed ())
    {
      g_print ("1..0 # SKIP no namespaces here: this pcscd must not be killed\n");
      return 0;
    }

#define ADD(path, func) g_test_add ("/pcscd/daemon/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("killed", test_killed);
  ADD ("stopped", test_stopped);
  ADD ("absent", test_absent);
  ADD ("killed-in-transmit", test_killed_in_transmit);
  ADD ("sleeps", test_sleeps);
  ADD ("interrupts", test_interrupts);

  return g_test_run ();
}
