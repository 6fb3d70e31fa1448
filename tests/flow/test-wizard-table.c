/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ecpa-wizard-flow-private.h"
#include "ecpa-wizard-plan.h"

/* Auxiliaries -------------------------------------------------------------- */

static char *
name_of (guint state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (ECPA_TYPE_WIZARD_STATE);

  return g_ascii_strup (g_enum_get_value (states, (int) state)->value_nick, -1);
}

/* One arrow for each state that @edge leaves; returns how many. */
static guint
check_arrows (const EcpaEdge     *edge,
              const char *const  *lines)
{
  g_autofree char *to = name_of (edge->to);
  guint n = 0;

  for (guint state = 0; state <= ECPA_WIZARD_DONE; state++)
    if ((edge->from & ECPA_AT (state)) != 0)
      {
        g_autofree char *from = name_of (state);
        g_autofree char *arrow = g_strdup_printf ("%s --> %s : %s", from, to,
                                                  ecpa_wizard_table_get_event_name (edge->event));

        if (!g_strv_contains (lines, arrow))
          g_error ("wizard.puml does not have “%s”", arrow);
        n++;
      }

  return n;
}

/* Tests -------------------------------------------------------------------- */

static void
test_drawing (void)
{
  const EcpaStateTable *table = ecpa_wizard_table_get ();
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_SOURCE_ROOT"), "src", "flow", "wizard.puml", NULL);
  g_autofree char *drawing = NULL;
  g_auto (GStrv) lines = NULL;
  guint drawn = 0;
  guint declared = 0;

  g_assert_true (g_file_get_contents (path, &drawing, NULL, NULL));
  lines = g_strsplit (drawing, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    drawn += strstr (lines[i], " --> ") != NULL && !g_str_has_prefix (lines[i], "[*]");
  for (guint i = 0; i < table->n_edges; i++)
    declared += check_arrows (&table->edges[i], (const char *const *) lines);
  g_assert_cmpuint (drawn, ==, declared);
}

static void
test_sound (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_state_table_validate (ecpa_wizard_table_get (), &error));
  g_assert_no_error (error);
}

/* A card that goes hides what was typed wherever it is shown, and one can leave from everywhere. */
static void
test_ways_out (void)
{
  const EcpaStateTable *table = ecpa_wizard_table_get ();
  static const guint showing[] = { ECPA_WIZARD_STEP, ECPA_WIZARD_APPLYING, ECPA_WIZARD_PROVING };

  for (guint i = 0; i < G_N_ELEMENTS (showing); i++)
    {
      const EcpaEdge *gone = ecpa_state_table_find (table, showing[i], ECPA_WIZARD_EVENT_CARD_GONE);
      const EcpaEdge *other = ecpa_state_table_find (table, showing[i], ECPA_WIZARD_EVENT_CARD_OTHER);

      g_assert_nonnull (gone);
      g_assert_cmpuint (gone->to, ==, ECPA_WIZARD_AWAY);
      g_assert_nonnull (other);
      g_assert_cmpuint (other->to, ==, ECPA_WIZARD_OTHER);
    }
  for (guint state = 0; state < ECPA_WIZARD_DONE; state++)
    g_assert_nonnull (ecpa_state_table_find (table, state, ECPA_WIZARD_EVENT_LEAVE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/flow/wizard-table/sound", test_sound);
  g_test_add_func ("/flow/wizard-table/drawing", test_drawing);
  g_test_add_func ("/flow/wizard-table/ways-out", test_ways_out);

  return g_test_run ();
}
