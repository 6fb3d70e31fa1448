/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hand.h"

#include <string.h>

const char *hand_program;

/* Helpers ------------------------------------------------------------------ */

void
hand_open (Hand *self)
{
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    hand_program, "--port", g_getenv ("ECPA_VPCD_PORT"), NULL);
  g_assert_no_error (error);
  self->says = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
}

void
hand_close (Hand *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ok = hand_tell (self, "quit");

  g_assert_true (g_subprocess_wait_check (self->process, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&self->says);
  g_clear_object (&self->process);
}

char *
hand_tell_valist (Hand       *self,
                  const char *format,
                  va_list     args)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = g_strdup_vprintf (format, args);
  g_autofree char *line = g_strconcat (words, "\n", NULL);

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line),
                                            NULL, NULL, &error));
  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (self->says, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (line);
    }
  while (g_str_has_prefix (line, "event"));
  if (!g_str_has_prefix (line, "ok"))
    g_error ("the virtual reader, told “%s”, says “%s”", words, line);

  return g_strdup (g_strchug (line + strlen ("ok")));
}

char *
hand_tell (Hand       *self,
           const char *format,
           ...)
{
  va_list args;
  char *answer;

  va_start (args, format);
  answer = hand_tell_valist (self, format, args);
  va_end (args);

  return answer;
}
