/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * EcpaCardError:
 * @ECPA_CARD_ERROR_NO_SERVICE: pcscd is not there, or went just now
 * @ECPA_CARD_ERROR_SERVICE_DOWN: its socket is there, and nobody answers it: it was killed or hangs
 * @ECPA_CARD_ERROR_NOT_PERMITTED: it refuses this user
 * @ECPA_CARD_ERROR_SERVICE_MISMATCH: its protocol and ours differ (0x8010001E, a Flatpak with another pcsc-lite)
 * @ECPA_CARD_ERROR_NO_READER: the reader is gone
 * @ECPA_CARD_ERROR_NO_CARD: there is no card in it
 * @ECPA_CARD_ERROR_REMOVED: the card was taken out while it was being used
 * @ECPA_CARD_ERROR_CHANGED: another card is in now than the one that was shown
 * @ECPA_CARD_ERROR_IN_USE: another program holds the card
 * @ECPA_CARD_ERROR_MUTE: the card does not answer its reset: the wrong way round, dirty or broken
 * @ECPA_CARD_ERROR_NOT_HEALTH_CARD: it answers, but is not a health card
 * @ECPA_CARD_ERROR_BAD_ANSWER: what it answered cannot be understood
 * @ECPA_CARD_ERROR_NO_PROOF: it is a health card, but cannot prove itself without the NHI component
 * @ECPA_CARD_ERROR_COMMUNICATION: reader or service failed in another way
 *
 * What can go wrong between reader and card. Cancellation is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  ECPA_CARD_ERROR_NO_SERVICE,
  ECPA_CARD_ERROR_SERVICE_DOWN,
  ECPA_CARD_ERROR_NOT_PERMITTED,
  ECPA_CARD_ERROR_SERVICE_MISMATCH,
  ECPA_CARD_ERROR_NO_READER,
  ECPA_CARD_ERROR_NO_CARD,
  ECPA_CARD_ERROR_REMOVED,
  ECPA_CARD_ERROR_CHANGED,
  ECPA_CARD_ERROR_IN_USE,
  ECPA_CARD_ERROR_MUTE,
  ECPA_CARD_ERROR_NOT_HEALTH_CARD,
  ECPA_CARD_ERROR_BAD_ANSWER,
  ECPA_CARD_ERROR_NO_PROOF,
  ECPA_CARD_ERROR_COMMUNICATION,
} EcpaCardError;

#define ECPA_CARD_ERROR (ecpa_card_error_quark ())
GQuark ecpa_card_error_quark (void);

/* The one place that makes such an error: a fixed English text per code, so nothing personal gets into it. */
void    ecpa_card_set_error (GError        **error,
                             EcpaCardError   code);
/* Bytes that came from a card: a copy that is wiped when its last reference goes. */
GBytes *ecpa_card_bytes_new (const guint8   *data,
                             gsize           length);

/**
 * EcpaReaderState:
 * @name: the reader's name, as the system calls it
 * @card_present: whether a card is in
 * @mute: whether it is in and does not answer
 * @held: whether it is in and another program has it for itself; known late, as far as it is told at all
 * @event_count: grows with every insertion and removal, so that a quick swap shows
 * @atr: (nullable): the card's answer to reset
 *
 * What one reader looked like at one moment.
 */
typedef struct
{
  char     *name;
  gboolean  card_present;
  gboolean  mute;
  gboolean  held;
  guint     event_count;
  GBytes   *atr;
} EcpaReaderState;

EcpaReaderState *ecpa_reader_state_new  (const char      *name);
EcpaReaderState *ecpa_reader_state_copy (EcpaReaderState *self);
void             ecpa_reader_state_free (EcpaReaderState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaReaderState, ecpa_reader_state_free)

/**
 * EcpaCardChannel:
 *
 * A connection to the card in one reader: shared, left as it is on closing. Blocking; used by one lane thread
 * at a time. It is closed with its last reference.
 */
#define ECPA_TYPE_CARD_CHANNEL (ecpa_card_channel_get_type ())
G_DECLARE_INTERFACE (EcpaCardChannel, ecpa_card_channel, ECPA, CARD_CHANNEL, GObject)

struct _EcpaCardChannelInterface
{
  GTypeInterface parent;

  gboolean (*begin)    (EcpaCardChannel *self, GError **error);
  void     (*end)      (EcpaCardChannel *self);
  /* One APDU as it is; the answer with its two status bytes, or fewer than two bytes where the card went. */
  GBytes  *(*transmit) (EcpaCardChannel *self, const guint8 *apdu, gsize length, GError **error);
};

gboolean ecpa_card_channel_begin    (EcpaCardChannel  *self,
                                     GCancellable     *cancellable,
                                     GError          **error);
void     ecpa_card_channel_end      (EcpaCardChannel  *self);
/* The one funnel (style rule 14): checks cancel, transmits, fetches 61xx and 6Cxx, splits off the status word,
 * turns answers shorter than two bytes into %ECPA_CARD_ERROR_REMOVED. Any status word is a success here. */
GBytes  *ecpa_card_channel_exchange (EcpaCardChannel  *self,
                                     const guint8     *apdu,
                                     gsize             length,
                                     guint16          *status_word,
                                     GCancellable     *cancellable,
                                     GError          **error);

/**
 * EcpaCardTransport:
 *
 * A system of readers: PC/SC, or the simulator's. Every call may block and belongs on the reader watch's
 * thread (wait) or on a lane (connect); interrupt may be called from anywhere.
 */
#define ECPA_TYPE_CARD_TRANSPORT (ecpa_card_transport_get_type ())
G_DECLARE_INTERFACE (EcpaCardTransport, ecpa_card_transport, ECPA, CARD_TRANSPORT, GObject)

struct _EcpaCardTransportInterface
{
  GTypeInterface parent;

  GPtrArray       *(*wait)      (EcpaCardTransport *self, GPtrArray *known, GError **error);
  void             (*interrupt) (EcpaCardTransport *self);
  EcpaCardChannel *(*connect)   (EcpaCardTransport *self, const char *reader, GError **error);
};

/* Blocks without limit until the readers are not as @known ((element-type EcpaReaderState), NULL at first: answers
 * at once). Returns the new states, or an error: G_IO_ERROR_CANCELLED after interrupt, NO_SERVICE, SERVICE_DOWN,
 * NOT_PERMITTED, SERVICE_MISMATCH. An interrupt before the wait begins must not be lost. */
GPtrArray       *ecpa_card_transport_wait      (EcpaCardTransport  *self,
                                                GPtrArray          *known,
                                                GError            **error);
void             ecpa_card_transport_interrupt (EcpaCardTransport  *self);
EcpaCardChannel *ecpa_card_transport_connect   (EcpaCardTransport  *self,
                                                const char         *reader,
                                                GCancellable       *cancellable,
                                                GError            **error);

G_END_DECLS
