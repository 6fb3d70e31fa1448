/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "scripted-transport.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

static EcpaCardChannel *
open_channel (Scripted *transport)
{
  g_autoptr (GError) error = NULL;
  EcpaCardChannel *channel = ecpa_card_transport_connect (ECPA_CARD_TRANSPORT (transport), "Reader", NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ecpa_card_channel_begin (channel, NULL, &error));

  return channel;
}

static GBytes *
exchange (EcpaCardChannel  *channel,
          const char       *hex,
          guint16          *status_word,
          GCancellable     *cancellable,
          GError          **error)
{
  g_autoptr (GBytes) apdu = bytes_from_hex (hex);

  return ecpa_card_channel_exchange (channel, g_bytes_get_data (apdu, NULL), g_bytes_get_size (apdu), status_word,
                                     cancellable, error);
}

typedef struct
{
  const char *name;
  ScriptLine  lines[4];
  const char *data;
  guint16     status_word;
} Good;

static const Good good[] = {
  { "plain", { { "00840000 08", "0102030405060708 9000" } }, "0102030405060708", 0x9000 },
  { "no-data", { { "00a40400", "6d00" } }, "", 0x6d00 },
  { "any-status", { { "00a40400", "aa 6a86" } }, "aa", 0x6a86 },
  { "get-response", { { "00ca1100 02 0000", "6103" }, { "00c00000 03", "010203 9000" } }, "010203", 0x9000 },
  { "more-and-more", { { "00ca1100 02 0000", "01 6102" }, { "00c00000 02", "0203 6101" },
                       { "00c00000 01", "04 9000" } }, "01020304", 0x9000 },
  { "get-response-fails", { { "00ca1100 02 0000", "6103" }, { "00c00000 03", "6a82" } }, "", 0x6a82 },
  { "wrong-le-case-1", { { "00ca1100", "6c02" }, { "00ca1100 02", "0102 9000" } }, "0102", 0x9000 },
  { "wrong-le-case-2", { { "00ca1100 00", "6c02" }, { "00ca1100 02", "0102 9000" } }, "0102", 0x9000 },
  { "wrong-le-case-3", { { "00ca1100 02 0000", "6c39" }, { "00ca1100 02 0000 39", "01 9000" } }, "01", 0x9000 },
  { "wrong-le-case-4", { { "00ca1100 02 0000 00", "6c39" }, { "00ca1100 02 0000 39", "01 9000" } }, "01", 0x9000 },
  { "wrong-le-then-more", { { "00ca1100 02 0000", "6139" }, { "00c00000 39", "6c02" },
                            { "00c00000 02", "0102 9000" } }, "0102", 0x9000 },
};

static gsize
count_lines (const ScriptLine *lines)
{
  gsize n = 0;

  while (n < 4 && lines[n].apdu != NULL)
    n++;

  return n;
}

/* Tests -------------------------------------------------------------------- */

static void
test_good (gconstpointer data)
{
  const Good *test = data;
  g_autoptr (Scripted) transport = scripted_new (test->lines, count_lines (test->lines));
  g_autoptr (EcpaCardChannel) channel = open_channel (transport);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) expected = bytes_from_hex (test->data);
  g_autoptr (GBytes) answer = NULL;
  guint16 status_word = 0;

  answer = exchange (channel, test->lines[0].apdu, &status_word, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (answer, expected));
  g_assert_cmphex (status_word, ==, test->status_word);
  g_clear_object (&channel);
  scripted_assert_played (transport);
}

/* facts/platform.md A: a pulled card's answer is a success of no bytes. */
static void
test_short_answers (void)
{
  const char *const answers[] = { "", "90" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const ScriptLine lines[] = { { "00840000 08", answers[i] } };
      g_autoptr (Scripted) transport = scripted_new (lines, G_N_ELEMENTS (lines));
      g_autoptr (EcpaCardChannel) channel = open_channel (transport);
      g_autoptr (GError) error = NULL;
      guint16 status_word = 0;

      g_assert_null (exchange (channel, lines[0].apdu, &status_word, NULL, &error));
      g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED);
    }
}

static void
test_pulled_in_response (void)
{
  const ScriptLine lines[] = { { "00ca1100 02 0000", "01 6103" }, { "00c00000 03", "" } };
  g_autoptr (Scripted) transport = scripted_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (EcpaCardChannel) channel = open_channel (transport);
  g_autoptr (GError) error = NULL;
  guint16 status_word = 0;

  g_assert_null (exchange (channel, lines[0].apdu, &status_word, NULL, &error));
  g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED);
}

/* A card that always has more, or never likes the length, is given up. */
static void
test_endless (void)
{
  const char *const answers[] = { "61ff", "6c05" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree ScriptLine *lines = g_new0 (ScriptLine, 64);
      g_autoptr (Scripted) transport = NULL;
      g_autoptr (EcpaCardChannel) channel = NULL;
      g_autoptr (GError) error = NULL;
      guint16 status_word = 0;

      for (guint j = 0; j < 64; j++)
        {
          lines[j].apdu = i == 0 && j > 0 ? "00c00000 ff" : "00840000 05";
          lines[j].answer = answers[i];
        }
      transport = scripted_new (lines, 64);
      channel = open_channel (transport);
      g_assert_null (exchange (channel, "00840000 05", &status_word, NULL, &error));
      g_assert_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_BAD_ANSWER);
    }
}

/* Cancelled during one APDU: the next is not sent, although it is only a part. */
static void
test_cancelled (void)
{
  const ScriptLine lines[] = { { "00ca1100 02 0000", "01 6103" } };
  g_autoptr (Scripted) transport = scripted_new (lines, G_N_ELEMENTS (lines));
  g_autoptr (EcpaCardChannel) channel = open_channel (transport);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint16 status_word = 0;

  scripted_cancel_at (transport, 0, cancellable);
  g_assert_null (exchange (channel, lines[0].apdu, &status_word, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&channel);
  scripted_assert_played (transport);
}

/* The longest command, and room for the Le that a card may want behind it. */
static void
test_longest (void)
{
  g_autoptr (GString) apdu = g_string_new ("00a40400 ff ");
  g_autofree char *with_le = NULL;
  ScriptLine lines[2] = { { NULL, "6c01" }, { NULL, "01 9000" } };
  g_autoptr (Scripted) transport = NULL;
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint16 status_word = 0;

  for (guint i = 0; i < 255; i++)
    g_string_append (apdu, "5a");
  with_le = g_strconcat (apdu->str, "01", NULL);
  lines[0].apdu = apdu->str;
  lines[1].apdu = with_le;
  transport = scripted_new (lines, G_N_ELEMENTS (lines));
  channel = open_channel (transport);
  answer = exchange (channel, apdu->str, &status_word, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmphex (status_word, ==, 0x9000);
}

/* Every code has words of its own, and none says anything about a person. */
static void
test_error_texts (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = ECPA_CARD_ERROR_NO_SERVICE; code <= ECPA_CARD_ERROR_COMMUNICATION; code++)
    {
      g_autoptr (GError) error = NULL;

      ecpa_card_set_error (&error, (EcpaCardError) code);
      g_assert_error (error, ECPA_CARD_ERROR, code);
      g_assert_true (g_hash_table_add (seen, g_strdup (error->message)));
    }
}

static void
test_reader_state (void)
{
  g_autoptr (EcpaReaderState) state = ecpa_reader_state_new ("Reader");
  g_autoptr (EcpaReaderState) copy = NULL;

  g_assert_false (state->card_present);
  state->card_present = TRUE;
  state->event_count = 3;
  state->atr = bytes_from_hex ("3b00");
  copy = ecpa_reader_state_copy (state);
  g_assert_cmpstr (copy->name, ==, "Reader");
  g_assert_true (copy->card_present);
  g_assert_cmpuint (copy->event_count, ==, 3);
  g_assert_true (g_bytes_equal (copy->atr, state->atr));
  ecpa_reader_state_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = g_strconcat ("/card/channel/", good[i].name, NULL);

      g_test_add_data_func (path, &good[i], test_good);
    }
  g_test_add_func ("/card/channel/short-answers", test_short_answers);
  g_test_add_func ("/card/channel/pulled-in-response", test_pulled_in_response);
  g_test_add_func ("/card/channel/endless", test_endless);
  g_test_add_func ("/card/channel/cancelled", test_cancelled);
  g_test_add_func ("/card/channel/longest", test_longest);
  g_test_add_func ("/card/channel/error-texts", test_error_texts);
  g_test_add_func ("/card/channel/reader-state", test_reader_state);

  return g_test_run ();
}
