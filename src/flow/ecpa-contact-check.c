/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-contact-check.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

/* Of Microsoft: mail of the card service is known not to arrive there (features.md N1). */
static const char *const lossy[] = { "hotmail", "outlook", "live", "msn", "windowslive", "passport" };

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
matches (const char *pattern,
         const char *text)
{
  return g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_contact_is_mobile:
 * @text: what was typed
 *
 * Returns: whether it is a mobile number: 09 and eight digits
 */
gboolean
ecpa_contact_is_mobile (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return matches ("^09[0-9]{8}$", text);
}

/**
 * ecpa_contact_is_telephone:
 * @text: what was typed
 *
 * Returns: whether it is a telephone number: area code and number, with dashes, brackets or blanks as one likes
 */
gboolean
ecpa_contact_is_telephone (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return matches ("^[(]?0[0-9]{1,3}[)]?[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}$", text);
}

/**
 * ecpa_contact_is_extension:
 * @text: what was typed
 *
 * Returns: whether it is an extension: up to six digits
 */
gboolean
ecpa_contact_is_extension (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return matches ("^[0-9]{1,6}$", text);
}

/**
 * ecpa_contact_is_mail:
 * @text: what was typed
 *
 * Returns: whether it looks like an address that mail can be sent to: name@domain.tld, without blanks
 */
gboolean
ecpa_contact_is_mail (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) <= 254
         && matches ("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+([.][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                     "@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?[.])+[A-Za-z]{2,}$", text);
}

/**
 * ecpa_contact_may_get_lost:
 * @mail: an address
 *
 * Returns: whether it belongs to Microsoft, where mails of the card service may not arrive
 */
gboolean
ecpa_contact_may_get_lost (const char *mail)
{
  const char *at;

  g_return_val_if_fail (mail != NULL, FALSE);

  at = strrchr (mail, '@');
  for (guint i = 0; at != NULL && i < G_N_ELEMENTS (lossy); i++)
    {
      gsize length = strlen (lossy[i]);

      if (g_ascii_strncasecmp (at + 1, lossy[i], length) == 0 && at[1 + length] == '.')
        return TRUE;
    }

  return FALSE;
}
