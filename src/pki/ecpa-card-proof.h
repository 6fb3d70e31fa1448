/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The direct proof of a health card, scheme `training-ed25519`: the card signs, with its own Ed25519 key
 * (RFC 8032), the message
 *
 *   "ECPA-CARD-PROOF-1" 00 | card id (12) | card challenge (8) | backend challenge (32)
 *                          | SHA-256 of the backend's name (32) | login id (16)
 *
 * It is sent the last three (80 bytes) by INTERNAL AUTHENTICATE (ISO 7816-4: 00 88 00 00 50 … 00), puts its own
 * id and its own outstanding GET CHALLENGE before them, and forgets that challenge. So neither what is read off
 * a card nor an older signature proves anything. */
#define ECPA_CARD_PROOF_SCHEME_TRAINING "training-ed25519"

#define ECPA_CARD_ID_LENGTH 12
#define ECPA_CARD_CHALLENGE_LENGTH 8
#define ECPA_BACKEND_CHALLENGE_LENGTH 32
#define ECPA_LOGIN_ID_LENGTH 16
#define ECPA_CARD_PROOF_INPUT_LENGTH 80
#define ECPA_CARD_PROOF_LENGTH 64
#define ECPA_CARD_PUBLIC_KEY_LENGTH 32

GBytes   *ecpa_card_proof_input         (GBytes      *backend_challenge,
                                         const char  *backend_name,
                                         GBytes      *login_id);
GBytes   *ecpa_card_proof_message       (GBytes      *card_id,
                                         GBytes      *card_challenge,
                                         GBytes      *input);
gboolean  ecpa_card_proof_verify        (GBytes      *public_key,
                                         GBytes      *message,
                                         GBytes      *proof,
                                         GError     **error);

/* The keys of made-up cards follow from their numbers, so that the simulator and a training backend agree
 * without a file of keys. A backend outside training refuses the scheme. */
GBytes   *ecpa_training_card_public_key (const char  *card_number,
                                         GError     **error);
GBytes   *ecpa_training_card_sign       (const char  *card_number,
                                         GBytes      *message,
                                         GError     **error);

G_END_DECLS
