/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-simulated-card.h"

#include "ecpa-card-proof.h"

#include <gnutls/crypto.h>
#include <string.h>

/* Types -------------------------------------------------------------------- */

#define BASIC_DATA_LENGTH 57
#define NAME_LENGTH 20
#define AID_LENGTH 16

/* Status words of ISO 7816-4, as far as the card says them. */
enum
{
  SW_OK = 0x9000,
  SW_WRONG_LENGTH = 0x6700,
  SW_CONDITIONS = 0x6985,
  SW_NO_FILE = 0x6a82,
  SW_WRONG_PARAMETERS = 0x6a86,
  SW_WRONG_LE = 0x6c00,
  SW_NO_INSTRUCTION = 0x6d00,
  SW_NO_CLASS = 0x6e00,
  SW_UNKNOWN = 0x6f00,
};

typedef enum
{
  APPLET_NONE,
  APPLET_HEALTH,
  APPLET_SAM,
} Applet;

/* A short command, taken apart. */
typedef struct
{
  guint8        instruction;
  guint16       parameters;
  const guint8 *data;
  gsize         n_data;
  gsize         expected; /* Le; 256 for 00, 0 where there is none */
} Command;

struct _EcpaSimulatedCard
{
  GObject parent_instance;

  EcpaCardProfile *profile;
  Applet           applet;
  guint8           challenge[ECPA_CARD_CHALLENGE_LENGTH];
  gboolean         has_challenge;
};

G_DEFINE_FINAL_TYPE (EcpaSimulatedCard, ecpa_simulated_card, G_TYPE_OBJECT)

/* facts/cards.md 1.2: the last two bytes tell the health card's applet from the security module's. */
static const guint8 health_aid[AID_LENGTH] = {
  0xd1, 0x58, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11, 0x00,
};
static const guint8 sam_aid[AID_LENGTH] = {
  0xd1, 0x58, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x31, 0x00,
};

/* Made up: TA1, TB1, T=1 with TA3 and TB3, the historical bytes "ECPATRN" and the number of the behaviour. The check
 * byte follows. */
static const guint8 atr_prefix[] = {
  0x3b, 0xb8, 0x13, 0x00, 0x81, 0x31, 0xfa, 0x52, 'E', 'C', 'P', 'A', 'T', 'R', 'N',
};

/* Auxiliaries -------------------------------------------------------------- */

static GBytes *
answer (const guint8 *data,
        gsize         length,
        guint         status_word)
{
  GByteArray *array = g_byte_array_sized_new ((guint) length + 2);
  const guint8 trailer[] = { (guint8) (status_word >> 8), (guint8) status_word };

  if (length > 0)
    g_byte_array_append (array, data, (guint) length);
  g_byte_array_append (array, trailer, sizeof trailer);

  return g_byte_array_free_to_bytes (array);
}

static GBytes *
refuse (guint status_word)
{
  return answer (NULL, 0, status_word);
}

/* The data if as much was asked for; a card that is asked for less names the right length. */
static GBytes *
give (const Command *command,
      const guint8  *data,
      gsize          length)
{
  if (command->expected != 0 && command->expected < length)
    return refuse (SW_WRONG_LE | (guint) length);

  return answer (data, length, SW_OK);
}

/* ISO 7816-4 cases 1 to 4, short only. */
static gboolean
take_apart (const guint8 *apdu,
            gsize         length,
            Command      *command)
{
  memset (command, 0, sizeof *command);
  command->instruction = apdu[1];
  command->parameters = (guint16) (apdu[2] << 8 | apdu[3]);

  if (length == 4)
    return TRUE;
  if (length == 5)
    {
      command->expected = apdu[4] != 0 ? apdu[4] : 256;
      return TRUE;
    }

  command->data = apdu + 5;
  command->n_data = apdu[4];
  if (command->n_data == 0 || (length != 5 + command->n_data && length != 6 + command->n_data))
    return FALSE;
  if (length == 6 + command->n_data)
    command->expected = apdu[length - 1] != 0 ? apdu[length - 1] : 256;

  return TRUE;
}

/* A field as the card stores it, padded. */
static void
put (guint8     *field,
     gsize       length,
     const void *text,
     gsize       text_length,
     guint8      padding)
{
  memset (field, padding, length);
  memcpy (field, text, MIN (length, text_length));
}

static void
write_basic_data (EcpaSimulatedCard *self,
                  guint8            *out)
{
  const EcpaCardProfile *profile = self->profile;
  gsize name_length;
  const void *name = g_bytes_get_data (profile->name, &name_length);

  put (out, 12, profile->number, strlen (profile->number), ' ');
  put (out + 12, NAME_LENGTH, name, name_length, (guint8) profile->padding);
  put (out + 32, 10, profile->national_id, strlen (profile->national_id), ' ');
  put (out + 42, 7, profile->birth_date, strlen (profile->birth_date), '0');
  out[49] = (guint8) profile->sex;
  put (out + 50, 7, profile->issue_date, strlen (profile->issue_date), '0');
}

static gboolean
is_open (EcpaSimulatedCard *self)
{
  return self->applet == APPLET_HEALTH || self->profile->behaviour == ECPA_CARD_REFUSES_SELECT;
}

/* Commands ----------------------------------------------------------------- */

static GBytes *
run_select (EcpaSimulatedCard *self,
            const Command     *command)
{
  if (self->profile->behaviour == ECPA_CARD_REFUSES_SELECT)
    return refuse (SW_NO_INSTRUCTION);
  if (command->parameters != 0x0400)
    return refuse (SW_WRONG_PARAMETERS);
  if (self->profile->behaviour == ECPA_CARD_OTHER || command->n_data != AID_LENGTH)
    return refuse (SW_NO_FILE);

  if (memcmp (command->data, health_aid, AID_LENGTH) == 0)
    self->applet = APPLET_HEALTH;
  else if (memcmp (command->data, sam_aid, AID_LENGTH) == 0)
    self->applet = APPLET_SAM;
  else
    return refuse (SW_NO_FILE);

  self->has_challenge = FALSE;

  return refuse (SW_OK);
}

static GBytes *
run_get_data (EcpaSimulatedCard *self,
              const Command     *command)
{
  guint8 basic_data[BASIC_DATA_LENGTH];

  if (self->profile->behaviour == ECPA_CARD_OTHER
      || (command->parameters != 0x1100 && command->parameters != 0x2400 && command->parameters != 0x0000))
    return refuse (SW_WRONG_PARAMETERS);
  if (command->n_data != 2)
    return refuse (SW_WRONG_LENGTH);
  if (!is_open (self))
    return refuse (SW_CONDITIONS);

  switch (command->parameters)
    {
    case 0x1100:
      write_basic_data (self, basic_data);
      return give (command, basic_data, sizeof basic_data);
    case 0x2400:
      return give (command, (const guint8 *) "0", 1);
    default:
      return give (command, g_bytes_get_data (self->profile->card_id, NULL), ECPA_CARD_ID_LENGTH);
    }
}

static GBytes *
run_get_challenge (EcpaSimulatedCard *self,
                   const Command     *command)
{
  if (self->profile->behaviour == ECPA_CARD_OTHER)
    return refuse (SW_NO_INSTRUCTION);
  if (command->parameters != 0)
    return refuse (SW_WRONG_PARAMETERS);
  if (command->n_data != 0 || command->expected == 0)
    return refuse (SW_WRONG_LENGTH);
  if (!is_open (self))
    return refuse (SW_CONDITIONS);
  if (gnutls_rnd (GNUTLS_RND_NONCE, self->challenge, sizeof self->challenge) < 0)
    return refuse (SW_UNKNOWN);

  self->has_challenge = TRUE;

  return give (command, self->challenge, sizeof self->challenge);
}

/* ecpa-card-proof.h: signs the card's own id and outstanding challenge before what it is sent, and forgets the
 * challenge, whatever comes of it. */
static GBytes *
run_internal_authenticate (EcpaSimulatedCard *self,
                           const Command     *command)
{
  g_autoptr (GBytes) card_challenge = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) proof = NULL;
  gboolean had_challenge = self->has_challenge;

  if (self->profile->behaviour == ECPA_CARD_OTHER)
    return refuse (SW_NO_INSTRUCTION);
  if (command->parameters != 0)
    return refuse (SW_WRONG_PARAMETERS);

  self->has_challenge = FALSE;
  if (command->n_data != ECPA_CARD_PROOF_INPUT_LENGTH)
    return refuse (SW_WRONG_LENGTH);
  if (!is_open (self) || !had_challenge)
    return refuse (SW_CONDITIONS);

  card_challenge = g_bytes_new (self->challenge, sizeof self->challenge);
  input = g_bytes_new (command->data, command->n_data);
  message = ecpa_card_proof_message (self->profile->card_id, card_challenge, input);
  proof = ecpa_training_card_sign (self->profile->number, message, NULL);
  if (proof == NULL)
    return refuse (SW_UNKNOWN);

  return give (command, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_simulated_card_finalize (GObject *object)
{
  EcpaSimulatedCard *self = ECPA_SIMULATED_CARD (object);

  g_clear_pointer (&self->profile, ecpa_card_profile_free);

  G_OBJECT_CLASS (ecpa_simulated_card_parent_class)->finalize (object);
}

static void
ecpa_simulated_card_class_init (EcpaSimulatedCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_simulated_card_finalize;
}

static void
ecpa_simulated_card_init (EcpaSimulatedCard *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_simulated_card_new:
 * @profile: whose card it is; copied
 *
 * Returns: (transfer full): a card that has just been powered
 */
EcpaSimulatedCard *
ecpa_simulated_card_new (const EcpaCardProfile *profile)
{
  EcpaSimulatedCard *self;

  g_return_val_if_fail (profile != NULL, NULL);

  self = g_object_new (ECPA_TYPE_SIMULATED_CARD, NULL);
  self->profile = ecpa_card_profile_copy (profile);

  return self;
}

/**
 * ecpa_simulated_card_get_profile:
 * @self: a card
 *
 * Returns: (transfer none): whose card it is
 */
const EcpaCardProfile *
ecpa_simulated_card_get_profile (EcpaSimulatedCard *self)
{
  g_return_val_if_fail (ECPA_IS_SIMULATED_CARD (self), NULL);

  return self->profile;
}

/**
 * ecpa_simulated_card_get_atr:
 * @self: a card
 *
 * Returns: (transfer full) (nullable): the answer to reset, with its check byte (ISO 7816-3 8.2.5); %NULL where the
 *   card is mute
 */
GBytes *
ecpa_simulated_card_get_atr (EcpaSimulatedCard *self)
{
  guint8 atr[sizeof atr_prefix + 2];
  guint8 check = 0;

  g_return_val_if_fail (ECPA_IS_SIMULATED_CARD (self), NULL);

  if (self->profile->behaviour == ECPA_CARD_MUTE)
    return NULL;

  memcpy (atr, atr_prefix, sizeof atr_prefix);
  atr[sizeof atr_prefix] = (guint8) ('0' + self->profile->behaviour);
  for (gsize i = 1; i < sizeof atr - 1; i++)
    check ^= atr[i];
  atr[sizeof atr - 1] = check;

  return g_bytes_new (atr, sizeof atr);
}

/**
 * ecpa_simulated_card_reset:
 * @self: a card
 *
 * What power-off, power-on and reset do alike: nothing is selected, no challenge is outstanding.
 */
void
ecpa_simulated_card_reset (EcpaSimulatedCard *self)
{
  g_return_if_fail (ECPA_IS_SIMULATED_CARD (self));

  self->applet = APPLET_NONE;
  self->has_challenge = FALSE;
  memset (self->challenge, 0, sizeof self->challenge);
}

/**
 * ecpa_simulated_card_transmit:
 * @self: a card
 * @apdu: (array length=length): a command
 * @length: its length
 *
 * Returns: (transfer full): the answer, with its status word
 */
GBytes *
ecpa_simulated_card_transmit (EcpaSimulatedCard *self,
                              const guint8      *apdu,
                              gsize              length)
{
  Command command;

  g_return_val_if_fail (ECPA_IS_SIMULATED_CARD (self), NULL);
  g_return_val_if_fail (apdu != NULL || length == 0, NULL);

  if (length < 4)
    return refuse (SW_WRONG_LENGTH);
  if (apdu[0] != 0x00)
    return refuse (SW_NO_CLASS);
  if (!take_apart (apdu, length, &command))
    return refuse (SW_WRONG_LENGTH);

  switch (command.instruction)
    {
    case 0xa4:
      return run_select (self, &command);
    case 0xca:
      return run_get_data (self, &command);
    case 0x84:
      return run_get_challenge (self, &command);
    case 0x88:
      return run_internal_authenticate (self, &command);
    default:
      return refuse (SW_NO_INSTRUCTION);
    }
}
