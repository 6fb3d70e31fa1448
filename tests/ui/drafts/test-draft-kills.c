/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application is killed at every step of every wizard, and once closed: the next start offers to go on, with
 * everything typed but secrets. What is typed and what is there again is draft-table.c; draft-driver.c is who does it. */

#include "draft-table.h"

#include "ecpa-test-backend.h"
#include "ecpa-test.h"
#include "ecpa-wizard-plan.h"

/* Types -------------------------------------------------------------------- */

static EcpaTestBackend *backend;

/* Auxiliaries -------------------------------------------------------------- */

/* Runs until it says that it is READY, and kills it; @row is as the driver has it. */
static void
run (const DraftChain *chain,
     const char       *directory,
     const char       *row)
{
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "tests", "ui", "drafts", "draft-driver",
                                               NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) driver = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  /* how far the guide has come is a setting */
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", directory, TRUE);
  driver = g_subprocess_launcher_spawn (launcher, &error, program, ecpa_test_backend_get_uri (backend),
                                        ecpa_test_backend_get_certificate_path (backend), directory, chain->name, row,
                                        NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (driver));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  if (g_strcmp0 (line, "READY") != 0)
    g_error ("%s, row %s: %s", chain->name, row, line != NULL ? line : "ended by itself");
  if (!g_str_has_suffix (row, "+"))
    g_subprocess_force_exit (driver);
  g_subprocess_wait (driver, NULL, &error);
  g_assert_no_error (error);
}

/* Only the plans know which steps there are. */
static gboolean
has_row (const char *kind,
         const char *step)
{
  const DraftChain *chain;

  for (guint i = 0; (chain = draft_table_nth (i)) != NULL; i++)
    for (guint r = 0; r < chain->n_rows; r++)
      if (g_str_equal (chain->kind, kind) && g_str_equal (chain->rows[r].step, step))
        return TRUE;

  return FALSE;
}

/* Tests -------------------------------------------------------------------- */

static void
test_table (void)
{
  const EcpaWizardPlan *plan;

  for (guint i = 0; (plan = ecpa_wizard_plan_nth (i)) != NULL; i++)
    for (guint s = 0; s < plan->n_steps; s++)
      if (!has_row (plan->kind, plan->steps[s].id))
        {
          g_test_message ("Nobody kills the wizard “%s” at “%s”", plan->kind, plan->steps[s].id);
          g_test_fail ();
        }
}

static void
test_chain (gconstpointer data)
{
  const DraftChain *chain = data;
  g_autofree char *directory = ecpa_test_make_directory ();
  guint n = 0;

  while (n < chain->n_rows && chain->rows[n].offer != DRAFT_OVER)
    n++;
  for (guint i = 0; i <= n; i++)
    {
      g_autofree char *row = g_strdup_printf ("%u", i);
      g_autofree char *closing = g_strdup_printf ("%u+", i);

      if (i == n)
        run (chain, directory, closing);
      run (chain, directory, row);
    }
  ecpa_test_remove_directory (directory);
}

int
main (int   argc,
      char *argv[])
{
  const DraftChain *chain;
  int status;

  g_test_init (&argc, &argv, NULL);
  backend = ecpa_test_backend_new (NULL);
  g_test_add_func ("/ui/drafts/table", test_table);
  for (guint i = 0; (chain = draft_table_nth (i)) != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/ui/drafts/", chain->name, NULL);

      g_test_add_data_func (path, chain, test_chain);
    }
  status = ecpa_test_run ();
  ecpa_test_backend_free (backend);

  return status;
}
