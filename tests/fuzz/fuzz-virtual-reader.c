/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The virtual reader: commands on its input and messages of vpcd. The first line is a command; what follows is what
 * vpcd sends. The program itself is compiled in, and vpcd is the other end of a pair of sockets. */

#include "fuzz.h"

#define main virtual_reader_main
int virtual_reader_main (int argc, char **argv);
#include "../../src/simulator/virtual-reader-main.c"
#undef main

static Reader reader = { .socket = -1 };

static void
begin_once (void)
{
  g_autoptr (GError) error = NULL;

  if (reader.profiles != NULL)
    return;

  reader.profiles = ecpa_card_profiles_load (&error);
  g_assert_no_error (error);
  reader.input = g_string_new (NULL);
  /* Nobody listens here: a swap ends with no card in. */
  reader.port = 1;
  /* The acknowledgements. */
  if (freopen ("/dev/null", "w", stdout) == NULL)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };
  g_autofree char *command = NULL;
  EcpaCardProfile *profile;
  int pair[2];

  begin_once ();
  profile = g_ptr_array_index (reader.profiles, fuzz_byte (&input) % reader.profiles->len);
  command = fuzz_line (&input);
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
    abort ();
  reader.socket = pair[0];
  reader.card = ecpa_simulated_card_new (profile);
  /* As much as a socket holds without a reader. */
  if (input.size > 0 && send (pair[1], input.data, MIN (input.size, 32768), MSG_NOSIGNAL) < 0)
    abort ();
  shutdown (pair[1], SHUT_WR);
  if (!g_str_has_prefix (command, "insert"))
    run_command (&reader, command);
  while (reader.socket == pair[0])
    {
      run_message (&reader);
      g_clear_pointer (&reader.answer, g_bytes_unref);
    }

  pull_card (&reader);
  close (pair[1]);
  ecpa_card_fault_plan_clear (&reader.plan);
  reader.finished = FALSE;

  return 0;
}
