/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The services without a window: signs in with a simulated card and signs for one order after the other until it is
 * killed. On standard output, a line each: `TRY order` before the first send, `ACK order receipt` when the backend has
 * acknowledged it.
 *
 *   kill-driver URI CERTIFICATE DATA-DIRECTORY [ORDER]
 *
 * ORDER is signed for first: what an earlier run had tried. */

#include <stdio.h>

#include "ecpa-endpoints.h"
#include "ecpa-services-insides.h"
#include "ecpa-simulator.h"
#include "ecpa-thread.h"

#define CARD "ordinary"
#define PASSWORD "Qinglin-115"
#define TRIES 30

/* Types -------------------------------------------------------------------- */

typedef struct
{
  EcpaServices *services;
  GAsyncResult *result;
} Driver;

/* Auxiliaries -------------------------------------------------------------- */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ((Driver *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
await (Driver *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (&self->result);
}

static void
await_card (Driver *self)
{
  EcpaCardService *card = ecpa_services_get_card (self->services);

  while (ecpa_card_service_get_view (card)->state != ECPA_CARD_VIEW_READY)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
pause_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The backend is killed as well: what fails is tried again a little later. */
static void
fail_or_pause (const char *what,
               GError     *error,
               guint       tries)
{
  gboolean over = FALSE;

  if (tries >= TRIES)
    g_error ("%s: %s", what, error->message);
  g_error_free (error);
  g_timeout_add (100, pause_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Steps -------------------------------------------------------------------- */

static void
sign_in (Driver *self)
{
  EcpaAccountService *account = ecpa_services_get_account (self->services);
  EcpaCardService *card = ecpa_services_get_card (self->services);
  g_autoptr (EcpaSecret) password = ecpa_secret_new_from_text (PASSWORD, -1);

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (EcpaSession) session = NULL;
      GError *error = NULL;

      await_card (self);
      ecpa_account_service_sign_in_async (account, ecpa_card_service_get_view (card)->serial, password, NULL,
                                          answered_cb, self);
      result = await (self);
      session = ecpa_account_service_sign_in_finish (account, result, &error);
      if (session != NULL)
        return;
      fail_or_pause ("Sign in", error, tries);
    }
}

static void
agree (Driver *self)
{
  EcpaAccountService *account = ecpa_services_get_account (self->services);
  g_autofree char *key = g_uuid_string_random ();

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GAsyncResult) asked = NULL;
      g_autoptr (GAsyncResult) agreed = NULL;
      g_autoptr (EcpaLegalText) text = NULL;
      g_autoptr (EcpaLegalText) answer = NULL;
      GError *error = NULL;

      ecpa_account_service_get_text_async (account, ECPA_SCOPE_REWARD_ORDERS, NULL, answered_cb, self);
      asked = await (self);
      text = ecpa_account_service_get_text_finish (account, asked, &error);
      if (text != NULL && text->agreed_at != NULL)
        return;
      if (text != NULL)
        {
          ecpa_account_service_agree_async (account, text, key, NULL, answered_cb, self);
          agreed = await (self);
          answer = ecpa_account_service_agree_finish (account, agreed, &error);
        }
      if (answer != NULL)
        return;
      fail_or_pause ("Agree", error, tries);
    }
}

static EcpaOrderPage *
list (Driver *self)
{
  EcpaOrderService *orders = ecpa_services_get_orders (self->services);

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      EcpaOrderPage *page;
      GError *error = NULL;

      ecpa_order_service_list_async (orders, TRUE, NULL, NULL, answered_cb, self);
      result = await (self);
      page = ecpa_order_service_list_finish (orders, result, &error);
      if (page != NULL)
        return page;
      fail_or_pause ("List", error, tries);
    }
}

static void
open_order (Driver           *self,
            EcpaOrderSummary *summary)
{
  EcpaOrderService *orders = ecpa_services_get_orders (self->services);

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (EcpaOrder) order = NULL;
      GError *error = NULL;

      ecpa_order_service_open_async (orders, summary, NULL, answered_cb, self);
      result = await (self);
      order = ecpa_order_service_open_finish (orders, result, &error);
      if (order != NULL)
        return;
      fail_or_pause ("Open", error, tries);
    }
}

static void
sign_for (Driver     *self,
          const char *order_id)
{
  EcpaOrderService *orders = ecpa_services_get_orders (self->services);

  printf ("TRY %s\n", order_id);
  fflush (stdout);
  for (guint tries = 1;; tries++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (EcpaReceipt) receipt = NULL;
      GError *error = NULL;

      ecpa_order_service_sign_async (orders, order_id, NULL, answered_cb, self);
      result = await (self);
      receipt = ecpa_order_service_sign_finish (orders, result, &error);
      if (receipt != NULL)
        {
          printf ("ACK %s %s\n", order_id, receipt->id);
          fflush (stdout);
          return;
        }
      fail_or_pause ("Sign for", error, tries);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (EcpaSimulator) simulator = NULL;
  Driver self = { NULL };

  g_assert_cmpint (argc, >=, 4);
  ecpa_thread_mark_main ();
  certificate = g_tls_certificate_new_from_file (argv[2], &error);
  g_assert_no_error (error);
  simulator = ecpa_simulator_new (&error);
  g_assert_no_error (error);
  self.services = ecpa_services_new (ECPA_CARD_TRANSPORT (simulator), argv[1], certificate, NULL);
  g_object_set (self.services, "data-directory", argv[3], NULL);

  g_assert_true (ecpa_simulator_put (simulator, CARD, 0));
  sign_in (&self);
  agree (&self);
  if (argc > 4)
    sign_for (&self, argv[4]);

  while (TRUE)
    {
      g_autoptr (EcpaOrderPage) page = list (&self);
      guint n = g_list_model_get_n_items (G_LIST_MODEL (page->items));

      if (n == 0)
        break;
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (EcpaOrderSummary) summary = g_list_model_get_item (G_LIST_MODEL (page->items), i);

          open_order (&self, summary);
          sign_for (&self, summary->id);
        }
    }
  printf ("END\n");
  ecpa_services_shutdown (self.services);
  g_object_unref (self.services);

  return 0;
}
