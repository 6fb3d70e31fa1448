/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-backend-private.h"

#include <string.h>

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaBackend *backend; /* owned */
  GPtrArray   *watches;
  gint64       now;
  EcpaLooked   looked;
  gpointer     user_data;
} Look;

/* Auxiliaries -------------------------------------------------------------- */

static EcpaWatch *
watch_new (GBytes *token_hash,
           gint64  person_id)
{
  EcpaWatch *self = g_new0 (EcpaWatch, 1);

  g_ref_count_init (&self->ref_count);
  self->token_hash = g_bytes_ref (token_hash);
  self->person_id = person_id;
  self->orders = self->registration = -1;

  return self;
}

/* What somebody may be told of: their orders only where this session may open them. */
static gboolean
read_state (EcpaBackend  *self,
            EcpaWatch    *watch,
            const char   *method,
            gint64       *orders,
            gint64       *service,
            GError      **error)
{
  gint64 agreed_at = 0;

  *orders = -1;
  if (!ecpa_store_read_revision (self->store, "service", service, error))
    return FALSE;
  if (!ecpa_access_allows (ECPA_SCOPE_REWARD_ORDERS, method))
    return TRUE;
  if (!ecpa_store_find_consent (self->store, watch->person_id, ECPA_SCOPE_REWARD_ORDERS, &agreed_at, NULL, error))
    return FALSE;

  return agreed_at == 0 || ecpa_store_read_history (self->store, watch->person_id, orders, error);
}

static gboolean
look_at_session (Look            *look,
                 EcpaWatch       *watch,
                 EcpaSessionRow  *row,
                 GError         **error)
{
  EcpaStore *store = look->backend->store;
  gint64 orders, service;

  if (!read_state (look->backend, watch, row->method, &orders, &service, error))
    return FALSE;

  watch->orders_changed = orders != watch->orders && orders >= 0;
  watch->service_changed = service != watch->service;
  watch->orders = orders;
  watch->service = service;

  return !watch->orders_changed
         || ecpa_store_count_unsigned (store, watch->person_id, &watch->unsigned_orders, error);
}

/* The same for a card session, which is told of its registration. */
static gboolean
read_card_state (EcpaBackend  *self,
                 EcpaWatch    *watch,
                 gint64       *registration,
                 gint64       *service,
                 GError      **error)
{
  return ecpa_store_read_revision (self->store, "service", service, error)
         && ecpa_store_read_registration_revision (self->store, watch->person_id, registration, error);
}

static gboolean
look_at_card (Look       *look,
              EcpaWatch  *watch,
              GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaCardSessionRow) row =
    ecpa_store_find_card_session (look->backend->store, watch->token_hash, &local_error);
  gint64 registration, service;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row == NULL || ecpa_card_session_end (look->backend->settings, row) <= look->now)
    {
      if (row == NULL && !ecpa_store_find_ending (look->backend->store, watch->token_hash, &watch->ended, error))
        return FALSE;
      if (watch->ended == NULL)
        watch->ended = g_strdup ("expired");
      return TRUE;
    }

  if (!read_card_state (look->backend, watch, &registration, &service, error))
    return FALSE;
  watch->registration_changed = registration != watch->registration;
  watch->service_changed = service != watch->service;
  watch->registration = registration;
  watch->service = service;

  return TRUE;
}

static gboolean
look_at (Look       *look,
         EcpaWatch  *watch,
         GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EcpaSessionRow) row =
    ecpa_store_find_session (look->backend->store, watch->token_hash, &local_error);

  watch->orders_changed = watch->service_changed = FALSE;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row != NULL && ecpa_session_end (look->backend->settings, row) > look->now)
    return look_at_session (look, watch, row, error);

  if (row == NULL && !ecpa_store_find_ending (look->backend->store, watch->token_hash, &watch->ended, error))
    return FALSE;
  if (watch->ended == NULL)
    watch->ended = g_strdup ("expired");

  return TRUE;
}

/* In the context of whoever asked. */
static void
hand_over (gpointer data)
{
  Look *look = data;

  look->looked (look->user_data);
  g_ptr_array_unref (look->watches);
  g_object_unref (look->backend);
  g_free (look);
}

static void
was_written (gpointer      data,
             const GError *error)
{
  Look *look = data;

  ecpa_clerk_deliver (look->backend->clerk, hand_over, look);
}

/* On the clerk's thread. */
static void
look_around (gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < look->watches->len && error == NULL; i++)
    {
      EcpaWatch *watch = g_ptr_array_index (look->watches, i);

      if (watch->ended != NULL)
        continue;
      if (watch->registration >= 0)
        look_at_card (look, watch, &error);
      else
        look_at (look, watch, &error);
    }
  if (error != NULL)
    g_warning ("What has happened could not be seen: %s", error->message);
  ecpa_clerk_when_written (look->backend->clerk, was_written, look);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_watch_ref:
 * @self: a watch
 *
 * Returns: (transfer full): @self
 */
EcpaWatch *
ecpa_watch_ref (EcpaWatch *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ecpa_watch_unref:
 * @self: (transfer full): a watch
 */
void
ecpa_watch_unref (EcpaWatch *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->token_hash);
  g_free (self->ended);
  g_free (self);
}

/**
 * ecpa_rules_events:
 * @request: asks to be told what happens
 * @error: a problem
 *
 * Begins a watch over a session, from what there is now. The session's time goes on: listening is no use of it.
 *
 * Returns: whether the connection may become a WebSocket
 */
gboolean
ecpa_rules_events (EcpaInquiry  *request,
                   GError      **error)
{
  const char *upgrade = g_hash_table_lookup (request->headers, "upgrade");
  EcpaWatch *watch;

  if (upgrade == NULL || g_ascii_strcasecmp (upgrade, "websocket") != 0)
    return ecpa_fail_field (error, ECPA_PROBLEM_INVALID_REQUEST, "upgrade");

  watch = request->watch = watch_new (request->card != NULL ? request->card->token_hash : request->session->token_hash,
                                      ecpa_inquiry_get_person (request));
  if (request->card != NULL
      ? !read_card_state (request->backend, watch, &watch->registration, &watch->service, error)
      : !read_state (request->backend, watch, request->session->method, &watch->orders, &watch->service, error))
    return FALSE;
  ecpa_inquiry_reply (request, 101, NULL, 0);

  return TRUE;
}

/**
 * ecpa_inquiry_get_watch:
 * @self: a request that was answered
 *
 * Returns: (transfer none) (nullable): the watch that it began
 */
EcpaWatch *
ecpa_inquiry_get_watch (EcpaInquiry *self)
{
  return self->watch;
}

/**
 * ecpa_backend_look:
 * @self: a backend
 * @watches: (transfer full): #EcpaWatch, which must not be touched until @looked
 * @looked: called once in the context in which the backend was made; the watches say what has happened since the
 *   last time
 * @user_data: for @looked
 *
 * Sees what has happened, whoever did it: this server, or another process at its database.
 */
void
ecpa_backend_look (EcpaBackend *self,
                   GPtrArray   *watches,
                   EcpaLooked   looked,
                   gpointer     user_data)
{
  Look *look = g_new0 (Look, 1);

  g_return_if_fail (ECPA_IS_BACKEND (self));

  look->backend = g_object_ref (self);
  look->watches = watches;
  look->now = self->clock (self->clock_data);
  look->looked = looked;
  look->user_data = user_data;
  ecpa_clerk_push (self->clerk, look_around, look);
}
