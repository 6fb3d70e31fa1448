/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-service-help.h"

#include "ecpa-training-ribbon.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* Whom to ring up (features.md N10, D2). */
typedef struct
{
  const char *number;
  const char *what;
} Contact;

static const Contact card_service[] = {
  { "0800-030-598", N_("Free of charge") },
  { "4128-678", N_("From a telephone line, without an area code") },
  { "(02) 4128-678", N_("From a mobile phone") },
};

static const Contact divisions[] = {
  { "(02) 2523-2388", N_("Taipei") },
  { "(03) 433-9111", N_("North") },
  { "(04) 2258-3988", N_("Centre") },
  { "(07) 331-5151", N_("Kaohsiung and Pingtung") },
};

static const Contact portal[] = {
  { "(02) 2397-9108", N_("Help desk of the personnel portal") },
  { "pemis@dgpa.gov.tw", N_("Mailbox of the personnel portal") },
};

/* Auxiliaries -------------------------------------------------------------- */

static AdwPreferencesGroup *
create_group (const char    *title,
              const char    *description,
              const Contact *contacts,
              gsize          n_contacts)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  for (gsize i = 0; i < n_contacts; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *number = gtk_label_new (contacts[i].number);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(contacts[i].what));
      gtk_label_set_selectable (GTK_LABEL (number), TRUE);
      gtk_widget_add_css_class (number, "numeric");
      gtk_accessible_update_property (GTK_ACCESSIBLE (number),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, contacts[i].number, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
      adw_preferences_group_add (group, row);
    }

  return group;
}

static GtkWidget *
create_page (void)
{
  GtkWidget *page = adw_preferences_page_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            create_group (_("NHI Card Online Services"),
                                          _("Registration, forgotten passwords, and reports of misuse. "
                                            "Suspending a registration is possible in person only, with your ID card."),
                                          card_service, G_N_ELEMENTS (card_service)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            create_group (_("Divisions of the National Health Insurance"), NULL,
                                          divisions, G_N_ELEMENTS (divisions)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            create_group (_("Personnel Portal"), _("Accounts, orders and this program"),
                                          portal, G_N_ELEMENTS (portal)));

  return page;
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_service_help_present:
 * @parent: (nullable): the window it belongs to
 *
 * Shows whom to ring up when registration or sign-in fail (N10). UI thread.
 */
void
ecpa_service_help_present (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = create_page ();
  GtkShortcut *escape = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                          gtk_named_action_new ("window.close"));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  if (ecpa_training_ribbon_is_worn (parent))
    gtk_box_append (GTK_BOX (content), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (content), page);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), escape);
  gtk_widget_add_controller (window, keys);

  gtk_window_set_title (GTK_WINDOW (window), _("Service Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 560);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
}
