/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-service-help.h"

#include "ecpa-training-ribbon.h"
#include "ecpa-ui-style.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

/* Whom to ring up (features.md N10, D2). A number that can be dialled has its digits, a mailbox its address. */
typedef struct
{
  const char *text;
  const char *what;
  const char *uri;
} Contact;

static const Contact card_service[] = {
  { "0800-030-598", N_("Free of charge"), "tel:0800-030-598" },
  { "4128-678", N_("From a telephone line, without an area code"), "tel:4128-678" },
  { "(02) 4128-678", N_("From a mobile phone"), "tel:02-4128-678" },
};

static const Contact divisions[] = {
  { "(02) 2523-2388", N_("Taipei"), "tel:02-2523-2388" },
  { "(03) 433-9111", N_("North"), "tel:03-433-9111" },
  { "(04) 2258-3988", N_("Centre"), "tel:04-2258-3988" },
  { "(07) 331-5151", N_("Kaohsiung and Pingtung"), "tel:07-331-5151" },
};

static const Contact portal[] = {
  { "(02) 2397-9108", N_("Help desk of the personnel portal"), "tel:02-2397-9108" },
  { "pemis@dgpa.gov.tw", N_("Mailbox of the personnel portal"), "mailto:pemis@dgpa.gov.tw" },
};

/* What pages of the handbook are about; others about all of it. */
static const struct
{
  const char           *page;
  EcpaServiceHelpTopic  topic;
} pages[] = {
  { "account", ECPA_SERVICE_HELP_PORTAL },
  { "first-sign-in", ECPA_SERVICE_HELP_REGISTRATION },
  { "forgotten", ECPA_SERVICE_HELP_PASSWORD },
  { "register", ECPA_SERVICE_HELP_REGISTRATION },
  { "verify", ECPA_SERVICE_HELP_REGISTRATION },
};

/* What to do, by topic; the topic that the help was opened for comes first. */
static const struct
{
  EcpaServiceHelpTopic  topic;
  const char           *title;
  const char           *text;
} advice[] = {
  {
    ECPA_SERVICE_HELP_REGISTRATION,
    N_("Not registered, or the mail was not verified"),
    N_("Ring up NHI Card Online Services. Say that you want to register your health card for online services, or that "
       "the verification mail has not come. Have at hand: the health card, and your household certificate for the "
       "household number."),
  },
  {
    ECPA_SERVICE_HELP_PASSWORD,
    N_("Password forgotten, or stopped"),
    N_("Ring up NHI Card Online Services. Say that you have forgotten the registration password. Have at hand: the "
       "health card, and the mail address you registered. Nobody there may ask for the password itself."),
  },
  {
    ECPA_SERVICE_HELP_GENERAL,
    N_("Card lost or misused"),
    N_("If you think that somebody else uses your card or your password, ring up NHI Card Online Services at once and "
       "report the misuse. Suspending a registration is possible in person only, at a division, with your ID card."),
  },
  {
    ECPA_SERVICE_HELP_PORTAL,
    N_("Account, orders and this program"),
    N_("Write or ring up the personnel portal. Say what you did and what was on the screen; never send a password or a "
       "number of an ID card by mail."),
  },
};

/* Auxiliaries -------------------------------------------------------------- */

static void
copy_clicked_cb (GtkButton  *button,
                 const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  gtk_button_set_icon_name (button, "emblem-ok-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _("Copied"));
}

/* Only where there is a program that would do it. */
static gboolean
is_handled (const char *uri)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autoptr (GAppInfo) program = g_app_info_get_default_for_uri_scheme (scheme);

  return program != NULL;
}

static GtkWidget *
create_number (const Contact *contact)
{
  GtkWidget *number;

  if (is_handled (contact->uri))
    {
      number = gtk_link_button_new_with_label (contact->uri, contact->text);
    }
  else
    {
      number = gtk_label_new (contact->text);
      gtk_label_set_selectable (GTK_LABEL (number), TRUE);
    }
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (number, "ecpa-help-number");

  return number;
}

static GtkWidget *
create_contact (const Contact *contact)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is a telephone number or a mail address */
  g_autofree char *words = g_strdup_printf (_("Copy %s"), contact->text);

  gtk_widget_set_tooltip_text (copy, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_clicked_cb), (gpointer) contact->text);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(contact->what));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_number (contact));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);

  return row;
}

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
    adw_preferences_group_add (group, create_contact (&contacts[i]));

  return group;
}

static GtkWidget *
create_advice (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "ecpa-help-advice");

  return label;
}

static AdwPreferencesGroup *
create_advice_group (EcpaServiceHelpTopic  topic,
                     const char           *why)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _("What to Do"));
  adw_preferences_group_set_description (group, why);
  for (int own = 1; own >= 0; own--)
    for (gsize i = 0; i < G_N_ELEMENTS (advice); i++)
      {
        gboolean is_own = topic != ECPA_SERVICE_HELP_GENERAL && advice[i].topic == topic;
        GtkWidget *row;

        if (is_own != own)
          continue;

        row = adw_expander_row_new ();
        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(advice[i].title));
        adw_expander_row_add_row (ADW_EXPANDER_ROW (row), create_advice (_(advice[i].text)));
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), own);
        adw_preferences_group_add (group, row);
      }

  return group;
}

static void
add_numbers (AdwPreferencesPage *page)
{
  adw_preferences_page_add (page, create_group (_("NHI Card Online Services"),
                                                _("Registration, passwords and misuse; answered on working days, in office hours"),
                                                card_service, G_N_ELEMENTS (card_service)));
  adw_preferences_page_add (page, create_group (_("NHI Divisions"),
                                                _("Where a registration can be suspended in person, with your ID card"),
                                                divisions, G_N_ELEMENTS (divisions)));
}

static GtkWidget *
create_page (EcpaServiceHelpTopic  topic,
             const char           *why)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *of_portal = create_group (_("Personnel Portal"), _("Accounts, orders and this program"),
                                                 portal, G_N_ELEMENTS (portal));

  adw_preferences_page_add (page, create_advice_group (topic, why));
  if (topic == ECPA_SERVICE_HELP_PORTAL)
    adw_preferences_page_add (page, of_portal);
  add_numbers (page);
  if (topic != ECPA_SERVICE_HELP_PORTAL)
    adw_preferences_page_add (page, of_portal);
  gtk_widget_set_vexpand (GTK_WIDGET (page), TRUE);

  return GTK_WIDGET (page);
}

static void
present (GtkWindow            *parent,
         EcpaServiceHelpTopic  topic,
         const char           *why)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkShortcut *escape = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                          gtk_named_action_new ("window.close"));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  ecpa_ui_style_install ();
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  if (ecpa_training_ribbon_is_worn (parent))
    gtk_box_append (GTK_BOX (content), ecpa_training_ribbon_new ());
  gtk_box_append (GTK_BOX (content), create_page (topic, why));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), escape);
  gtk_widget_add_controller (window, keys);

  gtk_window_set_title (GTK_WINDOW (window), _("Service Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 640);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_service_help_topic_of:
 * @code: what went wrong
 *
 * Returns: what help is wanted then
 */
EcpaServiceHelpTopic
ecpa_service_help_topic_of (EcpaFaultCode code)
{
  switch ((int) code)
    {
    case ECPA_FAULT_NOT_REGISTERED:
    case ECPA_FAULT_NOT_VERIFIED:
    case ECPA_FAULT_REGISTRATION_CANCELLED:
    case ECPA_FAULT_RESIDENCE_STOPPED:
    case ECPA_FAULT_NO_MAIL:
    case ECPA_FAULT_CARD_NO_PROOF:
      return ECPA_SERVICE_HELP_REGISTRATION;
    case ECPA_FAULT_WRONG_PASSWORD:
    case ECPA_FAULT_STOPPED:
      return ECPA_SERVICE_HELP_PASSWORD;
    case ECPA_FAULT_NONE:
      return ECPA_SERVICE_HELP_GENERAL;
    default:
      return ECPA_SERVICE_HELP_PORTAL;
    }
}

/**
 * ecpa_service_help_present:
 * @parent: (nullable): the window it belongs to
 * @topic: what it is wanted for
 *
 * Shows whom to ring up when registration or sign-in fail, and what to say there (N10). UI thread.
 */
void
ecpa_service_help_present (GtkWindow            *parent,
                           EcpaServiceHelpTopic  topic)
{
  present (parent, topic, NULL);
}

/**
 * ecpa_service_help_present_for_page:
 * @parent: (nullable): the window it belongs to
 * @page: (nullable): a page of the handbook
 *
 * In place of that page, where it is not installed or there is nothing to read it with. UI thread.
 */
void
ecpa_service_help_present_for_page (GtkWindow  *parent,
                                    const char *page)
{
  EcpaServiceHelpTopic topic = ECPA_SERVICE_HELP_GENERAL;

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (page, pages[i].page) == 0)
      topic = pages[i].topic;
  present (parent, topic, _("The handbook cannot be read on this computer. This is the shortest of it, and whom to ask."));
}
