/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <malloc.h>
#include <sqlite3.h>
#include <string.h>

#include "ecpa-thread.h"
#include "login-fixture.h"

/* A week of use in ECPA_WEEK_MINUTES (10): sign-ins, idle times, nights with the lid closed, cards that come and go, a
 * backend that goes and comes, receipts; in an order that the seed decides. Memory stays flat, and nothing is left
 * over: no thread, no file, no transaction. The machine's sleep is the idle watch's clock set forward. */

#define HOUR (3600 * G_GINT64_CONSTANT (1000000))
/* How many samples are taken, and how many of the first do not count: caches fill. */
#define N_SAMPLES 40
#define N_WARM 12
/* What the heap may grow by over all samples that count: less than a session's worth of models, whatever the length. */
#define MAX_GROWTH (192 * 1024)

/* Types -------------------------------------------------------------------- */

typedef struct
{
  LoginFixture  login;
  GRand        *random;
  const char   *card;           /* nullable: signed in with, or locked */
  const char   *password;
  guint         n_steps;
  guint         n_sign_ins;
  guint         n_locks;
  guint         n_receipts;
  guint         n_outages;
} Week;

typedef struct
{
  gsize bytes;
  guint threads;
  guint files;
} Sample;

typedef void (*Step) (Week *week);

/* Auxiliaries -------------------------------------------------------------- */

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (directory != NULL && g_dir_read_name (directory) != NULL)
    n++;

  return n;
}

static gboolean
has_ended (gpointer data)
{
  return ((LoginFixture *) data)->n_ended > 0;
}

static gboolean
is_at_rest (gpointer data)
{
  Week *week = data;
  EcpaInbox *inbox = week->login.home != NULL ? ecpa_home_flow_get_inbox (week->login.home) : NULL;

  return inbox == NULL || !ecpa_inbox_is_loading (inbox);
}

static void
forget_home (Week *week)
{
  ecpa_test_until (has_ended, &week->login);
  week->login.n_ended = 0;
  g_clear_object (&week->login.home);
  ecpa_login_flow_reset (week->login.login);
}

/* The backend may have been away a moment ago, and then the first attempt says so. */
static void
come_in (Week *week)
{
  for (guint i = 0; week->login.home == NULL; i++)
    {
      g_assert_cmpuint (i, <, 20);
      login_fixture_await (&week->login, ECPA_LOGIN_READY);
      login_fixture_submit (&week->login, week->password);
      login_fixture_await_end (&week->login);
    }
  g_assert_null (ecpa_login_flow_get_locked_holder (week->login.login));
  week->n_sign_ins++;
  login_fixture_agree (&week->login);
  login_fixture_await_inbox (&week->login);
}

static void
ensure_inside (Week *week)
{
  static const struct { const char *card; const char *password; } people[] = {
    { "ordinary", "Qinglin-115" }, { "newest", "Jianhong*88" }, { "rare-name", "Huang#2026" },
  };
  guint i = (guint) g_rand_int_range (week->random, 0, G_N_ELEMENTS (people));

  if (week->login.home != NULL)
    return;

  if (week->card == NULL)
    {
      week->card = people[i].card;
      week->password = people[i].password;
      login_fixture_put (&week->login, week->card);
    }
  come_in (week);
}

/* Steps -------------------------------------------------------------------- */

static gboolean
is_history_loaded (gpointer history)
{
  return !ecpa_history_is_loading (history);
}

/* (transfer full) (nullable): one that waits for a signature, or any of all years */
static EcpaOrderItem *
pick_order (Week *week)
{
  EcpaInbox *inbox = ecpa_home_flow_get_inbox (week->login.home);
  EcpaHistory *history = ecpa_home_flow_get_history (week->login.home);
  gboolean all = g_rand_boolean (week->random);
  guint n, chosen;

  if (all)
    {
      ecpa_history_load (history);
      ecpa_test_until (is_history_loaded, history);
    }
  else
    {
      ecpa_inbox_reload (inbox);
      login_fixture_await_inbox (&week->login);
    }
  n = g_list_model_get_n_items (all ? G_LIST_MODEL (history) : G_LIST_MODEL (inbox));
  if (n == 0)
    return NULL;

  chosen = (guint) g_rand_int_range (week->random, 0, (gint32) n);
  return all ? ecpa_history_get_order (history, chosen) : g_list_model_get_item (G_LIST_MODEL (inbox), chosen);
}

static void
open_an_order (Week *week)
{
  g_autoptr (EcpaOrderItem) item = NULL;

  ensure_inside (week);
  item = pick_order (week);
  if (item == NULL)
    return;

  ecpa_order_item_open (item);
  login_fixture_await_order (item, ecpa_order_item_get_signed_at (item) != NULL ? ECPA_ORDER_SIGNED : ECPA_ORDER_OPEN);
  if (ecpa_order_item_can_sign (item) && g_rand_int_range (week->random, 0, 4) == 0)
    {
      ecpa_order_item_sign (item);
      login_fixture_await_order (item, ECPA_ORDER_SIGNED);
      week->n_receipts++;
    }
}

static void
go_away (Week *week)
{
  EcpaAttendance *attendance;

  ensure_inside (week);
  attendance = ecpa_home_flow_get_attendance (week->login.home);
  ecpa_attendance_set_limit (attendance, 600);
  ecpa_idle_watch_sleep (ecpa_attendance_get_watch (attendance), g_rand_boolean (week->random) ? 12 * HOUR : HOUR / 6);
  forget_home (week);
  g_assert_nonnull (ecpa_login_flow_get_locked_holder (week->login.login));
  week->n_locks++;
  come_in (week);
}

static void
pull_the_card (Week *week)
{
  ensure_inside (week);
  login_fixture_take (&week->login);
  forget_home (week);
  g_assert_nonnull (ecpa_login_flow_get_locked_holder (week->login.login));
  week->n_locks++;

  /* Somebody else tries, or the same person comes back. */
  if (g_rand_boolean (week->random))
    {
      login_fixture_put (&week->login, "not-registered");
      login_fixture_await (&week->login, ECPA_LOGIN_UNUSABLE);
      login_fixture_take (&week->login);
      login_fixture_await (&week->login, ECPA_LOGIN_NO_CARD);
    }
  login_fixture_put (&week->login, week->card);
  come_in (week);
}

static void
lose_the_network (Week *week)
{
  EcpaInbox *inbox;

  ensure_inside (week);
  inbox = ecpa_home_flow_get_inbox (week->login.home);
  ecpa_test_backend_kill (week->login.backend);
  ecpa_inbox_reload (inbox);
  ecpa_test_until (is_at_rest, week);
  g_assert_true (ecpa_inbox_get_fault (inbox) != NULL);
  ecpa_test_backend_start (week->login.backend);
  ecpa_inbox_reload (inbox);
  ecpa_test_until (is_at_rest, week);
  g_assert_null (ecpa_inbox_get_fault (inbox));
  week->n_outages++;
}

static void
sign_out (Week *week)
{
  ensure_inside (week);
  ecpa_home_flow_sign_out (week->login.home);
  forget_home (week);
  g_assert_null (ecpa_login_flow_get_locked_holder (week->login.login));
  login_fixture_take (&week->login);
  login_fixture_await (&week->login, ECPA_LOGIN_NO_CARD);
  week->card = NULL;
}

/* How often, out of all of them. */
static const struct { Step step; guint weight; } steps[] = {
  { open_an_order, 12 }, { go_away, 4 }, { pull_the_card, 4 }, { sign_out, 4 }, { lose_the_network, 1 },
};

static void
live_on (Week *week)
{
  guint sum = 0;
  guint drawn;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    sum += steps[i].weight;
  drawn = (guint) g_rand_int_range (week->random, 0, (gint32) sum);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (drawn < steps[i].weight)
        {
          steps[i].step (week);
          break;
        }
      drawn -= steps[i].weight;
    }
  week->n_steps++;
}

/* Signed out and everything answered: what is there then is what is there for good. */
static void
take_sample (Week   *week,
             Sample *sample)
{
  sign_out (week);
  ecpa_test_settle (150);
  malloc_trim (0);
  sample->bytes = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  sample->threads = count_entries ("/proc/self/task");
  sample->files = count_entries ("/proc/self/fd");
  g_test_message ("%u steps: %" G_GSIZE_FORMAT " KiB, %u threads, %u files", week->n_steps, sample->bytes / 1024,
                  sample->threads, sample->files);
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  gsize x = ((const Sample *) a)->bytes;
  gsize y = ((const Sample *) b)->bytes;

  return x < y ? -1 : x > y;
}

static gsize
median_size (const Sample *samples,
             guint         n)
{
  g_autofree Sample *sorted = g_memdup2 (samples, n * sizeof *samples);

  qsort (sorted, n, sizeof *sorted, compare_sizes);

  return sorted[n / 2].bytes;
}

/* Connections stay open for half a minute and GLib's own threads a while, so the most of either at the end is held
 * against the most at the beginning; what every sign-in left behind would be dozens by then. */
static void
assert_nothing_left (const Sample *before,
                     const Sample *after,
                     guint         n)
{
  Sample most_before = { 0 };
  Sample most_after = { 0 };

  for (guint i = 0; i < n; i++)
    {
      most_before.threads = MAX (most_before.threads, before[i].threads);
      most_before.files = MAX (most_before.files, before[i].files);
      most_after.threads = MAX (most_after.threads, after[i].threads);
      most_after.files = MAX (most_after.files, after[i].files);
    }
  g_assert_cmpuint (most_after.threads, <=, most_before.threads + 1);
  g_assert_cmpuint (most_after.files, <=, most_before.files + 4);
}

/* Nobody holds a transaction of the backend's database. */
static void
assert_database_free (Week *week)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (week->login.backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 2000);
  g_assert_cmpint (sqlite3_exec (database, "BEGIN EXCLUSIVE; ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* Tests -------------------------------------------------------------------- */

static void
test_week (void)
{
  const char *wanted = g_getenv ("ECPA_WEEK_MINUTES");
  double minutes = wanted != NULL ? g_ascii_strtod (wanted, NULL) : 10;
  gint64 began;
  Sample samples[N_SAMPLES];
  Week week = { .random = g_rand_new_with_seed (ecpa_test_seed ()) };
  guint kept = (N_SAMPLES - N_WARM) / 3;
  gsize before;
  gsize after;

  g_assert_cmpfloat (minutes, >, 0);
  login_fixture_set_up (&week.login, NULL);
  began = g_get_monotonic_time ();
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      gint64 until = began + (gint64) (minutes * 60 * G_USEC_PER_SEC * (i + 1) / N_SAMPLES);

      do
        live_on (&week);
      while (g_get_monotonic_time () < until);
      take_sample (&week, &samples[i]);
    }
  g_test_message ("%u sign-ins, %u locks, %u receipts, %u outages", week.n_sign_ins, week.n_locks, week.n_receipts,
                  week.n_outages);
  g_assert_cmpuint (week.n_locks, >, 0);

  before = median_size (samples + N_WARM, kept);
  after = median_size (samples + N_SAMPLES - kept, kept);
  g_test_message ("heap: %" G_GSIZE_FORMAT " KiB, then %" G_GSIZE_FORMAT " KiB", before / 1024, after / 1024);
  g_assert_cmpuint (after, <=, before + MAX_GROWTH);
  assert_nothing_left (samples + N_WARM, samples + N_SAMPLES - kept, kept);
  assert_database_free (&week);

  login_fixture_tear_down (&week.login, NULL);
  g_rand_free (week.random);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  g_test_add_func ("/soak/week", test_week);

  return ecpa_test_run ();
}
