/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of sign-ins: password hashes and nothing else, on as many threads as the backend has for them.
 *
 *   hash-floor THREADS SECONDS COST
 */

#include "ecpa-hasher.h"

#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static const char *setting;
static gint64 until;

static gpointer
hash_on_thread (gpointer unused)
{
  struct crypt_data *data = g_new0 (struct crypt_data, 1);
  guint n = 0;

  while (g_get_monotonic_time () < until)
    {
      if (crypt_rn ("Training-115", setting, data, sizeof *data) == NULL)
        abort ();
      n++;
    }
  g_free (data);

  return GUINT_TO_POINTER (n);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text ("Training-115", -1);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  g_autofree char *hash = NULL;
  struct rusage used;
  gint64 from;
  guint n = 0;

  if (argc != 4)
    return 2;

  setting = hash = ecpa_hash_password (secret, (guint) atoi (argv[3]), NULL);
  from = g_get_monotonic_time ();
  until = from + (gint64) (g_ascii_strtod (argv[2], NULL) * G_USEC_PER_SEC);
  for (int i = 0; i < atoi (argv[1]); i++)
    g_ptr_array_add (threads, g_thread_new ("hash", hash_on_thread, NULL));
  for (guint i = 0; i < threads->len; i++)
    n += GPOINTER_TO_UINT (g_thread_join (g_ptr_array_index (threads, i)));
  getrusage (RUSAGE_SELF, &used);
  printf ("{\"per_second\":%.3f,\"processor_ms\":%.3f}\n",
          n / ((double) (g_get_monotonic_time () - from) / G_USEC_PER_SEC),
          ((double) used.ru_utime.tv_sec * 1e3 + (double) used.ru_utime.tv_usec / 1e3 + (double) used.ru_stime.tv_sec * 1e3
           + (double) used.ru_stime.tv_usec / 1e3) / (n + 1));

  return 0;
}
