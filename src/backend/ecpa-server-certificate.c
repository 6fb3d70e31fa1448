/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-server-certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define VALID_SECONDS (397 * 86400)
#define EARLIER_SECONDS 3600
#define SERIAL_LENGTH 16

/* Types -------------------------------------------------------------------- */

typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
} Pair;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
check (int      code,
       GError **error)
{
  if (code >= 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Certificate: %s", gnutls_strerror (code));
  return FALSE;
}

static int
name_loopback (gnutls_x509_crt_t certificate)
{
  static const guint8 v4[4] = { 127, 0, 0, 1 };
  static const guint8 v6[16] = { [15] = 1 };
  int code;

  if ((code = gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, "localhost", 9,
                                                    GNUTLS_FSAN_SET)) < 0
      || (code = gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, v4, sizeof v4,
                                                       GNUTLS_FSAN_APPEND)) < 0)
    return code;

  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, v6, sizeof v6, GNUTLS_FSAN_APPEND);
}

static int
fill_in (Pair *pair)
{
  guint8 serial[SERIAL_LENGTH];
  time_t now = time (NULL);
  gnutls_x509_crt_t certificate = pair->certificate;
  int code;

  if ((code = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial)) < 0)
    return code;
  serial[0] &= 0x7f;

  if ((code = gnutls_x509_privkey_generate (pair->key, GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0)) < 0
      || (code = gnutls_x509_crt_set_version (certificate, 3)) < 0
      || (code = gnutls_x509_crt_set_serial (certificate, serial, sizeof serial)) < 0
      || (code = gnutls_x509_crt_set_activation_time (certificate, now - EARLIER_SECONDS)) < 0
      || (code = gnutls_x509_crt_set_expiration_time (certificate, now + VALID_SECONDS)) < 0
      || (code = gnutls_x509_crt_set_dn (certificate, "CN=eCPA Training", NULL)) < 0
      || (code = name_loopback (certificate)) < 0
      || (code = gnutls_x509_crt_set_basic_constraints (certificate, 0, -1)) < 0
      || (code = gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE)) < 0
      || (code = gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0)) < 0
      || (code = gnutls_x509_crt_set_key (certificate, pair->key)) < 0)
    return code;

  return gnutls_x509_crt_sign2 (certificate, certificate, pair->key, GNUTLS_DIG_SHA256, 0);
}

static gboolean
write_pem (const char            *path,
           const gnutls_datum_t  *pem,
           int                    mode,
           GError               **error)
{
  return g_file_set_contents_full (path, (const char *) pem->data, pem->size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode, error);
}

static gboolean
write_pair (Pair        *pair,
            const char  *certificate_path,
            const char  *key_path,
            GError     **error)
{
  gnutls_datum_t certificate = { 0 };
  gnutls_datum_t key = { 0 };
  gboolean written;

  written = check (gnutls_x509_crt_export2 (pair->certificate, GNUTLS_X509_FMT_PEM, &certificate), error)
            && check (gnutls_x509_privkey_export2_pkcs8 (pair->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key),
                      error)
            && write_pem (key_path, &key, 0600, error)
            && write_pem (certificate_path, &certificate, 0644, error);

  if (key.data != NULL)
    explicit_bzero (key.data, key.size);
  gnutls_free (key.data);
  gnutls_free (certificate.data);

  return written;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_certificate_make:
 * @certificate_path: where the certificate goes, PEM
 * @key_path: where its private key goes, PEM, mode 0600
 * @error: where GnuTLS or the disk fails
 *
 * Makes a self-signed certificate for `localhost`, 127.0.0.1 and ::1, for training: whoever starts the backend gives
 * the certificate to the client, which trusts exactly that one.
 *
 * Returns: whether both files are written
 */
gboolean
ecpa_server_certificate_make (const char  *certificate_path,
                              const char  *key_path,
                              GError     **error)
{
  Pair pair = { NULL, NULL };
  gboolean made;

  g_return_val_if_fail (certificate_path != NULL && key_path != NULL, FALSE);

  if (!check (gnutls_x509_privkey_init (&pair.key), error))
    return FALSE;
  if (!check (gnutls_x509_crt_init (&pair.certificate), error))
    {
      gnutls_x509_privkey_deinit (pair.key);
      return FALSE;
    }

  made = check (fill_in (&pair), error) && write_pair (&pair, certificate_path, key_path, error);
  gnutls_x509_crt_deinit (pair.certificate);
  gnutls_x509_privkey_deinit (pair.key);

  return made;
}
