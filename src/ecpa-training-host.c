/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-host.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>

/* How long it may take from its start to its first line: it fills its database the first time. */
#define START_SECONDS 60

/* Types -------------------------------------------------------------------- */

struct _EcpaTrainingHost
{
  GObject parent_instance;

  /* Owned */
  char             *program;
  char             *directory;
  GSubprocess      *process;    /* (nullable): as long as it runs */
  GDataInputStream *output;
  GCancellable     *cancellable;
  GSubprocess      *leaving;    /* (nullable): what has to end before its files go */
  guint             timeout;
};

enum
{
  SIGNAL_READY,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaTrainingHost, ecpa_training_host, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
forget_process (EcpaTrainingHost *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->output);
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
}

static void
fail (EcpaTrainingHost *self,
      const char       *reason,
      const char       *detail)
{
  g_warning ("The training service: %s", reason);
  forget_process (self);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, detail);
}

/* What is in its own folder: the database, the certificate, the key, the mail. Links are removed, not followed. */
static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        empty_folder (path);
      if (g_remove (path) != 0)
        g_warning ("A file of the training could not be removed");
    }
}

static void
begin_anew (EcpaTrainingHost *self)
{
  g_clear_object (&self->leaving);
  empty_folder (self->directory);
  ecpa_training_host_start (self);
}

/* Its first line: {"port": …, "certificate": path}. */
static gboolean
parse_announcement (const char       *line,
                    char            **uri,
                    GTlsCertificate **certificate,
                    GError          **error)
{
  g_autoptr (JsonNode) node = json_from_string (line, error);
  JsonObject *object;
  gint64 port;
  const char *path;

  if (node == NULL)
    return FALSE;

  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  port = object != NULL ? json_object_get_int_member_with_default (object, "port", 0) : 0;
  path = object != NULL ? json_object_get_string_member_with_default (object, "certificate", NULL) : NULL;
  if (port <= 0 || port > G_MAXUINT16 || path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no port and certificate in its first line");
      return FALSE;
    }

  *certificate = g_tls_certificate_new_from_file (path, error);
  if (*certificate == NULL)
    return FALSE;

  *uri = g_strdup_printf ("https://127.0.0.1:%d/", (int) port);
  return TRUE;
}

/* Callbacks ---------------------------------------------------------------- */

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (EcpaTrainingHost) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  g_autofree char *uri = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  /* Stopped or started anew since; or it has ended, which is told by the wait for it. */
  if (source != G_OBJECT (self->output) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || line == NULL)
    return;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (!parse_announcement (line, &uri, &certificate, &error))
    {
      fail (self, error->message, _("The training service could not be understood."));
      return;
    }

  g_signal_emit (self, signals[SIGNAL_READY], 0, uri, certificate);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (EcpaTrainingHost) self = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (source == G_OBJECT (self->leaving))
    begin_anew (self);
  else if (source == G_OBJECT (self->process))
    fail (self, "it has ended", _("The part of the training that plays the service has ended. Start it again; what was signed for is kept."));
}

static gboolean
timed_out_cb (gpointer user_data)
{
  EcpaTrainingHost *self = user_data;

  self->timeout = 0;
  fail (self, "it did not answer in time", _("The training service did not get ready in time."));

  return G_SOURCE_REMOVE;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_training_host_dispose (GObject *object)
{
  ecpa_training_host_stop (ECPA_TRAINING_HOST (object));

  G_OBJECT_CLASS (ecpa_training_host_parent_class)->dispose (object);
}

static void
ecpa_training_host_finalize (GObject *object)
{
  EcpaTrainingHost *self = ECPA_TRAINING_HOST (object);

  g_free (self->program);
  g_free (self->directory);

  G_OBJECT_CLASS (ecpa_training_host_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_training_host_class_init (EcpaTrainingHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_training_host_dispose;
  object_class->finalize = ecpa_training_host_finalize;

  /**
   * EcpaTrainingHost::ready:
   * @self: the host
   * @uri: where it serves
   * @certificate: the only certificate to trust
   */
  signals[SIGNAL_READY] = g_signal_new ("ready", ECPA_TYPE_TRAINING_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_TLS_CERTIFICATE);
  /**
   * EcpaTrainingHost::failed:
   * @self: the host
   * @detail: what happened, translated
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", ECPA_TYPE_TRAINING_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ecpa_training_host_init (EcpaTrainingHost *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_training_host_new:
 * @program: path of ecpa-backend
 * @directory: where it keeps what was done in training
 *
 * Returns: (transfer full): a host that has not been started
 */
EcpaTrainingHost *
ecpa_training_host_new (const char *program,
                        const char *directory)
{
  EcpaTrainingHost *self;

  g_return_val_if_fail (program != NULL && directory != NULL, NULL);

  self = g_object_new (ECPA_TYPE_TRAINING_HOST, NULL);
  self->program = g_strdup (program);
  self->directory = g_strdup (directory);

  return self;
}

/**
 * ecpa_training_host_start:
 * @self: a host
 *
 * Starts the process; `ready` or `failed` follows, also at once. It is told to end when its standard input closes,
 * which happens however this process ends.
 */
void
ecpa_training_host_start (EcpaTrainingHost *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (ECPA_IS_TRAINING_HOST (self));

  if (self->leaving != NULL)
    return; /* it starts once that has ended */

  forget_process (self);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    self->program, "--training", "--directory", self->directory,
                                    "--listen", "127.0.0.1", "--port", "0", "--exit-with-parent", NULL);
  if (self->process == NULL)
    {
      fail (self, error->message, _("The training service could not be started. Is the program complete?"));
      return;
    }

  self->cancellable = g_cancellable_new ();
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->timeout = g_timeout_add_seconds (START_SECONDS, timed_out_cb, self);
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, line_read_cb,
                                       g_object_ref (self));
  g_subprocess_wait_async (self->process, NULL, ended_cb, g_object_ref (self));
}

/**
 * ecpa_training_host_stop:
 * @self: a host
 *
 * Ends the process, without waiting for it and without a signal.
 */
void
ecpa_training_host_stop (EcpaTrainingHost *self)
{
  g_return_if_fail (ECPA_IS_TRAINING_HOST (self));

  g_clear_object (&self->leaving);
  forget_process (self);
}

/**
 * ecpa_training_host_start_over:
 * @self: a host
 *
 * Ends the process, forgets all that was done in training, and starts anew; `ready` or `failed` follows.
 */
void
ecpa_training_host_start_over (EcpaTrainingHost *self)
{
  g_return_if_fail (ECPA_IS_TRAINING_HOST (self));

  if (self->leaving != NULL)
    return;
  if (self->process == NULL)
    {
      begin_anew (self);
      return;
    }

  self->leaving = g_object_ref (self->process);
  forget_process (self);
}
