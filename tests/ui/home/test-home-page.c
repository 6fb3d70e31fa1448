/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-home-page.h"

#include "ecpa-consent-page.h"
#include "ecpa-fault-view.h"
#include "ecpa-history-page.h"
#include "ecpa-inbox-page.h"
#include "ecpa-order-view.h"
#include "ecpa-sidebar.h"
#include "ecpa-training-ribbon.h"
#include "ecpa-ui-style.h"
#include "login-fixture.h"
#include "ui-test.h"

/* Types -------------------------------------------------------------------- */

typedef struct
{
  LoginFixture  login;
  GtkWidget    *window;
  EcpaHomePage *page;
} Fixture;

typedef struct
{
  GtkWidget  *root;
  const char *text;
} Words;

/* Auxiliaries -------------------------------------------------------------- */

static gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, type, name);

  g_assert_nonnull (child);

  return child;
}

static const char *
page_of (Fixture *self)
{
  return gtk_stack_get_visible_child_name (part (self->page, ECPA_TYPE_HOME_PAGE, "stack"));
}

static EcpaConsentPage *
consent_page (Fixture *self)
{
  return part (self->page, ECPA_TYPE_HOME_PAGE, "consent");
}

static EcpaInboxPage *
inbox_page (Fixture *self)
{
  return part (self->page, ECPA_TYPE_HOME_PAGE, "inbox_page");
}

static EcpaOrderView *
order_view (Fixture *self)
{
  return part (self->page, ECPA_TYPE_HOME_PAGE, "order_view");
}

static const char *
list_state (Fixture *self)
{
  return gtk_stack_get_visible_child_name (part (inbox_page (self), ECPA_TYPE_INBOX_PAGE, "stack"));
}

static void
click (gpointer widget)
{
  g_assert_true (gtk_widget_is_sensitive (widget));
  g_signal_emit_by_name (widget, "clicked");
}

static gboolean
shows (gpointer data)
{
  Words *words = data;

  return ui_test_shows (words->root, words->text);
}

static void
await_words (Fixture    *self,
             const char *text)
{
  Words words = { GTK_WIDGET (self->page), text };

  if (!ecpa_test_wait (shows, &words, 20000))
    g_error ("waited in vain for “%s”", text);
}

/* Any text of a label, shown or not: what is gone from the screen must be gone from the tree too. */
static gboolean
has_words_anywhere (GtkWidget  *root,
                    const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_words_anywhere (child, text))
      return TRUE;

  return FALSE;
}

static void
present (Fixture   *self,
         GtkWidget *child,
         int        width,
         int        height)
{
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_set_child (GTK_WINDOW (self->window), child);
  gtk_window_present (GTK_WINDOW (self->window));
  ecpa_home_page_set_home (self->page, self->login.home, ecpa_login_flow_get_service (self->login.login), TRUE);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  login_fixture_set_up (&self->login, data);
  login_fixture_sign_in (&self->login, "ordinary", "Qinglin-115");
  self->page = g_object_new (ECPA_TYPE_HOME_PAGE, NULL);
  present (self, GTK_WIDGET (self->page), 1100, 720);
}

/* On a small screen, below all that stands there in the training mode. */
static void
set_up_low (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  login_fixture_set_up (&self->login, data);
  login_fixture_sign_in (&self->login, "ordinary", "Qinglin-115");
  self->page = g_object_new (ECPA_TYPE_HOME_PAGE, "vexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->page));
  present (self, box, 800, 600);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (self->page), (gpointer *) &self->page);
  gtk_window_destroy (GTK_WINDOW (self->window));
  ecpa_test_assert_dies (self->page);
  login_fixture_tear_down (&self->login, data);
}

static gboolean
is_agreeable (gpointer data)
{
  return gtk_widget_is_sensitive (part (consent_page (data), ECPA_TYPE_CONSENT_PAGE, "agree_button"));
}

static gboolean
is_list (gpointer data)
{
  return g_strcmp0 (list_state (data), "list") == 0;
}

/* From the first screen after signing in to the list of orders. */
static void
agree (Fixture *self)
{
  ecpa_test_until (is_agreeable, self);
  click (part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "agree_button"));
  g_assert_nonnull (ui_test_find_dialog ());
  adw_message_dialog_response (ui_test_find_dialog (), "agree");
  ecpa_test_until (is_list, self);
}

static void
open_row (Fixture *self,
          guint    position)
{
  GtkWidget *list = part (inbox_page (self), ECPA_TYPE_INBOX_PAGE, "list");

  g_assert_true (gtk_widget_activate_action (list, "list.activate-item", "u", position));
}

static gboolean
is_open (gpointer data)
{
  EcpaOrderItem *item = ecpa_order_view_get_item (order_view (data));

  return item != NULL && ecpa_order_item_get_state (item) == ECPA_ORDER_OPEN;
}

/* Tests -------------------------------------------------------------------- */

static void
test_consent_first (Fixture       *self,
                    gconstpointer  data)
{
  EcpaConsentFlow *consent = ecpa_home_flow_get_consent (self->login.home);

  g_assert_cmpstr (page_of (self), ==, "consent");
  ecpa_test_until (is_agreeable, self);
  await_words (self, ecpa_consent_flow_get_text (consent)->title);

  /* Asked once more, and 取消 sends nothing. */
  click (part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "agree_button"));
  adw_message_dialog_response (ui_test_find_dialog (), "cancel");
  g_assert_cmpint (ecpa_consent_flow_get_state (consent), ==, ECPA_CONSENT_NEEDED);
  g_assert_cmpstr (page_of (self), ==, "consent");

  agree (self);
  g_assert_cmpstr (page_of (self), ==, "orders");
  g_assert_cmpint (ecpa_consent_flow_get_state (consent), ==, ECPA_CONSENT_AGREED);
}

static void
test_not_now (Fixture       *self,
              gconstpointer  data)
{
  GtkStack *stack = part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "stack");

  ecpa_test_until (is_agreeable, self);
  click (part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "later_button"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "out");
  g_assert_cmpint (ecpa_consent_flow_get_state (ecpa_home_flow_get_consent (self->login.home)), ==,
                   ECPA_CONSENT_NEEDED);

  click (part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "back_button"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "text");
}

static void
test_open (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (EcpaOrderItem) first = NULL;

  agree (self);
  await_words (self, "Not signed for");
  await_words (self, ecpa_home_flow_get_session (self->login.home)->notice_address_masked);
  g_assert_null (ecpa_order_view_get_item (order_view (self)));

  first = g_list_model_get_item (G_LIST_MODEL (ecpa_home_flow_get_inbox (self->login.home)), 0);
  g_assert_null (ecpa_order_item_get_viewed_at (first));
  open_row (self, 0);
  ecpa_test_until (is_open, self);
  g_assert_true (ecpa_order_view_get_item (order_view (self)) == first);
  g_assert_nonnull (ecpa_order_item_get_viewed_at (first));

  ecpa_order_item_sign (first);
  await_words (self, "Signed for");
}

static gboolean
is_whole (gpointer label)
{
  return gtk_widget_get_child_visible (label) && gtk_widget_get_mapped (label);
}

/* What is seen of the order. */
static GtkWidget *
get_paper (Fixture *self)
{
  return gtk_widget_get_parent (part (order_view (self), ECPA_TYPE_ORDER_VIEW, "paper"));
}

static gboolean
is_low (gpointer data)
{
  return is_open (data) && gtk_widget_get_mapped (get_paper (data)) && gtk_widget_get_height (((Fixture *) data)->window) == 600
         && gtk_widget_get_height (get_paper (data)) > 0 && gtk_widget_get_width (((Fixture *) data)->window) == 800;
}

#define NOTICE "Use personal data for its purpose only, and delete it after use."

/* Letters twice as large in 800 × 600, below the training mode’s ribbon and with the notice: the order has more of the page
 * than all that is around it, and nothing is lost that can be pressed. */
static void
test_low (Fixture       *self,
          gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *sign, *line;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  agree (self);
  line = ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_LABEL, NOTICE);
  g_assert_nonnull (line);
  gtk_label_set_label (GTK_LABEL (line), NOTICE " " NOTICE);

  open_row (self, 0);
  ecpa_test_until (is_low, self);

  if (g_getenv ("ECPA_LOOK") != NULL)
    ecpa_test_settle (20000);
  g_assert_cmpint (gtk_widget_get_height (get_paper (self)) * 2, >, gtk_widget_get_height (GTK_WIDGET (self->page)));
  sign = part (order_view (self), ECPA_TYPE_ORDER_VIEW, "sign_button");
  g_assert_true (gtk_widget_get_mapped (sign));
  g_assert_cmpint (gtk_widget_get_allocated_height (sign), >=, 44);
  g_assert_true (gtk_widget_get_mapped (part (self->page, ECPA_TYPE_HOME_PAGE, "notice_read_button")));
  g_assert_false (gtk_widget_get_child_visible (line));
  g_assert_true (gtk_widget_get_child_visible (gtk_widget_get_next_sibling (line)));

  /* with the usual letters all of it is there */
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  ecpa_test_until (is_whole, line);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static gboolean
is_history_list (gpointer data)
{
  GtkStack *stack = part (part (data, ECPA_TYPE_HOME_PAGE, "history_page"), ECPA_TYPE_HISTORY_PAGE, "stack");

  return g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0;
}

static gboolean
is_oldest_first (gpointer data)
{
  EcpaHistory *history = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (history));
  g_autoptr (EcpaOrderItem) first = ecpa_history_get_order (history, 0);
  g_autoptr (EcpaOrderItem) last = ecpa_history_get_order (history, n - 1);

  return !ecpa_history_is_loading (history) && first != NULL && last != NULL
         && g_strcmp0 (ecpa_order_item_get_summary (first)->issued_on,
                       ecpa_order_item_get_summary (last)->issued_on) < 0;
}

/* The two entries of the sidebar: what waits for a signature, and everything; an order is the same in both. */
static void
test_history (Fixture       *self,
              gconstpointer  data)
{
  EcpaInbox *inbox = ecpa_home_flow_get_inbox (self->login.home);
  EcpaHistory *history = ecpa_home_flow_get_history (self->login.home);
  EcpaSidebar *sidebar = part (self->page, ECPA_TYPE_HOME_PAGE, "sidebar");
  g_autoptr (EcpaOrderItem) first = NULL, same = NULL;

  agree (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 0);
  ecpa_sidebar_set_entry (sidebar, ECPA_SIDEBAR_HISTORY);
  g_signal_emit_by_name (sidebar, "chosen");
  g_assert_cmpstr (page_of (self), ==, "history");
  ecpa_test_until (is_history_list, self->page);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), >, g_list_model_get_n_items (G_LIST_MODEL (inbox)));

  first = g_list_model_get_item (G_LIST_MODEL (inbox), 0);
  same = ecpa_history_get_order (history, 0);
  g_assert_true (first == same);
  g_assert_false (is_oldest_first (history));
  gtk_drop_down_set_selected (part (part (self->page, ECPA_TYPE_HOME_PAGE, "history_page"), ECPA_TYPE_HISTORY_PAGE, "sort"),
                              ECPA_HISTORY_OLDEST);
  g_assert_cmpint (ecpa_history_get_sort (history), ==, ECPA_HISTORY_OLDEST);
  ecpa_test_until (is_oldest_first, history);

  ecpa_sidebar_set_entry (sidebar, ECPA_SIDEBAR_INBOX);
  g_signal_emit_by_name (sidebar, "chosen");
  g_assert_cmpstr (page_of (self), ==, "orders");
}

/* Logout takes all of it away: nothing of the person is left in any label, seen or not. */
static void
test_sign_out (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *person = g_strdup (ecpa_home_flow_get_session (self->login.home)->person_name);
  g_autofree char *address = g_strdup (ecpa_home_flow_get_session (self->login.home)->notice_address_masked);
  g_autofree char *reason = NULL;
  g_autoptr (EcpaOrderItem) first = NULL;

  agree (self);
  first = g_list_model_get_item (G_LIST_MODEL (ecpa_home_flow_get_inbox (self->login.home)), 0);
  reason = g_strdup (ecpa_order_item_get_summary (first)->reason);
  open_row (self, 0);
  ecpa_test_until (is_open, self);
  await_words (self, reason);
  g_assert_true (has_words_anywhere (GTK_WIDGET (self->page), person));
  g_assert_true (has_words_anywhere (GTK_WIDGET (self->page), address));

  ecpa_home_flow_sign_out (self->login.home);
  ecpa_home_page_set_home (self->page, NULL, NULL, TRUE);

  g_assert_false (has_words_anywhere (GTK_WIDGET (self->page), person));
  g_assert_false (has_words_anywhere (GTK_WIDGET (self->page), address));
  g_assert_false (has_words_anywhere (GTK_WIDGET (self->page), reason));
  g_assert_null (ecpa_order_view_get_item (order_view (self)));
}

static gboolean
is_told (gpointer view)
{
  return ecpa_fault_view_get_fault (view) != NULL;
}

static gboolean
is_well (gpointer view)
{
  return ecpa_fault_view_get_fault (view) == NULL;
}

/* What is there stays, and the fault has a way out. */
static void
test_backend_gone (Fixture       *self,
                   gconstpointer  data)
{
  EcpaFaultView *view = part (inbox_page (self), ECPA_TYPE_INBOX_PAGE, "more_fault");

  agree (self);
  ecpa_test_backend_kill (self->login.backend);
  ecpa_home_page_reload (self->page);
  ecpa_test_until (is_told, view);
  g_assert_cmpint (ecpa_fault_view_get_fault (view)->code, ==, ECPA_FAULT_OFFLINE);
  g_assert_cmpstr (list_state (self), ==, "list");

  ecpa_test_backend_start (self->login.backend);
  g_signal_emit_by_name (view, "action", ECPA_FAULT_ACTION_RETRY);
  ecpa_test_until (is_well, view);
}

static void
test_consent_fails (Fixture       *self,
                    gconstpointer  data)
{
  EcpaFaultView *view = part (consent_page (self), ECPA_TYPE_CONSENT_PAGE, "agree_fault");

  ecpa_test_until (is_agreeable, self);
  ecpa_test_backend_kill (self->login.backend);
  ecpa_consent_flow_agree (ecpa_home_flow_get_consent (self->login.home));
  ecpa_test_until (is_told, view);
  g_assert_cmpstr (page_of (self), ==, "consent");

  ecpa_test_backend_start (self->login.backend);
  g_signal_emit_by_name (view, "action", ECPA_FAULT_ACTION_RETRY);
  agree (self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ecpa_ui_style_install ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/home-page/consent-first", test_consent_first);
  ADD ("/home-page/not-now", test_not_now);
  ADD ("/home-page/open", test_open);
  g_test_add ("/home-page/low", Fixture, NULL, set_up_low, test_low, tear_down);
  ADD ("/home-page/history", test_history);
  ADD ("/home-page/sign-out", test_sign_out);
  ADD ("/home-page/backend-gone", test_backend_gone);
  ADD ("/home-page/consent-fails", test_consent_fails);
#undef ADD

  return g_test_run ();
}
