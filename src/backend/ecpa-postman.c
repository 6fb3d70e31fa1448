/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-postman.h"

#include "ecpa-mail-text.h"
#include "ecpa-maildir.h"
#include "ecpa-smtp.h"

/* What another process put into the outbox is found within this time. */
#define LOOK_SECONDS 10
#define LONGEST_WAIT_SECONDS 3600
/* A claim outlives the longest try by this much. */
#define MARGIN_SECONDS 2

/* Types -------------------------------------------------------------------- */

struct _EcpaPostman
{
  GObject      parent_instance;

  /* Owned */
  EcpaStore   *store; /* the clerk's thread alone */
  char        *public_uri;
  char        *maildir;
  GAsyncQueue *queue; /* of Message */
  GThread     *thread;
  int          ended; /* atomic */

  /* Borrowed; there as long as the thread is */
  const EcpaServerSettings *settings;
  EcpaClerk   *clerk;
  EcpaClock    clock;
  gpointer     clock_data;

  /* The thread's alone */
  EcpaSmtp    *smtp; /* (nullable) */
  GHashTable  *sent; /* ids of mails that were accepted, until that is on the disk */
  gboolean     asked;
  gboolean     ask_again;
};

typedef enum
{
  WAKE,    /* there may be a mail */
  TAKEN,   /* the clerk has answered */
  SETTLED, /* how a mail went is on the disk */
  END,
} What;

typedef struct
{
  What      what;
  EcpaMail *mail;        /* (nullable) */
  gint64    next_try_at; /* where there is no mail */
} Message;

/* Work for the clerk. */
typedef struct
{
  EcpaPostman *postman; /* owned */
  GPtrArray   *mails;
  gint64       next_try_at;
} Claim;

typedef struct
{
  EcpaPostman *postman; /* owned */
  EcpaMail    *mail;
  EcpaPosted   posted;
  char        *outcome;
  gint64       now;
  gboolean     written;
} Settlement;

G_DEFINE_FINAL_TYPE (EcpaPostman, ecpa_postman, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
message_free (Message *message)
{
  g_clear_pointer (&message->mail, ecpa_mail_free);
  g_free (message);
}

static void
push (EcpaPostman *self,
      What         what,
      EcpaMail    *mail,
      gint64       next_try_at)
{
  Message *message = g_new0 (Message, 1);

  message->what = what;
  message->mail = mail;
  message->next_try_at = next_try_at;
  g_async_queue_push (self->queue, message);
}

/* Work of the clerk's thread ----------------------------------------------- */

static void
claim_written (gpointer      data,
               const GError *error)
{
  Claim *claim = data;
  EcpaMail *mail = NULL;

  if (error == NULL && claim->mails->len > 0)
    mail = g_ptr_array_steal_index (claim->mails, 0);
  push (claim->postman, TAKEN, mail, claim->next_try_at);
  g_ptr_array_unref (claim->mails);
  g_object_unref (claim->postman);
  g_free (claim);
}

static void
claim_mail (gpointer data)
{
  Claim *claim = data;
  EcpaPostman *self = claim->postman;
  gint64 now = self->clock (self->clock_data);
  gint64 until = now + self->settings->mail.timeout_seconds + MARGIN_SECONDS;
  g_autoptr (GError) error = NULL;

  if (!ecpa_store_claim_mails (self->store, now, until, 1, claim->mails, &error)
      || !ecpa_store_next_mail (self->store, &claim->next_try_at, &error))
    g_warning ("The outbox cannot be read: %s", error->message);
  ecpa_clerk_when_written (self->clerk, claim_written, claim);
}

static void
settlement_written (gpointer      data,
                    const GError *error)
{
  Settlement *settlement = data;

  if (error == NULL && settlement->written)
    push (settlement->postman, SETTLED, g_steal_pointer (&settlement->mail), 0);
  g_clear_pointer (&settlement->mail, ecpa_mail_free);
  g_free (settlement->outcome);
  g_object_unref (settlement->postman);
  g_free (settlement);
}

static gint64
wait_for (const EcpaMailSettings *settings,
          gint64                  tries)
{
  gint64 wait = settings->first_wait_seconds;

  for (gint64 i = 1; i < tries && wait < LONGEST_WAIT_SECONDS; i++)
    wait *= 2;

  return MIN (wait, LONGEST_WAIT_SECONDS);
}

/* Whether there is to be no further try. */
static gboolean
is_last (Settlement *settlement,
         gint64      next)
{
  return settlement->mail->tries >= settlement->postman->settings->mail.tries
         || (settlement->mail->expires_at > 0 && next >= settlement->mail->expires_at);
}

static void
settle_mail (gpointer data)
{
  Settlement *settlement = data;
  EcpaPostman *self = settlement->postman;
  EcpaMail *mail = settlement->mail;
  gint64 next = settlement->now + wait_for (&self->settings->mail, mail->tries);
  g_autoptr (GError) error = NULL;

  if (settlement->posted == ECPA_POSTED_LATER && g_str_equal (settlement->outcome, "interrupted"))
    settlement->written =
      ecpa_store_put_off_mail (self->store, mail->id, settlement->now, settlement->outcome, &error);
  else if (settlement->posted == ECPA_POSTED_LATER && !is_last (settlement, next))
    settlement->written = ecpa_store_put_off_mail (self->store, mail->id, next, settlement->outcome, &error);
  else
    settlement->written = ecpa_store_end_mail (self->store, mail, settlement->posted == ECPA_POSTED_SENT,
                                               settlement->outcome, settlement->now, &error);
  if (!settlement->written)
    g_warning ("How the mail %s went could not be written: %s", mail->id, error->message);
  if (settlement->posted != ECPA_POSTED_SENT)
    g_message ("The mail %s was not accepted at try %" G_GINT64_FORMAT ": %s", mail->id, mail->tries,
               settlement->outcome);

  ecpa_clerk_when_written (self->clerk, settlement_written, settlement);
}

static void
added_written (gpointer      data,
               const GError *error)
{
  g_autoptr (EcpaPostman) self = data;

  if (error == NULL)
    push (self, WAKE, NULL, 0);
}

static void
mail_added_cb (gpointer user_data)
{
  EcpaPostman *self = user_data;

  ecpa_clerk_when_written (self->clerk, added_written, g_object_ref (self));
}

static void
watch_store (gpointer data)
{
  g_autoptr (EcpaPostman) self = data;

  if (!g_atomic_int_get (&self->ended))
    ecpa_store_watch_mails (self->store, mail_added_cb, self);
}

static void
unwatch_store (gpointer data)
{
  g_autoptr (EcpaPostman) self = data;

  ecpa_store_watch_mails (self->store, NULL, NULL);
}

/* Auxiliaries of the thread ------------------------------------------------ */

static void
ask_clerk (EcpaPostman *self)
{
  Claim *claim;

  self->ask_again = self->asked;
  if (self->asked)
    return;

  self->asked = TRUE;
  claim = g_new0 (Claim, 1);
  claim->postman = g_object_ref (self);
  claim->mails = g_ptr_array_new_with_free_func ((GDestroyNotify) ecpa_mail_free);
  claim->next_try_at = G_MAXINT64;
  ecpa_clerk_push (self->clerk, claim_mail, claim);
}

static EcpaPosted
hand_over (EcpaPostman     *self,
           const EcpaMail  *mail,
           GBytes          *message,
           char           **outcome)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (self->smtp != NULL)
    return ecpa_smtp_send (self->smtp, mail->address, message, outcome);

  name = g_strdup_printf ("%" G_GINT64_FORMAT ".%s.ecpa", mail->added_at, mail->id);
  if (ecpa_maildir_deliver (self->maildir, name, message, &error))
    {
      *outcome = g_strdup ("delivered");
      return ECPA_POSTED_SENT;
    }
  g_warning ("A mail could not be put into the Maildir: %s", error->message);
  *outcome = g_strdup ("disk");

  return ECPA_POSTED_LATER;
}

static EcpaPosted
try_mail (EcpaPostman     *self,
          const EcpaMail  *mail,
          char           **outcome)
{
  gint64 now = self->clock (self->clock_data);
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GError) error = NULL;

  if (g_hash_table_contains (self->sent, mail->id)) /* and the disk would not take it */
    {
      *outcome = g_strdup ("250");
      return ECPA_POSTED_SENT;
    }
  if (mail->address == NULL || (mail->expires_at > 0 && now >= mail->expires_at))
    {
      *outcome = g_strdup (mail->address == NULL ? "unreadable" : "expired");
      return ECPA_POSTED_REFUSED;
    }
  if (g_atomic_int_get (&self->ended))
    {
      *outcome = g_strdup ("interrupted");
      return ECPA_POSTED_LATER;
    }
  message = ecpa_mail_compose (mail, &self->settings->mail, self->public_uri, self->settings->training, &error);
  if (message == NULL)
    {
      g_warning ("A mail could not be written: %s", error->message);
      *outcome = g_strdup ("no-text");
      return ECPA_POSTED_REFUSED;
    }

  return hand_over (self, mail, message, outcome);
}

/* How it went is on its way to the disk before anything else is done. */
static void
bring_away (EcpaPostman *self,
            EcpaMail    *mail)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  settlement->posted = try_mail (self, mail, &settlement->outcome);
  if (settlement->posted == ECPA_POSTED_SENT)
    g_hash_table_add (self->sent, g_strdup (mail->id));
  settlement->postman = g_object_ref (self);
  settlement->mail = mail;
  settlement->now = self->clock (self->clock_data);
  ecpa_clerk_push (self->clerk, settle_mail, settlement);
}

/* Seconds to the next look where nobody says anything. */
static gint64
take (EcpaPostman *self,
      Message     *message)
{
  gint64 wait;

  self->asked = FALSE;
  if (message->mail != NULL)
    {
      bring_away (self, g_steal_pointer (&message->mail));
      self->ask_again = TRUE;
    }
  if (self->ask_again && !g_atomic_int_get (&self->ended))
    {
      ask_clerk (self);
      return LOOK_SECONDS;
    }
  if (self->smtp != NULL)
    ecpa_smtp_close (self->smtp);
  if (message->next_try_at == G_MAXINT64)
    return LOOK_SECONDS;

  wait = message->next_try_at - self->clock (self->clock_data);

  return CLAMP (wait, 1, LOOK_SECONDS);
}

static gpointer
run_thread (gpointer user_data)
{
  EcpaPostman *self = user_data;
  gint64 wait = LOOK_SECONDS;
  gboolean ended = FALSE;

  if (self->settings->mail.smtp_url != NULL)
    self->smtp = ecpa_smtp_new (&self->settings->mail, self->settings->name,
                                ecpa_mail_settings_allow_plain (&self->settings->mail, self->settings->training),
                                &self->ended);
  ask_clerk (self);
  /* What was asked for has to be waited for: a mail that was claimed is given back. */
  while (!ended || self->asked)
    {
      Message *message = g_async_queue_timeout_pop (self->queue, (guint64) wait * G_USEC_PER_SEC);

      if (message != NULL && message->what == END)
        ended = TRUE;
      else if (message != NULL && message->what == TAKEN)
        wait = take (self, message);
      else if (message != NULL && message->what == SETTLED)
        g_hash_table_remove (self->sent, message->mail->id);
      else if (!ended)
        ask_clerk (self);
      g_clear_pointer (&message, message_free);
    }
  g_clear_pointer (&self->smtp, ecpa_smtp_free);

  return NULL;
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_postman_finalize (GObject *object)
{
  EcpaPostman *self = ECPA_POSTMAN (object);

  g_assert (self->thread == NULL);

  g_async_queue_unref (self->queue);
  g_hash_table_unref (self->sent);
  g_clear_object (&self->store);
  g_free (self->public_uri);
  g_free (self->maildir);

  G_OBJECT_CLASS (ecpa_postman_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_postman_class_init (EcpaPostmanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ecpa_postman_finalize;
}

static void
ecpa_postman_init (EcpaPostman *self)
{
  self->queue = g_async_queue_new_full ((GDestroyNotify) message_free);
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_postman_new:
 * @settings: the settings; have to outlive [method@Postman.stop]
 * @public_uri: where people reach the backend
 * @store: the clerk's store
 * @clerk: whose thread has the store; has to outlive [method@Postman.stop]
 * @clock: tells the time, to any thread
 * @clock_data: for @clock
 *
 * Begins to bring mail away, by SMTP where the settings name a server, else into the Maildir.
 *
 * Returns: (transfer full): a postman; has to be stopped before its last reference goes
 */
EcpaPostman *
ecpa_postman_new (const EcpaServerSettings *settings,
                  const char               *public_uri,
                  EcpaStore                *store,
                  EcpaClerk                *clerk,
                  EcpaClock                 clock,
                  gpointer                  clock_data)
{
  EcpaPostman *self;

  g_return_val_if_fail (settings != NULL && public_uri != NULL && ECPA_IS_STORE (store) && ECPA_IS_CLERK (clerk), NULL);

  self = g_object_new (ECPA_TYPE_POSTMAN, NULL);
  self->settings = settings;
  self->public_uri = g_strdup (public_uri);
  self->store = g_object_ref (store);
  self->clerk = clerk;
  self->clock = clock;
  self->clock_data = clock_data;
  self->maildir = g_strdup (settings->mail.maildir);
  if (self->maildir == NULL && settings->database != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (settings->database);

      self->maildir = g_build_filename (folder, "mail", NULL);
    }
  ecpa_clerk_push (clerk, watch_store, g_object_ref (self));
  self->thread = g_thread_new ("ecpa-postman", run_thread, self);

  return self;
}

/**
 * ecpa_postman_wake:
 * @self: a postman
 *
 * Has the outbox looked at. Any thread.
 */
void
ecpa_postman_wake (EcpaPostman *self)
{
  g_return_if_fail (ECPA_IS_POSTMAN (self));

  push (self, WAKE, NULL, 0);
}

/**
 * ecpa_postman_stop:
 * @self: a postman
 *
 * Ends the thread; waits a few seconds for a mail that the server is just taking. The clerk has to go on until then.
 */
void
ecpa_postman_stop (EcpaPostman *self)
{
  g_return_if_fail (ECPA_IS_POSTMAN (self));

  if (self->thread == NULL)
    return;
  g_atomic_int_set (&self->ended, TRUE);
  push (self, END, NULL, 0);
  g_thread_join (g_steal_pointer (&self->thread));
  ecpa_clerk_push (self->clerk, unwatch_store, g_object_ref (self));
}
