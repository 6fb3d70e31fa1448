/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-server.h"
#include "ecpa-endpoints.h"
#include "ecpa-problem.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-test.h"
#include "ecpa-thread.h"

#include <string.h>

#define KEY "9b2f5f6e-6d0c-4e7b-9a39-0f6f1f1d7a01"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  CardServer              *server;
  EcpaSimulator           *simulator;
  EcpaServices            *services;
  EcpaRegistrationService *registration;
  char                    *directory;

  GAsyncResult            *result;      /* nullable */
  guint                    n_closed;
  EcpaFault               *closed_with; /* nullable */
  guint                    n_changed;
  char                    *state;       /* of the last change */
} Fixture;

typedef struct
{
  Fixture    *fixture;
  const char *route;
  guint       wanted;
} Expected;

/* Auxiliaries -------------------------------------------------------------- */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

static gboolean
is_answered (gpointer data)
{
  return ((Fixture *) data)->result != NULL;
}

static GAsyncResult *
await (Fixture *self)
{
  ecpa_test_until (is_answered, self);

  return g_steal_pointer (&self->result);
}

static gboolean
is_ready (gpointer data)
{
  return ecpa_card_service_get_view (data)->state == ECPA_CARD_VIEW_READY;
}

static gboolean
is_counted (gpointer data)
{
  Expected *expected = data;

  return card_server_count (expected->fixture->server, expected->route) >= expected->wanted;
}

static void
await_request (Fixture    *self,
               const char *route,
               guint       n)
{
  Expected expected = { self, route, n };

  ecpa_test_until (is_counted, &expected);
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->n_closed > 0;
}

static gboolean
is_changed (gpointer data)
{
  return ((Fixture *) data)->n_changed > 0;
}

static gboolean
is_waiting (gpointer data)
{
  return card_server_get_n_waiting (data) > 0;
}

static gboolean
is_listened_to (gpointer data)
{
  return card_server_get_n_listening (data) > 0;
}

static guint64
put_card (Fixture    *self,
          const char *id)
{
  EcpaCardService *card = ecpa_services_get_card (self->services);

  g_assert_true (ecpa_simulator_put (self->simulator, id, 0));
  ecpa_test_until (is_ready, card);

  return ecpa_card_service_get_view (card)->serial;
}

static void
open_session (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EcpaCardSession) session = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_registration_service_open_async (self->registration, put_card (self, "ordinary"), NULL, answered_cb, self);
  result = await (self);
  session = ecpa_registration_service_open_finish (self->registration, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (session->state, ==, "verified");
  g_assert_null (session->token);
  g_assert_true (ecpa_registration_service_get_session (self->registration) == session);
}

static void
assert_request (Fixture    *self,
                const char *route,
                const char *wanted)
{
  g_autofree char *request = card_server_dup_request (self->server, route);

  g_assert_cmpstr (request, ==, wanted);
}

/* Callbacks ---------------------------------------------------------------- */

static void
closed_cb (EcpaRegistrationService *service,
           EcpaFault               *fault,
           Fixture                 *self)
{
  self->n_closed++;
  g_clear_pointer (&self->closed_with, ecpa_fault_free);
  self->closed_with = fault != NULL ? ecpa_fault_copy (fault) : NULL;
}

static void
changed_cb (EcpaRegistrationService *service,
            EcpaRegistration        *registration,
            Fixture                 *self)
{
  self->n_changed++;
  g_free (self->state);
  self->state = g_strdup (registration->state);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EcpaSecret) token = ecpa_secret_new_from_text ("login-token", -1);
  EcpaClientLimits limits;
  EcpaClient *client;

  self->server = card_server_new ();
  self->directory = ecpa_test_make_directory ();
  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  self->services = ecpa_services_new (ECPA_CARD_TRANSPORT (self->simulator), card_server_get_uri (self->server),
                                      card_server_get_certificate (self->server), NULL);
  g_object_set (self->services, "data-directory", self->directory, NULL);
  client = ecpa_services_get_client (self->services);
  ecpa_client_set_token (client, token);
  ecpa_client_get_limits (client, &limits);
  limits.pause_ms = 5;
  ecpa_client_set_limits (client, &limits);
  self->registration = ecpa_services_get_registration (self->services);
  ecpa_registration_service_set_pause (self->registration, 50);
  g_signal_connect (self->registration, "closed", G_CALLBACK (closed_cb), self);
  g_signal_connect (self->registration, "registration-changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (self->services), (gpointer *) &self->services);
  g_object_add_weak_pointer (G_OBJECT (self->registration), (gpointer *) &self->registration);
  g_signal_handlers_disconnect_by_data (self->registration, self);
  ecpa_services_shutdown (self->services);
  g_object_unref (self->services);
  ecpa_test_assert_dies (self->services);
  ecpa_test_assert_dies (self->registration);
  g_object_unref (self->simulator);
  card_server_free (self->server);
  ecpa_test_until_no_threads ("ecpa-");
  g_clear_pointer (&self->closed_with, ecpa_fault_free);
  g_free (self->state);
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
}

/* Tests -------------------------------------------------------------------- */

/* Its token is a card session's and nobody else's; closing it forgets it at once and tells the backend. */
static void
test_open (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *proof = NULL;
  g_autoptr (EcpaSecret) login = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EcpaRegistration) registration = NULL;
  g_autoptr (GError) error = NULL;

  open_session (self);
  proof = card_server_dup_request (self->server, "POST /v1/card-sessions");
  g_assert_true (g_str_has_prefix (proof, "||{\"method\":\"health-card\",\"login_id\":\""));
  g_assert_null (strstr (proof, "password"));

  card_server_set_answer (self->server, "GET /v1/registration", 200, "{\"state\":\"verified\"}");
  ecpa_registration_service_get_registration_async (self->registration, NULL, answered_cb, self);
  result = await (self);
  registration = ecpa_registration_service_get_registration_finish (self->registration, result, &error);
  g_assert_no_error (error);
  assert_request (self, "GET /v1/registration", "card-token-1||");

  ecpa_registration_service_close (self->registration);
  g_assert_cmpuint (self->n_closed, ==, 1);
  g_assert_null (self->closed_with);
  g_assert_null (ecpa_registration_service_get_session (self->registration));
  g_assert_cmpuint (ecpa_registration_service_get_insertion (self->registration), ==, 0);
  await_request (self, "DELETE /v1/card-session", 1);
  assert_request (self, "DELETE /v1/card-session", "card-token-1||");

  login = ecpa_client_dup_token (ecpa_services_get_client (self->services));
  g_assert_cmpstr (ecpa_secret_peek (login, NULL), ==, "login-token");
}

/* Without one nothing is sent. */
static void
test_without (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ecpa_registration_service_send_mail_async (self->registration, KEY, NULL, answered_cb, self);
  result = await (self);
  g_assert_null (ecpa_registration_service_send_mail_finish (self->registration, result, &error));
  g_assert_error (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_SESSION_REQUIRED);
  g_assert_cmpuint (card_server_count (self->server, "POST /v1/registration/mails"), ==, 0);
  g_assert_cmpuint (self->n_closed, ==, 0);
}

/* The card takes its session with it. */
static void
test_taken_out (Fixture       *self,
                gconstpointer  data)
{
  open_session (self);
  ecpa_simulator_take (self->simulator, 0);
  ecpa_test_until (is_closed, self);
  g_assert_cmpint ((int) self->closed_with->code, ==, ECPA_FAULT_CARD_REMOVED);
  g_assert_null (ecpa_registration_service_get_session (self->registration));
  await_request (self, "DELETE /v1/card-session", 1);
}

/* Another card between two looks: nothing is sent in the first one's name. */
static void
test_swapped (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("Qinglin-115", -1);
  g_autoptr (GError) error = NULL;

  open_session (self);
  ecpa_simulator_take (self->simulator, 0);
  g_assert_true (ecpa_simulator_put (self->simulator, "newest", 0));
  ecpa_registration_service_remove_async (self->registration, password, KEY, NULL, answered_cb, self);
  result = await (self);
  g_assert_false (ecpa_registration_service_remove_finish (self->registration, result, &error));
  g_assert_cmpint ((int) error->domain, ==, (int) ECPA_CARD_ERROR);
  ecpa_test_until (is_closed, self);
  await_request (self, "DELETE /v1/card-session", 1);
  g_assert_cmpuint (card_server_count (self->server, "POST /v1/registration-removals"), ==, 0);
}

/* The card goes while its session opens: it is closed again. */
static void
test_gone_meanwhile (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 serial = put_card (self, "ordinary");
  EcpaCardService *card = ecpa_services_get_card (self->services);

  card_server_hold (self->server, "POST /v1/card-sessions");
  ecpa_registration_service_open_async (self->registration, serial, NULL, answered_cb, self);
  ecpa_test_until (is_waiting, self->server);
  ecpa_simulator_take (self->simulator, 0);
  while (ecpa_card_service_get_view (card)->state == ECPA_CARD_VIEW_READY)
    g_main_context_iteration (NULL, TRUE);
  card_server_hold (self->server, NULL);
  result = await (self);
  g_assert_null (ecpa_registration_service_open_finish (self->registration, result, &error));
  g_assert_cmpint ((int) error->domain, ==, (int) ECPA_CARD_ERROR);
  g_assert_null (ecpa_registration_service_get_session (self->registration));
  await_request (self, "DELETE /v1/card-session", 1);
  assert_request (self, "DELETE /v1/card-session", "card-token-1||");
}

/* Whoever stops waiting is answered at once; what opens all the same is closed. */
static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 serial = put_card (self, "ordinary");

  card_server_hold (self->server, "POST /v1/card-sessions");
  ecpa_registration_service_open_async (self->registration, serial, cancellable, answered_cb, self);
  ecpa_test_until (is_waiting, self->server);
  g_cancellable_cancel (cancellable);
  result = await (self);
  g_assert_null (ecpa_registration_service_open_finish (self->registration, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  card_server_hold (self->server, NULL);
  await_request (self, "DELETE /v1/card-session", 1);
  assert_request (self, "DELETE /v1/card-session", "card-token-1||");
  g_assert_null (ecpa_registration_service_get_session (self->registration));
  g_assert_cmpuint (self->n_closed, ==, 0);
}

/* Secrets and what is not secret in one body; an answer that was lost is asked for again under the same key. */
static void
test_lost_answer (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text ("Say \"hi\"\\1", -1);
  g_autoptr (EcpaContacts) contacts = g_object_new (ECPA_TYPE_CONTACTS, "mobile", "0912345678", "mail",
                                                    "lin@example.tw", NULL);
  g_autoptr (EcpaRegistration) registration = NULL;
  g_autoptr (GError) error = NULL;

  open_session (self);
  card_server_set_answer (self->server, "PUT /v1/contacts", 200, "{\"state\":\"verified\"}");
  card_server_break (self->server, 2);
  ecpa_registration_service_change_contacts_async (self->registration, password, contacts, KEY, NULL, answered_cb, self);
  result = await (self);
  registration = ecpa_registration_service_change_contacts_finish (self->registration, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (registration->state, ==, "verified");
  g_assert_cmpuint (card_server_count (self->server, "PUT /v1/contacts"), ==, 3);
  assert_request (self, "PUT /v1/contacts",
                  "card-token-1|" KEY "|{\"mobile\":\"0912345678\",\"mail\":\"lin@example.tw\","
                  "\"password\":\"Say \\\"hi\\\"\\\\1\"}");
}

/* The backend knows it no more: that is told once, and nobody is told to end it. */
static void
test_expired (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EcpaProblem) problem = ecpa_problem_new (ECPA_PROBLEM_SESSION_REQUIRED);
  g_autofree char *json = ecpa_record_print (ECPA_RECORD (problem));
  g_autoptr (GError) error = NULL;

  open_session (self);
  card_server_set_answer (self->server, "GET /v1/phones", 401, json);
  ecpa_registration_service_list_phones_async (self->registration, NULL, answered_cb, self);
  result = await (self);
  g_assert_null (ecpa_registration_service_list_phones_finish (self->registration, result, &error));
  g_assert_error (error, ECPA_PROBLEM_ERROR, ECPA_PROBLEM_SESSION_REQUIRED);
  g_assert_cmpuint (self->n_closed, ==, 1);
  g_assert_cmpint ((int) self->closed_with->code, ==, ECPA_FAULT_SESSION_ENDED);
  g_assert_null (ecpa_registration_service_get_session (self->registration));
  g_assert_cmpuint (card_server_count (self->server, "DELETE /v1/card-session"), ==, 0);
}

/* While it is watched every change is told once: by an event, or by asking where there are none. */
static void
test_watched (Fixture       *self,
              gconstpointer  deaf)
{
  g_autofree char *listener = NULL;

  card_server_set_deaf (self->server, deaf != NULL);
  open_session (self);
  card_server_set_answer (self->server, "GET /v1/registration", 200, "{\"state\":\"unverified\"}");
  ecpa_registration_service_watch (self->registration);
  ecpa_test_until (is_changed, self);
  g_assert_cmpstr (self->state, ==, "unverified");
  if (deaf == NULL)
    {
      ecpa_test_until (is_listened_to, self->server);
      listener = card_server_dup_listener (self->server);
      g_assert_cmpstr (listener, ==, "card-token-1");
    }
  else
    await_request (self, "GET /v1/registration", 4);
  g_assert_cmpuint (self->n_changed, ==, 1);

  self->n_changed = 0;
  card_server_set_answer (self->server, "GET /v1/registration", 200, "{\"state\":\"verified\"}");
  if (deaf == NULL)
    card_server_tell (self->server, "{\"kind\":\"registration-changed\"}");
  ecpa_test_until (is_changed, self);
  g_assert_cmpstr (self->state, ==, "verified");

  ecpa_registration_service_unwatch (self->registration);
  g_assert_cmpuint (self->n_closed, ==, 0);
}

/* Each call is what the contract says. */
static void
test_calls (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (EcpaSecret) old = ecpa_secret_new_from_text ("old", -1);
  g_autoptr (EcpaSecret) new = ecpa_secret_new_from_text ("new", -1);
  g_autoptr (EcpaPhoneRequest) phone = g_object_new (ECPA_TYPE_PHONE_REQUEST, "name", "手機", "device-code", "12", NULL);
  EcpaRegistrationService *service = self->registration;

  open_session (self);
#define CALL(name, route, request, ...) \
  G_STMT_START \
    { \
      g_autoptr (GAsyncResult) result = NULL; \
      ecpa_registration_service_##name##_async (service, __VA_ARGS__, KEY, NULL, answered_cb, self); \
      result = await (self); \
      (void) ecpa_registration_service_##name##_finish (service, result, NULL); \
      assert_request (self, route, "card-token-1|" KEY "|" request); \
    } \
  G_STMT_END
  CALL (verify, "POST /v1/verifications", "{\"code\":\"K7QF\"}", "K7QF");
  CALL (request_reset, "POST /v1/password-resets", "{}", NULL);
  CALL (reset_password, "POST /v1/registration-passwords", "{\"code\":\"K7QF\",\"new_password\":\"new\"}", "K7QF", new);
  CALL (change_password, "POST /v1/registration-passwords", "{\"password\":\"old\",\"new_password\":\"new\"}", old, new);
  CALL (remove, "POST /v1/registration-removals", "{\"password\":\"old\"}", old);
  CALL (read_contacts, "POST /v1/contact-readings", "{\"password\":\"old\"}", old);
  CALL (add_phone, "POST /v1/phones", "{\"name\":\"手機\",\"device_code\":\"12\",\"password\":\"old\"}", phone, old);
  CALL (rename_phone, "PUT /v1/phones/p1", "{\"name\":\"新的\"}", "p1", "新的");
  CALL (remove_phone, "DELETE /v1/phones/p1", "", "p1");
  CALL (activate_account, "POST /v1/account-activations",
        "{\"account\":\"lin\",\"password\":\"new\",\"registration_password\":\"old\"}", "lin", new, old);
  CALL (reset_account, "POST /v1/account-resets", "{\"registration_password\":\"old\",\"new_password\":\"new\"}", old, new);
#undef CALL
}

#define ADD(name, data, func) g_test_add ("/services/registration/" name, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ecpa_thread_mark_main ();

  ADD ("open", NULL, test_open);
  ADD ("without", NULL, test_without);
  ADD ("taken-out", NULL, test_taken_out);
  ADD ("swapped", NULL, test_swapped);
  ADD ("gone-meanwhile", NULL, test_gone_meanwhile);
  ADD ("cancelled", NULL, test_cancelled);
  ADD ("lost-answer", NULL, test_lost_answer);
  ADD ("expired", NULL, test_expired);
  ADD ("watched", NULL, test_watched);
  ADD ("watched-deaf", "deaf", test_watched);
  ADD ("calls", NULL, test_calls);

  return ecpa_test_run ();
}
