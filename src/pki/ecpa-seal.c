/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-seal.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define CIPHER GNUTLS_CIPHER_AES_256_GCM
#define MAGIC "ecpa-1"
#define NONCE_LENGTH 12
#define TAG_LENGTH 16

/* Types -------------------------------------------------------------------- */

/* In front of what is sealed, and as good as sealed: a changed one does not open. */
typedef struct
{
  char   magic[8];
  guint8 made[8];               /* big-endian */
  guint8 nonce[NONCE_LENGTH];
} Header;

/* Auxiliaries -------------------------------------------------------------- */

static gnutls_aead_cipher_hd_t
make_cipher (GBytes  *key,
             GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (key, &length);
  const gnutls_datum_t datum = { (unsigned char *) bytes, (unsigned int) length };
  gnutls_aead_cipher_hd_t cipher;
  int code = gnutls_aead_cipher_init (&cipher, CIPHER, &datum);

  if (code == GNUTLS_E_SUCCESS)
    return cipher;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "No cipher: %s", gnutls_strerror (code));

  return NULL;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_seal_random:
 * @length: how many bytes
 *
 * Any thread.
 *
 * Returns: (transfer full): random bytes fit for a key
 */
GBytes *
ecpa_seal_random (gsize length)
{
  guint8 *bytes = g_malloc (length);

  if (gnutls_rnd (GNUTLS_RND_KEY, bytes, length) != GNUTLS_E_SUCCESS)
    g_error ("No random bytes");

  return g_bytes_new_take (bytes, length);
}

/**
 * ecpa_seal_close:
 * @key: %ECPA_SEAL_KEY_LENGTH bytes
 * @plain: what to seal
 * @made: when, in seconds of the epoch; sealed too
 * @error: where GnuTLS fails
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what only @key opens
 */
GBytes *
ecpa_seal_close (GBytes  *key,
                 GBytes  *plain,
                 gint64   made,
                 GError **error)
{
  Header header = { .magic = MAGIC };
  gnutls_aead_cipher_hd_t cipher;
  guint64 when = GUINT64_TO_BE ((guint64) made);
  gsize length;
  const void *data;
  gsize sealed_length;
  guint8 *sealed;
  int code;

  g_return_val_if_fail (key != NULL && g_bytes_get_size (key) == ECPA_SEAL_KEY_LENGTH, NULL);
  g_return_val_if_fail (plain != NULL, NULL);

  cipher = make_cipher (key, error);
  if (cipher == NULL)
    return NULL;

  data = g_bytes_get_data (plain, &length);
  memcpy (header.made, &when, sizeof when);
  gnutls_rnd (GNUTLS_RND_NONCE, header.nonce, sizeof header.nonce);
  sealed_length = length + TAG_LENGTH;
  sealed = g_malloc (sizeof header + sealed_length);
  memcpy (sealed, &header, sizeof header);
  code = gnutls_aead_cipher_encrypt (cipher, header.nonce, sizeof header.nonce, &header, sizeof header, TAG_LENGTH,
                                     data != NULL ? data : "", length, sealed + sizeof header, &sealed_length);
  gnutls_aead_cipher_deinit (cipher);
  if (code == GNUTLS_E_SUCCESS)
    return g_bytes_new_take (sealed, sizeof header + sealed_length);

  g_free (sealed);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Not sealed: %s", gnutls_strerror (code));

  return NULL;
}

/**
 * ecpa_seal_open:
 * @key: %ECPA_SEAL_KEY_LENGTH bytes
 * @sealed: as from ecpa_seal_close(), of any source
 * @made: (out): when it was sealed
 * @error: %G_IO_ERROR_INVALID_DATA where it is not what was sealed with @key
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what was sealed
 */
GBytes *
ecpa_seal_open (GBytes  *key,
                GBytes  *sealed,
                gint64  *made,
                GError **error)
{
  gnutls_aead_cipher_hd_t cipher;
  Header header;
  gsize length;
  const guint8 *data;
  gsize plain_length;
  guint8 *plain;
  guint64 when;
  int code;

  g_return_val_if_fail (key != NULL && g_bytes_get_size (key) == ECPA_SEAL_KEY_LENGTH, NULL);
  g_return_val_if_fail (sealed != NULL && made != NULL, NULL);

  data = g_bytes_get_data (sealed, &length);
  if (length < sizeof header + TAG_LENGTH || memcmp (data, MAGIC, sizeof MAGIC) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Nothing of ours");
      return NULL;
    }
  cipher = make_cipher (key, error);
  if (cipher == NULL)
    return NULL;

  memcpy (&header, data, sizeof header);
  plain_length = length - sizeof header;
  plain = g_malloc (plain_length);
  code = gnutls_aead_cipher_decrypt (cipher, header.nonce, sizeof header.nonce, &header, sizeof header, TAG_LENGTH,
                                     data + sizeof header, length - sizeof header, plain, &plain_length);
  gnutls_aead_cipher_deinit (cipher);
  if (code != GNUTLS_E_SUCCESS)
    {
      g_free (plain);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not sealed with this key: %s", gnutls_strerror (code));
      return NULL;
    }

  memcpy (&when, header.made, sizeof when);
  *made = (gint64) GUINT64_FROM_BE (when);

  return g_bytes_new_take (plain, plain_length);
}
