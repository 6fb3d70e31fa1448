/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-inside.h"
#include "fault-steps.h"

#include "ecpa-home-page.h"
#include "ecpa-secret-field.h"
#include "ecpa-secret-row.h"
#include "ecpa-thread.h"

#include <string.h>

/* The fault table: card, reader, network, backend and person, each with what is named and the way out of it. Every row
 * is run and its way out followed to its end. */

/* Types -------------------------------------------------------------------- */

typedef FaultFixture F;

typedef enum
{
  END_SIGNED_IN,   /* the way out, with the cause gone, ends inside */
  END_HELP,        /* whom to call, with all their numbers */
  END_MAIL,        /* a mail to the service */
} End;

typedef struct
{
  const char    *name;
  EcpaFaultCode  code;
  const char    *card;       /* what is in the reader; NULL for an empty one */
  const char    *password;   /* what is typed; NULL where it does not get so far */
  void         (*begin) (F *f);
  void         (*cure) (F *f);
  End            end;
  const char    *next_card;  /* what is put in when the fault is cured; NULL for the same */
  const char    *next_password;
  const char    *zh_title;   /* the words that everybody knows (features.md L1), where they are fixed */
  const char    *zh_advice;
} Row;

#define ORDINARY "ordinary", "Qinglin-115"

/* Causes ------------------------------------------------------------------- */

static void
stop_service (F *f)
{
  ecpa_simulator_set_service (f->simulator, FALSE);
}

static void
start_service (F *f)
{
  ecpa_simulator_set_service (f->simulator, TRUE);
  ecpa_simulator_refuse (f->simulator, ECPA_CARD_ERROR_NO_SERVICE);
}

static void
refuse_user (F *f)
{
  ecpa_simulator_refuse (f->simulator, ECPA_CARD_ERROR_NOT_PERMITTED);
  stop_service (f);
}

static void
be_of_another_version (F *f)
{
  ecpa_simulator_refuse (f->simulator, ECPA_CARD_ERROR_SERVICE_MISMATCH);
  stop_service (f);
}

static void
be_down (F *f)
{
  ecpa_simulator_refuse (f->simulator, ECPA_CARD_ERROR_SERVICE_DOWN);
  stop_service (f);
}

static void
unplug (F *f)
{
  ecpa_simulator_plug (f->simulator, 0, FALSE);
  ecpa_simulator_plug (f->simulator, 1, FALSE);
}

static void
plug (F *f)
{
  ecpa_simulator_plug (f->simulator, 0, TRUE);
  ecpa_simulator_plug (f->simulator, 1, TRUE);
}

static void
hold_card (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_IN_USE, 0, TRUE);
}

static void
garble (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_GARBAGE, 0, TRUE);
}

static void
break_contact (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_TRANSMIT_ERROR, 0, TRUE);
}

/* The third APDU of a proof asks for the card's id. */
static void
refuse_proof (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_REFUSE, 2, FALSE);
}

static void
pull_while_proving (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_REMOVE, 3, FALSE);
}

static void
swap_while_proving (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_SILENT_SWAP, 1, FALSE);
}

static void
heal_card (F *f)
{
  ecpa_simulator_set_fault (f->simulator, 0, NULL);
}

#define NETWORK(name, mode) \
  static void \
  name (F *f) \
  { \
    fault_fixture_network (f, mode); \
  }
NETWORK (have_wrong_certificate, ECPA_TEST_WRONG_CERTIFICATE)
NETWORK (fail, ECPA_TEST_500)
NETWORK (cut_json, ECPA_TEST_TRUNCATED_JSON)
NETWORK (be_closed, ECPA_TEST_503_LATER)

static void
be_mute (F *f)
{
  fault_fixture_set_limit (f, 800);
  fault_fixture_network (f, ECPA_TEST_MUTE);
}

static void
speak_again (F *f)
{
  fault_fixture_set_limit (f, 15000);
  fault_fixture_network_good (f);
}

/* The backend's own people, as somebody at the database would change them. */
#define SQL(name, text) \
  static void \
  name (F *f) \
  { \
    fault_fixture_sql (f, text); \
  }
#define OF(number) "WHERE person_id = (SELECT person_id FROM cards WHERE number = '" number "')"
SQL (spoil_key, "UPDATE cards SET public_key = randomblob (length (public_key)) WHERE number = '990000002118'")
SQL (spoil_scheme, "UPDATE cards SET scheme = 'other' WHERE number = '990000003229'")
SQL (mend_scheme, "UPDATE cards SET scheme = (SELECT scheme FROM cards WHERE number = '990000001007')"
                  " WHERE number = '990000003229'")
SQL (mend_key, "UPDATE cards SET public_key = (SELECT public_key FROM kept) WHERE number = '990000002118'")
SQL (stop_briefly, "UPDATE registrations SET stopped_until = strftime ('%s', 'now') + 3 " OF ("990000012128"))

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_time_over (gpointer data)
{
  EcpaFault *fault = ecpa_fault_view_get_fault (data);

  return fault == NULL || ecpa_fault_get_seconds (fault) == 0;
}

/* The time to wait is shown, gets less, and is over in the end. */
static void
wait_it_out (EcpaFaultView *view)
{
  GtkWidget *label = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "wait_label");
  g_autofree char *first = g_strdup (gtk_label_get_label (GTK_LABEL (label)));

  g_assert_true (gtk_widget_get_mapped (label));
  ecpa_test_until (has_time_over, view);
  ecpa_test_settle (1200);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), !=, first);
}

/* features.md N10 */
static void
check_numbers (GtkWindow *help)
{
  static const char *const numbers[] = {
    "0800-030-598", "4128-678", "(02) 4128-678", "(02) 2523-2388", "(03) 433-9111", "(04) 2258-3988", "(07) 331-5151",
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!ui_test_shows (GTK_WIDGET (help), numbers[i]))
      g_error ("the help does not tell “%s”", numbers[i]);
}

/* A title of its own, words in Chinese, and a button unless the fault goes by what the person does anyway. */
static void
check_words (const Row     *row,
             EcpaFaultView *view)
{
  const EcpaFaultWords *words = ecpa_fault_words (row->code);
  GtkLabel *title = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "title_label");
  GtkWidget *button = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button");

  /* The sign-in tells a reader that went from one that never was. */
  if (row->code == ECPA_FAULT_READER_GONE)
    g_assert_cmpstr (gtk_label_get_label (title), !=, "");
  else
    g_assert_cmpstr (gtk_label_get_label (title), ==, words->title);
  g_assert_false (g_str_is_ascii (words->title));
  g_assert_false (g_str_is_ascii (words->advice));
  g_assert_true (gtk_widget_get_mapped (button));
  if (row->zh_title != NULL)
    g_assert_cmpstr (words->title, ==, row->zh_title);
  if (row->zh_advice != NULL)
    g_assert_nonnull (strstr (words->advice, row->zh_advice));
}

/* The section of this fault is open, first of all and alone. */
static void
check_section (GtkWidget  *widget,
               const char *wanted,
               guint      *n_sections)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    {
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));

      g_assert_cmpint (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (widget)), ==, *n_sections == 0);
      if (*n_sections == 0)
        g_assert_cmpstr (title, ==, wanted);
      *n_sections += 1;
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_section (child, wanted, n_sections);
}

static void
follow_to_help (F             *f,
                EcpaFaultCode  code)
{
  GtkWindow *help = fault_fixture_await_dialog (f);
  guint n_sections = 0;

  check_numbers (help);
  check_section (GTK_WIDGET (help), code == ECPA_FAULT_STOPPED ? "忘記密碼，或暫停登入" : "尚未註冊，或信箱未認證", &n_sections);
  g_assert_cmpuint (n_sections, >, 1);
  gtk_window_close (help);
}

static void
follow_to_mail (F *f)
{
  g_autofree char *mail = fault_fixture_await_mail (f);

  g_assert_cmpstr (mail, ==, "mailto:pemis@dgpa.gov.tw");
}

static gboolean
is_kept_or_in (gpointer data)
{
  F *f = data;
  GtkWidget *row = ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_SECRET_ROW, NULL);

  return fault_fixture_is_on_page (f, "inside") || row == NULL || gtk_widget_is_sensitive (row);
}

/* With the cause gone: a retry goes on with what was typed, all else lets it be typed again. */
static void
follow_inside (F         *f,
               const Row *row)
{
  const char *password = row->next_password != NULL ? row->next_password : row->password;

  if (row->next_card != NULL)
    {
      fault_fixture_put (f, row->next_card);
      fault_fixture_await_card (f);
    }
  ecpa_test_until (is_kept_or_in, f);
  if (row->code >= ECPA_FAULT_OFFLINE && row->code <= ECPA_FAULT_UNAVAILABLE)
    fault_fixture_await_page (f, "inside"); /* nothing typed is lost */
  if (fault_fixture_is_on_page (f, "inside"))
    return;

  fault_fixture_type (f, password != NULL ? password : "Qinglin-115");
  fault_fixture_sign_in (f);
  fault_fixture_await_page (f, "inside");
}

/* Tests -------------------------------------------------------------------- */

static void
run_row (F         *f,
         const Row *row)
{
  EcpaFaultView *view;
  GtkWidget *button;

  g_test_message ("%s", row->name);
  g_assert_true (fault_fixture_is_on_page (f, "sign-in"));
  if (row->password == NULL && row->begin != NULL)
    row->begin (f);
  fault_fixture_put (f, row->card);
  if (row->password != NULL)
    {
      fault_fixture_await_card (f);
      fault_fixture_type (f, row->password);
      if (row->begin != NULL)
        row->begin (f);
      fault_fixture_sign_in (f);
    }

  view = fault_fixture_await_fault (f, row->code);
  check_words (row, view);
  if (row->code == ECPA_FAULT_STOPPED)
    wait_it_out (view);
  if (row->cure != NULL)
    row->cure (f);

  button = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button");
  /* A reader that is there again is seen at once, and its fault gone before anybody can press. */
  if (gtk_widget_get_mapped (button))
    fault_fixture_click (button);
  if (row->end == END_HELP || row->code == ECPA_FAULT_STOPPED || row->code == ECPA_FAULT_CARD_NO_PROOF)
    follow_to_help (f, row->code);
  if (row->end == END_MAIL)
    follow_to_mail (f);
  if (row->end == END_SIGNED_IN)
    {
      follow_inside (f, row);
      fault_fixture_sign_out (f);
    }
  fault_fixture_put (f, NULL);
}

static const Row rows[] = {
  /* Reader */
  { "no service", ECPA_FAULT_READER_NO_SERVICE, "ordinary", NULL, stop_service, start_service },
  { "service down", ECPA_FAULT_READER_SERVICE_DOWN, "ordinary", NULL, be_down, start_service },
  { "not permitted", ECPA_FAULT_READER_NOT_PERMITTED, "ordinary", NULL, refuse_user, start_service },
  { "another version", ECPA_FAULT_READER_MISMATCH, "ordinary", NULL, be_of_another_version, start_service },
  { "no reader", ECPA_FAULT_READER_GONE, "ordinary", NULL, unplug, plug },

  /* Card */
  { "held by another program", ECPA_FAULT_CARD_IN_USE, "ordinary", NULL, hold_card, heal_card },
  { "wrong way round", ECPA_FAULT_CARD_MUTE, "mute", NULL, NULL, NULL, END_SIGNED_IN, ORDINARY },
  { "another kind", ECPA_FAULT_CARD_OTHER_KIND, "other-kind", NULL, NULL, NULL, END_SIGNED_IN, ORDINARY },
  { "not understood", ECPA_FAULT_CARD_BAD_ANSWER, "ordinary", NULL, garble, heal_card },
  { "contact lost", ECPA_FAULT_CARD_COMMUNICATION, "ordinary", NULL, break_contact, heal_card },
  { "pulled", ECPA_FAULT_CARD_REMOVED, ORDINARY, pull_while_proving, heal_card, END_SIGNED_IN, ORDINARY },
  { "swapped", ECPA_FAULT_CARD_CHANGED, ORDINARY, swap_while_proving, heal_card, END_SIGNED_IN, ORDINARY },
  { "no proof", ECPA_FAULT_CARD_NO_PROOF, ORDINARY, refuse_proof, heal_card },

  /* The way to the service */
  { "off line", ECPA_FAULT_OFFLINE, ORDINARY, fault_fixture_network_down, fault_fixture_network_good },
  { "no answer", ECPA_FAULT_TIMEOUT, ORDINARY, be_mute, speak_again },
  { "another certificate", ECPA_FAULT_UNTRUSTED, ORDINARY, have_wrong_certificate, fault_fixture_network_good },
  { "its fault", ECPA_FAULT_SERVER_ERROR, ORDINARY, fail, fault_fixture_network_good },
  { "cut short", ECPA_FAULT_BAD_ANSWER, ORDINARY, cut_json, fault_fixture_network_good },
  { "closed", ECPA_FAULT_UNAVAILABLE, ORDINARY, be_closed, fault_fixture_network_good },

  /* The person */
  { "wrong password", ECPA_FAULT_WRONG_PASSWORD, "ordinary", "not-the-password", NULL, NULL, END_SIGNED_IN, NULL,
    "Qinglin-115", "註冊密碼輸入錯誤" },
  { "not registered", ECPA_FAULT_NOT_REGISTERED, "not-registered", "anything-1", NULL, NULL, END_HELP, NULL, NULL,
    "您尚未註冊健保卡網路服務" },
  { "not verified", ECPA_FAULT_NOT_VERIFIED, "not-verified", "Yawen@503", NULL, NULL, END_HELP },
  { "stopped", ECPA_FAULT_STOPPED, "stopped", "Wenjie#818", stop_briefly, NULL },
  { "cancelled", ECPA_FAULT_REGISTRATION_CANCELLED, "cancelled", "Shufen-127", NULL, NULL, END_HELP },
  { "no account", ECPA_FAULT_NO_ACCOUNT, "no-account", "Zhihao!099", NULL, NULL, END_MAIL, NULL, NULL,
    "驗證失敗 查無您的帳號", "基於安全考量，請洽本總處客服信箱：pemis@dgpa.gov.tw。" },
  { "proof refused", ECPA_FAULT_PROOF_REFUSED, "newest", "Jianhong*88", spoil_key, mend_key },
  { "scheme unknown", ECPA_FAULT_PROOF_REFUSED, "rare-name", "Huang#2026", spoil_scheme, mend_scheme },
};

#define CARD_SERVICES "of the card services and of accounts, after or beside a sign-in (ui/faults, ways)"

/* Codes that have their own tests, because they are no matter of the sign-in. */
static const struct
{
  EcpaFaultCode  code;
  const char    *why;
} elsewhere[] = {
  { ECPA_FAULT_SCHEME_REFUSED, "only a backend outside training says it (backend, openapi and guessing)" },
  { ECPA_FAULT_CARD_ABSENT, "an empty reader is no fault: the drawing asks for a card (ui/login)" },
  { ECPA_FAULT_RESIDENCE_MISMATCH, CARD_SERVICES },
  { ECPA_FAULT_ALREADY_REGISTERED, CARD_SERVICES },
  { ECPA_FAULT_CODE_INVALID, CARD_SERVICES },
  { ECPA_FAULT_CODE_EXPIRED, CARD_SERVICES },
  { ECPA_FAULT_CODE_USED, CARD_SERVICES },
  { ECPA_FAULT_CODE_OTHER_CARD, CARD_SERVICES },
  { ECPA_FAULT_PASSWORD_POLICY, CARD_SERVICES },
  { ECPA_FAULT_PASSWORD_REUSED, CARD_SERVICES },
  { ECPA_FAULT_PASSWORD_TOO_SOON, CARD_SERVICES },
  { ECPA_FAULT_MAIL_LIMIT, CARD_SERVICES },
  { ECPA_FAULT_ACCOUNT_TAKEN, CARD_SERVICES },
  { ECPA_FAULT_ACCOUNT_EXISTS, CARD_SERVICES },
  { ECPA_FAULT_MOBILE_MISMATCH, CARD_SERVICES },
  { ECPA_FAULT_RESIDENCE_STOPPED, CARD_SERVICES },
  { ECPA_FAULT_CODE_SUPERSEDED, CARD_SERVICES },
  { ECPA_FAULT_TERMS_CHANGED, CARD_SERVICES },
  { ECPA_FAULT_NO_MAIL, CARD_SERVICES },
  { ECPA_FAULT_PHONE_CODE, CARD_SERVICES },
  { ECPA_FAULT_PHONE_KNOWN, CARD_SERVICES },
  { ECPA_FAULT_PHONE_LIMIT, CARD_SERVICES },
  { ECPA_FAULT_ACCOUNT_MISSING, CARD_SERVICES },
  { ECPA_FAULT_OLD_PASSWORD_WRONG, CARD_SERVICES },
  { ECPA_FAULT_OLD_PASSWORD_STOPPED, CARD_SERVICES },
  { ECPA_FAULT_ACCOUNT_REFUSED, "of the login by account (ui/faults, ways)" },
  { ECPA_FAULT_ACCOUNT_STOPPED, "of the login by account (ui/faults, ways)" },
  { ECPA_FAULT_INTERNAL, "a mistake of ours has no cause to take away (services, fault)" },
};

static F *fixture;

static void
test_row (gconstpointer data)
{
  run_row (fixture, data);
}

/* Inside ------------------------------------------------------------------- */

static gboolean
is_at_password (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && ECPA_IS_SECRET_FIELD (focus);
}

/* The session is gone at the service: said over the sign-in, and signing in again goes on. */
static void
test_session_ended (void)
{
  F *f = fixture;
  GtkWidget *title;

  fault_steps_come_in (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  gtk_widget_child_focus (ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_HOME_PAGE, NULL), GTK_DIR_TAB_FORWARD);
  fault_fixture_sql (f, "DELETE FROM sessions");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.reload", NULL);
  fault_fixture_await_page (f, "sign-in");
  title = fault_fixture_ended_part (f, "title_label");
  g_assert_true (gtk_widget_get_mapped (title));
  ecpa_test_until (is_at_password, f->window);
  g_assert_true (ui_test_shows (GTK_WIDGET (f->window), ecpa_fault_words (ECPA_FAULT_SESSION_ENDED)->title));
  fault_fixture_type (f, "Qinglin-115");
  fault_fixture_sign_in (f);
  fault_fixture_await_page (f, "inside");
  g_assert_false (gtk_widget_get_mapped (title));
  fault_steps_leave (f);
}

/* Signed in in a way that does not open the orders: the button leads to the sign-in, and the card opens them. */
static void
test_method_insufficient (void)
{
  F *f = fixture;
  EcpaFaultView *view;

  fault_steps_come_in (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  fault_fixture_sql (f, "UPDATE sessions SET method = 'account'");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.reload", NULL);
  view = fault_fixture_await_fault (f, ECPA_FAULT_METHOD_INSUFFICIENT);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  fault_fixture_await_page (f, "sign-in");
  fault_fixture_type (f, "Qinglin-115");
  fault_fixture_sign_in (f);
  fault_fixture_await_page (f, "inside");
  ecpa_test_until (fault_steps_shows_orders, f);
  fault_steps_leave (f);
}

/* The consent is not on record: the button leads to its text. The text has been replaced while it was read: nobody
 * agrees to what they have not seen, the button shows the new one, and agreeing to that leads to the orders. */
static void
test_consent (void)
{
  F *f = fixture;
  EcpaFaultView *view;

  fault_steps_come_in (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  fault_fixture_sql (f, "DELETE FROM consents");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.reload", NULL);
  view = fault_fixture_await_fault (f, ECPA_FAULT_CONSENT_REQUIRED);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  ecpa_test_until (fault_steps_can_agree, f);

  fault_fixture_sql (f, "INSERT INTO legal_texts (scope, version, effective_on, title, text)"
                        " SELECT scope, version || '-2', date (effective_on, '+1 day'), title, text FROM legal_texts"
                        " WHERE scope = 'reward-orders' ORDER BY effective_on DESC LIMIT 1");
  fault_steps_agree (f);
  view = fault_fixture_await_fault (f, ECPA_FAULT_CONFLICT);
  fault_fixture_click (fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button"));
  fault_steps_agree (f);
  ecpa_test_until (fault_steps_shows_orders, f);
  fault_steps_leave (f);
}

static const EcpaFaultCode inside[] = {
  ECPA_FAULT_SESSION_ENDED, ECPA_FAULT_METHOD_INSUFFICIENT, ECPA_FAULT_CONSENT_REQUIRED, ECPA_FAULT_CONFLICT,
};

/* A code that no row reaches and that is not named as somebody else's fails here. */
static void
test_complete (void)
{
  g_autoptr (GEnumClass) codes = g_type_class_ref (ECPA_TYPE_FAULT_CODE);

  for (guint i = 0; i < codes->n_values; i++)
    {
      gboolean reached = codes->values[i].value == ECPA_FAULT_NONE;

      for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
        reached = reached || (int) rows[row].code == codes->values[i].value;
      for (guint row = 0; row < G_N_ELEMENTS (inside); row++)
        reached = reached || (int) inside[row] == codes->values[i].value;
      for (guint row = 0; row < fault_inside_n_codes; row++)
        reached = reached || (int) fault_inside_codes[row] == codes->values[i].value;
      for (guint row = 0; row < G_N_ELEMENTS (elsewhere); row++)
        {
          if ((int) elsewhere[row].code != codes->values[i].value)
            continue;
          g_assert_false (reached);
          reached = TRUE;
          g_test_message ("not here: %s: %s", codes->values[i].value_nick, elsewhere[row].why);
        }
      if (!reached)
        g_error ("no row reaches “%s”", codes->values[i].value_nick);
    }
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
  fault_fixture_sql (fixture, "CREATE TABLE kept AS SELECT public_key FROM cards WHERE number = '990000002118'");
  fault_fixture_sql (fixture, FAULT_STEPS_AGREED);
  g_test_add_func ("/ui/faults/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/faults/%s", rows[i].name);

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/ui/faults/session-ended", test_session_ended);
  g_test_add_func ("/ui/faults/method-insufficient", test_method_insufficient);
  g_test_add_func ("/ui/faults/consent", test_consent);
  fault_inside_add (fixture);
  status = g_test_run ();
  fault_steps_release ();
  fault_fixture_free (fixture);

  return status;
}
