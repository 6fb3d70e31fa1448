/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-clerk.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>

#define N_PIECES 8

/* Types -------------------------------------------------------------------- */

typedef struct
{
  char        *directory;
  EcpaStore   *store; /* the clerk's */
  EcpaStore   *other; /* the test's own connection */
  EcpaClerk   *clerk;
  GAsyncQueue *gate;
} Fixture;

typedef struct
{
  Fixture  *fixture;
  gboolean  fails;
  gboolean  breaks;
  GThread  *thread;
  gint64    seen_before; /* rows that others saw while it was being done */
  gint64    seen_after;
  gboolean  lost;
  gboolean  delivered;
} Piece;

/* Auxiliaries -------------------------------------------------------------- */

static gint64
count (EcpaStore  *store,
       const char *sql)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (store->database, NULL, sql, "");

  g_assert_nonnull (rows);
  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_get_int (rows, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  g_autofree char *path = NULL;

  self->directory = g_dir_make_tmp ("ecpa-clerk-XXXXXX", NULL);
  path = g_build_filename (self->directory, "c.sqlite", NULL);
  self->store = ecpa_store_open (path, G_MAXUINT, NULL);
  self->other = ecpa_store_open (path, G_MAXUINT, NULL);
  g_assert_nonnull (self->store);
  g_assert_nonnull (self->other);
  self->clerk = ecpa_clerk_new (self->store);
  self->gate = g_async_queue_new ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  static const char *const names[] = { "c.sqlite", "c.sqlite-wal", "c.sqlite-shm", "c.sqlite.lock" };

  g_assert_finalize_object (self->clerk);
  g_assert_finalize_object (self->store);
  g_assert_finalize_object (self->other);
  g_async_queue_unref (self->gate);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, names[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (self->directory), ==, 0);
  g_free (self->directory);
}

/* Callbacks ---------------------------------------------------------------- */

/* Keeps the clerk busy until everything else waits. */
static void
hold (gpointer data)
{
  g_async_queue_pop (((Fixture *) data)->gate);
}

static void
delivered_cb (gpointer data)
{
  Piece *piece = data;

  g_assert_true (g_thread_self () != piece->thread);
  piece->delivered = TRUE;
}

static void
piece_written (gpointer      data,
               const GError *error)
{
  Piece *piece = data;

  g_assert_true (g_thread_self () == piece->thread);
  g_assert_false (piece->delivered);
  piece->lost = error != NULL;
  piece->seen_after = count (piece->fixture->other, "SELECT count(*) FROM audit");
  ecpa_clerk_deliver (piece->fixture->clerk, delivered_cb, piece);
}

/* Two lines each, so that a half would show. */
static void
do_piece (gpointer data)
{
  Piece *piece = data;
  EcpaStore *store = piece->fixture->store;
  g_autoptr (GError) error = NULL;

  piece->thread = g_thread_self ();
  g_assert_true (ecpa_clerk_is_here (piece->fixture->clerk));
  if (ecpa_store_begin (store, &error))
    {
      g_assert_true (ecpa_store_add_audit (store, 1, 0, 0, "", "first", "", "ok", NULL));
      if (piece->breaks)
        g_assert_true (ecpa_database_execute (store->database, NULL, NULL, "ROLLBACK", ""));
      else
        g_assert_true (ecpa_store_add_audit (store, 1, 0, 0, "", "second", "", "ok", NULL));
      if (piece->fails)
        ecpa_store_rollback (store);
      else
        g_assert_true (ecpa_store_commit (store, &error) == !piece->breaks);
    }
  piece->seen_before = count (piece->fixture->other, "SELECT count(*) FROM audit");
  ecpa_clerk_when_written (piece->fixture->clerk, piece_written, piece);
}

static void
run_pieces (Fixture *self,
            Piece   *pieces)
{
  ecpa_clerk_push (self->clerk, hold, self);
  for (guint i = 0; i < N_PIECES; i++)
    {
      pieces[i].fixture = self;
      ecpa_clerk_push (self->clerk, do_piece, &pieces[i]);
    }
  g_async_queue_push (self->gate, self);
  while (!pieces[N_PIECES - 1].delivered)
    g_main_context_iteration (NULL, TRUE);
}

/* Tests -------------------------------------------------------------------- */

/* Together on the disk, none heard of before, and what fails takes only itself back. */
static void
test_together (Fixture       *self,
               gconstpointer  unused)
{
  Piece pieces[N_PIECES] = { [2] = { .fails = TRUE }, [5] = { .fails = TRUE } };

  run_pieces (self, pieces);
  for (guint i = 0; i < N_PIECES; i++)
    {
      g_assert_true (pieces[i].delivered);
      g_assert_false (pieces[i].lost);
      g_assert_cmpint (pieces[i].seen_before, ==, 0);
      g_assert_cmpint (pieces[i].seen_after, ==, 2 * (N_PIECES - 2));
    }
  g_assert_cmpint (count (self->other, "SELECT count(*) FROM audit WHERE action = 'first'"), ==, N_PIECES - 2);
}

/* As where the disk is full: SQLite undoes the lot, everybody hears that, and the next are served again. */
static void
test_lost (Fixture       *self,
           gconstpointer  unused)
{
  Piece broken[N_PIECES] = { [3] = { .breaks = TRUE } };
  Piece whole[N_PIECES] = { { NULL } };

  /* The clerk says so in the log. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  run_pieces (self, broken);
  for (guint i = 0; i < N_PIECES; i++)
    {
      g_assert_true (broken[i].lost);
      g_assert_cmpint (broken[i].seen_after, ==, 0);
    }

  run_pieces (self, whole);
  for (guint i = 0; i < N_PIECES; i++)
    g_assert_false (whole[i].lost);
  g_assert_cmpint (count (self->other, "SELECT count(*) FROM audit"), ==, 2 * N_PIECES);
}

static void
follow_on (gpointer data)
{
  Piece *piece = data;

  do_piece (piece);
  ecpa_clerk_push (piece->fixture->clerk, do_piece, piece + 1);
}

/* Who comes while others are served is served next: nobody waits for a queue that never ends. */
static void
test_rounds (Fixture       *self,
             gconstpointer  unused)
{
  Piece pieces[2] = { { .fixture = self }, { .fixture = self } };

  ecpa_clerk_push (self->clerk, follow_on, &pieces[0]);
  while (!pieces[1].delivered)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (pieces[0].delivered);
  g_assert_cmpint (pieces[0].seen_after, ==, 2);
  g_assert_cmpint (pieces[1].seen_before, ==, 2);
  g_assert_cmpint (pieces[1].seen_after, ==, 4);
}

/* What was given is done, though nobody hears of it. */
static void
test_end (Fixture       *self,
          gconstpointer  unused)
{
  Piece piece = { .fixture = self };

  ecpa_clerk_push (self->clerk, hold, self);
  ecpa_clerk_push (self->clerk, do_piece, &piece);
  g_async_queue_push (self->gate, self);
  g_assert_finalize_object (self->clerk);
  g_assert_cmpint (count (self->other, "SELECT count(*) FROM audit"), ==, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  self->clerk = ecpa_clerk_new (self->store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/backend/clerk/together", Fixture, NULL, set_up, test_together, tear_down);
  g_test_add ("/backend/clerk/rounds", Fixture, NULL, set_up, test_rounds, tear_down);
  g_test_add ("/backend/clerk/lost", Fixture, NULL, set_up, test_lost, tear_down);
  g_test_add ("/backend/clerk/end", Fixture, NULL, set_up, test_end, tear_down);

  return g_test_run ();
}
