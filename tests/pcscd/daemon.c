/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "daemon.h"

#include "ecpa-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define DRIVER "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"

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

/* Helpers ------------------------------------------------------------------ */

gboolean
daemon_is_allowed (void)
{
  return g_getenv ("PCSCLITE_CSOCK_NAME") == NULL;
}

void
daemon_start (Daemon *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_find_program_in_path ("pcscd");

  g_assert_cmpint (g_mkdir_with_parents (DAEMON_RUN_DIRECTORY, 0755), ==, 0);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                    program != NULL ? program : "/usr/sbin/pcscd", "--foreground", "--config",
                                    self->directory, NULL);
  g_assert_no_error (error);
}

void
daemon_end (Daemon *self,
            int     signal_number)
{
  g_subprocess_send_signal (self->process, signal_number);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

void
daemon_replace (Daemon *self)
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
  daemon_start (self);
}

void
daemon_clear (Daemon *self)
{
  daemon_end (self, SIGTERM);
  ecpa_test_remove_directory (self->directory);
  g_clear_pointer (&self->directory, g_free);
}
