/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-training-mailbox.h"

#include "ecpa-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define CHINESE \
  "Date: Sat, 21 Nov 2026 11:09:58 +0000\n" \
  "From: =?UTF-8?B?5Lq65LqL5pyN5YuZ57ayIGVDUEE=?=\n" \
  " <ecpa@localhost>\n" \
  "To: lin@example.tw\n" \
  "Subject: =?UTF-8?B?6Zu75a2Q5L+h566x6KqN6K2J5L+h?=\n" \
  " =?UTF-8?B?77yI5Lq65LqL5pyN5YuZ57ay77yJ?=\n" \
  "Content-Transfer-Encoding: base64\n" \
  "\n" \
  "5oKo5aW9DQrlho3oposNCg==\n"
#define ENGLISH \
  "Subject: Plain words\n" \
  "To: chen@example.tw\n" \
  "Content-Transfer-Encoding: 7bit\n" \
  "\n" \
  "One\n" \
  "Two\n"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  char                *folder;
  EcpaTrainingMailbox *mailbox;
  guint                n_notified;
} Fixture;

/* Auxiliaries -------------------------------------------------------------- */

static void
notified_cb (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *place = g_dir_make_tmp ("ecpa-mailbox-XXXXXX", NULL);

  fixture->folder = g_build_filename (place, "mail", NULL);
  fixture->mailbox = ecpa_training_mailbox_new (fixture->folder);
  g_signal_connect_swapped (fixture->mailbox, "notify::n-unread", G_CALLBACK (notified_cb), fixture);
}

static void
remove_files (Fixture    *fixture,
              const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, file, NULL);

      g_unlink (full);
    }
  g_rmdir (path);
}

static void
remove_folder (Fixture *fixture)
{
  remove_files (fixture, "new");
  remove_files (fixture, "cur");
  remove_files (fixture, "tmp");
  g_rmdir (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *place = g_path_get_dirname (fixture->folder);

  g_signal_handlers_disconnect_by_data (fixture->mailbox, fixture);
  g_assert_finalize_object (fixture->mailbox);
  remove_folder (fixture);
  g_rmdir (place);
  g_free (fixture->folder);
}

/* As it arrives: written elsewhere, then there at once. */
static void
deliver (Fixture    *fixture,
         const char *name,
         const char *text)
{
  g_autofree char *draft = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "new", name, NULL);

  g_assert_true (g_file_set_contents (draft, text, -1, NULL));
  g_assert_cmpint (g_rename (draft, path), ==, 0);
}

static EcpaTrainingMail *
nth (Fixture *fixture,
     guint    n)
{
  g_autoptr (EcpaTrainingMail) mail = g_list_model_get_item (G_LIST_MODEL (fixture->mailbox), n);

  return mail;
}

static gboolean
has_one (gpointer model)
{
  return g_list_model_get_n_items (model) == 1;
}

static gboolean
has_two (gpointer model)
{
  return g_list_model_get_n_items (model) == 2;
}

static gboolean
has_none (gpointer model)
{
  return g_list_model_get_n_items (model) == 0;
}

/* Tests -------------------------------------------------------------------- */

static void
test_parse (void)
{
  g_autoptr (EcpaTrainingMail) chinese = ecpa_training_mail_parse ("1.a", CHINESE, strlen (CHINESE), TRUE);
  g_autoptr (EcpaTrainingMail) english = ecpa_training_mail_parse ("2.b", ENGLISH, strlen (ENGLISH), FALSE);
  g_autofree char *date = NULL;

  g_assert_cmpstr (ecpa_training_mail_get_subject (chinese), ==, "電子信箱認證信（人事服務網）");
  g_assert_cmpstr (ecpa_training_mail_get_from (chinese), ==, "人事服務網 eCPA <ecpa@localhost>");
  g_assert_cmpstr (ecpa_training_mail_get_to (chinese), ==, "lin@example.tw");
  g_assert_cmpstr (ecpa_training_mail_get_body (chinese), ==, "您好\n再見");
  g_assert_true (ecpa_training_mail_is_unread (chinese));
  date = g_date_time_format_iso8601 (ecpa_training_mail_get_sent_at (chinese));
  g_assert_cmpstr (date, ==, "2026-11-21T11:09:58Z");

  g_assert_cmpstr (ecpa_training_mail_get_subject (english), ==, "Plain words");
  g_assert_cmpstr (ecpa_training_mail_get_body (english), ==, "One\nTwo");
  g_assert_null (ecpa_training_mail_get_sent_at (english));
  g_assert_false (ecpa_training_mail_is_unread (english));
  g_assert_null (ecpa_training_mail_parse ("3.c", "no message", 10, TRUE));
}

/* Nothing that lies in the folder breaks it. */
static void
test_noise (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *text = g_strdup (CHINESE);
      gsize length = strlen (text);
      g_autoptr (EcpaTrainingMail) mail = NULL;

      for (guint j = 0; j < 6; j++)
        text[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (1, 256);
      mail = ecpa_training_mail_parse ("1.a", text, (gsize) g_test_rand_int_range (0, (gint32) length + 1), TRUE);
      if (mail != NULL)
        g_assert_true (g_utf8_validate (ecpa_training_mail_get_body (mail), -1, NULL));
    }
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  unused)
{
  EcpaTrainingMail *first;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->mailbox)), ==, 0);
  deliver (fixture, "100.a.ecpa", CHINESE);
  ecpa_test_until (has_one, fixture->mailbox);
  first = nth (fixture, 0);
  g_assert_cmpuint (ecpa_training_mailbox_get_n_unread (fixture->mailbox), ==, 1);
  g_assert_cmpuint (fixture->n_notified, >, 0);

  deliver (fixture, "200.b.ecpa", ENGLISH);
  ecpa_test_until (has_two, fixture->mailbox);
  g_assert_cmpstr (ecpa_training_mail_get_subject (nth (fixture, 0)), ==, "Plain words"); /* the newest first */
  g_assert_true (nth (fixture, 1) == first);
  g_assert_cmpuint (ecpa_training_mailbox_get_n_unread (fixture->mailbox), ==, 2);

  ecpa_training_mailbox_mark_read (fixture->mailbox, first);
  g_assert_cmpuint (ecpa_training_mailbox_get_n_unread (fixture->mailbox), ==, 1);
  ecpa_training_mailbox_reload (fixture->mailbox);
  g_assert_true (nth (fixture, 1) == first);
  g_assert_cmpuint (ecpa_training_mailbox_get_n_unread (fixture->mailbox), ==, 1);

  /* what was read stays read */
  g_signal_handlers_disconnect_by_data (fixture->mailbox, fixture);
  g_assert_finalize_object (fixture->mailbox);
  fixture->mailbox = ecpa_training_mailbox_new (fixture->folder);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->mailbox)), ==, 2);
  g_assert_true (ecpa_training_mail_is_unread (nth (fixture, 0)));
  g_assert_false (ecpa_training_mail_is_unread (nth (fixture, 1)));
}

/* The training starts over: the folder goes and comes back. */
static void
test_starts_over (Fixture       *fixture,
                  gconstpointer  unused)
{
  deliver (fixture, "100.a.ecpa", CHINESE);
  ecpa_test_until (has_one, fixture->mailbox);
  remove_folder (fixture);
  ecpa_test_until (has_none, fixture->mailbox);
  ecpa_training_mailbox_reload (fixture->mailbox);
  deliver (fixture, "300.c.ecpa", ENGLISH);
  ecpa_test_until (has_one, fixture->mailbox);
  g_assert_cmpstr (ecpa_training_mail_get_name (nth (fixture, 0)), ==, "300.c.ecpa");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/mailbox/parse", test_parse);
  g_test_add_func ("/training/mailbox/noise", test_noise);
  g_test_add ("/training/mailbox/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/training/mailbox/starts-over", Fixture, NULL, set_up, test_starts_over, tear_down);

  return g_test_run ();
}
