/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-data.h"
#include "ecpa-backend.h"
#include "ecpa-commands.h"
#include "ecpa-config.h"
#include "ecpa-generator.h"
#include "ecpa-keeper.h"
#include "ecpa-log.h"
#include "ecpa-server.h"
#include "ecpa-training.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#define PURGE_SECONDS 300
/* What is being answered when the end is asked for gets this long. */
#define DRAIN_MILLISECONDS 5000
#define DRAIN_STEP_MILLISECONDS 20
/* And what is on its way without having been read yet, this long. */
#define GRACE_MILLISECONDS 250
#define NO_PORT G_MININT

/* Types -------------------------------------------------------------------- */

typedef struct
{
  GMainLoop          *loop;
  EcpaServerSettings *settings; /* borrowed from the backend */
  EcpaBackend        *backend;
  EcpaServer         *server;
  gint64              drain_from;
} Main;

/* Options ------------------------------------------------------------------ */

static gboolean option_training;
static gboolean option_exit_with_parent;
static gboolean option_version;
static gboolean option_generate;
static char **option_rest;
static char *option_directory;
static char *option_config;
static char *option_listen;
static int option_port = NO_PORT;
static char *option_port_file;
static char *option_announce;
static gboolean option_announcements;
static char *option_retract;
static gboolean option_end_sessions;
static gboolean option_end_sessions_all;
static gboolean option_print_routes;
static char *option_backup;
static gboolean option_force;
static char *option_restore;

static const GOptionEntry options[] = {
  { "training", 0, 0, G_OPTION_ARG_NONE, &option_training, "Serve made-up people from a directory", NULL },
  { "directory", 0, 0, G_OPTION_ARG_FILENAME, &option_directory, "The training backend's directory", "DIR" },
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &option_config, "Serve as a key file says", "FILE" },
  { "listen", 0, 0, G_OPTION_ARG_STRING, &option_listen, "The IP address to listen on", "ADDRESS" },
  { "port", 0, 0, G_OPTION_ARG_INT, &option_port, "The port; 0 picks a free one", "PORT" },
  { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &option_port_file, "Write the port there as well", "FILE" },
  { "exit-with-parent", 0, 0, G_OPTION_ARG_NONE, &option_exit_with_parent, "Exit when standard input closes", NULL },
  { "generate", 0, 0, G_OPTION_ARG_NONE, &option_generate,
    "Fill a new training database with people=N orders=M [heavy=N] [seed=S], and exit", NULL },
  { "announce", 0, 0, G_OPTION_ARG_FILENAME, &option_announce, "Show an announcement to everybody", "FILE" },
  { "announcements", 0, 0, G_OPTION_ARG_NONE, &option_announcements, "List the announcements", NULL },
  { "retract", 0, 0, G_OPTION_ARG_STRING, &option_retract, "Take an announcement back", "ID" },
  { "end-sessions", 0, 0, G_OPTION_ARG_NONE, &option_end_sessions,
    "End the sessions of whoever has the account or national ID on standard input", NULL },
  { "end-sessions-all", 0, 0, G_OPTION_ARG_NONE, &option_end_sessions_all, "End everybody's sessions", NULL },
  { "print-routes", 0, 0, G_OPTION_ARG_NONE, &option_print_routes, "Print the table of calls", NULL },
  { "backup", 0, 0, G_OPTION_ARG_FILENAME, &option_backup, "Copy the database, beside a server or without one", "FILE" },
  { "force", 0, 0, G_OPTION_ARG_NONE, &option_force, "Let --backup replace the file", NULL },
  { "restore", 0, 0, G_OPTION_ARG_FILENAME, &option_restore, "Put a copy in the place of the database; no server may run",
    "FILE" },
  { "version", 0, 0, G_OPTION_ARG_NONE, &option_version, "Print the version", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_rest, NULL, NULL },
  { NULL },
};

/* Callbacks ---------------------------------------------------------------- */

static gboolean
drain_cb (gpointer user_data)
{
  Main *self = user_data;
  gint64 waited = (g_get_monotonic_time () - self->drain_from) / G_TIME_SPAN_MILLISECOND;
  gboolean quiet = ecpa_server_get_n_connections (self->server) == 0
                   || (ecpa_server_is_idle (self->server) && waited >= GRACE_MILLISECONDS);

  if (!quiet && waited < DRAIN_MILLISECONDS)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
begin_end (Main *self)
{
  if (self->drain_from > 0)
    return;

  self->drain_from = g_get_monotonic_time ();
  ecpa_server_stop (self->server);
  g_timeout_add (DRAIN_STEP_MILLISECONDS, drain_cb, self);
}

static gboolean
signalled_cb (gpointer user_data)
{
  begin_end (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
parent_spoke_cb (GObject  *stream,
                 gpointer  user_data)
{
  char byte;

  if (g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), &byte, 1, NULL, NULL) > 0)
    return G_SOURCE_CONTINUE;

  begin_end (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
purge_cb (gpointer user_data)
{
  Main *self = user_data;

  ecpa_backend_purge (self->backend);

  return G_SOURCE_CONTINUE;
}

/* Auxiliaries -------------------------------------------------------------- */

/* The keys of training cards can be worked out by anybody. */
static gboolean
check_loopback (EcpaServerSettings  *settings,
                GError             **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (settings->listen);

  if (!settings->training || (address != NULL && g_inet_address_get_is_loopback (address)))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Training is on loopback only");
  return FALSE;
}

static EcpaServerSettings *
make_settings (GError **error)
{
  g_autoptr (EcpaServerSettings) settings = NULL;

  if (option_training == (option_config != NULL) || option_training != (option_directory != NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "Either --training with --directory, or --config");
      return NULL;
    }

  if (option_port != NO_PORT && (option_port < 0 || option_port > G_MAXUINT16))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "“%d” is no port", option_port);
      return NULL;
    }

  settings = option_config != NULL ? ecpa_server_settings_load (option_config, error) : ecpa_server_settings_new ();
  if (settings == NULL && option_config != NULL)
    g_prefix_error (error, "%s: ", option_config);
  if (settings == NULL || (option_training && !ecpa_training_prepare (settings, option_directory, error)))
    return NULL;

  if (option_training)
    settings->port = 0;
  if (option_port != NO_PORT)
    settings->port = (guint) option_port;
  if (option_listen != NULL)
    {
      g_free (settings->listen);
      settings->listen = g_strdup (option_listen);
    }

  return check_loopback (settings, error) ? g_steal_pointer (&settings) : NULL;
}

static gboolean
announce (Main    *self,
          GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;
  g_autofree char *port = g_strdup_printf ("%u\n", ecpa_server_get_port (self->server));
  g_autofree char *certificate = g_canonicalize_filename (self->settings->certificate, NULL);

  if (option_port_file != NULL && !g_file_set_contents (option_port_file, port, -1, error))
    return FALSE;

  json_object_set_int_member (object, "port", ecpa_server_get_port (self->server));
  json_object_set_string_member (object, "certificate", certificate);
  json_node_set_object (node, object);
  line = json_to_string (node, FALSE);
  fprintf (stdout, "%s\n", line);
  fflush (stdout);

  return TRUE;
}

/* Makes up people instead of serving. */
static gboolean
generate (GError **error)
{
  EcpaGeneratorPlan plan;
  g_autoptr (EcpaServerSettings) settings = NULL;
  g_autoptr (EcpaStore) store = NULL;

  if (!ecpa_generator_parse (&plan, (const char *const *) option_rest, error))
    return FALSE;
  settings = make_settings (error);
  if (settings == NULL)
    return FALSE;
  if (!settings->training)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "People are made up for training only");
      return FALSE;
    }
  store = ecpa_store_open (settings->database, G_MAXUINT, error);

  return store != NULL && ecpa_backend_data_install (store, error)
         && ecpa_generator_run (&plan, store, settings, ecpa_clock_system (NULL), error);
}

/* The links in mails lead to the name that clients use; in training to where it listens. */
static void
start_post (Main *self)
{
  const char *host = self->settings->training ? self->settings->listen : self->settings->name;
  g_autofree char *uri = g_uri_join (G_URI_FLAGS_NONE, "https", NULL, host, (int) ecpa_server_get_port (self->server),
                                     "", NULL, NULL);

  ecpa_backend_start_post (self->backend, uri);
}

static gboolean
set_up (Main    *self,
        GError **error)
{
  g_autoptr (EcpaServerSettings) settings = make_settings (error);
  g_autoptr (EcpaStore) store = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (settings == NULL)
    return FALSE;
  certificate = g_tls_certificate_new_from_files (settings->certificate, settings->key, error);
  if (certificate == NULL)
    return FALSE;
  store = ecpa_store_open (settings->database, G_MAXUINT, error);
  if (store == NULL || !ecpa_backend_data_install (store, error)
      || (settings->training && !ecpa_training_fill (store, settings, ecpa_clock_system (NULL), error)))
    return FALSE;

  self->settings = settings;
  self->backend = ecpa_backend_new (g_steal_pointer (&settings), store, ecpa_clock_system, NULL, error);
  if (self->backend == NULL)
    return FALSE;
  purge_cb (self);
  self->server = ecpa_server_new (self->backend, self->settings, certificate);

  if (!ecpa_server_listen (self->server, self->settings->listen, self->settings->port, error)
      || !announce (self, error))
    return FALSE;
  start_post (self);

  return TRUE;
}

/* Commands work on the database, beside a server that runs or without one. */
static gboolean
is_command (void)
{
  return option_announce != NULL || option_announcements || option_retract != NULL || option_end_sessions
         || option_end_sessions_all || option_backup != NULL || option_force || option_restore != NULL;
}

/* What is left out in silence was meant to be done. */
static gboolean
check_one_command (GError **error)
{
  guint n = (option_announce != NULL) + option_announcements + (option_retract != NULL) + option_end_sessions
            + option_end_sessions_all + (option_backup != NULL || option_force || option_restore != NULL);

  if (n == 1)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "One command at a time");
  return FALSE;
}

/* Who it is stands in no list of processes. */
static char *
read_line (GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autoptr (GError) local_error = NULL;
  char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (line == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Standard input is empty");

  return line != NULL ? g_strstrip (line) : NULL;
}

/* These two open no store: they work on the file. */
static gboolean
keep (const char  *database,
      gint64       now,
      GError     **error)
{
  if ((option_backup != NULL) == (option_restore != NULL) || (option_force && option_backup == NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "Either --backup FILE, perhaps with --force, or --restore FILE");
      return FALSE;
    }

  return option_backup != NULL ? ecpa_keeper_back_up (database, option_backup, option_force, now, error)
                               : ecpa_keeper_restore (database, option_restore, now, error);
}

static gboolean
run_command (GError **error)
{
  g_autoptr (EcpaServerSettings) settings = check_one_command (error) ? make_settings (error) : NULL;
  g_autoptr (EcpaStore) store = NULL;
  gint64 now = ecpa_clock_system (NULL);

  if (settings == NULL)
    return FALSE;
  if (option_backup != NULL || option_force || option_restore != NULL)
    return keep (settings->database, now, error);
  store = ecpa_store_open (settings->database, G_MAXUINT, error);
  if (store == NULL)
    return FALSE;
  if (option_announce != NULL)
    return ecpa_command_announce (store, option_announce, now, error);
  if (option_retract != NULL)
    return ecpa_command_retract (store, option_retract, now, error);
  if (option_end_sessions_all)
    return ecpa_command_end_sessions (store, NULL, now, error);
  if (option_end_sessions)
    {
      g_autofree char *whose = read_line (error);

      return whose != NULL && ecpa_command_end_sessions (store, whose, now, error);
    }

  return ecpa_command_list_announcements (store, now, error);
}

static void
watch_parent (Main *self)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GSource) source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (input), NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (parent_spoke_cb), self, NULL);
  g_source_attach (source, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("— the eCPA backend");
  g_autoptr (GError) error = NULL;
  Main self = { NULL };

  setlocale (LC_ALL, "");
  ecpa_log_init ();
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("ecpa-backend: %s\n", error->message);
      return 2;
    }
  if (option_version)
    {
      g_print ("ecpa-backend %s\n", ECPA_VERSION);
      return 0;
    }
  if (option_print_routes)
    {
      g_autofree char *routes = ecpa_backend_print_routes ();

      fputs (routes, stdout);
      return 0;
    }
  if (option_generate || option_rest != NULL)
    {
      if (!option_generate)
        g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "“%s” goes with --generate only", option_rest[0]);
      if (error != NULL || !generate (&error))
        {
          g_printerr ("ecpa-backend: %s\n", error->message);
          return 1;
        }
      return 0;
    }

  if (is_command ())
    {
      if (run_command (&error))
        return 0;
      g_printerr ("ecpa-backend: %s\n", error->message);
      return 1;
    }

  self.loop = g_main_loop_new (NULL, FALSE);
  if (!set_up (&self, &error))
    {
      g_printerr ("ecpa-backend: %s\n", error->message);
      return 1;
    }

  g_unix_signal_add (SIGTERM, signalled_cb, &self);
  g_unix_signal_add (SIGINT, signalled_cb, &self);
  g_timeout_add_seconds (PURGE_SECONDS, purge_cb, &self);
  if (option_exit_with_parent)
    watch_parent (&self);
  g_main_loop_run (self.loop);

  g_clear_object (&self.server);
  g_clear_object (&self.backend);
  g_main_loop_unref (self.loop);

  return 0;
}
