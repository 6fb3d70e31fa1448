/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "fault-fixture.h"

#include "ecpa-ended-bar.h"
#include "ecpa-services-insides.h"
#include "ecpa-thread.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <sqlite3.h>

#define WAIT_MS 20000

static char *mail_directory;

/* Auxiliaries -------------------------------------------------------------- */

/* The words, from the build folder. */
static void
set_up_words (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("ECPA_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static GTlsCertificate *
load_certificate (FaultFixture *self)
{
  const char *path = ecpa_test_backend_get_certificate_path (self->backend);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *key = g_build_filename (folder, "server-key.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_files (path, key, &error);

  g_assert_no_error (error);

  return certificate;
}

static void
begin_services (FaultFixture *self)
{
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u", ecpa_test_relay_get_port (self->relay));
  g_autofree char *data = g_build_filename (self->directory, "client", NULL);

  self->services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), uri,
                                      ecpa_test_backend_get_certificate (self->backend),
                                      ECPA_TRAINING_DESK (self->simulator));
  g_assert_nonnull (self->services);
  g_object_set (self->services, "data-directory", data, NULL);
}

/* One fault may be told in two places, by the reader and by the form; a way out there is in one of them. */
static gboolean
has_way_out (EcpaFaultView *view)
{
  return ecpa_fault_words (ecpa_fault_view_get_fault (view)->code)->action == ECPA_FAULT_ACTION_NONE
         || gtk_widget_get_mapped (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
}

static EcpaFaultView *
find_fault (GtkWidget     *widget,
            EcpaFaultCode  code)
{
  if (ECPA_IS_FAULT_VIEW (widget) && gtk_widget_get_mapped (widget)
      && ecpa_fault_view_get_fault (ECPA_FAULT_VIEW (widget)) != NULL
      && (code == ECPA_FAULT_NONE || (ecpa_fault_view_get_fault (ECPA_FAULT_VIEW (widget))->code == code
                                      && has_way_out (ECPA_FAULT_VIEW (widget)))))
    return ECPA_FAULT_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      EcpaFaultView *found = find_fault (child, code);

      if (found != NULL)
        return found;
    }

  return NULL;
}

typedef struct
{
  FaultFixture  *fixture;
  EcpaFaultCode  code;
  const char    *page;
} Wanted;

static gboolean
shows_fault (gpointer data)
{
  Wanted *wanted = data;

  return find_fault (GTK_WIDGET (wanted->fixture->window), wanted->code) != NULL;
}

static gboolean
is_on_page (gpointer data)
{
  Wanted *wanted = data;

  return fault_fixture_is_on_page (wanted->fixture, wanted->page);
}

static EcpaSecretRow *
secret_row (FaultFixture *self)
{
  return ECPA_SECRET_ROW (ui_test_find (GTK_WIDGET (self->window), ECPA_TYPE_SECRET_ROW, NULL));
}

static GtkWidget *
sign_in_button (FaultFixture *self)
{
  return fault_fixture_part (ui_test_find (GTK_WIDGET (self->window), ECPA_TYPE_LOGIN_PAGE, NULL), ECPA_TYPE_LOGIN_PAGE,
                             "sign_in_button");
}

static gboolean
can_type (gpointer data)
{
  return gtk_widget_is_sensitive (GTK_WIDGET (secret_row (data)));
}

static gboolean
can_sign_in (gpointer data)
{
  return gtk_widget_is_sensitive (sign_in_button (data));
}

typedef struct
{
  EcpaSecretRow *row;
  guint          n_chars;
} Pasted;

static gboolean
is_pasted (gpointer data)
{
  Pasted *pasted = data;

  return ecpa_secret_row_get_n_chars (pasted->row) == pasted->n_chars;
}

static GtkWindow *
find_dialog (FaultFixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (self->window) && gtk_window_get_transient_for (window) == GTK_WINDOW (self->window)
          && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window; /* GTK holds it */
    }

  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog (data) != NULL;
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
cannot_type (gpointer data)
{
  return !can_type (data);
}

/* The four digits that are shown of the card in the first reader. */
static gboolean
shows_card (gpointer data)
{
  FaultFixture *self = data;
  GListModel *tray = ecpa_training_desk_get_tray (ECPA_TRAINING_DESK (self->simulator));

  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);

      if (ecpa_training_card_get_in_slot (card) == 0)
        return can_type (self)
               && ui_test_shows (GTK_WIDGET (self->window), ecpa_training_card_get_number (card) + 8);
    }

  return FALSE;
}

/* Public API --------------------------------------------------------------- */

/* What opens a mail: a program that writes down what it was asked for. GLib reads where such programs are once, so this
 * comes before everything. */
void
fault_fixture_prepare (void)
{
  g_autofree char *entry = NULL, *list = NULL, *program = NULL, *script = NULL, *text = NULL;
  g_autofree char *applications = NULL;

  mail_directory = ecpa_test_make_directory ();
  applications = g_build_filename (mail_directory, "applications", NULL);
  entry = g_build_filename (applications, "mail.desktop", NULL);
  list = g_build_filename (mail_directory, "mimeapps.list", NULL);
  program = g_build_filename (mail_directory, "mailer", NULL);
  script = g_strdup_printf ("#!/bin/sh\nprintf %%s \"$1\" > '%s/part'\nmv '%s/part' '%s/mail'\n",
                            mail_directory, mail_directory, mail_directory);
  text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Mail\nExec=%s %%u\n"
                          "MimeType=x-scheme-handler/mailto;\n", program);

  g_assert_cmpint (g_mkdir_with_parents (applications, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_true (g_file_set_contents (list, "[Default Applications]\nx-scheme-handler/mailto=mail.desktop\n", -1, NULL));
  g_setenv ("XDG_DATA_HOME", mail_directory, TRUE);
  g_setenv ("XDG_CONFIG_HOME", mail_directory, TRUE);
}

FaultFixture *
fault_fixture_new (void)
{
  FaultFixture *self = g_new0 (FaultFixture, 1);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  set_up_words ();
  self->directory = ecpa_test_make_directory ();
  self->backend = ecpa_test_backend_new (NULL);
  certificate = load_certificate (self);
  self->faulty = ecpa_test_server_new ();
  ecpa_test_server_set_certificate (self->faulty, certificate);
  self->relay = ecpa_test_relay_new ();
  fault_fixture_network_good (self);
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  begin_services (self);

  self->application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (self->application), NULL, &error));
  self->window = ECPA_WINDOW (ecpa_window_new (self->application, NULL, TRUE));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1100, 760);
  ecpa_window_set_services (self->window, self->services);
  gtk_window_present (GTK_WINDOW (self->window));

  return self;
}

void
fault_fixture_free (FaultFixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  ecpa_services_shutdown (self->services);
  ecpa_simulator_shut_down (self->simulator);
  g_object_unref (self->services);
  g_object_unref (self->simulator);
  g_object_unref (self->application);
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_relay_free (self->relay);
  ecpa_test_server_free (self->faulty);
  ecpa_test_backend_free (self->backend);
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
  ecpa_test_remove_directory (mail_directory);
  g_clear_pointer (&mail_directory, g_free);
  g_free (self);
}

void
fault_fixture_sql (FaultFixture *self,
                   const char   *sql)
{
  g_autofree char *message = NULL;
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (self->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (database));
  sqlite3_close (database);
}

/* The number that @sql asks for. */
gint64
fault_fixture_count (FaultFixture *self,
                     const char   *sql)
{
  sqlite3 *database;
  sqlite3_stmt *statement;
  gint64 count;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (self->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return count;
}

/* Returns: (transfer full): the folder into which the service's mails come */
char *
fault_fixture_get_mails (FaultFixture *self)
{
  g_autofree char *directory = g_path_get_dirname (ecpa_test_backend_get_database (self->backend));

  return g_build_filename (directory, "mail", "new", NULL);
}

void
fault_fixture_network (FaultFixture *self,
                       EcpaTestMode  mode)
{
  ecpa_test_server_set_mode (self->faulty, mode);
  ecpa_test_relay_set_target (self->relay, ecpa_test_server_get_port (self->faulty));
}

void
fault_fixture_network_good (FaultFixture *self)
{
  ecpa_test_relay_set_target (self->relay, ecpa_test_backend_get_port (self->backend));
}

void
fault_fixture_network_down (FaultFixture *self)
{
  ecpa_test_relay_set_target (self->relay, 0);
}

void
fault_fixture_card_fault (FaultFixture      *self,
                          EcpaCardFaultKind  kind,
                          guint              after,
                          gboolean           forever)
{
  EcpaCardFault fault = { kind, after, forever, 0, "newest" };

  ecpa_simulator_set_fault (self->simulator, 0, &fault);
}

EcpaFaultView *
fault_fixture_await_fault (FaultFixture  *self,
                           EcpaFaultCode  code)
{
  Wanted wanted = { self, code, NULL };

  if (!ecpa_test_wait (shows_fault, &wanted, WAIT_MS))
    {
      EcpaFaultView *other = find_fault (GTK_WIDGET (self->window), ECPA_FAULT_NONE);

      g_error ("waited in vain for “%s”; there is “%s” (%s)", ecpa_fault_words (code)->title,
               other != NULL ? ecpa_fault_words (ecpa_fault_view_get_fault (other)->code)->title : "nothing",
               other != NULL ? ecpa_fault_view_get_fault (other)->detail : "");
    }

  return find_fault (GTK_WIDGET (self->window), code);
}

gboolean
fault_fixture_is_on_page (FaultFixture *self,
                          const char   *name)
{
  GtkStack *stack = fault_fixture_part (self->window, ECPA_TYPE_WINDOW, "stack");

  return g_str_equal (gtk_stack_get_visible_child_name (stack), name);
}

void
fault_fixture_await_page (FaultFixture *self,
                          const char   *name)
{
  Wanted wanted = { self, ECPA_FAULT_NONE, name };

  if (!ecpa_test_wait (is_on_page, &wanted, WAIT_MS))
    {
      EcpaFaultView *other = find_fault (GTK_WIDGET (self->window), ECPA_FAULT_NONE);

      g_error ("waited in vain for “%s”; there is “%s”", name,
               other != NULL ? ecpa_fault_words (ecpa_fault_view_get_fault (other)->code)->title : "no fault");
    }
}

gpointer
fault_fixture_part (gpointer    widget,
                    GType       type,
                    const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, type, name);

  g_assert_nonnull (child);

  return child;
}

/* Of what is said over the sign-in, which is there once there has been something to say. */
gpointer
fault_fixture_ended_part (FaultFixture *self,
                          const char   *name)
{
  GtkWidget *bar = ui_test_find (GTK_WIDGET (self->window), ECPA_TYPE_ENDED_BAR, NULL);

  g_assert_nonnull (bar);

  return fault_fixture_part (bar, ECPA_TYPE_ENDED_BAR, name);
}

void
fault_fixture_type (FaultFixture *self,
                    const char   *password)
{
  if (!ecpa_test_wait (can_type, self, WAIT_MS))
    g_error ("waited in vain for a card to type a password for");
  fault_fixture_paste (self, secret_row (self), password);
  ecpa_test_until (can_sign_in, self);
}

/* In place of what is in @row. */
void
fault_fixture_paste (FaultFixture  *self,
                     EcpaSecretRow *row,
                     const char    *text)
{
  GtkWidget *field = ui_test_find (GTK_WIDGET (row), g_type_from_name ("EcpaSecretField"), NULL);
  Pasted pasted = { row, (guint) g_utf8_strlen (text, -1) };

  ecpa_secret_row_clear (row);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (field), text);
  g_assert_true (gtk_widget_activate_action (field, "secret.paste", NULL));
  ecpa_test_until (is_pasted, &pasted);
}

void
fault_fixture_sign_in (FaultFixture *self)
{
  fault_fixture_click (sign_in_button (self));
}

void
fault_fixture_sign_out (FaultFixture *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.sign-out", NULL);
  fault_fixture_await_page (self, "sign-in");
}

GtkWindow *
fault_fixture_await_dialog (FaultFixture *self)
{
  ecpa_test_until (has_dialog, self);

  return find_dialog (self);
}

/* Returns: (transfer full): what the mail program was asked for; it is forgotten then */
char *
fault_fixture_await_mail (FaultFixture *self)
{
  g_autofree char *path = g_build_filename (mail_directory, "mail", NULL);
  char *mail = NULL;

  ecpa_test_until (exists, path);
  g_assert_true (g_file_get_contents (path, &mail, NULL, NULL));
  g_unlink (path);

  return mail;
}

void
fault_fixture_click (gpointer button)
{
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* Takes out what is in the first reader, until that is seen, and puts @card in. */
void
fault_fixture_put (FaultFixture *self,
                   const char   *card)
{
  ecpa_simulator_take (self->simulator, 0);
  ecpa_test_until (cannot_type, self);
  if (card != NULL)
    g_assert_true (ecpa_simulator_put (self->simulator, card, 0));
}

void
fault_fixture_await_card (FaultFixture *self)
{
  ecpa_test_until (shows_card, self);
}

/* How long an answer is waited for. */
void
fault_fixture_set_limit (FaultFixture *self,
                         guint         ms)
{
  EcpaClient *client = ecpa_services_get_client (self->services);
  EcpaClientLimits limits;

  ecpa_client_get_limits (client, &limits);
  limits.answer_ms = ms;
  limits.pause_ms = 20;
  ecpa_client_set_limits (client, &limits);
}
