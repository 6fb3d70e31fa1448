/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-session-news.h"

#include "ecpa-services-insides.h"

/* How often it is tried again where the backend refused to tell. */
#define RETRY_SECONDS 300

/* Types -------------------------------------------------------------------- */

struct _EcpaSessionNews
{
  GObject           parent_instance;

  /* Owned */
  EcpaScope        *scope;
  EcpaInbox        *inbox;
  EcpaAttendance   *attendance;
  EcpaEventService *events;
  guint             retrying;

  gboolean          missed;     /* nobody told for a while, or has begun to */
};

typedef struct
{
  const char    *reason;
  EcpaFaultCode  code;
} Reason;

static const Reason reasons[] = {
  { "expired", ECPA_FAULT_SESSION_EXPIRED },
  { "signed-out", ECPA_FAULT_SESSION_ELSEWHERE },
  { "administrator", ECPA_FAULT_SESSION_ADMINISTRATOR },
};

G_DEFINE_FINAL_TYPE (EcpaSessionNews, ecpa_session_news, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
end_session (EcpaSessionNews *self,
             const char      *reason)
{
  EcpaFaultCode code = ECPA_FAULT_SESSION_ENDED;
  g_autoptr (EcpaFault) fault = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reason, reasons[i].reason) == 0)
      code = reasons[i].code;
  fault = ecpa_fault_new (code, "The backend has ended the session");
  ecpa_scope_end (self->scope, fault);
}

/* Callbacks ---------------------------------------------------------------- */

static void
event_cb (EcpaEventService *events,
          EcpaEvent        *event,
          EcpaSessionNews  *self)
{
  if (!ecpa_scope_is_alive (self->scope))
    return;

  if (g_str_equal (event->kind, "session-ended"))
    end_session (self, event->reason);
  else if (g_str_equal (event->kind, "orders-changed"))
    {
      ecpa_scope_tell_orders (self->scope, event->unsigned_orders);
      ecpa_inbox_refresh (self->inbox);
    }
}

/* An attempt to listen is no use of the session, so that nobody's session goes on for ever by it; and one that is over
 * is told apart from one that nothing is told of. */
static gboolean
retry_due_cb (gpointer data)
{
  ecpa_event_service_hurry (((EcpaSessionNews *) data)->events);

  return G_SOURCE_CONTINUE;
}

static void
state_changed_cb (EcpaEventService *events,
                  guint             state,
                  EcpaSessionNews  *self)
{
  if (!ecpa_scope_is_alive (self->scope))
    return;

  if (state != ECPA_EVENT_STREAM_REFUSED)
    g_clear_handle_id (&self->retrying, g_source_remove);
  else if (self->retrying == 0)
    self->retrying = g_timeout_add_seconds (RETRY_SECONDS, retry_due_cb, self);

  if (state == ECPA_EVENT_STREAM_WAITING || state == ECPA_EVENT_STREAM_REFUSED)
    self->missed = TRUE;
  else if (state == ECPA_EVENT_STREAM_OPEN && self->missed)
    {
      /* At the first opening too: a list that came before it may be old by now. Most have not been asked for yet. */
      self->missed = FALSE;
      ecpa_scope_tell_orders (self->scope, -1);
      ecpa_inbox_refresh (self->inbox);
    }
  else if (state == ECPA_EVENT_STREAM_SIGNED_OUT)
    /* What the stream was told the session itself is asked: it knows why. */
    ecpa_attendance_contact (self->attendance);
}

static void
scope_ended_cb (EcpaSessionNews *self)
{
  g_clear_handle_id (&self->retrying, g_source_remove);
  ecpa_event_service_stop (self->events);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_session_news_dispose (GObject *object)
{
  EcpaSessionNews *self = ECPA_SESSION_NEWS (object);

  g_clear_handle_id (&self->retrying, g_source_remove);

  G_OBJECT_CLASS (ecpa_session_news_parent_class)->dispose (object);
}

static void
ecpa_session_news_finalize (GObject *object)
{
  EcpaSessionNews *self = ECPA_SESSION_NEWS (object);

  g_clear_object (&self->events);
  g_clear_object (&self->attendance);
  g_clear_object (&self->inbox);
  g_clear_object (&self->scope);

  G_OBJECT_CLASS (ecpa_session_news_parent_class)->finalize (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_session_news_class_init (EcpaSessionNewsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_session_news_dispose;
  object_class->finalize = ecpa_session_news_finalize;
}

static void
ecpa_session_news_init (EcpaSessionNews *self)
{
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_session_news_new:
 * @scope: the session, which has just begun
 * @inbox: its orders
 * @attendance: what asks the backend
 *
 * Returns: (transfer full): listens from now on until the session ends
 */
EcpaSessionNews *
ecpa_session_news_new (EcpaScope      *scope,
                       EcpaInbox      *inbox,
                       EcpaAttendance *attendance)
{
  EcpaSessionNews *self;

  g_return_val_if_fail (ECPA_IS_SCOPE (scope), NULL);
  g_return_val_if_fail (ECPA_IS_INBOX (inbox), NULL);
  g_return_val_if_fail (ECPA_IS_ATTENDANCE (attendance), NULL);

  self = g_object_new (ECPA_TYPE_SESSION_NEWS, NULL);
  self->missed = TRUE;
  self->scope = g_object_ref (scope);
  self->inbox = g_object_ref (inbox);
  self->attendance = g_object_ref (attendance);
  self->events = g_object_ref (ecpa_services_get_events (ecpa_scope_get_services (scope)));
  g_signal_connect_object (self->events, "event", G_CALLBACK (event_cb), self, 0);
  g_signal_connect_object (self->events, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (scope, "ended", G_CALLBACK (scope_ended_cb), self, G_CONNECT_SWAPPED);
  ecpa_event_service_start (self->events);

  return self;
}
