/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-receipt-keys.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

#include <glib/gstdio.h>
#include <string.h>

#define URI "https://backend.example"
#define ORDER "cdb3f416-59d2-41e0-8563-a1eafd5f6f15"
#define MONTH (31 * 24 * 3600)

typedef struct
{
  char            *directory;
  char            *path;
  EcpaReceiptKeys *keys;
  char            *key;
  GError          *error;
  gint             answered;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->directory = ecpa_test_make_directory ();
  fixture->path = g_build_filename (fixture->directory, "receipt-keys.ini", NULL);
  fixture->keys = ecpa_receipt_keys_new (fixture->directory, URI);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->keys), (gpointer *) &fixture->keys);
  ecpa_receipt_keys_stop (fixture->keys);
  g_object_unref (fixture->keys);
  ecpa_test_assert_dies (fixture->keys);
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_remove_directory (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->key);
  g_clear_error (&fixture->error);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->key = ecpa_receipt_keys_get_finish (fixture->keys, result, &fixture->error);
  fixture->answered = TRUE;
}

static char *
get (Fixture    *fixture,
     const char *order)
{
  fixture->answered = FALSE;
  g_clear_error (&fixture->error);
  ecpa_receipt_keys_get_async (fixture->keys, order, NULL, got_cb, fixture);
  ecpa_test_until (ecpa_test_is_set, &fixture->answered);

  return g_steal_pointer (&fixture->key);
}

static void
restart (Fixture    *fixture,
         const char *uri)
{
  ecpa_receipt_keys_stop (fixture->keys);
  g_object_unref (fixture->keys);
  fixture->keys = ecpa_receipt_keys_new (fixture->directory, uri);
}

static void
test_same_after_restart (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *first = get (fixture, ORDER);
  g_autofree char *again = get (fixture, ORDER);
  g_autofree char *other = get (fixture, "another");
  g_autofree char *later = NULL;
  g_autofree char *elsewhere = NULL;

  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  restart (fixture, URI);
  later = get (fixture, ORDER);
  g_assert_cmpstr (first, ==, later);
  restart (fixture, "https://other.example");
  elsewhere = get (fixture, ORDER);
  g_assert_cmpstr (first, !=, elsewhere);
}

/* On the disk before it is given out, for its owner only, and without the order. */
static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *key = get (fixture, ORDER);
  g_autofree char *text = NULL;
  GStatBuf status;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, key));
  g_assert_null (strstr (text, ORDER));
  g_assert_null (strstr (text, URI));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* Makes all keys older. */
static void
age (Fixture *fixture,
     gint64   seconds)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_assert_true (g_key_file_load_from_file (file, fixture->path, G_KEY_FILE_NONE, NULL));
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    g_key_file_set_int64 (file, groups[i], "made", g_key_file_get_int64 (file, groups[i], "made", NULL) - seconds);
  g_assert_true (g_key_file_save_to_file (file, fixture->path, NULL));
}

static void
test_forgetting (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *done = get (fixture, "done");
  g_autofree char *open = get (fixture, "open");
  g_autofree char *done_again = NULL;
  g_autofree char *done_later = NULL;
  g_autofree char *open_later = NULL;
  g_autofree char *fresh = NULL;

  ecpa_receipt_keys_acknowledge (fixture->keys, "done");
  done_again = get (fixture, "done");
  g_assert_cmpstr (done, ==, done_again);

  age (fixture, MONTH);
  fresh = get (fixture, "fresh");
  open_later = get (fixture, "open");
  done_later = get (fixture, "done");
  g_assert_cmpstr (open, ==, open_later);
  g_assert_cmpstr (done, !=, done_later);
}

/* A file that is broken keeps nobody from signing, and is not thrown away. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".unreadable", NULL);
  g_autofree char *key = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "\x01[[nonsense", -1, NULL));
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  key = get (fixture, ORDER);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (key);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* Where it cannot be kept, nothing may be sent. */
static void
test_unwritable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *in_the_way = g_build_filename (fixture->directory, "file", NULL);
  g_autofree char *key = NULL;

  g_assert_true (g_file_set_contents (in_the_way, "", -1, NULL));
  ecpa_receipt_keys_stop (fixture->keys);
  g_object_unref (fixture->keys);
  fixture->keys = ecpa_receipt_keys_new (in_the_way, URI);
  key = get (fixture, ORDER);
  g_assert_null (key);
  g_assert_true (fixture->error->domain == G_FILE_ERROR);
}

#define ADD(path, func) g_test_add ("/services/receipt-keys/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("same-after-restart", test_same_after_restart);
  ADD ("file", test_file);
  ADD ("forgetting", test_forgetting);
  ADD ("unreadable", test_unreadable);
  ADD ("unwritable", test_unwritable);

  return ecpa_test_run ();
}
