/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test.h"
#include "table.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define DRIVER "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
#define RUN_DIRECTORY "/run/pcscd"

/* The daemon that this test starts and kills. */
typedef struct
{
  Table        table;
  GSubprocess *daemon;
  char        *directory;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

/* Gone, or dead and not yet collected by who started it. */
static gboolean
has_ended (gpointer data)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", *(int *) data);
  g_autofree char *text = NULL;
  const char *state;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;
  state = strrchr (text, ')');

  return state != NULL && state[2] == 'Z';
}

static void
start_daemon (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_find_program_in_path ("pcscd");

  g_assert_cmpint (g_mkdir_with_parents (RUN_DIRECTORY, 0755), ==, 0);
  self->daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                   program != NULL ? program : "/usr/sbin/pcscd", "--foreground", "--config",
                                   self->directory, NULL);
  g_assert_no_error (error);
}

static void
end_daemon (Fixture *self,
            int      signal_number)
{
  g_subprocess_send_signal (self->daemon, signal_number);
  g_assert_true (g_subprocess_wait (self->daemon, NULL, NULL));
  g_clear_object (&self->daemon);
}

/* The daemon that was there before this test gives way to one that this test may kill. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint port = (guint) atoi (g_getenv ("ECPA_VPCD_PORT"));
  int pid = atoi (g_getenv ("ECPA_PCSCD_PID"));

  if (!has_ended (&pid))
    kill (pid, SIGTERM);
  ecpa_test_until (has_ended, &pid);

  self->directory = ecpa_test_make_directory ();
  file = g_build_filename (self->directory, "vpcd", NULL);
  text = g_strdup_printf ("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%04X\nLIBPATH " DRIVER
                          "\nCHANNELID 0x%04X\n", port, port);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  start_daemon (self);
  table_set_up (&self->table, data);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  table_tear_down (&self->table, data);
  end_daemon (self, SIGTERM);
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
}

static void
assert_no_service (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  table_await_error (&self->table, ECPA_CARD_ERROR_NO_SERVICE);
  g_assert_null (table_read (&self->table, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);
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

static void
assert_sleeps (void)
{
  guint before;

  ecpa_test_settle (500);
  before = count_wake_ups ();
  ecpa_test_settle (1500);
  g_assert_cmpuint (count_wake_ups (), ==, before);
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
      end_daemon (self, SIGKILL);
      assert_no_service (self);
      start_daemon (self);
      table_await_reader (&self->table);
    }
  ecpa_health_card_free (table_insert (&self->table, "newest"));
}

/* A daemon that ends in order takes its socket along, and perhaps somebody the directory too. */
static void
test_stopped (Fixture       *self,
              gconstpointer  data)
{
  end_daemon (self, SIGTERM);
  assert_no_service (self);
  ecpa_test_remove_directory (RUN_DIRECTORY);
  ecpa_test_settle (300);
  g_assert_error (self->table.error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_SERVICE);

  start_daemon (self);
  table_await_reader (&self->table);
  ecpa_health_card_free (table_insert (&self->table, "ordinary"));
}

/* Somebody sits down before the daemon is there. */
static void
test_absent (Fixture       *self,
             gconstpointer  data)
{
  Table *table = &self->table;

  end_daemon (self, SIGTERM);
  ecpa_test_remove_directory (RUN_DIRECTORY);
  table_tear_down (table, NULL);
  table_open (table);
  assert_no_service (self);
  start_daemon (self);
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
  end_daemon (self, SIGKILL);
  g_thread_join (thread);

  table_await_error (table, ECPA_CARD_ERROR_NO_SERVICE);
  start_daemon (self);
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
  end_daemon (self, SIGTERM);
  assert_no_service (self);
  assert_sleeps ();
  start_daemon (self);
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
  table_virtual_reader = argv[1];

  if (g_getenv ("PCSCLITE_CSOCK_NAME") != NULL)
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
