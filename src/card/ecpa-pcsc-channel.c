/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pcsc-channel.h"

#include "ecpa-pcsc-daemon.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

/* 256 bytes of data and the status word (ISO 7816-4, short commands), and room for a reader that sends more. */
#define ANSWER_MAX 1024

/* The one pcsc-lite context of a channel is not shared: pcsc-lite locks it for as long as a transmit lasts. */
struct _EcpaPcscChannel
{
  GObject parent_instance;

  /* Lane thread */
  SCARDCONTEXT context;
  gboolean     has_context;
  SCARDHANDLE  card;
  gboolean     has_card;
  DWORD        protocol;
  gboolean     in_transaction;
};

static void ecpa_pcsc_channel_iface_init (EcpaCardChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaPcscChannel, ecpa_pcsc_channel, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_CHANNEL, ecpa_pcsc_channel_iface_init))

/* Auxiliaries -------------------------------------------------------------- */

static void
end_transaction (EcpaPcscChannel *self)
{
  if (self->in_transaction)
    SCardEndTransaction (self->card, SCARD_LEAVE_CARD);
  self->in_transaction = FALSE;
}

/* Lets go of the card, left as it is once no transaction holds it, with the context it was opened in. SCardDisconnect ()
 * would free the handle under no lock that the other lanes look through the handles with (libpcsclite up to 2.3, seen
 * as a crash of two lanes in 1.9.9); releasing the context frees both under that lock. */
static void
close_card (EcpaPcscChannel *self)
{
  end_transaction (self);
  self->has_card = FALSE;
  if (self->has_context)
    SCardReleaseContext (self->context);
  self->has_context = FALSE;
}

static LONG
open_card (EcpaPcscChannel *self,
           const char      *reader)
{
  LONG code = SCardConnect (self->context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                            &self->card, &self->protocol);

  self->has_card = code == SCARD_S_SUCCESS;

  return code;
}

/* Overrides ---------------------------------------------------------------- */

static gboolean
ecpa_pcsc_channel_begin (EcpaCardChannel  *channel,
                         GError          **error)
{
  EcpaPcscChannel *self = ECPA_PCSC_CHANNEL (channel);
  LONG code;

  if (!self->has_card)
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_REMOVED);
      return FALSE;
    }

  /* Another program may reset the card at any time while nobody holds it. */
  code = SCardBeginTransaction (self->card);
  if (code == SCARD_W_RESET_CARD)
    {
      code = SCardReconnect (self->card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                             SCARD_LEAVE_CARD, &self->protocol);
      if (code == SCARD_S_SUCCESS)
        code = SCardBeginTransaction (self->card);
    }

  self->in_transaction = code == SCARD_S_SUCCESS;
  if (!self->in_transaction)
    {
      ecpa_pcsc_set_error (error, code, TRUE);
      close_card (self);
    }

  return self->in_transaction;
}

static void
ecpa_pcsc_channel_end (EcpaCardChannel *channel)
{
  end_transaction (ECPA_PCSC_CHANNEL (channel));
}

/* After any failure the handle goes: with vpcd it answers as the next card (facts/platform.md). */
static GBytes *
ecpa_pcsc_channel_transmit (EcpaCardChannel  *channel,
                            const guint8     *apdu,
                            gsize             length,
                            GError          **error)
{
  EcpaPcscChannel *self = ECPA_PCSC_CHANNEL (channel);
  guint8 answer[ANSWER_MAX];
  DWORD size = sizeof answer;
  GBytes *bytes;
  LONG code;

  if (!self->has_card)
    {
      ecpa_card_set_error (error, ECPA_CARD_ERROR_REMOVED);
      return NULL;
    }

  code = SCardTransmit (self->card, self->protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0,
                        apdu, length, NULL, answer, &size);
  if (code != SCARD_S_SUCCESS)
    {
      ecpa_pcsc_set_error (error, code, TRUE);
      close_card (self);
      return NULL;
    }

  bytes = ecpa_card_bytes_new (answer, MIN (size, sizeof answer));
  explicit_bzero (answer, sizeof answer);
  if (size < 2)
    close_card (self);

  return bytes;
}

static void
ecpa_pcsc_channel_finalize (GObject *object)
{
  EcpaPcscChannel *self = ECPA_PCSC_CHANNEL (object);

  close_card (self);

  G_OBJECT_CLASS (ecpa_pcsc_channel_parent_class)->finalize (object);
}

/* Class -------------------------------------------------------------------- */

static void
ecpa_pcsc_channel_iface_init (EcpaCardChannelInterface *iface)
{
  iface->begin = ecpa_pcsc_channel_begin;
  iface->end = ecpa_pcsc_channel_end;
  iface->transmit = ecpa_pcsc_channel_transmit;
}

static void
ecpa_pcsc_channel_class_init (EcpaPcscChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_pcsc_channel_finalize;
}

static void
ecpa_pcsc_channel_init (EcpaPcscChannel *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_pcsc_set_error:
 * @error: return location
 * @code: what pcsc-lite returned
 * @connected: whether the daemon had let us in and a card asked about had been connected to: what then says that there
 *   is none says that it was taken out, and who was let in is not turned away later: the daemon went
 *
 * Codes seen and documented: facts/cards.md 1.5, facts/platform.md A.
 */
void
ecpa_pcsc_set_error (GError   **error,
                     LONG       code,
                     gboolean   connected)
{
  switch (code)
    {
    case SCARD_E_NO_SERVICE:
    case SCARD_F_COMM_ERROR:         /* the daemon went while it was being asked, or hung up on us; */
    case SCARD_W_SECURITY_VIOLATION: /* which is what libpcsclite makes of every connection that was reset */
      ecpa_card_set_error (error, connected ? ECPA_CARD_ERROR_NO_SERVICE : ecpa_pcsc_daemon_diagnose ());
      break;
    case SCARD_E_INVALID_HANDLE: /* it was started anew and knows nothing of us */
      ecpa_card_set_error (error, ECPA_CARD_ERROR_NO_SERVICE);
      break;
    case SCARD_E_SERVICE_STOPPED: /* what libpcsclite says when daemon and library differ in version */
      ecpa_card_set_error (error, ECPA_CARD_ERROR_SERVICE_MISMATCH);
      break;
    case SCARD_E_UNKNOWN_READER:
    case SCARD_E_READER_UNAVAILABLE:
    case SCARD_E_NO_READERS_AVAILABLE:
      ecpa_card_set_error (error, ECPA_CARD_ERROR_NO_READER);
      break;
    case SCARD_E_NO_SMARTCARD:
      ecpa_card_set_error (error, connected ? ECPA_CARD_ERROR_REMOVED : ECPA_CARD_ERROR_NO_CARD);
      break;
    case SCARD_W_REMOVED_CARD:
    case SCARD_E_NOT_TRANSACTED: /* "Transaction failed": the APDU after the card was pulled */
    case SCARD_W_RESET_CARD: /* nobody resets a card that we hold but one who puts in another */
      ecpa_card_set_error (error, ECPA_CARD_ERROR_REMOVED);
      break;
    case SCARD_E_SHARING_VIOLATION:
      ecpa_card_set_error (error, ECPA_CARD_ERROR_IN_USE);
      break;
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_W_UNSUPPORTED_CARD:
    case SCARD_E_PROTO_MISMATCH:
      ecpa_card_set_error (error, ECPA_CARD_ERROR_MUTE);
      break;
    default:
      ecpa_card_set_error (error, ECPA_CARD_ERROR_COMMUNICATION);
    }
}

/**
 * ecpa_pcsc_channel_new:
 * @reader: a reader's name
 * @error: return location
 *
 * Connects to the card in @reader, shared. Lane thread; may block.
 *
 * Returns: (transfer full) (nullable): a channel, or %NULL and a %ECPA_CARD_ERROR
 */
EcpaCardChannel *
ecpa_pcsc_channel_new (const char  *reader,
                       GError     **error)
{
  g_autoptr (EcpaPcscChannel) self = g_object_new (ECPA_TYPE_PCSC_CHANNEL, NULL);
  LONG code = SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &self->context);

  self->has_context = code == SCARD_S_SUCCESS;
  if (self->has_context)
    code = open_card (self, reader);

  if (!self->has_card)
    {
      ecpa_pcsc_set_error (error, code, FALSE);
      return NULL;
    }

  return ECPA_CARD_CHANNEL (g_steal_pointer (&self));
}
