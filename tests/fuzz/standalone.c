/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the compiler has no libFuzzer: every file of the folders that are named is tried once. */

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A target may have other plans for its standard output. */
static FILE *output;

static guint
try_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      g_autofree uint8_t *copy = NULL;
      gsize size;

      if (!g_file_get_contents (file, &data, &size, NULL))
        continue;

      /* Without the NUL that was put behind it. */
      copy = g_memdup2 (data, MAX (size, 1));
      fprintf (output, "# %s\n", name);
      fflush (output);
      LLVMFuzzerTestOneInput (copy, size);
      n++;
    }

  return n;
}

int
main (int    argc,
      char **argv)
{
  guint n = 0;

  output = fdopen (dup (STDOUT_FILENO), "w");
  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    n += try_folder (argv[i]);

  fprintf (output, "1..1\n%sok 1 - %u inputs\n", n > 0 ? "" : "not ", n);
  fclose (output);

  return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
