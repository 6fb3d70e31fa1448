/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-sidebar.h"

#include <glib/gi18n.h>

#include "ecpa-card-services.h"
#include "ecpa-closed-page.h"
#include "ecpa-endpoints.h"
#include "ecpa-roc-date.h"

/* Types -------------------------------------------------------------------- */

struct _EcpaSidebar
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkListBox    *entries;
  GtkListBoxRow *orders_row;
  GtkListBoxRow *history_row;
  GtkLabel      *badge;
  GtkLabel      *closed_label;
  AdwAvatar     *avatar;
  GtkLabel      *person;
  GtkLabel      *agency;
  GtkLabel      *method;
  GtkLabel      *this_time;
  GtkLabel      *last_time;

  /* Owned */
  EcpaHomeFlow *home;
  GSignalGroup *signals;

  EcpaSidebarEntry entry;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EcpaSidebar, ecpa_sidebar, ADW_TYPE_BIN)

/* Auxiliaries -------------------------------------------------------------- */

/* How a way of signing in is called (features.md L1-L7). */
static const char *
name_method (const char *method)
{
  if (g_strcmp0 (method, "health-card") == 0)
    return _("Health card");
  if (g_strcmp0 (method, "account") == 0)
    return _("Account and password");

  return method != NULL ? method : "";
}

static void
show_line (GtkLabel *label,
           char     *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
  g_free (text);
}

static char *
describe_previous (EcpaSession *session)
{
  g_autofree char *when = NULL;

  if (session->previous_signed_in_at == NULL)
    return g_strdup (_("This is your first sign-in"));

  when = ecpa_roc_date_format_time (session->previous_signed_in_at);
  if (session->previous_method == NULL)
    /* Translators: %s is date and time of the sign-in before this one */
    return g_strdup_printf (_("Last sign-in: %s"), when);

  /* Translators: date and time of the sign-in before this one, and how (Health card) */
  return g_strdup_printf (_("Last sign-in: %s (%s)"), when, name_method (session->previous_method));
}

static void
show_session (EcpaSidebar *self)
{
  EcpaSession *session = self->home != NULL ? ecpa_home_flow_get_session (self->home) : NULL;
  g_autofree char *when = NULL;

  if (session == NULL)
    {
      adw_avatar_set_text (self->avatar, NULL);
      show_line (self->person, NULL);
      show_line (self->agency, NULL);
      show_line (self->method, NULL);
      show_line (self->this_time, NULL);
      show_line (self->last_time, NULL);
      return;
    }

  adw_avatar_set_text (self->avatar, session->person_name);
  show_line (self->person, g_strdup (session->person_name));
  show_line (self->agency, g_strdup (session->agency_name));
  /* Translators: %s is how the person signed in (Health card) */
  show_line (self->method, g_strdup_printf (_("Signed in with: %s"), name_method (session->method)));
  if (session->signed_in_at != NULL)
    when = ecpa_roc_date_format_time (session->signed_in_at);
  /* Translators: %s is date and time of this sign-in */
  show_line (self->this_time, when != NULL ? g_strdup_printf (_("This sign-in: %s"), when) : NULL);
  show_line (self->last_time, describe_previous (session));
}

static void
show_badge (EcpaSidebar *self)
{
  guint n = self->home != NULL ? ecpa_home_flow_get_unsigned_orders (self->home) : 0;
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *name = NULL;

  gtk_label_set_label (self->badge, number);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n > 0);
  /* Translators: for screen readers: the entry for reward orders and how many wait for a signature */
  name = n > 0 ? g_strdup_printf (ngettext ("Orders to sign for: %u", "Orders to sign for: %u", n), n)
               : g_strdup (_("Orders to Sign For"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->orders_row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What this session does not open is grey, and says why and which way does (L10). */
static void
show_closed (EcpaSidebar *self)
{
  EcpaApplication *orders = self->home != NULL ? ecpa_home_flow_get_application (self->home, ECPA_SCOPE_REWARD_ORDERS)
                                               : NULL;
  const char *why = orders != NULL && !orders->allowed ? ecpa_closed_page_describe (orders) : NULL;
  GtkWidget *rows[] = { GTK_WIDGET (self->orders_row), GTK_WIDGET (self->history_row) };

  show_line (self->closed_label, g_strdup (why));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_set_tooltip_text (rows[i], why);
      gtk_accessible_update_property (GTK_ACCESSIBLE (rows[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      why != NULL ? why : "", -1);
      if (why != NULL)
        gtk_widget_add_css_class (rows[i], "closed");
      else
        gtk_widget_remove_css_class (rows[i], "closed");
    }
}

/* Callbacks ---------------------------------------------------------------- */

static GtkListBoxRow *
get_row (EcpaSidebar *self)
{
  return self->entry == ECPA_SIDEBAR_HISTORY ? self->history_row : self->orders_row;
}

/* Going past an entry with the keyboard is not choosing it. */
static void
row_selected_cb (GtkListBox    *entries,
                 GtkListBoxRow *row,
                 EcpaSidebar   *self)
{
  if (row != NULL && get_row (self) != NULL && row != get_row (self))
    gtk_list_box_select_row (entries, get_row (self));
}

static void
row_activated_cb (GtkListBox    *entries,
                  GtkListBoxRow *row,
                  EcpaSidebar   *self)
{
  ecpa_sidebar_set_entry (self, row == self->history_row ? ECPA_SIDEBAR_HISTORY : ECPA_SIDEBAR_INBOX);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

/* Overrides ---------------------------------------------------------------- */

static void
ecpa_sidebar_dispose (GObject *object)
{
  EcpaSidebar *self = ECPA_SIDEBAR (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->home);

  G_OBJECT_CLASS (ecpa_sidebar_parent_class)->dispose (object);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_sidebar_class_init (EcpaSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ecpa_sidebar_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ECPA_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ECPA_TYPE_CARD_SERVICES);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ecpa_desktop/Ecpa/ui/ecpa-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, entries);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, orders_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, history_row);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, badge);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, closed_label);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, avatar);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, person);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, agency);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, method);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, this_time);
  gtk_widget_class_bind_template_child (widget_class, EcpaSidebar, last_time);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
ecpa_sidebar_init (EcpaSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_select_row (self->entries, self->orders_row);

  self->signals = g_signal_group_new (ECPA_TYPE_HOME_FLOW);
  g_signal_group_connect_swapped (self->signals, "notify::session", G_CALLBACK (show_session), self);
  g_signal_group_connect_swapped (self->signals, "notify::unsigned-orders", G_CALLBACK (show_badge), self);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_sidebar_set_home:
 * @self: a sidebar
 * @home: (nullable): the session to show; %NULL takes everything personal away
 */
void
ecpa_sidebar_set_home (EcpaSidebar  *self,
                       EcpaHomeFlow *home)
{
  g_return_if_fail (ECPA_IS_SIDEBAR (self));
  g_return_if_fail (home == NULL || ECPA_IS_HOME_FLOW (home));

  g_set_object (&self->home, home);
  g_signal_group_set_target (self->signals, home);
  ecpa_sidebar_set_entry (self, ECPA_SIDEBAR_INBOX);
  show_session (self);
  show_badge (self);
  show_closed (self);
}

/**
 * ecpa_sidebar_get_entry:
 * @self: a sidebar
 *
 * Returns: what is chosen
 */
EcpaSidebarEntry
ecpa_sidebar_get_entry (EcpaSidebar *self)
{
  g_return_val_if_fail (ECPA_IS_SIDEBAR (self), ECPA_SIDEBAR_INBOX);

  return self->entry;
}

/**
 * ecpa_sidebar_set_entry:
 * @self: a sidebar
 * @entry: what is shown beside it
 */
void
ecpa_sidebar_set_entry (EcpaSidebar      *self,
                        EcpaSidebarEntry  entry)
{
  g_return_if_fail (ECPA_IS_SIDEBAR (self));

  self->entry = entry;
  gtk_list_box_select_row (self->entries, get_row (self));
}
