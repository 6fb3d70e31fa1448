/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-card-digest.h"

#include <string.h>
#include <sys/random.h>

#define KEY_LENGTH 32

/* Auxiliaries -------------------------------------------------------------- */

/* A key that this process alone knows, so that the digest says nothing to anybody else, however few cards there are. */
static const guint8 *
get_key (void)
{
  static guint8 key[KEY_LENGTH];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      if (getrandom (key, sizeof key, 0) != (gssize) sizeof key)
        g_error ("No random bytes");
      g_once_init_leave (&made, 1);
    }

  return key;
}

static void
add (GHmac      *hmac,
     const char *text)
{
  /* with its end, so that two texts never run into each other */
  g_hmac_update (hmac, (const guchar *) text, (gssize) strlen (text) + 1);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_card_digest:
 * @card: a card that has been read
 *
 * What tells one card from another without keeping what is on it: HMAC-SHA-256 of number and national ID under a key
 * of this process. Any thread.
 *
 * Returns: (transfer full): the digest; the same for the same card as long as the process lives
 */
char *
ecpa_card_digest (EcpaHealthCard *card)
{
  g_autoptr (GHmac) hmac = NULL;

  g_return_val_if_fail (card != NULL, NULL);

  hmac = g_hmac_new (G_CHECKSUM_SHA256, get_key (), KEY_LENGTH);
  add (hmac, card->number);
  add (hmac, card->national_id);

  return g_strdup (g_hmac_get_string (hmac));
}

/**
 * ecpa_card_digest_with:
 * @card: a card that has been read
 * @key: a key of this computer
 *
 * HMAC-SHA-256 of number and national ID under @key. Any thread.
 *
 * Returns: (transfer full): 32 bytes, the same for the same card and key at any time
 */
GBytes *
ecpa_card_digest_with (EcpaHealthCard *card,
                       GBytes         *key)
{
  g_autoptr (GHmac) hmac = NULL;
  guint8 *digest;
  gsize length = KEY_LENGTH;

  g_return_val_if_fail (card != NULL && key != NULL, NULL);

  hmac = g_hmac_new (G_CHECKSUM_SHA256, g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  add (hmac, card->number);
  add (hmac, card->national_id);
  digest = g_malloc (length);
  g_hmac_get_digest (hmac, digest, &length);

  return g_bytes_new_take (digest, length);
}
