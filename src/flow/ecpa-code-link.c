/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-code-link.h"

#include <string.h>

#define SCHEME "ecpa:"
#define SCHEME_TRAINING "ecpa-training:"
/* 60 bits in Crockford's base 32 (https://www.crockford.com/base32.html), in three groups. */
#define CODE_ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define CODE_LENGTH 12
#define CODE_GROUP 4

G_DEFINE_QUARK (ecpa-code-link-error-quark, ecpa_code_link_error)

/* Types -------------------------------------------------------------------- */

/* What stands before the code, and the wizard that takes it. */
static const struct
{
  const char *path;
  const char *wizard;
} kinds[] = {
  { "verify", "verification" },
  { "reset", "forgotten" },
};

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
fail (GError            **error,
      EcpaCodeLinkError   code)
{
  g_set_error (error, ECPA_CODE_LINK_ERROR, (int) code, "The link leads nowhere (%d)", (int) code);

  return FALSE;
}

/* (transfer full) (nullable): the code as it is shown: capitals, three groups of four */
static EcpaSecret *
read_code (const char *text)
{
  char code[CODE_LENGTH + CODE_LENGTH / CODE_GROUP] = "";
  gsize n = 0, length = 0;
  EcpaSecret *secret;

  for (; *text != '\0'; text++)
    {
      char c = g_ascii_toupper (*text);

      if (c == '-')
        continue;
      if (n == CODE_LENGTH || strchr (CODE_ALPHABET, c) == NULL)
        return NULL;
      if (n > 0 && n % CODE_GROUP == 0)
        code[length++] = '-';
      code[length++] = c;
      n++;
    }
  secret = n == CODE_LENGTH ? ecpa_secret_new_from_text (code, (gssize) length) : NULL;
  explicit_bzero (code, sizeof code);

  return secret;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_code_link_parse:
 * @uri: a link of the application: `ecpa:verify#CODE`, `ecpa:reset#CODE`, in training `ecpa-training:` …
 * @training: whether this is the training mode
 * @wizard: (out) (nullable): which wizard takes the code; %NULL where the link only asks for the window
 * @code: (out) (transfer full) (nullable): the code
 * @error: a #EcpaCodeLinkError; says nothing of what stood in the link
 *
 * Reads what a page or another program opened the application with. Whoever makes the link, it only fills in a code
 * that the person then sees, and that is worth nothing without the card that it was sent for.
 *
 * Returns: whether it is a link of ours
 */
gboolean
ecpa_code_link_parse (const char   *uri,
                      gboolean      training,
                      const char  **wizard,
                      EcpaSecret  **code,
                      GError      **error)
{
  gboolean for_training = g_ascii_strncasecmp (uri, SCHEME_TRAINING, strlen (SCHEME_TRAINING)) == 0;
  const char *rest;

  *wizard = NULL;
  *code = NULL;
  if (!for_training && g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0)
    return fail (error, ECPA_CODE_LINK_ERROR_MALFORMED);
  if (for_training != training)
    return fail (error, for_training ? ECPA_CODE_LINK_ERROR_TRAINING : ECPA_CODE_LINK_ERROR_REAL);

  rest = uri + strlen (for_training ? SCHEME_TRAINING : SCHEME);
  rest += strspn (rest, "/"); /* some programs write ecpa://verify */
  if (*rest == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].path);

      if (!g_str_has_prefix (rest, kinds[i].path))
        continue;
      rest += length;
      rest += *rest == '/';
      *code = *rest == '#' ? read_code (rest + 1) : NULL;
      *wizard = *code != NULL ? kinds[i].wizard : NULL;

      return *code != NULL || fail (error, ECPA_CODE_LINK_ERROR_MALFORMED);
    }

  return fail (error, ECPA_CODE_LINK_ERROR_MALFORMED);
}

/**
 * ecpa_code_link_from_page:
 * @uri: the link of a mail, `https://HOST/m/verify#CODE`
 *
 * What the button of the page behind the link opens, in training.
 *
 * Returns: (transfer full) (nullable): the application's link; %NULL where @uri is no such page, or has no code
 */
char *
ecpa_code_link_from_page (const char *uri)
{
  g_autoptr (GUri) page = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  if (page == NULL || strcmp (g_uri_get_scheme (page), "https") != 0 || g_uri_get_fragment (page) == NULL
      || !g_str_has_prefix (g_uri_get_path (page), "/m/"))
    return NULL;

  return g_strdup_printf (SCHEME_TRAINING "%s#%s", g_uri_get_path (page) + strlen ("/m/"), g_uri_get_fragment (page));
}
