/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-test-backend.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

#include "ecpa-test.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaTestBackend
{
  GSubprocess     *process;     /* nullable */
  GTlsCertificate *certificate;
  char            *certificate_path;
  char            *directory;
  char            *database;
  char            *uri;
  GSocket         *place;       /* keeps the port while no process has it */
  guint            port;
  gboolean         own_directory;
};

/* Auxiliaries -------------------------------------------------------------- */

/* Between two processes of a backend the system would give its port to whoever asks for any, and on a machine with many
 * connections soon does. A socket that is bound and does not listen keeps it: who asks for this very port gets it. */
static void
take_port (EcpaTestBackend *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autoptr (GError) error = NULL;

  self->place = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->place, any, TRUE, &error);
  g_assert_no_error (error);
  taken = g_socket_get_local_address (self->place, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken));
}

static void
read_announcement (EcpaTestBackend *self)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  JsonObject *object;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  json_parser_load_from_data (parser, line, -1, &error);
  g_assert_no_error (error);

  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (object, "port"), ==, self->port);
  g_free (self->uri);
  self->uri = g_strdup_printf ("https://127.0.0.1:%u", self->port);
  g_free (self->certificate_path);
  self->certificate_path = g_strdup (json_object_get_string_member (object, "certificate"));
  g_clear_object (&self->certificate);
  self->certificate = g_tls_certificate_new_from_file (self->certificate_path, &error);
  g_assert_no_error (error);
}

static gboolean
is_stopped (gpointer data)
{
  EcpaTestBackend *self = data;
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (self->process));
  g_autofree char *text = NULL;
  const char *state;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  state = strrchr (text, ')');

  return state != NULL && state[2] == 'T';
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_test_backend_new:
 * @directory: (nullable): where its data is; else a directory of its own that goes with it
 *
 * Returns: (transfer full): a backend that listens
 */
EcpaTestBackend *
ecpa_test_backend_new (const char *directory)
{
  EcpaTestBackend *self = g_new0 (EcpaTestBackend, 1);

  self->own_directory = directory == NULL;
  self->directory = directory != NULL ? g_strdup (directory) : ecpa_test_make_directory ();
  self->database = g_build_filename (self->directory, "ecpa.sqlite", NULL);
  take_port (self);
  ecpa_test_trust_nobody ();
  ecpa_test_backend_start (self);

  return self;
}

/**
 * ecpa_test_backend_start:
 * @self: a backend that has been killed
 */
void
ecpa_test_backend_start (EcpaTestBackend *self)
{
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "src", "backend", "ecpa-backend", NULL);
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--training", "--directory",
                                               self->directory, "--port", port, "--exit-with-parent", NULL);
  g_assert_no_error (error);
  read_announcement (self);
}

/**
 * ecpa_test_backend_kill:
 * @self: a backend
 */
void
ecpa_test_backend_kill (EcpaTestBackend *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

/**
 * ecpa_test_backend_pause:
 * @self: a backend
 *
 * Returns once it stands still: GLib sends signals from a thread of its own, a moment later.
 */
void
ecpa_test_backend_pause (EcpaTestBackend *self)
{
  g_subprocess_send_signal (self->process, SIGSTOP);
  ecpa_test_until (is_stopped, self);
}

/**
 * ecpa_test_backend_resume:
 * @self: a backend
 */
void
ecpa_test_backend_resume (EcpaTestBackend *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
}

/**
 * ecpa_test_backend_free:
 * @self: (transfer full): a backend
 */
void
ecpa_test_backend_free (EcpaTestBackend *self)
{
  if (self->process != NULL)
    ecpa_test_backend_kill (self);
  if (self->own_directory)
    ecpa_test_remove_directory (self->directory);
  g_clear_object (&self->certificate);
  g_object_unref (self->place);
  g_free (self->certificate_path);
  g_free (self->directory);
  g_free (self->database);
  g_free (self->uri);
  g_free (self);
}

/**
 * ecpa_test_backend_get_uri:
 * @self: a backend
 *
 * Returns: its base URI
 */
const char *
ecpa_test_backend_get_uri (EcpaTestBackend *self)
{
  return self->uri;
}

/**
 * ecpa_test_backend_get_port:
 * @self: a backend
 *
 * Returns: its port on loopback, the same in all its lives
 */
guint
ecpa_test_backend_get_port (EcpaTestBackend *self)
{
  return self->port;
}

/**
 * ecpa_test_backend_get_certificate:
 * @self: a backend
 *
 * Returns: (transfer none): its certificate
 */
GTlsCertificate *
ecpa_test_backend_get_certificate (EcpaTestBackend *self)
{
  return self->certificate;
}

/**
 * ecpa_test_backend_get_certificate_path:
 * @self: a backend
 *
 * Returns: where its certificate is
 */
const char *
ecpa_test_backend_get_certificate_path (EcpaTestBackend *self)
{
  return self->certificate_path;
}

/**
 * ecpa_test_backend_get_database:
 * @self: a backend
 *
 * Returns: where its SQLite file is
 */
const char *
ecpa_test_backend_get_database (EcpaTestBackend *self)
{
  return self->database;
}
