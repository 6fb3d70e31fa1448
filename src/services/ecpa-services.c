/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-services-insides.h"

#define SECONDS_PER_HOUR 3600

/* Types -------------------------------------------------------------------- */

struct _EcpaServices
{
  GObject             parent_instance;

  /* Owned */
  EcpaWorker         *worker;
  EcpaClient         *client;
  EcpaCardService    *card;
  EcpaAccountService *account;
  EcpaEventService   *events;
  EcpaRegistrationService *registration;
  EcpaReceiptKeys    *keys;
  EcpaDraftStore     *drafts;
  EcpaOrderService   *orders;
  EcpaTrainingDesk   *desk;     /* nullable */
  char               *backend_uri;
  char               *data_directory;
  EcpaCardRemoval     card_removal;
  guint               draft_hours;
  gboolean            stopped;
};

enum
{
  PROP_CARD_REMOVAL = 1,
  PROP_DATA_DIRECTORY,
  PROP_DRAFT_HOURS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (EcpaCardRemoval, ecpa_card_removal,
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_REMOVAL_LOCK, "lock"),
                    G_DEFINE_ENUM_VALUE (ECPA_CARD_REMOVAL_END, "end"))

G_DEFINE_FINAL_TYPE (EcpaServices, ecpa_services, G_TYPE_OBJECT)

/* Auxiliaries -------------------------------------------------------------- */

static void
make_orders (EcpaServices *self)
{
  if (self->keys != NULL)
    ecpa_receipt_keys_stop (self->keys);
  if (self->drafts != NULL)
    ecpa_draft_store_stop (self->drafts);
  g_clear_object (&self->drafts);
  self->drafts = ecpa_draft_store_new (self->data_directory, self->card);
  ecpa_draft_store_set_max_age (self->drafts, (gint64) self->draft_hours * SECONDS_PER_HOUR);
  g_clear_object (&self->orders);
  g_clear_object (&self->keys);
  self->keys = ecpa_receipt_keys_new (self->data_directory, self->backend_uri);
  self->orders = ecpa_order_service_new (self->client, self->keys);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_services_dispose (GObject *object)
{
  EcpaServices *self = ECPA_SERVICES (object);

  if (self->worker != NULL)
    ecpa_services_shutdown (self);

  G_OBJECT_CLASS (ecpa_services_parent_class)->dispose (object);
}

static void
ecpa_services_finalize (GObject *object)
{
  EcpaServices *self = ECPA_SERVICES (object);

  g_clear_object (&self->orders);
  g_clear_object (&self->keys);
  g_clear_object (&self->drafts);
  g_clear_object (&self->events);
  g_clear_object (&self->registration);
  g_clear_object (&self->account);
  g_clear_object (&self->card);
  g_clear_object (&self->client);
  g_clear_object (&self->worker);
  g_clear_object (&self->desk);
  g_free (self->backend_uri);
  g_free (self->data_directory);

  G_OBJECT_CLASS (ecpa_services_parent_class)->finalize (object);
}

static void
ecpa_services_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  EcpaServices *self = ECPA_SERVICES (object);

  switch (id)
    {
    case PROP_CARD_REMOVAL:
      g_value_set_enum (value, (int) self->card_removal);
      break;
    case PROP_DATA_DIRECTORY:
      g_value_set_string (value, self->data_directory);
      break;
    case PROP_DRAFT_HOURS:
      g_value_set_uint (value, self->draft_hours);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ecpa_services_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  EcpaServices *self = ECPA_SERVICES (object);

  switch (id)
    {
    case PROP_CARD_REMOVAL:
      self->card_removal = (EcpaCardRemoval) g_value_get_enum (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_DATA_DIRECTORY:
      if (g_value_get_string (value) == NULL)
        break;
      g_free (self->data_directory);
      self->data_directory = g_value_dup_string (value);
      make_orders (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_DRAFT_HOURS:
      self->draft_hours = g_value_get_uint (value);
      ecpa_draft_store_set_max_age (self->drafts, (gint64) self->draft_hours * SECONDS_PER_HOUR);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_services_class_init (EcpaServicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ecpa_services_dispose;
  object_class->finalize = ecpa_services_finalize;
  object_class->get_property = ecpa_services_get_property;
  object_class->set_property = ecpa_services_set_property;

  /**
   * EcpaServices:card-removal:
   *
   * What taking the card out does to a session (L9).
   */
  properties[PROP_CARD_REMOVAL] =
    g_param_spec_enum ("card-removal", NULL, NULL, ECPA_TYPE_CARD_REMOVAL, ECPA_CARD_REMOVAL_LOCK,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * EcpaServices:data-directory:
   *
   * Where the idempotency keys and drafts are kept; set before anybody signs in.
   */
  properties[PROP_DATA_DIRECTORY] =
    g_param_spec_string ("data-directory", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * EcpaServices:draft-hours:
   *
   * How long what was typed into a wizard is offered again; 0: it is not kept.
   */
  properties[PROP_DRAFT_HOURS] =
    g_param_spec_uint ("draft-hours", NULL, NULL, 0, G_MAXUINT, ECPA_DRAFT_SECONDS / SECONDS_PER_HOUR,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ecpa_services_init (EcpaServices *self)
{
  self->draft_hours = ECPA_DRAFT_SECONDS / SECONDS_PER_HOUR;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_services_new:
 * @transport: the readers
 * @backend_uri: https URI of the backend
 * @certificate: (nullable): the only certificate that is trusted (training), else the system's authorities decide
 * @desk: (nullable): the training desk, where this is training
 *
 * Makes the bundle; its worker and watch begin at once. Answers come to the calling thread.
 *
 * Returns: (transfer full) (nullable): the services, or %NULL where @backend_uri is no https URI
 */
EcpaServices *
ecpa_services_new (EcpaCardTransport *transport,
                   const char        *backend_uri,
                   GTlsCertificate   *certificate,
                   EcpaTrainingDesk  *desk)
{
  g_autoptr (EcpaWorker) worker = NULL;
  g_autoptr (EcpaClient) client = NULL;
  EcpaServices *self;

  g_return_val_if_fail (ECPA_IS_CARD_TRANSPORT (transport), NULL);
  g_return_val_if_fail (backend_uri != NULL, NULL);
  g_return_val_if_fail (desk == NULL || ECPA_IS_TRAINING_DESK (desk), NULL);

  worker = ecpa_worker_new ("ecpa-worker");
  client = ecpa_client_new (worker, backend_uri, certificate);
  if (client == NULL)
    return NULL;

  self = g_object_new (ECPA_TYPE_SERVICES, NULL);
  self->worker = g_steal_pointer (&worker);
  self->client = g_steal_pointer (&client);
  self->card = ecpa_card_service_new (self->worker, transport);
  self->account = ecpa_account_service_new (self->client, self->card);
  self->events = ecpa_event_service_new (self->client, self->worker);
  self->registration = ecpa_registration_service_new (self->client, self->worker, self->card);
  self->backend_uri = g_strdup (backend_uri);
  self->data_directory = g_build_filename (g_get_user_data_dir (), desk != NULL ? "ecpa-training" : "ecpa", NULL);
  g_set_object (&self->desk, desk);
  make_orders (self);

  return self;
}

/**
 * ecpa_services_get_desk:
 * @self: the services
 *
 * Returns: (transfer none) (nullable): the training desk; not %NULL exactly in training
 */
EcpaTrainingDesk *
ecpa_services_get_desk (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->desk;
}

/**
 * ecpa_services_get_card_removal:
 * @self: the services
 *
 * Returns: what taking the card out does to a session
 */
EcpaCardRemoval
ecpa_services_get_card_removal (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), ECPA_CARD_REMOVAL_LOCK);

  return self->card_removal;
}

/**
 * ecpa_services_shutdown:
 * @self: the services
 *
 * Ends watch, lanes, calls and worker without waiting for a card or an answer.
 */
void
ecpa_services_shutdown (EcpaServices *self)
{
  g_return_if_fail (ECPA_IS_SERVICES (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  ecpa_registration_service_stop (self->registration);
  ecpa_card_service_stop (self->card);
  ecpa_event_service_stop (self->events);
  ecpa_receipt_keys_stop (self->keys);
  ecpa_draft_store_stop (self->drafts);
  ecpa_client_stop (self->client);
  ecpa_worker_quit (self->worker);
}

/**
 * ecpa_services_get_card:
 * @self: the services
 *
 * Returns: (transfer none): readers and cards
 */
EcpaCardService *
ecpa_services_get_card (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->card;
}

/**
 * ecpa_services_get_account:
 * @self: the services
 *
 * Returns: (transfer none): who is signed in
 */
EcpaAccountService *
ecpa_services_get_account (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->account;
}

/**
 * ecpa_services_get_orders:
 * @self: the services
 *
 * Returns: (transfer none): reward orders
 */
EcpaOrderService *
ecpa_services_get_orders (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->orders;
}

/**
 * ecpa_services_get_events:
 * @self: the services
 *
 * Returns: (transfer none): what happens at the backend while somebody is signed in
 */
EcpaEventService *
ecpa_services_get_events (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->events;
}

/**
 * ecpa_services_get_registration:
 * @self: the services
 *
 * Returns: (transfer none): what a card can ask for in its own name
 */
EcpaRegistrationService *
ecpa_services_get_registration (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->registration;
}

/**
 * ecpa_services_get_drafts:
 * @self: the services
 *
 * Returns: (transfer none): what was typed and not sent yet
 */
EcpaDraftStore *
ecpa_services_get_drafts (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->drafts;
}

/**
 * ecpa_services_get_client:
 * @self: the services
 *
 * Returns: (transfer none): the way to the backend
 */
EcpaClient *
ecpa_services_get_client (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->client;
}

/**
 * ecpa_services_get_worker:
 * @self: the services
 *
 * Returns: (transfer none): the worker
 */
EcpaWorker *
ecpa_services_get_worker (EcpaServices *self)
{
  g_return_val_if_fail (ECPA_IS_SERVICES (self), NULL);

  return self->worker;
}
