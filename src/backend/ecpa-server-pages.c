/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-mail-text.h"
#include "ecpa-server-private.h"

#include <string.h>

#define PAGE_PATH "/io/github/ecpa_desktop/Ecpa/backend/data/link-page.html"
#define TRAINING_MARK \
  "<p class=\"training\">練習模式：內容均為虛構。<br><span lang=\"en\">Training: everything is made up.</span></p>"

/* Types -------------------------------------------------------------------- */

struct _EcpaServerPage
{
  const char *path;
  char       *html;
  char       *policy;
};

typedef struct
{
  const char *path;
  const char *kind;
  const char *title_zh;
  const char *step_zh;
  const char *title_en;
} PageRow;

static const PageRow rows[ECPA_SERVER_N_PAGES] = {
  { ECPA_MAIL_PAGE_VERIFY, "verify", "電子信箱認證", "電子信箱認證", "Verify your e-mail address" },
  { ECPA_MAIL_PAGE_RESET, "reset", "重設註冊密碼", "忘記註冊密碼", "Set a new registration password" },
};

/* Auxiliaries -------------------------------------------------------------- */

static char *
fill_in (const char    *text,
         const PageRow *row,
         gboolean       training)
{
  const struct
  {
    const char *name;
    const char *value;
  } slots[] = {
    { "@TITLE_ZH@", row->title_zh }, { "@TITLE_EN@", row->title_en }, { "@STEP_ZH@", row->step_zh },
    { "@KIND@", row->kind }, { "@SCHEME@", training ? "ecpa-training" : "ecpa" },
    { "@TRAINING@", training ? TRAINING_MARK : "" },
  };
  GString *filled = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    g_string_replace (filled, slots[i].name, slots[i].value, 0);

  return g_string_free (filled, FALSE);
}

/* What CSP calls the source of an element's text: nothing else may run or style. */
static char *
hash_element (const char *html,
              const char *begin,
              const char *end)
{
  const char *from = strstr (html, begin);
  const char *to = from != NULL ? strstr (from, end) : NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_assert (to != NULL);
  from += strlen (begin);
  g_checksum_update (checksum, (const guchar *) from, to - from);
  g_checksum_get_digest (checksum, digest, &length);

  return g_base64_encode (digest, length);
}

static void
make_page (EcpaServerPage *page,
           const PageRow  *row,
           const char     *text,
           gboolean        training)
{
  g_autofree char *script = NULL;
  g_autofree char *style = NULL;

  page->path = row->path;
  page->html = fill_in (text, row, training);
  script = hash_element (page->html, "<script>", "</script>");
  style = hash_element (page->html, "<style>", "</style>");
  page->policy = g_strdup_printf ("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none';"
                                  " form-action 'none'; frame-ancestors 'none'", script, style);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_server_make_pages:
 * @training: whether they open the training application
 *
 * Makes the pages that links in mails lead to. They are the same for everybody: the code is behind the `#` of the
 * link, which a browser sends nowhere, and only the page's own script sees it. Looking at one changes nothing, however
 * often a mail scanner does.
 *
 * Returns: (transfer full): %ECPA_SERVER_N_PAGES pages
 */
EcpaServerPage *
ecpa_server_make_pages (gboolean training)
{
  g_autoptr (GBytes) text = g_resources_lookup_data (PAGE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  EcpaServerPage *pages = g_new0 (EcpaServerPage, ECPA_SERVER_N_PAGES);

  g_assert (text != NULL);
  for (guint i = 0; i < ECPA_SERVER_N_PAGES; i++)
    make_page (&pages[i], &rows[i], g_bytes_get_data (text, NULL), training);

  return pages;
}

/**
 * ecpa_server_free_pages:
 * @pages: (transfer full): pages
 */
void
ecpa_server_free_pages (EcpaServerPage *pages)
{
  for (guint i = 0; i < ECPA_SERVER_N_PAGES; i++)
    {
      g_free (pages[i].html);
      g_free (pages[i].policy);
    }
  g_free (pages);
}

/**
 * ecpa_server_send_page:
 * @self: a server
 * @message: a request
 * @path: its path
 *
 * Answers with a page, if there is one; without the backend, and for GET and HEAD only.
 *
 * Returns: whether it is answered
 */
gboolean
ecpa_server_send_page (EcpaServer        *self,
                       SoupServerMessage *message,
                       const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *method = soup_server_message_get_method (message);
  const EcpaServerPage *page = NULL;

  for (guint i = 0; i < ECPA_SERVER_N_PAGES && page == NULL; i++)
    if (strcmp (self->pages[i].path, path) == 0)
      page = &self->pages[i];
  if (page == NULL)
    return FALSE;
  if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD)
    {
      ecpa_server_send_problem (message, ECPA_PROBLEM_METHOD_NOT_ALLOWED);
      soup_message_headers_replace (headers, "Allow", "GET, HEAD");
      return TRUE;
    }

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", page->policy);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Robots-Tag", "noindex");
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page->html,
                                    strlen (page->html));
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);

  return TRUE;
}
