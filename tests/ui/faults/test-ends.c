/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-steps.h"
#include "way-walk.h"

#include "ecpa-code-link.h"
#include "ecpa-ended-bar.h"
#include "ecpa-guide-hold-step.h"
#include "ecpa-thread.h"
#include "ecpa-wizard-words.h"

#include <string.h>

/* Long ways to their end: the guide from a card that never was registered into the inbox (N9), and a new main address that
 * is verified by the link of its mail (N7); an account's password that is changed (L7). */

typedef FaultFixture F;

static F *fixture;

#define OLD_MAIL "linqing@mail.example"
#define NEW_MAIL "elsewhere@post.example"
#define HAS_CONTACTS "SELECT count(*) FROM contacts WHERE mail = '%s' AND new_mail IS %s%s%s"

/* Auxiliaries -------------------------------------------------------------- */

static void
assert_addresses (F          *f,
                  const char *mail,
                  const char *new_mail)
{
  const char *quote = new_mail != NULL ? "'" : "";
  g_autofree char *sql = g_strdup_printf (HAS_CONTACTS, mail, quote, new_mail != NULL ? new_mail : "NULL", quote);

  g_assert_cmpint (fault_fixture_count (f, sql), ==, 1);
}

static void
go_through (WayWalk *walk)
{
  EcpaFaultView *view = way_walk_on (walk);

  if (view != NULL)
    g_error ("“%s” on the way (%s)", ecpa_fault_words (ecpa_fault_view_get_fault (view)->code)->title,
             ecpa_fault_view_get_fault (view)->detail);
}

static void
leave (WayWalk *walk)
{
  F *f = walk->fixture;

  fault_fixture_sign_out (f);
  ecpa_simulator_take (f->simulator, 0);
}

/* Events ------------------------------------------------------------------- */

static void
hold_a_card (WayWalk *walk)
{
  GtkWidget *step = ui_test_find (GTK_WIDGET (walk->fixture->window), ECPA_TYPE_GUIDE_HOLD_STEP, NULL);

  g_assert_cmpstr (ecpa_window_get_topic (walk->fixture->window), ==, "first-sign-in");
  gtk_check_button_set_active (fault_fixture_part (step, ECPA_TYPE_GUIDE_HOLD_STEP, "card_button"), TRUE);
}

/* The old address is the one that counts; the link of the mail fills the code in. */
static void
open_link (WayWalk *walk)
{
  F *f = walk->fixture;
  g_autofree char *text = way_walk_await_code (walk);
  g_autofree char *uri = g_strdup_printf ("ecpa-training:verify#%s", text);
  EcpaSecret *code;
  const char *wizard;

  assert_addresses (f, OLD_MAIL, NEW_MAIL);
  g_assert_true (ecpa_code_link_parse (uri, TRUE, &wizard, &code, NULL));
  ecpa_window_open_code (f->window, wizard, code);
  ecpa_secret_unref (code);
  fault_fixture_await_page (f, "wizard");
  g_free (walk->code);
  walk->code = g_steal_pointer (&text);
  walk->code_is_there = TRUE;
}

static void
go_away (WayWalk *walk)
{
  ecpa_wizard_flow_leave (way_walk_get_flow (walk), FALSE);
}

/* Tests -------------------------------------------------------------------- */

static void
test_guide (void)
{
  F *f = fixture;
  g_autoptr (WayWalk) walk = way_walk_new (f, "not-registered", "none-yet-1", NULL, NULL);

  fault_fixture_put (f, "not-registered");
  fault_fixture_await_card (f);
  g_assert_null (ecpa_window_get_topic (f->window));
  walk->event_at = "<guide-hold";
  walk->event = hold_a_card;
  way_walk_open (walk, "guide");
  go_through (walk);

  g_assert_cmpstr (walk->kind, ==, "registration");
  g_assert_null (walk->event);
  way_walk_sign_in (walk, FALSE);
  ecpa_test_until (fault_steps_can_agree, f);
  fault_steps_agree (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  /* The address of the record is shown with the orders (O7). */
  g_assert_true (ui_test_shows (GTK_WIDGET (f->window), "通知寄往"));
  leave (walk);
}

/* The link is opened while the wizard waits for its code. */
static void
test_link_meanwhile (void)
{
  F *f = fixture;
  g_autoptr (WayWalk) walk = way_walk_new (f, "ordinary", "Qinglin-115", NULL, NULL);

  fault_fixture_put (f, "ordinary");
  fault_fixture_await_card (f);
  assert_addresses (f, OLD_MAIL, NULL);
  walk->event_at = "<contacts-mail";
  walk->event = open_link;
  way_walk_open (walk, "contacts");
  go_through (walk);
  g_assert_cmpstr (walk->kind, ==, "contacts");
  assert_addresses (f, NEW_MAIL, NULL);
  g_assert_cmpstr (gtk_label_get_label (fault_fixture_ended_part (f, "text_label")), ==,
                   ecpa_wizard_words ("contacts-verified")->done_text);
  g_assert_true (gtk_widget_has_css_class (ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_ENDED_BAR, NULL), "done"));
  way_walk_sign_in (walk, FALSE);
  leave (walk);
  fault_fixture_sql (f, "UPDATE contacts SET mail = '" OLD_MAIL "' WHERE mail = '" NEW_MAIL "'");
}

/* The wizard was closed, and the link is opened later. */
static void
test_link_later (void)
{
  F *f = fixture;
  g_autoptr (WayWalk) walk = way_walk_new (f, "ordinary", "Qinglin-115", NULL, NULL);

  fault_fixture_sql (f, "UPDATE codes SET created_at = created_at - 3600");
  fault_fixture_put (f, "ordinary");
  fault_fixture_await_card (f);
  walk->event_at = "<contacts-mail";
  walk->event = go_away;
  way_walk_open (walk, "contacts");
  go_through (walk);
  assert_addresses (f, OLD_MAIL, NEW_MAIL);
  way_walk_sign_in (walk, FALSE);
  leave (walk);

  fault_fixture_put (f, "ordinary");
  fault_fixture_await_card (f);
  open_link (walk);
  go_through (walk);
  g_assert_cmpstr (walk->kind, ==, "verification");
  assert_addresses (f, NEW_MAIL, NULL);
  way_walk_sign_in (walk, FALSE);
  leave (walk);
}

/* The account's password is changed, and is the one that opens from then on. */
static void
test_account (void)
{
  F *f = fixture;
  g_autoptr (WayWalk) walk = way_walk_new (f, "ordinary", "Qinglin-115", "linqing115", "Portal-Lin115");

  fault_fixture_sql (f, "UPDATE accounts SET changed_at = strftime ('%s', 'now') - 7201");
  way_walk_sign_in (walk, TRUE);
  way_walk_open (walk, "account-change");
  g_assert_cmpstr (ecpa_window_get_topic (f->window), ==, "account");
  go_through (walk);
  fault_fixture_await_page (f, "inside");
  g_assert_cmpstr (walk->account_password, !=, "Portal-Lin115");
  fault_fixture_sign_out (f);

  fault_fixture_await_page (f, "sign-in");
  way_walk_try_account (walk, "linqing115", "Portal-Lin115");
  fault_fixture_await_fault (f, ECPA_FAULT_ACCOUNT_REFUSED);
  way_walk_sign_in (walk, TRUE);
  fault_fixture_sign_out (f);
}

int
main (int    argc,
      char **argv)
{
  int status;

  fault_fixture_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  ecpa_thread_mark_main ();

  fault_steps_prepare ();
  fixture = fault_fixture_new ();
  fault_fixture_set_limit (fixture, 15000);
  fault_fixture_sql (fixture, FAULT_STEPS_AGREED);
  g_test_add_func ("/ui/ends/guide", test_guide);
  g_test_add_func ("/ui/ends/link-meanwhile", test_link_meanwhile);
  g_test_add_func ("/ui/ends/link-later", test_link_later);
  g_test_add_func ("/ui/ends/account", test_account);
  status = g_test_run ();
  fault_steps_release ();
  fault_fixture_free (fixture);

  return status;
}
