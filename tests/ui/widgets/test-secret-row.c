/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-secret-row.h"
#include "ui-test.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

#define WINDOW 6        /* bytes: a whole-string search passes falsely (facts/platform.md) */
#define LENGTH 14

typedef struct
{
  GtkWidget     *window;
  EcpaSecretRow *row;
  guint          n_activations;
} Fixture;

typedef struct
{
  EcpaSecretRow *row;
  const char    *text;
} Expected;

/* Auxiliaries -------------------------------------------------------------- */

/* The password is worked out character by character, so that the test itself holds no copy. */
static char
letter (guint index)
{
  static guint32 seed;
  static guint8 steps[LENGTH];

  /* numbers from 0 to 25, which are no text */
  if (seed == 0)
    {
      seed = ecpa_test_seed () | 1;
      for (guint i = 0; i < LENGTH; i++)
        steps[i] = (guint8) (((seed >> (i % 16)) + i * 7 + seed % 11 * i) % 26);
    }

  return (char) ('a' + steps[index]);
}

static gboolean
is_window (const guint8 *bytes)
{
  static gboolean begins[256];

  if (!begins[(guint8) letter (0)])
    for (guint from = 0; from + WINDOW <= LENGTH; from++)
      begins[(guint8) letter (from)] = TRUE;
  if (!begins[bytes[0]])
    return FALSE;

  for (guint from = 0; from + WINDOW <= LENGTH; from++)
    {
      guint i = 0;

      while (i < WINDOW && bytes[i] == (guint8) letter (from + i))
        i++;
      if (i == WINDOW)
        return TRUE;
    }

  return FALSE;
}

/* Windows of the password between @start and @end, but for those from @spared on for a page's length. */
static guint
count_in_range (int         memory,
                guintptr    start,
                guintptr    end,
                const void *spared)
{
  guint8 buffer[65536 + WINDOW];
  guint found = 0;

  for (guintptr at = start; at < end; at += 65536)
    {
      gssize n = pread (memory, buffer, MIN (sizeof buffer - 1, end - at), (off_t) at);

      for (gssize i = 0; i + WINDOW <= n && i < 65536; i++)
        if (is_window (buffer + i)
            && !(at + i >= (guintptr) spared && at + i < (guintptr) spared + ECPA_SECRET_MAX_BYTES))
          found++;
      explicit_bzero (buffer, sizeof buffer);
    }

  return found;
}

/* Reads all writable memory of this process. */
static guint
count_copies (const void *spared)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint found = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gulong start;
      gulong end;
      char rights[5];

      if (sscanf (lines[i], "%lx-%lx %4s", &start, &end, rights) == 3 && rights[1] == 'w')
        found += count_in_range (memory, start, end, spared);
    }
  close (memory);

  return found;
}

static guint
get_n_chars (gpointer row)
{
  return ecpa_secret_row_get_n_chars (row);
}

static guint
get_n_activations (gpointer fixture)
{
  return ((Fixture *) fixture)->n_activations;
}

static guint
get_caps_shown (gpointer row)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (ui_test_find (row, GTK_TYPE_REVEALER, NULL)));
}

static gboolean
is_realized (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
activated_cb (EcpaSecretRow *row,
              Fixture       *fixture)
{
  fixture->n_activations++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->row = ECPA_SECRET_ROW (ecpa_secret_row_new ());
  ecpa_secret_row_set_title (fixture->row, "Registration Password");
  g_signal_connect (fixture->row, "activate", G_CALLBACK (activated_cb), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->row));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ecpa_test_until (is_realized, fixture->row);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->row));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  EcpaSecretRow *row = fixture->row;

  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ecpa_test_assert_dies (row);
}

static void
type_password (Fixture *fixture)
{
  for (guint i = 0; i < LENGTH; i++)
    {
      char key[] = { letter (i), '\0' };

      ui_test_press (key);
      ui_test_until_eq (get_n_chars, fixture->row, i + 1);
    }
}

static gboolean
has_text (gpointer data)
{
  Expected *expected = data;

  return strcmp (ecpa_secret_peek (ecpa_secret_row_get_secret (expected->row), NULL), expected->text) == 0;
}

static void
assert_text (Fixture    *fixture,
             const char *text)
{
  Expected expected = { fixture->row, text };

  if (!ecpa_test_wait (has_text, &expected, 20000))
    g_error ("waited in vain for “%s”, have “%s”", text,
             ecpa_secret_peek (ecpa_secret_row_get_secret (fixture->row), NULL));
}

static GtkWidget *
find_field (Fixture *fixture)
{
  return ui_test_find (GTK_WIDGET (fixture->row), g_type_from_name ("EcpaSecretField"), NULL);
}

/* Tests -------------------------------------------------------------------- */

static void
test_memory (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *peek = ui_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_TOGGLE_BUTTON, NULL);
  const void *text = ecpa_secret_peek (ecpa_secret_row_get_secret (fixture->row), NULL);
  char *planted = g_malloc (LENGTH);

  if (!ui_test_can_type ())
    return;
  ui_test_focus (GTK_WINDOW (fixture->window));

  for (guint i = 0; i < LENGTH; i++)
    planted[i] = letter (i);
  g_assert_cmpuint (count_copies (text), ==, LENGTH - WINDOW + 1);
  explicit_bzero (planted, LENGTH);
  g_free (planted);
  g_assert_cmpuint (count_copies (text), ==, 0);

  /* while it is there, it is nowhere else; not even when it is shown */
  type_password (fixture);
  g_assert_cmpuint (count_copies (text), ==, 0);
  g_assert_cmpuint (count_copies (NULL), ==, LENGTH - WINDOW + 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (peek), TRUE);
  ecpa_test_settle (200);
  g_assert_cmpuint (count_copies (text), ==, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (peek), FALSE);

  ecpa_secret_row_clear (fixture->row);
  g_assert_cmpuint (count_copies (NULL), ==, 0);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *keys[] = {
    "a", "b", "d", "Left", "c", "Home", "X", "End", "e", "BackSpace", "shift+E", "Home", "Delete", "exclam",
  };

  if (!ui_test_can_type ())
    return;
  ui_test_focus (GTK_WINDOW (fixture->window));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    ui_test_press (keys[i]);
  assert_text (fixture, "!abcdE");

  ui_test_press ("ctrl+a");
  ui_test_press ("z");
  assert_text (fixture, "z");
  ui_test_press ("Return");
  ui_test_until_eq (get_n_activations, fixture, 1);
  ui_test_press ("KP_Enter");
  ui_test_until_eq (get_n_activations, fixture, 2);

  ui_test_press ("e");
  ui_test_press ("ctrl+BackSpace");
  assert_text (fixture, "");
}

static void
test_clipboard (Fixture       *fixture,
                gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->row));

  if (!ui_test_can_type ())
    return;
  ui_test_focus (GTK_WINDOW (fixture->window));

  gdk_clipboard_set_text (clipboard, "pasted\nand what follows");
  ui_test_press ("ctrl+v");
  assert_text (fixture, "pasted");
  gdk_clipboard_set_text (clipboard, "-more");
  ui_test_press ("shift+Insert");
  assert_text (fixture, "pasted-more");

  /* there is no way out */
  ui_test_press ("ctrl+a");
  ui_test_press ("ctrl+c");
  ui_test_press ("ctrl+x");
  ui_test_press ("ctrl+Insert");
  ecpa_test_settle (100);
  g_assert_true (gdk_clipboard_is_local (clipboard));
  ui_test_press ("ctrl+v");
  assert_text (fixture, "-more");
}

static void
test_caps_lock (Fixture       *fixture,
                gconstpointer  data)
{
  if (!ui_test_can_type ())
    return;
  ui_test_focus (GTK_WINDOW (fixture->window));

  ui_test_until_eq (get_caps_shown, fixture->row, FALSE);
  ui_test_press ("Caps_Lock");
  ui_test_until_eq (get_caps_shown, fixture->row, TRUE);
  ui_test_press ("Caps_Lock");
  ui_test_until_eq (get_caps_shown, fixture->row, FALSE);
}

static void
test_accessibility (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *field = find_field (fixture);
  EcpaSecret *secret = ecpa_secret_row_get_secret (fixture->row);

  g_assert_false (GTK_IS_EDITABLE (field));
  g_assert_false (GTK_IS_EDITABLE (fixture->row));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_LABEL, "Registration Password");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Nothing typed yet");

  if (!ui_test_can_type ())
    return;
  ui_test_focus (GTK_WINDOW (fixture->window));
  ui_test_press ("a");
  ui_test_press ("b");
  ui_test_until_eq (get_n_chars, fixture->row, 2);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "2 characters");

  /* an error goes with the next key */
  ecpa_secret_row_set_has_error (fixture->row, TRUE);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  ui_test_press ("c");
  ui_test_until_eq (get_n_chars, fixture->row, 3);
  g_assert_false (ecpa_secret_row_get_has_error (fixture->row));
  g_assert_cmpuint (ecpa_secret_get_n_chars (secret), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  /* keeps what accessibility is told, for the test to look at */
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/ui/widgets/secret-row/memory", Fixture, NULL, set_up, test_memory, tear_down);
  g_test_add ("/ui/widgets/secret-row/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/ui/widgets/secret-row/clipboard", Fixture, NULL, set_up, test_clipboard, tear_down);
  g_test_add ("/ui/widgets/secret-row/caps-lock", Fixture, NULL, set_up, test_caps_lock, tear_down);
  g_test_add ("/ui/widgets/secret-row/accessibility", Fixture, NULL, set_up, test_accessibility, tear_down);

  return g_test_run ();
}
