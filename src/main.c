/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "ecpa-app.h"
#include "ecpa-card-service.h"
#include "ecpa-config.h"
#include "ecpa-log.h"
#include "ecpa-pcsc-transport.h"
#include "ecpa-pinned-database.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-thread.h"
#include "ecpa-training-host.h"

#define SCHEMA ECPA_APP_ID

/* Types -------------------------------------------------------------------- */

/* The one place that joins the floors: readers or simulator, the agency's backend or the training's. */
typedef struct
{
  EcpaApp          *app;
  GSettings        *settings;   /* nullable */
  EcpaSimulator    *simulator;  /* in training */
  EcpaTrainingHost *host;       /* in training */
} Main;

/* Where things are --------------------------------------------------------- */

/* (transfer full) (nullable): the build folder, where the program runs from it uninstalled */
static char *
find_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *build = NULL;
  g_autofree char *marker = NULL;

  if (program == NULL)
    return NULL;

  folder = g_path_get_dirname (program);
  build = g_path_get_dirname (folder);
  marker = g_build_filename (build, "meson-private", "coredata.dat", NULL);

  return g_file_test (marker, G_FILE_TEST_EXISTS) ? g_steal_pointer (&build) : NULL;
}

static void
set_up_words (const char *build)
{
  g_autofree char *built = build != NULL ? g_build_filename (build, "po", NULL) : NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, built != NULL ? built : ECPA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static char *
find_backend (const char *build)
{
  if (build != NULL)
    return g_build_filename (build, "src", "backend", "ecpa-backend", NULL);

  return g_build_filename (ECPA_BINDIR, "ecpa-backend", NULL);
}

/* (transfer full): the folder that training has to itself, so that nothing of it meets the real thing (T2) */
static char *
training_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), ECPA_APP_ID ".Training", NULL);
}

/* (transfer full) (nullable): where training keeps its settings; the real thing's are wherever the system says */
static GSettingsBackend *
make_settings_backend (gboolean training)
{
  g_autofree char *folder = training_folder ();
  g_autofree char *file = g_build_filename (folder, "settings.ini", NULL);

  return training ? g_keyfile_settings_backend_new (file, "/", NULL) : NULL;
}

/* (transfer full) (nullable): the settings; without a schema the application goes on without */
static GSettings *
find_settings (const char *build,
               gboolean    training)
{
  g_autoptr (GSettingsBackend) backend = make_settings_backend (training);
  g_autofree char *folder = build != NULL ? g_build_filename (build, "data", NULL) : NULL;
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (folder != NULL)
    source = g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (), FALSE, NULL);
  else if (g_settings_schema_source_get_default () != NULL)
    source = g_settings_schema_source_ref (g_settings_schema_source_get_default ());
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);

  return schema != NULL ? g_settings_new_full (schema, backend, NULL) : NULL;
}

/* Secrets ------------------------------------------------------------------ */

/* No core file, and no other process of this user reads what is typed here. */
static void
close_to_others (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Memory ------------------------------------------------------------------- */

/* Of the ten threads at most two work at a time; an arena of the heap for each would hold megabytes that nobody uses. */
static void
share_the_heap (void)
{
#ifdef M_ARENA_MAX
  mallopt (M_ARENA_MAX, 1);
#endif
}

/* The real thing ----------------------------------------------------------- */

static void
start_real (Main *self)
{
  g_autoptr (EcpaPcscTransport) transport = ecpa_pcsc_transport_new ();
  g_autofree char *uri = NULL;
  g_autoptr (EcpaServices) services = NULL;

  if (self->settings != NULL)
    uri = g_settings_get_string (self->settings, "backend-uri");
  if (uri != NULL)
    services = ecpa_services_new (ECPA_CARD_TRANSPORT (transport), uri, NULL, NULL);

  if (services != NULL)
    ecpa_app_set_services (self->app, services);
  else
    ecpa_app_fail (self->app, _("The address of the service is not set, or is no HTTPS address. Ask whoever installed this program."));
}

/* Training ----------------------------------------------------------------- */

/* Training talks to its own backend alone. Without this the program would also read the system’s authorities, some three
 * megabytes: a connection asks for the default before it is told which database to use. */
static void
trust_only (GTlsCertificate *certificate)
{
  g_autoptr (GTlsDatabase) database = ecpa_pinned_database_new (certificate);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
host_ready_cb (EcpaTrainingHost *host,
               const char       *uri,
               GTlsCertificate  *certificate,
               Main             *self)
{
  g_autofree char *folder = training_folder ();
  g_autofree char *mail = g_build_filename (folder, "backend", "mail", NULL);
  g_autoptr (EcpaServices) services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), uri, certificate,
                                                         ECPA_TRAINING_DESK (self->simulator));

  g_return_if_fail (services != NULL);
  trust_only (certificate);
  ecpa_simulator_follow_mail (self->simulator, mail);
  g_object_set (services, "data-directory", folder, NULL);
  ecpa_app_set_services (self->app, services);
}

static void
host_failed_cb (EcpaTrainingHost *host,
                const char       *detail,
                Main             *self)
{
  ecpa_app_fail (self->app, detail);
}

/* A service that came back is looked for at once, as a real one's socket would tell. */
static void
desk_changed_cb (EcpaTrainingDesk *desk,
                 Main             *self)
{
  EcpaServices *services = ecpa_app_get_services (self->app);

  if (services != NULL && ecpa_training_desk_is_serving (desk))
    ecpa_card_service_retry (ecpa_services_get_card (services));
}

static void
start_training (Main *self)
{
  g_autoptr (GError) error = NULL;

  if (self->simulator == NULL)
    {
      self->simulator = ecpa_simulator_new (&error);
      if (self->simulator != NULL)
        g_signal_connect (self->simulator, "changed", G_CALLBACK (desk_changed_cb), self);
    }
  if (self->simulator == NULL)
    {
      g_warning ("The simulated cards: %s", error->message);
      ecpa_app_fail (self->app, _("The simulated cards could not be laid out. Is the program complete?"));
      return;
    }

  ecpa_training_host_start (self->host);
}

static void
set_up_training (Main       *self,
                 const char *build)
{
  g_autofree char *backend = find_backend (build);
  g_autofree char *folder = training_folder ();
  g_autofree char *directory = g_build_filename (folder, "backend", NULL);

  g_mkdir_with_parents (directory, 0700);
  self->host = ecpa_training_host_new (backend, directory);
  g_signal_connect (self->host, "ready", G_CALLBACK (host_ready_cb), self);
  g_signal_connect (self->host, "failed", G_CALLBACK (host_failed_cb), self);
}

/* Callbacks ---------------------------------------------------------------- */

static void
start_cb (EcpaApp *app,
          Main    *self)
{
  if (self->host != NULL)
    start_training (self);
  else
    start_real (self);
}

static void
start_over_cb (EcpaApp *app,
               Main    *self)
{
  if (self->host != NULL)
    ecpa_training_host_start_over (self->host);
}

/* Which application this is decides its id, so it is known before options are parsed. */
static gboolean
is_training (int    argc,
             char **argv)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (g_str_equal (argv[i], "--training"))
      return TRUE;

  return FALSE;
}

/* (transfer full): the arguments; what stands behind a `#`, the code of a mail, goes from where every process sees it */
static char **
take_arguments (char **argv)
{
  char **own = g_strdupv (argv);

  for (char **p = argv; *p != NULL; p++)
    {
      char *code = strchr (*p, '#');

      if (code != NULL)
        memset (code, 0, strlen (code));
    }

  return own;
}

int
main (int    argc,
      char **argv)
{
  gboolean training = is_training (argc, argv);
  g_auto (GStrv) arguments = take_arguments (argv);
  g_autofree char *build = NULL;
  Main self = { NULL };
  int status;

  close_to_others ();
  share_the_heap ();
  ecpa_thread_mark_main ();
  ecpa_log_init ();
  build = find_build_folder ();
  set_up_words (build);

  self.settings = find_settings (build, training);
  self.app = ecpa_app_new (self.settings, training);
  if (training)
    set_up_training (&self, build);
  g_signal_connect (self.app, "start", G_CALLBACK (start_cb), &self);
  g_signal_connect (self.app, "start-over", G_CALLBACK (start_over_cb), &self);

  status = g_application_run (G_APPLICATION (self.app), argc, arguments);

  if (self.host != NULL)
    {
      g_signal_handlers_disconnect_by_data (self.host, &self);
      ecpa_training_host_stop (self.host);
    }
  if (self.simulator != NULL)
    g_signal_handlers_disconnect_by_data (self.simulator, &self);
  g_clear_object (&self.app);
  g_clear_object (&self.host);
  g_clear_object (&self.simulator);
  g_clear_object (&self.settings);

  return status;
}
