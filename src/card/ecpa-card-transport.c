/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-transport.h"

#include <string.h>

/* ISO 7816-4: a short command has at most 4 + 1 + 255 + 1 bytes. */
#define SHORT_APDU_MAX 261

/* More than a chain of answers ever needs; it stops a card that always says that there is more. */
#define MAX_ROUNDS 64

typedef struct
{
  gsize  length;
  guint8 data[];
} CardBytes;

G_DEFINE_QUARK (ecpa-card-error-quark, ecpa_card_error)
G_DEFINE_INTERFACE (EcpaCardChannel, ecpa_card_channel, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (EcpaCardTransport, ecpa_card_transport, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static const char *
error_text (EcpaCardError code)
{
  switch (code)
    {
    case ECPA_CARD_ERROR_NO_SERVICE:
      return "There is no smart card service";
    case ECPA_CARD_ERROR_SERVICE_DOWN:
      return "The smart card service does not answer";
    case ECPA_CARD_ERROR_NOT_PERMITTED:
      return "The smart card service refuses this user";
    case ECPA_CARD_ERROR_SERVICE_MISMATCH:
      return "The smart card service is of another version";
    case ECPA_CARD_ERROR_NO_READER:
      return "The card reader is gone";
    case ECPA_CARD_ERROR_NO_CARD:
      return "There is no card in the reader";
    case ECPA_CARD_ERROR_REMOVED:
      return "The card was taken out";
    case ECPA_CARD_ERROR_CHANGED:
      return "Another card is in the reader now";
    case ECPA_CARD_ERROR_IN_USE:
      return "Another program uses the card";
    case ECPA_CARD_ERROR_MUTE:
      return "The card does not answer";
    case ECPA_CARD_ERROR_NOT_HEALTH_CARD:
      return "The card is not a health card";
    case ECPA_CARD_ERROR_BAD_ANSWER:
      return "The card gave an answer that cannot be understood";
    case ECPA_CARD_ERROR_NO_PROOF:
      return "The card cannot prove itself";
    case ECPA_CARD_ERROR_COMMUNICATION:
      return "The card reader failed";
    default:
      g_assert_not_reached ();
    }
}

static void
card_bytes_free (gpointer data)
{
  CardBytes *bytes = data;

  explicit_bzero (bytes->data, bytes->length);
  g_free (bytes);
}

static gboolean
is_short_case_4 (const guint8 *apdu,
                 gsize         length)
{
  return length > 5 && length == 6 + (gsize) apdu[4];
}

/* Takes @all, which may be NULL. */
static GBytes *
join (GBytes *all,
      GBytes *part)
{
  gsize size = all != NULL ? g_bytes_get_size (all) : 0;
  gsize more = g_bytes_get_size (part);
  CardBytes *bytes;

  if (all != NULL && more == 0)
    return all;

  bytes = g_malloc (sizeof (CardBytes) + size + more);
  bytes->length = size + more;
  if (size > 0)
    memcpy (bytes->data, g_bytes_get_data (all, NULL), size);
  if (more > 0)
    memcpy (bytes->data + size, g_bytes_get_data (part, NULL), more);
  g_clear_pointer (&all, g_bytes_unref);

  return g_bytes_new_with_free_func (bytes->data, bytes->length, card_bytes_free, bytes);
}

/* 6Cxx: the same command again, with the Le that the card names. */
static gsize
set_expected_length (guint8 *apdu,
                     gsize   length,
                     guint8  expected)
{
  if (length == 5 || is_short_case_4 (apdu, length))
    {
      apdu[length - 1] = expected;
      return length;
    }

  apdu[length] = expected;

  return length + 1;
}

static GBytes *
transmit_once (EcpaCardChannel  *self,
               const guint8     *apdu,
               gsize             length,
               guint16          *status_word,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr (GBytes) answer = NULL;
  const guint8 *data;
  gsize size;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  answer = ECPA_CARD_CHANNEL_GET_IFACE (self)->transmit (self, apdu, length, error);
  if (answer == NULL)
    return NULL;

  data = g_bytes_get_data (answer, &size);
  if (size < 2)
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_REMOVED);
      return NULL;
    }
  *status_word = (guint16) (data[size - 2] << 8 | data[size - 1]);

  return g_bytes_new_from_bytes (answer, 0, size - 2);
}

/* Interfaces --------------------------------------------------------------- */

static void
ecpa_card_channel_default_init (EcpaCardChannelInterface *iface)
{
}

static void
ecpa_card_transport_default_init (EcpaCardTransportInterface *iface)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_set_error:
 * @error: return location
 * @code: what went wrong
 *
 * Sets @error to @code with its fixed text. Any thread.
 */
void
ecpa_card_set_error (GError        **error,
                     EcpaCardError   code)
{
  g_set_error_literal (error, ECPA_CARD_ERROR, (gint) code, error_text (code));
}

/**
 * ecpa_card_bytes_new:
 * @data: (array length=length): what a card answered
 * @length: its length
 *
 * Returns: (transfer full): a copy that is wiped when its last reference goes
 */
GBytes *
ecpa_card_bytes_new (const guint8 *data,
                     gsize         length)
{
  CardBytes *bytes = g_malloc (sizeof (CardBytes) + length);

  bytes->length = length;
  if (length > 0)
    memcpy (bytes->data, data, length);

  return g_bytes_new_with_free_func (bytes->data, length, card_bytes_free, bytes);
}

/**
 * ecpa_reader_state_new:
 * @name: the reader's name
 *
 * Returns: (transfer full): the state of an empty reader
 */
EcpaReaderState *
ecpa_reader_state_new (const char *name)
{
  EcpaReaderState *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (EcpaReaderState, 1);
  self->name = g_strdup (name);

  return self;
}

/**
 * ecpa_reader_state_copy:
 * @self: a state
 *
 * Returns: (transfer full): a copy
 */
EcpaReaderState *
ecpa_reader_state_copy (EcpaReaderState *self)
{
  EcpaReaderState *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = ecpa_reader_state_new (self->name);
  copy->card_present = self->card_present;
  copy->mute = self->mute;
  copy->held = self->held;
  copy->event_count = self->event_count;
  copy->atr = self->atr != NULL ? g_bytes_ref (self->atr) : NULL;

  return copy;
}

/**
 * ecpa_reader_state_free:
 * @self: (transfer full) (nullable): a state
 */
void
ecpa_reader_state_free (EcpaReaderState *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_clear_pointer (&self->atr, g_bytes_unref);
  g_free (self);
}

/**
 * ecpa_card_channel_begin:
 * @self: a channel
 * @cancellable: (nullable): checked before; the wait for another program's transaction cannot be broken off
 * @error: return location
 *
 * Keeps other programs off the card until [method@CardChannel.end] or the last reference goes. Lane thread; may
 * block.
 *
 * Returns: whether the card is held; else @error is %G_IO_ERROR_CANCELLED or a %ECPA_CARD_ERROR
 */
gboolean
ecpa_card_channel_begin (EcpaCardChannel  *self,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_CHANNEL (self), FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return ECPA_CARD_CHANNEL_GET_IFACE (self)->begin (self, error);
}

/**
 * ecpa_card_channel_end:
 * @self: a channel
 *
 * Gives the card free for other programs. Lane thread.
 */
void
ecpa_card_channel_end (EcpaCardChannel *self)
{
  g_return_if_fail (ECPA_IS_CARD_CHANNEL (self));

  ECPA_CARD_CHANNEL_GET_IFACE (self)->end (self);
}

/**
 * ecpa_card_channel_exchange:
 * @self: a channel
 * @apdu: (array length=length): a short command, at most 261 bytes
 * @length: its length
 * @status_word: (out): the last status word, whatever it is
 * @cancellable: (nullable): checked before each APDU
 * @error: return location
 *
 * The one funnel for commands: transmits, sends again with the Le of 6Cxx, fetches what 61xx announces (ISO 7816-4;
 * facts/cards.md 1.4), splits off the status word. With vpcd a card that is pulled answers nothing and calls it a
 * success (facts/platform.md A), so fewer than two bytes are an error here. Lane thread; blocks as long as the card
 * takes.
 *
 * Returns: (transfer full) (nullable): the data without the status word, wiped when freed, or %NULL and @error:
 *   %G_IO_ERROR_CANCELLED or a %ECPA_CARD_ERROR; the channel is of no use then
 */
GBytes *
ecpa_card_channel_exchange (EcpaCardChannel  *self,
                            const guint8     *apdu,
                            gsize             length,
                            guint16          *status_word,
                            GCancellable     *cancellable,
                            GError          **error)
{
  guint8 command[SHORT_APDU_MAX];
  g_autoptr (GBytes) all = NULL;

  g_return_val_if_fail (ECPA_IS_CARD_CHANNEL (self), NULL);
  g_return_val_if_fail (apdu != NULL && length >= 4 && length <= SHORT_APDU_MAX, NULL);
  g_return_val_if_fail (status_word != NULL, NULL);

  memcpy (command, apdu, length);
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_autoptr (GBytes) part = transmit_once (self, command, length, status_word, cancellable, error);

      if (part == NULL)
        return NULL;

      all = join (g_steal_pointer (&all), part);

      if (*status_word >> 8 == 0x6c && length < SHORT_APDU_MAX)
        length = set_expected_length (command, length, (guint8) *status_word);
      else if (*status_word >> 8 == 0x61)
        {
          const guint8 get_response[] = { 0x00, 0xc0, 0x00, 0x00, (guint8) *status_word };

          memcpy (command, get_response, sizeof get_response);
          length = sizeof get_response;
        }
      else
        return g_steal_pointer (&all);
    }

  ecpa_card_set_error (error, ECPA_CARD_ERROR_BAD_ANSWER);

  return NULL;
}

/**
 * ecpa_card_transport_wait:
 * @self: a transport
 * @known: (element-type EcpaReaderState) (nullable): what the caller knows; %NULL answers at once
 * @error: return location
 *
 * Blocks without limit until the readers are not as @known. The watch's thread only, one at a time.
 *
 * Returns: (transfer container) (element-type EcpaReaderState) (nullable): the readers now, or %NULL and @error:
 *   %G_IO_ERROR_CANCELLED after [method@CardTransport.interrupt], which is used up by that, or a %ECPA_CARD_ERROR
 */
GPtrArray *
ecpa_card_transport_wait (EcpaCardTransport  *self,
                          GPtrArray          *known,
                          GError            **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (self), NULL);

  return ECPA_CARD_TRANSPORT_GET_IFACE (self)->wait (self, known, error);
}

/**
 * ecpa_card_transport_interrupt:
 * @self: a transport
 *
 * Ends the wait that is going on, or the next one if there is none. Returns at once. Any thread.
 */
void
ecpa_card_transport_interrupt (EcpaCardTransport *self)
{
  g_return_if_fail (ECPA_IS_CARD_TRANSPORT (self));

  ECPA_CARD_TRANSPORT_GET_IFACE (self)->interrupt (self);
}

/**
 * ecpa_card_transport_connect:
 * @self: a transport
 * @reader: a reader's name
 * @cancellable: (nullable): checked before
 * @error: return location
 *
 * Connects to the card, shared with other programs. Lane thread; may block.
 *
 * Returns: (transfer full) (nullable): a channel, or %NULL and @error: %G_IO_ERROR_CANCELLED or a %ECPA_CARD_ERROR
 */
EcpaCardChannel *
ecpa_card_transport_connect (EcpaCardTransport  *self,
                             const char         *reader,
                             GCancellable       *cancellable,
                             GError            **error)
{
  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (self), NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return ECPA_CARD_TRANSPORT_GET_IFACE (self)->connect (self, reader, error);
}
