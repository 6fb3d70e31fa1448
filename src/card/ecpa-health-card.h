/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-card-transport.h"

G_BEGIN_DECLS

/**
 * EcpaHealthCard:
 * @number: 卡號, 12 digits
 * @name: 姓名 in UTF-8; may be empty
 * @name_complete: %FALSE where a character could not be read
 * @national_id: 身分證字號 or 統一證號, normalised
 * @birth_date: `YYYMMDD`
 * @sex: `M`, `F` or another letter
 * @issue_date: `YYYMMDD`
 *
 * The 57 bytes of a health card (facts/cards.md 1.3). A greeting, never a proof. Wiped when freed.
 */
typedef struct
{
  char     *number;
  char     *name;
  gboolean  name_complete;
  char     *national_id;
  char     *birth_date;
  char      sex;
  char     *issue_date;
} EcpaHealthCard;

#define ECPA_TYPE_HEALTH_CARD (ecpa_health_card_get_type ())
GType           ecpa_health_card_get_type (void) G_GNUC_CONST;
EcpaHealthCard *ecpa_health_card_copy     (EcpaHealthCard *self);
void            ecpa_health_card_free     (EcpaHealthCard *self);
gboolean        ecpa_health_card_equal    (EcpaHealthCard *self,
                                           EcpaHealthCard *other);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaHealthCard, ecpa_health_card_free)

EcpaHealthCard *ecpa_health_card_parse    (const guint8      *bytes,
                                           gsize              length,
                                           GError           **error);
/* Connects, reads in one transaction, closes. SELECT is best effort; only 57 bytes and 9000 decide. Lane thread. */
EcpaHealthCard *ecpa_health_card_read     (EcpaCardTransport *transport,
                                           const char        *reader,
                                           GCancellable      *cancellable,
                                           GError           **error);

/**
 * EcpaCardChallenge:
 * @login_id: the backend's once-only id of this login
 * @input: what the card is sent (`ecpa_card_proof_input()`)
 *
 * What the backend answered to a card's id and challenge.
 */
typedef struct
{
  GBytes *login_id;
  GBytes *input;
} EcpaCardChallenge;

EcpaCardChallenge *ecpa_card_challenge_new  (GBytes            *login_id,
                                             GBytes            *input);
void               ecpa_card_challenge_free (EcpaCardChallenge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardChallenge, ecpa_card_challenge_free)

/* Fetches the backend's challenge; called on the lane inside the card's transaction, may block, heeds @cancellable. */
typedef EcpaCardChallenge *(*EcpaCardChallengeFunc) (GBytes        *card_id,
                                                     GBytes        *card_challenge,
                                                     gpointer       user_data,
                                                     GCancellable  *cancellable,
                                                     GError       **error);

/**
 * EcpaCardProof:
 * @card_id: the card's 12-byte id
 * @login_id: the login it is good for
 * @proof: the card's signature
 *
 * A card's answer to the backend's challenge.
 */
typedef struct
{
  GBytes *card_id;
  GBytes *login_id;
  GBytes *proof;
} EcpaCardProof;

void ecpa_card_proof_free (EcpaCardProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EcpaCardProof, ecpa_card_proof_free)

/* One transaction: reads the identity again and compares it with @expected (%ECPA_CARD_ERROR_CHANGED), card id, GET
 * CHALLENGE, @fetch, INTERNAL AUTHENTICATE. Any failed transmit drops the handle. Lane thread. */
EcpaCardProof  *ecpa_health_card_prove    (EcpaCardTransport     *transport,
                                           const char            *reader,
                                           EcpaHealthCard        *expected,
                                           EcpaCardChallengeFunc  fetch,
                                           gpointer               user_data,
                                           GCancellable          *cancellable,
                                           GError               **error);

G_END_DECLS
