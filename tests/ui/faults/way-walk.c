/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "way-walk.h"

#include "ecpa-account-tile.h"
#include "ecpa-choice-row.h"
#include "ecpa-field-row.h"
#include "ecpa-login-page.h"
#include "ecpa-password-rows.h"
#include "ecpa-secret-row.h"
#include "ecpa-step-page.h"
#include "ecpa-training-mailbox.h"
#include "ecpa-wizard-host.h"
#include "ecpa-wizard-page.h"

#include <glib/gstdio.h>
#include <string.h>

#define WAIT_MS 20000
#define OTHER_MAIL "elsewhere@post.example"

/* Types -------------------------------------------------------------------- */

/* Where what is typed comes from. */
typedef enum
{
  FROM_RESIDENCE,
  FROM_CONTACTS,
  FROM_MAIL,            /* the address that mails go to */
  FROM_OTHER_MAIL,
  FROM_CODE,            /* of the newest mail */
  FROM_PASSWORD,
  FROM_NEW_PASSWORD,
  FROM_ACCOUNT,
  FROM_ACCOUNT_PASSWORD,
  FROM_WORDS,           /* the name itself */
} Source;

typedef struct
{
  const char *step;
  const char *part;
  Source      source;
  const char *name;
} Field;

typedef struct
{
  WayWalk *walk;
  gint64   before;
} Sent;

/* What a person types into which part of a step. */
static const Field fields[] = {
  { "household", "number_row", FROM_RESIDENCE, "household_number" },
  { "address", "county_row", FROM_RESIDENCE, "county" },
  { "address", "town_row", FROM_RESIDENCE, "town" },
  { "address", "village_row", FROM_RESIDENCE, "village" },
  { "address", "neighbourhood_row", FROM_RESIDENCE, "neighbourhood" },
  { "password", "rows", FROM_NEW_PASSWORD },
  { "contacts", "mobile_row", FROM_CONTACTS, "mobile" },
  { "contacts", "mail_row", FROM_MAIL },
  { "verify", "code_row", FROM_CODE },
  { "reset-contact", "mobile_row", FROM_CONTACTS, "mobile" },
  { "reset-contact", "mail_row", FROM_OTHER_MAIL },
  { "reset-code", "code_row", FROM_CODE },
  { "new-password", "password_rows", FROM_NEW_PASSWORD },
  { "cancellation", "understood_check", FROM_WORDS, "" },
  { "cancellation", "password_row", FROM_PASSWORD },
  { "change-password", "old_row", FROM_PASSWORD },
  { "change-password", "password_rows", FROM_NEW_PASSWORD },
  { "contacts-password", "password_row", FROM_PASSWORD },
  { "contact-data", "mail_row", FROM_OTHER_MAIL },
  { "contacts-mail", "code_row", FROM_CODE },
  { "phones", "name_row", FROM_WORDS, "手機" },
  { "phones", "code_row", FROM_WORDS, "AB12-CD34-EF56" },
  { "phones", "password_row", FROM_PASSWORD },
  { "account", "account_row", FROM_ACCOUNT },
  { "account", "password_rows", FROM_NEW_PASSWORD },
  { "account-password", "password_rows", FROM_NEW_PASSWORD },
  { "account-proof", "password_row", FROM_PASSWORD },
  { "account-change", "old_row", FROM_ACCOUNT_PASSWORD },
  { "account-change", "password_rows", FROM_NEW_PASSWORD },
};

/* Which password a wizard that has come to its end has set. */
static const struct
{
  const char *kind;
  gboolean    of_account;
} setters[] = {
  { "registration", FALSE }, { "forgotten", FALSE }, { "change", FALSE },
  { "activation", TRUE }, { "account-forgotten", TRUE }, { "account-change", TRUE },
};

/* Auxiliaries: the window -------------------------------------------------- */

static gpointer
window_part (WayWalk    *self,
             const char *name)
{
  return fault_fixture_part (self->fixture->window, ECPA_TYPE_WINDOW, name);
}

static GtkWidget *
wizard_page (WayWalk *self)
{
  return adw_bin_get_child (ADW_BIN (window_part (self, "wizard_host")));
}

static gpointer
page_part (WayWalk    *self,
           const char *name)
{
  return fault_fixture_part (wizard_page (self), ECPA_TYPE_WIZARD_PAGE, name);
}

static GtkWidget *
step_page (WayWalk *self)
{
  return gtk_stack_get_visible_child (page_part (self, "step_stack"));
}

static EcpaFaultView *
shown_fault (WayWalk *self)
{
  EcpaFaultView *view = page_part (self, "fault_view");

  if (self->has_heeded)
    return NULL;

  return ecpa_fault_view_get_fault (view) != NULL ? view : NULL;
}

/* Auxiliaries: mail -------------------------------------------------------- */

static gboolean
is_outbox_empty (gpointer data)
{
  WayWalk *self = data;

  return fault_fixture_count (self->fixture, "SELECT count(*) FROM mails WHERE state = 'waiting'") == 0;
}

/* (transfer full) (nullable): of a mail, the code that stands in it */
static char *
read_code (const char *path)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\\b", 0, 0, NULL);
  g_autoptr (EcpaTrainingMail) mail = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  mail = ecpa_training_mail_parse ("mail", data, size, TRUE);
  g_assert_nonnull (mail);

  return g_regex_match (regex, ecpa_training_mail_get_body (mail), 0, &match) ? g_match_info_fetch (match, 0) : NULL;
}

/* (transfer full) (nullable): what stands in the newest mail that has a code */
static char *
read_newest_code (WayWalk *self)
{
  g_autofree char *folder = fault_fixture_get_mails (self->fixture);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *newest = NULL;
  gint64 newest_at = -1;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *code = read_code (path);
      GStatBuf info;
      gint64 at;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      at = info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
      if (code == NULL || at < newest_at)
        continue;
      g_free (newest);
      newest = g_steal_pointer (&code);
      newest_at = at;
    }

  return newest;
}

/* Auxiliaries: typing ------------------------------------------------------ */

/* (transfer full) */
static JsonObject *
find_person (const char *card)
{
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_SOURCE_ROOT"), "data", "training", "cards.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *cards;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cards = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "cards");
  for (guint i = 0; i < json_array_get_length (cards); i++)
    {
      JsonObject *one = json_array_get_object_element (cards, i);

      if (g_str_equal (json_object_get_string_member (one, "id"), card))
        return json_object_ref (one);
    }

  g_error ("Nobody has the card “%s”", card);
}

static const char *
of_person (WayWalk    *self,
           const char *group,
           const char *name)
{
  return json_object_get_string_member (json_object_get_object_member (self->person, group), name);
}

/* Another one each time, which keeps every rule. */
static const char *
choose_password (WayWalk *self)
{
  g_free (self->chosen);
  self->chosen = g_strdup_printf ("Neu-%04u+Zq", ++self->n_chosen);

  return self->chosen;
}

static const char *
newest_code (WayWalk *self)
{
  g_free (self->code);
  self->code = way_walk_await_code (self);

  return self->code;
}

static const char *
right_text (WayWalk     *self,
            const Field *field)
{
  switch (field->source)
    {
    case FROM_RESIDENCE:
      return of_person (self, "residence", field->name);
    case FROM_CONTACTS:
      return of_person (self, "contacts", field->name);
    case FROM_MAIL:
      return self->mail;
    case FROM_OTHER_MAIL:
      return OTHER_MAIL;
    case FROM_CODE:
      return newest_code (self);
    case FROM_PASSWORD:
      return self->password;
    case FROM_NEW_PASSWORD:
      return choose_password (self);
    case FROM_ACCOUNT:
      return self->account;
    case FROM_ACCOUNT_PASSWORD:
      return self->account_password;
    case FROM_WORDS:
    default:
      return field->name;
    }
}

/* What the person gets wrong comes first, as often as it is to. */
static const char *
next_text (WayWalk     *self,
           const Field *field)
{
  g_autofree char *at = g_strdup_printf ("%s.%s", field->step, field->part);

  if (self->slip.times == 0 || g_strcmp0 (at, self->slip.at) != 0)
    return right_text (self, field);

  self->slip.times--;
  if (field->source == FROM_NEW_PASSWORD)
    {
      g_free (self->chosen);
      self->chosen = g_strdup (self->slip.typed);
    }

  return self->slip.typed;
}

static void
fill_in (WayWalk    *self,
         GtkWidget  *part,
         const char *text)
{
  if (ECPA_IS_FIELD_ROW (part))
    ecpa_field_row_set_text (ECPA_FIELD_ROW (part), text);
  else if (ECPA_IS_CHOICE_ROW (part))
    {
      EcpaFieldRow *field = ecpa_choice_row_get_field (ECPA_CHOICE_ROW (part));

      ecpa_field_row_set_text (field, text);
      g_signal_emit_by_name (field, "activate");
    }
  else if (ECPA_IS_SECRET_ROW (part))
    fault_fixture_paste (self->fixture, ECPA_SECRET_ROW (part), text);
  else if (ECPA_IS_PASSWORD_ROWS (part))
    {
      ecpa_password_rows_clear (ECPA_PASSWORD_ROWS (part));
      fault_fixture_paste (self->fixture, fault_fixture_part (part, ECPA_TYPE_PASSWORD_ROWS, "first_row"), text);
      fault_fixture_paste (self->fixture, fault_fixture_part (part, ECPA_TYPE_PASSWORD_ROWS, "second_row"), text);
    }
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (part), TRUE);
}

/* To the end of the text, as often as it grows. */
static void
read_terms (WayWalk *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (page_part (self, "scroller"));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static gboolean
is_complete_or_told (gpointer data)
{
  WayWalk *self = data;
  const char *step;

  if (way_walk_get_flow (self) == NULL || shown_fault (self) != NULL)
    return TRUE;

  step = ecpa_wizard_flow_get_step_id (way_walk_get_flow (self));
  if (g_str_equal (step, "terms"))
    read_terms (self);
  if (g_str_equal (step, "phones"))
    return gtk_widget_is_sensitive (way_walk_step_part (self, "add_button"));

  return gtk_widget_is_sensitive (page_part (self, "forward_button"));
}

/* Into a wizard that knows nothing of its mail. */
static gboolean
brings_code (WayWalk *self)
{
  return self->slip.times > 0 && g_strcmp0 (self->slip.at, "reset-code.code_row") == 0;
}

static void
fill_in_step (WayWalk *self)
{
  const char *step = ecpa_wizard_flow_get_step_id (way_walk_get_flow (self));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkWidget *part = g_str_equal (fields[i].step, step) ? way_walk_step_part (self, fields[i].part) : NULL;

      if (part == NULL || !gtk_widget_get_visible (part))
        continue;
      if (fields[i].source == FROM_CODE && self->code_is_there)
        {
          g_assert_cmpstr (ecpa_field_row_get_text (ECPA_FIELD_ROW (part)), ==, self->code);
          self->code_is_there = FALSE;
          continue;
        }
      fill_in (self, part, next_text (self, &fields[i]));
    }
  if (g_str_equal (step, "reset-way"))
    gtk_check_button_set_active (way_walk_step_part (self, self->to_other_address ? "other_check"
                                                  : brings_code (self)   ? "have_check"
                                                                         : "registered_check"), TRUE);
}

/* Auxiliaries: going on ---------------------------------------------------- */

/* Nothing is on its way: a step, a question, a fault, or the wizard is over. */
static gboolean
is_settled (gpointer data)
{
  WayWalk *self = data;
  EcpaWizardFlow *flow = way_walk_get_flow (self);
  EcpaWizardState state;

  if (flow == NULL)
    return TRUE;

  state = ecpa_wizard_flow_get_state (flow);

  return state != ECPA_WIZARD_APPLYING && state != ECPA_WIZARD_PROVING;
}

static void
wait_for (WayWalk      *self,
          EcpaTestFunc  func,
          const char   *what)
{
  EcpaWizardFlow *flow;

  if (ecpa_test_wait (func, self, WAIT_MS))
    return;

  flow = way_walk_get_flow (self);
  g_error ("waited in vain for %s; wizard “%s”, step “%s”, state %d", what,
           flow != NULL ? ecpa_wizard_flow_get_kind (flow) : "none", flow != NULL ? ecpa_wizard_flow_get_step_id (flow) : "",
           flow != NULL ? (int) ecpa_wizard_flow_get_state (flow) : -1);
}

static gboolean
has_step_page (gpointer data)
{
  WayWalk *self = data;

  return way_walk_get_flow (self) == NULL || gtk_widget_get_mapped (page_part (self, "step_stack"));
}

static gboolean
has_more_phones_or_told (gpointer data)
{
  Sent *sent = data;

  return shown_fault (sent->walk) != NULL
         || fault_fixture_count (sent->walk->fixture, "SELECT count(*) FROM phones") > sent->before;
}

static gboolean
can_add_phone (gpointer data)
{
  return gtk_widget_get_visible (way_walk_step_part (data, "add_box"));
}

static GtkWidget *
find_icon_button (GtkWidget  *widget,
                  const char *icon)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_icon_button (child, icon);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
remove_phone (WayWalk *self)
{
  fault_fixture_click (find_icon_button (way_walk_step_part (self, "list"), "user-trash-symbolic"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (fault_fixture_await_dialog (self->fixture)), "yes");
  wait_for (self, can_add_phone, "room for a phone");
}

static void
remember_password (WayWalk *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (setters); i++)
    if (g_strcmp0 (setters[i].kind, self->kind) == 0 && self->chosen != NULL)
      {
        char **password = setters[i].of_account ? &self->account_password : &self->password;

        g_free (*password);
        *password = g_steal_pointer (&self->chosen);
      }
}

static void
let_happen (WayWalk *self)
{
  WayEvent event = g_steal_pointer (&self->event);

  event (self);
}

static gboolean
is_due (WayWalk    *self,
        const char *when,
        const char *step)
{
  g_autofree char *at = g_strconcat (when, step, NULL);

  return self->event != NULL && g_strcmp0 (self->event_at, at) == 0;
}

/* A list that is full gets shorter by the button beside one of its rows. */
static void
do_phones (WayWalk *self)
{
  Sent sent = { self, fault_fixture_count (self->fixture, "SELECT count(*) FROM phones") };

  if (self->has_phone)
    {
      way_walk_press (self, "forward_button");
      return;
    }
  if (!gtk_widget_get_visible (way_walk_step_part (self, "add_box")))
    {
      remove_phone (self);
      return;
    }

  fill_in_step (self);
  wait_for (self, is_complete_or_told, "the phone to be filled in");
  if (is_due (self, "", "phones"))
    let_happen (self);
  else
    way_walk_press_in_step (self, "add_button");
  ecpa_test_until (has_more_phones_or_told, &sent);
  self->has_phone = shown_fault (self) == NULL;
}

static void
do_step (WayWalk *self)
{
  EcpaWizardFlow *flow = way_walk_get_flow (self);
  const char *step = ecpa_wizard_flow_get_step_id (flow);

  wait_for (self, has_step_page, "the step’s page");
  if (is_due (self, "<", step))
    let_happen (self);
  if (way_walk_get_flow (self) != flow || shown_fault (self) != NULL)
    return;
  if (g_str_equal (step, "phones"))
    {
      do_phones (self);
      return;
    }

  fill_in_step (self);
  wait_for (self, is_complete_or_told, "the step to be complete");
  if (way_walk_get_flow (self) == NULL || shown_fault (self) != NULL)
    return;
  self->has_heeded = FALSE;
  if (is_due (self, "", step))
    let_happen (self);
  else
    way_walk_press (self, "forward_button");
}

/* Public API --------------------------------------------------------------- */

WayWalk *
way_walk_new (FaultFixture *fixture,
              const char   *card,
              const char   *password,
              const char   *account,
              const char   *account_password)
{
  WayWalk *self = g_new0 (WayWalk, 1);

  self->fixture = fixture;
  self->account = g_strdup (account);
  self->account_password = g_strdup (account_password);
  way_walk_become (self, card, password);

  return self;
}

void
way_walk_become (WayWalk    *self,
                 const char *card,
                 const char *password)
{
  g_clear_pointer (&self->person, json_object_unref);
  self->person = find_person (card);
  g_free (self->password);
  self->password = g_strdup (password);
  g_free (self->mail);
  self->mail = g_strdup (of_person (self, "contacts", "mail"));
}

void
way_walk_free (WayWalk *self)
{
  json_object_unref (self->person);
  g_free (self->password);
  g_free (self->account);
  g_free (self->account_password);
  g_free (self->mail);
  g_free (self->chosen);
  g_free (self->code);
  g_free (self->kind);
  g_free (self);
}

/* Returns: (nullable): the wizard that is open */
EcpaWizardFlow *
way_walk_get_flow (WayWalk *self)
{
  return ecpa_wizard_host_get_flow (window_part (self, "wizard_host"));
}

void
way_walk_open (WayWalk    *self,
               const char *kind)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->fixture->window), "win.wizard", "s", kind));
  fault_fixture_await_page (self->fixture, "wizard");
}

EcpaFaultView *
way_walk_on (WayWalk *self)
{
  for (guint i = 0; i < 60; i++)
    {
      EcpaWizardFlow *flow;

      wait_for (self, is_settled, "the wizard to settle");
      flow = way_walk_get_flow (self);
      if (flow == NULL)
        {
          remember_password (self);
          return NULL;
        }
      g_free (self->kind);
      self->kind = g_strdup (ecpa_wizard_flow_get_kind (flow));
      if (ecpa_wizard_flow_get_state (flow) == ECPA_WIZARD_ASKING)
        way_walk_press (self, "back_button"); /* begins anew */
      else if (shown_fault (self) != NULL)
        return shown_fault (self);
      else
        do_step (self);
    }

  g_error ("The wizard “%s” has no end", self->kind);
}

typedef struct
{
  WayWalk         *walk;
  EcpaWizardState  state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;
  EcpaWizardFlow *flow = way_walk_get_flow (wanted->walk);

  return flow != NULL && ecpa_wizard_flow_get_state (flow) == wanted->state;
}

void
way_walk_await_state (WayWalk         *self,
                      EcpaWizardState  state)
{
  Wanted wanted = { self, state };

  if (!ecpa_test_wait (is_in_state, &wanted, WAIT_MS))
    g_error ("waited in vain for state %d of the wizard", (int) state);
}

/* One of the frame's buttons. */
void
way_walk_press (WayWalk    *self,
                const char *button)
{
  fault_fixture_click (page_part (self, button));
}

/* Of the step that is shown. */
gpointer
way_walk_step_part (WayWalk    *self,
                    const char *name)
{
  GtkWidget *step = step_page (self);

  return fault_fixture_part (step, G_OBJECT_TYPE (step), name);
}

/* One of the step's own. */
void
way_walk_press_in_step (WayWalk    *self,
                        const char *button)
{
  fault_fixture_click (way_walk_step_part (self, button));
}

static gboolean
has_more_codes (gpointer data)
{
  Sent *sent = data;

  return fault_fixture_count (sent->walk->fixture, "SELECT count(*) FROM codes") > sent->before
         && is_outbox_empty (sent->walk);
}

/* Another mail, by the step's own button; it has come then. */
void
way_walk_send_again (WayWalk *self)
{
  Sent sent = { self, fault_fixture_count (self->fixture, "SELECT count(*) FROM codes") };

  way_walk_press_in_step (self, "resend_button");
  ecpa_test_until (has_more_codes, &sent);
}

/* The fault's own button. */
void
way_walk_press_fault (WayWalk       *self,
                      EcpaFaultView *view)
{
  EcpaFaultAction action = ecpa_fault_words (ecpa_fault_view_get_fault (view)->code)->action;
  gboolean asks = action == ECPA_FAULT_ACTION_ANOTHER_MAIL;
  const char *step = asks ? ecpa_wizard_flow_get_step_id (way_walk_get_flow (self)) : NULL;
  Sent sent = { self, fault_fixture_count (self->fixture, "SELECT count(*) FROM codes") };

  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  if (action == ECPA_FAULT_ACTION_SIGN_IN_AGAIN)
    g_clear_pointer (&self->chosen, g_free); /* the wizard is left, nothing is set */
  if (asks && !g_str_equal (step, "reset-code"))
    ecpa_test_until (has_more_codes, &sent);
}

/* Returns: (transfer full): the code of the newest mail; another one is asked for where there is none */
char *
way_walk_await_code (WayWalk *self)
{
  char *code;

  ecpa_test_until (is_outbox_empty, self);
  code = read_newest_code (self);
  if (code == NULL && way_walk_get_flow (self) != NULL
      && g_str_equal (ecpa_wizard_flow_get_step_id (way_walk_get_flow (self)), "verify"))
    {
      way_walk_send_again (self);
      code = read_newest_code (self);
    }
  if (code == NULL)
    g_error ("There is no mail with a code");

  return code;
}

gpointer
way_walk_tile_part (WayWalk    *self,
                    const char *name)
{
  GtkWidget *tile = ui_test_find (GTK_WIDGET (self->fixture->window), ECPA_TYPE_ACCOUNT_TILE, NULL);

  return fault_fixture_part (tile, ECPA_TYPE_ACCOUNT_TILE, name);
}

void
way_walk_try_account (WayWalk    *self,
                      const char *account,
                      const char *password)
{
  GtkWidget *page = ui_test_find (GTK_WIDGET (self->fixture->window), ECPA_TYPE_LOGIN_PAGE, NULL);

  ecpa_login_page_open_account (ECPA_LOGIN_PAGE (page));
  ecpa_field_row_set_text (way_walk_tile_part (self, "account_row"), account);
  fault_fixture_paste (self->fixture, way_walk_tile_part (self, "secret_row"), password);
  fault_fixture_click (way_walk_tile_part (self, "sign_in_button"));
}

void
way_walk_sign_in (WayWalk  *self,
                  gboolean  by_account)
{
  FaultFixture *f = self->fixture;

  fault_fixture_await_page (f, "sign-in");
  if (by_account)
    way_walk_try_account (self, self->account, self->account_password);
  else
    {
      fault_fixture_await_card (f);
      fault_fixture_type (f, self->password);
      fault_fixture_sign_in (f);
    }
  fault_fixture_await_page (f, "inside");
}
