/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mail-text.h"

#include <string.h>

#define TEXTS "/io/github/ecpa_desktop/Ecpa/backend/data/texts/mail"
#define TAIWAN "Asia/Taipei"
/* RFC 2047: an encoded word has at most 75 characters, and ends where a character does. */
#define WORD_BYTES 45

/* Auxiliaries -------------------------------------------------------------- */

/* RFC 2047, but for words that mean nothing else in a header. */
static void
append_words (GString    *header,
              const char *text)
{
  const char *p = text;

  if (strspn (text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -") == strlen (text))
    {
      g_string_append (header, text);
      return;
    }
  while (*p != '\0')
    {
      const char *end = p;
      g_autofree char *word = NULL;

      while (*end != '\0' && g_utf8_next_char (end) - p <= WORD_BYTES)
        end = g_utf8_next_char (end);
      word = g_base64_encode ((const guchar *) p, (gsize) (end - p));
      g_string_append_printf (header, "%s=?UTF-8?B?%s?=", p > text ? "\r\n " : "", word);
      p = end;
    }
}

static void
append_header (GString    *message,
               const char *name,
               const char *value)
{
  g_string_append_printf (message, "%s: %s\r\n", name, value);
}

/* RFC 5322, 3.3, in English whatever the locale is. */
static char *
format_date (gint64 at)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at);

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}

/* As the person reads it: Taiwan's clock; ROC years in Chinese. */
static char *
format_moment (gint64      at,
               const char *language)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (TAIWAN);
  g_autoptr (GDateTime) time = zone != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_add_hours (utc, 8);

  if (strcmp (language, "en") == 0)
    return g_date_time_format (time, "%Y-%m-%d %H:%M");

  return g_strdup_printf ("%d年%d月%d日 %02d:%02d", g_date_time_get_year (time) - 1911, g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time));
}

static char *
make_link (const EcpaMail *mail,
           const char     *public_uri)
{
  gsize length = strlen (public_uri);
  const char *page = mail->kind == ECPA_MAIL_RESET ? ECPA_MAIL_PAGE_RESET : ECPA_MAIL_PAGE_VERIFY;

  while (length > 0 && public_uri[length - 1] == '/')
    length--;

  return g_strdup_printf ("%.*s%s#%s", (int) length, public_uri, page, mail->code != NULL ? mail->code : "");
}

/* Puts in what stands in braces; one pass, so that nothing that is put in is looked at again. */
static char *
fill_in (const char              *text,
         const EcpaMail          *mail,
         const EcpaMailSettings  *settings,
         const char              *public_uri)
{
  g_autofree char *link = make_link (mail, public_uri);
  g_autofree char *until = format_moment (mail->expires_at, mail->language);
  g_autofree char *when = format_moment (mail->added_at, mail->language);
  const struct
  {
    const char *name;
    const char *value;
  } slots[] = {
    { "{service}", settings->service }, { "{name}", mail->name_masked != NULL ? mail->name_masked : "" },
    { "{code}", mail->code != NULL ? mail->code : "" }, { "{link}", link }, { "{until}", until }, { "{when}", when },
  };
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      guint i;

      for (i = 0; i < G_N_ELEMENTS (slots) && !g_str_has_prefix (text, slots[i].name); i++)
        ;
      if (i < G_N_ELEMENTS (slots))
        g_string_append (filled, slots[i].value);
      else
        g_string_append_c (filled, *text);
      text += i < G_N_ELEMENTS (slots) ? strlen (slots[i].name) : 1;
    }

  return g_string_free (filled, FALSE);
}

/* The words before and after: that this is training, who sends it, that nobody reads an answer. */
static char *
sign_off (const char              *body,
          const EcpaMail          *mail,
          const EcpaMailSettings  *settings,
          gboolean                 training)
{
  gboolean english = strcmp (mail->language, "en") == 0;
  const char *mark = english ? "TRAINING: everything in this mail is made up.\n\n"
                             : "【練習模式】本信內容均為虛構。\n\n";
  const char *automatic = english ? "This mail was sent by a program; an answer to it reaches nobody."
                                  : "本信由系統自動寄發，請勿直接回覆。";

  return g_strdup_printf ("%s%s\n-- \n%s\n%s\n", training ? mark : "", body, settings->service, automatic);
}

/* Plain lines stay readable on the way; anything else is base64 in lines of 76. */
static void
append_body (GString    *message,
             const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);
  gboolean plain = g_str_is_ascii (text);
  g_autofree char *encoded = NULL;

  for (char **p = lines; *p != NULL; p++)
    plain = plain && strlen (*p) <= 900;
  append_header (message, "Content-Transfer-Encoding", plain ? "7bit" : "base64");
  g_string_append (message, "\r\n");
  if (plain)
    {
      g_string_append (message, text);
      return;
    }
  encoded = g_base64_encode ((const guchar *) text, strlen (text));
  for (gsize i = 0, length = strlen (encoded); i < length; i += 76)
    g_string_append_printf (message, "%.76s\r\n", encoded + i);
}

static void
append_headers (GString                 *message,
                const EcpaMail          *mail,
                const EcpaMailSettings  *settings,
                const char              *subject)
{
  g_autofree char *date = format_date (mail->added_at);

  append_header (message, "Date", date);
  g_string_append (message, "From: ");
  append_words (message, settings->service);
  g_string_append_printf (message, "\r\n <%s>\r\n", settings->sender);
  append_header (message, "To", mail->address);
  g_string_append (message, "Subject: ");
  append_words (message, subject);
  g_string_append_printf (message, "\r\nMessage-ID: <%s%s>\r\n", mail->id, strchr (settings->sender, '@'));
  append_header (message, "Auto-Submitted", "auto-generated"); /* RFC 3834: no absence note answers */
  append_header (message, "Content-Language", strcmp (mail->language, "en") == 0 ? "en" : "zh-TW");
  append_header (message, "MIME-Version", "1.0");
  append_header (message, "Content-Type", "text/plain; charset=utf-8");
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_mail_compose:
 * @mail: a mail with an address
 * @settings: who sends it
 * @public_uri: where people reach the backend
 * @training: whether everything is made up
 * @error: where there is no text for it
 *
 * Makes the message (RFC 5322, UTF-8 plain text) from `data/texts/mail`. Two calls with the same arguments make the
 * same bytes: a mail that is tried again is the same mail.
 *
 * Returns: (transfer full) (nullable): the message, with CRLF at the end of each line
 */
GBytes *
ecpa_mail_compose (const EcpaMail          *mail,
                   const EcpaMailSettings  *settings,
                   const char              *public_uri,
                   gboolean                 training,
                   GError                 **error)
{
  g_autofree char *path =
    g_strdup_printf (TEXTS "/%s.%s.txt", ecpa_mail_kind_get_name (mail->kind), mail->language);
  g_autoptr (GBytes) text = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *filled = NULL;
  g_autofree char *body = NULL;
  g_autofree char *subject = NULL;
  GString *message;
  char *rest;

  g_return_val_if_fail (mail->address != NULL, NULL);

  if (text == NULL)
    return NULL;
  filled = fill_in (g_bytes_get_data (text, NULL), mail, settings, public_uri);
  rest = strchr (filled, '\n');
  *rest = '\0';
  subject = !training                                  ? g_strdup (filled)
            : g_str_equal (mail->language, "en") ? g_strconcat ("[Training] ", filled, NULL)
                                                       : g_strconcat ("【練習】", filled, NULL);
  body = sign_off (rest + 2, mail, settings, training); /* a line break and an empty line */

  message = g_string_sized_new (2048);
  append_headers (message, mail, settings, subject);
  append_body (message, body);

  return g_string_free_to_bytes (message);
}
