/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-mail-seal.h"
#include "ecpa-mail.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1795000000)

/* Auxiliaries -------------------------------------------------------------- */

typedef struct
{
  char      *directory;
  char      *path;
  EcpaStore *store;
  guint      n_added;
} Outbox;

static void
mail_added_cb (gpointer user_data)
{
  ((Outbox *) user_data)->n_added++;
}

static void
outbox_open (Outbox *self)
{
  g_autoptr (GError) error = NULL;

  self->store = ecpa_store_open (self->path, G_MAXUINT, &error);
  g_assert_no_error (error);
  ecpa_store_watch_mails (self->store, mail_added_cb, self);
}

static void
outbox_set_up (Outbox        *self,
               gconstpointer  unused)
{
  self->directory = g_dir_make_tmp ("ecpa-mail-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "outbox.db", NULL);
  outbox_open (self);
}

static void
outbox_tear_down (Outbox        *self,
                  gconstpointer  unused)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_finalize_object (self->store);
  dir = g_dir_open (self->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->path);
}

static void
add (Outbox     *self,
     const char *code)
{
  EcpaMailDraft draft = { ECPA_MAIL_VERIFICATION, "zh_TW", "lin@example.tw", "林○青", code, NOW + 1800, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_store_begin (self->store, &error));
  g_assert_true (ecpa_store_add_mail (self->store, &draft, NOW, &error));
  g_assert_no_error (error);
  g_assert_true (ecpa_store_commit (self->store, &error));
}

static GPtrArray *
claim (Outbox *self,
       gint64  now,
       gint64  until)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_mail_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_store_claim_mails (self->store, now, until, 10, mails, &error));
  g_assert_no_error (error);

  return mails;
}

static gint64
count (Outbox     *self,
       const char *sql)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (self->store->database, NULL, sql, "");

  g_assert_nonnull (rows);
  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_get_int (rows, 0);
}

/* Whether bytes stand anywhere in the database's files. */
static gboolean
is_on_disk (Outbox     *self,
            const char *what)
{
  static const char *const suffixes[] = { "", "-wal" };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      if (g_file_get_contents (path, &data, &size, NULL))
        found |= memmem (data, size, what, strlen (what)) != NULL;
    }

  return found;
}

/* Tests: the outbox -------------------------------------------------------- */

static void
test_claim (Outbox        *o,
            gconstpointer  unused)
{
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) again = NULL;
  EcpaMail *mail;
  gint64 next;

  g_assert_true (ecpa_store_next_mail (o->store, &next, NULL));
  g_assert_cmpint (next, ==, G_MAXINT64);
  add (o, "K7QF-3M9T-XW2R");
  g_assert_cmpuint (o->n_added, ==, 1);
  g_assert_true (ecpa_store_next_mail (o->store, &next, NULL));
  g_assert_cmpint (next, ==, NOW);

  g_clear_object (&o->store); /* survives a restart */
  outbox_open (o);
  mails = claim (o, NOW, NOW + 60);
  g_assert_cmpuint (mails->len, ==, 1);
  mail = mails->pdata[0];
  g_assert_true (g_uuid_string_is_valid (mail->id));
  g_assert_cmpint (mail->kind, ==, ECPA_MAIL_VERIFICATION);
  g_assert_cmpstr (mail->language, ==, "zh_TW");
  g_assert_cmpstr (mail->address, ==, "lin@example.tw");
  g_assert_cmpstr (mail->name_masked, ==, "林○青");
  g_assert_cmpstr (mail->code, ==, "K7QF-3M9T-XW2R");
  g_assert_cmpint (mail->expires_at, ==, NOW + 1800);
  g_assert_cmpint (mail->tries, ==, 1);

  none = claim (o, NOW + 59, NOW + 120);
  g_assert_cmpuint (none->len, ==, 0);
  again = claim (o, NOW + 60, NOW + 120);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (((EcpaMail *) again->pdata[0])->id, ==, mail->id);
  g_assert_cmpint (((EcpaMail *) again->pdata[0])->tries, ==, 2);
}

static void
test_end (Outbox        *o,
          gconstpointer  unused)
{
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add (o, "AAAA-BBBB-CCCC");
  add (o, "DDDD-EEEE-FFFF");
  mails = claim (o, NOW, NOW + 60);
  g_assert_cmpuint (mails->len, ==, 2);
  g_assert_true (ecpa_store_end_mail (o->store, mails->pdata[0], TRUE, "250", NOW, NULL));
  g_assert_true (ecpa_store_end_mail (o->store, mails->pdata[0], FALSE, "late", NOW, NULL)); /* says nothing new */
  g_assert_true (ecpa_store_end_mail (o->store, mails->pdata[1], FALSE, "550", NOW, NULL));
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails WHERE sealed IS NOT NULL"), ==, 0);
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails WHERE state = 'sent' AND outcome = '250'"), ==, 1);
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails WHERE state = 'failed' AND outcome = '550'"), ==, 1);
  g_assert_cmpint (count (o, "SELECT count(*) FROM audit WHERE action = 'mail.verification'"), ==, 2);
  none = claim (o, NOW + 86400, NOW + 86460);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_true (ecpa_store_purge (o->store, NOW + 86400, 60, 60, 86400, NULL));
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails"), ==, 2);
  g_assert_true (ecpa_store_purge (o->store, NOW + 86401, 60, 60, 86400, NULL));
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails"), ==, 0);
}

/* Neither code nor address nor name is ever in the database's files; the key is nobody else's business. */
static void
test_sealed (Outbox        *o,
             gconstpointer  unused)
{
  g_autofree char *key = g_strconcat (o->path, ECPA_MAIL_KEY_SUFFIX, NULL);
  g_autoptr (GPtrArray) mails = NULL;
  GStatBuf info;

  add (o, "K7QF-3M9T-XW2R");
  g_assert_true (is_on_disk (o, "verification"));
  g_assert_false (is_on_disk (o, "K7QF-3M9T-XW2R"));
  g_assert_false (is_on_disk (o, "lin@example.tw"));
  g_assert_false (is_on_disk (o, "林○青"));
  g_assert_cmpint (g_stat (key, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* without the key there is a mail that cannot be read, and that is said */
  g_clear_object (&o->store);
  g_assert_cmpint (g_unlink (key), ==, 0);
  outbox_open (o);
  mails = claim (o, NOW, NOW + 60);
  g_assert_cmpuint (mails->len, ==, 1);
  g_assert_null (((EcpaMail *) mails->pdata[0])->address);
  g_assert_null (((EcpaMail *) mails->pdata[0])->code);
}

static void
test_drafts (Outbox        *o,
             gconstpointer  unused)
{
  static const char *const bad[] = {
    "", "nobody", "@example.tw", "lin@", "lin@example.tw\r\nBcc: x@example.tw", "a b@example.tw", "<lin@example.tw>",
    "lin@example.tw,chen@example.tw", "林@example.tw", "\"lin\"@example.tw",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      EcpaMailDraft draft = { ECPA_MAIL_RESET, "en", bad[i], "L○n", "AAAA-BBBB-CCCC", NOW + 1800, 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (ecpa_store_add_mail (o->store, &draft, NOW, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  {
    EcpaMailDraft draft = { ECPA_MAIL_RESET, "en", "lin@example.tw", "L\r\nX", NULL, 0, 0 };

    g_assert_false (ecpa_store_add_mail (o->store, &draft, NOW, NULL));
  }
  g_assert_cmpuint (o->n_added, ==, 0);
  g_assert_cmpint (count (o, "SELECT count(*) FROM mails"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK); /* a mail that cannot be sent is warned of */
  g_test_add ("/backend/mail/claim", Outbox, NULL, outbox_set_up, test_claim, outbox_tear_down);
  g_test_add ("/backend/mail/end", Outbox, NULL, outbox_set_up, test_end, outbox_tear_down);
  g_test_add ("/backend/mail/sealed", Outbox, NULL, outbox_set_up, test_sealed, outbox_tear_down);
  g_test_add ("/backend/mail/drafts", Outbox, NULL, outbox_set_up, test_drafts, outbox_tear_down);

  return g_test_run ();
}
