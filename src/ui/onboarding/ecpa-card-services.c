/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-card-services.h"

#include "ecpa-wizard-plan.h"
#include "ecpa-wizard-words.h"

#include <glib/gi18n-lib.h>

/* Types -------------------------------------------------------------------- */

struct _EcpaCardServices
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (EcpaCardServices, ecpa_card_services, ADW_TYPE_BIN)

/* The order of the service's own page (N1 to N8); what cannot be taken back is last and apart. */
static const char *const sections[][5] = {
  { "registration", "verification", "forgotten" },
  { "change", "contacts", "phones" },
  { "cancellation" },
};

/* Auxiliaries -------------------------------------------------------------- */

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      for (guint j = 0; sections[i][j] != NULL; j++)
        {
          const char *kind = sections[i][j];
          const EcpaWizardWords *words = ecpa_wizard_words (kind);
          g_autoptr (GMenuItem) item = NULL;

          if (words == NULL || ecpa_wizard_plan_find (kind) == NULL)
            continue;
          item = g_menu_item_new (words->title, NULL);
          g_menu_item_set_action_and_target (item, "win.wizard", "s", kind);
          g_menu_append_item (section, item);
        }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
    }

  return G_MENU_MODEL (menu);
}

/* Class and instance ------------------------------------------------------- */

static void
ecpa_card_services_class_init (EcpaCardServicesClass *klass)
{
}

static void
ecpa_card_services_init (EcpaCardServices *self)
{
  g_autoptr (GMenuModel) menu = make_menu ();
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: official: 健保卡網路服務 */
  const char *title = _("NHI Card Online Services");

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), title);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_bin_set_child (ADW_BIN (self), button);
}
