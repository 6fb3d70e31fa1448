/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-proof.h"

#include <string.h>

#define NUMBER "990000001007"

/* Auxiliaries -------------------------------------------------------------- */

static GBytes *
counting (guint8 first,
          gsize  length)
{
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (first + i);

  return g_bytes_new_take (data, length);
}

static GBytes *
from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));

  return g_bytes_new_take (data, length);
}

static GBytes *
flipped (GBytes *bytes,
         gsize   index)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);

  copy[index] ^= 0x01;

  return g_bytes_new_take (copy, length);
}

static GBytes *
sample_message (void)
{
  g_autoptr (GBytes) card_id = from_hex ("cbff162a8ea2c14357bfe35d");
  g_autoptr (GBytes) card_challenge = counting (0, ECPA_CARD_CHALLENGE_LENGTH);
  g_autoptr (GBytes) backend_challenge = counting (0x20, ECPA_BACKEND_CHALLENGE_LENGTH);
  g_autoptr (GBytes) login_id = counting (0x80, ECPA_LOGIN_ID_LENGTH);
  g_autoptr (GBytes) input = ecpa_card_proof_input (backend_challenge, "localhost:8443", login_id);

  g_assert_nonnull (input);
  g_assert_cmpuint (g_bytes_get_size (input), ==, ECPA_CARD_PROOF_INPUT_LENGTH);

  return ecpa_card_proof_message (card_id, card_challenge, input);
}

/* Tests -------------------------------------------------------------------- */

/* Both values were computed by another implementation of RFC 8032 than the one under test. */
static void
test_vectors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = sample_message ();
  g_autoptr (GBytes) key = ecpa_training_card_public_key (NUMBER, &error);
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (GBytes) expected_key = from_hex (
    "53cdf71c6bd78d6edad437e5cc1ce18581b89ba5ba709196ce027ba0d7782d4c");
  g_autoptr (GBytes) expected_proof = from_hex (
    "dbf50a9a74df8bebb57fc10f10aa146a8700bc7b7150beee7ec70a1cd483d141"
    "22e4439c69d7cf422b31f0d9ee7cdb2f53d7367d635721292c59014e50235c04");

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (key, expected_key));

  proof = ecpa_training_card_sign (NUMBER, message, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (proof, expected_proof));
  g_assert_true (ecpa_card_proof_verify (key, message, proof, &error));
  g_assert_no_error (error);
}

/* RFC 8032 7.1, TEST 2 */
static void
test_rfc8032 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = from_hex ("72");
  g_autoptr (GBytes) key = from_hex (
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  g_autoptr (GBytes) proof = from_hex (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  g_assert_true (ecpa_card_proof_verify (key, message, proof, &error));
  g_assert_no_error (error);
}

/* Every byte of what is signed counts, and every byte of the signature. */
static void
test_tampered (void)
{
  g_autoptr (GError) fatal = NULL;
  g_autoptr (GBytes) message = sample_message ();
  g_autoptr (GBytes) key = ecpa_training_card_public_key (NUMBER, &fatal);
  g_autoptr (GBytes) proof = ecpa_training_card_sign (NUMBER, message, &fatal);

  g_assert_no_error (fatal);
  for (gsize i = 0; i < g_bytes_get_size (message); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) other = flipped (message, i);

      g_assert_false (ecpa_card_proof_verify (key, other, proof, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
    }
  for (gsize i = 0; i < ECPA_CARD_PROOF_LENGTH; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) other = flipped (proof, i);

      g_assert_false (ecpa_card_proof_verify (key, message, other, &error));
      g_assert_nonnull (error);
    }
}

static void
test_other_card (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = sample_message ();
  g_autoptr (GBytes) key = ecpa_training_card_public_key ("990000002118", NULL);
  g_autoptr (GBytes) proof = ecpa_training_card_sign (NUMBER, message, NULL);

  g_assert_false (ecpa_card_proof_verify (key, message, proof, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_backend_name (void)
{
  g_autoptr (GBytes) challenge = counting (0, ECPA_BACKEND_CHALLENGE_LENGTH);
  g_autoptr (GBytes) login_id = counting (0, ECPA_LOGIN_ID_LENGTH);
  g_autoptr (GBytes) one = ecpa_card_proof_input (challenge, "localhost:8443", login_id);
  g_autoptr (GBytes) other = ecpa_card_proof_input (challenge, "localhost:8444", login_id);

  g_assert_false (g_bytes_equal (one, other));
}

static void
test_wrong_lengths (void)
{
  const gsize wrong[] = { 0, 1, 7, 9, 11, 13, 15, 17, 31, 33, 79, 81 };
  g_autoptr (GBytes) id = counting (0, ECPA_CARD_ID_LENGTH);
  g_autoptr (GBytes) card_challenge = counting (0, ECPA_CARD_CHALLENGE_LENGTH);
  g_autoptr (GBytes) challenge = counting (0, ECPA_BACKEND_CHALLENGE_LENGTH);
  g_autoptr (GBytes) login_id = counting (0, ECPA_LOGIN_ID_LENGTH);
  g_autoptr (GBytes) input = counting (0, ECPA_CARD_PROOF_INPUT_LENGTH);
  g_autoptr (GBytes) key = counting (0, ECPA_CARD_PUBLIC_KEY_LENGTH);
  g_autoptr (GBytes) proof = counting (0, ECPA_CARD_PROOF_LENGTH);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bad = counting (0, wrong[i]);

      g_assert_null (ecpa_card_proof_input (bad, "name", login_id));
      g_assert_null (ecpa_card_proof_input (challenge, "name", bad));
      g_assert_null (ecpa_card_proof_message (bad, card_challenge, input));
      g_assert_null (ecpa_card_proof_message (id, bad, input));
      g_assert_null (ecpa_card_proof_message (id, card_challenge, bad));
      g_assert_false (ecpa_card_proof_verify (bad, input, proof, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
      g_assert_false (ecpa_card_proof_verify (key, input, bad, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_not_a_number (void)
{
  const char *const wrong[] = { "", "99000000100", "9900000010070", "99000000100x", "９９" };
  g_autoptr (GBytes) message = counting (0, 16);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ecpa_training_card_public_key (wrong[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
      g_assert_null (ecpa_training_card_sign (wrong[i], message, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/card-proof/vectors", test_vectors);
  g_test_add_func ("/pki/card-proof/rfc8032", test_rfc8032);
  g_test_add_func ("/pki/card-proof/tampered", test_tampered);
  g_test_add_func ("/pki/card-proof/other-card", test_other_card);
  g_test_add_func ("/pki/card-proof/backend-name", test_backend_name);
  g_test_add_func ("/pki/card-proof/wrong-lengths", test_wrong_lengths);
  g_test_add_func ("/pki/card-proof/not-a-number", test_not_a_number);

  return g_test_run ();
}
