/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

/* Auxiliaries -------------------------------------------------------------- */

/* An IPv4 address whole; of an IPv6 one what a household or an office has: its first 64 bits. */
static char *
normalize (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  g_autoptr (GInetAddress) address =
    g_inet_address_new_from_string (g_ascii_strncasecmp (plain, "::ffff:", 7) == 0 && strchr (plain, '.') != NULL
                                      ? plain + 7 : plain);
  const guint8 *bytes;

  if (address == NULL)
    return NULL;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  bytes = g_inet_address_to_bytes (address);

  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", bytes[0], bytes[1], bytes[2], bytes[3], bytes[4],
                          bytes[5], bytes[6], bytes[7]);
}

static gboolean
is_trusted (EcpaServerSettings *settings,
            const char         *address)
{
  for (char **proxy = settings->trusted_proxies; proxy != NULL && *proxy != NULL; proxy++)
    {
      g_autofree char *known = normalize (*proxy);

      if (g_strcmp0 (known, address) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_address_of:
 * @request: a request
 *
 * Says for whom a request counts. Each proxy adds whom it heard from at the end of `X-Forwarded-For`: the last one that
 * is no proxy of ours is the one to count. What stands before it anybody can have written.
 *
 * Returns: (transfer full) (nullable): the address: an IPv4 one, or the first 64 bits of an IPv6 one
 */
char *
ecpa_address_of (EcpaInquiry *request)
{
  EcpaServerSettings *settings = request->backend->settings;
  g_autofree char *address = request->peer != NULL ? normalize (request->peer) : NULL;
  g_auto (GStrv) hops = NULL;

  if (address == NULL || request->forwarded_for == NULL)
    return g_steal_pointer (&address);

  hops = g_strsplit (request->forwarded_for, ",", -1);
  for (guint i = g_strv_length (hops); i-- > 0 && is_trusted (settings, address);)
    {
      char *before = normalize (hops[i]);

      if (before == NULL)
        break;
      g_free (address);
      address = before;
    }

  return g_steal_pointer (&address);
}

/**
 * ecpa_address_reserve_try:
 * @request: a sign-in
 * @error: a problem: %ECPA_PROBLEM_TOO_MANY where the address is locked
 *
 * Counts a sign-in as failed before it is looked at. Inside a transaction.
 *
 * Returns: whether it may go on
 */
gboolean
ecpa_address_reserve_try (EcpaInquiry  *request,
                          GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaStore *store = request->backend->store;
  g_autofree char *address = ecpa_address_of (request);
  gint64 errors, locked_until;

  if (address == NULL)
    return TRUE;
  if (!ecpa_store_find_address_attempts (store, address, request->now - settings->address_lock_seconds, &errors,
                                         &locked_until, error))
    return FALSE;
  if (locked_until > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_TOO_MANY, locked_until - request->now);

  if (locked_until > 0)
    errors = 0;
  errors++;

  return ecpa_store_save_address_attempts (store, address, errors,
                                           errors >= settings->address_errors
                                             ? request->now + settings->address_lock_seconds : (gint64) 0,
                                           request->now, error);
}

/**
 * ecpa_address_give_try_back:
 * @request: a sign-in whose password fits
 * @error: a #EcpaDatabaseError
 *
 * Gives back this one try, and no other: somebody who has one account does not guess at others' for nothing. Inside a
 * transaction.
 *
 * Returns: whether it is written
 */
gboolean
ecpa_address_give_try_back (EcpaInquiry  *request,
                            GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  EcpaStore *store = request->backend->store;
  g_autofree char *address = ecpa_address_of (request);
  gint64 errors, locked_until;

  if (address == NULL)
    return TRUE;
  if (!ecpa_store_find_address_attempts (store, address, request->now - settings->address_lock_seconds, &errors,
                                         &locked_until, error))
    return FALSE;
  if (errors == 0)
    return TRUE;
  errors--;

  return ecpa_store_save_address_attempts (store, address, errors,
                                           errors < settings->address_errors ? (gint64) 0 : locked_until, request->now,
                                           error);
}
