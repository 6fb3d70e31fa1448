/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-card-button.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-training-slot-button.h"
#include "ecpa-training-window.h"

#include "ecpa-simulator.h"
#include "ui-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaSimulator    *simulator;
  EcpaTrainingDesk *desk;
  GtkWidget        *window;
  EcpaTrainingCard *first;
  EcpaTrainingCard *second;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  fixture->desk = ECPA_TRAINING_DESK (fixture->simulator);
  fixture->window = ecpa_training_window_new (NULL, fixture->desk);
  fixture->first = g_list_model_get_item (ecpa_training_desk_get_tray (fixture->desk), 0);
  fixture->second = g_list_model_get_item (ecpa_training_desk_get_tray (fixture->desk), 1);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ecpa_test_until (is_mapped, fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ecpa_test_assert_dies (window);
  g_object_unref (fixture->first);
  g_object_unref (fixture->second);
  ecpa_simulator_shut_down (fixture->simulator);
  g_object_unref (fixture->simulator);
}

static void
collect (GtkWidget *widget,
         GType      type,
         GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

/* The @n-th of its kind. */
static GtkWidget *
find_nth (Fixture *fixture,
          GType    type,
          guint    n)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (fixture->window, type, found);
  g_assert_cmpuint (n, <, found->len);

  return g_ptr_array_index (found, n);
}

static void
press (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
}

static void
assert_name (GtkWidget  *button,
             const char *name)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

/* Tests -------------------------------------------------------------------- */

static void
test_in_and_out (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *card = find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0);
  GtkWidget *slot = find_nth (fixture, ECPA_TYPE_TRAINING_SLOT_BUTTON, 0);

  assert_name (card, "Put the card of 林曉青 into reader 1");
  assert_name (slot, "Choose reader 1 for the next card");

  press (card);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, 0);
  assert_name (card, "Take the card of 林曉青 out of reader 1");
  assert_name (slot, "Take the card of 林曉青 out of reader 1");

  press (slot);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, ECPA_TRAINING_TRAY);
  assert_name (card, "Put the card of 林曉青 into reader 1");

  press (card);
  press (card);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, ECPA_TRAINING_TRAY);
}

static void
test_two_readers (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *first = find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0);
  GtkWidget *second = find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 1);
  GtkWidget *slot = find_nth (fixture, ECPA_TYPE_TRAINING_SLOT_BUTTON, 1);

  press (first);
  press (slot);
  assert_name (second, "Put the card of 陳建宏 into reader 2");
  press (second);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, 0);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->second), ==, 1);
  assert_name (slot, "Take the card of 陳建宏 out of reader 2");
}

static void
test_exchange (Fixture       *fixture,
               gconstpointer  data)
{
  press (find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0));
  press (find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 1));
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, ECPA_TRAINING_TRAY);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->second), ==, 0);
  assert_name (find_nth (fixture, ECPA_TYPE_TRAINING_SLOT_BUTTON, 0), "Take the card of 陳建宏 out of reader 1");
}

static void
test_what_lies_there (Fixture       *fixture,
                      gconstpointer  data)
{
  GListModel *tray = ecpa_training_desk_get_tray (fixture->desk);

  g_assert_nonnull (ui_test_find (fixture->window, ECPA_TYPE_TRAINING_RIBBON, NULL));
  g_assert_true (ui_test_shows (fixture->window, "Training Mode"));
  for (guint i = 0; i < g_list_model_get_n_items (tray); i++)
    {
      g_autoptr (EcpaTrainingCard) card = g_list_model_get_item (tray, i);
      const char *hint = ecpa_training_card_get_hint (card);

      g_assert_true (ui_test_shows (fixture->window, ecpa_training_card_get_feature (card)));
      if (ecpa_training_card_get_group (card) <= ECPA_TRAINING_PROBLEM)
        g_assert_true (ui_test_shows (fixture->window, hint != NULL ? hint : "No password yet"));
    }
  g_assert_true (ui_test_shows (fixture->window, "Cards that sign in"));
  g_assert_true (ui_test_shows (fixture->window, "Cards that meet a problem"));
  g_assert_true (ui_test_shows (fixture->window, "Cards that cannot be read"));
}

/* The switches plug and stop, follow what somebody else did, and each change is said. */
static void
test_what_if (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *slot = find_nth (fixture, ECPA_TYPE_TRAINING_SLOT_BUTTON, 1);
  GtkSwitch *second = GTK_SWITCH (find_nth (fixture, GTK_TYPE_SWITCH, 2));
  GtkSwitch *service = GTK_SWITCH (find_nth (fixture, GTK_TYPE_SWITCH, 3));

  gtk_switch_set_active (second, FALSE);
  g_assert_false (ecpa_training_desk_is_plugged (fixture->desk, 1));
  g_assert_true (ecpa_training_desk_is_plugged (fixture->desk, 0));
  g_assert_true (ui_test_shows (fixture->window, "Reader 2 was unplugged."));
  g_assert_true (ui_test_shows (slot, "Unplugged"));
  gtk_switch_set_active (second, TRUE);
  g_assert_true (ui_test_shows (fixture->window, "Reader 2 was plugged in."));

  gtk_switch_set_active (service, FALSE);
  g_assert_false (ecpa_training_desk_is_serving (fixture->desk));
  g_assert_true (ui_test_shows (fixture->window, "The card service was stopped."));
  ecpa_training_desk_serve (fixture->desk, TRUE);
  g_assert_true (gtk_switch_get_active (service));
  g_assert_true (ui_test_shows (fixture->window, "The card service was started."));
}

static void
started_over_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 guint         *n)
{
  (*n)++;
}

/* It asks; "no" changes nothing, "yes" puts everything back and tells the application. */
static void
test_start_over (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("start-over", NULL);
  static const char *const responses[] = { "cancel", "start-over" };
  guint n = 0;

  g_signal_connect (action, "activate", G_CALLBACK (started_over_cb), &n);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (fixture->window, "app", G_ACTION_GROUP (actions));
  press (find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0));
  ecpa_training_desk_plug (fixture->desk, 1, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      AdwMessageDialog *dialog;

      gtk_widget_activate_action (fixture->window, "training.ask", NULL);
      dialog = ui_test_find_dialog ();
      g_assert_nonnull (dialog);
      g_assert_nonnull (ui_test_find (GTK_WIDGET (dialog), ECPA_TYPE_TRAINING_RIBBON, NULL));
      adw_message_dialog_response (dialog, responses[i]);
      gtk_window_destroy (GTK_WINDOW (dialog));
      g_assert_cmpuint (n, ==, i);
      g_assert_true (ecpa_training_desk_is_plugged (fixture->desk, 1) == (i == 1));
    }
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, ECPA_TRAINING_TRAY);
  g_assert_true (ui_test_shows (fixture->window, "The training starts over."));
  gtk_widget_insert_action_group (fixture->window, "app", NULL);
}

/* Closing the desk leaves the cards where they are, and it opens again. */
static void
test_closing (Fixture       *fixture,
              gconstpointer  data)
{
  gpointer window = fixture->window;

  press (find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0));
  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ecpa_test_assert_dies (window);
  g_assert_cmpuint (ecpa_training_card_get_in_slot (fixture->first), ==, 0);

  /* nobody listens to the cards any more */
  ecpa_training_desk_eject (fixture->desk, 0);
  fixture->window = ecpa_training_window_new (NULL, fixture->desk);
  assert_name (find_nth (fixture, ECPA_TYPE_TRAINING_CARD_BUTTON, 0), "Put the card of 林曉青 into reader 1");
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "in-and-out", test_in_and_out },
    { "two-readers", test_two_readers },
    { "exchange", test_exchange },
    { "what-lies-there", test_what_lies_there },
    { "what-if", test_what_if },
    { "start-over", test_start_over },
    { "closing", test_closing },
  };

  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/training/window/", tests[i].path, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }

  return g_test_run ();
}
