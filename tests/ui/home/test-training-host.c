/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-host.h"

#include "ecpa-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/types.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaTrainingHost *host;
  char             *directory;
  char             *program;
  char             *uri;
  GTlsCertificate  *certificate;
  guint             n_ready;
  guint             n_failed;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
ready_cb (EcpaTrainingHost *host,
          const char       *uri,
          GTlsCertificate  *certificate,
          Fixture          *self)
{
  g_free (self->uri);
  self->uri = g_strdup (uri);
  g_set_object (&self->certificate, certificate);
  self->n_ready++;
}

static void
failed_cb (EcpaTrainingHost *host,
           const char       *detail,
           Fixture          *self)
{
  g_assert_nonnull (detail);
  self->n_failed++;
}

static void
set_up (Fixture       *self,
        gconstpointer  program)
{
  const char *build = g_getenv ("ECPA_BUILD_ROOT");

  g_assert_nonnull (build);
  self->program = program != NULL ? g_strdup (program)
                                  : g_build_filename (build, "src", "backend", "ecpa-backend", NULL);
  self->directory = ecpa_test_make_directory ();
  self->host = ecpa_training_host_new (self->program, self->directory);
  g_signal_connect (self->host, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect (self->host, "failed", G_CALLBACK (failed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  program)
{
  g_object_add_weak_pointer (G_OBJECT (self->host), (gpointer *) &self->host);
  ecpa_training_host_stop (self->host);
  g_object_unref (self->host);
  /* It dies once its process has, which proves that the process does. */
  ecpa_test_assert_dies (self->host);

  g_clear_object (&self->certificate);
  g_free (self->uri);
  g_free (self->program);
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
}

static gboolean
is_one (gpointer number)
{
  return *(guint *) number == 1;
}

static gboolean
is_two (gpointer number)
{
  return *(guint *) number == 2;
}

/* The port at the end of https://127.0.0.1:port/ */
static gboolean
answers (const char *uri)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, g_uri_get_host (parsed), (guint16) g_uri_get_port (parsed), NULL, NULL);

  return connection != NULL;
}

static gboolean
is_silent (gpointer uri)
{
  return !answers (uri);
}

/* Tests -------------------------------------------------------------------- */

static void
test_ready (Fixture       *self,
            gconstpointer  program)
{
  ecpa_training_host_start (self->host);
  ecpa_test_until (is_one, &self->n_ready);

  g_assert_true (g_str_has_prefix (self->uri, "https://127.0.0.1:"));
  g_assert_nonnull (self->certificate);
  g_assert_true (answers (self->uri));
  g_assert_cmpuint (self->n_failed, ==, 0);

  ecpa_training_host_stop (self->host);
  ecpa_test_until (is_silent, self->uri);
  g_assert_cmpuint (self->n_failed, ==, 0);
}

/* Its child by way of /proc: there is only one. */
static pid_t
find_child (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *children = NULL;

  g_assert_true (g_file_get_contents (path, &children, NULL, NULL));

  return (pid_t) g_ascii_strtoll (children, NULL, 10);
}

static void
test_killed (Fixture       *self,
             gconstpointer  program)
{
  pid_t child;

  ecpa_training_host_start (self->host);
  ecpa_test_until (is_one, &self->n_ready);
  child = find_child ();
  g_assert_cmpint (child, >, 1);

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  ecpa_test_until (is_one, &self->n_failed);

  ecpa_training_host_start (self->host);
  ecpa_test_until (is_two, &self->n_ready);
  g_assert_true (answers (self->uri));
}

/* What was done in training is gone, and the files are its own new ones. */
static void
test_start_over (Fixture       *self,
                 gconstpointer  program)
{
  g_autofree char *mark = g_build_filename (self->directory, "mark", NULL);
  g_autofree char *database = g_build_filename (self->directory, "ecpa.sqlite", NULL);
  g_autofree char *mail = g_build_filename (self->directory, "mail", "new", NULL);
  g_autofree char *letter = g_build_filename (mail, "letter", NULL);
  g_autofree char *old_uri = NULL;

  ecpa_training_host_start (self->host);
  ecpa_test_until (is_one, &self->n_ready);
  g_assert_true (g_file_set_contents (mark, "x", 1, NULL));
  g_mkdir_with_parents (mail, 0700);
  g_assert_true (g_file_set_contents (letter, "x", 1, NULL));
  old_uri = g_strdup (self->uri);

  ecpa_training_host_start_over (self->host);
  ecpa_training_host_start_over (self->host);
  ecpa_training_host_start (self->host);
  ecpa_test_until (is_two, &self->n_ready);
  g_assert_cmpuint (self->n_failed, ==, 0);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (database, G_FILE_TEST_EXISTS));
  g_assert_true (answers (self->uri));
  g_assert_true (g_str_equal (old_uri, self->uri) || !answers (old_uri));
}

static void
test_absent (Fixture       *self,
             gconstpointer  program)
{
  ecpa_training_host_start (self->host);
  ecpa_test_until (is_one, &self->n_failed);
  g_assert_cmpuint (self->n_ready, ==, 0);
}

/* Programs that say something else, or end at once. */
static void
test_nonsense (Fixture       *self,
               gconstpointer  program)
{
  test_absent (self, program);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A backend that ends is worth a warning; here it is what is asked for. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  g_test_add ("/training-host/ready", Fixture, NULL, set_up, test_ready, tear_down);
  g_test_add ("/training-host/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/training-host/start-over", Fixture, NULL, set_up, test_start_over, tear_down);
  g_test_add ("/training-host/absent", Fixture, "/nonexistent/ecpa-backend", set_up, test_absent, tear_down);
  g_test_add ("/training-host/nonsense", Fixture, "/bin/echo", set_up, test_nonsense, tear_down);
  g_test_add ("/training-host/ends-at-once", Fixture, "/bin/false", set_up, test_nonsense, tear_down);

  return g_test_run ();
}
