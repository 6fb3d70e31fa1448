/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of the backend's measurements: libsoup's own server, on one main loop, that answers every request over TLS
 * with the same bytes and the backend's headers. It looks at nothing and stores nothing. */

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
handler_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  GBytes *body = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, data, size);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;
  gsize size;

  if (argc != 4)
    return 2;

  size = strtoul (argv[3], NULL, 10);
  body = g_bytes_new_take (memset (g_malloc (size), 'x', size), size);
  certificate = g_tls_certificate_new_from_files (argv[1], argv[2], &error);
  server = soup_server_new ("server-header", NULL, "tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, handler_cb, body, NULL);
  if (certificate == NULL
      || !soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_printerr ("floor-server: %s\n", error->message);
      return 1;
    }
  uris = soup_server_get_uris (server);
  printf ("{\"port\":%d}\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (loop);

  return 0;
}
