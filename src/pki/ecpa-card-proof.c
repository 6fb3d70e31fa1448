/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-proof.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

/* Its closing NUL is the 00 of the message. */
static const char message_prefix[] = "ECPA-CARD-PROOF-1";
static const char seed_prefix[] = "ecpa-training-card-1";

/* A PKCS#8 PrivateKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 7). */
static const guint8 pkcs8_prefix[] = {
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
};

#define SEED_LENGTH 32
#define CARD_NUMBER_LENGTH 12

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
has_length (GBytes *bytes,
            gsize   length)
{
  return bytes != NULL && g_bytes_get_size (bytes) == length;
}

static void
set_gnutls_error (GError     **error,
                  const char  *what,
                  int          code)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, gnutls_strerror (code));
}

static void
append_bytes (GByteArray *array,
              GBytes     *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_byte_array_append (array, data, (guint) length);
}

static GBytes *
public_key_of (gnutls_privkey_t   key,
               GError           **error)
{
  gnutls_pubkey_t public_key = NULL;
  gnutls_datum_t point = { NULL, 0 };
  GBytes *bytes = NULL;
  int code = gnutls_pubkey_init (&public_key);

  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_import_privkey (public_key, key, 0, 0);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_export_ecc_raw2 (public_key, NULL, &point, NULL, GNUTLS_EXPORT_FLAG_NO_LZ);
  if (code == GNUTLS_E_SUCCESS)
    bytes = g_bytes_new (point.data, point.size);
  else
    set_gnutls_error (error, "The card's public key cannot be derived", code);

  gnutls_free (point.data);
  if (public_key != NULL)
    gnutls_pubkey_deinit (public_key);

  return bytes;
}

/* The key of a made-up card; the caller frees it. */
static gnutls_privkey_t
load_training_key (const char  *card_number,
                   GError     **error)
{
  g_autofree char *text = NULL;
  guint8 der[sizeof pkcs8_prefix + SEED_LENGTH];
  gnutls_datum_t datum = { der, sizeof der };
  gnutls_privkey_t key = NULL;
  int code;

  if (strlen (card_number) != CARD_NUMBER_LENGTH
      || strspn (card_number, "0123456789") != CARD_NUMBER_LENGTH)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Not the number of a card");
      return NULL;
    }

  text = g_strdup_printf ("%s|%s", seed_prefix, card_number);
  memcpy (der, pkcs8_prefix, sizeof pkcs8_prefix);
  code = gnutls_hash_fast (GNUTLS_DIG_SHA256, text, strlen (text), der + sizeof pkcs8_prefix);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_privkey_init (&key);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_privkey_import_x509_raw (key, &datum, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN);
  gnutls_memset (der, 0, sizeof der);

  if (code != GNUTLS_E_SUCCESS)
    {
      set_gnutls_error (error, "The key of a training card cannot be made", code);
      if (key != NULL)
        gnutls_privkey_deinit (key);
      return NULL;
    }

  return key;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_proof_input:
 * @backend_challenge: %ECPA_BACKEND_CHALLENGE_LENGTH random bytes, used once
 * @backend_name: the name the backend is known by, as its clients connect to it
 * @login_id: %ECPA_LOGIN_ID_LENGTH bytes, used once
 *
 * Puts together what a card is sent to sign. Any thread.
 *
 * Returns: (transfer full) (nullable): %ECPA_CARD_PROOF_INPUT_LENGTH bytes, or %NULL where an argument has the
 *   wrong length
 */
GBytes *
ecpa_card_proof_input (GBytes     *backend_challenge,
                       const char *backend_name,
                       GBytes     *login_id)
{
  GByteArray *input;
  guint8 digest[SEED_LENGTH];

  g_return_val_if_fail (backend_name != NULL, NULL);

  if (!has_length (backend_challenge, ECPA_BACKEND_CHALLENGE_LENGTH)
      || !has_length (login_id, ECPA_LOGIN_ID_LENGTH)
      || gnutls_hash_fast (GNUTLS_DIG_SHA256, backend_name, strlen (backend_name), digest) != GNUTLS_E_SUCCESS)
    return NULL;

  input = g_byte_array_sized_new (ECPA_CARD_PROOF_INPUT_LENGTH);
  append_bytes (input, backend_challenge);
  g_byte_array_append (input, digest, sizeof digest);
  append_bytes (input, login_id);

  return g_byte_array_free_to_bytes (input);
}

/**
 * ecpa_card_proof_message:
 * @card_id: the card's %ECPA_CARD_ID_LENGTH bytes of id
 * @card_challenge: the %ECPA_CARD_CHALLENGE_LENGTH bytes of its outstanding GET CHALLENGE
 * @input: what it is sent ([func@card_proof_input])
 *
 * Puts together what a card signs. Any thread.
 *
 * Returns: (transfer full) (nullable): the message, or %NULL where an argument has the wrong length
 */
GBytes *
ecpa_card_proof_message (GBytes *card_id,
                         GBytes *card_challenge,
                         GBytes *input)
{
  GByteArray *message;

  if (!has_length (card_id, ECPA_CARD_ID_LENGTH)
      || !has_length (card_challenge, ECPA_CARD_CHALLENGE_LENGTH)
      || !has_length (input, ECPA_CARD_PROOF_INPUT_LENGTH))
    return NULL;

  message = g_byte_array_new ();
  g_byte_array_append (message, (const guint8 *) message_prefix, sizeof message_prefix);
  append_bytes (message, card_id);
  append_bytes (message, card_challenge);
  append_bytes (message, input);

  return g_byte_array_free_to_bytes (message);
}

/**
 * ecpa_card_proof_verify:
 * @public_key: the card's public key as the backend keeps it, %ECPA_CARD_PUBLIC_KEY_LENGTH bytes
 * @message: what must have been signed ([func@card_proof_message])
 * @proof: what came up
 * @error: return location
 *
 * Checks an Ed25519 signature (RFC 8032). Any thread.
 *
 * Returns: whether @proof is the signature of @message under @public_key; else @error is
 *   %G_IO_ERROR_INVALID_ARGUMENT for wrong lengths, %G_IO_ERROR_PERMISSION_DENIED for a signature that is not
 *   good, %G_IO_ERROR_FAILED where the library failed
 */
gboolean
ecpa_card_proof_verify (GBytes  *public_key,
                        GBytes  *message,
                        GBytes  *proof,
                        GError **error)
{
  gnutls_pubkey_t key = NULL;
  gnutls_datum_t point = { NULL, 0 };
  gnutls_datum_t data = { NULL, 0 };
  gnutls_datum_t signature = { NULL, 0 };
  int code;

  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!has_length (public_key, ECPA_CARD_PUBLIC_KEY_LENGTH) || message == NULL
      || !has_length (proof, ECPA_CARD_PROOF_LENGTH))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Not a card's proof");
      return FALSE;
    }

  point.data = (unsigned char *) g_bytes_get_data (public_key, NULL);
  point.size = ECPA_CARD_PUBLIC_KEY_LENGTH;
  data.data = (unsigned char *) g_bytes_get_data (message, NULL);
  data.size = (unsigned int) g_bytes_get_size (message);
  signature.data = (unsigned char *) g_bytes_get_data (proof, NULL);
  signature.size = ECPA_CARD_PROOF_LENGTH;

  code = gnutls_pubkey_init (&key);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_ED25519, &point, NULL);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &signature);
  if (key != NULL)
    gnutls_pubkey_deinit (key);

  if (code == GNUTLS_E_PK_SIG_VERIFY_FAILED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The card's proof is not good");
  else if (code < 0)
    set_gnutls_error (error, "The card's proof cannot be checked", code);

  return code >= 0;
}

/**
 * ecpa_training_card_public_key:
 * @card_number: the 12 digits printed on a made-up card
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): %ECPA_CARD_PUBLIC_KEY_LENGTH bytes, or %NULL and @error
 *   (%G_IO_ERROR_INVALID_ARGUMENT where it is not a card number)
 */
GBytes *
ecpa_training_card_public_key (const char  *card_number,
                               GError     **error)
{
  gnutls_privkey_t key;
  GBytes *bytes;

  g_return_val_if_fail (card_number != NULL, NULL);

  key = load_training_key (card_number, error);
  if (key == NULL)
    return NULL;

  bytes = public_key_of (key, error);
  gnutls_privkey_deinit (key);

  return bytes;
}

/**
 * ecpa_training_card_sign:
 * @card_number: the 12 digits printed on a made-up card
 * @message: what it shall sign ([func@card_proof_message])
 * @error: return location
 *
 * Does what only the card can do, for a card that is made up. Any thread.
 *
 * Returns: (transfer full) (nullable): %ECPA_CARD_PROOF_LENGTH bytes, or %NULL and @error
 *   (%G_IO_ERROR_INVALID_ARGUMENT where it is not a card number)
 */
GBytes *
ecpa_training_card_sign (const char  *card_number,
                         GBytes      *message,
                         GError     **error)
{
  gnutls_privkey_t key;
  gnutls_datum_t data = { NULL, 0 };
  gnutls_datum_t signature = { NULL, 0 };
  GBytes *bytes = NULL;
  int code;

  g_return_val_if_fail (card_number != NULL && message != NULL, NULL);

  key = load_training_key (card_number, error);
  if (key == NULL)
    return NULL;

  data.data = (unsigned char *) g_bytes_get_data (message, NULL);
  data.size = (unsigned int) g_bytes_get_size (message);
  code = gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &signature);
  gnutls_privkey_deinit (key);

  if (code == GNUTLS_E_SUCCESS)
    bytes = g_bytes_new (signature.data, signature.size);
  else
    set_gnutls_error (error, "A training card cannot sign", code);
  gnutls_free (signature.data);

  return bytes;
}
