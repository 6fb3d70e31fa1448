/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SIGKILLs client or backend at random while orders are being signed for, and then looks into the database: each
 * receipt that the client was told of is there exactly once, and no order has two. ECPA_KILLS says how often,
 * ECPA_SEED repeats a run. */

#include <sqlite3.h>
#include <stdlib.h>

#include "ecpa-test-backend.h"
#include "ecpa-test.h"

#define ORDERS_PER_KILL 60
#define PAUSE_MS 120

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaTestBackend  *backend;
  char             *directory;
  GRand            *random;
  GSubprocess      *driver;     /* nullable */
  GDataInputStream *lines;      /* what it says */
  GHashTable       *receipts;   /* order -> receipt, as acknowledged */
  char             *tried;      /* (nullable): not acknowledged yet */
  guint             n_again;    /* orders that a later run was told of again */
  gboolean          ended;
} Bench;

/* The database ------------------------------------------------------------- */

static sqlite3 *
open_database (Bench *self)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (self->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);

  return database;
}

static void
execute (sqlite3    *database,
         const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (database, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static int
count (sqlite3    *database,
       const char *sql,
       const char *first,
       const char *second)
{
  sqlite3_stmt *statement;
  int n;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (first != NULL)
    sqlite3_bind_text (statement, 1, first, -1, SQLITE_STATIC);
  if (second != NULL)
    sqlite3_bind_text (statement, 2, second, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);

  return n;
}

/* Enough orders for all kills, made after one of the training data. */
static void
add_orders (Bench *self,
            guint  n)
{
  sqlite3 *database = open_database (self);

  execute (database, "BEGIN");
  execute (database, "CREATE TEMP TABLE model AS SELECT orders.* FROM orders JOIN persons ON persons.id = person_id "
                     "WHERE national_id = 'F299990019' AND electronic = 1 AND viewed_at IS NULL LIMIT 1");
  g_assert_cmpint (count (database, "SELECT count(*) FROM model", NULL, NULL), ==, 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *update = g_strdup_printf ("UPDATE model SET id = '%s', document_number = 'kill-%u'", id, i);

      execute (database, update);
      execute (database, "INSERT INTO orders SELECT * FROM model");
    }
  execute (database, "COMMIT");
  sqlite3_close (database);
}

/* Returns how many things are wrong. */
static guint
check (Bench *self)
{
  sqlite3 *database = open_database (self);
  guint wrong = 0;
  GHashTableIter iter;
  gpointer order, receipt;

  g_hash_table_iter_init (&iter, self->receipts);
  while (g_hash_table_iter_next (&iter, &order, &receipt))
    if (count (database, "SELECT count(*) FROM receipts WHERE order_id = ? AND id = ?", order, receipt) != 1)
      {
        g_test_message ("The receipt %s was acknowledged and is not there once", (char *) receipt);
        wrong++;
      }
  wrong += (guint) count (database, "SELECT count(*) FROM (SELECT order_id FROM receipts GROUP BY order_id "
                                    "HAVING count(*) > 1)", NULL, NULL);
  sqlite3_close (database);

  return wrong;
}

static void
forget_one_receipt (Bench *self)
{
  sqlite3 *database = open_database (self);
  GHashTableIter iter;
  gpointer order, receipt;
  g_autofree char *sql = NULL;

  g_hash_table_iter_init (&iter, self->receipts);
  g_assert_true (g_hash_table_iter_next (&iter, &order, &receipt));
  sql = g_strdup_printf ("DELETE FROM receipts WHERE id = '%s'", (char *) receipt);
  execute (database, sql);
  sqlite3_close (database);
}

/* The driver --------------------------------------------------------------- */

static void
start_driver (Bench *self)
{
  g_autofree char *program = g_build_filename (g_getenv ("ECPA_BUILD_ROOT"), "tests", "services", "kill-driver", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  self->driver = g_subprocess_launcher_spawn (launcher, &error, program, ecpa_test_backend_get_uri (self->backend),
                                              ecpa_test_backend_get_certificate_path (self->backend),
                                              self->directory, self->tried, NULL);
  g_assert_no_error (error);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->driver));
  if (self->tried != NULL)
    self->n_again++;
}

static void
take_line (Bench      *self,
           const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *known;

  if (g_str_equal (words[0], "END"))
    self->ended = TRUE;
  else if (g_str_equal (words[0], "TRY"))
    {
      g_free (self->tried);
      self->tried = g_strdup (words[1]);
    }
  else if (g_str_equal (words[0], "ACK"))
    {
      g_clear_pointer (&self->tried, g_free);
      known = g_hash_table_lookup (self->receipts, words[1]);
      if (known != NULL)
        g_assert_cmpstr (known, ==, words[2]);
      g_hash_table_replace (self->receipts, g_strdup (words[1]), g_strdup (words[2]));
    }
}

/* One line, or FALSE where the driver has none any more. A line cut off by a kill does not count. */
static gboolean
read_line (Bench *self)
{
  g_autofree char *line = g_data_input_stream_read_line (self->lines, NULL, NULL, NULL);

  if (line == NULL)
    return FALSE;
  if (strlen (line) == strlen ("TRY ") + 36 || strlen (line) == strlen ("ACK  ") + 72 || g_str_equal (line, "END"))
    take_line (self, line);

  return TRUE;
}

static void
kill_driver (Bench *self)
{
  g_subprocess_force_exit (self->driver);
  while (read_line (self))
    ;
  g_subprocess_wait (self->driver, NULL, NULL);
  g_clear_object (&self->lines);
  g_clear_object (&self->driver);
}

static void
await_acknowledgements (Bench *self,
                        guint  n)
{
  guint wanted = g_hash_table_size (self->receipts) + n;

  while (g_hash_table_size (self->receipts) < wanted && !self->ended)
    if (!read_line (self))
      g_error ("The driver has ended by itself");
}

/* The test ----------------------------------------------------------------- */

static void
kill_once (Bench *self)
{
  if (self->driver == NULL)
    start_driver (self);
  await_acknowledgements (self, 1);
  ecpa_test_settle ((guint) g_rand_int_range (self->random, 0, PAUSE_MS));

  if (g_rand_boolean (self->random))
    kill_driver (self);
  else
    {
      ecpa_test_backend_kill (self->backend);
      ecpa_test_backend_start (self->backend);
    }
}

static void
test_kill (void)
{
  const char *wanted = g_getenv ("ECPA_KILLS");
  guint n_kills = wanted != NULL ? (guint) atoi (wanted) : 20;
  Bench self = { NULL };

  self.random = g_rand_new_with_seed (ecpa_test_seed ());
  self.backend = ecpa_test_backend_new (NULL);
  self.directory = ecpa_test_make_directory ();
  self.receipts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  add_orders (&self, n_kills * ORDERS_PER_KILL);

  for (guint i = 0; i < n_kills; i++)
    kill_once (&self);
  if (self.driver == NULL)
    start_driver (&self);
  await_acknowledgements (&self, 1);
  kill_driver (&self);
  ecpa_test_backend_kill (self.backend);

  g_test_message ("%u kills, %u receipts acknowledged, %u orders tried again by a later run", n_kills,
                  g_hash_table_size (self.receipts), self.n_again);
  g_assert_cmpuint (g_hash_table_size (self.receipts), >, n_kills);
  g_assert_cmpuint (check (&self), ==, 0);

  /* That the check can fail */
  forget_one_receipt (&self);
  g_assert_cmpuint (check (&self), ==, 1);

  ecpa_test_backend_free (self.backend);
  ecpa_test_remove_directory (self.directory);
  g_free (self.directory);
  g_free (self.tried);
  g_hash_table_unref (self.receipts);
  g_rand_free (self.random);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/services/kill", test_kill);

  return ecpa_test_run ();
}
