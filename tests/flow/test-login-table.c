/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ecpa-login-flow.h"
#include "ecpa-login-table.h"

#define AT_READER_LIMIT ECPA_LOGIN_SIGNING_IN   /* states below it follow the reader */

static char *
name_of (guint state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (ECPA_TYPE_LOGIN_STATE);

  return g_strdelimit (g_ascii_strup (g_enum_get_value (states, (int) state)->value_nick, -1), "-", '_');
}

/* One arrow per row; the rows that leave every state at the reader are drawn once, from the box around them. */
static char *
arrow_of (const EcpaEdge *edge)
{
  g_autofree char *to = name_of (edge->to);
  g_autofree char *from = NULL;
  const char *event = ecpa_login_table_get_event_name (edge->event);

  if (edge->from == ECPA_AT (AT_READER_LIMIT) - 1)
    return g_strdup_printf ("AT_READER --> %s : %s", to, event);

  for (guint state = 0; state <= ECPA_LOGIN_SIGNED_IN; state++)
    if (edge->from == ECPA_AT (state))
      from = name_of (state);
  g_assert_nonnull (from);

  return g_strdup_printf ("%s --> %s : %s", from, to, event);
}

static void
test_drawing (void)
{
  const EcpaStateTable *table = ecpa_login_table_get ();
  g_autofree char *path = g_build_filename (g_getenv ("ECPA_SOURCE_ROOT"), "src", "flow", "login.puml", NULL);
  g_autofree char *drawing = NULL;
  g_auto (GStrv) lines = NULL;
  guint drawn = 0;

  g_assert_true (g_file_get_contents (path, &drawing, NULL, NULL));
  lines = g_strsplit (drawing, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    drawn += strstr (lines[i], " --> ") != NULL && !g_str_has_prefix (lines[i], "[*]");

  for (guint i = 0; i < table->n_edges; i++)
    {
      g_autofree char *arrow = arrow_of (&table->edges[i]);

      if (!g_strv_contains ((const char *const *) lines, arrow))
        g_error ("login.puml does not have “%s”", arrow);
    }
  g_assert_cmpuint (drawn, ==, table->n_edges);
}

static void
test_sound (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_state_table_validate (ecpa_login_table_get (), &error));
  g_assert_no_error (error);
}

static void
assert_unsound (const EcpaEdge *edges,
                guint           n_edges,
                const char     *why)
{
  const EcpaStateTable table = { "test", edges, n_edges, 3, 3, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (ecpa_state_table_validate (&table, &error));
  g_assert_nonnull (strstr (error->message, why));
}

static void
test_unsound (void)
{
  static const EcpaEdge contradiction[] = { { 1, 0, 1, NULL }, { 2, 0, 2, NULL }, { 4, 0, 0, NULL }, { 3, 0, 0, NULL } };
  static const EcpaEdge unreached[] = { { 1, 0, 1, NULL }, { 2, 0, 0, NULL }, { 4, 0, 0, NULL } };
  static const EcpaEdge dead_end[] = { { 1, 0, 1, NULL }, { 2, 0, 2, NULL } };
  static const EcpaEdge out_of_range[] = { { 1, 0, 3, NULL } };
  static const EcpaEdge no_event[] = { { 1, 3, 1, NULL } };

  assert_unsound (contradiction, G_N_ELEMENTS (contradiction), "contradict");
  assert_unsound (unreached, G_N_ELEMENTS (unreached), "never");
  assert_unsound (dead_end, G_N_ELEMENTS (dead_end), "never");
  assert_unsound (out_of_range, G_N_ELEMENTS (out_of_range), "range");
  assert_unsound (no_event, G_N_ELEMENTS (no_event), "range");
}

/* What the table does not say does not happen. */
static void
test_undeclared (void)
{
  const EcpaStateTable *table = ecpa_login_table_get ();
  guint declared = 0;

  for (guint state = 0; state < table->n_states; state++)
    for (guint event = 0; event < table->n_events; event++)
      declared += ecpa_state_table_find (table, state, event) != NULL;
  g_assert_cmpuint (declared, ==, 6 * 6 + 6 + 6);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/flow/login-table/sound", test_sound);
  g_test_add_func ("/flow/login-table/unsound", test_unsound);
  g_test_add_func ("/flow/login-table/undeclared", test_undeclared);
  g_test_add_func ("/flow/login-table/drawing", test_drawing);

  return g_test_run ();
}
