/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-app.h"

#include "ecpa-about.h"

#include <glib/gi18n.h>

#include "ecpa-activity.h"
#include "ecpa-code-link.h"
#include "ecpa-config.h"
#include "ecpa-order-window.h"
#include "ecpa-preferences-window.h"
#include "ecpa-service-help.h"
#include "ecpa-training-window.h"
#include "ecpa-ui-style.h"
#include "ecpa-window.h"

#define TRAINING_APP_ID ECPA_APP_ID ".Training"
#define SHORTCUTS_RESOURCE "/io/github/ecpa_desktop/Ecpa/ui/help-overlay.ui"

/* Types -------------------------------------------------------------------- */

struct _EcpaApp
{
  AdwApplication parent_instance;

  /* Owned */
  GSettings    *settings;       /* nullable */
  EcpaServices *services;       /* nullable */

  /* Borrowed, NULL once closed */
  EcpaWindow *window;
  GtkWindow  *desk_window;

  gboolean training;
};

enum
{
  SIGNAL_START,
  SIGNAL_START_OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaApp, ecpa_app, ADW_TYPE_APPLICATION)

/* Auxiliaries -------------------------------------------------------------- */

static void
borrow (gpointer  place,
        GtkWidget *window)
{
  GtkWidget **pointer = place;

  *pointer = window;
  g_object_add_weak_pointer (G_OBJECT (window), place);
}

static void
present_desk (EcpaApp *self)
{
  EcpaTrainingDesk *desk = self->services != NULL ? ecpa_services_get_desk (self->services) : NULL;

  if (desk == NULL)
    return;

  if (self->desk_window == NULL)
    {
      borrow (&self->desk_window, GTK_WIDGET (ecpa_training_window_new (GTK_APPLICATION (self), desk)));
    }
  gtk_window_present (self->desk_window);
}

/* The handbook, where it is installed and there is something to read it with. */
static gboolean
has_handbook (void)
{
  g_autoptr (GAppInfo) reader = g_app_info_get_default_for_uri_scheme ("help");
  const char *const *folders = g_get_system_data_dirs ();

  for (guint i = 0; reader != NULL && folders[i] != NULL; i++)
    {
      g_autofree char *page = g_build_filename (folders[i], "help", "C", GETTEXT_PACKAGE, "index.page", NULL);

      if (g_file_test (page, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  return FALSE;
}

/* Nothing of the link itself is shown: somebody else may have made it. */
static void
show_link_fault (EcpaApp      *self,
                 const GError *error)
{
  const char *body = _("It is incomplete, or it was changed on the way. Open the link from the mail again, or copy the"
                       " code from the mail and paste it where this program asks for it.");
  GtkWidget *dialog;

  if (g_error_matches (error, ECPA_CODE_LINK_ERROR, ECPA_CODE_LINK_ERROR_TRAINING))
    body = _("It is from a mail of the training mode. Open it from the mailbox of the training desk.");
  else if (g_error_matches (error, ECPA_CODE_LINK_ERROR, ECPA_CODE_LINK_ERROR_REAL))
    body = _("It is from a real mail, and this is the training mode. Open it again while the program runs without"
             " training.");
  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), _("This Link Cannot Be Used"), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Callbacks ---------------------------------------------------------------- */

static void
start_again_cb (EcpaWindow *window,
                EcpaApp    *self)
{
  g_signal_emit (self, signals[SIGNAL_START], 0);
}

/* The desk goes with the main window. */
static void
window_destroyed_cb (EcpaWindow *window,
                     EcpaApp    *self)
{
  if (self->desk_window != NULL)
    gtk_window_destroy (self->desk_window);
}

static void
touched_cb (gpointer object)
{
  EcpaApp *self = object;

  if (self->window != NULL)
    ecpa_window_touch (self->window);
}

/* What window managers of X11 show beside the title takes as long to draw as a quarter of the window. */
static gboolean
set_icon_cb (gpointer data)
{
  gtk_window_set_default_icon_name (ECPA_APP_ID);

  return G_SOURCE_REMOVE;
}

static void
first_painted_cb (GdkFrameClock *clock,
                  EcpaApp       *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_painted_cb, self);
  g_idle_add (set_icon_cb, NULL);
}

static void
show_lock_action (EcpaApp *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "lock");
  gboolean signed_in = FALSE;

  if (self->window != NULL)
    g_object_get (self->window, "signed-in", &signed_in, NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), signed_in);
}

/* The desktop has locked its screen, or shows its screen saver. */
static void
screensaver_changed_cb (EcpaApp *self)
{
  gboolean active;

  g_object_get (self, "screensaver-active", &active, NULL);
  if (active && self->window != NULL)
    ecpa_window_lock (self->window, ECPA_FAULT_LOCKED_SCREEN);
}

static void
lock_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  EcpaApp *self = user_data;

  if (self->window != NULL)
    ecpa_window_lock (self->window, ECPA_FAULT_LOCKED);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  EcpaApp *self = user_data;

  ecpa_preferences_window_present (gtk_application_get_active_window (GTK_APPLICATION (self)), self->settings);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  EcpaApp *self = user_data;

  if (self->window != NULL)
    ecpa_window_quit (self->window);
  else
    g_application_quit (G_APPLICATION (self));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  EcpaApp *self = user_data;

  ecpa_about_present (gtk_application_get_active_window (GTK_APPLICATION (self)), self->training);
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  EcpaApp *self = user_data;

  if (self->window == NULL)
    return;

  if (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self->window)) == NULL)
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (SHORTCUTS_RESOURCE);

      gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self->window),
                                               GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
    }
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "show-help-overlay", NULL);
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  EcpaApp *self = user_data;
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  const char *topic = self->window != NULL ? ecpa_window_get_topic (self->window) : NULL;
  g_autofree char *uri = g_strconcat ("help:" GETTEXT_PACKAGE, topic != NULL ? "/" : NULL, topic, NULL);

  if (has_handbook ())
    gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
  else
    ecpa_service_help_present_for_page (parent, topic);
}

static void
training_desk_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  present_desk (user_data);
}

static void
start_over_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  EcpaApp *self = user_data;

  if (self->window == NULL)
    return;

  ecpa_window_start_over (self->window);
  if (self->services != NULL)
    ecpa_services_shutdown (self->services);
  g_clear_object (&self->services);
  g_signal_emit (self, signals[SIGNAL_START_OVER], 0);
}

/* The same program again, for training; it is another application to the desktop. */
static void
start_training_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) training =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", "--training", NULL);

  if (training == NULL)
    g_warning ("The training mode did not start: %s", error->message);
}

static const GActionEntry common_actions[] = {
  { .name = "quit", .activate = quit_action },
  { .name = "lock", .activate = lock_action },
  { .name = "about", .activate = about_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "help", .activate = help_action },
};

/* Without a schema there is nothing to set. */
static const GActionEntry settings_actions[] = {
  { .name = "preferences", .activate = preferences_action },
};

/* The mailbox of the desk opens what a browser would. */
static void
open_link_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ecpa_app_open_link (user_data, g_variant_get_string (parameter, NULL));
}

static const GActionEntry training_actions[] = {
  { .name = "open-link", .activate = open_link_action, .parameter_type = "s" },
  { .name = "training-desk", .activate = training_desk_action },
  { .name = "start-over", .activate = start_over_action },
};

static const GActionEntry real_actions[] = {
  { .name = "start-training", .activate = start_training_action },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.help", { "F1" } },
  { "app.shortcuts", { "<Control>question", "<Control>F1" } },
  { "app.training-desk", { "<Control>d" } },
  { "app.lock", { "<Control>l" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.open-window", { "<Control>Return" } },
  { "win.sign-out", { "<Control><Shift>l" } },
  { "win.reload", { "<Control>r", "F5" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.back", { "<Alt>Left" } },
  { "window.close", { "<Control>w" } },
};

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_app_startup (GApplication *application)
{
  EcpaApp *self = ECPA_APP (application);

  G_APPLICATION_CLASS (ecpa_app_parent_class)->startup (application);

  ecpa_ui_style_install ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), common_actions, G_N_ELEMENTS (common_actions), self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "lock")), FALSE);
  if (self->settings != NULL)
    g_action_map_add_action_entries (G_ACTION_MAP (self), settings_actions, G_N_ELEMENTS (settings_actions), self);
  if (self->training)
    g_action_map_add_action_entries (G_ACTION_MAP (self), training_actions, G_N_ELEMENTS (training_actions), self);
  else
    g_action_map_add_action_entries (G_ACTION_MAP (self), real_actions, G_N_ELEMENTS (real_actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}

static void
ecpa_app_activate (GApplication *application)
{
  EcpaApp *self = ECPA_APP (application);

  if (self->window == NULL)
    {
      borrow (&self->window, ecpa_window_new (ADW_APPLICATION (self), self->settings, self->training));
      g_signal_connect_object (self->window, "start-again", G_CALLBACK (start_again_cb), self, 0);
      g_signal_connect_object (self->window, "destroy", G_CALLBACK (window_destroyed_cb), self, 0);
      g_signal_connect_object (self->window, "notify::signed-in", G_CALLBACK (show_lock_action), self,
                               G_CONNECT_SWAPPED);
      gtk_window_present (GTK_WINDOW (self->window));
      g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                               G_CALLBACK (first_painted_cb), self, 0);
      g_signal_emit (self, signals[SIGNAL_START], 0);
      return;
    }

  gtk_window_present (GTK_WINDOW (self->window));
}

/* A link of ours raises the window, and brings the code of a mail to the wizard that takes it. */
static void
ecpa_app_open (GApplication  *application,
               GFile        **files,
               int            n_files,
               const char    *hint)
{
  EcpaApp *self = ECPA_APP (application);

  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      ecpa_app_open_link (self, uri);
    }
}

static void
ecpa_app_window_added (GtkApplication *application,
                       GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (ecpa_app_parent_class)->window_added (application, window);

  ecpa_activity_watch (GTK_WIDGET (window), touched_cb, application);
}

/* The main window had only stepped aside for orders in windows of their own, and the last of these has gone. */
static void
ecpa_app_window_removed (GtkApplication *application,
                         GtkWindow      *window)
{
  EcpaApp *self = ECPA_APP (application);

  GTK_APPLICATION_CLASS (ecpa_app_parent_class)->window_removed (application, window);

  if (!ECPA_IS_ORDER_WINDOW (window) || self->window == NULL || gtk_widget_get_visible (GTK_WIDGET (self->window)))
    return;
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (ECPA_IS_ORDER_WINDOW (l->data))
      return;
  if (ecpa_home_flow_is_active (ecpa_order_window_get_home (ECPA_ORDER_WINDOW (window))))
    ecpa_window_quit (self->window);
}

static int
ecpa_app_handle_local_options (GApplication *application,
                               GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("ecpa %s\n", ECPA_VERSION);
      return 0;
    }

  return -1;
}

static void
ecpa_app_shutdown (GApplication *application)
{
  EcpaApp *self = ECPA_APP (application);

  if (self->services != NULL)
    ecpa_services_shutdown (self->services);
  g_clear_object (&self->services);

  G_APPLICATION_CLASS (ecpa_app_parent_class)->shutdown (application);
}

static void
ecpa_app_dispose (GObject *object)
{
  EcpaApp *self = ECPA_APP (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->desk_window);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (ecpa_app_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_app_class_init (EcpaAppClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ecpa_app_dispose;
  application_class->startup = ecpa_app_startup;
  application_class->activate = ecpa_app_activate;
  application_class->open = ecpa_app_open;
  application_class->handle_local_options = ecpa_app_handle_local_options;
  application_class->shutdown = ecpa_app_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_added = ecpa_app_window_added;
  GTK_APPLICATION_CLASS (klass)->window_removed = ecpa_app_window_removed;

  /**
   * EcpaApp::start:
   * @self: the application
   *
   * Services are wanted; answer with ecpa_app_set_services() or ecpa_app_fail(), now or later.
   */
  signals[SIGNAL_START] = g_signal_new ("start", ECPA_TYPE_APP, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * EcpaApp::start-over:
   * @self: the application
   *
   * The training shall be as at its beginning; the services of before have ended. Answer as to `start`.
   */
  signals[SIGNAL_START_OVER] = g_signal_new ("start-over", ECPA_TYPE_APP, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ecpa_app_init (EcpaApp *self)
{
  const GOptionEntry options[] = {
    { "training", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Practise with made-up people and simulated cards"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_app_new:
 * @settings: (nullable): the settings; without them the window forgets its size
 * @training: whether this is the training mode, which is an application of its own to the desktop (T2)
 *
 * Returns: (transfer full): the application
 */
EcpaApp *
ecpa_app_new (GSettings *settings,
              gboolean   training)
{
  EcpaApp *self = g_object_new (ECPA_TYPE_APP,
                                "application-id", training ? TRAINING_APP_ID : ECPA_APP_ID,
                                "resource-base-path", "/io/github/ecpa_desktop/Ecpa",
                                "flags", G_APPLICATION_HANDLES_OPEN,
                                "register-session", TRUE,
                                NULL);
  g_signal_connect (self, "notify::screensaver-active", G_CALLBACK (screensaver_changed_cb), NULL);

  self->training = training;
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;

  return self;
}

/**
 * ecpa_app_get_services:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what it works with; %NULL while it is starting or has failed
 */
EcpaServices *
ecpa_app_get_services (EcpaApp *self)
{
  g_return_val_if_fail (ECPA_IS_APP (self), NULL);

  return self->services;
}

/**
 * ecpa_app_set_services:
 * @self: the application
 * @services: what to work with; others before them are ended
 *
 * Goes on to the sign-in; in training the desk opens beside it.
 */
void
ecpa_app_set_services (EcpaApp      *self,
                       EcpaServices *services)
{
  g_return_if_fail (ECPA_IS_APP (self));
  g_return_if_fail (ECPA_IS_SERVICES (services));

  if (self->services != NULL && self->services != services)
    ecpa_services_shutdown (self->services);
  g_set_object (&self->services, services);
  if (self->window == NULL)
    return;

  ecpa_window_set_services (self->window, services);
  if (self->desk_window == NULL)
    {
      present_desk (self);
      gtk_window_present (GTK_WINDOW (self->window));
    }
}

/**
 * ecpa_app_open_link:
 * @self: the application, with its window
 * @uri: what it was opened with
 *
 * Brings the code of a mail's link to the wizard that takes it, or says why the link leads nowhere.
 */
void
ecpa_app_open_link (EcpaApp    *self,
                    const char *uri)
{
  const char *wizard;
  EcpaSecret *code;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (ECPA_IS_APP (self));
  g_return_if_fail (uri != NULL);

  if (self->window == NULL)
    return;
  if (!ecpa_code_link_parse (uri, self->training, &wizard, &code, &error))
    {
      show_link_fault (self, error);
      return;
    }
  gtk_window_present (GTK_WINDOW (self->window));
  if (wizard == NULL)
    return;
  ecpa_window_open_code (self->window, wizard, code);
  ecpa_secret_unref (code);
}

/**
 * ecpa_app_fail:
 * @self: the application
 * @detail: what happened, one sentence, translated
 *
 * Starting failed, or what was started has ended. Ends the session and the services, says why, and offers another try.
 */
void
ecpa_app_fail (EcpaApp    *self,
               const char *detail)
{
  g_return_if_fail (ECPA_IS_APP (self));

  if (self->window != NULL)
    ecpa_window_show_failure (self->window, detail);
  if (self->services != NULL)
    ecpa_services_shutdown (self->services);
  g_clear_object (&self->services);
}
