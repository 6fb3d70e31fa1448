/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card that answers whatever it likes: its 57 bytes, its status words, its proof. The first byte chooses what is
 * asked; each answer is a byte that tells its length (255: the transmission fails, 254: connecting fails) and as many
 * bytes. */

#include "fuzz.h"

#include "ecpa-card-proof.h"
#include "ecpa-health-card.h"

#include <string.h>

#define FAILS 255
#define REFUSES 254
/* How often a command may be continued (61xx, 6Cxx). */
#define MAX_ROUNDS 64

/* The reader --------------------------------------------------------------- */

#define FUZZ_TYPE_READER (fuzz_reader_get_type ())
G_DECLARE_FINAL_TYPE (FuzzReader, fuzz_reader, FUZZ, READER, GObject)

struct _FuzzReader
{
  GObject parent_instance;

  Fuzz    input;
  guint   n_apdus;
};

static GBytes *
transmit (EcpaCardChannel  *channel,
          const guint8     *apdu,
          gsize             length,
          GError          **error)
{
  FuzzReader *self = FUZZ_READER (channel);
  uint8_t answer = fuzz_byte (&self->input);

  self->n_apdus++;
  if (answer == FAILS)
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_COMMUNICATION);
      return NULL;
    }

  return fuzz_bytes (&self->input, answer);
}

static gboolean
begin (EcpaCardChannel  *channel,
       GError          **error)
{
  return TRUE;
}

static void
end (EcpaCardChannel *channel)
{
}

static EcpaCardChannel *
connect_card (EcpaCardTransport  *transport,
              const char         *reader,
              GError            **error)
{
  FuzzReader *self = FUZZ_READER (transport);

  if (self->input.size > 0 && self->input.data[0] == REFUSES)
    {
      fuzz_byte (&self->input);
      ecpa_card_set_error (error, ECPA_CARD_ERROR_MUTE);
      return NULL;
    }

  return ECPA_CARD_CHANNEL (g_object_ref (self));
}

static void
channel_init (EcpaCardChannelInterface *iface)
{
  iface->begin = begin;
  iface->end = end;
  iface->transmit = transmit;
}

static void
transport_init (EcpaCardTransportInterface *iface)
{
  iface->connect = connect_card;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FuzzReader, fuzz_reader, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_CHANNEL, channel_init)
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_TRANSPORT, transport_init))

static void
fuzz_reader_class_init (FuzzReaderClass *klass)
{
}

static void
fuzz_reader_init (FuzzReader *self)
{
}

/* What must hold ----------------------------------------------------------- */

static void
check_card (EcpaHealthCard *card,
            const GError   *error)
{
  g_autoptr (EcpaHealthCard) copy = NULL;

  g_assert_true ((card == NULL) == (error != NULL));
  if (card == NULL)
    {
      g_assert_true (error->domain == ECPA_CARD_ERROR);
      return;
    }

  g_assert_cmpuint (strlen (card->number), ==, 12);
  g_assert_cmpuint (strspn (card->number, "0123456789"), ==, 12);
  g_assert_cmpuint (strlen (card->national_id), ==, 10);
  g_assert_true (g_str_is_ascii (card->national_id));
  g_assert_true (g_utf8_validate (card->name, -1, NULL));
  g_assert_null (strstr (card->name, "\357\277\275"));
  g_assert_true (strlen (card->birth_date) == 0 || strlen (card->birth_date) == 7);
  g_assert_true (strlen (card->issue_date) == 0 || strlen (card->issue_date) == 7);
  g_assert_true (card->sex == '?' || g_ascii_isupper (card->sex));
  copy = ecpa_health_card_copy (card);
  g_assert_true (ecpa_health_card_equal (card, copy));
}

static EcpaCardChallenge *
fetch (GBytes        *card_id,
       GBytes        *card_challenge,
       gpointer       user_data,
       GCancellable  *cancellable,
       GError       **error)
{
  static const guint8 zeros[ECPA_CARD_PROOF_INPUT_LENGTH];
  g_autoptr (GBytes) login_id = g_bytes_new_static (zeros, ECPA_LOGIN_ID_LENGTH);
  g_autoptr (GBytes) input = g_bytes_new_static (zeros, sizeof zeros);

  g_assert_cmpuint (g_bytes_get_size (card_id), ==, ECPA_CARD_ID_LENGTH);
  g_assert_cmpuint (g_bytes_get_size (card_challenge), ==, ECPA_CARD_CHALLENGE_LENGTH);

  return ecpa_card_challenge_new (login_id, input);
}

static void
try_reader (Fuzz     input,
            gboolean prove)
{
  g_autoptr (FuzzReader) reader = g_object_new (FUZZ_TYPE_READER, NULL);
  g_autoptr (EcpaHealthCard) card = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;
  g_autoptr (GError) error = NULL;

  reader->input = input;
  card = ecpa_health_card_read (ECPA_CARD_TRANSPORT (reader), "reader", NULL, &error);
  check_card (card, error);
  /* Two attempts of two commands each at most, and a card that has always more to say is not listened to for ever. */
  g_assert_cmpuint (reader->n_apdus, <=, 4 * MAX_ROUNDS);
  if (card == NULL || !prove)
    return;

  proof = ecpa_health_card_prove (ECPA_CARD_TRANSPORT (reader), "reader", card, fetch, NULL, NULL, &error);
  g_assert_true ((proof == NULL) == (error != NULL));
  if (proof != NULL)
    {
      g_assert_cmpuint (g_bytes_get_size (proof->card_id), ==, ECPA_CARD_ID_LENGTH);
      g_assert_cmpuint (g_bytes_get_size (proof->login_id), ==, ECPA_LOGIN_ID_LENGTH);
      g_assert_cmpuint (g_bytes_get_size (proof->proof), ==, ECPA_CARD_PROOF_LENGTH);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };
  uint8_t what = fuzz_byte (&input) % 3;

  if (what == 0)
    {
      g_autofree guint8 *copy = g_memdup2 (input.data, input.size);
      g_autoptr (GError) error = NULL;
      g_autoptr (EcpaHealthCard) card = ecpa_health_card_parse (copy, input.size, &error);

      check_card (card, error);
    }
  else
    try_reader (input, what == 2);

  return 0;
}
