/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-health-card.h"

#include "ecpa-big5.h"
#include "ecpa-card-proof.h"
#include "ecpa-roc-date.h"

#include <string.h>

/* The fields of the 57 bytes (facts/cards.md 1.3). */
#define BASIC_DATA_LENGTH 57
#define NUMBER_OFFSET 0
#define NUMBER_LENGTH 12
#define NAME_OFFSET 12
#define NAME_LENGTH 20
#define ID_OFFSET 32
#define ID_LENGTH 10
#define BIRTH_OFFSET 42
#define SEX_OFFSET 49
#define ISSUE_OFFSET 50
#define DATE_LENGTH 7

/* The public commands (facts/cards.md 1.2); the last one, with what it signs, is our own. */
static const guint8 select_applet[] = {
  0x00, 0xa4, 0x04, 0x00, 0x10, 0xd1, 0x58, 0x00, 0x00, 0x01, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x11, 0x00,
};
static const guint8 get_basic_data[] = { 0x00, 0xca, 0x11, 0x00, 0x02, 0x00, 0x00 };
static const guint8 get_card_id[] = { 0x00, 0xca, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00 };
static const guint8 get_challenge[] = { 0x00, 0x84, 0x00, 0x00, 0x08 };
static const guint8 internal_authenticate[] = { 0x00, 0x88, 0x00, 0x00, ECPA_CARD_PROOF_INPUT_LENGTH };

G_DEFINE_BOXED_TYPE (EcpaHealthCard, ecpa_health_card, ecpa_health_card_copy, ecpa_health_card_free)

/* Auxiliaries -------------------------------------------------------------- */

static void
wipe_text (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

/* A field of plain ASCII without its padding, or NULL where there is something else in it. */
static char *
read_ascii (const guint8 *field,
            gsize         length)
{
  while (length > 0 && (field[length - 1] == '\0' || field[length - 1] == ' '))
    length--;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph ((char) field[i]))
      return NULL;

  return g_strndup ((const char *) field, length);
}

static char *
read_number (const guint8 *field)
{
  g_autofree char *text = read_ascii (field, NUMBER_LENGTH);

  if (text == NULL || strspn (text, "0123456789") != NUMBER_LENGTH)
    return NULL;

  return g_steal_pointer (&text);
}

/* No check digit here: what a card says is compared by the backend, which knows its own people. */
static char *
read_id (const guint8 *field)
{
  g_autofree char *text = read_ascii (field, ID_LENGTH);

  if (text == NULL || strlen (text) != ID_LENGTH || !g_ascii_isalpha (text[0]))
    return NULL;
  for (char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p))
        return NULL;
      *p = g_ascii_toupper (*p);
    }

  return g_steal_pointer (&text);
}

/* A day that does not exist is left out; it keeps nobody from signing in. */
static char *
read_date (const guint8 *field)
{
  g_autofree char *text = read_ascii (field, DATE_LENGTH);
  GDate date;

  if (text == NULL || !ecpa_roc_date_parse_7 (text, &date))
    return g_strdup ("");

  return g_steal_pointer (&text);
}

/* What a status word other than 9000 means. @refused: what it means that the card does not know the command. */
static void
set_status_error (GError        **error,
                  guint16         status_word,
                  EcpaCardError   refused)
{
  switch (status_word >> 8)
    {
    case 0x67: /* wrong length */
    case 0x68: /* class not supported */
    case 0x69: /* not allowed */
    case 0x6a: /* wrong parameters, no such object */
    case 0x6b: /* wrong parameters */
    case 0x6d: /* no such instruction */
    case 0x6e: /* no such class */
      ecpa_card_set_error (error, refused);
      break;
    default:
      ecpa_card_set_error (error, ECPA_CARD_ERROR_BAD_ANSWER);
    }
}

/* Sends one command that must be answered with 9000 and @expected bytes. */
static GBytes *
command (EcpaCardChannel  *channel,
         const guint8     *apdu,
         gsize             length,
         gsize             expected,
         EcpaCardError     refused,
         GCancellable     *cancellable,
         GError          **error)
{
  guint16 status_word = 0;
  g_autoptr (GBytes) data = ecpa_card_channel_exchange (channel, apdu, length, &status_word, cancellable, error);

  if (data == NULL)
    return NULL;

  if (status_word != 0x9000)
    set_status_error (error, status_word, refused);
  else if (g_bytes_get_size (data) != expected)
    ecpa_card_set_error (error, ECPA_CARD_ERROR_BAD_ANSWER);
  else
    return g_steal_pointer (&data);

  return NULL;
}

static EcpaHealthCard *
read_basic_data (EcpaCardChannel  *channel,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autoptr (GBytes) data = command (channel, get_basic_data, sizeof get_basic_data, BASIC_DATA_LENGTH,
                                     ECPA_CARD_ERROR_NOT_HEALTH_CARD, cancellable, error);

  if (data == NULL)
    return NULL;

  return ecpa_health_card_parse (g_bytes_get_data (data, NULL), BASIC_DATA_LENGTH, error);
}

/* Older cards need the SELECT; cards issued since the end of 2025 refuse it and answer all the same (facts/cards.md
 * 1.4). So its status word says nothing, and only a card that is gone ends the attempt. */
static EcpaCardChannel *
try_open (EcpaCardTransport  *transport,
          const char         *reader,
          EcpaHealthCard    **identity,
          GCancellable       *cancellable,
          GError            **error)
{
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (GBytes) ignored = NULL;
  guint16 status_word;

  channel = ecpa_card_transport_connect (transport, reader, cancellable, error);
  if (channel == NULL || !ecpa_card_channel_begin (channel, cancellable, error))
    return NULL;

  ignored = ecpa_card_channel_exchange (channel, select_applet, sizeof select_applet, &status_word,
                                        cancellable, error);
  if (ignored == NULL)
    return NULL;

  *identity = read_basic_data (channel, cancellable, error);

  return *identity != NULL ? g_steal_pointer (&channel) : NULL;
}

/* Whether a card that was cold may do better at the second attempt (facts/cards.md 1.5). */
static gboolean
deserves_another_try (const GError *error)
{
  return g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_MUTE)
         || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_COMMUNICATION)
         || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NOT_HEALTH_CARD)
         || g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_BAD_ANSWER);
}

/* Connects, begins the transaction and reads whose card it is. */
static EcpaCardChannel *
open_card (EcpaCardTransport  *transport,
           const char         *reader,
           EcpaHealthCard    **identity,
           GCancellable       *cancellable,
           GError            **error)
{
  g_autoptr (GError) first = NULL;
  EcpaCardChannel *channel = try_open (transport, reader, identity, cancellable, &first);

  if (channel != NULL)
    return channel;

  if (!deserves_another_try (first))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }

  return try_open (transport, reader, identity, cancellable, error);
}

static GBytes *
authenticate (EcpaCardChannel  *channel,
              GBytes           *input,
              GCancellable     *cancellable,
              GError          **error)
{
  guint8 apdu[sizeof internal_authenticate + ECPA_CARD_PROOF_INPUT_LENGTH + 1];

  memcpy (apdu, internal_authenticate, sizeof internal_authenticate);
  memcpy (apdu + sizeof internal_authenticate, g_bytes_get_data (input, NULL), ECPA_CARD_PROOF_INPUT_LENGTH);
  apdu[sizeof apdu - 1] = 0x00;

  return command (channel, apdu, sizeof apdu, ECPA_CARD_PROOF_LENGTH, ECPA_CARD_ERROR_NO_PROOF,
                  cancellable, error);
}

static EcpaCardChallenge *
fetch_challenge (EcpaCardChannel        *channel,
                 GBytes                 *card_id,
                 EcpaCardChallengeFunc   fetch,
                 gpointer                user_data,
                 GCancellable           *cancellable,
                 GError                **error)
{
  g_autoptr (GBytes) card_challenge = NULL;
  g_autoptr (EcpaCardChallenge) challenge = NULL;

  card_challenge = command (channel, get_challenge, sizeof get_challenge, ECPA_CARD_CHALLENGE_LENGTH,
                            ECPA_CARD_ERROR_NO_PROOF, cancellable, error);
  if (card_challenge == NULL)
    return NULL;

  challenge = fetch (card_id, card_challenge, user_data, cancellable, error);
  if (challenge != NULL && g_bytes_get_size (challenge->input) != ECPA_CARD_PROOF_INPUT_LENGTH)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The challenge has a wrong length");
      return NULL;
    }

  return g_steal_pointer (&challenge);
}

/* Whether the card in @channel is still @expected's: with some readers a quick swap gives no event at all, and the
 * old handle then answers as the new card (facts/platform.md). One that does not even know the command any more is
 * another one too. */
static gboolean
still_same (EcpaCardChannel  *channel,
            EcpaHealthCard   *expected,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (EcpaHealthCard) now = read_basic_data (channel, cancellable, &local);

  if (now != NULL && ecpa_health_card_equal (now, expected))
    return TRUE;

  if (now != NULL || g_error_matches (local, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NOT_HEALTH_CARD))
    ecpa_card_set_error (error, ECPA_CARD_ERROR_CHANGED);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* Card id, challenge and signature, by a card whose identity has just been read. */
static EcpaCardProof *
make_proof (EcpaCardChannel        *channel,
            EcpaCardChallengeFunc   fetch,
            gpointer                user_data,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autoptr (EcpaCardProof) proof = g_new0 (EcpaCardProof, 1);
  g_autoptr (EcpaCardChallenge) challenge = NULL;

  proof->card_id = command (channel, get_card_id, sizeof get_card_id, ECPA_CARD_ID_LENGTH,
                            ECPA_CARD_ERROR_NO_PROOF, cancellable, error);
  if (proof->card_id == NULL)
    return NULL;

  challenge = fetch_challenge (channel, proof->card_id, fetch, user_data, cancellable, error);
  if (challenge == NULL)
    return NULL;

  proof->login_id = g_bytes_ref (challenge->login_id);
  proof->proof = authenticate (channel, challenge->input, cancellable, error);

  return proof->proof != NULL ? g_steal_pointer (&proof) : NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_health_card_copy:
 * @self: a card's data
 *
 * Returns: (transfer full): a copy
 */
EcpaHealthCard *
ecpa_health_card_copy (EcpaHealthCard *self)
{
  EcpaHealthCard *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (EcpaHealthCard, 1);
  copy->number = g_strdup (self->number);
  copy->name = g_strdup (self->name);
  copy->name_complete = self->name_complete;
  copy->national_id = g_strdup (self->national_id);
  copy->birth_date = g_strdup (self->birth_date);
  copy->sex = self->sex;
  copy->issue_date = g_strdup (self->issue_date);

  return copy;
}

/**
 * ecpa_health_card_free:
 * @self: (transfer full) (nullable): a card's data
 *
 * Wipes and frees it.
 */
void
ecpa_health_card_free (EcpaHealthCard *self)
{
  if (self == NULL)
    return;

  wipe_text (&self->number);
  wipe_text (&self->name);
  wipe_text (&self->national_id);
  wipe_text (&self->birth_date);
  wipe_text (&self->issue_date);
  explicit_bzero (self, sizeof *self);
  g_free (self);
}

/**
 * ecpa_health_card_equal:
 * @self: a card's data
 * @other: another's
 *
 * Returns: whether all of it is the same
 */
gboolean
ecpa_health_card_equal (EcpaHealthCard *self,
                        EcpaHealthCard *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return g_str_equal (self->number, other->number)
         && g_str_equal (self->name, other->name)
         && g_str_equal (self->national_id, other->national_id)
         && g_str_equal (self->birth_date, other->birth_date)
         && self->sex == other->sex
         && g_str_equal (self->issue_date, other->issue_date);
}

/**
 * ecpa_health_card_parse:
 * @bytes: (array length=length): what GET DATA answered, without its status word
 * @length: its length
 * @error: return location
 *
 * Understands the 57 bytes (facts/cards.md 1.3 and 1.6). The number and the national id must be there; a name that
 * is empty or cannot be read, a sex or a date that is no such thing do not matter: the name gets marks, a date
 * becomes empty. Any thread.
 *
 * Returns: (transfer full) (nullable): the card's data, or %NULL and %ECPA_CARD_ERROR_BAD_ANSWER
 */
EcpaHealthCard *
ecpa_health_card_parse (const guint8  *bytes,
                        gsize          length,
                        GError       **error)
{
  g_autoptr (EcpaHealthCard) self = g_new0 (EcpaHealthCard, 1);

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == BASIC_DATA_LENGTH)
    {
      self->number = read_number (bytes + NUMBER_OFFSET);
      self->national_id = read_id (bytes + ID_OFFSET);
    }
  if (self->number == NULL || self->national_id == NULL)
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_BAD_ANSWER);
      return NULL;
    }

  self->name = ecpa_big5_to_utf8 (bytes + NAME_OFFSET, NAME_LENGTH, &self->name_complete);
  self->birth_date = read_date (bytes + BIRTH_OFFSET);
  self->sex = g_ascii_isalpha ((char) bytes[SEX_OFFSET]) ? g_ascii_toupper ((char) bytes[SEX_OFFSET]) : '?';
  self->issue_date = read_date (bytes + ISSUE_OFFSET);

  return g_steal_pointer (&self);
}

/**
 * ecpa_health_card_read:
 * @transport: the readers
 * @reader: the name of one
 * @cancellable: (nullable): checked between the APDUs
 * @error: return location
 *
 * Connects, reads in one transaction, closes. A card that fails at first is tried once more, because a cold card
 * may (facts/cards.md 1.5). Lane thread; blocks as long as the card takes.
 *
 * Returns: (transfer full) (nullable): the card's data, or %NULL and @error: %G_IO_ERROR_CANCELLED or a
 *   %ECPA_CARD_ERROR
 */
EcpaHealthCard *
ecpa_health_card_read (EcpaCardTransport  *transport,
                       const char         *reader,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (EcpaHealthCard) identity = NULL;

  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  channel = open_card (transport, reader, &identity, cancellable, error);
  if (channel == NULL)
    return NULL;

  ecpa_card_channel_end (channel);

  return g_steal_pointer (&identity);
}

/**
 * ecpa_card_challenge_new:
 * @login_id: the backend's once-only id of this login
 * @input: what the card is sent
 *
 * Returns: (transfer full): a challenge, with references of its own
 */
EcpaCardChallenge *
ecpa_card_challenge_new (GBytes *login_id,
                         GBytes *input)
{
  EcpaCardChallenge *self;

  g_return_val_if_fail (login_id != NULL && input != NULL, NULL);

  self = g_new0 (EcpaCardChallenge, 1);
  self->login_id = g_bytes_ref (login_id);
  self->input = g_bytes_ref (input);

  return self;
}

/**
 * ecpa_card_challenge_free:
 * @self: (transfer full) (nullable): a challenge
 */
void
ecpa_card_challenge_free (EcpaCardChallenge *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->login_id, g_bytes_unref);
  g_clear_pointer (&self->input, g_bytes_unref);
  g_free (self);
}

/**
 * ecpa_card_proof_free:
 * @self: (transfer full) (nullable): a proof
 */
void
ecpa_card_proof_free (EcpaCardProof *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->card_id, g_bytes_unref);
  g_clear_pointer (&self->login_id, g_bytes_unref);
  g_clear_pointer (&self->proof, g_bytes_unref);
  g_free (self);
}

/**
 * ecpa_health_card_prove:
 * @transport: the readers
 * @reader: the name of one
 * @expected: the card that the person was shown
 * @fetch: gets the backend's challenge; called once at most, inside the card's transaction
 * @user_data: for @fetch
 * @cancellable: (nullable): checked between the APDUs, and lent to @fetch
 * @error: return location
 *
 * Lets the card answer the backend, all in one transaction: the identity is read and compared with @expected, then
 * card id, GET CHALLENGE, @fetch, INTERNAL AUTHENTICATE (ecpa-card-proof.h); then the identity is read and compared
 * once more, so that what comes back was made by @expected's card from beginning to end. Before @fetch a card that
 * fails at first is tried once more. Lane thread; blocks as long as card and backend take.
 *
 * Returns: (transfer full) (nullable): the proof, or %NULL and @error: %G_IO_ERROR_CANCELLED, a %ECPA_CARD_ERROR
 *   (%ECPA_CARD_ERROR_CHANGED where it is another card, %ECPA_CARD_ERROR_NO_PROOF where the card knows no proof),
 *   or what @fetch set
 */
EcpaCardProof *
ecpa_health_card_prove (EcpaCardTransport      *transport,
                        const char             *reader,
                        EcpaHealthCard         *expected,
                        EcpaCardChallengeFunc   fetch,
                        gpointer                user_data,
                        GCancellable           *cancellable,
                        GError                **error)
{
  g_autoptr (EcpaCardChannel) channel = NULL;
  g_autoptr (EcpaHealthCard) identity = NULL;
  g_autoptr (EcpaCardProof) proof = NULL;
  g_autoptr (GError) refused = NULL;

  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);
  g_return_val_if_fail (reader != NULL && expected != NULL && fetch != NULL, NULL);

  channel = open_card (transport, reader, &identity, cancellable, error);
  if (channel == NULL)
    return NULL;
  if (!ecpa_health_card_equal (identity, expected))
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_CHANGED);
      return NULL;
    }

  /* A card that refuses may be one that came in between; then that is what the person has to know. */
  proof = make_proof (channel, fetch, user_data, cancellable, &refused);
  if ((proof != NULL || g_error_matches (refused, ECPA_CARD_ERROR, ECPA_CARD_ERROR_NO_PROOF))
      && !still_same (channel, expected, cancellable, error))
    return NULL;
  if (proof == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }

  ecpa_card_channel_end (channel);

  return g_steal_pointer (&proof);
}
