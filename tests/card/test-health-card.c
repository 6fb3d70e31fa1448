/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-health-card.h"
#include "scripted-transport.h"

#include <string.h>

#define SELECT "00a40400 10 d1580000010000000000000000001100"
#define GET_DATA "00ca1100 02 0000"
#define GET_ID "00ca0000 02 0000 00"
/* 990000001007, 王小明 in Big5 and NUL, F299990019, 0730412 F 0980105 */
#define BASIC \
  "393930303030303031303037" "a4fda470a9fa0000000000000000000000000000" "46323939393930303139" \
  "30373330343132" "46" "30393830313035"

/* Auxiliaries -------------------------------------------------------------- */

typedef struct
{
  guint8 bytes[57];
} Basic;

static Basic
make_basic (void)
{
  g_autoptr (GBytes) bytes = bytes_from_hex (BASIC);
  Basic basic;

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, sizeof basic.bytes);
  memcpy (basic.bytes, g_bytes_get_data (bytes, NULL), sizeof basic.bytes);

  return basic;
}

static void
put (Basic      *basic,
     gsize       offset,
     gsize       length,
     const void *bytes,
     gsize       n_bytes,
     guint8      padding)
{
  memset (basic->bytes + offset, padding, length);
  memcpy (basic->bytes + offset, bytes, n_bytes);
}

static EcpaHealthCard *
parse (const Basic  *basic,
       GError      **error)
{
  return ecpa_health_card_parse (basic->bytes, sizeof basic->bytes, error);
}

static void
assert_bad (const Basic *basic)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (basic, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_BAD_ANSWER);
}

static EcpaHealthCard *
read_script (const ScriptLine  *lines,
             gsize              n_lines,
             GError           **error)
{
  g_autoptr (Scripted) transport = scripted_new (lines, n_lines);
  EcpaHealthCard *card = ecpa_health_card_read (ECPA_CARD_TRANSPORT (transport), "Reader", NULL, error);

  scripted_assert_played (transport);

  return card;
}

/* Tests: the 57 bytes ------------------------------------------------------- */

static void
test_parse (void)
{
  Basic basic = make_basic ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = parse (&basic, &error);
  g_autoptr (EcpaHealthCard) copy = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (card->number, ==, "990000001007");
  g_assert_cmpstr (card->name, ==, "王小明");
  g_assert_true (card->name_complete);
  g_assert_cmpstr (card->national_id, ==, "F299990019");
  g_assert_cmpstr (card->birth_date, ==, "0730412");
  g_assert_cmpint (card->sex, ==, 'F');
  g_assert_cmpstr (card->issue_date, ==, "0980105");

  copy = ecpa_health_card_copy (card);
  g_assert_true (ecpa_health_card_equal (card, copy));
  copy->sex = 'M';
  g_assert_false (ecpa_health_card_equal (card, copy));
}

typedef struct
{
  const char *bytes;
  gsize       n_bytes;
  guint8      padding;
  const char *name;
  gboolean    complete;
} Name;

static const Name names[] = {
  { "\xa4\xfd\xa4\x70\xa9\xfa", 6, '\0', "王小明", TRUE },
  { "\xa4\xfd\xa4\x70\xa9\xfa", 6, ' ', "王小明", TRUE },
  { "\xa4\xfd\xa4\x70\xa9\xfa\xa1\x40\xa1\x40", 10, ' ', "王小明", TRUE },
  { "\xa4\xfd\xa4\x70\xa9\xfa \0\0", 9, ' ', "王小明", TRUE },
  { "NGUYEN THI HOA", 14, '\0', "NGUYEN THI HOA", TRUE },
  { "ABCDEFGHIJKLMNOPQRST", 20, '\0', "ABCDEFGHIJKLMNOPQRST", TRUE },
  { "", 0, '\0', "", TRUE },
  { "", 0, ' ', "", TRUE },
  { "\xa4\xfd\x81\x40\xa9\xfa", 6, '\0', "王〓明", FALSE },
  { "\xa4\xfd\xff\xff", 4, '\0', "王〓〓", FALSE },
  { "ABCDEFGHIJKLMNOPQRS\xa4", 20, '\0', "ABCDEFGHIJKLMNOPQRS〓", FALSE },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Basic basic = make_basic ();
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = NULL;

      put (&basic, 12, 20, names[i].bytes, names[i].n_bytes, names[i].padding);
      card = parse (&basic, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (card->name, ==, names[i].name);
      g_assert_true (card->name_complete == names[i].complete);
    }
}

static void
test_ids (void)
{
  const char *const good[][2] = {
    { "f299990019", "F299990019" }, { "A800000014", "A800000014" }, { "AC01234567", "AC01234567" },
    { "A123456780", "A123456780" },
  };
  const char *const bad[] = { "1299990019", "F29999001", "F29999001 ", " F29999001", "F2999\x80" "0019", "F2999/0019",
                              "\0\0\0\0\0\0\0\0\0\0", "          " };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      Basic basic = make_basic ();
      g_autoptr (EcpaHealthCard) card = NULL;

      put (&basic, 32, 10, good[i][0], 10, 0);
      card = parse (&basic, NULL);
      g_assert_nonnull (card);
      g_assert_cmpstr (card->national_id, ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      Basic basic = make_basic ();

      put (&basic, 32, 10, bad[i], strlen (bad[i]), 0);
      assert_bad (&basic);
    }
}

static void
test_numbers (void)
{
  const char *const bad[] = { "99000000100x", "99000000100 ", "", "99000000\xff" "007" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      Basic basic = make_basic ();

      put (&basic, 0, 12, bad[i], strlen (bad[i]), 0);
      assert_bad (&basic);
    }
}

/* A date or a sex that is none keeps nobody out. */
static void
test_dates (void)
{
  const char *const bad[] = { "0000000", "0730230", "0731301", "       ", "073041x", "\0\0\0\0\0\0\0", "\xff\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      Basic basic = make_basic ();
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = NULL;

      put (&basic, 42, 7, bad[i], strlen (bad[i]), 0);
      put (&basic, 50, 7, bad[i], strlen (bad[i]), 0);
      basic.bytes[49] = '\0';
      card = parse (&basic, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (card->birth_date, ==, "");
      g_assert_cmpstr (card->issue_date, ==, "");
      g_assert_cmpint (card->sex, ==, '?');
    }
}

static void
test_lengths (void)
{
  guint8 bytes[300] = { 0 };
  Basic basic = make_basic ();

  memcpy (bytes, basic.bytes, sizeof basic.bytes);
  for (gsize length = 0; length <= sizeof bytes; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = ecpa_health_card_parse (bytes, length, &error);

      g_assert_true ((card != NULL) == (length == sizeof basic.bytes));
      if (card == NULL)
        g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_BAD_ANSWER);
    }
}

/* Whatever the bytes are: an error or valid UTF-8, nothing else. */
static void
test_anything (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      Basic basic = make_basic ();
      g_autoptr (EcpaHealthCard) card = NULL;
      guint from = i % 2 == 0 ? 0 : 12;
      guint to = i % 2 == 0 ? 57 : 32;

      for (guint j = from; j < to; j++)
        basic.bytes[j] = (guint8) g_test_rand_int_range (0, 256);
      card = parse (&basic, NULL);
      if (i % 2 != 0)
        g_assert_nonnull (card);
      if (card != NULL)
        g_assert_true (g_utf8_validate (card->name, -1, NULL));
    }
}

/* Tests: what cards answer -------------------------------------------------- */

typedef struct
{
  const char *name;
  gsize       n_lines;
  ScriptLine  lines[4];
  int         code; /* -1: read */
} Script;

static const Script scripts[] = {
  { "older", 2, { { SELECT, "9000" }, { GET_DATA, BASIC "9000" } }, -1 },
  { "newest", 2, { { SELECT, "6d00" }, { GET_DATA, BASIC "9000" } }, -1 },
  { "select-with-data", 3, { { SELECT, "6102" }, { "00c00000 02", "6f00 9000" }, { GET_DATA, BASIC "9000" } }, -1 },
  { "get-response", 3, { { SELECT, "9000" }, { GET_DATA, "6139" }, { "00c00000 39", BASIC "9000" } }, -1 },
  { "cold", 4, { { SELECT, "9000" }, { GET_DATA, "6f00" }, { SELECT, "9000" }, { GET_DATA, BASIC "9000" } }, -1 },
  { "cold-failure", 3, { { SELECT, "!" }, { SELECT, "9000" }, { GET_DATA, BASIC "9000" } }, -1 },
  { "professional", 4, { { SELECT, "6a82" }, { GET_DATA, "6a86" }, { SELECT, "6a82" }, { GET_DATA, "6a86" } },
    ECPA_CARD_ERROR_NOT_HEALTH_CARD },
  { "certificate", 4, { { SELECT, "6d00" }, { GET_DATA, "6d00" }, { SELECT, "6d00" }, { GET_DATA, "6d00" } },
    ECPA_CARD_ERROR_NOT_HEALTH_CARD },
  { "other-class", 4, { { SELECT, "6e00" }, { GET_DATA, "6e00" }, { SELECT, "6e00" }, { GET_DATA, "6e00" } },
    ECPA_CARD_ERROR_NOT_HEALTH_CARD },
  { "too-short", 4, { { SELECT, "9000" }, { GET_DATA, "3939 9000" }, { SELECT, "9000" }, { GET_DATA, "9000" } },
    ECPA_CARD_ERROR_BAD_ANSWER },
  { "too-long", 4, { { SELECT, "9000" }, { GET_DATA, BASIC "00 9000" }, { SELECT, "9000" },
                     { GET_DATA, BASIC "00 9000" } }, ECPA_CARD_ERROR_BAD_ANSWER },
  { "warning", 4, { { SELECT, "9000" }, { GET_DATA, BASIC "6282" }, { SELECT, "9000" }, { GET_DATA, BASIC "6282" } },
    ECPA_CARD_ERROR_BAD_ANSWER },
  { "pulled-at-select", 1, { { SELECT, "" } }, ECPA_CARD_ERROR_REMOVED },
  { "pulled-at-read", 2, { { SELECT, "9000" }, { GET_DATA, "" } }, ECPA_CARD_ERROR_REMOVED },
  { "pulled-at-second-try", 3, { { SELECT, "!" }, { SELECT, "9000" }, { GET_DATA, "" } }, ECPA_CARD_ERROR_REMOVED },
};

static void
test_script (gconstpointer data)
{
  const Script *script = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaHealthCard) card = read_script (script->lines, script->n_lines, &error);

  if (script->code < 0)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (card->national_id, ==, "F299990019");
    }
  else
    {
      g_assert_null (card);
      g_assert_error (error, ECPA_CARD_ERROR, script->code);
    }
}

static EcpaCardChallenge *
give_bad_challenge (GBytes        *card_id,
                    GBytes        *card_challenge,
                    gpointer       user_data,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GBytes) login_id = bytes_from_hex ("00");

  g_assert_cmpuint (g_bytes_get_size (card_challenge), ==, 8);

  return ecpa_card_challenge_new (login_id, login_id);
}

static EcpaCardChallenge *
refuse_challenge (GBytes        *card_id,
                  GBytes        *card_challenge,
                  gpointer       user_data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The backend is slow");

  return NULL;
}

#define OPEN { SELECT, "9000" }, { GET_DATA, BASIC "9000" }
#define ID { GET_ID, "0102030405060708090a0b0c 9000" }

/* A real health card of today: it can be read, and knows no proof. Nothing is sent to the backend for it. */
static void
test_no_proof (void)
{
  const ScriptLine lines[] = { OPEN, { GET_ID, "6a86" }, { GET_DATA, BASIC "9000" } };
  g_autoptr (Scripted) transport = scripted_new (lines, G_N_ELEMENTS (lines));
  Basic basic = make_basic ();
  g_autoptr (EcpaHealthCard) card = parse (&basic, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ecpa_health_card_prove (ECPA_CARD_TRANSPORT (transport), "Reader", card, refuse_challenge, NULL,
                                         NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_PROOF);
  scripted_assert_played (transport);
}

/* What the backend says comes through as it is, and the card is not asked for anything more. */
static void
test_fetch_fails (void)
{
  const ScriptLine lines[] = { OPEN, ID, { "00840000 08", "0102030405060708 9000" } };
  const struct
  {
    EcpaCardChallengeFunc fetch;
    int                   code;
  } cases[] = {
    { refuse_challenge, G_IO_ERROR_TIMED_OUT },
    { give_bad_challenge, G_IO_ERROR_INVALID_DATA },
  };
  Basic basic = make_basic ();
  g_autoptr (EcpaHealthCard) card = parse (&basic, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Scripted) transport = scripted_new (lines, G_N_ELEMENTS (lines));
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_health_card_prove (ECPA_CARD_TRANSPORT (transport), "Reader", card, cases[i].fetch, NULL,
                                             NULL, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
      scripted_assert_played (transport);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/card/health-card/parse", test_parse);
  g_test_add_func ("/card/health-card/names", test_names);
  g_test_add_func ("/card/health-card/ids", test_ids);
  g_test_add_func ("/card/health-card/numbers", test_numbers);
  g_test_add_func ("/card/health-card/dates", test_dates);
  g_test_add_func ("/card/health-card/lengths", test_lengths);
  g_test_add_func ("/card/health-card/anything", test_anything);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strconcat ("/card/health-card/script/", scripts[i].name, NULL);

      g_test_add_data_func (path, &scripts[i], test_script);
    }
  g_test_add_func ("/card/health-card/no-proof", test_no_proof);
  g_test_add_func ("/card/health-card/fetch-fails", test_fetch_fails);

  return g_test_run ();
}
