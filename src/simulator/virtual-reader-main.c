/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ecpa-virtual-reader: holds a simulated card into a reader of vpcd, the virtual driver of vsmartcard, so that a real
 * pcscd sees it. It is told what to do on standard input, a command a line, and acknowledges each on standard output:
 *
 *   insert CARD      put a card of the tray in, instead of what is in
 *   eject            pull it
 *   fault WORDS      see ecpa_card_fault_parse()
 *   count            how many APDUs there were since the last card was put in by command
 *   quit             the end; so is the end of input
 *
 * Lines that begin with "event" tell of what happened by itself. The protocol is vpcd's (facts/platform.md A):
 * messages of a length in two bytes and as many bytes; one byte is a control: 0 off, 1 on, 2 reset, 4 give the ATR. */

#include "ecpa-card-fault.h"
#include "ecpa-simulated-card.h"

#include <errno.h>
#include <locale.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Types -------------------------------------------------------------------- */

#define VPCD_PORT 35963
#define VPCD_RESET 2
#define VPCD_ATR 4
#define MESSAGE_MAX 65535

typedef struct
{
  guint16            port;
  GPtrArray         *profiles;
  GString           *input;
  gboolean           finished;

  EcpaSimulatedCard *card;
  int                socket;
  EcpaCardFaultPlan      plan;
  guint              n_apdus;

  /* An answer that comes late */
  GBytes            *answer;
  gint64             due;
} Reader;

/* Auxiliaries: vpcd -------------------------------------------------------- */

static void
say (const char *format,
     ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format,
     ...)
{
  va_list args;

  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
  fflush (stdout);
}

static void
pull_card (Reader *self)
{
  if (self->socket >= 0)
    close (self->socket);
  self->socket = -1;
  g_clear_object (&self->card);
  g_clear_pointer (&self->answer, g_bytes_unref);
}

static EcpaSimulatedCard *
new_card (Reader     *self,
          const char *id)
{
  for (guint i = 0; i < self->profiles->len && id != NULL; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (profile->id, id))
        return ecpa_simulated_card_new (profile);
    }

  return NULL;
}

/* A new connection is a card that is put in; vpcd notices it at its next poll. */
static gboolean
put_card (Reader     *self,
          const char *id)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (self->port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  const int on = 1;

  pull_card (self);
  self->card = new_card (self, id);
  if (self->card == NULL)
    {
      say ("error no such card");
      return FALSE;
    }

  self->socket = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->socket < 0 || connect (self->socket, (struct sockaddr *) &address, sizeof address) < 0)
    {
      say ("error no vpcd on port %u: %s", self->port, g_strerror (errno));
      pull_card (self);
      return FALSE;
    }
  setsockopt (self->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

  return TRUE;
}

/* vpcd sends length and body apart; without the quick acknowledgement each APDU takes 44 ms. The option does not last. */
static gboolean
receive (Reader *self,
         guint8 *data,
         gsize   length)
{
  const int on = 1;

  while (length > 0)
    {
      gssize n;

      setsockopt (self->socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
      n = recv (self->socket, data, length, 0);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static void
answer (Reader *self,
        GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *message = g_malloc (length + 2);

  message[0] = (guint8) (length >> 8);
  message[1] = (guint8) length;
  if (length > 0)
    memcpy (message + 2, data, length);
  if (send (self->socket, message, length + 2, MSG_NOSIGNAL) != (gssize) length + 2)
    {
      pull_card (self);
      say ("event lost");
    }
}

static void
answer_late (Reader *self,
             GBytes *bytes,
             guint   delay_ms)
{
  if (delay_ms == 0)
    {
      answer (self, bytes);
      return;
    }

  self->answer = g_bytes_ref (bytes);
  self->due = g_get_monotonic_time () + delay_ms * G_TIME_SPAN_MILLISECOND;
}

/* Auxiliaries: the card ---------------------------------------------------- */

static void
run_apdu (Reader       *self,
          const guint8 *apdu,
          gsize         length)
{
  static const guint8 garbage[] = { 0x13, 0x37 };
  static const guint8 refusal[] = { 0x6d, 0x00 };
  EcpaCardFaultKind fault = ecpa_card_fault_plan_next (&self->plan, FALSE);
  g_autofree char *other = g_strdup (self->plan.card_id);
  g_autoptr (GBytes) bytes = NULL;

  self->n_apdus++;
  switch (fault)
    {
    case ECPA_CARD_FAULT_REMOVE:
      pull_card (self);
      say ("event removed");
      return;
    case ECPA_CARD_FAULT_SWAP:
      if (put_card (self, other))
        say ("event swapped");
      return;
    case ECPA_CARD_FAULT_SILENT_SWAP:
      g_clear_object (&self->card);
      self->card = new_card (self, other);
      bytes = ecpa_simulated_card_transmit (self->card, apdu, length);
      break;
    case ECPA_CARD_FAULT_REFUSE:
      bytes = g_bytes_new_static (refusal, sizeof refusal);
      break;
    case ECPA_CARD_FAULT_GARBAGE:
      bytes = g_bytes_new_static (garbage, sizeof garbage);
      break;
    default:
      bytes = ecpa_simulated_card_transmit (self->card, apdu, length);
    }

  answer_late (self, bytes, ecpa_simulated_card_get_profile (self->card)->delay_ms
                            + (fault == ECPA_CARD_FAULT_DELAY ? self->plan.fault.delay_ms : 0));
}

static void
run_control (Reader *self,
             guint8  control)
{
  /* Longer than an answer to reset can be: pcscd calls such a card mute. */
  static const guint8 no_atr[64];
  g_autoptr (GBytes) atr = NULL;

  if (control <= VPCD_RESET)
    {
      ecpa_simulated_card_reset (self->card);
      return;
    }
  if (control != VPCD_ATR)
    return;

  if (ecpa_card_fault_plan_next (&self->plan, TRUE) != ECPA_CARD_FAULT_MUTE)
    atr = ecpa_simulated_card_get_atr (self->card);
  if (atr == NULL)
    atr = g_bytes_new_static (no_atr, sizeof no_atr);
  answer (self, atr);
}

static void
run_message (Reader *self)
{
  guint8 head[2];
  g_autofree guint8 *body = g_malloc (MESSAGE_MAX);
  gsize length = 0;
  gboolean whole = receive (self, head, sizeof head);

  if (whole)
    {
      length = (gsize) head[0] << 8 | head[1];
      whole = receive (self, body, length);
    }

  if (!whole)
    {
      pull_card (self);
      say ("event lost");
    }
  else if (length == 1)
    run_control (self, body[0]);
  else if (length > 0)
    run_apdu (self, body, length);
}

/* Auxiliaries: commands ---------------------------------------------------- */

/* What pcscd reports for a pulled card is an empty answer already; sent as a message it would make vpcd wait for its
 * body for ever. The other two are no matter of the card. */
static gboolean
can_play (EcpaCardFaultKind kind)
{
  return kind != ECPA_CARD_FAULT_EMPTY_ANSWER && kind != ECPA_CARD_FAULT_TRANSMIT_ERROR && kind != ECPA_CARD_FAULT_IN_USE;
}

static void
plan_fault (Reader     *self,
            const char *words)
{
  g_autofree char *card_id = NULL;
  g_autoptr (EcpaSimulatedCard) other = NULL;
  EcpaCardFault fault;

  if (!ecpa_card_fault_parse (words, &fault, &card_id) || !can_play (fault.kind))
    {
      say ("error not a fault of this reader");
      return;
    }

  other = new_card (self, card_id);
  if ((fault.kind == ECPA_CARD_FAULT_SWAP || fault.kind == ECPA_CARD_FAULT_SILENT_SWAP) && other == NULL)
    {
      say ("error no such card");
      return;
    }

  ecpa_card_fault_plan_set (&self->plan, &fault);
  say ("ok");
}

static void
run_command (Reader     *self,
             const char *line)
{
  if (g_str_has_prefix (line, "insert "))
    {
      if (put_card (self, line + strlen ("insert ")))
        {
          self->n_apdus = 0;
          say ("ok");
        }
    }
  else if (g_str_equal (line, "eject"))
    {
      pull_card (self);
      say ("ok");
    }
  else if (g_str_has_prefix (line, "fault "))
    plan_fault (self, line + strlen ("fault "));
  else if (g_str_equal (line, "count"))
    say ("ok %u", self->n_apdus);
  else if (g_str_equal (line, "quit"))
    {
      self->finished = TRUE;
      say ("ok");
    }
  else
    say ("error not a command");
}

static void
read_commands (Reader *self)
{
  char buffer[1024];
  gssize n = read (STDIN_FILENO, buffer, sizeof buffer);
  char *end;

  if (n < 0 && errno == EINTR)
    return;
  if (n <= 0)
    {
      self->finished = TRUE;
      return;
    }

  g_string_append_len (self->input, buffer, n);
  while (!self->finished && (end = strchr (self->input->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->input->str, (gsize) (end - self->input->str));

      g_string_erase (self->input, 0, end - self->input->str + 1);
      run_command (self, g_strstrip (line));
    }
}

/* Waits for a command, a message or the moment of a late answer, whichever is first. A message waits for the answer to
 * the one before. */
static void
run_once (Reader *self)
{
  struct pollfd fds[] = {
    { STDIN_FILENO, POLLIN, 0 },
    { self->socket, self->answer != NULL ? 0 : POLLIN, 0 },
  };
  int timeout = -1;

  if (self->answer != NULL)
    timeout = (int) CLAMP ((self->due - g_get_monotonic_time () + 999) / 1000, 0, G_MAXINT);
  if (poll (fds, G_N_ELEMENTS (fds), timeout) < 0)
    return;

  if (self->answer != NULL && g_get_monotonic_time () >= self->due)
    {
      g_autoptr (GBytes) late = g_steal_pointer (&self->answer);

      answer (self, late);
    }
  if (fds[1].revents != 0 && self->socket == fds[1].fd)
    run_message (self);
  if (fds[0].revents != 0)
    read_commands (self);
}

static gboolean
print_tray (Reader *self)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      EcpaCardProfile *profile = g_ptr_array_index (self->profiles, i);

      say ("%s\t%s", profile->id, profile->feature);
    }

  return TRUE;
}

/* The program -------------------------------------------------------------- */

int
main (int    argc,
      char **argv)
{
  int port = VPCD_PORT;
  gboolean list = FALSE;
  g_autofree char *card = NULL;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, "Where vpcd listens on this machine (35963)", "PORT" },
    { "card", 'c', 0, G_OPTION_ARG_STRING, &card, "Put this card in at the start", "CARD" },
    { "list", 'l', 0, G_OPTION_ARG_NONE, &list, "Show the cards and end", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- simulated cards in a real pcscd");
  g_autoptr (GError) error = NULL;
  Reader self = { .socket = -1 };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    self.profiles = ecpa_card_profiles_load (&error);
  if (self.profiles == NULL || port <= 0 || port > G_MAXUINT16)
    {
      fprintf (stderr, "ecpa-virtual-reader: %s\n", error != NULL ? error->message : "not a port");
      return EXIT_FAILURE;
    }

  self.port = (guint16) port;
  self.input = g_string_new (NULL);
  self.finished = list && print_tray (&self);
  if (!self.finished && card != NULL && !put_card (&self, card))
    return EXIT_FAILURE;
  while (!self.finished)
    run_once (&self);

  pull_card (&self);
  ecpa_card_fault_plan_clear (&self.plan);
  g_string_free (self.input, TRUE);
  g_ptr_array_unref (self.profiles);

  return EXIT_SUCCESS;
}
