/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card's proof: whatever key, message and proof are, there is an answer; what a card signed is accepted, and with
 * any one bit changed it is not. */

#include "fuzz.h"

#include "ecpa-card-proof.h"

#define NUMBER "000011112222"

static void
try_anything (Fuzz *input)
{
  uint8_t first = fuzz_byte (input);
  uint8_t second = fuzz_byte (input);
  g_autoptr (GBytes) key = fuzz_bytes (input, first);
  g_autoptr (GBytes) proof = fuzz_bytes (input, second);
  g_autoptr (GBytes) message = fuzz_bytes (input, input->size);
  g_autoptr (GError) error = NULL;

  g_assert_true (ecpa_card_proof_verify (key, message, proof, &error) == (error == NULL));
}

static void
try_signed (Fuzz *input)
{
  uint8_t bit = fuzz_byte (input);
  g_autoptr (GBytes) message = fuzz_bytes (input, input->size);
  g_autoptr (GBytes) key = ecpa_training_card_public_key (NUMBER, NULL);
  g_autoptr (GBytes) proof = ecpa_training_card_sign (NUMBER, message, NULL);
  g_autoptr (GBytes) changed = NULL;
  g_autofree guint8 *copy = NULL;

  g_assert_cmpuint (g_bytes_get_size (proof), ==, ECPA_CARD_PROOF_LENGTH);
  g_assert_true (ecpa_card_proof_verify (key, message, proof, NULL));
  copy = g_memdup2 (g_bytes_get_data (proof, NULL), ECPA_CARD_PROOF_LENGTH);
  copy[bit / 8 % ECPA_CARD_PROOF_LENGTH] ^= (guint8) (1u << bit % 8);
  changed = g_bytes_new (copy, ECPA_CARD_PROOF_LENGTH);
  g_assert_false (ecpa_card_proof_verify (key, message, changed, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Fuzz input = { data, size };

  if (size == 0)
    return 0;
  if (fuzz_byte (&input) % 2 == 0)
    try_anything (&input);
  else
    try_signed (&input);

  return 0;
}
