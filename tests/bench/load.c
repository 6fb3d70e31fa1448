/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks a server over TLS as fast as it answers, on connections that stay open; one thread, so that it takes as little
 * as it can of the machine that it shares with the server.
 *
 *   load PORT CONNECTIONS SECONDS pages TOKENS-FILE    GET /v1/orders, each with a random line of the file as its token
 *   load PORT CONNECTIONS SECONDS sign-ins PEOPLE      a challenge and a session each, with the card of a random person
 *                                                      that `ecpa-backend --generate` made up
 *
 * Counting begins after a quarter of SECONDS. Any other answer than the one that is wanted ends it with status 1.
 */

#include "ecpa-card-proof.h"
#include "ecpa-endpoints.h"
#include "ecpa-generator.h"
#include "ecpa-records.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BUFFER 262144
#define MAX_EVENTS 256

static const guint8 card_nonce[ECPA_CARD_CHALLENGE_LENGTH] = { 1, 2, 3, 4, 5, 6, 7, 8 };

/* Types -------------------------------------------------------------------- */

typedef struct
{
  int               fd;
  gnutls_session_t  tls;
  GString          *request;
  gsize             sent;
  char             *answer;
  gsize             received;
  gint64            asked_at;
  guint             person;
  gboolean          has_challenge;
} Connection;

typedef struct
{
  int          port;
  int          epoll;
  GPtrArray   *connections; /* of Connection */
  char       **tokens;      /* (nullable): pages */
  guint        n_tokens;
  guint        n_people;    /* sign-ins */
  GRand       *random;
  gint64       count_from;
  gint64       until;
  guint64      n_all;  /* pages answered, or passwords sent */
  guint64      n_done; /* while it was counted */
  guint64      n_bytes;
  GArray      *times; /* of gint64, in µs */
} Load;

/* Auxiliaries -------------------------------------------------------------- */

static void
die (const char *what,
     const char *why)
{
  fprintf (stderr, "load: %s: %s\n", what, why);
  exit (1);
}

static GBytes *
card_id_of (const char *number)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) number, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return g_bytes_new (digest, ECPA_CARD_ID_LENGTH);
}

static void
set_post (Connection *connection,
          const char *path,
          const char *body)
{
  g_string_printf (connection->request,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                   path, strlen (body), body);
}

static void
ask_challenge (Load       *load,
               Connection *connection)
{
  g_autofree char *number = NULL;
  g_autoptr (EcpaChallengeRequest) request = g_object_new (ECPA_TYPE_CHALLENGE_REQUEST, NULL);
  g_autofree char *body = NULL;

  connection->person = (guint) g_rand_int_range (load->random, 0, (gint32) load->n_people);
  number = g_strdup_printf ("98%010u", connection->person);
  request->method = g_strdup (ECPA_METHOD_HEALTH_CARD);
  request->card_id = card_id_of (number);
  request->card_challenge = g_bytes_new_static (card_nonce, sizeof card_nonce);
  body = ecpa_record_print (ECPA_RECORD (request));
  set_post (connection, ECPA_PATH_LOGIN_CHALLENGES, body);
}

static void
answer_challenge (Connection *connection,
                  const char *json)
{
  g_autofree char *number = g_strdup_printf ("98%010u", connection->person);
  g_autoptr (EcpaChallenge) given = ecpa_record_parse (ECPA_TYPE_CHALLENGE, json, -1, NULL);
  g_autoptr (GBytes) card_id = card_id_of (number);
  g_autoptr (GBytes) nonce = g_bytes_new_static (card_nonce, sizeof card_nonce);
  g_autoptr (GBytes) input = NULL;
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *login_text = NULL;
  g_autofree char *proof_text = NULL;
  g_autofree char *body = NULL;

  if (given == NULL)
    die ("challenge", json);
  input = ecpa_card_proof_input (given->backend_challenge, given->backend_name, given->login_id);
  message = ecpa_card_proof_message (card_id, nonce, input);
  proof = ecpa_training_card_sign (number, message, NULL);
  login_text = g_base64_encode (g_bytes_get_data (given->login_id, NULL), ECPA_LOGIN_ID_LENGTH);
  proof_text = g_base64_encode (g_bytes_get_data (proof, NULL), ECPA_CARD_PROOF_LENGTH);
  body = g_strdup_printf ("{\"method\":\"health-card\",\"login_id\":\"%s\",\"proof\":\"%s\",\"password\":\"%s\"}",
                          login_text, proof_text, ECPA_GENERATOR_PASSWORD);
  set_post (connection, ECPA_PATH_SESSIONS, body);
}

static void
begin (Load       *load,
       Connection *connection)
{
  connection->asked_at = g_get_monotonic_time ();
  connection->sent = 0;
  connection->received = 0;
  if (load->tokens == NULL)
    ask_challenge (load, connection);
  else
    g_string_printf (connection->request,
                     "GET " ECPA_PATH_ORDERS "?limit=20 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
                     load->tokens[g_rand_int_range (load->random, 0, (gint32) load->n_tokens)]);
}

static void
write_request (Connection *connection)
{
  while (connection->sent < connection->request->len)
    {
      ssize_t n = gnutls_record_send (connection->tls, connection->request->str + connection->sent,
                                      connection->request->len - connection->sent);

      if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
        continue; /* a request fits a socket's buffer */
      if (n < 0)
        die ("send", gnutls_strerror ((int) n));
      connection->sent += (gsize) n;
    }
}

/* Where the body of the answer begins once all of it is there, else NULL. */
static const char *
whole_answer (Connection *connection)
{
  const char *end, *length;

  connection->answer[connection->received] = '\0';
  end = strstr (connection->answer, "\r\n\r\n");
  if (end == NULL)
    return NULL;
  length = strcasestr (connection->answer, "\r\nContent-Length: ");
  if (length == NULL || length > end)
    die ("answer without a length", connection->answer);

  return connection->received >= (gsize) (end + 4 - connection->answer) + strtoul (length + 18, NULL, 10) ? end + 4 : NULL;
}

static void
note_answer (Load       *load,
             Connection *connection)
{
  gint64 now = g_get_monotonic_time ();
  gint64 time = now - connection->asked_at;

  load->n_all += load->tokens != NULL;
  if (now < load->count_from || now >= load->until)
    return;
  load->n_done++;
  load->n_bytes += connection->received;
  g_array_append_val (load->times, time);
}

static void
take_answer (Load       *load,
             Connection *connection,
             const char *body)
{
  const char *wanted = load->tokens != NULL ? "HTTP/1.1 200" : "HTTP/1.1 201";

  if (!g_str_has_prefix (connection->answer, wanted))
    die ("answer", connection->answer);
  if (load->tokens == NULL && !connection->has_challenge)
    {
      connection->has_challenge = TRUE;
      connection->sent = connection->received = 0;
      answer_challenge (connection, body);
      load->n_all++; /* its password is hashed, whoever waits for that */
    }
  else
    {
      note_answer (load, connection);
      connection->has_challenge = FALSE;
      begin (load, connection);
    }
  write_request (connection);
}

static void
read_answer (Load       *load,
             Connection *connection)
{
  for (;;)
    {
      ssize_t n = gnutls_record_recv (connection->tls, connection->answer + connection->received,
                                      BUFFER - 1 - connection->received);
      const char *body;

      if (n == GNUTLS_E_AGAIN)
        return;
      if (n == GNUTLS_E_INTERRUPTED || (n < 0 && !gnutls_error_is_fatal ((int) n)))
        continue;
      if (n <= 0)
        die ("receive", n == 0 ? "closed" : gnutls_strerror ((int) n));
      connection->received += (gsize) n;
      body = whole_answer (connection);
      if (body != NULL)
        take_answer (load, connection, body);
    }
}

static void
connect_one (Load                             *load,
             gnutls_certificate_credentials_t  credentials)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) load->port) };
  struct epoll_event event = { .events = EPOLLIN };
  Connection *connection = g_new0 (Connection, 1);
  int yes = 1;
  int code;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  connection->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (connection->fd, (struct sockaddr *) &address, sizeof address) != 0)
    die ("connect", g_strerror (errno));
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  gnutls_init (&connection->tls, GNUTLS_CLIENT);
  gnutls_set_default_priority (connection->tls);
  gnutls_credentials_set (connection->tls, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (connection->tls, connection->fd);
  do
    code = gnutls_handshake (connection->tls);
  while (code < 0 && !gnutls_error_is_fatal (code));
  if (code < 0)
    die ("handshake", gnutls_strerror (code));
  fcntl (connection->fd, F_SETFL, O_NONBLOCK);

  connection->request = g_string_new (NULL);
  connection->answer = g_malloc (BUFFER);
  event.data.ptr = connection;
  epoll_ctl (load->epoll, EPOLL_CTL_ADD, connection->fd, &event);
  g_ptr_array_add (load->connections, connection);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
at_part (Load   *load,
         double  part)
{
  return load->times->len > 0 ? g_array_index (load->times, gint64, (guint) (part * (load->times->len - 1))) : 0;
}

static void
run (Load   *load,
     double  seconds)
{
  gint64 from = g_get_monotonic_time ();
  struct epoll_event events[MAX_EVENTS];

  load->count_from = from + (gint64) (seconds / 4 * G_USEC_PER_SEC);
  load->until = load->count_from + (gint64) (seconds * G_USEC_PER_SEC);
  for (guint i = 0; i < load->connections->len; i++)
    {
      begin (load, g_ptr_array_index (load->connections, i));
      write_request (g_ptr_array_index (load->connections, i));
    }
  while (g_get_monotonic_time () < load->until)
    {
      int n = epoll_wait (load->epoll, events, MAX_EVENTS, 100);

      for (int i = 0; i < n; i++)
        read_answer (load, events[i].data.ptr);
    }
}

int
main (int    argc,
      char **argv)
{
  gnutls_certificate_credentials_t credentials;
  Load load = { 0 };
  double seconds;

  if (argc != 6)
    return 2;

  load.port = atoi (argv[1]);
  load.random = g_rand_new ();
  load.epoll = epoll_create1 (EPOLL_CLOEXEC);
  load.connections = g_ptr_array_new ();
  load.times = g_array_new (FALSE, FALSE, sizeof (gint64));
  seconds = g_ascii_strtod (argv[3], NULL);
  if (strcmp (argv[4], "pages") == 0)
    {
      g_autofree char *text = NULL;

      if (!g_file_get_contents (argv[5], &text, NULL, NULL))
        die (argv[5], "cannot be read");
      load.tokens = g_strsplit (g_strstrip (text), "\n", -1);
      load.n_tokens = g_strv_length (load.tokens);
    }
  else
    load.n_people = (guint) atoi (argv[5]);

  gnutls_certificate_allocate_credentials (&credentials);
  for (int i = 0; i < atoi (argv[2]); i++)
    connect_one (&load, credentials);
  run (&load, seconds);
  g_array_sort (load.times, compare_times);
  printf ("{\"per_second\":%.3f,\"done\":%" G_GUINT64_FORMAT ",\"all\":%" G_GUINT64_FORMAT
          ",\"bytes\":%.1f,\"ms_50\":%.2f,\"ms_99\":%.2f}\n",
          (double) load.n_done / seconds, load.n_done, load.n_all,
          load.n_done > 0 ? (double) load.n_bytes / (double) load.n_done : 0,
          (double) at_part (&load, 0.5) / 1000, (double) at_part (&load, 0.99) / 1000);

  return 0;
}
