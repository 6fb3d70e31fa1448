/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "login-fixture.h"

#include <sqlite3.h>

const LoginCard login_cards[] = {
  { "ordinary", "Qinglin-115", "林○○", "****1007", ECPA_FAULT_NONE },
  { "newest", "Jianhong*88", "陳○○", "****2118", ECPA_FAULT_NONE },
  { "rare-name", "Huang#2026", "黃○○", "****3229", ECPA_FAULT_NONE },
  { "not-registered", "Anything-1", "吳○○", "****4340", ECPA_FAULT_NOT_REGISTERED },
  { "no-account", "Zhihao!099", "張○○", "****5451", ECPA_FAULT_NO_ACCOUNT },
  { "foreign", "Huong!2026", "NGUYEN ○○", "****6562", ECPA_FAULT_NONE },
  { "empty-name", "Yiting_622", "", "****7673", ECPA_FAULT_NONE },
  { "space-padded", "Zhiwei=808", "周○○", "****8784", ECPA_FAULT_NONE },
  { "retired", "Guodong+43", "李○○", "****9895", ECPA_FAULT_NONE },
  { "slow", "Junxiong.68", "楊○○", "****0906", ECPA_FAULT_NONE },
  { "not-verified", "Yawen@503", "蔡○○", "****1017", ECPA_FAULT_NOT_VERIFIED },
  { "stopped", "Wenjie#818", "許○○", "****2128", ECPA_FAULT_STOPPED },
  { "cancelled", "Shufen-127", "鄭○○", "****3239", ECPA_FAULT_REGISTRATION_CANCELLED },
};
const guint n_login_cards = G_N_ELEMENTS (login_cards);

typedef struct
{
  gpointer object;
  int      wanted;
} Expected;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
is_in_state (gpointer data)
{
  Expected *expected = data;

  return (int) ecpa_login_flow_get_state (expected->object) == expected->wanted;
}

static gboolean
is_not_in_state (gpointer data)
{
  return !is_in_state (data);
}

static gboolean
is_order_in_state (gpointer data)
{
  Expected *expected = data;

  return (int) ecpa_order_item_get_state (expected->object) == expected->wanted;
}

static gboolean
is_consent_in_state (gpointer data)
{
  Expected *expected = data;

  return (int) ecpa_consent_flow_get_state (expected->object) == expected->wanted;
}

static gboolean
is_consent_settled (gpointer data)
{
  EcpaConsentState state = ecpa_consent_flow_get_state (data);

  return state == ECPA_CONSENT_NEEDED || state == ECPA_CONSENT_AGREED || state == ECPA_CONSENT_FAILED;
}

static gboolean
is_inbox_loaded (gpointer data)
{
  return !ecpa_inbox_is_loading (data);
}

/* Callbacks ---------------------------------------------------------------- */

static void
session_ended_cb (EcpaHomeFlow *home,
                  EcpaFault    *fault,
                  LoginFixture *self)
{
  self->n_ended++;
  g_clear_pointer (&self->ended_with, ecpa_fault_free);
  self->ended_with = fault != NULL ? ecpa_fault_copy (fault) : NULL;
}

static void
signed_in_cb (EcpaLoginFlow *login,
              EcpaHomeFlow  *home,
              LoginFixture  *self)
{
  g_assert_null (self->home);
  self->home = g_object_ref (home);
  g_signal_connect (home, "ended", G_CALLBACK (session_ended_cb), self);
}

/* Public API --------------------------------------------------------------- */

void
login_fixture_begin_login (LoginFixture *self)
{
  self->login = ecpa_login_flow_new (self->services);
  g_signal_connect (self->login, "signed-in", G_CALLBACK (signed_in_cb), self);
}

void
login_fixture_begin_with (LoginFixture      *self,
                          EcpaCardTransport *transport,
                          EcpaTrainingDesk  *desk,
                          const char        *uri,
                          GTlsCertificate   *certificate)
{
  self->directory = ecpa_test_make_directory ();
  self->services = ecpa_services_new (transport, uri, certificate, desk);
  g_assert_nonnull (self->services);
  g_object_set (self->services, "data-directory", self->directory, NULL);
  self->worker = ecpa_services_get_worker (self->services);
  login_fixture_begin_login (self);
}

void
login_fixture_begin (LoginFixture    *self,
                     const char      *uri,
                     GTlsCertificate *certificate)
{
  g_autoptr (GError) error = NULL;

  self->simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  login_fixture_begin_with (self, ECPA_CARD_TRANSPORT (self->simulator), ECPA_TRAINING_DESK (self->simulator), uri,
                            certificate);
}

void
login_fixture_set_up (LoginFixture  *self,
                      gconstpointer  data)
{
  self->backend = ecpa_test_backend_new (NULL);
  login_fixture_begin (self, ecpa_test_backend_get_uri (self->backend),
                       ecpa_test_backend_get_certificate (self->backend));
}

void
login_fixture_end (LoginFixture *self)
{
  EcpaClient *client = ecpa_services_get_client (self->services);
  EcpaCardService *card = ecpa_services_get_card (self->services);

  if (self->home != NULL)
    g_object_add_weak_pointer (G_OBJECT (self->home), (gpointer *) &self->home);
  g_object_add_weak_pointer (G_OBJECT (self->login), (gpointer *) &self->login);
  g_object_add_weak_pointer (G_OBJECT (self->services), (gpointer *) &self->services);
  g_object_add_weak_pointer (G_OBJECT (self->worker), (gpointer *) &self->worker);
  if (self->simulator != NULL)
    g_object_add_weak_pointer (G_OBJECT (self->simulator), (gpointer *) &self->simulator);
  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  g_object_add_weak_pointer (G_OBJECT (card), (gpointer *) &card);

  ecpa_services_shutdown (self->services);
  if (self->home != NULL)
    g_object_unref (self->home);
  g_object_unref (self->login);
  g_object_unref (self->services);
  if (self->simulator != NULL)
    g_object_unref (self->simulator);

  ecpa_test_assert_dies (self->home);
  ecpa_test_assert_dies (self->login);
  ecpa_test_assert_dies (self->services);
  ecpa_test_assert_dies (client);
  ecpa_test_assert_dies (card);
  ecpa_test_assert_dies (self->worker);
  ecpa_test_assert_dies (self->simulator);

  g_clear_pointer (&self->ended_with, ecpa_fault_free);
  /* The disk's lane may still be writing. */
  ecpa_test_until_no_threads ("ecpa-");
  ecpa_test_remove_directory (self->directory);
  g_free (self->directory);
}

void
login_fixture_tear_down (LoginFixture  *self,
                         gconstpointer  data)
{
  login_fixture_end (self);
  g_clear_pointer (&self->backend, ecpa_test_backend_free);
}

void
login_fixture_put (LoginFixture *self,
                   const char   *card_id)
{
  g_assert_true (ecpa_simulator_put (self->simulator, card_id, 0));
}

void
login_fixture_take (LoginFixture *self)
{
  ecpa_simulator_take (self->simulator, 0);
}

void
login_fixture_await (LoginFixture   *self,
                     EcpaLoginState  state)
{
  Expected expected = { self->login, (int) state };

  if (!ecpa_test_wait (is_in_state, &expected, 10000))
    g_error ("Waited in vain for login state %u; it is %u, reader fault %d, fault %d", state,
             ecpa_login_flow_get_state (self->login),
             ecpa_login_flow_get_reader_fault (self->login) != NULL
               ? (int) ecpa_login_flow_get_reader_fault (self->login)->code : -1,
             (int) login_fixture_fault (self));
}

void
login_fixture_submit (LoginFixture *self,
                      const char   *password)
{
  g_autoptr (EcpaSecret) secret = ecpa_secret_new_from_text (password, -1);

  ecpa_login_flow_sign_in (self->login, secret);
}

void
login_fixture_await_end (LoginFixture *self)
{
  Expected expected = { self->login, ECPA_LOGIN_SIGNING_IN };

  ecpa_test_until (is_not_in_state, &expected);
}

void
login_fixture_sign_in (LoginFixture *self,
                       const char   *card_id,
                       const char   *password)
{
  login_fixture_put (self, card_id);
  login_fixture_await (self, ECPA_LOGIN_READY);
  login_fixture_submit (self, password);
  login_fixture_await (self, ECPA_LOGIN_SIGNED_IN);
  g_assert_nonnull (self->home);
}

void
login_fixture_sign_out (LoginFixture *self)
{
  ecpa_home_flow_sign_out (self->home);
  g_clear_object (&self->home);
  ecpa_login_flow_reset (self->login);
}

void
login_fixture_agree (LoginFixture *self)
{
  EcpaConsentFlow *consent = ecpa_home_flow_get_consent (self->home);
  Expected agreed = { consent, ECPA_CONSENT_AGREED };

  ecpa_consent_flow_load (consent);
  ecpa_test_until (is_consent_settled, consent);
  if (ecpa_consent_flow_get_state (consent) == ECPA_CONSENT_NEEDED)
    ecpa_consent_flow_agree (consent);
  ecpa_test_until (is_consent_in_state, &agreed);
}

void
login_fixture_await_inbox (LoginFixture *self)
{
  ecpa_test_until (is_inbox_loaded, ecpa_home_flow_get_inbox (self->home));
}

void
login_fixture_await_order (EcpaOrderItem  *item,
                           EcpaOrderState  state)
{
  Expected expected = { item, (int) state };

  if (!ecpa_test_wait (is_order_in_state, &expected, 20000))
    g_error ("Waited in vain for order state %u; it is %u, fault %s", state, ecpa_order_item_get_state (item),
             ecpa_order_item_get_fault (item) != NULL ? ecpa_order_item_get_fault (item)->detail : "none");
}

EcpaFaultCode
login_fixture_fault (LoginFixture *self)
{
  EcpaFault *fault = ecpa_login_flow_get_fault (self->login);

  return fault != NULL ? fault->code : ECPA_FAULT_NONE;
}

void
login_fixture_execute (LoginFixture *self,
                       const char   *sql)
{
  sqlite3 *database = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (ecpa_test_backend_get_database (self->backend), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  if (sqlite3_exec (database, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  g_assert_cmpint (sqlite3_changes (database), >, 0);
  sqlite3_close (database);
}
