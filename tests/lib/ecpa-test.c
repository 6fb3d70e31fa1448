/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test.h"
#include "ecpa-test-others.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PROBE_MS 5

/* Types -------------------------------------------------------------------- */

struct _EcpaTestProbe
{
  guint  source;
  gint64 last;
  gint64 last_taken;
  gint64 longest;
};

/* Waiting ------------------------------------------------------------------ */

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

/**
 * ecpa_test_wait:
 * @func: the condition, asked in the default main loop whenever that has done something
 * @user_data: for @func
 * @ms: the limit
 *
 * Returns: whether it was met
 */
gboolean
ecpa_test_wait (EcpaTestFunc func,
                gpointer     user_data,
                guint        ms)
{
  gboolean passed = FALSE;
  guint limit = g_timeout_add (ms, passed_cb, &passed);
  guint tick = g_timeout_add (10, tick_cb, NULL);
  gboolean met = func (user_data);

  while (!met && !passed)
    {
      g_main_context_iteration (NULL, TRUE);
      met = func (user_data);
    }
  g_source_remove (limit);
  g_source_remove (tick);

  return met;
}

static gboolean
never (gpointer data)
{
  return FALSE;
}

/**
 * ecpa_test_settle:
 * @ms: how long
 *
 * Lets the main loop run, where a test shows that something does not happen.
 */
void
ecpa_test_settle (guint ms)
{
  (void) ecpa_test_wait (never, NULL, ms);
}

/**
 * ecpa_test_is_set:
 * @flag: a gboolean
 *
 * Returns: whether it is
 */
gboolean
ecpa_test_is_set (gpointer flag)
{
  return g_atomic_int_get ((gint *) flag);
}

/**
 * ecpa_test_is_null:
 * @pointer: a weak pointer
 *
 * Returns: whether its object has died
 */
gboolean
ecpa_test_is_null (gpointer pointer)
{
  return g_atomic_pointer_get ((gpointer *) pointer) == NULL;
}

/* Threads ------------------------------------------------------------------ */

typedef struct
{
  const char *prefix;
  GString    *names;
} Threads;

static gboolean
has_no_threads (gpointer data)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/task", 0, NULL);
  Threads *threads = data;
  const char *name;

  g_string_truncate (threads->names, 0);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "comm", NULL);
      g_autofree char *comm = NULL;

      if (atoi (name) != getpid () && g_file_get_contents (path, &comm, NULL, NULL)
          && g_str_has_prefix (comm, threads->prefix))
        g_string_append_printf (threads->names, "%s ", g_strchomp (comm));
    }

  return threads->names->len == 0;
}

/**
 * ecpa_test_until_no_threads:
 * @prefix: how their names begin: `ecpa-` for those of the floors, `test-` for those of tests
 *
 * Waits for threads that nobody joins. Before a test takes away what they may still write to.
 */
void
ecpa_test_until_no_threads (const char *prefix)
{
  g_autoptr (GString) names = g_string_new (NULL);
  Threads threads = { prefix, names };

  if (!ecpa_test_wait (has_no_threads, &threads, 10000))
    g_error ("Threads that never ended: %s", names->str);
}

/**
 * ecpa_test_run:
 *
 * Runs the tests, and then waits for the threads.
 *
 * Returns: what g_test_run() does
 */
int
ecpa_test_run (void)
{
  int status = g_test_run ();

  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_until_no_threads ("test-");

  return status;
}

/* Authorities -------------------------------------------------------------- */

struct _EcpaTestNobody
{
  GTlsDatabase parent_instance;
};

#define ECPA_TYPE_TEST_NOBODY (ecpa_test_nobody_get_type ())
G_DECLARE_FINAL_TYPE (EcpaTestNobody, ecpa_test_nobody, ECPA, TEST_NOBODY, GTlsDatabase)
G_DEFINE_FINAL_TYPE (EcpaTestNobody, ecpa_test_nobody, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
ecpa_test_nobody_verify_chain (GTlsDatabase            *database,
                               GTlsCertificate         *chain,
                               const char              *purpose,
                               GSocketConnectable      *identity,
                               GTlsInteraction         *interaction,
                               GTlsDatabaseVerifyFlags  flags,
                               GCancellable            *cancellable,
                               GError                 **error)
{
  return G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static void
ecpa_test_nobody_class_init (EcpaTestNobodyClass *klass)
{
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (klass);

  database_class->verify_chain = ecpa_test_nobody_verify_chain;
}

static void
ecpa_test_nobody_init (EcpaTestNobody *self)
{
}

/**
 * ecpa_test_trust_nobody:
 *
 * Leaves the process without authorities, which no test asks. A TLS connection reads all the world's before it is told
 * whom to trust (glib-networking 2.74): most of the time that it takes under the sanitizers. UI thread, before there is
 * a connection.
 */
void
ecpa_test_trust_nobody (void)
{
  g_autoptr (GTlsDatabase) nobody = g_object_new (ECPA_TYPE_TEST_NOBODY, NULL);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), nobody);
}

/* The probe ---------------------------------------------------------------- */

static gboolean
probe_cb (gpointer data)
{
  EcpaTestProbe *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 taken = ecpa_test_taken_by_others ();

  self->longest = MAX (self->longest, now - self->last - (taken - self->last_taken));
  self->last = now;
  self->last_taken = taken;

  return G_SOURCE_CONTINUE;
}

/**
 * ecpa_test_probe_start:
 *
 * Returns: (transfer full): a probe of the default main loop
 */
EcpaTestProbe *
ecpa_test_probe_start (void)
{
  EcpaTestProbe *self = g_new0 (EcpaTestProbe, 1);

  self->last = g_get_monotonic_time ();
  self->last_taken = ecpa_test_taken_by_others ();
  self->source = g_timeout_add_full (G_PRIORITY_HIGH, PROBE_MS, probe_cb, self, NULL);

  return self;
}

/**
 * ecpa_test_probe_stop:
 * @self: (transfer full): a probe
 *
 * Returns: the longest gap in ms
 */
double
ecpa_test_probe_stop (EcpaTestProbe *self)
{
  double longest;

  probe_cb (self);
  longest = (double) self->longest / 1000.0;
  g_source_remove (self->source);
  g_free (self);

  return longest;
}

/* Files -------------------------------------------------------------------- */

/**
 * ecpa_test_make_directory:
 *
 * Returns: (transfer full): the path of a new directory
 */
char *
ecpa_test_make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("ecpa-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

/**
 * ecpa_test_remove_directory:
 * @path: a directory and all that is in it
 */
void
ecpa_test_remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        ecpa_test_remove_directory (child);
      else
        (void) g_unlink (child);
    }
  (void) g_rmdir (path);
}

/**
 * ecpa_test_seed:
 *
 * Returns: a seed, which the test prints
 */
guint32
ecpa_test_seed (void)
{
  const char *given = g_getenv ("ECPA_SEED");
  guint32 seed = given != NULL && *given != '\0' ? (guint32) g_ascii_strtoull (given, NULL, 0) : g_random_int ();

  g_test_message ("ECPA_SEED=%u", seed);
  return seed;
}
