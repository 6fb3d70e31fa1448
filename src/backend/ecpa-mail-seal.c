/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mail-seal.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define NONCE_BYTES 12
#define TAG_BYTES 16

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
fail (int      code,
      GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Mail seal: %s", gnutls_strerror (code));

  return FALSE;
}

static gboolean
open_cipher (GBytes                   *key,
             gnutls_aead_cipher_hd_t  *handle,
             GError                  **error)
{
  gsize size;
  gnutls_datum_t datum = { (unsigned char *) g_bytes_get_data (key, &size), ECPA_MAIL_KEY_BYTES };
  int code;

  g_return_val_if_fail (size == ECPA_MAIL_KEY_BYTES, FALSE);

  code = gnutls_aead_cipher_init (handle, GNUTLS_CIPHER_AES_256_GCM, &datum);

  return code >= 0 || fail (code, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_mail_key_load:
 * @database: (nullable): the database's file; %NULL for one in memory
 * @error: a #GFileError
 *
 * Reads the key from `DATABASE-mail-key`, or makes it with mode 0600. It is not part of a backup, so a backup holds
 * no code that still waits in a mail.
 *
 * Returns: (transfer full) (nullable): the key
 */
GBytes *
ecpa_mail_key_load (const char  *database,
                    GError     **error)
{
  g_autofree char *path = database != NULL ? g_strconcat (database, ECPA_MAIL_KEY_SUFFIX, NULL) : NULL;
  g_autofree guint8 *key = NULL;
  g_autofree char *found = NULL;
  gsize size;

  if (path != NULL && g_file_get_contents (path, &found, &size, NULL) && size == ECPA_MAIL_KEY_BYTES)
    return g_bytes_new_take (g_steal_pointer (&found), size);

  key = g_malloc (ECPA_MAIL_KEY_BYTES);
  if (gnutls_rnd (GNUTLS_RND_KEY, key, ECPA_MAIL_KEY_BYTES) < 0)
    g_error ("The system has no randomness");
  if (path != NULL
      && !g_file_set_contents_full (path, (const char *) key, ECPA_MAIL_KEY_BYTES,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&key), ECPA_MAIL_KEY_BYTES);
}

/**
 * ecpa_mail_seal:
 * @key: the key
 * @context: what the sealed bytes belong to; they open nowhere else
 * @data: bytes
 * @size: how many
 * @error: where GnuTLS fails
 *
 * Returns: (transfer full) (nullable): nonce, sealed bytes and tag
 */
GBytes *
ecpa_mail_seal (GBytes         *key,
                const char     *context,
                gconstpointer   data,
                gsize           size,
                GError        **error)
{
  gsize room = size + TAG_BYTES;
  g_autofree guint8 *all = g_malloc (NONCE_BYTES + room);
  gnutls_aead_cipher_hd_t handle;
  int code;

  if (!open_cipher (key, &handle, error))
    return NULL;
  if (gnutls_rnd (GNUTLS_RND_NONCE, all, NONCE_BYTES) < 0)
    g_error ("The system has no randomness");
  code = gnutls_aead_cipher_encrypt (handle, all, NONCE_BYTES, context, strlen (context), TAG_BYTES, data, size,
                                     all + NONCE_BYTES, &room);
  gnutls_aead_cipher_deinit (handle);
  if (code < 0)
    {
      fail (code, error);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&all), NONCE_BYTES + room);
}

/**
 * ecpa_mail_unseal:
 * @key: the key
 * @context: what the sealed bytes belong to
 * @sealed: what ecpa_mail_seal() made
 * @size: (out): how many bytes
 * @error: where it was sealed with another key, for something else, or changed
 *
 * Returns: (transfer full) (nullable): the bytes; wipe them
 */
guint8 *
ecpa_mail_unseal (GBytes      *key,
                  const char  *context,
                  GBytes      *sealed,
                  gsize       *size,
                  GError     **error)
{
  gsize sealed_size;
  const guint8 *data = g_bytes_get_data (sealed, &sealed_size);
  g_autofree guint8 *clear = NULL;
  gnutls_aead_cipher_hd_t handle;
  int code;

  if (sealed_size < NONCE_BYTES + TAG_BYTES)
    {
      fail (GNUTLS_E_DECRYPTION_FAILED, error);
      return NULL;
    }
  if (!open_cipher (key, &handle, error))
    return NULL;

  *size = sealed_size - NONCE_BYTES - TAG_BYTES;
  clear = g_malloc (*size + 1);
  code = gnutls_aead_cipher_decrypt (handle, data, NONCE_BYTES, context, strlen (context), TAG_BYTES,
                                     data + NONCE_BYTES, sealed_size - NONCE_BYTES, clear, size);
  gnutls_aead_cipher_deinit (handle);
  if (code < 0)
    {
      fail (code, error);
      return NULL;
    }

  return g_steal_pointer (&clear);
}
