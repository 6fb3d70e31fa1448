/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-steps.h"

#include "ecpa-home-page.h"
#include "ecpa-inbox-page.h"
#include "ecpa-login-flow.h"

static EcpaHomeFlow *current_home;   /* weak: the session that began last */
static EcpaLoginFlow *current_login; /* weak */
static gulong hook;

/* Auxiliaries -------------------------------------------------------------- */

static gboolean
signed_in_hook (GSignalInvocationHint *hint,
                guint                  n_values,
                const GValue          *values,
                gpointer               data)
{
  g_set_weak_pointer (&current_login, g_value_get_object (&values[0]));
  g_set_weak_pointer (&current_home, g_value_get_object (&values[1]));

  return TRUE;
}

static EcpaHomePage *
home_page (FaultFixture *self)
{
  return ECPA_HOME_PAGE (ui_test_find (GTK_WIDGET (self->window), ECPA_TYPE_HOME_PAGE, NULL));
}

static GtkWidget *
agree_button (FaultFixture *self)
{
  GType type = g_type_from_name ("EcpaConsentPage");
  GtkWidget *page = type != 0 ? ui_test_find (GTK_WIDGET (self->window), type, NULL) : NULL;

  return page != NULL && gtk_widget_get_mapped (page) ? fault_fixture_part (page, type, "agree_button") : NULL;
}

static gboolean
has_order_open (gpointer data)
{
  EcpaOrderItem *item = fault_steps_get_order (data);

  return item != NULL && ecpa_order_item_get_order (item) != NULL;
}

/* Public API --------------------------------------------------------------- */

/* Hears which session begins: no part of the program tells. */
void
fault_steps_prepare (void)
{
  g_type_class_unref (g_type_class_ref (ECPA_TYPE_LOGIN_FLOW));
  hook = g_signal_add_emission_hook (g_signal_lookup ("signed-in", ECPA_TYPE_LOGIN_FLOW), 0, signed_in_hook, NULL, NULL);
}

void
fault_steps_release (void)
{
  g_signal_remove_emission_hook (g_signal_lookup ("signed-in", ECPA_TYPE_LOGIN_FLOW), hook);
  g_clear_weak_pointer (&current_home);
  g_clear_weak_pointer (&current_login);
}

EcpaHomeFlow *
fault_steps_get_home (void)
{
  return current_home;
}

EcpaLoginFlow *
fault_steps_get_login (void)
{
  return current_login;
}

/* With the ordinary card. */
void
fault_steps_come_in (FaultFixture *self)
{
  fault_fixture_put (self, "ordinary");
  fault_fixture_await_card (self);
  fault_steps_sign_in_again (self, "Qinglin-115");
}

/* The card is in, or comes by itself. */
void
fault_steps_sign_in_again (FaultFixture *self,
                           const char   *password)
{
  fault_fixture_type (self, password);
  fault_fixture_sign_in (self);
  fault_fixture_await_page (self, "inside");
}

void
fault_steps_leave (FaultFixture *self)
{
  fault_fixture_sign_out (self);
  fault_fixture_put (self, NULL);
}

gboolean
fault_steps_shows_orders (gpointer fixture)
{
  FaultFixture *self = fixture;

  return ui_test_shows (GTK_WIDGET (self->window), "新北衛人字第1150012345號")
         || ui_test_shows (GTK_WIDGET (self->window), "嘉獎二次");
}

gboolean
fault_steps_can_agree (gpointer fixture)
{
  GtkWidget *button = agree_button (fixture);

  return button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button);
}

void
fault_steps_agree (FaultFixture *self)
{
  GtkWindow *question;

  ecpa_test_until (fault_steps_can_agree, self);
  fault_fixture_click (agree_button (self));
  question = fault_fixture_await_dialog (self);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "agree");
}

/* Opens the row, and does not wait for the order. */
void
fault_steps_activate (FaultFixture *self,
                      guint         position)
{
  GtkWidget *page = ui_test_find (GTK_WIDGET (self->window), ECPA_TYPE_INBOX_PAGE, NULL);
  GtkWidget *list = fault_fixture_part (page, ECPA_TYPE_INBOX_PAGE, "list");

  g_assert_true (gtk_widget_activate_action (list, "list.activate-item", "u", position));
}

EcpaOrderItem *
fault_steps_get_order (FaultFixture *self)
{
  return ecpa_home_page_get_order (home_page (self));
}

void
fault_steps_open_order (FaultFixture *self,
                        guint         position)
{
  ecpa_test_until (fault_steps_shows_orders, self);
  fault_steps_activate (self, position);
  ecpa_test_until (has_order_open, self);
}

GtkWidget *
fault_steps_get_order_view (FaultFixture *self)
{
  return fault_fixture_part (home_page (self), ECPA_TYPE_HOME_PAGE, "order_view");
}
