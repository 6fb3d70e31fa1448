/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-pcsc-transport.h"

#include "ecpa-pcsc-channel.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

/* The pseudo reader that tells of readers that come and go. */
#define PNP_READER "\\\\?PnP?\\Notification"

/* pcsc-lite counts the readers when a wait begins; one that came since they were listed is never told of. So the first
 * waits after any news end early, in ms, and the readers are listed again. A daemon that starts brings its readers just
 * then, and so does a device with two of them. */
static const DWORD early_ends[] = { 20, 80, 300 };

/* How often a cancel is repeated until the wait acknowledges it, in µs. */
#define CANCEL_INTERVAL 5000

/* pcsc-lite keeps the states of all readers in one static table, so only the one thread that waits may ask for
 * them; connecting does not touch it. */
struct _EcpaPcscTransport
{
  GObject parent_instance;

  /* The thread that waits; @context is left alone while @cancelling */
  SCARDCONTEXT context;
  gboolean     has_context;
  guint        n_early;     /* waits that ended early since the last news */

  /* Under the lock */
  GMutex   lock;
  GCond    changed;
  gboolean look;        /* ask how it stands before the next wait */
  gboolean waiting;
  gboolean interrupted;
  gboolean cancelling;
};

static void ecpa_pcsc_transport_iface_init (EcpaCardTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EcpaPcscTransport, ecpa_pcsc_transport, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (ECPA_TYPE_CARD_TRANSPORT, ecpa_pcsc_transport_iface_init))

/* Auxiliaries -------------------------------------------------------------- */

static void
drop_context (EcpaPcscTransport *self)
{
  g_mutex_lock (&self->lock);
  while (self->cancelling)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  if (self->has_context)
    SCardReleaseContext (self->context);
  self->has_context = FALSE;
}

static LONG
ensure_context (EcpaPcscTransport *self)
{
  LONG code = SCARD_S_SUCCESS;

  if (!self->has_context)
    code = SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &self->context);
  self->has_context = code == SCARD_S_SUCCESS;

  return code;
}

static EcpaReaderState *
find_state (GPtrArray  *states,
            const char *name)
{
  for (guint i = 0; states != NULL && i < states->len; i++)
    {
      EcpaReaderState *state = g_ptr_array_index (states, i);

      if (g_str_equal (state->name, name))
        return state;
    }

  return NULL;
}

/* Whether @now tells nothing that @known does not. */
static gboolean
same_states (GPtrArray *known,
             GPtrArray *now)
{
  if (known == NULL || known->len != now->len)
    return FALSE;

  for (guint i = 0; i < now->len; i++)
    {
      EcpaReaderState *state = g_ptr_array_index (now, i);
      EcpaReaderState *old = find_state (known, state->name);

      if (old == NULL || old->card_present != state->card_present || old->mute != state->mute
          || old->held != state->held || old->event_count != state->event_count)
        return FALSE;
    }

  return TRUE;
}

/* The readers' names as pcsc-lite lists them: each with its NUL, and one more. */
static LONG
list_readers (EcpaPcscTransport  *self,
              GPtrArray         **names)
{
  g_autofree char *list = NULL;
  DWORD length = 0;
  LONG code;

  *names = g_ptr_array_new_with_free_func (g_free);

  /* A reader may come between asking for the length and asking for the names. */
  do
    {
      code = SCardListReaders (self->context, NULL, NULL, &length);
      if (code != SCARD_S_SUCCESS)
        break;
      g_free (list);
      list = g_malloc0 (length + 2);
      code = SCardListReaders (self->context, NULL, list, &length);
    }
  while (code == SCARD_E_INSUFFICIENT_BUFFER);

  if (code == SCARD_E_NO_READERS_AVAILABLE)
    return SCARD_S_SUCCESS;

  for (const char *p = list; code == SCARD_S_SUCCESS && *p != '\0'; p += strlen (p) + 1)
    g_ptr_array_add (*names, g_strdup (p));

  return code;
}

/* What pcsc-lite is told that we know of the readers, and of the pseudo reader behind them. */
static SCARD_READERSTATE *
new_questions (GPtrArray *names,
               GPtrArray *known)
{
  SCARD_READERSTATE *questions = g_new0 (SCARD_READERSTATE, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    {
      EcpaReaderState *state = find_state (known, g_ptr_array_index (names, i));
      DWORD flags = SCARD_STATE_UNAWARE;

      if (state != NULL)
        {
          flags = state->card_present ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;
          flags |= state->mute ? SCARD_STATE_MUTE : 0;
          flags |= state->held ? SCARD_STATE_EXCLUSIVE : 0;
          flags |= (DWORD) state->event_count << 16;
        }
      questions[i].szReader = g_ptr_array_index (names, i);
      questions[i].dwCurrentState = flags;
    }
  questions[names->len].szReader = PNP_READER;
  questions[names->len].dwCurrentState = SCARD_STATE_UNAWARE;

  return questions;
}

static gboolean
any_gone (SCARD_READERSTATE *questions,
          guint              n)
{
  for (guint i = 0; i < n; i++)
    if ((questions[i].dwEventState & SCARD_STATE_UNKNOWN) != 0)
      return TRUE;

  return FALSE;
}

static GPtrArray *
read_answers (GPtrArray         *names,
              SCARD_READERSTATE *answers)
{
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_reader_state_free);

  for (guint i = 0; i < names->len; i++)
    {
      EcpaReaderState *state = ecpa_reader_state_new (g_ptr_array_index (names, i));
      DWORD flags = answers[i].dwEventState;

      state->card_present = (flags & SCARD_STATE_PRESENT) != 0;
      state->mute = (flags & SCARD_STATE_MUTE) != 0;
      state->held = state->card_present && (flags & SCARD_STATE_EXCLUSIVE) != 0;
      state->event_count = (guint) (flags >> 16) & 0xffff;
      if (state->card_present && answers[i].cbAtr > 0)
        state->atr = g_bytes_new (answers[i].rgbAtr, MIN (answers[i].cbAtr, sizeof answers[i].rgbAtr));
      g_ptr_array_add (states, state);
    }

  return states;
}

/* Says that the blocking call begins; FALSE where an interrupt came before. */
static gboolean
enter_wait (EcpaPcscTransport *self)
{
  gboolean enter;

  g_mutex_lock (&self->lock);
  enter = !self->interrupted;
  self->look = self->look || self->interrupted;
  self->waiting = enter;
  self->interrupted = FALSE;
  g_mutex_unlock (&self->lock);

  return enter;
}

/* Acknowledges an interrupt, if there was one; FALSE then. */
static gboolean
leave_wait (EcpaPcscTransport *self)
{
  gboolean interrupted;

  g_mutex_lock (&self->lock);
  interrupted = self->interrupted;
  self->waiting = FALSE;
  self->interrupted = FALSE;
  self->look = self->look || interrupted;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return !interrupted;
}

/* Repeats the cancel until the wait acknowledges it: one that comes before pcsc-lite really waits is lost. */
static gpointer
cancel_thread (gpointer data)
{
  g_autoptr (EcpaPcscTransport) self = data;

  g_mutex_lock (&self->lock);
  while (self->waiting && self->interrupted)
    {
      SCARDCONTEXT context = self->context;

      g_mutex_unlock (&self->lock);
      SCardCancel (context);
      g_mutex_lock (&self->lock);
      if (self->waiting && self->interrupted)
        g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + CANCEL_INTERVAL);
    }
  self->cancelling = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return NULL;
}

static gboolean
same_names (GPtrArray *names,
            GPtrArray *known)
{
  if (known == NULL || known->len != names->len)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    if (find_state (known, g_ptr_array_index (names, i)) == NULL)
      return FALSE;

  return TRUE;
}

/* One call of pcsc-lite that the other threads can end; SCARD_E_CANCELLED where one did. */
static LONG
ask (EcpaPcscTransport *self,
     DWORD              timeout,
     SCARD_READERSTATE *questions,
     guint              n)
{
  LONG code;

  do
    {
      if (!enter_wait (self))
        return SCARD_E_CANCELLED;
      code = SCardGetStatusChange (self->context, timeout, questions, n);
      if (!leave_wait (self))
        return SCARD_E_CANCELLED;
    }
  while (code == SCARD_E_CANCELLED); /* that one was meant for a wait before */

  return code;
}

static gboolean
take_look (EcpaPcscTransport *self)
{
  gboolean look;

  g_mutex_lock (&self->lock);
  look = self->look;
  self->look = FALSE;
  g_mutex_unlock (&self->lock);

  return look;
}

/* Asks until the readers are not as @known. The use of a card by other programs ends a call too and is no news.
 * That one gets the card for itself ends no call (pcsc-lite tells only of its end), so after an interrupt it is asked
 * how things stand first. No @states and SCARD_S_SUCCESS: there are other readers than @names now. */
static LONG
wait_for_news (EcpaPcscTransport  *self,
               GPtrArray          *names,
               GPtrArray          *known,
               GPtrArray         **states)
{
  gboolean fresh = take_look (self) || !same_names (names, known);
  g_autofree SCARD_READERSTATE *questions = new_questions (names, fresh ? NULL : known);

  for (;;)
    {
      g_autoptr (GPtrArray) now = NULL;
      gboolean early = !fresh && self->n_early < G_N_ELEMENTS (early_ends);
      LONG code = ask (self, fresh ? 0 : early ? early_ends[self->n_early] : INFINITE, questions, names->len + 1);

      if (code == SCARD_E_UNKNOWN_READER)
        return SCARD_S_SUCCESS;
      if (early && code == SCARD_E_TIMEOUT)
        {
          self->n_early++;
          return SCARD_S_SUCCESS;
        }
      /* Without a reader there is nothing that could be answered at once. */
      if (code != SCARD_S_SUCCESS && !(fresh && code == SCARD_E_TIMEOUT))
        return code;
      if (any_gone (questions, names->len)
          || (!fresh && (questions[names->len].dwEventState & SCARD_STATE_CHANGED) != 0))
        return SCARD_S_SUCCESS;

      now = read_answers (names, questions);
      if (!same_states (known, now))
        {
          *states = g_steal_pointer (&now);
          return SCARD_S_SUCCESS;
        }
      fresh = FALSE;
      for (guint i = 0; i < names->len; i++)
        questions[i].dwCurrentState = questions[i].dwEventState & ~(DWORD) SCARD_STATE_CHANGED;
    }
}

/* Overrides ---------------------------------------------------------------- */

static GPtrArray *
ecpa_pcsc_transport_wait (EcpaCardTransport  *transport,
                          GPtrArray          *known,
                          GError            **error)
{
  EcpaPcscTransport *self = ECPA_PCSC_TRANSPORT (transport);
  GPtrArray *states = NULL;
  LONG code;

  self->n_early = 0;
  code = leave_wait (self) ? ensure_context (self) : SCARD_E_CANCELLED;

  while (code == SCARD_S_SUCCESS && states == NULL)
    {
      g_autoptr (GPtrArray) names = NULL;

      code = list_readers (self, &names);
      if (code == SCARD_S_SUCCESS)
        code = wait_for_news (self, names, known, &states);
    }

  if (states == NULL && code == SCARD_E_CANCELLED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The wait for a card was interrupted");
  else if (states == NULL)
    {
      ecpa_pcsc_set_error (error, code, self->has_context);
      drop_context (self);
    }

  return states;
}

static void
ecpa_pcsc_transport_interrupt (EcpaCardTransport *transport)
{
  EcpaPcscTransport *self = ECPA_PCSC_TRANSPORT (transport);

  g_mutex_lock (&self->lock);
  self->interrupted = TRUE;
  if (self->waiting && !self->cancelling)
    {
      self->cancelling = TRUE;
      g_thread_unref (g_thread_new ("ecpa-card-cancel", cancel_thread, g_object_ref (self)));
    }
  g_mutex_unlock (&self->lock);
}

static EcpaCardChannel *
ecpa_pcsc_transport_connect (EcpaCardTransport  *transport,
                             const char         *reader,
                             GError            **error)
{
  return ecpa_pcsc_channel_new (reader, error);
}

static void
ecpa_pcsc_transport_finalize (GObject *object)
{
  EcpaPcscTransport *self = ECPA_PCSC_TRANSPORT (object);

  drop_context (self);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (ecpa_pcsc_transport_parent_class)->finalize (object);
}

/* Class -------------------------------------------------------------------- */

static void
ecpa_pcsc_transport_iface_init (EcpaCardTransportInterface *iface)
{
  iface->wait = ecpa_pcsc_transport_wait;
  iface->interrupt = ecpa_pcsc_transport_interrupt;
  iface->connect = ecpa_pcsc_transport_connect;
}

static void
ecpa_pcsc_transport_class_init (EcpaPcscTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_pcsc_transport_finalize;
}

static void
ecpa_pcsc_transport_init (EcpaPcscTransport *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_pcsc_transport_new:
 *
 * Connects to nothing yet. The readers are those of the daemon that libpcsclite finds, by `PCSCLITE_CSOCK_NAME`
 * where that is set.
 *
 * Returns: (transfer full): the system's readers
 */
EcpaPcscTransport *
ecpa_pcsc_transport_new (void)
{
  return g_object_new (ECPA_TYPE_PCSC_TRANSPORT, NULL);
}
