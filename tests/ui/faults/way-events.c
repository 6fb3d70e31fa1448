/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "way-events.h"

#include "ecpa-card-records.h"
#include "ecpa-wizard-flow-private.h"

/* SQL: whoever the card of the ordinary rows belongs to. */
#define PERSON(id) "(SELECT person_id FROM cards WHERE number = '" id "')"

/* Auxiliaries -------------------------------------------------------------- */

static void
go_on (WayWalk *walk)
{
  way_walk_press (walk, "forward_button");
}

static const char *
card_of (WayWalk *walk)
{
  return json_object_get_string_member (walk->person, "id");
}

static void
put (WayWalk    *walk,
     const char *card)
{
  ecpa_simulator_take (walk->fixture->simulator, 0);
  way_walk_await_state (walk, ECPA_WIZARD_AWAY);
  g_assert_true (ui_test_shows (GTK_WIDGET (walk->fixture->window),
                                g_dgettext (GETTEXT_PACKAGE, "The card was taken out")));
  g_assert_true (ecpa_simulator_put (walk->fixture->simulator, card, 0));
}

static void
sql (WayWalk    *walk,
     const char *text)
{
  fault_fixture_sql (walk->fixture, text);
}

static gboolean
has_rules (gpointer data)
{
  return ecpa_wizard_flow_find (way_walk_get_flow (data), "service") != NULL;
}

static gboolean
has_registration (gpointer data)
{
  return ecpa_wizard_flow_find (way_walk_get_flow (data), "registration") != NULL;
}

/* The list has been loaded anew. */
static gboolean
has_no_room (gpointer data)
{
  return !gtk_widget_get_visible (way_walk_step_part (data, "add_box"));
}

static gboolean
shows_suspension (gpointer window)
{
  return ui_test_shows (window, "暫停註冊公告");
}

/* Public API --------------------------------------------------------------- */

void
way_event_lose_network (WayWalk *walk)
{
  fault_fixture_network_down (walk->fixture);
  go_on (walk);
}

void
way_event_mend_network (WayWalk *walk)
{
  fault_fixture_network_good (walk->fixture);
}

void
way_event_close_service (WayWalk *walk)
{
  fault_fixture_network (walk->fixture, ECPA_TEST_503_LATER);
  go_on (walk);
}

/* The card proves itself again, and the person need not know. */
void
way_event_let_session_end (WayWalk *walk)
{
  sql (walk, "UPDATE card_sessions SET last_used_at = last_used_at - 86400, created_at = created_at - 86400");
  go_on (walk);
}

/* As often as the card proves itself. */
void
way_event_end_sessions (WayWalk *walk)
{
  sql (walk, "DELETE FROM card_sessions;"
             "CREATE TRIGGER sessions_end AFTER INSERT ON card_sessions BEGIN"
             " UPDATE card_sessions SET created_at = 1 WHERE token_hash = NEW.token_hash; END");
  go_on (walk);
}

void
way_event_keep_sessions (WayWalk *walk)
{
  sql (walk, "DROP TRIGGER sessions_end");
}

/* What was typed stays, but for passwords; with the same card it goes on. */
void
way_event_pull_card (WayWalk *walk)
{
  put (walk, card_of (walk));
  way_walk_await_state (walk, ECPA_WIZARD_STEP);
}

void
way_event_show_other_card (WayWalk *walk)
{
  put (walk, "foreign");
  way_walk_await_state (walk, ECPA_WIZARD_OTHER);
  g_assert_true (ui_test_shows (GTK_WIDGET (walk->fixture->window), ecpa_fault_words (ECPA_FAULT_CARD_CHANGED)->title));
  put (walk, card_of (walk));
  way_walk_await_state (walk, ECPA_WIZARD_STEP);
}

/* What was typed with the first card is not there for the second. */
void
way_event_begin_with_other (WayWalk *walk)
{
  put (walk, "newest");
  way_walk_await_state (walk, ECPA_WIZARD_OTHER);
  way_walk_press (walk, "back_button");
  way_walk_await_state (walk, ECPA_WIZARD_STEP);
  g_assert_cmpstr (ecpa_wizard_draft_get (ecpa_wizard_flow_get_draft (way_walk_get_flow (walk)), "code"), ==, "");
  way_walk_become (walk, "newest", "Jianhong*88");
}

void
way_event_pull_while_proving (WayWalk *walk)
{
  fault_fixture_card_fault (walk->fixture, ECPA_CARD_FAULT_REMOVE, 3, FALSE);
  go_on (walk);
}

void
way_event_heal_card (WayWalk *walk)
{
  ecpa_simulator_set_fault (walk->fixture->simulator, 0, NULL);
  g_assert_true (ecpa_simulator_put (walk->fixture->simulator, card_of (walk), 0));
}

void
way_event_spoil_key (WayWalk *walk)
{
  sql (walk, "UPDATE cards SET public_key = randomblob (length (public_key))");
  go_on (walk);
}

void
way_event_mend_key (WayWalk *walk)
{
  sql (walk, "UPDATE cards SET public_key = (SELECT public_key FROM kept_cards WHERE card_id = cards.card_id)");
}

/* While the wizard was filled in. */
void
way_event_change_terms (WayWalk *walk)
{
  sql (walk, "INSERT INTO legal_texts (scope, version, effective_on, title, text)"
             " SELECT scope, version || '-2', date (effective_on, '+1 day'), title, text FROM legal_texts"
             " WHERE scope = 'card-terms' ORDER BY effective_on DESC LIMIT 1");
  go_on (walk);
}

/* By the same person, at another computer. */
void
way_event_register_elsewhere (WayWalk *walk)
{
  sql (walk, "INSERT OR REPLACE INTO registrations (person_id, password_hash, verified_at)"
             " SELECT " PERSON ("990000004340") ", password_hash, 1 FROM registrations WHERE person_id = "
             PERSON ("990000001007") ";"
             "INSERT OR REPLACE INTO contacts (person_id, mobile, mail) VALUES ("
             PERSON ("990000004340") ", '0900033757', 'meihui.wu@mail.example')");
  g_free (walk->password);
  walk->password = g_strdup ("Qinglin-115");
  g_clear_pointer (&walk->chosen, g_free);
  go_on (walk);
}

/* Rules that were asked for before they became stricter: the backend decides. */
void
way_event_forget_rules (WayWalk *walk)
{
  g_autoptr (EcpaServiceInfo) lax = g_object_new (ECPA_TYPE_SERVICE_INFO, NULL);

  ecpa_test_until (has_rules, walk);
  ecpa_wizard_flow_keep (way_walk_get_flow (walk), "service", G_OBJECT (lax));
}

void
way_event_age_codes (WayWalk *walk)
{
  sql (walk, "UPDATE codes SET expires_at = expires_at - 1801, created_at = created_at - 1801");
  go_on (walk);
}

void
way_event_use_code (WayWalk *walk)
{
  sql (walk, "UPDATE codes SET used_at = created_at");
  go_on (walk);
}

/* Somebody asks for another mail elsewhere. */
void
way_event_supersede_code (WayWalk *walk)
{
  sql (walk, "UPDATE codes SET superseded_at = created_at, created_at = created_at - 3600");
  go_on (walk);
}

void
way_event_reach_mail_limit (WayWalk *walk)
{
  sql (walk, WAY_MAIL_LIMIT);
}

/* No other mail can be asked for, and it is said until when; then somebody comes back. */
void
way_event_await_mail_limit (WayWalk *walk)
{
  ecpa_test_until (has_registration, walk);
  g_assert_false (gtk_widget_is_sensitive (way_walk_step_part (walk, "resend_button")));
  g_assert_true (ui_test_shows (way_walk_step_part (walk, "wait_label"), "分"));
  way_event_forget_mails (walk);
  way_walk_open (walk, "verification");
}

/* The step waits for the code although the registration says only that it is stopped. */
void
way_event_end_stop (WayWalk *walk)
{
  ecpa_test_until (has_registration, walk);
  g_assert_cmpint (ecpa_wizard_flow_get_state (way_walk_get_flow (walk)), ==, ECPA_WIZARD_STEP);
  way_event_shorten_stops (walk);
}

void
way_event_forget_mails (WayWalk *walk)
{
  sql (walk, "UPDATE codes SET created_at = created_at - 3600");
}

void
way_event_shorten_stops (WayWalk *walk)
{
  sql (walk, "UPDATE registrations SET stopped_until = 1 WHERE stopped_until > 0;"
             "UPDATE account_attempts SET locked_until = 1 WHERE locked_until > 0;"
             "UPDATE residence_attempts SET stopped_until = 1 WHERE stopped_until > 0");
}

/* Two hours. */
void
way_event_let_time_pass (WayWalk *walk)
{
  sql (walk, "UPDATE accounts SET changed_at = changed_at - 7201");
}

/* The address was mistyped: the mail never comes, and one asks for it at another address. */
void
way_event_want_other_address (WayWalk *walk)
{
  walk->to_other_address = TRUE;
}

void
way_event_give_up_mail (WayWalk *walk)
{
  walk->to_other_address = TRUE;
  way_event_forget_mails (walk); /* a minute later */
  way_walk_press_in_step (walk, "other_button");
}

void
way_event_lose_phone (WayWalk *walk)
{
  fault_fixture_network_down (walk->fixture);
  way_walk_press_in_step (walk, "add_button");
}

void
way_event_fill_phones (WayWalk *walk)
{
  sql (walk, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)"
             " INSERT INTO phones (id, person_id, name, device_hash, device_masked, added_at)"
             " SELECT 'phone-' || i, " PERSON ("990000001007") ", 'phone ' || i, randomblob (32), '****' || i, 1 FROM n");
  way_walk_press_in_step (walk, "add_button");
  fault_fixture_await_fault (walk->fixture, ECPA_FAULT_PHONE_LIMIT);
  ecpa_test_until (has_no_room, walk);
}

/* The sign-in asks anew what the service announces. */
void
way_event_ask_service (WayWalk *walk)
{
  FaultFixture *f = walk->fixture;

  ecpa_window_set_services (f->window, NULL);
  ecpa_window_set_services (f->window, f->services);
  ecpa_test_until (shows_suspension, f->window);
}
