/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-smtp.h"

#include <curl/curl.h>
#include <string.h>

#define CONNECT_SECONDS 15
/* A mail that is on its way when the program ends gets this long to be answered: cutting it leaves in doubt whether it
 * was accepted. */
#define GRACE_SECONDS 4

/* Types -------------------------------------------------------------------- */

struct _EcpaSmtp
{
  /* Owned */
  CURL       *curl; /* (nullable) while nothing is sent */
  char       *url;
  EcpaSecret *password; /* the thread's own copy */

  /* Borrowed */
  const EcpaMailSettings *settings;
  gint                   *ended; /* atomic */

  gboolean    allow_plain;

  /* The mail on its way */
  GBytes     *message;
  gsize       position;
  gboolean    ours; /* the server has been told what this mail is: what it refuses from here on is the mail */
  gint64      ending_since;
};

/* Auxiliaries -------------------------------------------------------------- */

static size_t
read_message (char   *buffer,
              size_t  size,
              size_t  n_items,
              void   *user_data)
{
  EcpaSmtp *self = user_data;
  gsize length;
  const char *data = g_bytes_get_data (self->message, &length);
  gsize n = MIN (size * n_items, length - self->position);

  memcpy (buffer, data + self->position, n);
  self->position += n;

  return n;
}

/* Only looks at which command is being said. Nothing of it is kept: a password may be among it. */
static int
follow_talk (CURL          *curl,
             curl_infotype  type,
             char          *data,
             size_t         size,
             void          *user_data)
{
  EcpaSmtp *self = user_data;

  if (type == CURLINFO_HEADER_OUT && size > 4
      && (g_ascii_strncasecmp (data, "RCPT", 4) == 0 || g_ascii_strncasecmp (data, "DATA", 4) == 0))
    self->ours = TRUE;

  return 0;
}

static int
follow_progress (void       *user_data,
                 curl_off_t  download_total,
                 curl_off_t  downloaded,
                 curl_off_t  upload_total,
                 curl_off_t  uploaded)
{
  EcpaSmtp *self = user_data;

  if (self->ended == NULL || !g_atomic_int_get (self->ended))
    return 0;
  if (self->ending_since == 0)
    self->ending_since = g_get_monotonic_time ();

  return !self->ours || g_get_monotonic_time () - self->ending_since > GRACE_SECONDS * G_USEC_PER_SEC;
}

/* The name for EHLO is the path of curl's URL. */
static char *
complete_url (const char *url,
              const char *name)
{
  const char *host = strstr (url, "://") + 3;

  return strchr (host, '/') != NULL ? g_strdup (url) : g_strdup_printf ("%s/%s", url, name);
}

static void
open_curl (EcpaSmtp *self)
{
  const EcpaMailSettings *settings = self->settings;
  long timeout = settings->timeout_seconds;

  self->curl = curl_easy_init ();
  if (self->curl == NULL)
    g_error ("There is no memory for libcurl");
  curl_easy_setopt (self->curl, CURLOPT_URL, self->url);
  curl_easy_setopt (self->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (self->curl, CURLOPT_PROXY, "");
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->curl, CURLOPT_TIMEOUT, timeout);
  curl_easy_setopt (self->curl, CURLOPT_CONNECTTIMEOUT, MIN (timeout, (long) CONNECT_SECONDS));
  curl_easy_setopt (self->curl, CURLOPT_USE_SSL, self->allow_plain ? (long) CURLUSESSL_TRY : (long) CURLUSESSL_ALL);
  curl_easy_setopt (self->curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (self->allow_plain) /* this machine's, in training */
    {
      curl_easy_setopt (self->curl, CURLOPT_SSL_VERIFYPEER, 0L);
      curl_easy_setopt (self->curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
  if (settings->smtp_ca != NULL)
    {
      curl_easy_setopt (self->curl, CURLOPT_CAINFO, settings->smtp_ca);
      curl_easy_setopt (self->curl, CURLOPT_CAPATH, NULL);
    }
  if (settings->smtp_user != NULL)
    {
      curl_easy_setopt (self->curl, CURLOPT_USERNAME, settings->smtp_user);
      curl_easy_setopt (self->curl, CURLOPT_PASSWORD, ecpa_secret_peek (self->password, NULL));
    }
  curl_easy_setopt (self->curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (self->curl, CURLOPT_READFUNCTION, read_message);
  curl_easy_setopt (self->curl, CURLOPT_READDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (self->curl, CURLOPT_DEBUGFUNCTION, follow_talk);
  curl_easy_setopt (self->curl, CURLOPT_DEBUGDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFOFUNCTION, follow_progress);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFODATA, self);
}

/* A word or a reply code. What the server says beside it may hold an address, and stays out of logs. */
static char *
describe (CURLcode code,
          long     reply)
{
  if (reply >= 400)
    return g_strdup_printf ("%ld", reply);

  switch ((int) code)
    {
    case CURLE_COULDNT_RESOLVE_HOST:
      return g_strdup ("unknown-host");
    case CURLE_COULDNT_CONNECT:
      return g_strdup ("no-connection");
    case CURLE_OPERATION_TIMEDOUT:
      return g_strdup ("timeout");
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
      return g_strdup ("tls");
    case CURLE_LOGIN_DENIED:
      return g_strdup ("login");
    case CURLE_ABORTED_BY_CALLBACK:
      return g_strdup ("interrupted");
    default:
      return g_strdup ("lost");
    }
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_smtp_new:
 * @settings: where the server is; has to outlive this
 * @name: who we say we are
 * @allow_plain: whether mail may leave without TLS
 * @ended: (nullable): a number that turns from 0 when what is on its way has to come to an end
 *
 * Does not connect yet. The thread that sends has to be the one that makes it.
 *
 * Returns: (transfer full): a connection
 */
EcpaSmtp *
ecpa_smtp_new (const EcpaMailSettings *settings,
               const char             *name,
               gboolean                allow_plain,
               gint                   *ended)
{
  static gsize initialized = 0;
  EcpaSmtp *self = g_new0 (EcpaSmtp, 1);

  if (g_once_init_enter (&initialized))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&initialized, 1);
    }
  self->settings = settings;
  self->url = complete_url (settings->smtp_url, name);
  self->allow_plain = allow_plain;
  self->ended = ended;
  if (settings->smtp_password != NULL)
    self->password = ecpa_secret_copy (settings->smtp_password);

  return self;
}

/**
 * ecpa_smtp_send:
 * @self: a connection
 * @address: where the mail goes
 * @message: the mail, with CRLF at the end of each line
 * @outcome: (out): how it went, in a word or a reply code
 *
 * Sends a mail. What a server refuses with 5xx once it knows the mail (RCPT, DATA and what follows) is refused for
 * good; a 5xx before that (sign-in, sender) is our own trouble, and the mail waits. Blocks, no longer than the
 * settings say.
 *
 * Returns: how it ended
 */
EcpaPosted
ecpa_smtp_send (EcpaSmtp    *self,
                const char  *address,
                GBytes      *message,
                char       **outcome)
{
  g_autofree char *from = g_strdup_printf ("<%s>", self->settings->sender);
  g_autofree char *to = g_strdup_printf ("<%s>", address);
  struct curl_slist *recipients = curl_slist_append (NULL, to);
  CURLcode code;
  long reply = 0;

  if (self->curl == NULL)
    open_curl (self);
  self->message = message;
  self->position = 0;
  self->ours = FALSE;
  self->ending_since = 0;
  curl_easy_setopt (self->curl, CURLOPT_MAIL_FROM, from);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (self->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) g_bytes_get_size (message));

  code = curl_easy_perform (self->curl);
  curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &reply);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, NULL);
  curl_slist_free_all (recipients);
  self->message = NULL;
  if (code == CURLE_OK)
    {
      *outcome = g_strdup ("250");
      return ECPA_POSTED_SENT;
    }

  *outcome = describe (code, reply);
  g_clear_pointer (&self->curl, curl_easy_cleanup); /* begin anew */

  return self->ours && reply >= 500 && reply <= 599 ? ECPA_POSTED_REFUSED : ECPA_POSTED_LATER;
}

/**
 * ecpa_smtp_close:
 * @self: a connection
 *
 * Says good-bye to the server; the next mail connects again.
 */
void
ecpa_smtp_close (EcpaSmtp *self)
{
  g_clear_pointer (&self->curl, curl_easy_cleanup);
}

/**
 * ecpa_smtp_free:
 * @self: (transfer full): a connection
 */
void
ecpa_smtp_free (EcpaSmtp *self)
{
  ecpa_smtp_close (self);
  g_clear_pointer (&self->password, ecpa_secret_unref);
  g_free (self->url);
  g_free (self);
}
