/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-registration-private.h"

#include <stdarg.h>

#include "ecpa-endpoints.h"
#include "ecpa-event-stream.h"
#include "ecpa-problem.h"
#include "ecpa-session-opening.h"

/* Where nothing is told by itself the registration is asked for this often; and this often all the same, so that somebody
 * who waits for a mail does not lose the card session to idleness. */
#define ASK_MS 3000
#define KEEP_MS (4 * 60 * 1000)

/* Types -------------------------------------------------------------------- */

struct _EcpaRegistrationService
{
  GObject               parent_instance;

  /* Owned */
  EcpaClient           *client;
  EcpaCardService      *card;
  EcpaEventStream      *stream;
  EcpaSecret           *token;          /* nullable: exactly while there is a card session */
  EcpaCardSession      *session;        /* nullable: likewise */
  guint64               insertion;      /* 0: likewise */

  /* While it is watched */
  gboolean              watched;
  EcpaEventStreamState  state;
  GCancellable         *looking;        /* nullable: a look is on its way */
  guint                 look_source;
  guint                 ask_ms;
  char                 *seen;           /* nullable: the last answer */
};

/* The card that is to prove itself. */
typedef struct
{
  guint64 insertion;
} Opening;

/* One call, until it is answered. */
typedef struct
{
  EcpaRequest *request;
  guint64      insertion;
} Asking;

enum
{
  CLOSED,
  REGISTRATION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaRegistrationService, ecpa_registration_service, G_TYPE_OBJECT)

static void look (EcpaRegistrationService *self);

/* Auxiliaries -------------------------------------------------------------- */

static guint64
find_insertion (EcpaCardView *view,
                guint64       serial)
{
  for (guint i = 0; i < view->readers->len; i++)
    {
      EcpaReaderView *reader = g_ptr_array_index (view->readers, i);

      if (reader->serial == serial)
        return reader->insertion;
    }

  return 0;
}

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  ecpa_request_unref (asking->request);
  g_free (asking);
}

static void
unwatch (EcpaRegistrationService *self)
{
  if (!self->watched)
    return;

  self->watched = FALSE;
  self->state = ECPA_EVENT_STREAM_STOPPED;
  ecpa_event_stream_stop (self->stream);
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->seen, g_free);
}

/* Forgets the session; whoever listens hears of it last. */
static void
end_session (EcpaRegistrationService *self,
             gboolean                 tell_backend,
             EcpaFault               *fault)
{
  g_autoptr (EcpaRegistrationService) alive = g_object_ref (self);
  g_autoptr (EcpaSecret) token = g_steal_pointer (&self->token);

  if (token == NULL)
    return;

  unwatch (self);
  g_clear_object (&self->session);
  self->insertion = 0;
  if (tell_backend)
    ecpa_session_tell_over (self->client, ECPA_PATH_CARD_SESSION, token);
  g_signal_emit (self, signals[CLOSED], 0, fault);
}

/* A call in a session that is there still, and the backend knows it no more. */
static void
heed_error (EcpaRegistrationService *self,
            EcpaSecret              *token,
            const GError            *error)
{
  g_autoptr (EcpaFault) fault = NULL;

  if (token == NULL || token != self->token
      || !g_error_matches (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_SESSION_REQUIRED))
    return;

  fault = ecpa_fault_new (ECPA_FAULT_SESSION_ENDED, "The backend knows the card session no more");
  end_session (self, FALSE, fault);
}

/* Watching ----------------------------------------------------------------- */

static void
look_later (EcpaRegistrationService *self)
{
  gboolean told = self->state == ECPA_EVENT_STREAM_OPEN;

  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_source = g_timeout_add (told ? KEEP_MS : self->ask_ms, G_SOURCE_FUNC (look), self);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  EcpaRegistrationService *self = ECPA_REGISTRATION_SERVICE (source);
  g_autoptr (EcpaRegistration) registration = NULL;
  g_autoptr (GCancellable) cancellable = user_data;
  g_autofree char *printed = NULL;
  gboolean first;

  registration = ecpa_registration_service_get_registration_finish (self, result, NULL);
  if (cancellable != self->looking)
    return;

  g_clear_object (&self->looking);
  look_later (self);
  if (registration == NULL)
    return;

  printed = ecpa_record_print (ECPA_RECORD (registration));
  first = self->seen == NULL;
  if (!first && g_str_equal (printed, self->seen))
    return;
  g_free (self->seen);
  self->seen = g_steal_pointer (&printed);
  g_signal_emit (self, signals[REGISTRATION_CHANGED], 0, registration);
}

static void
look (EcpaRegistrationService *self)
{
  self->look_source = 0;
  if (self->looking != NULL)
    return;

  self->looking = g_cancellable_new ();
  ecpa_registration_service_get_registration_async (self, self->looking, looked_cb, g_object_ref (self->looking));
}

static void
look_now (EcpaRegistrationService *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  look (self);
}

static void
told_cb (EcpaEventStreamState  state,
         EcpaEvent            *event,
         gpointer              user_data)
{
  EcpaRegistrationService *self = user_data;
  gboolean opened = state == ECPA_EVENT_STREAM_OPEN && self->state != state;

  if (!self->watched)
    return;

  self->state = state;
  /* what happened before it was open has not been told */
  if (opened || state == ECPA_EVENT_STREAM_SIGNED_OUT
      || (event != NULL && g_strcmp0 (event->kind, "registration-changed") == 0))
    look_now (self);
  else if (self->looking == NULL)
    look_later (self);
}

/* Callbacks ---------------------------------------------------------------- */

/* The card is in a reader still, or there is no session. */
static void
cards_changed_cb (EcpaCardService         *card,
                  EcpaRegistrationService *self)
{
  EcpaCardView *view = ecpa_card_service_get_view (card);
  g_autoptr (EcpaFault) fault = NULL;

  if (self->token == NULL || ecpa_card_view_has_insertion (view, self->insertion))
    return;

  fault = ecpa_fault_new (view->insertions->len > 0 ? ECPA_FAULT_CARD_CHANGED : ECPA_FAULT_CARD_REMOVED,
                          "The card of the card session has gone");
  end_session (self, TRUE, fault);
}

static gboolean
take_session (gpointer     service,
              EcpaRecord  *record,
              EcpaSecret  *token,
              GTask       *task,
              GError     **error)
{
  EcpaRegistrationService *self = service;
  Opening *opening = g_task_get_task_data (task);

  if (!ecpa_card_view_has_insertion (ecpa_card_service_get_view (self->card), opening->insertion))
    {
      g_set_error (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_REMOVED, "The card has gone since");
      return FALSE;
    }

  ecpa_registration_service_stop (self);
  self->token = ecpa_secret_ref (token);
  self->session = g_object_ref (ECPA_CARD_SESSION (record));
  self->insertion = opening->insertion;

  return TRUE;
}

static void
card_proved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaRegistrationService *self = g_task_get_source_object (task);
  g_autoptr (EcpaCardSessionRequest) record = NULL;
  g_autoptr (EcpaRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaCardProof) proof = ecpa_card_service_prove_finish (self->card, result, &error);

  if (proof == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  record = g_object_new (ECPA_TYPE_CARD_SESSION_REQUEST,
                         "method", ECPA_METHOD_HEALTH_CARD,
                         "login-id", proof->login_id,
                         "proof", proof->proof, NULL);
  request = ecpa_request_new ("POST", ECPA_PATH_CARD_SESSIONS, ECPA_TYPE_CARD_SESSION);
  request->authenticated = FALSE;
  ecpa_request_set_record (request, ECPA_RECORD (record));
  ecpa_session_open (self->client, request, ECPA_PATH_CARD_SESSION, take_session, task);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaRegistrationService *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gpointer record = NULL;

  if (ecpa_client_call_finish (self->client, result, &record, &error))
    g_task_return_pointer (task, record, g_object_unref);
  else
    {
      heed_error (self, asking->request->token, error);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
send_request (GTask *task)
{
  EcpaRegistrationService *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);

  ecpa_client_call_async (self->client, asking->request, g_task_get_cancellable (task), asked_cb, g_object_ref (task));
}

/* With some readers a quick swap gives no event, so the card is looked at again. Another program that holds it just now is
 * no doubt about it. */
static void
card_checked_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  EcpaRegistrationService *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!ecpa_card_service_check_finish (self->card, result, &error)
      && !g_error_matches (error, ECPA_CARD_ERROR, ECPA_CARD_ERROR_IN_USE))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!g_task_return_error_if_cancelled (task))
    send_request (task);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_registration_service_dispose (GObject *object)
{
  ecpa_registration_service_stop (ECPA_REGISTRATION_SERVICE (object));

  G_OBJECT_CLASS (ecpa_registration_service_parent_class)->dispose (object);
}

static void
ecpa_registration_service_finalize (GObject *object)
{
  EcpaRegistrationService *self = ECPA_REGISTRATION_SERVICE (object);

  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_clear_object (&self->client);
  g_clear_object (&self->card);
  g_clear_pointer (&self->token, ecpa_secret_unref);

  G_OBJECT_CLASS (ecpa_registration_service_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_registration_service_class_init (EcpaRegistrationServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_registration_service_dispose;
  object_class->finalize = ecpa_registration_service_finalize;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, ECPA_TYPE_FAULT);
  signals[REGISTRATION_CHANGED] = g_signal_new ("registration-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 1, ECPA_TYPE_REGISTRATION);
}

static void
ecpa_registration_service_init (EcpaRegistrationService *self)
{
  self->ask_ms = ASK_MS;
}

/* To the calls ------------------------------------------------------------- */

/**
 * ecpa_card_body_new:
 * @record: (nullable) (type EcpaRecord): what is not secret
 * @...: pairs of a member's name and an #EcpaSecret, then %NULL
 *
 * Returns: (transfer full): a body; its secrets have never been anywhere but in locked pages
 */
EcpaSecretBody *
ecpa_card_body_new (gpointer record,
                    ...)
{
  g_autofree char *json = record != NULL ? ecpa_record_print (record) : NULL;
  gsize capacity = json != NULL ? strlen (json) : 2;
  EcpaSecretBody *body;
  const char *name;
  va_list args;

  va_start (args, record);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      gsize length;

      ecpa_secret_peek (va_arg (args, EcpaSecret *), &length);
      capacity += strlen (name) + 6 * length + 6;
    }
  va_end (args);

  body = ecpa_secret_body_new (capacity);
  if (json != NULL)
    ecpa_secret_body_add_members (body, json);
  va_start (args, record);
  while ((name = va_arg (args, const char *)) != NULL)
    ecpa_secret_body_add_secret (body, name, va_arg (args, EcpaSecret *));
  va_end (args);
  ecpa_secret_body_close (body);

  return body;
}

/**
 * ecpa_registration_service_ask:
 * @self: a service
 * @call: which call
 * @id: (nullable): what it is about, for the path
 * @body: (nullable) (transfer full): what is sent
 * @key: (nullable): the idempotency key
 * @tag: the source tag
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * The middle of every call: the card is looked at where something changes, then one request.
 */
void
ecpa_registration_service_ask (EcpaRegistrationService *self,
                               const EcpaCardCall      *call,
                               const char              *id,
                               EcpaSecretBody          *body,
                               const char              *key,
                               gpointer                 tag,
                               GCancellable            *cancellable,
                               GAsyncReadyCallback      callback,
                               gpointer                 user_data)
{
  g_autofree char *path = id != NULL ? g_strconcat (call->path, "/", id, NULL) : g_strdup (call->path);
  g_autoptr (EcpaSecretBody) owned = body;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  asking->request = ecpa_request_new (call->method, path, call->answer != NULL ? call->answer () : G_TYPE_NONE);
  asking->insertion = self->insertion;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, asking, asking_free);
  asking->request->authenticated = call->kind != ECPA_CARD_CALL_OPEN;
  if (body != NULL)
    ecpa_request_set_secret_body (asking->request, body);
  if (key != NULL)
    ecpa_request_set_key (asking->request, key);
  if (call->kind != ECPA_CARD_CALL_OPEN && self->token == NULL)
    {
      g_autoptr (EcpaProblem) problem = ecpa_problem_new (ECPA_PROBLEM_SESSION_REQUIRED);

      g_task_return_error (task, ecpa_problem_to_error (problem));
      return;
    }
  if (call->kind != ECPA_CARD_CALL_OPEN)
    asking->request->token = ecpa_secret_ref (self->token);

  if (call->kind == ECPA_CARD_CALL_CHANGE)
    ecpa_card_service_check_async (self->card, asking->insertion, cancellable, card_checked_cb, g_steal_pointer (&task));
  else
    send_request (task);
}

/**
 * ecpa_registration_service_is_done:
 * @result: of a call that is answered with nothing
 * @error: why it failed
 *
 * Returns: whether it succeeded
 */
gboolean
ecpa_registration_service_is_done (GAsyncResult  *result,
                                   GError       **error)
{
  GError *local_error = NULL;

  g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);
  return FALSE;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_registration_service_new:
 * @client: the way to the backend
 * @worker: its thread
 * @card: the cards
 *
 * Returns: (transfer full): a service without a card session
 */
EcpaRegistrationService *
ecpa_registration_service_new (EcpaClient      *client,
                               EcpaWorker      *worker,
                               EcpaCardService *card)
{
  EcpaRegistrationService *self;

  g_return_val_if_fail (ECPA_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ECPA_IS_WORKER (worker), NULL);
  g_return_val_if_fail (ECPA_IS_CARD_SERVICE (card), NULL);

  self = g_object_new (ECPA_TYPE_REGISTRATION_SERVICE, NULL);
  self->client = g_object_ref (client);
  self->card = g_object_ref (card);
  self->stream = ecpa_event_stream_new (client, worker, told_cb, self);
  g_signal_connect_object (card, "changed", G_CALLBACK (cards_changed_cb), self, 0);

  return self;
}

/**
 * ecpa_registration_service_open_async:
 * @self: a service
 * @serial: which card, as its view said
 * @cancellable: (nullable): answered at once; a session that opens all the same is closed again
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Opens a card session: in one transaction of the card its identity, its challenge and the backend's, and its proof. One
 * that is open is closed when this one opens.
 */
void
ecpa_registration_service_open_async (EcpaRegistrationService *self,
                                      guint64                  serial,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data)
{
  Opening *opening;
  GTask *task;

  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  opening = g_new0 (Opening, 1);
  opening->insertion = find_insertion (ecpa_card_service_get_view (self->card), serial);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ecpa_registration_service_open_async);
  g_task_set_task_data (task, opening, g_free);
  ecpa_card_service_prove_async (self->card, serial, ecpa_session_fetch_challenge, g_object_ref (self->client),
                                 g_object_unref, cancellable, card_proved_cb, task);
}

/**
 * ecpa_registration_service_open_finish:
 * @self: a service
 * @result: what the callback was given
 * @error: an #EcpaCardError, or as [method@Client.call_finish]
 *
 * Returns: (transfer full): the card session, without its token, which the service keeps
 */
EcpaCardSession *
ecpa_registration_service_open_finish (EcpaRegistrationService  *self,
                                       GAsyncResult             *result,
                                       GError                  **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ecpa_registration_service_close:
 * @self: a service
 *
 * There is no token any more when this returns; the backend is told in the background.
 */
void
ecpa_registration_service_close (EcpaRegistrationService *self)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  end_session (self, TRUE, NULL);
}

/**
 * ecpa_registration_service_get_session:
 * @self: a service
 *
 * Returns: (transfer none) (nullable): the card session as it was when it was opened, without its token
 */
EcpaCardSession *
ecpa_registration_service_get_session (EcpaRegistrationService *self)
{
  g_return_val_if_fail (ECPA_IS_REGISTRATION_SERVICE (self), NULL);

  return self->session;
}

/**
 * ecpa_registration_service_get_insertion:
 * @self: a service
 *
 * Returns: which insertion of a card the session belongs to; 0 without one
 */
guint64
ecpa_registration_service_get_insertion (EcpaRegistrationService *self)
{
  g_return_val_if_fail (ECPA_IS_REGISTRATION_SERVICE (self), 0);

  return self->insertion;
}

/**
 * ecpa_registration_service_watch:
 * @self: a service with a card session
 *
 * From now on `registration-changed` tells how things stand, once at first and then with each change, until
 * ecpa_registration_service_unwatch() or the end of the session. It listens for events, and asks every few seconds where
 * it cannot. The session does not grow idle meanwhile.
 */
void
ecpa_registration_service_watch (EcpaRegistrationService *self)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  if (self->watched || self->token == NULL)
    return;

  self->watched = TRUE;
  self->state = ECPA_EVENT_STREAM_CONNECTING;
  ecpa_event_stream_start_for (self->stream, self->token);
  look (self);
}

/**
 * ecpa_registration_service_unwatch:
 * @self: a service
 *
 * Nobody waits any more.
 */
void
ecpa_registration_service_unwatch (EcpaRegistrationService *self)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  unwatch (self);
}

/**
 * ecpa_registration_service_set_pause:
 * @self: a service
 * @ms: how often the registration is asked for where no event comes
 *
 * For tests.
 */
void
ecpa_registration_service_set_pause (EcpaRegistrationService *self,
                                     guint                    ms)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self) && ms > 0);

  self->ask_ms = ms;
}

/**
 * ecpa_registration_service_stop:
 * @self: a service
 *
 * Ends the card session as ecpa_registration_service_close() does, and tells nobody here.
 */
void
ecpa_registration_service_stop (EcpaRegistrationService *self)
{
  g_return_if_fail (ECPA_IS_REGISTRATION_SERVICE (self));

  unwatch (self);
  if (self->token != NULL)
    ecpa_session_tell_over (self->client, ECPA_PATH_CARD_SESSION, self->token);
  g_clear_pointer (&self->token, ecpa_secret_unref);
  g_clear_object (&self->session);
  self->insertion = 0;
}
