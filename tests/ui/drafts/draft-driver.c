/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main window over simulated readers, in front of a backend and a folder of drafts that outlive it: goes on with
 * the row of a wizard at which an earlier run was killed, goes to the next row, types what it says, and waits to be
 * killed itself. Says READY on standard output once there is nothing more to wait for.
 *
 *   draft-driver URI CERTIFICATE DIRECTORY CHAIN ROW
 *
 * Past the last row, what was typed is thrown away; an application that is closed in place of being killed has
 * ROW+: it does nothing but go on with the row before and close its window. */

#include "ecpa-config.h"

#include "draft-table.h"

#include "ecpa-choice-row.h"
#include "ecpa-field-row.h"
#include "ecpa-secret-row.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-test-relay.h"
#include "ecpa-thread.h"
#include "ecpa-window.h"
#include "ecpa-wizard-host.h"
#include "ecpa-wizard-page.h"
#include "ecpa-wizard-plans.h"

#include "ui-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  const DraftChain *chain;
  guint             row;
  gboolean          closing;
  char             *data;
  EcpaSimulator    *simulator;
  EcpaTestRelay    *relay;
  guint             port;
  EcpaServices     *services;
  EcpaWindow       *window;
  EcpaWizardHost   *host;
} Driver;

typedef struct
{
  Driver          *driver;
  EcpaWizardState  state;
  const char      *step;        /* nullable: any */
} Place;

/* Auxiliaries -------------------------------------------------------------- */

static EcpaWizardFlow *
get_flow (Driver *self)
{
  return ecpa_wizard_host_get_flow (self->host);
}

static gpointer
get_part (gpointer    widget,
          const char *name)
{
  GObject *part = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  if (part == NULL)
    g_error ("%s has no %s", G_OBJECT_TYPE_NAME (widget), name);

  return part;
}

static GtkWidget *
get_page (Driver *self)
{
  return ui_test_find (GTK_WIDGET (self->host), ECPA_TYPE_WIZARD_PAGE, NULL);
}

static GtkWidget *
get_step (Driver *self)
{
  return gtk_stack_get_visible_child (get_part (get_page (self), "step_stack"));
}

static gboolean
is_at (gpointer data)
{
  Place *place = data;
  EcpaWizardFlow *flow = get_flow (place->driver);

  return flow != NULL && ecpa_wizard_flow_get_state (flow) == place->state
         && (place->step == NULL || g_str_equal (ecpa_wizard_flow_get_step_id (flow), place->step));
}

static void
await (Driver          *self,
       EcpaWizardState  state,
       const char      *step)
{
  Place place = { self, state, step };
  EcpaWizardFlow *flow;
  EcpaFault *fault;

  if (ecpa_test_wait (is_at, &place, 20000))
    return;

  flow = get_flow (self);
  fault = flow != NULL ? ecpa_wizard_flow_get_fault (flow) : NULL;
  g_error ("%s: waited in vain for state %u of “%s”: there is state %u of “%s”, fault %d", self->chain->name, state,
           step, flow != NULL ? ecpa_wizard_flow_get_state (flow) : 99,
           flow != NULL ? ecpa_wizard_flow_get_step_id (flow) : "", fault != NULL ? (int) fault->code : 0);
}

static gboolean
is_complete (gpointer data)
{
  return ecpa_wizard_flow_is_complete (data);
}

static gboolean
has_fault (gpointer data)
{
  return ecpa_wizard_flow_get_fault (data) != NULL;
}

static const DraftRow *
find_row (Driver     *self,
          const char *step)
{
  for (guint i = 0; i < self->chain->n_rows; i++)
    if (g_str_equal (self->chain->rows[i].step, step))
      return &self->chain->rows[i];

  g_error ("%s has no row for “%s”", self->chain->name, step);
}

/* What the disk has, as a whole. */
static char *
dup_drafts (Driver *self)
{
  g_autofree char *path = g_build_filename (self->data, "drafts", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (strchr (name, '.') == NULL && g_file_get_contents (file, &contents, &length, NULL))
        g_checksum_update (sum, (guchar *) contents, (gssize) length);
    }

  return g_strdup (g_checksum_get_string (sum));
}

typedef struct
{
  Driver *driver;
  char   *before;
} Saving;

static gboolean
is_saved (gpointer data)
{
  Saving *saving = data;
  g_autofree char *now = dup_drafts (saving->driver);

  return !g_str_equal (now, saving->before);
}

/* Secrets ------------------------------------------------------------------ */

typedef struct
{
  EcpaSecretRow *row;
  guint          n;
} Filling;

static gboolean
is_filled (gpointer data)
{
  Filling *filling = data;

  return ecpa_secret_row_get_n_chars (filling->row) == filling->n;
}

/* Types @text into each field under @widget; NULL: sees that they are empty. */
static void
each_secret (GtkWidget  *widget,
             const char *text)
{
  if (ECPA_IS_SECRET_ROW (widget))
    {
      Filling filling = { ECPA_SECRET_ROW (widget), text != NULL ? (guint) strlen (text) : 0 };
      GtkWidget *field = ui_test_find (widget, g_type_from_name ("EcpaSecretField"), NULL);

      if (text == NULL)
        {
          g_assert_cmpuint (ecpa_secret_row_get_n_chars (filling.row), ==, 0);
          return;
        }
      ecpa_secret_row_clear (filling.row);
      gdk_clipboard_set_text (gtk_widget_get_clipboard (field), text);
      g_assert_true (gtk_widget_activate_action (field, "secret.paste", NULL));
      ecpa_test_until (is_filled, &filling);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    each_secret (child, text);
}

static void
type_secrets (Driver         *self,
              const DraftRow *row)
{
  for (guint i = 0; row->secrets[i].part != NULL; i++)
    each_secret (get_part (get_step (self), row->secrets[i].part), row->secrets[i].text);
}

static void
check_no_secrets (Driver *self)
{
  each_secret (get_step (self), NULL);
}

/* What is no secret -------------------------------------------------------- */

/* To the end of the text, as a reader would. */
static void
read_to_the_end (Driver *self)
{
  GtkScrolledWindow *scroller = get_part (get_page (self), "scroller");
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  while (!ecpa_wizard_flow_is_complete (get_flow (self)))
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
type (Driver         *self,
      const DraftRow *row)
{
  for (guint i = 0; row->typed[i].field != NULL; i++)
    {
      const DraftTyped *typed = &row->typed[i];
      GtkWidget *part = typed->part != NULL ? get_part (get_step (self), typed->part) : NULL;

      if (part == NULL)
        read_to_the_end (self);
      else if (ECPA_IS_FIELD_ROW (part))
        ecpa_field_row_set_text (ECPA_FIELD_ROW (part), typed->value);
      else if (ECPA_IS_CHOICE_ROW (part))
        ecpa_choice_row_set_chosen (ECPA_CHOICE_ROW (part), typed->value);
      else
        gtk_check_button_set_active (GTK_CHECK_BUTTON (part), TRUE);
    }
}

/* The draft has what was typed in this row and those before it, and the step shows it. */
static void
check_typed (Driver *self,
             guint   row)
{
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (get_flow (self));

  for (guint r = 0; r <= row; r++)
    for (guint i = 0; self->chain->rows[r].typed[i].field != NULL; i++)
      {
        const DraftTyped *typed = &self->chain->rows[r].typed[i];
        const char *value = ecpa_wizard_draft_get (draft, typed->field);

        if (typed->value == NULL)
          g_assert_cmpstr (value, !=, "");
        else if (!g_str_equal (typed->field, "code") || r == row)
          g_assert_cmpstr (value, ==, typed->value);
      }
}

static void
check_shown (Driver         *self,
             const DraftRow *row)
{
  for (guint i = 0; row->typed[i].field != NULL; i++)
    {
      const DraftTyped *typed = &row->typed[i];
      GtkWidget *part = typed->part != NULL ? get_part (get_step (self), typed->part) : NULL;

      if (part == NULL)
        g_assert_true (ecpa_wizard_flow_is_complete (get_flow (self)));
      else if (ECPA_IS_FIELD_ROW (part))
        g_assert_cmpstr (ecpa_field_row_get_text (ECPA_FIELD_ROW (part)), ==, typed->value);
      else if (ECPA_IS_CHOICE_ROW (part))
        g_assert_cmpstr (ecpa_choice_row_get_chosen (ECPA_CHOICE_ROW (part)), ==, typed->value);
      else
        g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (part)));
    }
}

/* The way ------------------------------------------------------------------ */

static void
forward (Driver     *self,
         const char *to)
{
  ecpa_test_until (is_complete, get_flow (self));
  ecpa_wizard_flow_forward (get_flow (self));
  await (self, ECPA_WIZARD_STEP, to);
}

/* From where one landed to where one was, with the secrets that are missing. */
static void
come_to (Driver         *self,
         const DraftRow *row)
{
  EcpaWizardFlow *flow = get_flow (self);

  while (!g_str_equal (ecpa_wizard_flow_get_step_id (flow), row->step))
    {
      check_no_secrets (self);
      type_secrets (self, find_row (self, ecpa_wizard_flow_get_step_id (flow)));
      forward (self, row->step);
    }
}

static void
click_forward (Driver *self)
{
  GtkWidget *button = get_part (get_page (self), "forward_button");

  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
asks (gpointer data)
{
  Place place = { data, ECPA_WIZARD_ASKING, NULL };

  return is_at (&place) && gtk_widget_get_mapped (get_part (get_page (data), "forward_button"))
         && ui_test_shows (GTK_WIDGET (((Driver *) data)->window), "Go on where you stopped?");
}

/* After a start: what was there before is there again. */
static void
resume (Driver *self,
        guint   index)
{
  const DraftRow *row = &self->chain->rows[index];
  const char *lands = row->lands != NULL ? row->lands : row->step;

  if (row->offer == DRAFT_RESUMED)
    {
      if (!ecpa_test_wait (asks, self, 20000))
        g_error ("%s, %s: does not offer to go on", self->chain->name, row->step);
      click_forward (self);
    }
  await (self, ECPA_WIZARD_STEP, lands);
  check_typed (self, index);
  check_no_secrets (self);
  if (row->offer == DRAFT_RESUMED)
    come_to (self, row);
  if (g_str_equal (ecpa_wizard_flow_get_step_id (get_flow (self)), row->step))
    {
      check_shown (self, row);
      if (row->lands == NULL)
        check_no_secrets (self);
    }
}

/* What else must not lose it ----------------------------------------------- */

static void
pull_card (Driver         *self,
           guint           index)
{
  const DraftRow *row = &self->chain->rows[index];

  ecpa_simulator_take (self->simulator, 0);
  await (self, ECPA_WIZARD_AWAY, NULL);
  g_assert_true (ecpa_simulator_put (self->simulator, self->chain->card, 0));
  await (self, ECPA_WIZARD_STEP, row->lands);
  check_typed (self, index);
  check_no_secrets (self);
  come_to (self, row);
  check_shown (self, row);
  type_secrets (self, row);
}

static void
go_back (Driver         *self,
         guint           index)
{
  const DraftRow *row = &self->chain->rows[index];

  if (!ecpa_wizard_flow_has_back (get_flow (self)))
    return;

  ecpa_wizard_flow_back (get_flow (self));
  await (self, ECPA_WIZARD_STEP, self->chain->rows[index - 1].step);
  check_typed (self, index);
  forward (self, row->step);
  check_typed (self, index);
  check_shown (self, row);
}

/* At a step that asks the service something. */
static void
lose_network (Driver *self,
              guint   index)
{
  EcpaWizardFlow *flow = get_flow (self);
  const DraftRow *row = &self->chain->rows[index];
  const EcpaWizardPlan *plan = ecpa_wizard_flow_get_plan (flow);

  for (guint i = 0; i < plan->n_steps; i++)
    if (g_str_equal (plan->steps[i].id, row->step) && (plan->steps[i].apply == NULL || row->local))
      return;

  ecpa_test_relay_set_target (self->relay, 0);
  ecpa_test_until (is_complete, flow);
  ecpa_wizard_flow_forward (flow);
  ecpa_test_until (has_fault, flow);
  await (self, ECPA_WIZARD_STEP, row->step);
  check_typed (self, index);
  check_shown (self, row);
  ecpa_wizard_flow_dismiss (flow);
  ecpa_test_relay_set_target (self->relay, self->port);
}

/* The window --------------------------------------------------------------- */

static void
begin (Driver     *self,
       const char *uri,
       const char *certificate_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (certificate_path, &error);
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSettings) settings = g_settings_new ("io.github.ecpa_desktop.Ecpa");
  g_autofree char *relayed = NULL;
  AdwApplication *application;
  EcpaClientLimits limits;

  g_assert_no_error (error);
  self->port = (guint) g_uri_get_port (parsed);
  self->relay = ecpa_test_relay_new ();
  ecpa_test_relay_set_target (self->relay, self->port);
  relayed = g_strdup_printf ("https://127.0.0.1:%u", ecpa_test_relay_get_port (self->relay));
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  g_assert_true (ecpa_simulator_put (self->simulator, self->chain->card, 0));
  self->services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), relayed, certificate,
                                      ECPA_TRAINING_DESK (self->simulator));
  g_object_set (self->services, "data-directory", self->data, NULL);
  ecpa_client_get_limits (ecpa_services_get_client (self->services), &limits);
  limits.pause_ms = 20;
  ecpa_client_set_limits (ecpa_services_get_client (self->services), &limits);

  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  self->window = ECPA_WINDOW (ecpa_window_new (application, settings, TRUE));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 700);
  ecpa_window_set_services (self->window, self->services);
  gtk_window_present (GTK_WINDOW (self->window));
  self->host = get_part (self->window, "wizard_host");
  /* the guide opens by itself */
  if (!ecpa_wizard_host_is_open (self->host))
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.wizard", "s", self->chain->kind));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_answered (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* As an application that arrived and whose answer did not: the wizard has sent one, and knows no more. */
static void
register_unheard (Driver *self)
{
  EcpaRegistrationService *service = ecpa_services_get_registration (self->services);
  EcpaWizardDraft *draft = ecpa_wizard_flow_get_draft (get_flow (self));
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (EcpaRegistrationRequest) application =
    g_object_new (ECPA_TYPE_REGISTRATION_REQUEST,
                  "terms-version", ecpa_wizard_draft_get (draft, ".terms"),
                  "mobile", ecpa_wizard_draft_get (draft, "mobile"),
                  "mail", ecpa_wizard_draft_get (draft, "mail"), NULL);
  g_autoptr (EcpaRegistration) registration = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_residence_fill_in (get_flow (self), G_OBJECT (application));
  ecpa_registration_service_apply_async (service, application, ecpa_wizard_draft_get_secret (draft, "password"), key,
                                         NULL, answered_cb, &result);
  ecpa_test_until (is_answered, &result);
  registration = ecpa_registration_service_apply_finish (service, result, &error);
  g_assert_no_error (error);
}

/* To the row after the one before, or to the first. */
static void
reach (Driver *self)
{
  const DraftRow *row = &self->chain->rows[self->row];

  if (self->row > 0 && !g_str_equal (ecpa_wizard_flow_get_step_id (get_flow (self)), row->step))
    {
      type_secrets (self, &self->chain->rows[self->row - 1]);
      if (row->lost)
        {
          lose_network (self, self->row - 1);
          register_unheard (self);
        }
      forward (self, row->step);
    }
  await (self, ECPA_WIZARD_STEP, row->step);
}

static void
type_row (Driver *self)
{
  const DraftRow *row = &self->chain->rows[self->row];
  gboolean bound = row->offer == DRAFT_RESUMED && !g_str_equal (row->step, "terms") && !g_str_equal (row->step, "card");
  g_autofree char *before = NULL;
  Saving saving = { self, NULL };

  before = saving.before = dup_drafts (self);
  type (self, row);
  type_secrets (self, row);
  check_typed (self, self->row);
  if (row->offer == DRAFT_RESUMED && (row->typed[0].field != NULL || row->secrets[0].part != NULL))
    ecpa_test_until (is_saved, &saving);
  if (!bound)
    return;
  lose_network (self, self->row);
  pull_card (self, self->row);
  if (!row->once)
    go_back (self, self->row);
}

static void
finish (Driver *self)
{
  g_autofree char *path = g_build_filename (self->data, "drafts", NULL);
  g_autoptr (GDir) folder = NULL;

  ecpa_wizard_flow_leave (get_flow (self), FALSE);
  folder = g_dir_open (path, 0, NULL);
  g_assert_true (folder == NULL || g_dir_read_name (folder) == NULL);
}

static void
close_window (Driver *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  ecpa_services_shutdown (self->services);
  ecpa_simulator_shut_down (self->simulator);
}

int
main (int   argc,
      char *argv[])
{
  Driver self = { NULL };

  g_assert_cmpint (argc, ==, 6);
  ecpa_thread_mark_main ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  self.chain = draft_table_find (argv[4]);
  self.row = (guint) atoi (argv[5]);
  self.closing = g_str_has_suffix (argv[5], "+");
  self.data = g_build_filename (argv[3], "client", NULL);
  begin (&self, argv[1], argv[2]);

  if (self.row > 0)
    resume (&self, self.row - 1);
  if (self.closing)
    close_window (&self);
  else if (self.row < self.chain->n_rows && self.chain->rows[self.row].offer != DRAFT_OVER)
    {
      reach (&self);
      type_row (&self);
    }
  else
    finish (&self);
  printf ("READY\n");
  fflush (stdout);
  while (!self.closing)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
