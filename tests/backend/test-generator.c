/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-data.h"
#include "ecpa-card-proof.h"
#include "ecpa-generator.h"
#include "ecpa-national-id.h"
#include "ecpa-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* 2026-11-20 12:00 in Taipei. */
#define NOW 1795147200

/* Auxiliaries -------------------------------------------------------------- */

static EcpaServerSettings *
make_settings (gboolean training)
{
  EcpaServerSettings *settings = ecpa_server_settings_new ();

  settings->training = training;
  settings->hash_cost = 1;

  return settings;
}

static EcpaStore *
make_store (const char *directory,
            const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  EcpaStore *store = ecpa_store_open (path, G_MAXUINT, NULL);

  g_assert_nonnull (store);
  g_assert_true (ecpa_backend_data_install (store, NULL));

  return store;
}

static void
remove_tree (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
}

static EcpaGeneratorPlan
parse (const char *text)
{
  g_auto (GStrv) arguments = g_strsplit (text, " ", -1);
  g_autoptr (GError) error = NULL;
  EcpaGeneratorPlan plan;

  g_assert_true (ecpa_generator_parse (&plan, (const char *const *) arguments, &error));
  g_assert_no_error (error);

  return plan;
}

static EcpaStore *
generate (const char *directory,
          const char *name,
          const char *arguments)
{
  EcpaGeneratorPlan plan = parse (arguments);
  EcpaStore *store = make_store (directory, name);
  g_autoptr (EcpaServerSettings) settings = make_settings (TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_generator_run (&plan, store, settings, NOW, &error));
  g_assert_no_error (error);

  return store;
}

static gint64
number (EcpaStore  *store,
        const char *sql)
{
  g_autoptr (EcpaRows) rows = ecpa_database_query (store->database, NULL, sql, "");

  g_assert_nonnull (rows);
  g_assert_true (ecpa_rows_next (rows, NULL));

  return ecpa_rows_get_int (rows, 0);
}

/* Of everything that follows from the seed. Hashes have a salt, and what the tray brings has ids by chance. */
static char *
digest (EcpaStore *store)
{
  static const char *const queries[] = {
    "SELECT id || national_id || name || birth_date FROM persons ORDER BY id",
    "SELECT person_id || agency_code || position || status FROM civil_servants ORDER BY person_id",
    "SELECT number || hex (public_key) || hex (card_id) FROM cards ORDER BY number",
    "SELECT id || person_id || kind_code || agency_code || issued_on || document_number || subject || position || reason"
    " || coalesce (viewed_at, 0) || coalesce (notified_at, 0) FROM orders ORDER BY id",
    "SELECT id || order_id || person_id || signed_at FROM receipts WHERE person_id >= 100000 ORDER BY id",
  };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (EcpaRows) rows = ecpa_database_query (store->database, NULL, queries[i], "");

      g_assert_nonnull (rows);
      while (ecpa_rows_next (rows, NULL))
        {
          g_autofree char *text = ecpa_rows_dup_text (rows, 0);

          g_checksum_update (checksum, (const guchar *) text, -1);
        }
    }

  return g_strdup (g_checksum_get_string (checksum));
}

/* Tests -------------------------------------------------------------------- */

static void
test_rows (void)
{
  g_autofree char *directory = g_dir_make_tmp ("ecpa-generator-XXXXXX", NULL);
  g_autoptr (EcpaStore) store = generate (directory, "a.sqlite", "people=200 orders=2000 heavy=300");
  gint64 tray = number (store, "SELECT count(*) FROM cards WHERE number LIKE '99%'");
  gint64 of_tray = number (store, "SELECT count(*) FROM orders WHERE document_number NOT LIKE '訓人字%'");
  g_autoptr (EcpaRows) ids = NULL;

  g_assert_cmpint (tray, >, 0);
  g_assert_cmpint (of_tray, >, 0);
  g_assert_cmpint (number (store, "SELECT count(*) FROM persons"), ==, 200 + tray);
  g_assert_cmpint (number (store, "SELECT count(*) FROM orders"), ==, 2000 + of_tray);
  g_assert_cmpint (number (store, "SELECT count(*) FROM orders WHERE person_id = 1 AND document_number LIKE '訓人字%'"),
                   ==, 300);
  g_assert_cmpint (number (store, "SELECT count(*) FROM civil_servants WHERE person_id >= 100000"), ==, 200);
  g_assert_cmpint (number (store, "SELECT count(*) FROM accounts WHERE person_id >= 100000"), ==, 200);
  g_assert_cmpint (number (store, "SELECT count(DISTINCT password_hash) FROM registrations WHERE person_id >= 100000"),
                   ==, 1);
  /* Nobody signed for paper, nor without having looked, nor before it came. */
  g_assert_cmpint (number (store, "SELECT count(*) FROM receipts r JOIN orders o ON o.id = r.order_id"
                                  " WHERE o.electronic = 0 OR o.viewed_at IS NULL OR o.viewed_at > r.signed_at"
                                  " OR o.notified_at > o.viewed_at OR o.person_id <> r.person_id"),
                   ==, 0);
  g_assert_cmpint (number (store, "SELECT count(*) FROM orders o LEFT JOIN receipts r ON r.order_id = o.id"
                                  " WHERE o.electronic = 1 AND r.id IS NULL AND o.person_id >= 100000"),
                   >, 10);
  /* The document says how it came. */
  g_assert_cmpint (number (store, "SELECT count(*) FROM orders"
                                  " WHERE (recipient_address = '（電子送達）') <> (electronic = 1)"),
                   ==, 0);
  g_assert_cmpint (number (store, "SELECT count(DISTINCT person_id) FROM orders"), >, 190);
  g_assert_cmpint (number (store, "SELECT count(DISTINCT kind_code) FROM orders"), >, 8);
  g_assert_cmpint (number (store, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);

  ids = ecpa_database_query (store->database, NULL, "SELECT national_id FROM persons WHERE id >= 100000", "");
  while (ecpa_rows_next (ids, NULL))
    {
      g_autofree char *id = ecpa_rows_dup_text (ids, 0);

      g_assert_true (ecpa_national_id_is_valid (id));
      g_assert_true (strncmp (id + 2, "998", 3) == 0);
    }
  g_clear_pointer (&ids, ecpa_rows_free);
  g_clear_object (&store);
  remove_tree (directory);
}

/* The card of a made-up person proves who it is like any other simulated card. */
static void
test_cards (void)
{
  g_autofree char *directory = g_dir_make_tmp ("ecpa-generator-XXXXXX", NULL);
  g_autoptr (EcpaStore) store = generate (directory, "a.sqlite", "people=3");
  g_autoptr (EcpaRows) rows = ecpa_database_query (store->database, NULL,
                                                   "SELECT card_id, number FROM cards WHERE person_id = 100002", "");
  g_autoptr (GBytes) card_id = NULL;
  g_autoptr (GBytes) message = g_bytes_new_static ("message", 7);
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *card_number = NULL;
  g_autoptr (EcpaCardRow) card = NULL;

  g_assert_true (ecpa_rows_next (rows, NULL));
  card_id = ecpa_rows_dup_bytes (rows, 0);
  card_number = ecpa_rows_dup_text (rows, 1);
  g_assert_cmpstr (card_number, ==, "980000000002");
  card = ecpa_store_find_card (store, card_id, NULL);
  g_assert_nonnull (card);
  proof = ecpa_training_card_sign (card_number, message, NULL);
  g_assert_true (ecpa_card_proof_verify (card->public_key, message, proof, NULL));
  g_clear_pointer (&rows, ecpa_rows_free);
  g_clear_object (&store);
  remove_tree (directory);
}

static void
test_seed (void)
{
  g_autofree char *directory = g_dir_make_tmp ("ecpa-generator-XXXXXX", NULL);
  g_autoptr (EcpaStore) a = generate (directory, "a.sqlite", "people=20 orders=200 seed=7");
  g_autoptr (EcpaStore) b = generate (directory, "b.sqlite", "seed=7 orders=200 people=20");
  g_autoptr (EcpaStore) c = generate (directory, "c.sqlite", "people=20 orders=200 seed=8");
  g_autofree char *of_a = digest (a);
  g_autofree char *of_b = digest (b);
  g_autofree char *of_c = digest (c);

  g_assert_cmpstr (of_a, ==, of_b);
  g_assert_cmpstr (of_a, !=, of_c);
  remove_tree (directory);
}

static void
test_refused (void)
{
  g_autofree char *directory = g_dir_make_tmp ("ecpa-generator-XXXXXX", NULL);
  g_autoptr (EcpaStore) filled = generate (directory, "a.sqlite", "people=2");
  g_autoptr (EcpaStore) empty = make_store (directory, "b.sqlite");
  g_autoptr (EcpaServerSettings) training = make_settings (TRUE);
  g_autoptr (EcpaServerSettings) real = make_settings (FALSE);
  EcpaGeneratorPlan plan = parse ("people=2");
  gint64 before = number (filled, "SELECT count(*) FROM persons");
  g_autoptr (GError) error = NULL;

  g_assert_false (ecpa_generator_run (&plan, filled, training, NOW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpint (number (filled, "SELECT count(*) FROM persons"), ==, before);
  g_clear_error (&error);
  g_assert_false (ecpa_generator_run (&plan, empty, real, NOW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_false (ecpa_store_has_persons (empty));
  remove_tree (directory);
}

static void
test_arguments (void)
{
  static const char *const bad[] = {
    "", "orders=5", "people=0", "people=-1", "people=500001", "people=1 orders=2 heavy=3", "people=1 seed=x",
    "people=1 colour=blue", "people",
  };
  EcpaGeneratorPlan plan = parse ("people=3 orders=20 heavy=4 seed=4294967295");

  g_assert_cmpuint (plan.people, ==, 3);
  g_assert_cmpuint (plan.orders, ==, 20);
  g_assert_cmpuint (plan.heavy, ==, 4);
  g_assert_cmpuint (plan.seed, ==, G_MAXUINT32);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (GStrv) arguments = g_strsplit (bad[i], " ", -1);
      g_autoptr (GError) error = NULL;

      g_assert_false (ecpa_generator_parse (&plan, (const char *const *) arguments, &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/generator/rows", test_rows);
  g_test_add_func ("/backend/generator/cards", test_cards);
  g_test_add_func ("/backend/generator/seed", test_seed);
  g_test_add_func ("/backend/generator/refused", test_refused);
  g_test_add_func ("/backend/generator/arguments", test_arguments);

  return g_test_run ();
}
