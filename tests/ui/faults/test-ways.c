/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-steps.h"
#include "way-rows.h"

#include "ecpa-code-link.h"
#include "ecpa-problem.h"
#include "ecpa-registration-service.h"
#include "ecpa-thread.h"
#include "ecpa-wizard-plan.h"

#include <glib/gstdio.h>
#include <string.h>

/* Runs the table of way-rows.c, and codes of mails in every state. */

/* Types -------------------------------------------------------------------- */

typedef FaultFixture F;

#define OF(number) "(SELECT person_id FROM cards WHERE number = '" number "')"

/* Auxiliaries -------------------------------------------------------------- */

static F *fixture;

/* What rows change: kept at first, and put back after each. */
static const char *const tables[] = {
  "registrations", "contacts", "codes", "accounts", "account_attempts", "residence_attempts", "address_attempts",
  "phones", "password_history", "terms_agreed", "legal_texts", "announcements", "cards", "consents",
};

static void
keep_world (F *f)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("CREATE TABLE kept_%s AS SELECT * FROM %s", tables[i], tables[i]);

      fault_fixture_sql (f, sql);
    }
}

static void
restore_world (F *f)
{
  g_autofree char *mails = fault_fixture_get_mails (f);
  g_autoptr (GString) sql = g_string_new ("BEGIN;");
  g_autoptr (GDir) dir = g_dir_open (mails, 0, NULL);
  const char *name;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_string_append_printf (sql, "DELETE FROM %s; INSERT INTO %s SELECT * FROM kept_%s;", tables[i], tables[i], tables[i]);
  g_string_append (sql, "UPDATE registrations SET stopped_until = strftime ('%s', 'now') + 600 WHERE stopped_until > 0; COMMIT");
  fault_fixture_sql (f, sql->str);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (mails, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static const WayPerson *
find_person (const char *card)
{
  for (guint i = 0; i < way_n_people; i++)
    if (g_str_equal (way_people[i].card, card))
      return &way_people[i];

  g_error ("Nobody has the card “%s”", card);
}

static WayWalk *
make_walk (const WayRow *row)
{
  const WayPerson *person = find_person (row->who);
  WayWalk *walk = way_walk_new (fixture, person->card, person->password, person->account, person->account_password);

  walk->slip = row->slip;
  walk->event_at = row->event_at;
  walk->event = row->event;

  return walk;
}

static void
try_card (WayWalk    *walk,
          const char *password)
{
  fault_fixture_type (walk->fixture, password);
  fault_fixture_sign_in (walk->fixture);
}

/* From the beginning to what is told; NULL where nothing was. */
static EcpaFaultView *
begin (WayWalk   *walk,
       const WayRow *row)
{
  F *f = walk->fixture;
  const char *kind = row->begin;

  fault_fixture_put (f, row->who);
  fault_fixture_await_card (f);
  if (g_str_equal (kind, "card"))
    {
      try_card (walk, row->typed != NULL ? row->typed : walk->password);
      return fault_fixture_await_fault (f, row->code);
    }
  if (g_str_equal (kind, "account"))
    {
      way_walk_try_account (walk, walk->account, row->typed);
      walk->slip.times -= walk->slip.times > 0;
      return fault_fixture_await_fault (f, row->before != ECPA_FAULT_NONE ? row->before : row->code);
    }
  if (g_str_has_prefix (kind, "inside "))
    {
      try_card (walk, walk->password);
      fault_fixture_await_page (f, "inside");
      kind += strlen ("inside ");
    }
  way_walk_open (walk, kind);

  return way_walk_on (walk);
}

static EcpaFaultCode
code_of (EcpaFaultView *view)
{
  return view != NULL ? ecpa_fault_view_get_fault (view)->code : ECPA_FAULT_NONE;
}

/* The same mistake until it is told otherwise. */
static EcpaFaultView *
repeat (WayWalk       *walk,
        const WayRow     *row,
        EcpaFaultView *view)
{
  while (walk->slip.times > 0 && row->before != ECPA_FAULT_NONE && code_of (view) == row->before)
    {
      fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
      if (g_str_equal (row->begin, "account"))
        {
          walk->slip.times--;
          way_walk_try_account (walk, walk->account, row->typed);
          view = fault_fixture_await_fault (walk->fixture, walk->slip.times > 0 ? row->before : row->code);
        }
      else
        {
          view = way_walk_on (walk);
        }
    }

  return view;
}

/* It is told in its own words, in Chinese, with the tries or the time that is left where the row says so. */
static void
check_words (const WayRow     *row,
             EcpaFaultView *view)
{
  const EcpaFaultWords *words = ecpa_fault_words (row->code);
  GtkLabel *title = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "title_label");

  if (code_of (view) != row->code)
    g_error ("“%s” in place of “%s” (%s)", ecpa_fault_words (code_of (view))->title, words->title,
             ecpa_fault_view_get_fault (view)->detail);
  g_assert_cmpstr (gtk_label_get_label (title), ==, words->title);
  g_assert_false (g_str_is_ascii (words->title));
  g_assert_false (g_str_is_ascii (words->advice));
  if (row->words != NULL && !ui_test_shows (GTK_WIDGET (view), row->words))
    g_error ("“%s” does not tell “%s”", words->title, row->words);
}

static void
press (WayWalk       *walk,
       const WayRow     *row,
       EcpaFaultView *view)
{
  if (row->press == WAY_PRESS_FORGOTTEN || row->press == WAY_PRESS_ACTIVATE)
    fault_fixture_click (way_walk_tile_part (walk, row->press == WAY_PRESS_ACTIVATE ? "activate_button" : "forgotten_button"));
  else if (row->press == WAY_PRESS_WIZARD)
    fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "wizard_button"));
  else
    way_walk_press_fault (walk, view);
}

/* Whom to call, or to write to. What was told stays. */
static void
look_at_help (WayWalk         *walk,
              EcpaFaultAction  action)
{
  if (action == ECPA_FAULT_ACTION_MAIL)
    {
      g_autofree char *mail = fault_fixture_await_mail (walk->fixture);

      g_assert_cmpstr (mail, ==, "mailto:pemis@dgpa.gov.tw");
      walk->has_heeded = TRUE;
    }
  else if (action == ECPA_FAULT_ACTION_HELP)
    {
      GtkWindow *help = fault_fixture_await_dialog (walk->fixture);

      g_assert_true (ui_test_shows (GTK_WIDGET (help), "0800-030-598"));
      gtk_window_close (help);
      walk->has_heeded = TRUE;
    }
}

/* Nobody can help themselves here: somebody else gets in. */
static void
end_with_others (WayWalk *walk)
{
  F *f = walk->fixture;

  if (way_walk_get_flow (walk) != NULL)
    ecpa_wizard_flow_leave (way_walk_get_flow (walk), FALSE);
  way_walk_become (walk, "ordinary", "Qinglin-115");
  fault_fixture_await_page (f, "sign-in");
  fault_fixture_put (f, "ordinary");
}

static void
await_end (WayWalk *walk)
{
  EcpaFaultView *view = way_walk_on (walk);

  if (view != NULL)
    g_error ("“%s” on the way out (%s)", ecpa_fault_words (code_of (view))->title, ecpa_fault_view_get_fault (view)->detail);
}

/* Whoever is in is in for good. */
static void
end_inside (WayWalk *walk,
            WayEnd      end)
{
  F *f = walk->fixture;

  if (end != WAY_END_INSIDE)
    way_walk_sign_in (walk, end == WAY_END_ACCOUNT);
  fault_fixture_await_page (f, "inside");
  g_assert_nonnull (fault_steps_get_home ());
  g_assert_cmpint (ecpa_login_flow_get_state (fault_steps_get_login ()), ==, ECPA_LOGIN_SIGNED_IN);
}

static void
leave (F *f)
{
  fault_fixture_sign_out (f);
  ecpa_simulator_take (f->simulator, 0);
  restore_world (f);
}

/* Tests: the table --------------------------------------------------------- */

static void
test_row (gconstpointer data)
{
  const WayRow *row = data;
  F *f = fixture;
  g_autoptr (WayWalk) walk = make_walk (row);
  EcpaFaultView *view;

  g_assert_true (fault_fixture_is_on_page (f, "sign-in"));
  if (row->world != NULL)
    fault_fixture_sql (f, row->world);
  if (row->event != NULL && row->event_at == NULL)
    {
      walk->event = NULL;
      row->event (walk);
    }

  view = repeat (walk, row, begin (walk, row));
  if (row->code != ECPA_FAULT_NONE)
    {
      g_assert_nonnull (view);
      check_words (row, view);
      if (row->cure != NULL)
        row->cure (walk);
      press (walk, row, view);
      if (row->press == WAY_PRESS_BUTTON)
        look_at_help (walk, ecpa_fault_words (row->code)->action);
      if (row->leads != NULL)
        g_assert_cmpstr (ecpa_wizard_flow_get_kind (way_walk_get_flow (walk)), ==, row->leads);
      walk->has_phone = row->code == ECPA_FAULT_PHONE_KNOWN;
    }
  if (row->end == WAY_END_OTHERS)
    end_with_others (walk);
  if (row->again != NULL)
    way_walk_open (walk, row->again);
  await_end (walk);
  end_inside (walk, row->end);
  leave (f);
}

/* Tests: codes ------------------------------------------------------------- */

typedef enum
{
  CODE_FRESH,           /* on a machine that knows nothing of it */
  CODE_TWICE,
  CODE_LATE,
  CODE_SUPERSEDED,
  CODE_OTHER_CARD,      /* and the right one is put in */
  CODE_WRONG_CARD,      /* and the other one stays */
  CODE_UNKNOWN,
} CodeState;

typedef struct
{
  const char    *name;
  CodeState      state;
  EcpaFaultCode  of_reset;
  EcpaFaultCode  of_verification;
} CodeRow;

static const CodeRow code_rows[] = {
  { "fresh", CODE_FRESH, ECPA_FAULT_NONE, ECPA_FAULT_NONE },
  /* the address is verified, which is all that the link is for: that is said in place of a fault */
  { "twice", CODE_TWICE, ECPA_FAULT_CODE_USED, ECPA_FAULT_NONE },
  { "late", CODE_LATE, ECPA_FAULT_CODE_EXPIRED, ECPA_FAULT_CODE_EXPIRED },
  { "superseded", CODE_SUPERSEDED, ECPA_FAULT_CODE_SUPERSEDED, ECPA_FAULT_CODE_SUPERSEDED },
  { "with another card", CODE_OTHER_CARD, ECPA_FAULT_CODE_OTHER_CARD, ECPA_FAULT_CODE_OTHER_CARD },
  { "with another card that stays", CODE_WRONG_CARD, ECPA_FAULT_CODE_OTHER_CARD, ECPA_FAULT_CODE_OTHER_CARD },
  { "unknown", CODE_UNKNOWN, ECPA_FAULT_CODE_INVALID, ECPA_FAULT_CODE_INVALID },
};

typedef struct
{
  const CodeRow *row;
  gboolean       of_reset;
  gboolean       by_link;
} CodeTest;

#define NEWEST OF ("990000002118")

static void
leave_with_code (WayWalk *walk)
{
  /* the first mail is asked for by whoever fills in the step */
  if (walk->sends_again && g_str_equal (walk->event_at, "verify"))
    way_walk_send_again (walk);
  walk->sends_again = TRUE;
  g_free (walk->code);
  walk->code = way_walk_await_code (walk);
  ecpa_wizard_flow_leave (way_walk_get_flow (walk), FALSE);
}

/* Has a mail sent, and leaves the wizard: what follows is as on another machine. */
static void
get_code (WayWalk    *walk,
          const char *kind)
{
  walk->event_at = g_str_equal (kind, "forgotten") ? "reset-code" : "verify";
  walk->event = leave_with_code;
  way_walk_open (walk, kind);
  await_end (walk);
  g_clear_pointer (&walk->chosen, g_free);
}

/* What becomes of the code that was sent; (transfer full): that one */
static char *
spoil_code (WayWalk        *walk,
            const CodeTest *test,
            const char     *kind)
{
  F *f = walk->fixture;
  g_autofree char *code = NULL;

  get_code (walk, kind);
  code = g_strdup (walk->code);
  fault_fixture_sql (f, "UPDATE codes SET created_at = created_at - 3600");
  switch (test->row->state)
    {
    case CODE_TWICE:
      way_walk_open (walk, kind);
      walk->slip = (WaySlip) { test->of_reset ? "reset-code.code_row" : "verify.code_row", code, 1 };
      await_end (walk);
      break;
    case CODE_LATE:
      fault_fixture_sql (f, "UPDATE codes SET expires_at = expires_at - 1801");
      break;
    case CODE_SUPERSEDED:
      get_code (walk, kind);
      g_assert_cmpstr (walk->code, !=, code);
      break;
    case CODE_OTHER_CARD:
    case CODE_WRONG_CARD:
      fault_fixture_sql (f, "UPDATE registrations SET verified_at = NULL WHERE person_id = " NEWEST);
      fault_fixture_put (f, "newest");
      fault_fixture_await_card (f);
      break;
    case CODE_UNKNOWN:
      return g_strdup ("0000-0000-0000");
    case CODE_FRESH:
    default:
      break;
    }

  return g_steal_pointer (&code);
}

/* As a mail's page does it, by the application's link; or typed into the wizard. */
static void
bring_code (WayWalk        *walk,
            const CodeTest *test,
            const char     *kind,
            const char     *text)
{
  g_autofree char *uri = g_strdup_printf ("ecpa-training:%s#%s", test->of_reset ? "reset" : "verify", text);
  EcpaSecret *code;
  const char *wizard;

  walk->slip = (WaySlip) { test->of_reset ? "reset-code.code_row" : "verify.code_row", text, 1 };
  if (!test->by_link)
    {
      way_walk_open (walk, kind);
      return;
    }

  g_assert_true (ecpa_code_link_parse (uri, TRUE, &wizard, &code, NULL));
  g_assert_cmpstr (wizard, ==, kind);
  ecpa_window_open_code (walk->fixture->window, wizard, code);
  ecpa_secret_unref (code);
  fault_fixture_await_page (walk->fixture, "wizard");
  walk->slip.times = 0;
  walk->code_is_there = TRUE;
  g_free (walk->code);
  walk->code = g_strdup (text);
}

/* With the card that the mail was sent for; the code is still there. */
static void
put_right_card (WayWalk    *walk,
                const char *code)
{
  ecpa_simulator_take (walk->fixture->simulator, 0);
  way_walk_await_state (walk, ECPA_WIZARD_AWAY);
  g_assert_true (ecpa_simulator_put (walk->fixture->simulator, json_object_get_string_member (walk->person, "id"), 0));
  way_walk_await_state (walk, ECPA_WIZARD_OTHER);
  way_walk_press (walk, "back_button");
  walk->code_is_there = TRUE;
  g_free (walk->code);
  walk->code = g_strdup (code);
}

static gboolean
is_over (gpointer data)
{
  return way_walk_get_flow (data) == NULL;
}

static void
check_told (WayWalk        *walk,
            const CodeTest *test,
            EcpaFaultView  *view,
            const char     *code)
{
  EcpaFaultCode wanted = test->of_reset ? test->row->of_reset : test->row->of_verification;

  /* whoever is quick is told so, until it is known that nothing waits to be verified any more */
  if (test->row->state == CODE_TWICE && !test->of_reset)
    {
      g_assert_true (view == NULL || code_of (view) == ECPA_FAULT_CODE_USED);
      ecpa_test_until (is_over, walk);
      return;
    }
  if (code_of (view) != wanted)
    g_error ("“%s” in place of “%s”", ecpa_fault_words (code_of (view))->title, ecpa_fault_words (wanted)->title);
  if (view == NULL)
    return;

  g_assert_cmpstr (gtk_label_get_label (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "title_label")), ==,
                   ecpa_fault_words (wanted)->title);
  fault_fixture_sql (walk->fixture, "UPDATE codes SET created_at = created_at - 3600");
  if (test->row->state == CODE_OTHER_CARD)
    {
      put_right_card (walk, code);
      return;
    }
  if (test->row->state == CODE_WRONG_CARD)
    way_walk_become (walk, "newest", "Jianhong*88");
  way_walk_press_fault (walk, view);
}

static void
test_code (gconstpointer data)
{
  const CodeTest *test = data;
  F *f = fixture;
  const WayPerson *person = find_person (test->of_reset ? "ordinary" : "not-verified");
  const char *kind = test->of_reset ? "forgotten" : "verification";
  g_autoptr (WayWalk) walk = way_walk_new (f, person->card, person->password, NULL, NULL);
  g_autofree char *code = NULL;
  EcpaFaultView *view;

  fault_fixture_put (f, person->card);
  fault_fixture_await_card (f);
  code = spoil_code (walk, test, kind);
  bring_code (walk, test, kind, code);
  view = way_walk_on (walk);
  check_told (walk, test, view, code);
  await_end (walk);
  if (test->row->state == CODE_TWICE && !test->of_reset)
    g_assert_true (ui_test_shows (GTK_WIDGET (f->window), "先前已完成認證"));
  end_inside (walk, WAY_END_CARD);
  leave (f);
}

/* Tests: complete ---------------------------------------------------------- */

#define OF_READERS "of readers and cards at the sign-in and at any wizard's card step (ui/faults)"
#define OF_NETWORK "the way to the service is one for all calls (ui/faults, fault-pairs); a row has a lost network"
#define OF_ORDERS "of orders, inside (ui/faults)"
#define OF_SESSION "the end of a session, told over the sign-in (ui/faults)"

/* Not of these ways. */
static const struct
{
  EcpaFaultCode  first;
  EcpaFaultCode  last;
  const char    *why;
} elsewhere[] = {
  { ECPA_FAULT_READER_NO_SERVICE, ECPA_FAULT_CARD_ABSENT, OF_READERS },
  { ECPA_FAULT_CARD_CHANGED, ECPA_FAULT_CARD_COMMUNICATION, OF_READERS },
  { ECPA_FAULT_TIMEOUT, ECPA_FAULT_BAD_ANSWER, OF_NETWORK },
  { ECPA_FAULT_SCHEME_REFUSED, ECPA_FAULT_SCHEME_REFUSED, "only a backend outside training says it (backend)" },
  { ECPA_FAULT_METHOD_INSUFFICIENT, ECPA_FAULT_NOT_ELECTRONIC, OF_ORDERS },
  { ECPA_FAULT_SESSION_EXPIRED, ECPA_FAULT_LOCKED_OTHER_CARD, OF_SESSION },
  { ECPA_FAULT_FILE, ECPA_FAULT_FILE, OF_ORDERS },
  { ECPA_FAULT_INTERNAL, ECPA_FAULT_INTERNAL, "a mistake of ours has no cause to take away (services, fault)" },
};

/* Which of the two buttons; whom to call is another way out beside each wizard, and followed in ui/faults. */
static gboolean
is_pressed (EcpaFaultCode code,
            WayPress         press)
{
  for (guint p = 0; p < way_n_parts; p++)
    for (guint i = 0; i < way_parts[p].n_rows; i++)
      if ((way_parts[p].rows[i].code == code && way_parts[p].rows[i].press == press)
          || (way_parts[p].rows[i].before == code && press == WAY_PRESS_BUTTON))
        return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (code_rows); i++)
    if ((code_rows[i].of_reset == code || code_rows[i].of_verification == code) && press == WAY_PRESS_BUTTON)
      return TRUE;

  return FALSE;
}

/* A code that no row reaches, or a button of one that no row presses, fails here. */
static void
test_complete (void)
{
  g_autoptr (GEnumClass) codes = g_type_class_ref (ECPA_TYPE_FAULT_CODE);

  for (guint i = 0; i < codes->n_values; i++)
    {
      EcpaFaultCode code = (EcpaFaultCode) codes->values[i].value;
      const EcpaFaultWords *words = ecpa_fault_words (code);
      gboolean reached = is_pressed (code, WAY_PRESS_BUTTON) || is_pressed (code, WAY_PRESS_WIZARD);
      gboolean other = code == ECPA_FAULT_NONE;

      for (guint row = 0; row < G_N_ELEMENTS (elsewhere); row++)
        other = other || (code >= elsewhere[row].first && code <= elsewhere[row].last);
      if (code != ECPA_FAULT_NONE && reached == other)
        g_error ("“%s” is %s", codes->values[i].value_nick, reached ? "reached, and said to be elsewhere" : "reached by no row");
      if (!reached || other)
        continue;
      if (words->wizard != NULL && !is_pressed (code, WAY_PRESS_WIZARD))
        g_error ("no row opens the wizard of “%s”", codes->values[i].value_nick);
      if (words->action != ECPA_FAULT_ACTION_HELP && !is_pressed (code, WAY_PRESS_BUTTON))
        g_error ("no row presses the button of “%s”", codes->values[i].value_nick);
    }
}

/* A problem of the backend that has no way of its own is no more than “something went wrong”. */
static void
test_problems (void)
{
  static const EcpaProblemCode ours[] = {
    ECPA_PROBLEM_INVALID_REQUEST, ECPA_PROBLEM_TOO_LARGE, ECPA_PROBLEM_METHOD_NOT_ALLOWED, /* mistakes of the program */
  };

  for (guint code = 0; code < ECPA_N_PROBLEM_CODES; code++)
    {
      g_autoptr (EcpaProblem) problem = ecpa_problem_new (code);
      g_autoptr (GError) error = ecpa_problem_to_error (problem);
      g_autoptr (EcpaFault) fault = ecpa_fault_from_error (error);
      gboolean mistake = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
        mistake = mistake || ours[i] == code;
      if ((fault->code == ECPA_FAULT_INTERNAL) != mistake)
        g_error ("“%s” has no words of its own", ecpa_problem_code_get_name (code));
    }
}

/* Every wizard is in some row. */
static void
test_wizards (void)
{
  const EcpaWizardPlan *plan;

  for (guint n = 0; (plan = ecpa_wizard_plan_nth (n)) != NULL; n++)
    {
      gboolean found = g_str_equal (plan->kind, "guide"); /* asks and opens the others (e2e) */

      for (guint p = 0; p < way_n_parts; p++)
        for (guint i = 0; i < way_parts[p].n_rows; i++)
          found = found || g_str_has_suffix (way_parts[p].rows[i].begin, plan->kind);
      if (!found)
        g_error ("no row begins in “%s”", plan->kind);
    }
}

static void
add_codes (GPtrArray *tests)
{
  for (guint i = 0; i < G_N_ELEMENTS (code_rows) * 4; i++)
    {
      CodeTest test = { &code_rows[i / 4], i % 4 < 2, i % 2 == 0 };
      g_autofree char *path = g_strdup_printf ("/ui/ways-code/%s-%s-%s", test.of_reset ? "reset" : "verification",
                                               test.row->name, test.by_link ? "by-link" : "pasted");

      g_strdelimit (path, " ", '-');
      g_ptr_array_add (tests, g_memdup2 (&test, sizeof test));
      g_test_add_data_func (path, g_ptr_array_index (tests, tests->len - 1), test_code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new_with_free_func (g_free);
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
  keep_world (fixture);
  for (guint p = 0; p < way_n_parts; p++)
    for (guint i = 0; i < way_parts[p].n_rows; i++)
      {
        g_autofree char *path = g_strdup_printf ("/ui/ways-%s/%s", way_parts[p].name, way_parts[p].rows[i].name);

        g_strdelimit (path, " ", '-');
        g_test_add_data_func (path, &way_parts[p].rows[i], test_row);
      }
  add_codes (tests);
  g_test_add_func ("/ui/ways-code/complete", test_complete);
  g_test_add_func ("/ui/ways-code/problems", test_problems);
  g_test_add_func ("/ui/ways-code/wizards", test_wizards);
  status = g_test_run ();
  fault_steps_release ();
  fault_fixture_free (fixture);

  return status;
}
