/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend-fixture.h"

#include "ecpa-backend-data.h"
#include "ecpa-national-id.h"
#include "ecpa-store-private.h"

#include <string.h>

typedef BackendFixture F;

/* Every card of the tray and what the backend says to its right password. */
static const struct
{
  const char *id;
  const char *code;     /* (nullable): of the problem; NULL where it gets in */
  const char *name;     /* as the backend calls the person */
  gint64      orders;
  gint64      unsigned_orders;
} tray[] = {
  { "ordinary", NULL, "林曉青", 8, 2 },
  { "newest", NULL, "陳建宏", 5, 2 },
  { "rare-name", NULL, "黃𥕢玲", 4, 2 },
  { "not-registered", "not_registered", "吳美惠", 4, 2 },
  { "no-account", "no_account", "張志豪", 0, 0 },
  { "foreign", NULL, "NGUYEN THI THANH HUONG", 2, 1 },
  { "empty-name", NULL, "謝宜庭", 2, 1 },
  { "space-padded", NULL, "周志偉", 2, 1 },
  { "retired", NULL, "李國棟", 5, 0 },
  { "slow", NULL, "楊俊雄", 2, 1 },
  { "not-verified", "not_verified", "蔡雅雯", 1, 1 },
  { "stopped", "stopped", "許文傑", 1, 1 },
  { "cancelled", "registration_cancelled", "鄭淑芬", 1, 1 },
  /* Nobody's: not a health card, or never answers. */
  { "other-kind", "proof_refused", NULL, 0, 0 },
  { "mute", "proof_refused", NULL, 0, 0 },
};

/* Auxiliaries -------------------------------------------------------------- */

static gint64
count_of (F          *f,
          const char *what,
          const char *card)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s JOIN cards USING (person_id) WHERE cards.number = '%s'",
                                          what, json_object_get_string_member (training_card (card), "number"));

  return count_rows (f, sql);
}

static const char *
password_of (const char *card)
{
  return json_object_has_member (training_card (card), "registration") ? training_password (card) : "anything-1";
}

static void
check_row (F     *f,
           guint  row)
{
  g_autoptr (Reply) reply = card_sign_in (f, tray[row].id, password_of (tray[row].id));
  g_autoptr (EcpaSession) session = NULL;
  JsonObject *card = training_card (tray[row].id);

  g_test_message ("%s", tray[row].id);
  g_assert_true (ecpa_national_id_is_valid (json_object_get_string_member (card, "national_id")));
  g_assert_cmpint (count_of (f, "persons p JOIN (SELECT id AS person_id FROM persons) ON p.id = person_id", tray[row].id),
                   ==, tray[row].name != NULL);
  g_assert_cmpint (count_of (f, "orders", tray[row].id), ==, tray[row].orders);
  if (tray[row].code != NULL)
    {
      g_assert_cmpstr (reply_text (reply, "code"), ==, tray[row].code);
      return;
    }

  g_assert_cmpuint (reply->status, ==, 201);
  session = ecpa_record_from_json (ECPA_TYPE_SESSION, reply->json, NULL);
  g_assert_cmpstr (session->person_name, ==, tray[row].name);
  g_assert_cmpint (session->unsigned_orders, ==, tray[row].unsigned_orders);
}

static gint64
seconds_left (F *f)
{
  g_autoptr (Reply) reply = card_sign_in (f, "stopped", training_password ("stopped"));

  assert_problem (reply, ECPA_PROBLEM_STOPPED);

  return reply_int (reply, "retry_after");
}

/* Tests -------------------------------------------------------------------- */

static void
test_tray (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (JsonNode) root = ecpa_backend_data_parse ("training/cards.json", NULL);
  JsonArray *cards = json_object_get_array_member (json_node_get_object (root), "cards");

  g_assert_cmpuint (json_array_get_length (cards), ==, G_N_ELEMENTS (tray));
  for (guint i = 0; i < G_N_ELEMENTS (tray); i++)
    {
      g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (cards, i), "id"), ==, tray[i].id);
      check_row (f, i);
    }
  backend_fixture_free (f);
}

/* The time of the stop begins anew with each start of the training; once it is over, the card gets in, and stays in. */
static void
test_stopped (void)
{
  F *f = backend_fixture_new (NULL);

  backend_fixture_restart (f);
  g_assert_cmpint (seconds_left (f), ==, 600);
  f->now += 7200;
  backend_fixture_restart (f);
  g_assert_cmpint (seconds_left (f), ==, 600);
  f->now += 599;
  g_assert_cmpint (seconds_left (f), ==, 1);
  f->now += 1;
  {
    g_autofree char *token = card_token (f, "stopped");

    g_assert_nonnull (token);
  }
  backend_fixture_restart (f);
  {
    g_autofree char *token = card_token (f, "stopped");

    g_assert_nonnull (token);
  }
  backend_fixture_free (f);
}

/* Whoever tried again has a state of their own: a restart neither stops nor frees them. */
static void
test_touched (void)
{
  F *f = backend_fixture_new (NULL);
  g_autoptr (Reply) wrong = NULL;

  f->now += 601;
  wrong = card_sign_in (f, "stopped", "not-the-password");
  assert_problem (wrong, ECPA_PROBLEM_WRONG_PASSWORD);
  backend_fixture_restart (f);
  {
    g_autofree char *token = card_token (f, "stopped");

    g_assert_nonnull (token);
  }
  backend_fixture_free (f);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/training/tray", test_tray);
  g_test_add_func ("/backend/training/stopped", test_stopped);
  g_test_add_func ("/backend/training/touched", test_touched);

  return g_test_run ();
}
