/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ecpa-config.h"

#include "ecpa-accessible-name.h"

/* Auxiliaries -------------------------------------------------------------- */

/* Without the underline, and without the letter in brackets that Chinese labels carry it with: 登入(_S). */
static char *
strip_mnemonic (const char *label)
{
  g_autoptr (GRegex) brackets = g_regex_new ("\\(_\\w\\)", 0, 0, NULL);
  g_autofree char *plain = g_regex_replace_literal (brackets, label, -1, 0, "", 0, NULL);
  g_auto (GStrv) parts = g_strsplit (plain, "_", -1);

  return g_strjoinv (NULL, parts);
}

/* Public API --------------------------------------------------------------- */

/**
 * ecpa_accessible_name_button:
 * @button: a button with a label; called again after each change of it
 *
 * Names a button to screen readers by its label, once and without its mnemonic. GTK 4.8 gives a button with a mnemonic
 * two names, its own and that of the label in it, and says both of them. UI thread.
 */
void
ecpa_accessible_name_button (GtkButton *button)
{
  const char *label;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_BUTTON (button));

  label = gtk_button_get_label (button);
  name = strip_mnemonic (label != NULL ? label : "");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
