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

/* The @n-th button of its kind; they are siblings. */
static GtkWidget *
find_nth (Fixture *fixture,
          GType    type,
          guint    n)
{
  GtkWidget *button = ui_test_find (fixture->window, type, NULL);

  while (n-- > 0)
    button = gtk_widget_get_next_sibling (button);

  return button;
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
      g_assert_true (ui_test_shows (fixture->window, hint != NULL ? hint : "No password yet"));
    }
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
