/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include "ecpa-mask.h"

#include <libsoup/soup.h>
#include <string.h>

/* 60 bits in Crockford's base 32: no letter that looks like another, https://www.crockford.com/base32.html */
#define CODE_LENGTH 12
#define CODE_GROUP 4
#define CODE_ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define MAX_TYPED 64
#define HOUR 3600

/* Auxiliaries -------------------------------------------------------------- */

static char *
make_code (void)
{
  g_autoptr (GBytes) random = ecpa_random_bytes (CODE_LENGTH);
  const guint8 *data = g_bytes_get_data (random, NULL);
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < CODE_LENGTH; i++)
    g_string_append_printf (code, "%s%c", i > 0 && i % CODE_GROUP == 0 ? "-" : "", CODE_ALPHABET[data[i] % 32]);

  return g_string_free (code, FALSE);
}

/* Case, blanks and dashes do not matter, and neither does what is easily mistaken. */
static GBytes *
hash_code (const char *typed)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p++)
    {
      char c = g_ascii_toupper (*p);

      if (c == '-' || g_ascii_isspace (c))
        continue;
      g_string_append_c (plain, c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
    }

  return ecpa_sha256 (plain->str, plain->len);
}

static gboolean
speaks (const char *tag,
        const char *language)
{
  gsize length = strlen (language);

  return g_ascii_strncasecmp (tag, language, length) == 0 && (tag[length] == '\0' || tag[length] == '-');
}

/* The language the application runs in: English where that is wanted before Chinese, else Chinese. */
static const char *
find_language (EcpaInquiry *request)
{
  const char *header = g_hash_table_lookup (request->headers, "accept-language");
  GSList *wanted = header != NULL ? soup_header_parse_quality_list (header, NULL) : NULL;
  const char *found = "zh_TW";

  for (GSList *l = wanted; l != NULL && !speaks (l->data, "zh"); l = l->next)
    if (speaks (l->data, "en"))
      {
        found = "en";
        break;
      }
  soup_header_free_list (wanted);

  return found;
}

static gboolean
send_mail (EcpaInquiry   *request,
           EcpaMailKind   kind,
           const char    *mail,
           const char    *code,
           gint64         expires_at,
           GError       **error)
{
  g_autofree char *name = ecpa_mask_name (request->card->name);
  EcpaMailDraft draft = {
    .kind = kind,
    .language = find_language (request),
    .address = mail,
    .name_masked = name,
    .code = code,
    .expires_at = expires_at,
    .person_id = request->card->person_id,
  };

  return ecpa_store_add_mail (request->backend->store, &draft, request->now, error);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_code_may_send:
 * @request: a request by a card session
 * @first: whether this mail is part of something larger, which must not fail for want of a pause
 * @error: a problem: %ECPA_PROBLEM_MAIL_LIMIT
 *
 * Returns: whether another mail with a code may be sent
 */
gboolean
ecpa_code_may_send (EcpaInquiry  *request,
                    gboolean      first,
                    GError      **error)
{
  EcpaServerSettings *settings = request->backend->settings;
  gint64 count, first_at, last_at;

  if (!ecpa_store_count_codes (request->backend->store, request->card->person_id, request->now - HOUR, &count,
                               &first_at, &last_at, error))
    return FALSE;
  if (count >= settings->mails_per_hour)
    return ecpa_fail_retry (error, ECPA_PROBLEM_MAIL_LIMIT, first_at + HOUR - request->now);
  if (!first && count > 0 && last_at + settings->mail_pause_seconds > request->now)
    return ecpa_fail_retry (error, ECPA_PROBLEM_MAIL_LIMIT, last_at + settings->mail_pause_seconds - request->now);

  return TRUE;
}

/**
 * ecpa_code_read_resend_after:
 * @request: a request by a card session
 * @seconds: (out): until another mail may be asked for
 * @error: a #EcpaDatabaseError
 *
 * Returns: whether the store answered
 */
gboolean
ecpa_code_read_resend_after (EcpaInquiry  *request,
                             gint64       *seconds,
                             GError      **error)
{
  g_autoptr (GError) limit = NULL;
  EcpaProblem *problem;

  *seconds = 0;
  if (ecpa_code_may_send (request, FALSE, &limit))
    return TRUE;
  problem = ecpa_problem_peek (limit);
  if (problem == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&limit));
      return FALSE;
    }
  *seconds = problem->retry_after;

  return TRUE;
}

/**
 * ecpa_code_send:
 * @request: a request by a card session
 * @purpose: %ECPA_CODE_VERIFICATION or %ECPA_CODE_RESET
 * @mail: where to
 * @error: a #EcpaDatabaseError
 *
 * Makes a code for this card and hands over the mail with it; codes of the same purpose that were sent before are worth
 * nothing from here on. Only its hash is kept.
 *
 * Returns: whether the mail is in the outbox
 */
gboolean
ecpa_code_send (EcpaInquiry  *request,
                const char   *purpose,
                const char   *mail,
                GError      **error)
{
  EcpaBackend *backend = request->backend;
  g_autofree char *code = make_code ();
  g_autoptr (GBytes) code_hash = hash_code (code);
  gint64 expires_at = request->now + backend->settings->code_seconds;
  EcpaCodeRow row = { code_hash, (char *) purpose, request->card->person_id, request->card->card_id, (char *) mail,
                      request->now, expires_at, 0, 0 };
  EcpaMailKind kind = strcmp (purpose, ECPA_CODE_RESET) == 0 ? ECPA_MAIL_RESET : ECPA_MAIL_VERIFICATION;
  gboolean sent = ecpa_store_add_code (backend->store, &row, error)
                  && send_mail (request, kind, mail, code, expires_at, error);

  explicit_bzero (code, strlen (code));

  return sent;
}

/**
 * ecpa_notice_send:
 * @request: a request by a card session
 * @kind: what has happened
 * @mail: where to
 * @error: a #EcpaDatabaseError
 *
 * Tells the person of a change that might not have been theirs.
 *
 * Returns: whether the mail is in the outbox
 */
gboolean
ecpa_notice_send (EcpaInquiry   *request,
                  EcpaMailKind   kind,
                  const char    *mail,
                  GError       **error)
{
  return send_mail (request, kind, mail, NULL, 0, error);
}

/**
 * ecpa_code_find:
 * @request: a request by a card session
 * @code_hash: of a code
 * @purpose: what it has to be for
 * @error: a problem that says why it is not good
 *
 * Returns: (transfer full) (nullable): the code, good for this card at this moment
 */
EcpaCodeRow *
ecpa_code_find (EcpaInquiry  *request,
                GBytes       *code_hash,
                const char   *purpose,
                GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaCodeRow) row = ecpa_store_find_code (request->backend->store, code_hash, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (row == NULL || strcmp (row->purpose, purpose) != 0)
    ecpa_fail (error, ECPA_PROBLEM_CODE_INVALID);
  else if (row->person_id != request->card->person_id || !g_bytes_equal (row->card_id, request->card->card_id))
    ecpa_fail (error, ECPA_PROBLEM_CODE_OTHER_CARD);
  else if (row->used_at > 0)
    ecpa_fail (error, ECPA_PROBLEM_CODE_USED);
  else if (row->superseded_at > 0)
    ecpa_fail_field (error, ECPA_PROBLEM_CODE_EXPIRED, "superseded");
  else if (row->expires_at <= request->now)
    ecpa_fail (error, ECPA_PROBLEM_CODE_EXPIRED);
  else
    return g_steal_pointer (&row);

  return NULL;
}

/**
 * ecpa_code_read:
 * @request: a request by a card session, with `code` or `token`
 * @purpose: what it has to be for
 * @error: a problem that says why it is not good
 *
 * Finds the code that was typed. A wrong one counts by network address. Inside a transaction that is kept whatever comes
 * of it.
 *
 * Returns: (transfer full) (nullable): the code, good for this card at this moment
 */
EcpaCodeRow *
ecpa_code_read (EcpaInquiry  *request,
                const char   *purpose,
                GError      **error)
{
  const char *member = json_object_has_member (json_node_get_object (request->json), "token") ? "token" : "code";
  g_autofree char *typed = NULL;
  g_autoptr (GBytes) code_hash = NULL;
  g_autoptr (EcpaCodeRow) row = NULL;

  if (!ecpa_inquiry_read_text (request, member, MAX_TYPED, &typed, error)
      || !ecpa_address_reserve_try (request, error))
    return NULL;
  code_hash = hash_code (typed);
  explicit_bzero (typed, strlen (typed));
  row = ecpa_code_find (request, code_hash, purpose, error);
  if (row == NULL || !ecpa_address_give_try_back (request, error))
    return NULL;

  return g_steal_pointer (&row);
}
