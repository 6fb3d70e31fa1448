/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-interruption.h"

#include "ecpa-services-insides.h"

#define SOON_MINUTES 30
/* Between two looks at the clock; the service is asked with each tenth, for whoever is not told of changes by events. */
#define LOOK_SECONDS 30
#define LOOKS_PER_QUESTION 10

/* Types -------------------------------------------------------------------- */

struct _EcpaInterruption
{
  GObject           parent_instance;

  /* Owned */
  EcpaServices     *services;
  GListStore       *announcements;      /* (nullable): as they were told last */
  EcpaAnnouncement *announcement;       /* nullable */
  GCancellable     *asking;             /* nullable */
  guint             looking;

  guint             n_looks;
};

enum
{
  PROP_ANNOUNCEMENT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EcpaInterruption, ecpa_interruption, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

/* What says no time is no announcement of an interruption. */
static gboolean
is_due (EcpaAnnouncement *announcement,
        GDateTime        *now)
{
  g_autoptr (GDateTime) soon = g_date_time_add_minutes (now, SOON_MINUTES);

  if (g_strcmp0 (announcement->kind, "information") == 0
      || (announcement->starts_at == NULL && announcement->ends_at == NULL))
    return FALSE;

  return (announcement->starts_at == NULL || g_date_time_compare (announcement->starts_at, soon) <= 0)
         && (announcement->ends_at == NULL || g_date_time_compare (now, announcement->ends_at) < 0);
}

static gboolean
is_before (EcpaAnnouncement *one,
           EcpaAnnouncement *other)
{
  return other->starts_at != NULL
         && (one->starts_at == NULL || g_date_time_compare (one->starts_at, other->starts_at) < 0);
}

static void
look (EcpaInterruption *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  EcpaAnnouncement *found = self->announcements != NULL
                            ? ecpa_interruption_find (G_LIST_MODEL (self->announcements), now) : NULL;

  /* told again where it is the same: it may have begun */
  if (g_set_object (&self->announcement, found) || found != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANNOUNCEMENT]);
}

/* Callbacks ---------------------------------------------------------------- */

/* While it is interrupted the service says nothing: what it said before holds. */
static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  EcpaInterruption *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaServiceInfo) service =
    ecpa_account_service_ask_finish (ECPA_ACCOUNT_SERVICE (source), result, &error);

  /* it is gone by now */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->asking);
  if (service == NULL)
    return;

  g_set_object (&self->announcements, service->announcements);
  look (self);
}

static void
ask (EcpaInterruption *self)
{
  if (self->asking != NULL)
    return;

  self->asking = g_cancellable_new ();
  ecpa_account_service_ask_async (ecpa_services_get_account (self->services), self->asking, answered_cb, self);
}

static gboolean
look_due_cb (gpointer data)
{
  EcpaInterruption *self = data;

  look (self);
  if (++self->n_looks % LOOKS_PER_QUESTION == 0)
    ask (self);

  return G_SOURCE_CONTINUE;
}

static void
event_cb (EcpaEventService *events,
          EcpaEvent        *event,
          EcpaInterruption *self)
{
  if (g_str_equal (event->kind, "service-changed"))
    ask (self);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_interruption_dispose (GObject *object)
{
  EcpaInterruption *self = ECPA_INTERRUPTION (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->looking, g_source_remove);

  G_OBJECT_CLASS (ecpa_interruption_parent_class)->dispose (object);
}

static void
ecpa_interruption_finalize (GObject *object)
{
  EcpaInterruption *self = ECPA_INTERRUPTION (object);

  g_clear_object (&self->announcement);
  g_clear_object (&self->announcements);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (ecpa_interruption_parent_class)->finalize (object);
}

static void
ecpa_interruption_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_ANNOUNCEMENT)
    g_value_set_object (value, ECPA_INTERRUPTION (object)->announcement);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_interruption_class_init (EcpaInterruptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_interruption_dispose;
  object_class->finalize = ecpa_interruption_finalize;
  object_class->get_property = ecpa_interruption_get_property;

  properties[PROP_ANNOUNCEMENT] =
    g_param_spec_object ("announcement", NULL, NULL, ECPA_TYPE_ANNOUNCEMENT,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_interruption_init (EcpaInterruption *self)
{
  self->looking = g_timeout_add_seconds (LOOK_SECONDS, look_due_cb, self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_interruption_new:
 * @services: the services
 *
 * Asks the service what it has announced, and goes on listening for it for as long as it lives.
 *
 * Returns: (transfer full): what is announced, nothing as yet
 */
EcpaInterruption *
ecpa_interruption_new (EcpaServices *services)
{
  EcpaInterruption *self;

  g_return_val_if_fail (ECPA_IS_SERVICES (services), NULL);

  self = g_object_new (ECPA_TYPE_INTERRUPTION, NULL);
  self->services = g_object_ref (services);
  g_signal_connect_object (ecpa_services_get_events (services), "event", G_CALLBACK (event_cb), self, 0);
  ask (self);

  return self;
}

/**
 * ecpa_interruption_get_announcement:
 * @self: an interruption
 *
 * Returns: (transfer none) (nullable): the announcement that is running or begins soon
 */
EcpaAnnouncement *
ecpa_interruption_get_announcement (EcpaInterruption *self)
{
  g_return_val_if_fail (ECPA_IS_INTERRUPTION (self), NULL);

  return self->announcement;
}

/**
 * ecpa_interruption_find:
 * @announcements: #EcpaAnnouncement
 * @now: the time
 *
 * Returns: (transfer none) (nullable): the first one to begin of those that are running or begin within half an hour
 */
EcpaAnnouncement *
ecpa_interruption_find (GListModel *announcements,
                        GDateTime  *now)
{
  EcpaAnnouncement *found = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (announcements), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (announcements); i++)
    {
      /* the list keeps it */
      g_autoptr (EcpaAnnouncement) announcement = g_list_model_get_item (announcements, i);

      if (is_due (announcement, now) && (found == NULL || is_before (announcement, found)))
        found = announcement;
    }

  return found;
}
