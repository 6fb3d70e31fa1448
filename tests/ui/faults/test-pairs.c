/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-steps.h"

#include "ecpa-secret-row.h"
#include "ecpa-thread.h"

#include <string.h>

/* Two causes at once, of two links of the chain from the reader to the person. What lies nearer to the person at the
 * screen wins, because nothing behind it is reached: reader, card, network, backend, registration. With the first cause
 * gone its way out leads to the second; coming back it takes the second's message away with it, and nothing of either
 * is left when both are gone. */

/* Types -------------------------------------------------------------------- */

typedef FaultFixture F;

typedef enum
{
  LINK_READER,
  LINK_CARD,
  LINK_NETWORK,
  LINK_BACKEND,
  LINK_PERSON,
} Link;

typedef enum
{
  WHEN_SEEN,     /* by itself, whatever is done */
  WHEN_READ,     /* when the card is put in */
  WHEN_PROVING,  /* at the sign-in, once */
  WHEN_ASKED,    /* at the sign-in, until it is cured */
} When;

typedef struct
{
  const char    *name;
  Link           link;
  When           when;
  EcpaFaultCode  code;
  void         (*begin) (F *f);
  void         (*cure) (F *f);
  const char    *card;       /* with this one; NULL for the ordinary */
  const char    *password;
} Cause;

typedef struct
{
  const Cause *outer;
  const Cause *inner;
} Pair;

#define CARD "ordinary"
#define PASSWORD "Qinglin-115"
#define HOLDER "林○○"
#define WAIT_MS 20000

static F *fixture;
static EcpaTestMode backend_mode = ECPA_TEST_GOOD;

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
lose_contact (F *f)
{
  fault_fixture_card_fault (f, ECPA_CARD_FAULT_TRANSMIT_ERROR, 0, TRUE);
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

/* A network that is there again leads to the backend as that is by now. */
static void
mend_network (F *f)
{
  if (backend_mode == ECPA_TEST_GOOD)
    fault_fixture_network_good (f);
  else
    fault_fixture_network (f, backend_mode);
}

static void
be_silent (F *f)
{
  fault_fixture_network (f, ECPA_TEST_MUTE);
}

static void
have_wrong_certificate (F *f)
{
  fault_fixture_network (f, ECPA_TEST_WRONG_CERTIFICATE);
}

static void
fail (F *f)
{
  backend_mode = ECPA_TEST_500;
  mend_network (f);
}

static void
be_closed (F *f)
{
  backend_mode = ECPA_TEST_503_LATER;
  mend_network (f);
}

static void
mend_backend (F *f)
{
  backend_mode = ECPA_TEST_GOOD;
  mend_network (f);
}

static void
stop_for_long (F *f)
{
  fault_fixture_sql (f, "UPDATE registrations SET stopped_until = strftime ('%s', 'now') + 600"
                        " WHERE person_id = (SELECT person_id FROM cards WHERE number = '990000012128')");
}

static void
do_nothing (F *f)
{
}

static const Cause causes[] = {
  { "no reader service", LINK_READER, WHEN_SEEN, ECPA_FAULT_READER_NO_SERVICE, stop_service, start_service },
  { "no reader", LINK_READER, WHEN_SEEN, ECPA_FAULT_READER_GONE, unplug, plug },

  { "card held", LINK_CARD, WHEN_READ, ECPA_FAULT_CARD_IN_USE, hold_card, heal_card },
  { "contact lost", LINK_CARD, WHEN_READ, ECPA_FAULT_CARD_COMMUNICATION, lose_contact, heal_card },
  { "card pulled", LINK_CARD, WHEN_PROVING, ECPA_FAULT_CARD_REMOVED, pull_while_proving, heal_card },
  { "card swapped", LINK_CARD, WHEN_PROVING, ECPA_FAULT_CARD_CHANGED, swap_while_proving, heal_card },

  { "network down", LINK_NETWORK, WHEN_ASKED, ECPA_FAULT_OFFLINE, fault_fixture_network_down, mend_network },
  { "no answer", LINK_NETWORK, WHEN_ASKED, ECPA_FAULT_TIMEOUT, be_silent, mend_network },
  { "wrong certificate", LINK_NETWORK, WHEN_ASKED, ECPA_FAULT_UNTRUSTED, have_wrong_certificate, mend_network },

  { "backend fails", LINK_BACKEND, WHEN_ASKED, ECPA_FAULT_SERVER_ERROR, fail, mend_backend },
  { "backend closed", LINK_BACKEND, WHEN_ASKED, ECPA_FAULT_UNAVAILABLE, be_closed, mend_backend },

  { "wrong password", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_WRONG_PASSWORD, do_nothing, do_nothing, CARD, "not-this-one" },
  { "not registered", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_NOT_REGISTERED, do_nothing, do_nothing,
    "not-registered", "anything-1" },
  { "not verified", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_NOT_VERIFIED, do_nothing, do_nothing, "not-verified", "Yawen@503" },
  { "stopped", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_STOPPED, stop_for_long, do_nothing, "stopped", "Wenjie#818" },
  { "cancelled", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_REGISTRATION_CANCELLED, do_nothing, do_nothing,
    "cancelled", "Shufen-127" },
  { "no account", LINK_PERSON, WHEN_ASKED, ECPA_FAULT_NO_ACCOUNT, do_nothing, do_nothing, "no-account", "Zhihao!099" },
};

/* A challenge that never comes leaves nothing to prove, so no card is pulled or swapped while it does. */
static gboolean
can_be (const Cause *outer,
        const Cause *inner)
{
  if (outer->when == WHEN_PROVING && (inner->link == LINK_NETWORK || inner->link == LINK_BACKEND))
    return FALSE;

  return outer->link < inner->link;
}

/* What is to be seen ------------------------------------------------------- */

static GtkWidget *
secret_row (F *f)
{
  return ui_test_find (GTK_WIDGET (f->window), ECPA_TYPE_SECRET_ROW, NULL);
}

/* What any part of the window tells: @code, or where @other something but @code. */
static EcpaFaultCode
told (GtkWidget    *widget,
      EcpaFaultCode code,
      gboolean      other)
{
  EcpaFaultCode found = ECPA_FAULT_NONE;

  if (!gtk_widget_get_mapped (widget))
    return ECPA_FAULT_NONE;
  if (ECPA_IS_FAULT_VIEW (widget))
    {
      EcpaFault *fault = ecpa_fault_view_get_fault (ECPA_FAULT_VIEW (widget));

      return fault != NULL && (fault->code == code) != other ? fault->code : ECPA_FAULT_NONE;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == ECPA_FAULT_NONE;
       child = gtk_widget_get_next_sibling (child))
    found = told (child, code, other);

  return found;
}

static gboolean
is_turning (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget)))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (is_turning (child))
      return TRUE;

  return FALSE;
}

static gboolean
is_quiet (gpointer data)
{
  return !is_turning (GTK_WIDGET (((F *) data)->window));
}

static gboolean
tells_nothing (gpointer data)
{
  return told (GTK_WIDGET (((F *) data)->window), ECPA_FAULT_NONE, TRUE) == ECPA_FAULT_NONE;
}

typedef struct
{
  F            *f;
  EcpaFaultCode code;
} Wanted;

static gboolean
tells_only (gpointer data)
{
  Wanted *wanted = data;
  GtkWidget *window = GTK_WIDGET (wanted->f->window);

  return told (window, wanted->code, FALSE) == wanted->code && told (window, wanted->code, TRUE) == ECPA_FAULT_NONE;
}

/* The message of @cause and of nothing else; nothing turns, nobody is named who is not there. */
static EcpaFaultView *
await_only (F           *f,
            const Cause *cause,
            const char  *when)
{
  EcpaFaultView *view = fault_fixture_await_fault (f, cause->code);
  Wanted wanted = { f, cause->code };

  if (!ecpa_test_wait (tells_only, &wanted, WAIT_MS))
    {
      EcpaFaultCode other = told (GTK_WIDGET (f->window), cause->code, TRUE);

      g_error ("%s: “%s” is told beside “%s”", when, ecpa_fault_words (other)->title, cause->name);
    }
  ecpa_test_until (is_quiet, f);
  g_assert_true (fault_fixture_is_on_page (f, "sign-in"));
  g_assert_false (fault_steps_shows_orders (f));
  if (cause->link == LINK_READER)
    {
      g_assert_false (gtk_widget_is_sensitive (secret_row (f)));
      g_assert_false (ui_test_shows (GTK_WIDGET (f->window), HOLDER));
    }

  return view;
}

/* Steps -------------------------------------------------------------------- */

static const char *
card_of (const Pair *pair)
{
  return pair->inner->card != NULL ? pair->inner->card : CARD;
}

static const char *
password_of (const Pair *pair)
{
  return pair->inner->password != NULL ? pair->inner->password : PASSWORD;
}

/* Signs in to meet @cause. What befalls a card while it proves itself begins here: it counts from now on. */
static void
submit (F           *f,
        const Pair  *pair,
        const Cause *cause)
{
  fault_fixture_await_card (f);
  fault_fixture_type (f, password_of (pair));
  if (cause->when == WHEN_PROVING)
    cause->begin (f);
  fault_fixture_sign_in (f);
}

/* A reader that is there again is seen at once, and its fault gone before anybody can press. */
static void
press (EcpaFaultView *view)
{
  GtkWidget *button = fault_fixture_part (view, ECPA_TYPE_FAULT_VIEW, "button");

  if (gtk_widget_get_mapped (button))
    fault_fixture_click (button);
}

/* With @outer gone, from its message to that of the other. */
static void
go_on_to_inner (F             *f,
                const Pair    *pair,
                EcpaFaultView *view)
{
  const Cause *outer = pair->outer;

  if (outer->when == WHEN_PROVING || pair->inner->when == WHEN_PROVING)
    fault_fixture_put (f, card_of (pair));
  outer->cure (f);
  press (view);
  if (outer->link <= LINK_CARD && pair->inner->when >= WHEN_PROVING)
    {
      fault_fixture_await_card (f);
      ecpa_test_until (tells_nothing, f);
      submit (f, pair, pair->inner);
    }
}

/* The other is told, and now the first comes (again): it is told alone, and takes the other away. */
static void
come_back (F          *f,
           const Pair *pair)
{
  const Cause *outer = pair->outer;
  EcpaFaultView *view;

  if (outer->when != WHEN_PROVING)
    outer->begin (f);
  if (outer->when == WHEN_READ)
    fault_fixture_put (f, card_of (pair));
  else if (outer->when >= WHEN_PROVING)
    submit (f, pair, outer);
  view = await_only (f, outer, "again");
  go_on_to_inner (f, pair, view);
  await_only (f, pair->inner, "after all");
}

/* The way out of what is left: the help of the service, and the ordinary card gets in; or on from what is there. */
static void
get_out (F          *f,
         const Pair *pair)
{
  const Cause *inner = pair->inner;
  EcpaFaultView *view = fault_fixture_await_fault (f, inner->code);

  inner->cure (f);
  if (inner->link == LINK_PERSON && ecpa_fault_words (inner->code)->action == ECPA_FAULT_ACTION_HELP)
    {
      GtkWindow *help;

      press (view);
      help = fault_fixture_await_dialog (f);
      g_assert_true (ui_test_shows (GTK_WIDGET (help), "0800-030-598"));
      gtk_window_close (help);
    }
  else if (inner->link != LINK_PERSON)
    {
      press (view);
    }

  if (inner->link >= LINK_NETWORK && inner->link <= LINK_BACKEND)
    {
      fault_fixture_await_page (f, "inside"); /* nothing typed is lost */
      return;
    }
  if (inner->when == WHEN_PROVING || !g_str_equal (card_of (pair), CARD))
    fault_fixture_put (f, CARD);
  fault_fixture_await_card (f);
  if (inner->code != ECPA_FAULT_WRONG_PASSWORD)
    ecpa_test_until (tells_nothing, f);
  fault_fixture_type (f, PASSWORD);
  fault_fixture_sign_in (f);
  fault_fixture_await_page (f, "inside");
}

/* Tests -------------------------------------------------------------------- */

static void
test_pair (gconstpointer data)
{
  const Pair *pair = data;
  F *f = fixture;
  EcpaFaultView *view;

  g_assert_true (fault_fixture_is_on_page (f, "sign-in"));
  if (pair->inner->when != WHEN_PROVING)
    pair->inner->begin (f);
  if (pair->outer->when != WHEN_PROVING)
    pair->outer->begin (f);
  if (pair->outer->when == WHEN_SEEN)
    fault_fixture_await_fault (f, pair->outer->code);
  fault_fixture_put (f, card_of (pair));
  if (pair->outer->when >= WHEN_PROVING)
    submit (f, pair, pair->outer);
  view = await_only (f, pair->outer, "at once");
  go_on_to_inner (f, pair, view);
  await_only (f, pair->inner, "next");
  come_back (f, pair);
  get_out (f, pair);
  ecpa_test_until (fault_steps_shows_orders, f);
  ecpa_test_until (tells_nothing, f);
  g_assert_true (ui_test_shows (GTK_WIDGET (f->window), "林曉青"));
  fault_steps_leave (f);
  fault_fixture_sql (f, "DELETE FROM address_attempts");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  int status;

  fault_fixture_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  ecpa_thread_mark_main ();

  fault_steps_prepare ();
  fixture = fault_fixture_new ();
  fault_fixture_set_limit (fixture, 700);
  fault_fixture_sql (fixture, FAULT_STEPS_AGREED);
  for (guint i = 0; i < G_N_ELEMENTS (causes) * G_N_ELEMENTS (causes); i++)
    {
      Pair pair = { &causes[i / G_N_ELEMENTS (causes)], &causes[i % G_N_ELEMENTS (causes)] };
      g_autofree char *path = g_strdup_printf ("/ui/fault-pairs-%s/%s,-%s", pair.outer->link <= LINK_CARD ? "here" : "there",
                                               pair.outer->name, pair.inner->name);

      if (!can_be (pair.outer, pair.inner))
        continue;
      g_strdelimit (path, " ", '-');
      g_ptr_array_add (pairs, g_memdup2 (&pair, sizeof pair));
      g_test_add_data_func (path, g_ptr_array_index (pairs, pairs->len - 1), test_pair);
    }
  status = g_test_run ();
  fault_steps_release ();
  fault_fixture_free (fixture);

  return status;
}
